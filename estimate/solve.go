package estimate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Quest says what is looked for along a variable.
type Quest struct {
	At       *Expr    // judge every quantity at this time from the start; nil: each at its own
	Sampling Sampling // of percentiles
	SuchThat []*Expr  // constraints such as "servers at most 100", as text and place; none: what the scenario expects
	Between  *Expr    // "LOW..HIGH"; nil: six orders of magnitude to either side of the value as it is
	Digits   int      // significant digits of what is found; 0 is four
	Absent   bool     // the scenario does not give the variable: its value is no one's
}

// Solution says for which values of an input constraints hold.
type Solution struct {
	Variable *Variable
	Now      Figure // the value as the scenario has it, the median of a range
	Given    string // as it is written there; empty where it is not given
	Formula  string // that gave the value, where the scenario has one in its place
	From, To Figure // the ends of what was searched
	Log      bool   // on a logarithmic scale
	Nines    bool   // in nines
	Points   int    // how many values were looked at before the changes between them

	Solved   []Solved
	All      *Solved    // all constraints together, where there are several
	Sampling *Sampling  // of percentiles; nil: there are none
	NoValue  []Gap      // where the scenario cannot be computed
	Warnings []*Problem // doubts about the figures as they are now
	Calendar unit.Calendar
}

// Solved is one constraint, or all of them, along the variable.
type Solved struct {
	Quantity, Constraint string // empty for all together
	Place                Place

	Now    Line // the quantity as the scenario has it; of all together the zero Line
	Holds  bool // now
	Moves  bool // its value is not the same throughout
	Within []Stretch
}

// Stretch is a closed interval of values for which a constraint holds.
type Stretch struct{ From, To Edge }

// Edge is an end of a stretch.
type Edge struct {
	Figure         // a value that holds, written; no shorter one lies nearer to the end
	Exact  float64 // the last value that holds, in base units, as near as numbers go
	Line   Line    // the quantity at the figure; of all together the zero Line
	Open   bool    // the end of the search: nothing is known beyond

	Beyond     Figure // a value just beyond, as short, that does not hold
	BeyondLine Line   // the quantity there, where it has a value
	Lost       bool   // it has none there; Solution.NoValue says why
}

// Gap is an interval of values for which the scenario cannot be computed.
type Gap struct {
	From, To Figure
	Why      string
}

// defaultDigits is how exactly a limit is written.
const defaultDigits = 4

// Solve finds for which values of the variable the constraints hold. Values that change
// and change back between two neighbours of the search are not seen, but where a value
// has an extreme there.
func (v *Variable) Solve(q Quest) (*Solution, []*Problem) {
	checks, problems := v.m.constraints(q)
	a, problem := v.axisOf(q.Between)
	if problem != nil {
		problems = append(problems, problem)
	}
	if len(problems) > 0 {
		return nil, SortProblems(problems)
	}
	pr := &prober{checks: checks, opt: Options{At: q.At, Sampling: q.Sampling, exactly: true}}
	if pr.opt.Sampling, problem = v.m.readable(checks, pr.opt, v.looks(checks), "look for fewer constraints"); problem != nil {
		return nil, []*Problem{problem}
	}
	s := &solver{search: v.search(a, pr), digits: q.Digits}
	if s.digits == 0 {
		s.digits = defaultDigits
	}
	if problem := s.nothing(); problem != nil {
		return nil, []*Problem{problem}
	}
	found := s.solution()
	if q.Absent {
		found.Given = ""
	}
	return found, nil
}

// nothing is why the scenario cannot be computed at any place; nil where it can.
func (s *solver) nothing() *Problem {
	if slices.ContainsFunc(s.probes, func(p *probe) bool { return p.why == nil }) {
		return nil
	}
	return s.read(s.end(s.axis.from)).why
}

