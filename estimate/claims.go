package estimate

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"strings"
	"unicode/utf8"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// The rules of what a claim in somebody's text can break.
const (
	RuleClaimMismatch = "claim-mismatch" // its figure is not what the scenario gives
	RuleClaimUnit     = "claim-unit"     // its words are no figure of the quantity's dimension
	RuleClaimUnknown  = "claim-unknown"  // its label names nothing
	RuleExpectFailed  = "expect-failed"  // an expectation of a scenario does not hold
)

// Claim is a figure that somebody's text gives for a quantity.
type Claim struct {
	Label      string // "rps", "storage@10y", "storage in TB"
	LabelPlace Place
	Text       string // "18K requests/s"
	Place      Place
	Width      int // characters under the caret
}

// Judge says of claims whether a model bears them out. It evaluates the model once, and
// is for one goroutine.
type Judge struct {
	Report *Report // of the model, each quantity at its own time; a terse one has no formulas
	// With gives the judge of the same scenario with one field changed, nil where that
	// cannot be: to find out whether a failure is one of the calendar. It may be nil.
	With     func(path, text string) *Judge
	r        *reader
	b        *builder
	subjects map[string]subject // by the quantity of a label
	others   map[string]*Judge  // by the path that was changed
	fresh    struct {           // as it was before the first claim
		spent, sampled float64
		percentiles    map[moment]Spread
	}
}

// subject is the quantity that a label names, with its type.
type subject struct {
	name *formula.Name
	typ  formula.Type
	errs []*formula.Error
}

// Judge evaluates the model. The problems are those of Report. A terse judge says of what
// holds no more than that: not its difference and band, nor what its report has beyond
// values and verdicts.
func (m *Model) Judge(terse bool) (*Judge, []*Problem) {
	r, problems := m.reader(Options{})
	if len(problems) > 0 {
		return nil, problems
	}
	r.terse = terse
	rep, problems := r.report()
	if len(problems) > 0 {
		return nil, problems
	}
	j := &Judge{Report: rep, r: r, b: &builder{s: m.scenario, m: m}, subjects: make(map[string]subject)}
	j.fresh.spent, j.fresh.sampled, j.fresh.percentiles = r.exact.spent, r.exact.sampled, maps.Clone(r.exact.percentiles)
	return j, nil
}

// Renew makes a judge who has judged one document ready for another: how much work is left,
// and so how many trials a percentile has, must not depend on who asked before.
func (j *Judge) Renew() {
	ev := j.r.exact
	ev.spent, ev.sampled, ev.refused, ev.percentiles = j.fresh.spent, j.fresh.sampled, false, maps.Clone(j.fresh.percentiles)
	j.others = nil
}

// Work is how much the judge has done, in steps: see MaxWork.
func (j *Judge) Work() float64 { return j.r.exact.spent + j.r.exact.sampled }

// subject finds what a label names; many claims are about the same.
func (j *Judge) subject(quantity string) (*formula.Name, formula.Type, []*formula.Error) {
	s, known := j.subjects[quantity]
	if !known {
		s.name, s.typ, s.errs = j.b.subject(quantity)
		j.subjects[quantity] = s
	}
	return s.name, s.typ, s.errs
}

// Claim judges one claim. The verdict is nil where it cannot be judged; the problem
// says why, or by how much it fails, and is nil where the claim holds.
func (j *Judge) Claim(c Claim) (*Verdict, *Problem) {
	v, x, problem := j.claim(c)
	if problem != nil || v.Holds {
		return v, problem
	}
	if v.Remedy == "" && !x.cmp.isBudget() {
		v.Remedy = j.remedy(func(other *Judge) bool {
			v, _, _ := other.claim(c)
			return v != nil && v.Holds
		})
	}
	return v, &Problem{Place: c.Place, Width: c.Width, Rule: RuleClaimMismatch, Message: v.Message, Help: v.help(j.because(x.name)), Off: v.off()}
}

