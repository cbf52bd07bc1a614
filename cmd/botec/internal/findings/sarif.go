package findings

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"sort"
	"strings"
)

func sortWorst(all []Finding) {
	rank := func(f Finding) int {
		if slices.Contains(unjudged, f.Rule) {
			return 0
		}
		return 1
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Off, a.Off)) < 0
	})
}

// indented writes JSON for machines that people look at too.
func indented(v any) (string, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return buf.String(), err
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level   string       `json:"level"`
	Message sarifMessage `json:"message"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID    string       `json:"id"`
	Short sarifMessage `json:"shortDescription"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndColumn   int `json:"endColumn"`
}

// SARIF writes the findings as a log of version 2.1.0; columns count characters from 1.
func (r *Report) SARIF() (string, error) {
	invocation := sarifInvocation{Successful: len(r.Unread) == 0}
	for _, why := range r.Unread {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{"error", sarifMessage{why}})
	}
	run := sarifRun{Invocations: []sarifInvocation{invocation}, Tool: sarifTool{sarifDriver{Name: "botec", Version: r.Version}}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	index := make(map[string]int)
	for i, rule := range Rules() {
		index[rule.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{rule.ID, sarifMessage{rule.About}})
	}
	for _, f := range r.all() {
		message := f.Message
		if f.Help != "" {
			message += "\n" + f.Help
		}
		at := sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: relative(f.File)}).EscapedPath()}}
		if f.Line > 0 {
			at.Region = &sarifRegion{f.Line, max(1, f.Column), max(1, f.Column) + max(1, f.Width)}
		}
		run.Results = append(run.Results, sarifResult{f.Rule, index[f.Rule], "error", sarifMessage{message}, []sarifLocation{{at}}})
	}
	return indented(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// relative keeps the first part of a path from being read as the scheme of an address.
func relative(path string) string {
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ":") {
		return "./" + path
	}
	return path
}
