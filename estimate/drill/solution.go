package drill

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Step is a line of a worked solution.
type Step struct {
	Text   string // "post = dau 200M × per_user 5/day = 12K/s"
	Margin string // the shortcut that it takes, with its error; mostly empty
}

// maxSteps bounds the lines that compute; the exact value and the sanity line follow.
const maxSteps = 4

// working is the graph as a head goes through it: two digits a step, and a calendar that
// is easy to divide by.
type working struct {
	q      *Question
	cal    unit.Calendar // for heads
	root   *estimate.Derivation
	steps  []*estimate.Derivation // what is computed, in the order in which it can be
	folded map[*estimate.Derivation]bool
	taught *shortcut          // not told yet; nil: none
	held   map[string]float64 // assumptions that somebody takes for something else
	inDays bool               // all is per day: rates are shown so
}

// work evaluates the question's quantity as a head does.
func (q *Question) work() (*working, error) {
	crosses := crossings(q.model, q.quantity, q.asked)
	m, taught, err := mentalModel(q.model, crosses, q.asked.perDay(), q.day)
	if err != nil {
		return nil, err
	}
	root, problem := m.Explain(q.quantity, estimate.Options{Napkin: true})
	if problem != nil {
		return nil, fmt.Errorf("%s", problem)
	}
	w := &working{q: q, cal: m.Calendar(), root: root, taught: taught, inDays: q.inDays(crosses), folded: make(map[*estimate.Derivation]bool)}
	w.collect(root)
	if taught != nil && !w.shortened() {
		w.taught = nil
	}
	w.fold()
	return w, nil
}

// shortened reports whether the calendar for heads makes a step another one. It does not
// where only growth has a period, which the time that it goes on for cancels.
func (w *working) shortened() bool {
	if w.q.asked.factor(w.cal) != w.q.asked.factor(w.q.model.Calendar()) {
		return true
	}
	return slices.ContainsFunc(append(w.steps, w.root), func(d *estimate.Derivation) bool {
		exact, _ := w.q.model.Evaluate(d.Name, nil)
		return !(math.Abs(d.Value/exact.Value-1) <= rounding)
	})
}

// inDays reports whether nothing in a computation is per second, and something per day.
func (q *Question) inDays(crosses crossing) bool {
	days := func(e *estimate.Expr) bool { return rateBase(e.Node) == "day" }
	return !crosses.any() && slices.ContainsFunc(q.model.WrittenFor(q.quantity), days)
}

// collect lists what is computed, what it is computed from first.
func (w *working) collect(d *estimate.Derivation) {
	if d.Node == nil || d.Above {
		return
	}
	for _, of := range d.Of {
		w.collect(of)
	}
	if len(d.Of) > 0 || d == w.root {
		w.steps = append(w.steps, d)
	}
}

// fold writes steps that only pass a value on into those that use them, and then the
// shortest, until few enough are left.
func (w *working) fold() {
	for _, d := range w.steps[:max(0, len(w.steps)-1)] {
		if _, passes := formula.Bare(d.Node).(*formula.Name); passes {
			w.folded[d] = true
		}
	}
	for w.left() > maxSteps {
		best := -1
		for i, d := range w.steps[:len(w.steps)-1] {
			if !w.folded[d] && (best < 0 || len(d.Of) < len(w.steps[best].Of)) {
				best = i
			}
		}
		w.folded[w.steps[best]] = true
	}
}

func (w *working) left() int { return len(w.steps) - len(w.folded) }

// figure is the rounded value of a line, and its text.
func (w *working) figure(d *estimate.Derivation) string {
	if d.Given != "" {
		return d.Given
	}
	return w.rough(d)
}

// rough is the rounded value of what is computed.
func (w *working) rough(d *estimate.Derivation) string {
	if d.Type.Kind == formula.Availability {
		return unit.FormatAvailability(d.Unavailability, 2)
	}
	style := d.Style
	style.Digits = 2
	if d == w.root && w.q.Unit != "" {
		style = w.q.asked.style()
		style.Digits = 2
	}
	switch {
	case d.Type.Dim == unit.None && d.Value < 1e4:
		style.Plain = true
		if d.Napkin == nil {
			style.Digits = 4 // a count of machines is not rounded
		}
	case d.Type.Dim == unit.Rate && style.Per == nil && w.inDays:
		style.Per, _ = unit.Lookup("day")
	}
	v := rounded(d)
	if w.held != nil {
		a, _ := w.q.model.Evaluate(d.Name, w.held) // it has a value without what is held
		v = a.Value
	}
	return unit.Format(v, d.Type.Dim, w.cal, style)
}

// rounded is the value that a head goes on with.
func rounded(d *estimate.Derivation) float64 {
	if d.Napkin != nil {
		return *d.Napkin
	}
	return d.Value
}

// formula prints a step's formula, with figures or without.
func (w *working) formula(d *estimate.Derivation, figures, folded bool) string {
	return formula.PrintWith(d.Node, func(n *formula.Name) string {
		text := formula.Print(n)
		i := slices.IndexFunc(d.Of, func(of *estimate.Derivation) bool { return of.Asked == text })
		if i < 0 {
			return text
		}
		of := d.Of[i]
		if of.Node != nil && !formula.IsInput(of.Node) && !of.Above && (folded || w.folded[of]) {
			inner := w.formula(of, figures, folded)
			if !alone(d.Node, n) && (strings.ContainsAny(inner, "+-") || strings.Contains(inner, " / ")) {
				return "(" + inner + ")"
			}
			return inner
		}
		switch {
		case figures && strings.Trim(text, "0123456789") == "": // a block without a name
			return w.figure(of)
		case figures:
			return text + " " + w.figure(of)
		}
		return text
	})
}

