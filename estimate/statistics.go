package estimate

import (
	"math"

	"botec/estimate/models"
)

// percents are the shares of trials below the percentiles that are told of.
var percents = [3]float64{0.05, 0.5, 0.95}

// spreadOf finds the percentiles of all values, and how far those of the parts lie apart.
func spreadOf(values, scratch []float64, availability bool) Spread {
	s := Spread{Trials: len(values)}
	part := len(values) / scramblings
	var parts [scramblings][3]float64
	var kept []float64
	for i := range scramblings {
		own := present(values[i*part : (i+1)*part])
		percentiles(own, scratch, &parts[i])
		kept = values[:len(kept)+copy(values[len(kept):], own)]
	}
	s.Lost = len(values) - len(kept)
	all := pooled(kept, scratch, &parts)
	for i, v := range all {
		s.Error = max(s.Error, relativeError(v, all, &parts, i))
	}
	s.Mean = mean(kept)
	s.P5, s.P50, s.P95 = all[0], all[1], all[2]
	if availability {
		s.U5, s.U50, s.U95 = all[2], all[1], all[0]
		s.P5, s.P50, s.P95 = 1-s.U5, 1-s.U50, 1-s.U95
		s.MeanUnavailable, s.Mean = s.Mean, 1-s.Mean
	}
	return s
}

// present moves what is a number to the front.
func present(values []float64) []float64 {
	n := 0
	for _, v := range values {
		values[n] = v
		if v == v {
			n++
		}
	}
	return values[:n]
}

func percentiles(values, scratch []float64, out *[3]float64) {
	var ranks [3]int
	for i := range percents {
		ranks[i] = rankOf(i, values)
	}
	models.Select(values, scratch, ranks[:], out[:])
}

func rankOf(percentile int, values []float64) int {
	return int(math.Ceil(percents[percentile] * float64(len(values))))
}

// pooled finds the percentiles of all values from those of their parts: each lies between
// the least and the greatest of theirs.
func pooled(values, scratch []float64, parts *[scramblings][3]float64) (all [3]float64) {
	for i := range all {
		low, high := math.NaN(), math.NaN()
		for _, p := range parts {
			if !(p[i] >= low) && p[i] == p[i] {
				low = p[i]
			}
			if !(p[i] <= high) && p[i] == p[i] {
				high = p[i]
			}
		}
		all[i] = math.NaN()
		if len(values) > 0 {
			all[i] = models.SelectWithin(values, scratch, rankOf(i, values), low, high)
		}
	}
	return all
}

// relativeError is the standard error of a percentile of all trials, from those of the
// parts, relative to it. Glasserman, Monte Carlo Methods in Financial Engineering, 5.4.
func relativeError(v float64, all [3]float64, parts *[scramblings][3]float64, i int) float64 {
	var deviations [scramblings]float64
	for k, p := range parts {
		deviations[k] = p[i] - v
	}
	size := math.Abs(v)
	if size == 0 {
		size = all[2] - all[0]
	}
	e := standardError(deviations[:]) / size
	if !finite(e) {
		return 0 // nothing differs, or too few trials have a value
	}
	return e
}

// mean sums by pairs, so that the error stays small in a million values.
func mean(values []float64) float64 {
	return sumOfPairs(values) / float64(len(values))
}

func sumOfPairs(values []float64) float64 {
	if len(values) > 128 {
		half := len(values) / 2
		return sumOfPairs(values[:half]) + sumOfPairs(values[half:])
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}
