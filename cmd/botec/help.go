package main

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/unit"
)

//go:embed help/language.txt
var languageText string

//go:embed help/ranges.txt
var rangesText string

//go:embed help/claims.txt
var claimsText string

//go:embed help/drills.txt
var drillsText string

// topics are the help pages that are not a command's.
var topics = []struct{ name, about string }{
	{"language", "the scenario file: values, units, fields, constraints"},
	{"quantities", "every quantity and its formula"},
	{"functions", "every function, and all of one of them"},
	{"ranges", "values between two ends, percentiles, sensitivity"},
	{"claims", "numbers in Markdown documents that check holds to a scenario"},
	{"drills", "practice: answers, grades, history, pipes"},
	{"limits", "how large what is read may be, and what is said of more"},
}

func newHelp(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND or TOPIC]",
		Short: "Help about a command or a topic",
		Long:  "Help prints the help of a command, or one of the topics:\n\n" + topicList(),
		Args:  arguments(0, -1, ""),

		Example:           "  botec help language\n  botec help functions erlang_c bdp\n  botec help run",
		ValidArgsFunction: aTopic,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return helpOn(c.Root())
			}
			switch args[0] {
			case "language":
				return a.write("", languageText)
			case "ranges":
				return a.write("", rangesText)
			case "claims":
				return a.write("", claimsText)
			case "drills":
				return a.write("", drillsText)
			case "limits":
				return a.write("", limitsText())
			case "quantities":
				return a.write("", quantitiesText())
			case "functions":
				return a.functions(args[1:])
			}
			found, rest, err := c.Root().Find(args)
			if err != nil || found == c.Root() || len(rest) > 0 {
				return unknownTopic(c.Root(), args[0])
			}
			return helpOn(found)
		},
	}
}

// aTopic completes what help can be had on: commands, topics, and functions behind
// theirs.
func aTopic(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	switch {
	case len(args) == 0:
		for _, t := range topics {
			all = append(all, cobra.CompletionWithDesc(t.name, t.about))
		}
		for _, sub := range c.Root().Commands() {
			if sub.IsAvailableCommand() {
				all = append(all, cobra.CompletionWithDesc(sub.Name(), sub.Short))
			}
		}
	case args[0] == "functions":
		return aFunction(c, args, word)
	}
	return offer(word, all)
}

func topicList() string {
	var b strings.Builder
	for _, t := range topics {
		fmt.Fprintf(&b, "  %-12s%s\n", t.name, t.about)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// functions prints the table of functions, or all of those that are named.
func (a *app) functions(names []string) error {
	if len(names) == 0 {
		return a.write("", functionsText())
	}
	var texts []string
	for _, name := range names {
		f, err := functionNamed(name)
		if err != nil {
			return err
		}
		texts = append(texts, functionText(f))
	}
	return a.write("", strings.Join(texts, "\n"))
}

// helpOn prints the same as the command's --help: cobra adds these flags no sooner
// than it runs a command.
func helpOn(c *cobra.Command) error {
	c.InitDefaultHelpFlag()
	return c.Help()
}

func unknownTopic(root *cobra.Command, name string) error {
	if f, err := functionNamed(name); err == nil {
		return usage(fmt.Sprintf("did you mean `botec help functions %s`?", f.Name), "no help on %q", name)
	}
	known := commandNames(root)
	var names []string
	for _, t := range topics {
		names = append(names, t.name)
	}
	otherwise := "the topics are " + strings.Join(names, ", ") + "; the commands are " + strings.Join(known, ", ")
	return usage(unit.DidYouMean(name, append(known, names...), "botec help %s", otherwise), "no help on %q", name)
}

// pageWidth is that of the help pages.
const pageWidth = 96

// entry prints a term and its text beside each other, the text on as many lines as it
// needs; a term that is longer than its column has a line of its own.
func entry(b *strings.Builder, column int, term, text string) {
	if utf8.RuneCountInString(term) > column {
		fmt.Fprintf(b, "  %s\n", term)
		term = ""
	}
	for text != "" {
		line := text
		if room := pageWidth - column - 3; utf8.RuneCountInString(text) > room {
			line = string([]rune(text)[:room+1])
			line = line[:max(strings.LastIndexByte(line, ' '), 1)]
		}
		fmt.Fprintf(b, "  %-*s %s\n", column, term, line)
		term = ""
		if text = strings.TrimSpace(text[len(line):]); text != "" {
			text = "  " + text // continued
		}
	}
}

const quantitiesIntro = `QUANTITIES

The names that expect, let, rates, prices and "botec explain" know, each with its
formula. Words in capitals stand for names of your own; sum(ACTION) adds up all
actions, READ and WRITE those of a type. A factor or term whose field a scenario
does not give is left out; [brackets] say when a formula holds. Every let is a
quantity of its own name.

  NAME@3y            a quantity three years after the start
  NAME.p5 .p50 .p95  a percentile; of a value without a range, the value
  NAME.p95@3y        both ("botec help ranges")
`

// quantitiesText prints the table of standard formulas.
func quantitiesText() string {
	var b strings.Builder
	b.WriteString(quantitiesIntro)
	section := estimate.Section("")
	for _, s := range estimate.StandardFormulas() {
		if s.Section != section {
			section = s.Section
			fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(string(section)))
			b.WriteString(sectionIntro[section])
		}
		text, when := "= "+strings.ReplaceAll(s.Formula, "*", "×"), ""
		if s.When != "" {
			when = "   [" + s.When + "]"
		}
		if utf8.RuneCountInString(text+when) <= pageWidth-24-3 {
			text, when = text+when, ""
		}
		entry(&b, 24, s.Name, text)
		entry(&b, 24, "", when)
	}
	b.WriteString("\nRETENTION is that of the part, else of its action, else storage.retention. ENTRY is\nthe entry of the cache, else the response of the action. PEAK is the peak of the\naction, else of the scenario, else 1x. NEED is each need of a tier.\n")
	return b.String()
}

// sectionIntro holds what a scenario gives as it is and no formula computes.
var sectionIntro = map[estimate.Section]string{
	estimate.Traffic:      "  dau, mau, users          as given\n  ACTION                   its rate, where the file gives one\n",
	estimate.StorageLines: "  ACTION.request .response .stores, ACTION.PART.size    sizes, as given\n",
	estimate.ServerLines:  "  servers.TIER.NEED        as given under needs, before rounding\n",
	estimate.Reliability:  "  availability             the whole tree of blocks\n  availability.PATH        a block by its path, such as availability.web.1\n",
	estimate.LatencyLines: "  latency.STAGE            as given\n",
}
