package estimate

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate/unit"
)

// TestHoldsClearly draws constraints, and values at, beside and far from their bounds:
// where floats decide, they decide as the decimals do.
func TestHoldsClearly(t *testing.T) {
	decided := 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "~", "at most ", "under ", "at least ", "over "}).Draw(t, "comparison") +
			rapid.StringMatching(`[1-9][0-9]{0,8}(\.[0-9]{1,6})?`).Draw(t, "number") +
			rapid.SampledFrom([]string{"", "K", " GB", " GiB", "/day", "K/s", " MB/s", "%", "x", " h"}).Draw(t, "unit")
		c, err := parseConstraint(text, unit.NoWords{})
		if err != nil {
			t.Fatalf("%q: %s", text, err.Message)
		}
		j := judgement{approx: rapid.SampledFrom([]float64{0.1, 0.05, 0.5}).Draw(t, "approx"), cal: unit.DefaultCalendar()}
		share := rapid.SampledFrom([]float64{0, 0, 0.005, 0.1, 0.05, 0.5, 1}).Draw(t, "share")
		away := rapid.SampledFrom([]float64{0, 1e-16, 1e-15, 1e-13, 1e-10, 1e-8, 1e-4, 0.3}).Draw(t, "away")
		if rapid.Bool().Draw(t, "below") {
			share, away = -share, -away
		}
		j.value = c.low.Value(j.cal) * (1 + share) * (1 + away)
		if rapid.Bool().Draw(t, "by digits") { // at the end of what the last digit allows
			j.value += math.Copysign(math.Pow10(c.lastDigit())/2, away) * scale(c.low, j.cal)
		}
		holds, sure := c.holdsClearly(j)
		if sure {
			decided++
		}
		if want := c.holdsExactly(j); sure && holds != want {
			t.Fatalf("%q of %v: floats say %t, decimals %t", text, j.value, holds, want)
		}
	})
	if decided == 0 {
		t.Error("floats never decided")
	}
}

// TestOpenings reads every word that begins a constraint, and judges a value below, at
// and above its bound.
func TestOpenings(t *testing.T) {
	for words, want := range map[string][3]bool{
		"":        {false, true, false},
		"about":   {true, true, true}, // a tenth to either side
		"at most": {true, true, false}, "no more than": {true, true, false}, "not more than": {true, true, false}, "<=": {true, true, false},
		"under": {true, false, false}, "less than": {true, false, false}, "fewer than": {true, false, false}, "<": {true, false, false},
		"at least": {false, true, true}, "not less than": {false, true, true}, "≥": {false, true, true},
		"over": {false, false, true}, "more than": {false, false, true}, "greater than": {false, false, true}, ">": {false, false, true},
	} {
		c, err := parseConstraint(words+" 100", unit.NoWords{})
		if err != nil {
			t.Errorf("%q: %s", words, err.Message)
			continue
		}
		for i, value := range []float64{95, 100, 105} {
			if got := c.holds(judgement{value: value, approx: 0.1, cal: unit.DefaultCalendar()}); got != want[i] {
				t.Errorf("%q 100 of %v: %t", words, value, got)
			}
		}
	}
}
