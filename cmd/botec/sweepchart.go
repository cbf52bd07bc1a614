package main

import (
	"cmp"
	"math"
	"sort"

	"botec/cmd/botec/internal/chart"
	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// charts are the lines of a sweep: a chart for each quantity, with a line for each value
// of a second input.
func charts(s *estimate.Sweep) []*chart.Chart {
	var out []*chart.Chart
	for i := range s.Quantities {
		out = append(out, chartOf(s, &s.Quantities[i]))
	}
	return out
}

// plotted is how a value becomes a length: that of an availability is its count of nines,
// because 99.9% and 99.99% are far apart.
type plotted struct {
	nines bool
	unit  float64 // in base units: round values are round in it
	text  func(value, unavailability float64) string
}

func (p plotted) on(value, unavailability float64) float64 {
	if p.nines {
		return -math.Log10(unavailability)
	}
	return value / p.unit
}

// label writes a length as the value that it stands for.
func (p plotted) label(v float64) string {
	if u := math.Pow(10, -v); p.nines {
		return p.text(1-u, u)
	}
	return p.text(v*p.unit, 1-v*p.unit)
}

func chartOf(s *estimate.Sweep, q *estimate.Swept) *chart.Chart {
	first := s.Steps[0]
	scale := first.Scale()
	x := plotted{nines: scale == estimate.InNines, unit: first.Variable.Unit(), text: func(v, u float64) string { return first.Variable.Text(v, u, 3) }}
	y := plottedOf(s, q)
	c := &chart.Chart{Title: q.Name, X: chart.Axis{Name: first.Variable.Name, Log: scale == estimate.Logarithmic, Whole: x.nines, Label: x.label},
		Y: chart.Axis{Name: q.Name, Whole: y.nines, Label: y.label}}
	lines := 1
	if len(s.Steps) == 2 {
		lines = len(s.Steps[1].Values)
		c.Title += ", by " + s.Steps[1].Variable.Name
	}
	low, high := math.Inf(1), math.Inf(-1)
	for k := range lines {
		line := chart.Series{Name: q.Name}
		if lines > 1 {
			line.Name = s.Steps[1].Values[k].Text
		}
		for i, f := range first.Values {
			cell := &q.Cells[i*lines+k]
			v := y.on(cell.Line.Value, cell.Line.Unavailability)
			line.Points = append(line.Points, chart.Point{X: x.on(f.Value, f.Unavailability), Y: v})
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
		sort.SliceStable(line.Points, func(i, j int) bool { return cmp.Less(line.Points[i].X, line.Points[j].X) })
		c.Series = append(c.Series, line)
	}
	const decade = 10
	c.Y.Log = !y.nines && c.X.Log && low > 0 && high/low >= decade*(1-1e-9) // what sums lose
	for i := range q.Budgets {
		budget(c, &q.Budgets[i], x, y)
	}
	return c
}

// plottedOf writes values of a quantity as its largest one is shown.
func plottedOf(s *estimate.Sweep, q *estimate.Swept) plotted {
	if q.Type.Kind == formula.Availability {
		return plotted{nines: true, unit: 1, text: func(_, u float64) string { return unit.FormatAvailability(u, 2) }}
	}
	largest := &q.Cells[0].Line
	for i := range q.Cells {
		if l := &q.Cells[i].Line; l.Value > largest.Value || math.IsNaN(largest.Value) {
			largest = l
		}
	}
	style, one := largest.Style, 1.0
	style.Digits = 0
	switch {
	case style.As != nil:
		one = style.As.Factor(s.Calendar)
	case style.Per != nil && q.Type.Dim.Time < 0:
		one = 1 / style.Per.Factor(s.Calendar)
	}
	return plotted{unit: one, text: func(v, _ float64) string { return unit.Format(v, q.Type.Dim, s.Calendar, style) }}
}

// budget draws what is expected of a quantity, and marks where that begins or ceases to
// hold.
func budget(c *chart.Chart, b *estimate.Budget, x, y plotted) {
	for _, end := range b.Ends {
		if b.Bound != estimate.NoBound || len(b.Ends) > 1 {
			c.Limits = append(c.Limits, chart.Limit{Y: y.on(end, end), Text: b.Constraint})
		}
	}
	for i := range b.Within {
		for _, e := range []*estimate.Edge{&b.Within[i].From, &b.Within[i].To} {
			if !e.Open {
				c.Marks = append(c.Marks, chart.Point{X: x.on(e.Value, e.Unavailability), Y: y.on(e.Line.Value, e.Line.Unavailability)})
			}
		}
	}
}
