package unit

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// Form is the way in which a number without a unit was written.
type Form uint8

// The forms of a number: 12, 12%, 3x, 200:1.
const (
	Plain Form = iota
	Percent
	Multiplier
	Ratio
)

// Literal is a quantity as written: a number, its magnitude or form, a unit, and
// units below the line.
type Literal struct {
	Number    Number // with the magnitude and the percent sign folded in
	Magnitude string // "K", "M", "million" …: as written, or empty
	Form      Form
	Over      Number // the right side of a ratio
	Unit      *Unit  // nil: none
	Under     []*Unit
	Grouped   bool // written with thousands separators
}

// Error is a mistake in a quantity: where it stands (byte offsets into the text),
// what is wrong, and what to write instead.
type Error struct {
	Start, End    int
	Message, Help string
}

func (e *Error) Error() string { return e.Message }

// Words tells the scanner which further words count as 1: the plurals (after a
// number) and singulars (after "/") of a scenario's own actions and datasets.
type Words interface {
	Plural(word string) bool
	Singular(word string) bool
}

// NoWords knows no words beyond the table's.
type NoWords struct{}

// Plural reports false.
func (NoWords) Plural(string) bool { return false }

// Singular reports false.
func (NoWords) Singular(string) bool { return false }

// Dim is the dimension of the literal.
func (l Literal) Dim() Dimension {
	var d Dimension
	if l.Unit != nil {
		d = l.Unit.Dim
	}
	for _, u := range l.Under {
		d = d.Div(u.Dim)
	}
	return d
}

// Value is the float64 nearest to the quantity in base units under the calendar,
// rounded once however many units it has.
func (l Literal) Value(cal Calendar) float64 {
	if l.Form != Ratio && len(l.Under) == 0 {
		switch {
		case l.Unit == nil:
			return l.Number.Float()
		case l.Unit.period == fixed:
			return scaled(l.Number.digits, l.Number.exp, l.Unit.coef, l.Unit.exp10, l.Unit.exp2)
		}
	}
	if f, ok := l.quotient(cal); ok {
		return f
	}
	f, _ := l.Rat(cal).Float64()
	return f
}

// quotient is the value of "10/day" and its like: two whole numbers below 2^53, each a
// float exactly, so that dividing them rounds once.
func (l Literal) quotient(cal Calendar) (float64, bool) {
	if l.Form == Ratio || len(l.Under) != 1 || l.Number.exp < 0 {
		return 0, false
	}
	above := l.Number.Float()
	if l.Unit != nil {
		above *= l.Unit.Factor(cal)
	}
	below := l.Under[0].Factor(cal)
	const exact = 1 << 53
	whole := func(v float64) bool { return v > 0 && v < exact && v == math.Trunc(v) }
	if !whole(above) || !whole(below) || l.Unit != nil && !whole(l.Unit.Factor(cal)) {
		return 0, false
	}
	return above / below, true
}

// Rat is the quantity in base units as an exact fraction.
func (l Literal) Rat(cal Calendar) *big.Rat {
	v := l.Number.Rat()
	if l.Form == Ratio {
		if l.Over.IsZero() {
			return v.SetInt64(0) // refused by the scanner
		}
		v.Quo(v, l.Over.Rat())
	}
	if l.Unit != nil {
		v.Mul(v, l.Unit.rat(cal))
	}
	for _, u := range l.Under {
		v.Quo(v, u.rat(cal))
	}
	return v
}

// Complement is 1 − value, exact to the last written digit; ok is false for a
// literal with a unit.
func (l Literal) Complement() (c float64, ok bool) {
	if l.Unit != nil || len(l.Under) > 0 || l.Form == Ratio {
		return 0, false
	}
	return l.Number.Complement(), true
}

// BillionOrBytes reports whether the literal is a bare "1B", which a reader may
// take for one byte or for a billion.
func (l Literal) BillionOrBytes() bool {
	return l.Magnitude == "B" && l.Unit == nil && len(l.Under) == 0
}

// AsBytes reads a bare "500B" as bytes.
func (l Literal) AsBytes() Literal {
	l.Number = l.Number.shifted(-9)
	l.Magnitude, l.Unit = "", table["B"]
	return l
}

// Dimensionful reports whether the literal has a unit with a dimension, above or
// below the line.
func (l Literal) Dimensionful() bool { return l.Dim() != None }

// UsesPeriod reports whether the value depends on the length of a month or a year.
func (l Literal) UsesPeriod() bool {
	for _, u := range l.Under {
		if u.IsPeriod() {
			return true
		}
	}
	return l.Unit.IsPeriod()
}

var magnitudeLetters = map[string]int{"K": 3, "k": 3, "M": 6, "B": 9, "bn": 9, "T": 12}

var magnitudeWords = map[string]int{"thousand": 3, "million": 6, "billion": 9, "trillion": 12}

// IsMagnitude reports whether the word is a magnitude, as a letter or in full.
func IsMagnitude(word string) bool {
	_, letter := magnitudeLetters[word]
	_, full := magnitudeWords[word]
	return letter || full
}

// Magnitudes lists the words that are magnitudes, in order.
func Magnitudes() []string {
	words := slices.AppendSeq(slices.Collect(maps.Keys(magnitudeLetters)), maps.Keys(magnitudeWords))
	slices.Sort(words)
	return words
}

// Parse reads a text that is one quantity and nothing else.
func Parse(text string) (Literal, error) {
	from := len(text) - len(strings.TrimLeft(text, " \t"))
	if !Starts(text, from) {
		return Literal{}, &Error{Start: 0, End: len(text), Message: "a quantity begins with a number", Help: "write one such as `200M`, `5 MB` or `3/day`"}
	}
	lit, end, err := Scan(text, from, Options{Words: NoWords{}})
	if err == nil && strings.TrimSpace(text[end:]) != "" {
		err = &Error{Start: end, End: len(text), Message: fmt.Sprintf("%q follows the quantity", strings.TrimSpace(text[end:])),
			Help: "write one number with its unit"}
	}
	if err != nil {
		return Literal{}, err
	}
	return lit, nil
}

// ParseUnit reads a unit without a number, as a person names what to convert to: "PB",
// "GB/day", "K/s", "/s", "million/day", "%". It gives one of it; errors have their place
// in the text. Magnitude letters stand alone or before a word or "/": "B" is bytes.
func ParseUnit(text string, words Words) (Literal, *Error) {
	trimmed := strings.TrimSpace(text)
	first, size := utf8.DecodeRuneInString(trimmed)
	word, number := WordAt(trimmed, 0), "1 "
	if code, money := currencies[string(first)]; money {
		trimmed = code + trimmed[size:]
	} else if _, letter := magnitudeLetters[word]; letter && word != "B" || word == "x" || first == '/' || first == '%' {
		number = "1"
	}
	lit, end, err := Scan(number+trimmed, 0, Options{Words: words, alone: true})
	bare := lit.Unit == nil && len(lit.Under) == 0 && lit.Form == Plain && lit.Magnitude == ""
	if err == nil && (end < len(number+trimmed) || bare) {
		err = &Error{Start: len(number), End: len(number + trimmed), Message: fmt.Sprintf("%q is not a unit", strings.TrimSpace(text))}
	}
	if err != nil {
		shift := len(number) - strings.Index(text, strings.TrimSpace(text))
		err.Start, err.End = min(max(0, err.Start-shift), len(text)), min(max(1, err.End-shift), max(1, len(text)))
		if err.Help == "" {
			err.Help = "write a unit, such as `GB/s` or `hours`"
		}
	}
	return lit, err
}
