package main

import (
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/chart"
	"botec/cmd/botec/internal/table"
	"botec/estimate"
)

// sensitivityOptions are the flags and arguments of `botec sensitivity`.
type sensitivityOptions struct {
	scenario, quantity string
	set                []string
	at                 string
	linear, values     bool
	sampling           samplingOptions
	format, output     string
}

const sensitivityLong = `Sensitivity ranks the inputs of a quantity. Ranges are ranked by their share of its
variance: what is left if the others were known is the total share, what it does alone
the share. Where the quantity is positive in every trial, the variance is that of its
logarithm. Where it depends on no range, the inputs are ranked by elasticity: by how
many percent it changes with one percent of the input.`

const sensitivityExample = `  botec sensitivity netflix storage
  botec sensitivity netflix rps --set dau='100M to 300M' --set actions.watch.per_user='3 to 8/day'`

func newSensitivity(a *app) *cobra.Command {
	var o sensitivityOptions
	c := &cobra.Command{
		Use:     "sensitivity SCENARIO QUANTITY",
		Short:   "Rank the inputs that decide a quantity",
		Long:    sensitivityLong,
		Example: sensitivityExample,
		Args:    arguments(2, 2, "a scenario or a quantity"),
		RunE: func(c *cobra.Command, args []string) error {
			o.scenario, o.quantity = args[0], args[1]
			if err := notEmpty(c, "at", o.at); err != nil {
				return err
			}
			return a.sensitivity(&o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.set, "set", nil, "replace an input or a let: `NAME=VALUE`; may be repeated")
	f.StringVar(&o.at, "at", "", "evaluate everything at this `TIME` from the start, such as 3y")
	f.BoolVar(&o.linear, "linear", false, "take the variance of the quantity itself")
	f.BoolVar(&o.values, "values", false, "rank the inputs that are one value too")
	addSampling(c, &o.sampling)
	c.ValidArgsFunction = inOrder(aScenario, aQuantityOf(firstArgument))
	completeFlag(c, "set", assigned(anInputOf(firstArgument)))
	addOutput(c, &o.format, &o.output, "text, markdown, csv or json")
	return c
}

func (a *app) sensitivity(o *sensitivityOptions) error {
	if err := knownFormat(o.format, "text", "markdown", "csv", "json"); err != nil {
		return err
	}
	set, err := overrides(o.set)
	if err != nil {
		return err
	}
	var opt estimate.Options
	if opt.Sampling, err = o.sampling.sampling(); err != nil {
		return err
	}
	if opt.At, err = timeAt(o.at); err != nil {
		return err
	}
	s, err := a.open(o.scenario)
	if err != nil {
		return err
	}
	m, err := a.compileSet(s, set)
	if err != nil {
		return err
	}
	study := &table.Study{Name: strings.TrimSpace(o.quantity), Calendar: m.Calendar()}
	var problem *estimate.Problem
	study.Sensitivity, problem = m.Sensitivity(o.quantity, opt, o.linear)
	if problem == nil && (o.values || len(study.Sensitivity.Influences) == 0) {
		study.Elasticities, problem = m.Elasticities(o.quantity, opt)
	}
	if problem != nil {
		s.texts[problem.File] = pick(s.texts[problem.File], o.quantity)
		return &invalid{[]*estimate.Problem{problem}, s}
	}
	for _, w := range study.Sensitivity.Warnings {
		a.warn(w)
	}
	text, err := a.renderStudy(study, o)
	if err != nil {
		return err
	}
	return a.write(o.output, text)
}

// barWidth is that of the longest bar.
const barWidth = 20

func (a *app) renderStudy(s *table.Study, o *sensitivityOptions) (string, error) {
	look := a.look(o.output)
	switch o.format {
	case "json":
		return table.SensitivityJSON(s)
	case "csv":
		return table.SensitivityCSV(s)
	case "markdown":
		return table.SensitivityMarkdown(s), nil
	}
	return table.SensitivityText(s, look, func(share float64, signed bool) string {
		if signed {
			return strings.TrimRight(chart.Signed(share, barWidth+1, !look.UTF8), " ")
		}
		return chart.Bar(share, barWidth, !look.UTF8)
	}), nil
}
