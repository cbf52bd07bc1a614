package estimate

import (
	"fmt"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// span reads "LOW..HIGH". A bare low end takes the unit of the high one.
func (v *Variable) span(e *Expr) (low, high Figure, problem *Problem) {
	left, right, ok := strings.Cut(e.Text, "..")
	if !ok || strings.TrimSpace(left) == "" || strings.TrimSpace(right) == "" {
		return low, high, e.Problem(&formula.Error{Span: formula.Span{End: max(1, len(e.Text))}, Rule: formula.RuleRange,
			Message: fmt.Sprintf("two values with `..` between them are wanted, found %q", e.Text), Help: fmt.Sprintf("write `%s..%s`", v.one(1), v.one(1000))})
	}
	highAt := len(left) + len("..")
	a, err := v.parse(left, 0)
	b, err2 := v.parse(right, highAt)
	if err != nil || err2 != nil {
		for _, err := range []*formula.Error{err, err2} {
			if err != nil {
				return low, high, e.Problem(err)
			}
		}
	}
	shared, clear := a.lit.InUnitOf(b.lit)
	if !clear {
		l, r := strings.TrimSpace(left), strings.TrimSpace(right)
		return low, high, e.Problem(&formula.Error{Span: formula.Span{End: len(e.Text)}, Rule: formula.RuleAmbiguous, Message: fmt.Sprintf("%q can begin at %s or at %s%s", e.Text, l, l, b.lit.Magnitude),
			Help: fmt.Sprintf("write the magnitude at both ends, as in `%s%s..%s`", l, b.lit.Magnitude, r)})
	}
	low = v.figure(strings.TrimSpace(left), shared, a.negative)
	if low.Text = strings.TrimSpace(left); a.lit.Unit != shared.Unit || len(a.lit.Under) != len(shared.Under) || a.lit.Form != shared.Form {
		low.Text = v.text(shared, a.negative)
	}
	high = b
	if err := v.takes(low, left, 0); err != nil {
		return low, high, e.Problem(err)
	}
	if err := v.takes(high, right, highAt); err != nil {
		return low, high, e.Problem(err)
	}
	if !(low.Value < high.Value) && !(v.nines && low.Unavailability > high.Unavailability) {
		return low, high, e.Problem(&formula.Error{Span: formula.Span{End: len(e.Text)}, Rule: formula.RuleRange, Message: fmt.Sprintf("%s is not below %s", strings.TrimSpace(left), strings.TrimSpace(right)),
			Help: "write the smaller end first"})
	}
	return low, high, nil
}

// parse reads one value of the variable; offset is where the text stands in a longer one.
func (v *Variable) parse(text string, offset int) (Figure, *formula.Error) {
	at := offset + len(text) - len(strings.TrimLeft(text, " \t"))
	text = strings.TrimSpace(text)
	node, err := formula.Parse(text, formula.Vocabulary{Words: modelWords{v.m}, IsName: v.m.Has, Size: v.Type.Dim == unit.Data})
	if err != nil {
		shift(err, at, at+max(1, len(text)))
		return Figure{}, err
	}
	negative := false
	bare := formula.Bare(node)
	if sign, ok := bare.(*formula.Unary); ok {
		negative, bare = true, formula.Bare(sign.X)
	}
	lit, ok := bare.(*formula.Literal)
	if !ok {
		return Figure{}, &formula.Error{Span: formula.Span{Start: at, End: at + len(text)}, Rule: formula.RuleValue,
			Message: fmt.Sprintf("one value is wanted, found %q", text), Help: fmt.Sprintf("write it as `%s`", v.now().Text)}
	}
	return v.figure(text, lit.Literal, negative), nil
}

// takes checks that a figure is one of the variable: its dimension, the range of its
// field, the period of a growth.
func (v *Variable) takes(f Figure, text string, offset int) *formula.Error {
	at := offset + len(text) - len(strings.TrimLeft(text, " \t"))
	span := formula.Span{Start: at, End: at + len(strings.TrimSpace(text))}
	if d := f.lit.Dim(); d != v.Type.Dim {
		return &formula.Error{Span: span, Rule: formula.RuleDimension, Message: fmt.Sprintf("%s is %s, %s is %s", v.Name, v.Type.Dim, strings.TrimSpace(text), d),
			Help: fmt.Sprintf("write it as `%s`", v.now().Text)}
	}
	if v.field == &growthField && (len(f.lit.Under) != 1 || f.lit.Under[0] != v.like.Under[0] || f.lit.Form != unit.Percent) {
		return &formula.Error{Span: span, Rule: formula.RuleValue, Message: fmt.Sprintf("%s is given per %s, found %q", v.Name, v.like.Under[0].Symbol, strings.TrimSpace(text)),
			Help: fmt.Sprintf("write it as `%s`", v.now().Text)}
	}
	if v.field == nil {
		return nil
	}
	q := v.at(f).quantities[v.id]
	err := outside(q, f.Value)
	if err != nil {
		err.Span = span
	}
	return err
}
