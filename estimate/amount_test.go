package estimate_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"botec/estimate"
	"botec/estimate/spec"
)

// TestEvaluateIsReport holds one quantity at a time to the whole report, and a held value
// to the same scenario with that value written into it.
func TestEvaluateIsReport(t *testing.T) {
	const text = `
name: Held
dau: 20M
horizon: 3 years
peak: 3x
actions:
  post: {type: write, per_user: 5/day, payload: 2 KB}
storage: {replication: 3, fill: 80%}
let: {component: 99%, hot: 20%, cold: 1 - hot}
availability: {web: 99.9%, db: {parallel: [component, component]}}
`
	compile := func(set ...spec.Override) *estimate.Model {
		m, problems := spec.Read("held", []byte(text), spec.Options{Set: set}).Compile()
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return m
	}
	m := compile()
	for _, test := range []struct {
		path, text string
		held       float64
	}{
		{"dau", "20M", 2e7}, {"storage.replication", "2", 2}, {"peak", "1x", 1}, {"horizon", "10 years", 10 * 365 * 86400},
		{"actions.post.per_user", "10/day", 10. / 86400}, {"availability.web", "99%", 0.01},
		{"component", "95%", 0.95}, {"hot", "30%", 0.3}, // both are read by their complement
	} {
		other := compile(spec.Override{Path: test.path, Text: test.text})
		report, problems := other.Report(estimate.Options{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, l := range report.Lines {
			got, problem := m.Evaluate(l.Name, map[string]float64{test.path: test.held})
			if problem != nil || !near(got.Value, l.Value, 1e-12*math.Abs(l.Value)) || !near(got.Unavailability, l.Unavailability, 1e-12*l.Unavailability) {
				t.Errorf("%s with %s held at %s is %v (%v), the scenario gives %g", l.Name, test.path, test.text, got, problem, l.Value)
			}
		}
	}
	if _, problem := m.Evaluate("storge", nil); problem == nil || problem.Help != "did you mean `storage`?" {
		t.Errorf("an unknown name: %v", problem)
	}
	if m.Given("storage") != nil || m.Given("storage.fill").Text != "80%" {
		t.Error("a computed quantity is given, or a field is not")
	}
	var written []string
	for _, e := range m.WrittenFor("storage") {
		written = append(written, e.Text)
	}
	slices.Sort(written)
	if got := strings.Join(written, ", "); got != "2 KB, 20M, 3, 3 years, 5/day, 80%" {
		t.Errorf("storage rests on %s", got)
	}
	if m.WrittenFor("storge") != nil {
		t.Error("an unknown name rests on something")
	}
}
