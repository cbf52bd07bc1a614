package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/findings"
)

// checkOptions are the flags and arguments of `botec check`.
type checkOptions struct {
	paths   []string
	format  string
	output  string
	verbose bool
}

const checkLong = `Check judges the expectations of scenarios and, in Markdown documents, the claims in
the text and the generated blocks. It writes nothing but its findings.

A PATH is a document, a scenario file, a folder, a pattern such as 'docs/**/*.md', or
a preset; without one the whole tree below the working folder is looked through, less
what .gitignore names, hidden folders, testdata, node_modules and vendor. Of YAML
files only scenarios are judged: those named *.botec.yaml, those with a first comment
"# yaml-language-server: $schema=botec.schema.json", and those that a document names.

The exit status is 0 when all holds, 1 when a claim, an expectation or a block is
false, 2 when something could not be judged. "botec help claims" says what a claim is.`

const checkExample = `  botec check
  botec check design.md --verbose
  botec check --format github
  botec check --format sarif --output botec.sarif`

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:     "check [PATH...]",
		Short:   "Judge the numbers in scenarios and documents",
		Long:    checkLong,
		Example: checkExample,
		RunE: func(_ *cobra.Command, args []string) error {
			o.paths = args
			return a.check(&o)
		},
	}
	addOutput(c, &o.format, &o.output, "text, json, sarif, junit, github or markdown")
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "also list what holds, and for which values it does")
	return c
}

func (a *app) check(o *checkOptions) error {
	if err := knownFormat(o.format, "text", "json", "sarif", "junit", "github", "markdown"); err != nil {
		return err
	}
	all, err := targets(o.paths)
	if err != nil {
		return err
	}
	c := newChecker()
	c.keep = o.verbose || o.format == "json" || o.format == "junit"
	found, failed := c.checkAll(all)
	if err := a.tellNothing(all, found); err != nil {
		return err
	}
	if err := a.writeFindings(found, o); err != nil {
		return err
	}
	for _, err := range failed {
		report(err, a.err)
	}
	fmt.Fprintln(a.err, found.Summary())
	switch {
	case len(failed) > 0 || found.Unjudged():
		return errTold
	case found.Findings() > 0:
		return errFalse
	}
	return nil
}

// checkAll checks every file, as many at a time as there are processors: the report does
// not depend on their number.
func (c *checker) checkAll(all []target) (*findings.Report, []error) {
	files, errs := make([]*findings.File, len(all)), make([]error, len(all))
	var group sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		group.Go(func() {
			for i := range next {
				files[i], errs[i] = c.check(all[i])
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	group.Wait()
	report := &findings.Report{Version: version()}
	checked := make(map[string]bool)
	for i, f := range files {
		if f != nil {
			report.Files = append(report.Files, f)
			checked[all[i].path] = true
		}
	}
	for _, l := range c.linked { // scenarios by their documents' word
		if !checked[l.path] {
			report.Files = append(report.Files, c.scenario(l.src))
		}
	}
	report.Sort()
	return report, slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

// tellNothing says which of the named files have nothing to check. A folder or a pattern
// without anything is an error: a check that checks nothing must not pass.
func (a *app) tellNothing(all []target, report *findings.Report) error {
	has := make(map[string]bool)
	for _, f := range report.Files {
		has[f.Name] = !f.Nothing
	}
	useful := make(map[string]bool)
	for _, t := range all {
		useful[t.within] = useful[t.within] || has[t.path]
	}
	for _, t := range all {
		switch {
		case t.within != "" && !useful[t.within]:
			return nothingIn(t.within)
		case t.within == "" && isDocument(t.path) && !has[t.path]:
			fmt.Fprintf(a.err, "botec: %s has nothing to check\n", t.path)
		}
	}
	return nil
}

// writeFindings puts the report where it is wanted: a machine's format owns standard
// output, or the file that it is written to; then the text stays on standard output.
func (a *app) writeFindings(r *findings.Report, o *checkOptions) error {
	for _, f := range r.Files {
		for _, w := range f.Warnings {
			a.warn(w)
		}
	}
	text, err := renderFindings(r, o.format)
	if err != nil {
		return err
	}
	if o.format != "text" && o.output != "" && o.output != "-" {
		if err := a.write("", r.Text()); err != nil {
			return err
		}
	}
	return a.write(o.output, text)
}

func renderFindings(r *findings.Report, format string) (string, error) {
	switch strings.ToLower(format) {
	case "json":
		return r.JSON()
	case "sarif":
		return r.SARIF()
	case "junit":
		return r.JUnit()
	case "github":
		return r.GitHub(), nil
	case "markdown":
		return r.Markdown(), nil
	default:
		return r.Text(), nil
	}
}
