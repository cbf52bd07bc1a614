package spec

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"botec/estimate/formula"
)

// opening is a bracket or a quote that has not been closed.
type opening struct {
	line, column int
	char         rune
}

// scanner follows brackets and quotes through a text, so far as to tell structure
// from text without the YAML parser: which is what reads texts that it cannot, or
// should not.
type scanner struct {
	open    []opening // innermost last; at most the last is a quote
	deepest []opening // the longest that open has been, up to the limit of nesting
	inside  []bool    // by line: it begins within brackets, quotes or a block of text
	block   int       // the indentation of the key of a block of text, or -1
}

var blockHeader = regexp.MustCompile(`(?:^|[:-]) +[|>][-+0-9]* *(?:#.*)?$`)

func scan(lines []string) *scanner {
	s := &scanner{block: -1}
	for i, line := range lines {
		indent := indentOf(line)
		if s.block >= 0 && (indent > s.block || strings.TrimSpace(line) == "") {
			s.inside = append(s.inside, true)
			continue
		}
		s.block = -1
		s.inside = append(s.inside, len(s.open) > 0)
		s.line(i+1, line)
		if len(s.open) == 0 && strings.ContainsAny(line, "|>") && blockHeader.MatchString(line) {
			s.block = indent
		}
		if len(s.deepest) > 2*MaxDepth {
			break
		}
	}
	return s
}

// line reads one line. A quote, and outside brackets a bracket, is one only where a
// value can begin: elsewhere it is a character of the value.
func (s *scanner) line(number int, line string) {
	begins, last, column := true, ' ', 0
	for rest := line; rest != ""; {
		char, size := utf8.DecodeRuneInString(rest)
		next, _ := utf8.DecodeRuneInString(rest[size:])
		rest, column = rest[size:], column+1
		switch quote := s.quote(); {
		case escapes(quote, char, next):
			_, size = utf8.DecodeRuneInString(rest)
			rest, column = rest[size:], column+1
		case s.closes(quote, char):
			s.open = s.open[:len(s.open)-1]
		case quote != 0:
		case char == '#' && (last == ' ' || last == '\t'):
			return
		case s.opens(char, begins):
			s.push(opening{number, column, char})
		}
		switch flow := len(s.open) > 0; char {
		case ':', '-', '?':
			begins = next == ' '
		case ' ', '\t':
		default:
			begins = flow && (char == ',' || char == '[' || char == '{')
		}
		last = char
	}
}

// escapes reports whether a character inside quotes takes the next one with it.
func escapes(quote, char, next rune) bool {
	return quote == '"' && char == '\\' || quote == '\'' && char == '\'' && next == '\''
}

func (s *scanner) closes(quote, char rune) bool {
	if quote != 0 {
		return char == quote
	}
	return (char == '}' || char == ']') && len(s.open) > 0
}

func (s *scanner) opens(char rune, begins bool) bool {
	switch char {
	case '"', '\'':
		return begins
	case '{', '[':
		return begins || len(s.open) > 0
	}
	return false
}

func (s *scanner) push(o opening) {
	s.open = append(s.open, o)
	if len(s.open) > len(s.deepest) && len(s.deepest) <= 2*MaxDepth {
		s.deepest = append(s.deepest[:0:0], s.open...)
	}
}

// quote gives the quote that is open, or 0.
func (s *scanner) quote() rune {
	if len(s.open) > 0 {
		if c := s.open[len(s.open)-1].char; c == '"' || c == '\'' {
			return c
		}
	}
	return 0
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// shallow refuses deep nesting, which the YAML parser would take seconds for: of
// brackets, of dashes and by indentation. It leaves exactness to the nodes.
func (d *document) shallow() bool {
	s := scan(d.lines)
	if len(s.deepest) > 2*MaxDepth {
		o := s.deepest[len(s.deepest)-1]
		d.tooDeep(o.line, o.column)
		return false
	}
	indents := []int{-1}
	for i, line := range d.lines {
		indent := indentOf(line)
		text := line[indent:]
		if text == "" || text[0] == '#' || s.inside[i] {
			continue
		}
		for len(indents) > 1 && indents[len(indents)-1] >= indent {
			indents = indents[:len(indents)-1]
		}
		indents = append(indents, indent)
		dashes := 0
		for strings.HasPrefix(text[min(2*dashes, len(text)):], "- ") {
			dashes++
		}
		if len(indents)+dashes > 2*MaxDepth {
			d.tooDeep(i+1, indent+1)
			return false
		}
	}
	return true
}

func (d *document) tooDeep(line, column int) {
	d.fail(d.at(line, column), 1, formula.RuleLimit, "no field of a scenario needs it", "the file is nested more than %d deep", MaxDepth)
}
