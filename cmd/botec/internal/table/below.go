package table

import (
	"slices"
	"strings"

	"botec/estimate"
)

// assumptions is the sheet of inputs and defaults.
func assumptions(r *estimate.Report) *sheet {
	if len(r.Assumptions) == 0 {
		return nil
	}
	s := &sheet{title: "assumptions", columns: []column{{title: "", left: true}, {title: "", left: true}}}
	for _, a := range r.Assumptions {
		s.rows = append(s.rows, row{a.Name, []string{a.Text, string(a.From)}})
	}
	s.notes = append(s.notes, closing(r)...)
	return s
}

// failure is an expectation that does not hold, and what would pass.
type failure struct{ text, passing string }

// failures lists the expectations on the given sections that do not hold.
func failures(r *estimate.Report, only []estimate.Section, m marks) []failure {
	sections := make(map[string]estimate.Section, len(r.Lines))
	for _, l := range r.Lines {
		sections[l.Name] = l.Section
	}
	var out []failure
	for _, v := range r.Verdicts {
		if v.Holds || len(only) > 0 && !slices.Contains(only, sections[v.Quantity]) {
			continue
		}
		f := failure{text: m.no + " " + v.Quantity + ": " + v.Message}
		if len(v.Passing) > 0 {
			f.passing = "would pass: " + strings.Join(v.Passing, ", ")
		}
		if v.Remedy != "" {
			f.passing = strings.TrimSuffix(v.Remedy+"; "+f.passing, "; ")
		}
		out = append(out, f)
	}
	return out
}
