package spec

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
)

// readable refuses what must not reach the YAML parser.
func (d *document) readable(data []byte) bool {
	if len(data) > MaxBytes {
		d.fail(estimate.Place{File: d.file}, 0, ruleLimit, "split it: shared assumptions go into a file that others `use`", "the file has %d bytes, at most %d are read", len(data), MaxBytes)
		return false
	}
	ok := true
	for i, line := range d.lines {
		column := 0
		for rest := line; rest != ""; {
			char, size := utf8.DecodeRuneInString(rest)
			column++
			switch {
			case char == utf8.RuneError && size == 1:
				d.fail(d.at(i+1, column), 1, ruleEncoding, "save the file as UTF-8", "byte 0x%02X is not UTF-8", rest[0])
				return false
			case char < ' ' && char != '\t' || char >= 0x7f && char < 0xa0 || char == 0x2028 || char == 0x2029:
				d.fail(d.at(i+1, column), 1, ruleEncoding, "delete it", "control character %U", char)
				ok = false
			}
			rest = rest[size:]
		}
	}
	return ok && d.shallow()
}

// shallow refuses deep nesting, which the YAML parser would take seconds for: of
// brackets, of dashes and by indentation.
func (d *document) shallow() bool {
	brackets := 0
	indents := []int{-1}
	for i, line := range d.lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		text := strings.TrimLeft(line, " ")
		if text != "" && text[0] != '#' && brackets <= 0 {
			for len(indents) > 1 && indents[len(indents)-1] >= indent {
				indents = indents[:len(indents)-1]
			}
			indents = append(indents, indent)
		}
		dashes := 0
		for strings.HasPrefix(text[min(2*dashes, len(text)):], "- ") {
			dashes++
		}
		for column, char := range line {
			switch char {
			case '[', '{':
				brackets++
			case ']', '}':
				brackets = max(0, brackets-1)
			case '#':
				if column == 0 || line[column-1] == ' ' {
					goto next
				}
			}
			if max(brackets, dashes+len(indents)) > 2*MaxDepth {
				d.fail(d.at(i+1, utf8.RuneCountInString(line[:column])+1), 1, ruleLimit, "no field of a scenario needs it", "the file is nested more than %d deep", 2*MaxDepth)
				return false
			}
		}
	next:
	}
	return true
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// syntax words an error of the YAML parser. It knows the usual slips by the line at
// which the parser stopped.
func (d *document) syntax(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	var typeError *yaml.TypeError
	if errors.As(err, &typeError) && len(typeError.Errors) > 0 {
		message = typeError.Errors[0]
	}
	if message == "EOF" {
		d.empty()
		return
	}
	line := 0
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	if d.knownSlip(line) {
		return
	}
	if d.unclosed() || d.stray() {
		return
	}
	line = min(max(line, 1), max(len(d.lines), 1))
	text := d.lines[line-1]
	column := len(text) - len(strings.TrimLeft(text, " \t")) + 1
	d.fail(d.at(line, column), max(1, utf8.RuneCountInString(strings.TrimSpace(text))), ruleSyntax, "a field is `key: value`; fields of one map stand in one column", "%s", message)
}

var (
	comparisonValue = regexp.MustCompile(`:\s+([>|]\s*=?\s*[^\s#].*)$`)
	forbiddenStart  = regexp.MustCompile("(?::|-)\\s+([@`%&*!|])")
	twoColons       = regexp.MustCompile(`^\s*[^"'#{\[]*?:\s+[^"'#{\[]*?(: )`)
)

// knownSlip finds what people write that YAML cannot read, at the parser's line or
// one beside it.
func (d *document) knownSlip(line int) bool {
	column := func(i, offset int) estimate.Place {
		return d.at(i, utf8.RuneCountInString(d.lines[i-1][:offset])+1)
	}
	for _, i := range []int{line, line - 1, line + 1, line - 2} {
		if i < 1 || i > len(d.lines) {
			continue
		}
		text := d.lines[i-1]
		if tab := strings.IndexByte(text, '\t'); tab >= 0 && strings.TrimLeft(text[:tab], " ") == "" {
			d.fail(column(i, tab), 1, ruleSyntax, "indent with spaces", "a tab in the indentation")
			return true
		}
		if m := comparisonValue.FindStringSubmatchIndex(text); m != nil {
			value := strings.TrimSpace(text[m[2]:])
			bound := strings.TrimSpace(strings.TrimLeft(value, "|>= "))
			words := "over "
			if strings.Contains(value[:len(value)-len(bound)], "=") {
				words = "at least "
			}
			d.fail(column(i, m[2]), utf8.RuneCountInString(value), ruleSyntax, fmt.Sprintf("write `%s%s`, or put quotes around %q", words, bound, value), "`>` begins a block of text in YAML")
			return true
		}
		if m := forbiddenStart.FindStringSubmatchIndex(text); m != nil {
			d.fail(column(i, m[2]), 1, ruleSyntax, "put quotes around the value", "a value cannot begin with %q in YAML", text[m[2]:m[3]])
			return true
		}
		if m := twoColons.FindStringSubmatchIndex(text); m != nil {
			d.fail(column(i, m[2]), 1, ruleSyntax, "put quotes around the value, or write one field a line", "a second `: ` in one line")
			return true
		}
	}
	return false
}

// unclosed finds the last bracket that is opened and never closed.
func (d *document) unclosed() bool {
	type bracket struct {
		line, column int
		char         rune
	}
	var open []bracket
	for i, line := range d.lines {
		column, last, quote := 0, ' ', rune(0)
		for _, char := range line {
			column++
			switch {
			case quote != 0:
				if char == quote {
					quote = 0
				}
			case char == '"' || char == '\'':
				quote = char
			case char == '#' && last == ' ':
				quote = '\n' // the rest is a comment
			case char == '{' || char == '[':
				open = append(open, bracket{i + 1, column, char})
			case (char == '}' || char == ']') && len(open) > 0:
				open = open[:len(open)-1]
			}
			last = char
		}
	}
	if len(open) == 0 {
		return false
	}
	b := open[len(open)-1]
	d.fail(d.at(b.line, b.column), 1, ruleSyntax, fmt.Sprintf("write `%c` behind its last field", b.char+2), "this `%c` is not closed", b.char)
	return true
}

// stray finds a line that is indented like none of the fields around it.
func (d *document) stray() bool {
	levels := []int{0}
	for i, line := range d.lines {
		text := strings.TrimLeft(line, " ")
		if text == "" || text[0] == '#' {
			continue
		}
		indent := len(line) - len(text)
		if indent > levels[len(levels)-1] {
			levels = append(levels, indent)
			continue
		}
		for indent < levels[len(levels)-1] {
			levels = levels[:len(levels)-1]
		}
		if indent != levels[len(levels)-1] {
			d.fail(d.at(i+1, indent+1), utf8.RuneCountInString(text), ruleSyntax, "fields of one map stand in one column",
				"this is indented by %d spaces, and nothing around it is", indent)
			return true
		}
	}
	return false
}
