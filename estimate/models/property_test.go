package models

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestIdentities holds KOfN against the two models that it generalises, and looks at
// its direction: worse units, or more of them needed, never make less down time. Sums
// of logarithms of factorials up to 200! carry about 1e-13; 1e-11 leaves room.
func TestIdentities(t *testing.T) {
	const tolerance = 1e-11
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		k := rapid.IntRange(1, n).Draw(t, "k")
		u := math.Pow(10, rapid.Float64Range(-12, 0).Draw(t, "power of ten"))
		at := func(k int, u float64) float64 {
			v, err := KOfN(float64(k), float64(n), u)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		equal := make([]float64, n)
		for i := range equal {
			equal[i] = u
		}
		if want, _ := Parallel(equal); !near(at(1, u), want, tolerance*want+1e-300) {
			t.Fatalf("1 of %d: %v, in parallel %v", n, at(1, u), want)
		}
		if want, _ := Series(equal); !near(at(n, u), want, tolerance*want) {
			t.Fatalf("%d of %d: %v, in series %v", n, n, at(n, u), want)
		}
		if k < n && at(k, u) > at(k+1, u)*(1+tolerance) {
			t.Fatalf("%d of %d: %v, but %d: %v", k, n, at(k, u), k+1, at(k+1, u))
		}
		if at(k, u/2) > at(k, u)*(1+tolerance) {
			t.Fatalf("%d of %d: %v for %v, but %v for half of it", k, n, at(k, u), u, at(k, u/2))
		}
		if beta := rapid.Float64Range(0.001, 1).Draw(t, "beta"); n > 1 && u < 0.01 { // the model is one of rare failures
			down, err := CommonCause(float64(n), u, beta)
			if err != nil || down < beta*u*(1-tolerance) || down < at(1, u)*(1-tolerance) {
				t.Fatalf("beta %v: %v (%v), less than the common cause alone or than without it", beta, down, err)
			}
		}
	})
}

// TestAccumulation compares the closed forms with sums over the periods: up to 60 terms,
// and powers of up to 60 by logarithm, for each of which 1e-13 is a hundred roundings.
func TestAccumulation(t *testing.T) {
	const tolerance = 1e-12
	rapid.Check(t, func(t *rapid.T) {
		growth := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-0.9, 2), rapid.Float64Range(-1e-9, 1e-9)).Draw(t, "growth")
		periods := rapid.IntRange(0, 60).Draw(t, "periods")
		kept := rapid.IntRange(0, 70).Draw(t, "kept")
		all, last, amount := 0.0, 0.0, 10.0
		for i := range periods {
			all += amount
			if i >= periods-kept {
				last += amount
			}
			amount *= 1 + growth
		}
		if got, err := Accumulate(10, growth, float64(periods)); err != nil || !near(got, all, tolerance*all) {
			t.Fatalf("%d periods: %v (%v), want %v", periods, got, err, all)
		}
		if got, err := AccumulateKept(10, growth, float64(periods), float64(kept)); err != nil || !near(got, last, tolerance*last) {
			t.Fatalf("%d of %d periods: %v (%v), want %v", kept, periods, got, err, last)
		}
		if got, err := Grow(10, growth, float64(periods)); err != nil || !near(got, amount, tolerance*amount) {
			t.Fatalf("after %d periods: %v (%v), want %v", periods, got, err, amount)
		}
		if growth > 0.01 {
			if got, err := Runway(10, growth, amount); err != nil || !near(got, float64(periods), 1e-10*float64(periods+1)) {
				t.Fatalf("full after %v periods (%v), want %d", got, err, periods)
			}
		}
	})
}

// TestForgiveness rounds whole numbers that are off by less than 1e-9 to themselves, and
// others up and down.
func TestForgiveness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(1, 1e8).Draw(t, "n"))
		off := rapid.Float64Range(-0.99e-9, 0.99e-9).Draw(t, "off")
		if v := n * (1 + off); Ceil(v) != n || Floor(v) != n {
			t.Fatalf("%v: %v and %v, want %v", v, Ceil(v), Floor(v), n)
		}
		if v := n + rapid.Float64Range(0.2, 0.8).Draw(t, "part"); Ceil(v) != n+1 || Floor(v) != n {
			t.Fatalf("%v: %v and %v", v, Ceil(v), Floor(v))
		}
	})
}

