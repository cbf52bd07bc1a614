package estimate

import (
	"fmt"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Compile turns a scenario into a model. It reports every mistake that shows
// without evaluation: missing and contradicting fields, unknown names, dimensions
// that do not agree, cycles, written values outside their range. The model is nil
// when there are any, and when the scenario has an expression without a tree.
func Compile(s *Scenario) (*Model, []*Problem) {
	b := &builder{s: s, m: &Model{scenario: s, index: make(map[string]int), rounding: make(map[int]Rounding), styles: make(map[int]unit.Style), approx: 0.1}}
	b.calendar()
	b.top()
	b.lets()
	b.actions()
	b.datasets()
	b.storage()
	b.caches()
	b.tiers()
	b.availability()
	b.latency()
	b.prices()
	if b.tooLong() {
		return nil, SortProblems(b.problems)
	}
	for _, q := range b.m.quantities {
		b.check(q)
	}
	for _, f := range b.later {
		f()
	}
	b.inputRanges()
	b.currency()
	b.expectations()
	b.roundings()
	if len(b.problems) > 0 || b.broken() {
		return nil, SortProblems(b.problems)
	}
	b.warn()
	return b.m, nil
}

// builder collects the quantities of a scenario.
type builder struct {
	s        *Scenario
	m        *Model
	problems []*Problem
	stack    []*quantity // being checked, for the chain of a cycle
	later    []func()    // checks that need all types
}

// broken reports whether anything in the graph has no meaning: a mistake here, or one
// that was reported where the file was read.
func (b *builder) broken() bool {
	return slices.ContainsFunc(b.m.quantities, func(q *quantity) bool { return q.typ.Broken })
}

func (b *builder) problem(at Place, width int, rule, message, help string) {
	b.problems = append(b.problems, &Problem{Place: at, Width: width, Rule: rule, Message: message, Help: help})
}

// add registers a quantity under its name. A name that is taken keeps its first
// owner: the file's own names are checked for clashes where they are read.
func (b *builder) add(q *quantity) *quantity {
	q.id = len(b.m.quantities)
	b.m.quantities = append(b.m.quantities, q)
	if _, taken := b.m.index[q.name]; !taken {
		b.m.index[q.name] = q.id
	}
	return q
}

// input registers a field of the file under its path; a nil expression is a field
// that was not given, and registers nothing.
func (b *builder) input(path, shown string, e *Expr, f *field) *quantity {
	if e == nil {
		return nil
	}
	if e.Node == nil { // a mistake that has been reported: what names it is not one
		return b.add(&quantity{name: path, shown: shown, section: Inputs, expr: e, place: e.Place, typ: formula.Type{Broken: true}, state: checked, exact: true})
	}
	return b.add(&quantity{name: path, shown: shown, section: Inputs, node: ownNode(e), expr: e, field: f,
		place: e.Place, origin: e.Origin, exact: true, style: styleOf(e.Node, f)})
}

// ownNode copies the tree of an expression: checking marks its names.
func ownNode(e *Expr) formula.Node {
	return formula.Rewrite(e.Node, func(*formula.Name) formula.Node { return nil })
}

// styleOf shows an input in the unit in which it was written.
func styleOf(n formula.Node, f *field) unit.Style {
	switch {
	case f == nil:
		return unit.Style{}
	case f.dim == unit.Rate:
		if lit := formula.FirstLiteral(n, unit.Rate); lit != nil {
			return unit.Style{Per: unit.ScaleOf(lit.Literal).Base()}
		}
		return unit.Style{}
	case f.dim != unit.None:
		return unit.Style{}
	}
	lit, ok := formula.AsLiteral(n)
	if isOneRange(n) {
		lit = formula.FirstLiteral(n, unit.None)
		ok = lit != nil
	}
	if ok {
		return unit.Style{Percent: lit.Form == unit.Percent, Times: lit.Form == unit.Multiplier}
	}
	return unit.Style{}
}

// byDefault registers a value of the program's own, written in the language.
func (b *builder) byDefault(path, shown, text string, f *field) {
	n, err := formula.Parse(text, formula.Vocabulary{})
	if err != nil {
		panic("estimate: default " + text + ": " + err.Message)
	}
	b.input(path, shown, &Expr{Text: text, Node: n, Origin: Default}, f)
}

// standard registers a quantity that a standard formula gives. It gives nil where
// the formula has nothing left to say.
func (b *builder) standard(id standardID, at Place, bind binding) *quantity {
	s := &standards[id]
	node := b.expand(id.template(), bind)
	if node == nil {
		return nil
	}
	row, name := substitute(s.Row, bind.words), substitute(s.Name, bind.words)
	return b.add(&quantity{name: name, section: s.Section, row: row, column: s.Column, node: node, place: at})
}

func word(name, value string) map[string]string { return map[string]string{name: value} }

// calendar computes what a day, a month and a year are: week, month and year follow
// the day; month and year may name each other.
func (b *builder) calendar() {
	cal := unit.DefaultCalendar()
	if day, ok := b.period(b.s.Day, cal); ok {
		cal = unit.Calendar{Day: day, Year: 365 * day, Month: 365 * day / 12}
	}
	year, month := b.s.Year, b.s.Month
	if year != nil && month != nil && mentions(year, "month") && mentions(month, "year") {
		b.problems = append(b.problems, month.Problem(&formula.Error{Span: month.Node.Where(), Rule: "cycle",
			Message: "year and month are each given by the other", Help: "write one of them in days, such as `365 days`"}))
		b.m.cal = cal
		return
	}
	setMonth := func() {
		if v, ok := b.period(month, cal); ok {
			cal.Month = v
		}
	}
	setYear := func() {
		if v, ok := b.period(year, cal); ok {
			cal.Year = v
			if month == nil && !mentions(year, "month") {
				cal.Month = v / 12
			}
		}
	}
	if mentions(year, "month") {
		setMonth()
		setYear()
	} else {
		setYear()
		setMonth()
	}
	b.m.cal = cal
}

func mentions(e *Expr, name string) bool {
	found := false
	if e != nil {
		formula.Walk(e.Node, func(n formula.Node) {
			switch n := n.(type) {
			case *formula.Name:
				found = found || n.Path == name
			case *formula.Literal:
				found = found || n.Unit != nil && n.Unit.Symbol == name
			}
		})
	}
	return found
}

// period evaluates one value of the calendar under what is known of it so far.
func (b *builder) period(e *Expr, cal unit.Calendar) (float64, bool) {
	if e == nil || e.Node == nil {
		return 0, false
	}
	scope := calendarScope{cal: cal}
	node := ownNode(e)
	t, errs := formula.Check(node, scope)
	if len(errs) == 0 && t.Dim != unit.Time {
		errs = append(errs, wrongDimension(node, "this", t, &yearField))
	}
	if len(errs) == 0 {
		v := formula.Eval(node, &scope)
		if v > 0 && scope.err == nil {
			return v, true
		}
		if scope.err == nil {
			scope.err = &formula.Error{Span: node.Where(), Rule: formula.RuleValue, Message: "a time above 0 is wanted", Help: "write it as `365.25 days`"}
		}
		errs = append(errs, scope.err)
	}
	for _, err := range errs {
		b.problems = append(b.problems, e.Problem(err))
	}
	return 0, false
}

// calendarScope knows only the periods themselves.
type calendarScope struct {
	formula.Single
	cal unit.Calendar
	err *formula.Error
}

func (c calendarScope) Calendar() unit.Calendar { return c.cal }

func (c calendarScope) Resolve(n *formula.Name) (int, formula.Type, *formula.Error) {
	if _, ok := unit.LookupUnder(n.Path); ok {
		return 0, formula.Type{Dim: unit.Time}, nil
	}
	return -1, formula.Type{}, &formula.Error{Rule: formula.RuleName, Message: "the calendar knows only `day`, `month` and `year`", Help: "write `365.25 days` or `year/12`"}
}

func (c *calendarScope) Value(n *formula.Name, _ []float64) formula.Column {
	u, _ := unit.LookupUnder(n.Path)
	return formula.Fixed(u.Factor(c.cal))
}

func (c *calendarScope) Complement(n *formula.Name, dst []float64) formula.Column {
	return formula.Fixed(1 - c.Value(n, dst).Value)
}

func (c *calendarScope) Integral(formula.Node, formula.Column, []float64) formula.Column {
	return formula.Fixed(0)
}

func (c *calendarScope) Fail(err *formula.Error, _ int) { c.err = err }

// top registers the fields at the top of the file.
func (b *builder) top() {
	for _, in := range []struct {
		name string
		e    *Expr
		f    *field
	}{
		{"users", b.s.Users, &countField}, {"mau", b.s.MAU, &countField}, {"dau", b.s.DAU, &countField},
		{"horizon", b.s.Horizon, &horizonField}, {"peak", b.s.Peak, &peakField}, {"read_write_ratio", b.s.ReadWriteRatio, &ratioField},
		{"growth", b.s.Growth, &growthField}, {"approx", b.s.Approx, &approxField},
	} {
		q := b.input(in.name, "", in.e, in.f)
		if q == nil {
			continue
		}
		switch in.name {
		case "users", "mau", "dau":
			q.section, q.row, q.column = Traffic, in.name, "mean"
		case "growth":
			b.m.growth = b.growthOf(q)
		}
	}
	for _, name := range []string{"users", "mau", "dau"} {
		if id, ok := b.m.index[name]; ok && b.m.quantities[id].isInput() {
			b.m.quantities[id].growth = b.m.growth
		}
	}
}

// growthOf reads the period from below the line of the growth as written.
func (b *builder) growthOf(q *quantity) *growth {
	lit := formula.FirstLiteral(q.expr.Node, unit.Rate)
	if lit == nil || len(lit.Under) != 1 {
		return nil // its shape is checked where the file is read
	}
	return &growth{input: q.id, period: lit.Under[0].Factor(b.m.cal), text: q.expr.Text}
}

// lets registers the scenario's own names.
func (b *builder) lets() {
	for _, l := range b.s.Lets {
		if l.Value == nil || l.Value.Node == nil {
			b.input(l.Name, "", &Expr{Place: l.Place}, nil)
			continue
		}
		q := b.add(&quantity{name: l.Name, section: Other, row: l.Name, column: "value", node: ownNode(l.Value), expr: l.Value,
			place: l.Value.Place, origin: l.Value.Origin, isLet: true})
		q.exact = q.isInput()
		q.hidden = q.isInput() // an assumption rather than a result
		if l.In != nil {
			if lit, ok := formula.AsLiteral(l.In.Node); ok {
				q.style = unit.Style{As: unit.ScaleOf(lit.Literal)}
			}
		}
	}
}

// MaxQuantities bounds the graph of one scenario: an action has half a dozen quantities.
const MaxQuantities = 10000

// MaxExpectations bounds the expectations of one scenario.
const MaxExpectations = 1000

// tooLong refuses what has more parts than anybody reads. It is told of where the first
// part beyond stands.
func (b *builder) tooLong() bool {
	refuse := func(at Place, what string, found, most int) {
		b.problem(at, 1, formula.RuleLimit, fmt.Sprintf("the scenario has %s %s, at most %s are computed", unit.Grouped(found), what, unit.Grouped(most)), "split it into several scenarios")
	}
	if found := len(b.m.quantities); found > MaxQuantities {
		at := Place{File: b.s.File}
		for _, q := range b.m.quantities[:MaxQuantities+1] {
			if q.place.Line > 0 && q.place.File != "" { // a default has no place
				at = q.place
			}
		}
		refuse(at, "quantities", found, MaxQuantities)
	}
	if found := len(b.s.Expect); found > MaxExpectations {
		refuse(b.s.Expect[MaxExpectations].QuantityPlace, "expectations", found, MaxExpectations)
	}
	return len(b.problems) > 0
}
