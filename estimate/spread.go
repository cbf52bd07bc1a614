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

// spread samples one quantity, once for each time.
func (ev *evaluator) spread(q *quantity, in *instant) Spread {
	key := ev.moment(q, in)
	if s, ok := ev.percentiles[key]; ok {
		return s
	}
	sm := ev.m.sampler(ev.sampling, ev.percentiles)
	s := sm.spreads([]target{ev.m.target(q, key)})[0]
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
	name := &formula.Name{Path: q.name, ID: q.id, At: at.when}
	t.read = func(ev *evaluator) *cell {
		switch {
		case at.when != nil:
			_, c := (&frame{instant: ev.start}).read(name)
			return c
		case at.kind == atHorizon:
			return ev.horizon.get(q.id)
		case at.kind == atTime:
			return ev.at(at.t).get(q.id)
		default:
			return ev.start.get(q.id)
		}
	}
	return t
}

// spreadReport adds to the lines of a report how far ranges spread them, and what a
// reader should know of it.
func (r *reader) spreadReport(rep *Report, at []moment) {
	lines := make([]*Line, len(rep.Lines))
	for i := range rep.Lines {
		lines[i] = &rep.Lines[i]
	}
	sm := r.spreadLines(lines, at)
	if sm == nil {
		return
	}
	rep.Sampling = &Sampled{Sampling: sm.Sampling}
	for _, l := range lines {
		if l.Spread != nil {
			rep.Sampling.Error = max(rep.Sampling.Error, l.Spread.Error)
		}
	}
	rep.Warnings = append(rep.Warnings, sm.warnings()...)
}

// spreadLines adds to lines how far ranges spread them, all from the same trials. It is
// nil where ranges have a part in none of them.
func (r *reader) spreadLines(lines []*Line, at []moment) *sampler {
	var wanted []moment
	var targets []target
	var of []*Line
	for i, when := range at {
		if q := r.m.quantities[when.id]; q.spreads && lines[i].Missing == "" {
			wanted, of = append(wanted, when), append(of, lines[i])
			targets = append(targets, r.m.target(q, when))
		}
	}
	if len(targets) == 0 || len(r.exact.problems) > 0 {
		return nil
	}
	sm := r.m.sampler(r.exact.sampling, r.exact.percentiles)
	for i, s := range sm.spreads(targets) {
		of[i].Spread = &s
		r.exact.remember(wanted[i], s)
	}
	return sm
}
