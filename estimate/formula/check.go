package formula

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate/unit"
)

// Kind refines a plain number: how it is carried and shown.
type Kind uint8

// An Availability is carried as its complement; a Percent is shown with a sign.
const (
	Number Kind = iota
	Percent
	Availability
)

// Type is what is known of an expression before it is evaluated.
type Type struct {
	Dim  unit.Dimension
	Kind Kind
	// Broken marks the result of a mistake that has been reported; nothing more is
	// said about what is built on it.
	Broken bool
}

// Scope gives names their meaning.
type Scope interface {
	// Calendar is what a day, a month and a year are here.
	Calendar() unit.Calendar
	// Resolve finds what a name refers to: a number that the Frame will know it by,
	// and its type. An error without a span is placed at the name.
	Resolve(n *Name) (id int, t Type, err *Error)
}

// Check resolves the names of the tree, computes its literals, and checks its
// dimensions. It reports every mistake, in reading order.
func Check(n Node, scope Scope) (Type, []*Error) {
	c := checker{scope: scope, cal: scope.Calendar()}
	t := c.check(n)
	return t, c.errs
}

type checker struct {
	scope Scope
	cal   unit.Calendar
	errs  []*Error
}

var broken = Type{Broken: true}

func (c *checker) fail(s Span, rule, help, format string, args ...any) Type {
	c.errs = append(c.errs, errorAt(s, rule, help, format, args...))
	return broken
}

func (c *checker) check(n Node) Type {
	switch n := n.(type) {
	case *Literal:
		n.value = n.Value(c.cal)
		if math.IsInf(n.value, 0) {
			return c.fail(n.Span, RuleValue, "no estimate comes near 1e300: check the exponent", "%s is too large a number", n.Text)
		}
		t := Type{Dim: n.Dim()}
		if n.mayBeAvailability() {
			n.missing = n.exactComplement()
		}
		if n.Form == unit.Percent && t.Dim == unit.None {
			t.Kind = Percent
		}
		return t
	case *Name:
		return c.name(n)
	case *Paren:
		return c.check(n.X)
	case *Unary:
		t := c.check(n.X)
		if t.Kind == Availability {
			t.Kind = Number
		}
		return t
	case *Binary:
		return c.binary(n)
	case *Range:
		return c.bounds(n)
	case *Sum:
		return c.sum(n)
	case *Call:
		return c.call(n)
	default:
		panic(fmt.Sprintf("formula: no check for %T", n))
	}
}

func (c *checker) name(n *Name) Type {
	if n.At != nil {
		if at := c.check(n.At); !at.Broken && at.Dim != unit.Time {
			c.fail(n.At.Where(), RuleDimension, "write a time, as in `storage@3y`", "a time is wanted behind `@`, this is %s", at.Dim)
		}
	}
	id, t, err := c.scope.Resolve(n)
	n.ID = id
	if err != nil {
		if err.Message != "" { // without one, the mistake stands where the name is defined
			if err.Span == (Span{}) {
				err.Span = n.Span
			}
			c.errs = append(c.errs, err)
		}
		return broken
	}
	return t
}

func (c *checker) binary(n *Binary) Type {
	l, r := c.check(n.L), c.check(n.R)
	if l.Broken || r.Broken {
		return broken
	}
	t := Type{}
	switch n.Op {
	case "+", "-":
		if l.Dim != r.Dim {
			verb := map[string]string{"+": "added", "-": "subtracted"}[n.Op]
			return c.mismatch(n.L, n.R, l, r, "they cannot be "+verb)
		}
		t.Dim = l.Dim
		if l.Kind == Percent && r.Kind == Percent {
			t.Kind = Percent
		}
		return t
	case "/":
		t.Dim = l.Dim.Div(r.Dim)
	case "^":
		return c.power(n, l, r)
	default:
		t.Dim = l.Dim.Mul(r.Dim)
		t.Kind = product(l.Kind, r.Kind)
		n.availability = t.Kind == Availability
	}
	if d := t.Dim; max(d.Time, d.Data, d.Money, -d.Time, -d.Data, -d.Money) > 9 {
		return c.fail(n.Span, RuleDimension, "divide by what the factors have in common", "%s is not a dimension that anything has", d)
	}
	return t
}

