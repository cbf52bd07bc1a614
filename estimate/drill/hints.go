package drill

import (
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Hints are what helps, from little to much: which quantities, the formula, the first
// step. The n-th one shown caps the points at 2, 1 and 0.
func (q *Question) Hints() [MaxHints]string {
	if q.hints[0] != "" {
		return q.hints
	}
	w, err := q.work()
	switch {
	case err != nil:
		return [MaxHints]string{"it takes the figures of the question", "the unit is " + q.asked.text, "the answer is " + q.AnswerText()}
	case len(w.steps) == 0:
		return q.unitHints(w)
	}
	first := w.steps[slices.IndexFunc(w.steps, func(d *estimate.Derivation) bool { return !w.folded[d] })]
	hints := [MaxHints]string{"it takes " + listed(w.names()), q.quantity + " = " + w.formula(w.root, false, true), w.line(first)}
	if margin := w.margin(first); margin != "" {
		hints[2] += " (" + margin + ")"
	}
	return hints
}

// names lists the figures that the quantity rests on, as formulas call them.
func (w *working) names() []string {
	var names []string
	var see func(d *estimate.Derivation)
	see = func(d *estimate.Derivation) {
		given := d.Given != "" || !d.Above && formula.IsInput(d.Node) // one that grows is an input
		if given && d.Asked != "" && !slices.Contains(names, d.Asked) {
			names = append(names, d.Asked)
		}
		for _, of := range d.Of {
			see(of)
		}
	}
	see(w.root)
	if len(names) == 0 || names[0] == "1" {
		return []string{"the figures in the question"}
	}
	return names
}

// unitHints are the hints of a conversion.
func (q *Question) unitHints(w *working) [MaxHints]string {
	cal := q.model.Calendar()
	crosses := crossings(q.model, q.quantity, q.asked)
	var knows, facts []string
	if crosses.any() {
		knows, facts = append(knows, "the length of a day"), append(facts, "1 day = "+unit.Format(cal.Day, unit.None, cal, unit.Style{Whole: true})+" s")
	}
	if crosses.bits != q.asked.literal.Unit.Bits() {
		knows, facts = append(knows, "the bits of a byte"), append(facts, "1 byte = 8 bits")
	}
	if len(knows) == 0 {
		knows, facts = []string{"the ratio of the units"}, []string{"1 h = 3,600 s"}
	}
	return [MaxHints]string{"it takes " + listed(knows), strings.Join(facts, "; "), w.root.Given + " = " + w.rough(w.root)}
}

// listed joins words: "dau, per_user and peak".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
