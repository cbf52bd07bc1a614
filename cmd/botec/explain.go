package main

import (
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
)

// explainOptions are the flags and arguments of `botec explain`.
type explainOptions struct {
	asked
	output
}

const explainLong = `Explain prints how a quantity comes about: its formula, the formula with figures,
the result, and the same for everything in it, down to the lines of the file.
"botec help quantities" lists the names.`

func newExplain(a *app) *cobra.Command {
	var o explainOptions
	c := &cobra.Command{
		Use:     "explain SCENARIO QUANTITY",
		Short:   "Print how a quantity comes about",
		Long:    explainLong,
		Example: "  botec explain netflix storage\n  botec explain netflix ingress --format markdown\n  botec explain twitter storage@3y",
	}
	addAsked(c, &o.asked, func() error { return a.explain(&o) })
	addClosedForm(c, &o.sampling)
	addOutput(c, &o.output, "text", "markdown")
	return c
}

func (a *app) explain(o *explainOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	s, m, opt, err := a.asked(&o.asked)
	if err != nil {
		return err
	}
	opt.Spread = true
	d, problem := m.Explain(o.quantity, opt)
	if problem != nil {
		return o.wrong(s, problem)
	}
	a.warn(d.Warnings...)
	d.Name = strings.TrimSpace(o.quantity) // with its time, where it has one
	if o.format == "markdown" {
		return a.write(o.file, table.DerivationMarkdown(d, m.Calendar()))
	}
	return a.write(o.file, table.Derivation(d, m.Calendar(), a.look(o.file)))
}
