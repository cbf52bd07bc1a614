package models

import (
	"math/bits"
)

// SobolDimensions is how many dimensions a Sobol' sequence has here.
const SobolDimensions = len(directions) + 1

// Sobol is one dimension of a Sobol' sequence under a random nested uniform scrambling:
// any 2^k points from a multiple of 2^k on have one in each of 2^k equal intervals, and
// each alone is uniform. Owen 1995; the scrambling by a hash after Burley, Practical
// Hash-based Owen Scrambling, JCGT 9(4), 2020.
type Sobol struct {
	reversed [32]uint32 // direction numbers, lowest bit first: so the hash wants them
	seed     uint32
}

// NewSobol gives a dimension, from 0 to SobolDimensions-1, under the scrambling that
// belongs to a seed.
func NewSobol(dimension int, seed uint64) Sobol {
	s := Sobol{seed: uint32(mix(seed*uint64(SobolDimensions) + uint64(dimension) + 1))}
	var v [32]uint32 // direction numbers as fractions of 2^32
	if dimension == 0 {
		for i := range v {
			v[i] = 1 << (31 - i)
		}
	} else {
		row := directions[dimension-1]
		polynomial, initial := row[0], row[1:]
		degree := len(initial)
		for i := range v {
			if i < degree {
				v[i] = initial[i] << (31 - i)
				continue
			}
			v[i] = v[i-degree] ^ v[i-degree]>>degree
			for k := 1; k < degree; k++ {
				if polynomial>>(degree-k)&1 == 1 {
					v[i] ^= v[i-k]
				}
			}
		}
	}
	for i := range v {
		s.reversed[i] = bits.Reverse32(v[i])
	}
	return s
}

// Fill writes the points first, first+1, … into dst, each strictly between 0 and 1.
func (s Sobol) Fill(dst []float64, first uint32) {
	var x uint32
	for gray, i := first^first>>1, 0; gray != 0; gray, i = gray>>1, i+1 {
		if gray&1 == 1 {
			x ^= s.reversed[i]
		}
	}
	for i := range dst {
		dst[i] = (float64(bits.Reverse32(scramble(x, s.seed))) + 0.5) * 0x1p-32
		x ^= s.reversed[bits.TrailingZeros32(first+uint32(i)+1)&31]
	}
}

// scramble is a hash in which a bit depends on itself and lower ones alone: in reversed
// order, the nested scrambling. The constants are Vegdahl's.
func scramble(x, seed uint32) uint32 {
	x ^= x * 0x3d20adea
	x += seed
	x *= seed>>16 | 1
	x ^= x * 0x05526c56
	x ^= x * 0x53a22864
	return x
}

// mix spreads the bits of a number over all others: the finalizer of SplitMix64. Steele,
// Lea and Flood 2014.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
