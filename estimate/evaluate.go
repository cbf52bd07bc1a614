package estimate

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Options say how a model is to be read.
type Options struct {
	At       *Expr     // every quantity at this time; nil: each at its own
	Napkin   bool      // round to two digits what the scenario does not list
	Blocks   bool      // say of each availability block what it costs, and one more of it gains
	Spread   bool      // say of each quantity how far the ranges spread it
	Only     []Section // and that of these sections' alone; empty: of all
	Tabled   bool      // and not of what is spent in all: no table has room for it, and it takes the longest
	Sampling Sampling  // how that, and every percentile, is found; the zero value is the usual way

	exactly bool // without napkin arithmetic, whatever the scenario says
}

// evaluator computes a model's quantities at as many times as are asked for, each
// once: in one evaluation, or in every trial of a batch.
type evaluator struct {
	m           *Model
	start       *instant
	horizon     *instant
	others      map[float64]*instant
	apart       map[reading]*instant // times that differ from trial to trial
	room        int                  // words that others and apart take
	spare       []*instant           // for other explicit times
	free        []*instant           // for the points of an integral
	frames      []*frame
	rounding    bool
	all         *Rounding       // what rounds the quantities that are not listed; nil: nothing
	held        map[int]float64 // quantities that have a value whatever their formula; an availability its unavailability
	problems    []*Problem
	batch       *batch                   // of trials; nil: one evaluation
	chances     map[formula.Node]float64 // where ranges stand in one evaluation, if not at their medians
	sampling    Sampling
	percentiles map[moment]Spread // of the quantities that a formula names with one
	lost        []*loss           // of the trials that those come from

	spent, allowed float64 // steps of work
	refused        bool    // work has been: what is left is not computed
	sampled        float64 // steps of the trials for it
}

// instant holds the values at one time, computed when they are asked for.
type instant struct {
	ev   *evaluator
	t    formula.Column // seconds from the start; +Inf: the horizon of a scenario without one
	when formula.Node   // the expression that gives t; nil: t is known
	kind instantKind
	now  uint32 // which marks below belong to this use of the instant
	mark []uint32
	cell []cell
	own  []memory // of the cells; nil in one evaluation
	time []float64
}

type instantKind uint8

const (
	atStart   instantKind = iota // what is read at the horizon is read there
	atHorizon                    // all is read here
	atTime
	inIntegral // all is read here, and nothing is rounded
)

type cell struct {
	value, complement formula.Column
	hasComplement     bool
	missing           bool // there is no value without a horizon
}

// memory is where the columns of a cell are, from batch to batch.
type memory struct{ value, complement []float64 }

// reading is a time, read from an instant.
type reading struct {
	when formula.Node
	from *instant
}

func newEvaluator(m *Model) *evaluator {
	ev := &evaluator{m: m, others: make(map[float64]*instant), allowed: MaxWork}
	ev.begin()
	return ev
}

// begin makes the two instants that every model has.
func (ev *evaluator) begin() {
	ev.makeInstants()
	ev.findHorizon()
}

func (ev *evaluator) makeInstants() {
	ev.start = ev.instant(formula.Fixed(0), atStart)
	ev.horizon = ev.instant(formula.Fixed(math.Inf(1)), atHorizon)
}

func (ev *evaluator) findHorizon() {
	if id, ok := ev.m.index["horizon"]; ok {
		ev.horizon.t = ev.start.get(id).value
	}
}

func (ev *evaluator) instant(t formula.Column, kind instantKind) *instant {
	n := len(ev.m.quantities)
	in := &instant{ev: ev, t: t, kind: kind, now: 1, mark: make([]uint32, n), cell: make([]cell, n)}
	if ev.batch != nil {
		in.own = make([]memory, n)
	}
	return in
}

// at is the instant of an explicit time.
func (ev *evaluator) at(t float64) *instant {
	if in, ok := ev.others[t]; ok {
		return in
	}
	in := ev.remembered(formula.Fixed(t))
	ev.others[t] = in
	return in
}

// mostRoom is how many words the values at explicit times may take: thousands of claims,
// each of another time, would fill the memory with them.
const mostRoom = 1 << 20

// wordsPerCell is a cell with its mark and its memory.
const wordsPerCell = 16

