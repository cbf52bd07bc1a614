package estimate_test

import (
	"math"
	"strings"
	"testing"

	"botec/estimate"
)

// FuzzAnswer takes any lines to a calculator: no panic, mistakes within the text, and an
// answer that is bound can be named.
func FuzzAnswer(f *testing.F) {
	m, problems := read("t.yaml", "name: t\ndau: 10M\nhorizon: 1 year\nactions:\n  post: {type: write, per_user: 2/day, payload: 1 KB}\navailability: 'parallel(99.9%, 99.9%)'\n")
	if len(problems) > 0 {
		f.Fatal(problems[0])
	}
	for _, text := range []string{"x = 5 KB\nx * 3 in B", "500B in KB", "rps in rps", "storage@3y / dau", "-2^2", "5 + 20%", "1 - availability", "$5 * post in €", "2^1000", "a=b", "3 posts", "5 GB in", "keys(62, 40)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := estimate.NewCalculator(m)
		for _, line := range strings.Split(text, "\n") {
			a, errs := c.Answer(line, estimate.Ask{})
			for _, err := range errs {
				if err.Start < 0 || err.End < err.Start || err.End > max(1, len(line)) || err.Message == "" {
					t.Fatalf("%q: %#v", line, err)
				}
			}
			if len(errs) > 0 {
				continue
			}
			if math.IsNaN(a.Value) || math.IsInf(a.Value, 0) {
				t.Fatalf("%q is %v", line, a.Value)
			}
			if a.Name == "" || a.Name == "x" {
				continue
			}
			again, errs := c.Answer(a.Name, estimate.Ask{})
			if len(errs) > 0 || again.Value != a.Value || again.Type != a.Type {
				t.Fatalf("%q is bound, and then %v", line, errs)
			}
		}
	})
}
