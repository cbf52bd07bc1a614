package table

import (
	"fmt"
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Answer prints what an expression comes to on one line: in the unit that was asked for
// or chosen, then in further readings. With exact it has every digit instead.
func Answer(a *estimate.Answer, exact bool) string {
	text := ""
	if a.Name != "" {
		text = a.Name + " = "
	}
	if exact {
		return text + exactly(a)
	}
	readings := []string{answer(a)}
	for _, style := range a.Also {
		if also := unit.Format(a.Value, a.Type.Dim, a.Calendar, style); !slices.Contains(readings, also) {
			readings = append(readings, also)
		}
	}
	text += strings.Join(readings, " = ")
	if a.Type.Kind == formula.Availability {
		text += " (nines: " + nines(a.Nines)
		if a.Downtime.Year > 0 {
			text += ", down " + duration(a.Downtime.Year, a.Calendar) + "/year"
		}
		text += ")"
	}
	if a.Spread != nil {
		p := spreadOf(a)
		text += fmt.Sprintf("\n  p5 %s, p50 %s, p95 %s", p[0], p[1], p[2])
	}
	return text
}

// spreadOf prints the percentiles of an answer as its first reading is printed.
func spreadOf(a *estimate.Answer) [3]string {
	var out [3]string
	s := a.Spread
	for i, of := range [][2]float64{{s.P5, s.U5}, {s.P50, s.U50}, {s.P95, s.U95}} {
		at := *a
		at.Value, at.Unavailability = of[0], unit.Round(of[1], 3)
		out[i] = answer(&at)
	}
	return out
}

// answer is the first reading of an answer.
func answer(a *estimate.Answer) string {
	switch {
	case a.Type.Kind == formula.Availability && a.Style.As == nil:
		return unit.FormatAvailability(a.Unavailability, a.Style.Digits)
	case a.Style.Percent && a.Value > 0 && a.Value < tiny:
		return unit.Format(a.Value, a.Type.Dim, a.Calendar, unit.Style{Digits: a.Style.Digits})
	}
	return unit.Format(a.Value, a.Type.Dim, a.Calendar, a.Style)
}

// tiny is below what a percentage makes easier to read: 4.5e-13 rather than 4.5e-11%.
const tiny = 1e-6

func exactly(a *estimate.Answer) string {
	return unit.FormatExact(a.Exact, a.Type.Dim, a.Unit, currency(a.Style.Money))
}

type jsonAnswer struct {
	Expression     string        `json:"expression"`
	Name           string        `json:"name,omitempty"`
	Value          number        `json:"value"`
	Unavailability *float64      `json:"unavailability,omitempty"`
	Unit           string        `json:"unit"`
	Text           string        `json:"text"`
	Exact          string        `json:"exact,omitempty"`
	P5             *float64      `json:"p5,omitempty"`
	P50            *float64      `json:"p50,omitempty"`
	P95            *float64      `json:"p95,omitempty"`
	Mean           *float64      `json:"mean,omitempty"`
	Sampling       *jsonSampling `json:"sampling,omitempty"`
	Notes          []string      `json:"notes,omitempty"`
}

// AnswersJSON writes answers as one document, values unrounded and in base units.
func AnswersJSON(answers []*estimate.Answer, exact bool) (string, error) {
	out := struct {
		Version int          `json:"version"`
		Results []jsonAnswer `json:"results"`
	}{1, []jsonAnswer{}}
	for _, a := range answers {
		j := jsonAnswer{Expression: a.Expression, Name: a.Name, Value: number(a.Value), Unit: unit.BaseUnit(a.Type.Dim, currency(a.Style.Money)), Text: answer(a), Notes: a.Notes}
		if a.Type.Kind == formula.Availability {
			j.Unavailability = &a.Unavailability
		}
		j.P5, j.P50, j.P95, j.Mean = spreadJSON(a.Spread)
		if a.Spread != nil {
			j.Sampling = samplingJSON(a.Sampling)
		}
		if exact {
			j.Exact = exactly(a)
		}
		out.Results = append(out.Results, j)
	}
	return encode(out)
}
