package estimate

// SpreadsOf samples quantities, and nothing else.
func (m *Model) SpreadsOf(s Sampling, names ...string) []Spread {
	return m.sampler(s, nil).spreads(m.targetsOf(names))
}

// With is the model in which a variable has another value, in base units.
func (v *Variable) With(value float64) *Model { return v.with(value) }

// Figure writes a value in base units with so many significant digits.
func (v *Variable) Figure(value float64, digits int) Figure { return v.rounded(value, digits) }

// Batches prepares one worker: the function evaluates quantities in the next batch of
// trials, as the worker does from its second one on.
func (m *Model) Batches(s Sampling, names ...string) (next func(), trials int) {
	sm := m.sampler(s, nil)
	ev, targets, chunk := sm.evaluator(), m.targetsOf(names), 0
	next = func() {
		ev.next(chunk % (sm.Samples / sm.width))
		chunk++
		for _, t := range targets {
			t.read(ev)
		}
		ev.batch.end()
	}
	next()
	return next, sm.width
}

func (m *Model) targetsOf(names []string) []target {
	var targets []target
	ev := newEvaluator(m)
	for _, name := range names {
		q := m.quantities[m.index[name]]
		targets = append(targets, m.target(q, ev.moment(q, ev.natural(q))))
	}
	return targets
}
