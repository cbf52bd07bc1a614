package models_test

import (
	"fmt"

	"botec/estimate/models"
)

// Two blocks of 99.9 % in parallel, by their unavailabilities.
func ExampleParallel() {
	u, _ := models.Parallel([]float64{0.001, 0.001})
	fmt.Println(u)
	// Output: 1e-06
}

// What is outside its range is refused, never clamped.
func ExampleErlangC() {
	_, err := models.ErlangC(10, 9)
	fmt.Println(err)
	// Output: servers is 9, allowed is 11 or more: fewer never catch up with the load
}

// The median of a range from 10 to 1,000 is its geometric mean.
func ExampleLognormal() {
	quantile, _ := models.Lognormal(10, 1000)
	fmt.Println(quantile(0.05), quantile(0.5), quantile(0.95))
	// Output: 10 100 1000
}
