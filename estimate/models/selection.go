package models

import (
	"math"
	"math/bits"
	"slices"
)

// Select gives the value of each rank (1 is the least) among the values, none of which is
// not a number; a rank that there is not has NaN. It sorts nothing but a few: the values are
// counted by their leading bits, and only those are looked at again that share them with one
// that is sought. The scratch is twice as long as the values.
func Select(values, scratch []float64, ranks []int, dst []float64) {
	for i := range dst {
		dst[i] = math.NaN()
	}
	if len(values) == 0 {
		return
	}
	var counts [buckets]int32
	s := selection{counts: &counts}
	s.count(values)
	var sought [buckets]bool
	for _, rank := range ranks {
		if rank >= 1 && rank <= len(values) {
			bucket, _ := s.find(rank)
			sought[bucket] = true
		}
	}
	near := s.gather(values, scratch, &sought)
	for i, rank := range ranks {
		if rank >= 1 && rank <= len(values) {
			dst[i] = s.among(near, scratch[len(near):], rank)
		}
	}
}

// SelectWithin gives the value of a rank that is known to lie between two values, both
// included: one look at each value decides. The scratch is as long as the values.
func SelectWithin(values, scratch []float64, rank int, low, high float64) float64 {
	if low == high {
		return low
	}
	n := 0
	for _, v := range values {
		below, above := 0, 0 // as numbers: a jump that half of the values take costs more
		if v < low {
			below = 1
		}
		if v > high {
			above = 1
		}
		rank -= below
		if below|above == 0 {
			scratch[n] = v
			n++
		}
	}
	return selected(scratch[:n], rank)
}

// selected is the value of a rank among values that it may overwrite.
func selected(values []float64, rank int) float64 {
	if len(values) <= sortAtEnd {
		slices.Sort(values)
		return values[rank-1]
	}
	var counts [buckets]int32
	s := selection{counts: &counts}
	s.count(values)
	return s.among(values, values, rank)
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

// find is the bucket of a rank, and its rank in there.
func (s *selection) find(rank int) (bucket uint64, inside int) {
	for rank > int(s.counts[bucket]) {
		rank -= int(s.counts[bucket])
		bucket++
	}
	return bucket, rank
}

// gather copies the values of some buckets.
func (s *selection) gather(values, dst []float64, sought *[buckets]bool) []float64 {
	n := 0
	for _, v := range values {
		if sought[s.bucket(v)] {
			dst[n] = v
			n++
		}
	}
	return dst[:n]
}

// among finds the value of a rank among those that were counted, or at least all that share
// its bucket. The scratch may be the values themselves, which then are overwritten.
func (s *selection) among(values, scratch []float64, rank int) float64 {
	bucket, rank := s.find(rank)
	if s.shift == 0 {
		return number(s.low + bucket) // all in it are the same
	}
	var sought [buckets]bool
	sought[bucket] = true
	return selected(s.gather(values, scratch, &sought), rank)
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
