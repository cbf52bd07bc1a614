package models

import "math"

// Erasure is physical over logical bytes of a code with the given data and parity
// shards: (data + parity) ÷ data.
func Erasure(data, parity float64) (float64, error) {
	return (data + parity) / data, first(whole("data", data, 1, 1e6), whole("parity", parity, 0, 1e6))
}

// Raid is the usable fraction of an array of equal disks: level 0 stripes (1), 1
// mirrors all (1/n), 5 and 6 give up one and two disks ((n−1)/n, (n−2)/n), 10 mirrors
// in pairs (1/2). The least counts are 1, 2, 3, 4 and 4. Patterson et al. 1988.
func Raid(level, disks float64) (float64, error) {
	least := map[float64]float64{0: 1, 1: 2, 5: 3, 6: 4, 10: 4}
	if _, ok := least[level]; !ok {
		return 0, &RangeError{Param: "level", Value: level, Allowed: "0, 1, 5, 6 or 10", Help: "levels 50 and 60 have the fraction of one of their groups: raid(5, disks of a group)"}
	}
	if err := whole("disks", disks, least[level], 1e6); err != nil {
		return 0, err
	}
	switch level {
	case 0:
		return 1, nil
	case 1:
		return 1 / disks, nil
	case 10:
		if math.Mod(disks, 2) != 0 {
			return 0, &RangeError{Param: "disks", Value: disks, Allowed: "an even number: they are mirrored in pairs"}
		}
		return 0.5, nil
	default:
		parity := level - 4 // one disk at level 5, two at level 6
		return (disks - parity) / disks, nil
	}
}

// Grow is an amount after compound growth: amount × (1 + growth)^periods.
func Grow(amount, growth, periods float64) (float64, error) {
	if !(growth > -1) {
		return 0, &RangeError{Param: "growth", Value: growth, Allowed: "above -100%"}
	}
	if amount == 0 { // also where the factor leaves a float64
		return 0, notNegative("periods", periods)
	}
	return amount * math.Exp(periods*math.Log1p(growth)), notNegative("periods", periods)
}

// Accumulate is the sum over whole periods of an amount that grows from one to the
// next, the first counting as it is: first × ((1 + g)^n − 1) ÷ g, n × first for g = 0.
// It counts whole periods, and so comes out lower than growth in continuous time.
func Accumulate(amount, growth, periods float64) (float64, error) {
	if err := first(notNegative("first", amount), whole("periods", periods, 0, 1e9)); err != nil {
		return 0, err
	}
	if !(growth > -1) {
		return 0, &RangeError{Param: "growth", Value: growth, Allowed: "above -100%"}
	}
	if growth == 0 || amount == 0 {
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
