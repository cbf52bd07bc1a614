package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/spec"
)

// reading are the flags that say how a scenario is read, of every command that evaluates
// scenarios.
type reading struct {
	set      []string
	at       string
	sampling samplingOptions
}

// addReading adds them. Scenarios are those among the arguments whose inputs complete
// --set.
func addReading(c *cobra.Command, o *reading, scenarios func(c *cobra.Command, args []string) []string) {
	f := c.Flags()
	f.StringArrayVar(&o.set, "set", nil, "replace an input or a let: `NAME=VALUE`; may be repeated")
	completeFlag(c, "set", assigned(anInputOf(scenarios)))
	f.StringVar(&o.at, "at", "", "evaluate everything at this `TIME` from the start, such as 3y")
	neverEmpty(c, "at")
	addSampling(c, &o.sampling)
}

// read takes what the flags say.
func (o *reading) read() (set []spec.Override, opt estimate.Options, err error) {
	if set, err = overrides(o.set); err != nil {
		return nil, opt, err
	}
	if opt.Sampling, err = o.sampling.sampling(); err != nil {
		return nil, opt, err
	}
	opt.At, err = timeAt(o.at)
	return set, opt, err
}

func overrides(set []string) ([]spec.Override, error) {
	var out []spec.Override
	for _, s := range set {
		path, text, ok := strings.Cut(s, "=")
		if !ok || strings.TrimSpace(path) == "" || strings.TrimSpace(text) == "" {
			return nil, usage("write `--set dau=300M`", "--set takes NAME=VALUE, found %q", s)
		}
		out = append(out, spec.Override{Path: strings.TrimSpace(path), Text: strings.TrimSpace(text)})
	}
	return out, nil
}

// timeAt parses the value of --at.
func timeAt(text string) (*estimate.Expr, error) {
	if text == "" {
		return nil, nil
	}
	e := &estimate.Expr{Text: text, Place: estimate.Place{File: "--at", Line: 1, Column: 1}}
	node, err := formula.Parse(text, formula.Vocabulary{})
	if err != nil {
		return nil, &invalid{[]*estimate.Problem{e.Problem(err)}, &source{texts: map[string][]byte{"--at": []byte(text)}}}
	}
	e.Node = node
	return e, nil
}

// compileSet compiles a scenario with overrides. Whether a name can be set is a
// matter of the scenario without them.
func (a *app) compileSet(s *source, set []spec.Override) (*estimate.Model, error) {
	if len(set) > 0 {
		m, err := s.compile(nil)
		if err != nil {
			return nil, err
		}
		set = slices.Clone(set) // a name may stand for another path in the next scenario
		for i, o := range set {
			if set[i].Path, err = settable(m, o.Path); err != nil {
				return nil, err
			}
		}
	}
	return s.compile(set)
}

// settable gives the path of an input; a computed quantity cannot be set, and the
// error says what it is computed from.
func settable(m *estimate.Model, name string) (string, error) {
	path, kind := m.Settable(name)
	if kind != estimate.Computed {
		return path, nil
	}
	return "", usage("set what it is computed from: "+strings.Join(m.InputsOf(name), ", "), "%s is computed and cannot be set", name)
}
