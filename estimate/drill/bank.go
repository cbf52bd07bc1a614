package drill

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Bank makes questions from a scenario: it hides one quantity after another and asks for
// it. It makes one at a time.
type Bank struct {
	model   *estimate.Model
	explain func(name string) (*estimate.Derivation, *estimate.Problem)
	hidden  []hidden
	grows   bool
}

// hidden is a quantity that can be asked for.
type hidden struct {
	line  estimate.Line
	level int
	skill []Skill
}

// NewBank opens a compiled scenario. An error says why nothing in it can be asked for.
func NewBank(m *estimate.Model) (*Bank, error) {
	report, problems := m.Report(estimate.Options{})
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s", problems[0])
	}
	b := &Bank{model: m, explain: m.Explainer(), grows: report.Grows}
	for _, l := range report.Lines {
		h, ok := b.consider(l)
		same := func(other hidden) bool { return other.line.Type == l.Type && other.line.Value == l.Value }
		if ok && !slices.ContainsFunc(b.hidden, same) { // one action is all of rps
			b.hidden = append(b.hidden, h)
		}
	}
	if len(b.hidden) == 0 {
		return nil, fmt.Errorf("nothing in %q is computed from two assumptions or more, so there is nothing to ask", report.Name)
	}
	return b, nil
}

// Len is how many questions the scenario has.
func (b *Bank) Len() int { return len(b.hidden) }

// consider reports whether a line makes a question: it is a quantity of the scenario, and
// not what an expectation makes of one, as storage@3y or storage.p95; it is computed, from
// figures that can be told.
func (b *Bank) consider(l estimate.Line) (hidden, bool) {
	if !b.model.Has(l.Name) {
		return hidden{}, false
	}
	if l.Formula == "" || l.Missing != "" || !(l.Value > 0) || l.Type.Dim == unit.Money || l.Type.Dim == unit.Spending {
		return hidden{}, false
	}
	if l.Type.Kind == formula.Availability && !(l.Unavailability > 0) {
		return hidden{}, false
	}
	d, problem := b.explain(l.Name)
	if problem != nil || d.Node == nil {
		return hidden{}, false
	}
	steps, given := size(d)
	if given < 2 && len(d.Of) < 2 || integrates(d) || len(b.facts(d)) > maxFacts {
		return hidden{}, false
	}
	level := MaxLevel
	switch {
	case steps <= 1:
		level = 1
	case steps <= 2:
		level = 2
	case steps <= 4:
		level = 3
	}
	return hidden{l, level, skillsOfLine(l)}, true
}

// maxFacts is how much can be told in a question.
const maxFacts = 12

// integrates reports whether something in a derivation grows into a stock, which nobody
// does by head.
func integrates(d *estimate.Derivation) bool {
	found := false
	formula.Walk(d.Node, func(n formula.Node) {
		call, ok := n.(*formula.Call)
		found = found || ok && call.Func.Name == "integral"
	})
	return found || slices.ContainsFunc(d.Of, integrates)
}

// size counts what is computed in a derivation and the figures that it rests on.
func size(d *estimate.Derivation) (steps, given int) {
	if d.Above {
		return 0, 0
	}
	if d.Given != "" {
		return 0, 1
	}
	if len(d.Of) > 0 {
		steps = 1
	}
	for _, of := range d.Of {
		s, g := size(of)
		steps, given = steps+s, given+g
	}
	return steps, given
}

