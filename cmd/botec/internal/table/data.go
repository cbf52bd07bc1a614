package table

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// number is a float64 that JSON shows as null where it is not a number.
type number float64

// MarshalJSON writes the shortest decimal that reads back as the same float64.
func (n number) MarshalJSON() ([]byte, error) {
	if f := float64(n); !math.IsNaN(f) && !math.IsInf(f, 0) {
		return json.Marshal(f)
	}
	return []byte("null"), nil
}

type jsonReport struct {
	Name        string           `json:"name"`
	About       string           `json:"about,omitempty"`
	Source      string           `json:"source,omitempty"`
	File        string           `json:"file"`
	Calendar    jsonCalendar     `json:"calendar"`
	Currency    string           `json:"currency,omitempty"`
	Quantities  []jsonQuantity   `json:"quantities"`
	Weakest     string           `json:"weakest,omitempty"`
	Sampling    *jsonSampling    `json:"sampling,omitempty"`
	Assumptions []jsonAssumption `json:"assumptions"`
	Expect      []jsonVerdict    `json:"expect"`
	Warnings    []jsonWarning    `json:"warnings"`
}

type jsonSampling struct {
	Samples int     `json:"samples"`
	Seed    uint64  `json:"seed"`
	Method  string  `json:"method"`
	Error   float64 `json:"error"`
}

// samplingJSON says how percentiles were found, nil where there are none.
func samplingJSON(s *estimate.Sampled) *jsonSampling {
	if s == nil {
		return nil
	}
	return &jsonSampling{s.Samples, s.Seed, string(s.Method), s.Error}
}

type jsonCalendar struct {
	Day   float64 `json:"day_s"`
	Month float64 `json:"month_s"`
	Year  float64 `json:"year_s"`
}

type jsonQuantity struct {
	Name           string   `json:"name"`
	Section        string   `json:"section"`
	Value          number   `json:"value"`
	Unavailability *float64 `json:"unavailability,omitempty"`
	Downtime       *float64 `json:"downtime_s_per_year,omitempty"`
	Share          *float64 `json:"share_of_downtime,omitempty"`
	OneMore        *float64 `json:"unavailability_with_one_more,omitempty"`
	Unit           string   `json:"unit"`
	Text           string   `json:"text"`
	Missing        string   `json:"missing,omitempty"`
	Note           string   `json:"note,omitempty"`
	Formula        string   `json:"formula,omitempty"`
	Inputs         []string `json:"inputs"`
	Napkin         *float64 `json:"napkin"`
	NapkinText     string   `json:"napkin_text,omitempty"`
	P5             *float64 `json:"p5"`
	P50            *float64 `json:"p50"`
	P95            *float64 `json:"p95"`
	Mean           *float64 `json:"mean,omitempty"`
	Error          *float64 `json:"percentile_error,omitempty"`
	Trials         *int     `json:"trials_without_value,omitempty"`
	At             string   `json:"at"`
	File           string   `json:"file,omitempty"`
	Line           int      `json:"line,omitempty"`
	Column         int      `json:"column,omitempty"`
}

