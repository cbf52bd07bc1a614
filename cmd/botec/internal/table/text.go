package table

import (
	"bytes"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"botec/estimate"
)

// Look is what the place of the output can show.
type Look struct {
	Terminal bool // rules and bold titles
	Color    bool
	UTF8     bool
	Width    int // columns; 0: as many as it takes
}

// Text writes a report as aligned columns.
func Text(r *estimate.Report, only []estimate.Section, look Look) string {
	m := marksFor(look.UTF8)
	var b strings.Builder
	b.WriteString(look.bold(r.Name) + "\n")
	if r.Source != "" {
		b.WriteString(r.Source + "\n")
	}
	body := sheets(r, only, m)
	if len(only) == 0 {
		for _, s := range splitWords(assumptions(r)) {
			body = append(body, s)
		}
	}
	look.write(&b, body)
	if lines := failures(r, m); len(lines) > 0 {
		b.WriteString("\n" + strings.Join(lines, "\n") + "\n")
	}
	return b.String()
}

func splitWords(s *sheet) []*sheet {
	if s == nil {
		return nil
	}
	return []*sheet{s}
}

func (k Look) bold(s string) string {
	if k.Color {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

// write lays all sheets of figures out in one grid, so that their columns align,
// and sheets of words each in their own.
func (k Look) write(b *strings.Builder, body []*sheet) {
	var figures []*sheet
	for _, s := range body {
		if !s.words() {
			figures = append(figures, s)
		}
	}
	k.fit(figures)
	k.grid(b, figures)
	for _, s := range body {
		if s.words() {
			k.grid(b, []*sheet{s})
		}
	}
}

func (s *sheet) words() bool {
	for _, c := range s.columns {
		if !c.left {
			return false
		}
	}
	return true
}

// fit gives up spare columns until the grid is as narrow as the terminal.
func (k Look) fit(body []*sheet) {
	for k.Width > 0 && gridWidth(body) > k.Width {
		worst, at, index := 0, -1, -1
		for i, s := range body {
			for j, c := range s.columns {
				if c.spare > worst {
					worst, at, index = c.spare, i, j
				}
			}
		}
		if at < 0 {
			return
		}
		body[at].drop(index)
	}
}

func (s *sheet) drop(i int) {
	s.columns = append(s.columns[:i:i], s.columns[i+1:]...)
	for j := range s.rows {
		c := s.rows[j].cells
		s.rows[j].cells = append(c[:i:i], c[i+1:]...)
	}
}

func gridWidth(body []*sheet) int {
	var widths []int
	grow := func(i int, text string) {
		for len(widths) <= i {
			widths = append(widths, 0)
		}
		widths[i] = max(widths[i], len([]rune(text)))
	}
	for _, s := range body {
		grow(0, s.title)
		for i, c := range s.columns {
			grow(i+1, c.title)
		}
		for _, r := range s.rows {
			grow(0, r.name)
			for i, c := range r.cells {
				grow(i+1, c)
			}
		}
	}
	total := 0
	for _, w := range widths {
		total += w + 2
	}
	return total
}

// kind is what a line of the grid is.
type kind uint8

const (
	blank kind = iota
	title
	figure
)

// grid renders sheets below each other with common column widths. Each row is one
// line, so that titles can be set off and notes slipped in afterwards.
func (k Look) grid(b *strings.Builder, body []*sheet) {
	if len(body) == 0 {
		return
	}
	count := 0
	for _, s := range body {
		count = max(count, len(s.columns)+1)
	}
	var cells [][]string
	var kinds []kind
	notes := make(map[int][]string) // behind which line
	add := func(k kind, row ...string) {
		cells = append(cells, append(row, make([]string, count-len(row))...))
		kinds = append(kinds, k)
	}
	for _, s := range body {
		add(blank)
		head := []string{strings.ToUpper(s.title)}
		for _, c := range s.columns {
			head = append(head, c.title)
		}
		add(title, head...)
		for _, r := range s.rows {
			add(figure, append([]string{r.name}, r.cells...)...)
		}
		notes[len(cells)-1] = s.notes
	}
	lines := render(cells, alignment(body, count))
	width := 0
	for _, l := range lines {
		width = max(width, len([]rune(l)))
	}
	for i, l := range lines {
		if i < len(kinds) && kinds[i] == title {
			b.WriteString(k.bold(l) + "\n")
			if k.Terminal {
				b.WriteString(strings.Repeat(marksFor(k.UTF8).rule, width) + "\n")
			}
		} else {
			b.WriteString(l + "\n")
		}
		for _, n := range notes[i] {
			b.WriteString("  " + n + "\n")
		}
	}
}

// alignment puts figures to the right; a column that holds words in every sheet
// that has it, to the left.
func alignment(body []*sheet, count int) []tw.Align {
	align := make([]tw.Align, count)
	align[0] = tw.AlignLeft
	for i := 1; i < count; i++ {
		align[i] = tw.AlignLeft
		for _, s := range body {
			if i-1 < len(s.columns) && !s.columns[i-1].left {
				align[i] = tw.AlignRight
			}
		}
	}
	return align
}

// render aligns cells into lines, one for each row.
func render(cells [][]string, align []tw.Align) []string {
	var buf bytes.Buffer // a failing writer would go unnoticed by Render
	t := tablewriter.NewTable(&buf,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithPadding(tw.Padding{Left: "", Right: "  ", Overwrite: true}),
	)
	_ = t.Bulk(cells) // rows of strings have no way to fail
	_ = t.Render()
	lines := strings.Split(strings.TrimRight(buf.String(), "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}