// axisOf is where a variable is searched.
func (v *Variable) axisOf(between *Expr) (*axis, *Problem) {
	if between != nil {
		low, high, problem := v.span(between)
		if problem != nil {
			return nil, problem
		}
		return v.between(low, high), nil
	}
	if a := v.around(); a != nil {
		return a, nil
	}
	at := &Expr{Text: v.Name, Place: Place{File: "--for", Line: 1, Column: 1}}
	return nil, at.Problem(&formula.Error{Span: formula.Span{End: len(v.Name)}, Rule: formula.RuleRange,
		Message: fmt.Sprintf("%s is %s, around which there is nothing to search", v.Name, v.now().Text), Help: fmt.Sprintf("say where to look, as in `--between %s..%s`", v.one(1), v.one(1e6))})
}

// one is an example of a value.
func (v *Variable) one(x float64) string { return v.write(x*v.Unit(), 1-x, 3) }

// now is the value as the model has it.
func (v *Variable) now() Figure {
	u := 1 - v.Value
	if v.nines {
		u = v.Unavailability
	}
	return v.read(v.write(v.Value, u, defaultDigits))
}

// constraints binds those of a quest, or takes the scenario's own.
func (m *Model) constraints(q Quest) ([]*expectation, []*Problem) {
	b := &builder{s: m.scenario, m: m}
	var checks []*expectation
	for _, text := range q.SuchThat {
		e, err := splitConstraint(text)
		if err != nil {
			b.problems = append(b.problems, text.Problem(err))
			continue
		}
		if x := b.expectation(e); x != nil {
			checks = append(checks, x)
		}
	}
	if len(q.SuchThat) > 0 {
		return checks, b.problems
	}
	for _, x := range m.checks {
		if q.At == nil || x.name.At != nil { // else it is about another time
			checks = append(checks, x)
		}
	}
	if len(checks) == 0 {
		b.problem(Place{File: m.scenario.File}, 0, ruleConstraint, "the scenario expects nothing that could break", "say what has to hold, as in `--such-that 'servers at most 100'`, or add `expect`")
	}
	return checks, b.problems
}

// splitConstraint parts "storage@3y at most 2 PB" into the quantity and what is asked of
// it. A colon may part them, as in a scenario.
func splitConstraint(e *Expr) (Expectation, *formula.Error) {
	text := e.Text
	start := len(text) - len(strings.TrimLeft(text, " \t"))
	end := start
	for start < len(text) && text[start] >= 'a' && text[start] <= 'z' && end < len(text) && (text[end] == '.' || text[end] == '_' || text[end] >= '0' && text[end] <= '9' || text[end] >= 'a' && text[end] <= 'z') {
		end++
	}
	if end < len(text) && text[end] == '@' {
		end = timeEnd(text, end+1)
	}
	rest := strings.TrimLeft(text[end:], " \t:")
	if end == start || rest == "" {
		return Expectation{}, &formula.Error{Span: formula.Span{Start: start, End: max(len(text), 1)}, Rule: ruleConstraint,
			Message: fmt.Sprintf("a quantity and what has to hold of it are wanted, found %q", text), Help: "write `servers at most 100`, `availability at least 99.9%` or `storage@3y under 2 PB`"}
	}
	return Expectation{Quantity: text[start:end], QuantityPlace: e.placeAt(start), Text: rest, Place: e.placeAt(len(text) - len(rest))}, nil
}

// timeEnd is the end of the time behind an "@".
func timeEnd(text string, i int) int {
	if unit.Starts(text, i) {
		if _, end, err := unit.Scan(text, i, unit.Options{Words: unit.NoWords{}, NoUnder: true}); err == nil {
			return end
		}
	}
	depth := 0
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0 && (c == ' ' || c == '\t' || c == ':'):
			return i
		}
	}
	return i
}

// solver writes down what a search finds.
type solver struct {
	*search
	digits int
}

