package models

import (
	"errors"
	"math"
	"math/bits"
	"testing"

	"pgregory.net/rapid"
)

// TestBlocks compares block diagrams with the enumeration of every state. A sum of at
// most 2^10 terms, each a product of ten: 1e-12 relative leaves room for both.
func TestBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		us := rapid.SliceOfN(rapid.Float64Range(1e-9, 1), 1, 10).Draw(t, "unavailabilities")
		k := rapid.IntRange(1, len(us)).Draw(t, "k")
		got, err := KOf(float64(k), us)
		if err != nil {
			t.Fatal(err)
		}
		if want := enumerate(us, k); !near(got, want, 1e-12*want+1e-300) {
			t.Fatalf("k of n: %v, by enumeration %v", got, want)
		}
		series, _ := Series(us)
		if want := enumerate(us, len(us)); !near(series, want, 1e-12*want) {
			t.Fatalf("series: %v, by enumeration %v", series, want)
		}
		parallel, _ := Parallel(us)
		if want := enumerate(us, 1); !near(parallel, want, 1e-12*want+1e-300) {
			t.Fatalf("parallel: %v, by enumeration %v", parallel, want)
		}
		for _, u := range us {
			if series < u*(1-1e-12) || parallel > u {
				t.Fatalf("series %v and parallel %v around %v", series, parallel, u)
			}
		}
		equal := make([]float64, len(us))
		for i := range equal {
			equal[i] = us[0]
		}
		same, _ := KOfN(float64(k), float64(len(us)), us[0])
		if other, _ := KOf(float64(k), equal); !near(same, other, 1e-10*other) {
			t.Fatalf("%d of %d: %v, as different blocks %v", k, len(us), same, other)
		}
	})
}

// enumerate sums the chance of every state in which fewer than k blocks are up.
func enumerate(us []float64, k int) float64 {
	sum := 0.0
	for state := range uint(1) << len(us) {
		if bits.OnesCount(state) >= k {
			continue
		}
		p := 1.0
		for i, u := range us {
			if state>>i&1 == 1 {
				p *= 1 - u
			} else {
				p *= u
			}
		}
		sum += p
	}
	return sum
}

// TestCommonCauseGain holds the gain of redundancy below 1/beta.
func TestCommonCauseGain(t *testing.T) {
	for _, beta := range []float64{0.02, 0.05, 0.1} {
		const u = 1e-9
		got, err := CommonCause(2, u, beta)
		if err != nil {
			t.Fatal(err)
		}
		if gain := u / got; gain > 1/beta || gain < 0.999/beta {
			t.Errorf("beta %v gains %v, the limit is %v", beta, gain, 1/beta)
		}
	}
}

func TestForgivenRounding(t *testing.T) {
	for _, c := range []struct{ v, ceil, floor float64 }{
		{3, 3, 3}, {3.0000000001, 3, 3}, {2.9999999999, 3, 3}, {3.001, 4, 3}, {0.7 * 10, 7, 7}, {2.1, 3, 2}, {0, 0, 0}, {-1.5, -1, -2}, {1e15, 1e15, 1e15}, {1e-12, 1, 0},
	} {
		if up, down := Ceil(c.v), Floor(c.v); up != c.ceil || down != c.floor {
			t.Errorf("%v: %v and %v, want %v and %v", c.v, up, down, c.ceil, c.floor)
		}
	}
}

// TestMedians compares PERT with the integral of its density, and looks at the ends of
// the triangle.
func TestMedians(t *testing.T) {
	for _, c := range [][3]float64{{0, 0.5, 1}, {0, 0, 1}, {0, 1, 1}, {10, 20, 60}, {-3, 2, 4}} {
		m, err := median(PERT(c[0], c[1], c[2]))
		if err != nil {
			t.Fatal(err)
		}
		alpha, beta := 1+4*(c[1]-c[0])/(c[2]-c[0]), 1+4*(c[2]-c[1])/(c[2]-c[0])
		density := func(x float64) float64 { return math.Pow(x, alpha-1) * math.Pow(1-x, beta-1) }
		x := (m - c[0]) / (c[2] - c[0])
		// Simpson with 20,000 steps on densities with at worst a broken power at an end.
		if share := simpson(density, 0, x) / simpson(density, 0, 1); !near(share, 0.5, 1e-6) {
			t.Errorf("pert(%v): below %v lies %v of it", c, m, share)
		}
	}
	for _, c := range []struct{ a, m, b, want float64 }{{0, 0, 1, 1 - math.Sqrt(0.5)}, {0, 1, 1, math.Sqrt(0.5)}, {0, 1, 2, 1}} {
		if got, err := median(Triangular(c.a, c.m, c.b)); err != nil || !near(got, c.want, 1e-15) {
			t.Errorf("triangular(%v, %v, %v) is %v, want %v", c.a, c.m, c.b, got, c.want)
		}
	}
	if u, err := median(LogitNormal(0.9, 0.1, 0.999, 0.001)); err != nil || !near(u, 1/(1+math.Sqrt(9*999)), 1e-15) {
		t.Errorf("90%% to 99.9%%: %v, %v", u, err)
	}
}

