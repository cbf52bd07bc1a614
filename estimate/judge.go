package estimate

import (
	"cmp"
	"math"
	"math/big"
	"strconv"

	"botec/estimate/unit"
)

// scale is the unit of a written quantity without its magnitude, in base units.
func scale(l unit.Literal, cal unit.Calendar) float64 {
	s := unit.ScaleOf(l)
	s.Magnitude, s.Percent = "", false
	return s.Factor(cal)
}

// decimal is a computed value in the unit of a written one, to the 15 digits that
// sums and products of decimals keep, as an exact fraction.
func decimal(v, scale float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(v/scale, 'e', 14, 64))
	if !ok {
		return new(big.Rat)
	}
	return r
}

func written(l unit.Literal) *big.Rat {
	if l.Form == unit.Ratio {
		return new(big.Rat).Quo(l.Number.Rat(), l.Over.Rat())
	}
	return l.Number.Rat()
}

// judgement is a computed value before a constraint.
type judgement struct {
	value, complement float64
	availability      bool
	approx            float64
	cal               unit.Calendar
}

// holds judges a constraint. Everything is compared as decimals: the written text
// exactly, the computed value to 15 digits. Where floats leave no doubt, they decide:
// they are a hundred times as fast.
func (c constraint) holds(j judgement) bool {
	if j.availability {
		return c.holdsAvailability(j)
	}
	if holds, sure := c.holdsClearly(j); sure {
		return holds
	}
	return c.holdsExactly(j)
}

// doubt is the share of a bound within which floats do not decide: far more than they and
// decimals of 15 digits differ by, far less than people care about.
const doubt = 1e-9

// holdsClearly judges by floats. It is not sure near a bound, of whole counts, and of
// what is no plain number.
func (c constraint) holdsClearly(j judgement) (holds, sure bool) {
	v, w := j.value/scale(c.low, j.cal), c.low.Number.Float()
	size := math.Abs(v) + w
	if c.low.Form == unit.Ratio || !(size > 1e-200 && size < 1e200) {
		return false, false
	}
	var slack float64 // of the distance to the bound; it holds where that is positive
	switch c.cmp {
	case atMost, under:
		slack = w - v
	case minimum, over:
		slack = v - w
	case nearly:
		slack = math.Abs(v)*j.approx - math.Abs(v-w)
	case equals:
		if c.low.Dim() == unit.None && c.low.Form == unit.Plain && v < 1001 {
			return false, false
		}
		band := math.Pow10(c.lastDigit()) / 2
		if c.low.Number.Significant() <= fewDigits {
			band = max(band, math.Abs(v)*closeEnough)
		}
		slack = band - math.Abs(v-w)
	default:
		return false, false
	}
	return slack > 0, math.Abs(slack) > size*doubt
}

func (c constraint) holdsExactly(j judgement) bool {
	v, w := decimal(j.value, scale(c.low, j.cal)), written(c.low)
	switch c.cmp {
	case atMost:
		return v.Cmp(w) <= 0
	case under:
		return v.Cmp(w) < 0
	case minimum:
		return v.Cmp(w) >= 0
	case over:
		return v.Cmp(w) > 0
	case between:
		return v.Cmp(w) >= 0 && decimal(j.value, scale(c.high, j.cal)).Cmp(written(c.high)) <= 0
	case nearly:
		return distance(v, w).Cmp(share(v, j.approx)) <= 0
	default:
		return c.rounds(v, w)
	}
}

func distance(a, b *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(a, b)
	return d.Abs(d)
}

func share(v *big.Rat, part float64) *big.Rat {
	p := decimal(part, 1)
	p.Mul(p, v)
	return p.Abs(p)
}

func power(e int) *big.Rat {
	r, _ := new(big.Rat).SetString("1e" + strconv.Itoa(e))
	return r
}

// rounds judges a plain figure: the value lies within half a unit of its last
// written digit, but never looser than two digits, and with up to five digits half
// a percent will do. A count of whole things under 1,000 has to be equal.
func (c constraint) rounds(v, w *big.Rat) bool {
	if c.isCount(v) {
		return v.Cmp(w) == 0
	}
	half := c.half()
	if c.low.Number.Significant() <= fewDigits {
		if band := share(v, closeEnough); band.Cmp(half) > 0 {
			half = band
		}
	}
	return distance(v, w).Cmp(half) <= 0
}

// A figure of few digits may be off by this share: it was read from a table that shows
// no more.
const (
	fewDigits   = 5
	closeEnough = 0.005
)

// isCount reports whether a computed value is a count of whole things that people
// count one by one.
func (c constraint) isCount(v *big.Rat) bool {
	return c.low.Dim() == unit.None && c.low.Form == unit.Plain && v.IsInt() && v.Cmp(big.NewRat(1000, 1)) < 0
}

// lastDigit is the power of ten of the last digit that counts: never the first.
func (c constraint) lastDigit() int {
	last := c.low.Number.LastDigit()
	if c.low.Number.Significant() == 1 {
		last--
	}
	return last
}

// half is half a unit of the last digit that counts, in the unit of the text.
func (c constraint) half() *big.Rat {
	half := power(c.lastDigit())
	return half.Mul(half, big.NewRat(1, 2))
}

// holdsAvailability judges an availability by its unavailability, so that nines
// count. A bare figure truncates: 99.95 % is 99.9 %, and not 99.96 %.
func (c constraint) holdsAvailability(j judgement) bool {
	one := big.NewRat(1, 1)
	u := decimal(j.complement, 1)
	w := new(big.Rat).Sub(one, written(c.low))
	switch c.cmp {
	case atMost:
		return u.Cmp(w) >= 0
	case under:
		return u.Cmp(w) > 0
	case minimum:
		return u.Cmp(w) <= 0
	case over:
		return u.Cmp(w) < 0
	case between:
		return u.Cmp(w) <= 0 && u.Cmp(new(big.Rat).Sub(one, written(c.high))) >= 0
	case nearly:
		return new(big.Rat).Mul(u, big.NewRat(2, 1)).Cmp(w) >= 0 && u.Cmp(new(big.Rat).Mul(w, big.NewRat(2, 1))) <= 0
	default:
		return u.Cmp(w) <= 0 && u.Cmp(new(big.Rat).Sub(w, power(c.low.Number.Places()))) > 0
	}
}

// difference is (written − computed) ÷ computed, NaN for a pair of bounds. For an
// availability it is of the unavailabilities.
func (c constraint) difference(j judgement) float64 {
	if c.cmp == between {
		return math.NaN()
	}
	v, w := decimal(j.value, scale(c.low, j.cal)), written(c.low)
	if j.availability {
		v, w = decimal(j.complement, 1), new(big.Rat).Sub(big.NewRat(1, 1), w)
	}
	if v.Sign() == 0 {
		return math.NaN()
	}
	d, _ := new(big.Rat).Quo(new(big.Rat).Sub(w, v), v).Float64()
	return d
}

// opening is the word that a comparison begins with.
func (c comparison) opening() string {
	return [...]string{equals: "", nearly: "~", atMost: "at most ", under: "under ", minimum: "at least ", over: "over ", between: ""}[c]
}

// style shows a quantity as its constraint was written: the same unit, magnitude
// and time base, and at least as many digits.
func (c constraint) style() unit.Style {
	return unit.Style{As: unit.ScaleOf(c.low), Digits: cmp.Or(max(3, c.low.Number.Significant()), 3)}
}
