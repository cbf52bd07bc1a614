package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// turning are the flags and arguments of every command that gives inputs other values.
type turning struct {
	reading
	scenario string
}

// turning opens the scenario for the inputs, with how it is to be read.
func (a *app) turning(o *turning, inputs []turned) (*turnable, error) {
	set, opt, err := o.read()
	if err != nil {
		return nil, err
	}
	t := &turnable{at: opt.At, sampling: opt.Sampling}
	if t.source, err = a.open(o.scenario); err != nil {
		return nil, err
	}
	if t.variables, t.model, err = a.variables(t.source, set, inputs); err != nil {
		return nil, err
	}
	t.texts["--at"] = []byte(o.at)
	return t, nil
}

// turnable is a scenario that is open for other values of its inputs.
type turnable struct {
	*source
	model     *estimate.Model
	variables []*estimate.Variable
	sampling  estimate.Sampling
	at        *estimate.Expr
}

// turned is an input that a command gives other values, as its flag names it.
type turned struct {
	flag  string // "--vary", "--for"
	name  string // as the user wrote it
	value string // one of its values, as --set takes it; empty: none is known
	path  string // of the input in the scenario, once it is found
	given bool   // there, or by default

	now     bool   // what it has in the scenario matters, and not only what it takes
	formula string // that it has there in place of a value
}

// label stands for the file of the flag's text in problems.
func (t turned) label() string { return t.flag + " " + t.name }

// variables opens a scenario for inputs that take other values. Where one is no plain
// value, or is not given, one is put there as --set does: a sweep is many runs with it.
func (a *app) variables(s *source, set []spec.Override, inputs []turned) ([]*estimate.Variable, *estimate.Model, error) {
	m, err := a.compileSet(s, set)
	if err != nil {
		return nil, nil, err
	}
	set = slices.Clone(set)
	for i, in := range inputs {
		if inputs[i].path, err = in.find(m); err != nil {
			return nil, nil, err
		}
		inputs[i].given = m.Has(inputs[i].path)
		if _, ok := m.Variable(inputs[i].path); ok {
			continue
		}
		o, err := s.override(m, set, inputs[i])
		if err != nil {
			return nil, nil, err
		}
		if e := m.Given(inputs[i].path); e != nil {
			inputs[i].formula = e.Text
		}
		set = append(set, o)
	}
	if len(set) > 0 {
		if m, err = s.compile(set); err != nil {
			return nil, nil, err
		}
	}
	var out []*estimate.Variable
	for _, in := range inputs {
		v, ok := m.Variable(in.path)
		if !ok {
			return nil, nil, usage("`--set` replaces it, one value at a time", "%s is fixed before anything is computed and cannot be varied", in.name)
		}
		out = append(out, v)
	}
	return out, m, nil
}

// find gives the path of the input.
func (t turned) find(m *estimate.Model) (string, error) {
	path, role := m.Settable(t.name)
	switch {
	case role == estimate.Computed:
		return "", usage(fmt.Sprintf("write `%s` with what it is computed from: %s", t.flag, strings.Join(m.InputsOf(t.name), ", ")), "%s is computed and cannot be varied", t.name)
	case path == "latency.budget" || path == "approx":
		return "", usage(inputsOf(m), "%s is a limit of what is expected, and no input", t.name)
	}
	return path, nil
}

// inputsOf is the help for a name that is no input.
func inputsOf(m *estimate.Model) string {
	const many = 12
	names := m.Inputs()
	if len(names) > many {
		names = append(slices.Clone(names[:many]), "…")
	}
	return "its inputs are " + strings.Join(names, ", ")
}

// override is a value for an input that has no plain one, or is not given.
func (s *source) override(m *estimate.Model, set []spec.Override, in turned) (spec.Override, error) {
	o := spec.Override{Path: in.path, Text: in.value, Flag: in.flag}
	if text, ok := m.Written(in.path); ok && (o.Text == "" || in.now) {
		o.Text = text
	}
	if m.Has(in.path) {
		return o, nil
	}
	known := o.Text != ""
	if !known {
		o.Text = "1" // whatever it takes: a name that is none is told of all the same
	}
	_, err := s.compile(append(slices.Clone(set), o))
	var bad *invalid
	if errors.As(err, &bad) {
		for _, p := range bad.problems {
			if p.Rule == spec.RuleSet && p.File == in.flag+" "+in.path {
				return o, usage(nearestInput(m, in.name, p.Help), "%q is not an input of the scenario", in.name)
			}
		}
	}
	if !known {
		return o, usage("say where to look, as in `--between 1..10` with its unit; "+inputsOf(m), "%s is not given in the scenario", in.name)
	}
	return o, err
}

// nearestInput is the help for a name that nothing has; help is what --set says of it.
func nearestInput(m *estimate.Model, name, help string) string {
	if strings.HasPrefix(help, "did you mean") {
		return help
	}
	return unit.DidYouMean(name, slices.Concat(m.Inputs(), m.Names()), "%s", inputsOf(m))
}

// oneOf is a value out of a range or a list of them: the last, which has its unit.
func oneOf(values string) string {
	if low, high, ok := strings.Cut(values, ".."); ok && low != "" {
		if i := strings.LastIndexByte(high, '/'); i >= 0 && strings.Trim(high[i+1:], " 0123456789") == "" { // the count of values
			high = high[:i]
		}
		return strings.TrimSpace(high)
	}
	return strings.TrimSpace(values[strings.LastIndexByte(values, ',')+1:])
}

// said is a text of the command line as an expression with its place.
func said(label, text string, column int) *estimate.Expr {
	return &estimate.Expr{Text: text, Place: estimate.Place{File: label, Line: 1, Column: column}}
}
