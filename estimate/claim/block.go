package claim

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"botec/estimate"
)

// fresh is what a block should say.
type fresh struct {
	Content
	definitions []definition
}

// content puts together what a block should say.
func (d *Document) content(b *block, s *Scenario, content func(*estimate.Report, []string) Content) fresh {
	return fresh{Content: content(s.Judge.Report, b.open.only), definitions: d.definitionsIn(b)}
}

// definitionsIn lists the definitions that belong into a block: of the claims about its
// scenario, where it is the first block of that; in the first block of the document also
// of those about scenarios that have no block.
func (d *Document) definitionsIn(b *block) []definition {
	if d.wanted == nil {
		d.wanted = d.allDefinitions()
	}
	return d.wanted[b]
}

func (d *Document) allDefinitions() map[*block][]definition {
	home := make(map[*Scenario]*block)
	targets := make(map[*block]string)
	for _, b := range slices.Backward(d.blocks) {
		targets[b] = d.target(b)
		if s, problem := d.scenarioFor(b); problem == nil {
			home[s] = b
		}
	}
	type key struct {
		block *block
		label string
	}
	seen := make(map[key]bool)
	out := make(map[*block][]definition)
	for _, c := range d.Claims {
		s, label, problem := d.scenarioOf(c)
		if problem != nil || s == nil || s.Judge == nil || d.inBlock(c.offset) {
			continue
		}
		b := cmp.Or(home[s], d.blocks[0])
		k := key{b, strings.ToLower(c.Label)}
		if seen[k] {
			continue
		}
		because := s.Judge.Because(label)
		if because == "" {
			continue
		}
		seen[k] = true
		out[b] = append(out[b], definition{label: "=" + c.Label, destination: targets[b], title: strings.ReplaceAll(because, `"`, "'")})
	}
	return out
}

// target is where the links of a block go: the heading above it, else the top.
func (d *Document) target(b *block) string {
	target := "#"
	for _, h := range d.headings {
		if h.offset < b.open.offset {
			target = "#" + h.slug
		}
	}
	return target
}

// found is what a block says.
type found struct {
	rows  []foundRow
	notes []string
}

type foundRow struct {
	cells  []string
	places []cell // of the cells, in the source
}

// read takes apart what stands between the markers.
func (d *Document) read(b *block) found {
	var f found
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			f.notes = append(f.notes, plainCell(strings.Join(paragraph, " ")))
			paragraph = nil
		}
	}
	for offset := b.open.end; offset < b.close.offset; {
		_, end := d.lineAt(offset)
		line := d.source[offset:end]
		text := bytes.TrimLeft(bytes.TrimSpace(line), "> \t")
		switch {
		case bytes.HasPrefix(text, []byte("|")):
			flush()
			f.row(d.source, offset+bytes.IndexByte(line, '|'), end)
		case len(text) == 0, d.defines(offset, end), bytes.HasPrefix(text, []byte("<!--")):
			flush()
		default:
			paragraph = append(paragraph, string(text))
		}
		offset = end
	}
	flush()
	return f
}

func (f *found) row(source []byte, start, end int) {
	line := source[start:end]
	if isDelimiter(line) {
		return
	}
	parts := cells(line)
	row := foundRow{make([]string, 0, len(parts)), make([]cell, 0, len(parts))}
	for _, c := range parts {
		row.cells = append(row.cells, plainCell(string(line[c.start:c.end])))
		row.places = append(row.places, cell{start + c.start, start + c.end})
	}
	f.rows = append(f.rows, row)
}

// defines reports whether a line is of a link definition, which formatters may part.
func (d *Document) defines(start, end int) bool {
	i := sort.Search(len(d.definitions), func(i int) bool { return d.definitions[i].end > start })
	return i < len(d.definitions) && d.definitions[i].offset < end
}

