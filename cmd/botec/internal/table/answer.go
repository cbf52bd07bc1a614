package table

import (
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
	return text
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
	Expression     string   `json:"expression"`
	Name           string   `json:"name,omitempty"`
	Value          number   `json:"value"`
	Unavailability *float64 `json:"unavailability,omitempty"`
	Unit           string   `json:"unit"`
	Text           string   `json:"text"`
	Exact          string   `json:"exact,omitempty"`
	Notes          []string `json:"notes,omitempty"`
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
		if exact {
			j.Exact = exactly(a)
		}
		out.Results = append(out.Results, j)
	}
	return encode(out)
}
