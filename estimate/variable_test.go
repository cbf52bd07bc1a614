package estimate_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/spec"
	"botec/scenarios"
)

// varied has an input of every kind.
const varied = `name: Varied
users: 1B
mau: 500M
dau: 100M to 300M
growth: 20%/year
horizon: 5 years
peak: 3x
read_write_ratio: 100:3
actions:
  post: {type: write, per_user: 2/day, payload: {text: 500 B, photo: {size: 5% of 2 MiB, retention: 90 days}}, latency: 20 ms}
  note: {type: write, rate: 7K rps, payload: 300 B}
  feed: {type: read, response: 40 KB}
  live: {type: read, response: 4 Mbps}
datasets:
  user: {items: 1B, size: 2 KB, growth: 3%/month}
storage: {compression: "2:1", overhead: 30%, replication: 3, fill: 80%, retention: 3 years}
cache:
  feed: {hot: 20%, hit_ratio: 95%}
servers:
  api: {load: rps.peak, each: 2K/s, utilization: 70%, spare: 2}
availability: {lb: 99.99%, db: {parallel: [99.9%, 99.95%]}}
latency: {network: 40 ms, app: 15 ms}
let:
  seats: 5 billion
  quota: 12 GB
  offset: -5
  used: seats + offset * quota / 1 GB
expect:
  storage: at most 2,000 PB
`

// priced has prices, and no growth: what is spent as it grows takes long to add up.
const priced = `name: Priced
horizon: 5 years
actions: {post: {type: write, rate: 100M/month, payload: 2 MB}}
servers: {api: {needs: {cpu: rps / (100/s), memory: 3}, at_least: 2}}
prices: {as_of: 2026-11, source: list, storage: $0.02/GB/month, ingress: $0.08/GB, servers: $0.34/hour}
`

// TestVariable sets every input of every kind to other values: in the graph, and by
// writing the value into the file. Both give the same.
func TestVariable(t *testing.T) {
	texts := map[string]string{"varied.yaml": varied, "priced.yaml": priced}
	for _, name := range scenarios.Names() {
		file, data, _ := scenarios.Open(name)
		texts[file] = string(data)
	}
	varied := 0
	for file, text := range texts {
		m, problems := read(file, text)
		if len(problems) > 0 {
			t.Fatal(problems[0], problems[0].Help)
		}
		for _, name := range m.Inputs() {
			v, ok := m.Variable(name)
			if !ok {
				t.Errorf("%s: %s cannot be varied", file, name)
				continue
			}
			sameAsWritten(t, file, text, v, v.Value*1.37)
			sameAsWritten(t, file, text, v, v.Value)
			sameAsWritten(t, file, text, v, v.Value*3)
			sameAsWritten(t, file, text, v, v.Value/4)
			varied++
		}
	}
	if varied < 60 {
		t.Errorf("%d inputs", varied)
	}
}

// sameAsWritten compares the reports, or that there is none.
func sameAsWritten(t *testing.T, file, text string, v *estimate.Variable, value float64) {
	t.Helper()
	f := v.Figure(value, 15)
	s := spec.Read(file, []byte(text), spec.Options{Origin: estimate.Given, Set: []spec.Override{{Path: v.Name, Text: f.Text}}})
	m, problems := s.Compile()
	var want *estimate.Report
	if len(problems) == 0 {
		want, problems = m.Report(estimate.Options{})
	}
	got, others := v.With(f.Value).Report(estimate.Options{})
	if (len(problems) > 0) != (len(others) > 0) {
		t.Errorf("%s: %s = %s: as written %v, in the graph %v", file, v.Name, f.Text, problems, others)
		return
	}
	if want == nil {
		return
	}
	for i := range want.Lines {
		a, b := want.Lines[i], got.Lines[i]
		if a.Name != b.Name || !same(a.Value, b.Value) && !(math.IsNaN(a.Value) && math.IsNaN(b.Value)) {
			t.Errorf("%s: %s = %s: %s is %v as written, %s is %v in the graph", file, v.Name, f.Text, a.Name, a.Value, b.Name, b.Value)
		}
	}
	for i := range want.Verdicts {
		if want.Verdicts[i].Holds != got.Verdicts[i].Holds {
			t.Errorf("%s: %s = %s: %s holds or not", file, v.Name, f.Text, want.Verdicts[i].Quantity)
		}
	}
}

// TestVariableText holds the written form to the value, at any size: the text that a
// user pastes is the value that was found.
func TestVariableText(t *testing.T) {
	m, problems := read("varied.yaml", varied)
	if len(problems) > 0 {
		t.Fatal(problems[0], problems[0].Help)
	}
	rapid.Check(t, func(t *rapid.T) {
		v, _ := m.Variable(rapid.SampledFrom(m.Inputs()).Draw(t, "input"))
		if v.Type.Kind == formula.Availability {
			t.Skip("written by its complement")
		}
		value := v.Value * math.Pow(10, rapid.Float64Range(-9, 9).Draw(t, "decades"))
		digits := rapid.IntRange(1, 12).Draw(t, "digits") // rounding goes by way of 15: the next ones may be off by more than half
		f := v.Figure(value, digits)
		if off := math.Abs(f.Value-value) / math.Abs(value); !(off <= 5.01*math.Pow10(-digits)) {
			t.Errorf("%s: %v to %d digits is %q, %v", v.Name, value, digits, f.Text, f.Value)
		}
	})
}

// TestVariableShares holds the model to its promise not to change.
func TestVariableShares(t *testing.T) {
	m, _ := read("varied.yaml", varied)
	storage := func(m *estimate.Model) float64 {
		d, problem := m.Explain("storage", estimate.Options{})
		if problem != nil {
			t.Fatal(problem)
		}
		return d.Value
	}
	before := storage(m)
	v, _ := m.Variable("dau")
	other := v.With(2 * v.Value)
	if after := storage(m); after != before {
		t.Errorf("storage was %v and is %v", before, after)
	}
	if moved := storage(other); moved <= before {
		t.Errorf("storage is %v with twice the users, %v without", moved, before)
	}
	for _, name := range []string{"rps", "nothing", "used", "actions.post.payload.photo", "approx"} {
		if _, ok := m.Variable(name); ok {
			t.Errorf("%s is no value as given", name)
		}
	}
}
