package estimate

import (
	"math"
	"strings"

	"botec/estimate/formula"
)

// Comparison is what a change did to a scenario: its causes, then their effects. It
// lists every quantity, moved or not: whether a reader sees one move is a matter of
// how it is shown.
type Comparison struct {
	Before, After *Report // nil: there was no such scenario, or there is none any more

	Assumptions []Cause  // that differ
	Formulas    []Cause  // that differ by more than a name that is new or gone
	Numbers     []Effect // in the order of the later report, what is gone in its old place
}

// Cause is something that somebody wrote differently. Before or After is empty where
// it was not there.
type Cause struct {
	Name          string
	Before, After string
	Factor        float64 // after ÷ before; of an availability, of the unavailabilities; NaN: not to be told
	Availability  bool
}

// Effect is a quantity before and after. One of the lines is nil where it was not
// there. Both are in the style of the later one, as far as the values can be read in it.
type Effect struct {
	Name          string
	Before, After *Line
	Factor        float64 // as of a Cause
	Constraints   []Judged
}

// Judged is an expectation before and after, one of them nil where it was not there.
type Judged struct{ Before, After *Verdict }

// Broken reports that what held does not hold any more.
func (j Judged) Broken() bool {
	return j.Before != nil && j.After != nil && j.Before.Holds && !j.After.Holds
}

// Fails reports that it does not hold now, whatever was before.
func (j Judged) Fails() bool { return j.After != nil && !j.After.Holds }

// Still reports that it did not hold before either.
func (j Judged) Still() bool { return j.Fails() && j.Before != nil && !j.Before.Holds }

// Mended reports that what did not hold holds now.
func (j Judged) Mended() bool {
	return j.Before != nil && j.After != nil && !j.Before.Holds && j.After.Holds
}

// Rewritten reports that the expectation itself is another one, new or gone.
func (j Judged) Rewritten() bool {
	return j.Before == nil || j.After == nil || j.Before.Constraint != j.After.Constraint
}

// Broken lists the expectations that held and do not hold any more, in order.
func (c *Comparison) Broken() []Judged {
	var out []Judged
	for _, n := range c.Numbers {
		for _, j := range n.Constraints {
			if j.Broken() {
				out = append(out, j)
			}
		}
	}
	return out
}

// Compare compares two reports. One of them may be nil: everything is new, or gone.
// It does not change the reports.
func Compare(before, after *Report) *Comparison {
	b, a := viewOf(before), viewOf(after)
	return &Comparison{Before: before, After: after, Assumptions: causes(b, a), Formulas: formulas(b, a), Numbers: effects(b, a)}
}

// view is a report by the names in it.
type view struct {
	report      *Report
	lines       map[string]*Line
	assumptions map[string]*Assumption
	verdicts    map[string][]*Verdict
	known       map[string]bool // the names of lines and in formulas
}

func viewOf(r *Report) *view {
	v := &view{report: r, lines: make(map[string]*Line), assumptions: make(map[string]*Assumption), verdicts: make(map[string][]*Verdict), known: make(map[string]bool)}
	if r == nil {
		v.report = &Report{}
	}
	r = v.report
	for i := range r.Lines {
		l := &r.Lines[i]
		v.lines[l.Name], v.known[l.Name] = l, true
		for _, name := range l.Inputs {
			v.known[name] = true
		}
	}
	for _, a := range facts(r) {
		v.assumptions[a.Name] = &a
	}
	for i := range r.Verdicts {
		name := r.Verdicts[i].Quantity
		v.verdicts[name] = append(v.verdicts[name], &r.Verdicts[i])
	}
	return v
}

// facts are the assumptions of a report and what else its author decided. The
// calendar is one fact: a default beside a given month would not say what changed.
func facts(r *Report) []Assumption {
	var out []Assumption
	add := func(name, text string) {
		if text != "" {
			out = append(out, Assumption{Name: name, Text: text, Value: math.NaN()})
		}
	}
	add("name", r.Name)
	add("currency", r.Currency)
	if r.Calendar.Year > 0 {
		add("calendar", r.Calendar.String())
	}
	add("prices.as_of", r.PricesAsOf)
	add("prices.source", r.PricesFrom)
	for _, a := range r.Assumptions {
		if !strings.HasPrefix(a.Name, "calendar.") {
			out = append(out, a)
		}
	}
	return out
}

func listNames[T any](list []T, name func(*T) string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = name(&list[i])
	}
	return out
}

// merge lists the names of both sides, each once, in the order of the later one: what
// is gone stands before what followed it.
func merge(before, after []string) []string {
	kept := make(map[string]bool, len(after))
	for _, name := range after {
		kept[name] = true
	}
	gone := make(map[string][]string)
	var waiting []string
	for _, name := range before {
		if !kept[name] {
			waiting = append(waiting, name)
			continue
		}
		gone[name], waiting = append(gone[name], waiting...), nil
	}
	out := make([]string, 0, len(before)+len(after))
	for _, name := range after {
		out = append(append(out, gone[name]...), name)
	}
	return append(out, waiting...)
}

// causes lists the assumptions that are not what they were.
func causes(before, after *view) []Cause {
	var out []Cause
	name := func(a *Assumption) string { return a.Name }
	for _, n := range merge(listNames(facts(before.report), name), listNames(facts(after.report), name)) {
		b, a := before.assumptions[n], after.assumptions[n]
		switch {
		case b == nil:
			out = append(out, Cause{Name: n, After: a.Text, Factor: math.NaN()})
		case a == nil:
			out = append(out, Cause{Name: n, Before: b.Text, Factor: math.NaN()})
		case b.Text != a.Text && !sameValue(b, a):
			out = append(out, Cause{Name: n, Before: b.Text, After: a.Text, Availability: a.Type.Kind == formula.Availability,
				Factor: factor(b.Type, a.Type, b.Value, a.Value, b.Unavailability, a.Unavailability)})
		}
	}
	return out
}

