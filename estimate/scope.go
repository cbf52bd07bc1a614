package estimate

import (
	"fmt"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// scope resolves the names in one quantity's formula, checking what they refer to
// first.
type scope struct {
	b *builder
	q *quantity // nil: an expression outside the graph, such as an expectation's name
}

func (s scope) Calendar() unit.Calendar { return s.b.m.cal }

// Resolve finds the quantity of a name and checks it.
func (s scope) Resolve(n *formula.Name) (int, formula.Type, *formula.Error) {
	if n.Elapsed {
		return -1, formula.Type{Dim: unit.Time}, nil
	}
	id, ok := s.b.m.index[n.Path]
	if !ok {
		return -1, formula.Type{}, s.b.unknown(n)
	}
	q := s.b.m.quantities[id]
	if q.state == checking {
		return -1, formula.Type{}, s.b.cycle(q)
	}
	if strings.HasPrefix(n.Path, "availability") && s.q != nil && s.q.section == Reliability && s.q.expr != nil {
		return -1, formula.Type{}, &formula.Error{Rule: "shared-block",
			Message: fmt.Sprintf("a block cannot name another of the same tree, found %q", n.Path),
			Help:    "give both the same `let` if they are alike; a part that two blocks share stands once, in series with both"}
	}
	s.b.check(q)
	if s.q != nil {
		s.q.grows = s.q.grows || q.grows
		s.q.atHorizon = s.q.atHorizon || q.atHorizon && s.q.isLet && n.At == nil
		s.q.assumes = s.q.assumes || q.assumes && q.typ.Kind == formula.Availability
	}
	if q.typ.Broken {
		return id, q.typ, &formula.Error{} // reported at its own place
	}
	return id, q.typ, nil
}

// unknown explains a name that no quantity has.
func (b *builder) unknown(n *formula.Name) *formula.Error {
	err := &formula.Error{Rule: formula.RuleName, Message: fmt.Sprintf("unknown name %q", n.Path), Help: b.m.nearest(n.Path)}
	head, rest, dotted := strings.Cut(n.Path, ".")
	if _, ok := unit.Lookup(n.Path); ok {
		err.Help = fmt.Sprintf("a unit stands behind a number: write `1 %s`", n.Path)
	}
	for _, a := range b.s.Actions {
		if a.Name == n.Path {
			err.Message = fmt.Sprintf("%q is a stream: it has bytes a second and no requests", n.Path)
			err.Help = fmt.Sprintf("name `%s.ingress`, `%s.egress` or `%s.daily`", a.Name, a.Name, a.Name)
		} else if a.Name == head && dotted {
			err.Message = fmt.Sprintf("%q has no %q", head, rest)
			if near := unit.Nearest(n.Path, b.m.Names()); near == "" {
				err.Help = fmt.Sprintf("`botec help quantities` lists what an action has; it follows from the fields that %s gives", head)
			}
		}
	}
	if n.Path == "horizon" || n.Path == "dau" || n.Path == "mau" || n.Path == "users" {
		err.Message = fmt.Sprintf("%s is not given", n.Path)
		err.Help = map[string]string{"horizon": "add `horizon: 10 years`"}[n.Path]
		if err.Help == "" {
			err.Help = fmt.Sprintf("add `%s: 100M`", n.Path)
		}
	}
	return err
}

func (b *builder) cycle(q *quantity) *formula.Error {
	var chain []string
	on := false
	for _, s := range b.stack {
		on = on || s == q
		if on {
			chain = append(chain, s.name)
		}
	}
	return &formula.Error{Rule: "cycle", Message: "this goes in a circle: " + strings.Join(append(chain, q.name), " → "),
		Help: "give one of them a value that does not need the others"}
}

// check finds the type of a quantity, once.
func (b *builder) check(q *quantity) {
	if q.state != unchecked {
		return
	}
	q.state = checking
	b.stack = append(b.stack, q)
	t, errs := formula.Check(q.node, scope{b, q})
	b.stack = b.stack[:len(b.stack)-1]
	q.state = checked
	q.typ = t
	if len(errs) == 0 && !t.Broken && q.field != nil && !q.field.anyDim && t.Dim != q.field.dim {
		errs = append(errs, wrongDimension(q.node, q.lastName(), t, q.field))
	}
	if len(errs) == 0 && q.isLet && !t.Broken && !t.Dim.Nameable() {
		errs = append(errs, &formula.Error{Span: q.node.Where(), Rule: formula.RuleDimension,
			Message: fmt.Sprintf("%s has the dimension %s, which no unit has", q.name, t.Dim), Help: "check what is multiplied and divided here"})
	}
	for _, err := range errs {
		q.typ.Broken = true
		quiet := q.field != nil && q.field.quiet && err.Rule == formula.RuleDimension
		if !quiet && (err.Rule != "cycle" || q.column != "peak") { // a circle of rates is one of peaks too: said once
			b.reportAt(q, err)
		}
	}
	if q.section == Reliability && strings.HasPrefix(q.name, "availability") {
		q.typ.Kind = formula.Availability
	}
	b.settle(q)
}

func (q *quantity) lastName() string {
	if q.shown != "" {
		return q.shown
	}
	return q.name
}

// settle draws what follows from a checked formula: growth, the time at which the
// quantity is read, whether it assumes independence, how it is shown.
func (b *builder) settle(q *quantity) {
	first, _, _ := strings.Cut(q.name, ".")
	switch first {
	case "storage":
		q.atHorizon = q.name != "storage.daily" && q.section != Inputs
	case "cache", "servers", "cost":
		q.atHorizon = true
	}
	if b.m.growth != nil && q.growth == nil && !q.grows && b.isOwnRate(q) {
		q.growth = b.m.growth
	}
	q.grows = q.grows || q.growth != nil
	formula.Walk(q.node, func(n formula.Node) {
		if c, ok := n.(*formula.Call); ok && q.typ.Kind == formula.Availability {
			q.assumes = q.assumes || c.Func.Name == "parallel" || c.Func.Name == "k_of_n" || c.Func.Name == "k_of"
		}
	})
	switch {
	case q.section == StorageLines && q.column == "daily":
		q.base = b.m.cal.Day
		q.style.Per, _ = unit.Lookup("day")
	case q.section == Cost && q.column == "value":
		q.base = b.m.cal.Month
		q.style.Per, _ = unit.Lookup("month")
	case q.section == ServerLines && q.column == "value":
		q.exact = true
	case q.section == Reliability:
		q.exact = true
	case q.isLet && q.style.As == nil:
		q.style = letStyle(q)
	}
	if q.typ.Dim == unit.Rate && q.base == 0 && q.name != "rps" && !strings.HasPrefix(q.name, "rps.") {
		q.base = b.baseOf(q)
	}
}

// baseOf is the time base of a rate: that of its first literal, else of the first
// rate that it names; 0 where there is neither.
func (b *builder) baseOf(q *quantity) float64 {
	if lit := formula.FirstLiteral(q.node, unit.Rate); lit != nil && len(lit.Under) > 0 {
		return 1 / unit.ScaleOf(unit.Literal{Under: lit.Under}).Factor(b.m.cal)
	}
	for _, n := range q.names() {
		if of := b.m.quantities[n.ID]; of.typ.Dim == unit.Rate && of.base != 0 {
			return of.base
		}
	}
	return 0
}

// isOwnRate reports whether the quantity is the rate of an action (for a stream,
// its sizes), to which growth applies where nothing in it grows yet.
func (b *builder) isOwnRate(q *quantity) bool {
	return q.section == Traffic && q.column == "mean" && q.name == q.row && q.typ.Dim == unit.Rate && !strings.Contains(q.name, ".") && q.name != "rps" ||
		q.field == &streamField
}

// letStyle shows a let in the unit of its first literal of that dimension.
func letStyle(q *quantity) unit.Style {
	lit := formula.FirstLiteral(q.expr.Node, q.typ.Dim)
	switch {
	case q.typ.Dim == unit.None:
		return unit.Style{Percent: lit != nil && lit.Form == unit.Percent && q.typ.Kind != formula.Number, Times: lit != nil && lit.Form == unit.Multiplier && q.isInput()}
	case lit == nil:
		return unit.Style{}
	case q.typ.Dim == unit.Rate || q.typ.Dim == unit.DataRate && len(lit.Under) > 0 || q.typ.Dim == unit.Spending:
		for _, u := range lit.Under {
			if u.Dim == unit.Time {
				return unit.Style{Per: u}
			}
		}
		return unit.Style{}
	default:
		s := unit.ScaleOf(lit.Literal)
		s.Magnitude = ""
		if s.Unit.IsCurrency() {
			return unit.Style{}
		}
		return unit.Style{As: s}
	}
}

// reportAt places a mistake of a formula: in the text where the user wrote it, else
// at the part of the file that the formula belongs to.
func (b *builder) reportAt(q *quantity, err *formula.Error) {
	if q.expr != nil {
		b.problems = append(b.problems, q.expr.Problem(err))
		return
	}
	if err.Rule == "cycle" { // told where somebody wrote the name that leads here
		for i := len(b.stack) - 1; i >= 0; i-- {
			if by := b.stack[i]; by.expr != nil {
				err.Span = by.node.Where()
				b.problems = append(b.problems, by.expr.Problem(err))
				return
			}
		}
	}
	b.problem(q.place, 0, err.Rule, fmt.Sprintf("%s = %s: %s", q.name, formula.Print(q.node), err.Message), err.Help)
}

func wrongDimension(n formula.Node, name string, t formula.Type, f *field) *formula.Error {
	err := &formula.Error{Span: n.Where(), Rule: formula.RuleDimension,
		Message: fmt.Sprintf("%s is %s, wanted is %s", name, t.Dim, f.dim), Help: fmt.Sprintf("write it as `%s`", f.example)}
	if lit, ok := formula.AsLiteral(n); ok && lit.BillionOrBytes() && f.dim == unit.Data {
		err.Help = fmt.Sprintf("`%s` is %s billion: write `%s B` for bytes", lit.Text, strings.TrimSuffix(lit.Text, "B"), strings.TrimSuffix(lit.Text, "B"))
	}
	return err
}

// inputRanges evaluates what stands in the file as a value and compares it with the
// range of its field, so that such mistakes show together with all others.
func (b *builder) inputRanges() {
	for _, q := range b.m.quantities {
		if q.typ.Broken || !q.isInput() || q.field == nil {
			continue
		}
		f := &inputFrame{cal: b.m.cal}
		v := formula.Eval(q.node, f)
		if f.err != nil {
			b.reportAt(q, f.err)
			q.typ.Broken = true
		} else if err := outside(q, v); err != nil {
			b.reportAt(q, err)
			q.typ.Broken = true
		}
	}
}

// outside reports a value that its field does not take.
func outside(q *quantity, v float64) *formula.Error {
	f := q.field
	if f == nil || f.ok(v) {
		return nil
	}
	text := formula.Print(q.node)
	err := &formula.Error{Span: q.node.Where(), Rule: formula.RuleValue,
		Message: fmt.Sprintf("%s is %s, it takes %s", q.lastName(), text, f.want), Help: fmt.Sprintf("write it as `%s`", f.example)}
	if lit, ok := formula.AsLiteral(q.node); ok && lit.Form == unit.Plain && strings.Contains(f.want, "%") && v >= 2 && v <= 100 {
		err.Help = fmt.Sprintf("write `%s%%`", lit.Text)
	}
	return err
}

// inputFrame evaluates literals: there are no names.
type inputFrame struct {
	cal unit.Calendar
	err *formula.Error
}

func (f *inputFrame) Calendar() unit.Calendar                { return f.cal }
func (f *inputFrame) Value(*formula.Name) float64            { return 0 }
func (f *inputFrame) Complement(*formula.Name) float64       { return 1 }
func (f *inputFrame) Integral(formula.Node, float64) float64 { return 0 }
func (f *inputFrame) Fail(err *formula.Error)                { f.err = err }
