package formula

import (
	"errors"
	"fmt"
	"math"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// Frame gives a checked tree the values of its names, in one evaluation or in every
// trial of a batch.
type Frame interface {
	// Value is the value of a name in base units; Complement is 1 − value, asked for
	// where an availability is wanted. Either may be written to dst; any other column
	// stays the frame's own.
	Value(n *Name, dst []float64) Column
	Complement(n *Name, dst []float64) Column
	// Integral is the integral of a rate over the window (seconds) that ends at the
	// frame's time; it may be written to dst.
	Integral(rate Node, window Column, dst []float64) Column
	// Chance is where a range or a distribution stands, strictly between 0 and 1: the
	// share of its values that lie below. One half is the median.
	Chance(n Node) Column
	// Scratch lends columns, as many trials long as there are; nil: there are none.
	Scratch() *Scratch
	// Calendar is the calendar that the tree was checked with.
	Calendar() unit.Calendar
	// Spend takes note of work that a function is about to do, in steps of a few
	// nanoseconds; false: that is more than the frame allows, and it must not be done.
	Spend(steps float64) bool
	// Fail takes a mistake that only the values show, in so many trials: a division by
	// zero, an argument outside its range. There the result is not a number.
	Fail(err *Error, trials int)
}

// Single is embedded by a frame that knows one evaluation and no trials: a range stands
// for its median.
type Single struct{}

// Chance is one half.
func (Single) Chance(Node) Column { return Fixed(0.5) }

// Scratch lends nothing.
func (Single) Scratch() *Scratch { return nil }

// Spend allows everything.
func (Single) Spend(float64) bool { return true }

// Eval computes a checked tree in base units, where nothing differs from trial to trial.
// It allocates only for calls.
func Eval(n Node, f Frame) float64 { return EvalColumn(n, f, nil).Value }

// Complement computes 1 − value likewise, without the loss that the subtraction has close
// to 1 wherever the tree allows it.
func Complement(n Node, f Frame) float64 { return ComplementColumn(n, f, nil).Value }

// EvalColumn computes a checked tree in every trial of a batch. The result is dst, the same
// in all trials, or a column of the frame's.
func EvalColumn(n Node, f Frame, dst []float64) Column {
	switch n := n.(type) {
	case *Literal:
		return Fixed(n.value)
	case *Name:
		return f.Value(n, dst)
	case *Paren:
		return EvalColumn(n.X, f, dst)
	case *Unary:
		return Sub(dst, Fixed(0), EvalColumn(n.X, f, dst))
	case *Binary:
		return evalBinary(n, f, dst)
	case *Sum:
		return evalSum(n, f, dst)
	case *Range:
		if n.logit {
			return Sub(dst, Fixed(1), ComplementColumn(n, f, dst))
		}
		return evalRange(n, f, dst)
	case *Call:
		if n.Func.unavailable {
			return Sub(dst, Fixed(1), evalCall(n, f, dst))
		}
		return evalCall(n, f, dst)
	default:
		panic(fmt.Sprintf("formula: no evaluation for %T", n))
	}
}

// ComplementColumn computes 1 − value in every trial of a batch.
func ComplementColumn(n Node, f Frame, dst []float64) Column {
	switch n := n.(type) {
	case *Literal:
		return Fixed(n.complement())
	case *Name:
		return f.Complement(n, dst)
	case *Paren:
		return ComplementColumn(n.X, f, dst)
	case *Call:
		if n.Func.unavailable {
			return evalCall(n, f, dst)
		}
		if n.Func.extreme != nil {
			return complementExtreme(n, f, dst)
		}
	case *Range:
		if n.logit {
			return complementRange(n, f, dst)
		}
	case *Binary:
		switch {
		case n.Op == "-" && isOne(n.L):
			return EvalColumn(n.R, f, dst)
		case n.availability && n.Op == "^":
			u, exponent, lent := both(n.L, n.R, f, dst, ComplementColumn, EvalColumn)
			defer f.Scratch().GiveBack(lent)
			return Map2(dst, u, exponent, complementPower)
		case n.availability && (n.Op == "*" || n.Op == "of"):
			a, b, lent := both(n.L, n.R, f, dst, ComplementColumn, ComplementColumn)
			defer f.Scratch().GiveBack(lent)
			return either(dst, a, b)
		}
	}
	return Sub(dst, Fixed(1), EvalColumn(n, f, dst))
}

// evaluator is EvalColumn or ComplementColumn.
type evaluator func(Node, Frame, []float64) Column

// both computes two operands, the second one in a borrowed column: as many as are to be
// given back.
func both(l, r Node, f Frame, dst []float64, evalL, evalR evaluator) (a, b Column, lent int) {
	a = evalL(l, f, dst)
	return a, evalR(r, f, f.Scratch().Borrow()), 1
}

func complementPower(u, exponent float64) float64 {
	if u >= 1 { // nothing is up, or less than that: no availability, but still a number
		return 1 - math.Pow(1-u, exponent)
	}
	return -math.Expm1(exponent * math.Log1p(-u))
}

func isOne(n Node) bool {
	l, ok := AsLiteral(n)
	return ok && l.value == 1 && !l.Dimensionful()
}

func evalBinary(n *Binary, f Frame, dst []float64) Column {
	if n.Op == "-" && isOne(n.L) {
		return ComplementColumn(n.R, f, dst)
	}
	if n.availability {
		return Sub(dst, Fixed(1), ComplementColumn(n, f, dst))
	}
	l, r, lent := both(n.L, n.R, f, dst, EvalColumn, EvalColumn)
	defer f.Scratch().GiveBack(lent)
	switch n.Op {
	case "+":
		return Add(dst, l, r)
	case "-":
		return Sub(dst, l, r)
	case "/":
		return quotient(n, l, r, f, dst)
	case "^":
		return power(n, l, r, f, dst)
	default:
		return Mul(dst, l, r)
	}
}

func quotient(n *Binary, l, r Column, f Frame, dst []float64) Column {
	if r.Each == nil {
		if r.Value == 0 {
			f.Fail(zeroDivisor(n), f.Scratch().trials())
			return Fixed(math.NaN())
		}
		return div(dst, l, r)
	}
	zeros := 0
	for _, v := range r.Each {
		if v == 0 {
			zeros++
		}
	}
	if zeros == 0 {
		return div(dst, l, r)
	}
	f.Fail(zeroDivisor(n), zeros)
	return Map2(dst, l, r, func(l, r float64) float64 {
		if r == 0 {
			return math.NaN()
		}
		return l / r
	})
}

func power(n *Binary, l, r Column, f Frame, dst []float64) Column {
	unreal := 0
	v := Map2(dst, l, r, func(l, r float64) float64 {
		v := math.Pow(l, r)
		if math.IsNaN(v) && !math.IsNaN(l) && !math.IsNaN(r) {
			unreal++
		}
		return v
	})
	if unreal > 0 {
		f.Fail(errorAt(n.Span, RuleValue, "only a value of 0 or more has a broken power", "%s has no real value", Print(n)), unreal)
	}
	return v
}

func evalSum(n *Sum, f Frame, dst []float64) Column {
	s := f.Scratch()
	total := Fixed(0)
	term := s.Borrow()
	defer s.GiveBack(1)
	for _, t := range n.Terms {
		total = Add(dst, total, EvalColumn(t, f, term))
	}
	return total
}

// trials is how many trials a column of this scratch has: one without.
func (s *Scratch) trials() int {
	if s == nil {
		return 1
	}
	return s.width
}

// arguments are those of one call, with room for the numbers of one trial.
type arguments struct {
	values  []Column
	numbers []float64
	differ  bool // from trial to trial
}

// sense says which of a call's arguments are wanted as complements.
type sense func(call *Call, argument int) bool

func (c *Call) takesComplement(argument int) bool { return c.Func.param(argument).Takes == Available }

func values(*Call, int) bool { return false }

func complements(*Call, int) bool { return true }

// arguments computes each of the nodes in borrowed columns; release gives them back.
func (s *Scratch) arguments(nodes []Node, call *Call, complement sense, f Frame) (a arguments) {
	a.numbers, a.values = s.room(len(nodes))
	for i, x := range nodes {
		eval := EvalColumn
		if complement(call, i) {
			eval = ComplementColumn
		}
		v := eval(x, f, s.Borrow())
		a.values[i], a.differ = v, a.differ || v.Each != nil
	}
	return a
}

func (s *Scratch) release(a arguments) {
	s.GiveBack(len(a.values))
	s.drop(len(a.values))
}

// in gives the arguments in one trial; ok is false where one of them has no value.
func (a arguments) in(trial int) (numbers []float64, ok bool) {
	for i, v := range a.values {
		if a.numbers[i] = v.At(trial); math.IsNaN(a.numbers[i]) {
			return nil, false
		}
	}
	return a.numbers, true
}

// evalCall computes a function; of arguments that are the same in all trials, once.
func evalCall(n *Call, f Frame, dst []float64) Column {
	s := f.Scratch()
	if n.Func.internal {
		window := EvalColumn(n.Args[1], f, s.Borrow())
		defer s.GiveBack(1)
		return f.Integral(n.Args[0], window, dst)
	}
	a := s.arguments(n.Args, n, (*Call).takesComplement, f)
	defer s.release(a)
	if n.Func.quantile != nil {
		return drawn(n, n, f, dst, a, n.Func.quantile)
	}
	return inEach(n.Span, n, f, dst, a, func(_ int, numbers []float64) (float64, error) {
		if n.Func.effort != nil && !f.Spend(n.Func.effort(numbers)) {
			return 0, errWork
		}
		return n.Func.eval(f.Calendar(), numbers)
	})
}

// complementExtreme is the complement of a min or max, from those of its arguments.
func complementExtreme(n *Call, f Frame, dst []float64) Column {
	a := f.Scratch().arguments(n.Args, n, complements, f)
	defer f.Scratch().release(a)
	return inEach(n.Span, n, f, dst, a, func(_ int, numbers []float64) (float64, error) { return n.Func.extreme(numbers), nil })
}

// inEach computes a value in every trial, once where the arguments are the same in all. It
// reports what a model refuses: the first refusal stands for all of them.
func inEach(at Span, call *Call, f Frame, dst []float64, a arguments, one func(trial int, numbers []float64) (float64, error)) Column {
	var first error
	refused := 0
	compute := func(trial int) float64 {
		numbers, ok := a.in(trial)
		if !ok {
			return math.NaN() // reported where it arose
		}
		v, err := one(trial, numbers)
		if err == nil && !math.IsNaN(v) {
			return v
		}
		if refused == 0 {
			first = err
		}
		refused++
		return math.NaN()
	}
	result := Column{Each: dst}
	if !a.differ {
		if result = Fixed(compute(0)); refused > 0 {
			refused = f.Scratch().trials()
		}
	} else {
		for i := range dst {
			dst[i] = compute(i)
		}
	}
	if refused > 0 {
		f.Fail(refusal(first, at, call, f.Calendar()), refused)
	}
	return result
}

// drawn computes a distribution where the frame's chance says, once prepared where its
// parameters are the same in all trials.
func drawn(n Node, call *Call, f Frame, dst []float64, a arguments, prepare shape) Column {
	at, chance := n.Where(), f.Chance(n)
	if !a.differ {
		numbers, ok := a.in(0)
		if !ok {
			return Fixed(math.NaN())
		}
		quantile, err := f.Scratch().prepared(n, numbers, prepare)
		if err != nil {
			f.Fail(refusal(err, at, call, f.Calendar()), f.Scratch().trials())
			return Fixed(math.NaN())
		}
		return Map(dst, chance, quantile)
	}
	return inEach(at, call, f, dst, a, func(trial int, numbers []float64) (float64, error) {
		quantile, err := prepare(numbers)
		if err != nil {
			return 0, err
		}
		return quantile(chance.At(trial)), nil
	})
}

// evalRange is a lognormal between two ends.
func evalRange(n *Range, f Frame, dst []float64) Column {
	a := f.Scratch().arguments([]Node{n.Low, n.High}, nil, values, f)
	defer f.Scratch().release(a)
	return drawn(n, nil, f, dst, a, lognormal)
}

// complementRange is the complement of a logit-normal between two percentages.
func complementRange(n *Range, f Frame, dst []float64) Column {
	low, _ := AsLiteral(n.Low)
	high, _ := AsLiteral(n.High)
	s := f.Scratch()
	a := arguments{}
	a.numbers, a.values = s.room(4)
	defer s.drop(4)
	for i, v := range [4]float64{low.value, low.complement(), high.value, high.complement()} {
		a.values[i] = Fixed(v)
	}
	return drawn(n, nil, f, dst, a, logitNormal)
}

func lognormal(ends []float64) (models.Quantile, error) { return models.Lognormal(ends[0], ends[1]) }

func logitNormal(ends []float64) (models.Quantile, error) {
	return models.LogitNormal(ends[0], ends[1], ends[2], ends[3])
}

// refusal is what a model refused, at the argument that it names.
func refusal(err error, at Span, call *Call, cal unit.Calendar) *Error {
	var r *models.RangeError
	switch {
	case err == nil:
		return errorAt(at, RuleValue, "check the units and exponents", "the arguments are too large to compute with")
	case errors.Is(err, errWork):
		return TooMuchWork(at)
	case !errors.As(err, &r):
		return errorAt(at, RuleValue, "", "%s", err.Error())
	case call == nil:
		return &Error{Span: at, Rule: RuleValue, Message: r.Error(), Help: r.Help}
	}
	show := func(v float64) string {
		return unit.Format(v, unit.None, cal, unit.Style{Digits: 6, Plain: true})
	}
	for i := range call.Args {
		param := call.Func.param(i)
		if param.Name != r.Param {
			continue
		}
		if !call.Func.Variadic {
			at = call.Args[i].Where()
		}
		show = func(v float64) string {
			return unit.Format(v, call.dims[i], cal, unit.Style{Digits: 6, Plain: true, Percent: param.Takes == Available})
		}
	}
	help := r.Help
	if help == "" {
		help = fmt.Sprintf("an example is `%s`", call.Func.Example)
	}
	return &Error{Span: at, Rule: RuleValue, Message: call.Func.Name + ": " + r.Text(show), Help: help}
}

func zeroDivisor(n *Binary) *Error {
	if l, ok := AsLiteral(n.R); ok && l.Text == "0" {
		return errorAt(n.R.Where(), RuleValue, "a divisor other than 0 is wanted", "nothing can be divided by 0")
	}
	return errorAt(n.R.Where(), RuleValue, "a divisor other than 0 is wanted", "%s is 0: nothing can be divided by it", Print(n.R))
}
