package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"botec/estimate/drill"
)

// drillStatsOptions are the flags of `botec drill stats`.
type drillStatsOptions struct {
	output
	history string
}

func newDrillStats(a *app) *cobra.Command {
	var o drillStatsOptions
	c := &cobra.Command{
		Use:   "stats",
		Short: "Show how well each skill is known, and when it is due",
		Long:  "Stats shows of each skill the points of late, the box that it lies in, and when it\nis due again: \"botec help drills\" tells how. Skills are in the order of help.",
		Args:  arguments(0, 0, ""),
		RunE:  func(*cobra.Command, []string) error { return a.drillStats(&o) },
	}
	addHistory(c, &o.history)
	addOutput(c, &o.output, "text", "json")
	return c
}

func (a *app) drillStats(o *drillStatsOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	h := a.openHistory(o.history)
	if h.path == "" {
		return noHistory(o.history)
	}
	all := h.read()
	p, now := progress(all), a.now()
	if o.format == "json" {
		return a.writeJSON(o.file, statsJSON(len(all), p, now))
	}
	var text strings.Builder
	v := &textView{out: &text, look: a.look(o.file)}
	v.stats(len(all), p, now)
	return a.write(o.file, text.String())
}

func (v *textView) stats(answers int, p drill.Progress, now time.Time) {
	if answers == 0 {
		v.print("no answers yet: `botec drill` asks")
		return
	}
	v.print(v.bold(count(answers, "answer")))
	for _, c := range p.Cards() {
		share := c.Mean / drill.MaxPoints
		v.print(fmt.Sprintf("  %-10s %s %4s of late, %s, box %d, %s", c.Skill, bar(share), percent(share), count(c.Seen, "answer"), c.Box, dueWords(c, now)))
	}
	if due := p.Due(now.Unix()); len(due) > 0 {
		v.print("  due: " + listed(due) + "; `botec drill --review`")
	}
	if weak := p.Weakest(weakest); len(weak) > 0 {
		v.print("  weakest: " + listed(weak) + "; `botec drill --weak`")
	}
	if fresh := newSkills(p); len(fresh) > 0 {
		v.print("  not asked yet: " + listed(fresh))
	}
}

func dueWords(c drill.Card, now time.Time) string {
	if c.IsDue(now.Unix()) {
		return "due"
	}
	return "due in " + days(c.Due-now.Unix())
}

// newSkills are those that no answer was about.
func newSkills(p drill.Progress) []drill.Skill {
	var out []drill.Skill
	for _, s := range drill.Skills() {
		if _, seen := p[s.Skill]; !seen {
			out = append(out, s.Skill)
		}
	}
	return out
}

type statJSON struct {
	Skill   drill.Skill `json:"skill"`
	About   string      `json:"about"`
	Answers int         `json:"answers"`
	Share   float64     `json:"share"` // of the points, newer answers counting more
	Box     int         `json:"box"`
	Due     bool        `json:"due"`
	DueAt   string      `json:"due_at,omitempty"`
	Last    string      `json:"last,omitempty"`
}

type statsDocument struct {
	Version int        `json:"version"`
	Answers int        `json:"answers"`
	Skills  []statJSON `json:"skills"`
}

func statsJSON(answers int, p drill.Progress, now time.Time) statsDocument {
	d := statsDocument{Version: 1, Answers: answers, Skills: []statJSON{}}
	for _, s := range drill.Skills() {
		c, seen := p[s.Skill]
		j := statJSON{Skill: s.Skill, About: s.About, Due: true}
		if seen {
			j.Answers, j.Share, j.Box, j.Due = c.Seen, c.Mean/drill.MaxPoints, c.Box, c.IsDue(now.Unix())
			j.DueAt, j.Last = time.Unix(c.Due, 0).UTC().Format(time.RFC3339), time.Unix(c.Last, 0).UTC().Format(time.RFC3339)
		}
		d.Skills = append(d.Skills, j)
	}
	return d
}
