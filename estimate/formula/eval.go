package formula

import (
	"errors"
	"fmt"
	"math"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// Frame gives a checked tree the values of its names.
type Frame interface {
	// Value is the value of a name in base units; Complement is 1 − value, asked for
	// where an availability is wanted.
	Value(n *Name) float64
	Complement(n *Name) float64
	// Integral is the integral of a rate over the window (seconds) that ends at the
	// frame's time.
	Integral(rate Node, window float64) float64
	// Calendar is the calendar that the tree was checked with.
	Calendar() unit.Calendar
	// Fail takes a mistake that only the values show: a division by zero, an argument
	// outside its range. The result is then not a number.
	Fail(err *Error)
}

// Eval computes a checked tree in base units. It allocates only for calls.
func Eval(n Node, f Frame) float64 {
	switch n := n.(type) {
	case *Literal:
		return n.value
	case *Name:
		return f.Value(n)
	case *Paren:
		return Eval(n.X, f)
	case *Unary:
		return -Eval(n.X, f)
	case *Binary:
		return evalBinary(n, f)
	case *Sum:
		sum := 0.0
		for _, t := range n.Terms {
			sum += Eval(t, f)
		}
		return sum
	case *Range:
		if n.logit {
			return 1 - Complement(n, f)
		}
		m, err := models.LognormalMedian(Eval(n.Low, f), Eval(n.High, f))
		return settle(m, err, n.Span, nil, f)
	case *Call:
		if n.Func.unavailable {
			return 1 - evalCall(n, f)
		}
		return evalCall(n, f)
	default:
		panic(fmt.Sprintf("formula: no evaluation for %T", n))
	}
}

// Complement computes 1 − value, without the loss that the subtraction has close
// to 1 wherever the tree allows it.
func Complement(n Node, f Frame) float64 {
	switch n := n.(type) {
	case *Literal:
		return n.complement()
	case *Name:
		return f.Complement(n)
	case *Paren:
		return Complement(n.X, f)
	case *Call:
		if n.Func.unavailable {
			return evalCall(n, f)
		}
		if n.Func.extreme != nil {
			us := make([]float64, len(n.Args))
			for i, a := range n.Args {
				us[i] = Complement(a, f)
			}
			return n.Func.extreme(us)
		}
	case *Range:
		if n.logit {
			low, _ := AsLiteral(n.Low)
			high, _ := AsLiteral(n.High)
			u, err := models.LogitNormalMedian(low.value, low.complement(), high.value, high.complement())
			return settle(u, err, n.Span, nil, f)
		}
	case *Binary:
		switch {
		case n.Op == "-" && isOne(n.L):
			return Eval(n.R, f)
		case n.availability && n.Op == "^":
			u, exponent := Complement(n.L, f), Eval(n.R, f)
			if u > 1 { // less than nothing is up: no availability, but still a number
				return 1 - math.Pow(1-u, exponent)
			}
			return -math.Expm1(exponent * math.Log1p(-u))
		case n.availability && (n.Op == "*" || n.Op == "of"):
			a, b := Complement(n.L, f), Complement(n.R, f)
			return a + b - a*b
		}
	}
	return 1 - Eval(n, f)
}

func isOne(n Node) bool {
	l, ok := AsLiteral(n)
	return ok && l.value == 1 && !l.Dimensionful()
}

func evalBinary(n *Binary, f Frame) float64 {
	if n.Op == "-" && isOne(n.L) {
		return Complement(n.R, f)
	}
	if n.availability && n.Op != "+" && n.Op != "-" && n.Op != "/" {
		return 1 - Complement(n, f)
	}
	l, r := Eval(n.L, f), Eval(n.R, f)
	switch n.Op {
	case "+":
		return l + r
	case "-":
		return l - r
	case "/":
		if r == 0 {
			f.Fail(zeroDivisor(n))
			return math.NaN()
		}
		return l / r
	case "^":
		v := math.Pow(l, r)
		if math.IsNaN(v) && !math.IsNaN(l) && !math.IsNaN(r) {
			f.Fail(errorAt(n.Span, RuleValue, "only a value of 0 or more has a broken power", "%s has no real value", Print(n)))
		}
		return v
	default:
		return l * r
	}
}

func evalCall(n *Call, f Frame) float64 {
	if n.Func.internal {
		return f.Integral(n.Args[0], Eval(n.Args[1], f))
	}
	args := make([]float64, len(n.Args))
	for i, a := range n.Args {
		if n.Func.param(i).Takes == Available {
			args[i] = Complement(a, f)
		} else {
			args[i] = Eval(a, f)
		}
		if math.IsNaN(args[i]) {
			return math.NaN() // reported where it arose
		}
	}
	v, err := n.Func.eval(f.Calendar(), args)
	return settle(v, err, n.Span, n, f)
}

// settle reports what a model refused, at the argument that it names.
func settle(v float64, err error, at Span, call *Call, f Frame) float64 {
	if err == nil {
		if math.IsNaN(v) {
			f.Fail(errorAt(at, RuleValue, "check the units and exponents", "the arguments are too large to compute with"))
		}
		return v
	}
	var r *models.RangeError
	if !errors.As(err, &r) {
		f.Fail(errorAt(at, RuleValue, "", "%s", err.Error()))
		return math.NaN()
	}
	if call == nil {
		f.Fail(&Error{Span: at, Rule: RuleValue, Message: r.Error(), Help: r.Help})
		return math.NaN()
	}
	show := func(v float64) string {
		return unit.Format(v, unit.None, f.Calendar(), unit.Style{Digits: 6, Plain: true})
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
			return unit.Format(v, call.dims[i], f.Calendar(), unit.Style{Digits: 6, Plain: true, Percent: param.Takes == Available})
		}
	}
	help := r.Help
	if help == "" {
		help = fmt.Sprintf("an example is `%s`", call.Func.Example)
	}
	f.Fail(&Error{Span: at, Rule: RuleValue, Message: call.Func.Name + ": " + r.Text(show), Help: help})
	return math.NaN()
}

func zeroDivisor(n *Binary) *Error {
	if l, ok := AsLiteral(n.R); ok && l.Text == "0" {
		return errorAt(n.R.Where(), RuleValue, "a divisor other than 0 is wanted", "nothing can be divided by 0")
	}
	return errorAt(n.R.Where(), RuleValue, "a divisor other than 0 is wanted", "%s is 0: nothing can be divided by it", Print(n.R))
}
