package estimate

import (
	"math"

	"botec/estimate/formula"
)

// percentile is a quantity at one of its percentiles, as a formula names it: one value,
// whatever the trials.
func (f *frame) percentile(n *formula.Name, q *quantity, in *instant) *cell {
	if !q.spreads {
		return in.get(n.ID)
	}
	if in.t.Each != nil && in.kind == inIntegral {
		f.Fail(&formula.Error{Span: n.Where(), Rule: formula.RuleValue, Message: "a percentile has no value at times that themselves are ranges", Help: "give the horizon, the retention and what stands behind `@` one value each"}, f.ev.trials())
		f.failed = true
		return &cell{value: formula.Fixed(math.NaN())}
	}
	grown := 1.0
	if q.onlyGrows && in.t.Each == nil && !f.ev.m.quantities[q.growth.input].spreads {
		grown = in.growthFactor(q.growth, nil).Value // the same in every trial: those of the start will do for the points of an integral
		in = f.ev.start
	}
	s := f.ev.spread(q, in)
	if s.none() {
		f.Fail(f.valueless(n), f.ev.trials())
		f.failed = true
		return &cell{value: formula.Fixed(math.NaN())}
	}
	v, u := s.at(n.Percentile)
	c := &cell{value: formula.Fixed(v * grown)}
	if q.typ.Kind == formula.Availability {
		c.complement, c.hasComplement = formula.Fixed(u), true
	}
	return c
}

// at gives a percentile by its name, and its unavailability.
func (s Spread) at(percentile string) (value, unavailability float64) {
	switch percentile {
	case "p5":
		return s.P5, s.U5
	case "p95":
		return s.P95, s.U95
	default:
		return s.P50, s.U50
	}
}

// moment is when a quantity is read at an instant.
func (ev *evaluator) moment(q *quantity, in *instant) moment {
	m := moment{id: q.id, kind: in.kind}
	switch {
	case !q.moves:
		m.kind = atStart
	case in.kind == atHorizon:
	case in.when != nil && ev.m.spreads(in.when):
		m.when = in.when
	default:
		m.kind, m.t = atTime, in.t.At(0)
		if m.t == 0 && in.kind == atStart {
			m.kind = atStart
		}
	}
	return m
}

// of is the instant of a moment.
func (ev *evaluator) of(at moment) *instant {
	switch {
	case at.when != nil:
		return (&frame{instant: ev.start}).at(&formula.Name{At: at.when})
	case at.kind == atHorizon:
		return ev.horizon
	case at.kind == atTime:
		return ev.at(at.t)
	default:
		return ev.start
	}
}

// spread samples one quantity, once for each time.
func (ev *evaluator) spread(q *quantity, in *instant) Spread {
	key := ev.moment(q, in)
	if s, ok := ev.percentiles[key]; ok {
		return s
	}
	if ev.refused {
		return Spread{} // whatever it is: there will be no result
	}
	if ev.sampling.Exact && ev.batch == nil {
		if s, err := ev.closed(q, in); err == nil {
			ev.remember(key, s)
			return s
		}
	}
	sm := ev.m.sampler(ev.sampling, ev.percentiles)
	sm.fixed = ev.held
	source := ev.source(key)
	t := ev.m.target(ev.m.quantities[source.id], source)
	s := ev.m.asGiven(t.id, ev.draw(sm, []target{t}, 2)[0]) // others may follow
	ev.remember(key, s)
	ev.lose(sm)
	return s
}

// lose keeps what trials of a percentile were lost: a reader should know of them wherever
// only that is shown.
func (ev *evaluator) lose(sm *sampler) {
	ev.lost = worstLosses(ev.lost, sm.lost)
}

// lossWarnings say of what percentiles lost why.
func (ev *evaluator) lossWarnings() []*Problem {
	return ev.m.lossWarnings(ev.lost)
}

// valueless is a percentile of what has no value in any trial.
func (f *frame) valueless(n *formula.Name) *formula.Error {
	err := &formula.Error{Span: n.Where(), Rule: formula.RuleValue, Message: formula.Print(n) + " has no value in any trial"}
	for _, l := range f.ev.lost {
		if l.trials == l.of {
			err.Message += ": " + l.problem.Message
			err.Help = l.problem.Help
		}
	}
	return err
}

func (ev *evaluator) remember(key moment, s Spread) {
	if ev.percentiles == nil {
		ev.percentiles = make(map[moment]Spread)
	}
	ev.percentiles[key] = s
}

// grownTarget stands for a quantity that is not as it was given any more.
const grownTarget = -1

// target reads a quantity at a moment in every trial.
func (m *Model) target(q *quantity, at moment) target {
	t := target{id: q.id, availability: q.typ.Kind == formula.Availability}
	if q.growth != nil && at.kind != atStart {
		t.id = grownTarget
	}
	t.read = func(ev *evaluator) *cell { return ev.of(at).get(q.id) }
	return t
}

