package table

import (
	"strings"

	"botec/estimate"
	"botec/estimate/claim"
)

// Block gives what a generated block of a document says of a report: a table for each
// section, and the notes below them.
func Block(r *estimate.Report, only []string) claim.Content {
	var sections []estimate.Section
	for _, s := range only {
		sections = append(sections, estimate.Section(s))
	}
	var c claim.Content
	for _, s := range sheets(r, sections, marksFor(true)) {
		rows := s.cells(title(s.title))
		c.Tables = append(c.Tables, claim.Table{Rows: rows, Text: func() string { return s.grid(rows) }})
		for _, n := range s.notes {
			c.Notes = append(c.Notes, sentence(n))
		}
	}
	if n := calendar(r); r.CalendarUsed && !strings.Contains(strings.Join(c.Notes, "\n"), sentence(n)) {
		c.Notes = append(c.Notes, sentence(n))
	}
	return c
}
