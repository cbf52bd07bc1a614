package estimate

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// spokenNumbers are what people write out.
var spokenNumbers = map[string]string{"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10"}

// tooWordy are numbers in words that nobody has to guess: they are refused.
var tooWordy = map[string]bool{"hundred": true, "hundreds": true, "dozen": true, "dozens": true, "thousands": true, "millions": true, "billions": true,
	"eleven": true, "twelve": true, "fifteen": true, "twenty": true, "thirty": true, "forty": true, "fifty": true, "sixty": true, "seventy": true, "eighty": true, "ninety": true,
	"quarter": true, "third": true, "fifth": true, "eighth": true, "tenth": true, "hundredth": true, "couple": true, "few": true, "several": true}

// number reads the digits: groups by spaces, powers of ten, numbers in words.
func (r *proseReader) number(f *figure) *formula.Error {
	start := r.pos
	if word := strings.ToLower(unit.WordAt(r.s, r.pos)); word == "half" {
		r.pos += len(word)
		if next := strings.ToLower(r.word()); next == "a" || next == "an" {
			r.pos += len(next)
		}
		f.number = "0.5"
		return nil
	} else if n, ok := spokenNumbers[word]; ok {
		r.pos += len(word)
		f.number = n
		return nil
	}
	digits := r.digits()
	if digits == "" {
		return r.fail(start, fmt.Sprintf("a figure is wanted, found %q", r.s[start:]), "write it as `12K requests/s`, `~9 GB`, `at most 200 ms` or `99.9%`")
	}
	if err := r.commas(digits); err != nil {
		return err
	}
	if !strings.ContainsAny(digits, ".,_") && len(digits) <= 3 {
		digits = r.groups(digits)
	}
	if digits == "10" {
		if exponent := r.exponent(); exponent != "" {
			f.number = "1e" + exponent
			return nil
		}
	}
	f.number = digits + r.powerOfTen()
	return nil
}

// digits takes digits with their commas and points, and an exponent.
func (r *proseReader) digits() string {
	i, s := r.pos, r.s
	isDigit := func(i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }
	for isDigit(i) || i < len(s) && strings.IndexByte(".,_", s[i]) >= 0 && isDigit(i+1) {
		i++
	}
	if i > r.pos && i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if j < len(s) && (s[j] == '-' || s[j] == '+') {
			j++
		}
		if isDigit(j) {
			for isDigit(j) {
				j++
			}
			i = j
		}
	}
	text := s[r.pos:i]
	r.pos = i
	return text
}

// commas refuses a comma that a reader may take for a decimal point, and a second
// point, with both readings.
func (r *proseReader) commas(digits string) *formula.Error {
	start := r.pos - len(digits)
	whole, rest, comma := strings.Cut(digits, ",")
	if strings.Count(digits, ".") > 1 {
		return r.fail(start, fmt.Sprintf("%q has two points", digits), fmt.Sprintf("write `%s`", strings.ReplaceAll(digits, ".", "")))
	}
	if !comma {
		return nil
	}
	if point := strings.Index(digits, "."); point >= 0 && point < strings.Index(digits, ",") {
		return r.fail(start, fmt.Sprintf("%q has its decimals behind a comma", digits),
			fmt.Sprintf("write `%s`", strings.NewReplacer(".", ",", ",", ".").Replace(digits)))
	}
	for _, group := range strings.Split(strings.SplitN(rest, ".", 2)[0], ",") {
		if len(group) != 3 || len(whole) > 3 || whole == "" || whole[0] == '0' {
			return r.fail(start, fmt.Sprintf("%q can be %s or %s", digits, strings.Replace(digits, ",", ".", 1), strings.ReplaceAll(digits, ",", "")),
				fmt.Sprintf("write `%s` or `%s`", strings.Replace(digits, ",", ".", 1), strings.ReplaceAll(digits, ",", "")))
		}
	}
	return nil
}

// groups joins groups of three that spaces part: "12 000".
func (r *proseReader) groups(digits string) string {
	for {
		rest := r.s[r.pos:]
		if len(rest) < 4 || rest[0] != ' ' {
			return digits
		}
		at := r.pos
		r.pos++
		next := r.digits()
		whole, fraction, point := strings.Cut(next, ".")
		if len(whole) != 3 || strings.ContainsAny(next, ",_eE") || whole == "" {
			r.pos = at
			return digits
		}
		digits += whole
		if point {
			return digits + "." + fraction
		}
	}
}

var superscripts = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "⁻", "-")

