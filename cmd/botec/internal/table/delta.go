package table

import (
	"math"

	"botec/estimate"
	"botec/estimate/unit"
)

// delta is a factor as a reader takes it in: a signed percentage below a doubling, from
// there on "×5", and "÷4" for a quarter. Of an availability it is that of the downtime,
// which nines hide.
func delta(factor float64, availability bool) string {
	text := ""
	switch {
	case math.IsNaN(factor) || math.Abs(factor-1) < 1e-9:
		return ""
	case factor >= doubling:
		text = "×" + times(factor)
	case factor <= 1/doubling:
		text = "÷" + times(1/factor)
	case factor > 1:
		text = "+" + percent(factor-1, 2)
	default:
		text = "−" + percent(1-factor, 2)
	}
	if availability {
		return "downtime " + text
	}
	return text
}

// doubling is the factor from which on a percentage would read "+100%".
const doubling = 1.995

func times(x float64) string { return ratio(x, unit.Style{Digits: 2, Plain: true}) }

func percent(x float64, digits int) string {
	return ratio(x, unit.Style{Percent: true, Digits: digits})
}

func ratio(x float64, s unit.Style) string {
	return unit.Format(x, unit.None, unit.DefaultCalendar(), s)
}

// part is a share in whole percent, and below one percent in a digit.
func part(x float64) string {
	switch whole := math.Round(x * 100); {
	case math.Abs(x) < 1e-12: // what rounding leaves
		return "0%"
	case whole < 1:
		return percent(x, 1)
	default:
		return ratio(whole, unit.Style{Plain: true}) + "%"
	}
}

// budget tells what an expectation was, is, and how far its limit is.
func budget(j estimate.Judged) string {
	switch {
	case j.After == nil:
		return j.Before.Constraint + " (removed)"
	case j.Before == nil:
		return j.After.Constraint + " (new): " + headroom(j.After)
	}
	text := j.After.Constraint
	if j.Rewritten() {
		text = j.Before.Constraint + " → " + text
	}
	switch {
	case j.Still():
		return text + ": still " + headroom(j.After)
	case j.Mended():
		return text + ": now " + headroom(j.After)
	}
	return text + ": " + headroom(j.After)
}

// headroom is how much of a bound is left, or by how much it is missed.
func headroom(v *estimate.Verdict) string {
	words := map[bool]string{true: "holds", false: "fails"}[v.Holds]
	switch {
	case v.Bound == estimate.NoBound || math.IsNaN(v.Used):
		return words
	case math.Abs(v.Used-1) < 1e-12:
		return words + ", at the limit"
	case math.IsInf(v.Used, 0):
		return words + ", by any measure"
	}
	switch v.Bound {
	case estimate.Floor:
		return aboveFloor(v.Used)
	case estimate.DowntimeCeiling:
		return below(v.Used, " of the downtime left", " more downtime", "× the downtime")
	default:
		return below(v.Used, " left", " over", "× over")
	}
}

func aboveFloor(used float64) string {
	switch {
	case used >= doubling:
		return times(used) + "× above"
	case used > 1:
		return part(used-1) + " above"
	}
	return part(1-used) + " short"
}

func below(used float64, left, over, timesOver string) string {
	switch {
	case used < 1:
		return part(1-used) + left
	case used < doubling:
		return part(used-1) + over
	}
	return times(used) + timesOver
}
