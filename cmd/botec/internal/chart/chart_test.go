package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"botec/cmd/botec/internal/chart"
)

func plain(v float64) string { return fmt.Sprintf("%.4g", v) }

// square is a line of squares that crosses a limit, with a gap.
func square() *chart.Chart {
	c := &chart.Chart{Title: "area", X: chart.Axis{Name: "side", Label: plain}, Y: chart.Axis{Name: "area", Label: plain},
		Limits: []chart.Limit{{Y: 50, Text: "at most 50"}, {Y: 1e6, Text: "at most 1e6"}}, Marks: []chart.Point{{X: math.Sqrt(50), Y: 50}}}
	s := chart.Series{Name: "area"}
	for x := 0.0; x <= 10; x++ {
		y := x * x
		if x == 4 {
			y = math.NaN()
		}
		s.Points = append(s.Points, chart.Point{X: x, Y: y})
	}
	c.Series = []chart.Series{s}
	return c
}

// TestText draws a line with a gap, a limit that it crosses, and one that is far away; red
// is but the limit.
func TestText(t *testing.T) {
	if diff := cmp.Diff(wantASCII, "\n"+square().Text(chart.Look{ASCII: true, Width: 36})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantDots, "\n"+square().Text(chart.Look{Width: 36})); diff != "" {
		t.Error(diff)
	}
	if text := square().Text(chart.Look{Width: 36, Color: true}); !strings.Contains(text, "✕\x1b[0m") {
		t.Errorf("no mark in\n%s", text)
	}
}

const wantASCII = `
area
100 +                             *
    |                           **
 80 +                         **
    |                       **
 50 +---------------------X*-------
 40 +                   **
    |                ***
 20 +               *
    |        **
  0 +********
    +------------------------------
     0              5            10
     side
     -- at most 50
     -- at most 1e6 (above)
`

const wantDots = `
area
100 ┤                            ⡠⠊
    │                          ⢀⠔⠁
 80 ┤                         ⡔⠁
    │                       ⡠⠊
 50 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌✕⠊╌╌╌╌╌╌╌
 40 ┤                  ⢀⠤⠊
    │                ⣀⠔⠁
 20 ┤               ⠊
    │        ⢀⡀
  0 ┤⣀⣀⣀⣀⠤⠔⠒⠉⠁
    └──────────────────────────────
     0              5            10
     side
     ╌╌ at most 50
     ╌╌ at most 1e6 (above)
`

// TestSVG holds the picture to XML, and to what it has to show.
func TestSVG(t *testing.T) {
	c := square()
	c.Title = `a < b & "c"`
	text := chart.SVG([]*chart.Chart{c, square()})
	d := xml.NewDecoder(strings.NewReader(text))
	elements := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if e, ok := token.(xml.StartElement); ok {
			elements[e.Name.Local]++
		}
	}
	if elements["svg"] != 1 || elements["g"] != 2 || elements["circle"] != 2*(10+1) || elements["path"] != 2*2 {
		t.Errorf("%v", elements)
	}
	for _, bad := range []string{"NaN", "Inf", "<script"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s in the picture", bad)
		}
	}
}

// TestAnyChart draws whatever there may be: no panic, no end without an end, no line wider
// than the terminal where that has room for a plot.
func TestAnyChart(t *testing.T) {
	value := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-10, 10), rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64, 5e-324, 1e20, 1e20 + 2e4}))
	rapid.Check(t, func(t *rapid.T) {
		c := &chart.Chart{Title: "t", X: chart.Axis{Name: "x", Log: rapid.Bool().Draw(t, "x log"), Whole: rapid.Bool().Draw(t, "whole"), Label: plain},
			Y: chart.Axis{Name: "y", Log: rapid.Bool().Draw(t, "y log"), Label: plain}}
		for i := range rapid.IntRange(0, 3).Draw(t, "lines") {
			s := chart.Series{Name: fmt.Sprint(i)}
			for range rapid.IntRange(0, 9).Draw(t, "points") {
				s.Points = append(s.Points, chart.Point{X: value.Draw(t, "x"), Y: value.Draw(t, "y")})
			}
			c.Series = append(c.Series, s)
		}
		c.Limits = []chart.Limit{{Y: value.Draw(t, "limit"), Text: "limit"}}
		c.Marks = []chart.Point{{X: value.Draw(t, "x"), Y: value.Draw(t, "y")}}
		look := chart.Look{ASCII: rapid.Bool().Draw(t, "ascii"), Width: rapid.IntRange(0, 200).Draw(t, "width")}
		for _, line := range strings.Split(c.Text(look), "\n") {
			if n := utf8.RuneCountInString(line); n > max(look.Width, 40) {
				t.Fatalf("%d columns of %d: %q", n, look.Width, line)
			}
		}
		if text := chart.SVG([]*chart.Chart{c}); strings.Contains(text, `="NaN`) || strings.Contains(text, "Inf\"") {
			t.Fatalf("no place in\n%s", text)
		}
	})
}