// powerOfTen reads "×10^12" and "× 10¹²" as an exponent.
func (r *proseReader) powerOfTen() string {
	at := r.pos
	r.space()
	for _, sign := range []string{"×", "x", "*", "·"} {
		rest, ok := strings.CutPrefix(r.s[r.pos:], sign)
		if rest = strings.TrimLeft(rest, " "); !ok || !strings.HasPrefix(rest, "10") {
			continue
		}
		r.pos = len(r.s) - len(rest) + len("10")
		if exponent := r.exponent(); exponent != "" {
			return "e" + exponent
		}
	}
	r.pos = at
	return ""
}

// exponent reads what stands right behind a 10: "^12", "¹²".
func (r *proseReader) exponent() string {
	rest, digits := r.s[r.pos:], "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
	if strings.HasPrefix(rest, "^") {
		rest, digits = rest[1:], "-0123456789"
	}
	after := strings.TrimLeft(rest, digits)
	if len(after) == len(rest) {
		return ""
	}
	r.pos = len(r.s) - len(after)
	return superscripts.Replace(rest[:len(rest)-len(after)])
}

// clock are the units of a duration in parts.
var clock = map[string]string{
	"d": "day", "day": "day", "days": "day",
	"h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
	"m": "min", "min": "min", "mins": "min", "minute": "min", "minutes": "min",
	"s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
}

// compound reads a duration in parts, "3h 39m": as a number of the last part's unit,
// whose last digit is the last that was written.
func (r *proseReader) compound(f *figure) bool {
	at := r.pos
	if _, timed := clock[strings.ToLower(letters(strings.TrimLeft(r.s[r.pos:], " ")))]; !timed {
		return false // most figures: without a fraction made for nothing
	}
	total, last := new(big.Rat), ""
	number, parts := f.number, 0
	for {
		r.space()
		word := letters(r.s[r.pos:])
		symbol, ok := clock[strings.ToLower(word)]
		if !ok {
			break
		}
		value, ok := new(big.Rat).SetString(strings.ReplaceAll(number, ",", ""))
		if !ok {
			break
		}
		u, _ := unit.Lookup(symbol)
		if previous, _ := unit.Lookup(last); previous != nil && u.Factor(r.cal) >= previous.Factor(r.cal) {
			break
		}
		seconds := new(big.Rat)
		seconds.SetFloat64(u.Factor(r.cal))
		total.Add(total, value.Mul(value, seconds))
		last = symbol
		r.pos += len(word)
		parts++
		behind := r.pos
		r.take(",")
		r.space()
		r.take("and")
		r.space()
		if number = r.digits(); number == "" {
			r.pos = behind
			break
		}
	}
	if parts < 2 || number != "" {
		r.pos = at
		return false
	}
	u, _ := unit.Lookup(last)
	seconds := new(big.Rat)
	seconds.SetFloat64(u.Factor(r.cal))
	total.Quo(total, seconds)
	text := total.FloatString(3)
	f.number, f.unit = strings.TrimRight(strings.TrimRight(text, "0"), ".")+".", " "+last
	f.spans = spans{} // wordings that would pass are of one unit
	return true
}

// letters are those that a text begins with.
func letters(s string) string {
	return s[:len(s)-len(strings.TrimLeftFunc(s, unicode.IsLetter))]
}

// mark reads what makes a number a share, a factor or a ratio: "99.9 %", "4x", "2:1".
func (r *proseReader) mark(f *figure) bool {
	at := r.pos
	r.space()
	touches := at == r.pos
	rest := r.s[r.pos:]
	word := unit.WordAt(r.s, r.pos)
	taken := ""
	switch {
	case strings.HasPrefix(rest, "%"):
		f.mark, taken = "%", "%"
	case strings.EqualFold(word, "percent"):
		f.mark, taken = "%", word
	case strings.HasPrefix(strings.ToLower(rest), "per cent"):
		f.mark, taken = "%", rest[:len("per cent")]
	case strings.HasPrefix(rest, "×"):
		f.mark, taken = "x", "×"
	case word == "x" && touches, word == "times" && r.want == unit.None:
		f.mark, taken = "x", word
	case strings.HasPrefix(rest, ":") && touches:
		r.pos++
		if over := r.digits(); over != "" {
			f.mark = ":" + over
			return true
		}
	}
	if r.pos += len(taken); taken == "" {
		r.pos = at
	}
	return taken != ""
}

// magnitude reads what makes a number larger: "9 M", "1.2 Billion".
func (r *proseReader) magnitude(f *figure) {
	at := r.pos
	touches := r.pos < len(r.s) && r.s[r.pos] != ' '
	word := r.word()
	switch lower := strings.ToLower(word); {
	case word == "B" && (r.want == unit.Data && !touches || r.want == unit.DataRate): // a byte
		r.pos = at
	case unit.IsMagnitude(word) && len(word) <= 2:
		f.magnitude = word
		r.pos += len(word)
	case unit.IsMagnitude(lower) && len(lower) > 2:
		f.magnitude = " " + lower
		r.pos += len(word)
	default:
		r.pos = at
	}
}
