package models

import (
	"math"
	"slices"
)

// Select gives the value of each rank (1 is the least) among the values, none of which is
// not a number. It sorts nothing but a few: the values are counted by their leading bits,
// and only those are looked at again that share them with the one that is sought. The
// scratch is as long as the values.
func Select(values, scratch []float64, ranks []int, dst []float64) {
	for i, rank := range ranks {
		dst[i] = math.NaN()
		if rank >= 1 && rank <= len(values) {
			dst[i] = selected(values, scratch, rank, &[buckets]int32{})
		}
	}
}

const (
	buckets   = 2048
	sortAtEnd = 64 // so few are sorted sooner than counted
)

func selected(values, scratch []float64, rank int, counts *[buckets]int32) float64 {
	for len(values) > sortAtEnd {
		low, high := ordered(values[0]), ordered(values[0])
		for _, v := range values {
			k := ordered(v)
			low, high = min(low, k), max(high, k)
		}
		if low == high {
			return values[0]
		}
		shift := 0
		for (high-low)>>shift >= buckets {
			shift++
		}
		clear(counts[:])
		for _, v := range values {
			counts[(ordered(v)-low)>>shift&(buckets-1)]++
		}
		bucket := uint64(0)
		for rank > int(counts[bucket]) {
			rank -= int(counts[bucket])
			bucket++
		}
		n := 0
		for _, v := range values {
			scratch[n] = v
			if (ordered(v)-low)>>shift == bucket {
				n++
			}
		}
		values = scratch[:n]
	}
	few := scratch[:copy(scratch, values)]
	slices.Sort(few)
	return few[rank-1]
}

// ordered gives bits that compare as the numbers do.
func ordered(v float64) uint64 {
	b := math.Float64bits(v)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}
