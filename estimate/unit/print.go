package unit

import (
	"bytes"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Style says how a quantity is printed. The zero Style prints three significant
// digits in the unit that a person would choose.
type Style struct {
	Digits  int    // significant digits; 0 is three
	As      *Scale // a fixed unit and magnitude; nil: chosen by size
	Per     *Unit  // the time base of a chosen unit "per time"; nil: the second
	Bits    bool   // data in bits
	Binary  bool   // data in powers of 1024
	Percent bool   // a plain number as a percentage
	Times   bool   // a plain number as a multiplier, "3x"
	Whole   bool   // a plain number as an integer with thousands separators
	Plain   bool   // a plain number without magnitude letters
	Money   string // the currency code; empty: USD
}

// Scale is what a printed number is in: a magnitude, a unit, and units below the
// line, as in "K/s", "PB", "GB/day".
type Scale struct {
	Magnitude string
	Percent   bool
	Times     bool
	Unit      *Unit
	Under     []*Unit
}

// ScaleOf is the scale in which a literal was written.
func ScaleOf(l Literal) *Scale {
	s := &Scale{Magnitude: l.Magnitude, Percent: l.Form == Percent, Times: l.Form == Multiplier, Unit: l.Unit, Under: l.Under}
	if s.Unit != nil && s.Unit.Counting {
		s.Unit = nil
	}
	return s
}

// Factor is the number of base units in one of the scale.
func (s *Scale) Factor(cal Calendar) float64 {
	f := pow10(s.exponent())
	if s.Unit != nil {
		f *= s.Unit.Factor(cal)
	}
	for _, u := range s.Under {
		f /= u.Factor(cal)
	}
	return f
}

// Rat is Factor as an exact fraction.
func (s *Scale) Rat(cal Calendar) *big.Rat {
	return Literal{Number: Number{digits: "1", exp: s.exponent()}, Unit: s.Unit, Under: s.Under}.Rat(cal)
}

// exponent is the power of ten of the magnitude or the percent sign.
func (s *Scale) exponent() int {
	switch letter, ok := magnitudeLetters[s.Magnitude]; {
	case s.Percent:
		return -2
	case ok:
		return letter
	default:
		return magnitudeWords[s.Magnitude]
	}
}

// Base is the time base below the line, nil where there is none.
func (s *Scale) Base() *Unit {
	for _, u := range s.Under {
		if u.Dim == Time {
			return u
		}
	}
	return nil
}

// Format prints a value given in base units.
func Format(v float64, d Dimension, cal Calendar, s Style) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return strconv.FormatFloat(v, 'g', -1, 64)
	case v == 0:
		v = 0 // and not -0
	case v < 0:
		return "-" + Format(-v, d, cal, s)
	}
	digits := s.Digits
	if digits == 0 {
		digits = 3
	}
	if s.As != nil {
		return s.fixed(v, cal, digits)
	}
	switch {
	case d == None && s.Percent:
		if nearlyAll(v, digits) {
			return FormatAvailability(1-v, digits)
		}
		return group(plain(Round(v*100, digits))) + "%"
	case d == None && s.Times:
		return group(plain(Round(v, digits))) + "x"
	case d == None && s.Whole && v < 1e15:
		return group(strconv.FormatFloat(math.Round(v), 'f', 0, 64))
	case d == None && s.Plain && v < 1e15:
		return group(plain(Round(v, digits)))
	}
	return s.chosen(v, d, cal, digits)
}

// fixed prints in the scale that somebody named: every digit before the point, and
// at least three significant ones.
func (s Style) fixed(v float64, cal Calendar, digits int) string {
	x, magnitude := v/s.As.Factor(cal), s.As.Magnitude
	if s.As.Percent && len(s.As.Under) == 0 && nearlyAll(v, digits) {
		return FormatAvailability(1-v, digits)
	}
	if _, letter := magnitudeLetters[magnitude]; letter && x != 0 && (x >= 1e15 || Round(x, digits) < 1e-4) {
		bare := *s.As // "0.01/s" rather than "1e-5K/s", which nothing reads
		bare.Magnitude = ""
		s.As = &bare
		return s.fixed(v, cal, digits)
	}
	if x < 1e15 {
		digits = max(digits, integerDigits(x))
	}
	number := number(Round(x, digits), x)
	if s.As.Unit.IsCurrency() {
		return s.currency(s.As.Unit.Symbol, number+s.As.magnitude()) + under(s.As.Under)
	}
	return number + s.As.label(number == "1")
}

