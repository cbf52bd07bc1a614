package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"botec/scenarios"
)

// estimateJSON is what of `botec run -f json` the test reads.
type estimateJSON struct {
	Scenarios []struct {
		Quantities []struct {
			Name  string
			Value float64
		}
		Assumptions []struct{ Name, Text, From string }
		Expect      []struct {
			Quantity string
			Holds    bool
		}
	}
}

func runJSON(t *testing.T, args ...string) (e estimateJSON, ok bool) {
	t.Helper()
	var out, errs strings.Builder
	if run(append(args, "-f", "json"), strings.NewReader(""), &out, &errs) != exitFine {
		return e, false
	}
	if err := json.Unmarshal([]byte(out.String()), &e); err != nil {
		t.Fatal(err)
	}
	return e, true
}

// values are the quantities of a scenario.
func (e estimateJSON) values() map[string]float64 {
	out := make(map[string]float64)
	for _, q := range e.Scenarios[0].Quantities {
		out[q.Name] = q.Value
	}
	return out
}

// moved is how far a quantity has to move for its expectation to fail in any case: half
// as much again as the tolerance of ~ on both sides.
const moved = 0.24

// TestPresetsBreak changes each input of each preset by a quarter, up and down. The
// expectations of what moved as far fail, those of what did not move at all hold, and
// each fails for one input at least.
func TestPresetsBreak(t *testing.T) {
	for _, preset := range scenarios.Names() {
		whole, ok := runJSON(t, "run", preset)
		if !ok {
			t.Fatalf("%s does not run", preset)
		}
		before, broken, changed := whole.values(), make(map[string]bool), 0
		for _, a := range whole.Scenarios[0].Assumptions {
			for _, factor := range []string{"1.25", "0.75"} {
				e, ok := runJSON(t, "run", preset, "--set", fmt.Sprintf("%s=(%s) * %s", a.Name, a.Text, factor))
				if !ok || a.From == "default" {
					continue // a field that takes no more
				}
				changed++
				after := e.values()
				for _, x := range e.Scenarios[0].Expect {
					off := math.Abs(after[x.Quantity]/before[x.Quantity] - 1)
					if x.Holds && off >= moved || !x.Holds && off == 0 {
						t.Errorf("%s: with %s × %s %s moves by %.0f %%, holds: %v", preset, a.Name, factor, x.Quantity, 100*off, x.Holds)
					}
					if off > 0 { // arithmetic of constants alone has no input
						broken[x.Quantity] = broken[x.Quantity] || !x.Holds
					}
				}
			}
		}
		for name, fails := range broken {
			if !fails {
				t.Errorf("%s: nothing that was changed makes %s fail", preset, name)
			}
		}
		if changed < 1 {
			t.Errorf("%s: %d changes", preset, changed)
		}
	}
}
