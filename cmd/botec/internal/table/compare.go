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
		}
		for _, name := range quantitiesOf(reports, section) {
			s.rows = append(s.rows, compareRow(reports, name, m))
		}
		if len(s.rows) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func compareRow(reports []*estimate.Report, name string, m marks) row {
	r := row{name: name}
	for _, report := range reports {
		cell := ""
		if i := slices.IndexFunc(report.Lines, func(l estimate.Line) bool { return l.Name == name }); i >= 0 {
			l := &report.Lines[i]
			cell = amount(l, report.Calendar)
			if l.Verdict != nil && !l.Verdict.Holds {
				cell = m.no + " " + cell
			}
		}
		r.cells = append(r.cells, cell)
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