// remembered makes an instant that is kept for who asks for its time again. Where there is
// no room, the others are forgotten: what is asked of them again is computed again.
func (ev *evaluator) remembered(t formula.Column) *instant {
	if ev.room > mostRoom {
		clear(ev.others)
		clear(ev.apart)
		ev.room = 0
	}
	ev.room += wordsPerCell * len(ev.m.quantities)
	if n := len(ev.spare); n > 0 {
		in := ev.spare[n-1]
		ev.spare = ev.spare[:n-1]
		in.t = t
		in.now++
		return in
	}
	return ev.instant(t, atTime)
}

// tidy makes room while nothing is being computed: what is forgotten then serves again.
func (ev *evaluator) tidy() {
	if ev.room <= mostRoom/2 {
		return
	}
	ev.spare = slices.AppendSeq(ev.spare, maps.Values(ev.others))
	clear(ev.others)
	clear(ev.apart)
	ev.room = 0
}

// natural is the instant at which a quantity is read where nobody says when.
func (ev *evaluator) natural(q *quantity) *instant {
	if q.atHorizon {
		return ev.horizon
	}
	return ev.start
}

// get computes a quantity at this instant. One that is the same at all times is computed
// once, unless it is rounded at some and not at others.
func (in *instant) get(id int) *cell {
	ev, q := in.ev, in.ev.m.quantities[id]
	if !q.moves && !ev.rounding {
		in = ev.start
	}
	c := &in.cell[id]
	if in.mark[id] == in.now {
		return c
	}
	in.mark[id] = in.now
	*c = cell{}
	if v, ok := ev.held[id]; ok {
		c.hold(q, v)
		return c
	}
	f := ev.frame(in, q, c)
	if !ev.afford(q) {
		f.unaffordable()
		c.value = formula.Fixed(math.NaN())
		ev.frames = append(ev.frames, f)
		return c
	}
	s := ev.scratch()
	dst := s.Borrow()
	if q.typ.Kind == formula.Availability {
		c.complement, c.hasComplement = in.keep(id, true, dst, formula.ComplementColumn(q.node, f, dst)), true
		s.GiveBack(1)
		dst = s.Borrow() // the complement may have kept the other
		c.value = in.keep(id, false, dst, formula.Sub(dst, formula.Fixed(1), c.complement))
	} else {
		c.value = in.keep(id, false, dst, in.grown(f, dst, in.ungrown(f, dst)))
	}
	s.GiveBack(1)
	in.finish(f)
	ev.frames = append(ev.frames, f)
	return c
}

// keep makes a column that was computed in the scratch column borrowed last the cell's own,
// that of its value or of its complement. One that is that of another quantity stays where
// it is.
func (in *instant) keep(id int, complement bool, dst []float64, v formula.Column) formula.Column {
	if v.Each == nil || &v.Each[0] != &dst[0] {
		return v
	}
	own := &in.own[id].value
	if complement {
		own = &in.own[id].complement
	}
	if *own == nil {
		in.ev.room += in.ev.batch.width
	}
	*own = in.ev.batch.scratch.Exchange(*own)
	return formula.Column{Each: *own}
}

// ungrown evaluates the formula of the frame's quantity. In trials, what moves by growth
// alone is drawn once: the points of an integral are many.
func (in *instant) ungrown(f *frame, dst []float64) formula.Column {
	if q, start := f.q, in.ev.start; q.onlyGrows && in.ev.batch != nil && in != start {
		v := start.get(q.id).value
		f.failed = f.failed || v.Failed()
		return v
	}
	return formula.EvalColumn(f.q.node, f, dst)
}

// grown applies the growth of the frame's quantity.
func (in *instant) grown(f *frame, dst []float64, v formula.Column) formula.Column {
	if f.q.growth == nil || f.failed {
		return v
	}
	s := f.Scratch()
	factor := in.growthFactor(f.q.growth, s.Borrow())
	v = formula.Mul(dst, v, factor)
	s.GiveBack(1)
	return v
}

// growthFactor is what a rate has grown to since the start.
func (in *instant) growthFactor(g *growth, dst []float64) formula.Column {
	if in.t.Each == nil && (in.t.Value == 0 || math.IsInf(in.t.Value, 1)) { // without a horizon, what is not a stock is that of the start
		return formula.Fixed(1)
	}
	return formula.Map2(dst, in.t, in.get(g.input).value, func(t, perTime float64) float64 {
		perPeriod := perTime * g.period
		if perPeriod == 0 {
			return 1
		}
		return math.Exp(t / g.period * math.Log1p(perPeriod))
	})
}

