package estimate

import (
	"fmt"
	"math"

	"botec/estimate/formula"
	"botec/estimate/models"
	"botec/estimate/unit"
)

// Options say how a model is to be read.
type Options struct {
	At     *Expr // every quantity at this time; nil: each at its own
	Napkin bool  // round to two digits what the scenario does not list
	Blocks bool  // say of each availability block what it costs, and one more of it gains
}

// evaluator computes a model's quantities at as many times as are asked for, each
// once.
type evaluator struct {
	m        *Model
	start    *instant
	horizon  *instant
	others   map[float64]*instant
	free     []*instant // for the points of an integral
	rounding bool
	all      *Rounding // what rounds the quantities that are not listed; nil: nothing
	problems []*Problem
}

// instant holds the values at one time, computed when they are asked for.
type instant struct {
	ev   *evaluator
	t    float64 // seconds from the start; +Inf: the horizon of a scenario without one
	kind instantKind
	now  uint32 // which marks below belong to this use of the instant
	mark []uint32
	cell []cell
}

type instantKind uint8

const (
	atStart   instantKind = iota // what is read at the horizon is read there
	atHorizon                    // all is read here
	atTime
	inIntegral // all is read here, and nothing is rounded
)

type cell struct {
	value, complement float64
	hasComplement     bool
	missing           bool // there is no value without a horizon
}

func newEvaluator(m *Model) *evaluator {
	ev := &evaluator{m: m, others: make(map[float64]*instant)}
	ev.start = ev.instant(0, atStart)
	ev.horizon = ev.instant(math.Inf(1), atHorizon)
	if id, ok := m.index["horizon"]; ok {
		ev.horizon.t = ev.start.get(id).value
	}
	return ev
}

func (ev *evaluator) instant(t float64, kind instantKind) *instant {
	n := len(ev.m.quantities)
	return &instant{ev: ev, t: t, kind: kind, now: 1, mark: make([]uint32, n), cell: make([]cell, n)}
}

// at is the instant of an explicit time.
func (ev *evaluator) at(t float64) *instant {
	if in, ok := ev.others[t]; ok {
		return in
	}
	in := ev.instant(t, atTime)
	ev.others[t] = in
	return in
}

// natural is the instant at which a quantity is read where nobody says when.
func (ev *evaluator) natural(q *quantity) *instant {
	if q.atHorizon {
		return ev.horizon
	}
	return ev.start
}

// get computes a quantity at this instant.
func (in *instant) get(id int) *cell {
	c := &in.cell[id]
	if in.mark[id] == in.now {
		return c
	}
	in.mark[id] = in.now
	*c = cell{}
	q := in.ev.m.quantities[id]
	f := &frame{instant: in, q: q, cell: c}
	if q.typ.Kind == formula.Availability {
		c.complement, c.hasComplement = formula.Complement(q.node, f), true
		c.value = 1 - c.complement
	} else {
		c.value = formula.Eval(q.node, f)
	}
	in.finish(q, c, f.failed)
	return c
}

// finish applies growth and rounding, and looks for what is not a number.
func (in *instant) finish(q *quantity, c *cell, failed bool) {
	if q.growth != nil && !failed {
		c.value *= in.growthFactor(q.growth)
	}
	switch {
	case failed || c.missing || math.IsNaN(in.t): // NaN: the horizon's own mistake has been reported
		c.value = math.NaN()
	case math.IsNaN(c.value) || math.IsInf(c.value, 0):
		if math.IsInf(in.t, 1) {
			c.missing = true
			c.value = math.NaN()
			return
		}
		in.ev.fail(q, &formula.Error{Span: q.node.Where(), Rule: formula.RuleValue,
			Message: fmt.Sprintf("%s is too large to compute", q.name), Help: "check the units and exponents of what it is computed from"})
		c.value = math.NaN()
	default:
		check := c.value
		if q.typ.Kind == formula.Availability {
			check = 1 - c.complement
		}
		if err := outsideAt(q, check); err != nil {
			in.ev.fail(q, err)
			c.value = math.NaN()
		}
		if in.ev.rounding && in.kind != inIntegral {
			c.value = in.ev.rounded(q, c.value)
		}
	}
}

// outsideAt is outside for a computed value, whose text does not tell the value.
func outsideAt(q *quantity, v float64) *formula.Error {
	err := outside(q, v)
	if err != nil && !q.isInput() {
		err.Message = fmt.Sprintf("%s is %s, it takes %s", q.lastName(), unit.Format(v, q.typ.Dim, unit.DefaultCalendar(), q.style), q.field.want)
		err.Help = "check what it is computed from: " + formula.Print(q.node)
	}
	return err
}

func (in *instant) growthFactor(g *growth) float64 {
	if in.t == 0 || math.IsInf(in.t, 1) { // without a horizon, what is not a stock is that of the start
		return 1
	}
	perPeriod := in.get(g.input).value * g.period
	if perPeriod == 0 {
		return 1
	}
	return math.Exp(in.t / g.period * math.Log1p(perPeriod))
}

