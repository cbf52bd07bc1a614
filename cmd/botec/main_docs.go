//go:build docs

// With the build tag docs, botec is the program that writes its own manual pages: one a
// command and one a topic of the help. See the target "man" of the Makefile.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"botec/cmd/botec/internal/manual"
)

func main() {
	if err := writeManual(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(exitError)
	}
}

// writeManual writes the pages into a folder. They bear the date of SOURCE_DATE_EPOCH:
// the same source gives the same pages.
func writeManual(args []string) error {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil || len(args) != 1 {
		return fmt.Errorf("want a folder, found %q, and the seconds of the date in SOURCE_DATE_EPOCH, found %q", args, os.Getenv("SOURCE_DATE_EPOCH"))
	}
	pages, err := manualPages()
	if err != nil {
		return err
	}
	for _, p := range pages {
		p.Date = time.Unix(seconds, 0)
		if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "(devel)" {
			p.Version = strings.TrimPrefix(info.Main.Version, "v")
		}
		file := filepath.Join(args[0], fmt.Sprintf("%s.%d", p.Name, p.Section))
		if err := writeFile(file, p.String()); err != nil {
			return err
		}
	}
	return nil
}

// manualPages gives the page of botec itself, of each command and of each topic.
func manualPages() ([]*manual.Page, error) {
	root := (&app{}).root()
	whole := commandPage(root)
	whole.Chapters = append(whole.Chapters, manual.Chapter{Title: "COMMANDS"}, exitStatus, environment)
	commands := &whole.Chapters[len(whole.Chapters)-3]
	pages := []*manual.Page{whole}
	for _, c := range allCommands(root) {
		p := commandPage(c)
		p.SeeAlso = []string{"botec(1)"}
		pages = append(pages, p)
		commands.Terms = append(commands.Terms, manual.Term{Term: c.CommandPath(), Text: c.Short + "."})
		whole.SeeAlso = append(whole.SeeAlso, p.Name+"(1)")
	}
	for _, t := range topics {
		var text, wrong strings.Builder
		if run([]string{"help", t.name}, strings.NewReader(""), &text, &wrong) != exitFine {
			return nil, fmt.Errorf("help %s: %s", t.name, wrong.String())
		}
		pages = append(pages, &manual.Page{Name: "botec-" + t.name, Section: 7, About: t.about, Chapters: chapters(text.String()), SeeAlso: []string{"botec(1)"}})
		whole.SeeAlso = append(whole.SeeAlso, "botec-"+t.name+"(7)")
	}
	return pages, nil
}

var exitStatus = manual.Chapter{Title: "EXIT STATUS", Terms: []manual.Term{
	{Term: strconv.Itoa(exitFine), Text: "All is well. \"botec run\" shows verdicts and does not change it."},
	{Term: strconv.Itoa(exitFalse), Text: "A claim, an expectation or a budget is false: of \"botec check\" and \"botec diff\". A score is missed: of \"botec drill\" with --min-score."},
	{Term: strconv.Itoa(exitError), Text: "Something could not be judged: wrong usage, an unreadable or an invalid scenario."},
	{Term: strconv.Itoa(exitInterrupt), Text: "Ctrl-C in the conversation of \"botec calc\" or in a session of \"botec drill\"."},
}}

var environment = manual.Chapter{Title: "ENVIRONMENT", Terms: []manual.Term{
	{Term: "NO_COLOR", Text: "Set to anything, it leaves colour out."},
	{Term: "TERM", Text: "Where it is \"dumb\", output is as plain as into a file."},
	{Term: "LC_ALL, LC_CTYPE, LANG", Text: "The first that is set says whether more than ASCII can be shown."},
	{Term: "XDG_STATE_HOME", Text: "The folder in which \"botec drill\" keeps its history, as botec/drills.jsonl; without it ~/.local/state."},
}}

// commandPage is the page of a command, out of what its --help says.
func commandPage(c *cobra.Command) *manual.Page {
	c.InitDefaultHelpFlag()
	about := c.Long
	if about == "" {
		about = c.Short
	}
	options := manual.Chapter{Title: "OPTIONS"}
	c.Flags().VisitAll(func(f *pflag.Flag) { options.Terms = append(options.Terms, option(f)) })
	return &manual.Page{
		Name:     strings.ReplaceAll(c.CommandPath(), " ", "-"),
		Section:  1,
		About:    c.Short,
		Synopsis: synopsis(c),
		Chapters: []manual.Chapter{{Title: "DESCRIPTION", Text: about}, options, {Title: "EXAMPLES", Text: c.Example}},
	}
}

// synopsis gives the ways in which a command is called.
func synopsis(c *cobra.Command) []string {
	if !c.HasParent() {
		return []string{"botec COMMAND [flags]", "botec --version"}
	}
	var lines []string
	for way := range strings.SplitSeq(c.UseLine(), " | ") {
		if !strings.HasPrefix(way, "botec ") {
			way = c.Root().Name() + " " + way
		}
		lines = append(lines, strings.TrimSuffix(way, " [flags]")+" [flags]")
	}
	return lines
}

func option(f *pflag.Flag) manual.Term {
	value, text := pflag.UnquoteUsage(f)
	term := "--" + f.Name
	if f.Shorthand != "" {
		term = "-" + f.Shorthand + ", " + term
	}
	if f.NoOptDefVal == "" && value != "" {
		term += " _" + strings.ReplaceAll(value, "_", "-") + "_"
	}
	if f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" && f.DefValue != "[]" && !strings.Contains(text, "default") {
		text += " (default " + f.DefValue + ")"
	}
	return manual.Term{Term: term, Text: text}
}

var heading = regexp.MustCompile(`^[A-Z][A-Z ,]*[A-Z]$`)

// chapters parts a topic at its headings. Its lines stay as they are: they are tables.
func chapters(text string) (all []manual.Chapter) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case heading.MatchString(line):
			all = append(all, manual.Chapter{Title: line})
		case len(all) == 0:
			all = append(all, manual.Chapter{Title: "DESCRIPTION"})
			fallthrough
		default:
			all[len(all)-1].Text += line + "\n"
		}
	}
	return all
}
