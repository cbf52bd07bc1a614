package estimate

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// phrase is a constraint as a sentence, a list or a table cell has it, on its way to
// the words that a scenario takes.
type phrase struct {
	text  string // as written, with plain spaces
	plain string // as a scenario would have it
	spans spans
}

// spans are where the parts of a constraint with one figure stand in its text, for
// wordings that change a part and leave the rest in its author's words.
type spans struct {
	number formula.Span // with its magnitude
	unit   formula.Span // empty where there is none
	end    int          // of the figure; what follows is the author's
}

// proseReader reads one phrase.
type proseReader struct {
	s    string
	pos  int
	want unit.Dimension
	in   string // the unit of the column, from the label
	cal  unit.Calendar
}

// figure is one quantity of a phrase, each part as a scenario would have it.
type figure struct {
	currency, number, mark, magnitude, unit, under string
	noun                                           bool // a word of the author's own was left out
	spans                                          spans
}

// bare reports whether the figure says nothing of what it measures.
func (f *figure) bare() bool {
	return f.currency == "" && f.mark == "" && f.unit == "" && f.under == ""
}

func (f *figure) String() string {
	return f.currency + f.number + f.mark + f.magnitude + f.unit + f.under
}

// readPhrase reads what a claim says about a quantity of a dimension. People write
// numbers in more ways than scenarios do: the differences end here. The unit that a
// column's header gives belongs to every figure that has none of its own.
func readPhrase(text string, want unit.Dimension, in string, cal unit.Calendar) (*phrase, *formula.Error) {
	r := &proseReader{s: plainSpaces(text), want: want, in: in, cal: cal}
	p := &phrase{text: r.s}
	open := r.opening()
	low, err := r.figure()
	if err != nil {
		return p, err
	}
	p.spans = low.spans
	figures, joint := []*figure{low}, ""
	if joint = r.joint(open == "between "); joint != "" {
		high, err := r.figure()
		if err != nil {
			return p, err
		}
		figures = append(figures, high)
	}
	if err := r.units(figures); err != nil {
		return p, err
	}
	plus := ""
	if strings.HasPrefix(r.s[r.pos:], "+") {
		plus = "+"
		r.pos++
	}
	after, err := r.tail()
	if err != nil {
		return p, err
	}
	if after != "" && (open != "" || plus != "" || joint != "") {
		return p, r.fail(0, "two comparisons stand in one claim", "write one, such as `at most 9 GB`")
	}
	p.plain = open + after + low.String() + plus
	if joint != "" {
		p.plain = open + low.String() + joint + figures[1].String()
	}
	return p, nil
}

func (r *proseReader) fail(from int, message, help string) *formula.Error {
	return &formula.Error{Span: formula.Span{Start: from, End: len(r.s)}, Rule: RuleClaimUnit, Message: message, Help: help}
}

// plainSpaces makes every kind and run of white space one space, and signs that look
// alike one sign.
func plainSpaces(text string) string {
	if singlySpaced(text) {
		return text // as nearly every claim
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\u2060':
			return ' '
		case r == '∼' || r == '～':
			return '~'
		case r == '≃' || r == '≅':
			return '≈'
		case r == '‑' || r == '−' || r == '‐':
			return '-'
		case r == '⁄':
			return '/'
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// singlySpaced reports whether a text is of ASCII with single spaces.
func singlySpaced(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c < ' ' || c == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' ') {
			return false
		}
	}
	return true
}

func (r *proseReader) space() {
	for r.pos < len(r.s) && r.s[r.pos] == ' ' {
		r.pos++
	}
}

// word is the word at the position, which does not move.
func (r *proseReader) word() string {
	r.space()
	return unit.WordAt(r.s, r.pos)
}

// take moves over a text if it stands here, whatever its case; a word has to end
// where the text does.
func (r *proseReader) take(text string) bool {
	rest := r.s[r.pos:]
	if len(rest) < len(text) || !strings.EqualFold(rest[:len(text)], text) {
		return false
	}
	if _, whole := cutWord(strings.ToLower(rest), text); !whole {
		return false
	}
	r.pos += len(text)
	return true
}

// opening reads the words that compare.
func (r *proseReader) opening() string {
	r.space()
	if r.pos < len(r.s) && r.s[r.pos] >= '0' && r.s[r.pos] <= '9' {
		return ""
	}
	if r.take("between") {
		return "between "
	}
	for _, o := range openings {
		if r.take(o.text) {
			return o.cmp.opening()
		}
	}
	for text, cmp := range spokenOpenings {
		if r.take(text) {
			return cmp.opening()
		}
	}
	return ""
}

