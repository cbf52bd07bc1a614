package models

import (
	"math"
	"math/big"
)

// maxLength bounds a key: 36^198 is the largest power of 36 in a float64.
const maxLength = 1000

// Keys is the count of keys of a length over an alphabet: base^length. Lengths whose
// count leaves a float64 are refused; ExactKeys has every digit.
func Keys(base, length float64) (float64, error) {
	exact, err := ExactKeys(base, length)
	if err != nil {
		return 0, err
	}
	n, _ := new(big.Float).SetInt(exact).Float64()
	if math.IsInf(n, 1) {
		return 0, &RangeError{Param: "length", Value: length, Allowed: "%s at most in this base", Limit: math.Floor(1024 / math.Log2(base))}
	}
	return n, nil
}

// ExactKeys is base^length in whole numbers.
func ExactKeys(base, length float64) (*big.Int, error) {
	if err := first(whole("base", base, 2, 1e6), whole("length", length, 0, maxLength)); err != nil {
		return nil, err
	}
	return new(big.Int).Exp(big.NewInt(int64(base)), big.NewInt(int64(length)), nil), nil
}

// KeyLength is the shortest length, at least 1, whose keys over an alphabet number at
// least count: the least n with base^n >= count, in whole numbers.
func KeyLength(base, count float64) (float64, error) {
	if err := first(whole("base", base, 2, 1e6), atLeast("count", count, 1), atMost("count", count, 1e300)); err != nil {
		return 0, err
	}
	want, _ := new(big.Float).SetFloat64(math.Ceil(count)).Int(nil)
	if half := (math.Nextafter(count, math.Inf(1)) - count) / 2; half >= 1 { // the least whole number that this float64 stands for
		ulp, _ := new(big.Float).SetFloat64(half).Int(nil)
		want.Sub(want, ulp)
	}
	step, keys, n := big.NewInt(int64(base)), big.NewInt(int64(base)), 1.0
	for ; keys.Cmp(want) < 0; n++ {
		keys.Mul(keys, step)
	}
	return n, nil
}

// birthdays bounds the product that CollisionProbability takes exactly.
const birthdays = 1000

// CollisionProbability is the chance that n values drawn evenly from a space hold two
// that are the same: exactly, 1 − Π(1 − i/N), for n below 1,000; then by
// 1 − e^(−n(n−1)/2N), close where n is far below the space. von Mises 1939.
func CollisionProbability(n, space float64) (float64, error) {
	if err := first(whole("n", n, 0, 1e300), atLeast("space", space, 1)); err != nil {
		return 0, err
	}
	if n > space {
		return 1, nil
	}
	if n >= birthdays {
		return -math.Expm1(-pairs(n) / space), nil
	}
	sum := 0.0
	for i := 1.0; i < n; i++ {
		sum += math.Log1p(-i / space)
	}
	return -math.Expm1(sum), nil
}

// ExpectedCollisions is the mean count of pairs that are the same among n values drawn
// evenly from a space: n(n−1) ÷ 2N.
func ExpectedCollisions(n, space float64) (float64, error) {
	return pairs(n) / space, first(whole("n", n, 0, 1e300), atLeast("space", space, 1))
}

func pairs(n float64) float64 { return n * (n - 1) / 2 }

// MovedKeys is how many keys change their node when consistent hashing goes from one
// count of nodes to another: keys × |after − before| ÷ the larger. Karger et al. 1997.
func MovedKeys(keys, before, after float64) (float64, error) {
	if err := first(notNegative("keys", keys), whole("before", before, 1, maxItems), whole("after", after, 1, maxItems)); err != nil {
		return 0, err
	}
	return keys * math.Abs(after-before) / math.Max(before, after), nil
}

// VnodeSpread is the relative standard deviation of a node's share of a consistent-hash
// ring with the given virtual nodes each: √((N−1) ÷ (Nv+1)). Karger et al. 1997.
func VnodeSpread(nodes, vnodes float64) (float64, error) {
	return math.Sqrt((nodes - 1) / (nodes*vnodes + 1)), first(whole("nodes", nodes, 1, maxItems), whole("vnodes", vnodes, 1, maxItems))
}

// The axes of WGS 84 in metres.
const (
	equatorialRadius = 6378137
	polarRadius      = 6356752.314245
)

// GeohashWidth is the width in metres, at the equator, of a geohash cell of a length of 1
// to 12: 2π × 6,378,137 ÷ 2^ceil(5L/2). Away from the equator it shrinks with the cosine
// of the latitude. Niemeyer 2008.
func GeohashWidth(length float64) (float64, error) {
	return 2 * math.Pi * equatorialRadius / math.Exp2(math.Ceil(5*length/2)), whole("length", length, 1, 12)
}

// GeohashHeight is the height in metres of a geohash cell: π × 6,356,752.3 ÷
// 2^floor(5L/2), at any latitude. Niemeyer 2008.
func GeohashHeight(length float64) (float64, error) {
	return math.Pi * polarRadius / math.Exp2(math.Floor(5*length/2)), whole("length", length, 1, 12)
}

// BloomBits is the size in bytes of a Bloom filter that holds n items with the given
// chance of a false positive: ceil(−n ln p ÷ (ln 2)²) bits. Bloom 1970.
func BloomBits(n, p float64) (float64, error) {
	if err := first(positive("n", n), chance(p)); err != nil {
		return 0, err
	}
	const byteBits = 8
	return math.Ceil(-n*math.Log(p)/(math.Ln2*math.Ln2)) / byteBits, nil
}

// BloomHashes is the count of hash functions that such a filter wants: the nearest whole
// number to bits ÷ n × ln 2, at least 1.
func BloomHashes(n, p float64) (float64, error) {
	bytes, err := BloomBits(n, p)
	return math.Max(1, math.Round(8*bytes/n*math.Ln2)), err
}

func chance(p float64) error {
	if !(p > 0 && p < 1) {
		return &RangeError{Param: "p", Value: p, Allowed: "above 0 and below 1"}
	}
	return nil
}
