package unit

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Options say how a literal is to be scanned.
type Options struct {
	Words   Words
	NoUnits bool // stop after the number: the exponent of a power
	NoUnder bool // stop before a "/" or "per": the time behind "@"
	InCall  bool // inside a function's parentheses, where a comma separates

	IsName func(word string) bool // whether a quantity has the name; nil: none has

	alone bool // a unit without a number, before which one was put
}

// Starts reports whether a literal can begin at the offset.
func Starts(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if startsNumeral(s, i) {
		return true
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	_, money := currencies[string(r)]
	return money && startsNumeral(s, skipSpace(s, i+size))
}

func startsNumeral(s string, i int) bool {
	return i < len(s) && (isDigit(s[i]) || s[i] == '.' && i+1 < len(s) && isDigit(s[i+1]))
}

// Scan reads one literal that begins at the offset (where Starts is true): the
// number with magnitude or form, a unit, and every "/unit" or "per unit" behind
// it. It returns the offset behind the literal.
func Scan(s string, i int, opt Options) (Literal, int, *Error) {
	sc := scanner{s: s, pos: i, opt: opt}
	var lit Literal
	if !isDigit(s[i]) && s[i] != '.' {
		r, size := utf8.DecodeRuneInString(s[i:])
		lit.Unit = table[currencies[string(r)]]
		sc.pos = skipSpace(s, i+size)
	}
	if err := sc.number(&lit); err != nil {
		return lit, sc.pos, err
	}
	if lit.Unit != nil && lit.Form != Plain {
		return lit, sc.pos, &Error{i, sc.pos, fmt.Sprintf("%q is money and a share or a factor at once", s[i:sc.pos]),
			"write an amount such as `$5`, or a number without a currency"}
	}
	if opt.NoUnits {
		return lit, sc.pos, nil
	}
	if lit.Form == Plain && lit.Unit == nil {
		if err := sc.unit(&lit); err != nil {
			return lit, sc.pos, err
		}
	}
	for !opt.NoUnder && sc.under(&lit) {
		if len(lit.Under) > maxUnder {
			return lit, sc.pos, &Error{i, sc.pos, "this quantity has too many units below the line", fmt.Sprintf("write at most %d, such as `$0.02/GB/month`", maxUnder)}
		}
	}
	return lit, sc.pos, nil
}

// maxUnder bounds the units below the line: no estimate needs more, and their
// exponents stay within a Dimension.
const maxUnder = 8

type scanner struct {
	s   string
	pos int
	opt Options
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// WordAt is the word that begins at the offset: letters, digits and underscores
// behind a letter.
func WordAt(s string, i int) string {
	end := i
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) && (end == i || r != '_' && !unicode.IsDigit(r)) {
			break
		}
		end += size
	}
	return s[i:end]
}

// number reads the numeral, then a ratio, a percent sign, a multiplier or a
// magnitude.
func (sc *scanner) number(lit *Literal) *Error {
	n, grouped, err := sc.numeral()
	if err != nil {
		return err
	}
	lit.Number, lit.Grouped = n, grouped
	rest := sc.s[sc.pos:]
	switch {
	case strings.HasPrefix(rest, "%"):
		sc.pos++
		lit.Form, lit.Number = Percent, n.shifted(-2)
	case len(rest) > 1 && rest[0] == ':' && isDigit(rest[1]):
		return sc.ratio(lit)
	default:
		sc.magnitude(lit)
	}
	return nil
}

func (sc *scanner) ratio(lit *Literal) *Error {
	start := sc.pos
	sc.pos++
	over, _, err := sc.numeral()
	if err != nil {
		return err
	}
	if over.IsZero() {
		return &Error{start + 1, sc.pos, "a ratio to 0 has no value", "write both sides above 0, such as `100:1`"}
	}
	lit.Form, lit.Over = Ratio, over
	return nil
}

