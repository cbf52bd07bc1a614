package drill

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"botec/estimate/unit"
)

// cleaned makes signs that look alike one sign and runs of space one space, and leaves
// out what says that an answer is rough.
func cleaned(text string) (string, *Refusal) {
	if !utf8.ValidString(text) {
		return "", &Refusal{Message: "the answer is not UTF-8", Help: "write it in plain letters and digits"}
	}
	for _, r := range text {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return "", &Refusal{Message: fmt.Sprintf("control character %U in the answer", r), Help: "write it in plain letters and digits"}
		}
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\u2060':
			return ' '
		case strings.ContainsRune("∼～≃≅≈~", r):
			return '~'
		case strings.ContainsRune("−‑‐–—", r):
			return '-'
		case r == '⁄':
			return '/'
		case r == '×' || r == '·':
			return '*'
		case r == 'μ':
			return 'µ'
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	for {
		rest := strings.TrimLeft(text, "~= ")
		for _, word := range []string{"about", "around", "roughly", "approximately", "approx.", "approx", "circa", "ca."} {
			if after, ok := cutWord(rest, word); ok {
				rest = after
			}
		}
		if rest == text {
			return strings.TrimSuffix(text, "."), nil
		}
		text = rest
	}
}

// cutWord takes a word off the front, whatever its case, where it ends there.
func cutWord(text, word string) (rest string, ok bool) {
	if len(text) < len(word) || !strings.EqualFold(text[:len(word)], word) {
		return text, false
	}
	rest = text[len(word):]
	if !strings.HasSuffix(word, ".") && rest != "" && !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "~") {
		return text, false
	}
	return strings.TrimLeft(rest, " "), true
}

// cutRange parts "12k-15k", "12k to 15k" and "between 12k and 15k".
func cutRange(text string) (low, high string, ok bool) {
	if rest, is := cutWord(text, "between"); is {
		low, high, ok = strings.Cut(rest, " and ")
		return strings.TrimSpace(low), strings.TrimSpace(high), ok
	}
	if low, high, ok = strings.Cut(text, " to "); ok {
		return strings.TrimSpace(low), strings.TrimSpace(high), true
	}
	for i := 1; i < len(text); i++ {
		before := text[i-1]
		if text[i] != '-' || before == '^' || (before == 'e' || before == 'E') && i > 1 && isDigitOrPoint(text[i-2]) {
			continue // an exponent
		}
		low, high = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
		if unit.Starts(strings.TrimLeft(high, "~ "), 0) {
			return low, strings.TrimLeft(high, "~ "), true
		}
	}
	return text, "", false
}

func isDigitOrPoint(c byte) bool { return c >= '0' && c <= '9' || c == '.' }

// literal reads one quantity in the words of people as one that scenarios have.
func (q *Question) literal(text string) (unit.Literal, *Refusal) {
	fail := func(message, help string) (unit.Literal, *Refusal) {
		return unit.Literal{}, &Refusal{Message: message, Help: help}
	}
	if strings.HasPrefix(text, "-") {
		return fail(fmt.Sprintf("%q is below 0", text), "an answer is a figure above 0, such as `"+q.example()+"`")
	}
	text = strings.TrimPrefix(text, "+")
	number, rest := cutNumber(text)
	if number == "" {
		return fail(fmt.Sprintf("%q is no figure", text), "write "+q.Wanted())
	}
	if refusal := twoReadings(number, rest); refusal != nil {
		return unit.Literal{}, refusal
	}
	if strings.HasPrefix(rest, ":") { // a ratio, which unit.Parse reads
		rest = strings.TrimSpace(rest)
	}
	if lit, ok := compound(number, rest); ok {
		return lit, nil
	}
	number, refusal := power(number, &rest)
	if refusal != nil {
		return unit.Literal{}, refusal
	}
	lit, err := unit.Parse(number + q.spoken(rest))
	if err == nil {
		return lit, nil
	}
	help := "write " + q.Wanted()
	if bad := (*unit.Error)(nil); errors.As(err, &bad) && bad.Help != "" && bad.Help != unit.NoSuchName && !strings.Contains(bad.Help, "operator between") {
		help = bad.Help
	}
	return fail(err.Error(), help)
}

