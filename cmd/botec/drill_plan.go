package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"botec/estimate/drill"
	"botec/estimate/spec"
)

// drillPlan is what a session asks, and how to ask it again.
type drillPlan struct {
	questions []*drill.Question
	seed      string // empty: of several
	why       string // what was chosen and how, in a line
	replay    string // the command
}

// seeds is how many seeds are drawn from: enough, and short to type.
const seeds = 1_000_000

// plan draws the questions that the flags ask for. It gives none where there is nothing
// to ask, and says so.
func (a *app) plan(o *drillOptions, h *history) (*drillPlan, error) {
	bank, err := a.bank(o.from)
	if err != nil {
		return nil, err
	}
	if len(o.ids) > 0 {
		return replay(o, bank)
	}
	w := drill.Wish{Count: o.count, Level: o.level, Bank: bank, Seed: o.seed, Now: a.now().Unix()}
	if w.Kinds, err = kinds(o.kinds); err != nil {
		return nil, err
	}
	p := &drillPlan{}
	if o.seeded {
		p.why = "the history is left aside"
	} else {
		w.Seed = a.seed() % seeds
		w.Progress = progress(h.read())
		if p.why = choose(&w, o); p.why == nothingDue {
			return p, a.nothing(w)
		}
	}
	if p.questions, err = drill.Plan(w); err != nil {
		return nil, unplannable(err, w)
	}
	if bank != nil && !o.counted {
		p.questions = once(p.questions)
	}
	p.seed, p.replay = fmt.Sprint(w.Seed), replayCommand(w, o, p.questions)
	return p, nil
}

// once cuts a session off where its questions begin to come again.
func once(questions []*drill.Question) []*drill.Question {
	seen := make(map[drill.ID]bool)
	for i, q := range questions {
		if seen[q.ID] {
			return questions[:i]
		}
		seen[q.ID] = true
	}
	return questions
}

// bank opens the scenario of --from.
func (a *app) bank(from string) (*drill.Bank, error) {
	switch from {
	case "":
		return nil, nil
	case "-":
		return nil, usage("name a file or a preset: the answers come from standard input", "--from cannot read standard input")
	}
	s, err := a.open(from)
	if err != nil {
		return nil, err
	}
	m, err := s.compile([]spec.Override(nil))
	if err != nil {
		return nil, err
	}
	b, err := drill.NewBank(m)
	if err != nil {
		return nil, usage("", "--from %s: %s", from, err)
	}
	return b, nil
}

func kinds(names []string) ([]drill.Kind, error) {
	var out []drill.Kind
	for _, name := range names {
		k, refusal := drill.ParseKind(strings.TrimSpace(name))
		if refusal != nil {
			return nil, refused(refusal)
		}
		out = append(out, k)
	}
	return out, nil
}

func refused(r *drill.Refusal) error { return usage(r.Help, "%s", r.Message) }

// progress is what a history says of each skill.
func progress(all []attempt) drill.Progress {
	p := make(drill.Progress)
	for _, a := range all {
		skills := make([]drill.Skill, len(a.Skills))
		for i, s := range a.Skills {
			skills[i] = drill.Skill(s)
		}
		p.Learn(drill.Record{Skills: skills, Points: a.Points, At: a.At.Unix()})
	}
	return p
}

const (
	weakest    = 3 // skills that --weak asks for
	nothingDue = "nothing is due"
)

// choose narrows the wish to the skills that --weak or --review ask for, and says which.
func choose(w *drill.Wish, o *drillOptions) (why string) {
	switch {
	case o.review && len(w.Progress) > 0:
		if w.Skills = w.Progress.Due(w.Now); len(w.Skills) == 0 {
			return nothingDue
		}
		return "due: " + listed(w.Skills)
	case o.weak && len(w.Progress) > 0:
		if w.Skills = w.Progress.Weakest(weakest); len(w.Skills) == 0 {
			return "nothing is weak so far: mixed questions"
		}
		return "weakest: " + listed(w.Skills)
	case o.review || o.weak:
		return "there is no history yet: mixed questions"
	}
	return ""
}

func listed[T ~string](names []T) string { return strings.Join(texts(names), ", ") }

func texts[T ~string](names []T) []string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(name)
	}
	return texts
}

// nothing says that nothing is due, and when something is.
func (a *app) nothing(w drill.Wish) error {
	next := slices.MinFunc(w.Progress.Cards(), func(a, b drill.Card) int { return cmp.Compare(a.Due, b.Due) })
	return a.write("", fmt.Sprintf("%s; next is %s in %s\n", nothingDue, next.Skill, days(next.Due-w.Now)))
}

// days words a time from now on.
func days(seconds int64) string {
	const day = 86400
	switch n := (seconds + day - 1) / day; {
	case seconds < day/2:
		return count(int(max(seconds/3600, 1)), "hour")
	default:
		return count(int(n), "day")
	}
}

func unplannable(err error, w drill.Wish) error {
	if errors.Is(err, drill.ErrNoQuestions) {
		return usage("leave out --kind", "no question of %s trains %s", listed(w.Kinds), listed(w.Skills))
	}
	return usage("", "%s", err)
}

// replay asks the questions of --question.
func replay(o *drillOptions, bank *drill.Bank) (*drillPlan, error) {
	p := &drillPlan{replay: "botec drill" + fromFlag(o) + " --question " + strings.Join(o.ids, ",")}
	for _, text := range o.ids {
		q, err := questionOf(text, bank)
		if err != nil {
			return nil, err
		}
		p.questions = append(p.questions, q)
	}
	return p, nil
}

// questionOf makes the question of an id.
func questionOf(text string, bank *drill.Bank) (*drill.Question, error) {
	id, refusal := drill.ParseID(text)
	if refusal != nil {
		return nil, refused(refusal)
	}
	own := id.Kind == drill.FromScenario
	switch {
	case own && bank == nil:
		return nil, usage("name it with `--from SCENARIO`", "question %s is one of a scenario", id)
	case !own && bank != nil:
		return nil, usage("leave out --from", "question %s is not one of a scenario", id)
	}
	make := drill.New
	if own {
		make = bank.Question
	}
	q, err := make(id)
	if err != nil {
		return nil, usage("", "%s", err)
	}
	return q, nil
}

func fromFlag(o *drillOptions) string {
	if o.from == "" {
		return ""
	}
	return " --from " + shellWord(o.from)
}

// shellWord quotes what a shell would take apart.
func shellWord(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("-_./=:,@%+", r) && !isLetterOrDigit(r) }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

func isLetterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// replayCommand is the command that asks the same questions again: by the seed, or by
// their ids where the history had a say in them.
func replayCommand(w drill.Wish, o *drillOptions, questions []*drill.Question) string {
	command := "botec drill" + fromFlag(o)
	if len(w.Progress) > 0 && w.Bank == nil {
		ids := make([]string, len(questions))
		for i, q := range questions {
			ids[i] = q.ID.String()
		}
		return command + " --question " + strings.Join(ids, ",")
	}
	command += fmt.Sprintf(" --seed %d", w.Seed)
	if len(o.kinds) > 0 {
		command += " --kind " + strings.Join(texts(w.Kinds), ",")
	}
	if o.level != 0 {
		command += fmt.Sprintf(" --level %d", o.level)
	}
	if o.count != defaultCount {
		command += fmt.Sprintf(" --count %d", o.count)
	}
	return command
}

// recorded reports whether answers go into the history: what was asked before teaches
// nothing of what is known, unless somebody wants it kept.
func (o *drillOptions) recorded() bool {
	return !o.seeded && len(o.ids) == 0 || o.history != ""
}

// seconds words a time that somebody took.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
}
