package estimate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Report evaluates the model. It reports what only the values show: a division by
// zero, a computed value outside its field's range.
func (m *Model) Report(opt Options) (*Report, []*Problem) {
	r, problems := m.reader(opt)
	if len(problems) > 0 {
		return nil, problems
	}
	rep, problems := r.report()
	if opt.Blocks && rep != nil {
		r.replicas(rep)
	}
	return rep, problems
}

func (r *reader) report() (*Report, []*Problem) {
	m := r.m
	rep := &Report{Name: m.scenario.Name, About: m.scenario.About, Source: m.scenario.Source, File: m.scenario.File,
		Calendar: m.cal, Currency: m.currency, Grows: m.growth != nil || m.datasetsGrow(), Napkin: r.napkin != nil,
		Warnings: slices.Clone(m.warnings)}
	shown := slices.DeleteFunc(m.bySection(), func(q *quantity) bool { return q.hidden || q.section == Inputs })
	rep.Lines = make([]Line, 0, len(shown))
	for _, q := range shown {
		in := r.instant(q)
		rep.Lines = append(rep.Lines, r.line(q, in))
		if r.wantsSpread(q) {
			r.lines = append(r.lines, &rep.Lines[len(rep.Lines)-1]) // which has room for all
			r.moments = append(r.moments, r.exact.moment(q, in))
		}
	}
	if r.spread {
		used, warnings := r.spreadLines(r.lines, r.moments)
		rep.Warnings = append(rep.Warnings, warnings...)
		rep.Sampling = sampledBy(used, r.lines)
	}
	r.bindingNeeds(rep)
	r.verdicts(rep)
	rep.Warnings = append(rep.Warnings, r.exact.lossWarnings()...)
	rep.Assumptions = m.assumptions(r.exact.start)
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
	m       *Model
	exact   *evaluator
	napkin  *evaluator // nil: nobody asked
	at      *float64
	terse   bool // see Judge
	spread  bool // say of each line how far ranges spread it
	only    []Section
	tabled  bool
	lines   []*Line // whose spreads are wanted, and when each is read
	moments []moment
	depth   int // of the quantity that is being derived
}

func (m *Model) reader(opt Options) (*reader, []*Problem) {
	r := &reader{m: m, exact: newEvaluator(m), spread: opt.Spread, only: opt.Only, tabled: opt.Tabled}
	r.exact.sampling = opt.Sampling
	if m.hasNapkin(opt) && !opt.exactly {
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

// wantsSpread reports whether the spread of a quantity's line is asked for.
func (r *reader) wantsSpread(q *quantity) bool {
	return r.spread && q.spreads && (len(r.only) == 0 || slices.Contains(r.only, q.section)) && !(r.tabled && q.column == "spent")
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
		return r.napkin.at(in.t.Value)
	case atHorizon:
		return r.napkin.horizon
	default:
		return r.napkin.start
	}
}

func (r *reader) line(q *quantity, in *instant) Line { return r.lineOf(q, in, in.get(q.id)) }

// lineOf is the line of a quantity, or of a percentile of it, at an instant.
func (r *reader) lineOf(q *quantity, in *instant, c *cell) Line {
	l := Line{Name: q.name, Section: q.section, Row: q.row, Column: q.column, Depth: q.depth, Value: c.value.Value,
		Type: q.typ, Place: q.place, At: r.when(in)}
	if !r.terse {
		l.Formula = r.m.formulaText(q)
		if node, given := r.m.shownFormula(q); given == nil {
			l.Inputs = inputNames(node)
		}
	}
	l.Style = r.style(q, c)
	if math.IsInf(in.t.Value, 1) && !c.missing {
		l.At = "start" // there is no horizon at which it would be read
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

// style is how a value wants to be printed.
func (r *reader) style(q *quantity, c *cell) unit.Style {
	s := r.ownStyle(q, c.value.Value)
	s.Money = r.m.currency
	if as, ok := r.m.styles[q.id]; ok && fits(c.value.Value, as.As.Factor(r.m.cal)) {
		s.As, s.Digits = as.As, as.Digits
	}
	if q.typ.Dim == unit.Rate && s.As == nil && s.Per == nil && math.Abs(c.value.Value) < 1 && q.base != nil {
		s.Per = q.base // a rate under one a second, in its own time base
	}
	return s
}

// ownStyle is how a value wants to be printed that nothing is expected of. A let that
// borrows the unit of a literal keeps it as long as the number stays one to read: not
// 30,000,000 KiB, but 28.6 GiB.
func (r *reader) ownStyle(q *quantity, v float64) unit.Style {
	if !q.borrows || q.style.As == nil {
		return q.style
	}
	if x := math.Abs(v / q.style.As.Factor(r.m.cal)); x == 0 || x >= 1e-2 && x < 1e5 {
		return q.style
	}
	return unit.Style{Digits: q.style.Digits, Bits: q.style.As.Unit.Bits(), Binary: q.style.As.Unit.Binary()}
}

// onNapkin adds the rounded figure where rounding had a part in it.
func (r *reader) onNapkin(l *Line, q *quantity, in *instant) {
	if q.exact {
		return
	}
	v := r.twin(in).get(q.id).value.Value
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
	u := c.complement.Value
	l.Unavailability, l.Nines, l.Downtime = u, nines(u), downtime(u, r.m.cal)
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
		return unit.Format(in.t.Value, unit.Time, r.m.cal, unit.Style{})
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
