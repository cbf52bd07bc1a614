package estimate

import (
	"fmt"
	"math"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Explain gives a quantity with all that it is computed from, as a tree. A name may
// carry a time ("storage@3y"). The problem says why there is none.
func (m *Model) Explain(name string, opt Options) (*Derivation, *Problem) {
	r, n, in, problem := m.asked(name, opt)
	if problem != nil {
		return nil, problem
	}
	return r.explain(n, in)
}

// Explainer is Explain with the usual options, for one name after the other: what several
// rest on is computed once.
func (m *Model) Explainer() func(name string) (*Derivation, *Problem) {
	r, _ := m.reader(Options{}) // without a time nothing can be wrong
	return func(name string) (*Derivation, *Problem) {
		n, in, problem := r.find(name)
		if problem != nil {
			return nil, problem
		}
		return r.explain(n, in)
	}
}

func (r *reader) explain(n *formula.Name, in *instant) (*Derivation, *Problem) {
	d := r.derive(n.ID, in, make(map[derived]bool))
	if n.Percentile != "" {
		_, c := (&frame{instant: r.exact.start}).read(n)
		d = r.derivePercentile(n, in, c, d)
	}
	if r.spread {
		var used Sampling
		used, d.Warnings = r.spreadLines(r.lines, r.moments)
		d.Sampling = sampledBy(used, r.lines)
	}
	d.Warnings = append(d.Warnings, r.exact.lossWarnings()...)
	if problems := r.problems(); len(problems) > 0 {
		return nil, problems[0]
	}
	return d, nil
}

// asked opens the model for one quantity, by its name.
func (m *Model) asked(name string, opt Options) (*reader, *formula.Name, *instant, *Problem) {
	r, problems := m.reader(opt)
	n, in, problem := r.find(name)
	if problem == nil && len(problems) > 0 {
		problem = problems[0]
	}
	return r, n, in, problem
}

// find reads the name of a quantity, with its time where it has one.
func (r *reader) find(name string) (*formula.Name, *instant, *Problem) {
	asked := askedFor(name)
	node, err := formula.Parse(name, formula.Vocabulary{IsName: r.m.Has})
	if err != nil {
		return nil, nil, asked.Problem(err)
	}
	n, ok := node.(*formula.Name)
	if !ok {
		return nil, nil, asked.Problem(&formula.Error{Span: node.Where(), Rule: formula.RuleName, Message: fmt.Sprintf("%q is not the name of a quantity", name), Help: "name one, such as `storage` or `rps.peak`"})
	}
	if _, errs := formula.Check(n, scope{b: &builder{s: r.m.scenario, m: r.m}}); len(errs) > 0 {
		return nil, nil, asked.Problem(errs[0])
	}
	in := r.instant(r.m.quantities[n.ID])
	if n.At != nil {
		if in = (&frame{instant: r.exact.start}).at(n); in == nil {
			return nil, nil, r.problems()[0]
		}
	}
	return n, in, nil
}

// askedFor is the name of a quantity as the command line has it.
func askedFor(name string) *Expr {
	return &Expr{Text: name, Place: Place{File: "quantity", Line: 1, Column: 1}}
}

// MaxExplained is how deep a derivation goes: what stands deeper is named, and can be
// explained by its own name.
const MaxExplained = 50

// derived is a quantity at a time, which a tree explains once.
type derived struct {
	id int
	in *instant
}

func (r *reader) derive(id int, in *instant, seen map[derived]bool) *Derivation {
	q := r.m.quantities[id]
	d := &Derivation{Line: r.line(q, in), Spreads: q.spreads}
	r.lines, r.moments = append(r.lines, &d.Line), append(r.moments, r.exact.moment(q, in))
	if t := in.t; q.growth != nil && t.Each == nil && t.Value > 0 && !math.IsInf(t.Value, 1) {
		d.Formula += " over " + unit.Format(t.Value, unit.Time, r.m.cal, unit.Style{})
	}
	node, given := r.m.shownFormula(q)
	if given != nil {
		d.Given, d.From, d.Place = given.expr.Text, given.expr.Origin, given.place
		key := derived{id, nil}
		d.Above, seen[key] = seen[key], true
		return d
	}
	d.Node = node
	key := derived{id, in}
	if d.Above = seen[key]; d.Above {
		return d
	}
	if r.depth == MaxExplained {
		d.Deeper = true
		return d
	}
	r.depth++
	defer func() { r.depth-- }()
	seen[key] = true
	if q.isInput() { // an input that grows: its formula is its text
		return d
	}
	f := &frame{instant: in, q: q, cell: &cell{}}
	here := make(map[string]bool)
	for _, n := range namesIn(node) {
		text := formula.Print(n)
		if here[text] {
			continue
		}
		here[text] = true
		from, c := f.read(n)
		of := r.derive(n.ID, from, seen)
		if n.Percentile != "" && of.Spreads {
			of = r.derivePercentile(n, from, c, of)
		}
		of.Asked = text
		d.Of = append(d.Of, of)
	}
	if h, ok := r.m.index["horizon"]; ok && usesElapsed(node) && in.kind == atHorizon {
		of := r.derive(h, in, seen)
		of.Asked = "horizon"
		d.Of = append(d.Of, of)
	}
	return d
}

// derivePercentile puts a percentile above what it is a percentile of.
func (r *reader) derivePercentile(n *formula.Name, in *instant, c *cell, of *Derivation) *Derivation {
	d := &Derivation{Line: r.lineOf(r.m.quantities[n.ID], in, c), Node: n, Of: []*Derivation{of}, Share: n.Percentile}
	d.Name, of.Asked = formula.Print(n), of.Name
	return d
}

func usesElapsed(n formula.Node) bool {
	used := false
	formula.Walk(n, func(n formula.Node) {
		if name, ok := n.(*formula.Name); ok {
			used = used || name.Elapsed
		}
	})
	return used
}
