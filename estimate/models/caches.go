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
	return math.Min(1, harmonic(Floor(cached), s)/harmonic(items, s)), nil
}

// harmonic is the generalized harmonic number Σ i^−s, i = 1..n: a few terms one by one,
// the rest by Euler–Maclaurin, whose integral and derivatives are known. Its error is
// below that of float64. Graham, Knuth, Patashnik, Concrete Mathematics, 9.5.
func harmonic(n, s float64) float64 {
	const few = 32
	sum := 0.0
	for i := math.Min(n, few); i >= 1; i-- {
		sum += math.Pow(i, -s)
	}
	if n <= few {
		return sum
	}
	log := math.Log(n / few)
	integral := few * math.Pow(few, -s) * log
	if s != 1 {
		integral = few * math.Pow(few, -s) * math.Expm1((1-s)*log) / (1 - s)
	}
	sum += integral + (math.Pow(n, -s)-math.Pow(few, -s))/2
	rising, low, high := s, math.Pow(few, -s-1), math.Pow(n, -s-1)
	for k, share := range [...]float64{-1.0 / 12, 1.0 / 720, -1.0 / 30240, 1.0 / 1209600} { // of the Bernoulli numbers
		sum += share * rising * (high - low)
		rising *= (s + float64(2*k+1)) * (s + float64(2*k+2))
		low, high = low/(few*few), high/n/n
	}
	return sum
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
	total := harmonic(items, s)
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
const direct = 512

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
	return quadrature(func(l float64) float64 { x := math.Exp(l); return f(x) * x }, math.Log(a), math.Log(b))
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
