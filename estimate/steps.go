package estimate

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Spacing says how values lie between two ends.
type Spacing uint8

// Values are spaced as suits the input and its ends, by equal factors, by equal
// differences, by equal counts of nines, or stand in a list.
const (
	Suitable Spacing = iota
	Logarithmic
	Linear
	InNines
	Listed
)

// Steps are the values that a sweep gives to a variable, as they are written: what a
// table shows is what was computed.
type Steps struct {
	Variable *Variable
	Values   []Figure
	Spacing  Spacing // never Suitable
}

// The numbers of values, and of pairs of values, that a sweep takes at most.
const (
	MaxSteps = 1000
	MaxPairs = 10000
)

// Steps reads the values of a variable: "10M..1B", "10M..1B/9" or "10M,50M,100M". The
// count is for a range that does not say its own; 0 is nine.
func (v *Variable) Steps(e *Expr, count int, spacing Spacing) (*Steps, *Problem) {
	if strings.Contains(e.Text, "..") {
		return v.spaced(e, count, spacing)
	}
	s := &Steps{Variable: v, Spacing: Listed}
	offset := 0
	parts := strings.Split(e.Text, ",")
	if len(parts) == 1 || strings.TrimSpace(e.Text) == "" {
		return nil, e.Problem(&formula.Error{Span: formula.Span{End: max(1, len(e.Text))}, Rule: formula.RuleRange, Message: fmt.Sprintf("a range or a list of values is wanted, found %q", e.Text),
			Help: fmt.Sprintf("write `%s..%s`, or `%s,%s`", v.one(1), v.one(1000), v.one(1), v.one(1000))})
	}
	for i, part := range parts {
		if i > 0 && groupOfThree(parts[i-1], part) {
			one := strings.TrimSpace(parts[i-1]) + part
			return nil, e.Problem(&formula.Error{Span: formula.Span{Start: offset - len(parts[i-1]) - 1, End: offset + len(part)}, Rule: formula.RuleAmbiguous,
				Message: fmt.Sprintf("%q can be one number or two", strings.TrimSpace(parts[i-1])+","+part), Help: fmt.Sprintf("write `%s, %s` for two, `%s` for one", strings.TrimSpace(parts[i-1]), part, one)})
		}
		f, err := v.parse(part, offset)
		if err == nil {
			err = v.takes(f, part, offset)
		}
		if err != nil {
			return nil, e.Problem(err)
		}
		s.Values = append(s.Values, f)
		offset += len(part) + 1
	}
	return s, tooMany(e, len(s.Values))
}

// groupOfThree reports whether a comma between two parts could part the digits of one
// number.
func groupOfThree(left, right string) bool {
	digits := func(s string) int {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return n
	}
	left = strings.TrimSpace(left)
	return len(left) > 0 && len(left) <= 3 && digits(left) == len(left) && digits(right) == 3 && left[0] != '0'
}

func tooMany(e *Expr, n int) *Problem {
	if n <= MaxSteps {
		return nil
	}
	return e.Problem(&formula.Error{Span: formula.Span{End: len(e.Text)}, Rule: formula.RuleRange, Message: fmt.Sprintf("%s values, at most %s are swept", unit.Grouped(n), unit.Grouped(MaxSteps)), Help: "take fewer"})
}

// spaced spaces values between two ends.
func (v *Variable) spaced(e *Expr, count int, spacing Spacing) (*Steps, *Problem) {
	whole, ends := *e, *e
	e = &ends
	if i := strings.LastIndexByte(e.Text, '/'); i > strings.Index(e.Text, "..") {
		if n, err := strconv.Atoi(strings.TrimSpace(e.Text[i+1:])); err == nil || errors.Is(err, strconv.ErrRange) {
			count = n
			if n < 2 {
				return nil, e.Problem(&formula.Error{Span: formula.Span{Start: i + 1, End: len(e.Text)}, Rule: formula.RuleRange, Message: fmt.Sprintf("a range has 2 values or more, found %d", n), Help: "write `/9` for nine"})
			}
			e.Text = e.Text[:i]
		}
	}
	if count == 0 {
		count = 9
	}
	if problem := tooMany(&whole, count); problem != nil {
		return nil, problem
	}
	low, high, problem := v.span(e)
	if problem != nil {
		return nil, problem
	}
	a := v.between(low, high)
	if err := a.space(spacing); err != nil {
		err.Span.End = len(e.Text)
		return nil, e.Problem(err)
	}
	return &Steps{Variable: v, Values: a.figures(low, high, count), Spacing: a.spacing()}, nil
}

// spacing is how an axis spaces.
func (a *axis) spacing() Spacing {
	switch {
	case a.nines:
		return InNines
	case a.log:
		return Logarithmic
	}
	return Linear
}

// space gives the axis the spacing that a user asks for.
func (a *axis) space(s Spacing) *formula.Error {
	switch s {
	case Linear:
		if a.nines {
			a.from, a.to = 1-math.Pow(10, -a.from), 1-math.Pow(10, -a.to)
		}
		a.log, a.nines = false, false
	case Logarithmic:
		if a.nines {
			return nil
		}
		if a.from <= 0 {
			return &formula.Error{Rule: formula.RuleRange, Message: fmt.Sprintf("a logarithmic scale begins above 0, found %s", a.v.write(a.from*a.v.Unit(), 1-a.from, 4)), Help: "begin above 0, or write `--scale linear`"}
		}
		a.log = true
	}
	return nil
}

// figures are the values of a count of steps, rounded to as few digits as keep them where
// they belong; the ends stay as written.
func (a *axis) figures(low, high Figure, count int) []Figure {
	places := a.points(count)
	const least, most = 3, 15
	for digits := least; ; digits++ {
		figures := make([]Figure, len(places))
		near := true
		for i, t := range places {
			f := a.figure(t)
			figures[i] = a.v.read(a.v.write(f.Value, f.Unavailability, digits))
			near = near && (i == 0 || i == len(places)-1 || a.near(figures[i], places, i))
		}
		if near || digits == most {
			figures[0], figures[len(figures)-1] = low, high
			return figures
		}
	}
}

// near reports whether a rounded value is off by less than a twentieth of a step.
func (a *axis) near(f Figure, places []float64, i int) bool {
	t, x := places[i], a.place(f)
	before, after := places[i-1], places[i+1]
	if a.log {
		t, x, before, after = math.Log(t), math.Log(x), math.Log(before), math.Log(after)
	}
	return math.Abs(x-t) <= min(t-before, after-t)/20
}

// ends are the lowest and the highest of the values.
func (s *Steps) ends() (low, high Figure) {
	above := func(a, b Figure) int {
		if s.Variable.nines && a.Unavailability != b.Unavailability {
			return map[bool]int{true: -1, false: 1}[a.Unavailability > b.Unavailability]
		}
		return int(unit.Round(math.Copysign(1, a.Value-b.Value), 1))
	}
	return slices.MinFunc(s.Values, above), slices.MaxFunc(s.Values, above)
}

// Scale is how the values are drawn: those of a list as suits them.
func (s *Steps) Scale() Spacing {
	if s.Spacing != Listed {
		return s.Spacing
	}
	low, high := s.ends()
	return s.Variable.between(low, high).spacing()
}
