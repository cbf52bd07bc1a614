package estimate

import (
	"math"
	"slices"

	"botec/estimate/unit"
)

// axis is the line on which the values of a variable lie between two ends, in an order
// and with distances that suit them: on a logarithmic scale, in whole numbers, in nines.
// A place on it is a number in the unit in which the variable is written; on an axis of
// nines, the count of nines of an availability.
type axis struct {
	v          *Variable
	from, to   float64 // places, from below to
	log, whole bool
	nines      bool
}

// mostNines is the availability of 12 nines, which nobody measures.
const mostNines = 12

// figure is the value at a place, in full, to be computed with: it has no text.
func (a *axis) figure(t float64) Figure {
	if a.nines {
		u := math.Pow(10, -t)
		lit := a.v.like.With(unit.ComplementOf(u))
		return Figure{Value: 1 - u, Unavailability: u, lit: lit}
	}
	return Figure{Value: t * a.v.Unit(), Unavailability: 1 - t, lit: a.v.like.With(unit.NumberOf(t)), negative: t < 0}
}

// place is where a figure lies.
func (a *axis) place(f Figure) float64 {
	if a.nines {
		return -math.Log10(f.Unavailability)
	}
	return f.Value / a.v.Unit()
}

// rounded is the value at a place with so many digits, moved down or up to a place that
// they can tell, and by some more units of the last of them.
func (a *axis) rounded(t float64, digits int, up bool, more int) Figure {
	round, sign := unit.RoundDown, -1.0
	if up {
		round, sign = unit.RoundUp, 1
	}
	switch {
	case a.whole:
		t += sign * float64(more)
		return a.v.read(a.v.write(t, 1-t, 15))
	case a.nines || a.v.nines:
		u := a.figure(t).Unavailability
		round, sign = unit.RoundUp, 1
		if up {
			round, sign = unit.RoundDown, -1
		}
		u = round(u, digits) + sign*float64(more)*lastDigit(u, digits)
		return a.v.read(a.v.write(1-u, u, digits))
	case t < 0: // rounding is by size
		round = unit.RoundUp
		if up {
			round = unit.RoundDown
		}
	}
	x := (round(t, digits) + sign*float64(more)*lastDigit(t, digits)) * a.v.Unit()
	return a.v.read(a.v.write(x, 1-x, digits))
}

// lastDigit is one unit of the last of so many significant digits.
func lastDigit(x float64, digits int) float64 {
	if x == 0 {
		return 0
	}
	return math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-float64(digits-1))
}

// finest is the part of an evenly spaced axis that is taken for 0: else a limit at 0 would
// be looked for among the smallest of numbers.
const finest = 1e-15

// mid lies between two places; ok is false where nothing does.
func (a *axis) mid(low, high float64) (m float64, ok bool) {
	m = low + (high-low)/2
	if a.log {
		if g := math.Sqrt(low) * math.Sqrt(high); g > low && g < high {
			m = g
		}
	}
	if a.whole {
		m = math.Floor(m)
	}
	if !a.log && max(math.Abs(low), math.Abs(high)) <= finest*(a.to-a.from) {
		return m, false
	}
	return m, m > low && m < high
}

// points are at most n places from end to end, evenly spread on the axis's scale; whole
// numbers where only these are taken.
func (a *axis) points(n int) []float64 {
	if span := a.to - a.from; a.whole && span < float64(n) {
		n = int(span) + 1
	}
	out := make([]float64, 0, n)
	for i := range n {
		part := float64(i) / float64(max(1, n-1))
		t := a.from + part*(a.to-a.from)
		if a.log {
			t = a.from * math.Pow(a.to/a.from, part)
		}
		if a.whole {
			t = math.Round(t)
		}
		out = append(out, min(t, a.to))
	}
	out[len(out)-1] = a.to
	return slices.Compact(out)
}

// decade is the quotient of the ends from which on a scale is logarithmic by itself.
const decade = 10

// between is the axis from one figure to another, which lies above it. A scale is
// logarithmic where the ends are decades apart; a share of something is not.
func (v *Variable) between(low, high Figure) *axis {
	a := &axis{v: v, whole: v.isWhole()}
	if v.nines && low.Unavailability < 1 && high.Unavailability > 0 {
		a.nines = low.Unavailability/high.Unavailability >= decade
	}
	a.from, a.to = a.place(low), a.place(high)
	a.log = !a.nines && !v.isShare() && a.from > 0 && a.to/a.from >= decade*(1-1e-12)
	return a
}

// isWhole reports whether the variable takes whole numbers only: by its field, or because
// what is computed from it refuses a broken one, as k_of_n does.
func (v *Variable) isWhole() bool {
	if v.field != nil {
		return v.field == &wholeField
	}
	if v.like.Form != unit.Plain || v.Type.Dim != unit.None || v.Value != math.Trunc(v.Value) {
		return false
	}
	var pr prober
	return pr.at(v.m, 0).why == nil && pr.at(v.with(v.Value+0.5), 0).why != nil && pr.at(v.with(v.Value+1), 0).why == nil
}

// isShare reports whether the variable is a part of a whole, at most 100%.
func (v *Variable) isShare() bool {
	_, high := v.bounds()
	return high == 1 && !v.nines
}

// bounds are the values that the field takes, in base units; the ends may be left out.
func (v *Variable) bounds() (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	switch {
	case v.field == nil && v.like.Form == unit.Percent && len(v.like.Under) == 0 && v.Value > 0 && v.Value <= 1:
		return 0, 1 // a share, as far as anybody can tell
	case v.field == nil:
		return low, high
	case v.field == &growthField:
		return -v.Unit(), high
	}
	if !v.field.ok(-1) {
		low = 0
	}
	if !v.field.ok(0) && !v.field.ok(0.5) {
		low = 1
	}
	if !v.field.ok(2) {
		high = 1
	}
	return low, high
}

// reach is how far a search goes by itself, as a factor to either side; what is given in
// percent does not grow that far.
const (
	reach        = 1e6
	reachPercent = 1e3
)

// around is the axis on which a variable is searched where nobody says where: some orders
// of magnitude to either side, within what its field takes. It is nil for a value of 0
// or below, which has none.
func (v *Variable) around() *axis {
	low, high := v.bounds()
	factor := v.Unit()
	switch {
	case v.nines:
		return &axis{v: v, nines: true, to: mostNines}
	case v.isShare():
		a := &axis{v: v, from: low, to: high}
		if v.field != nil && !v.field.ok(low) {
			a.from = high / reach
		}
		return a
	case v.isWhole():
		return &axis{v: v, whole: true, from: math.Max(low, -1000), to: math.Max(1000, 1000*v.Value)}
	case !(v.Value > 0):
		return nil
	}
	far := reach
	if v.like.Form == unit.Percent {
		far = reachPercent
	}
	a := &axis{v: v, log: true, from: v.rounded(v.Value/far, 1).Value / factor, to: v.rounded(v.Value*far, 1).Value / factor}
	a.from, a.to = math.Max(a.from, low/factor), math.Min(a.to, high/factor)
	return a
}
