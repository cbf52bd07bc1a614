package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/spec"
)

// actionsFor writes a scenario of actions, half of them writes in two parts, until it
// has about the given count of quantities.
func actionsFor(quantities int) string {
	var b strings.Builder
	b.WriteString("name: Many\nhorizon: 10 years\ndau: 100M\npeak: 3x\nactions:\n")
	for i := 0; i*11 < quantities; i++ {
		if i%2 == 0 {
			fmt.Fprintf(&b, "  write_%d: {type: write, per_user: %d/day, payload: {text: 100 B, media: 5%% of 100 KB}}\n", i, i%50+1)
		} else {
			fmt.Fprintf(&b, "  read_%d: {type: read, rate: %d * write_%d, response: 20 KB, latency: 50 ms}\n", i, i%10+1, i-1)
		}
	}
	return b.String()
}

// BenchmarkScenario takes generated scenarios from text to report, beside what the
// YAML parser alone costs for the same text.
func BenchmarkScenario(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		text := actionsFor(n)
		b.Run(fmt.Sprintf("yaml-alone/%d", n), func(b *testing.B) {
			for b.Loop() {
				var node yaml.Node
				if err := yaml.Unmarshal([]byte(text), &node); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("report/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, problems := readMany(text)
				if len(problems) > 0 {
					b.Fatal(problems[0])
				}
				r, _ := m.Report(estimate.Options{})
				b.ReportMetric(float64(len(m.Names())), "quantities")
				_ = r
			}
		})
	}
}

// BenchmarkStages shows where the time of a scenario with 10,000 quantities goes.
func BenchmarkStages(b *testing.B) {
	text := actionsFor(10_000)
	m, problems := readMany(text)
	if len(problems) > 0 {
		b.Fatal(problems[0])
	}
	b.Run("read-and-compile", func(b *testing.B) {
		for b.Loop() {
			readMany(text)
		}
	})
	b.Run("evaluate", func(b *testing.B) {
		for b.Loop() {
			m.Report(estimate.Options{})
		}
	})
}

func readMany(text string) (*estimate.Model, []*estimate.Problem) {
	return spec.Read("many.yaml", []byte(text), spec.Options{Origin: estimate.Given}).Compile()
}
