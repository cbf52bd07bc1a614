package table

import (
	"container/list"
	"slices"
	"strings"

	"botec/estimate"
)

// SideBySide writes several reports as one text, a column for each.
func SideBySide(reports []*estimate.Report, only []estimate.Section, look Look) string {
	var b strings.Builder
	body := compare(reports, only, marksFor(look.UTF8))
	look.fit(body)
	look.grid(&b, body)
	return strings.TrimPrefix(b.String(), "\n")
}

// SideBySideMarkdown writes several reports as Markdown tables, a column for each.
func SideBySideMarkdown(reports []*estimate.Report, only []estimate.Section) string {
	var b strings.Builder
	for _, s := range compare(reports, only, marksFor(true)) {
		b.WriteString(s.markdown())
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// compare lays reports out with a row for each quantity that any of them has.
func compare(reports []*estimate.Report, only []estimate.Section, m marks) []*sheet {
	var out []*sheet
	for _, section := range estimate.Sections() {
		if len(only) > 0 && !slices.Contains(only, section) {
			continue
		}
		s := &sheet{title: string(section)}
		var sides []side
		for _, r := range reports {
			one := sideOf(r, section)
			sides = append(sides, one)
			s.columns = append(s.columns, column{title: r.Name})
			if one.spreads {
				s.columns = append(s.columns, column{title: "p5 to p95", spare: 1})
			}
		}
		for _, name := range quantitiesOf(sides) {
			s.rows = append(s.rows, compareRow(sides, name, m))
		}
		if len(s.rows) > 0 {
			out = append(out, s)
		}
	}
	if len(out) > 0 {
		out[len(out)-1].notes = sampled(reports)
	}
	return out
}

// side is the part of a report that is about one section.
type side struct {
	*estimate.Report
	names   []string // without peaks that are their means
	lines   map[string]*estimate.Line
	spreads bool // a range spreads one of them
}

func sideOf(r *estimate.Report, section estimate.Section) side {
	s := side{Report: r, lines: make(map[string]*estimate.Line)}
	values := make(map[string]float64, len(r.Lines))
	for i := range r.Lines {
		l := &r.Lines[i]
		values[l.Name] = l.Value
		if l.Section == section {
			s.lines[l.Name] = l
			s.spreads = s.spreads || l.Spread != nil
		}
	}
	for _, l := range r.Lines {
		mean, isPeak := strings.CutSuffix(l.Name, ".peak")
		if l.Section == section && !(isPeak && values[mean] == l.Value) {
			s.names = append(s.names, l.Name)
		}
	}
	return s
}

// sampled says of each report how its percentiles were found.
func sampled(reports []*estimate.Report) []string {
	var notes []string
	for _, r := range reports {
		if r.Sampling != nil {
			notes = append(notes, r.Name+": "+Sampling(r.Sampling))
		}
	}
	return notes
}

func compareRow(sides []side, name string, m marks) row {
	r := row{name: name}
	for _, s := range sides {
		cell, spread := "", ""
		if l := s.lines[name]; l != nil {
			cell = amount(l, s.Calendar)
			if l.Verdict != nil && !l.Verdict.Holds {
				cell = m.no + " " + cell
			}
			if l.Spread != nil {
				spread = fromTo(l, s.Calendar)
			}
		}
		r.cells = append(r.cells, cell)
		if s.spreads {
			r.cells = append(r.cells, spread)
		}
	}
	return r
}

// quantitiesOf lists the names of all sides, each one's in its own order: what only a
// later one has stands before what follows it there.
func quantitiesOf(sides []side) []string {
	order := list.New()
	known := make(map[string]*list.Element)
	for _, s := range sides {
		var next *list.Element // nil: the end
		for _, name := range slices.Backward(s.names) {
			if known[name] == nil && next == nil {
				known[name] = order.PushBack(name)
			} else if known[name] == nil {
				known[name] = order.InsertBefore(name, next)
			}
			next = known[name]
		}
	}
	names := make([]string, 0, order.Len())
	for e := order.Front(); e != nil; e = e.Next() {
		names = append(names, e.Value.(string))
	}
	return names
}
