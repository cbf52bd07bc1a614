package unit

import (
	"math/big"
	"strconv"
	"strings"
)

// NumberOf is the shortest decimal that reads back as the float64; the sign is left out,
// and what is not a number, or infinite, is 0.
func NumberOf(v float64) Number {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	e, err := strconv.Atoi(exponent)
	if err != nil {
		return Number{}
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	return Number{digits: digits, exp: e - len(fraction), sig: len(strings.TrimRight(digits, "0"))}
}

// ComplementOf is 1 − u to the last decimal of u, for a u of 0 to 1: an availability
// keeps its nines.
func ComplementOf(u float64) Number {
	n := NumberOf(u)
	places := max(0, -n.exp)
	one := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled := n.shifted(places).Rat()
	digits := strings.TrimLeft(one.Sub(one, scaled.Num()).String(), "-0")
	return Number{digits: digits, exp: -places, sig: len(strings.TrimRight(digits, "0"))}
}

// With is another number in the unit and the form of the literal, without its magnitude:
// with 7.5 for "5M/day", 7.5/day. The number of a percentage is the fraction, 0.25 for
// 25%; that of a ratio is its value, of which the right side stays as written.
func (l Literal) With(n Number) Literal {
	l.Magnitude, l.Number, l.Grouped = "", n, false
	if l.Form == Ratio {
		left, _ := new(big.Rat).Mul(n.Rat(), l.Over.Rat()).Float64()
		l.Number = NumberOf(left)
	}
	return l
}

// InUnitOf gives a bare number the unit of another figure, as in "50 to 200 KB" and "5 to
// 8/day". It reports false where that could be the number's magnitude too, as in "100 to
// 300M". A bare percentage takes what is below the line of another, as in "10% to
// 40%/year". A number that is not bare stays as it is.
func (l Literal) InUnitOf(other Literal) (Literal, bool) {
	if l.Form == Percent && other.Form == Percent && len(l.Under) == 0 {
		l.Under = other.Under
		return l, true
	}
	if l.Form != Plain || l.Unit != nil || len(l.Under) > 0 {
		return l, true
	}
	if l.Magnitude == "" && other.Magnitude != "" && !l.Number.IsZero() {
		return l, false
	}
	switch other.Form {
	case Percent:
		l.Form, l.Number = Percent, l.Number.shifted(-2)
	case Multiplier:
		l.Form = Multiplier
	}
	l.Unit, l.Under = other.Unit, other.Under
	return l, true
}
