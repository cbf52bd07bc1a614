package estimate_test

import (
	"testing"

	"botec/estimate"
	"botec/estimate/spec"
)

// BenchmarkSweep reads one figure for a hundred values of an input: in the graph, and as a
// hundred runs with --set, each of which reads the file and compiles it anew.
func BenchmarkSweep(b *testing.B) {
	v := variable(b, solveBase, "dau")
	m, _ := read("solve.yaml", solveBase)
	s, problem := v.Steps(at("--vary", "1M..100M/100"), 0, estimate.Suitable)
	if problem != nil {
		b.Fatal(problem)
	}
	b.Run("graph", func(b *testing.B) {
		for b.Loop() {
			if _, problems := m.Sweep(estimate.SweepOptions{Of: []*estimate.Expr{at("--of", "availability")}, Steps: []*estimate.Steps{s}}); len(problems) > 0 {
				b.Fatal(problems[0])
			}
		}
	})
	b.Run("runs", func(b *testing.B) {
		for b.Loop() {
			for _, f := range s.Values {
				other, problems := spec.Read("solve.yaml", []byte(solveBase), spec.Options{Origin: estimate.Given, Set: []spec.Override{{Path: "dau", Text: f.Text}}}).Compile()
				if len(problems) == 0 {
					_, problems = other.Report(estimate.Options{})
				}
				if len(problems) > 0 {
					b.Fatal(problems[0])
				}
			}
		}
	})
}

// BenchmarkSolve finds the limit of a smooth quantity and of a ceiling.
func BenchmarkSolve(b *testing.B) {
	v := variable(b, solveBase, "dau")
	for _, such := range []string{"storage at most 1,000 PB", "servers at most 100"} {
		b.Run(such, func(b *testing.B) {
			for b.Loop() {
				if _, problems := v.Solve(estimate.Quest{SuchThat: []*estimate.Expr{at("--such-that", such)}}); len(problems) > 0 {
					b.Fatal(problems[0])
				}
			}
		})
	}
}
