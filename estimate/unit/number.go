package unit

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Number is a decimal numeral exactly as written: digits × 10^exp, never negative
// (a sign is an operator of the expression language).
type Number struct {
	digits string // ASCII digits without leading zeros; "" is zero
	exp    int
	sig    int // significant digits as written; trailing zeros of an integer do not count
}

// MaxDigits and maxExp bound what a numeral may have: no estimate needs more, and
// exact arithmetic on it stays cheap.
const (
	MaxDigits = 400
	maxExp    = 400
)

// Float is the float64 nearest to the numeral.
func (n Number) Float() float64 { return scaled(n.digits, n.exp, 1, 0, 0) }

// Rat is the numeral as an exact fraction.
func (n Number) Rat() *big.Rat {
	digits := new(big.Int)
	if n.digits != "" {
		digits.SetString(n.digits, 10)
	}
	r := new(big.Rat).SetInt(digits)
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n.exp, -n.exp))), nil))
	if n.exp < 0 {
		return r.Quo(r, power)
	}
	return r.Mul(r, power)
}

// IsZero reports whether the numeral is 0.
func (n Number) IsZero() bool { return n.digits == "" }

// Significant is the count of significant digits as written: "1,825" has four,
// "0.50" two, "12,000" two.
func (n Number) Significant() int { return max(1, n.sig) }

// LastDigit is the power of ten of the last significant digit as written: 0 for
// "12", 3 for "12,000" and for "12K", -1 for "0.5".
func (n Number) LastDigit() int {
	return n.exp + len(n.digits) - n.Significant()
}

// Places is the power of ten of the last digit as written, zeros included: -3 for
// "99.9%", -4 for "99.90%".
func (n Number) Places() int { return n.exp }

// Complement is the float64 nearest to 1 − n, computed on the decimals, so that
// 0.99999999999 keeps its digits. It is meant for n in 0..1 and may be negative.
func (n Number) Complement() float64 {
	one := big.NewRat(1, 1)
	f, _ := one.Sub(one, n.Rat()).Float64()
	return f
}

// shifted is the numeral times 10^e.
func (n Number) shifted(e int) Number {
	n.exp += e
	return n
}

// scaled is the float64 nearest to digits × 10^(exp+exp10) × coef × 2^exp2, rounded
// once.
func scaled(digits string, exp int, coef uint64, exp10, exp2 int) float64 {
	if digits == "" {
		return 0
	}
	if coef != 1 {
		digits = times(digits, coef)
	}
	// Small integers are the common case, and exact without any parsing of text.
	if e := exp + exp10; len(digits) <= 15 && e >= 0 && e <= 22 {
		n, _ := strconv.ParseUint(digits, 10, 64)
		return math.Ldexp(float64(n)*pow10(e), exp2)
	}
	f, _ := strconv.ParseFloat(digits+"e"+strconv.Itoa(exp+exp10), 64) // out of range gives ±Inf or 0, reported by the caller
	return math.Ldexp(f, exp2)
}

func pow10(e int) float64 { return math.Pow10(e) }

func times(digits string, coef uint64) string {
	if len(digits) <= 19 {
		n, _ := strconv.ParseUint(digits, 10, 64)
		if hi, lo := bits.Mul64(n, coef); hi == 0 {
			return strconv.FormatUint(lo, 10)
		}
	}
	n, _ := new(big.Int).SetString(digits, 10)
	return n.Mul(n, new(big.Int).SetUint64(coef)).String()
}

// parseNumber reads digits with an optional point and exponent, already checked by
// the scanner.
func parseNumber(text string) (Number, bool) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	exp := 0
	if exponent != "" {
		e, err := strconv.Atoi(exponent)
		if err != nil || e > maxExp || e < -maxExp {
			return Number{}, false
		}
		exp = e
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if len(digits) > MaxDigits || len(fraction) > MaxDigits {
		return Number{}, false
	}
	n := Number{digits: digits, exp: exp - len(fraction), sig: len(digits)}
	if !point {
		n.sig = len(strings.TrimRight(digits, "0"))
	}
	return n, true
}
