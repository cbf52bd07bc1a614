package table

import (
	"bytes"
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

// grid writes rows as a Markdown table.
func (s *sheet) grid(rows [][]string) string {
	var buf bytes.Buffer
	align := []tw.Align{tw.AlignLeft}
	for _, c := range s.columns {
		align = append(align, map[bool]tw.Align{true: tw.AlignLeft, false: tw.AlignRight}[c.left])
	}
	t := tablewriter.NewTable(&buf,
		tablewriter.WithRenderer(renderer.NewMarkdown()),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
	)
	t.Header(rows[0])
	for _, r := range rows[1:] {
		_ = t.Append(r)
	}
	_ = t.Render()
	return buf.String()
}

// escape keeps a cell in its cell, and names with underscores out of italics.
func escape(s string) string {
	if !strings.ContainsAny(s, "|\n*<`") {
		return s // as nearly every cell
	}
	return strings.NewReplacer("|", `\|`, "\n", " ", "*", `\*`, "<", "&lt;", "`", "\\`").Replace(s)
}
