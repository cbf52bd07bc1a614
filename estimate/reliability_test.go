package estimate_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate"
)

// drawBlock writes a random block as an expression, and the same with one more replica: of
// redundant units one more like the worst, of anything else a second one.
func drawBlock(t *rapid.T, depth int) (text, more string) {
	a := fmt.Sprintf("%d.%d%%", rapid.IntRange(90, 99).Draw(t, "percent"), rapid.IntRange(0, 9).Draw(t, "tenths"))
	kind := rapid.IntRange(0, 4).Draw(t, "kind")
	if depth == 0 {
		kind %= 3
	}
	switch kind {
	case 0:
		return a, fmt.Sprintf("parallel(%s, %s)", a, a)
	case 1:
		return fmt.Sprintf("k_of_n(2, 3, %s)", a), fmt.Sprintf("k_of_n(2, 4, %s)", a)
	case 2:
		return fmt.Sprintf("common_cause(2, %s, 10%%)", a), fmt.Sprintf("common_cause(3, %s, 10%%)", a)
	case 3:
		worst, units := 100.0, []string{}
		for range rapid.IntRange(2, 4).Draw(t, "units") {
			u := rapid.IntRange(900, 999).Draw(t, "unit")
			worst = math.Min(worst, float64(u)/10)
			units = append(units, fmt.Sprintf("%g%%", float64(u)/10))
		}
		inside := strings.Join(units, ", ")
		return "parallel(" + inside + ")", fmt.Sprintf("parallel(%s, %g%%)", inside, worst)
	default:
		left, _ := drawBlock(t, depth-1)
		right, _ := drawBlock(t, depth-1)
		text = fmt.Sprintf("series(%s, %s)", left, right)
		return text, fmt.Sprintf("parallel(%s, %s)", text, text)
	}
}

// TestReplicas: what one more replica of a block gives is what the scenario with it gives,
// and shares of the downtime add up. Up to ten roundings: 1e-12.
func TestReplicas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "blocks")
		texts, mores := make([]string, n), make([]string, n)
		for i := range texts {
			texts[i], mores[i] = drawBlock(t, 2)
		}
		scenario := func(blocks []string) *estimate.Report {
			yaml := "name: t\navailability:\n"
			for i, b := range blocks {
				yaml += fmt.Sprintf("  b%d: '%s'\n", i, b)
			}
			m, problems := read("t.yaml", yaml)
			if len(problems) > 0 {
				t.Fatal(problems[0])
			}
			r, problems := m.Report(estimate.Options{Blocks: true})
			if len(problems) > 0 {
				t.Fatal(problems[0])
			}
			return r
		}
		line := func(r *estimate.Report, name string) estimate.Line {
			for _, l := range r.Lines {
				if l.Name == name {
					return l
				}
			}
			t.Fatalf("no line %s", name)
			return estimate.Line{}
		}
		r, sum := scenario(texts), 0.0
		for i := range texts {
			l := line(r, fmt.Sprintf("availability.b%d", i))
			sum += *l.Share
			with := append([]string{}, texts...)
			with[i] = mores[i]
			if want := line(scenario(with), "availability").Unavailability; !near(*l.OneMore, want, 1e-12*want) {
				t.Fatalf("%s with one more: %v, %s gives %v", texts[i], *l.OneMore, mores[i], want)
			}
		}
		if !near(sum, 1, 1e-12) {
			t.Fatalf("the shares add up to %v", sum)
		}
	})
}
