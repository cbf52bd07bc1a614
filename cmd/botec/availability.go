package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/formula"
)

const availabilityLong = `Availability puts blocks in series and shows each with its downtime, its share of the
whole's, and what one more replica of it would make of the whole. A block may have a
name and be any availability: "parallel" and "series" inside it are shown as trees.`

const availabilityExample = `  botec availability 'lb=99.99%' 'web=parallel(99.9%, 99.9%)' 'db=99.95%'
  botec availability 99.9% 99.9%
  botec availability 'parallel(series(99.9%, 99.5%), 99%)'
  botec availability 'web=common_cause(2, 99.9%, 10%)' 'db=uptime(1000 h, 1 h)'`

func newAvailability(a *app) *cobra.Command {
	var o periodOptions
	c := &cobra.Command{
		Use:     "availability EXPR...",
		Short:   "Availability and downtime of blocks",
		Long:    availabilityLong,
		Example: availabilityExample,
		Args:    arguments(1, -1, "a block, such as 99.9%,"),
		RunE: func(_ *cobra.Command, args []string) error {
			d := &draft{command: "availability", flags: periodFlags, given: o.values()}
			d.text(0, "name: Availability")
			o.write(d)
			if err := blocks(d, args); err != nil {
				return err
			}
			if o.yaml {
				return a.write(o.file, d.String())
			}
			return a.print(d, estimate.Options{Blocks: true}, estimate.Reliability, nil, &o.output)
		},
	}
	o.flags(c)
	c.Flags().BoolVar(&o.yaml, "yaml", false, "print the scenario instead of its table")
	return c
}

// periodOptions are the flags of commands that print downtime.
type periodOptions struct {
	output
	year, month string
	yaml        bool
}

// periodFlags are those that write into a scenario.
var periodFlags = []string{"year", "month"}

func (o *periodOptions) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.year, "year", "", "the `TIME` that a year has, such as 365.25d (default 365 days)")
	c.Flags().StringVar(&o.month, "month", "", "the `TIME` that a month has, such as 30d (default year/12)")
	neverEmpty(c, "year", "month")
	addOutput(c, &o.output, "text", "markdown", "csv", "json")
}

func (o *periodOptions) values() flagValues { return flagValues{"year": o.year, "month": o.month} }

// write gives the draft a calendar.
func (o *periodOptions) write(d *draft) { d.group(0, "calendar:", "year", "month") }

// blocks writes the tree of blocks: in series, or the only one as it is.
func blocks(d *draft, args []string) error {
	names := make([]string, len(args))
	texts := make([]string, len(args))
	for i, arg := range args {
		names[i], texts[i] = cutName(arg)
		switch {
		case names[i] == "":
		case !formula.IsName(names[i]):
			return usage("small letters, digits and _ make one: `web_1=99.9%`", "%q is not a name", names[i])
		case slices.Contains(names[:i], names[i]):
			return usage("name one of them otherwise", "two blocks have the name %q", names[i])
		}
	}
	if len(args) == 1 && names[0] == "" {
		d.block(0, "availability:", part{texts[0], 1, 0, texts[0]})
		return nil
	}
	d.text(0, "availability:")
	for i := range args {
		if names[i] == "" {
			names[i] = fmt.Sprintf("block_%d", i+1)
		}
		d.block(1, names[i]+":", part{texts[i], i + 1, len(args[i]) - len(texts[i]), args[i]})
	}
	return nil
}

// cutName parts "web=99.9%".
func cutName(arg string) (name, text string) {
	head, rest, ok := strings.Cut(arg, "=")
	if !ok || strings.ContainsAny(head, "(,") {
		return "", arg
	}
	return strings.TrimSpace(head), rest
}

// part is a piece of an argument: of which, where it begins, and all of it.
type part struct {
	text             string
	argument, offset int
	whole            string
}

// block writes a block under a key, or as an item of a list: a call of series or parallel
// as a list of blocks, anything else as an expression.
func (d *draft) block(depth int, key string, p part) {
	inner, call := inside(p)
	switch {
	case call == "":
		lead := len(p.text) - len(strings.TrimLeft(p.text, " "))
		d.value(depth, key+" ", strings.TrimSpace(p.text), spot{file: "availability", argument: p.argument, offset: p.offset + lead, text: p.whole})
		return
	case key == "-":
		d.text(depth, "- "+call+":")
	default:
		d.text(depth, key)
		depth++
		d.text(depth, call+":")
	}
	for _, b := range inner {
		d.block(depth+1, "-", b)
	}
}

// inside gives the arguments of a text that is a call of series or parallel, and which;
// none for anything else, mistakes included.
func inside(p part) (inner []part, call string) {
	node, err := formula.Parse(p.text, formula.Vocabulary{})
	if err != nil {
		return nil, ""
	}
	c, ok := formula.Bare(node).(*formula.Call)
	if !ok || c.Func.Name != "series" && c.Func.Name != "parallel" || len(c.Args) == 0 {
		return nil, ""
	}
	for _, a := range c.Args {
		at := a.Where()
		inner = append(inner, part{p.text[at.Start:at.End], p.argument, p.offset + at.Start, p.whole})
	}
	return inner, c.Func.Name
}
