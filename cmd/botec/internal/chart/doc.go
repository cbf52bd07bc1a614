// Package chart draws figures: bars and lines in characters, and lines as SVG. It knows
// numbers, widths and the texts that its caller gives them; it computes nothing but the
// scale of what it draws.
package chart
