package estimate

import (
	"math"
	"sort"

	"botec/estimate/formula"
)

// assumptions lists the inputs and the formulas with figures of their own in the order of
// the file, then the defaults that took part. Values are read at the start.
func (m *Model) assumptions(start *instant) []Assumption {
	var given, defaults []Assumption
	for _, q := range m.quantities {
		if !q.isAssumption() || q.expr.Origin == "" {
			continue
		}
		a := Assumption{Name: q.inputPath(), Text: q.expr.Text, From: q.expr.Origin, Place: q.place, Value: math.NaN(), Type: q.typ}
		if isPlain(q.expr.Node) {
			c := start.get(q.id)
			a.Value, a.Unavailability = c.value.Value, c.complement.Value
		} else if !q.isInput() {
			a.formula = m.withGrowth(q, formula.Print(q.node))
		}
		if q.expr.Origin == Default {
			defaults = append(defaults, a)
		} else {
			given = append(given, a)
		}
	}
	for _, p := range []struct {
		name string
		e    *Expr
	}{{"calendar.day", m.scenario.Day}, {"calendar.month", m.scenario.Month}, {"calendar.year", m.scenario.Year}} {
		if p.e != nil {
			given = append(given, Assumption{Name: p.name, Text: p.e.Text, From: p.e.Origin, Place: p.e.Place, Value: math.NaN()})
		}
	}
	sort.SliceStable(given, func(i, j int) bool {
		a, b := given[i].Place, given[j].Place
		return a.File == b.File && a.Line < b.Line
	})
	return append(given, defaults...)
}

// isPlain reports whether an expression is one figure, with its sign.
func isPlain(n formula.Node) bool {
	n = formula.Bare(n)
	if u, ok := n.(*formula.Unary); ok {
		n = formula.Bare(u.X)
	}
	_, ok := n.(*formula.Literal)
	return ok
}

// usesPeriods reports whether the length of a month or a year decides any result.
func (m *Model) usesPeriods() bool {
	used := false
	for _, q := range m.quantities {
		used = used || q.section == Reliability || q.section == StorageLines && q.column == "daily" || q.section == Cost && q.column == "value"
		formula.Walk(q.node, func(n formula.Node) {
			if l, ok := n.(*formula.Literal); ok {
				used = used || l.UsesPeriod()
			}
		})
	}
	return used
}

func (m *Model) datasetsGrow() bool {
	for _, d := range m.scenario.Datasets {
		if d.Growth != nil {
			return true
		}
	}
	return false
}