// spoken writes what stands behind a number as a scenario has it: " requests a second"
// is "/s", " k" is "K", " gigabytes per day" is " GB/day".
func (q *Question) spoken(text string) string {
	head, below, under := strings.Cut(text, "/")
	words := strings.Fields(head)
	var out strings.Builder
	if len(words) > 0 && head[0] != ' ' {
		out.WriteString(q.touching(words[0]))
		words = words[1:]
	} else if len(words) > 0 && isMagnitudeLetter(words[0]) { // "12 k"
		out.WriteString(words[0])
		words = words[1:]
	}
	for len(words) > 0 {
		n, text := q.phrase(words)
		out.WriteString(text)
		words = words[n:]
	}
	if under {
		out.WriteString("/" + spokenUnit(strings.TrimSpace(below)))
	}
	return out.String()
}

// touching writes a word that stands right behind its number.
func (q *Question) touching(word string) string {
	switch {
	case word == "B" && q.truth.Type.Dim == unit.DataRate: // "3B/s" of bytes, not three billion
		return " B"
	case strings.EqualFold(word, "percent"):
		return "%"
	case q.counts(strings.ToLower(word)): // "12qps"
		return ""
	case unit.IsMagnitude(strings.ToLower(word)) && len(word) > 2: // "12million"
		return " " + strings.ToLower(word)
	default:
		return spokenUnit(word)
	}
}

// phrase writes the first of the words that stand apart from the number, or two of them,
// and says how many.
func (q *Question) phrase(words []string) (n int, text string) {
	word, lower := words[0], strings.ToLower(words[0])
	switch {
	case unit.IsMagnitude(lower) && len(lower) > 2:
		return 1, " " + lower
	case q.counts(lower):
		return 1, ""
	case lower == "percent":
		return 1, "%"
	case per(lower) && len(words) > 1:
		return 2, "/" + spokenUnit(words[1])
	case adverb(lower) != "":
		return 1, "/" + adverb(lower)
	case strings.HasPrefix(word, "%"):
		return 1, spokenUnit(word)
	default:
		return 1, " " + spokenUnit(word)
	}
}

// isMagnitudeLetter reports whether a word apart from its number is a magnitude letter;
// "B" is a byte there.
func isMagnitudeLetter(word string) bool {
	return unit.IsMagnitude(word) && len(word) <= 2 && word != "B"
}

func per(word string) bool {
	return slices.Contains([]string{"per", "a", "an", "each", "every"}, word)
}

func adverb(word string) string {
	switch word {
	case "daily":
		return "day"
	case "hourly":
		return "h"
	case "monthly":
		return "month"
	case "yearly", "annually":
		return "year"
	}
	return ""
}

// spokenUnit is the symbol of a unit in words: "gigabytes per day" is "GB/day".
func spokenUnit(text string) string {
	words := strings.Fields(text)
	var out []string
	for i := 0; i < len(words); i++ {
		word := words[i]
		if per(strings.ToLower(word)) && i > 0 && i+1 < len(words) {
			i++
			out[len(out)-1] += "/" + symbol(words[i])
			continue
		}
		head, below, under := strings.Cut(word, "/")
		word = symbol(head)
		if under {
			word += "/" + symbol(below)
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func symbol(word string) string {
	if s, ok := unit.InProse(word); ok {
		return s
	}
	return word
}

// abbreviations are what people write for what is counted, beyond the words of the
// language.
var abbreviations = []string{"req", "reqs", "request", "op", "ops", "operation", "operations", "read", "reads", "write", "writes", "msg", "msgs", "conn", "conns", "bit", "bits", "times", "boxes", "hosts", "disks"}

// counts reports whether a word names what the figure counts, which a person may write
// or leave out.
func (q *Question) counts(word string) bool {
	dim := q.truth.Type.Dim
	if dim != unit.None && dim != unit.Rate {
		return false
	}
	for _, noun := range strings.Fields(strings.Join(q.nouns, " ")) { // "page views"
		if word == noun || word == singular(noun) {
			return true
		}
	}
	if u, ok := unit.Lookup(word); ok && u.Counting {
		return true
	}
	if u, ok := unit.LookupUnder(word); ok && u.Counting {
		return true
	}
	return slices.Contains(abbreviations, word)
}

// countWords name counts of nines.
var countWords = []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}

// nines reads "three nines" and "3 nines" as 99.9%.
func nines(text string) (unit.Literal, bool) {
	count, noun, ok := strings.Cut(strings.ToLower(text), " ")
	n := slices.Index(countWords, count) + 1
	if len(count) == 1 && count[0] >= '1' && count[0] <= '9' {
		n = int(count[0] - '0')
	}
	if !ok || n == 0 || noun != "nines" && noun != "nine" {
		return unit.Literal{}, false
	}
	lit, err := unit.Parse("0." + strings.Repeat("9", n))
	return lit, err == nil
}
