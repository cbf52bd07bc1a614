package spec

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
)

// hidden reports a character that acts on a terminal, or on the text around it,
// rather than being shown.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}

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
			case char != '\t' && hidden(char):
				d.fail(d.at(i+1, column), 1, ruleEncoding, "delete it", "control character %U", char)
				ok = false
			}
			rest = rest[size:]
		}
	}
	return ok && d.shallow()
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

// unclosed finds the last bracket or quote that is opened and never closed.
func (d *document) unclosed() bool {
	open := scan(d.lines).open
	if len(open) == 0 {
		return false
	}
	o := open[len(open)-1]
	if o.char == '"' || o.char == '\'' {
		d.fail(d.at(o.line, o.column), 1, ruleSyntax, fmt.Sprintf("write `%c` behind the text", o.char), "this quote is not closed")
	} else {
		d.fail(d.at(o.line, o.column), 1, ruleSyntax, fmt.Sprintf("write `%c` behind its last field", o.char+2), "this `%c` is not closed", o.char)
	}
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
