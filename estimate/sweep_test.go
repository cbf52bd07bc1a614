package estimate_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate"
	"botec/estimate/spec"
)

func steps(t tester, v *estimate.Variable, text string) *estimate.Steps {
	t.Helper()
	s, problem := v.Steps(at("--vary", text), 0, estimate.Suitable)
	if problem != nil {
		t.Fatalf("%s: %s", problem, problem.Help)
	}
	return s
}

func texts(s *estimate.Steps) string {
	var out []string
	for _, f := range s.Values {
		out = append(out, f.Text)
	}
	return strings.Join(out, " ")
}

// TestSteps spaces values as suits each kind of input, and rounds them to what is shown.
func TestSteps(t *testing.T) {
	for _, c := range []struct{ name, values, want string }{
		{"dau", "10M..1B", "10M 17.8M 31.6M 56.2M 100M 178M 316M 562M 1B"},
		{"dau", "10M..1B/3", "10M 100M 1B"},
		{"dau", "10M..30M/3", "10M 20M 30M"},
		{"dau", "1000..1001/3", "1000 1.0005K 1001"}, // three digits would not tell them apart
		{"dau", "0..1M/3", "0 500K 1M"},
		{"dau", "10M, 5M,1B", "10M 5M 1B"},
		{"actions.post.per_user", "1..5/day/3", "1/day 3/day 5/day"},
		{"actions.post.payload", "1..4 MB/2", "1 MB 4 MB"},
		{"actions.post.payload", "500B,2KB", "500B 2KB"},
		{"horizon", "1 year..10 years/3", "1 year 3.16 years 10 years"},
		{"peak", "1..3x/3", "1x 2x 3x"},
		{"storage.fill", "1..100%/3", "1% 50.5% 100%"}, // a share is not spaced by factors
		{"storage.fill", "50%..90%/3", "50% 70% 90%"},
		{"servers.api.spare", "0..5/9", "0 1 2 3 4 5"},
		{"availability.lb", "99%..99.99%/3", "99% 99.9% 99.99%"},
		{"availability.lb", "99.9%..99.95%/2", "99.9% 99.95%"},
		{"read_write_ratio", "1:1..100:1/3", "1:1 10:1 100:1"},
		{"nodes", "3..5/9", "3 4 5"}, // whole, because k_of_n refuses others
		{"share", "10%..30%/3", "10% 20% 30%"},
	} {
		if got := texts(steps(t, variable(t, solveBase, c.name), c.values)); got != c.want {
			t.Errorf("%s=%s: %s, want %s", c.name, c.values, got, c.want)
		}
	}
	for values, want := range map[string]string{
		"1,000, 2":                    "can be one number or two",
		"2, 100,200":                  "--vary:1:3: \"100,200\" can be one number or two",
		"10M":                         "a range or a list of values is wanted",
		"":                            "a range or a list of values is wanted",
		"..5":                         "two values with `..` between them are wanted",
		"10M..":                       "two values with `..` between them are wanted",
		"10M..x":                      "one value is wanted",
		"10M..rps":                    "one value is wanted",
		"1M..2M..3M":                  "1:7: ",
		"1M to 2M,3M":                 "one value is wanted",
		"1M,,2M":                      "there is no value",
		"-5..5":                       "dau is -5, it takes 0 or more",
		"5%..10%":                     "dau is a count, found 5%",
		"1M..2M/0":                    "a range has 2 values or more",
		"1M..2M/1001":                 "1,001 values, at most 1,000",
		"1M..2M/99999999999999999999": "at most 1,000 are swept",
	} {
		if _, problem := variable(t, solveBase, "dau").Steps(at("--vary", values), 0, estimate.Suitable); problem == nil || !strings.Contains(problem.String(), want) {
			t.Errorf("dau=%s: %v, want %s", values, problem, want)
		}
	}
}

