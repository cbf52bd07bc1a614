package estimate

// SpreadsOf samples quantities, and nothing else.
func (m *Model) SpreadsOf(s Sampling, names ...string) []Spread {
	return m.sampler(s, nil).spreads(m.targetsOf(names))
}

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
