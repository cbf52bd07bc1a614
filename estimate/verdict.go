package estimate

import (
	"cmp"
	"math"
	"slices"

	"botec/estimate/formula"
)

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
			l := r.lineOf(r.m.quantities[x.id], in, c)
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

// expected is the value that an expectation is about, or a name of the command line: at
// its own time, else at that which everything is read at, else at its natural one.
func (r *reader) expected(x *expectation) (*instant, *cell, bool) {
	r.exact.tidy()
	from := r.exact.start
	if r.at != nil {
		from = r.exact.at(*r.at)
	}
	in, c := (&frame{instant: from}).read(x.name)
	if c.missing {
		quantity := &Expr{Text: x.Quantity, Place: x.QuantityPlace}
		r.exact.problems = append(r.exact.problems, quantity.Problem(needsHorizon(x.name, x.name.Path)))
		return in, c, false
	}
	return in, c, true
}

// judge says whether an expectation holds.
func (r *reader) judge(x *expectation, c *cell) Verdict {
	return r.verdict(x, c, x.wording(modelWords{r.m}))
}

// verdict judges a constraint, and explains it in its author's words.
func (r *reader) verdict(x *expectation, c *cell, w *wording) Verdict {
	q := r.m.quantities[x.id]
	j := r.judgement(q, c)
	w.style = x.style()
	if !fits(c.value.Value, w.style.As.Factor(r.m.cal)) {
		w.style = r.ownStyle(q, c.value.Value)
	}
	w.style.Money = r.m.currency
	v := Verdict{Quantity: x.Quantity, Constraint: x.Text, Holds: x.holds(j), Style: w.style, Place: x.Place}
	if v.Holds && r.terse {
		return v
	}
	v.Difference, v.Band = x.difference(j), w.band(j)
	v.Bound, v.Used = x.used(j)
	if !v.Holds {
		w.locate()
		v.Message, v.Remedy, v.Passing = w.failure(j), cmp.Or(w.binary(j), w.asShare(j)), w.passing(j)
	}
	return v
}

func (r *reader) judgement(q *quantity, c *cell) judgement {
	return judgement{value: c.value.Value, complement: c.complement.Value, availability: q.typ.Kind == formula.Availability, approx: r.m.approx, cal: r.m.cal}
}

// fits reports whether a value can be read in a scale that somebody wrote for it. One
// that is far off is shown in a scale of its own.
func fits(v, scale float64) bool {
	x := math.Abs(v / scale)
	return x == 0 || x >= 1e-3 && x < 1e7
}
