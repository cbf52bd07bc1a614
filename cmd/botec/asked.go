package main

import (
	"github.com/spf13/cobra"

	"botec/estimate"
)

// asked are the flags and arguments of every command that is about one quantity.
type asked struct {
	reading
	scenario, quantity string
}

// addAsked adds the flags, and reads the arguments before run does the work.
func addAsked(c *cobra.Command, o *asked, run func() error) {
	c.Args = arguments(2, 2, "a scenario or a quantity")
	c.ValidArgsFunction = inOrder(aScenario, aQuantityOf(firstArgument))
	c.RunE = func(_ *cobra.Command, args []string) error {
		o.scenario, o.quantity = args[0], args[1]
		return run()
	}
	addReading(c, &o.reading, firstArgument)
}

// asked opens the scenario, with how it is to be read.
func (a *app) asked(o *asked) (s *source, m *estimate.Model, opt estimate.Options, err error) {
	set, opt, err := o.read()
	if err != nil {
		return nil, nil, opt, err
	}
	if s, err = a.open(o.scenario); err != nil {
		return nil, nil, opt, err
	}
	m, err = a.compileSet(s, set)
	return s, m, opt, err
}

// wrong places a problem in the text of the quantity, where it stands in no other.
func (o *asked) wrong(s *source, p *estimate.Problem) error {
	if s.texts[p.File] == nil {
		s.texts[p.File] = []byte(o.quantity)
	}
	return &invalid{[]*estimate.Problem{p}, s}
}
