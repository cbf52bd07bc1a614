package estimate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/models"
	"botec/estimate/unit"
)

// Report evaluates the model. It reports what only the values show: a division by
// zero, a computed value outside its field's range.
func (m *Model) Report(opt Options) (*Report, []*Problem) {
	r, problems := m.reader(opt)
	if len(problems) > 0 {
		return nil, problems
	}
	rep := &Report{Name: m.scenario.Name, About: m.scenario.About, Source: m.scenario.Source, File: m.scenario.File,
		Calendar: m.cal, Currency: m.currency, Grows: m.growth != nil || m.datasetsGrow(), Napkin: r.napkin != nil,
		Warnings: slices.Clone(m.warnings)}
	rep.Lines = make([]Line, 0, len(m.quantities))
	for _, q := range m.bySection() {
		if !q.hidden && q.section != Inputs {
			rep.Lines = append(rep.Lines, r.line(q, r.instant(q)))
		}
	}
	r.bindingNeeds(rep)
	r.verdicts(rep)
	rep.Assumptions = m.assumptions()
	rep.Weakest = r.weakest()
	rep.CalendarUsed = m.usesPeriods()
	if p := m.scenario.Prices; p != nil {
		rep.PricesAsOf, rep.PricesFrom = p.AsOf, p.Source
	}
	if problems := r.problems(); len(problems) > 0 {
		return nil, problems
	}
	return rep, nil
}

// reader is a model under evaluation, exactly and on a napkin.
type reader struct {
	m      *Model
	exact  *evaluator
	napkin *evaluator // nil: nobody asked
	at     *float64
}

func (m *Model) reader(opt Options) (*reader, []*Problem) {
	r := &reader{m: m, exact: newEvaluator(m)}
	if m.hasNapkin(opt) {
		r.napkin = m.napkin(opt)
	}
	if opt.At == nil {
		return r, nil
	}
	node := ownNode(opt.At)
	t, errs := formula.Check(node, scope{b: &builder{s: m.scenario, m: m}})
	if len(errs) == 0 && t.Dim != unit.Time {
		errs = append(errs, wrongDimension(node, "the time", t, &horizonField))
	}
	f := &frame{instant: r.exact.start}
	if len(errs) == 0 {
		at := formula.Eval(node, f)
		r.at = &at
		if !(at >= 0) {
			errs = append(errs, &formula.Error{Span: node.Where(), Rule: formula.RuleValue, Message: "a time of 0 or more is wanted", Help: "write it as `3y`"})
		}
	}
	var problems []*Problem
	for _, err := range errs {
		problems = append(problems, opt.At.Problem(err))
	}
	return r, problems
}

func (r *reader) problems() []*Problem {
	all := r.exact.problems
	if r.napkin != nil && len(all) == 0 {
		all = r.napkin.problems
	}
	return SortProblems(all)
}

// instant is when a quantity is read in the exact evaluation.
func (r *reader) instant(q *quantity) *instant {
	if r.at != nil {
		return r.exact.at(*r.at)
	}
	return r.exact.natural(q)
}

// twin is the same instant of the napkin evaluation.
func (r *reader) twin(in *instant) *instant {
	switch in.kind {
	case atTime:
		return r.napkin.at(in.t)
	case atHorizon:
		return r.napkin.horizon
	default:
		return r.napkin.start
	}
}

func (r *reader) line(q *quantity, in *instant) Line {
	c := in.get(q.id)
	l := Line{Name: q.name, Section: q.section, Row: q.row, Column: q.column, Depth: q.depth, Value: c.value,
		Type: q.typ, Style: q.style, Place: q.place, At: r.when(in), Formula: r.m.formulaText(q)}
	if node, given := r.m.shownFormula(q); given == nil {
		l.Inputs = inputNames(node)
	}
	l.Style.Money = r.m.currency
	if as, ok := r.m.styles[q.id]; ok && fits(c.value, as.As.Factor(r.m.cal)) {
		l.Style.As, l.Style.Digits = as.As, as.Digits
	}
	if c.missing {
		l.Missing, l.Note = "needs a horizon", "needs a horizon"
	}
	if q.typ.Kind == formula.Availability {
		r.availability(&l, q, c)
	}
	if r.napkin != nil && !c.missing {
		r.onNapkin(&l, q, in)
	}
	return l
}

