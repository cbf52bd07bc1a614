package main

import (
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
)

// solveOptions are the flags and arguments of `botec solve`.
type solveOptions struct {
	turning
	output
	input         string
	suchThat      []string
	between, from string
	digits        int
}

const solveLong = `Solve finds for which values of an input a constraint holds: where it begins to fail,
and where it holds again. Without --such-that it takes everything that the scenario
expects. The values that it prints hold when they are pasted into --set, and fail one
step of their last digit further.

It searches six orders of magnitude to either side of the value in the scenario, within
what the field takes; --between says otherwise. "Never" and "always" are about what was
searched, which is printed: a change and back between two neighbouring values can go
unseen. An availability is searched by its nines, a share from 0% to 100%, a count of
servers in whole numbers.

With "--for horizon" it says for how long; with --from, on which day something is full.
The exit status does not depend on what is found.`

func newSolve(a *app) *cobra.Command {
	var o solveOptions
	c := &cobra.Command{
		Use:     "solve SCENARIO",
		Short:   "Find the input at which a constraint breaks",
		Long:    solveLong,
		Example: "  botec solve netflix --for dau --such-that 'storage at most 5 EB'\n  botec solve twitter --for horizon --such-that 'storage at most 2 PB' --from 2026-11-27\n  botec solve redundancy --for component --such-that 'availability at least 99.99%'",
		Args:    arguments(1, 1, "a scenario"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.scenario = args[0]
			return a.solve(&o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.input, "for", "", "the `INPUT` to find, by its path")
	f.StringArrayVar(&o.suchThat, "such-that", nil, "a `CONSTRAINT` that is to hold, such as 'servers at most 100'; may be repeated")
	f.StringVar(&o.between, "between", "", "search `LOW..HIGH`")
	f.IntVar(&o.digits, "digits", 4, "significant `DIGITS` of what is found, 1 to 15")
	f.StringVar(&o.from, "from", "", "with --for horizon: the `DATE` of the start, as 2026-11-27, to have a date")
	neverEmpty(c, "for", "between", "from")
	addReading(c, &o.reading, firstArgument)
	c.ValidArgsFunction = inOrder(aScenario)
	completeFlag(c, "for", anInputOf(firstArgument))
	completeFlag(c, "such-that", aQuantityOf(firstArgument))
	addOutput(c, &o.output, "text", "markdown", "csv", "json")
	return c
}

// check reports what is wrong with the flags by themselves.
func (o *solveOptions) check() error {
	switch {
	case o.input == "":
		return usage("write `--for dau`", "--for is missing: what is to be found?")
	case o.digits < 1 || o.digits > 15:
		return usage("write `--digits 4`", "--digits takes 1 to 15, found %d", o.digits)
	case o.from != "" && o.input != "horizon":
		return usage("leave it out, or write `--for horizon`", "--from is the date at which a horizon starts")
	}
	return o.output.check()
}

func (a *app) solve(o *solveOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	in := []turned{{flag: "--for", name: o.input, now: true}}
	if o.between != "" {
		in[0].value = oneOf(o.between)
	}
	s, err := a.turning(&o.turning, in)
	if err != nil {
		return err
	}
	q := estimate.Quest{At: s.at, Sampling: s.sampling, Digits: o.digits, Absent: !in[0].given}
	s.constraints(o, &q)
	found, problems := s.variables[0].Solve(q)
	if len(problems) > 0 {
		return &invalid{problems, s.source}
	}
	found.Formula = in[0].formula
	on, err := dates(o.from, s.model)
	if err != nil {
		return err
	}
	a.warn(found.Warnings...)
	text, err := renderSolution(found, on, o.format, a.look(o.file))
	if err != nil {
		return err
	}
	return a.write(o.file, text)
}

// constraints gives the texts of the flags their places.
func (s *source) constraints(o *solveOptions, q *estimate.Quest) {
	for i, text := range o.suchThat {
		label := "--such-that"
		if len(o.suchThat) > 1 {
			label = fmt.Sprintf("--such-that %d", i+1)
		}
		s.texts[label] = []byte(text)
		q.SuchThat = append(q.SuchThat, said(label, text, 1))
	}
	if o.between != "" {
		s.texts["--between"] = []byte(o.between)
		q.Between = said("--between", o.between, 1)
	}
	s.texts["--for"] = []byte(o.input)
}

// dates turns times from a start into days of the calendar that hangs on walls. A day of
// another length in the scenario is one day all the same.
func dates(from string, m *estimate.Model) (table.Dated, error) {
	const day = "2006-01-02"
	if from == "" {
		return func(estimate.Figure) string { return "" }, nil
	}
	start, err := time.Parse(day, from)
	if err != nil {
		return nil, usage("write it as `--from 2026-11-27`", "--from takes a date, found %q", from)
	}
	return func(f estimate.Figure) string {
		days := math.Floor(f.Value / m.Calendar().Day * (1 + 1e-12))
		if most := 8000 * 365.0; !(days >= 0 && days < most) {
			return "" // beyond what a calendar has
		}
		return start.AddDate(0, 0, int(days)).Format(day)
	}, nil
}

func renderSolution(s *estimate.Solution, on table.Dated, format string, look table.Look) (string, error) {
	switch format {
	case "json":
		return table.SolutionJSON(s, on)
	case "csv":
		return table.SolutionCSV(s)
	case "markdown":
		return table.SolutionMarkdown(s, on), nil
	}
	return table.Solution(s, on, look), nil
}
