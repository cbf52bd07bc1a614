package drill

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"botec/estimate/unit"
)

// cutNumber takes the digits off the front, with their commas, points, underscores,
// exponent, and groups of three that spaces part.
func cutNumber(text string) (number, rest string) {
	i := digitsEnd(text, 0)
	if i > 0 && i <= 3 && !strings.ContainsAny(text[:i], ".,_") {
		for j := i; j+3 < len(text) && text[j] == ' '; i = j { // "12 000 000"
			end := digitsEnd(text, j+1)
			whole, fraction, _ := strings.Cut(text[j+1:end], ".")
			if len(whole) != 3 || strings.ContainsAny(whole, ",_") || strings.ContainsAny(fraction, ".,_") {
				break
			}
			j = end
			if fraction != "" {
				i = j
				break
			}
		}
	}
	end := i
	if i > 0 && i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		j := i + 1
		if j < len(text) && (text[j] == '-' || text[j] == '+') {
			j++
		}
		if digits := digitsEnd(text, j); digits > j && !strings.ContainsAny(text[j:digits], ".,_") {
			end = digits
		}
	}
	return strings.ReplaceAll(text[:end], " ", ""), text[end:]
}

func digitsEnd(text string, i int) int {
	isDigit := func(i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for isDigit(i) || i < len(text) && strings.IndexByte(".,_", text[i]) >= 0 && isDigit(i+1) {
		i++
	}
	return i
}

// twoReadings refuses a comma or a point that some read as a decimal point and others as
// one between thousands.
func twoReadings(number, rest string) *Refusal {
	if strings.ContainsAny(number, "eE") {
		number, rest = number[:strings.IndexAny(number, "eE")], number[strings.IndexAny(number, "eE"):]+rest
	}
	tail := strings.TrimRight(rest, " ")
	whole, fraction, point := strings.Cut(number, ".")
	groups := strings.Split(whole, ",")
	parted := groups[0] != "" && len(groups[0]) <= 3 && groups[0][0] != '0' &&
		!slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != 3 || strings.Contains(g, "_") })
	switch last := strings.LastIndexByte(whole, ','); {
	case strings.Count(number, ".") > 1:
		return &Refusal{Message: fmt.Sprintf("%q has more than one point", number), Help: "write `1,000,000` or `1M` for a million"}
	case strings.Contains(fraction, ","):
		return &Refusal{Message: fmt.Sprintf("%q has a comma behind its point", number), Help: "write a decimal point as `.`, and no comma behind it"}
	case last >= 0 && !parted && groups[0] == "0":
		return &Refusal{Message: fmt.Sprintf("%q has a comma that parts no thousands", number+tail), Help: fmt.Sprintf("write `%s`", strings.Replace(number, ",", ".", 1)+tail)}
	case last >= 0 && !parted:
		decimal, without := strings.ReplaceAll(whole[:last], ",", "")+"."+whole[last+1:], strings.ReplaceAll(whole, ",", "")
		return ambiguous(number+tail, decimal+tail, without+tail, decimal+tail)
	case point && len(fraction) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0' && !exactly(rest):
		decimal, short := strings.TrimRight(strings.TrimRight(number, "0"), "."), whole+"."+fraction[:2]
		if len(decimal) < len(short) {
			short = decimal
		}
		return ambiguous(number+tail, decimal+tail, whole+fraction+tail, short+tail)
	}
	return nil
}

// ambiguous refuses a text with its two readings; the first is written in another way.
func ambiguous(text, one, other, written string) *Refusal {
	return &Refusal{Message: fmt.Sprintf("%q can be %s or %s", text, one, other), Help: fmt.Sprintf("write `%s` or `%s`", written, other)}
}

// exactly reports whether what follows a number leaves no doubt that its point is a
// decimal one: a magnitude, a percent sign, a power of ten.
func exactly(rest string) bool {
	if strings.HasPrefix(rest, "e") || strings.HasPrefix(rest, "E") {
		return true
	}
	rest = strings.TrimLeft(rest, " ")
	word := unit.WordAt(rest, 0)
	return strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, "*") || strings.EqualFold(word, "percent") || word == "x" || unit.IsMagnitude(word) || unit.IsMagnitude(strings.ToLower(word))
}

