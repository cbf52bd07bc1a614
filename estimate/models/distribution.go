package models

import (
	"math"
)

// LognormalMedian is the median of the lognormal whose 5th and 95th percentiles are
// given: the geometric mean of the two. 0 < low < high.
func LognormalMedian(low, high float64) (float64, error) {
	if err := positive("low end", low); err != nil {
		return 0, err
	}
	if !(low < high) {
		return 0, &RangeError{Param: "high end", Value: high, Allowed: "above the low end"}
	}
	if p := low * high; p > math.SmallestNonzeroFloat64*0x1p53 && p <= math.MaxFloat64 {
		return math.Sqrt(p), nil
	}
	return math.Sqrt(low) * math.Sqrt(high), nil // the product would leave a float64
}

// LogitNormalMedian is the unavailability 1 − m of the median m of a logit-normal
// whose 5th and 95th percentiles are given by value and complement, so that nines
// keep their digits. Both ends lie strictly between 0 and 1.
func LogitNormalMedian(low, lowComplement, high, highComplement float64) (complement float64, err error) {
	for _, end := range [][2]float64{{low, lowComplement}, {high, highComplement}} {
		if !(end[0] > 0 && end[1] > 0) {
			return 0, &RangeError{Param: "end of a range of percentages", Value: end[0], Allowed: "above 0% and below 100%"}
		}
	}
	if !(low < high) && !(lowComplement > highComplement) {
		return 0, &RangeError{Param: "high end", Value: high, Allowed: "above the low end"}
	}
	mean := (math.Log(low/lowComplement) + math.Log(high/highComplement)) / 2
	return 1 / (1 + math.Exp(mean)), nil
}

// UniformMedian is the middle of a and b, a < b.
func UniformMedian(a, b float64) (float64, error) {
	if !(a < b) {
		return 0, &RangeError{Param: "b", Value: b, Allowed: "above a"}
	}
	return a + (b-a)/2, nil
}

// TriangularMedian is the median of the triangular distribution on a..b with mode m.
func TriangularMedian(a, m, b float64) (float64, error) {
	if err := threePoints(a, m, b); err != nil {
		return 0, err
	}
	if m-a >= b-m {
		return a + math.Sqrt((b-a)*(m-a)/2), nil
	}
	return b - math.Sqrt((b-a)*(b-m)/2), nil
}

// PERTMedian is the median of the PERT distribution on a..b with mode m: a beta
// with shapes 1 + 4(m−a)/(b−a) and 1 + 4(b−m)/(b−a). Malcolm et al. 1959.
func PERTMedian(a, m, b float64) (float64, error) {
	if err := threePoints(a, m, b); err != nil {
		return 0, err
	}
	alpha, beta := 1+4*(m-a)/(b-a), 1+4*(b-m)/(b-a)
	low, high := 0.0, 1.0
	for range 60 { // each step halves: 60 leave no bit of a float64 in doubt
		mid := (low + high) / 2
		if incompleteBeta(mid, alpha, beta) < 0.5 {
			low = mid
		} else {
			high = mid
		}
	}
	return a + (b-a)*(low+high)/2, nil
}

func threePoints(a, m, b float64) error {
	if !(a < b) {
		return &RangeError{Param: "b", Value: b, Allowed: "above a"}
	}
	if !(m >= a && m <= b) {
		return &RangeError{Param: "m", Value: m, Allowed: "a to b"}
	}
	return nil
}

// incompleteBeta is the regularised incomplete beta function by the continued
// fraction of Abramowitz & Stegun 26.5.8, on the side where it converges fast.
func incompleteBeta(x, a, b float64) float64 {
	if x <= 0 || x >= 1 {
		return math.Max(0, math.Min(1, x))
	}
	if x > (a+1)/(a+b+2) {
		return 1 - incompleteBeta(1-x, b, a)
	}
	lab, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	// Lentz's method.
	c, d := 1.0, 1/(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < 300; m++ {
		for _, numerator := range [2]float64{
			m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m)),
			-(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1)),
		} {
			d = 1 / (1 + numerator*d)
			c = 1 + numerator/c
			f *= c * d
		}
		if math.Abs(c*d-1) < 1e-15 {
			break
		}
	}
	return front * f
}
