package findings

import (
	"math"
	"slices"
	"strings"
)

type jsonReport struct {
	Version      int           `json:"version"`
	Documents    int           `json:"documents"`
	Claims       int           `json:"claims"`
	Expectations int           `json:"expectations"`
	Findings     []jsonFinding `json:"findings"`
	Unread       []string      `json:"unread"`
	Judged       []jsonJudged  `json:"judged"`
}

type jsonFinding struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Width   int      `json:"width"`
	Rule    string   `json:"rule"`
	Message string   `json:"message"`
	Help    []string `json:"help"`
}

type jsonJudged struct {
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Column     int      `json:"column"`
	Kind       string   `json:"kind"`
	Quantity   string   `json:"quantity"`
	Text       string   `json:"text"`
	Holds      bool     `json:"holds"`
	Difference *float64 `json:"difference"`
	Band       string   `json:"band"`
	Remedy     string   `json:"remedy,omitempty"`
	Passing    []string `json:"would_pass,omitempty"`
}

// JSON writes the findings, and every claim and expectation with its verdict.
func (r *Report) JSON() (string, error) {
	out := jsonReport{Version: 1, Documents: r.documents, Claims: r.claims, Expectations: r.expectations, Findings: []jsonFinding{}, Unread: slices.Concat([]string{}, r.Unread), Judged: []jsonJudged{}}
	for _, f := range r.Files {
		for _, x := range f.Findings {
			help := []string{}
			for line := range strings.Lines(x.Help) {
				help = append(help, strings.TrimSuffix(line, "\n"))
			}
			out.Findings = append(out.Findings, jsonFinding{x.File, x.Line, x.Column, x.Width, x.Rule, x.Message, help})
		}
		for _, j := range f.Judged {
			if j.Verdict != nil {
				out.Judged = append(out.Judged, judgedJSON(j))
			}
		}
	}
	return indented(out)
}

func judgedJSON(j Judged) jsonJudged {
	v := j.Verdict
	out := jsonJudged{j.File, j.Line, j.Column, j.Kind, j.Quantity, j.Text, v.Holds, nil, v.Band, v.Remedy, v.Passing}
	if !math.IsNaN(v.Difference) && !math.IsInf(v.Difference, 0) {
		out.Difference = &v.Difference
	}
	return out
}
