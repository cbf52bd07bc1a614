package estimate

import (
	"fmt"
	"math"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

func (b *builder) warning(at Place, message, help string) {
	b.m.warnings = append(b.m.warnings, &Problem{Place: at, Rule: "warning", Message: message, Help: help})
}

// currency finds the scenario's currency, and refuses a second one.
func (b *builder) currency() {
	for _, q := range b.m.quantities {
		if q.expr == nil {
			continue
		}
		formula.Walk(q.node, func(n formula.Node) {
			l, ok := n.(*formula.Literal)
			if !ok || !l.Unit.IsCurrency() {
				return
			}
			switch code := l.Unit.Symbol; {
			case b.m.currency == "":
				b.m.currency = code
			case b.m.currency != code:
				b.problems = append(b.problems, q.expr.Problem(&formula.Error{Span: l.Span, Rule: "currency",
					Message: fmt.Sprintf("a second currency, %s beside %s", code, b.m.currency), Help: "write all prices in one currency"}))
			}
		})
	}
}

// warn lists the doubts that are part of every result.
func (b *builder) warn() {
	if !slices.ContainsFunc(b.m.quantities, func(q *quantity) bool { return q.section != Inputs }) {
		b.warning(Place{File: b.s.File, Line: 1, Column: 1}, "the scenario has nothing to compute", "add `actions`, `datasets`, `availability` or `let`; `botec new NAME` writes a scenario to start from")
	}
	if len(b.s.Servers) > 0 && b.sizedForMean() {
		b.warning(b.s.Servers[0].Place, "no peak given: sized for the mean", "add `peak: 3x`, or `peak` to the actions")
	}
	if b.s.Growth != nil && b.s.Horizon == nil {
		b.warning(b.s.Growth.Place, "growth is given without a horizon: figures are those of the start", "add `horizon: 10 years`, or ask with `--at 3y`")
	}
	b.warnChangedDay()
	b.warnPercentages()
}

func (b *builder) sizedForMean() bool {
	for _, a := range b.s.Actions {
		if a.Peak != nil {
			return false
		}
	}
	return b.s.Peak == nil && len(b.s.Actions) > 0
}

// warnChangedDay tells of a day that has another length beside units that keep
// theirs.
func (b *builder) warnChangedDay() {
	if b.s.Day == nil || b.m.cal.Day == unit.DefaultCalendar().Day {
		return
	}
	for _, q := range b.m.quantities {
		if q.expr == nil {
			continue
		}
		kept := false
		formula.Walk(q.node, func(n formula.Node) {
			if l, ok := n.(*formula.Literal); ok {
				for _, u := range append([]*unit.Unit{l.Unit}, l.Under...) {
					kept = kept || u != nil && (u.Symbol == "h" || u.Symbol == "min" || u.Symbol == "s" || u.Dim == unit.Rate)
				}
			}
		})
		if kept {
			b.warning(q.place, fmt.Sprintf("the calendar's day has %s s, and this is per hour, minute or second", unit.Format(b.m.cal.Day, unit.None, b.m.cal, unit.Style{Plain: true, Digits: 7})),
				"write such rates per day, or leave the day at 86,400 s")
			return
		}
	}
}

// warnPercentages tells of "5 + 20%", which adds 0.2.
func (b *builder) warnPercentages() {
	ev := newEvaluator(b.m)
	for _, q := range b.m.quantities {
		if q.expr == nil {
			continue
		}
		f := &frame{instant: ev.natural(q), q: q, cell: &cell{}}
		for _, err := range percentSums(q.node, func(n formula.Node) float64 { return formula.Eval(n, f) }) {
			b.m.warnings = append(b.m.warnings, q.expr.Problem(err))
		}
	}
}

// percentSums finds percentages that are added to, or taken off, a number over 1.
func percentSums(node formula.Node, eval func(formula.Node) float64) []*formula.Error {
	var found []*formula.Error
	formula.Walk(node, func(n formula.Node) {
		sum, ok := n.(*formula.Binary)
		if !ok || sum.Op != "+" && sum.Op != "-" {
			return
		}
		lit, ok := sum.R.(*formula.Literal)
		if !ok || lit.Form != unit.Percent || lit.Dimensionful() {
			return
		}
		if v := eval(sum.L); !math.IsNaN(v) && math.Abs(v) > 1 {
			found = append(found, &formula.Error{Span: sum.Span, Rule: "warning", Message: fmt.Sprintf("%s %s a plain fraction", formula.Print(sum), map[string]string{"+": "adds", "-": "takes off"}[sum.Op]),
				Help: fmt.Sprintf("for a share of the value write `%s × (1 %s %s)`", formula.Print(sum.L), sum.Op, lit.Text)})
		}
	})
	return found
}