// asGiven puts the percentiles of a quantity that is one range into its spread: those are
// known, and trials would miss them by a little.
func (m *Model) asGiven(id int, s Spread) Spread {
	if id < 0 {
		return s
	}
	q := m.quantities[id]
	return m.asWritten(q.node, q.typ, s)
}

// asWritten is asGiven for a tree.
func (m *Model) asWritten(n formula.Node, t formula.Type, s Spread) Spread {
	if !formula.IsInput(n) || !isOneRange(n) || s.Lost > 0 {
		return s
	}
	var v, u [3]float64
	for i, p := range percents {
		f := &chanceFrame{inputFrame{cal: m.cal}, p}
		v[i], u[i] = formula.Eval(n, f), formula.Complement(n, f)
	}
	s.P5, s.P50, s.P95, s.Error = v[0], v[1], v[2], 0
	if t.Kind == formula.Availability {
		s.U5, s.U50, s.U95 = u[0], u[1], u[2]
	}
	return s
}

// chanceFrame evaluates literals where a share of a range lies below.
type chanceFrame struct {
	inputFrame
	p float64
}

// Chance is that share.
func (f *chanceFrame) Chance(formula.Node) formula.Column { return formula.Fixed(f.p) }

// sampledBy says how the spreads of lines were found; nil where there are none.
func sampledBy(s Sampling, lines []*Line) *Sampled {
	out := &Sampled{Sampling: s}
	found := false
	for _, l := range lines {
		if l.Spread == nil {
			continue
		}
		found = true
		out.Error = max(out.Error, l.Spread.Error)
		if !l.Spread.Exact {
			out.Drawn++
		}
	}
	if !found {
		return nil
	}
	return out
}

// spreadLines adds to lines how far ranges spread them: in closed form where that was
// asked for and there is one, the others all from the same trials. It gives how those were
// drawn, and what a reader should know of that; what was lost is kept.
func (r *reader) spreadLines(lines []*Line, at []moment) (Sampling, []*Problem) {
	if len(r.exact.problems) > 0 {
		return r.exact.sampling, nil
	}
	var targets []target
	found := make(map[moment]int) // among the targets
	var of []int                  // of each line; −1: none
	open := make(map[string][]string)
	for i, when := range at {
		of = append(of, -1)
		q := r.m.quantities[when.id]
		if !q.spreads || lines[i].Missing != "" {
			continue
		}
		if r.exact.sampling.Exact {
			s, err := r.exact.closed(q, r.exact.of(when))
			if err == nil {
				lines[i].Spread = &s
				r.exact.remember(when, s)
				continue
			}
			open[err.Error()] = append(open[err.Error()], lines[i].Name)
		}
		source := r.exact.source(when)
		if _, ok := found[source]; !ok {
			found[source] = len(targets)
			targets = append(targets, r.m.target(r.m.quantities[source.id], source))
		}
		of[i] = found[source]
	}
	if len(targets) == 0 {
		return r.exact.sampling.orUsual(), nil
	}
	sm := r.m.sampler(r.exact.sampling, r.exact.percentiles)
	spreads := r.exact.draw(sm, targets, 1)
	for i, target := range of {
		if target >= 0 && !spreads[target].none() {
			s := r.m.asGiven(targets[target].id, spreads[target])
			lines[i].Spread = &s
			r.exact.remember(at[i], s)
		}
	}
	r.exact.lose(sm)
	return sm.Sampling, append(r.m.openReasons(open), sm.fallback()...)
}

// source is where the value of a quantity comes from in every trial: of one that is another
// by name, or that times 1, the other's.
func (ev *evaluator) source(at moment) moment {
	in := ev.of(at)
	for {
		q := ev.m.quantities[at.id]
		name := ev.soleName(q, in)
		if name == nil {
			return at
		}
		next := ev.m.quantities[name.ID]
		if next.typ.Kind != q.typ.Kind || !next.spreads {
			return at
		}
		if in.kind == atStart && next.atHorizon {
			in = ev.horizon
		}
		at = ev.moment(next, in)
	}
}

// soleName is the name that a quantity is, or is once; nil where there is more to it: growth,
// or a field that may refuse trials.
func (ev *evaluator) soleName(q *quantity, in *instant) *formula.Name {
	if q.growth != nil && in != ev.start || q.field != nil {
		return nil
	}
	n := formula.Bare(q.node)
	if b, ok := n.(*formula.Binary); ok && b.Op == "*" {
		switch {
		case ev.isOne(b.R, in):
			n = formula.Bare(b.L)
		case ev.isOne(b.L, in):
			n = formula.Bare(b.R)
		}
	}
	name, ok := n.(*formula.Name)
	if !ok || name.Elapsed || name.At != nil || name.Percentile != "" {
		return nil
	}
	return name
}

// isOne reports whether a factor is 1 at all times and in all trials.
func (ev *evaluator) isOne(n formula.Node, in *instant) bool {
	name, ok := formula.Bare(n).(*formula.Name)
	if !ok || name.Elapsed || name.At != nil || name.Percentile != "" {
		return false
	}
	q := ev.m.quantities[name.ID]
	return !q.spreads && !q.moves && in.get(q.id).value.Value == 1
}
