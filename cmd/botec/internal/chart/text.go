package chart

import (
	"math"
	"strings"
	"unicode/utf8"
)

// Look is what the place of a chart can show.
type Look struct {
	ASCII bool // else dots of braille, eight a character
	Color bool // limits and marks in red
	Width int  // columns
}

// rows is the height of a chart in characters, without its axis.
const rows = 10

// leastWidth is the narrowest plot, however narrow the terminal.
const leastWidth = 12

// below is the number of dots above each other in a character.
func (l Look) below() int {
	if l.ASCII {
		return 1
	}
	return 4
}

// signs are the characters of a frame.
type signs struct{ up, tick, corner, along, mark, limit, dot rune }

func (l Look) signs() signs {
	if l.ASCII {
		return signs{'|', '+', '+', '-', 'X', '-', '*'}
	}
	return signs{'│', '┤', '└', '─', '✕', '╌', 0}
}

// canvas is the plot: characters, and the dots below them.
type canvas struct {
	look          Look
	width         int
	dots          [][]uint8 // eight bits a character, as braille orders them
	over          [][]rune  // what stands instead of dots; 0: nothing
	across, below int       // dots a character
}

func newCanvas(look Look, width int) *canvas {
	c := &canvas{look: look, width: width, across: 2, below: look.below()}
	if look.ASCII {
		c.across = 1
	}
	for range rows {
		c.dots = append(c.dots, make([]uint8, width))
		c.over = append(c.over, make([]rune, width))
	}
	return c
}

