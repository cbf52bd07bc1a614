package main

import (
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
)

// explainOptions are the flags and arguments of `botec explain`.
type explainOptions struct {
	scenario, quantity string
	set                []string
	at                 string
	sampling           samplingOptions
	format, output     string
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
		Args:    arguments(2, 2, "a scenario or a quantity"),
		RunE: func(c *cobra.Command, args []string) error {
			o.scenario, o.quantity = args[0], args[1]
			if err := notEmpty(c, "at", o.at); err != nil {
				return err
			}
			return a.explain(&o)
		},
	}
	c.Flags().StringArrayVar(&o.set, "set", nil, "replace an input or a let: `NAME=VALUE`; may be repeated")
	c.Flags().StringVar(&o.at, "at", "", "evaluate everything at this `TIME` from the start, such as 3y")
	addSampling(c, &o.sampling)
	addClosedForm(c, &o.sampling)
	c.ValidArgsFunction = inOrder(aScenario, aQuantityOf(firstArgument))
	completeFlag(c, "set", assigned(anInputOf(firstArgument)))
	addOutput(c, &o.format, &o.output, "text or markdown")
	return c
}

func (a *app) explain(o *explainOptions) error {
	if err := knownFormat(o.format, "text", "markdown"); err != nil {
		return err
	}
	set, err := overrides(o.set)
	if err != nil {
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
	opt := estimate.Options{Spread: true}
	if opt.Sampling, err = o.sampling.sampling(); err != nil {
		return err
	}
	if opt.At, err = timeAt(o.at); err != nil {
		return err
	}
	d, problem := m.Explain(o.quantity, opt)
	if problem != nil {
		s.texts[problem.File] = pick(s.texts[problem.File], o.quantity)
		return &invalid{[]*estimate.Problem{problem}, s}
	}
	for _, w := range d.Warnings {
		a.warn(w)
	}
	d.Name = strings.TrimSpace(o.quantity) // with its time, where it has one
	if o.format == "markdown" {
		return a.write(o.output, table.DerivationMarkdown(d, m.Calendar()))
	}
	return a.write(o.output, table.Derivation(d, m.Calendar(), a.look(o.output)))
}

// pick keeps a known source text; the quantity of the command line is one itself.
func pick(known []byte, text string) []byte {
	if known != nil {
		return known
	}
	return []byte(text)
}
