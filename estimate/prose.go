package estimate

import (
	"fmt"
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
	return ""
}

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
	at := r.pos
	for _, dash := range []string{"to", "–", "—", "-"} {
		if r.take(dash) && r.isFigure() {
			return " to "
		}
		r.pos = at
	}
	return ""
}

// isFigure reports whether a figure can begin at the position.
func (r *proseReader) isFigure() bool {
	r.space()
	word := strings.ToLower(unit.WordAt(r.s, r.pos))
	return unit.Starts(r.s, r.pos) || word == "half" || spokenNumbers[word] != ""
}

// currencySigns stand before their amount.
const currencySigns = "$€£¥"

// figure reads one quantity.
func (r *proseReader) figure() (*figure, *formula.Error) {
	r.space()
	f := &figure{}
	r.article()
	code := r.currencyCode()
	f.spans.number.Start = r.pos
	if sign, size := utf8.DecodeRuneInString(r.s[r.pos:]); strings.ContainsRune(currencySigns, sign) && r.pos < len(r.s) {
		f.currency = string(sign)
		r.pos += size
		r.space()
	}
	if err := r.number(f); err != nil {
		return f, err
	}
	if f.currency+code == "" && r.compound(f) {
		return f, nil
	}
	if !r.mark(f) {
		r.magnitude(f)
	}
	f.spans.number.End, f.spans.end = r.pos, r.pos
	if f.unit = code; code == "" {
		r.unit(f)
	}
	r.under(f)
	return f, nil
}

// article leaves "a" out where a figure follows: "a 9 GB heap".
func (r *proseReader) article() {
	at := r.pos
	if !r.take("a") && !r.take("an") {
		return
	}
	if r.space(); !unit.Starts(r.s, r.pos) {
		r.pos = at
	}
}

// currencyCode reads the code of a currency that stands before its amount, as a unit.
func (r *proseReader) currencyCode() string {
	word := unit.WordAt(r.s, r.pos)
	u, known := unit.Lookup(word)
	after := strings.TrimLeft(r.s[r.pos+len(word):], " ")
	if !known || !u.IsCurrency() || !unit.Starts(after, 0) {
		return ""
	}
	r.pos = len(r.s) - len(after)
	return " " + word
}

// unit reads the unit, or leaves out the noun of what is counted.
func (r *proseReader) unit(f *figure) {
	at := r.pos
	if strings.HasPrefix(r.s[r.pos:], "-") { // "a 30-day retention"
		if _, known := unit.InProse(unit.WordAt(r.s, r.pos+1)); known {
			r.pos++
		}
	}
	word := r.word()
	symbol, known := unit.InProse(word)
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
	case isRefused(word):
		f.unit = " " + word // refused with its readings where it is parsed
		r.pos += len(word)
		return
	case r.want == unit.None || r.want == unit.Rate:
		r.nouns(f)
		return
	}
	r.pos = at
}

func isRefused(word string) bool {
	message, _ := unit.Refused(word)
	return message != ""
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
			if sign, size := utf8.DecodeRuneInString(r.in); strings.ContainsRune(currencySigns, sign) {
				f.currency, f.unit = r.in[:size], strings.TrimSpace(r.in[size:])
				continue
			}
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
