package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"botec/estimate"
)

// Look is what the place of the output can show.
type Look struct {
	Terminal bool // rules and bold titles
	Color    bool
	UTF8     bool
	Width    int // columns; 0: as many as it takes
}

// between parts columns.
const between = "  "

// Text writes a report as aligned columns.
func Text(r *estimate.Report, only []estimate.Section, look Look) string {
	m := marksFor(look.UTF8)
	var b strings.Builder
	b.WriteString(look.bold(r.Name) + "\n")
	if r.Source != "" {
		b.WriteString(r.Source + "\n")
	}
	body := sheets(r, only, m)
	look.fit(body)
	look.grid(&b, body)
	if a := assumptions(r); a != nil && len(only) == 0 {
		look.grid(&b, []*sheet{a}) // on its own: its long names would part the figures from theirs
	}
	for i, f := range failures(r, only, m) {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString(f.text + "\n")
		if f.passing != "" {
			b.WriteString(between + f.passing + "\n")
		}
	}
	return b.String()
}

func (k Look) bold(s string) string {
	if k.Color {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

// grid writes sheets below each other. Their figures stand in one grid, so that
// columns align from sheet to sheet; words follow the figures, in columns of each
// sheet's own.
func (k Look) grid(b *strings.Builder, body []*sheet) {
	blocks := figures(body)
	width := 0
	for i, s := range body {
		blocks[i] = s.addWords(blocks[i])
		for _, line := range blocks[i] {
			width = max(width, utf8.RuneCountInString(line))
		}
	}
	if k.Width > 0 {
		width = min(width, k.Width)
	}
	for i, s := range body {
		b.WriteString("\n" + k.bold(blocks[i][0]) + "\n")
		if k.Terminal {
			b.WriteString(strings.Repeat(marksFor(k.UTF8).rule, width) + "\n")
		}
		for _, line := range blocks[i][1:] {
			b.WriteString(line + "\n")
		}
		for _, n := range s.notes {
			b.WriteString(between + n + "\n")
		}
	}
}

// figures lays out the names and figures of all sheets in one grid: for each sheet
// its title line and a line for each row.
func figures(body []*sheet) [][]string {
	var rows [][]string
	for _, s := range body {
		for _, line := range s.lines() {
			rows = append(rows, s.pick(line, false))
		}
	}
	lines := align(rows)
	blocks := make([][]string, len(body))
	for i, s := range body {
		n := len(s.rows) + 1
		blocks[i], lines = lines[:n:n], lines[n:]
	}
	return blocks
}

// lines are the cells of a sheet with its titles on top and its names in front.
func (s *sheet) lines() [][]string {
	head := []string{strings.ToUpper(s.title)}
	for _, c := range s.columns {
		head = append(head, c.title)
	}
	lines := [][]string{head}
	for _, r := range s.rows {
		lines = append(lines, append([]string{r.name}, r.cells...))
	}
	return lines
}

// pick gives the words of a line, or its name and figures.
func (s *sheet) pick(line []string, words bool) []string {
	var out []string
	if !words {
		out = append(out, line[0])
	}
	for i, c := range s.columns {
		if c.left == words {
			out = append(out, line[i+1])
		}
	}
	return out
}

// addWords puts the columns of words behind the lines of figures.
func (s *sheet) addWords(block []string) []string {
	lines := s.lines()
	for column := range s.pick(lines[0], true) {
		width := widest(block)
		for i, line := range lines {
			if text := s.pick(line, true)[column]; text != "" {
				block[i] += strings.Repeat(" ", width-utf8.RuneCountInString(block[i])) + between + text
			}
		}
	}
	return block
}

func widest(lines []string) int {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(l))
	}
	return width
}

// fit gives up spare columns until the grid is as narrow as the terminal: of the
// sheets that are too wide, and of others only where these have none left.
func (k Look) fit(body []*sheet) {
	for k.Width > 0 {
		var shared []int
		for _, s := range body {
			shared = widths(shared, s, false)
		}
		var wide []*sheet
		for _, s := range body {
			if s.width(shared) > k.Width {
				wide = append(wide, s)
			}
		}
		if len(wide) == 0 || !giveUp(wide) && !giveUp(body) {
			return
		}
	}
}

// giveUp drops the column that is missed least, and with it those of its sheet that say
// little without it; it reports whether there is one.
func giveUp(body []*sheet) bool {
	var from *sheet
	most := 0
	for _, s := range body {
		for _, c := range s.columns {
			if c.spare > most {
				from, most = s, c.spare
			}
		}
	}
	if from == nil {
		return false
	}
	for i, c := range slices.Backward(from.columns) {
		if c.spare == most {
			from.drop(i)
		}
	}
	return true
}

func (s *sheet) drop(i int) {
	s.columns = slices.Delete(s.columns, i, i+1)
	for j := range s.rows {
		s.rows[j].cells = slices.Delete(s.rows[j].cells, i, i+1)
	}
}

// width is that of the sheet in a grid with the given columns.
func (s *sheet) width(shared []int) int {
	n := len(s.pick(s.lines()[0], false))
	return total(shared[:n]) + total(widths(nil, s, true)) - len(between)
}

// widths widens columns to what a sheet has in them.
func widths(columns []int, s *sheet, words bool) []int {
	for _, line := range s.lines() {
		columns = widen(columns, s.pick(line, words))
	}
	return columns
}

// widen makes room in columns for a row.
func widen(columns []int, row []string) []int {
	for i, cell := range row {
		if i == len(columns) {
			columns = append(columns, 0)
		}
		columns[i] = max(columns[i], utf8.RuneCountInString(cell))
	}
	return columns
}

func total(columns []int) int {
	sum := 0
	for _, w := range columns {
		sum += w + len(between)
	}
	return sum
}

// align puts rows of cells into lines: the first column to the left, figures to the right.
func align(rows [][]string) []string {
	var columns []int
	for _, row := range rows {
		columns = widen(columns, row)
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		var line strings.Builder
		for j, cell := range row {
			if j > 0 {
				line.WriteString(between)
			}
			pad(&line, cell, columns[j], j == 0)
		}
		lines[i] = strings.TrimRight(line.String(), " ")
	}
	return lines
}

// pad writes a cell with the spaces that its column asks for: behind it if the column
// stands to the left, else before it.
func pad(b *strings.Builder, cell string, width int, left bool) {
	if left {
		width = -width
	}
	fmt.Fprintf(b, "%*s", width, cell)
}
