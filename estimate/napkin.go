package estimate

import (
	"fmt"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// defaultNapkin is what --napkin rounds the quantities to that a scenario does not
// list: two digits, as people keep on paper.
var defaultNapkin = Rounding{Quantity: "default", Digits: 2, Way: Nearest}

// roundings resolves the names of the scenario's rounding.
func (b *builder) roundings() {
	for i, r := range b.s.Rounding {
		if r.Quantity == "default" {
			b.m.byDefault = &b.s.Rounding[i]
			continue
		}
		id, ok := b.m.index[r.Quantity]
		if !ok {
			err := b.unknown(&formula.Name{Path: r.Quantity})
			b.problem(r.Place, len(r.Quantity), err.Rule, err.Message, err.Help)
			continue
		}
		if q := b.m.quantities[id]; q.exact && r.Digits > 0 {
			why := "a value as given"
			switch q.section {
			case Reliability:
				why = "an availability or a downtime"
			case ServerLines:
				why = "a count of servers"
			}
			b.problem(r.Place, len(r.Quantity), "rounding", fmt.Sprintf("%s is %s, which is never rounded", r.Quantity, why), "round what is computed from it, or leave the line out")
			continue
		}
		b.m.rounding[id] = r
	}
}

// hasNapkin reports whether the scenario or the user asks for napkin arithmetic.
func (m *Model) hasNapkin(opt Options) bool {
	return opt.Napkin || len(m.rounding) > 0 || m.byDefault != nil
}

// napkin makes an evaluator that rounds as on paper.
func (m *Model) napkin(opt Options) *evaluator {
	ev := newEvaluator(m)
	ev.rounding = true
	ev.all = m.byDefault
	if ev.all == nil && opt.Napkin {
		ev.all = &defaultNapkin
	}
	// What was computed to find the horizon is a value as given, never rounded.
	return ev
}

// rule is how a quantity is rounded; ok is false where it is not.
func (ev *evaluator) rule(q *quantity) (r Rounding, ok bool) {
	if !ev.rounding || q.exact {
		return r, false
	}
	r, ok = ev.m.rounding[q.id]
	if !ok && ev.all != nil {
		r, ok = *ev.all, true
	}
	return r, ok && r.Digits > 0
}

// rounded rounds a value in the time base in which a person would.
func (ev *evaluator) rounded(q *quantity, v float64) float64 {
	r, ok := ev.rule(q)
	if !ok {
		return v
	}
	base := 1.0
	if q.base != nil {
		base = q.base.Factor(ev.m.cal)
	}
	switch r.Way {
	case Up:
		return unit.RoundUp(v*base, r.Digits) / base
	case Down:
		return unit.RoundDown(v*base, r.Digits) / base
	default:
		return unit.Round(v*base, r.Digits) / base
	}
}

// String writes the rounding as the file does.
func (r Rounding) String() string {
	if r.Digits == 0 {
		return "exact"
	}
	text := fmt.Sprintf("%d digits", r.Digits)
	if r.Digits == 1 {
		text = "1 digit"
	}
	return strings.TrimSpace(text + " " + map[Way]string{Up: "up", Down: "down"}[r.Way])
}
