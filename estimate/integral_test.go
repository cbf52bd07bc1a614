package estimate_test

import (
	"fmt"
	"math"
	"testing"

	"botec/estimate"
)

// growingCost is a scenario whose cost in all integrates a ceiling of servers, which each
// trial reaches at times of its own.
const growingCost = `name: Growing
horizon: 3 years
dau: %s
growth: 40%%/year
actions: {view: {type: read, per_user: 30/day, response: 80 KB, peak: 3x}}
servers: {api: {load: view.peak, each: 200/s}}
prices: {as_of: 2026-11-01, source: a list, servers.api: $0.2/hour}
`

// TestStepsInTrials: the cost rises with the users, so that its percentiles are the costs
// at theirs, where one evaluation finds every step. In trials a step costs 0.2 % at most,
// and percentiles are exact to their printed error; 0.3 % has both.
func TestStepsInTrials(t *testing.T) {
	lines, _ := spreads(t, fmt.Sprintf(growingCost, "1M to 3M"), estimate.Sampling{Samples: 1 << 14})
	got := lines["cost.total"].Spread
	for _, c := range []struct {
		dau  string
		cost float64
	}{{"1M", got.P5}, {"3M", got.P95}} {
		at, _ := spreads(t, fmt.Sprintf(growingCost, c.dau), estimate.Sampling{})
		if want := at["cost.total"].Value; off(c.cost, want) > 0.003 {
			t.Errorf("with %s users a day: %v in trials, %v in one evaluation", c.dau, c.cost, want)
		}
	}
}

// TestGrowthAlone: what moves by growth alone is drawn once, and is what the formula gives
// at every time: dau@2y is dau × 1.4² in each trial.
func TestGrowthAlone(t *testing.T) {
	text := fmt.Sprintf(growingCost, "1M to 3M") + "let: {ratio: dau@2y / dau@0 s}\n"
	lines, _ := spreads(t, text, estimate.Sampling{Samples: 1 << 12})
	got := lines["ratio"].Spread
	const want = 1.4 * 1.4 // exp and log of the growth lose some 1e-15
	if off(got.P5, want) > 1e-12 || off(got.P95, want) > 1e-12 {
		t.Errorf("from %v to %v, wanted %v", got.P5, got.P95, want)
	}
}

// TestGrowingPercentile: a percentile of what grows by a certain rate grows with it, so a
// stock of it is to that of the median as the two are at the start; a quantity held moves
// the percentiles that rest on it.
func TestGrowingPercentile(t *testing.T) {
	const text = `name: Growing
horizon: 5 years
growth: 20%/year
actions:
  own:  {type: write, rate: 100/s to 300/s, payload: 1 KB}
  high: {type: write, rate: own.p95, payload: 1 KB}
let:
  many: 1 to 4
  twice: many * 2
  top: twice.p95
`
	lines, _ := spreads(t, text, estimate.Sampling{Samples: 1024})
	ratio := lines["storage.high"].Value / lines["storage.own"].Value
	if want := 300 / math.Sqrt(100*300); !near(ratio/want, 1, 1e-9) {
		t.Errorf("the stocks are as %v, want %v", ratio, want)
	}
	e := modelOf(t, text).Evaluation()
	for many, want := range map[float64]float64{3: 6, 5: 10} {
		if a, problem := e.Of("top", map[string]float64{"many": many}); problem != nil || !near(a.Value, want, 1e-9) {
			t.Errorf("top with %v held is %v (%v), want %v", many, a.Value, problem, want)
		}
	}
}
