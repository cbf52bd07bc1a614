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
	n := func(v int) string {
		return unit.Format(float64(v), unit.None, unit.DefaultCalendar(), unit.Style{Whole: true})
	}
	return []limit{
		{"bytes of a scenario", n(spec.MaxBytes), fmt.Sprintf("bytes, at most %d are read", spec.MaxBytes)},
		{"bytes of all files that it uses", n(spec.MaxBytes), fmt.Sprintf("more than %d bytes together", spec.MaxBytes)},
		{"files that it uses", n(spec.MaxUsed), fmt.Sprintf("more than %d files are used", spec.MaxUsed)},
		{"maps and lists within each other", n(spec.MaxDepth), fmt.Sprintf("nested more than %d deep", spec.MaxDepth)},
		{"characters of a name", n(spec.MaxName), fmt.Sprintf("at most %d characters", spec.MaxName)},
		{"quantities of a scenario", n(estimate.MaxQuantities), "quantities, at most " + n(estimate.MaxQuantities)},
		{"expectations of a scenario", n(estimate.MaxExpectations), "expectations, at most " + n(estimate.MaxExpectations)},
		{"mistakes told of a file", n(spec.MaxProblems), "more [limit]"},
		{"bytes of an expression", n(formula.MaxLength), fmt.Sprintf("bytes, at most %d are read", formula.MaxLength)},
		{"parentheses within each other", n(formula.MaxDepth), fmt.Sprintf("nested more than %d deep", formula.MaxDepth)},
		{"digits of a number", n(unit.MaxDigits), "too long or too large"},
		{"trials of ranges", n(estimate.MaxSamples), "are too many"},
		{"steps of one evaluation", n(estimate.MaxWork), "too long"},
		{"steps of trials, a search, a sweep", n(estimate.MaxSearch), "times takes too long"},
		{"values of a sweep", n(estimate.MaxSteps), fmt.Sprintf("values, at most %d are swept", estimate.MaxSteps)},
		{"pairs of values of a sweep", n(estimate.MaxPairs), fmt.Sprintf("at most %d", estimate.MaxPairs)},
		{"bytes of a document", n(claim.MaxBytes), fmt.Sprintf("bytes, at most %d are checked", claim.MaxBytes)},
		{"bytes of a line of it", n(claim.MaxLine), fmt.Sprintf("bytes, at most %d are checked", claim.MaxLine)},
		{"quotes and lists within each other", n(claim.MaxDepth), fmt.Sprintf("nested more than %d deep", claim.MaxDepth)},
		{"claims of a document", n(claim.MaxClaims), fmt.Sprintf("times, at most %d claims are checked", claim.MaxClaims)},
		{"scenarios of a document", n(claim.MaxFences), fmt.Sprintf("lines begin a scenario, at most %d are checked", claim.MaxFences)},
		{"bytes of any other file", n(maxFileBytes), "longer than 16 MiB"},
	}
}

const limitsIntro = `LIMITS

What botec reads may come from strangers: no scenario and no document of another's
takes it more than about two seconds of a processor, or 200 MiB, at these limits.
They are far above what anybody writes by hand. What goes beyond is refused, with its
place; nothing is cut off silently. A document takes as long as its scenarios
together, a folder as long as its documents.

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
`, unit.Format(estimate.DefaultSamples, unit.None, unit.DefaultCalendar(), unit.Style{Whole: true}), estimate.MaxExplained)
	return b.String()
}