// product is the kind of a product: of percentages a percentage, and of an availability
// and a percentage, which is the availability of what needs both, an availability.
func product(l, r Kind) Kind {
	switch {
	case l == Number || r == Number:
		return Number
	case l == Availability || r == Availability:
		return Availability
	default:
		return Percent
	}
}

func (c *checker) mismatch(left, right Node, l, r Type, what string) Type {
	c.fail(left.Where(), RuleDimension, "", "%s is %s, %s is %s: %s", Print(left), l.Dim, Print(right), r.Dim, what)
	e := c.errs[len(c.errs)-1]
	e.Also = []Span{right.Where()}
	e.Help = mismatchHelp(l.Dim, r.Dim)
	return broken
}

// mismatchHelp says what usually makes the two sides agree.
func mismatchHelp(l, r unit.Dimension) string {
	switch {
	case l.Div(r) == unit.Rate || r.Div(l) == unit.Rate:
		return "one side is per time: multiply it by a time, or divide the other by one"
	case l.Div(r) == unit.Data || r.Div(l) == unit.Data:
		return "one side lacks a size: multiply it by one"
	default:
		return "both sides want the same dimension"
	}
}

func (c *checker) power(n *Binary, l, r Type) Type {
	if r.Dim != unit.None {
		return c.fail(n.R.Where(), RuleDimension, "an exponent is a plain number", "the exponent is %s", r.Dim)
	}
	if l.Dim == unit.None {
		n.availability = l.Kind == Availability
		return Type{Kind: l.Kind}
	}
	sign, exponent := 1.0, Bare(n.R)
	if minus, ok := exponent.(*Unary); ok {
		sign, exponent = -1, minus.X
	}
	lit, ok := AsLiteral(exponent)
	if !ok || lit.value != float64(int(lit.value)) {
		return c.fail(n.R.Where(), RuleDimension, "write a whole number, such as 2", "%s can be raised only to a whole power", l.Dim)
	}
	d, ok := l.Dim.Pow(int(sign * lit.value))
	if !ok {
		return c.fail(n.Span, RuleDimension, "write a smaller exponent", "this power of %s is not a dimension that anything has", l.Dim)
	}
	return Type{Dim: d}
}

func (c *checker) sum(n *Sum) Type {
	first := c.check(n.Terms[0])
	for _, term := range n.Terms[1:] {
		t := c.check(term)
		if t.Broken || first.Broken {
			first = broken
			continue
		}
		if t.Dim != first.Dim {
			return c.mismatch(n.Terms[0], term, first, t, "they cannot be added")
		}
	}
	if first.Kind == Availability {
		first.Kind = Number
	}
	return first
}

// bounds checks a range: one dimension, and ends that are literals in order.
func (c *checker) bounds(n *Range) Type {
	l, r := c.check(n.Low), c.check(n.High)
	if l.Broken || r.Broken {
		return broken
	}
	if l.Dim != r.Dim {
		c.mismatch(n.Low, n.High, l, r, "they are not the ends of one range")
		if _, time, ok := strings.Cut(Print(n.High), "/"); ok && r.Dim == l.Dim.Mul(unit.Rate) {
			c.errs[len(c.errs)-1].Help = fmt.Sprintf("write `%s/%s to %s`", Print(n.Low), time, Print(n.High))
		}
		return broken
	}
	low, ok1 := AsLiteral(n.Low)
	high, ok2 := AsLiteral(n.High)
	if !ok1 || !ok2 {
		return l
	}
	return c.ends(n, l, r, low, high)
}