// finish applies rounding, and looks for what is not a number.
func (in *instant) finish(f *frame) {
	q, c := f.q, f.cell
	v := c.value.Value
	switch {
	case c.value.Each != nil:
		in.finishTrials(f)
		return
	case f.failed || c.missing || math.IsNaN(in.t.Value): // NaN: the horizon's own mistake has been reported
		v = math.NaN()
	case math.IsNaN(v) || math.IsInf(v, 0):
		if math.IsInf(in.t.Value, 1) {
			c.missing = true
		} else {
			f.Fail(tooLarge(q), in.ev.trials())
		}
		v = math.NaN()
	default:
		if err := outsideAt(q, c.checked(q, 0)); err != nil {
			f.Fail(err, in.ev.trials())
			v = math.NaN()
		}
		if in.ev.rounding && in.kind != inIntegral {
			v = in.ev.rounded(q, v)
		}
	}
	c.value = formula.Fixed(v)
}

// finishTrials looks for what is not a number in every trial.
func (in *instant) finishTrials(f *frame) {
	q, c := f.q, f.cell
	if f.failed || c.missing {
		c.value = formula.Fixed(math.NaN())
		return
	}
	tooMuch, wrong := 0, 0
	var err *formula.Error
	for i, v := range c.value.Each {
		if q.field == nil && v-v == 0 {
			continue // a number like any other
		}
		switch {
		case math.IsNaN(v):
			continue
		case math.IsInf(v, 0):
			tooMuch++
		case q.field != nil && !q.field.ok(c.checked(q, i)):
			if wrong++; err == nil {
				err = outsideAt(q, c.checked(q, i))
			}
		default:
			continue
		}
		c.lose(in, q.id, i)
	}
	if tooMuch > 0 && math.IsInf(in.t.At(0), 1) {
		c.missing, c.value = true, formula.Fixed(math.NaN())
		return
	}
	if tooMuch > 0 {
		f.Fail(tooLarge(q), tooMuch)
	}
	if wrong > 0 {
		f.Fail(err, wrong)
	}
}

// lose takes the value of one trial, and its complement, which others read.
func (c *cell) lose(in *instant, id, trial int) {
	own := &in.own[id]
	loseIn(&c.value, &own.value, trial)
	if c.complement.Each != nil {
		loseIn(&c.complement, &own.complement, trial)
	}
}

// loseIn takes a trial from a column. One of another quantity keeps its own.
func loseIn(c *formula.Column, own *[]float64, trial int) {
	if len(*own) == 0 || &c.Each[0] != &(*own)[0] {
		*own = append((*own)[:0], c.Each...)
		c.Each = *own
	}
	c.Each[trial] = math.NaN()
}

// checked is the value in a trial as its field checks it.
func (c *cell) checked(q *quantity, trial int) float64 {
	if q.typ.Kind == formula.Availability {
		return 1 - c.complement.At(trial)
	}
	return c.value.At(trial)
}

func tooLarge(q *quantity) *formula.Error {
	return &formula.Error{Span: q.node.Where(), Rule: formula.RuleValue,
		Message: fmt.Sprintf("%s is too large to compute", q.name), Help: "check the units and exponents of what it is computed from"}
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

func (ev *evaluator) fail(q *quantity, err *formula.Error) {
	ev.problems = append(ev.problems, ev.m.problem(q, err))
}

// problem places a mistake that the values show.
func (m *Model) problem(q *quantity, err *formula.Error) *Problem {
	switch {
	case q == nil: // a time that the command line or an expectation names
		return &Problem{Place: Place{File: m.scenario.File}, Rule: err.Rule, Message: err.Message, Help: err.Help}
	case q.expr != nil:
		return q.expr.Problem(err)
	default:
		return &Problem{Place: q.place, Width: len(q.row), Rule: err.Rule,
			Message: fmt.Sprintf("%s (%s = %s)", err.Message, q.name, formula.Print(q.node)), Help: err.Help}
	}
}

// scratch lends columns to a batch.
func (ev *evaluator) scratch() *formula.Scratch {
	if ev.batch == nil {
		return nil
	}
	return ev.batch.scratch
}

// trials is how many trials are evaluated at once.
func (ev *evaluator) trials() int {
	if ev.batch == nil {
		return 1
	}
	return ev.batch.width
}
