package estimate

import (
	"fmt"
	"strconv"
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
	if of, percentile := b.m.percentileOf(n.Path); percentile {
		err.Help = fmt.Sprintf("the percentiles are `%s.p5`, `%s.p50` and `%s.p95`", of, of, of)
		return err
	}
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

// percentileOf reports whether a path ends in a percentile that there is not, such as p99,
// of something that there is.
func (m *Model) percentileOf(path string) (of string, ok bool) {
	i := strings.LastIndex(path, ".p")
	if i < 0 || !m.Has(path[:i]) {
		return "", false
	}
	_, err := strconv.ParseFloat(path[i+len(".p"):], 64)
	return path[:i], err == nil
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
