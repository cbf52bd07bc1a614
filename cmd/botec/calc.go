package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/formula"
)

// calcOptions are the flags and arguments of `botec calc`.
type calcOptions struct {
	output
	expressions []string
	scenario    string
	set         []string
	digits      int
	exact       bool
	sampling    samplingOptions
}

const calcLong = `Calc answers an expression of the scenario language: quantities with units, the
functions of "botec help functions", and with -s the names of a scenario. "in UNIT"
converts. Arguments together are one expression; those with spaces in them are
each their own. Without arguments it reads a line at a time, with a prompt on a
terminal. "name = expression" binds a name for what follows.`

const calcExample = `  botec calc 500 TB/day in GB/s
  botec calc '200 million * 5/day'
  botec calc '5M * 100 MB/day * 10 years in PB'
  botec calc 'parallel(99.9%, 99.9%)'
  botec calc --exact 'keys(62, 40)'
  botec calc -s twitter 'storage@3y / dau'
  botec calc 'size = 1.27 KB' '100M * size'`

func newCalc(a *app) *cobra.Command {
	var o calcOptions
	c := &cobra.Command{
		Use:     "calc [EXPR...]",
		Short:   "Answer an expression with units",
		Long:    calcLong,
		Example: calcExample,
		RunE: func(_ *cobra.Command, args []string) error {
			o.expressions = args
			return a.calc(&o)
		},
	}
	f := c.Flags()
	f.StringVarP(&o.scenario, "scenario", "s", "", "open the names of a `SCENARIO`")
	f.StringArrayVar(&o.set, "set", nil, "replace an input or a let of it: `NAME=VALUE`; may be repeated")
	f.IntVar(&o.digits, "digits", 3, "significant `DIGITS` of the answer, 1 to 15")
	f.BoolVar(&o.exact, "exact", false, "print the value without rounding")
	neverEmpty(c, "scenario")
	addSampling(c, &o.sampling)
	addOutput(c, &o.output, "text", "json")
	c.ValidArgsFunction = anExpressionOf(scenarioFlag)
	completeFlag(c, "scenario", aScenario)
	completeFlag(c, "set", assigned(anInputOf(scenarioFlag)))
	return c
}

// calcFlags are the short flags of calc: another letter behind a minus sign, or a digit,
// belongs to an expression.
const calcFlags = "sfoh"

// protectNegatives puts the flags of a calc command line first and "--" before its
// expressions, so that "calc -5 + 3" is a sum and not a flag that nobody knows.
func protectNegatives(args []string) []string {
	if len(args) == 0 || args[0] != "calc" {
		return args
	}
	flags, expressions := []string{"calc"}, []string{}
	for i := 1; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			expressions = append(expressions, args[i+1:]...)
			i = len(args)
		case strings.HasPrefix(arg, "--") && len(arg) > 2:
			flags = append(flags, arg)
			if slices.Contains([]string{"--scenario", "--set", "--digits", "--format", "--output", "--samples", "--seed", "--sampling"}, arg) {
				if i++; i == len(args) {
					return flags // cobra says what is missing
				}
				flags = append(flags, args[i])
			}
		case len(arg) > 1 && arg[0] == '-' && strings.IndexByte(calcFlags, arg[1]) >= 0 && !strings.ContainsAny(arg, " *+/("):
			flags = append(flags, arg)
			if len(arg) == 2 && arg[1] != 'h' {
				if i++; i == len(args) {
					return flags
				}
				flags = append(flags, args[i])
			}
		default:
			expressions = append(expressions, arg)
		}
	}
	return append(append(flags, "--"), expressions...)
}

func (a *app) calc(o *calcOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	if o.digits < 1 || o.digits > 15 {
		return usage("write `--digits 6`", "--digits takes 1 to 15, found %d", o.digits)
	}
	sampling, err := o.sampling.sampling()
	if err != nil {
		return err
	}
	m, err := a.namesOf(o)
	if err != nil {
		return err
	}
	s := &calcSession{app: a, calculator: estimate.NewCalculator(m), ask: estimate.Ask{Digits: o.digits, Exact: o.exact, Sampling: sampling}, json: o.format == "json", file: o.file}
	switch {
	case len(o.expressions) > 0:
		err = s.answerAll(expressions(s.calculator, o.expressions))
	case s.typed() && !s.json && s.file == "":
		return s.converse()
	default:
		err = s.readLines(a.in)
	}
	if err == nil {
		err = s.finish()
	}
	return err
}

