package estimate

import (
	"fmt"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// calcScope finds the calculator's own names before those of the model.
type calcScope struct {
	scope
	c *Calculator
}

// firstBound is the number of the first bound name in a tree; the next ones lie below.
const firstBound = -2

func (s calcScope) Resolve(n *formula.Name) (int, formula.Type, *formula.Error) {
	if b := s.c.bound[n.Path]; b != nil {
		return firstBound - slices.Index(s.c.order, b), b.typ, nil
	}
	id, t, err := s.scope.Resolve(n)
	if err != nil && err.Rule == formula.RuleName && err.Message == fmt.Sprintf("unknown name %q", n.Path) {
		_, isUnit := unit.Lookup(n.Path)
		if _, percentile := s.c.m.percentileOf(n.Path); !isUnit && !percentile {
			err.Help = s.c.nearest(n.Path)
		}
	}
	return id, t, err
}

func (c *Calculator) nearest(name string) string {
	otherwise := "bind it with `" + name + " = 5 KB`, or open the names of a scenario with `-s SCENARIO`"
	if len(c.m.quantities) > 0 {
		otherwise = "`botec help quantities` lists the names of a scenario; `name = 5 KB` binds one"
	}
	return unit.DidYouMean(name, c.Names(), "%s", otherwise)
}

// calcFrame reads bound names, and those of the model each at its own time.
type calcFrame struct {
	*frame
	c    *Calculator
	errs []*formula.Error
}

// frame reads names in one evaluation, or in a batch of trials.
func (c *Calculator) frame(ev *evaluator) *calcFrame {
	return &calcFrame{frame: &frame{instant: ev.start, cell: &cell{}}, c: c}
}

// Fail takes a mistake.
func (f *calcFrame) Fail(err *formula.Error, trials int) {
	if f.ev.batch != nil {
		f.frame.Fail(err, trials)
		return
	}
	f.errs = append(f.errs, err)
}

// Value is the value of a name, the calculator's own first.
func (f *calcFrame) Value(n *formula.Name, dst []float64) formula.Column {
	switch b := f.own(n); {
	case b == nil:
		before := len(f.ev.problems)
		v := f.frame.Value(n, dst)
		f.missing(n, before)
		return v
	case n.Percentile != "" && b.spreads:
		v, _ := f.c.spreadOf(b).at(n.Percentile)
		return formula.Fixed(v)
	case f.ev.batch != nil && b.spreads:
		return formula.EvalColumn(b.node, f, dst)
	default:
		return formula.Fixed(b.value)
	}
}

// Complement is 1 − value.
func (f *calcFrame) Complement(n *formula.Name, dst []float64) formula.Column {
	b := f.own(n)
	if b == nil {
		return f.frame.Complement(n, dst)
	}
	if b.typ.Kind != formula.Availability {
		return formula.Sub(dst, formula.Fixed(1), f.Value(n, dst))
	}
	switch {
	case n.Percentile != "" && b.spreads:
		_, u := f.c.spreadOf(b).at(n.Percentile)
		return formula.Fixed(u)
	case f.ev.batch != nil && b.spreads:
		return formula.ComplementColumn(b.node, f, dst)
	default:
		return formula.Fixed(b.complement)
	}
}

// spreads reports whether a tree depends on a range, by itself or through a name.
func (c *Calculator) spreads(n formula.Node) bool {
	if c.m.spreads(n) {
		return true
	}
	found := false
	formula.Walk(n, func(n formula.Node) {
		if name, ok := n.(*formula.Name); ok && name.ID <= firstBound && name.Percentile == "" {
			found = found || c.order[firstBound-name.ID].spreads
		}
	})
	return found
}

// spread samples an answer that depends on ranges.
func (c *Calculator) spread(a *Answer) {
	if c.spreads(a.node) {
		a.Sampling = &Sampled{}
		a.Spread, a.Sampling.Sampling = c.sampled(a.node, a.Type)
	}
}

// tooMuch is what is wrong with trials that took too much work.
func (c *Calculator) tooMuch(n formula.Node) []*formula.Error {
	var errs []*formula.Error
	for _, p := range c.ev.problems {
		errs = append(errs, &formula.Error{Span: n.Where(), Rule: p.Rule, Message: p.Message, Help: p.Help})
	}
	c.ev.problems = nil
	return errs
}

func (c *Calculator) spreadOf(b *boundName) Spread {
	if b.spread == nil {
		b.spread, _ = c.sampled(b.node, b.typ)
	}
	return *b.spread
}

// sampled samples a tree. The ranges of all bound names come first, so that each takes
// the same values in every expression.
func (c *Calculator) sampled(n formula.Node, t formula.Type) (*Spread, Sampling) {
	var trees []formula.Node
	for _, b := range c.order {
		trees = append(trees, b.node)
	}
	sm := c.m.sampler(c.ev.sampling, c.ev.percentiles, append(trees, n)...)
	read := target{availability: t.Kind == formula.Availability, read: func(ev *evaluator) *cell {
		f, s := c.frame(ev), ev.scratch()
		dst := s.Borrow()
		defer s.GiveBack(1) // what it held is read before anything else is lent
		if t.Kind == formula.Availability {
			u := formula.ComplementColumn(n, f, dst)
			return &cell{value: u, complement: u}
		}
		return &cell{value: formula.EvalColumn(n, f, dst)}
	}}
	s := c.m.asWritten(n, t, c.ev.draw(sm, []target{read}, 1)[0])
	c.warnings = append(c.warnings, sm.warnings()...)
	return &s, sm.Sampling
}

func (f *calcFrame) own(n *formula.Name) *boundName {
	if n.ID > firstBound {
		return nil
	}
	return f.c.order[firstBound-n.ID]
}

// missing reports a quantity that has no value, and what failed inside the model.
func (f *calcFrame) missing(n *formula.Name, before int) {
	if f.cell.missing {
		f.cell.missing = false
		f.Fail(needsHorizon(n, n.Path), f.ev.trials())
	}
	for _, p := range f.ev.problems[before:] {
		f.Fail(&formula.Error{Span: n.Span, Rule: p.Rule, Message: p.Message, Help: p.Help}, f.ev.trials())
	}
	f.ev.problems = f.ev.problems[:before]
}
