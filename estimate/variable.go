package estimate

import (
	"math"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Variable is an input of a model that takes other values: what a sweep, a search for a
// limit and an elasticity turn. The graph is compiled once; a model with another value
// shares all of it but the one node, and is read like any other.
type Variable struct {
	Name           string // its path, as --set takes it
	Type           formula.Type
	Value          float64 // as the model has it, in base units; the median of a range
	Unavailability float64 // of an availability

	m     *Model
	id    int
	like  unit.Literal // the unit and form in which its values are written
	field *field
	nines bool // an availability, or a name for one
}

// Variable finds an input by its name or path. It reports false for a name that nothing
// has, and for what is no value as given: there --set puts one in the formula's place,
// and the model that comes of it has the variable. A limit, such as latency.budget, is
// no input of the graph.
func (m *Model) Variable(name string) (*Variable, bool) {
	id, ok := m.index[name]
	if !ok {
		return nil, false
	}
	q := m.quantities[id]
	if !q.isInput() || q.name == "approx" || q.name == "latency.budget" {
		return nil, false
	}
	c := newEvaluator(m).start.get(id)
	v := &Variable{Name: q.inputPath(), Type: q.typ, Value: c.value.Value, m: m, id: id, like: likeness(q), field: q.field}
	if v.nines = m.isAvailability(q, v.like.Form == unit.Percent); v.nines {
		v.Unavailability = m.complementOf(q)
	}
	return v, true
}

// complementOf is 1 − value of a quantity at the start.
func (m *Model) complementOf(q *quantity) float64 {
	f := &frame{instant: newEvaluator(m).start}
	s := f.Scratch()
	defer s.GiveBack(1)
	return f.Complement(&formula.Name{ID: q.id}, s.Borrow()).Value
}

// likeness is the unit and the form of an input, from the first figure in it.
func likeness(q *quantity) unit.Literal {
	var like unit.Literal
	found := false
	formula.Walk(q.node, func(n formula.Node) {
		if l, ok := n.(*formula.Literal); ok && !found && l.Dim() == q.typ.Dim {
			like, found = l.Literal, true
		}
	})
	return like
}

// isAvailability reports whether an input is an availability, or a percentage by which
// the blocks of the availability tree go.
func (m *Model) isAvailability(q *quantity, percent bool) bool {
	if q.typ.Kind == formula.Availability || q.field == &availableField {
		return true
	}
	return percent && q.field == nil && slices.ContainsFunc(m.quantities, func(by *quantity) bool {
		return by.field == &availableField && slices.ContainsFunc(by.names(), func(n *formula.Name) bool { return n.ID == q.id })
	})
}

// with is the model in which the variable has another value, in base units. What the
// field does not take is a problem of what is read from that model, as if it stood in
// the file. The warnings are those of the model as it is.
func (v *Variable) with(value float64) *Model {
	lit := v.like.With(unit.NumberOf(value / v.Unit()))
	return v.at(Figure{Text: v.text(lit, value < 0), lit: lit, negative: value < 0})
}

// withUnavailability is with for an availability that is known by its complement.
func (v *Variable) withUnavailability(u float64) *Model {
	lit := v.like.With(unit.ComplementOf(u))
	return v.at(Figure{Text: v.text(lit, false), lit: lit})
}

// Unit is the number of base units in one of the unit in which values are written.
func (v *Variable) Unit() float64 { return scale(v.like, v.m.cal) }

// in puts a figure into a model that has the variable's graph. Messages about the value
// show the figure's text.
func (v *Variable) in(m *Model, f Figure) *Model {
	lit := &formula.Literal{Literal: f.lit, Text: strings.TrimPrefix(f.Text, "-")}
	lit.End = len(lit.Text)
	var node formula.Node = lit
	if f.negative {
		node = &formula.Unary{Span: lit.Span, X: lit}
	}
	_, _ = formula.Check(node, calendarScope{cal: m.cal}) // computes the value; what is too large shows where it is read
	q := *m.quantities[v.id]
	q.node = node
	q.expr = &Expr{Text: f.Text, Node: node, Place: q.place, Origin: Overridden}
	other := *m
	other.quantities = slices.Clone(m.quantities)
	other.quantities[v.id] = &q
	return &other
}

// text writes a figure as --set takes it.
func (v *Variable) text(figure unit.Literal, negative bool) string {
	const digits = 15
	value := figure.Value(v.m.cal)
	if negative {
		value = -value
	}
	if u, ok := figure.Complement(); ok && v.nines {
		return v.write(value, u, digits)
	}
	return v.write(value, 1-value, digits)
}

// Text writes a value in base units, or an availability by its complement, with so many
// significant digits, as --set takes it.
func (v *Variable) Text(value, unavailability float64, digits int) string {
	return v.write(value, unavailability, digits)
}

// Written gives the value of a field or a let that is a formula, or a range, as a text
// that --set takes in its place. It reports false where there is none.
func (m *Model) Written(name string) (string, bool) {
	d, problem := m.Explain(name, Options{})
	if problem != nil || d.Missing != "" {
		return "", false
	}
	const digits = 15
	if d.Type.Kind == formula.Availability {
		return unit.FormatAvailability(d.Unavailability, digits), true
	}
	text := unit.Format(d.Value, d.Type.Dim, m.cal, unit.Style{Digits: digits, Percent: d.Type.Kind == formula.Percent, Money: m.currency})
	return billions(text, d.Type.Dim), true
}

// billions keeps "5B" from being read as bytes.
func billions(text string, d unit.Dimension) string {
	if number, ok := strings.CutSuffix(text, "B"); ok && d == unit.None {
		return number + " billion"
	}
	return text
}

// write writes a value with so many significant digits as --set takes it, in the unit of
// the variable or one that suits its size.
func (v *Variable) write(value, complement float64, digits int) string {
	if v.nines && complement >= 0 && complement <= 1 {
		return unit.FormatAvailability(complement, digits)
	}
	if v.like.Form == unit.Ratio {
		over := v.like.Over.Rat()
		right, _ := over.Float64()
		return unit.Format(value*right, unit.None, v.m.cal, unit.Style{Digits: digits, Plain: true}) + ":" + over.FloatString(max(0, -v.like.Over.Places()))
	}
	text := unit.Format(value, v.Type.Dim, v.m.cal, v.style(value, digits))
	if v.m.quantities[v.id].isLet {
		return billions(text, v.Type.Dim)
	}
	return text
}

// style shows values of the variable: in its own unit where they fit, else in one of the
// same kind.
func (v *Variable) style(value float64, digits int) unit.Style {
	own := unit.ScaleOf(v.like)
	own.Magnitude = ""
	s := unit.Style{Digits: digits, Money: v.m.currency}
	x := math.Abs(value / own.Factor(v.m.cal))
	switch {
	case v.Type.Dim == unit.None && len(own.Under) == 0:
		s.Percent, s.Times = own.Percent, own.Times
	case v.Type.Dim == unit.Rate && own.Unit == nil && !own.Percent, v.Type.Dim == unit.Spending && len(own.Under) == 1:
		s.Per = own.Base()
	case v.Type.Dim == unit.DataRate && len(own.Under) == 1:
		s.Per, s.Bits = own.Base(), own.Unit.Bits()
	case x != 0 && (x < 0.01 || x >= 1e4) && (v.Type.Dim == unit.Data || v.Type.Dim == unit.Time && x < 1 || v.Type.Dim == unit.DataRate):
		s.Bits = own.Unit.Bits()
	default:
		s.As = own
	}
	return s
}

// Figure is a value of a variable as it is written.
type Figure struct {
	Value          float64 // in base units
	Unavailability float64 // of an availability
	Text           string  // as --set takes it

	lit      unit.Literal
	negative bool
}

// rounded writes a value in base units with so many significant digits, and says what
// that text stands for.
func (v *Variable) rounded(value float64, digits int) Figure {
	return v.read(v.write(value, 1-value, digits))
}

// read gives the figure of a text that the variable wrote.
func (v *Variable) read(text string) Figure {
	bare, negative := strings.CutPrefix(text, "-")
	lit, err := unit.Parse(bare)
	if err != nil {
		return Figure{Text: text, Value: math.NaN()}
	}
	return v.figure(text, lit, negative)
}

// figure is what a literal stands for; a bare "500B" is bytes where the variable is.
func (v *Variable) figure(text string, lit unit.Literal, negative bool) Figure {
	if v.Type.Dim == unit.Data && lit.BillionOrBytes() {
		lit = lit.AsBytes()
	}
	f := Figure{Text: text, Value: lit.Value(v.m.cal), lit: lit, negative: negative}
	if negative {
		f.Value = -f.Value
	}
	if u, ok := lit.Complement(); ok && v.nines {
		f.Unavailability = u
	}
	return f
}

// at is the model in which the variable has the figure.
func (v *Variable) at(f Figure) *Model { return v.in(v.m, f) }