func (s *Scale) magnitude() string {
	if _, word := magnitudeWords[s.Magnitude]; word {
		return " " + s.Magnitude
	}
	return s.Magnitude
}

// label is what stands behind a number in the scale: " PB", "K/s", "%", " days".
func (s *Scale) label(one bool) string {
	switch {
	case s.Percent:
		return "%" + under(s.Under)
	case s.Times:
		return "x" + under(s.Under)
	case s.Unit == nil:
		return s.magnitude() + under(s.Under)
	}
	plural := ""
	if !(one && s.Magnitude == "") && s.Unit.Dim == Time && len(s.Unit.Symbol) > 2 && s.Unit.Symbol != "min" {
		plural = "s"
	}
	return s.magnitude() + " " + s.Unit.Symbol + plural + under(s.Under)
}

// Grouped prints a count with thousands separators; from 10^15 on it is one such as 9.22e18.
func Grouped(n int) string {
	return Format(float64(n), None, DefaultCalendar(), Style{Whole: true})
}

// FormatExact prints an exact value in the scale with every digit, as a fraction where
// its decimals have no end; nil is the base unit of the dimension, money in the currency.
func FormatExact(r *big.Rat, d Dimension, s *Scale, currency string) string {
	label := ""
	switch {
	case s != nil:
		label = s.label(r.IsInt() && r.Num().IsInt64() && r.Num().Int64() == 1)
	case d != None:
		label = " " + strings.TrimPrefix(BaseUnit(d, currency), "1")
	}
	sign, abs := "", new(big.Rat).Abs(r)
	if r.Sign() < 0 {
		sign = "-"
	}
	if places, ends := abs.FloatPrec(); ends {
		if strings.HasPrefix(label, " /") { // "5/s", but "5/3 /s"
			label = label[1:]
		}
		return sign + group(abs.FloatString(places)) + label
	}
	return sign + group(abs.Num().String()) + "/" + group(abs.Denom().String()) + label
}

// BaseUnit names the unit of values of a dimension: B, s, 1/s, B/s, USD/s; empty for a
// plain number.
func BaseUnit(d Dimension, currency string) string {
	if d == None {
		return ""
	}
	var over, under string
	for _, part := range []struct {
		symbol string
		exp    int8
	}{{currency, d.Money}, {"B", d.Data}, {"s", d.Time}} {
		over += strings.Repeat("·"+part.symbol, max(0, int(part.exp)))
		under += strings.Repeat("/"+part.symbol, max(0, -int(part.exp)))
	}
	over = strings.TrimPrefix(over, "·")
	if over == "" {
		over = "1"
	}
	return over + under
}

func (s Style) currency(code, number string) string {
	for _, sign := range []string{"$", "€", "£", "¥"} {
		if currencies[sign] == code {
			return sign + number
		}
	}
	return number + " " + code
}

func under(units []*Unit) string {
	text := ""
	for _, u := range units {
		text += "/" + u.Symbol
	}
	return text
}

// number prints what Round gave, grouped, or with an exponent where it would be
// long.
func number(rounded float64, exact float64) string {
	if exact != 0 && (rounded >= 1e15 || rounded < 1e-4) {
		return exponent(rounded)
	}
	return group(plain(rounded))
}

