package estimate_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate"
)

// scenarioText draws a scenario: actions with rates in any time base, whole payloads
// or parts, with or without a ratio that gives one rate.
func scenarioText(t *rapid.T) (text string, stored []string) {
	var b strings.Builder
	fmt.Fprintf(&b, "name: Drawn\nhorizon: %d days\ndau: %d\n", rapid.IntRange(1, 4000).Draw(t, "days"), rapid.IntRange(1, 1e9).Draw(t, "dau"))
	if rapid.Bool().Draw(t, "peak") {
		fmt.Fprintf(&b, "peak: %.2f\n", rapid.Float64Range(1, 9).Draw(t, "factor"))
	}
	b.WriteString("actions:\n")
	ratio := rapid.Bool().Draw(t, "ratio")
	for i := range rapid.IntRange(1, 6).Draw(t, "actions") {
		name := fmt.Sprintf("a%d", i)
		kind := rapid.SampledFrom([]string{"read", "write"}).Draw(t, "type")
		if i == 0 || ratio { // the ratio's rest is a read, and the only one: it cannot be negative
			kind = "write"
		}
		fmt.Fprintf(&b, "  %s:\n    type: %s\n", name, kind)
		if rapid.Bool().Draw(t, "per_user") {
			fmt.Fprintf(&b, "    per_user: %.3f/day\n", rapid.Float64Range(0, 100).Draw(t, "often"))
		} else {
			fmt.Fprintf(&b, "    rate: %.3f/%s\n", rapid.Float64Range(0, 1e9).Draw(t, "rate"), rapid.SampledFrom([]string{"s", "min", "h", "day", "week", "month", "year"}).Draw(t, "base"))
		}
		if rapid.Bool().Draw(t, "parts") {
			fmt.Fprintf(&b, "    payload: {text: %d B, photo: %.2f%% of %d KB}\n", rapid.IntRange(0, 1e6).Draw(t, "x"), rapid.Float64Range(0, 100).Draw(t, "share"), rapid.IntRange(1, 1e6).Draw(t, "y"))
		} else {
			fmt.Fprintf(&b, "    payload: %d B\n", rapid.IntRange(0, 1e9).Draw(t, "size"))
		}
		if kind == "write" {
			stored = append(stored, name)
		}
	}
	if ratio {
		b.WriteString("  rest: {type: read, payload: 1 KB}\nread_write_ratio: 100:1\n")
	}
	return b.String(), stored
}

// near reports whether a figure is no farther from another than the tolerance. NaN is near
// to nothing: a test that says !near fails where a figure became NaN.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// same compares sums that were added in another order: each addition costs 1e-16, of
// at most a dozen, and 1e-12 leaves room.
func same(a, b float64) bool {
	return math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b))
}

// TestConservation holds what no scenario may break: what comes in is what is stored,
// parts make the whole, and a day's stock is a day's rate.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, stored := scenarioText(t)
		m := compileDrawn(t, text)
		value := func(name string) float64 { return valueOf(t, m, name) }
		sum := func(format string, names []string) float64 {
			total := 0.0
			for _, n := range names {
				total += value(fmt.Sprintf(format, n))
			}
			return total
		}
		for _, name := range stored {
			if in, kept := value(name+".ingress"), value(name+".daily"); !same(in, kept) {
				t.Errorf("%s: %v B/s come in, %v are stored", name, in, kept)
			}
			if m.Has(name + ".text.size") {
				if parts, whole := value(name+".text.daily")+value(name+".photo.daily"), value(name+".daily"); !same(parts, whole) {
					t.Errorf("%s: its parts make %v, the whole is %v", name, parts, whole)
				}
			}
			if mean, peak := value(name), value(name+".peak"); peak < mean {
				t.Errorf("%s: its peak %v is below its mean %v", name, peak, mean)
			}
		}
		for _, c := range []struct {
			what string
			a, b float64
		}{
			{"storage@1 day and a day of storage.daily", value("storage@1 day"), value("storage.daily") * 86400},
			{"storage.daily and its actions", value("storage.daily"), sum("%s.daily", stored)},
			{"storage.logical and its actions", value("storage.logical"), sum("storage.%s", stored)},
			{"storage at the horizon, named and not", value("storage"), value("storage@horizon")},
			{"rps.write and its actions", value("rps.write"), sum("%s", stored)},
			{"rps and its two sides", value("rps"), side(t, m, "rps.read") + value("rps.write")},
		} {
			if !same(c.a, c.b) {
				t.Errorf("%s: %v and %v\n%s", c.what, c.a, c.b, text)
			}
		}
	})
}

func compileDrawn(t *rapid.T, text string) *estimate.Model {
	m, problems := read("drawn.yaml", text)
	for _, p := range problems {
		t.Fatalf("%s\n%s", p, text)
	}
	return m
}

func valueOf(t *rapid.T, m *estimate.Model, name string) float64 {
	d, problem := m.Explain(name, estimate.Options{})
	if problem != nil {
		t.Fatal(problem)
	}
	return d.Value
}

// side is the value of a quantity that a scenario without such actions lacks.
func side(t *rapid.T, m *estimate.Model, name string) float64 {
	if !m.Has(name) {
		return 0
	}
	return valueOf(t, m, name)
}

// TestGrowingStock compares the stock of a growing rate with the closed form of its
// integral, for any growth, period, horizon and retention.
func TestGrowingStock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		growth := rapid.IntRange(-5000, 30000).Draw(t, "growth") // in hundredths of a percent
		period := rapid.SampledFrom([]string{"day", "week", "month", "year"}).Draw(t, "period")
		days := rapid.IntRange(1, 3000).Draw(t, "days")
		if period == "day" || period == "week" {
			days = min(days, 100) // 4^3000 is no number
		}
		kept := rapid.IntRange(1, 3000).Draw(t, "kept")
		text := fmt.Sprintf("name: Drawn\nhorizon: %d days\ngrowth: %s%%/%s\nactions:\n  post: {type: write, rate: 10/s, payload: 1 KB, retention: %d days}\n", days, strconv.FormatFloat(float64(growth)/100, 'f', -1, 64), period, kept)
		m := compileDrawn(t, text)
		seconds := map[string]float64{"day": 86400, "week": 7 * 86400, "month": 365 * 86400 / 12, "year": 365 * 86400}[period]
		g := math.Log1p(float64(growth) / 1e4)
		at, window := float64(days)*86400, float64(min(days, kept))*86400
		want := 1e4 * window
		if g != 0 {
			want = 1e4 * seconds / g * math.Exp(g*at/seconds) * -math.Expm1(-g*window/seconds)
		}
		// The quadrature is refined to 1e-12 of the whole; the closed form itself loses
		// some digits where the growth is near 0.
		if got := valueOf(t, m, "storage"); !near(got, want, 1e-9*want) {
			t.Fatalf("got %v, want %v\n%s", got, want, text)
		}
	})
}
