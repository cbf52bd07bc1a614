package formula

import (
	"math"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// The adapters fit a model to the table, by its count of arguments.
func on1(f func(a float64) (float64, error)) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0]) }
}

func on2(f func(a, b float64) (float64, error)) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0], a[1]) }
}

func on3(f func(a, b, c float64) (float64, error)) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0], a[1], a[2]) }
}

func on4(f func(a, b, c, d float64) (float64, error)) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0], a[1], a[2], a[3]) }
}

func on5(f func(a, b, c, d, e float64) (float64, error)) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0], a[1], a[2], a[3], a[4]) }
}

func onAll(f func([]float64) (float64, error)) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a) }
}

func shape2(f func(a, b float64) (models.Quantile, error)) shape {
	return func(a []float64) (models.Quantile, error) { return f(a[0], a[1]) }
}

func shape3(f func(a, b, c float64) (models.Quantile, error)) shape {
	return func(a []float64) (models.Quantile, error) { return f(a[0], a[1], a[2]) }
}

// sure is a function that takes every number.
func sure(f func(float64) float64) evaluation {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0]), nil }
}

func logarithm(f func(float64) float64) evaluation {
	return on1(func(x float64) (float64, error) {
		if !(x > 0) {
			return 0, &models.RangeError{Param: "x", Value: x, Allowed: "above 0"}
		}
		return f(x), nil
	})
}

func squareRoot(x float64) (float64, error) {
	if x < 0 {
		return 0, &models.RangeError{Param: "x", Value: x, Allowed: "0 or more"}
	}
	return math.Sqrt(x), nil
}

func sum(a []float64) (float64, error) {
	total := 0.0
	for _, v := range a {
		total += v
	}
	return total, nil
}
