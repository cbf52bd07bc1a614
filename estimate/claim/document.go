package claim

import (
	"bytes"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"botec/estimate"
	"botec/estimate/unit"
)

// RuleMarker is broken by a marker or a fence that is not closed, or says what nobody
// understands.
const RuleMarker = "marker-unclosed"

// Document is what a Markdown document says to botec.
type Document struct {
	File      string
	Scenarios []*Scenario // the fences in order, then the files that markers name
	Claims    []Claim
	Problems  []*estimate.Problem // of markers and fences, sorted
	Unclosed  *estimate.Problem   // the first fence that is not closed, or what keeps the document from being read; nil: none

	source      []byte
	blocks      []*block
	headings    []heading
	definitions []definition
	lines       []int                   // the offset of each line
	wanted      map[*block][]definition // what blocks should define; nil: not known yet
}

// Scenario is one scenario of a document.
type Scenario struct {
	Link      string // the file that a marker names, as written; empty for a fence
	Text      []byte // of a fence, each line in the column where the document has it
	FirstLine int    // the lines of the document before the text
	Place     estimate.Place

	Name  string          // as the scenario calls itself: for the caller to set
	Judge *estimate.Judge // nil where the scenario cannot be judged: for the caller to set

	handled, known string // a name, and its handle
}

// Claim is a figure that the text gives for a quantity of a scenario.
type Claim struct {
	estimate.Claim
	offset int
}

// heading is a heading with the name that links go to.
type heading struct {
	offset int
	slug   string
}

// definition is a link definition whose label starts with "=".
type definition struct {
	offset, end               int
	label, destination, title string
}

// Mentions reports whether a document may have anything for botec: what has none of its
// signs needs no parsing.
func Mentions(source []byte) bool {
	return bytes.Contains(source, []byte("botec")) || bytes.Contains(source, []byte("][="))
}

// Parse reads a document. It never fails: what is wrong is in its Problems.
func Parse(file string, source []byte) *Document {
	d := &Document{File: file, source: source, lines: make([]int, 1, 1+bytes.Count(source, []byte("\n")))}
	for i, c := range source {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	if p := d.tooLong(); p != nil {
		return d.refused(p)
	}
	d.Claims = make([]Claim, 0, bytes.Count(source, []byte("][=")))
	masked := mask(source)
	pc := parser.NewContext()
	root := markdown().Parse(text.NewReader(masked), parser.WithContext(pc))
	if line := d.met(deepKey, pc); line > 0 {
		return d.refused(d.tooDeep(line))
	}
	if line := d.met(linksKey, pc); line > 0 {
		return d.refused(d.refusal(line, "put a blank line between some of them", "more than %s lines of link definitions follow each other", unit.Grouped(MaxLinks)))
	}
	slugs := make(map[string]int)
	var markers []marker
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			d.headings = append(d.headings, heading{offset: n.Pos(), slug: slug(n, masked, slugs)})
		case *ast.FencedCodeBlock:
			d.fence(n, masked)
		case *ast.HTMLBlock:
			if m, ok := d.marker(n.Pos(), htmlText(n, masked)); ok {
				markers = append(markers, m)
			}
		case *ast.RawHTML:
			d.inlineMarker(n)
		case *ast.LinkReferenceDefinition:
			if strings.HasPrefix(string(n.Label), "=") {
				d.definitions = append(d.definitions, definition{n.Pos(), endOf(n.Lines(), n.Pos()), string(n.Label), string(n.Destination), string(n.Title)})
			}
		case *claimNode:
			d.claim(n)
		}
		return ast.WalkContinue, nil
	})
	if len(markers) > 2*MaxBlocks {
		return d.refused(d.refusal(d.place(markers[2*MaxBlocks].offset).Line, "split the document", "the document has more than %s generated blocks", unit.Grouped(MaxBlocks)))
	}
	d.pair(markers)
	estimate.SortProblems(d.Problems)
	return d
}

// refused is the document of which nothing is read.
func (d *Document) refused(p *estimate.Problem) *Document {
	return &Document{File: d.File, source: d.source, lines: d.lines, Problems: []*estimate.Problem{p}, Unclosed: p}
}

// endOf is the offset behind the last of some lines.
func endOf(lines *text.Segments, start int) int {
	if n := lines.Len(); n > 0 {
		return max(start, lines.At(n-1).Stop)
	}
	return start
}

// markdown is a parser of blocks, and of those inlines alone that decide what a claim
// is: code and HTML hide it.
var markdown = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(shallowParsers()...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(claimParser{}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(fewLinks{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tableTransformer{}, 200),
		),
	)
})

