package spec

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// hidden reports a character that acts on a terminal, or on the text around it,
// rather than being shown.
func hidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && estimate.Visible(string(r)) != string(r)
}

// readable refuses what must not reach the YAML parser.
func (d *document) readable(data []byte) bool {
	if len(data) > MaxBytes {
		d.fail(estimate.Place{File: d.file}, 0, formula.RuleLimit, "split it: shared assumptions go into a file that others `use`", "the file has %s bytes, at most %s are read", unit.Grouped(len(data)), unit.Grouped(MaxBytes))
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

var yamlLine = lazily(`^yaml: line (\d+): `)

// syntax words an error of the YAML parser. It knows the usual slips, and looks for
// them where the text stops being readable.
func (d *document) syntax(err error) {
	if errors.Is(err, io.EOF) {
		d.empty()
		return
	}
	parser := 0
	if m := yamlLine().FindStringSubmatch(err.Error()); m != nil {
		parser, _ = strconv.Atoi(m[1])
	}
	culprit, s := d.culprit(), scan(d.lines)
	for _, i := range d.candidates(culprit, parser, s) {
		if d.lineSlip(i, i <= len(s.inside) && s.inside[i-1]) {
			return
		}
	}
	if d.quoteSlip(culprit) || d.unclosed(s.open) || d.stray() || d.shapeSlip(culprit) {
		return
	}
	text := d.lines[culprit-1]
	d.fail(d.at(culprit, indentOf(text)+1), max(1, utf8.RuneCountInString(strings.TrimSpace(text))), ruleSyntax,
		"a field is `key: value`; fields of one map stand in one column", "this line does not fit what stands before it")
}

// unclosed finds the last bracket or quote that is opened and never closed.
func (d *document) unclosed(open []opening) bool {
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
	inside := scan(d.lines).inside
	for i, line := range d.lines {
		text := strings.TrimLeft(line, " ")
		if text == "" || text[0] == '#' || i < len(inside) && inside[i] {
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
				"this is indented by %s, and nothing around it is", spaces(indent))
			return true
		}
	}
	return false
}

func spaces(n int) string {
	if n == 1 {
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
}