// onNapkin adds the rounded figure where rounding had a part in it.
func (r *reader) onNapkin(l *Line, q *quantity, in *instant) {
	if q.exact {
		return
	}
	v := r.twin(in).get(q.id).value
	rule, listed := r.napkin.rule(q)
	if _, expected := r.m.styles[q.id]; !listed && !expected && v == l.Value {
		return
	}
	l.Napkin = &v
	l.NapkinStyle = l.Style
	if listed {
		l.NapkinStyle.Digits = rule.Digits
	}
}

func (r *reader) availability(l *Line, q *quantity, c *cell) {
	u := c.complement
	l.Unavailability = u
	if n, err := models.Nines(u); err == nil {
		l.Nines = n
	} else {
		l.Nines = math.Inf(1)
	}
	cal := r.m.cal
	l.Downtime = Downtime{Year: u * cal.Year, Month: u * cal.Month, Week: u * 7 * cal.Day, Day: u * cal.Day}
	if q.assumes {
		l.Note = "assumes independent failures"
	}
}

func (r *reader) when(in *instant) string {
	switch in.kind {
	case atStart:
		return "start"
	case atHorizon:
		return "horizon"
	default:
		return unit.Format(in.t, unit.Time, r.m.cal, unit.Style{})
	}
}

// formulaText is the formula in the language, empty for a value as given.
func (m *Model) formulaText(q *quantity) string {
	node, given := m.shownFormula(q)
	if given != nil {
		return ""
	}
	return m.withGrowth(q, formula.Print(node))
}

// shownFormula is the formula as a reader wants it: a formula that is one name (a
// one-term sum, a pipeline without stages) is that name's own. A quantity that is
// a value as given, by itself or through a field, has that input instead.
func (m *Model) shownFormula(q *quantity) (node formula.Node, given *quantity) {
	if q.isInput() && q.growth == nil {
		return nil, q
	}
	node = q.node
	for q.growth == nil {
		name, ok := node.(*formula.Name)
		if !ok || name.Elapsed || name.At != nil || name.Percentile != "" {
			break
		}
		next := m.quantities[name.ID]
		if next.growth != nil || next.isInput() && next.section != Inputs {
			break
		}
		if next.isInput() {
			return nil, next
		}
		q, node = next, next.node
	}
	return node, nil
}

func (m *Model) withGrowth(q *quantity, text string) string {
	if q.growth == nil {
		return text
	}
	if _, sum := formula.Bare(q.node).(*formula.Sum); sum {
		text = "(" + text + ")"
	}
	return fmt.Sprintf("%s × growth of %s", text, q.growth.text)
}

func inputNames(node formula.Node) []string {
	names := namesIn(node)
	list := make([]string, 0, len(names))
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		if !seen[n.Path] {
			seen[n.Path] = true
			list = append(list, n.Path)
		}
	}
	return list
}

// bindingNeeds marks the need of each tier that decides its count.
func (r *reader) bindingNeeds(rep *Report) {
	for _, t := range r.m.scenario.Servers {
		best, most := -1, math.Inf(-1)
		for i, l := range rep.Lines {
			if l.Section == ServerLines && strings.HasPrefix(l.Row, t.Name+".") && l.Value > most {
				best, most = i, l.Value
			}
		}
		if best >= 0 && len(t.Needs) > 1 {
			rep.Lines[best].Note = "binds"
		}
	}
}

// weakest is the block of the outermost series whose downtime is largest; inside a
// block that is parallel nothing is weakest.
func (r *reader) weakest() string {
	bl := r.m.scenario.Availability
	if bl == nil || bl.Arrangement != SeriesBlocks || len(bl.Blocks) < 2 {
		return ""
	}
	name, largest := "", 0.0
	for _, inner := range bl.Blocks {
		id, ok := r.m.index["availability."+inner.Name]
		if !ok {
			continue
		}
		if u := r.exact.start.get(id).complement; u > largest {
			name, largest = inner.Name, u
		}
	}
	return name
}

// verdicts judges the expectations and hangs each on its line; one on a quantity at
// a time, or on a percentile, gets a line of its own.
func (r *reader) verdicts(rep *Report) {
	rows := make(map[string]int, len(rep.Lines))
	for i, l := range rep.Lines {
		rows[l.Name] = i
	}
	for _, x := range r.m.checks {
		if r.at != nil && x.name.At == nil {
			continue // it is about another time than that of the tables
		}
		in, c, ok := r.expected(x)
		if !ok {
			continue
		}
		v := r.judge(x, c)
		rep.Verdicts = append(rep.Verdicts, v)
		i, shown := rows[x.Quantity]
		if !shown {
			l := r.line(r.m.quantities[x.id], in)
			l.Name, l.Row = x.Quantity, x.Quantity
			if v.Style.As != nil {
				l.Style.As, l.Style.Digits = v.Style.As, v.Style.Digits
			}
			if l.Section == Inputs {
				l.Section = Other
			}
			i = insert(rep, l)
			for name, at := range rows {
				if at >= i {
					rows[name] = at + 1
				}
			}
			rows[x.Quantity] = i
		}
		l := &rep.Lines[i]
		if l.Verdict == nil || l.Verdict.Holds && !v.Holds {
			l.Verdict = &v
		}
	}
}

