package estimate_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/scenarios"
)

// tester is what a test and a property have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

func at(file, text string) *estimate.Expr {
	return &estimate.Expr{Text: text, Place: estimate.Place{File: file, Line: 1, Column: 1}}
}

func variable(t tester, text, name string) *estimate.Variable {
	t.Helper()
	m, problems := read("solve.yaml", text)
	if len(problems) > 0 {
		t.Fatalf("%s: %s\n%s", problems[0], problems[0].Help, text)
	}
	v, ok := m.Variable(name)
	if !ok {
		t.Fatalf("%s cannot be varied in\n%s", name, text)
	}
	return v
}

func solved(t tester, text, name, between string, suchThat ...string) *estimate.Solution {
	t.Helper()
	q := estimate.Quest{}
	if between != "" {
		q.Between = at("--between", between)
	}
	for _, s := range suchThat {
		q.SuchThat = append(q.SuchThat, at("--such-that", s))
	}
	s, problems := variable(t, text, name).Solve(q)
	if len(problems) > 0 {
		t.Fatalf("%s: %s\n%s", problems[0], problems[0].Help, text)
	}
	return s
}

// TestConstraintsNameTheirQuantity parts a quantity, with its time, from what has to hold.
func TestConstraintsNameTheirQuantity(t *testing.T) {
	const text = "name: Case\nhorizon: 2 years\ndau: 1M\nactions: {post: {type: write, per_user: 2/day, payload: 1 KB}}\nlet: {az_9: 3 * dau}\n"
	for constraint, want := range map[string]string{
		"storage at most 2 TB": "storage", " storage: at most 2 TB": "storage", "az_9 at most 5M": "az_9", "storage@1y at most 2 TB": "storage@1y",
		"storage@horizon at most 2 TB": "storage@horizon", "storage@horizon: at most 2 TB": "storage@horizon", "storage@(1y + 6 months) at most 2 TB": "storage@(1y + 6 months)",
	} {
		s := solved(t, text, "dau", "1K..100M", constraint)
		if got := s.Solved[0].Quantity; got != want || !strings.HasPrefix(s.Solved[0].Constraint, "at most") {
			t.Errorf("%q is about %q: %q", constraint, got, s.Solved[0].Constraint)
		}
	}
}

// holdsAt judges the scenario's expectations with a value set as --set does.
func holdsAt(t tester, text, name, value string) bool {
	t.Helper()
	m, problems := spec.Read("solve.yaml", []byte(text), spec.Options{Origin: estimate.Given, Set: []spec.Override{{Path: name, Text: value}}}).Compile()
	if len(problems) > 0 {
		t.Fatalf("%s=%s: %s", name, value, problems[0])
	}
	r, problems := m.Report(estimate.Options{})
	if len(problems) > 0 {
		return false
	}
	for _, v := range r.Verdicts {
		if !v.Holds {
			return false
		}
	}
	return true
}

// pasted sets the scenario to every edge that was found, and to the value just beyond:
// the one holds, the other does not.
func pasted(t tester, text string, s *estimate.Solution) {
	t.Helper()
	all := s.All
	if all == nil {
		all = &s.Solved[0]
	}
	for _, w := range all.Within {
		for _, e := range []estimate.Edge{w.From, w.To} {
			if !holdsAt(t, text, s.Variable.Name, e.Text) {
				t.Errorf("%s=%s does not hold", s.Variable.Name, e.Text)
			}
			if !e.Open && holdsAt(t, text, s.Variable.Name, e.Beyond.Text) {
				t.Errorf("%s=%s holds, beyond %s", s.Variable.Name, e.Beyond.Text, e.Text)
			}
		}
	}
}

// stretches prints the stretches: "2..5, 7..".
func stretches(s estimate.Solved) string {
	var out []string
	for _, w := range s.Within {
		from, to := w.From.Text, w.To.Text
		if w.From.Open {
			from = ""
		}
		if w.To.Open {
			to = ""
		}
		out = append(out, from+".."+to)
	}
	return strings.Join(out, ", ")
}

const solveBase = `name: Base
dau: 20M
horizon: 5 years
peak: 3x
read_write_ratio: 100:1
actions:
  post: {type: write, per_user: 2/day, payload: 2 MB}
  view: {type: read, response: 20 KB}
storage: {replication: 3, fill: 80%}
servers: {api: {load: rps.peak, each: 2K/s, utilization: 70%, spare: 1}}
availability: {lb: 99.99%, db: {parallel: [99.9%, 99.9%]}}
latency: {network: 40 ms, app: 15 ms, budget: 100 ms}
let: {share: 20%, nodes: 5, margin: 40 - rps / (2K/s), up: "k_of_n(3, nodes, 99.9%)"}
`