// TestEnds takes what lies on the end of its range, where the value is known.
func TestEnds(t *testing.T) {
	const half = 0.5
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"a target that its one dependency reaches", ok(t)(OwnAvailability(0.001, 0.001, 1)), 0},
		{"a switch as long as the repair", ok(t)(Failover(98, 2, 2, half)), 0.02 + half*0.02*0.02},
		{"a replacement within the year", ok(t)(Durability(1, 0, math.Ln2, 10, 10)), half},
		{"two keys in a space of two", ok(t)(CollisionProbability(2, 2)), half},
		{"an even day's busiest hour", ok(t)(BusyHour(1.0 / 24)), 1},
		{"a day in one hour", ok(t)(BusyHour(1)), 24},
		{"a window of a day", ok(t)(Busy(1, 86400, 86400)), 1},
		{"a pair of mirrored disks", ok(t)(Raid(1, 2)), half},
		{"three mirrored disks", ok(t)(Raid(1, 3)), 1.0 / 3},
		{"a thousand blocks", ok(t)(KOf(1000, make([]float64, 1000))), 0},
		{"a cache for nothing", ok(t)(LRUHit(1000, 0, 1)), 0},
		{"a cache for all", ok(t)(LRUHit(1000, 1000, 1)), 1},
		{"ends that only their complements tell apart", ok(t)(median(LogitNormal(1, 1e-20, 1, 1e-22))), 1e-21},
		{"ends whose product is next to nothing", ok(t)(median(Lognormal(1e-158, 1e-156))) * 1e157, 1},
	} {
		if !near(c.got, c.want, 1e-14*c.want) { // a dozen roundings
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
}

func ok(t *testing.T) func(float64, error) float64 {
	return func(v float64, err error) float64 {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return v
	}
}

func simpson(f func(float64) float64, a, b float64) float64 {
	const n = 20000
	h := (b - a) / n
	sum := f(a) + f(b)
	for i := 1; i < n; i++ {
		sum += f(a+float64(i)*h) * float64(2+2*(i%2))
	}
	return sum * h / 3
}

// TestRefusals names the parameter that is outside its range.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		param string
		err   error
	}{
		{"a", second(Series([]float64{-0.1}))}, {"a", second(Parallel([]float64{1.1}))}, {"count of blocks", second(Series(nil))},
		{"k", second(KOfN(3, 2, 0.1))}, {"k", second(KOfN(0, 2, 0.1))}, {"n", second(KOfN(1, 2.5, 0.1))}, {"k", second(KOf(4, []float64{0.1}))},
		{"mtbf", second(Uptime(0, 1))}, {"mttr", second(Uptime(1, -1))}, {"period", second(Downtime(0.1, -1))}, {"a", second(Nines(0))},
		{"beta", second(CommonCause(2, 0.1, 1.5))}, {"share", second(BusyHour(0.01))}, {"share", second(BusyHour(1.2))}, {"share", second(Busy(0.1, 43200, 86400))},
		{"window", second(Busy(0.5, 0, 86400))}, {"rate", second(InFlight(-1, 1))}, {"data", second(Erasure(0, 1))}, {"parity", second(Erasure(1, -1))},
		{"growth", second(Grow(1, -1, 1))}, {"periods", second(Accumulate(1, 0.1, 1.5))}, {"kept", second(AccumulateKept(1, 0.1, 2, -1))},
		{"used", second(Runway(0, 0.1, 1))}, {"utilization", second(ServersFor(1, 1, 0))}, {"each", second(ServersFor(1, 0, 0.5))},
		{"low end", second(median(Lognormal(0, 1)))}, {"high end", second(median(Lognormal(2, 1)))}, {"b", second(median(Uniform(2, 1)))},
		{"high end", second(median(Lognormal(2, 2)))}, {"b", second(median(Uniform(1, 1)))}, {"b", second(median(PERT(2, 2, 2)))},
		{"high end", second(median(LogitNormal(0.5, 0.5, 0.5, 0.5)))}, {"high end", second(median(LogitNormal(1, 1e-21, 1, 1e-20)))}, {"end of a range of percentages", second(median(LogitNormal(0, 1, 0.5, 0.5)))},
		{"tolerated", second(MTTDL(3, 3, 1, 1))}, {"parity", second(Durability(9000, 1001, 0.01, 1, 10))}, {"replace_time", second(Durability(17, 3, 0.01, 11, 10))}, {"switch_time", second(Failover(100, 2, 2.1, 0.5))},
		{"slo", second(ErrorBudget(1, 1))}, {"slo", second(BurnRate(0.1, 0))}, {"p", second(BloomBits(10, 0))}, {"p", second(BloomBits(10, 1))},
		{"count of blocks", second(KOf(1, make([]float64, 1001)))}, {"growth", second(Accumulate(1, -1, 2))}, {"alpha", second(USLPeak(1, 0.1))}, {"window", second(Busy(1, 86401, 86400))},
		{"m", second(median(Triangular(0, 3, 2)))}, {"b", second(median(PERT(2, 2, 1)))}, {"a", second(Series([]float64{math.NaN()}))},
	} {
		var r *RangeError
		if !errors.As(c.err, &r) || r.Param != c.param || r.Allowed == "" {
			t.Errorf("%s: %v", c.param, c.err)
		}
	}
}
