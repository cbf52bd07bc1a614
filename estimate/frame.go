package estimate

import (
	"fmt"
	"math"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// frame reads names for one quantity's formula.
type frame struct {
	*instant
	q      *quantity // nil: an expectation's name
	cell   *cell
	failed bool // in all trials
}

// frame gives a frame that is free.
func (ev *evaluator) frame(in *instant, q *quantity, c *cell) *frame {
	n := len(ev.frames)
	if n == 0 {
		return &frame{instant: in, q: q, cell: c}
	}
	f := ev.frames[n-1]
	ev.frames = ev.frames[:n-1]
	*f = frame{instant: in, q: q, cell: c}
	return f
}

func (f *frame) Calendar() unit.Calendar { return f.ev.m.cal }

func (f *frame) Scratch() *formula.Scratch { return f.ev.scratch() }

// Chance is where a range stands: at its median, or where the trials have it.
func (f *frame) Chance(n formula.Node) formula.Column {
	if f.ev.batch != nil {
		return f.ev.batch.chance(n)
	}
	if p, ok := f.ev.chances[n]; ok {
		return formula.Fixed(p)
	}
	return formula.Fixed(0.5)
}

// Fail reports a mistake that the values show.
func (f *frame) Fail(err *formula.Error, trials int) {
	if b := f.ev.batch; b != nil {
		b.lose(f.q, err, trials)
		return
	}
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
		if in = f.at(n); in == nil {
			return f.instant, &cell{value: formula.Fixed(math.NaN())}
		}
	case in.kind == atStart && q.atHorizon:
		in = f.ev.horizon
	}
	c := in.get(n.ID)
	switch {
	case c.missing:
		f.lacksHorizon(n, q)
	case c.value.Failed():
		f.failed = true // reported where it arose
	case n.Percentile != "":
		c = f.percentile(n, q, in)
	}
	return in, c
}

// at is the instant behind the "@" of a name; nil where there is none, which has been
// reported.
func (f *frame) at(n *formula.Name) *instant {
	s := f.Scratch()
	dst := s.Borrow()
	defer s.GiveBack(1)
	t := formula.EvalColumn(n.At, f, dst)
	if t.Each != nil {
		return f.atEach(n, t)
	}
	if !(t.Value >= 0) {
		f.Fail(&formula.Error{Span: n.At.Where(), Rule: formula.RuleValue, Message: "a time of 0 or more is wanted behind `@`", Help: "write `@3y`"}, f.ev.trials())
		f.failed = true
		return nil
	}
	in := f.ev.at(t.Value)
	in.when = n.At
	return in
}

// atEach is the instant of a time that differs from trial to trial.
func (f *frame) atEach(n *formula.Name, t formula.Column) *instant {
	key := reading{n.At, f.instant}
	in, ok := f.ev.apart[key]
	if !ok {
		in = f.ev.remembered(t)
		in.when = n.At
		if f.ev.apart == nil {
			f.ev.apart = make(map[reading]*instant)
		}
		f.ev.apart[key] = in
	}
	in.now++
	in.time = append(in.time[:0], t.Each...)
	in.t.Each = in.time
	return in
}

// lacksHorizon passes on that a quantity has no value without a horizon: as a
// mistake where the user named it, silently within the standard formulas.
func (f *frame) lacksHorizon(n *formula.Name, q *quantity) {
	if f.q != nil && f.q.expr != nil {
		f.Fail(needsHorizon(n, q.name), f.ev.trials())
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

// Value is the value of a name.
func (f *frame) Value(n *formula.Name, _ []float64) formula.Column {
	if n.Elapsed {
		return f.t
	}
	_, c := f.read(n)
	return c.value
}

// Complement is 1 − value, by the formula of the name where that loses less.
func (f *frame) Complement(n *formula.Name, dst []float64) formula.Column {
	if n.Elapsed {
		return formula.Sub(dst, formula.Fixed(1), f.t)
	}
	in, c := f.read(n)
	if c.hasComplement {
		return c.complement
	}
	q := f.ev.m.quantities[n.ID]
	if q.growth != nil || n.Percentile != "" || c.value.Failed() {
		return formula.Sub(dst, formula.Fixed(1), c.value)
	}
	inner := f.ev.frame(in, q, c)
	v := formula.ComplementColumn(q.node, inner, dst)
	f.ev.frames = append(f.ev.frames, inner)
	if v.Each == nil {
		c.complement, c.hasComplement = v, true
	}
	return v
}