// alone reports whether a name is the whole formula, or a whole argument of a call.
func alone(formulaOf formula.Node, name *formula.Name) bool {
	found := formulaOf == formula.Node(name)
	formula.Walk(formulaOf, func(n formula.Node) {
		if call, ok := n.(*formula.Call); ok {
			found = found || slices.Contains(call.Args, formula.Node(name))
		}
	})
	return found
}

// line is one step as a line.
func (w *working) line(d *estimate.Derivation) string {
	return fmt.Sprintf("%s = %s = %s", d.Name, w.formula(d, true, false), w.figure(d))
}

// value is the result in the unit that is asked for, as a head finds it.
func (w *working) value() float64 {
	v := rounded(w.root)
	return v / w.q.asked.factor(w.cal)
}

// Mental is the answer that the taught shortcuts lead to, with two figures a step, in
// base units; of an availability the unavailability. It is NaN of a question without a
// figure.
func (q *Question) Mental() float64 {
	if q.Form != Figure && q.Form != StepFigure {
		return math.NaN()
	}
	if q.mental != 0 {
		return q.mental
	}
	w, err := q.work()
	if err != nil {
		return math.NaN()
	}
	if q.isAvailability() {
		return unit.Round(w.root.Unavailability, 2)
	}
	return w.value() * q.asked.factor(q.model.Calendar())
}

// Solution is the worked solution: at most six lines, the last two with the exact value
// beside the mental one, and with what the result is like.
func (q *Question) Solution() []Step {
	if q.lines != nil {
		return q.lines
	}
	w, err := q.work()
	if err != nil {
		return []Step{{Text: q.quantity + " = " + q.AnswerText()}}
	}
	var steps []Step
	for _, d := range w.steps {
		if !w.folded[d] {
			steps = append(steps, Step{Text: w.line(d), Margin: w.margin(d)})
		}
	}
	if w.root.Node == nil {
		steps = append(steps, Step{Text: w.root.Given + " = " + w.rough(w.root), Margin: w.margin(w.root)})
	}
	steps = append(steps, Step{Text: q.comparison(q.Mental())})
	if s := q.sanityLine(); s != "" {
		steps = append(steps, Step{Text: s})
	}
	return steps
}

// comparison sets the exact value beside the mental one.
func (q *Question) comparison(mental float64) string {
	truth, a := q.truth.Value, estimate.Amount{Value: mental, Type: q.truth.Type}
	if q.isAvailability() {
		truth, a.Unavailability = q.truth.Unavailability, mental
	}
	text := "exactly " + q.figureText(q.truth)
	lean := math.Log(mental / truth)
	if math.Abs(lean) < 1e-3 {
		return text + ", as by head"
	}
	of := ""
	if q.isAvailability() {
		of = "the time down "
	}
	return fmt.Sprintf("%s; by head %s, %s%s", text, q.roughText(a), of, Off(lean))
}

// roughText prints an amount to two digits in the unit that is asked for.
func (q *Question) roughText(a estimate.Amount) string {
	if q.isAvailability() {
		return unit.FormatAvailability(a.Unavailability, 2)
	}
	style := q.asked.style()
	style.Digits = 2
	style.Plain = q.Unit == "" && a.Value < 1e4
	if q.Unit == "" && a.Value < 1000 {
		style.Digits = 3 // a count that is not rounded
	}
	return unit.Format(a.Value, a.Type.Dim, q.model.Calendar(), style)
}

// margin is the shortcut that a step takes.
func (w *working) margin(d *estimate.Derivation) string {
	var notes []string
	if w.taught != nil && w.crosses(d) {
		notes = append(notes, w.taught.String())
		w.taught = nil
	}
	if d == w.root && d.Type.Dim == unit.DataRate && w.q.asked.literal.Unit.Bits() {
		notes = append(notes, "a byte is 8 bits")
	}
	formula.Walk(d.Node, func(n formula.Node) {
		if call, ok := n.(*formula.Call); ok {
			switch call.Func.Name {
			case "series":
				notes = append(notes, "add the losses: "+losses(d))
			case "parallel":
				notes = append(notes, "add the nines, if failures are independent")
			case "ceil":
				notes = append(notes, "rounded up")
			}
		}
	})
	switch {
	case strings.HasSuffix(d.Name, ".in_flight") || strings.HasSuffix(d.Name, ".in_flight.peak"):
		notes = append(notes, "Little: rate × time")
	case d == w.root && strings.HasPrefix(d.Name, "downtime."):
		notes = append(notes, "99.9% is 8.8 h a year; a nine more is a tenth")
	}
	return strings.Join(notes, "; ")
}

// losses lists what each block of a series lacks.
func losses(d *estimate.Derivation) string {
	var all []string
	for _, of := range d.Of {
		all = append(all, unit.Format(of.Unavailability, unit.None, unit.DefaultCalendar(), unit.Style{Percent: true, Digits: 2}))
	}
	return strings.Join(all, " + ")
}

// crosses reports whether a period of the calendar meets seconds in a step: the step in
// which a figure as given has it, or in the end.
func (w *working) crosses(d *estimate.Derivation) bool {
	if d == w.root {
		return true
	}
	found := false
	var see func(d *estimate.Derivation)
	see = func(d *estimate.Derivation) {
		for _, of := range d.Of {
			if of.Given != "" {
				for _, period := range []string{"day", "week", "month", "year"} {
					found = found || strings.Contains(of.Given, "/"+period)
				}
			} else if w.folded[of] {
				see(of)
			}
		}
	}
	see(d)
	return found
}
