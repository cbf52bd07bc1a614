package drill

import (
	"fmt"
	"slices"

	"botec/estimate"
	"botec/estimate/unit"
)

func drawSpot(d *dice, level int) draft {
	var inner draft
	switch pick(d, 0, 1, 2) {
	case 0:
		inner = drawRPS(d, max(2, level))
	case 1:
		inner = drawBandwidth(d, max(2, level))
	default:
		inner = drawStorage(d, max(3, level))
	}
	if level == 1 {
		inner = drawBandwidth(d, 2)
	}
	inner.skills, inner.day = nil, dayRough
	inner.finish = func(q *Question) bool { return q.spot(d) }
	return inner
}

// spot works the question with one slip in it, and asks for the step that has it.
func (q *Question) spot(d *dice) bool {
	root, problem := q.model.Explain(q.quantity, estimate.Options{})
	if problem != nil {
		return false
	}
	w := &working{q: q, cal: q.model.Calendar(), root: root, folded: make(map[*estimate.Derivation]bool)}
	w.collect(root)
	w.fold()
	var steps []*estimate.Derivation
	for _, s := range w.steps {
		if !w.folded[s] {
			steps = append(steps, s)
		}
	}
	slips := w.stepSlips(steps)
	if len(steps) < 2 || len(slips) == 0 {
		return false
	}
	slip := pick(d, slips...)
	q.choice = slices.IndexFunc(steps, func(s *estimate.Derivation) bool { return s.Name == slip.held || w.touches(s, slip.held) })
	for i, s := range steps {
		q.Choices = append(q.Choices, w.lineWith(s, map[string]float64{slip.held: slip.as}))
		right := Step{Text: w.lineWith(s, nil)}
		if i == q.choice {
			right.Margin = "here it went wrong: " + slip.slip.ask(slip.value < q.truth.Value)
		}
		q.lines = append(q.lines, right)
	}
	q.Form = StepFigure
	q.Text += " Somebody works it out, and one step is wrong: which one, and what is the right result?"
	q.mental = q.truth.Value
	if s := q.sanityLine(); s != "" {
		q.lines = append(q.lines, Step{Text: s})
	}
	q.hints = [MaxHints]string{"what does each step take, and does its result follow?", q.quantity + " = " + w.formula(root, false, true), "step " + fmt.Sprint(q.choice+1) + " is wrong"}
	return true
}

// stepSlips are the slips that make one step wrong: in an assumption that only this one
// takes, or in its own result.
func (w *working) stepSlips(steps []*estimate.Derivation) []mistake {
	var slips []mistake
	for _, m := range w.q.mistakes {
		if m.held != "" && w.uses(steps, m.held) == 1 {
			slips = append(slips, m)
		}
	}
	for _, s := range steps {
		factors := map[Slip]float64{Thousand: 1000}
		if s.Type.Dim == unit.DataRate && s == w.root {
			factors[BitsForBytes] = 1.0 / 8
		}
		for _, slip := range []Slip{Thousand, BitsForBytes} {
			by, ok := factors[slip]
			if !ok {
				continue
			}
			held := map[string]float64{s.Name: s.Value * by}
			if a, problem := w.q.model.Evaluate(w.q.quantity, held); problem == nil {
				slips = append(slips, mistake{slip, a.Value, s.Name, s.Value * by})
			}
		}
	}
	return slips
}

// uses counts the steps that an assumption goes into as such.
func (w *working) uses(steps []*estimate.Derivation, path string) int {
	n := 0
	for _, s := range steps {
		if w.touches(s, path) {
			n++
		}
	}
	return n
}

// touches reports whether an assumption stands in the line of a step.
func (w *working) touches(s *estimate.Derivation, path string) bool {
	return slices.ContainsFunc(s.Of, func(of *estimate.Derivation) bool {
		return of.Name == path || of.Node != nil && w.folded[of] && w.touches(of, path)
	})
}

// lineWith is a step with the values that it has where some assumptions are held, the
// assumptions themselves as they are given.
func (w *working) lineWith(s *estimate.Derivation, held map[string]float64) string {
	other := &working{q: w.q, cal: w.cal, root: w.root, folded: w.folded, held: held}
	return other.line(s)
}
