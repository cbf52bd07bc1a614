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
		f.Fail(&formula.Error{Span: n.Where(), Rule: formula.RuleValue, Message: "a percentile has no value at times that themselves are ranges", Help: "give the horizon and the retention one value each"}, f.ev.trials())
		f.failed = true
		return &cell{value: formula.Fixed(math.NaN())}
	}
	s := f.ev.spread(q, in)
	v, u := s.at(n.Percentile)
	c := &cell{value: formula.Fixed(v)}
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
	if ev.sampling.Exact && ev.batch == nil {
		if s, err := ev.closed(q, in); err == nil {
			ev.remember(key, s)
			return s
		}
	}
	sm := ev.m.sampler(ev.sampling, ev.percentiles)
	sm.allowed = ev.left()
	if ev.batch != nil {
		sm.allowed = MaxSteps // of its own: what a batch may do is its share of one sampling
	}
	s := sm.spreads([]target{ev.m.target(q, key)})[0]
	ev.settleUp(sm)
	ev.remember(key, s)
	return s
}

func (ev *evaluator) remember(key moment, s Spread) {
	if ev.percentiles == nil {
		ev.percentiles = make(map[moment]Spread)
	}
	ev.percentiles[key] = s
}

// target reads a quantity at a moment in every trial.
func (m *Model) target(q *quantity, at moment) target {
	t := target{availability: q.typ.Kind == formula.Availability}
	t.read = func(ev *evaluator) *cell { return ev.of(at).get(q.id) }
	return t
}

// spreadReport adds to the lines of a report how far ranges spread them, and what a
// reader should know of it.
func (r *reader) spreadReport(rep *Report, at []moment) {
	lines := make([]*Line, len(rep.Lines))
	for i := range rep.Lines {
		lines[i] = &rep.Lines[i]
	}
	used, warnings := r.spreadLines(lines, at)
	rep.Warnings = append(rep.Warnings, warnings...)
	rep.Sampling = sampledBy(used, lines)
}

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
// drawn, and what a reader should know of them.
func (r *reader) spreadLines(lines []*Line, at []moment) (Sampling, []*Problem) {
	if len(r.exact.problems) > 0 {
		return r.exact.sampling, nil
	}
	var wanted []moment
	var targets []target
	var of []*Line
	open := make(map[string][]string)
	for i, when := range at {
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
		wanted, of, targets = append(wanted, when), append(of, lines[i]), append(targets, r.m.target(q, when))
	}
	if len(targets) == 0 {
		return r.exact.sampling.orUsual(), nil
	}
	sm := r.m.sampler(r.exact.sampling, r.exact.percentiles)
	sm.allowed = r.exact.left()
	drawn := sm.spreads(targets)
	r.exact.settleUp(sm)
	for i, s := range drawn {
		of[i].Spread = &s
		r.exact.remember(wanted[i], s)
	}
	return sm.Sampling, append(r.m.openReasons(open), sm.warnings()...)
}
