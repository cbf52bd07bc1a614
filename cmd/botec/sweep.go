package main

import (
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/chart"
	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/unit"
)

// sweepOptions are the flags and arguments of `botec sweep`.
type sweepOptions struct {
	turning
	output
	vary, of []string
	steps    int
	scale    string
}

const sweepLong = `Sweep evaluates a scenario for many values of an input, or of two, and prints what
becomes of some quantities: a table, and a chart of each with the budgets of the scenario
in it. Marked is what is not as the scenario expects; the notes say at which value that
begins, exactly, not just between which two steps.

--vary takes a range, "dau=10M..1B", with the number of values where that is not nine,
"dau=10M..1B/20", or a list, "dau=10M,50M,100M". A range is spaced by equal factors where
its ends are a factor of ten apart, and an availability by its nines; --scale decides
otherwise. Values are rounded as the table shows them, and computed as rounded.
Without --of the quantities are those that the scenario expects something of; a
percentile, "storage.p95", and a time, "storage@3y", are quantities too.

--format csv has base units, to be plotted elsewhere; svg is a picture.`

func newSweep(a *app) *cobra.Command {
	var o sweepOptions
	c := &cobra.Command{
		Use:     "sweep SCENARIO",
		Short:   "Print how figures move as an input moves",
		Long:    sweepLong,
		Example: "  botec sweep twitter --vary dau=10M..1B --of storage,rps\n  botec sweep netflix --vary dau=100M,200M,400M --vary horizon='1 year..10 years/4' --of storage\n  botec sweep uber --vary dau=100K..100M/30 --of rps,storage -f svg > uber.svg",
		Args:    arguments(1, 1, "a scenario"),
		RunE: func(c *cobra.Command, args []string) error {
			o.scenario = args[0]
			if c.Flags().Changed("steps") && o.steps < 2 {
				return usage("write `--steps 9`", "--steps takes 2 or more, found %d", o.steps)
			}
			return a.sweep(&o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.vary, "vary", nil, "the input and its values: `NAME=LOW..HIGH`, NAME=LOW..HIGH/COUNT or NAME=A,B,C; twice for two inputs")
	f.StringSliceVar(&o.of, "of", nil, "the `QUANTITIES` to print: their names, parted by commas")
	f.IntVar(&o.steps, "steps", 0, "how many `VALUES` a range has (9, and 5 for a second input)")
	f.StringVar(&o.scale, "scale", "", "space a range by equal factors, `log`, or by equal differences, linear")
	neverEmpty(c, "scale")
	addReading(c, &o.reading, firstArgument)
	c.ValidArgsFunction = inOrder(aScenario)
	completeFlag(c, "vary", assigned(anInputOf(firstArgument)))
	completeFlag(c, "of", listOf(aQuantityOf(firstArgument)))
	completeFlag(c, "scale", aWord("log", "linear"))
	addOutput(c, &o.output, "text", "markdown", "csv", "json", "svg")
	return c
}

func (a *app) sweep(o *sweepOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	spacing, err := spacingOf(o.scale)
	if err != nil {
		return err
	}
	inputs, values, err := o.inputs()
	if err != nil {
		return err
	}
	s, err := a.turning(&o.turning, inputs)
	if err != nil {
		return err
	}
	opt := estimate.SweepOptions{At: s.at, Sampling: s.sampling, Of: s.quantities(o.of)}
	if opt.Steps, err = s.steps(o, inputs, values, s.variables, spacing); err != nil {
		return err
	}
	result, problems := s.model.Sweep(opt)
	if len(problems) > 0 {
		return &invalid{problems, s.source}
	}
	a.warn(result.Warnings...)
	text, err := renderSweep(result, o.format, a.look(o.file))
	if err != nil {
		return err
	}
	return a.write(o.file, text)
}

func spacingOf(scale string) (estimate.Spacing, error) {
	switch scale {
	case "":
		return estimate.Suitable, nil
	case "log":
		return estimate.Logarithmic, nil
	case "linear":
		return estimate.Linear, nil
	}
	help := unit.DidYouMean(scale, []string{"log", "linear"}, "--scale %s", "write `--scale log` or `--scale linear`")
	return 0, usage(help, "unknown scale %q", scale)
}

// inputs are what --vary names, and the texts of their values.
func (o *sweepOptions) inputs() (inputs []turned, values []string, err error) {
	switch {
	case len(o.vary) == 0:
		return nil, nil, usage("write `--vary dau=10M..1B`", "--vary is missing: what is to move?")
	case len(o.vary) > 2:
		return nil, nil, usage("sweep one input, or two", "%d inputs to vary", len(o.vary))
	}
	for _, text := range o.vary {
		name, value, ok := strings.Cut(text, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || value == "" {
			return nil, nil, usage("write `--vary dau=10M..1B` or `--vary dau=10M,50M,100M`", "--vary takes NAME=VALUES, found %q", text)
		}
		inputs = append(inputs, turned{flag: "--vary", name: name, value: oneOf(value)})
		values = append(values, value)
	}
	return inputs, values, nil
}

// steps reads the values of the inputs.
func (s *source) steps(o *sweepOptions, inputs []turned, values []string, variables []*estimate.Variable, spacing estimate.Spacing) ([]*estimate.Steps, error) {
	const second = 5 // its values stand beside each other, and a terminal has 80 columns
	if len(variables) == 2 && variables[0].Name == variables[1].Name {
		return nil, usage("name two inputs, or give one more values", "%s is varied twice", variables[0].Name)
	}
	var out []*estimate.Steps
	pairs := 1
	for i, v := range variables {
		count := o.steps
		if count == 0 && i == 1 {
			count = second
		}
		s.texts[inputs[i].label()] = []byte(values[i])
		steps, problem := v.Steps(said(inputs[i].label(), values[i], 1), count, spacing)
		if problem != nil {
			return nil, &invalid{[]*estimate.Problem{problem}, s}
		}
		pairs *= len(steps.Values)
		out = append(out, steps)
	}
	if len(out) == 2 && pairs > estimate.MaxPairs {
		return nil, usage("take fewer values of one of them", "%s pairs of values, at most %s are swept", unit.Grouped(pairs), unit.Grouped(estimate.MaxPairs))
	}
	return out, nil
}

// quantities are the names behind --of, with their places.
func (s *source) quantities(of []string) []*estimate.Expr {
	s.texts["--of"] = []byte(strings.Join(of, ","))
	var out []*estimate.Expr
	column := 1
	for _, name := range of {
		lead := len(name) - len(strings.TrimLeft(name, " "))
		out = append(out, said("--of", strings.TrimSpace(name), column+lead))
		column += utf8.RuneCountInString(name) + 1
	}
	return out
}

func renderSweep(s *estimate.Sweep, format string, look table.Look) (string, error) {
	switch format {
	case "json":
		return table.SweepJSON(s)
	case "csv":
		return table.SweepCSV(s)
	case "markdown":
		return table.SweepMarkdown(s), nil
	case "svg":
		return chart.SVG(charts(s)), nil
	}
	text := table.Sweep(s, look)
	if len(s.Steps) > 1 {
		return text, nil // a table for each quantity says more than lines over each other
	}
	width := look.Width
	if width == 0 {
		width = 80
	}
	for i, c := range charts(s) {
		if !s.Quantities[i].Moves() {
			continue // the notes say so
		}
		text += "\n" + c.Text(chart.Look{ASCII: !look.UTF8, Color: look.Color, Width: min(width, 120)})
	}
	return text, nil
}
