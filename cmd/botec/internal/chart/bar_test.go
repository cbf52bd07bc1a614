package chart_test

import (
	"math"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"botec/cmd/botec/internal/chart"
)

func TestBar(t *testing.T) {
	for _, c := range []struct {
		share       float64
		width       int
		utf8, ascii string
	}{
		{0, 10, "", ""},
		{1, 4, "████", "===="},
		{0.5, 4, "██", "=="},
		{0.47, 20, "█████████▍", "=========-"},
		{0.001, 10, "▏", "-"},
		{1.5, 3, "███", "==="},
		{-0.5, 3, "", ""},
		{math.NaN(), 3, "", ""},
		{math.Inf(1), 2, "██", "=="},
		{0.5, 0, "", ""},
		{0.5, -1, "", ""},
	} {
		if got := chart.Bar(c.share, c.width, false); got != c.utf8 {
			t.Errorf("Bar(%g, %d) = %q, want %q", c.share, c.width, got, c.utf8)
		}
		if got := chart.Bar(c.share, c.width, true); got != c.ascii {
			t.Errorf("Bar(%g, %d) in ASCII = %q, want %q", c.share, c.width, got, c.ascii)
		}
	}
}

func TestSigned(t *testing.T) {
	for _, c := range []struct {
		share       float64
		width       int
		utf8, ascii string
	}{
		{0, 7, "   │   ", "   |   "},
		{1, 7, "   │███", "   |==="},
		{-1, 7, "███│   ", "===|   "},
		{-0.4, 7, "  █│   ", "  =|   "},
		{0.01, 8, "   │█  ", "   |=  "},
		{-3, 5, "██│  ", "==|  "},
		{math.NaN(), 5, "  │  ", "  |  "},
		{0.5, 1, "│", "|"},
		{0.5, 0, "│", "|"},
	} {
		if got := chart.Signed(c.share, c.width, false); got != c.utf8 {
			t.Errorf("Signed(%g, %d) = %q, want %q", c.share, c.width, got, c.utf8)
		}
		if got := chart.Signed(c.share, c.width, true); got != c.ascii {
			t.Errorf("Signed(%g, %d) in ASCII = %q, want %q", c.share, c.width, got, c.ascii)
		}
	}
}

// TestBarsGrow holds bars to their order and to their width.
func TestBarsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(0, 1).Draw(t, "a"), rapid.Float64Range(0, 1).Draw(t, "b")
		width, ascii := rapid.IntRange(1, 80).Draw(t, "width"), rapid.Bool().Draw(t, "ascii")
		low, high := chart.Bar(min(a, b), width, ascii), chart.Bar(max(a, b), width, ascii)
		if n, m := utf8.RuneCountInString(low), utf8.RuneCountInString(high); n > m || m > width {
			t.Fatalf("%q of %g, %q of %g in %d columns", low, min(a, b), high, max(a, b), width)
		}
		if n := utf8.RuneCountInString(chart.Signed(a-b, width, ascii)); n != (width-1)/2*2+1 {
			t.Fatalf("%d columns of %d", n, width)
		}
	})
}
