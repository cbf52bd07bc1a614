package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"sync"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/findings"
	"botec/estimate"
)

// checkOptions are the flags and arguments of `botec check`.
type checkOptions struct {
	output
	paths   []string
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
	c.ValidArgsFunction = aScenario
	addOutput(c, &o.output, "text", "json", "sarif", "junit", "github", "markdown")
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "also list what holds, and for which values it does")
	return c
}

func (a *app) check(o *checkOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	all, err := targets(o.paths)
	if err != nil {
		return err
	}
	c := newChecker()
	c.keep = o.verbose || o.format == "json" || o.format == "junit"
	found, useful, failed := c.checkAll(all)
	for _, err := range failed {
		found.Unread = append(found.Unread, err.Error())
	}
	if err := a.tellNothing(all, useful); err != nil {
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

// garbagePercent is how much garbage may lie beside what lives, while files are checked;
// beyond garbageLimit, in bytes of all, the collector does not wait for it.
const (
	garbagePercent = 400
	garbageLimit   = 128 << 20
)

// checkAll checks every file, as many at a time as there are processors: the report does
// not depend on their number. Useful says which of them had anything to check.
func (c *checker) checkAll(all []target) (report *findings.Report, useful []bool, failed []error) {
	// Each file's work is garbage when its verdict is in: little lives, so the collector
	// may wait until there is some more of it, far below what a runner has.
	defer debug.SetGCPercent(debug.SetGCPercent(garbagePercent))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(min(garbageLimit, debug.SetMemoryLimit(-1))))
	report, useful = &findings.Report{Version: version()}, make([]bool, len(all))
	var mu sync.Mutex
	var group sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		group.Go(func() {
			for i := range next {
				f, err := c.check(all[i])
				mu.Lock()
				if f != nil {
					report.Take(f)
					useful[i] = !f.Nothing
				}
				if err != nil {
					failed, useful[i] = append(failed, err), true
				}
				mu.Unlock()
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	group.Wait()
	c.checkLinked(all, report)
	report.Sort()
	sort.SliceStable(failed, func(i, j int) bool { return failed[i].Error() < failed[j].Error() })
	return report, useful, failed
}

// checkLinked checks the scenarios that documents name and nobody else did.
func (c *checker) checkLinked(all []target, report *findings.Report) {
	checked := make(map[string]bool)
	for _, t := range all {
		checked[t.path] = t.named || isNamedScenario(t.path)
	}
	for _, l := range c.linked.files {
		if !checked[l.name] && !(slices.ContainsFunc(all, func(t target) bool { return t.path == l.name }) && isScenario(l.name, l.src.data)) {
			report.Take(c.scenario(l.src))
		}
	}
}

// tellNothing says which of the named files have nothing to check. A folder or a pattern
// without anything is an error: a check that checks nothing must not pass.
func (a *app) tellNothing(all []target, useful []bool) error {
	any := make(map[string]bool)
	for i, t := range all {
		for _, arg := range t.within {
			any[arg] = any[arg] || useful[i]
		}
	}
	for i, t := range all {
		for _, arg := range t.within {
			if !any[arg] {
				return nothingIn(arg)
			}
		}
		if t.named && isDocument(t.path) && !useful[i] {
			fmt.Fprintf(a.err, "botec: %s has nothing to check\n", estimate.Visible(t.path))
		}
	}
	return nil
}

// writeFindings puts the report where it is wanted: a machine's format owns standard
// output, or the file that it is written to; then the text stays on standard output.
func (a *app) writeFindings(r *findings.Report, o *checkOptions) error {
	for _, f := range r.Files {
		a.warn(f.Warnings...)
	}
	text, err := renderFindings(r, o)
	if err != nil {
		return err
	}
	if o.format != "text" && o.file != "" && o.file != "-" {
		if err := a.write("", r.Text(o.verbose)); err != nil {
			return err
		}
	}
	return a.write(o.file, text)
}

func renderFindings(r *findings.Report, o *checkOptions) (string, error) {
	switch o.format {
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
		return r.Text(o.verbose), nil
	}
}
