package models

import (
	"math"
	"sort"
)

// Quantile gives the value below which a share p of a distribution lies, 0 < p < 1.
type Quantile func(p float64) float64

// Lognormal is the lognormal whose 5th and 95th percentiles are given: its median is the
// geometric mean of the two. 0 < low < high. Hubbard, How to Measure Anything, 2014.
func Lognormal(low, high float64) (Quantile, error) {
	if err := positive("low end", low); err != nil {
		return nil, err
	}
	if !(low < high) {
		return nil, &RangeError{Param: "high end", Value: high, Allowed: "above the low end"}
	}
	median := math.Sqrt(low) * math.Sqrt(high)
	if p := low * high; p > math.SmallestNonzeroFloat64*0x1p53 && p <= math.MaxFloat64 {
		median = math.Sqrt(p) // else the product would leave a float64
	}
	mean, deviation := (math.Log(low)+math.Log(high))/2, LogDeviation(low, high)
	return func(p float64) float64 {
		switch p { // without a rounding: these are given
		case 0.05:
			return low
		case 0.5:
			return median
		case 0.95:
			return high
		}
		return math.Exp(mean + deviation*NormalQuantile(p))
	}, nil
}

// LogDeviation is the standard deviation of the logarithm of the lognormal whose 5th and
// 95th percentiles are given.
func LogDeviation(low, high float64) float64 {
	return (math.Log(high) - math.Log(low)) / (2 * Percentile95)
}

// LogitNormal is the logit-normal whose 5th and 95th percentiles are given by value and
// complement, so that nines keep their digits. Its quantile at p is the complement of the
// value. Both ends lie strictly between 0 and 1. Aitchison and Shen 1980.
func LogitNormal(low, lowComplement, high, highComplement float64) (Quantile, error) {
	for _, end := range [][2]float64{{low, lowComplement}, {high, highComplement}} {
		if !(end[0] > 0 && end[1] > 0) {
			return nil, &RangeError{Param: "end of a range of percentages", Value: end[0], Allowed: "above 0% and below 100%"}
		}
	}
	if !(low < high) && !(lowComplement > highComplement) {
		return nil, &RangeError{Param: "high end", Value: high, Allowed: "above the low end"}
	}
	from, to := math.Log(low/lowComplement), math.Log(high/highComplement)
	mean, deviation := (from+to)/2, (to-from)/(2*Percentile95)
	return func(p float64) float64 {
		switch p {
		case 0.05:
			return lowComplement
		case 0.95:
			return highComplement
		}
		return 1 / (1 + math.Exp(mean+deviation*NormalQuantile(p)))
	}, nil
}

// Uniform has all values from a to b as likely, a < b.
func Uniform(a, b float64) (Quantile, error) {
	if !(a < b) {
		return nil, &RangeError{Param: "b", Value: b, Allowed: "above a"}
	}
	return func(p float64) float64 { return a + (b-a)*p }, nil
}

// Triangular is the triangular distribution on a..b with mode m.
func Triangular(a, m, b float64) (Quantile, error) {
	if err := threePoints(a, m, b); err != nil {
		return nil, err
	}
	return func(p float64) float64 {
		if p*(b-a) <= m-a {
			return a + math.Sqrt(p*(b-a)*(m-a))
		}
		return b - math.Sqrt((1-p)*(b-a)*(b-m))
	}, nil
}

// PERT is the PERT distribution on a..b with mode m: a beta with shapes 1 + 4(m−a)/(b−a)
// and 1 + 4(b−m)/(b−a). Malcolm et al. 1959.
func PERT(a, m, b float64) (Quantile, error) {
	if err := threePoints(a, m, b); err != nil {
		return nil, err
	}
	d := newBeta(1+4*(m-a)/(b-a), 1+4*(b-m)/(b-a))
	var below [pertKnots + 1]float64 // the share below each of evenly spaced values
	for i := range below {
		below[i] = d.below(float64(i) / pertKnots)
	}
	return func(p float64) float64 {
		i := max(1, sort.SearchFloat64s(below[:], p))
		low, high := float64(i-1)/pertKnots, float64(i)/pertKnots
		return a + (b-a)*d.quantile(p, low, high, low+(p-below[i-1])/(below[i]-below[i-1])*(high-low))
	}, nil
}

// pertKnots is so many that a few steps from between two of them find the quantile.
const pertKnots = 64

func threePoints(a, m, b float64) error {
	if !(a < b) {
		return &RangeError{Param: "b", Value: b, Allowed: "above a"}
	}
	if !(m >= a && m <= b) {
		return &RangeError{Param: "m", Value: m, Allowed: "a to b"}
	}
	return nil
}

// beta is a beta distribution with shapes of 1 or more.
type beta struct {
	a, b  float64
	scale float64 // logarithm of 1/B(a, b)
}

func newBeta(a, b float64) beta {
	both, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	return beta{a, b, both - la - lb}
}

// quantile finds x with below(x) = p between low and high by Newton's method from x, which
// halves the interval where a step would leave it.
func (d beta) quantile(p, low, high, x float64) float64 {
	for range 60 { // halving alone would leave no bit of a float64 in doubt
		off := d.below(x) - p
		if off > 0 {
			high = x
		} else {
			low = x
		}
		step := off / math.Exp(d.scale+(d.a-1)*math.Log(x)+(d.b-1)*math.Log1p(-x))
		if math.Abs(step) <= 4e-15 { // what below is exact to
			return x
		}
		if x -= step; !(x > low && x < high) {
			x = (low + high) / 2
		}
	}
	return x
}

// below is the regularised incomplete beta function by the continued fraction of
// Abramowitz & Stegun 26.5.8, on the side where it converges fast.
func (d beta) below(x float64) float64 {
	a, b := d.a, d.b
	if x <= 0 || x >= 1 {
		return math.Max(0, math.Min(1, x))
	}
	if x > (a+1)/(a+b+2) {
		return 1 - beta{b, a, d.scale}.below(1-x)
	}
	front := math.Exp(d.scale+a*math.Log(x)+b*math.Log1p(-x)) / a
	// Lentz's method.
	c, g := 1.0, 1/(1-(a+b)*x/(a+1))
	f := g
	for m := 1.0; m < 300; m++ {
		for _, numerator := range [2]float64{
			m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m)),
			-(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1)),
		} {
			g = 1 / (1 + numerator*g)
			c = 1 + numerator/c
			f *= c * g
		}
		if math.Abs(c*g-1) < 1e-15 {
			break
		}
	}
	return front * f
}
