package table

import (
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// SweepCSV writes a row for each value, or pair of values, in base units, for plotting:
// the inputs, then each quantity and whether what is expected of it holds.
func SweepCSV(s *estimate.Sweep) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	var head []string
	for _, st := range s.Steps {
		head = append(head, titled(st.Variable.Name, unit.BaseUnit(st.Variable.Type.Dim, currencyOf(s))))
	}
	judged := make([]bool, len(s.Quantities))
	for i, q := range s.Quantities {
		head = append(head, titled(q.Name, unit.BaseUnit(q.Type.Dim, currencyOf(s))))
		if judged[i] = slices.ContainsFunc(q.Cells, func(c estimate.Cell) bool { return !c.Holds && c.Why == "" }) || len(q.Budgets) > 0; judged[i] {
			head = append(head, q.Name+" holds")
		}
	}
	_ = w.Write(head)
	for i := range s.Quantities[0].Cells {
		var cells []string
		for _, f := range figuresOf(s, i) {
			cells = append(cells, exact(f.Value))
		}
		for k, q := range s.Quantities {
			cells = append(cells, exact(q.Cells[i].Line.Value))
			if judged[k] {
				cells = append(cells, strconv.FormatBool(q.Cells[i].Holds))
			}
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.String(), w.Error()
}

func titled(name, unit string) string {
	if unit == "" {
		return name
	}
	return name + " [" + unit + "]"
}

func exact(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func figuresOf(s *estimate.Sweep, i int) []estimate.Figure {
	if len(s.Steps) == 1 {
		return []estimate.Figure{s.Steps[0].Values[i]}
	}
	n := len(s.Steps[1].Values)
	return []estimate.Figure{s.Steps[0].Values[i/n], s.Steps[1].Values[i%n]}
}

func currencyOf(s *estimate.Sweep) string {
	return currency(s.Quantities[0].Cells[0].Line.Style.Money)
}

type jsonFigure struct {
	Value          float64  `json:"value"`
	Unavailability *float64 `json:"unavailability,omitempty"`
	Text           string   `json:"text"`
}

func figureJSON(v *estimate.Variable, f estimate.Figure) jsonFigure {
	j := jsonFigure{Value: f.Value, Text: f.Text}
	if v.Type.Kind == formula.Availability {
		j.Unavailability = &f.Unavailability
	}
	return j
}

type jsonSteps struct {
	Name   string       `json:"name"`
	Unit   string       `json:"unit"`
	Scale  string       `json:"scale"`
	Values []jsonFigure `json:"values"`
}

type jsonCell struct {
	Value          number   `json:"value"`
	Unavailability *float64 `json:"unavailability,omitempty"`
	Text           string   `json:"text"`
	Holds          *bool    `json:"holds,omitempty"`
	Missing        string   `json:"missing,omitempty"`
}

type jsonSwept struct {
	Name   string       `json:"name"`
	Unit   string       `json:"unit"`
	Cells  []jsonCell   `json:"cells"`
	Expect []jsonSolved `json:"expect"`
}

// SweepJSON writes a sweep as one document, values unrounded and in base units. Of two
// inputs the cells are in the order of pairs, the second input first.
func SweepJSON(s *estimate.Sweep) (string, error) {
	out := struct {
		Version    int         `json:"version"`
		Vary       []jsonSteps `json:"vary"`
		Quantities []jsonSwept `json:"quantities"`
		Sampling   *jsonTrials `json:"sampling,omitempty"`
	}{Version: 1, Sampling: trialsJSON(s.Sampling)}
	names := map[estimate.Spacing]string{estimate.Logarithmic: "log", estimate.Linear: "linear", estimate.InNines: "nines", estimate.Listed: "list"}
	for _, st := range s.Steps {
		j := jsonSteps{Name: st.Variable.Name, Unit: unit.BaseUnit(st.Variable.Type.Dim, currencyOf(s)), Scale: names[st.Spacing]}
		for _, f := range st.Values {
			j.Values = append(j.Values, figureJSON(st.Variable, f))
		}
		out.Vary = append(out.Vary, j)
	}
	for i := range s.Quantities {
		out.Quantities = append(out.Quantities, sweptJSON(s, &s.Quantities[i]))
	}
	return encode(out)
}

func sweptJSON(s *estimate.Sweep, q *estimate.Swept) jsonSwept {
	j := jsonSwept{Name: q.Name, Unit: unit.BaseUnit(q.Type.Dim, currencyOf(s)), Expect: []jsonSolved{}}
	for k := range q.Cells {
		c := &q.Cells[k]
		cell := jsonCell{Value: number(c.Line.Value), Text: amount(&c.Line, s.Calendar), Holds: &c.Holds, Missing: c.Why}
		if c.Why != "" {
			cell.Text = ""
		} else if q.Type.Kind == formula.Availability {
			cell.Unavailability = &c.Line.Unavailability
		}
		j.Cells = append(j.Cells, cell)
	}
	for k := range q.Budgets {
		j.Expect = append(j.Expect, solvedJSON(s.Steps[0].Variable, &q.Budgets[k].Solved, s.Calendar))
	}
	return j
}
