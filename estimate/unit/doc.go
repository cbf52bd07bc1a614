// Package unit holds the quantities that capacity estimates are made of: times,
// amounts of data, money, counts, and what is built from them by division.
//
// It reads a quantity as people write it ("1,825 PB", "100M/month", "$0.02/GB",
// "99.9%"), keeps the written decimal exactly until a binary float is asked for,
// and prints a float with significant digits in a unit that a person would choose.
// Base units are the byte, the second and the unit of currency; what is printed is
// scaled on the way out and nowhere else.
//
// The tables of units, magnitudes and counting words are closed. A word that is in
// none of them is an error that names the nearest one; a word with two readings
// ("Mb") is refused with both.
package unit
