package estimate

import (
	"fmt"
	"math"
	"sort"

	"botec/estimate/formula"
)

// Sensitivity says which inputs decide how far a quantity spreads. Where it is positive in
// every trial, the variance is that of its logarithm, so that a factor up counts like a
// factor down; that of an availability is that of its unavailability.
type Sensitivity struct {
	Line        Line // with its spread
	Log         bool
	Influences  []Influence // of every range that it depends on, the largest share first
	Explained   float64     // the sum of the shares of each range alone
	Interaction float64     // what is left: 1 − Explained
	Sampling    *Sampled    // Error is the largest standard error of a share
	Warnings    []*Problem
}

// Influence is the part that one input has in a quantity.
type Influence struct {
	Name  string // as --set takes it
	Text  string // as written
	Place Place

	Share     float64 // of the variance, by the input alone: its first-order index
	Total     float64 // with all that it does together with others: its total index
	Low, High Level   // the quantity, the input at its 5th and 95th percentile, all others at their medians; NaN where it has no value

	middle Level // the quantity with all at their medians
}

// Level is a value of the quantity; of an availability beside its unavailability.
type Level struct{ Value, Unavailability float64 }

// Rises is 1 where the quantity rises with the input, −1 where it falls, else 0. At an end
// where it has no value, the middle says.
func (i Influence) Rises() int {
	low, high := i.Low, i.High
	if math.IsNaN(low.Value) {
		low = i.middle
	}
	if math.IsNaN(high.Value) {
		high = i.middle
	}
	switch {
	case low.Unavailability != high.Unavailability:
		low, high = Level{Value: high.Unavailability}, Level{Value: low.Unavailability}
	case low.Value == high.Value:
		return 0
	}
	if low.Value < high.Value {
		return 1
	}
	return -1
}

// Sensitivity finds the part of every range in a quantity, which may be named with a time.
// The indices are those of Sobol' 1993, estimated after Saltelli et al. 2010, table 2,
// rows b and f, from trials in each of which one range alone differs. Without a range in
// the quantity there are no influences: see Elasticities. Linear takes the variance of the
// value itself.
func (m *Model) Sensitivity(name string, opt Options, linear bool) (*Sensitivity, *Problem) {
	r, n, in, problem := m.asked(name, opt)
	if problem != nil {
		return nil, problem
	}
	if n.Percentile != "" {
		return nil, askedFor(name).Problem(&formula.Error{Span: n.Span, Rule: formula.RuleName, Message: fmt.Sprintf("%s is one value: nothing spreads it", formula.Print(n)), Help: fmt.Sprintf("name `%s`", n.Path)})
	}
	q := m.quantities[n.ID]
	s := &Sensitivity{Line: r.line(q, in)}
	at := r.exact.moment(q, in)
	if problems := r.problems(); len(problems) > 0 {
		return nil, problems[0]
	}
	groups := m.rangesOf(n)
	if len(groups) == 0 || s.Line.Missing != "" {
		return s, nil
	}
	r.spreadLines([]*Line{&s.Line}, []moment{at})
	sm := m.sampler(r.exact.sampling, nil)
	sm.need(2 * len(sm.ranges)) // two sets of trials that know nothing of each other
	sm.allowed = r.exact.left()
	sm.fit([]target{m.target(q, at)}, len(groups)+2)
	v := sm.variances(m.target(q, at), groups)
	r.exact.settleUp(sm)
	if problem := m.enough(v.kept(sm.Samples), sm, name); problem != nil && len(r.problems()) == 0 {
		return nil, problem
	}
	s.Log = v.positive() && !linear
	v.shares(s, s.Log)
	s.Sampling.Sampling = sm.Sampling
	s.Warnings = sm.warnings()
	for i, g := range groups {
		s.Influences[i].middle = Level{s.Line.Value, s.Line.Unavailability}
		s.Influences[i].Low, s.Influences[i].High = m.level(q, in, g, percents[0]), m.level(q, in, g, percents[2])
	}
	if problems := r.problems(); len(problems) > 0 {
		return nil, problems[0]
	}
	sort.SliceStable(s.Influences, func(i, j int) bool { return s.Influences[i].Total > s.Influences[j].Total })
	return s, nil
}

// enough refuses to part the variance of what has a value in few trials: it would be that
// of a corner.
func (m *Model) enough(kept float64, sm *sampler, name string) *Problem {
	const fewest = 0.1
	if kept >= fewest {
		return nil
	}
	err := &formula.Error{Span: formula.Span{End: len(name)}, Rule: formula.RuleValue,
		Message: fmt.Sprintf("%s has no value in most trials: there is no variance to part", name)}
	for _, w := range sm.warnings() {
		if w.Rule != ruleSampling {
			err.Help = fmt.Sprintf("give ranges in which it has one: %s", w.Message)
		}
	}
	return askedFor(name).Problem(err)
}

// inputRanges is an input with the ranges in it, which move together.
type inputRanges struct {
	q      *quantity
	ranges []formula.Node
}

// rangesOf lists the inputs with ranges that a name depends on, in the order of the graph.
// What a percentile depends on is one value.
func (m *Model) rangesOf(n *formula.Name) []inputRanges {
	var groups []inputRanges
	m.reach(n, func(n *formula.Name) bool { return n.Percentile == "" }, func(q *quantity) {
		if ranges := rangesIn(q.node); len(ranges) > 0 {
			groups = append(groups, inputRanges{q, ranges})
		}
	})
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].q.id < groups[j].q.id })
	return groups
}

// level is the quantity with one input at a percentile, and all others at their medians.
func (m *Model) level(q *quantity, in *instant, g inputRanges, p float64) Level {
	ev := &evaluator{m: m, others: make(map[float64]*instant), chances: make(map[formula.Node]float64), sampling: in.ev.sampling, percentiles: in.ev.percentiles, allowed: in.ev.left()}
	for _, n := range g.ranges {
		ev.chances[n] = p
	}
	ev.begin()
	c := m.target(q, in.ev.moment(q, in)).read(ev)
	in.ev.spent += ev.spent
	return Level{c.value.Value, c.complement.Value}
}
