package formula

import (
	"math"
	"slices"

	"botec/estimate/models"
)

// Column is a value in every trial of a batch: Each has one value a trial, or is nil
// where the value is the same in all of them. A trial without a value is not a number.
type Column struct {
	Value float64 // where Each is nil
	Each  []float64
}

// Fixed is the column of a value that no range has a part in.
func Fixed(v float64) Column { return Column{Value: v} }

// At is the value in one trial.
func (c Column) At(trial int) float64 {
	if c.Each == nil {
		return c.Value
	}
	return c.Each[trial]
}

// Failed reports whether there is no value in any trial, because of a mistake that has
// been reported.
func (c Column) Failed() bool { return c.Each == nil && math.IsNaN(c.Value) }

// Scratch lends the columns that a batch of trials is computed in, each of them as long as
// the batch. What is borrowed last is given back first. A nil Scratch is that of a single
// evaluation, whose columns all are Fixed: it lends nothing.
type Scratch struct {
	width   int
	columns [][]float64 // lent ones first
	lent    int
	numbers []float64
	values  []Column
	shapes  map[Node]distribution
}

// distribution is a shape with its parameters.
type distribution struct {
	parameters []float64
	quantile   models.Quantile
}

// NewScratch is for batches of so many trials.
func NewScratch(width int) *Scratch { return &Scratch{width: width} }

// Borrow lends a column whose content does not matter.
func (s *Scratch) Borrow() []float64 {
	if s == nil {
		return nil
	}
	if s.lent == len(s.columns) {
		s.columns = append(s.columns, make([]float64, s.width))
	}
	s.lent++
	return s.columns[s.lent-1]
}

// GiveBack takes the columns back that were borrowed last.
func (s *Scratch) GiveBack(count int) {
	if s != nil {
		s.lent -= count
	}
}

// Exchange gives away the column that was borrowed last, and lends another in its place:
// one that is not needed any more, or a new one for nil.
func (s *Scratch) Exchange(column []float64) []float64 {
	if column == nil {
		column = make([]float64, s.width)
	}
	given := s.columns[s.lent-1]
	s.columns[s.lent-1] = column
	return given
}

// room lends room for n numbers and n columns; drop takes it back.
func (s *Scratch) room(n int) (numbers []float64, values []Column) {
	if s == nil {
		return make([]float64, n), make([]Column, n)
	}
	at := len(s.numbers)
	for range n {
		s.numbers, s.values = append(s.numbers, 0), append(s.values, Column{})
	}
	return s.numbers[at:], s.values[at:]
}

func (s *Scratch) drop(n int) {
	if s != nil {
		s.numbers, s.values = s.numbers[:len(s.numbers)-n], s.values[:len(s.values)-n]
	}
}

// prepared gives the distribution that a node is, prepared once while its parameters stay
// the same.
func (s *Scratch) prepared(n Node, parameters []float64, prepare shape) (models.Quantile, error) {
	if s == nil {
		return prepare(parameters)
	}
	if d, ok := s.shapes[n]; ok && slices.Equal(d.parameters, parameters) {
		return d.quantile, nil
	}
	quantile, err := prepare(parameters)
	if err != nil {
		return nil, err
	}
	if s.shapes == nil {
		s.shapes = make(map[Node]distribution)
	}
	s.shapes[n] = distribution{slices.Clone(parameters), quantile}
	return quantile, nil
}

// Map applies f to a column, trial by trial, and writes to dst where that is needed.
func Map(dst []float64, x Column, f func(float64) float64) Column {
	if x.Each == nil {
		return Fixed(f(x.Value))
	}
	for i, v := range x.Each {
		dst[i] = f(v)
	}
	return Column{Each: dst}
}

// Map2 applies f to two columns.
func Map2(dst []float64, x, y Column, f func(x, y float64) float64) Column {
	if x.Each == nil && y.Each == nil {
		return Fixed(f(x.Value, y.Value))
	}
	for i := range dst {
		dst[i] = f(x.At(i), y.At(i))
	}
	return Column{Each: dst}
}

// Add gives x + y.
func Add(dst []float64, x, y Column) Column {
	switch {
	case x.Each == nil && y.Each == nil:
		return Fixed(x.Value + y.Value)
	case y.Each == nil:
		for i, v := range x.Each {
			dst[i] = v + y.Value
		}
	case x.Each == nil:
		for i, v := range y.Each {
			dst[i] = x.Value + v
		}
	default:
		for i, v := range x.Each {
			dst[i] = v + y.Each[i]
		}
	}
	return Column{Each: dst}
}

// Sub gives x − y.
func Sub(dst []float64, x, y Column) Column {
	switch {
	case x.Each == nil && y.Each == nil:
		return Fixed(x.Value - y.Value)
	case y.Each == nil:
		for i, v := range x.Each {
			dst[i] = v - y.Value
		}
	case x.Each == nil:
		for i, v := range y.Each {
			dst[i] = x.Value - v
		}
	default:
		for i, v := range x.Each {
			dst[i] = v - y.Each[i]
		}
	}
	return Column{Each: dst}
}

// Mul gives x × y.
func Mul(dst []float64, x, y Column) Column {
	switch {
	case x.Each == nil && y.Each == nil:
		return Fixed(x.Value * y.Value)
	case y.Each == nil:
		for i, v := range x.Each {
			dst[i] = v * y.Value
		}
	case x.Each == nil:
		for i, v := range y.Each {
			dst[i] = x.Value * v
		}
	default:
		for i, v := range x.Each {
			dst[i] = v * y.Each[i]
		}
	}
	return Column{Each: dst}
}

// div gives x / y, without a look at what y is.
func div(dst []float64, x, y Column) Column {
	switch {
	case x.Each == nil && y.Each == nil:
		return Fixed(x.Value / y.Value)
	case y.Each == nil:
		for i, v := range x.Each {
			dst[i] = v / y.Value
		}
	case x.Each == nil:
		for i, v := range y.Each {
			dst[i] = x.Value / v
		}
	default:
		for i, v := range x.Each {
			dst[i] = v / y.Each[i]
		}
	}
	return Column{Each: dst}
}

// either is the complement of a product of two availabilities, from their complements.
func either(dst []float64, x, y Column) Column {
	return Map2(dst, x, y, func(a, b float64) float64 { return a + b - a*b })
}
