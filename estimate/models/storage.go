package models

import "math"

// Erasure is physical over logical bytes of a code with the given data and parity
// shards: (data + parity) ÷ data.
func Erasure(data, parity float64) (float64, error) {
	return (data + parity) / data, first(whole("data", data, 1, 1e6), whole("parity", parity, 0, 1e6))
}

// Grow is an amount after compound growth: amount × (1 + growth)^periods.
func Grow(amount, growth, periods float64) (float64, error) {
	if !(growth > -1) {
		return 0, &RangeError{Param: "growth", Value: growth, Allowed: "above -100%"}
	}
	return amount * math.Exp(periods*math.Log1p(growth)), notNegative("periods", periods)
}

// Accumulate is the sum over whole periods of an amount that grows from one to the
// next, the first counting as it is: first × ((1 + g)^n − 1) ÷ g, n × first for g = 0.
// It counts whole periods, and so comes out lower than growth in continuous time.
func Accumulate(amount, growth, periods float64) (float64, error) {
	if err := first(notNegative("amount", amount), whole("periods", periods, 0, 1e9)); err != nil {
		return 0, err
	}
	if !(growth > -1) {
		return 0, &RangeError{Param: "growth", Value: growth, Allowed: "above -100%"}
	}
	if growth == 0 {
		return amount * periods, nil
	}
	return amount * math.Expm1(periods*math.Log1p(growth)) / growth, nil
}

// AccumulateKept is what is left of Accumulate where an amount is dropped after the
// given count of periods: the sum over the last min(periods, kept).
func AccumulateKept(amount, growth, periods, kept float64) (float64, error) {
	if err := whole("kept", kept, 0, 1e9); err != nil {
		return 0, err
	}
	all, err := Accumulate(amount, growth, periods)
	if err != nil || kept >= periods {
		return all, err
	}
	// The kept periods by themselves: a difference of two sums loses all digits where
	// the amount shrinks.
	oldest := amount * math.Exp((periods-kept)*math.Log1p(growth))
	return Accumulate(oldest, growth, kept)
}

// Runway is the count of periods until compound growth fills a capacity:
// ln(capacity ÷ used) ÷ ln(1 + growth); 0 where it is full already.
func Runway(used, growth, capacity float64) (float64, error) {
	if err := first(positive("used", used), positive("growth", growth), positive("capacity", capacity)); err != nil {
		return 0, err
	}
	return math.Max(0, math.Log(capacity/used)/math.Log1p(growth)), nil
}

// ServersFor is the least count of servers that carry a load with each no busier
// than the utilization: load ÷ (each × utilization), rounded up.
func ServersFor(load, each, utilization float64) (float64, error) {
	if err := first(notNegative("load", load), positive("each", each), positive("utilization", utilization), probability("utilization", utilization)); err != nil {
		return 0, err
	}
	return Ceil(load / (each * utilization)), nil
}

// forgiven is the relative distance above a whole number that Ceil and below one
// that Floor still take for that number: products of decimals such as 0.7 carry
// errors of about 1e-16 a step, and nobody buys a server for one.
const forgiven = 1e-9

// Ceil rounds up to a whole number, forgiving 1e-9 relative.
func Ceil(v float64) float64 { return toWhole(v, math.Ceil) }

// Floor rounds down to a whole number, forgiving 1e-9 relative.
func Floor(v float64) float64 { return toWhole(v, math.Floor) }

func toWhole(v float64, round func(float64) float64) float64 {
	if n := math.Round(v); math.Abs(v-n) <= forgiven*math.Abs(v) {
		return n
	}
	return round(v)
}
