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

// addOutput adds the flags that every command with a result has.
func addOutput(c *cobra.Command, format, output *string, formats string) {
	c.Flags().StringVarP(format, "format", "f", "text", "`FORMAT` of the result: "+formats)
	completeFlag(c, "format", aWord(strings.Split(strings.ReplaceAll(formats, " or ", ", "), ", ")...))
	addOutputFile(c, output)
}

// addOutputFile adds the flag that says where a result goes.
func addOutputFile(c *cobra.Command, output *string) {
	c.Flags().StringVarP(output, "output", "o", "", "write the result to `FILE`")
	completeFlag(c, "output", aFile)
}

// knownFormat refuses a --format that the command does not have.
func knownFormat(value string, known ...string) error {
	if slices.Contains(known, value) {
		return nil
	}
	help := fmt.Sprintf("it is one of %s", strings.Join(known, ", "))
	if near := unit.Nearest(value, known); near != "" {
		help = fmt.Sprintf("did you mean `%s`?", near)
	}
	return usage(help, "unknown format %q", value)
}

func (a *app) render(reports []*estimate.Report, only []estimate.Section, o *runOptions) (string, error) {
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
		return table.SideBySide(reports, only, a.look(o.output)), nil
	default:
		return table.Text(reports[0], only, a.look(o.output)), nil
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

// warn tells of a doubt.
func (a *app) warn(w *estimate.Problem) {
	fmt.Fprintf(a.err, "%s\n", w)
	if w.Help != "" {
		fmt.Fprintf(a.err, "  = %s\n", w.Help)
	}
}
