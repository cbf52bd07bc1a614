package estimate_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"botec/estimate"
)

// compared compares two scenarios.
func compared(t *testing.T, before, after string) *estimate.Comparison {
	t.Helper()
	return estimate.Compare(reported(t, before), reported(t, after))
}

func reported(t *testing.T, text string) *estimate.Report {
	t.Helper()
	m, problems := read("compared.yaml", text)
	if len(problems) > 0 {
		t.Fatal(problems[0], problems[0].Help)
	}
	r, problems := m.Report(estimate.Options{})
	if len(problems) > 0 {
		t.Fatal(problems[0], problems[0].Help)
	}
	return r
}

const compareBase = `name: Base
dau: 100M
horizon: 10 years
peak: 3x
let: {each: 10/day, twice: rps * 2, same: rps}
actions:
  post: {type: write, per_user: each, payload: 100 B}
availability: {db: 99.9%, lb: 99.99%}
expect:
  rps: at most 50K/s
  rps.peak: at most 50K/s
  storage: ~366 TB
  availability: at least 99.8%
`

// TestCompareCauses changes one thing at a time: only that is told as a cause.
func TestCompareCauses(t *testing.T) {
	tests := map[string]struct {
		old, new string
		want     []estimate.Cause
	}{
		"a figure":            {"dau: 100M", "dau: 500M", []estimate.Cause{{Name: "dau", Before: "100M", After: "500M", Factor: 5}}},
		"other words":         {"dau: 100M", "dau: 0.1B", nil},
		"a range":             {"dau: 100M", "dau: 50M to 200M", []estimate.Cause{{Name: "dau", Before: "100M", After: "50M to 200M", Factor: math.NaN()}}},
		"a default, given":    {"peak: 3x\n", "", []estimate.Cause{{Name: "peak", Before: "3x", After: "1x", Factor: 1.0 / 3}}},
		"an availability":     {"db: 99.9%", "db: 99.95%", []estimate.Cause{{Name: "availability.db", Before: "99.9%", After: "99.95%", Factor: 0.5, Availability: true}}},
		"the name":            {"name: Base", "name: Top", []estimate.Cause{{Name: "name", Before: "Base", After: "Top", Factor: math.NaN()}}},
		"the calendar":        {"horizon:", "calendar: {month: 30 days}\nhorizon:", []estimate.Cause{{Name: "calendar", Before: "year = 365 days, month = year/12", After: "year = 365 days, month = 30 days", Factor: math.NaN()}}},
		"something new":       {"peak:", "storage: {replication: 3}\npeak:", []estimate.Cause{{Name: "storage.replication", After: "3", Factor: math.NaN()}}},
		"something gone":      {"horizon: 10 years", "horizon: 10 years\nmau: 1B", []estimate.Cause{{Name: "mau", After: "1B", Factor: math.NaN()}}},
		"a formula":           {"same: rps", "same: rps - each", nil},
		"a figure in one":     {"rps * 2", "rps * 3", []estimate.Cause{{Name: "twice", Before: "rps * 2", After: "rps * 3", Factor: math.NaN()}}},
		"a share for a count": {"dau: 100M", "mau: 1B\ndau: 10% of mau", []estimate.Cause{{Name: "mau", After: "1B", Factor: math.NaN()}, {Name: "dau", Before: "100M", After: "10% of mau", Factor: math.NaN()}}},
		"an expectation":      {"rps: at most 50K/s", "rps: at most 40K/s", nil},
		"growth of the users": {"dau: 100M", "dau: 100M\ngrowth: 50%/year", []estimate.Cause{{Name: "growth", After: "50%/year", Factor: math.NaN()}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := compared(t, compareBase, strings.Replace(compareBase, test.old, test.new, 1))
			if diff := cmp.Diff(test.want, c.Assumptions, cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-9, 0)); diff != "" {
				t.Error(diff)
			}
			if got := len(c.Formulas) > 0; got != (name == "a formula") {
				t.Errorf("formulas: %v", c.Formulas)
			}
		})
	}
}

