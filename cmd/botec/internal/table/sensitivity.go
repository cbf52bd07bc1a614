package table

import (
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Study is what decides a quantity: ranges by their share of its variance, or, where it
// depends on none, values by their elasticity.
type Study struct {
	Name         string // of the quantity as asked for
	Calendar     unit.Calendar
	Sensitivity  *estimate.Sensitivity
	Elasticities []estimate.Elasticity
}

// level prints a value of the quantity.
func (s *Study) level(v estimate.Level) string {
	l := s.Sensitivity.Line
	switch {
	case math.IsNaN(v.Value):
		return "-"
	case l.Type.Kind == formula.Availability:
		return unit.FormatAvailability(v.Unavailability, 0)
	default:
		return unit.Format(v.Value, l.Type.Dim, s.Calendar, styleBeside(&l, s.Calendar))
	}
}

// SensitivityText writes a study as text. The bar draws a share of 0 to 1, or −1 to 1 of
// an elasticity.
func SensitivityText(s *Study, look Look, bar func(share float64, signed bool) string) string {
	var b strings.Builder
	b.WriteString(look.bold(s.Name) + " = " + amount(&s.Sensitivity.Line, s.Calendar))
	if s.Sensitivity.Line.Spread != nil {
		b.WriteString("  (" + fromTo(&s.Sensitivity.Line, s.Calendar) + ")")
	}
	b.WriteString("\n")
	body := s.sheets(bar)
	look.fit(body)
	look.grid(&b, body)
	return b.String()
}

// SensitivityMarkdown writes a study as Markdown tables.
func SensitivityMarkdown(s *Study) string {
	var b strings.Builder
	b.WriteString("## " + escape(s.Name) + "\n")
	for _, sheet := range s.sheets(nil) {
		b.WriteString(sheet.markdown())
	}
	return b.String()
}

func (s *Study) sheets(bar func(float64, bool) string) []*sheet {
	var out []*sheet
	if len(s.Sensitivity.Influences) > 0 {
		out = append(out, s.influences(bar))
	}
	if len(s.Elasticities) > 0 {
		out = append(out, s.elasticities(bar))
	}
	return out
}

// apart is how much a total index may exceed the share alone before it gets a column; less
// than twice its standard error is no difference.
func (s *Study) apart() float64 {
	const shown = 0.005
	if s.Sensitivity.Sampling == nil {
		return shown
	}
	return max(shown, 2*s.Sensitivity.Sampling.Error)
}

func (s *Study) influences(bar func(float64, bool) string) *sheet {
	sh := &sheet{title: "ranges", columns: []column{{title: "share"}}}
	total := false
	for _, in := range s.Sensitivity.Influences {
		total = total || in.Total-in.Share > s.apart()
	}
	if total {
		sh.columns = append(sh.columns, column{title: "total"})
	}
	sh.columns = append(sh.columns, column{title: "at its p5", spare: 3}, column{title: "at its p95", spare: 3}, column{title: "", left: true, spare: 1}, column{title: "as written", left: true, spare: 5})
	if bar != nil {
		sh.columns = append(sh.columns, column{title: "", left: true, spare: 2})
	}
	for _, in := range s.Sensitivity.Influences {
		cells := []string{oneDecimal(in.Share)}
		if total {
			cells = append(cells, oneDecimal(in.Total))
		}
		cells = append(cells, s.level(in.Low), s.level(in.High), map[int]string{1: "rises", -1: "falls", 0: "stays"}[in.Rises()], in.Text)
		if bar != nil {
			cells = append(cells, bar(in.Total, false))
		}
		sh.rows = append(sh.rows, row{in.Name, cells})
	}
	for _, r := range []struct {
		name  string
		share float64
	}{{"together", s.Sensitivity.Explained}, {"interaction", s.Sensitivity.Interaction}} {
		cells := make([]string, len(sh.columns))
		cells[0] = oneDecimal(r.share)
		sh.rows = append(sh.rows, row{r.name, cells})
	}
	sh.notes = []string{s.of(), "at its p5, p95: all other inputs at their medians"}
	if s.Sensitivity.Sampling != nil {
		sh.notes = append(sh.notes, shares(s.Sensitivity.Sampling))
	}
	return sh
}

// of says what the shares are shares of.
func (s *Study) of() string {
	switch {
	case !s.Sensitivity.Log:
		return "share: of the variance"
	case s.Sensitivity.Line.Type.Kind == formula.Availability:
		return "share: of the variance of the logarithm of unavailability"
	default:
		return "share: of the variance of the logarithm"
	}
}

// shares says how the shares were found, and how exact they are.
func shares(s *estimate.Sampled) string {
	return strings.Replace(Sampling(s), "percentiles:", "shares:", 1)
}

func oneDecimal(share float64) string {
	return fmt.Sprintf("%.1f%%", math.Round(1000*share)/10+0) // + 0: never "-0.0"
}

func (s *Study) elasticities(bar func(float64, bool) string) *sheet {
	sh := &sheet{title: "values", columns: []column{{title: "elasticity"}, {title: "with less", spare: 3}, {title: "with more", spare: 3}, {title: "step", left: true, spare: 4}, {title: "as written", left: true, spare: 5}}}
	largest := 0.0
	for _, e := range s.Elasticities {
		if !math.IsNaN(e.Value) {
			largest = max(largest, math.Abs(e.Value))
		}
	}
	if bar != nil {
		sh.columns = append(sh.columns, column{title: "", left: true, spare: 2})
	}
	for _, e := range s.Elasticities {
		cells := []string{elasticity(e.Value), s.level(e.Low), s.level(e.High), "± " + e.Step, e.Text}
		if bar != nil {
			share := 0.0
			if largest > 0 && !math.IsNaN(e.Value) {
				share = e.Value / largest
			}
			cells = append(cells, bar(share, true))
		}
		sh.rows = append(sh.rows, row{e.Name, cells})
	}
	sh.notes = []string{"elasticity: percent that it changes with one percent of the input"}
	if s.Sensitivity.Line.Type.Kind == formula.Availability {
		sh.notes[0] = "elasticity: percent that unavailability changes with one percent of the input"
	}
	return sh
}

func elasticity(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return strconv.FormatFloat(math.Round(100*v)/100+0, 'f', 2, 64)
}

type jsonStudy struct {
	Version      int              `json:"version"`
	Quantity     jsonQuantity     `json:"quantity"`
	Scale        string           `json:"scale"`
	Ranges       []jsonInfluence  `json:"ranges"`
	Together     float64          `json:"together"`
	Interaction  float64          `json:"interaction"`
	Sampling     *jsonSampling    `json:"sampling,omitempty"`
	Elasticities []jsonElasticity `json:"elasticities"`
	Warnings     []jsonWarning    `json:"warnings"`
}

type jsonLevel struct {
	Value          number   `json:"value"`
	Unavailability *float64 `json:"unavailability,omitempty"`
	Text           string   `json:"text"`
}

type jsonInfluence struct {
	Name  string    `json:"name"`
	Text  string    `json:"text"`
	Share float64   `json:"share"`
	Total float64   `json:"total"`
	Rises int       `json:"direction"`
	Low   jsonLevel `json:"at_p5"`
	High  jsonLevel `json:"at_p95"`
	File  string    `json:"file,omitempty"`
	Line  int       `json:"line,omitempty"`
}

type jsonElasticity struct {
	Name  string    `json:"name"`
	Text  string    `json:"text"`
	Value number    `json:"elasticity"`
	Step  string    `json:"step"`
	Low   jsonLevel `json:"with_less"`
	High  jsonLevel `json:"with_more"`
	File  string    `json:"file,omitempty"`
	Line  int       `json:"line,omitempty"`
}

func (s *Study) levelJSON(v estimate.Level) jsonLevel {
	j := jsonLevel{Value: number(v.Value), Text: s.level(v)}
	if s.Sensitivity.Line.Type.Kind == formula.Availability && !math.IsNaN(v.Value) {
		j.Unavailability = &v.Unavailability
	}
	return j
}

// SensitivityJSON writes a study as one document, values in base units.
func SensitivityJSON(s *Study) (string, error) {
	sens := s.Sensitivity
	j := jsonStudy{Version: 1, Quantity: quantityJSON(&sens.Line, s.Calendar), Scale: "linear", Ranges: []jsonInfluence{}, Elasticities: []jsonElasticity{}, Warnings: []jsonWarning{},
		Together: sens.Explained, Interaction: sens.Interaction}
	j.Quantity.Name = s.Name
	if sens.Log {
		j.Scale = "logarithmic"
	}
	j.Sampling = samplingJSON(sens.Sampling)
	for _, in := range sens.Influences {
		j.Ranges = append(j.Ranges, jsonInfluence{in.Name, in.Text, in.Share, in.Total, in.Rises(), s.levelJSON(in.Low), s.levelJSON(in.High), in.Place.File, in.Place.Line})
	}
	for _, e := range s.Elasticities {
		j.Elasticities = append(j.Elasticities, jsonElasticity{e.Name, e.Text, number(e.Value), e.Step, s.levelJSON(e.Low), s.levelJSON(e.High), e.Place.File, e.Place.Line})
	}
	for _, w := range sens.Warnings {
		j.Warnings = append(j.Warnings, jsonWarning{w.Message, w.Help, w.File, w.Line, w.Column})
	}
	return encode(j)
}

// SensitivityCSV writes a row for each input.
func SensitivityCSV(s *Study) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"quantity", "input", "as_written", "share", "total", "elasticity", "low", "high", "unit"})
	base := baseUnit(&s.Sensitivity.Line)
	for _, in := range s.Sensitivity.Influences {
		_ = w.Write([]string{s.Name, in.Name, in.Text, plain(in.Share), plain(in.Total), "", plain(in.Low.Value), plain(in.High.Value), base})
	}
	for _, e := range s.Elasticities {
		_ = w.Write([]string{s.Name, e.Name, e.Text, "", "", plain(e.Value), plain(e.Low.Value), plain(e.High.Value), base})
	}
	w.Flush()
	return b.String(), w.Error()
}