// mask blanks out what is no Markdown: a byte order mark, and front matter. Every
// offset stays what it is.
func mask(source []byte) []byte {
	const bom = "\xef\xbb\xbf"
	start := 0
	if bytes.HasPrefix(source, []byte(bom)) {
		start = len(bom)
	}
	end := start
	for _, fence := range []string{"---", "+++"} {
		if rest := source[start:]; bytes.HasPrefix(rest, []byte(fence+"\n")) || bytes.HasPrefix(rest, []byte(fence+"\r\n")) {
			if i := closingLine(rest, fence); i > 0 {
				end = start + i
			}
		}
	}
	if end == 0 {
		return source
	}
	out := bytes.Clone(source)
	for i := range out[:end] {
		if out[i] != '\n' {
			out[i] = ' '
		}
	}
	return out
}

// closingLine is the offset behind the line that closes front matter, 0 where none does.
func closingLine(front []byte, fence string) int {
	offset := 0
	for line := range bytes.Lines(front) {
		offset += len(line)
		if bare := strings.TrimRight(string(line), "\r\n"); offset > len(line) && (bare == fence || bare == "..." && fence == "---") {
			return offset
		}
	}
	return 0
}

// place is the place of an offset.
func (d *Document) place(offset int) estimate.Place {
	line := sort.SearchInts(d.lines, offset+1)
	start := d.lines[line-1]
	return estimate.Place{File: d.File, Line: line, Column: utf8.RuneCount(d.source[start:offset]) + 1}
}

// lineAt gives the bounds of the line that holds an offset, its end included.
func (d *Document) lineAt(offset int) (start, end int) {
	line := sort.SearchInts(d.lines, offset+1)
	end = len(d.source)
	if line < len(d.lines) {
		end = d.lines[line]
	}
	return d.lines[line-1], end
}

func (d *Document) problem(offset, width int, message, help string) {
	d.Problems = append(d.Problems, &estimate.Problem{Place: d.place(offset), Width: width, Rule: RuleMarker, Message: message, Help: help})
}

// fence takes up a code block that holds a scenario.
func (d *Document) fence(n *ast.FencedCodeBlock, source []byte) {
	if n.Info == nil || !isScenario(n.Info.Segment.Value(source)) {
		return
	}
	start, next := d.lineAt(n.Info.Segment.Start)
	opening := strings.TrimLeft(string(source[start:n.Info.Segment.Start]), openers)
	lines := n.Lines()
	if lines.Len() > 0 {
		_, next = d.lineAt(lines.At(lines.Len() - 1).Start)
	}
	place := d.place(start)
	mark := strings.TrimRight(opening, " \t")
	if !d.closes(next, mark) {
		d.problem(start, utf8.RuneCount(bytes.TrimRight(source[start:n.Info.Segment.Stop], "\r\n")), "this scenario is not closed", "put "+mark+" on a line of its own behind it")
		if d.Unclosed == nil {
			d.Unclosed = d.Problems[len(d.Problems)-1]
		}
		return
	}
	s := &Scenario{Place: place, FirstLine: place.Line}
	var b bytes.Buffer
	columns := d.sameColumn(lines)
	for i := range lines.Len() {
		segment := lines.At(i)
		if columns >= 0 {
			b.WriteString(strings.Repeat(" ", columns))
		}
		b.Write(segment.Value(source))
	}
	s.Text = b.Bytes()
	d.Scenarios = append(d.Scenarios, s)
}

// closes reports whether the line at an offset closes a fence.
func (d *Document) closes(offset int, mark string) bool {
	if offset >= len(d.source) || mark == "" {
		return false
	}
	start, end := d.lineAt(offset)
	line := strings.TrimSpace(strings.TrimLeft(string(d.source[start:end]), " \t>"))
	return len(line) >= len(mark) && strings.Trim(line, mark[:1]) == ""
}

// sameColumn is the count of characters before the text on every line of a fence, which
// a list or a quotation has; -1 where the lines differ.
func (d *Document) sameColumn(lines *text.Segments) int {
	columns := -1
	for i := range lines.Len() {
		segment := lines.At(i)
		start, end := d.lineAt(segment.Start)
		if len(bytes.TrimSpace(d.source[segment.Start:end])) == 0 {
			continue
		}
		n := utf8.RuneCount(d.source[start:segment.Start]) - segment.Padding
		if columns >= 0 && n != columns {
			return -1
		}
		columns = n
	}
	return columns
}

// Checks reports whether the document has anything to check.
func (d *Document) Checks() bool {
	return len(d.Scenarios)+len(d.Claims)+len(d.blocks)+len(d.Problems) > 0
}