// claim judges a claim without a word of where its figure comes from.
func (j *Judge) claim(c Claim) (*Verdict, *expectation, *Problem) {
	quantity, in := c.quantity()
	name, t, errs := j.subject(quantity)
	if name == nil || len(errs) > 0 {
		return nil, nil, c.unknown(quantity, errs)
	}
	x := &expectation{Expectation: Expectation{Quantity: quantity, Text: c.Text, Place: c.Place, QuantityPlace: c.LabelPlace}, name: name, id: name.ID}
	w := &wording{whose: "claim", verb: "claims", inUnit: in, label: quantity}
	w.parse = func(text string) (constraint, string) {
		con, _, err := j.read(text, quantity, in, t)
		if err != nil {
			return con, err.Message
		}
		return con, ""
	}
	con, p, err := j.read(c.Text, quantity, in, t)
	if err != nil {
		if err.Rule == formula.RuleDimension {
			j.tellRight(err, con, x, w, in)
		}
		return nil, nil, &Problem{Place: c.Place, Width: c.Width, Rule: RuleClaimUnit, Message: err.Message, Help: err.Help}
	}
	x.constraint, w.constraint, w.text, w.spans = con, con, p.text, p.spans
	v, problem := j.judge(x, w)
	if problem != nil {
		problem.Place, problem.Width, problem.Rule = c.LabelPlace, utf8.RuneCountInString(c.Label)+1, RuleClaimUnknown
		return nil, nil, problem
	}
	return v, x, nil
}

// Expectations lists the expectations of the scenario that do not hold.
func (j *Judge) Expectations() []*Problem {
	var problems []*Problem
	for i, x := range j.r.m.checks {
		v, holds := j.expectation(i)
		if holds {
			continue
		}
		if v.Remedy == "" && !x.cmp.isBudget() {
			v.Remedy = j.remedy(func(other *Judge) bool {
				_, holds := other.expectation(i)
				return holds
			})
		}
		problems = append(problems, &Problem{Place: x.Place, Width: utf8.RuneCountInString(x.Text), Rule: RuleExpectFailed,
			Message: x.Quantity + ": " + v.Message, Help: v.help(j.because(x.name)), Off: v.off()})
	}
	return problems
}

func (j *Judge) expectation(i int) (v Verdict, holds bool) {
	x := j.r.m.checks[i]
	_, c, ok := j.r.expected(x)
	if !ok {
		return v, true // told of where the report was made
	}
	v = j.r.judge(x, c)
	return v, v.Holds
}

// quantity parts the label into the quantity and the unit that its column's header
// gives.
func (c Claim) quantity() (name, in string) {
	name, in, _ = strings.Cut(c.Label, " in ")
	return strings.TrimSpace(name), strings.TrimSpace(in)
}

// unknown is the problem of a label that names no quantity.
func (c Claim) unknown(quantity string, errs []*formula.Error) *Problem {
	p := &Problem{Place: c.LabelPlace, Width: utf8.RuneCountInString(c.Label) + 1, Rule: RuleClaimUnknown,
		Message: "a label names one quantity, with a time where that is wanted",
		Help:    "write it as `[12K/s][=rps]` or `[0.4 PB][=storage@10y]`; an expression gets a name under `let`"}
	if err := errs[0]; quantity != "" && err.Rule != ruleConstraint {
		p.Message, p.Help = err.Message, cmp.Or(err.Help, p.Help)
	}
	return p
}

// read parses the words of a claim about a quantity.
func (j *Judge) read(text, quantity, in string, t formula.Type) (constraint, *phrase, *formula.Error) {
	if in != "" {
		if lit, err := unit.ParseUnit(in, modelWords{j.r.m}); err != nil {
			return constraint{}, nil, &formula.Error{Message: fmt.Sprintf("the label's unit: %s", err.Message), Help: err.Help}
		} else if lit.Dim() != t.Dim {
			return constraint{}, nil, &formula.Error{Message: fmt.Sprintf("%s is %s, the label's unit %s is %s", quantity, t.Dim, in, lit.Dim()), Help: constraintHelp(t, lit.Dim())}
		}
	}
	p, err := readPhrase(text, t.Dim, in, j.r.m.cal)
	if err != nil {
		return constraint{}, p, err
	}
	c, err := parseConstraint(p.plain, modelWords{j.r.m})
	if err == nil {
		err = j.b.suit(&c, quantity, "claim", t)
	}
	return c, p, err
}

