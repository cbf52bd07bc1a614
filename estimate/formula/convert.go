package formula

import (
	"slices"
	"strings"

	"botec/estimate/unit"
)

// Conversion is an expression and the unit behind its "in".
type Conversion struct {
	Node Node
	In   *unit.Literal // one of the unit; nil: none is named
	InAt Span
}

// ParseConversion reads an expression and, behind `in`, the unit that its value is
// wanted in: "500 TB/day in GB/s".
func ParseConversion(text string, v Vocabulary) (Conversion, *Error) {
	head, at, ok := cutIn(text)
	if !ok {
		n, err := Parse(text, v)
		return Conversion{Node: n}, err
	}
	n, err := Parse(head, v)
	if err != nil {
		return Conversion{}, err
	}
	words := v.Words
	if words == nil {
		words = unit.NoWords{}
	}
	rest := text[at:]
	span := Span{at + len(rest) - len(strings.TrimLeft(rest, " \t")), at + len(strings.TrimRight(rest, " \t"))}
	if span.Start >= span.End {
		return Conversion{}, errorAt(Span{at - len("in"), at}, RuleUnit, "write a unit behind it, such as `in GB/s`", "there is no unit behind `in`")
	}
	lit, bad := unit.ParseUnit(text[span.Start:span.End], words)
	if bad != nil {
		return Conversion{}, errorAt(Span{span.Start + bad.Start, span.Start + bad.End}, RuleUnit, bad.Help, "%s", bad.Message)
	}
	return Conversion{n, &lit, span}, nil
}

// cutIn finds the last word "in" outside parentheses: what stands before it, and the
// offset behind it.
func cutIn(text string) (head string, behind int, ok bool) {
	depth := 0
	for i := len(text) - 1; i > 0; i-- {
		switch text[i] {
		case ')':
			depth++
		case '(':
			depth--
		case 'n':
			before := i >= 2 && (text[i-2] == ' ' || text[i-2] == '\t' || text[i-2] == ')')
			after := i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\t' || text[i+1] == '/' || text[i+1] == '%'
			if depth == 0 && text[i-1] == 'i' && before && after {
				return text[:i-1], i + 1, true
			}
		}
	}
	return text, 0, false
}

// operatorWords are the operators that are words.
var operatorWords = []string{"in", "of", "per", "to", "x"}

// ReservedWords lists the words that Reserved refuses.
func ReservedWords() []string {
	units, _ := unit.Names()
	return slices.Concat(units, unit.Magnitudes(), operatorWords)
}

// Reserved says why a word of the language cannot name something, empty where it can.
func Reserved(word string) string {
	u, isUnit := unit.Lookup(word)
	switch {
	case isUnit && !u.Counting:
		return "a unit"
	case slices.Contains(operatorWords, word):
		return "an operator of the language"
	case unit.IsMagnitude(word):
		return "a magnitude"
	default:
		return ""
	}
}

// IsName reports whether a word can be a name by its letters: [a-z][a-z0-9_]*.
func IsName(s string) bool {
	for i, r := range s {
		if !(r >= 'a' && r <= 'z' || i > 0 && (r == '_' || r >= '0' && r <= '9')) {
			return false
		}
	}
	return s != ""
}
