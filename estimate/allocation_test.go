package estimate_test

import (
	"fmt"
	"strings"
	"testing"

	"botec/estimate"
)

// sampled is the scenario whose three products the benchmarks compute too, with what else
// a graph is made of.
const sampled = `name: Sampled
horizon: 10 years
dau: 100M to 300M
actions:
  post: {type: write, per_user: 3 to 8/day, payload: 50 to 200 KB}
storage: {replication: 3}
servers:
  api: {load: rps, each: 500/s to 2K/s, utilization: 70%, spare: 1}
availability: {api: {parallel: [99% to 99.9%, 99% to 99.9%]}}
let:
  read: 2 * rps + 3 * post
  share: rps / (rps + read)
  part: uniform(10%, 30%)
  shape: pert(1, 2, 5)
  most: max(rps, read) * 2
  root: sqrt(shape)
  power: shape ^ 1.5
  tail: servers_for(rps, 500/s, 70%)
`

// TestNoAllocation holds the inner loop to allocate nothing: neither for a trial nor for a
// batch of them, once a worker has had its first.
func TestNoAllocation(t *testing.T) {
	m := compiledFor(t, sampled)
	for _, method := range []estimate.Method{estimate.Sobol, estimate.Random} {
		for _, names := range [][]string{
			{"rps", "storage", "ingress"},
			{"read"}, {"share"}, {"part"}, {"shape"}, {"most"}, {"root"}, {"power"}, {"tail"}, {"servers"}, {"availability"},
		} {
			next, trials := m.Batches(estimate.Sampling{Method: method}, names...)
			if allocated := testing.AllocsPerRun(20, next); allocated > 0 {
				t.Errorf("%v, %s: %v allocations in a batch of %d trials, want none", names, method, allocated, trials)
			}
		}
	}
}

// TestLossesCountOnce loses trials of a quantity that so many others read that they are
// sampled in more than one group: each trial still counts once.
func TestLossesCountOnce(t *testing.T) {
	var text strings.Builder
	text.WriteString("name: Losses\ndau: 100M to 300M\nactions: {post: {type: write, per_user: 1/day, payload: 1 KB}}\nlet:\n  root: sqrt(dau - 150M)\n")
	lost := func() string {
		r, problems := compiledFor(t, text.String()).Report(estimate.Options{Spread: true})
		if len(problems) > 0 || len(r.Warnings) != 1 {
			t.Fatalf("problems %v, warnings %v, want one warning", problems, r.Warnings)
		}
		return r.Warnings[0].Message
	}
	want := lost()
	for i := range 140 {
		fmt.Fprintf(&text, "  q%d: root * %d\n", i, i+2)
	}
	if got := lost(); got != want {
		t.Errorf("with 140 readers: %s\nwith none: %s", got, want)
	}
}
