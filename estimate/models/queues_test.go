package models

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// near reports whether a figure is no farther from another than the tolerance. NaN is near
// to nothing: a test that says !near fails where a figure became NaN.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

func agree(t *rapid.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !near(got, want, tolerance*math.Abs(want)+1e-300) {
		t.Fatalf("%s is %v, want %v", what, got, want)
	}
}

func must(t *rapid.T, v float64, err error) float64 {
	t.Helper()
	if err != nil || math.IsNaN(v) {
		t.Fatal(v, err)
	}
	return v
}

// TestErlang compares Erlang C with its sum over the states of the system, for counts of
// servers whose factorials a float64 holds. Up to 100 positive terms: 1e-12 leaves room.
func TestErlang(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.IntRange(1, 100).Draw(t, "servers")
		a := rapid.Float64Range(0.01, 0.99).Draw(t, "utilization") * float64(c)
		sum, term := 0.0, 1.0
		for k := range c {
			sum += term
			term *= a / float64(k+1)
		}
		waiting := term * float64(c) / (float64(c) - a)
		got := must2(t, ErlangC, a, float64(c))
		agree(t, "erlang_c", got, waiting/(sum+waiting), 1e-12)
		service := rapid.Float64Range(1e-6, 1e3).Draw(t, "service")
		wait, err := MMCWait(a/service, service, float64(c))
		agree(t, "mmc_wait", must(t, wait, err), got*service/(float64(c)-a), 1e-9) // a and rate × service differ by roundings, which 1/(c-a) makes a hundredfold
		if c == 1 {
			one := must2(t, MM1Wait, a/service, service)
			agree(t, "one server", wait, one, 1e-9)
		}
		if more := must2(t, ErlangC, a, float64(c+1)); more > got {
			t.Fatalf("with one more server the chance to wait goes from %v to %v", got, more)
		}
	})
}

func must2(t *rapid.T, f func(a, b float64) (float64, error), a, b float64) float64 {
	t.Helper()
	v, err := f(a, b)
	return must(t, v, err)
}

// TestStaffing finds the least servers for a chance to wait, as published tables do.
func TestStaffing(t *testing.T) {
	for _, c := range []struct{ load, wait, servers float64 }{{100, 0.2, 111}, {100, 0.01, 125}, {1000, 0.05, 1056}, {10000, 0.2, 10107}} {
		enough, err := ErlangC(c.load, c.servers)
		few, err2 := ErlangC(c.load, c.servers-1)
		if err != nil || err2 != nil || enough > c.wait || few <= c.wait {
			t.Errorf("%v Erlangs: %v servers wait %v, one fewer %v, wanted is %v", c.load, c.servers, enough, few, c.wait)
		}
	}
}

// TestManyServers compares a million servers with the limit of many.
func TestManyServers(t *testing.T) {
	p, err := ErlangC(999_000, 1_000_000)
	if err != nil || !near(p, 0.2234, 0.001) { // Halfin and Whitt's limit for a margin of one root: 0.22336
		t.Errorf("%v, %v", p, err)
	}
}

// TestBurst holds the quantile against a sum of the distribution from below. Above 700 the
// sum's first term would leave a float64.
func TestBurst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := rapid.Float64Range(0.001, 600).Draw(t, "mean")
		p := rapid.Float64Range(0.001, 0.9999).Draw(t, "p")
		term := math.Exp(-mean)
		sum, n := term, 0.0
		for sum < p {
			n++
			term *= mean / n
			sum += term
		}
		got := must2(t, Burst, mean, 1-p)
		if got != n && math.Abs(sum-p) > 1e-12 && math.Abs(sum-term-p) > 1e-12 { // but for a p that a sum just meets
			t.Fatalf("burst(%v, %v) is %v, want %v", mean, p, got, n)
		}
	})
	for _, c := range []struct{ mean, beyond, low, high float64 }{
		{0, 0.01, 0, 0}, {1e6, 0.01, 1e6 + 2320, 1e6 + 2335}, {1e12, 0.01, 1e12 + 2.32e6, 1e12 + 2.33e6}, {100, 1e-15, 180, 200}, {100, 0.9, 87, 87}, {90, 0.6, 87, 87}, {110, 0.999, 79, 79}, {5, 1, 0, 0}, {1e-300, 0.5, 0, 0}, {0.001, 1e-200, 46, 46}, {1e9, 1, 0, 0}, {1e9, 0.999, 1e9 - 97800, 1e9 - 97600}, {1e9, 1e-240, 1e9 + 1.04e6, 1e9 + 1.05e6},
	} {
		if got, err := Burst(c.mean, c.beyond); err != nil || got < c.low || got > c.high {
			t.Errorf("burst(%v, 1 - %v) is %v (%v), want %v to %v", c.mean, c.beyond, got, err, c.low, c.high)
		}
	}
}

