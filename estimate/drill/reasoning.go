package drill

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"botec/estimate/unit"
)

// reasoningKinds go backwards or judge.
var reasoningKinds = []kind{
	{KindInfo{Reverse, Reasoning, "from a result back to the assumption that gives it", []Skill{Backwards}}, drawReverse},
	{KindInfo{Lever, Reasoning, "which change of an assumption moves the result most", []Skill{Leverage}}, drawLever},
	{KindInfo{Spot, Reasoning, "the wrong step of a worked estimate, and the right result", []Skill{Checking}}, drawSpot},
	{KindInfo{Sanity, Reasoning, "one machine, one rack, one data centre, or more", []Skill{Magnitudes}}, drawSanity},
	{KindInfo{Unit, Reasoning, "the unit of an expression", []Skill{Dimensions}}, drawUnit},
}

// The classes of size, with the most machines that each has.
var (
	sizeClasses = []string{"one machine", "one rack of 40", "one data centre of 50,000", "more than one data centre"}
	sizeLimits  = []float64{1, 40, 50000, math.Inf(1)}
)

func drawSanity(d *dice, level int) draft {
	t := newTale(d, level)
	tier := func(load, each, fact string) {
		t.sheet.set("servers.node.load", load)
		t.sheet.set("servers.node.each", each)
		t.fact("One machine %s.", fact)
	}
	switch {
	case level == 1:
		data := fmt.Sprintf("%d %s", pick(d, 1, 10, 100), pick(d, "GB", "TB", "PB"))
		t.sheet.set("let.kept_data", data)
		t.fact("%s keeps %s.", upper(t.service), data)
		tier("kept_data", "20 TB", "holds 20 TB")
	case level == 2 || level == 3 && d.between(0, 1) == 0:
		t.users(4, 8)
		t.perUser(t.read, "read", t.reads)
		t.busy()
		tier("rps.peak", "10K/s", "answers 10K a second")
	case level == 3:
		t.users(4, 8)
		t.perUser(t.write, "write", t.writes)
		size := t.stored()
		t.sheet.set("actions."+t.write+".stores", size)
		t.fact("Each stores %s.", size)
		t.kept("replication")
		tier("storage", "100 TB", "holds 100 TB")
	default:
		t.whole()
		t.kept("replication", "fill")
		tier("storage", "100 TB", "holds 100 TB")
	}
	t.low, t.high = 1, 1e9
	t.finish = func(q *Question) bool { return q.classify() }
	return t.ask("servers", "", "How much is needed?")
}

// classify asks for the class of size. Counts near a limit are drawn again.
func (q *Question) classify() bool {
	need, problem := q.model.Evaluate("servers.node.need", nil)
	if problem != nil {
		return false
	}
	q.choice = slices.IndexFunc(sizeLimits, func(limit float64) bool { return need.Value <= limit })
	for _, limit := range sizeLimits[:len(sizeLimits)-1] {
		if need.Value > limit/2 && need.Value < limit*2 {
			return false
		}
	}
	q.lines = q.Solution()
	q.hints = q.Hints()
	q.lines = append(q.lines[:min(len(q.lines), 5)], Step{Text: "so it is " + sizeClasses[q.choice]})
	q.Form, q.Choices, q.ordered, q.mistakes = Choice, sizeClasses, true, nil
	return true
}

// puzzle is an expression whose unit is asked for.
type puzzle struct {
	level int
	text  string // in the names of unitTerms
}

// unitTerms are what puzzles are made of.
var unitTerms = []struct{ name, value, about string }{
	{"rate", "1K/s", "requests a second"},
	{"visitors", "1M", "a count of users"},
	{"often", "5/day", "actions a day of one user"},
	{"size", "10 KB", "bytes of an object"},
	{"link", "10 Gbit/s", "bits a second"},
	{"disk", "20 TB", "bytes of a disk"},
	{"wait", "100 ms", "a latency"},
	{"kept", "5 years", "how long it is kept"},
	{"hot", "20%", "a share"},
}

var puzzles = []puzzle{
	{1, "rate * size"}, {1, "rate * wait"}, {1, "visitors * size"}, {1, "visitors * often"}, {1, "link * wait"}, {1, "hot * disk"},
	{2, "link / size"}, {2, "disk / link"}, {2, "disk / size"}, {2, "visitors * often * size"}, {2, "1 / wait"}, {2, "visitors / rate"},
	{3, "visitors * often * size * kept"}, {3, "disk / (rate * size)"}, {3, "link / (rate * size)"}, {3, "hot * rate * wait * size"}, {3, "disk / (link * wait)"},
	{4, "ceil(visitors * often / rate) * size"}, {4, "visitors * often * size * kept / disk"}, {4, "(link - rate * size) / size"}, {4, "disk / (visitors * often * size)"}, {4, "max(rate, visitors * often) * wait / visitors"},
}

func drawUnit(d *dice, level int) draft {
	t := newTale(d, level)
	var fit []puzzle
	for _, p := range puzzles {
		if p.level == level {
			fit = append(fit, p)
		}
	}
	p := pick(d, fit...)
	var about []string
	var dims []string
	for _, term := range unitTerms {
		if !slices.Contains(strings.FieldsFunc(p.text, func(r rune) bool { return !unicode.IsLetter(r) }), term.name) {
			continue
		}
		t.sheet.set("let."+term.name, term.value)
		about = append(about, fmt.Sprintf("%s is %s", term.name, term.about))
		if lit, err := unit.Parse(term.value); err == nil {
			dims = append(dims, fmt.Sprintf("%s: %s", term.name, lit.Dim()))
		}
	}
	t.sheet.set("let.result", p.text)
	t.low, t.high = 1e-12, 1e30
	shown := strings.ReplaceAll(p.text, "*", "×")
	t.finish = func(q *Question) bool {
		q.Form, q.mistakes = UnitName, nil
		q.lines = []Step{{Text: listed(dims)}, {Text: fmt.Sprintf("%s is %s: %s", shown, q.truth.Type.Dim, dimensionUnit(q.truth.Type.Dim)), Margin: "what stands above and below the line cancels"}}
		q.hints = [MaxHints]string{"which of them has a time, which has bytes?", q.lines[0].Text, "it is " + q.truth.Type.Dim.String()}
		return true
	}
	t.fact("%s.", upper(listed(about)))
	return t.ask("result", "", "What unit has %s?", shown)
}
