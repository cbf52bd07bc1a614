package estimate_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate"
)

// TestElasticities: a product of powers follows each input by its exponent, whatever the
// values; a table of influences knows which way an availability goes.
func TestElasticities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exponents := map[string]int{}
		text, product := "", "1"
		for i := range rapid.IntRange(1, 4).Draw(t, "inputs") {
			name := fmt.Sprintf("f%d", i)
			exponents[name] = rapid.SampledFrom([]int{-2, -1, 1, 2, 3}).Draw(t, "exponent")
			text += fmt.Sprintf("  %s: %.3f\n", name, rapid.Float64Range(0.1, 1e6).Draw(t, "value"))
			product += fmt.Sprintf(" * %s^(%d)", name, exponents[name])
		}
		found, problem := modelOf(t, "name: Powers\nlet:\n"+text+"  it: "+product+"\n").Elasticities("it", estimate.Options{})
		if problem != nil {
			t.Fatal(problem)
		}
		for i, e := range found {
			// A step of 10 % of a figure with 15 digits.
			if !near(e.Value, float64(exponents[e.Name]), 1e-9) || e.Step != "10%" {
				t.Fatalf("%+v, want %d\n%s", e, exponents[e.Name], text)
			}
			if i > 0 && math.Abs(found[i-1].Value) < math.Abs(e.Value)-1e-9 {
				t.Fatalf("%v stands above %v", found[i-1], e)
			}
		}
		if len(found) != len(exponents) {
			t.Fatalf("%d of %d inputs", len(found), len(exponents))
		}
	})
}

// TestElasticityAtLimits takes one side where the input can not be on the other, whole
// steps of what is counted, and unavailabilities.
func TestElasticityAtLimits(t *testing.T) {
	m := modelOf(t, `name: Limits
horizon: 1 year
actions: {post: {type: write, rate: 1K/s, payload: 1 KB}}
storage: {fill: 95%, replication: 1}
servers: {api: {load: rps, each: 100/s, spare: 2}}
availability: {lb: 99.9%, web: 99%}
`)
	for _, c := range []struct {
		quantity, input string
		want            float64
		step            string
		low, high       bool // there is one
	}{
		{"storage", "storage.fill", -1, "10%", true, false},
		{"storage", "storage.replication", 1, "10%", false, true},
		{"servers.api", "servers.api.spare", math.Log(13./11) / math.Log(3./1), "1", true, true},
		{"availability", "availability.web", math.Log((1-0.999*(1-0.011))/(1-0.999*(1-0.009))) / math.Log(1.1/0.9), "10%", true, true},
	} {
		found, problem := m.Elasticities(c.quantity, estimate.Options{})
		if problem != nil {
			t.Fatal(problem)
		}
		seen := false
		for _, e := range found {
			if e.Name != c.input {
				continue
			}
			seen = true
			if !near(e.Value, c.want, 1e-9) || e.Step != c.step || math.IsNaN(e.Low.Value) == c.low || math.IsNaN(e.High.Value) == c.high {
				t.Errorf("%s of %s: %+v, want %v", c.input, c.quantity, e, c.want)
			}
		}
		if !seen {
			t.Errorf("%s does not depend on %s: %v", c.quantity, c.input, found)
		}
	}
}

// TestSensitivityIndices holds indices to functions with known ones: a sum has no
// interaction; in a linear product of two alike, each alone has the same; what only one
// side of a maximum decides has nothing of the other; a range that two inputs share moves
// both.
func TestSensitivityIndices(t *testing.T) {
	for _, c := range []struct {
		it          string
		linear      bool
		first       map[string]float64
		interaction float64
	}{
		{"one + two", true, map[string]float64{"one": 0.5, "two": 0.5}, 0},
		{"one * two", false, map[string]float64{"one": 0.5, "two": 0.5}, 0},
		{"max(one, two * 1000)", false, map[string]float64{"one": 0, "two": 1}, 0},
		{"one / one * two", false, map[string]float64{"one": 0, "two": 1}, 0},
		{"one - one + two", true, map[string]float64{"one": 0, "two": 1}, 0},
	} {
		s, problem := modelOf(t, lets("one: 1 to 4", "two: 1 to 4", "it: "+c.it)).Sensitivity("it", estimate.Options{}, c.linear)
		if problem != nil {
			t.Fatal(problem)
		}
		for _, in := range s.Influences {
			if !near(in.Share, c.first[in.Name], 0.002) || in.Total < in.Share-0.002 {
				t.Errorf("%s: %+v, want %v", c.it, in, c.first[in.Name])
			}
		}
		if !near(s.Interaction, c.interaction, 0.002) || s.Log == c.linear {
			t.Errorf("%s: interaction %v, logarithmic %v", c.it, s.Interaction, s.Log)
		}
	}
	s, problem := modelOf(t, lets("one: uniform(-1, 1)", "two: 1 to 4", "it: one * two")).Sensitivity("it", estimate.Options{}, false)
	if problem != nil || s.Log {
		t.Errorf("a quantity below 0 has no logarithm: %v %+v", problem, s)
	}
	if one := s.Influences[0]; one.Name != "one" || one.Total-one.Share < 0.05 {
		t.Errorf("a sign and a size interact: %+v", s.Influences)
	}
}

// TestSensitivityDirection: availabilities rise with their blocks though their
// unavailabilities fall.
func TestSensitivityDirection(t *testing.T) {
	m := modelOf(t, "name: Up\navailability: {lb: 99.9% to 99.99%, web: 99% to 99.9%}\nlet: {speed: 1 to 2, time: 10 s / speed}\n")
	for quantity, want := range map[string]int{"availability": 1, "downtime.year": -1, "time": -1} {
		s, problem := m.Sensitivity(quantity, estimate.Options{Sampling: estimate.Sampling{Samples: 1024}}, false)
		if problem != nil {
			t.Fatal(problem)
		}
		for _, in := range s.Influences {
			if in.Rises() != want {
				t.Errorf("%s with %s: %d, want %d", quantity, in.Name, in.Rises(), want)
			}
		}
	}
	if _, problem := m.Sensitivity("downtime.year.p95", estimate.Options{}, false); problem == nil {
		t.Error("a percentile spreads")
	}
	s, problem := m.Sensitivity("speed", estimate.Options{}, false)
	if problem != nil || len(s.Influences) != 1 || !near(s.Influences[0].Share, 1, 0.001) {
		t.Errorf("%v %+v", problem, s)
	}
}
