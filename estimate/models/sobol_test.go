package models

import (
	"math"
	"testing"
)

// TestSobolStratified: of any 2^k points from a multiple of 2^k on, one lies in each of 2^k
// equal intervals, in every dimension and under every scrambling; so a wrong direction
// number shows.
func TestSobolStratified(t *testing.T) {
	const n = 1 << 10
	var points [n]float64
	for d := range SobolDimensions {
		for _, seed := range []uint64{0, 1, 12345, math.MaxUint64} {
			s := NewSobol(d, seed)
			for _, first := range []uint32{0, n, 5 * n, 1<<22 - n} {
				s.Fill(points[:], first)
				var seen [n]bool
				for _, p := range points {
					if !(p > 0 && p < 1) || seen[int(p*n)] {
						t.Fatalf("dimension %d, seed %d, from %d: %v is outside, or the second in its interval", d, seed, first, p)
					}
					seen[int(p*n)] = true
				}
			}
		}
	}
}

// TestSobolPairs: the first two dimensions are a net: each of the 2^k equal boxes of any
// shape holds one of 2^k points. In other pairs the points are even too, though less: no
// sixteenth of the square has more than twice its share of 4096 points.
func TestSobolPairs(t *testing.T) {
	const n = 1 << 12
	columns := make([][]float64, SobolDimensions)
	for d := range columns {
		columns[d] = make([]float64, n)
		NewSobol(d, 7).Fill(columns[d], 0)
	}
	for split := range 13 {
		wide, high := 1<<split, 1<<(12-split)
		seen := make(map[[2]int]bool)
		for i := range n {
			box := [2]int{int(columns[0][i] * float64(wide)), int(columns[1][i] * float64(high))}
			if seen[box] {
				t.Fatalf("two points in box %v of %d by %d", box, wide, high)
			}
			seen[box] = true
		}
	}
	for a := range columns {
		for b := range a {
			var count [4][4]int
			for i := range n {
				count[int(columns[a][i]*4)][int(columns[b][i]*4)]++
			}
			for _, row := range count {
				for _, c := range row {
					if c > n/16*2 {
						t.Fatalf("dimensions %d and %d: %d of %d points in a sixteenth", b, a, c, n)
					}
				}
			}
		}
	}
}

// TestNormalQuantile compares with values of R's qnorm, and goes there and back.
func TestNormalQuantile(t *testing.T) {
	for _, c := range [][2]float64{{0.5, 0}, {0.95, Percentile95}, {0.975, 1.959963984540054}, {1e-10, -6.361340902404056}, {1e-300, -37.0471}} {
		if got := NormalQuantile(c[0]); !near(got, c[1], 1e-5*math.Abs(c[1])) || c[0] > 1e-20 && !near(got, c[1], 4e-15*math.Abs(c[1])) {
			t.Errorf("quantile of %v is %v, want %v", c[0], got, c[1])
		}
	}
	for p := 0.0005; p < 1; p += 0.0005 { // erfc has 1e-15
		if back := math.Erfc(-NormalQuantile(p)/math.Sqrt2) / 2; !near(back, p, 4e-15) {
			t.Errorf("below the quantile of %v lies %v", p, back)
		}
	}
}
