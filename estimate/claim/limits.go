package claim

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"botec/estimate"
	"botec/estimate/unit"
)

// Limits on a document that has claims or scenarios. They are far above what anybody
// writes, and keep the Markdown parser, to which some texts cost the square of their
// length, from taking more than a moment.
const (
	MaxBytes  = 512 << 10
	MaxLines  = 30000
	MaxLine   = 16 << 10 // bytes of a line
	MaxDepth  = 20       // quotes and lists within each other
	MaxClaims = 5000     // and all else that has the sign of one, as in code
	MaxFences = 100      // of scenarios
	MaxBlocks = 100      // that are generated
	MaxLinks  = 10000    // lines of link definitions without a blank one between
)

// RuleDocumentLimit is broken by a document that is longer, or deeper, than any needs to be.
const RuleDocumentLimit = "document-limit"

// refusal is the problem of a document that is not checked, on a line of it; 0: on none.
func (d *Document) refusal(line int, help, format string, args ...any) *estimate.Problem {
	return &estimate.Problem{Place: estimate.Place{File: d.File, Line: line, Column: 1}, Rule: RuleDocumentLimit, Message: fmt.Sprintf(format, args...), Help: help}
}

// tooDeep refuses quotes and lists.
func (d *Document) tooDeep(line int) *estimate.Problem {
	return d.refusal(line, "no document needs it", "quotes and lists are nested more than %d deep", MaxDepth)
}

// tooLong says what keeps a document from being parsed; nil: nothing does.
func (d *Document) tooLong() *estimate.Problem {
	if n := len(d.source); n > MaxBytes {
		return d.refusal(0, "split it", "the document has %s bytes, at most %s are checked", unit.Grouped(n), unit.Grouped(MaxBytes))
	}
	n := len(d.lines)
	if d.lines[n-1] == len(d.source) {
		n-- // nothing follows the last line end
	}
	if n > MaxLines {
		return d.refusal(0, "split it", "the document has %s lines, at most %s are checked", unit.Grouped(n), unit.Grouped(MaxLines))
	}
	if n := bytes.Count(d.source, []byte("][=")); n > MaxClaims {
		return d.refusal(0, "split the document", "the document has `][=` %s times, at most %s claims are checked", unit.Grouped(n), unit.Grouped(MaxClaims))
	}
	number, fences := 0, 0
	for line := range bytes.Lines(d.source) {
		number++
		if beginsScenario(line) {
			fences++
		}
		if len(line) > MaxLine {
			return d.refusal(number, "break it into several lines", "the line has %s bytes, at most %s are checked", unit.Grouped(len(line)), unit.Grouped(MaxLine))
		}
		if depthOf(line) > MaxDepth {
			return d.tooDeep(number)
		}
	}
	if fences > MaxFences {
		return d.refusal(0, "split the document", "%s lines begin a scenario, at most %d are checked", unit.Grouped(fences), MaxFences)
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

// What the parser met that is too much, by its offset.
var (
	deepKey  = parser.NewContextKey()
	linksKey = parser.NewContextKey()
)

// met is the line of what the parser did not take, 0 where there is no such thing.
func (d *Document) met(key parser.ContextKey, pc parser.Context) int {
	if offset, ok := pc.Get(key).(int); ok {
		return d.place(offset).Line
	}
	return 0
}

// shallow opens no quote and no list within MaxDepth others: each line costs a step for
// every one that is open, blank lines too.
type shallow struct{ parser.BlockParser }

// Open notes what it does not open.
func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if k := n.Kind(); k == ast.KindList || k == ast.KindBlockquote {
			depth++
		}
	}
	if depth < MaxDepth {
		return s.BlockParser.Open(parent, reader, pc)
	}
	line, at := reader.Position()
	node, state := s.BlockParser.Open(parent, reader, pc)
	if node != nil {
		reader.SetPosition(line, at)
		pc.Set(deepKey, at.Start)
	}
	return nil, state
}

// shallowParsers are those of blocks, of which quotes and lists end at a depth.
func shallowParsers() []util.PrioritizedValue {
	all := parser.DefaultBlockParsers()
	for i, p := range all {
		if p.Value == parser.NewListParser() || p.Value == parser.NewBlockquoteParser() {
			all[i].Value = shallow{p.Value.(parser.BlockParser)}
		}
	}
	return all
}

// fewLinks finds link definitions, to which those that follow each other cost the square
// of their number.
type fewLinks struct{ parser.ParagraphTransformer }

// Transform notes where there are too many.
func (f fewLinks) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if first := lines.At(0); lines.Len() > MaxLinks && bytes.HasPrefix(bytes.TrimLeft(first.Value(reader.Source()), " "), []byte("[")) {
		pc.Set(linksKey, first.Start)
		return
	}
	f.ParagraphTransformer.Transform(node, reader, pc)
}
