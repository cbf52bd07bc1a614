package table

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// spreads are the columns of the percentiles, where ranges have a part in the section.
func (l layout) spreads(groups []*group) []show {
	found := false
	for _, g := range groups {
		found = found || spreadLine(g) != nil
	}
	if !found {
		return nil
	}
	var shows []show
	for i, title := range []string{"p5", "p50", "p95"} {
		spare := 0
		if i == 1 {
			spare = 2
		}
		shows = append(shows, show{column{title: title, spare: spare}, func(g *group) string {
			line := spreadLine(g)
			if line == nil {
				return ""
			}
			return percentiles(line, l.cal)[i]
		}})
	}
	return shows
}

// spreadLine is the line of a row whose percentiles are shown: the mean of a rate, what has
// piled up of a stock.
func spreadLine(g *group) *estimate.Line {
	for _, column := range []string{"mean", "total", "value", "availability", "daily"} {
		if l := g.line(column); l != nil && l.Spread != nil {
			return l
		}
	}
	return nil
}

// percentiles prints the three percentiles of a line as the line prints its value.
func percentiles(l *estimate.Line, cal unit.Calendar) [3]string {
	s := l.Spread
	if l.Type.Kind == formula.Availability { // to three digits of unavailability: a sample has no more
		return [3]string{unit.FormatAvailability(unit.Round(s.U5, 3), 0), unit.FormatAvailability(unit.Round(s.U50, 3), 0), unit.FormatAvailability(unit.Round(s.U95, 3), 0)}
	}
	style := styleBeside(l, cal)
	return [3]string{unit.Format(s.P5, l.Type.Dim, cal, style), unit.Format(s.P50, l.Type.Dim, cal, style), unit.Format(s.P95, l.Type.Dim, cal, style)}
}

// styleBeside is the style of further values of a line: a low rate keeps the time base of
// the line's own.
func styleBeside(l *estimate.Line, cal unit.Calendar) unit.Style {
	style := l.Style
	if l.Type.Dim == unit.Rate && style.As == nil && style.Per == nil && l.Value > 0 {
		style.Per = unit.RateBase(l.Value, cal)
	}
	return style
}

// fromTo prints how far a line spreads.
func fromTo(l *estimate.Line, cal unit.Calendar) string {
	p := percentiles(l, cal)
	return p[0] + " to " + p[2]
}

// Sampling says how the percentiles were found, and how exact they are.
func Sampling(s *estimate.Sampled) string {
	if s.Exact && s.Drawn == 0 {
		return "percentiles: in closed form"
	}
	if s.Error == 0 { // of a range itself the percentiles are its ends
		return trials(s.Sampling)
	}
	return trials(s.Sampling) + "; standard error up to " + share(s.Error)
}

// trials says what percentiles are of.
func trials(s estimate.Sampling) string {
	why := ""
	if s.Fewer {
		why = " (the usual " + unit.Grouped(estimate.DefaultSamples) + " take too long)"
	}
	return fmt.Sprintf("percentiles: %s %s trials%s, seed %d", unit.Grouped(s.Samples), map[estimate.Method]string{estimate.Sobol: "Sobol'", estimate.Random: "random"}[s.Method], why, s.Seed)
}

// share prints a small share with two digits, upward: an error is not made to look less.
func share(x float64) string {
	if x == 0 {
		return "0%"
	}
	return strings.TrimSpace(unit.Format(unit.RoundUp(x, 2), unit.None, unit.DefaultCalendar(), unit.Style{Percent: true, Digits: 2}))
}

// spreadJSON are the percentiles of a line, null where no range has a part in it; the mean
// of large numbers can be too large for one.
func spreadJSON(s *estimate.Spread) (p5, p50, p95, mean *float64) {
	if s == nil || math.IsNaN(s.P50) {
		return nil, nil, nil, nil
	}
	if !math.IsInf(s.Mean, 0) {
		mean = &s.Mean
	}
	return &s.P5, &s.P50, &s.P95, mean
}
