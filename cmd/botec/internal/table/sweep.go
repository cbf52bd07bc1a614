package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"botec/estimate"
	"botec/estimate/unit"
)

// Sweep writes the tables of a sweep as aligned columns: a column for each quantity, or
// for two inputs a table for each. What a terminal has no room for stands in a further
// table below.
func Sweep(s *estimate.Sweep, look Look) string {
	var b strings.Builder
	m := marksFor(look.UTF8)
	for _, sh := range sweepSheets(s, m) {
		for _, part := range sh.parts(look.Width) {
			if !look.UTF8 {
				part.ascii()
			}
			for i, n := range part.notes {
				part.notes[i] = wrap(n, look.Width-len(between), between+between)
			}
			look.grid(&b, []*sheet{part})
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// SweepMarkdown writes the same as Markdown tables.
func SweepMarkdown(s *estimate.Sweep) string {
	var b strings.Builder
	for _, sh := range sweepSheets(s, marksFor(true)) {
		b.WriteString("\n" + sh.grid(sh.cells(escape(sh.title))) + sh.sentences())
	}
	return strings.TrimPrefix(b.String(), "\n")
}

func sweepSheets(s *estimate.Sweep, m marks) []*sheet {
	if len(s.Steps) == 2 {
		var out []*sheet
		for i := range s.Quantities {
			out = append(out, pairs(s, &s.Quantities[i], m))
		}
		last := out[len(out)-1]
		last.notes = append(last.notes, sweepNotes(s)...)
		return out
	}
	sh := &sheet{title: s.Steps[0].Variable.Name}
	for _, v := range s.Steps[0].Values {
		sh.rows = append(sh.rows, row{name: v.Text})
	}
	for i := range s.Quantities {
		q := &s.Quantities[i]
		sh.columns = append(sh.columns, column{title: q.Name})
		for k := range q.Cells {
			sh.rows[k].cells = append(sh.rows[k].cells, swept(&q.Cells[k], s.Calendar, m))
		}
		for _, budget := range q.Budgets {
			sh.notes = append(sh.notes, budgetNote(s.Steps[0].Variable.Name, &budget.Solved))
		}
	}
	sh.notes = append(sh.notes, sweepNotes(s)...)
	return []*sheet{sh}
}

// pairs is the table of one quantity for two inputs.
func pairs(s *estimate.Sweep, q *estimate.Swept, m marks) *sheet {
	down, across := s.Steps[0], s.Steps[1]
	sh := &sheet{title: q.Name, notes: []string{"down: " + down.Variable.Name + ", across: " + across.Variable.Name}}
	for _, v := range across.Values {
		sh.columns = append(sh.columns, column{title: v.Text})
	}
	for i, v := range down.Values {
		r := row{name: v.Text}
		for k := range across.Values {
			r.cells = append(r.cells, swept(&q.Cells[i*len(across.Values)+k], s.Calendar, m))
		}
		sh.rows = append(sh.rows, r)
	}
	return sh
}

// swept prints one cell, with a mark in front of what is not as expected.
func swept(c *estimate.Cell, cal unit.Calendar, m marks) string {
	switch text := amount(&c.Line, cal); {
	case c.Why != "":
		return "-"
	case !c.Holds:
		return m.no + " " + text
	default:
		return text
	}
}

// sweepNotes say how the values are spaced, and why some have no result.
func sweepNotes(s *estimate.Sweep) []string {
	var notes, told []string
	if names := unmovedIn(s); len(names) > 0 {
		notes = append(notes, "nothing here moves "+strings.Join(names, ", "))
	}
	if s.Sampling != nil {
		notes = append(notes, trials(*s.Sampling))
	}
	for _, st := range s.Steps {
		if text := spacing(st); text != "" {
			notes = append(notes, text)
		}
	}
	for i := range s.Quantities[0].Cells {
		if why := s.Quantities[0].Cells[i].Why; why != "" && !slices.Contains(told, why) {
			told = append(told, why)
			notes = append(notes, "no value at "+placeOf(s, i)+": "+why)
		}
	}
	return notes
}

// unmovedIn names the quantities that are the same throughout.
func unmovedIn(s *estimate.Sweep) []string {
	var names []string
	for i := range s.Quantities {
		if q := &s.Quantities[i]; !q.Moves() {
			names = append(names, q.Name)
		}
	}
	return names
}

// placeOf names the values of the inputs of a cell.
func placeOf(s *estimate.Sweep, i int) string {
	if len(s.Steps) == 1 {
		return s.Steps[0].Variable.Name + " = " + s.Steps[0].Values[i].Text
	}
	n := len(s.Steps[1].Values)
	return fmt.Sprintf("%s = %s, %s = %s", s.Steps[0].Variable.Name, s.Steps[0].Values[i/n].Text, s.Steps[1].Variable.Name, s.Steps[1].Values[i%n].Text)
}

func spacing(s *estimate.Steps) string {
	words := map[estimate.Spacing]string{estimate.Logarithmic: "by equal factors (logarithmic)", estimate.Linear: "by equal differences (linear)", estimate.InNines: "by equal counts of nines"}
	if words[s.Spacing] == "" {
		return ""
	}
	return fmt.Sprintf("%d values of %s, spaced %s", len(s.Values), s.Variable.Name, words[s.Spacing])
}

// parts breaks a sheet into as many as a width asks for, each with the first column; the
// notes stand below the last.
func (s *sheet) parts(width int) []*sheet {
	if width <= 0 || len(s.columns) < 2 {
		return []*sheet{s}
	}
	columns := widths(nil, s, false)
	var out []*sheet
	for from := 0; from < len(s.columns); {
		to, used := from, columns[0]
		for to < len(s.columns) && (to == from || used+len(between)+columns[to+1] <= width) {
			used += len(between) + columns[to+1]
			to++
		}
		part := &sheet{title: s.title, columns: s.columns[from:to]}
		for _, r := range s.rows {
			part.rows = append(part.rows, row{r.name, r.cells[from:to]})
		}
		out = append(out, part)
		from = to
	}
	out[len(out)-1].notes = s.notes
	return out
}

// wrap breaks a text at spaces; what leads it stays, and further lines are indented. 0 is
// no width.
func wrap(text string, width int, indent string) string {
	if width <= 0 || utf8.RuneCountInString(text) <= width {
		return text
	}
	words := strings.Fields(text)
	line := text[:len(text)-len(strings.TrimLeft(text, " "))] + words[0]
	var lines []string
	for _, word := range words[1:] {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, line)
			line = indent + word
			continue
		}
		line += " " + word
	}
	return strings.Join(append(lines, line), "\n")
}