var superscripts = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "⁻", "-")

// maxPower bounds an exponent: no estimate needs more.
const maxPower = 300

// power reads 10^4, 2^30 and 1.2 x 10^4 as one number, and takes them off the rest.
func power(number string, rest *string) (string, *Refusal) {
	after, base := *rest, number
	factor := ""
	if trimmed := strings.TrimLeft(after, " "); strings.HasPrefix(trimmed, "*") || strings.HasPrefix(trimmed, "x") {
		next := strings.TrimLeft(trimmed[1:], " ")
		if b, tail := cutNumber(next); b == "10" && exponentFollows(tail) {
			factor, base, after = number, b, tail
		}
	}
	if !exponentFollows(after) {
		return number, nil
	}
	after = strings.TrimPrefix(after, "^")
	end := len(after) - len(strings.TrimLeft(after, "-+0123456789⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
	exponent, err := atoi(superscripts.Replace(after[:end]))
	switch {
	case err || exponent > maxPower || exponent < -maxPower:
		return "", &Refusal{Message: fmt.Sprintf("%q is no power", number+*rest), Help: fmt.Sprintf("write a whole exponent up to %d, as in `10^4` or `2^30`", maxPower)}
	case base != "10" && base != "2" || base == "2" && exponent < 0:
		return "", &Refusal{Message: fmt.Sprintf("%q is no power of ten or two", number+*rest), Help: "write it as `10^4`, `2^30` or a plain number"}
	case base == "2":
		*rest = after[end:]
		return powerOfTwo(exponent), nil
	case factor == "":
		factor = "1"
	case strings.ContainsAny(factor, "eE"):
		return "", &Refusal{Message: fmt.Sprintf("%q has two exponents", number+*rest), Help: "write `1.2e4` or `1.2 x 10^4`"}
	}
	*rest = after[end:]
	return fmt.Sprintf("%se%d", factor, exponent), nil
}

func exponentFollows(text string) bool {
	return strings.HasPrefix(text, "^") || text != "" && strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", firstRune(text))
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// clock are the units of a duration in parts, longest first.
var clock = []struct {
	words []string
	unit  string
}{
	{[]string{"y", "yr", "year", "years"}, "year"}, {[]string{"d", "day", "days"}, "day"}, {[]string{"h", "hr", "hrs", "hour", "hours"}, "h"},
	{[]string{"m", "min", "mins", "minute", "minutes"}, "min"}, {[]string{"s", "sec", "secs", "second", "seconds"}, "s"},
}

// compound reads a duration in parts, "8h 45m".
func compound(number, rest string) (unit.Literal, bool) {
	cal := unit.DefaultCalendar()
	total, parts, last := 0.0, 0, -1
	for {
		rest = strings.TrimLeft(rest, " ")
		word := unit.WordAt(rest, 0)
		if i := strings.IndexAny(word, "0123456789"); i > 0 {
			word = word[:i] // "8h45m"
		}
		at := slices.IndexFunc(clock, func(c struct {
			words []string
			unit  string
		}) bool {
			return slices.Contains(c.words, strings.ToLower(word))
		})
		lit, err := unit.Parse(number)
		if at <= last || err != nil {
			return unit.Literal{}, false
		}
		u, _ := unit.Lookup(clock[at].unit)
		total += lit.Value(cal) * u.Factor(cal)
		parts, last = parts+1, at
		rest = strings.TrimLeft(rest[len(word):], " ")
		if rest == "" {
			break
		}
		if number, rest = cutNumber(rest); number == "" || strings.ContainsAny(number, "eE") {
			return unit.Literal{}, false
		}
	}
	if parts < 2 {
		return unit.Literal{}, false
	}
	lit, err := unit.Parse(fmt.Sprintf("%.6f s", total))
	return lit, err == nil
}

// atoi reads a whole number with a sign; bad where there is none.
func atoi(text string) (n int, bad bool) {
	n, err := strconv.Atoi(text)
	return n, err != nil
}

// powerOfTwo is 2^n in decimal digits.
func powerOfTwo(n int) string { return new(big.Int).Lsh(big.NewInt(1), uint(n)).String() }