// ends checks ends that are literals.
func (c *checker) ends(n *Range, l, r Type, low, high *Literal) Type {
	n.logit = l.Kind == Percent && r.Kind == Percent && high.value <= 1
	switch {
	case low.value == high.value && low.complement() == high.complement():
		return c.fail(n.Span, RuleRange, fmt.Sprintf("write `%s` alone for a value that is certain", Print(n.High)), "the range is empty: both ends are %s", Print(n.High))
	case low.value > high.value || low.value == high.value && low.complement() < high.complement():
		return c.fail(n.Span, RuleRange, fmt.Sprintf("write `%s`", turned(n)), "the low end %s is above the high end %s", Print(n.Low), Print(n.High))
	case low.value <= 0 && n.logit:
		return c.fail(n.Low.Where(), RuleRange, "write a small percentage such as 0.1%, or `uniform(0%, …)`", "a range of percentages begins above 0%%")
	case low.value <= 0:
		return c.fail(n.Low.Where(), RuleRange, fmt.Sprintf("write a low end above 0, or `uniform(%s, %s)`", Print(n.Low), Print(n.High)),
			"a range begins above 0: its ends are the 5th and 95th percentile of a lognormal")
	case n.logit && high.complement() <= 0:
		return c.fail(n.High.Where(), RuleRange, "write what is nearly sure, such as 99.99%", "a range of percentages ends below 100%%")
	}
	return l
}

// turned is a range the other way round; a bare low end has the unit of the high one.
func turned(n *Range) string {
	const digits = "0123456789.,_"
	low, high := Print(n.Low), Print(n.High)
	if strings.Trim(low, digits) == "" {
		low += strings.TrimLeft(high, digits)
	}
	return high + " to " + low
}

// asWritten reports whether the node is one literal, signed or not: an argument of a
// distribution, which no range or other distribution can be.
func asWritten(n Node) bool {
	if minus, ok := Bare(n).(*Unary); ok {
		n = minus.X
	}
	_, ok := AsLiteral(n)
	return ok
}

// mayBeAvailability tells the literals whose complement Check computes once for all.
func (l *Literal) mayBeAvailability() bool {
	return l.value > 0 && l.value <= 1 && l.Dim() == unit.None
}

// complement is 1 − value for a plain literal.
func (l *Literal) complement() float64 {
	if l.mayBeAvailability() {
		return l.missing
	}
	return l.exactComplement()
}

// exactComplement is 1 − what is written, rounded once.
func (l *Literal) exactComplement() float64 {
	if v, ok := l.Complement(); ok {
		return v
	}
	return 1 - l.value
}

func (c *checker) call(n *Call) Type {
	types := make([]Type, len(n.Args))
	n.dims = make([]unit.Dimension, len(n.Args))
	ok := true
	for i, a := range n.Args {
		types[i] = c.check(a)
		n.dims[i] = types[i].Dim
		ok = ok && !types[i].Broken
	}
	f := n.Func
	if !f.accepts(len(n.Args)) {
		return c.fail(n.Span, RuleSyntax, fmt.Sprintf("write `%s`, such as `%s`", f.Signature(), f.Example), "%s takes %s, found %d", f.Name, f.count(), len(n.Args))
	}
	if !ok {
		return broken
	}
	same := -1
	for i, t := range types {
		param := f.param(i)
		if param.Takes == Same {
			if same < 0 {
				same = i
			} else if t.Dim != types[same].Dim {
				return c.mismatch(n.Args[same], n.Args[i], types[same], t, f.Name+" takes one dimension")
			}
			continue
		}
		if want, bound := param.Takes.dim(); bound && t.Dim != want {
			return c.fail(n.Args[i].Where(), RuleDimension, fmt.Sprintf("an example is `%s`", f.Example),
				"%s of %s is %s, this is %s", param.Name, f.Name, want, t.Dim)
		}
	}
	if f.quantile != nil {
		for _, a := range n.Args {
			if !asWritten(a) {
				return c.fail(a.Where(), RuleRange, fmt.Sprintf("an example is `%s`", f.Example), "%s takes values as written, not computed ones", f.Name)
			}
		}
	}
	return f.result(types)
}