// stale reports where a block says other than it should, cell by cell: what formatters
// do to it makes no difference.
func (d *Document) stale(b *block, want fresh) *estimate.Problem {
	got := d.read(b)
	at := func(offset, width int, message string) *estimate.Problem {
		return &estimate.Problem{Place: d.place(offset), Width: width, Rule: RuleStale, Message: message, Help: "`botec sync " + d.File + "` writes it anew"}
	}
	marker := func(message string) *estimate.Problem { return at(b.open.offset, d.markerWidth(&b.open), message) }
	var rows [][]string
	for _, t := range want.Tables {
		rows = append(rows, t.Rows...)
	}
	if len(got.rows) == 0 && len(rows) > 0 {
		return marker("the block is empty")
	}
	for i, row := range rows {
		if i >= len(got.rows) {
			return marker(fmt.Sprintf("the table lacks the row %q", plainCell(row[0])))
		}
		if p := d.staleRow(got.rows[i], row, at); p != nil {
			return p
		}
	}
	if len(got.rows) > len(rows) {
		extra := got.rows[len(rows)]
		return at(extra.places[0].start, utf8.RuneCountInString(extra.cells[0]), fmt.Sprintf("the scenario has no row %q here", extra.cells[0]))
	}
	if notes := plainNotes(want.Notes); strings.Join(got.notes, "\n") != notes {
		return marker("the notes below the table are not those of the scenario")
	}
	return d.staleDefinitions(b, want.definitions, at, marker)
}

func plainNotes(notes []string) string {
	var out []string
	for _, n := range notes {
		out = append(out, plainCell(n))
	}
	return strings.Join(out, "\n")
}

func (d *Document) staleRow(got foundRow, want []string, at func(int, int, string) *estimate.Problem) *estimate.Problem {
	for i, cell := range want {
		cell = plainCell(cell)
		switch {
		case i >= len(got.cells):
			return at(got.places[0].start, utf8.RuneCountInString(got.cells[0]), fmt.Sprintf("the row %q has %d cells, %d are wanted", got.cells[0], len(got.cells), len(want)))
		case got.cells[i] != cell && i == 0:
			return at(got.places[0].start, max(1, utf8.RuneCountInString(got.cells[0])), fmt.Sprintf("the table says %q where the scenario has %q", got.cells[0], cell))
		case got.cells[i] != cell:
			width := utf8.RuneCount(d.source[got.places[i].start:got.places[i].end])
			return at(got.places[i].start, max(1, width), fmt.Sprintf("the table says %q for %s, the scenario gives %q", got.cells[i], got.cells[0], cell))
		}
	}
	if len(got.cells) > len(want) {
		return at(got.places[len(want)].start, 1, fmt.Sprintf("the row %q has %d cells, %d are wanted", got.cells[0], len(got.cells), len(want)))
	}
	return nil
}

func (d *Document) staleDefinitions(b *block, want []definition, at func(int, int, string) *estimate.Problem, marker func(string) *estimate.Problem) *estimate.Problem {
	have := make(map[string]definition)
	for _, def := range d.definitions {
		if def.offset >= b.open.end && def.offset < b.close.offset {
			have[plainLabel(def.label)] = def
		}
	}
	for _, w := range want {
		def, ok := have[plainLabel(w.label)]
		switch {
		case !ok:
			return marker(fmt.Sprintf("the block lacks the definition of [%s]", w.label))
		case def.destination != w.destination:
			return at(def.offset, utf8.RuneCountInString(def.label)+2, fmt.Sprintf("the link of [%s] goes to %s, its heading is %s", w.label, def.destination, w.destination))
		case plainCell(def.title) != plainCell(w.title):
			return at(def.offset, utf8.RuneCountInString(def.label)+2, fmt.Sprintf("the definition of [%s] says %q, the scenario gives %q", w.label, plainCell(def.title), w.title))
		}
		delete(have, plainLabel(w.label))
	}
	for _, def := range d.definitions { // in order: the first that nothing wants
		if _, extra := have[plainLabel(def.label)]; extra && def.offset >= b.open.end && def.offset < b.close.offset {
			return at(def.offset, utf8.RuneCountInString(def.label)+2, fmt.Sprintf("no claim uses the definition of [%s]", def.label))
		}
	}
	return nil
}

func plainLabel(label string) string { return strings.ToLower(plainCell(label)) }