// tellRight puts into the help of a claim in a wrong dimension what stands below one with a
// wrong figure: where the true one comes from, and what would pass.
func (j *Judge) tellRight(err *formula.Error, claimed constraint, x *expectation, w *wording, in string) {
	before := len(j.r.exact.problems)
	_, c, ok := j.r.expected(x)
	if !ok {
		j.r.exact.problems = j.r.exact.problems[:before]
		return
	}
	q := j.r.m.quantities[x.id]
	right := *w
	right.style = j.r.ownStyle(q, c.value.Value)
	right.style.Money = j.r.m.currency
	figure := unit.Format(c.value.Value, q.typ.Dim, j.r.m.cal, right.style)
	if q.typ.Kind == formula.Availability {
		figure = unit.FormatAvailability(c.complement.Value, 0)
	}
	con, _, unread := j.read(figure, x.Quantity, "", q.typ)
	if unread != nil {
		return
	}
	right.constraint, right.text = con, figure
	right.cmp = claimed.cmp
	v := Verdict{Passing: right.passing(j.r.judgement(q, c))}
	if len(v.Passing) == 0 {
		return
	}
	err.Help = v.help(j.because(x.name))
	if bare := claimed.low; in == "" && bare.Form == unit.Plain && bare.Unit == nil && len(bare.Under) == 0 {
		err.Help += fmt.Sprintf("\na unit that stands in the header of a column goes into the label, as in `=%s in %s`", x.Quantity, exampleUnit(q.typ.Dim))
	}
}

// judge evaluates what the claim is about. The problem is one of its quantity.
func (j *Judge) judge(x *expectation, w *wording) (*Verdict, *Problem) {
	before := len(j.r.exact.problems)
	_, c, ok := j.r.expected(x)
	if problems := j.r.exact.problems[before:]; len(problems) > 0 || !ok {
		j.r.exact.problems = j.r.exact.problems[:before]
		return nil, problems[0]
	}
	v := j.r.verdict(x, c, w)
	return &v, nil
}

// help lists what stands below a failure: where the figure comes from, what most likely
// was meant, what would pass.
func (v *Verdict) help(because string) string {
	lines := []string{because}
	if v.Remedy != "" {
		lines = append(lines, v.Remedy)
	}
	if len(v.Passing) > 0 {
		lines = append(lines, "would pass: "+strings.Join(v.Passing, ", "))
	}
	return strings.Join(lines, "\n")
}

func (v *Verdict) off() float64 {
	if v.Difference <= -1 || math.IsNaN(v.Difference) {
		return 0
	}
	return math.Abs(math.Log1p(v.Difference))
}

// Because says where a quantity comes from, in one line: "11,574/s = dau 100M ×
// per_user 10/day". It is empty for a name that the model does not have.
func (j *Judge) Because(label string) string {
	quantity, _ := Claim{Label: label}.quantity()
	name, _, errs := j.subject(quantity)
	if name == nil || len(errs) > 0 {
		return ""
	}
	in, c, ok := j.r.expected(&expectation{Expectation: Expectation{Quantity: quantity}, name: name, id: name.ID})
	if !ok {
		return ""
	}
	text := j.r.from(name, in)
	if _, given := j.r.m.shownFormula(j.r.m.quantities[name.ID]); given != nil && given.id == name.ID && name.Percentile == "" {
		return formula.Print(name) + " = " + text
	}
	return j.r.precisely(name.ID, c) + " = " + text
}

func (j *Judge) because(name *formula.Name) string {
	in, _, ok := j.r.expected(&expectation{name: name, id: name.ID})
	if !ok {
		return ""
	}
	text := formula.Print(name) + " = " + j.r.from(name, in)
	if at := j.r.m.rests(j.r.m.quantities[name.ID]); at.Line > 0 {
		text += fmt.Sprintf("   (%s:%d)", at.File, at.Line)
	}
	return text
}

