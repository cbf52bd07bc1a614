package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/drill"
	"botec/estimate/unit"
)

// drillOptions are the flags of `botec drill`.
type drillOptions struct {
	output   // the format of it alone
	kinds    []string
	level    int
	count    int
	counted  bool // --count was given
	seed     uint64
	seeded   bool // --seed was given
	from     string
	weak     bool
	review   bool
	timed    string
	history  string
	ids      []string
	list     bool
	answers  bool
	minScore int
}

const defaultCount = 10

const drillLong = `Drill asks questions as the estimation part of an interview does, takes answers as
people write them (12k, 1.2e4, 3 GB/s, about 5 million), grades them by order of
magnitude, names the slip and shows the worked solution. What was weak comes back
sooner. From a pipe it reads an answer a line. "botec help drills" tells all.`

const drillExample = `  botec drill
  botec drill --kind storage,bandwidth --level 2
  botec drill --from twitter --count 5
  botec drill --weak --timed 30s
  botec drill --question storage-day-2-7-3
  botec drill --list --seed 7 --format json --with-answers`

func newDrill(a *app) *cobra.Command {
	var o drillOptions
	c := &cobra.Command{
		Use:     "drill",
		Short:   "Practise estimating: questions, grades, worked solutions",
		Long:    drillLong,
		Example: drillExample,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownDrill(args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.consistent(c); err != nil {
				return err
			}
			o.seeded, o.counted = c.Flags().Changed("seed"), c.Flags().Changed("count")
			return a.drill(&o)
		},
	}
	o.flags(c)
	c.AddCommand(newDrillStats(a), newDrillReset(a), newDrillGrade(a))
	return c
}

func (o *drillOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&o.kinds, "kind", nil, "ask only these `KINDS`: "+kindNames())
	f.IntVar(&o.level, "level", 0, "`LEVEL` of the questions, 1 to 4 (default: by what you know)")
	f.IntVar(&o.count, "count", defaultCount, "`NUMBER` of questions; without it --from asks none twice")
	f.Uint64Var(&o.seed, "seed", 0, "draw the questions from this `SEED`, whatever the history")
	f.StringVar(&o.from, "from", "", "ask for the quantities of a `SCENARIO`")
	completeFlag(c, "kind", listOf(aWord(strings.Split(kindNames(), ", ")...)))
	completeFlag(c, "from", aScenario)
	f.BoolVar(&o.weak, "weak", false, "ask for the weakest skills")
	f.BoolVar(&o.review, "review", false, "ask for the skills that are due")
	f.StringVar(&o.timed, "timed", "", "mark answers late after this `TIME`, such as 30s")
	f.StringSliceVar(&o.ids, "question", nil, "ask the questions with these `IDS` again")
	f.BoolVar(&o.list, "list", false, "print the questions rather than ask them")
	f.BoolVar(&o.answers, "with-answers", false, "print the answers too, with --list")
	f.IntVar(&o.minScore, "min-score", 0, "exit with 1 below this `PERCENTAGE` of the points")
	neverEmpty(c, "from", "timed")
	addHistory(c, &o.history)
	addFormat(c, &o.output, "session", "text", "json")
}

// addHistory adds the flag of every command that uses the history.
func addHistory(c *cobra.Command, file *string) {
	c.Flags().StringVar(file, "history", "", "keep the answers in `FILE`; none keeps none (default: $XDG_STATE_HOME/botec/drills.jsonl)")
	neverEmpty(c, "history")
	completeFlag(c, "history", aFile)
}

func kindNames() string {
	var names []string
	for _, k := range drill.Kinds() {
		names = append(names, string(k.Kind))
	}
	return strings.Join(names, ", ")
}

func unknownDrill(word string) error {
	names := []string{"stats", "reset", "grade"}
	for _, k := range drill.Kinds() {
		names = append(names, string(k.Kind))
	}
	near := unit.Nearest(word, names)
	switch {
	case slices.Index(names, near) > 2 || slices.Contains(names[3:], word):
		return usage(fmt.Sprintf("did you mean `botec drill --kind %s`?", near), "drill has no command %q", word)
	case near != "":
		return usage(fmt.Sprintf("did you mean `botec drill %s`?", near), "drill has no command %q", word)
	}
	return usage("the commands of drill are stats, reset and grade; without one it asks", "drill has no command %q", word)
}

// excluded lists the flags that cannot stand together.
var excluded = [][2]string{
	{"question", "kind"}, {"question", "level"}, {"question", "count"}, {"question", "seed"}, {"question", "weak"}, {"question", "review"},
	{"seed", "weak"}, {"seed", "review"}, {"weak", "review"}, {"from", "kind"}, {"from", "weak"}, {"from", "review"},
	{"list", "timed"}, {"list", "min-score"},
}

// consistent refuses flags that contradict each other or have no sense.
func (o *drillOptions) consistent(c *cobra.Command) error {
	for _, pair := range excluded {
		if c.Flags().Changed(pair[0]) && c.Flags().Changed(pair[1]) {
			return usage("leave one of them out", "--%s and --%s exclude each other", pair[0], pair[1])
		}
	}
	switch {
	case o.answers && !o.list:
		return usage("write `--list --with-answers`", "--with-answers is for --list")
	case o.minScore < 0 || o.minScore > 100:
		return usage("write `--min-score 80`", "--min-score takes 0 to 100, found %d", o.minScore)
	case o.count < 1 || o.count > drill.MaxCount:
		return usage("write `--count 10`", "--count takes 1 to %d, found %d", drill.MaxCount, o.count)
	case c.Flags().Changed("level") && (o.level < drill.MinLevel || o.level > drill.MaxLevel):
		return usage("write `--level 2`", "--level takes %d to %d, found %d", drill.MinLevel, drill.MaxLevel, o.level)
	}
	return o.output.check()
}

// drill holds a session, or lists its questions.
func (a *app) drill(o *drillOptions) error {
	limit, err := timeLimit(o.timed)
	if err != nil {
		return err
	}
	h := a.openHistory(o.history)
	p, err := a.plan(o, h)
	if err != nil || len(p.questions) == 0 {
		return err
	}
	if o.list {
		return a.list(p, o)
	}
	if !o.recorded() {
		h.path = ""
	}
	h.start()
	defer h.close()
	s := &drillSession{app: a, plan: p, history: h, limit: limit, minScore: o.minScore}
	return s.hold(o.format == "json")
}

// openHistory is the history that the flag names.
func (a *app) openHistory(flag string) *history {
	return &history{path: historyPath(flag, os.Getenv), warn: func(format string, args ...any) {
		fmt.Fprintf(a.err, "botec: "+format+"\n", args...)
	}}
}

// timeLimit reads the value of --timed.
func timeLimit(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	help := "write `--timed 30s`"
	answer, errs := estimate.NewCalculator(nil).Answer(text, estimate.Ask{})
	switch {
	case len(errs) > 0:
		return 0, usage(help, "--timed takes a time, found %q", text)
	case answer.Type.Dim != unit.Time:
		return 0, usage(help, "--timed takes a time, found %q, which is %s", text, answer.Type.Dim)
	case !(answer.Value >= 1 && answer.Value <= 86400):
		return 0, usage(help, "--timed takes 1s to 1 day, found %q", text)
	}
	return time.Duration(answer.Value * float64(time.Second)), nil
}
