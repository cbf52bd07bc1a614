package table

import (
	"encoding/csv"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

type jsonTrials struct {
	Samples int    `json:"samples"`
	Seed    uint64 `json:"seed"`
	Method  string `json:"method"`
}

func trialsJSON(s *estimate.Sampling) *jsonTrials {
	if s == nil {
		return nil
	}
	return &jsonTrials{s.Samples, s.Seed, string(s.Method)}
}

type jsonSolved struct {
	Quantity   string        `json:"quantity,omitempty"`
	Constraint string        `json:"constraint,omitempty"`
	Now        *jsonCell     `json:"now,omitempty"`
	Holds      *bool         `json:"holds_now,omitempty"`
	Moves      *bool         `json:"moves,omitempty"`
	Within     []jsonStretch `json:"holds_within"`
}

type jsonStretch struct {
	From jsonEdge `json:"from"`
	To   jsonEdge `json:"to"`
}

type jsonEdge struct {
	jsonFigure
	Exact  number      `json:"exact"`
	End    bool        `json:"end_of_search"`
	Is     *jsonCell   `json:"is,omitempty"`
	Beyond *jsonFigure `json:"fails_at,omitempty"`
	Would  *jsonCell   `json:"is_there,omitempty"`
	Lost   bool        `json:"no_value_there,omitempty"`
	Date   string      `json:"date,omitempty"`
}

type jsonGap struct {
	From jsonFigure `json:"from"`
	To   jsonFigure `json:"to"`
	Why  string     `json:"why"`
}

// SolutionJSON writes what was found as one document, values unrounded and in base units.
func SolutionJSON(s *estimate.Solution, on Dated) (string, error) {
	out := struct {
		Version     int          `json:"version"`
		For         string       `json:"for"`
		Unit        string       `json:"unit"`
		Now         *jsonFigure  `json:"now,omitempty"`
		Given       string       `json:"given,omitempty"`
		From        jsonFigure   `json:"searched_from"`
		To          jsonFigure   `json:"searched_to"`
		Scale       string       `json:"scale"`
		Points      int          `json:"points"`
		Constraints []jsonSolved `json:"constraints"`
		All         *jsonSolved  `json:"all,omitempty"`
		NoValue     []jsonGap    `json:"no_value"`
		Sampling    *jsonTrials  `json:"sampling,omitempty"`
	}{NoValue: []jsonGap{}, Version: 1, For: s.Variable.Name, Unit: unit.BaseUnit(s.Variable.Type.Dim, "USD"), Given: s.Given,
		From: figureJSON(s.Variable, s.From), To: figureJSON(s.Variable, s.To), Scale: "linear", Points: s.Points}
	if now := figureJSON(s.Variable, s.Now); s.Given != "" {
		out.Now = &now
	}
	out.Sampling = trialsJSON(s.Sampling)
	if s.Log {
		out.Scale = "log"
	}
	if s.Nines {
		out.Scale = "nines"
	}
	for i := range s.Solved {
		j := solvedJSON(s.Variable, &s.Solved[i], s.Calendar)
		j.Moves = &s.Solved[i].Moves
		if s.Given != "" {
			j.Holds, j.Now = &s.Solved[i].Holds, cellJSON(&s.Solved[i].Now, s.Calendar)
		}
		out.Constraints = append(out.Constraints, dated(j, &s.Solved[i], on))
	}
	if s.All != nil {
		all := dated(solvedJSON(s.Variable, s.All, s.Calendar), s.All, on)
		if s.Given != "" {
			all.Holds = &s.All.Holds
		}
		out.All = &all
	}
	for _, g := range s.NoValue {
		out.NoValue = append(out.NoValue, jsonGap{figureJSON(s.Variable, g.From), figureJSON(s.Variable, g.To), g.Why})
	}
	return encode(out)
}

func dated(j jsonSolved, s *estimate.Solved, on Dated) jsonSolved {
	for i := range j.Within {
		if !j.Within[i].From.End {
			j.Within[i].From.Date = on(s.Within[i].From.Figure)
		}
		if !j.Within[i].To.End {
			j.Within[i].To.Date = on(s.Within[i].To.Figure)
		}
	}
	return j
}

func solvedJSON(v *estimate.Variable, s *estimate.Solved, cal unit.Calendar) jsonSolved {
	j := jsonSolved{Quantity: s.Quantity, Constraint: s.Constraint, Within: []jsonStretch{}}
	for i := range s.Within {
		w := &s.Within[i]
		j.Within = append(j.Within, jsonStretch{edgeJSON(v, &w.From, cal), edgeJSON(v, &w.To, cal)})
	}
	return j
}

func edgeJSON(v *estimate.Variable, e *estimate.Edge, cal unit.Calendar) jsonEdge {
	j := jsonEdge{jsonFigure: figureJSON(v, e.Figure), Exact: number(e.Exact), End: e.Open, Lost: e.Lost}
	if e.Line.Name != "" {
		j.Is = cellJSON(&e.Line, cal)
	}
	if !e.Open {
		beyond := figureJSON(v, e.Beyond)
		j.Beyond = &beyond
	}
	if e.BeyondLine.Name != "" {
		j.Would = cellJSON(&e.BeyondLine, cal)
	}
	return j
}

func cellJSON(l *estimate.Line, cal unit.Calendar) *jsonCell {
	j := &jsonCell{Value: number(l.Value), Text: amount(l, cal), Missing: l.Missing}
	if l.Type.Kind == formula.Availability {
		j.Unavailability = &l.Unavailability
	}
	return j
}

// SolutionCSV writes a row for each stretch in which a constraint holds, and one without
// ends for a constraint that never does.
func SolutionCSV(s *estimate.Solution) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	base := unit.BaseUnit(s.Variable.Type.Dim, "USD")
	_ = w.Write([]string{"quantity", "constraint", titled("from", base), titled("to", base), "from text", "to text"})
	rows := func(one *estimate.Solved) {
		if len(one.Within) == 0 {
			_ = w.Write([]string{one.Quantity, one.Constraint, "", "", "", ""})
		}
		for _, st := range one.Within {
			_ = w.Write([]string{one.Quantity, one.Constraint, exact(st.From.Exact), exact(st.To.Exact), st.From.Text, st.To.Text})
		}
	}
	for i := range s.Solved {
		rows(&s.Solved[i])
	}
	if s.All != nil {
		rows(s.All)
	}
	w.Flush()
	return b.String(), w.Error()
}
