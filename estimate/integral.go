package estimate

import (
	"math"

	"botec/estimate/formula"
	"botec/estimate/models"
)

// Quadrature halves an interval until its two halves agree with it, relative to the
// whole integral. A smooth rate gets there in a few steps. Where it has not, there
// is a step in the interval (a ceiling of servers in a cost), whose place is found
// only by halving on: there the looser tolerance will do, far below what is shown.
//
// In trials the step is somewhere else in each, and no interval would be without one of
// any trial. There the halving ends with sixteen intervals: a step of the size of the
// whole then costs 0.2 % in one trial (a gap between points, 1/160, over √12), in either
// direction, and percentiles, which are known less well, next to nothing. Where four
// points are as good as coarseTolerance, ten are good to far more digits: integrals nest,
// and thirty points in each of thirty would be felt.
const (
	smoothTolerance = 1e-12
	stepTolerance   = 1e-7
	smoothDepth     = 6
	quadratureDepth = 24
	trialsTolerance = 1e-9
	trialsDepth     = 3
	coarseTolerance = 1e-5
)

// Integral integrates a rate over the window that ends now.
func (f *frame) Integral(rate formula.Node, window formula.Column, dst []float64) formula.Column {
	if math.IsInf(f.t.At(0), 1) {
		return f.t // a stock that grows has no value without a horizon
	}
	if window.Each == nil && window.Value == 0 {
		return window
	}
	in := f.ev.borrow()
	defer f.ev.giveBack(in)
	inner := f.ev.frame(in, f.q, f.cell)
	g := integral{rate: rate, f: inner, s: f.Scratch()}
	from := formula.Sub(g.s.Borrow(), f.t, window)
	fine, coarse := models.GaussRule(), models.CoarseGaussRule()
	whole := g.gauss(fine[:], from, f.t, g.s.Borrow())
	size := formula.Map(g.s.Borrow(), whole, math.Abs)
	rough, nothing := g.s.Borrow(), formula.Fixed(0)
	var v formula.Column
	if f.ev.batch != nil && g.agree(g.gauss(coarse[:], from, f.t, rough), nothing, whole, size, coarseTolerance) {
		v = formula.Add(dst, whole, nothing)
	} else {
		v = g.refine(from, f.t, whole, size, 0, dst)
	}
	g.s.GiveBack(4)
	f.failed = f.failed || inner.failed
	f.ev.frames = append(f.ev.frames, inner)
	return v
}

// integral is one that is being computed, in all trials at once.
type integral struct {
	rate formula.Node
	f    *frame
	s    *formula.Scratch
}

// at is the rate at one time.
func (g *integral) at(t formula.Column, dst []float64) formula.Column {
	g.f.instant.now++
	g.f.instant.t = t
	return formula.EvalColumn(g.rate, g.f, dst)
}

// gauss integrates from one time to another by the points of a rule.
func (g *integral) gauss(rule [][2]float64, from, to formula.Column, dst []float64) formula.Column {
	s := g.s
	half := formula.Map2(s.Borrow(), from, to, func(a, b float64) float64 { return (b - a) / 2 })
	middle := formula.Add(s.Borrow(), from, half)
	atTime, left, right := s.Borrow(), s.Borrow(), s.Borrow()
	sum := formula.Fixed(0)
	for _, point := range rule {
		offset := formula.Mul(atTime, half, formula.Fixed(point[0]))
		before := g.at(formula.Sub(atTime, middle, offset), left)
		if before.Each != nil {
			before.Each = left[:copy(left, before.Each)] // the rate may be a column of the instant's, which is another's next
		}
		offset = formula.Mul(atTime, half, formula.Fixed(point[0]))
		after := g.at(formula.Add(atTime, middle, offset), right)
		both := formula.Mul(left, formula.Add(left, before, after), formula.Fixed(point[1]))
		sum = formula.Add(dst, sum, both)
	}
	s.GiveBack(5)
	return formula.Mul(dst, sum, half)
}

// refine halves an interval until the halves agree with the whole in every trial. The
// size is that of the whole integral.
func (g *integral) refine(from, to, whole, size formula.Column, depth int, dst []float64) formula.Column {
	s := g.s
	middle := formula.Map2(s.Borrow(), from, to, func(a, b float64) float64 { return a + (b-a)/2 })
	rule := models.GaussRule()
	left := g.gauss(rule[:], from, middle, s.Borrow())
	right := g.gauss(rule[:], middle, to, s.Borrow())
	defer s.GiveBack(3)
	tolerance, deepest := smoothTolerance, quadratureDepth
	switch {
	case g.f.ev.batch != nil:
		tolerance, deepest = trialsTolerance, trialsDepth
	case depth > smoothDepth:
		tolerance = stepTolerance
	}
	if depth == deepest || g.agree(left, right, whole, size, tolerance) {
		return formula.Add(dst, left, right)
	}
	first := g.refine(from, middle, left, size, depth+1, s.Borrow())
	defer s.GiveBack(1)
	return formula.Add(dst, first, g.refine(middle, to, right, size, depth+1, dst))
}

func (g *integral) agree(left, right, whole, size formula.Column, tolerance float64) bool {
	for i := range g.f.ev.trials() {
		halves := left.At(i) + right.At(i)
		if math.Abs(halves-whole.At(i)) > tolerance*size.At(i) {
			return false // what is not a number agrees: no halving helps it
		}
	}
	return true
}

// borrow gives an instant for the points of one integral; integrals nest.
func (ev *evaluator) borrow() *instant {
	if n := len(ev.free); n > 0 {
		in := ev.free[n-1]
		ev.free = ev.free[:n-1]
		return in
	}
	return ev.instant(formula.Fixed(0), inIntegral)
}

func (ev *evaluator) giveBack(in *instant) { ev.free = append(ev.free, in) }