// TestPoisson compares Stirling's series with log-gammas where these keep 12 digits. The
// first term that the series leaves out, 1/1680n⁷, is 2.2e-12 for 16.
func TestPoisson(t *testing.T) {
	for _, n := range []float64{0, 1, 7, 15, 16, 17, 30, 100} {
		for _, mean := range []float64{10, 16, 110} {
			l, _ := math.Lgamma(n + 1)
			want := math.Exp(n*math.Log(mean) - mean - l)
			if got := poisson(n, mean); !near(got, want, 3e-12*want) {
				t.Errorf("%v arrivals at a mean of %v: %v, want %v", n, mean, got, want)
			}
		}
	}
}

// TestScalingLaws: without crosstalk the universal law is Amdahl's, and its peak is one.
func TestScalingLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alpha := rapid.Float64Range(0, 0.9).Draw(t, "alpha")
		n := float64(rapid.IntRange(1, 10000).Draw(t, "n"))
		v, err := USL(n, 1, alpha, 0)
		agree(t, "usl", must(t, v, err), must2(t, Amdahl, alpha, n), 1e-12)
		beta := rapid.Float64Range(1e-9, 0.1).Draw(t, "beta")
		peak := must2(t, USLPeak, alpha, beta)
		at := func(n float64) float64 { v, err := USL(n, 1, alpha, beta); return must(t, v, err) }
		if peak > 1.02 && (at(peak) < at(peak*1.01) || at(peak) < at(peak*0.99)) {
			t.Fatalf("the peak of %v, %v is not at %v", alpha, beta, peak)
		}
	})
}

// TestRetriesAndTails compares closed forms with sums and products.
func TestRetriesAndTails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.OneOf(rapid.Just(0.0), rapid.Just(1.0), rapid.Float64Range(0, 1)).Draw(t, "p")
		most := rapid.IntRange(0, 50).Draw(t, "max")
		sum, power := 0.0, 1.0
		for range most + 1 {
			sum += power
			power *= p
		}
		agree(t, "retries", must2(t, Retries, p, float64(most)), sum, 1e-12)
		if v := must2(t, Tail, p, float64(most)); !near(v, 1-math.Pow(1-p, float64(most)), 1e-14) { // the subtraction's own error
			t.Fatalf("tail(%v, %v) is %v", p, most, v)
		}
	})
	if v, err := Tail(1e-15, 100); err != nil || !near(v, 1e-13, 1e-25) {
		t.Errorf("a rare tail is %v (%v), want 1e-13", v, err)
	}
}

