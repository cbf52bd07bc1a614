package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// runOptions are the flags and arguments of `botec run`.
type runOptions struct {
	reading
	output
	scenarios []string
	only      []string
	napkin    bool
}

const runLong = `Run evaluates scenarios and prints their tables. Several scenarios stand side by
side. A SCENARIO is a YAML file, a Markdown document with one "yaml botec" fence,
"-" for standard input, or a preset (see "botec list").

Expectations are shown with their verdicts and do not change the exit status.`

const runExample = `  botec run netflix
  botec run netflix --set dau=300M --only storage,bandwidth
  botec run twitter netflix uber
  botec run design.md --format json --output report.json`

func newRun(a *app) *cobra.Command {
	var o runOptions
	c := &cobra.Command{
		Use:     "run SCENARIO...",
		Short:   "Print the tables of scenarios",
		Long:    runLong,
		Example: runExample,
		Args:    arguments(1, -1, "a scenario"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.scenarios = args
			return a.run(&o)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&o.only, "only", nil, "print only these `SECTIONS`: "+sectionNames())
	f.BoolVar(&o.napkin, "napkin", false, "round to two digits from step to step, as on paper")
	addReading(c, &o.reading, everyArgument)
	addClosedForm(c, &o.sampling)
	addOutput(c, &o.output, "text", "markdown", "csv", "json")
	c.ValidArgsFunction = aScenario
	completeFlag(c, "only", listOf(aSection))
	return c
}

func sectionNames() string {
	var names []string
	for _, s := range estimate.Sections() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// question is what the flags ask of every scenario.
type question struct {
	only []estimate.Section
	set  []spec.Override
	opt  estimate.Options
}

func (o *runOptions) question() (q question, err error) {
	if i := slices.Index(o.scenarios, "-"); i >= 0 && slices.Contains(o.scenarios[i+1:], "-") {
		return q, usage("name the other scenario by its file", "standard input can be read only once")
	}
	if err := o.output.check(); err != nil {
		return q, err
	}
	if q.only, err = sections(o.only); err != nil {
		return q, err
	}
	q.set, q.opt, err = o.read()
	q.opt.Napkin, q.opt.Spread = o.napkin, true
	q.opt.Only, q.opt.Tabled = q.only, len(o.scenarios) == 1 && (o.format == "text" || o.format == "markdown") // what is not shown is not sampled
	return q, err
}

// run evaluates the scenarios and writes the result.
func (a *app) run(o *runOptions) error {
	q, err := o.question()
	if err != nil {
		return err
	}
	reports, err := a.reports(o.scenarios, q)
	if err != nil {
		return err
	}
	a.tellAbsent(reports, q.only)
	text, err := a.render(reports, q.only, &o.output)
	if err != nil {
		return err
	}
	return a.write(o.file, text)
}

// reports evaluates all scenarios. Each that cannot be judged is told of before it
// gives up; the last one's mistakes are the error.
func (a *app) reports(scenarios []string, q question) ([]*estimate.Report, error) {
	var reports []*estimate.Report
	var failed error
	for _, arg := range scenarios {
		r, err := a.evaluate(arg, q.set, q.opt)
		if err == nil {
			reports = append(reports, r)
			continue
		}
		if failed != nil {
			report(failed, a.err)
			fmt.Fprintln(a.err)
		}
		failed = err
	}
	return reports, failed
}

// tellAbsent says which of the sections that --only names no scenario has: an empty
// table would leave the reader guessing.
func (a *app) tellAbsent(reports []*estimate.Report, only []estimate.Section) {
	for _, section := range only {
		has := func(r *estimate.Report) bool {
			return slices.ContainsFunc(r.Lines, func(l estimate.Line) bool { return l.Section == section })
		}
		if !slices.ContainsFunc(reports, has) {
			fmt.Fprintf(a.err, "botec: there is nothing in section %s\n", section)
		}
	}
}

// evaluate takes one scenario from its argument to its report, and its doubts to
// standard error.
func (a *app) evaluate(arg string, set []spec.Override, opt estimate.Options) (*estimate.Report, error) {
	s, err := a.open(arg)
	if err != nil {
		return nil, err
	}
	m, err := a.compileSet(s, set)
	if err != nil {
		return nil, err
	}
	r, problems := m.Report(opt)
	if len(problems) > 0 {
		if opt.At != nil {
			s.texts[opt.At.Place.File] = []byte(opt.At.Text)
		}
		return nil, &invalid{problems, s}
	}
	a.warn(r.Warnings...)
	return r, nil
}

func sections(names []string) ([]estimate.Section, error) {
	var out []estimate.Section
	for _, name := range names {
		s := estimate.Section(strings.TrimSpace(name))
		if !slices.Contains(estimate.Sections(), s) {
			help := unit.DidYouMean(name, strings.Split(sectionNames(), ", "), "%s", "the sections are "+sectionNames())
			return nil, usage(help, "unknown section %q", name)
		}
		out = append(out, s)
	}
	return out, nil
}
