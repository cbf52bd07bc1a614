package main

import (
	"fmt"
	"strings"

	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/formula"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// limit is one bound on what botec reads or computes.
type limit struct {
	of   string // what is bounded
	most string
	says string // a part of what is said of more
}

// limits lists them; each is a constant of the room that holds it.
func limits() []limit {
	n := unit.Grouped
	return []limit{
		{"bytes of a scenario", n(spec.MaxBytes), "bytes, at most " + n(spec.MaxBytes) + " are read"},
		{"bytes of all files that it uses", n(spec.MaxBytes), "more than " + n(spec.MaxBytes) + " bytes together"},
		{"files that it uses", n(spec.MaxUsed), "more than " + n(spec.MaxUsed) + " files are used"},
		{"maps and lists within each other", n(spec.MaxDepth), "nested more than " + n(spec.MaxDepth) + " deep"},
		{"characters of a name", n(spec.MaxName), "at most " + n(spec.MaxName) + " characters"},
		{"quantities of a scenario", n(estimate.MaxQuantities), "quantities, at most " + n(estimate.MaxQuantities)},
		{"expectations of a scenario", n(estimate.MaxExpectations), "expectations, at most " + n(estimate.MaxExpectations)},
		{"mistakes told of a file", n(spec.MaxProblems), "more [limit]"},
		{"bytes of an expression", n(formula.MaxLength), "bytes, at most " + n(formula.MaxLength) + " are read"},
		{"parentheses within each other", n(formula.MaxDepth), "nested more than " + n(formula.MaxDepth) + " deep"},
		{"digits of a number", n(unit.MaxDigits), "too long or too large"},
		{"trials of ranges", n(estimate.MaxSamples), "are too many"},
		{"steps of one evaluation", n(estimate.MaxWork), "too long"},
		{"steps of trials, a search, a sweep", n(estimate.MaxSearch), "times takes too long"},
		{"values of a sweep", n(estimate.MaxSteps), "values, at most " + n(estimate.MaxSteps) + " are swept"},
		{"pairs of values of a sweep", n(estimate.MaxPairs), "at most " + n(estimate.MaxPairs)},
		{"bytes of a document", n(claim.MaxBytes), "bytes, at most " + n(claim.MaxBytes) + " are checked"},
		{"lines of it", n(claim.MaxLines), "lines, at most " + n(claim.MaxLines) + " are checked"},
		{"bytes of a line of it", n(claim.MaxLine), "bytes, at most " + n(claim.MaxLine) + " are checked"},
		{"quotes and lists within each other", n(claim.MaxDepth), "nested more than " + n(claim.MaxDepth) + " deep"},
		{"claims of a document", n(claim.MaxClaims), "times, at most " + n(claim.MaxClaims) + " claims are checked"},
		{"scenarios of a document", n(claim.MaxFences), "lines begin a scenario, at most " + n(claim.MaxFences) + " are checked"},
		{"generated blocks of a document", n(claim.MaxBlocks), "more than " + n(claim.MaxBlocks) + " generated blocks"},
		{"lines of link definitions together", n(claim.MaxLinks), "more than " + n(claim.MaxLinks) + " lines of link definitions"},
		{"bytes of a .gitignore", n(maxIgnoreBytes), "bytes, at most " + n(maxIgnoreBytes) + " are read"},
		{"bytes of any other file", n(maxFileBytes), "longer than 16 MiB"},
	}
}

const limitsIntro = `LIMITS

What botec reads may come from strangers: no scenario and no document of another's
takes it more than about two seconds of a processor, or 200 MiB, at these limits.
They are far above what anybody writes by hand. What goes beyond is refused, with its
place; nothing is cut off silently. The trials of all scenarios of a document count
together. A folder takes as long as its documents.

`

// limitsText prints the table.
func limitsText() string {
	var b strings.Builder
	b.WriteString(limitsIntro)
	for _, l := range limits() {
		fmt.Fprintf(&b, "  %-36s %11s   \"… %s\"\n", l.of, l.most, l.says)
	}
	fmt.Fprintf(&b, `
A step is an operation on one number. Where the usual %s trials would take too many,
percentiles come from fewer, and say so; a number that --samples asks for is taken or
refused. What takes the most is a sum over time of what grows, and functions that count
up to their arguments (k_of_n, k_of, erlang_c, burst, lru_hit). "botec explain" goes %d
quantities deep.
`, unit.Grouped(estimate.DefaultSamples), estimate.MaxExplained)
	return b.String()
}
