// Package models is the mathematics of capacity estimation: reliability, durability,
// queues, scaling, growth, caches, networks, keys, distributions and the points of trials,
// as plain functions on numbers in base units (seconds, bytes, one a second).
//
// Availabilities are carried as unavailability, u = 1 − A, because a float64 loses
// every digit of A beyond fifteen nines and none of u. A function refuses what is
// outside its range with a *RangeError and never clamps.
package models

import (
	"fmt"
	"math"
	"strings"
)

// RangeError says which parameter is outside its range.
type RangeError struct {
	Param   string  // the parameter's name
	Value   float64 // what it was, in base units; an availability, not its complement
	Allowed string  // the allowed range in words, with %s for Limit: "1 to n", "below %s"
	Limit   float64 // the end of the range, in the unit of Value, where Allowed shows it
	Help    string  // what would work, where there is more to say than the range
}

func (e *RangeError) Error() string {
	return e.Text(func(v float64) string { return fmt.Sprintf("%.10g", v) })
}

// Text words the error with numbers printed by show, for callers that know the unit.
func (e *RangeError) Text(show func(float64) string) string {
	return fmt.Sprintf("%s is %s, allowed is %s", e.Param, show(e.Value), strings.ReplaceAll(e.Allowed, "%s", show(e.Limit)))
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

func atLeast(name string, v, limit float64) error {
	if !(v >= limit) {
		return &RangeError{Param: name, Value: v, Allowed: "%s or more", Limit: limit}
	}
	return nil
}

func atMost(name string, v, limit float64) error {
	if !(v <= limit) {
		return &RangeError{Param: name, Value: v, Allowed: "%s at most", Limit: limit}
	}
	return nil
}

// whole accepts integers from low to high.
func whole(name string, v, low, high float64) error {
	if v != math.Trunc(v) || v < low || v > high {
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
