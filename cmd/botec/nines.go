package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

const ninesLong = `Nines prints the downtime that an availability allows in a year, a month, a week and a
day; the table of one to nine nines without an argument. It takes a downtime too
(5min/year) and a count of nines (4).`

const ninesExample = `  botec nines
  botec nines 99.95%
  botec nines 99.9% 99.99% --year 365.25d --month 30d
  botec nines 5min/year
  botec nines 4`

func newNines(a *app) *cobra.Command {
	var o periodOptions
	c := &cobra.Command{
		Use:     "nines [AVAILABILITY...]",
		Short:   "Downtime of an availability, or the table of nines",
		Long:    ninesLong,
		Example: ninesExample,
		RunE:    func(_ *cobra.Command, args []string) error { return a.nines(&o, args) },
	}
	o.flags(c)
	return c
}

func (a *app) nines(o *periodOptions, args []string) error {
	if err := o.output.check(); err != nil {
		return err
	}
	d := &draft{command: "nines", flags: periodFlags, given: o.values()}
	d.text(0, "name: nines")
	o.write(d)
	m, err := d.compile()
	if err != nil {
		return err
	}
	names, us := ninesTable()
	if len(args) > 0 {
		if names, us, err = downtimes(estimate.NewCalculator(m), args); err != nil {
			return err
		}
	}
	text, err := a.render([]*estimate.Report{estimate.NinesReport(m.Calendar(), names, us)}, nil, &o.output)
	if err != nil {
		return err
	}
	return a.write(o.file, text)
}

// ninesTable is the table of one to nine nines.
func ninesTable() (names []string, us []float64) {
	for n := 1; n <= 9; n++ {
		names = append(names, strings.TrimSuffix(fmt.Sprintf("%d nines", n), map[bool]string{true: "s"}[n == 1]))
		us = append(us, math.Pow10(-n))
	}
	return names, us
}

// downtimes reads each argument as an availability, a downtime or a count of nines.
func downtimes(c *estimate.Calculator, args []string) (names []string, us []float64, err error) {
	if joined := strings.Join(args, " "); c.Parses(joined) {
		args = []string{joined}
	}
	for i, arg := range args {
		e := &estimate.Expr{Text: arg, Place: estimate.Place{File: "nines", Line: i + 1, Column: 1}}
		answer, errs := c.Answer(arg, estimate.Ask{})
		if len(errs) == 0 {
			var u float64
			var bad *formula.Error
			if u, bad = unavailability(arg, answer); bad == nil {
				names, us = append(names, arg), append(us, u)
				continue
			}
			errs = append(errs, bad)
		}
		bad := &invalid{source: &source{texts: map[string][]byte{"nines": []byte(strings.Repeat("\n", i) + arg)}}}
		for _, err := range errs {
			bad.problems = append(bad.problems, e.Problem(err))
		}
		return nil, nil, bad
	}
	return names, us, nil
}

// mostNines is above what a count of nines can be, and an availability without its
// percent sign cannot.
const mostNines = 20

// unavailability is what an argument stands for.
func unavailability(text string, a *estimate.Answer) (float64, *formula.Error) {
	whole := formula.Span{Start: 0, End: len(text)}
	fail := func(help, format string, args ...any) (float64, *formula.Error) {
		return 0, &formula.Error{Span: whole, Rule: formula.RuleValue, Message: fmt.Sprintf(format, args...), Help: help}
	}
	v := a.Value
	switch {
	case a.Type.Dim != unit.None:
		return fail("write an availability such as `99.9%`, or a downtime such as `5min/year`", "%s is %s", text, a.Type.Dim)
	case a.Type.Kind == formula.Availability:
		return a.Unavailability, nil
	case a.PerTime && (v < 0 || v > 1):
		return fail("write a downtime such as `5min/year`", "%s is more than all the time", text)
	case a.PerTime:
		return v, nil
	case a.Type.Kind == formula.Number && v >= 1 && v <= mostNines:
		return math.Pow(10, -v), nil
	case v > 1 && v <= 100 && a.Type.Kind == formula.Number:
		return fail(fmt.Sprintf("write `%s%%`", strings.TrimSpace(text)), "%s is no availability", text)
	case !(v >= 0 && v <= 1):
		return fail("an availability lies between 0% and 100%", "%s is no availability", text)
	}
	return a.Unavailability, nil
}
