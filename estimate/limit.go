package estimate

import "math"

// Limit says which way a value may go before its expectation breaks.
type Limit uint8

// An expectation sets a Ceiling ("at most", "under") or a Floor ("at least", "over").
// That on an availability is turned round: what it limits is the downtime, so "at
// least 99.9%" is DowntimeCeiling. A figure that is expected as it is, and a pair of
// bounds, set NoLimit.
const (
	NoLimit Limit = iota
	Ceiling
	Floor
	DowntimeCeiling
)

// used is the limit of a constraint and the part of it that a value takes: 1 is all
// of it. Without a limit the part is NaN.
func (c constraint) used(j judgement) (Limit, float64) {
	limit := map[comparison]Limit{atMost: Ceiling, under: Ceiling, minimum: Floor, over: Floor}[c.cmp]
	value := j.value
	if j.availability {
		value = j.complement
		if limit == Ceiling { // nobody has a budget of uptime
			limit = NoLimit
		}
		if limit == Floor {
			limit = DowntimeCeiling
		}
	}
	switch {
	case limit == NoLimit:
		return NoLimit, math.NaN()
	case value == 0 && written(c.low).Sign() == 0 && !j.availability:
		return limit, 1
	case value == 0:
		return limit, 0
	}
	return limit, 1 / (1 + c.difference(j))
}