// skillsOfLine are the skills that a line of a report trains.
func skillsOfLine(l estimate.Line) []Skill {
	var skills []Skill
	switch l.Section {
	case estimate.Traffic:
		skills = []Skill{TimeBase}
		if strings.Contains(l.Name, "in_flight") {
			skills = []Skill{InFlight}
		}
	case estimate.StorageLines:
		skills = []Skill{Bytes}
		if l.Column == "total" {
			skills = []Skill{Bytes, Copies}
		}
	case estimate.Bandwidth:
		skills = []Skill{Bits}
	case estimate.CacheLines:
		skills = []Skill{Shares}
	case estimate.ServerLines:
		skills = []Skill{Capacity}
	case estimate.Reliability:
		skills = []Skill{SeriesSkill, Redundant}
		if l.Column != "availability" {
			skills = []Skill{CountNines}
		}
	default:
		skills = []Skill{Bytes}
		if l.Type.Dim == unit.Rate {
			skills = []Skill{TimeBase}
		}
	}
	if strings.HasSuffix(l.Name, ".peak") {
		skills = append(skills, Peak)
	}
	return skills
}

// Question is the question of an id of the kind FromScenario. An error says that the
// scenario does not have it.
func (b *Bank) Question(id ID) (*Question, error) {
	switch {
	case id.Kind != FromScenario:
		return nil, fmt.Errorf("question %s is not one of a scenario", id)
	case id.Index >= len(b.hidden):
		return nil, fmt.Errorf("question %s: the scenario has %d questions, the last index is %d", id, len(b.hidden), len(b.hidden)-1)
	case b.hidden[id.Index].level != id.Level:
		return nil, fmt.Errorf("question %s: in this scenario, it has level %d", id, b.hidden[id.Index].level)
	}
	h := b.hidden[id.Index]
	truth, problem := b.model.Evaluate(h.line.Name, nil)
	if problem != nil {
		return nil, fmt.Errorf("%s", problem)
	}
	q := &Question{ID: id, Skills: h.skill, Form: Figure, model: b.model, quantity: h.line.Name, truth: truth, accepted: qGood}
	if id.Level > 2 {
		q.day = daySharp
	}
	err := q.askIn(unitOfLine(h.line))
	if err != nil {
		return nil, err
	}
	q.Text, err = b.text(h.line)
	q.mistakes = findMistakes(b.model, q.quantity, truth, q.asked)
	return q, err
}

// unitOfLine is the unit, or the family of units, that a line is asked for in.
func unitOfLine(l estimate.Line) string {
	switch {
	case l.Type.Kind == formula.Availability:
		return "%"
	case l.Type.Dim == unit.Rate && l.Value < 1:
		return "/day"
	case l.Type.Dim == unit.Rate:
		return "/s"
	case l.Type.Dim == unit.Data:
		return "bytes"
	case l.Type.Dim == unit.DataRate && l.Section == estimate.StorageLines:
		return "bytes/day"
	case l.Type.Dim == unit.DataRate:
		return "bytes/s"
	case l.Type.Dim == unit.Time:
		return timeFamily
	default:
		return ""
	}
}

// text tells what the quantity rests on and asks for it.
func (b *Bank) text(l estimate.Line) (string, error) {
	d, problem := b.explain(l.Name)
	if problem != nil {
		return "", fmt.Errorf("%s", problem)
	}
	when := ""
	switch {
	case !b.grows || l.At == "":
	case l.At == "horizon" || l.At == "start":
		when = " at the " + l.At
	default:
		when = " at " + l.At
	}
	facts := strings.Join(b.facts(d), "\n  ") // a line each: their formulas have commas
	return fmt.Sprintf("%s:\n  %s\n%s is %s%s?", b.model.Scenario().Name, facts, howMuch(l), l.Name, when), nil
}

// howMuch begins the question for a line by what it is measured in.
func howMuch(l estimate.Line) string {
	switch unitOfLine(l) {
	case "/s":
		return "How many a second"
	case "/day":
		return "How many a day"
	case "bytes":
		return "How many bytes"
	case "bytes/day":
		return "How many bytes a day"
	case "bytes/s":
		return "How many bytes a second"
	case timeFamily:
		return "How long"
	}
	return "How much"
}

