// Package models is the mathematics of capacity estimation: reliability, traffic,
// storage, growth and the medians of distributions, as plain functions on numbers.
//
// Availabilities are carried as unavailability, u = 1 − A, because a float64 loses
// every digit of A beyond fifteen nines and none of u. A function refuses what is
// outside its range with a *RangeError and never clamps.
package models

import "fmt"

// RangeError says which parameter is outside its range.
type RangeError struct {
	Param   string  // the parameter's name
	Value   float64 // what it was
	Allowed string  // the allowed range in words: "1 to n"
	Help    string  // what would work, where there is more to say than the range
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("%s is %.10g, allowed is %s", e.Param, e.Value, e.Allowed)
}

func probability(name string, p float64) error {
	if !(p >= 0 && p <= 1) {
		return &RangeError{Param: name, Value: p, Allowed: "0 to 1"}
	}
	return nil
}

func positive(name string, v float64) error {
	if !(v > 0) {
		return &RangeError{Param: name, Value: v, Allowed: "above 0"}
	}
	return nil
}

func notNegative(name string, v float64) error {
	if !(v >= 0) {
		return &RangeError{Param: name, Value: v, Allowed: "0 or more"}
	}
	return nil
}

// whole accepts integers from low to high.
func whole(name string, v, low, high float64) error {
	if v != float64(int64(v)) || v < low || v > high {
		return &RangeError{Param: name, Value: v, Allowed: fmt.Sprintf("a whole number from %.10g to %.10g", low, high)}
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
