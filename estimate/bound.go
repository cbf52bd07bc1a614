package estimate

import "math"

// Bound says which way a value may go before its expectation breaks.
type Bound uint8

// An expectation sets a Ceiling ("at most", "under") or a Floor ("at least", "over").
// That on an availability is turned round: what it bounds is the downtime, so "at
// least 99.9%" is DowntimeCeiling. A figure that is expected as it is, and a pair of
// bounds, set NoBound.
const (
	NoBound Bound = iota
	Ceiling
	Floor
	DowntimeCeiling
)

// used is the bound of a constraint and the part of it that a value takes: 1 is all
// of it. Without a bound the part is NaN.
func (c constraint) used(j judgement) (Bound, float64) {
	bound := map[comparison]Bound{atMost: Ceiling, under: Ceiling, minimum: Floor, over: Floor}[c.cmp]
	value := j.value
	if j.availability {
		value = j.complement
		if bound == Ceiling { // nobody has a budget of uptime
			bound = NoBound
		}
		if bound == Floor {
			bound = DowntimeCeiling
		}
	}
	switch {
	case bound == NoBound:
		return NoBound, math.NaN()
	case value == 0 && written(c.low).Sign() == 0 && !j.availability:
		return bound, 1
	case value == 0:
		return bound, 0
	}
	return bound, 1 / (1 + c.difference(j))
}
