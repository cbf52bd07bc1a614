// Package findings writes what a check found, as text for people and in the formats of
// the machines that show it beside the line that is wrong.
package findings

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"botec/estimate"
	"botec/estimate/claim"
)

// Rules that only a check has.
const ruleInvalid = "scenario-invalid"

// Rule is one of the rules that a finding can break.
type Rule struct{ ID, About string }

// Rules lists them. They are few and stable: suppressions and dashboards name them.
func Rules() []Rule {
	return []Rule{
		{estimate.RuleClaimMismatch, "A claim is not what the scenario gives"},
		{estimate.RuleClaimUnit, "The words of a claim are no figure of its quantity's dimension"},
		{estimate.RuleClaimUnknown, "The label of a claim names no quantity"},
		{estimate.RuleExpectFailed, "An expectation of a scenario does not hold"},
		{claim.RuleStale, "A generated block says other than its scenario"},
		{claim.RuleMarker, "A marker or a fence is not closed, or not understood"},
		{claim.RuleDocumentLimit, "A document is longer or deeper than is checked, or takes too long"},
		{ruleInvalid, "A scenario cannot be judged"},
	}
}

// unjudged are the rules whose findings say that something could not be judged.
var unjudged = []string{estimate.RuleClaimUnknown, claim.RuleMarker, claim.RuleDocumentLimit, ruleInvalid}

// Report is what a check found.
type Report struct {
	Version string   // of the program
	Files   []*File  // those of which there is something to say
	Unread  []string // why files could not be read

	documents, claims, expectations int
}

// Take counts what was checked in a file, and keeps it where there is something to say.
func (r *Report) Take(f *File) {
	if !f.Nothing {
		r.documents++
	}
	r.claims += f.claims
	r.expectations += f.expectations
	if len(f.Findings)+len(f.Warnings)+len(f.Judged) > 0 {
		r.Files = append(r.Files, f)
	}
}

// File is one document or scenario file.
type File struct {
	Name     string
	Nothing  bool // there is nothing to check in it
	Findings []Finding
	Warnings []*estimate.Problem

	Keep   bool     // Judged, which is long where there are many documents
	Judged []Judged // claims and expectations, where they are kept

	claims, expectations int
}

// Finding is a problem with the lines that show it.
type Finding struct {
	*estimate.Problem
	Excerpt string // the source line, carets and help
}

// Judged is a claim or an expectation with its verdict.
type Judged struct {
	estimate.Place
	Width    int
	Kind     string // "claim" or "expectation"
	Quantity string
	Text     string
	Verdict  *estimate.Verdict // nil: it could not be judged
}

// Add takes up problems; texts are the sources that they stand in.
func (f *File) Add(problems []*estimate.Problem, texts map[string][]byte) {
	for i, excerpt := range estimate.Excerpts(problems, texts) {
		f.Findings = append(f.Findings, Finding{problems[i], excerpt})
	}
}

// Invalid takes up the mistakes of a scenario that cannot be judged.
func (f *File) Invalid(problems []*estimate.Problem, texts map[string][]byte) {
	for _, p := range problems {
		p.Rule = ruleInvalid
	}
	f.Add(problems, texts)
}

// Expectations counts the expectations of a scenario, and takes up its warnings.
func (f *File) Expectations(j *estimate.Judge) {
	f.Warnings = append(f.Warnings, j.Report.Warnings...)
	f.expectations += len(j.Report.Verdicts)
	if !f.Keep {
		return
	}
	for _, v := range j.Report.Verdicts {
		f.Judged = append(f.Judged, Judged{v.Place, len([]rune(v.Constraint)), "expectation", v.Quantity, v.Constraint, &v})
	}
}

// Claim takes up a claim that was judged.
func (f *File) Claim(c claim.Judged) {
	f.claims++
	if f.Keep {
		f.Judged = append(f.Judged, Judged{c.Place, c.Width, "claim", c.Quantity, c.Text, c.Verdict})
	}
}

// Sort puts the files, and what they hold, into the order of their places.
func (r *Report) Sort() {
	slices.SortStableFunc(r.Files, func(a, b *File) int { return cmp.Compare(a.Name, b.Name) })
	for _, f := range r.Files {
		sort.SliceStable(f.Findings, func(i, j int) bool { return comparePlaces(f.Findings[i].Place, f.Findings[j].Place) < 0 })
		sort.SliceStable(f.Judged, func(i, j int) bool { return comparePlaces(f.Judged[i].Place, f.Judged[j].Place) < 0 })
	}
}

func comparePlaces(a, b estimate.Place) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// all lists the findings of all files.
func (r *Report) all() []Finding {
	var out []Finding
	for _, f := range r.Files {
		out = append(out, f.Findings...)
	}
	return out
}

// Findings counts them.
func (r *Report) Findings() int {
	n := 0
	for _, f := range r.Files {
		n += len(f.Findings)
	}
	return n
}

// Unjudged reports whether anything could not be judged.
func (r *Report) Unjudged() bool {
	return slices.ContainsFunc(r.Files, func(f *File) bool { return len(f.Unjudged()) > 0 })
}

// Unjudged lists what could not be judged.
func (f *File) Unjudged() []*estimate.Problem {
	var out []*estimate.Problem
	for _, x := range f.Findings {
		if slices.Contains(unjudged, x.Rule) {
			out = append(out, x.Problem)
		}
	}
	return out
}

// Summary counts what was checked: "3 documents, 12 claims, 5 expectations, 1 finding".
func (r *Report) Summary() string {
	found := "no findings"
	if n := r.Findings(); n > 0 {
		found = count(n, "finding")
	}
	unread := ""
	if n := len(r.Unread); n > 0 {
		unread = ", " + count(n, "unread file")
	}
	return count(r.documents, "document") + ", " + count(r.claims, "claim") + ", " + count(r.expectations, "expectation") + ", " + found + unread
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