// TestLoss compares MTTDL with the exact solutions of small chains, and failover with its
// limits.
func TestLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mttf := rapid.Float64Range(1, 1e7).Draw(t, "mttf")
		mttr := rapid.Float64Range(0.1, 100).Draw(t, "mttr")
		l, mu := 1/mttf, 1/mttr
		loss := func(n, tolerated float64) float64 { v, err := MTTDL(n, tolerated, mttf, mttr); return must(t, v, err) }
		agree(t, "one unit", loss(1, 0), mttf, 1e-12)
		agree(t, "a mirror", loss(2, 1), (3*l+mu)/(2*l*l), 1e-12)
		agree(t, "RAID 5 of 4", loss(4, 1), (7*l+mu)/(12*l*l), 1e-12)
		u := mttr / (mttf + mttr)
		v, err := Failover(mttf, mttr, 0, 0)
		agree(t, "no coverage", must(t, v, err), u, 1e-12)
		v, err = Failover(mttf, mttr, 0, 1)
		agree(t, "perfect failover", must(t, v, err), u*u, 1e-12)
		n := float64(rapid.IntRange(1, 20).Draw(t, "dependencies"))
		a := rapid.Float64Range(1e-9, 1e-4).Draw(t, "u of a dependency")
		target := rapid.Float64Range(2e-2, 0.5).Draw(t, "u of the target")
		v, err = OwnAvailability(target, a, n)
		us := []float64{must(t, v, err)}
		for range int(n) {
			us = append(us, a)
		}
		v, err = Series(us)
		agree(t, "service and dependencies", must(t, v, err), target, 1e-9)
	})
}

// TestServersZonal: what is left when the zones are lost carries the load, and no zone
// could be smaller.
func TestServersZonal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load, each := rapid.Float64Range(0, 1e6).Draw(t, "load"), rapid.Float64Range(1, 1e4).Draw(t, "each")
		u := rapid.Float64Range(0.01, 1).Draw(t, "utilization")
		zones := rapid.IntRange(1, 10).Draw(t, "zones")
		lost := rapid.IntRange(0, zones-1).Draw(t, "lost")
		total, err := ServersZonal(load, each, u, float64(zones), float64(lost))
		must(t, total, err)
		perZone := total / float64(zones)
		if left := perZone * float64(zones-lost); left*each*u < load*(1-1e-8) {
			t.Fatalf("%v servers do not carry it", total)
		}
		if less := (perZone - 1) * float64(zones-lost); perZone >= 1 && less*each*u > load*(1+1e-8) {
			t.Fatalf("%v servers are too many", total)
		}
	})
}

// TestOverloads names the parameter and the least that works.
func TestOverloads(t *testing.T) {
	value := func(_ float64, err error) error { return err }
	for want, err := range map[string]error{
		"servers is 5, allowed is 6 or more":     value(ErlangC(5.5, 5)),
		"servers is 3, allowed is 4 or more":     value(MMCWait(30, 0.1, 3)),
		"servers is 2, allowed is 3 or more":     value(Utilization(20, 0.1, 2)),
		"rate is 20, allowed is below 10":        value(MM1Wait(20, 0.1)),
		"rate is 10, allowed is below 10":        value(MG1Wait(10, 0.1, 0)),
		"target is 0.9999, allowed is 0.997":     value(OwnAvailability(1e-4, 1e-3, 3)),
		"slo is 1, allowed is above 0%":          value(ErrorBudget(0, 1)),
		"beta is 0, allowed is above 0":          value(USLPeak(0.1, 0)),
		"level is 4, allowed is 0, 1, 5, 6":      value(Raid(4, 8)),
		"disks is 7, allowed is an even number":  value(Raid(10, 7)),
		"disks is 2, allowed is a whole number":  value(Raid(5, 2)),
		"cached is 11, allowed is up to the 10":  value(ZipfHit(10, 11, 1)),
		"headers is 1500, allowed is below":      value(Goodput(1500, 1500)),
		"switch_time is 3, allowed is 2 at most": value(Failover(100, 2, 3, 1)),
		"replace_time is 2, allowed is 1 at":     value(Durability(4, 2, 0.1, 2, 1)),
		"lost is 3, allowed is a whole number":   value(ServersZonal(1, 1, 1, 3, 3)),
		"p is 1, allowed is below 100%":          value(Burst(10, 0)),
		"length is 200, allowed is 170 at most":  value(Keys(64, 200)),
	} {
		var bad *RangeError
		if !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