// dotted are the bits of a braille character, by column and row.
var dotted = [2][4]uint8{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

// set makes a dot; x and y count dots from the top left.
func (c *canvas) set(x, y int) {
	if x < 0 || y < 0 || x >= c.width*c.across || y >= rows*c.below {
		return
	}
	c.dots[y/c.below][x/c.across] |= dotted[x%c.across][y%c.below]
}

// line joins two dots.
func (c *canvas) line(x0, y0, x1, y1 int) {
	n := max(abs(x1-x0), abs(y1-y0))
	for i := 0; i <= n; i++ {
		t := 0.0
		if n > 0 {
			t = float64(i) / float64(n)
		}
		c.set(x0+int(math.Round(t*float64(x1-x0))), y0+int(math.Round(t*float64(y1-y0))))
	}
}

func abs(n int) int { return max(n, -n) }

// place is the dot of a part of both axes.
func (c *canvas) place(x, y float64) (int, int) {
	w, h := c.width*c.across-1, rows*c.below-1
	return int(math.Round(x * float64(w))), h - int(math.Round(y*float64(h)))
}

// Text draws the chart in characters: its title, the plot with the axis of Y at its left
// and that of X below, and what the broken lines are. It ends with a line end.
func (c *Chart) Text(look Look) string {
	x, y := c.spans()
	labels := c.labels(look, &y)
	gutter := 0
	for _, l := range labels {
		gutter = max(gutter, utf8.RuneCountInString(l))
	}
	cv := newCanvas(look, max(leastWidth, look.Width-gutter-3))
	c.draw(cv, &x, &y)
	s := look.signs()
	var b strings.Builder
	if c.Title != "" {
		b.WriteString(c.Title + "\n")
	}
	for row := range rows {
		up := s.up
		if labels[row] != "" {
			up = s.tick
		}
		line := strings.Repeat(" ", gutter-utf8.RuneCountInString(labels[row])) + labels[row] + " " + string(up) + cv.row(row, s)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	b.WriteString(strings.Repeat(" ", gutter+1) + string(s.corner) + strings.Repeat(string(s.along), cv.width) + "\n")
	b.WriteString(c.below(&x, gutter+2, cv.width))
	name := c.X.Name
	if c.X.Log {
		name += ", logarithmic"
	}
	b.WriteString(strings.Repeat(" ", max(0, min(gutter+2, look.Width-utf8.RuneCountInString(name)))) + name + "\n")
	for _, l := range c.Limits {
		text := strings.Repeat(string(s.limit), 2) + " " + l.Text
		if !c.near(&y, l.Y) {
			text += map[bool]string{true: " (above)", false: " (below)"}[l.Y > y.value(y.high)]
		}
		b.WriteString(strings.Repeat(" ", gutter+2) + look.red(text) + "\n")
	}
	return b.String()
}

// labels are the texts at the left of each row. A limit has its own, in place of a round
// value that comes to stand on its row.
func (c *Chart) labels(look Look, y *span) []string {
	out := make([]string, rows)
	cv := canvas{across: 1, below: look.below()}
	const count = 5
	values := y.ticks(count)
	for _, l := range c.Limits {
		if c.near(y, l.Y) {
			values = append(values, l.Y)
		}
	}
	for _, v := range values {
		if _, dot := cv.place(0, y.part(v)); dot >= 0 && dot < rows*cv.below {
			out[dot/cv.below] = c.Y.Label(v)
		}
	}
	return out
}

func (c *Chart) draw(cv *canvas, x, y *span) {
	s := cv.look.signs()
	for _, l := range c.Limits {
		if _, row := cv.place(0, y.part(l.Y)); c.near(y, l.Y) && row >= 0 && row < rows*cv.below {
			for i := range cv.width {
				cv.over[row/cv.below][i] = s.limit
			}
		}
	}
	for _, series := range c.Series {
		for i, p := range series.Points {
			px, py, ok := cv.point(p, x, y)
			if !ok {
				continue
			}
			cv.set(px, py)
			if i > 0 {
				if qx, qy, ok := cv.point(series.Points[i-1], x, y); ok {
					cv.line(qx, qy, px, py)
				}
			}
		}
	}
	for _, m := range c.Marks {
		if px, py, ok := cv.point(m, x, y); ok {
			cv.dots[py/cv.below][px/cv.across] = 0
			cv.over[py/cv.below][px/cv.across] = s.mark
		}
	}
}

// point is the dot of a point; ok is false where it has none.
func (c *canvas) point(p Point, x, y *span) (px, py int, ok bool) {
	if !holds(x, y, p) {
		return 0, 0, false
	}
	px, py = c.place(x.part(p.X), y.part(p.Y))
	return px, py, true
}

// row writes one row of the plot.
func (c *canvas) row(i int, s signs) string {
	var b strings.Builder
	for k, dots := range c.dots[i] {
		switch over := c.over[i][k]; {
		case dots != 0 && c.look.ASCII:
			b.WriteRune(s.dot)
		case dots != 0:
			b.WriteRune(0x2800 + rune(dots))
		case over != 0:
			b.WriteString(c.look.red(string(over)))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.ReplaceAll(b.String(), reset+red, "")
}

const red, reset = "\x1b[31m", "\x1b[0m"

func (l Look) red(text string) string {
	if !l.Color {
		return text
	}
	return red + text + reset
}

// below writes the values of X under the plot, as many as have room.
func (c *Chart) below(x *span, indent, width int) string {
	line := []rune(strings.Repeat(" ", width))
	values := append([]float64{x.value(x.low), x.value(x.high)}, x.ticks(max(2, width/12))...)
	for _, v := range values {
		label := []rune(c.X.Label(v))
		at := int(math.Round(x.part(v)*float64(width-1))) - len(label)/2
		at = min(max(at, 0), width-len(label))
		if at < 0 || !free(line, at-2, at+len(label)+2) {
			continue
		}
		copy(line[at:], label)
	}
	return strings.Repeat(" ", indent) + strings.TrimRight(string(line), " ") + "\n"
}

func free(line []rune, from, to int) bool {
	for i := max(from, 0); i < min(to, len(line)); i++ {
		if line[i] != ' ' {
			return false
		}
	}
	return true
}
