package table

import (
	"math"
	"slices"

	"botec/estimate"
	"botec/estimate/formula"
)

type jsonChange struct {
	Document    string      `json:"document,omitempty"`
	Change      string      `json:"change"` // "changed", "new", "removed" or "none"
	Before      *jsonSide   `json:"before"`
	After       *jsonSide   `json:"after"`
	Counts      tally       `json:"counts"`
	Assumptions []jsonCause `json:"assumptions"`
	Formulas    []jsonCause `json:"formulas"`
	Numbers     []jsonMove  `json:"numbers"`
	Broken      []jsonBreak `json:"broken"`
}

type jsonSide struct {
	Name string `json:"name"`
	File string `json:"file"`
}

// jsonCause has null where the assumption was not there.
type jsonCause struct {
	Name   string  `json:"name"`
	Before *string `json:"before"`
	After  *string `json:"after"`
	Factor *number `json:"factor,omitempty"`
}

type jsonMove struct {
	Name                 string       `json:"name"`
	Before               *number      `json:"before"`
	After                *number      `json:"after"`
	UnavailabilityBefore *float64     `json:"unavailability_before,omitempty"`
	UnavailabilityAfter  *float64     `json:"unavailability_after,omitempty"`
	BeforeText           string       `json:"before_text"`
	AfterText            string       `json:"after_text"`
	Unit                 string       `json:"unit"`
	Factor               number       `json:"factor"`
	jsonJudged                        // the expectation that matters most
	Constraints          []jsonJudged `json:"constraints,omitempty"` // all, where there are several
}

type jsonJudged struct {
	Constraint       *string `json:"constraint"`
	ConstraintBefore *string `json:"constraint_before,omitempty"` // where it was another
	HoldsBefore      *bool   `json:"holds_before"`
	HoldsAfter       *bool   `json:"holds_after"`
	Used             *number `json:"used,omitempty"` // value ÷ limit
}

type jsonBreak struct {
	Quantity   string `json:"quantity"`
	Constraint string `json:"constraint"`
	Message    string `json:"message"`
	File       string `json:"file"`
	Line       int    `json:"line"`
	Column     int    `json:"column"`
}

// DiffJSON writes changes as one document, those without a change too. Values are
// unrounded, in bytes, seconds and units of currency; only numbers that moved as shown,
// or whose expectation did, are listed.
func DiffJSON(changes []Change) (string, error) {
	out := struct {
		Version   int          `json:"version"`
		Broken    int          `json:"newly_broken"`
		Documents []jsonChange `json:"documents"`
	}{Version: 1, Documents: []jsonChange{}}
	for _, c := range changes {
		j := c.asJSON()
		out.Broken += len(j.Broken)
		out.Documents = append(out.Documents, j)
	}
	return encode(out)
}

func (c Change) asJSON() jsonChange {
	j := jsonChange{Document: c.Document, Change: "changed", Before: sideJSON(c.Before), After: sideJSON(c.After), Counts: c.tally(),
		Assumptions: causesJSON(c.Assumptions), Formulas: causesJSON(c.Formulas), Numbers: []jsonMove{}, Broken: []jsonBreak{}}
	switch {
	case c.Before == nil:
		j.Change = "new"
	case c.After == nil:
		j.Change = "removed"
	case c.isNothing():
		j.Change = "none"
	}
	for _, e := range c.effects() {
		j.Numbers = append(j.Numbers, e.asJSON())
	}
	for _, b := range c.Broken() {
		v := b.After
		j.Broken = append(j.Broken, jsonBreak{v.Quantity, v.Constraint, v.Message, v.Place.File, v.Place.Line, v.Place.Column})
	}
	return j
}

func sideJSON(r *estimate.Report) *jsonSide {
	if r == nil {
		return nil
	}
	return &jsonSide{r.Name, r.File}
}

func causesJSON(causes []estimate.Cause) []jsonCause {
	out := []jsonCause{}
	for _, c := range causes {
		j := jsonCause{Name: c.Name, Before: unlessEmpty(c.Before), After: unlessEmpty(c.After)}
		if f := number(c.Factor); !math.IsNaN(c.Factor) {
			j.Factor = &f
		}
		out = append(out, j)
	}
	return out
}

func unlessEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (e effect) asJSON() jsonMove {
	j := jsonMove{Name: e.Name, BeforeText: e.before, AfterText: e.after, Factor: number(e.Factor)}
	j.Before, j.UnavailabilityBefore = valueJSON(e.Before)
	j.After, j.UnavailabilityAfter = valueJSON(e.After)
	if line := e.After; line != nil {
		j.Unit = baseUnit(line)
	} else {
		j.Unit = baseUnit(e.Before)
	}
	for _, judged := range e.Constraints {
		j.Constraints = append(j.Constraints, judgedJSON(judged))
	}
	if len(e.Constraints) > 0 {
		j.jsonJudged = judgedJSON(e.worst())
	}
	if len(e.Constraints) == 1 {
		j.Constraints = nil
	}
	return j
}

// worst is the expectation that decides the row's place.
func (e effect) worst() estimate.Judged {
	for _, is := range []func(estimate.Judged) bool{estimate.Judged.Broken, estimate.Judged.Fails, estimate.Judged.Mended} {
		if i := slices.IndexFunc(e.Constraints, is); i >= 0 {
			return e.Constraints[i]
		}
	}
	return e.Constraints[0]
}

func judgedJSON(j estimate.Judged) jsonJudged {
	var out jsonJudged
	if v := j.Before; v != nil {
		out.HoldsBefore = &v.Holds
		if j.Rewritten() {
			out.ConstraintBefore = &v.Constraint
		}
	}
	if v := j.After; v != nil {
		out.Constraint, out.HoldsAfter = &v.Constraint, &v.Holds
		if v.Bound != estimate.NoBound {
			used := number(v.Used)
			out.Used = &used
		}
	}
	return out
}

func valueJSON(l *estimate.Line) (value *number, unavailability *float64) {
	if l == nil {
		return nil, nil
	}
	v := number(l.Value)
	if l.Type.Kind == formula.Availability {
		unavailability = &l.Unavailability
	}
	return &v, unavailability
}
