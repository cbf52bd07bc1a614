package estimate

import (
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Model is a compiled scenario: a graph of named quantities, checked and ready to
// be evaluated any number of times. It does not change after Compile.
type Model struct {
	scenario   *Scenario
	cal        unit.Calendar
	currency   string
	quantities []*quantity
	index      map[string]int // by name and by the path of a field
	growth     *growth        // of the users and rates; nil: none
	approx     float64        // the tolerance of "~"
	checks     []*expectation
	styles     map[int]unit.Style // how an expected quantity is shown
	rounding   map[int]Rounding
	byDefault  *Rounding
	warnings   []*Problem
	stocks     []string // storage.ACTION of every action that stores
	datasets   []string // storage.DATASET
}

// growth is compound: rate per period, by the length of the period in seconds.
type growth struct {
	input  int // the quantity, in 1/time
	period float64
	text   string
}

// quantity is one node of the graph.
type quantity struct {
	id      int
	name    string
	shown   string // in formulas, where shorter than the name
	path    string // in the file, where it is not the name
	section Section
	row     string
	column  string

	node   formula.Node // checked; its names know their quantities
	expr   *Expr        // what the user wrote, where that is the formula; else nil
	field  *field       // what the field takes; nil: anything
	place  Place
	origin Origin

	typ       formula.Type
	style     unit.Style
	atHorizon bool // read at the horizon where nobody says when
	growth    *growth
	grows     bool       // its value depends on growth
	moves     bool       // its value depends on when it is read
	onlyGrows bool       // and that by its growth alone
	spreads   bool       // its value depends on a range
	base      *unit.Unit // the time base in which it is rounded; nil: the second
	exact     bool       // never rounded
	steps     float64    // the work of one evaluation, without that of functions
	isLet     bool
	borrows   bool // its style is the unit of a literal in its formula
	hidden    bool // not a line of the report
	assumes   bool // independence of failures
	depth     int  // of an availability block
	state     checkState
}

type checkState uint8

const (
	unchecked checkState = iota
	checking
	checked
)

// isInput reports whether the quantity is a value as given rather than computed.
func (q *quantity) isInput() bool { return q.expr != nil && formula.IsInput(q.expr.Node) }

// isAssumption reports whether a figure that somebody chose stands in the quantity as
// written: a value as given, or a formula such as "40% of mau", of which --set takes the
// place. "rps.peak" assumes nothing.
func (q *quantity) isAssumption() bool {
	return q.isInput() || q.expr != nil && formula.HasFigure(q.expr.Node)
}

// Names lists every quantity that a formula, a claim or a command can name, in the
// order of the report; the paths of fields come last.
func (m *Model) Names() []string {
	names := make([]string, 0, len(m.quantities))
	var paths []string
	for _, q := range m.quantities {
		if q.section == Inputs {
			paths = append(paths, q.name)
		} else {
			names = append(names, q.name)
		}
	}
	return append(names, paths...)
}

// Inputs lists the values as given, by the path that --set takes.
func (m *Model) Inputs() []string {
	var names []string
	for _, q := range m.quantities {
		if q.isInput() {
			names = append(names, q.inputPath())
		}
	}
	return names
}

// inputPath is the path of a value in the file, which --set takes.
func (q *quantity) inputPath() string {
	if q.path != "" {
		return q.path
	}
	return q.name
}

// Calendar is what a day, a month and a year are in the scenario.
func (m *Model) Calendar() unit.Calendar { return m.cal }

// Role says what a name stands for.
type Role uint8

// A name is unknown, that of an input or a let, or that of a computed quantity.
const (
	Unknown Role = iota
	Input
	Computed
)

// Settable finds what a name stands for and, for an input, its path in the file.
func (m *Model) Settable(name string) (path string, role Role) {
	id, ok := m.index[name]
	if !ok {
		return name, Unknown
	}
	if q := m.quantities[id]; q.expr != nil && q.column != "peak" {
		return q.inputPath(), Input
	}
	return name, Computed
}

// Has reports whether a quantity or the path of a field has the name.
func (m *Model) Has(name string) bool {
	_, ok := m.index[name]
	return ok
}

// InputsOf lists the inputs that a quantity depends on, at any depth.
func (m *Model) InputsOf(name string) []string {
	id, ok := m.index[name]
	if !ok {
		return nil
	}
	var names []string
	m.reach(&formula.Name{ID: id}, func(*formula.Name) bool { return true }, func(q *quantity) {
		if q.isAssumption() {
			names = append(names, q.inputPath())
		}
	})
	return names
}

// reach visits the quantity of a name and all that it depends on, each once, in reading
// order: through the names that follow says yes to.
func (m *Model) reach(name *formula.Name, follow func(*formula.Name) bool, visit func(*quantity)) {
	seen := make([]bool, len(m.quantities))
	horizon, hasHorizon := m.index["horizon"]
	var read func(n *formula.Name)
	read = func(n *formula.Name) {
		if follow(n) && !seen[n.ID] {
			seen[n.ID] = true
			q := m.quantities[n.ID]
			visit(q)
			for _, inner := range q.names() {
				read(inner)
			}
			if q.growth != nil {
				read(&formula.Name{ID: q.growth.input})
			}
			if hasHorizon && usesElapsed(q.node) {
				read(&formula.Name{ID: horizon})
			}
		}
		for _, inner := range namesIn(n.At) {
			read(inner)
		}
	}
	read(name)
}

// names lists the names in the quantity's formula, in reading order.
func (q *quantity) names() []*formula.Name { return namesIn(q.node) }

func namesIn(node formula.Node) []*formula.Name {
	var names []*formula.Name
	formula.Walk(node, func(n formula.Node) {
		if name, ok := n.(*formula.Name); ok && name.ID >= 0 {
			names = append(names, name)
		}
	})
	return names
}

// nearest is the help for a name that nothing has.
func (m *Model) nearest(name string) string {
	return unit.DidYouMean(name, m.Names(), "%s", "`botec help quantities` lists the names; a name of your own goes under `let`")
}

// Sections gives the names of all sections in the order of a report.
func Sections() []Section {
	return []Section{Traffic, StorageLines, Bandwidth, CacheLines, ServerLines, Reliability, LatencyLines, Cost, Other}
}

func (m *Model) bySection() []*quantity {
	order := Sections()
	out := slices.Clone(m.quantities)
	slices.SortStableFunc(out, func(a, b *quantity) int {
		return slices.Index(order, a.section) - slices.Index(order, b.section)
	})
	return out
}
