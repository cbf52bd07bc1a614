package estimate

import (
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// settle draws what follows from a checked formula: growth, the time at which the
// quantity is read, whether it assumes independence, how it is shown.
func (b *builder) settle(q *quantity) {
	q.steps = stepsOf(q.node)
	switch first, _, _ := strings.Cut(q.name, "."); first {
	case "storage":
		q.atHorizon = q.name != "storage.daily" && q.section != Inputs
	case "cache", "servers", "cost":
		q.atHorizon = true
	}
	if b.m.growth != nil && q.growth == nil && !q.grows && b.isOwnRate(q) {
		q.growth = b.m.growth
	}
	q.grows = q.grows || q.growth != nil
	b.m.settleDependence(q)
	q.assumes = q.assumes || q.typ.Kind == formula.Availability && callsRedundancy(q.node)
	b.settleStyle(q)
	if q.typ.Dim == unit.Rate && q.base == nil && q.name != "rps" && !strings.HasPrefix(q.name, "rps.") {
		q.base = b.baseOf(q)
	}
}

// settleDependence finds whether the value depends on the time of reading, and on a range.
func (m *Model) settleDependence(q *quantity) {
	elapsed, names := usesElapsed(q.node), q.names()
	moves := elapsed
	q.spreads = m.spreadsBy(q.node, names) || q.growth != nil && m.quantities[q.growth.input].spreads
	if horizon, ok := m.index["horizon"]; ok && elapsed {
		q.spreads = q.spreads || m.quantities[horizon].spreads
	}
	for _, n := range names {
		moves = moves || n.At == nil && m.quantities[n.ID].moves
	}
	q.moves, q.onlyGrows = moves || q.growth != nil, q.growth != nil && !moves
}

// spreads reports whether the value of a checked tree depends on a range. A percentile
// is one value.
func (m *Model) spreads(n formula.Node) bool { return m.spreadsBy(n, namesIn(n)) }

// spreadsBy is spreads of a tree whose names are known.
func (m *Model) spreadsBy(n formula.Node, names []*formula.Name) bool {
	if len(rangesIn(n)) > 0 {
		return true
	}
	for _, name := range names {
		if name.Percentile == "" && m.quantities[name.ID].spreads {
			return true
		}
	}
	return false
}

// callsRedundancy reports whether a formula computes with the independence of
// failures.
func callsRedundancy(n formula.Node) bool { return calls(n, "parallel", "k_of_n", "k_of") }

// calls reports whether an expression calls any of the functions.
func calls(n formula.Node, functions ...string) bool {
	found := false
	formula.Walk(n, func(n formula.Node) {
		if c, ok := n.(*formula.Call); ok {
			found = found || slices.Contains(functions, c.Func.Name)
		}
	})
	return found
}

// settleStyle decides in which time base a quantity is rounded and shown, and
// whether it is rounded at all.
func (b *builder) settleStyle(q *quantity) {
	switch {
	case q.section == StorageLines && q.column == "daily":
		q.base, _ = unit.Lookup("day")
		q.style.Per = q.base
	case q.section == Cost && q.column == "value":
		q.base, _ = unit.Lookup("month")
		q.style.Per = q.base
	case q.section == ServerLines && q.column == "value":
		q.exact = true
	case q.section == Reliability:
		q.exact = true
	case q.isLet && q.style.As == nil:
		q.style, q.borrows = letStyle(q), !q.isInput()
	}
}

// baseOf is the time base of a rate: that of its first literal, else of the first
// rate that it names; nil where there is neither.
func (b *builder) baseOf(q *quantity) *unit.Unit {
	if lit := formula.FirstLiteral(q.node, unit.Rate); lit != nil {
		return unit.ScaleOf(lit.Literal).Base()
	}
	for _, n := range q.names() {
		if of := b.m.quantities[n.ID]; of.typ.Dim == unit.Rate && of.base != nil {
			return of.base
		}
	}
	return nil
}

// isOwnRate reports whether the quantity is the rate of an action (for a stream,
// its sizes), to which growth applies where nothing in it grows yet.
func (b *builder) isOwnRate(q *quantity) bool {
	return q.section == Traffic && q.column == "mean" && q.name == q.row && q.typ.Dim == unit.Rate && !strings.Contains(q.name, ".") && q.name != "rps" ||
		q.field == &streamField
}

// letStyle shows a let in the unit of its first literal of that dimension.
func letStyle(q *quantity) unit.Style {
	lit := formula.FirstLiteral(q.expr.Node, q.typ.Dim)
	switch {
	case q.typ.Dim == unit.None:
		return unit.Style{Percent: q.typ.Kind == formula.Percent, Times: lit != nil && lit.Form == unit.Multiplier && q.isInput()}
	case lit == nil:
		return unit.Style{}
	case q.typ.Dim == unit.Rate || q.typ.Dim == unit.DataRate && len(lit.Under) > 0 || q.typ.Dim == unit.Spending:
		for _, u := range lit.Under {
			if u.Dim == unit.Time {
				return unit.Style{Per: u}
			}
		}
		return unit.Style{}
	default:
		s := unit.ScaleOf(lit.Literal)
		s.Magnitude = ""
		if s.Unit.IsCurrency() {
			return unit.Style{}
		}
		return unit.Style{As: s}
	}
}