// numeral reads 12, 1,825, 1_000, 1.5e9 and .5.
func (sc *scanner) numeral() (Number, bool, *Error) {
	s, start, i := sc.s, sc.pos, sc.pos
	var text []byte
	take := func() {
		for i < len(s) && isDigit(s[i]) {
			text = append(text, s[i])
			i++
		}
	}
	sep := byte(0) // what parts the groups so far
	take()
	for i < len(s)-1 && (s[i] == '_' || s[i] == ',') && isDigit(s[i+1]) {
		if s[i] == ',' {
			parts, err := sc.comma(start, i, sep)
			if err != nil {
				return Number{}, false, err
			}
			if !parts {
				break
			}
		} else if sep == ',' {
			return Number{}, false, &Error{start, i + 1, "a number is grouped by commas or by underscores, not by both", "write `1,825` or `1_825`"}
		}
		sep = s[i]
		i++
		take()
	}
	if i < len(s) && s[i] == '.' && (i+1 < len(s) && isDigit(s[i+1]) || i > start && !nextIsName(s, i+1)) {
		text = append(text, '.')
		i++
		take()
	}
	if end := exponentEnd(s, i); end > i {
		text = append(text, s[i:end]...)
		i = end
	}
	sc.pos = i
	n, ok := parseNumber(string(text))
	if !ok {
		return n, false, &Error{start, i, "this number is too long or too large", fmt.Sprintf("write at most %d digits and exponents up to %d", MaxDigits, maxExp)}
	}
	return n, sep != 0, nil
}

// comma decides what a comma between two digits does: it parts groups of exactly
// three digits or, inside a call, arguments. What could be both is refused, and so
// is a decimal comma.
func (sc *scanner) comma(start, i int, sep byte) (parts bool, err *Error) {
	s, group := sc.s, 1
	for i+group < len(s) && isDigit(s[i+group]) {
		group++
	}
	threes := group == 4 && (sep == ',' || sep == 0 && i-start <= 3 && s[start] != '0')
	switch {
	case threes && sc.opt.InCall:
		return false, &Error{start, i + group, fmt.Sprintf("%q can be one number or two arguments", s[start:i+group]),
			fmt.Sprintf("write `%s, %s` for two, `%s%s` for one", s[start:i], s[i+1:i+group], s[start:i], s[i+1:i+group])}
	case !threes && !sc.opt.InCall:
		return false, &Error{start, i + group, fmt.Sprintf("%q has a comma that does not part groups of three digits", s[start:i+group]),
			"write `1,825` or `1825`; a decimal point is `.`"}
	}
	return threes, nil
}