// facts are what somebody has to be told to compute a quantity: values as given, the
// scenario's own formulas, how blocks stand to each other, and for a quantity that grows
// by how much and until when.
func (b *Bank) facts(root *estimate.Derivation) []string {
	var facts []string
	add := func(fact string) {
		fact = strings.TrimPrefix(fact, "actions.") // as quantities are called
		if !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	var see func(d *estimate.Derivation, inTree bool)
	see = func(d *estimate.Derivation, inTree bool) {
		block := d.Section == estimate.Reliability && d.Column == "availability"
		switch {
		case d.Given != "":
			add(d.Name + " " + d.Given + b.median(d))
		case d.Above || block && inTree:
		case block:
			add(d.Name + " = " + (&working{}).formula(d, false, true))
		case formula.IsInput(d.Node): // one that grows
			add(d.Name + " " + formula.Print(d.Node) + b.medianAtStart(d))
		default:
			if own := b.written(d.Name); own != nil {
				add(d.Name + " = " + formula.Print(own))
			}
		}
		for _, of := range d.Of {
			see(of, inTree || block)
		}
	}
	see(root, false)
	tell := func(path string) {
		if d, problem := b.explain(path); problem == nil {
			see(d, false)
		}
	}
	for _, path := range b.model.InputsOf(root.Name) {
		if root.At == "start" || path != "growth" && !strings.HasSuffix(path, ".growth") {
			continue
		}
		tell(path)
		if root.At == "horizon" {
			tell("horizon")
		}
	}
	return facts
}

// written is the formula that the scenario has for a name; nil where it is a value, or the
// program's own. A formula that is the name of another of the scenario's is that one.
func (b *Bank) written(name string) formula.Node {
	e := b.model.Given(name)
	if e == nil || formula.IsInput(e.Node) {
		return nil
	}
	if of, ok := formula.Bare(e.Node).(*formula.Name); ok && of.At == nil && of.Percentile == "" {
		if inner := b.written(of.Path); inner != nil {
			return inner
		}
	}
	return e.Node
}

// medianAtStart is median for a value that grows, of which the derivation has another.
func (b *Bank) medianAtStart(d *estimate.Derivation) string {
	start, problem := b.explain(d.Name)
	if problem != nil {
		return ""
	}
	return b.median(start)
}

// median says what a range stands for; nothing of another value.
func (b *Bank) median(d *estimate.Derivation) string {
	switch {
	case !d.Spreads:
		return ""
	case d.Type.Kind == formula.Availability:
		return fmt.Sprintf(" (median %s)", unit.FormatAvailability(d.Unavailability, 0))
	}
	if v, ok := b.model.Variable(d.Name); ok { // in the unit of the range
		return fmt.Sprintf(" (median %s)", v.Text(d.Value, 1-d.Value, 3))
	}
	return fmt.Sprintf(" (median %s)", unit.Format(d.Value, d.Type.Dim, b.model.Calendar(), d.Style))
}

// plan asks for one quantity after another, in an order drawn from the seed; all come
// before one comes again.
func (b *Bank) plan(w Wish) ([]*Question, error) {
	var indices []int
	for i, h := range b.hidden {
		if w.Level == 0 || h.level == w.Level {
			indices = append(indices, i)
		}
	}
	if len(indices) == 0 {
		return nil, fmt.Errorf("the scenario has no question of level %d", w.Level)
	}
	r := rand.New(rand.NewPCG(w.Seed, 0x66726f6d))
	var order []*Question
	for len(order) < w.Count {
		r.Shuffle(len(indices), func(i, j int) { indices[i], indices[j] = indices[j], indices[i] })
		if n := len(order); n > 0 && len(indices) > 1 && order[n-1].ID.Index == indices[0] {
			indices[0], indices[1] = indices[1], indices[0]
		}
		for _, i := range indices[:min(len(indices), w.Count-len(order))] {
			q, err := b.Question(ID{Kind: FromScenario, Level: b.hidden[i].level, Seed: w.Seed, Index: i})
			if err != nil {
				return nil, err
			}
			order = append(order, q)
		}
	}
	return order, nil
}
