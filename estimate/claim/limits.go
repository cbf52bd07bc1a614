package claim

import (
	"bytes"
	"fmt"
	"strings"

	"botec/estimate"
	"botec/estimate/unit"
)

// Limits on a document that has claims or scenarios. They are far above what anybody
// writes, and keep the Markdown parser, to which some texts cost the square of their
// length, from taking more than a moment.
const (
	MaxBytes  = 512 << 10
	MaxLine   = 16 << 10 // bytes of a line
	MaxDepth  = 20       // quotes and lists that begin on one line
	MaxClaims = 5000     // and all else that has the sign of one, as in code
	MaxFences = 100      // of scenarios
)

// RuleDocumentLimit is broken by a document that is longer, or deeper, than any needs to be.
const RuleDocumentLimit = "document-limit"

// tooLong says what keeps a document from being parsed; nil: nothing does.
func (d *Document) tooLong() *estimate.Problem {
	refuse := func(line int, help, format string, args ...any) *estimate.Problem {
		return &estimate.Problem{Place: estimate.Place{File: d.File, Line: line, Column: 1}, Rule: RuleDocumentLimit, Message: fmt.Sprintf(format, args...), Help: help}
	}
	if n := len(d.source); n > MaxBytes {
		return refuse(0, "split it", "the document has %s bytes, at most %s are checked", unit.Grouped(n), unit.Grouped(MaxBytes))
	}
	if n := bytes.Count(d.source, []byte("][=")); n > MaxClaims {
		return refuse(0, "split the document", "the document has `][=` %s times, at most %s claims are checked", unit.Grouped(n), unit.Grouped(MaxClaims))
	}
	number, fences := 0, 0
	for line := range bytes.Lines(d.source) {
		number++
		if beginsScenario(line) {
			fences++
		}
		if len(line) > MaxLine {
			return refuse(number, "break it into several lines", "the line has %s bytes, at most %s are checked", unit.Grouped(len(line)), unit.Grouped(MaxLine))
		}
		if depthOf(line) > MaxDepth {
			return refuse(number, "no document needs it", "quotes and lists are nested more than %d deep", MaxDepth)
		}
	}
	if fences > MaxFences {
		return refuse(0, "split the document", "%s lines begin a scenario, at most %d are checked", unit.Grouped(fences), MaxFences)
	}
	return nil
}

// beginsScenario reports whether a line has the form of one that begins a scenario, in a
// quote or a list too: every fence of a scenario begins so, and little else does.
func beginsScenario(line []byte) bool {
	info := bytes.TrimLeft(line, openers)
	for _, mark := range []string{"```", "~~~"} {
		if bytes.HasPrefix(info, []byte(mark)) {
			return isScenario(bytes.TrimLeft(info, mark[:1]))
		}
	}
	return false
}

// openers are what may stand before a fence on its line: spaces, quotes and lists.
const openers = " \t>*+-0123456789.)"

// isScenario reports whether the info of a fence says that a scenario is in it.
func isScenario(info []byte) bool {
	return strings.Join(strings.Fields(string(info)), " ") == "yaml botec"
}

// depthOf is how many quotes and lists begin on a line.
func depthOf(line []byte) int {
	depth, digits := 0, false
	for i, c := range line {
		switch {
		case c == '>':
			depth++
		case c == '-' || c == '*' || c == '+' || digits && (c == '.' || c == ')'):
			if i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
				depth++
			} else if c != '-' && c != '*' {
				return depth
			}
		case c == ' ' || c == '\t':
		case c >= '0' && c <= '9':
		default:
			return depth
		}
		digits = c >= '0' && c <= '9'
	}
	return depth
}