// TestSolve finds limits of every kind of input.
func TestSolve(t *testing.T) {
	for _, c := range []struct{ name, between, such, want, beyond string }{
		{"dau", "", "servers at most 100", "..19.76M", "19.77M"},  // ceil(dau × 2/day × 101 × 3 / 1400/s) + 1: 99 × 1400/s × day / 606
		{"dau", "", "servers under 2", "", ""},                    // one for the load, one spare: never under 2
		{"dau", "", "servers at least 100", "19.57M..", "19.56M"}, // more than 98 × 1400/s
		{"dau", "", "servers 50 to 100", "9.581M..19.76M", "9.58M"},
		{"dau", "", "latency at most 100 ms", "..", ""},
		{"dau", "", "rps ~47K/s", "18.28M..22.33M", "18.27M"},
		{"horizon", "", "storage at most 1,000 PB", "..9.132 years", "9.133 years"},
		{"actions.post.payload", "", "storage at most 1,000 PB", "..3.652 MB", "3.653 MB"},
		{"storage.fill", "", "storage at most 1,000 PB", "43.8%..", "43.79%"},
		{"storage.replication", "", "storage at most 1,000 PB", "..5.479", "5.48"},
		{"peak", "", "servers at most 100", "..2.964x", "2.965x"},
		{"read_write_ratio", "", "rps at most 100K/s", "..215:1", "215.1:1"}, // and never under 1:1000000
		{"servers.api.spare", "", "servers at most 105", "..4", "5"},
		{"servers.api.utilization", "", "servers at most 50", "", ""},
		{"availability.lb", "", "availability at least 99.98%", "99.9801%..", "99.98009%"},
		{"availability.lb", "", "availability at most 99.9%", "..99.90009%", "99.9001%"},
		{"latency.app", "", "latency under 100 ms", "..59.99 ms", "60 ms"},
		{"nodes", "", "up at least 99.9999%", "5..", "4"},
		{"actions.post.per_user", "", "post at most 1K/s", "..4.32/day", "4.321/day"},
		{"dau", "1M..2M", "servers at most 100", "..", ""},
		{"dau", "0..100M", "rps at most 100K/s", "..42.77M", "42.78M"},
		{"horizon", "1 year..10 years", "storage@2y at most 1,000 PB", "..", ""},
		{"dau", "", "margin over 0", "..34.21M", "34.22M"},
	} {
		t.Run(c.name+" "+c.such, func(t *testing.T) {
			text := solveBase
			s := solved(t, text, c.name, c.between, c.such)
			if got := stretches(s.Solved[0]); got != c.want {
				t.Errorf("%s holds for %s = %s, want %s", c.such, c.name, got, c.want)
			}
			beyond := ""
			for _, w := range s.Solved[0].Within {
				for _, e := range []estimate.Edge{w.From, w.To} {
					if !e.Open && beyond == "" {
						beyond = e.Beyond.Text
					}
				}
			}
			if c.beyond != "" && beyond != c.beyond {
				t.Errorf("and not beyond, at %s, want %s", beyond, c.beyond)
			}
			quantity, constraint, _ := strings.Cut(c.such, " ")
			pasted(t, text+"expect: {"+quantity+": \""+constraint+"\"}\n", s)
		})
	}
}

// TestSolveSeveral holds several constraints at once to the narrowest.
func TestSolveSeveral(t *testing.T) {
	text := solveBase + "expect: {servers: at most 100, rps: at least 10K/s, storage: at most 1 EB}\n"
	s := solved(t, text, "dau", "")
	if len(s.Solved) != 4 { // and the budget
		t.Fatalf("%d constraints", len(s.Solved))
	}
	if got, want := stretches(*s.All), "4.278M..19.76M"; got != want {
		t.Errorf("all hold for %s, want %s", got, want)
	}
	if s.Solved[3].Moves || s.Solved[3].Quantity != "latency" {
		t.Errorf("the latency does not depend on dau: %+v", s.Solved[3])
	}
	pasted(t, text, s)
}

// TestSolveTurns finds stretches between which a value turns, and what cannot be computed.
func TestSolveTurns(t *testing.T) {
	for _, c := range []struct{ f0, such, want, why string }{
		{"(k0 - 3) * (k0 - 5) * (k0 - 5.001)", "f0 at most 0", "..3, 5..5.001", ""}, // the second lies between two places of the search
		{"(k0 - 3) * (k0 - 5) * (k0 - 5.001)", "f0 at least 0", "3..5, 5.001..", ""},
		{"1 / (k0 - 5)", "f0 at most 1.5", "..4.999, 5.667..", "(k0 - 5) is 0"},
		{"sqrt(k0 - 2)", "f0 at most 2", "2..6", "sqrt"},
		{"abs(k0 - 4.123)", "f0 over 0.01", "..4.112, 4.134..", ""},
		{"abs(k0 - 4.123)", "f0 at most 0.0001", "4.123..4.123", ""},
		{"k0^2 + 1", "f0 at most 0.5", "", ""},
	} {
		text := "name: Turns\nlet: {k0: 3, f0: " + c.f0 + "}\n"
		s := solved(t, text, "k0", "0..10", c.such)
		if got := stretches(s.Solved[0]); got != c.want {
			t.Errorf("%s holds for %s, want %s", c.such, got, c.want)
		}
		why := ""
		for _, g := range s.NoValue {
			why += g.Why
		}
		if (why != "") != (c.why != "") || !strings.Contains(why, c.why) {
			t.Errorf("%s: no value because of %q, want %q", c.such, why, c.why)
		}
	}
}