// TestQuantiles checks that below a quantile lies the share that it is of: in the triangle
// by its distribution function, in PERT by Simpson's rule on its density. The shapes keep
// off the corners, where a density with a broken power converges slower than 1e-7.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(-1e3, 1e3).Draw(t, "a")
		b := a + rapid.Float64Range(0.1, 1e3).Draw(t, "width")
		share := rapid.Float64Range(0, 1).Draw(t, "mode")
		m := min(a+(b-a)*share, b)
		p := rapid.Float64Range(0.001, 0.999).Draw(t, "p")
		triangle, err := Triangular(a, m, b)
		if err != nil {
			t.Fatal(err)
		}
		x := triangle(p)
		below := (x - a) * (x - a) / (b - a) / (m - a)
		if x > m {
			below = 1 - (b-x)*(b-x)/(b-a)/(b-m)
		}
		if !near(below, p, 1e-9) { // b - a may lose seven of 16 digits
			t.Fatalf("triangular(%v, %v, %v): below %v lies %v, want %v", a, m, b, x, below, p)
		}
		even, err := Uniform(a, b)
		if err != nil || !near((even(p)-a)/(b-a), p, 1e-9) {
			t.Fatalf("uniform(%v, %v) at %v is %v (%v)", a, b, p, even(p), err)
		}
		// The ends lie as many deviations from the middle as the 5th and 95th percentile of
		// the normal distribution; erfc tells what lies below.
		low, high := rapid.Float64Range(0.001, 0.4).Draw(t, "low end"), rapid.Float64Range(0.5, 0.999).Draw(t, "high end")
		odds := func(x float64) float64 { return math.Log(x / (1 - x)) }
		log, err := Lognormal(low, high)
		logit, err2 := LogitNormal(low, 1-low, high, 1-high)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for name, ends := range map[string][3]float64{"lognormal": {math.Log(low), math.Log(high), math.Log(log(p))}, "logit-normal": {odds(low), odds(high), -odds(logit(p))}} {
			z := Percentile95 * (2*ends[2] - ends[0] - ends[1]) / (ends[1] - ends[0])
			if below := math.Erfc(-z/math.Sqrt2) / 2; !near(below, p, 1e-12) {
				t.Fatalf("%s of %v to %v: below its quantile of %v lies %v", name, low, high, p, below)
			}
		}
		pert, err := PERT(a, m, b)
		if err != nil {
			t.Fatal(err)
		}
		if x = pert(p); x < a || x > b {
			t.Fatalf("pert(%v, %v, %v) at %v is %v", a, m, b, p, x)
		}
		if share < 0.25 || share > 0.75 {
			return
		}
		alpha, beta := 1+4*(m-a)/(b-a), 1+4*(b-m)/(b-a)
		density := func(y float64) float64 { return math.Pow(y, alpha-1) * math.Pow(1-y, beta-1) }
		if below := simpson(density, 0, (x-a)/(b-a)) / simpson(density, 0, 1); !near(below, p, 1e-7) {
			t.Fatalf("pert(%v, %v, %v): below %v lies %v, want %v", a, m, b, x, below, p)
		}
	})
}

// TestSelect compares selection with sorting, of numbers of every size and sign, many of
// them equal.
func TestSelect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Float64(), rapid.Float64Range(1, 2), rapid.Map(rapid.IntRange(-3, 3), func(i int) float64 { return float64(i) }))
		if rapid.Bool().Draw(t, "as near to each other as numbers are") {
			number = rapid.Map(rapid.IntRange(0, 9), func(i int) float64 { return -1 + float64(i)*0x1p-53 })
		}
		values := rapid.SliceOfN(number, 1, 3000).Draw(t, "values")
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		rank, other := rapid.IntRange(1, len(values)).Draw(t, "rank"), rapid.IntRange(1, len(values)).Draw(t, "other")
		var got [3]float64
		Select(values, make([]float64, 2*len(values)), []int{rank, len(values) + 1, other}, got[:])
		if got[0] != sorted[rank-1] || !math.IsNaN(got[1]) || got[2] != sorted[other-1] {
			t.Fatalf("ranks %d and %d of %v are %v, want %v and %v", rank, other, values, got, sorted[rank-1], sorted[other-1])
		}
		low := sorted[rapid.IntRange(0, rank-1).Draw(t, "low")]
		high := sorted[rapid.IntRange(rank-1, len(values)-1).Draw(t, "high")]
		if v := SelectWithin(values, make([]float64, len(values)), rank, low, high); v != sorted[rank-1] {
			t.Fatalf("rank %d of %v between %v and %v is %v, want %v", rank, values, low, high, v, sorted[rank-1])
		}
	})
}