// TestCompareFormulas tells of a formula unless a name that is new or gone explains it.
func TestCompareFormulas(t *testing.T) {
	swapped := compared(t, "name: S\navailability: {web: {parallel: [99%, 99%]}}\n", "name: S\navailability: {web: {series: [99%, 99%]}}\n")
	if len(swapped.Formulas) != 1 || swapped.Formulas[0].Name != "availability" {
		t.Errorf("formulas: %v", swapped.Formulas)
	}
	action := "  watch: {type: read, rate: 5/s, response: 1 KB}\n"
	if added := compared(t, compareBase, strings.Replace(compareBase, "availability:", action+"availability:", 1)); len(added.Formulas) > 0 {
		t.Errorf("formulas: %v", added.Formulas)
	}
}

// TestCompareVerdicts changes what is expected, and what it is expected of.
func TestCompareVerdicts(t *testing.T) {
	type state struct{ Broken, Fails, Still, Mended, Rewritten bool }
	tests := map[string]struct {
		old, new, quantity string
		want               state
	}{
		"as before":         {"", "", "rps", state{}},
		"broken":            {"dau: 100M", "dau: 500M", "rps", state{Broken: true, Fails: true}},
		"a lower limit":     {"rps: at most 50K/s", "rps: at most 10K/s", "rps", state{Broken: true, Fails: true, Rewritten: true}},
		"another limit":     {"rps: at most 50K/s", "rps: at most 40K/s", "rps", state{Rewritten: true}},
		"gone":              {"  rps: at most 50K/s\n", "", "rps", state{Rewritten: true}},
		"new, and fails":    {"expect:\n", "expect:\n  twice: at most 1/s\n", "twice", state{Fails: true, Rewritten: true}},
		"a figure":          {"payload: 100 B", "payload: 200 B", "storage", state{Broken: true, Fails: true}},
		"an availability":   {"lb: 99.99%", "lb: 99.8%", "availability", state{Broken: true, Fails: true}},
		"at another time":   {"expect:\n", "expect:\n  storage@1y: at most 1 TB\n", "storage@1y", state{Fails: true, Rewritten: true}},
		"a limit of a peak": {"rps.peak: at most 50K/s", "rps.peak: at most 30K/s", "rps.peak", state{Broken: true, Fails: true, Rewritten: true}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			other := strings.Replace(compareBase, test.old, test.new, 1)
			check := func(c *estimate.Comparison, want state) {
				t.Helper()
				j := constraintOn(c, test.quantity)
				got := state{j.Broken(), j.Fails(), j.Still(), j.Mended(), j.Rewritten()}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				if got := len(c.Broken()) > 0; got != want.Broken {
					t.Errorf("broken: %v", c.Broken())
				}
			}
			check(compared(t, compareBase, other), test.want)
			if test.want.Broken { // backwards it is mended, and there and there it still fails
				check(compared(t, other, compareBase), state{Mended: true, Rewritten: test.want.Rewritten})
				check(compared(t, other, other), state{Fails: true, Still: true})
			}
		})
	}
}

func constraintOn(c *estimate.Comparison, quantity string) estimate.Judged {
	for _, n := range c.Numbers {
		if n.Name == quantity && len(n.Constraints) > 0 {
			return n.Constraints[0]
		}
	}
	return estimate.Judged{}
}

