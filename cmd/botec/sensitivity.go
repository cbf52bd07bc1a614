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
	asked
	output
	linear, values bool
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
	}
	addAsked(c, &o.asked, func() error { return a.sensitivity(&o) })
	f := c.Flags()
	f.BoolVar(&o.linear, "linear", false, "take the variance of the quantity itself")
	f.BoolVar(&o.values, "values", false, "rank the inputs that are one value too")
	addOutput(c, &o.output, "text", "markdown", "csv", "json")
	return c
}

func (a *app) sensitivity(o *sensitivityOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	s, m, opt, err := a.asked(&o.asked)
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
		return o.wrong(s, problem)
	}
	a.warn(study.Sensitivity.Warnings...)
	text, err := a.renderStudy(study, o)
	if err != nil {
		return err
	}
	return a.write(o.file, text)
}

// barWidth is that of the longest bar.
const barWidth = 20

func (a *app) renderStudy(s *table.Study, o *sensitivityOptions) (string, error) {
	look := a.look(o.file)
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