// spokenOpenings are comparisons of sentences beyond those of scenarios; none begins
// with another.
var spokenOpenings = map[string]comparison{"less than": under, "fewer than": under, "more than": over, "greater than": over, "not more than": atMost, "not less than": minimum}

// closings compare behind a figure: "9 GB or more".
var closings = map[string]comparison{"or more": minimum, "or less": atMost, "or fewer": atMost, "at most": atMost, "at least": minimum, "or so": nearly}

// joint reads what stands between two bounds.
func (r *proseReader) joint(between bool) string {
	r.space()
	if between {
		if r.take("and") {
			return " and "
		}
		return ""
	}
	for _, dash := range []string{"to", "–", "—", "-"} {
		if r.take(dash) {
			return " to "
		}
	}
	return ""
}

// spokenNumbers are what people write out.
var spokenNumbers = map[string]string{"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10"}

// tooWordy are numbers in words that nobody has to guess: they are refused.
var tooWordy = map[string]bool{"hundred": true, "hundreds": true, "dozen": true, "dozens": true, "thousands": true, "millions": true, "billions": true,
	"eleven": true, "twelve": true, "fifteen": true, "twenty": true, "thirty": true, "forty": true, "fifty": true, "sixty": true, "seventy": true, "eighty": true, "ninety": true,
	"quarter": true, "third": true, "couple": true, "few": true, "several": true}

// figure reads one quantity.
func (r *proseReader) figure() (*figure, *formula.Error) {
	r.space()
	f := &figure{}
	f.spans.number.Start = r.pos
	if sign, size := utf8.DecodeRuneInString(r.s[r.pos:]); strings.ContainsRune("$€£¥", sign) && r.pos < len(r.s) {
		f.currency = string(sign)
		r.pos += size
		r.space()
	}
	if err := r.number(f); err != nil {
		return f, err
	}
	if f.currency == "" && r.compound(f) {
		return f, nil
	}
	if !r.mark(f) {
		r.magnitude(f)
	}
	f.spans.number.End, f.spans.end = r.pos, r.pos
	r.unit(f)
	r.under(f)
	return f, nil
}

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
		var end int
		if strings.HasPrefix(r.s[r.pos:], "^") {
			r.pos++
			end = r.pos + len(r.s[r.pos:]) - len(strings.TrimLeft(r.s[r.pos:], "-0123456789"))
		} else {
			end = r.pos + len(r.s[r.pos:]) - len(strings.TrimLeft(r.s[r.pos:], "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
		}
		if exponent := superscripts.Replace(r.s[r.pos:end]); exponent != "" {
			r.pos = end
			return "e" + exponent
		}
	}
	r.pos = at
	return ""
}

// clock are the units of a duration in parts.
var clock = map[string]string{"d": "day", "day": "day", "days": "day", "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "m": "min", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s"}

