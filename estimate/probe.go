package estimate

import (
	"math"
	"slices"

	"botec/estimate/formula"
)

// side says on which side of what a constraint asks a value lies.
type side int8

const (
	tooLow  side = -1
	holding side = 0
	tooHigh side = 1
	noValue side = 2 // something in the scenario cannot be computed
)

// side is where a value lies.
func (c constraint) side(j judgement) side {
	if c.holds(j) {
		return holding
	}
	switch c.cmp {
	case atMost, under:
		return tooHigh
	case minimum, over:
		return tooLow
	}
	if j.availability {
		w, _ := c.low.Complement()
		return map[bool]side{true: tooLow, false: tooHigh}[j.complement > w]
	}
	return map[bool]side{true: tooLow, false: tooHigh}[decimal(j.value, scale(c.low, j.cal)).Cmp(written(c.low)) < 0]
}

// probe is what constraints say of a model at one value of a variable.
type probe struct {
	t        float64 // the place on the axis
	sides    []side
	measures []float64 // what each constraint compares, growing
	why      *Problem  // there is no value
}

// all is the side of all constraints together: holding, or that of the first that does
// not hold.
func (p *probe) all() side {
	for _, s := range p.sides {
		if s != holding {
			return s
		}
	}
	return holding
}

// prober reads models for constraints.
type prober struct {
	checks []*expectation
	opt    Options
}

// at reads a model at a place. A value that lets anything else of the scenario fail is
// none: a report of it would be an error.
func (pr *prober) at(m *Model, t float64) *probe {
	p := &probe{t: t, sides: make([]side, len(pr.checks)), measures: make([]float64, len(pr.checks))}
	r, problems := m.reader(pr.opt)
	if len(problems) == 0 {
		for i, x := range pr.checks {
			p.sides[i], p.measures[i] = r.probe(x)
		}
		r.readAll()
		problems = r.exact.problems
	}
	if len(problems) > 0 {
		p.why = SortProblems(slices.Clone(problems))[0]
		for i := range p.sides {
			p.sides[i] = noValue
		}
	}
	return p
}

// probe reads one constraint; of an availability it measures the complement, which keeps
// its digits.
func (r *reader) probe(x *expectation) (side, float64) {
	q := r.m.quantities[x.id]
	_, c, ok := r.expected(x)
	switch {
	case !ok || c.value.Failed():
		return noValue, math.NaN()
	case q.typ.Kind == formula.Availability:
		return x.side(r.judgement(q, c)), -c.complement.Value
	}
	return x.side(r.judgement(q, c)), c.value.Value
}

// lines are the quantities of the constraints, to be shown, and what a reader should know
// of them.
func (pr *prober) lines(m *Model) ([]Line, []*Problem) {
	out := make([]Line, len(pr.checks))
	r, problems := m.reader(pr.opt)
	for i, x := range pr.checks {
		out[i] = Line{Name: x.Quantity, Value: math.NaN()}
		if len(problems) == 0 {
			out[i] = r.lineAbout(x)
		}
	}
	return out, r.exact.lossWarnings()
}

// lineAbout is the line of what an expectation, or a command, names: with its time, and
// its percentile.
func (r *reader) lineAbout(x *expectation) Line {
	before := len(r.exact.problems)
	in, c, ok := r.expected(x)
	if !ok {
		r.exact.problems = r.exact.problems[:before] // the line itself says what it needs
	}
	l := r.lineOf(r.m.quantities[x.id], in, c)
	l.Name = x.Quantity
	return l
}

// sampled is how the percentiles among the names are found, nil where there are none.
func (m *Model) sampled(s Sampling, named []*expectation) *Sampling {
	if !slices.ContainsFunc(named, func(x *expectation) bool { return x.name.Percentile != "" && m.quantities[x.id].spreads }) {
		return nil
	}
	s = s.orUsual()
	return &s
}

// readAll computes what a report shows. What is spent from the start on follows from the
// cost, and takes long to add up: it is left out.
func (r *reader) readAll() {
	for _, q := range r.m.quantities {
		if !q.hidden && q.section != Inputs && q.column != "spent" {
			r.instant(q).get(q.id)
		}
	}
}
