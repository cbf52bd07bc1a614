package models

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestZipf compares the sums by quadrature with plain sums, over and under the count of
// terms that are added one by one. Sums of up to 2e5 terms lose about 1e-13.
func TestZipf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.IntRange(1, 200_000).Draw(t, "items")
		cached := rapid.IntRange(0, items).Draw(t, "cached")
		s := rapid.Float64Range(0, 4).Draw(t, "s")
		top, all := 0.0, 0.0
		for i := items; i >= 1; i-- {
			w := math.Pow(float64(i), -s)
			all += w
			if i <= cached {
				top += w
			}
		}
		v, err := ZipfHit(float64(items), float64(cached), s)
		agree(t, "zipf_hit", must(t, v, err), top/all, 1e-11)
	})
}

// TestLRU: between nothing and all, below the best static cache, and growing. A large
// catalogue takes no longer than a small one.
func TestLRU(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := float64(rapid.IntRange(2, 1e6).Draw(t, "items"))
		cached := math.Floor(items * rapid.Float64Range(0, 1).Draw(t, "share"))
		s := rapid.Float64Range(0, 2).Draw(t, "s")
		hit := func(c float64) float64 { v, err := LRUHit(items, c, s); return must(t, v, err) }
		best, err := ZipfHit(items, cached, s)
		must(t, best, err)
		if v := hit(cached); v < 0 || v > best*(1+1e-9) || v > hit(math.Min(items, cached+1))*(1+1e-9) {
			t.Fatalf("%v of %v: %v, the best is %v, one more %v", cached, items, v, best, hit(cached+1))
		}
		if s == 0 && cached >= 1 {
			agree(t, "without popularity", hit(cached), cached/items, 1e-6)
		}
	})
	small, err := LRUHit(1e9, 1e7, 0.9)
	big, err2 := LRUHit(1e15, 1e13, 0.9)
	if err != nil || err2 != nil || !(small > 0.3 && small < 0.7) || !(big > 0.3 && big < 0.99) {
		t.Errorf("%v (%v) and %v (%v)", small, err, big, err2)
	}
}

// TestKeyLength is exact, also where logarithms of a power come out a hair too high.
func TestKeyLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := float64(rapid.IntRange(2, 100).Draw(t, "base"))
		n := float64(rapid.IntRange(1, 20).Draw(t, "length"))
		keys := must2(t, Keys, base, n)
		if got := must2(t, KeyLength, base, keys); got != n && n > 1 {
			t.Fatalf("%v^%v keys take %v characters", base, n, got)
		}
		if keys < 1<<53 {
			if got := must2(t, KeyLength, base, keys+1); got != n+1 {
				t.Fatalf("%v^%v + 1 keys take %v characters", base, n, got)
			}
		}
	})
	if got, err := KeyLength(62, 1); err != nil || got != 1 {
		t.Errorf("one key takes %v characters (%v)", got, err)
	}
	exact, err := ExactKeys(62, 40)
	if want, _ := new(big.Int).SetString("496212362459367066914366580195701544604991251555593230875525121862270976", 10); err != nil || exact.Cmp(want) != 0 {
		t.Errorf("62^40 is %v (%v)", exact, err)
	}
}

// TestBirthdays: the approximation above 1,000 joins the exact product below it.
func TestBirthdays(t *testing.T) {
	for _, space := range []float64{1e7, 1e9, 1e12} {
		below, err := CollisionProbability(999, space)
		above, err2 := CollisionProbability(1000, space)
		pairs, err3 := ExpectedCollisions(1000, space)
		if err != nil || err2 != nil || err3 != nil || above < below || above/below > 1.003 || pairs < above {
			t.Errorf("space %v: %v, then %v of %v pairs", space, below, above, pairs)
		}
	}
	if p, err := CollisionProbability(366, 365); err != nil || p != 1 {
		t.Errorf("366 in 365: %v (%v)", p, err)
	}
	if p, err := CollisionProbability(1e20, 1e45); err != nil || !near(p/5e-6, 1, 1e-5) {
		t.Errorf("1e20 in 1e45: %v (%v)", p, err)
	}
	if p, err := CollisionProbability(1, 365); err != nil || p != 0 {
		t.Errorf("one alone: %v (%v)", p, err)
	}
}

// TestBloom: a filter of the given size and count of hash functions has about the chance
// that was asked for; rounding the count costs little.
func TestBloom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(1000, 1e9).Draw(t, "n"))
		p := math.Pow(10, -rapid.Float64Range(0.5, 9).Draw(t, "nines"))
		bits, k := 8*must2(t, BloomBits, n, p), must2(t, BloomHashes, n, p)
		if got := math.Pow(1-math.Exp(-k*n/bits), k); got > p*1.2 || got < p*0.9 {
			t.Fatalf("%v bits, %v hashes: %v, asked was %v", bits, k, got, p)
		}
	})
}

// TestGeohash: two more characters are 32 times finer each way, and a cell of even length
// is about twice as wide as it is high, at the equator.
func TestGeohash(t *testing.T) {
	for l := 1.0; l <= 10; l++ {
		w, err := GeohashWidth(l)
		w2, err2 := GeohashWidth(l + 2)
		h, err3 := GeohashHeight(l)
		if err != nil || err2 != nil || err3 != nil || !near(w/w2, 32, 1e-9) || !near(w/h, [2]float64{2, 1}[int(l)%2], 0.01) {
			t.Errorf("length %v: %v wide, %v high", l, w, h)
		}
	}
}

// TestNetworks: a transfer is its parts, and the goodput of no headers is the frame's.
func TestNetworks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size, bandwidth, rtt := rapid.Float64Range(0, 1e12).Draw(t, "size"), rapid.Float64Range(1, 1e10).Draw(t, "bandwidth"), rapid.Float64Range(0, 1).Draw(t, "rtt")
		v, err := Transfer(size, bandwidth, rtt)
		agree(t, "transfer", must(t, v, err), rtt+size/bandwidth, 1e-12)
		v, err = Transfer(must2(t, BDP, bandwidth, rtt), bandwidth, 0)
		agree(t, "bdp", must(t, v, err), rtt, 1e-12)
		v, err = TokenBucket(bandwidth, size, rtt)
		agree(t, "token_bucket", must(t, v, err), size+bandwidth*rtt, 1e-12)
		before := float64(rapid.IntRange(1, 100).Draw(t, "before"))
		after := float64(rapid.IntRange(1, 100).Draw(t, "after"))
		there, err := MovedKeys(size, before, after)
		back, err2 := MovedKeys(size, after, before)
		if err != nil || err2 != nil || there != back || there > size {
			t.Fatalf("%v keys move there, %v back", there, back)
		}
	})
}