// compound reads a duration in parts, "3h 39m": as a number of the last part's unit,
// whose last digit is the last that was written.
func (r *proseReader) compound(f *figure) bool {
	at := r.pos
	total, last := new(big.Rat), ""
	number, parts := f.number, 0
	for {
		symbol, ok := clock[strings.ToLower(r.word())]
		value, isNumber := new(big.Rat).SetString(strings.ReplaceAll(number, ",", ""))
		if !ok || !isNumber {
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
		r.pos += len(r.word())
		parts++
		at2 := r.pos
		r.space()
		if number = r.digits(); number == "" {
			r.pos = at2
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
	f.spans.number.End, f.spans.end = r.pos, r.pos
	return true
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

// unit reads the unit, or leaves out the noun of what is counted.
func (r *proseReader) unit(f *figure) {
	at := r.pos
	word := r.word()
	symbol, known := unit.InProse(word)
	message, _ := unit.Refused(word)
	switch {
	case f.mark != "" || word == "" || operators[word]:
	case known:
		if u, _ := unit.Lookup(symbol); u.Counting && (r.want == unit.None || r.want == unit.Rate) {
			r.nouns(f)
			return
		}
		f.spans.unit = formula.Span{Start: r.pos, End: r.pos + len(word)}
		f.unit = " " + symbol
		r.pos += len(word)
		f.spans.end = r.pos
		return
	case message != "":
		f.unit = " " + word // refused with its readings where it is parsed
		r.pos += len(word)
		return
	case r.want == unit.None || r.want == unit.Rate:
		r.nouns(f)
		return
	}
	r.pos = at
}

var operators = map[string]bool{"to": true, "and": true, "or": true, "in": true, "of": true, "per": true, "a": true, "an": true, "each": true, "every": true, "at": true}

// nouns leaves out the words of what is counted: any, where a quantity is a count or a
// rate.
func (r *proseReader) nouns(f *figure) {
	for {
		at := r.pos
		word := r.word()
		if word == "" || operators[word] || isNumberWord(word) || adverbs[strings.ToLower(word)] != "" && r.want == unit.Rate {
			r.pos = at
			return
		}
		if symbol, known := unit.InProse(word); known {
			if u, _ := unit.Lookup(symbol); !u.Counting {
				r.pos = at
				return
			}
		}
		f.noun = true
		r.pos += len(word)
		for r.pos+1 < len(r.s) && r.s[r.pos] == '-' && unit.WordAt(r.s, r.pos+1) != "" { // "half-open"
			r.pos += 1 + len(unit.WordAt(r.s, r.pos+1))
		}
	}
}

// adverbs say how often.
var adverbs = map[string]string{"hourly": "h", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}

// under reads what is below the line: "/s", "per day", "a month", "daily", "per server".
func (r *proseReader) under(f *figure) {
	for f.mark == "" || f.mark == "%" {
		at := r.pos
		word := strings.ToLower(r.word())
		switch {
		case adverbs[word] != "" && r.want != unit.None:
			f.under += "/" + adverbs[word]
			r.pos += len(word)
			r.nouns(f)
			continue
		case strings.HasPrefix(r.s[r.pos:], "/"):
			r.pos++
		case word == "per" || word == "a" || word == "an" || word == "each" || word == "every":
			r.pos += len(word)
		default:
			r.pos = at
			return
		}
		below := r.word()
		symbol, known := unit.InProse(below)
		if u, one := unit.LookupUnder(below); one && u.Counting {
			symbol, known = below, true
		}
		switch {
		case known:
			f.under += "/" + symbol
		case below == "" || word != "per" && word != "":
			r.pos = at
			return
		} // else it is one of a thing of the author's own, and counts as 1
		r.pos += len(below)
		f.spans.end = r.pos
	}
}

// units gives figures without a unit that of their column; a rate without any is per
// second.
func (r *proseReader) units(figures []*figure) *formula.Error {
	last := figures[len(figures)-1]
	if r.in != "" {
		for _, f := range figures {
			if !f.bare() {
				return r.fail(0, fmt.Sprintf("the claim has a unit and its label has one: %s", r.in), "leave one of them out")
			}
			f.unit = r.in
			if first, _ := utf8.DecodeRuneInString(r.in); unicode.IsLetter(first) && (len(r.in) > 1 && r.in[1] != '/' || !unit.IsMagnitude(r.in[:1])) && !(r.in == "x") {
				f.unit = " " + r.in
			}
		}
		return nil
	}
	if r.want == unit.Rate && last.bare() && figures[0].bare() {
		for _, f := range figures {
			f.under = "/s"
		}
	}
	return nil
}

// tail reads what follows the figure: words that compare, or words of the author's own,
// among which no further figure and no unit may be.
func (r *proseReader) tail() (opening string, err *formula.Error) {
	r.space()
	start := r.pos
	for text, cmp := range closings {
		if r.take(text) {
			opening = cmp.opening()
			break
		}
	}
	for r.pos < len(r.s) {
		c, size := utf8.DecodeRuneInString(r.s[r.pos:])
		switch word := unit.WordAt(r.s, r.pos); {
		case isNumberWord(word) && word != "a" && word != "an":
			return "", r.strange(start, fmt.Sprintf("a second number, %q, follows the figure", word))
		case word != "":
			if symbol, known := unit.InProse(word); known && len(word) > 1 {
				if u, _ := unit.Lookup(symbol); !u.Counting {
					return "", r.strange(start, fmt.Sprintf("a second unit, %q, follows the figure", word))
				}
			}
			r.pos += len(word)
		case unicode.IsSpace(c) || unicode.IsPunct(c) && c != '/' && c != '%':
			r.pos += size
		default:
			return "", r.strange(start, fmt.Sprintf("%q follows the figure", r.s[start:]))
		}
	}
	return opening, nil
}

func isNumberWord(word string) bool {
	lower := strings.ToLower(word)
	return tooWordy[lower] || spokenNumbers[lower] != "" || unit.IsMagnitude(lower) && len(lower) > 2 || lower == "half"
}

func (r *proseReader) strange(from int, message string) *formula.Error {
	return r.fail(from, message, "put one figure in digits, with its unit, between the brackets, and the rest of the sentence outside")
}
