package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// functionsText lists the functions of the language by group, a line each where they fit.
func functionsText() string {
	const column = 46
	var b strings.Builder
	b.WriteString("FUNCTIONS\n\nOf any value in a scenario and in calc. `botec help functions NAME` tells ranges,\nformula and source. A probability or a share is a number from 0 to 1 or a percentage.\n")
	var group formula.Group
	for _, f := range formula.Functions() {
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(string(group)))
		}
		entry(&b, column, f.Signature(), f.Gives)
	}
	return b.String()
}

// functionText tells all of one function, its example answered.
func functionText(f *formula.Function) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n  %s\n\nPARAMETERS\n\n", f.Signature(), f.Gives)
	width := 0
	for _, p := range f.Params {
		width = max(width, utf8.RuneCountInString(p.Name))
	}
	for i, p := range f.Params {
		text := p.Takes.String()
		if p.Range != "" {
			text += ": " + p.Range
		}
		if i >= len(f.Params)-f.Optional {
			text += "; may be left out"
		}
		if f.Variadic && i == len(f.Params)-1 {
			text += "; any count of them"
		}
		fmt.Fprintf(&b, "  %-*s  %s\n", width, p.Name, text)
	}
	fmt.Fprintf(&b, "\nFORMULA\n\n  %s\n", f.Formula)
	if f.Source != "" {
		fmt.Fprintf(&b, "\nSOURCE\n\n  %s\n", f.Source)
	}
	fmt.Fprintf(&b, "\nEXAMPLE\n\n  botec calc '%s'\n  %s\n", f.Example, example(f))
	return b.String()
}

// example answers a function's example; a test holds that each has an answer.
func example(f *formula.Function) string {
	a, errs := estimate.NewCalculator(nil).Answer(f.Example, estimate.Ask{})
	if len(errs) > 0 {
		return errs[0].Message
	}
	return table.Answer(a, false)
}

// functionNamed finds a function for help, or says which is near.
func functionNamed(name string) (*formula.Function, error) {
	for _, f := range formula.Functions() {
		if f.Name == strings.TrimSuffix(name, "()") {
			return f, nil
		}
	}
	help := unit.DidYouMean(name, formula.FunctionNames(), "botec help functions %s", "`botec help functions` lists them")
	return nil, usage(help, "there is no function %q", name)
}
