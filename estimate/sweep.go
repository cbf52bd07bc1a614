package estimate

import (
	"math"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// SweepOptions say what is swept.
type SweepOptions struct {
	At       *Expr    // every quantity at this time; nil: each at its own
	Sampling Sampling // of percentiles
	Of       []*Expr  // the quantities, by name; none: those that the scenario expects something of
	Steps    []*Steps
}

// Sweep is how quantities move as one input moves, or two.
type Sweep struct {
	Steps      []*Steps // one or two
	Quantities []Swept
	Sampling   *Sampling // of percentiles; nil: there are none
	Warnings   []*Problem
	Calendar   unit.Calendar
}

// Swept is a quantity in a sweep. Of two inputs its cells are in rows, one for each value
// of the first.
type Swept struct {
	Name    string
	Type    formula.Type
	Cells   []Cell
	Budgets []Budget // what the scenario expects of it
}

// Moves reports whether the quantity has more than one value, or none somewhere.
func (s *Swept) Moves() bool {
	first := s.Cells[0].Line
	return slices.ContainsFunc(s.Cells, func(c Cell) bool {
		return c.Why != "" || c.Line.Value != first.Value || c.Line.Unavailability != first.Unavailability
	})
}

// Cell is a quantity at one value, or one pair of values.
type Cell struct {
	Line  Line
	Why   string // there is no value
	Holds bool   // what is expected of it
	why   *Problem
}

// Budget is an expectation on a swept quantity: where along the one input it holds.
type Budget struct {
	Solved
	Bound Bound
	Ends  []float64 // the figures that it is bounded by, in base units; of an availability as unavailability
}

// Sweep evaluates the quantities at every value, or pair of values. With one input, it
// finds where expectations begin and cease to hold between the ends.
func (m *Model) Sweep(o SweepOptions) (*Sweep, []*Problem) {
	named, problems := m.subjects(o.Of)
	if len(problems) > 0 {
		return nil, problems
	}
	checks := m.budgets(named, o.At)
	out := &Sweep{Steps: o.Steps, Calendar: m.cal}
	cells, lost, problem := m.cells(&o, named, checks)
	if problem != nil {
		return nil, []*Problem{problem}
	}
	out.Warnings, out.Sampling = m.lossWarnings(lost), m.sampled(o.Sampling, named)
	for i, x := range named {
		s := Swept{Name: x.Quantity, Type: m.quantities[x.id].typ}
		for _, row := range cells {
			s.Cells = append(s.Cells, row[i])
		}
		out.Quantities = append(out.Quantities, s)
	}
	if len(o.Steps) == 1 {
		m.crossings(out, o, named, checks)
	}
	return out, nil
}

// subjects finds the quantities that are asked for.
func (m *Model) subjects(of []*Expr) ([]*expectation, []*Problem) {
	b := &builder{s: m.scenario, m: m}
	var named []*expectation
	add := func(name *formula.Name, e *Expr) {
		text := formula.Print(name)
		if !slices.ContainsFunc(named, func(x *expectation) bool { return x.Quantity == text }) {
			named = append(named, &expectation{Expectation: Expectation{Quantity: text, QuantityPlace: e.Place}, name: name, id: name.ID})
		}
	}
	for _, e := range of {
		name, _, errs := b.subject(e.Text)
		for _, err := range errs {
			if err.Rule == ruleConstraint {
				err.Message, err.Help = "one quantity is wanted", "name the expression in `let` and sweep that"
			}
			b.problems = append(b.problems, e.Problem(err))
		}
		if name != nil && len(errs) == 0 {
			add(name, e)
		}
	}
	if len(of) == 0 {
		for _, x := range m.checks {
			add(x.name, &Expr{Place: x.QuantityPlace})
		}
		if len(m.checks) == 0 {
			b.problem(Place{File: m.scenario.File}, 0, ruleConstraint, "the scenario expects nothing of any quantity", "say which to sweep, as in `--of storage,servers`")
		}
	}
	return named, SortProblems(b.problems)
}

// budgets are the expectations on each of the quantities.
func (m *Model) budgets(named []*expectation, at *Expr) [][]*expectation {
	out := make([][]*expectation, len(named))
	for i, x := range named {
		for _, c := range m.checks {
			if formula.Print(c.name) == x.Quantity && (at == nil || c.name.At != nil) {
				out[i] = append(out[i], c)
			}
		}
	}
	return out
}

// cells reads the quantities at every value or pair, and says what trials were lost in the
// worst of them. A problem is one of all of them, or of what the command line says.
func (m *Model) cells(o *SweepOptions, named []*expectation, checks [][]*expectation) ([][]Cell, []*loss, *Problem) {
	places := len(o.Steps[0].Values)
	if len(o.Steps) > 1 {
		places *= len(o.Steps[1].Values)
	}
	times := places
	if all := slices.Concat(checks...); len(o.Steps) == 1 && len(all) > 0 {
		times += o.Steps[0].Variable.looks(all)
	}
	var problem *Problem
	if o.Sampling, problem = m.readable(named, Options{At: o.At, Sampling: o.Sampling, exactly: true}, times, "sweep fewer values"); problem != nil {
		return nil, nil, problem
	}
	cells, lost := make([][]Cell, places), make([][]*loss, places)
	onAllCores(places, func(i int) { cells[i], lost[i] = o.model(i).row(*o, named, checks) })
	if !slices.ContainsFunc(cells, func(row []Cell) bool { return row[0].why == nil }) {
		return nil, nil, cells[0][0].why // as a run would say
	}
	var most []*loss
	for _, l := range lost {
		most = worstLosses(most, l)
	}
	return cells, most, nil
}

// model is the model at one value, or one pair of values: those of the second input go by
// first.
func (o *SweepOptions) model(i int) *Model {
	if len(o.Steps) == 1 {
		return o.Steps[0].Variable.at(o.Steps[0].Values[i])
	}
	count := len(o.Steps[1].Values)
	first := o.Steps[0].Variable.at(o.Steps[0].Values[i/count])
	return o.Steps[1].Variable.in(first, o.Steps[1].Values[i%count])
}

// readable reports a time, or a quantity, that has no value by the way it is asked for, and
// a model that takes too long to be read as often as it is about to be. It gives the
// sampling with which it does not.
func (m *Model) readable(named []*expectation, opt Options, times int, help string) (Sampling, *Problem) {
	r, problems := m.reader(opt)
	for _, x := range named {
		if len(problems) > 0 {
			return opt.Sampling, problems[0]
		}
		if _, _, ok := r.expected(x); !ok {
			problems = r.exact.problems[len(r.exact.problems)-1:]
		}
	}
	if len(problems) > 0 {
		return opt.Sampling, problems[0]
	}
	r.readAll()
	return r.affordable(times, help)
}

// row reads the quantities from one model.
func (m *Model) row(o SweepOptions, named []*expectation, checks [][]*expectation) ([]Cell, []*loss) {
	out := make([]Cell, len(named))
	r, _ := m.reader(Options{At: o.At, Sampling: o.Sampling, exactly: true})
	for i, x := range named {
		out[i] = Cell{Line: r.lineAbout(x), Holds: true}
		for _, c := range checks[i] {
			s, _ := r.probe(c)
			out[i].Holds = out[i].Holds && s == holding
		}
	}
	r.readAll()
	for i := range out {
		if problems := r.exact.problems; len(problems) > 0 {
			out[i].why = SortProblems(slices.Clone(problems))[0]
			out[i].Why = out[i].why.Message
			out[i].Line.Value, out[i].Line.Unavailability, out[i].Holds = math.NaN(), math.NaN(), false
		}
	}
	return out, r.exact.lost
}

// crossings finds where along the one input the expectations hold.
func (m *Model) crossings(out *Sweep, o SweepOptions, named []*expectation, checks [][]*expectation) {
	all := slices.Concat(checks...)
	if len(all) == 0 {
		return
	}
	v := o.Steps[0].Variable
	low, high := o.Steps[0].ends()
	a := v.between(low, high)
	if !(a.from < a.to) {
		return
	}
	s := &solver{search: v.search(a, &prober{checks: all, opt: Options{At: o.At, Sampling: o.Sampling, exactly: true}}), digits: defaultDigits}
	k := 0
	for i := range named {
		for range checks[i] {
			out.Quantities[i].Budgets = append(out.Quantities[i].Budgets, s.budget(k))
			k++
		}
	}
}

// budget is where one expectation holds.
func (s *solver) budget(i int) Budget {
	x := s.checks[i]
	b := Budget{Solved: s.solve(func(p *probe) side { return p.sides[i] }, i)}
	b.Quantity, b.Constraint, b.Place = x.Quantity, x.Text, x.Place
	availability := s.axis.v.m.quantities[x.id].typ.Kind == formula.Availability
	switch x.cmp {
	case atMost, under:
		b.Bound = Ceiling
	case minimum, over:
		b.Bound = Floor
	}
	bounds := []unit.Literal{x.low}
	if x.cmp == between {
		bounds = append(bounds, x.high)
	}
	for _, l := range bounds {
		value := l.Value(s.axis.v.m.cal)
		if u, ok := l.Complement(); ok && availability {
			value = u
		}
		b.Ends = append(b.Ends, value)
	}
	return b
}
