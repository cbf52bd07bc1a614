package chart

import (
	"math"
	"strings"
)

// eighths are the left parts of a column, from none to seven eighths.
var eighths = [8]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}

// Bar draws a share of 0 to 1 as a bar that grows to the right and fills the width, in
// columns, at 1: to an eighth of a column in blocks, to half a column ("=" and "-") in
// ASCII. What is above 0 shows, however small; a share outside 0 to 1 is drawn as the
// nearer of the two, one that is not a number as nothing. The text has no more columns
// than the bar: pad it where something follows.
func Bar(share float64, width int, ascii bool) string {
	if !(share > 0) || width < 1 {
		return ""
	}
	steps := 8
	if ascii {
		steps = 2
	}
	n := max(1, int(math.Round(min(share, 1)*float64(width*steps))))
	if ascii {
		return strings.Repeat("=", n/2) + strings.Repeat("-", n%2)
	}
	return strings.Repeat("█", n/8) + eighths[n%8]
}

// Signed draws a share of -1 to 1 as a bar from an axis in the middle, to the left below
// 0 and to the right above, in whole columns; it always has the width, in columns, which
// is taken to be odd: one less where it is even. An effect that goes down is thereby told
// from one that goes up without colour.
func Signed(share float64, width int, ascii bool) string {
	half := max(0, (width-1)/2)
	block, axis := "█", "│"
	if ascii {
		block, axis = "=", "|"
	}
	n := 0
	if share != 0 && !math.IsNaN(share) {
		n = min(half, max(1, int(math.Round(math.Abs(share)*float64(half)))))
	}
	bar, space, empty := strings.Repeat(block, n), strings.Repeat(" ", half-n), strings.Repeat(" ", half)
	if share < 0 {
		return space + bar + axis + empty
	}
	return empty + axis + bar + space
}
