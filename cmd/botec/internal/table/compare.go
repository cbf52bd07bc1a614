package table

import (
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
		for _, r := range reports {
			s.columns = append(s.columns, column{title: r.Name})
			if spreadsIn(r, section) {
				s.columns = append(s.columns, column{title: "p5 to p95", spare: 1})
			}
		}
		for _, name := range quantitiesOf(reports, section) {
			s.rows = append(s.rows, compareRow(reports, section, name, m))
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

func spreadsIn(r *estimate.Report, section estimate.Section) bool {
	return slices.ContainsFunc(r.Lines, func(l estimate.Line) bool { return l.Section == section && l.Spread != nil })
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

func compareRow(reports []*estimate.Report, section estimate.Section, name string, m marks) row {
	r := row{name: name}
	for _, report := range reports {
		cell, spread := "", ""
		if i := slices.IndexFunc(report.Lines, func(l estimate.Line) bool { return l.Name == name }); i >= 0 {
			l := &report.Lines[i]
			cell = amount(l, report.Calendar)
			if l.Verdict != nil && !l.Verdict.Holds {
				cell = m.no + " " + cell
			}
			if l.Spread != nil {
				spread = fromTo(l, report.Calendar)
			}
		}
		r.cells = append(r.cells, cell)
		if spreadsIn(report, section) {
			r.cells = append(r.cells, spread)
		}
	}
	return r
}

// quantitiesOf lists the names of a section, each report's in its own order: what only
// a later one has stands before what follows it there.
func quantitiesOf(reports []*estimate.Report, section estimate.Section) []string {
	var names []string
	for _, r := range reports {
		at := len(names)
		for _, name := range slices.Backward(namesOf(r, section)) {
			if i := slices.Index(names, name); i >= 0 {
				at = i
				continue
			}
			names = slices.Insert(names, at, name)
		}
	}
	return names
}

// namesOf lists a report's names of a section without peaks that are their means.
func namesOf(r *estimate.Report, section estimate.Section) []string {
	values := make(map[string]float64, len(r.Lines))
	for _, l := range r.Lines {
		values[l.Name] = l.Value
	}
	var names []string
	for _, l := range r.Lines {
		mean, isPeak := strings.CutSuffix(l.Name, ".peak")
		if l.Section == section && !(isPeak && values[mean] == l.Value) {
			names = append(names, l.Name)
		}
	}
	return names
}