func exponent(v float64) string {
	text := strconv.FormatFloat(v, 'e', -1, 64)
	mantissa, exp, _ := strings.Cut(text, "e")
	exp = strings.TrimPrefix(exp, "+")
	if n, err := strconv.Atoi(exp); err == nil {
		exp = strconv.Itoa(n)
	}
	return mantissa + "e" + exp
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func integerDigits(x float64) int {
	if x < 1 {
		return 1
	}
	return len(strconv.FormatFloat(math.Trunc(x), 'f', 0, 64))
}

// nearlyAll reports whether a share below 100% would be rounded up to it.
func nearlyAll(v float64, digits int) bool { return v < 1 && Round(v, digits) >= 1 }

// group parts the integer digits by threes.
func group(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	if len(whole) > 3 {
		var b strings.Builder
		for i, c := range whole {
			if i > 0 && (len(whole)-i)%3 == 0 {
				b.WriteByte(',')
			}
			b.WriteRune(c)
		}
		whole = b.String()
	}
	if point {
		return whole + "." + fraction
	}
	return whole
}

// Round rounds to significant digits, half away from zero. It first takes the
// value to 15 digits, which every sum and product of written decimals keeps, so
// that 36.525 computed as 36.52499999999999 is a half.
func Round(v float64, digits int) float64 {
	return roundWith(v, digits, func(d byte, _ bool) bool { return d >= '5' })
}

// RoundUp rounds to significant digits, away from zero; RoundDown towards it.
func RoundUp(v float64, digits int) float64 {
	return roundWith(v, digits, func(_ byte, rest bool) bool { return rest })
}

// RoundDown rounds to significant digits towards zero.
func RoundDown(v float64, digits int) float64 {
	return roundWith(v, digits, func(byte, bool) bool { return false })
}

// roundWith cuts the decimal digits of |v| behind the given count; up decides, from
// the first digit cut and whether anything but zeros was cut, if the last one kept
// grows.
func roundWith(v float64, digits int, up func(first byte, rest bool) bool) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) || digits > 15 {
		return v
	}
	var buf [32]byte // d.dddddddddddddde±dd
	text := strconv.AppendFloat(buf[:0], math.Abs(v), 'e', 14, 64)
	e, _ := strconv.Atoi(string(text[17:]))
	copy(text[1:], text[2:16]) // without the point
	all := text[:15]
	var n uint64
	for _, d := range all[:digits] {
		n = 10*n + uint64(d-'0')
	}
	if cut := all[digits:]; len(cut) > 0 && up(cut[0], len(bytes.Trim(cut, "0")) > 0) {
		n++
	}
	return math.Copysign(timesPower(n, e-digits+1), v)
}

// timesPower is the float64 nearest to n × 10^exp.
func timesPower(n uint64, exp int) float64 {
	const exact = 22 // powers of ten up to this are float64s, and so is an n of 15 digits
	switch {
	case exp >= 0 && exp <= exact:
		return float64(n) * pow10(exp)
	case exp < 0 && exp >= -exact:
		return float64(n) / pow10(-exp)
	}
	f, _ := strconv.ParseFloat(strconv.FormatUint(n, 10)+"e"+strconv.Itoa(exp), 64)
	return f
}

// step is one rung of a ladder of units: a factor and what is printed behind the
// number.
type step struct {
	factor float64
	text   string
}

// climb prints v on the highest rung that leaves at least 1 in front of the point
// after rounding, so that 999,999 bytes are 1 MB and never 1000 KB, and 59.97
// seconds are 1 min and never 60 s.
func climb(v float64, digits int, ladder []step) string {
	at := 0
	for at+1 < len(ladder) {
		next := ladder[at+1].factor
		if v < next/2 { // no rounding takes it that far
			break
		}
		if v < next && Round(v/ladder[at].factor, digits)*ladder[at].factor >= next*(1-1e-15) {
			v = next
		} else if v < next && Round(v/next, digits) < 1 {
			break
		}
		at++
	}
	x := v / ladder[at].factor
	if x >= 1e6 && !strings.HasPrefix(ladder[at].text, " ") {
		at, x = 0, v // "1e20" rather than "100,000,000T"
	}
	text, name := number(Round(x, digits), x), ladder[at].text
	if text == "1" && (name == " days" || name == " years") {
		name = strings.TrimSuffix(name, "s")
	}
	return text + name
}

