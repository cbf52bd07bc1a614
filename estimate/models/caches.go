package models

import "math"

// maxItems bounds a catalogue: above it a float64 does not tell whole numbers apart.
const maxItems = 1e15

func catalogue(items, cached, s float64) error {
	if err := first(whole("items", items, 1, maxItems), notNegative("cached", cached), notNegative("s", s), atMost("s", s, 20)); err != nil {
		return err
	}
	if cached > items*(1+forgiven) {
		return &RangeError{Param: "cached", Value: cached, Allowed: "up to the %s items", Limit: items}
	}
	return nil
}

// ZipfHit is the hit ratio of a cache that holds the most popular of the items, whose
// popularity falls as rank^−s: Σ i≤cached i^−s ÷ Σ i≤items i^−s. It bounds every other
// way to choose what is kept. Breslau et al. 1999.
func ZipfHit(items, cached, s float64) (float64, error) {
	if err := catalogue(items, cached, s); err != nil {
		return 0, err
	}
	weight := func(i float64) float64 { return math.Pow(i, -s) }
	return math.Min(1, sumTo(Floor(cached), weight)/sumTo(items, weight)), nil
}

// LRUHit is the hit ratio of a least-recently-used cache under independent requests with
// popularity rank^−s, by Che's approximation: Σ q(1−e^(−qt)), t being the time in
// requests after which Σ (1−e^(−qt)) items have been asked for, as many as are cached.
// Che, Tung, Wang 2002; Fricker, Robert, Roberts 2012.
func LRUHit(items, cached, s float64) (float64, error) {
	if err := catalogue(items, cached, s); err != nil {
		return 0, err
	}
	if cached == 0 || cached >= items*(1-forgiven) {
		return math.Min(1, math.Round(cached/items)), nil
	}
	total := sumTo(items, func(i float64) float64 { return math.Pow(i, -s) })
	popularity := func(i float64) float64 { return math.Pow(i, -s) / total }
	// The count of items asked for within t is concave and below t: Newton's steps from
	// t = cached climb to the root and never beyond it.
	t := cached
	for range 200 {
		asked := sumTo(items, func(i float64) float64 { return -math.Expm1(-popularity(i) * t) })
		slope := sumTo(items, func(i float64) float64 { q := popularity(i); return q * math.Exp(-q*t) })
		step := (cached - asked) / slope
		t += step
		if step <= 1e-13*t {
			break
		}
	}
	hits := sumTo(items, func(i float64) float64 { q := popularity(i); return -q * math.Expm1(-q*t) })
	return math.Min(1, hits), nil
}

// direct is the count of terms that sumTo adds one by one before it integrates.
const direct = 4096

// sumTo is Σ f(i) for i = 1..n of a function that is smooth in the logarithm of i: term
// by term at first, then by Euler–Maclaurin, the integral by Gauss's rule on intervals
// that double. It agrees with the plain sum to about 1e-12.
func sumTo(n float64, f func(float64) float64) float64 {
	sum := 0.0
	for i := math.Min(n, direct); i >= 1; i-- {
		sum += f(i)
	}
	if n <= direct {
		return sum
	}
	for a := float64(direct); a < n; a *= 2 {
		sum += gauss(f, a, math.Min(2*a, n))
	}
	slope := func(x float64) float64 { h := x / 1024; return (f(x+h) - f(x-h)) / (2 * h) }
	return sum + (f(n)-f(direct))/2 + (slope(n)-slope(direct))/12
}

// gauss integrates f from a to b in the logarithm of its argument.
func gauss(f func(float64) float64, a, b float64) float64 {
	return Gauss(func(l float64) float64 { x := math.Exp(l); return f(x) * x }, math.Log(a), math.Log(b))
}

// EffectiveLatency is the mean latency where every request looks into the cache first
// and a miss goes on to the origin: cache + (1−hit) × origin. Hennessy & Patterson.
func EffectiveLatency(hit, cache, origin float64) (float64, error) {
	return cache + (1-hit)*origin, first(probability("hit", hit), notNegative("cache", cache), notNegative("origin", origin))
}

// TTLHit is the hit ratio of one item in a cache that drops it a fixed time after it was
// fetched, requests being independent: λT ÷ (1+λT). Jung, Berger, Balakrishnan 2003.
func TTLHit(rate, ttl float64) (float64, error) {
	return rate * ttl / (1 + rate*ttl), first(notNegative("rate", rate), notNegative("ttl", ttl))
}
