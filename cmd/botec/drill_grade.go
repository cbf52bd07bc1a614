package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// drillGradeOptions are the flags and arguments of `botec drill grade`.
type drillGradeOptions struct {
	output
	id, answer string
	from       string
}

func newDrillGrade(a *app) *cobra.Command {
	var o drillGradeOptions
	c := &cobra.Command{
		Use:     "grade ID ANSWER",
		Short:   "Grade one answer, without a session",
		Long:    "Grade judges an answer of the question with that id, and shows the worked solution.\nNothing goes into the history.",
		Example: "  botec drill grade rps-2-7-0 12k\n  botec drill grade storage-1-7-3 '500 TB' --format json",
		Args:    arguments(2, -1, "an id or an answer"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.id, o.answer = args[0], strings.Join(args[1:], " ")
			return a.grade(&o)
		},
	}
	c.Flags().StringVar(&o.from, "from", "", "the `SCENARIO` of the question")
	neverEmpty(c, "from")
	completeFlag(c, "from", aScenario)
	addOutput(c, &o.output, "text", "json")
	return c
}

func (a *app) grade(o *drillGradeOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	bank, err := a.bank(o.from)
	if err != nil {
		return err
	}
	q, err := questionOf(o.id, bank)
	if err != nil {
		return err
	}
	answer, refusal := q.Parse(o.answer)
	if refusal != nil {
		return refused(refusal)
	}
	r := &drillResult{question: q, outcome: answered, typed: o.answer, verdict: q.Grade(answer, 0)}
	if o.format == "json" {
		return a.writeJSON(o.file, judgedResult(r))
	}
	var text strings.Builder
	v := &textView{out: &text, look: a.look(o.file)}
	v.verdict(r, 0)
	return a.write(o.file, text.String())
}