func (s Style) chosen(v float64, d Dimension, cal Calendar, digits int) string {
	base, per := s.base(v, d, cal)
	if d.Time < 0 {
		v *= base
		d.Time++
	}
	rest := d
	switch {
	case rest.Money > 0:
		rest.Money--
		code := s.Money
		if code == "" {
			code = "USD"
		}
		return s.currency(code, climb(v, digits, counts)) + unnamed(rest) + per
	case rest.Data > 0:
		rest.Data--
		return climb(v, digits, s.dataLadder()) + unnamed(rest) + per
	case rest.Time > 0:
		rest.Time--
		if v == 0 {
			return "0 s" + unnamed(rest) + per
		}
		return climb(v, digits, timeLadder(cal)) + unnamed(rest) + per
	default:
		return climb(v, digits, counts) + unnamed(rest) + per
	}
}

// base is the time base of what is printed "per time", in seconds and in words. A
// rate under one a second moves to a base in which it is at least one.
func (s Style) base(v float64, d Dimension, cal Calendar) (seconds float64, text string) {
	if d.Time >= 0 {
		return 1, ""
	}
	if s.Per != nil {
		return s.Per.Factor(cal), "/" + s.Per.Symbol
	}
	if d == Rate && v != 0 {
		u := RateBase(v, cal)
		return u.Factor(cal), "/" + u.Symbol
	}
	return 1, "/s"
}

// RateBase is the time base in which a rate of v a second is printed: the first of second,
// minute, hour and day in which it is at least one, else the year.
func RateBase(v float64, cal Calendar) *Unit {
	for _, name := range []string{"s", "min", "h", "day"} {
		if u := table[name]; Round(v*u.Factor(cal), 3) >= 1 {
			return u
		}
	}
	return table["year"]
}

// unnamed writes out what is left of a dimension that no table has a unit for.
func unnamed(d Dimension) string {
	text := ""
	for _, part := range []struct {
		symbol string
		exp    int8
	}{{"B", d.Data}, {"s", d.Time}, {"USD", d.Money}} {
		for range part.exp {
			text += "·" + part.symbol
		}
		for range -part.exp {
			text += "/" + part.symbol
		}
	}
	return text
}

var counts = []step{{1, ""}, {1e3, "K"}, {1e6, "M"}, {1e9, "B"}, {1e12, "T"}}

func (s Style) dataLadder() []step {
	switch {
	case s.Bits:
		return bitLadder
	case s.Binary:
		return binaryLadder
	}
	return byteLadder
}

var (
	byteLadder   = ladderOf(siPrefixes, "B", 1, thousands)
	binaryLadder = ladderOf(iecPrefixes, "B", 1, kibis)
	bitLadder    = ladderOf(siPrefixes[:6], "bit", 0.125, thousands)
)

func thousands(i int) float64 { return pow10(3 * i) }
func kibis(i int) float64     { return math.Ldexp(1, 10*i) }

func ladderOf(prefixes []string, symbol string, one float64, power func(int) float64) []step {
	ladder := make([]step, len(prefixes))
	for i, p := range prefixes {
		ladder[i] = step{one * power(i), " " + p + symbol}
	}
	return ladder
}

func timeLadder(cal Calendar) []step {
	return []step{{1e-9, " ns"}, {1e-6, " us"}, {1e-3, " ms"}, {1, " s"}, {60, " min"}, {3600, " h"}, {cal.Day, " days"}, {cal.Year, " years"}}
}

// FormatAvailability prints 1 − u as a percentage that is never rounded up to
// 100%: the unavailability keeps the given significant digits (0 is three), and
// more where rounding would make a nine more than there is.
func FormatAvailability(u float64, digits int) string {
	if digits == 0 {
		digits = 3
	}
	if u <= 0 || u > 0.5 || math.IsNaN(u) { // no nines to keep
		return plain(Round((1-u)*100, max(digits, 3))) + "%"
	}
	rounded := Round(u, digits)
	for ; rounded < u && digits < 15 && strings.Trim(exponentDigits(rounded), "0") == "1"; rounded = Round(u, digits) {
		digits++ // 1.0004e-3 as 1e-3 would be a nine more than there is
	}
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(rounded, 'e', -1, 64))
	r.Sub(big.NewRat(1, 1), r)
	r.Mul(r, big.NewRat(100, 1))
	text := r.FloatString(int(-math.Floor(math.Log10(rounded))) + digits) // no fewer places than it has
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + "%"
}

func exponentDigits(v float64) string {
	mantissa, _, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	return strings.Replace(mantissa, ".", "", 1)
}
