package estimate

import "botec/estimate/formula"

// Amount is what one quantity comes to.
type Amount struct {
	Value          float64 // base units
	Unavailability float64 // of an availability
	Type           formula.Type
}

// Evaluation evaluates a model time and again, with other values held each time. It is
// for one goroutine.
type Evaluation struct {
	m  *Model
	ev *evaluator
}

// Evaluation starts an evaluation of the model.
func (m *Model) Evaluation() *Evaluation {
	ev := newEvaluator(m)
	ev.held = make(map[int]float64)
	return &Evaluation{m, ev}
}

// Evaluate is Evaluation.Of for a single quantity.
func (m *Model) Evaluate(name string, held map[string]float64) (Amount, *Problem) {
	return m.Evaluation().Of(name, held)
}

// Of gives one quantity, each name at its own time. What is held has that value, in base
// units, whatever the scenario says or computes for it: an availability its
// unavailability. A name that the model does not have is held in vain. The problem says
// why there is no value; ranges of fields bind computed values, not held ones.
func (e *Evaluation) Of(name string, held map[string]float64) (Amount, *Problem) {
	m := e.m
	id, ok := m.index[name]
	if !ok {
		err := (&builder{s: m.scenario, m: m}).unknown(&formula.Name{Path: name})
		return Amount{}, &Problem{Place: Place{File: m.scenario.File}, Rule: err.Rule, Message: err.Message, Help: err.Help}
	}
	e.hold(held)
	q := m.quantities[id]
	c := e.ev.natural(q).get(id)
	switch {
	case len(e.ev.problems) > 0:
		return Amount{}, e.ev.problems[0]
	case c.missing:
		return Amount{}, &Problem{Place: q.place, Rule: "needs-horizon", Message: name + " has no value without a horizon", Help: "add `horizon: 10 years`"}
	}
	a := Amount{Value: c.value.Value, Type: q.typ}
	if q.typ.Kind == formula.Availability {
		a.Unavailability = c.complement.Value
	}
	return a, nil
}

// hold forgets what was computed with other values held.
func (e *Evaluation) hold(held map[string]float64) {
	ev := e.ev
	clear(ev.held)
	clear(ev.others)
	clear(ev.percentiles)
	ev.problems = nil
	for name, v := range held {
		if id, ok := e.m.index[name]; ok {
			ev.held[id] = v
		}
	}
	ev.start.now++
	ev.horizon.now++
	ev.findHorizon()
}

// hold gives a cell the value that its quantity is held at, and the complement: what reads
// that would else go by the formula.
func (c *cell) hold(q *quantity, v float64) {
	value, complement := v, 1-v
	if q.typ.Kind == formula.Availability {
		value, complement = complement, value
	}
	c.value, c.complement, c.hasComplement = formula.Fixed(value), formula.Fixed(complement), true
}

// Scenario is what the model was compiled from. It is not to be changed; a copy with
// other fields compiles to a model of its own.
func (m *Model) Scenario() *Scenario { return m.scenario }

// Given is the expression that an assumption is, by its path or name; nil where it is
// computed or nobody gave it.
func (m *Model) Given(path string) *Expr {
	id, ok := m.index[path]
	if !ok {
		return nil
	}
	return m.quantities[id].expr
}

// WrittenFor lists the expressions of the scenario that a quantity rests on, at any
// depth: assumptions, and formulas of its own.
func (m *Model) WrittenFor(name string) []*Expr {
	id, ok := m.index[name]
	if !ok {
		return nil
	}
	var all []*Expr
	m.reach(&formula.Name{ID: id}, func(*formula.Name) bool { return true }, func(q *quantity) {
		if q.expr != nil {
			all = append(all, q.expr)
		}
	})
	return all
}
