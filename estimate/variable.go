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
	if v.isAvailability() {
		v.Unavailability = c.complement.Value
	}
	return v, true
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

func (v *Variable) isAvailability() bool {
	return v.Type.Kind == formula.Availability || v.field == &availableField
}

// With is the model in which the variable has another value, in base units. What the
// field does not take is a problem of what is read from that model, as if it stood in
// the file. The warnings are those of the model as it is.
func (v *Variable) With(value float64) *Model {
	return v.in(v.m, v.like.With(unit.NumberOf(value/v.factor())), value < 0)
}

// WithUnavailability is With for an availability that is known by its complement.
func (v *Variable) WithUnavailability(u float64) *Model {
	return v.in(v.m, v.like.With(unit.ComplementOf(u)), false)
}

// factor is the number of base units in one of the unit in which values are written.
func (v *Variable) factor() float64 { return scale(v.like, v.m.cal) }

// in puts a figure into a model that has the variable's graph.
func (v *Variable) in(m *Model, figure unit.Literal, negative bool) *Model {
	lit := &formula.Literal{Literal: figure, Text: v.text(figure, negative)}
	lit.End = len(lit.Text)
	var node formula.Node = lit
	if negative {
		node = &formula.Unary{Span: lit.Span, X: lit}
	}
	_, _ = formula.Check(node, calendarScope{cal: m.cal}) // computes the value; what is too large shows where it is read
	q := *m.quantities[v.id]
	q.node = node
	q.expr = &Expr{Text: lit.Text, Node: node, Place: q.place, Origin: Overridden}
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
	if u, ok := figure.Complement(); ok && v.isAvailability() {
		return v.write(value, u, digits)
	}
	return v.write(value, 1-value, digits)
}

// write writes a value with so many significant digits as --set takes it, in the unit of
// the variable or one that suits its size.
func (v *Variable) write(value, complement float64, digits int) string {
	if v.isAvailability() && complement >= 0 && complement <= 1 {
		return unit.FormatAvailability(complement, digits)
	}
	if v.like.Form == unit.Ratio {
		over := v.like.Over.Rat()
		right, _ := over.Float64()
		return unit.Format(value*right, unit.None, v.m.cal, unit.Style{Digits: digits, Plain: true}) + ":" + over.FloatString(max(0, -v.like.Over.Places()))
	}
	text := unit.Format(value, v.Type.Dim, v.m.cal, v.style(value, digits))
	if q := v.m.quantities[v.id]; q.isLet && v.Type.Dim == unit.None && strings.HasSuffix(text, "B") {
		return strings.TrimSuffix(text, "B") + " billion" // "5B" alone could be bytes
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
}

// Figure writes a value in base units with so many significant digits, and says what
// that text stands for.
func (v *Variable) Figure(value float64, digits int) Figure {
	return v.read(v.write(value, 1-value, digits))
}

// read gives the figure of a text that the variable wrote.
func (v *Variable) read(text string) Figure {
	f := Figure{Text: text, Value: math.NaN()}
	bare, negative := strings.CutPrefix(text, "-")
	lit, err := unit.Parse(bare)
	if err != nil {
		return f
	}
	if v.Type.Dim == unit.Data && lit.BillionOrBytes() {
		lit = lit.AsBytes()
	}
	f.Value = lit.Value(v.m.cal)
	if negative {
		f.Value = -f.Value
	}
	if u, ok := lit.Complement(); ok && v.isAvailability() {
		f.Unavailability = u
	}
	return f
}
