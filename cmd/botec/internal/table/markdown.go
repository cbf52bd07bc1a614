package table

import (
	"slices"
	"strings"

	"botec/estimate"
)

// Markdown writes a report as a heading and a table for each section.
func Markdown(r *estimate.Report, only []estimate.Section) string {
	m := marksFor(true)
	var b strings.Builder
	b.WriteString("## " + escape(r.Name) + "\n")
	if r.Source != "" {
		b.WriteString("\n" + escape(r.Source) + "\n")
	}
	body := sheets(r, only, m)
	if a := assumptions(r); a != nil && len(only) == 0 {
		body = append(body, a)
	}
	for _, s := range body {
		b.WriteString(s.markdown())
	}
	for i, f := range failures(r, only, m) {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString("- " + escape(f.text) + "\n")
		if f.passing != "" {
			b.WriteString("  - " + escape(f.passing) + "\n")
		}
	}
	return b.String()
}

func (s *sheet) markdown() string {
	return "\n### " + title(s.title) + "\n\n" + s.grid(s.cells("")) + s.sentences()
}

// sentences are the notes as paragraphs.
func (s *sheet) sentences() string {
	out := ""
	for _, n := range s.notes {
		out += "\n" + sentence(n) + "\n"
	}
	return out
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// sentence makes a paragraph of a note.
func sentence(note string) string { return strings.ToUpper(note[:1]) + escape(note[1:]) + "." }

// cells gives the rows as Markdown, the head first; corner stands above the names.
func (s *sheet) cells(corner string) [][]string {
	head := []string{corner}
	for _, c := range s.columns {
		head = append(head, escape(c.title))
	}
	rows := [][]string{head}
	for _, r := range s.rows {
		cells := []string{escape(strings.ReplaceAll(r.name, "  ", "&nbsp;&nbsp;"))}
		for _, c := range r.cells {
			cells = append(cells, escape(c))
		}
		rows = append(rows, cells)
	}
	return rows
}

// minMarkdownWidth is the narrowest column that formatters leave alone.
const minMarkdownWidth = 3

// grid writes rows as a Markdown table, as formatters would: the names and words to the
// left, figures to the right.
func (s *sheet) grid(rows [][]string) string {
	columns := slices.Repeat([]int{minMarkdownWidth}, len(rows[0]))
	for _, row := range rows {
		columns = widen(columns, row)
	}
	left := func(i int) bool { return i == 0 || s.columns[i-1].left }
	rule := make([]string, len(columns))
	for i, width := range columns {
		rule[i] = strings.Repeat("-", width-1)
		if left(i) {
			rule[i] = ":" + rule[i]
		} else {
			rule[i] += ":"
		}
	}
	var b strings.Builder
	for _, row := range slices.Concat(rows[:1], [][]string{rule}, rows[1:]) {
		for i, cell := range row {
			b.WriteString("| ")
			pad(&b, cell, columns[i], left(i))
			b.WriteByte(' ')
		}
		b.WriteString("|\n")
	}
	return b.String()
}

// escape keeps a cell in its cell, and names with underscores out of italics.
func escape(s string) string {
	if !strings.ContainsAny(s, "|\n*<`") {
		return s // as nearly every cell
	}
	return strings.NewReplacer("|", `\|`, "\n", " ", "*", `\*`, "<", "&lt;", "`", "\\`").Replace(s)
}