// TestUsed holds the part of its bound that a value takes.
func TestUsed(t *testing.T) {
	tests := map[string]struct {
		constraint string
		bound      estimate.Bound
		used       float64
	}{
		"a ceiling":       {"quarter: at most 0.5", estimate.Ceiling, 0.5},
		"a sharp one":     {"quarter: under 0.125", estimate.Ceiling, 2},
		"a floor":         {"quarter: at least 0.2", estimate.Floor, 1.25},
		"a missed one":    {"quarter: over 0.5", estimate.Floor, 0.5},
		"downtime":        {"availability: at least 99.8%", estimate.DowntimeCeiling, 0.5},
		"too much":        {"availability: at least 99.99%", estimate.DowntimeCeiling, 10},
		"uptime":          {"availability: at most 99.99%", estimate.NoBound, math.NaN()},
		"a figure":        {"quarter: ~0.25", estimate.NoBound, math.NaN()},
		"two bounds":      {"quarter: 0.1 to 0.5", estimate.NoBound, math.NaN()},
		"nothing of some": {"nothing: at most 1", estimate.Ceiling, 0},
		"nothing of none": {"nothing: at most 0", estimate.Ceiling, 1},
		"some of none":    {"quarter: at most 0", estimate.Ceiling, math.Inf(1)},
		"no downtime":     {"perfect: at least 99.9%", estimate.DowntimeCeiling, 0},
		"none allowed":    {"availability: at least 100%", estimate.DowntimeCeiling, math.Inf(1)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := reported(t, "name: U\navailability: {db: 99.9%}\nlet: {quarter: 1 / 4, nothing: 0 * quarter, perfect: \"parallel(100%, 99%)\"}\nexpect: {"+test.constraint+"}\n")
			v := r.Verdicts[0]
			if v.Bound != test.bound || !cmp.Equal(v.Used, test.used, cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-9, 0)) {
				t.Errorf("bound %d used %g, want %d used %g", v.Bound, v.Used, test.bound, test.used)
			}
		})
	}
}

// TestCompareProperties compares drawn scenarios: with itself a report has no causes and
// all numbers in place; the other way round, before is after.
func TestCompareProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(label string) *estimate.Report {
			text, _ := scenarioText(rt)
			m, problems := read(label, text)
			if len(problems) > 0 {
				rt.Skip(problems[0])
			}
			r, problems := m.Report(estimate.Options{})
			if len(problems) > 0 {
				rt.Skip(problems[0])
			}
			return r
		}
		one, two := draw("one"), draw("two")
		itself := estimate.Compare(one, one)
		if len(itself.Assumptions)+len(itself.Formulas)+len(itself.Broken()) > 0 {
			rt.Errorf("with itself: %v, %v", itself.Assumptions, itself.Formulas)
		}
		for _, n := range itself.Numbers {
			if n.Before == nil || n.After == nil || n.Before.Style != n.After.Style || !cmp.Equal(n.Before.Value, n.After.Value, cmpopts.EquateNaNs()) {
				rt.Errorf("%s moved with itself", n.Name)
			}
		}
		forth, back := estimate.Compare(one, two), estimate.Compare(two, one)
		if diff := cmp.Diff(turned(forth), turned(estimate.Compare(one, two))); diff != "" {
			rt.Errorf("not the same twice: %s", diff)
		}
		if diff := cmp.Diff(turned(forth), values(back)); diff != "" {
			rt.Errorf("back is not forth turned round: %s", diff)
		}
		for _, alone := range []*estimate.Comparison{estimate.Compare(nil, one), estimate.Compare(one, nil)} {
			if len(alone.Broken()) > 0 || len(alone.Numbers) == 0 {
				rt.Errorf("on one side: %d numbers, %d broken", len(alone.Numbers), len(alone.Broken()))
			}
		}
	})
}

// values are the two values of each number by name; turned has them the other way round.
func values(c *estimate.Comparison) map[string][2]float64 {
	out := make(map[string][2]float64)
	of := func(l *estimate.Line) float64 {
		if l == nil {
			return -1
		}
		return l.Value
	}
	for _, n := range c.Numbers {
		out[n.Name] = [2]float64{of(n.Before), of(n.After)}
	}
	return out
}

func turned(c *estimate.Comparison) map[string][2]float64 {
	out := values(c)
	for name, v := range out {
		out[name] = [2]float64{v[1], v[0]}
	}
	return out
}