func nextIsName(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// exponentEnd is the end of an exponent such as e9, E-3 at i, or i.
func exponentEnd(s string, i int) int {
	j := i
	if j < len(s) && (s[j] == 'e' || s[j] == 'E') {
		j++
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		digits := j
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		if j > digits && !nextIsName(s, j) {
			return j
		}
	}
	return i
}

// magnitude reads K, M, B, bn, T that touch the number, the multiplier x, and
// words such as million that may stand apart.
func (sc *scanner) magnitude(lit *Literal) {
	word := WordAt(sc.s, sc.pos)
	if word == "x" {
		lit.Form = Multiplier
		sc.pos++
		return
	}
	if e, ok := magnitudeLetters[word]; ok {
		lit.Number, lit.Magnitude = lit.Number.shifted(e), word
		sc.pos += len(word)
		return
	}
	at := skipSpace(sc.s, sc.pos)
	word = WordAt(sc.s, at)
	if e, ok := magnitudeWords[word]; ok {
		lit.Number, lit.Magnitude = lit.Number.shifted(e), word
		sc.pos = at + len(word)
	}
}

// Operators written as words; after a number they are not units.
var operatorWords = map[string]bool{"of": true, "per": true, "to": true, "in": true}

// unit reads the unit behind a plain number, where there is one.
func (sc *scanner) unit(lit *Literal) *Error {
	at := skipSpace(sc.s, sc.pos)
	word := WordAt(sc.s, at)
	if word == "" || operatorWords[word] {
		return nil
	}
	if u, ok := Lookup(word); ok {
		lit.Unit = u
		sc.pos = at + len(word)
		return nil
	}
	if sc.opt.Words.Plural(word) {
		lit.Unit = &Unit{Symbol: word, coef: 1, Counting: true}
		sc.pos = at + len(word)
		return nil
	}
	return sc.unknown(at, word)
}

// unknown explains a word behind a number that is not a unit.
func (sc *scanner) unknown(at int, word string) *Error {
	fail := func(message, help string) *Error {
		return &Error{Start: at, End: at + len(word), Message: message, Help: help}
	}
	if message, help := Refused(word); message != "" {
		return fail(message, help)
	}
	if _, ok := magnitudeLetters[word]; ok {
		return fail(fmt.Sprintf("%q stands apart from its number", word), fmt.Sprintf("write `%s%s`", sc.numberBefore(at), word))
	}
	if sc.opt.Words.Singular(word) {
		return fail(fmt.Sprintf("%q after a number can be a count or a product", word),
			fmt.Sprintf("write `%ss` for a count, `* %s` for its rate or size", word, word))
	}
	if word == "x" {
		return fail(`"x" stands apart from its number`, "write `3x` for a multiplier, `*` for a product")
	}
	if symbol, ok := InProse(word); ok {
		return fail(fmt.Sprintf("unknown unit %q", word), fmt.Sprintf("write `%s`", sc.behindNumber(at, symbol)))
	}
	units, counting := Names()
	if len(word) == 1 { // every letter is one edit from every other
		units, counting = []string{strings.ToLower(word), strings.ToUpper(word)}, nil
		units = slices.DeleteFunc(units, func(u string) bool { return table[u] == nil })
	}
	if near := Nearest(word, append(units, counting...)); near != "" {
		return fail(fmt.Sprintf("unknown unit %q", word), fmt.Sprintf("did you mean `%s`?", near))
	}
	if u, ok := singulars[word]; ok {
		return fail(fmt.Sprintf("%q counts only in the plural after a number", word), fmt.Sprintf("write `%ss`", u.Symbol))
	}
	if help := sc.clock(at, word); help != "" {
		return fail(fmt.Sprintf("unknown unit %q", word), help)
	}
	after := sc.s[at+len(word):]
	switch {
	case sc.opt.IsName != nil && sc.opt.IsName(word), strings.HasPrefix(after, "("), strings.HasPrefix(after, "."):
		return fail(fmt.Sprintf("unknown unit %q", word), "put an operator between a number and a name, as in `10 * "+word+"`")
	case sc.opt.alone:
		return fail(fmt.Sprintf("unknown unit %q", word), "there is no such unit; `botec help language` lists them")
	default:
		return fail(fmt.Sprintf("unknown unit %q", word), NoSuchName)
	}
}

// NoSuchName is the help for a word behind a number that is nothing in a formula.
const NoSuchName = "there is no such unit, and no such name; a count of things is a plain number"

// numberBefore is the text of the number that ends before an offset.
func (sc *scanner) numberBefore(at int) string {
	number := strings.TrimRight(sc.s[:at], " \t")
	if i := strings.LastIndexAny(number, " \t(*/+-^,"); i >= 0 {
		number = number[i+1:]
	}
	return number
}

// behindNumber is a unit with the number before an offset, if somebody wrote one.
func (sc *scanner) behindNumber(at int, symbol string) string {
	if sc.opt.alone {
		return symbol
	}
	return sc.numberBefore(at) + " " + symbol
}

// clock gives the sum that a time of the clock's kind, "1h30m", stands for; empty where the
// word and its number are none. Behind hours an m is minutes.
func (sc *scanner) clock(at int, word string) string {
	out, rest, behind := sc.numberBefore(at), word, ""
	for rest != "" {
		letters := strings.TrimLeftFunc(rest, unicode.IsLetter)
		symbol := rest[:len(rest)-len(letters)]
		if symbol == "m" && behind == "h" {
			symbol = "min"
		}
		u, ok := Lookup(symbol)
		if !ok || u.Dim != Time {
			return ""
		}
		out += " " + symbol
		behind = u.Symbol
		rest = strings.TrimLeft(letters, "0123456789")
		digits := letters[:len(letters)-len(rest)]
		if digits == "" && rest != "" {
			return ""
		}
		if digits != "" {
			out += " + " + digits
			if rest == "" {
				return ""
			}
		}
	}
	if strings.TrimSpace(sc.s[:len(strings.TrimRight(sc.s[:at], " \t"))-len(sc.numberBefore(at))]) != "" {
		out = "(" + out + ")" // whatever stands before it is for all of it
	}
	return fmt.Sprintf("write the sum: `%s`", out)
}

// under reads one "/unit" or "per unit".
func (sc *scanner) under(lit *Literal) bool {
	at := skipSpace(sc.s, sc.pos)
	switch {
	case at < len(sc.s) && sc.s[at] == '/':
		at++
	case WordAt(sc.s, at) == "per":
		at += len("per")
	default:
		return false
	}
	at = skipSpace(sc.s, at)
	word := WordAt(sc.s, at)
	if word == "" {
		return false
	}
	u, ok := LookupUnder(word)
	if !ok && sc.opt.Words.Singular(word) {
		u, ok = &Unit{Symbol: word, coef: 1, Counting: true}, true
	}
	if !ok || at+len(word) < len(sc.s) && strings.ContainsRune(".(@", rune(sc.s[at+len(word)])) {
		return false
	}
	lit.Under = append(lit.Under, u)
	sc.pos = at + len(word)
	return true
}