type jsonAssumption struct {
	Name string `json:"name"`
	Text string `json:"text"`
	From string `json:"from"`
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

type jsonVerdict struct {
	Quantity   string   `json:"quantity"`
	Constraint string   `json:"constraint"`
	Holds      bool     `json:"holds"`
	Difference number   `json:"difference"`
	Message    string   `json:"message,omitempty"`
	Band       string   `json:"band,omitempty"`
	Remedy     string   `json:"remedy,omitempty"`
	Passing    []string `json:"would_pass,omitempty"`
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Column     int      `json:"column"`
}

type jsonWarning struct {
	Message string `json:"message"`
	Help    string `json:"help,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// JSON writes reports as one document, of one shape for one and for many. Values
// are unrounded, in bytes, seconds and units of currency.
func JSON(reports []*estimate.Report, only []estimate.Section) (string, error) {
	out := struct {
		Version   int          `json:"version"`
		Scenarios []jsonReport `json:"scenarios"`
	}{Version: 1}
	for _, r := range reports {
		out.Scenarios = append(out.Scenarios, asJSON(r, only))
	}
	return encode(out)
}

func encode(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.String(), err
}

func asJSON(r *estimate.Report, only []estimate.Section) jsonReport {
	j := jsonReport{Name: r.Name, About: r.About, Source: r.Source, File: r.File, Currency: r.Currency, Weakest: r.Weakest,
		Calendar:   jsonCalendar{r.Calendar.Day, r.Calendar.Month, r.Calendar.Year},
		Quantities: []jsonQuantity{}, Assumptions: []jsonAssumption{}, Expect: []jsonVerdict{}, Warnings: []jsonWarning{}}
	j.Sampling = samplingJSON(r.Sampling)
	for i := range r.Lines {
		if l := &r.Lines[i]; len(only) == 0 || slices.Contains(only, l.Section) {
			j.Quantities = append(j.Quantities, quantityJSON(l, r.Calendar))
		}
	}
	for _, a := range r.Assumptions {
		j.Assumptions = append(j.Assumptions, jsonAssumption{a.Name, a.Text, string(a.From), a.Place.File, a.Place.Line})
	}
	for _, v := range r.Verdicts {
		j.Expect = append(j.Expect, jsonVerdict{v.Quantity, v.Constraint, v.Holds, number(v.Difference), v.Message, v.Band, v.Remedy, v.Passing, v.Place.File, v.Place.Line, v.Place.Column})
	}
	for _, w := range r.Warnings {
		j.Warnings = append(j.Warnings, jsonWarning{w.Message, w.Help, w.File, w.Line, w.Column})
	}
	return j
}

func quantityJSON(l *estimate.Line, cal unit.Calendar) jsonQuantity {
	q := jsonQuantity{Name: l.Name, Section: string(l.Section), Value: number(l.Value), Unit: baseUnit(l), Text: amount(l, cal), Missing: l.Missing,
		Note: l.Note, Formula: l.Formula, Inputs: l.Inputs, Napkin: l.Napkin, NapkinText: napkin(l, cal), At: l.At,
		File: l.Place.File, Line: l.Place.Line, Column: l.Place.Column}
	q.P5, q.P50, q.P95, q.Mean = spreadJSON(l.Spread)
	if s := l.Spread; s != nil {
		q.Error = &s.Error
		if s.Lost > 0 {
			q.Trials = &s.Lost
		}
	}
	if q.Inputs == nil {
		q.Inputs = []string{}
	}
	if l.Type.Kind == formula.Availability {
		q.Unavailability, q.Downtime = &l.Unavailability, &l.Downtime.Year
		q.Share, q.OneMore = l.Share, l.OneMore
	}
	return q
}

// baseUnit names the unit of a line's value.
func baseUnit(l *estimate.Line) string { return unit.BaseUnit(l.Type.Dim, currency(l.Style.Money)) }

func currency(code string) string {
	if code != "" {
		return code
	}
	return "USD"
}

// plain writes every digit of a number, nothing for none.
func plain(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// CSV writes a row for each quantity of each report.
func CSV(reports []*estimate.Report, only []estimate.Section) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"scenario", "section", "quantity", "value", "unit", "text", "napkin", "expected", "holds", "at", "p5", "p50", "p95"})
	for _, r := range reports {
		for i := range r.Lines {
			l := &r.Lines[i]
			if len(only) > 0 && !slices.Contains(only, l.Section) {
				continue
			}
			value, spread := plain(l.Value), [3]string{}
			if s := l.Spread; s != nil {
				spread = [3]string{plain(s.P5), plain(s.P50), plain(s.P95)}
			}
			expected, holds := "", ""
			if l.Verdict != nil {
				expected, holds = l.Verdict.Constraint, strconv.FormatBool(l.Verdict.Holds)
			}
			_ = w.Write([]string{r.Name, string(l.Section), l.Name, value, baseUnit(l), amount(l, r.Calendar), napkin(l, r.Calendar), expected, holds, l.At, spread[0], spread[1], spread[2]})
		}
	}
	w.Flush()
	return b.String(), w.Error()
}
