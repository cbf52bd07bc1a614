package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/unit"
)

// output are the flags of every command with a result.
type output struct {
	format  string
	file    string   // where the result goes; empty, or "-": standard output
	formats []string // that there are, what is taken without a flag first
}

// addOutput adds them.
func addOutput(c *cobra.Command, o *output, formats ...string) {
	addFormat(c, o, "result", formats...)
	addOutputFile(c, &o.file)
}

// addFormat adds the flag that says in which format a result, or what there is instead,
// is printed.
func addFormat(c *cobra.Command, o *output, of string, formats ...string) {
	o.formats = formats
	last := len(formats) - 1
	c.Flags().StringVarP(&o.format, "format", "f", formats[0], fmt.Sprintf("`FORMAT` of the %s: %s or %s", of, strings.Join(formats[:last], ", "), formats[last]))
	completeFlag(c, "format", aWord(formats...))
}

// addOutputFile adds the flag that says where a result goes.
func addOutputFile(c *cobra.Command, file *string) {
	c.Flags().StringVarP(file, "output", "o", "", "write the result to `FILE`")
	completeFlag(c, "output", aFile)
}

// check refuses a format that the command does not have.
func (o *output) check() error {
	if slices.Contains(o.formats, o.format) {
		return nil
	}
	help := unit.DidYouMean(o.format, o.formats, "%s", "it is one of "+strings.Join(o.formats, ", "))
	return usage(help, "unknown format %q", o.format)
}

// render writes the tables of reports, in "text", "markdown", "csv" or "json".
func (a *app) render(reports []*estimate.Report, only []estimate.Section, o *output) (string, error) {
	switch {
	case o.format == "json":
		return table.JSON(reports, only)
	case o.format == "csv":
		return table.CSV(reports, only)
	case o.format == "markdown" && len(reports) > 1:
		return table.SideBySideMarkdown(reports, only), nil
	case o.format == "markdown":
		return table.Markdown(reports[0], only), nil
	case len(reports) > 1:
		return table.SideBySide(reports, only, a.look(o.file)), nil
	default:
		return table.Text(reports[0], only, a.look(o.file)), nil
	}
}

// write puts the result on standard output or, whole or not at all, into a file.
func (a *app) write(file, text string) error {
	if file == "" || file == "-" {
		_, err := io.WriteString(a.out, text)
		return err
	}
	return writeFile(file, text)
}

// warn tells of doubts.
func (a *app) warn(doubts ...*estimate.Problem) {
	for _, w := range doubts {
		fmt.Fprintf(a.err, "%s\n", w)
		if w.Help != "" {
			fmt.Fprintf(a.err, "  = %s\n", w.Help)
		}
	}
}
