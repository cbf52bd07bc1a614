package estimate

import (
	"cmp"
	"fmt"
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
// exactly, the computed value to 15 digits.
func (c constraint) holds(j judgement) bool {
	if j.availability {
		return c.holdsAvailability(j)
	}
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
	n := c.low.Number
	if c.low.Dim() == unit.None && c.low.Form == unit.Plain && v.IsInt() && v.Cmp(big.NewRat(1000, 1)) < 0 {
		return v.Cmp(w) == 0
	}
	last := n.LastDigit()
	if n.Significant() == 1 {
		last--
	}
	half := power(last)
	half.Mul(half, big.NewRat(1, 2))
	if n.Significant() <= 5 {
		if band := share(v, 0.005); band.Cmp(half) > 0 {
			half = band
		}
	}
	return distance(v, w).Cmp(half) <= 0
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

// explain says by how much a constraint fails, and which wordings would pass.
func (c constraint) explain(j judgement, style unit.Style, text string) (message string, passing []string) {
	d := unit.Format(j.value, c.low.Dim(), j.cal, style)
	if j.availability {
		d = unit.FormatAvailability(j.complement, 0)
	}
	message = fmt.Sprintf("expected %s, the scenario gives %s", text, d)
	if diff := c.difference(j); !math.IsNaN(diff) && !j.availability {
		message += fmt.Sprintf(" (%s)", c.byHowMuch(diff))
	}
	for _, digits := range []int{2, 3, 4} {
		for _, kind := range []comparison{c.cmp, nearly} {
			if candidate := c.wording(kind, j, style, digits); candidate != "" && !contains(passing, candidate) && len(passing) < 3 {
				passing = append(passing, candidate)
			}
		}
	}
	return message, passing
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (c constraint) byHowMuch(diff float64) string {
	if ratio := 1 + diff; ratio >= 10 || ratio > 0 && ratio <= 0.1 && (c.cmp == atMost || c.cmp == under) {
		times := unit.Format(math.Max(ratio, 1/ratio), unit.None, unit.DefaultCalendar(), unit.Style{Digits: 2})
		return map[bool]string{true: times + " times what is computed", false: "computed is " + times + " times that"}[ratio > 1]
	}
	size := func(x float64) string {
		return unit.Format(math.Abs(x), unit.None, unit.DefaultCalendar(), unit.Style{Percent: true, Digits: 2})
	}
	switch c.cmp {
	case atMost, under:
		return size(1/(1+diff)-1) + " over the limit"
	case minimum, over:
		return size(1-1/(1+diff)) + " short of it"
	default:
		return "the figure is " + size(diff) + map[bool]string{true: " high", false: " low"}[diff > 0]
	}
}

// wording is the constraint with a figure that would pass, empty where the figure
// of that many digits does not.
func (c constraint) wording(kind comparison, j judgement, style unit.Style, digits int) string {
	if kind == between {
		kind = equals
	}
	var figure string
	if j.availability {
		if kind == nearly {
			return ""
		}
		figure = unit.FormatAvailability(unit.RoundUp(j.complement, digits-1), digits)
		if kind == atMost || kind == under {
			figure = unit.FormatAvailability(unit.RoundDown(j.complement, digits-1), digits)
		}
	} else {
		if style.As == nil {
			style = c.style() // in the user's own unit, however far off
		}
		factor := style.As.Factor(j.cal)
		round := map[comparison]func(float64, int) float64{atMost: unit.RoundUp, under: unit.RoundUp, minimum: unit.RoundDown, over: unit.RoundDown}[kind]
		if round == nil {
			round = unit.Round
		}
		s := style
		s.Digits = digits
		figure = unit.Format(round(j.value/factor, digits)*factor, c.low.Dim(), j.cal, s)
	}
	text := kind.opening() + figure
	if try, err := parseConstraint(text); err == nil && try.low.Dim() == c.low.Dim() && try.holds(j) {
		return text
	}
	return ""
}

// style shows a quantity as its constraint was written: the same unit, magnitude
// and time base, and at least as many digits.
func (c constraint) style() unit.Style {
	return unit.Style{As: unit.ScaleOf(c.low), Digits: cmp.Or(max(3, c.low.Number.Significant()), 3)}
}
