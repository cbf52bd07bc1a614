package models

import (
	"math"
	"math/bits"
	"slices"
)

// Select gives the value of each rank (1 is the least) among the values, none of which is
// not a number; a rank that there is not has NaN. It sorts nothing but a few: the values are
// counted by their leading bits, once for all ranks, and only those are looked at again that
// share them with one that is sought. The scratch is as long as the values.
func Select(values, scratch []float64, ranks []int, dst []float64) {
	var counts [buckets]int32
	s := selection{counts: &counts}
	for i := range dst {
		dst[i] = math.NaN()
	}
	if len(values) > 0 {
		s.count(values)
	}
	for i, rank := range ranks {
		if rank >= 1 && rank <= len(values) {
			dst[i] = s.among(values, scratch, rank)
		}
	}
}

const (
	buckets   = 2048
	sortAtEnd = 64 // so few are sorted sooner than counted
)

// selection has values counted by their leading bits.
type selection struct {
	low    uint64 // of the least value
	shift  int
	counts *[buckets]int32
}

// count counts values, of which there are some.
func (s *selection) count(values []float64) {
	low, high := ordered(values[0]), ordered(values[0])
	for _, v := range values {
		k := ordered(v)
		low, high = min(low, k), max(high, k)
	}
	s.low, s.shift = low, max(0, bits.Len64(high-low)-bits.Len(buckets-1))
	clear(s.counts[:])
	for _, v := range values {
		s.counts[s.bucket(v)]++
	}
}

func (s *selection) bucket(v float64) uint64 {
	return (ordered(v) - s.low) >> (s.shift & 63) & (buckets - 1)
}

// among finds the value of a rank among the values that were counted.
func (s *selection) among(values, scratch []float64, rank int) float64 {
	bucket := uint64(0)
	for rank > int(s.counts[bucket]) {
		rank -= int(s.counts[bucket])
		bucket++
	}
	if s.shift == 0 {
		return number(s.low + bucket) // all in it are the same
	}
	n := 0
	for _, v := range values {
		scratch[n] = v
		if s.bucket(v) == bucket {
			n++
		}
	}
	few := scratch[:n]
	if n > sortAtEnd {
		var counts [buckets]int32
		inner := selection{counts: &counts}
		inner.count(few)
		return inner.among(few, scratch, rank)
	}
	slices.Sort(few)
	return few[rank-1]
}

// ordered gives bits that compare as the numbers do.
func ordered(v float64) uint64 {
	b := math.Float64bits(v)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

// number is the number that ordered gives the bits of.
func number(k uint64) float64 {
	return math.Float64frombits(k ^ (^uint64(int64(k)>>63) | 1<<63))
}
