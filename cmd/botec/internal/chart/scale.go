package chart

import (
	"math"
	"slices"
)

// Axis is one direction of a chart.
type Axis struct {
	Name  string
	Log   bool                 // equal factors are equal lengths; all values are above 0
	Whole bool                 // only whole numbers are written at it, where there are any
	Label func(float64) string // writes a value
}

// Point is a place on a chart. One whose Y is not a number parts a line.
type Point struct{ X, Y float64 }

// Series is a line.
type Series struct {
	Name   string
	Points []Point
}

// Limit is a value that Y should not cross.
type Limit struct {
	Y    float64
	Text string
}

// Chart is one or more lines over one axis. Marks are places that are pointed out, such
// as where a line crosses a limit.
type Chart struct {
	Title  string
	X, Y   Axis
	Series []Series
	Limits []Limit
	Marks  []Point
}

// span is the part of an axis that is drawn, on its scale.
type span struct {
	axis      *Axis
	low, high float64
}

func (s *span) on(v float64) float64 {
	if s.axis.Log {
		return math.Log10(v)
	}
	return v
}

// part is how far along a value lies: 0 at the low end, 1 at the high one.
func (s *span) part(v float64) float64 {
	if s.high == s.low {
		return 0.5
	}
	return (s.on(v) - s.low) / (s.high - s.low)
}

// has reports whether a value lies on the span; what rounding takes off an end does not
// count.
func (s *span) has(v float64) bool {
	const lost = 1e-9
	return s.part(v) >= -lost && s.part(v) <= 1+lost
}

// spanOf holds values that can be drawn; a linear axis of amounts (not of whole numbers of
// nines) begins at 0 where that costs less than half of it.
func spanOf(a *Axis, values []float64, zero bool) span {
	s := span{axis: a, low: math.Inf(1), high: math.Inf(-1)}
	for _, v := range values {
		if x := s.on(v); !math.IsNaN(x) && !math.IsInf(x, 0) {
			s.low, s.high = min(s.low, x), max(s.high, x)
		}
	}
	if s.low > s.high {
		s.low, s.high = 0, 0
	}
	if zero && !a.Log && s.low > 0 && s.low < s.high/2 {
		s.low = 0
	}
	return s
}

// spans are those of both axes: of the lines, the marks, and the limits that are near.
func (c *Chart) spans() (x, y span) {
	var xs, ys []float64
	for _, s := range c.Series {
		for _, p := range s.Points {
			xs, ys = append(xs, p.X), append(ys, p.Y)
		}
	}
	x, y = spanOf(&c.X, xs, false), spanOf(&c.Y, ys, !c.Y.Whole)
	for _, l := range c.Limits {
		if c.near(&y, l.Y) {
			ys = append(ys, l.Y)
		}
	}
	return x, spanOf(&c.Y, ys, !c.Y.Whole)
}

// holds reports whether a point lies on the plot.
func holds(x, y *span, p Point) bool {
	a, b := x.part(p.X), y.part(p.Y)
	return a >= 0 && a <= 1 && b >= 0 && b <= 1
}

// near reports whether a limit can be drawn without pressing the lines flat.
func (c *Chart) near(y *span, v float64) bool {
	t := y.on(v)
	if math.IsNaN(t) || math.IsInf(t, 0) {
		return false
	}
	room := y.high - y.low
	return room == 0 || !math.IsInf(room, 0) && t >= y.low-room && t <= y.high+room
}

// ticks are round values between the ends of a span, about as many as asked for.
func (s *span) ticks(count int) []float64 {
	if s.high == s.low {
		return []float64{s.value(s.low)}
	}
	if out := s.decades(count); len(out) > 1 {
		return out
	}
	low, high := s.value(s.low), s.value(s.high)
	step := nice((high - low) / float64(count))
	if s.axis.Whole {
		step = max(1, step)
	}
	var out []float64
	first := math.Ceil(low/step - 1e-9)
	for i := range 3 * count { // and no more, where a float cannot tell two neighbours apart
		if v := (first + float64(i)) * step; s.has(v) {
			out = append(out, v)
		}
	}
	if len(out) < 2 {
		out = append(out, low, high)
	}
	return slices.DeleteFunc(out, func(v float64) bool { return !s.has(v) })
}

// decades are powers of ten on a logarithmic span, with 2 and 5 times them where there is
// room.
func (s *span) decades(count int) []float64 {
	if !s.axis.Log {
		return nil
	}
	factors, step := []float64{1}, max(1, math.Ceil((s.high-s.low)/float64(count)))
	if (s.high-s.low)*3 <= float64(count)+2 {
		factors = []float64{1, 2, 5}
	}
	var out []float64
	for e := math.Floor(s.low); e <= s.high+1e-9; e += step {
		for _, f := range factors {
			if v := f * math.Pow(10, e); s.has(v) {
				out = append(out, v)
			}
		}
	}
	return out
}

func (s *span) value(t float64) float64 {
	if s.axis.Log {
		return math.Pow(10, t)
	}
	return t
}

// nice is the step of 1, 2 or 5 times a power of ten that is nearest above.
func nice(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= step*(1-1e-9) {
			return n * power
		}
	}
	return 10 * power
}
