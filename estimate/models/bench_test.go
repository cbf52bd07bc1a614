package models

import (
	"math"
	"slices"
	"testing"
)

// BenchmarkErlangC computes a million servers, beside the million divisions that its
// recursion cannot do without.
func BenchmarkErlangC(b *testing.B) {
	b.Run("erlang-c", func(b *testing.B) {
		for b.Loop() {
			if _, err := ErlangC(999_000, 1_000_000); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("divisions", func(b *testing.B) {
		v := 1.0
		for b.Loop() {
			for k := 1.0; k <= 1_000_000; k++ {
				v = 1 / (k + v)
			}
		}
	})
}

// BenchmarkLRUHit solves for a catalogue of a quadrillion items, beside one of a thousand,
// whose sums are added term by term.
func BenchmarkLRUHit(b *testing.B) {
	for _, c := range []struct {
		name          string
		items, cached float64
	}{{"thousand", 1e3, 1e2}, {"quadrillion", 1e15, 1e13}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := LRUHit(c.items, c.cached, 0.9); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSelect finds three percentiles of a million values, from nothing and from close
// bounds, beside sorting them and beside one look at each.
func BenchmarkSelect(b *testing.B) {
	values := make([]float64, 1<<20)
	NewSobol(0, 1).Fill(values, 0)
	for i, p := range values {
		values[i] = math.Exp(NormalQuantile(p))
	}
	scratch := make([]float64, 2*len(values))
	ranks, found := []int{52_429, 524_288, 996_148}, make([]float64, 3)
	b.Run("select", func(b *testing.B) {
		for b.Loop() {
			Select(values, scratch, ranks, found)
		}
	})
	b.Run("within", func(b *testing.B) {
		for b.Loop() {
			for i, rank := range ranks {
				found[i] = SelectWithin(values, scratch, rank, 0.999*found[i], 1.001*found[i])
			}
		}
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			slices.Sort(scratch[:copy(scratch, values)])
		}
	})
	b.Run("sum", func(b *testing.B) {
		sum := 0.0
		for b.Loop() {
			for _, v := range values {
				sum += v
			}
		}
		found[0] = sum
	})
}