// TestSolveClosedForm draws scenarios whose limit has a closed form: of a product, and of
// a ceiling of one.
func TestSolveClosedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dau := rapid.IntRange(1000, 1e9).Draw(t, "dau")
		perUser := rapid.IntRange(1, 50).Draw(t, "per_user")
		payload := rapid.IntRange(1, 1e6).Draw(t, "payload")
		days := rapid.IntRange(1, 3650).Draw(t, "days")
		each := rapid.IntRange(1, 5000).Draw(t, "each")
		spare := rapid.IntRange(0, 3).Draw(t, "spare")
		part := rapid.Float64Range(0.01, 100).Draw(t, "part")
		text := fmt.Sprintf("name: Drawn\ndau: %d\nhorizon: %d days\nactions: {post: {type: write, per_user: %d/day, payload: %d B}}\nservers: {api: {load: rps, each: %d/s, utilization: 50%%, spare: %d}}\n",
			dau, days, perUser, payload, each, spare)
		bytes := float64(perUser) * float64(payload) * float64(days)
		limit := math.Round(float64(dau) * part * bytes)
		servers := math.Ceil(float64(dau)*float64(perUser)/86400*part/(float64(each)*0.5)) + float64(spare)
		constraint, want := fmt.Sprintf("storage: at most %.0f B", limit), limit/bytes
		if rapid.Bool().Draw(t, "a ceiling") {
			constraint = fmt.Sprintf("servers: at most %.0f", servers)
			want = (servers - float64(spare)) * float64(each) * 0.5 * 86400 / float64(perUser)
		}
		text += "expect: {" + constraint + "}\n"
		s := solved(t, text, "dau", "")
		one := s.Solved[0]
		if len(one.Within) != 1 || !one.Within[0].From.Open || one.Within[0].To.Open {
			t.Fatalf("%s holds within %s, want up to %v\n%s", constraint, stretches(one), want, text)
		}
		// The judge takes values to 15 digits, and forgives ceilings 1e-9.
		if got := one.Within[0].To.Exact; !near(got, want, 2e-9*want) {
			t.Errorf("%s up to %v, want %v\n%s", constraint, got, want, text)
		}
		pasted(t, text, s)
	})
}

// TestSolveScan compares the stretches of a drawn polynomial with a scan of it.
func TestSolveScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var roots []float64
		f := "1"
		for i := range rapid.IntRange(1, 5).Draw(t, "places") {
			r := float64(2*i) + float64(rapid.IntRange(500, 1500).Draw(t, "root"))/1000
			f += fmt.Sprintf(" * (k0 - %v)", r)
			roots = append(roots, r)
			if rapid.Bool().Draw(t, "twin") { // nearer than two places of the search
				r += float64(rapid.IntRange(1, 100).Draw(t, "apart")) / 1e4
				f += fmt.Sprintf(" * (k0 - %v)", r)
				roots = append(roots, r)
			}
		}
		text := "name: Drawn\nlet: {k0: 3, f0: " + f + "}\n"
		for _, such := range []string{"f0 at most 0", "f0 over 0"} {
			one := solved(t, text, "k0", "0..10", such).Solved[0]
			const scan = 4000
			for i := range scan + 1 {
				x := 10 * float64(i) / scan
				value, near := 1.0, false
				for _, r := range roots {
					value *= x - r
					near = near || math.Abs(x-r) < 1e-9
				}
				in := false
				for _, w := range one.Within {
					in = in || x >= w.From.Exact && x <= w.To.Exact
				}
				if holds := (value <= 0) == (such == "f0 at most 0"); !near && holds != in {
					t.Fatalf("%s at k0 = %v: %v, in a stretch: %v of %s\n%s", such, x, holds, in, stretches(one), text)
				}
			}
		}
	})
}

// TestSolvePresets turns every input of every preset: what is found holds when it is
// pasted, and what is just beyond does not.
func TestSolvePresets(t *testing.T) {
	edges := 0
	for _, name := range scenarios.Names() {
		_, data, _ := scenarios.Open(name)
		m, problems := read("solve.yaml", string(data))
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		for _, input := range m.Inputs() {
			v, ok := m.Variable(input)
			if !ok {
				t.Fatalf("%s: %s cannot be varied", name, input)
			}
			s, problems := v.Solve(estimate.Quest{})
			if len(problems) > 0 {
				t.Fatalf("%s: %s: %s", name, input, problems[0])
			}
			pasted(t, string(data), s)
			all := s.All
			if all == nil {
				all = &s.Solved[0]
			}
			if !all.Holds || len(all.Within) == 0 {
				t.Errorf("%s: %s holds as it is, and nowhere around", name, input)
			}
			edges += len(all.Within)
		}
	}
	if edges < 30 {
		t.Errorf("%d stretches", edges)
	}
}
