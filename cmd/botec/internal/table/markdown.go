package table

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

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

// grid writes rows as a Markdown table, as formatters would.
func (s *sheet) grid(rows [][]string) string {
	var buf bytes.Buffer
	align, head := []tw.Align{tw.AlignLeft}, []string{fmt.Sprintf("%-*s", minMarkdownWidth, rows[0][0])}
	for i, c := range s.columns {
		align = append(align, map[bool]tw.Align{true: tw.AlignLeft, false: tw.AlignRight}[c.left])
		head = append(head, fmt.Sprintf("%*s", map[bool]int{true: -minMarkdownWidth, false: minMarkdownWidth}[c.left], rows[0][i+1]))
	}
	t := tablewriter.NewTable(&buf,
		tablewriter.WithRenderer(renderer.NewMarkdown()),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
	)
	t.Header(head)
	for _, r := range rows[1:] {
		_ = t.Append(r)
	}
	_ = t.Render()
	return spacedDashes(buf.String())
}

// spacedDashes puts the dashes below the head of a table apart from the bars.
func spacedDashes(table string) string {
	lines := strings.SplitAfterN(table, "\n", 3)
	if len(lines) < 3 {
		return table
	}
	cells := strings.Split(lines[1], "|")
	for i, c := range cells[1 : len(cells)-1] {
		left, right := strings.HasPrefix(c, ":"), strings.HasSuffix(c, ":")
		dashes := strings.Repeat("-", len(c)-len("  :"))
		cells[i+1] = map[bool]string{true: " :", false: " "}[left] + dashes + map[bool]string{true: ": ", false: " "}[right]
	}
	lines[1] = strings.Join(cells, "|")
	return strings.Join(lines, "")
}

// escape keeps a cell in its cell, and names with underscores out of italics.
func escape(s string) string {
	if !strings.ContainsAny(s, "|\n*<`") {
		return s // as nearly every cell
	}
	return strings.NewReplacer("|", `\|`, "\n", " ", "*", `\*`, "<", "&lt;", "`", "\\`").Replace(s)
}