// TestSweepIsManyRuns draws a scenario, sweeps an input of it, or two, and compares with a
// report for each value that is set as --set does.
func TestSweepIsManyRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, _ := scenarioText(t)
		m := compileDrawn(t, text)
		var of []*estimate.Expr
		names := rapid.SliceOfNDistinct(rapid.SampledFrom(m.Names()), 1, 4, rapid.ID).Draw(t, "of")
		for _, name := range names {
			of = append(of, at("--of", name))
		}
		inputs := rapid.SliceOfNDistinct(rapid.SampledFrom(m.Inputs()), 1, 2, rapid.ID).Draw(t, "inputs")
		var all []*estimate.Steps
		for _, name := range inputs {
			v, _ := m.Variable(name)
			list := fmt.Sprintf("%s, %s", v.Figure(v.Value*rapid.Float64Range(0.5, 2).Draw(t, "part"), 4).Text, v.Figure(v.Value, 4).Text)
			s, problem := v.Steps(at("--vary", list), 0, estimate.Suitable)
			if problem != nil {
				t.Skip(problem.String()) // a peak below 1
			}
			all = append(all, s)
		}
		sweep, problems := m.Sweep(estimate.SweepOptions{Of: of, Steps: all})
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		for k := range sweep.Quantities[0].Cells {
			var set []spec.Override
			for i, s := range all {
				n := k
				if len(all) == 2 {
					n = []int{k / len(all[1].Values), k % len(all[1].Values)}[i]
				}
				set = append(set, spec.Override{Path: s.Variable.Name, Text: s.Values[n].Text})
			}
			other, problems := spec.Read("drawn.yaml", []byte(text), spec.Options{Origin: estimate.Given, Set: set}).Compile()
			if len(problems) > 0 {
				t.Fatalf("%s: %v", problems[0], set)
			}
			for i, q := range sweep.Quantities {
				if want := valueOf(t, other, names[i]); !same(q.Cells[k].Line.Value, want) && !(math.IsNaN(want) && math.IsNaN(q.Cells[k].Line.Value)) {
					t.Errorf("%s with %v: %v in the sweep, %v in a run", q.Name, set, q.Cells[k].Line.Value, want)
				}
			}
		}
	})
}

// TestSweepCrossing finds where budgets begin to fail, and marks the cells beyond.
func TestSweepCrossing(t *testing.T) {
	text := solveBase + "expect: {servers: at most 100, rps: [at least 20K/s, ~47K/s]}\n"
	v := variable(t, text, "dau")
	m, _ := read("solve.yaml", text)
	sweep, problems := m.Sweep(estimate.SweepOptions{Steps: []*estimate.Steps{steps(t, v, "1M..100M")}})
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	want := map[string]string{"servers at most 100": "..19.76M", "rps at least 20K/s": "8.555M..", "rps ~47K/s": "18.28M..22.33M", "latency at most 100 ms": ".."}
	for _, q := range sweep.Quantities {
		for _, b := range q.Budgets {
			if got := stretches(b.Solved); got != want[b.Quantity+" "+b.Constraint] {
				t.Errorf("%s %s holds for %s, want %s", b.Quantity, b.Constraint, got, want[b.Quantity+" "+b.Constraint])
			}
			delete(want, b.Quantity+" "+b.Constraint)
			for i, c := range q.Cells {
				f := sweep.Steps[0].Values[i]
				if holds := holdsAt(t, strings.Replace(text, "expect: {servers: at most 100, rps: [at least 20K/s, ~47K/s]}", "expect: {"+b.Quantity+": "+b.Constraint+"}", 1), "dau", f.Text); !holds && c.Holds {
					t.Errorf("%s = %v at %s is not as expected, and not marked", q.Name, c.Line.Value, f.Text)
				}
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("nobody looked for %v", want)
	}
}

// TestAnyValues reads any text where values, ends and constraints are wanted: an answer or
// a problem with a place in the text, and no panic.
func TestAnyValues(t *testing.T) {
	m, problems := read("varied.yaml", varied)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	pieces := rapid.SampledFrom([]string{"10M", "1B", "..", ",", "/", "9", "5%", "GB", " ", "-", "to", "@", "3y", "(", ")", "storage", "servers", "at most", "between", "~", "100", "/day", "year", "é", "\t", "0", "1e400", "99.9%", "3x", "2:1", ":", "and", "p95", "."})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces"), "")
		v, _ := m.Variable(rapid.SampledFrom(m.Inputs()).Draw(t, "input"))
		placed := func(problem *estimate.Problem) {
			if problem != nil && problem.File == "--text" && (problem.Line != 1 || problem.Column < 1 || problem.Column > len([]rune(text))+1 || problem.Message == "") {
				t.Errorf("%q: %s, which has %d characters", text, problem, len([]rune(text)))
			}
		}
		_, problem := v.Steps(at("--text", text), 0, estimate.Suitable)
		placed(problem)
		q := estimate.Quest{Between: at("--text", text), SuchThat: []*estimate.Expr{at("--such", "users at most 5")}}
		if _, problems := v.Solve(q); len(problems) > 0 {
			placed(problems[0])
		}
		if _, problems := v.Solve(estimate.Quest{SuchThat: []*estimate.Expr{at("--text", text)}}); len(problems) > 0 {
			placed(problems[0])
		}
		now := strings.ReplaceAll(v.Figure(v.Value, 3).Text, ",", "") // a comma parts values
		one, problem := v.Steps(at("--vary", now+", "+now), 0, estimate.Suitable)
		if problem != nil {
			t.Fatal(problem)
		}
		if _, problems := m.Sweep(estimate.SweepOptions{Of: []*estimate.Expr{at("--text", text)}, Steps: []*estimate.Steps{one}}); len(problems) > 0 {
			placed(problems[0])
		}
	})
}
