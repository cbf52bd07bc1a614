package drill

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"botec/estimate/unit"
)

// change is an assumption that moves.
type change struct {
	path, from, to string
	ratio          float64 // of the result after it to that before
}

func drawLever(d *dice, level int) draft {
	t := newTale(d, level)
	stores := "actions." + t.write + ".stores"
	dau := d.count(max(level, 2), 6, 7)
	t.sheet.set("dau", dau)
	t.fact("%s has %s daily users.", upper(t.service), dau)
	t.perUser(t.write, "write", t.writes)
	size := t.stored()
	t.sheet.set(stores, size)
	t.fact("Each stores %s.", size)
	t.busy()
	t.kept("replication")
	if level > 2 {
		t.stages("overhead", "fill")
	}
	t.finish = func(q *Question) bool { return t.levers(q, stores) }
	return t.ask("storage", "bytes", "Which of these changes moves the disks that are needed most, up or down?")
}

// levers draws changes and asks which has the most effect.
func (t *tale) levers(q *Question, stores string) bool {
	move := func(path string, v float64, to string) change {
		a, _ := q.model.Evaluate(q.quantity, map[string]float64{path: v})
		return change{path, t.sheet.get(path), to, a.Value / q.truth.Value}
	}
	times := func(path string, factors ...float64) change {
		by := pick(t.d, factors...)
		number, rest := cutNumber(t.sheet.get(path))
		n, _ := strconv.ParseFloat(number, 64)
		return move(path, t.sheet.value(path)*by, strconv.FormatFloat(n*by, 'g', 4, 64)+rest)
	}
	to := func(path string, options ...string) change {
		text := pick(t.d, slices.DeleteFunc(options, func(o string) bool { return o == t.sheet.get(path) })...)
		return move(path, sheet{{path, text}}.value(path), text)
	}
	changes := []change{
		times("dau", 1.2, 1.5, 2, 3), times("actions."+t.write+".per_user", 1.5, 2, 3), times(stores, 0.5, 2, 5),
		to("storage.replication", "2", "3", "4"), to("peak", "2x", "3x", "6x", "10x"),
	}
	if t.level > 1 {
		changes = append(changes, to("horizon", "1 year", "3 years", "5 years", "10 years"))
	}
	if t.level > 2 {
		changes = append(changes, to("storage.overhead", "20%", "50%", "100%"), to("storage.fill", "40%", "60%", "80%"))
	}
	t.d.r.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
	changes = changes[:min(2+t.level, len(changes), 5)]
	byEffect := slices.Clone(changes)
	sort.SliceStable(byEffect, func(i, j int) bool { return byEffect[i].effect() > byEffect[j].effect() })
	if byEffect[0].effect()-byEffect[1].effect() < math.Log(qGood) {
		return false
	}
	q.Form, q.Unit, q.asked, q.bare, q.family, q.mistakes = Choice, "", asked{}, asked{}, "", nil
	q.choice = slices.Index(changes, byEffect[0])
	for _, c := range changes {
		q.Choices = append(q.Choices, c.String())
	}
	for _, c := range byEffect[:min(len(byEffect), 5)] {
		line := fmt.Sprintf("%s: %s × %s", c, q.quantity, unit.Format(c.ratio, unit.None, q.model.Calendar(), unit.Style{Plain: true}))
		margin := ""
		if c.ratio == 1 {
			margin = "it has no part in storage"
		}
		q.lines = append(q.lines, Step{line, margin})
	}
	q.lines = append(q.lines, Step{Text: "a factor of the result moves it by itself, whatever the others are"})
	q.hints = [MaxHints]string{"by which factor does each change multiply or divide the result?", q.quantity + " is a product of " + listed([]string{"dau", "per_user", "stores", "horizon", "replication"}), q.lines[len(byEffect)-1].Text}
	return true
}

func (c change) String() string {
	return fmt.Sprintf("%s from %s to %s", c.path[strings.LastIndexByte(c.path, '.')+1:], c.from, c.to)
}

// effect is how far a change moves the result, up or down.
func (c change) effect() float64 { return math.Abs(math.Log(c.ratio)) }
