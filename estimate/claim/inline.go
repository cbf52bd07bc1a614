package claim

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"botec/estimate"
)

// claimNode is a claim in the tree of a document.
type claimNode struct {
	ast.BaseInline
	words, label           string
	wordsOffset, wordsWide int // of the words, in bytes and, on their first line, characters
	labelOffset            int
	wrong                  string // why the link is none
}

var kindClaim = ast.NewNodeKind("Claim")

// Kind is that of a claim.
func (*claimNode) Kind() ast.NodeKind { return kindClaim }

// Dump prints the node for debugging.
func (n *claimNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// claimParser finds claims. It stands before the parser of links, for which a link
// without its definition is no link: a claim is one before the first sync too.
type claimParser struct{}

// Trigger is what a claim begins with.
func (claimParser) Trigger() []byte { return []byte{'[', '!'} }

// maxWords is how long the words of a claim may be: what is longer is prose in brackets.
const maxWords = 300

// maxLabel is the longest label of a link.
const maxLabel = 999

// Parse reads a claim, or leaves everything as it was.
func (claimParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.Position()
	n := &claimNode{}
	if block.Peek() == '!' {
		block.Advance(1)
		if block.Peek() != '[' {
			block.SetPosition(line, at)
			return nil
		}
		n.wrong = "an image cannot be a claim"
	}
	if n.read(block) {
		return n
	}
	block.SetPosition(line, at)
	return nil
}

func (n *claimNode) read(block text.Reader) bool {
	var ok bool
	if n.words, n.wordsOffset, n.wordsWide, ok = bracketed(block, maxWords, '[', ']'); !ok || strings.Contains(n.words, "][=") {
		return false
	}
	switch rest, _ := block.PeekLine(); {
	case strings.HasPrefix(string(rest[:min(2, len(rest))]), "[="):
		n.label, n.labelOffset, _, ok = bracketed(block, maxLabel, '[', ']')
		return ok
	case strings.HasPrefix(string(rest[:min(2, len(rest))]), "(="):
		n.label, n.labelOffset, _, ok = bracketed(block, maxLabel, '(', ')')
		n.wrong = "a claim has its label in square brackets"
		return ok
	}
	return false
}

// bracketed takes a text in brackets, over line ends; code in it may hold brackets.
func bracketed(block text.Reader, limit int, open, closing byte) (words string, offset, wide int, ok bool) {
	block.Advance(1)
	var b strings.Builder
	depth, first := 1, true
	for b.Len() <= limit {
		line, segment := block.PeekLine()
		if line == nil {
			return "", 0, 0, false
		}
		if first {
			offset = segment.Start
		}
		line = line[:min(len(line), limit-b.Len()+2)] // what closes further on is too far away
		end := closes(line, open, closing, &depth)
		if end >= 0 {
			b.Write(line[:end])
			if first {
				wide = utf8.RuneCount(line[:end])
			}
			block.Advance(end + 1)
			return b.String(), offset, wide, b.Len() <= limit
		}
		if first {
			wide = utf8.RuneCountInString(strings.TrimRight(string(line), " \r\n"))
			first = false
		}
		b.Write(line)
		block.AdvanceLine()
	}
	return "", 0, 0, false
}

// closes is the offset of the closing bracket on a line, -1 where it is not there.
func closes(line []byte, open, closing byte, depth *int) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '`':
			i = codeEnd(line, i)
		case open:
			*depth++
		case closing:
			if *depth--; *depth == 0 {
				return i
			}
		}
	}
	return -1
}

// codeEnd is the offset of the last backtick of a code span, or of the run that opens
// none.
func codeEnd(line []byte, i int) int {
	run := i
	for run < len(line) && line[run] == '`' {
		run++
	}
	mark := string(line[i:run])
	rest := string(line[run:])
	for at := 0; ; {
		j := strings.Index(rest[at:], mark)
		if j < 0 {
			return run - 1
		}
		j += at
		end := j + len(mark)
		if end < len(rest) && rest[end] == '`' { // a longer run is not its end
			for end < len(rest) && rest[end] == '`' {
				end++
			}
			at = end
			continue
		}
		return run + end - 1
	}
}

// claim takes up a claim that was found.
func (d *Document) claim(n *claimNode) {
	c := Claim{offset: n.wordsOffset}
	c.Text, c.Place, c.Width = plainWords(n.words), d.place(n.wordsOffset), n.wordsWide
	label := n.label
	if !tidy(label, `\`) {
		label = strings.Join(strings.Fields(unescape(label)), " ")
	}
	c.Label, c.LabelPlace = strings.TrimSpace(strings.TrimPrefix(label, "=")), d.place(n.labelOffset)
	if n.wrong == "" {
		d.Claims = append(d.Claims, c)
		return
	}
	d.Problems = append(d.Problems, &estimate.Problem{Place: c.Place, Width: c.Width, Rule: estimate.RuleClaimUnknown,
		Message: n.wrong, Help: "write it as `[" + c.Text + "][=" + c.Label + "]`"})
}

// tidy reports whether a text is of ASCII characters with single spaces between, none of
// them a mark of Markdown.
func tidy(text, marks string) bool {
	for i := range len(text) {
		c := text[i]
		if c <= ' ' && (c != ' ' || i == 0 || i == len(text)-1 || text[i-1] == ' ') || c >= utf8.RuneSelf || strings.IndexByte(marks, c) >= 0 {
			return false
		}
	}
	return true
}

// plainWords are the words of a claim without their Markdown.
func plainWords(words string) string {
	if tidy(words, "*_~`&\\") {
		return words // as nearly all
	}
	for _, mark := range []string{"**", "__", "~~", "`"} {
		words = strings.ReplaceAll(words, mark, "")
	}
	words = html.UnescapeString(unescape(words))
	return strings.Trim(strings.Join(strings.Fields(words), " "), "*_ ")
}

// unescape takes the backslashes away that Markdown puts before punctuation.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
