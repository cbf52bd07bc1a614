package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"botec/estimate/unit"
)

// app is what every command has at hand: the streams, and what differs from run to run.
type app struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	seed     func() uint64 // of random work for which no seed is given
}

// run carries out a command line and gives the exit code.
func run(args []string, in io.Reader, out, err io.Writer) int {
	return (&app{in, out, err, time.Now, rand.Uint64}).execute(args)
}

func (a *app) execute(args []string) int {
	root := a.root()
	if len(args) > 0 && slices.Contains(completing, args[0]) {
		describePlainly(root)
		args = withoutNegatives(args)
	}
	help := &keepsError{w: a.out}
	root.SetOut(help)
	root.SetArgs(protectNegatives(args))
	failed := root.Execute()
	if failed == nil {
		failed = help.err
	}
	return report(failed, a.err)
}

// keepsError keeps the first error of a writer, which cobra forgets when it prints help.
type keepsError struct {
	w   io.Writer
	err error
}

func (k *keepsError) Write(p []byte) (int, error) {
	n, err := k.w.Write(p)
	if k.err == nil {
		k.err = err
	}
	return n, err
}

const rootLong = `botec estimates capacity on the back of an envelope: daily users, actions and
sizes go in, traffic, storage, bandwidth, cache, servers, availability and cost
come out, each with the way it was computed.

Start here:
  botec calc 500 TB/day in GB/s  a quick answer, with units
  botec run netflix              the tables of a preset
  botec explain netflix storage  how a figure comes about
  botec new demo                 a scenario of your own, commented; then
  botec run demo.botec.yaml
  botec help language            what a scenario can say; other topics are
                                 quantities, functions, ranges, claims, drills, limits

The exit status is 0 when all is well, 1 when a claim, an expectation or a budget is
false, 2 when something could not be judged.`

func (a *app) root() *cobra.Command {
	var asked *bool
	c := &cobra.Command{
		Use:           "botec",
		Short:         "Back-of-the-envelope capacity estimates",
		Long:          rootLong,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if *asked {
				return a.write("", "botec "+version()+"\n")
			}
			return c.Help()
		},
		PersistentPreRunE: noneEmpty,
	}
	// Not cobra's own: a template for it would link text/template in, and with that every
	// method of the program.
	asked = c.Flags().BoolP("version", "v", false, "print the version")
	c.SetIn(a.in)
	c.SetErr(a.err)
	c.SetFlagErrorFunc(flagError)
	c.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	a.addCommands(c)
	c.AddCommand(newCompletion(a))
	c.SetHelpCommand(newHelp(a))
	return c
}

// addCommands adds the commands in groups, in the order in which help lists them.
func (a *app) addCommands(root *cobra.Command) {
	scenarios, documents, answers := &cobra.Group{ID: "scenarios", Title: "Scenarios:"}, &cobra.Group{ID: "documents", Title: "Documents:"}, &cobra.Group{ID: "answers", Title: "Quick answers:"}
	practice := &cobra.Group{ID: "practice", Title: "Practice:"}
	root.AddGroup(scenarios, documents, answers, practice)
	add := func(g *cobra.Group, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = g.ID
			root.AddCommand(c)
		}
	}
	add(scenarios, newRun(a), newExplain(a), newSensitivity(a), newSweep(a), newSolve(a), newNew(a), newList(a), newShow(a), newSchema(a))
	add(documents, newCheck(a), newSync(a), newDiff(a))
	add(answers, newCalc(a))
	for i := range oneLiners {
		add(answers, newOneLiner(a, &oneLiners[i]))
	}
	add(answers, newNines(a), newAvailability(a))
	add(practice, newDrill(a))
}

// commandNames are the commands that there are, in the order of the alphabet.
func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

func unknownCommand(root *cobra.Command, name string) error {
	names := commandNames(root)
	otherwise := "the commands are " + strings.Join(names, ", ") + "; `botec run " + name + "` runs a scenario"
	return usage(unit.DidYouMean(name, names, "botec %s", otherwise), "unknown command %q", name)
}

// arguments checks the count of a command's arguments; what names them in words.
func arguments(low, high int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= low && (high < 0 || len(args) <= high) {
			return nil
		}
		help := fmt.Sprintf("write `%s`", strings.TrimSuffix(c.UseLine(), " [flags]"))
		if len(args) < low {
			return usage(help, "%s is missing", what)
		}
		return usage(help, "%q is one argument too many", args[high])
	}
}
