package claim

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"botec/estimate"
)

// marker is a comment that opens or closes a block.
type marker struct {
	offset  int // of its "<"
	end     int // of its last line, the line end included
	closing bool
	link    string   // the scenario file that it names
	name    string   // the scenario of the document that it names
	only    []string // the sections that it asks for; nil: all
}

// block is a region between two markers.
type block struct {
	open, close marker
	prefix      string // what stands before the markers on their lines: of a list or a quotation
}

func htmlText(n *ast.HTMLBlock, source []byte) string {
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(source))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(source))
	}
	return b.String()
}

const markerHelp = "write `<!-- botec -->`, `<!-- botec shortener.yaml -->` or `<!-- botec only=traffic,storage -->`, and `<!-- /botec -->` behind the block"

// marker reads a comment. It reports what is meant as a marker and is none.
func (d *Document) marker(offset int, comment string) (marker, bool) {
	text := strings.TrimSpace(comment)
	inner, ok := strings.CutPrefix(text, "<!--")
	offset += strings.Index(string(d.source[offset:min(len(d.source), offset+8)]), "<")
	word := strings.TrimLeft(inner, " \t\r\n")
	closing := strings.HasPrefix(word, "/")
	word = strings.TrimPrefix(word, "/")
	if !ok || !startsWithBotec(word) {
		return marker{}, false
	}
	m := marker{offset: offset, closing: closing}
	width := utf8.RuneCountInString(strings.SplitN(text, "\n", 2)[0])
	inner, rest, closed := strings.Cut(word[len("botec"):], "-->")
	switch {
	case !closed:
		d.problem(offset, width, "this comment is not closed", markerHelp)
		return m, false
	case strings.TrimSpace(rest) != "":
		d.problem(offset, width, "a marker stands on a line of its own", "put what follows it on the next line")
		return m, false
	case !strings.HasPrefix(word, "botec"), inner != "" && inner[0] != ' ' && inner[0] != '\n' && inner[0] != '\r' && inner[0] != '\t':
		d.problem(offset, width, fmt.Sprintf("%q is no marker", text), markerHelp)
		return m, false
	}
	_, m.end = d.lineAt(offset + len(text) - 1)
	return m, d.arguments(&m, strings.Fields(inner), width)
}

func startsWithBotec(word string) bool {
	return len(word) >= len("botec") && strings.EqualFold(word[:len("botec")], "botec")
}

// arguments reads what a marker asks for.
func (d *Document) arguments(m *marker, words []string, width int) bool {
	var name []string
	for _, word := range words {
		if sections, ok := strings.CutPrefix(word, "only="); ok {
			m.only = strings.Split(sections, ",")
			for _, s := range m.only {
				if !isSection(s) {
					d.problem(m.offset, width, fmt.Sprintf("unknown section %q", s), "the sections are "+sectionNames())
					return false
				}
			}
			continue
		}
		name = append(name, word)
	}
	switch text := strings.Join(name, " "); {
	case m.closing && len(words) > 0:
		d.problem(m.offset, width, "a closing marker takes nothing", "write `<!-- /botec -->`")
		return false
	case strings.HasSuffix(text, ".yaml") || strings.HasSuffix(text, ".yml"):
		m.link = text
	default:
		m.name = text
	}
	return true
}

func isSection(s string) bool {
	for _, section := range estimate.Sections() {
		if string(section) == s {
			return true
		}
	}
	return false
}

func sectionNames() string {
	var names []string
	for _, s := range estimate.Sections() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// inlineMarker reports a marker in the middle of a paragraph.
func (d *Document) inlineMarker(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	at := n.Segments.At(0)
	text := string(at.Value(d.source))
	inner, ok := strings.CutPrefix(text, "<!--")
	if inner = strings.TrimPrefix(strings.TrimSpace(inner), "/"); ok && startsWithBotec(inner) {
		d.problem(at.Start, utf8.RuneCountInString(strings.TrimRight(text, "\r\n")), "a marker stands on a line of its own", "put it there, with nothing before it and nothing behind it")
	}
}

// pair makes blocks of markers, and scenarios of the files that they name.
func (d *Document) pair(markers []marker) {
	var open *marker
	unclosed := func(m *marker) {
		d.problem(m.offset, d.markerWidth(m), "this block is not closed", "put `<!-- /botec -->` on a line of its own behind it")
	}
	for i := range markers {
		m := &markers[i]
		switch {
		case m.closing && open == nil:
			d.problem(m.offset, d.markerWidth(m), "this marker closes nothing", "put `<!-- botec -->` on a line of its own before the block, or delete it")
		case m.closing:
			d.block(*open, *m)
			open = nil
		case open != nil:
			unclosed(open)
			open = m
		default:
			open = m
		}
	}
	if open != nil {
		unclosed(open)
	}
}

func (d *Document) markerWidth(m *marker) int {
	_, end := d.lineAt(m.offset)
	return utf8.RuneCountInString(strings.TrimRight(string(d.source[m.offset:end]), " \r\n"))
}

func (d *Document) block(open, closing marker) {
	start, _ := d.lineAt(open.offset)
	b := &block{open: open, close: closing, prefix: string(d.source[start:open.offset])}
	if strings.Trim(b.prefix, " \t>") != "" {
		d.problem(open.offset, d.markerWidth(&open), "a marker stands on a line of its own", "put it on the line below, with the indentation of the text")
		return
	}
	d.blocks = append(d.blocks, b)
	if open.link == "" {
		return
	}
	for _, s := range d.Scenarios {
		if s.Link == open.link {
			return
		}
	}
	d.Scenarios = append(d.Scenarios, &Scenario{Link: open.link, Place: d.place(open.offset)})
}

// inBlock reports whether an offset lies within a generated block.
func (d *Document) inBlock(offset int) bool {
	for _, b := range d.blocks {
		if offset >= b.open.offset && offset < b.close.end {
			return true
		}
	}
	return false
}