// precisely prints a value with more digits than a table does: every one before the
// point, five in all.
func (r *reader) precisely(id int, c *cell) string {
	q := r.m.quantities[id]
	const digits = 5
	if q.typ.Kind == formula.Availability {
		return unit.FormatAvailability(c.complement.Value, digits-1)
	}
	style := r.ownStyle(q, c.value.Value)
	style.Digits, style.Money = digits, r.m.currency
	if second, _ := unit.Lookup("s"); q.typ.Dim == unit.Rate && style.As == nil && c.value.Value >= 1 && c.value.Value < 1e7 {
		style.As = &unit.Scale{Under: []*unit.Unit{second}}
	}
	if q.typ.Dim == unit.None && style.As == nil && !style.Percent && !style.Times && c.value.Value < 1e7 {
		style.Plain = true
	}
	return unit.Format(c.value.Value, q.typ.Dim, r.m.cal, style)
}

// maxFrom is how long the formula of a note may be.
const maxFrom = 160

// from is where a named value comes from.
func (r *reader) from(name *formula.Name, in *instant) string {
	q := r.m.quantities[name.ID]
	if name.Percentile != "" && q.spreads {
		return name.Percentile + " of " + r.formulaOf(q, in)
	}
	return r.formulaOf(q, in)
}

// formulaOf is the formula of a quantity with the figure behind each name. A value as
// given is its own text.
func (r *reader) formulaOf(q *quantity, in *instant) string {
	node, given := r.m.shownFormula(q)
	if given != nil {
		if given.name == q.name {
			return cut(given.expr.Text)
		}
		return cut(given.lastName() + " " + given.expr.Text)
	}
	f := &frame{instant: in, q: q, cell: &cell{}}
	length := 0
	text := formula.PrintWith(node, func(n *formula.Name) string {
		if length > maxFrom {
			return "" // it is cut off in any case
		}
		text := formula.Print(n) + " " + r.figure(n, f)
		length += utf8.RuneCountInString(text)
		return text
	})
	return cut(strings.ReplaceAll(r.m.withGrowth(q, text), "*", "×"))
}

// figure is what stands behind a name of a formula.
func (r *reader) figure(n *formula.Name, f *frame) string {
	if n.Elapsed {
		return unit.Format(f.t.Value, unit.Time, r.m.cal, unit.Style{})
	}
	of := r.m.quantities[n.ID]
	if _, input := r.m.shownFormula(of); input != nil && n.At == nil && n.Percentile == "" {
		return input.expr.Text
	}
	_, c := f.read(n)
	if of.typ.Kind == formula.Availability {
		return unit.FormatAvailability(c.complement.Value, 0)
	}
	return unit.Format(c.value.Value, of.typ.Dim, r.m.cal, r.style(of, c))
}

// cut leaves of a long formula its beginning.
func cut(text string) string {
	if utf8.RuneCountInString(text) <= maxFrom {
		return text
	}
	return string([]rune(text)[:maxFrom-1]) + "…"
}

// rests is the place of the first assumption that a quantity rests on.
func (m *Model) rests(q *quantity) Place {
	seen := make(map[int]bool)
	for !seen[q.id] {
		seen[q.id] = true
		if _, given := m.shownFormula(q); given != nil {
			return given.place
		}
		names := q.names()
		if len(names) == 0 {
			return q.place
		}
		for _, n := range names {
			if _, given := m.shownFormula(m.quantities[n.ID]); given != nil {
				return given.place
			}
		}
		q = m.quantities[names[0].ID]
	}
	return q.place
}

// Has reports whether a label names a quantity of the model.
func (j *Judge) Has(label string) bool {
	quantity, _ := Claim{Label: label}.quantity()
	name, _, _ := strings.Cut(quantity, "@")
	return j.r.m.Has(name)
}