// insert puts a line behind the last one of its section.
func insert(rep *Report, l Line) int {
	order := Sections()
	i := len(rep.Lines)
	for i > 0 && slices.Index(order, rep.Lines[i-1].Section) > slices.Index(order, l.Section) {
		i--
	}
	rep.Lines = slices.Insert(rep.Lines, i, l)
	return i
}

// expected is the value that an expectation is about.
func (r *reader) expected(x *expectation) (*instant, *cell, bool) {
	q := r.m.quantities[x.id]
	in := r.instant(q)
	quantity := &Expr{Text: x.Quantity, Place: x.QuantityPlace}
	if x.name.At != nil {
		f := &frame{instant: r.exact.start}
		in = r.exact.at(formula.Eval(x.name.At, f))
	}
	c := in.get(x.id)
	if c.missing {
		r.exact.problems = append(r.exact.problems, quantity.Problem(needsHorizon(x.name, x.name.Path)))
		return in, c, false
	}
	return in, c, true
}

func (r *reader) judge(x *expectation, c *cell) Verdict {
	q := r.m.quantities[x.id]
	j := judgement{value: c.value, complement: c.complement, availability: q.typ.Kind == formula.Availability, approx: r.m.approx, cal: r.m.cal}
	style := x.style()
	if !fits(c.value, style.As.Factor(r.m.cal)) {
		style = q.style
	}
	style.Money = r.m.currency
	v := Verdict{Quantity: x.Quantity, Constraint: x.Text, Holds: x.holds(j), Difference: x.difference(j), Style: style, Place: x.Place}
	if !v.Holds {
		v.Message, v.Passing = x.constraint.explain(j, style, x.Text)
	}
	return v
}

// fits reports whether a value can be read in a scale that somebody wrote for it. One
// that is far off is shown in a scale of its own.
func fits(v, scale float64) bool {
	x := math.Abs(v / scale)
	return x == 0 || x >= 1e-3 && x < 1e7
}

// assumptions lists the inputs in the order of the file, then the defaults that
// took part.
func (m *Model) assumptions() []Assumption {
	var given, defaults []Assumption
	for _, q := range m.quantities {
		if q.expr == nil || q.expr.Origin == "" || !q.isInput() && (q.section != Inputs || !hasFigure(q.node)) {
			continue
		}
		a := Assumption{Name: q.inputPath(), Text: q.expr.Text, From: q.expr.Origin, Place: q.place}
		if q.expr.Origin == Default {
			defaults = append(defaults, a)
		} else {
			given = append(given, a)
		}
	}
	for _, p := range []struct {
		name string
		e    *Expr
	}{{"calendar.day", m.scenario.Day}, {"calendar.month", m.scenario.Month}, {"calendar.year", m.scenario.Year}} {
		if p.e != nil {
			given = append(given, Assumption{Name: p.name, Text: p.e.Text, From: p.e.Origin, Place: p.e.Place})
		}
	}
	slices.SortStableFunc(given, func(a, b Assumption) int {
		if a.Place.File != b.Place.File {
			return 0
		}
		return a.Place.Line - b.Place.Line
	})
	return append(given, defaults...)
}

// hasFigure reports whether a formula has a figure of its own, as "5% of 100 KB"
// has and "rps.peak" has not.
func hasFigure(n formula.Node) bool {
	found := false
	formula.Walk(n, func(n formula.Node) {
		l, ok := n.(*formula.Literal)
		found = found || ok && !l.Implicit
	})
	return found
}

// usesPeriods reports whether the length of a month or a year decides any result.
func (m *Model) usesPeriods() bool {
	used := false
	for _, q := range m.quantities {
		used = used || q.section == Reliability || q.section == Cost && q.column == "value"
		formula.Walk(q.node, func(n formula.Node) {
			if l, ok := n.(*formula.Literal); ok {
				used = used || l.UsesPeriod()
			}
		})
	}
	return used
}

func (m *Model) datasetsGrow() bool {
	for _, d := range m.scenario.Datasets {
		if d.Growth != nil {
			return true
		}
	}
	return false
}