func (s *solver) solution() *Solution {
	a, v := s.axis, s.axis.v
	out := &Solution{Variable: v, Now: v.now(), Given: v.m.quantities[v.id].expr.Text, From: s.end(a.from), To: s.end(a.to), Log: a.log, Nines: a.nines, Points: len(s.probes), Calendar: v.m.cal}
	now := s.prober.at(v.m, math.NaN())
	var lines []Line
	lines, out.Warnings = s.prober.lines(v.m)
	for i, x := range s.checks {
		one := s.solve(func(p *probe) side { return p.sides[i] }, i)
		one.Quantity, one.Constraint, one.Place = x.Quantity, x.Text, x.Place
		one.Now, one.Holds = lines[i], now.sides[i] == holding
		one.Moves = s.moves(i)
		out.Solved = append(out.Solved, one)
	}
	if len(s.checks) > 1 {
		all := s.solve((*probe).all, -1)
		all.Holds = now.all() == holding
		out.All = &all
	}
	out.NoValue = s.gaps()
	out.Sampling = v.m.sampled(s.opt.Sampling, s.checks)
	return out
}

// moves reports whether a quantity has more than one value.
func (s *solver) moves(i int) bool {
	var first *probe
	return slices.ContainsFunc(s.probes, func(p *probe) bool {
		if first == nil && p.why == nil {
			first = p
		}
		return p.why == nil && p.measures[i] != first.measures[i]
	})
}

// end is an end of the axis.
func (s *solver) end(t float64) Figure {
	f := s.axis.figure(t)
	return s.axis.v.read(s.axis.v.write(f.Value, f.Unavailability, 15))
}

// solve finds where one constraint holds, or all (-1).
func (s *solver) solve(of func(*probe) side, i int) Solved {
	var out Solved
	stretches := s.stretches(of)
	for k, st := range stretches {
		if st.side == holding {
			out.Within = append(out.Within, Stretch{From: s.edge(of, stretches, k, -1, i), To: s.edge(of, stretches, k, 1, i)})
		}
	}
	return out
}

// because is why there is no value.
func (p *probe) because() string {
	if p.why == nil { // the figure was written to the side of the gap
		return ""
	}
	return p.why.Message
}

// gaps are where the scenario cannot be computed: a matter of no one constraint.
func (s *solver) gaps() []Gap {
	var out []Gap
	of := func(p *probe) side {
		if p.why != nil {
			return noValue
		}
		return holding
	}
	for _, st := range s.stretches(of) {
		if st.side == noValue {
			gap := Gap{From: s.inside(of, st, false), To: s.inside(of, st, true)}
			gap.Why = s.read(gap.To).because()
			out = append(out, gap)
		}
	}
	return out
}

// edge is the low (-1) or the high (1) end of a stretch.
func (s *solver) edge(of func(*probe) side, all []stretch, k, way, i int) Edge {
	st, up := all[k], way > 0
	p := st.from
	if up {
		p = st.to
	}
	f := s.axis.figure(p.t)
	e := Edge{Exact: f.Value, Open: k+way < 0 || k+way >= len(all)}
	if e.Open {
		e.Figure = s.end(p.t)
	} else {
		e.Figure = s.inside(of, st, up)
		next := all[k+way]
		e.Beyond = s.inside(of, next, !up)
		e.Lost = next.side == noValue
	}
	if i >= 0 {
		lines, _ := s.prober.lines(s.axis.v.at(e.Figure))
		e.Line = lines[i]
		if !e.Open && !e.Lost {
			lines, _ = s.prober.lines(s.axis.v.at(e.Beyond))
			e.BeyondLine = lines[i]
		}
	}
	return e
}

// inside writes an end of a stretch with as few digits as lie within it, at least those
// that were asked for. What is written is read again and judged.
func (s *solver) inside(of func(*probe) side, st stretch, up bool) Figure {
	p := st.from
	if up {
		p = st.to
	}
	const most, tries = 15, 3
	for digits := s.digits; digits <= most; digits++ {
		for more := range tries {
			f := s.axis.rounded(p.t, digits, !up, more)
			if t := s.axis.place(f); t < st.from.t*(1-1e-15) || t > st.to.t*(1+1e-15) || math.IsNaN(t) {
				continue
			}
			if of(s.read(f)) == st.side {
				return f
			}
		}
	}
	f := s.axis.figure(p.t)
	f.Text = s.axis.v.write(f.Value, f.Unavailability, 17)
	return f
}
