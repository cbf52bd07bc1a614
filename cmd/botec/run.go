package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// runOptions are the flags and arguments of `botec run`.
type runOptions struct {
	reading
	scenarios []string
	only      []string
	napkin    bool
	format    string
	output    string
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
	addOutput(c, &o.format, &o.output, "text, markdown, csv or json")
	c.ValidArgsFunction = aScenario
	completeFlag(c, "only", listOf(aSection))
	return c
}

// addOutput adds the flags that every command with a result has.
func addOutput(c *cobra.Command, format, output *string, formats string) {
	c.Flags().StringVarP(format, "format", "f", "text", "`FORMAT` of the result: "+formats)
	completeFlag(c, "format", aWord(strings.Split(strings.ReplaceAll(formats, " or ", ", "), ", ")...))
	addOutputFile(c, output)
}

// addOutputFile adds the flag that says where a result goes.
func addOutputFile(c *cobra.Command, output *string) {
	c.Flags().StringVarP(output, "output", "o", "", "write the result to `FILE`")
	completeFlag(c, "output", aFile)
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
	if err := knownFormat(o.format, "text", "markdown", "csv", "json"); err != nil {
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
	text, err := a.render(reports, q.only, o)
	if err != nil {
		return err
	}
	return a.write(o.output, text)
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
	for _, w := range r.Warnings {
		a.warn(w)
	}
	return r, nil
}

// warn tells of a doubt.
func (a *app) warn(w *estimate.Problem) {
	fmt.Fprintf(a.err, "%s\n", w)
	if w.Help != "" {
		fmt.Fprintf(a.err, "  = %s\n", w.Help)
	}
}

func sections(names []string) ([]estimate.Section, error) {
	var out []estimate.Section
	for _, name := range names {
		s := estimate.Section(strings.TrimSpace(name))
		if !slices.Contains(estimate.Sections(), s) {
			help := "the sections are " + sectionNames()
			if near := unit.Nearest(name, strings.Split(sectionNames(), ", ")); near != "" {
				help = fmt.Sprintf("did you mean `%s`?", near)
			}
			return nil, usage(help, "unknown section %q", name)
		}
		out = append(out, s)
	}
	return out, nil
}

// knownFormat refuses a --format that the command does not have.
func knownFormat(value string, known ...string) error {
	if slices.Contains(known, value) {
		return nil
	}
	help := fmt.Sprintf("it is one of %s", strings.Join(known, ", "))
	if near := unit.Nearest(value, known); near != "" {
		help = fmt.Sprintf("did you mean `%s`?", near)
	}
	return usage(help, "unknown format %q", value)
}

// notEmpty refuses a flag that was given nothing, as an unset shell variable does.
func notEmpty(c *cobra.Command, flag, value string) error {
	if value == "" && c.Flags().Changed(flag) {
		return usage("write a value behind it, or leave the flag out", "--%s is empty", flag)
	}
	return nil
}

// noneEmpty is notEmpty for several flags and their values: the first one is told of.
func noneEmpty(c *cobra.Command, flags [][2]string) error {
	for _, flag := range flags {
		if err := notEmpty(c, flag[0], flag[1]); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) render(reports []*estimate.Report, only []estimate.Section, o *runOptions) (string, error) {
	switch {
	case o.format == "json":
		return table.JSON(reports, only)
	case o.format == "csv":
		return table.CSV(reports, only)
	case o.format == "markdown" && len(reports) > 1:
		return table.SideBySideMarkdown(reports, only), nil
	case o.format == "markdown":
		return table.Markdown(reports[0], only), nil
	case len(reports) > 1:
		return table.SideBySide(reports, only, a.look(o.output)), nil
	default:
		return table.Text(reports[0], only, a.look(o.output)), nil
	}
}

// write puts the result on standard output or, whole or not at all, into a file.
func (a *app) write(file, text string) error {
	if file == "" || file == "-" {
		_, err := io.WriteString(a.out, text)
		return err
	}
	return writeFile(file, text)
}