// TestLogMedians: the geometric mean, and its like on the log-odds, in any size. Two
// roundings each; the odds pass an exponential and a logarithm, 1e-13.
func TestLogMedians(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := math.Pow(10, rapid.Float64Range(-300, 300).Draw(t, "power of ten"))
		ratio := rapid.Float64Range(1.001, 1e6).Draw(t, "ratio")
		m, err := median(Lognormal(low, low*ratio))
		if err != nil || !near(m/low/math.Sqrt(ratio), 1, 1e-15) {
			t.Fatalf("%v to %v: %v (%v)", low, low*ratio, m, err)
		}
		u1 := math.Pow(10, rapid.Float64Range(-15, -0.01).Draw(t, "nines"))
		u2 := u1 / ratio
		u, err := median(LogitNormal(1-u1, u1, 1-u2, u2))
		want := math.Sqrt(u1 / (1 - u1) * u2 / (1 - u2))
		if err != nil || !near(u/(want/(1+want)), 1, 1e-13) {
			t.Fatalf("1 - %v to 1 - %v: 1 - %v (%v), want %v", u1, u2, u, err, want/(1+want))
		}
	})
}

// TestRangeErrors reads a refusal: the parameter, its value and what is allowed.
func TestRangeErrors(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{second(KOfN(3, 2, 0.1)), "k is 3, allowed is a whole number from 1 to 2"},
		{second(KOfN(1, 1e6, 0.1)), "n is 1000000, allowed is a whole number from 1 to 10000"},
		{second(KOfN(1, math.Inf(1), 0.1)), "n is +Inf, allowed is a whole number from 1 to 10000"},
		{second(Uptime(-5, 1)), "mtbf is -5, allowed is above 0"},
		{second(Busy(0.5, 90000, 86400)), "window is 90000, allowed is 86400 at most"},
		{second(ServersFor(10, 1, 1.2)), "utilization is 1.2, allowed is 0 to 1"},
		{second(median(Triangular(1, math.NaN(), 2))), "m is NaN, allowed is a to b"},
		{second(Grow(1, -1, 2)), "growth is -1, allowed is above -100%"},
		{second(BurnRate(0.1, 1)), "slo is 0, allowed is above 0% and below 100%"},
		{second(median(LogitNormal(0.9, 0.1, 1, 0))), "end of a range of percentages is 1, allowed is above 0% and below 100%"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%v, want %q", c.err, c.want)
		}
	}
	if v, err := Busy(0.3, 0.3*86400, 86400); err != nil || !near(v, 1, 1e-15) {
		t.Errorf("an even day is refused: %v, %v", v, err)
	}
	for share := 0.01; share < 1; share += 0.01 { // the products are off by a bit either way
		if _, err := Busy(share, share*24*3600, 86400); err != nil {
			t.Errorf("busy(%v): %v", share, err)
		}
	}
}

func second(_ float64, err error) error { return err }

func median(q Quantile, err error) (float64, error) {
	if err != nil {
		return 0, err
	}
	return q(0.5), nil
}

// TestHarmonic holds a sum in closed form to the plain one, term by term.
func TestHarmonic(t *testing.T) {
	plain := func(n, s float64) float64 {
		sum := 0.0
		for i := n; i >= 1; i-- {
			sum += math.Pow(i, -s)
		}
		return sum
	}
	for _, s := range []float64{0, 0.25, 0.8, 1 - 1e-9, 1, 1 + 1e-9, 1.2, 2, 5, 20} {
		for _, items := range []float64{31, 32, 33, 100, 4097, 1e6} {
			want := plain(30, s) / plain(items, s)
			// The plain sum of a million terms is itself right to about 1e-13.
			if got, err := ZipfHit(items, 30, s); err != nil || !near(got, want, 1e-12*want) {
				t.Errorf("s %v, %v items: %v, want %v (%v)", s, items, got, want, err)
			}
		}
	}
}