// sameValue reports whether a figure was only written in other words, such as 100M and
// 0.1B.
func sameValue(b, a *Assumption) bool {
	return b.Type.Dim == a.Type.Dim && b.Type.Kind == a.Type.Kind && b.Value == a.Value && b.Unavailability == a.Unavailability
}

// factor is after ÷ before. There is none between what has no common measure, and none
// from, to or across nothing.
func factor(tb, ta formula.Type, before, after, downBefore, downAfter float64) float64 {
	if tb.Dim != ta.Dim || (tb.Kind == formula.Availability) != (ta.Kind == formula.Availability) {
		return math.NaN()
	}
	if ta.Kind == formula.Availability && !math.IsNaN(before) && !math.IsNaN(after) {
		before, after = downBefore, downAfter
	}
	if f := after / before; f > 0 && !math.IsInf(f, 0) {
		return f
	}
	return math.NaN()
}

// formulas lists the quantities that are computed in another way, each way once. A name
// that is new or gone has a line of its own, and so has growth: what follows from
// either is left out.
func formulas(before, after *view) []Cause {
	var out []Cause
	told := make(map[[2]string]bool)
	for n, a := range after.assumptions {
		if b := before.assumptions[n]; b != nil && a.formula != "" {
			told[[2]string{b.formula, a.formula}] = true
		}
	}
	for _, a := range after.report.Lines {
		b := before.lines[a.Name]
		if b == nil || b.Formula == "" || a.Formula == "" || b.Formula == a.Formula || told[[2]string{b.Formula, a.Formula}] {
			continue
		}
		if oneSided(b.Inputs, after) || oneSided(a.Inputs, before) || a.Section != Other && ofGrowth(b.Formula) != ofGrowth(a.Formula) {
			continue
		}
		told[[2]string{b.Formula, a.Formula}] = true
		out = append(out, Cause{Name: a.Name, Before: b.Formula, After: a.Formula, Factor: math.NaN()})
	}
	return out
}

func oneSided(names []string, other *view) bool {
	for _, n := range names {
		if !other.known[n] && other.assumptions[n] == nil {
			return true
		}
	}
	return false
}

// ofGrowth reports whether a standard formula is the one for what grows.
func ofGrowth(formula string) bool {
	return strings.Contains(formula, " × growth of ") || strings.HasPrefix(formula, "integral(")
}

// effects lists the numbers of both sides.
func effects(before, after *view) []Effect {
	var out []Effect
	name := func(l *Line) string { return l.Name }
	for _, n := range merge(listNames(before.report.Lines, name), listNames(after.report.Lines, name)) {
		if before.isAside(n) && after.isAside(n) {
			continue
		}
		e := Effect{Name: n, Before: before.lines[n], After: after.lines[n], Factor: math.NaN(), Constraints: judged(before.verdicts[n], after.verdicts[n])}
		if b, a := e.Before, e.After; b != nil && a != nil {
			e.Factor = factor(b.Type, a.Type, b.Value, a.Value, b.Unavailability, a.Unavailability)
			e.Before = inStyleOf(b, a, before.report)
		}
		out = append(out, e)
	}
	return out
}

// isAside reports whether a line says nothing of its own, or is not there: an
// assumption, a peak that is its mean, the downtime of an availability.
func (v *view) isAside(name string) bool {
	l := v.lines[name]
	if l == nil {
		return true
	}
	if len(v.verdicts[name]) > 0 {
		return false
	}
	mean, peak := strings.CutSuffix(name, ".peak")
	switch {
	case v.assumptions[name] != nil && l.Formula == "":
		return true
	case peak && v.lines[mean] != nil:
		return v.lines[mean].Value == l.Value
	}
	return l.Section == Reliability && l.Row == "downtime" && v.lines["availability"] != nil
}

// inStyleOf is the earlier line as the later one is shown, so that the two can be read
// against each other; a value that is too far off keeps its own scale.
func inStyleOf(b, a *Line, report *Report) *Line {
	if b.Type.Dim != a.Type.Dim || a.Style.As != nil && !fits(b.Value, a.Style.As.Factor(report.Calendar)) {
		return b
	}
	out := *b
	out.Style = a.Style
	out.Style.Money = b.Style.Money
	return &out
}

// judged pairs the expectations on a quantity: those in the same words, then those
// that limit it in the same way, then what is left, each in order.
func judged(before, after []*Verdict) []Judged {
	pairs := make([]Judged, len(after))
	taken := make([]bool, len(before))
	for i, a := range after {
		pairs[i].After = a
	}
	for _, alike := range []func(b, a *Verdict) bool{
		func(b, a *Verdict) bool { return b.Constraint == a.Constraint },
		func(b, a *Verdict) bool { return b.Bound == a.Bound },
		func(*Verdict, *Verdict) bool { return true },
	} {
		for i := range pairs {
			for k, b := range before {
				if pairs[i].Before == nil && !taken[k] && alike(b, pairs[i].After) {
					pairs[i].Before, taken[k] = b, true
				}
			}
		}
	}
	for k, b := range before {
		if !taken[k] {
			pairs = append(pairs, Judged{Before: b})
		}
	}
	return pairs
}
