package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
)

// diffOptions are the flags and arguments of `botec diff`.
type diffOptions struct {
	output
	sides []string // two scenarios; with git: the paths, none for all
	git   string
}

const diffLong = `Diff says what a change does to an estimate: the assumptions that changed, then the
numbers that moved, those first whose budget is broken now. A row stands only where the
figure moves that "botec run" prints. Below a doubling the change is a percentage, from
there on a factor: ×5, and ÷4 for a quarter; of an availability it is that of the
downtime.

A and B are scenarios as "botec run" takes them, or two documents with several, which
are matched by their names. With --git both sides come out of git, without a checkout:
BASE is any revision, and so is HEAD; BASE alone is compared with the files as they are,
BASE...HEAD begins where the two parted. Without a PATH these are all scenarios that
differ, in files named *.botec.yaml and in Markdown documents, and those that use a file
that does; hidden folders, testdata, node_modules and vendor are left out. A PATH is a
folder, or any file with a scenario.

The exit status is 1 where an expectation held before and does not any more, 2 where a
side could not be judged, else 0.`

const diffExample = `  botec diff twitter uber
  botec diff --git main
  botec diff --git main...HEAD design.md --format markdown`

func newDiff(a *app) *cobra.Command {
	var o diffOptions
	c := &cobra.Command{
		Use:     "diff A B | diff --git BASE[..HEAD] [PATH...]",
		Short:   "Say what a change does to an estimate",
		Long:    diffLong,
		Example: diffExample,
		Args: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("git") {
				return nil
			}
			return arguments(2, 2, map[bool]string{true: "a scenario to compare with", false: "a scenario"}[len(args) == 1])(c, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			o.sides = args
			return a.diff(&o)
		},
	}
	c.Flags().StringVar(&o.git, "git", "", "compare `BASE[..HEAD]`, revisions of git; without HEAD the files as they are")
	neverEmpty(c, "git")
	c.ValidArgsFunction = aScenario
	addOutput(c, &o.output, "text", "markdown", "json")
	return c
}

// diff compares and writes the result. Where a document cannot be judged, the others
// are, and the error comes last.
func (a *app) diff(o *diffOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	compare := a.compareTwo
	if o.git != "" {
		compare = a.compareGit
	}
	changes, failed := compare(o)
	if failed != nil && len(changes) == 0 {
		return failed
	}
	text, err := renderDiff(changes, o.format, a.look(o.file))
	if err == nil {
		err = a.write(o.file, text)
	}
	switch {
	case err != nil:
		return err
	case failed != nil:
		return failed
	}
	for _, c := range changes {
		if len(c.Broken()) > 0 {
			return errFalse
		}
	}
	return nil
}

func renderDiff(changes []table.Change, format string, look table.Look) (string, error) {
	switch format {
	case "json":
		return table.DiffJSON(changes)
	case "markdown":
		return table.DiffMarkdown(changes), nil
	default:
		return table.Diff(changes, look), nil
	}
}

// compareTwo compares two scenarios that the user named.
func (a *app) compareTwo(o *diffOptions) ([]table.Change, error) {
	if o.sides[0] == "-" && o.sides[1] == "-" {
		return nil, usage("name the other scenario by its file", "standard input can be read only once")
	}
	var reports [2][]*estimate.Report
	var failed error
	whole := isDocument(o.sides[0]) && isDocument(o.sides[1])
	for i, arg := range o.sides {
		var err error
		if reports[i], err = a.side(arg, whole); err != nil {
			a.tellEarlier(failed)
			failed = err
		}
	}
	if failed != nil {
		return nil, failed
	}
	before, after := reports[0], reports[1]
	if len(before) == 1 && len(after) == 1 {
		a.warnOfNew(before[0], after[0])
		return []table.Change{{Comparison: estimate.Compare(before[0], after[0])}}, nil
	}
	var changes []table.Change
	for _, c := range matched(before, after) {
		a.warnOfNew(c.Before, c.After)
		changes = append(changes, table.Change{Document: scenarioName(c), Comparison: c})
	}
	return changes, nil
}

// side evaluates the scenario that the user named; of a whole document all that it has.
func (a *app) side(arg string, whole bool) ([]*estimate.Report, error) {
	sources := make([]*source, 1)
	var err error
	if data, unread := readLimited(arg); whole && unread == nil {
		document := &source{name: arg, data: data, origin: estimate.Given, dir: filepath.Dir(arg)}
		if sources, err = document.fences(); err == nil && len(sources) == 0 {
			err = document.fence() // which says that there is none
		}
	} else {
		sources[0], err = a.open(arg)
	}
	if err != nil {
		return nil, err
	}
	return reportsOf(sources)
}

// reportsOf evaluates the scenarios of one side.
func reportsOf(sources []*source) ([]*estimate.Report, error) {
	var out []*estimate.Report
	for _, s := range sources {
		r, err := s.report()
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// tellEarlier prints the mistakes of one side, or of one document, before those of the
// next take their place as the error of the command.
func (a *app) tellEarlier(failed error) {
	if failed != nil {
		report(failed, a.err)
		fmt.Fprintln(a.err)
	}
}

// report evaluates a scenario as it stands.
func (s *source) report() (*estimate.Report, error) {
	m, err := s.compile(nil)
	if err != nil {
		return nil, err
	}
	r, problems := m.Report(estimate.Options{})
	if len(problems) > 0 {
		return nil, &invalid{problems, s}
	}
	return r, nil
}

// warnOfNew tells of the doubts that the change brought; those that were there before
// are no news to its reviewer.
func (a *app) warnOfNew(before, after *estimate.Report) {
	if after == nil {
		return
	}
	old := make(map[string]bool)
	if before != nil {
		for _, w := range before.Warnings {
			old[w.Message] = true
		}
	}
	for _, w := range after.Warnings {
		if !old[w.Message] {
			a.warn(w)
		}
	}
}
