package table

import (
	"math"
	"strings"
	"testing"

	"botec/estimate"
)

func TestDelta(t *testing.T) {
	tests := map[string]float64{
		"": 1, "+25%": 1.25, "−20%": 0.8, "+99%": 1.99, "×2": 1.996, "÷2": 0.5, "−50%": 0.5041, "×5": 4.999999, "÷4": 0.25,
		"×3.5": 3.47, "×17": 16.7, "÷4,000": 1.0 / 4000, "+0.01%": 1.0001,
	}
	for want, factor := range tests {
		if got := delta(factor, false); got != want {
			t.Errorf("%g reads %q, want %q", factor, got, want)
		}
	}
	if got := delta(math.NaN(), true) + delta(0.5, true); got != "downtime ÷2" {
		t.Errorf("of an availability: %q", got)
	}
}

func TestHeadroom(t *testing.T) {
	tests := []struct {
		bound estimate.Bound
		used  float64
		want  string
	}{
		{estimate.Ceiling, 0.9125, "9% left"}, {estimate.Ceiling, 0.9999, "0.01% left"}, {estimate.Ceiling, 0, "100% left"},
		{estimate.Ceiling, 1, "holds, at the limit"}, {estimate.Ceiling, 1.12, "12% over"}, {estimate.Ceiling, 3.472, "3.5× over"},
		{estimate.Ceiling, math.Inf(1), "fails, by any measure"}, {estimate.Floor, 1.02, "2% above"}, {estimate.Floor, 0.95, "5% short"},
		{estimate.Floor, 0, "100% short"}, {estimate.Floor, 3, "3× above"}, {estimate.DowntimeCeiling, 0.1, "90% of the downtime left"},
		{estimate.DowntimeCeiling, 1.25, "25% more downtime"}, {estimate.DowntimeCeiling, 10, "10× the downtime"}, {estimate.NoBound, math.NaN(), "holds"},
	}
	for _, test := range tests {
		v := &estimate.Verdict{Bound: test.bound, Used: test.used, Holds: !strings.Contains(test.want, "fails")}
		if got := headroom(v); got != test.want {
			t.Errorf("bound %d used %g reads %q, want %q", test.bound, test.used, got, test.want)
		}
	}
}

// TestDiffOfItself shows nothing, whatever oddities a report has.
func TestDiffOfItself(t *testing.T) {
	c := []Change{{Comparison: estimate.Compare(fake(), fake())}}
	for _, text := range []string{Diff(c, Look{UTF8: true}), DiffMarkdown(c), Diff(nil, Look{})} {
		if text != "nothing changed\n" {
			t.Errorf("a report and itself:\n%s", text)
		}
	}
	if _, err := DiffJSON(c); err != nil {
		t.Error(err)
	}
}

// TestDiffInASCII leaves no sign that a locale without UTF-8 cannot show.
func TestDiffInASCII(t *testing.T) {
	after := fake()
	after.Lines[0].Value /= 10
	after.Lines[1].Value *= 1.1
	after.Lines[3].Unavailability *= 4
	after.Lines = after.Lines[:4]
	after.Verdicts[0].Constraint = "at most 20K/s"
	after.Assumptions = nil
	text := Diff([]Change{{"a.md", estimate.Compare(fake(), after)}}, Look{Terminal: true})
	for _, want := range []string{"/10", "+10%", "at most 10K/s -> at most 20K/s", "downtime x4", "removed"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, r := range text {
		if r > 126 {
			t.Fatalf("%q in\n%s", r, text)
		}
	}
}