// namesOf is the model whose names the expressions use; nil without -s.
func (a *app) namesOf(o *calcOptions) (*estimate.Model, error) {
	if o.scenario == "" {
		if len(o.set) > 0 {
			return nil, usage("name the scenario with `-s SCENARIO`", "--set needs a scenario")
		}
		return nil, nil
	}
	if o.scenario == "-" && len(o.expressions) == 0 {
		return nil, usage("write the expressions as arguments", "standard input can be read only once")
	}
	set, err := overrides(o.set)
	if err != nil {
		return nil, err
	}
	src, err := a.open(o.scenario)
	if err != nil {
		return nil, err
	}
	return a.compileSet(src, set)
}

// expressions parts the arguments into expressions: those with a space or "=" in them
// stand for themselves, unless only all together are one.
func expressions(c *estimate.Calculator, args []string) []string {
	apart, each := false, true
	for _, arg := range args {
		apart = apart || strings.ContainsAny(arg, " \t=")
		each = each && c.Parses(arg)
	}
	joined := strings.Join(args, " ")
	if len(args) > 1 && apart && (each || !c.Parses(joined)) {
		return args
	}
	return []string{joined}
}

// calcSession answers expressions one after the other.
type calcSession struct {
	*app
	calculator *estimate.Calculator
	ask        estimate.Ask
	json       bool
	file       string
	answers    []*estimate.Answer // kept for one document at the end
	text       strings.Builder    // kept for a file
	failed     error              // errTold, where any expression had a mistake
}

// answerAll answers expressions that are known from the start.
func (s *calcSession) answerAll(texts []string) error {
	for i, text := range texts {
		if err := s.answer("calc", i+1, strings.Join(strings.Fields(text), " ")); err != nil {
			return err
		}
	}
	return nil
}

// answer prints one answer, and to standard error how it was read, or what is wrong with
// it. The error is that of writing.
func (s *calcSession) answer(file string, line int, text string) error {
	a, errs := s.calculator.Answer(text, s.ask)
	if len(errs) > 0 {
		s.tell(&estimate.Expr{Text: text, Place: estimate.Place{File: file, Line: line, Column: 1}}, errs)
		return nil
	}
	if s.json {
		s.answers = append(s.answers, a)
		return nil
	}
	result := table.Answer(a, s.ask.Exact) + "\n"
	if s.file != "" && s.file != "-" {
		s.text.WriteString(result)
	} else if _, err := io.WriteString(s.out, result); err != nil {
		return err
	}
	if a.Sampling != nil {
		fmt.Fprintf(s.err, "  (%s)\n", table.Sampling(a.Sampling))
	}
	for _, note := range a.Notes {
		fmt.Fprintf(s.err, "  (%s)\n", note)
	}
	return nil
}

// tell prints the mistakes of one expression where they are met, between the answers to
// the others.
func (s *calcSession) tell(e *estimate.Expr, errs []*formula.Error) {
	var problems []*estimate.Problem
	for _, err := range errs {
		problems = append(problems, e.Problem(err))
	}
	from := &source{texts: map[string][]byte{e.Place.File: []byte(strings.Repeat("\n", e.Place.Line-1) + e.Text)}}
	from.print(s.err, problems)
	s.failed = errTold
}

// finish writes what is written in one piece, and gives the mistakes that are left.
func (s *calcSession) finish() error {
	text := s.text.String()
	if s.json {
		var err error
		if text, err = table.AnswersJSON(s.answers, s.ask.Exact); err != nil {
			return err
		}
	}
	if s.json || s.text.Len() > 0 {
		if err := s.write(s.file, text); err != nil {
			return err
		}
	}
	return s.failed
}