func (ev *evaluator) fail(q *quantity, err *formula.Error) {
	if q == nil { // a time that the command line or an expectation names
		ev.problems = append(ev.problems, &Problem{Place: Place{File: ev.m.scenario.File}, Rule: err.Rule, Message: err.Message, Help: err.Help})
		return
	}
	if q.expr != nil {
		ev.problems = append(ev.problems, q.expr.Problem(err))
		return
	}
	ev.problems = append(ev.problems, &Problem{Place: q.place, Width: len(q.row), Rule: err.Rule,
		Message: fmt.Sprintf("%s (%s = %s)", err.Message, q.name, formula.Print(q.node)), Help: err.Help})
}

// frame reads names for one quantity's formula.
type frame struct {
	*instant
	q      *quantity // nil: an expectation's name
	cell   *cell
	failed bool
}

func (f *frame) Calendar() unit.Calendar { return f.ev.m.cal }

// Fail reports a mistake that the values show.
func (f *frame) Fail(err *formula.Error) {
	f.failed = true
	f.ev.fail(f.q, err)
}

// read finds the cell of a name: at the time behind its "@", or at the horizon
// where it belongs there, or at the instant of its reader.
func (f *frame) read(n *formula.Name) (*instant, *cell) {
	q := f.ev.m.quantities[n.ID]
	in := f.instant
	switch {
	case n.At != nil:
		t := formula.Eval(n.At, f)
		if !(t >= 0) {
			f.Fail(&formula.Error{Span: n.At.Where(), Rule: formula.RuleValue, Message: "a time of 0 or more is wanted behind `@`", Help: "write `@3y`"})
			return in, &cell{value: math.NaN()}
		}
		in = f.ev.at(t)
	case in.kind == atStart && q.atHorizon:
		in = f.ev.horizon
	}
	c := in.get(n.ID)
	if c.missing {
		f.lacksHorizon(n, q)
	} else if math.IsNaN(c.value) {
		f.failed = true // reported where it arose
	}
	return in, c
}

// lacksHorizon passes on that a quantity has no value without a horizon: as a
// mistake where the user named it, silently within the standard formulas.
func (f *frame) lacksHorizon(n *formula.Name, q *quantity) {
	if f.q != nil && f.q.expr != nil {
		f.Fail(needsHorizon(n, q.name))
		return
	}
	if f.cell != nil {
		f.cell.missing = true
	}
}

func needsHorizon(n *formula.Name, name string) *formula.Error {
	return &formula.Error{Span: n.Where(), Rule: "needs-horizon", Message: fmt.Sprintf("%s has no value without a horizon", name),
		Help: fmt.Sprintf("add `horizon: 10 years`, or write `%s@10y`", name)}
}

func (f *frame) Value(n *formula.Name) float64 {
	if n.Elapsed {
		return f.t
	}
	_, c := f.read(n)
	return c.value
}

func (f *frame) Complement(n *formula.Name) float64 {
	if n.Elapsed {
		return 1 - f.t
	}
	in, c := f.read(n)
	if !c.hasComplement {
		q := f.ev.m.quantities[n.ID]
		c.complement, c.hasComplement = 1-c.value, true
		if q.growth == nil && !math.IsNaN(c.value) {
			c.complement = formula.Complement(q.node, &frame{instant: in, q: q, cell: c})
		}
	}
	return c.complement
}

// Quadrature halves an interval until its two halves agree with it, relative to the
// whole integral. A smooth rate gets there in a few steps. Where it has not, there
// is a step in the interval (a ceiling of servers in a cost), whose place is found
// only by halving on: there the looser tolerance will do, far below what is shown.
const (
	smoothTolerance = 1e-12
	stepTolerance   = 1e-7
	smoothDepth     = 6
	quadratureDepth = 24
)

// Integral integrates a rate over the window that ends now.
func (f *frame) Integral(rate formula.Node, window float64) float64 {
	if math.IsInf(f.t, 1) {
		return f.t // a stock that grows has no value without a horizon
	}
	if window == 0 {
		return 0
	}
	in := f.ev.borrow()
	defer f.ev.giveBack(in)
	inner := *f
	inner.instant = in
	at := func(s float64) float64 {
		in.now++
		in.t = s
		return formula.Eval(rate, &inner)
	}
	from := f.t - window
	whole := models.Gauss(at, from, f.t)
	result := refine(at, from, f.t, whole, math.Abs(whole), 0)
	f.failed = f.failed || inner.failed
	return result
}

func refine(at func(float64) float64, from, to, whole, scale float64, depth int) float64 {
	mid := from + (to-from)/2
	left, right := models.Gauss(at, from, mid), models.Gauss(at, mid, to)
	tolerance := smoothTolerance
	if depth > smoothDepth {
		tolerance = stepTolerance
	}
	if depth == quadratureDepth || math.Abs(left+right-whole) <= tolerance*scale || math.IsNaN(left+right) {
		return left + right
	}
	return refine(at, from, mid, left, scale, depth+1) + refine(at, mid, to, right, scale, depth+1)
}

// borrow gives an instant for the points of one integral; integrals nest.
func (ev *evaluator) borrow() *instant {
	if n := len(ev.free); n > 0 {
		in := ev.free[n-1]
		ev.free = ev.free[:n-1]
		return in
	}
	return ev.instant(0, inIntegral)
}

func (ev *evaluator) giveBack(in *instant) { ev.free = append(ev.free, in) }
