package formula

import "math"

// The steps that functions take which count, sum or iterate, in their loops as package
// models has them: a step is a few nanoseconds. Arguments out of range are refused before
// the loops, and cost nothing that matters; the bounds of models hold the rest.

func kOfNEffort(a []float64) float64       { return 64 * loops(a[0]) }
func kOfEffort(a []float64) float64        { return loops(float64(len(a)) * float64(len(a))) }
func mttdlEffort(a []float64) float64      { return 16 * loops(a[1]) }
func durabilityEffort(a []float64) float64 { return 64 * loops(a[0]) }
func erlangEffort(a []float64) float64     { return 6 * loops(a[1]) }
func mmcEffort(a []float64) float64        { return 6 * loops(a[2]) }

// burstEffort is that of a sum from where 1e-17 of what is asked for is left.
func burstEffort(a []float64) float64 {
	rare := -math.Log(math.Max(1e-300, math.Min(a[1], 1-a[1]))) + 40
	return loops(rare + math.Sqrt(2*a[0]*rare))
}

// zipfEffort is that of two sums in closed form, after a few powers.
func zipfEffort([]float64) float64 { return 2000 }

// lruEffort is that of the sums in a dozen of Newton's steps.
func lruEffort(a []float64) float64 { return 36 * sumEffort(a[0]) }

// sumEffort is that of models' sum over a catalogue, which integrates the long tail.
func sumEffort(items float64) float64 {
	const direct, points = 512, 64
	return 12 * (math.Min(loops(items), direct) + points*math.Log2(1+loops(items)/direct))
}

// loops is a count that a function may be asked to loop, as far as any does.
func loops(n float64) float64 {
	if !(n > 0) {
		return 0
	}
	return math.Min(n, 1e16)
}
