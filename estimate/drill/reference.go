package drill

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate/unit"
)

// exactBand is what is accepted of an exact kind.
const exactBand = qBullsEye

// referenceKinds recall and apply a figure.
var referenceKinds = []kind{
	{KindInfo{Nines, Reference, "availability to time down, and back", []Skill{CountNines}}, drawNines},
	{KindInfo{Series, Reference, "the availability of blocks that must all be up", []Skill{SeriesSkill}}, drawSeries},
	{KindInfo{Parallel, Reference, "the availability of blocks of which one will do", []Skill{Redundant}}, drawParallel},
	{KindInfo{Mixed, Reference, "series of parallel blocks", []Skill{SeriesSkill, Redundant}}, drawMixed},
	{KindInfo{Redundancy, Reference, "how many replicas give so many nines", []Skill{Redundant, CountNines}}, drawRedundancy},
	{KindInfo{Convert, Reference, "a day to a second, bits to bytes, GB to TB", []Skill{Bits, TimeBase}}, drawConvert},
	{KindInfo{Powers, Reference, "powers of two and bits, both ways", []Skill{Binary}}, drawPowers},
	{KindInfo{Latency, Reference, "how slow things are, in ratios and orders", []Skill{Latencies}}, drawLatency},
}

// Availabilities that people quote, plain and awkward.
var (
	plainNines   = []string{"90%", "99%", "99.9%", "99.99%", "99.999%"}
	awkwardNines = []string{"98%", "99.5%", "99.8%", "99.95%", "99.98%", "99.995%"}
)

func (d *dice) availability(level int) string {
	if level >= 3 && d.between(0, 1) == 0 {
		return pick(d, awkwardNines...)
	}
	return pick(d, plainNines[1:]...)
}

func drawNines(d *dice, level int) draft {
	t := newTale(d, level)
	period := "year"
	if level > 1 {
		period = pick(d, "year", "month", "week", "day")
	}
	switch {
	case level == 4:
		t.sheet.set("availability.balancer", pick(d, "99.99%", "99.995%"))
		t.sheet.set("availability.app", d.availability(level))
		t.sheet.set("availability.database", pick(d, "99.9%", "99.95%", "99.99%"))
		t.fact("%s has a load balancer with %s, an application with %s and a database with %s, and needs all of them.", upper(t.service),
			t.sheet.get("availability.balancer"), t.sheet.get("availability.app"), t.sheet.get("availability.database"))
		t.skills = []Skill{CountNines, SeriesSkill}
		return t.ask("downtime."+period, "time", "How long is it down in a %s?", period)
	case level > 1 && d.between(0, 1) == 0:
		t.sheet.set("availability", d.availability(level))
		t.draft.finish = func(q *Question) bool { return backFromDowntime(q, t.service, period) }
		return t.ask("availability", "%", "")
	default:
		t.sheet.set("availability", d.availability(level))
		if level == 1 {
			t.sheet.set("availability", pick(d, plainNines...))
		}
		t.fact("%s is up %s of the time.", upper(t.service), t.sheet.get("availability"))
		return t.ask("downtime."+period, "time", "How long is it down in a %s?", period)
	}
}

// backFromDowntime tells the time down that the scenario gives and asks for the
// availability.
func backFromDowntime(q *Question, service, period string) bool {
	down, problem := q.model.Evaluate("downtime."+period, nil)
	if problem != nil {
		return false
	}
	cal := q.model.Calendar()
	whole, _ := unit.Lookup(period)
	shown := unit.Format(down.Value, unit.Time, cal, unit.Style{})
	q.Text = fmt.Sprintf("%s is down for %s in a %s. What is its availability?", upper(service), shown, period)
	lost := q.truth.Unavailability
	q.mental = unit.Round(lost, 2)
	q.lines = []Step{
		{Text: fmt.Sprintf("1 %s = %s", period, unit.Format(whole.Factor(cal), unit.Time, cal, unit.Style{As: &unit.Scale{Unit: hours(down.Value)}}))},
		{Text: fmt.Sprintf("1 - availability = %s / 1 %s = %s", shown, period, unit.Format(lost, unit.None, cal, unit.Style{Percent: true, Digits: 2})), Margin: "99.9% is 8.8 h a year; a nine more is a tenth"},
		{Text: q.comparison(q.mental)},
	}
	q.hints = [MaxHints]string{"it takes the time down and the length of the " + period, "availability = 1 - down / " + period, q.lines[0].Text}
	return true
}

// hours is a unit of time in which a duration is neither too large nor too small.
func hours(seconds float64) *unit.Unit {
	name := "h"
	switch {
	case seconds < 60:
		name = "s"
	case seconds < 3600:
		name = "min"
	}
	u, _ := unit.Lookup(name)
	return u
}

// blockNames are parts that a request passes.
var blockNames = []string{"dns", "balancer", "gateway", "app", "queue", "cache_tier", "database"}

func drawSeries(d *dice, level int) draft {
	t := newTale(d, level)
	t.accepted = exactBand
	n := min(level+1, 3)
	if level == 4 {
		n = d.between(4, 6)
	}
	first := d.between(0, len(blockNames)-n)
	same := d.availability(level)
	var parts []string
	for _, name := range blockNames[first : first+n] {
		a := same
		if level > 2 {
			a = d.availability(level)
		}
		t.sheet.set("availability."+name, a)
		parts = append(parts, strings.ReplaceAll(name, "_", " ")+" "+a)
	}
	t.fact("A request to %s passes %s.", t.service, listed(parts))
	return t.ask("availability", "%", "What is the availability of all together?")
}

func drawParallel(d *dice, level int) draft {
	t := newTale(d, level)
	switch level {
	case 1, 2:
		a, n := pick(d, "90%", "99%"), 2
		if level == 2 {
			a, n = pick(d, "90%", "95%", "98%", "99%", "99.9%"), d.between(2, 3)
		}
		t.sheet.set("availability.parallel", "["+strings.TrimSuffix(strings.Repeat(a+", ", n), ", ")+"]")
		t.fact("%s runs on %d servers with %s each; any one will do.", upper(t.service), n, a)
	case 3:
		a, b := pick(d, "90%", "95%", "99%"), pick(d, "98%", "99.5%", "99.9%")
		t.sheet.set("availability.parallel", "["+a+", "+b+"]")
		t.fact("%s runs in two places, one with %s and one with %s; either will do.", upper(t.service), a, b)
	default:
		a, n := pick(d, "95%", "98%", "99%", "99.5%"), d.between(3, 5)
		t.sheet.set("availability", fmt.Sprintf("k_of_n(%d, %d, %s)", n-1, n, a))
		t.fact("%s has %d servers with %s each and needs %d of them.", upper(t.service), n, a, n-1)
	}
	return t.ask("availability", "%", "What is its availability, if failures are independent?")
}

func drawMixed(d *dice, level int) draft {
	t := newTale(d, level)
	a, n := pick(d, "90%", "99%"), 2
	if level > 1 {
		a, n = pick(d, "95%", "98%", "99%"), d.between(2, 3)
	}
	pool := func(name, a string, n int) {
		t.sheet.set("availability."+name+".parallel", "["+strings.TrimSuffix(strings.Repeat(a+", ", n), ", ")+"]")
		t.fact("It has %d %s servers with %s each, of which any one will do.", n, name, a)
	}
	one := pick(d, "99.9%", "99.99%")
	if level > 2 {
		one = pick(d, "99.95%", "99.98%", "99.99%")
	}
	t.sheet.set("availability.balancer", one)
	t.fact("%s has one load balancer with %s.", upper(t.service), one)
	pool("web", a, n)
	if level > 2 {
		pool("database", pick(d, "98%", "99%", "99.5%"), 2)
	}
	if level == 4 {
		t.sheet.set("availability.network", "99.99%")
		t.fact("The network has 99.99%%.")
	}
	return t.ask("availability", "%", "All of these are needed. What is the availability, if failures are independent?")
}

// inNines is an availability of n nines in words.
func inNines(availability string) string {
	n := strings.Count(availability, "9")
	return countWords[n-1] + " nines"
}

func drawRedundancy(d *dice, level int) draft {
	t := newTale(d, level)
	a := pick(d, "90%", "99%")
	target := pick(d, "99.9%", "99.99%", "99.999%", "99.9999%")
	switch level {
	case 2:
		a = pick(d, "90%", "95%", "99%", "99.9%")
	case 3, 4:
		a = pick(d, "80%", "90%", "95%", "97%", "98%", "99.5%")
	}
	t.accepted, t.nouns = exactBand, []string{"replicas"}
	t.low, t.high = 2, 20
	t.finish = func(q *Question) bool {
		wanted, _ := q.model.Evaluate("wanted", nil)
		has, _ := q.model.Evaluate("one_has", nil)
		return clearOfWhole(wanted.Value / has.Value)
	}
	if level < 4 {
		t.sheet.set("let.wanted", fmt.Sprintf("nines(%s)", target))
		t.sheet.set("let.one_has", fmt.Sprintf("nines(%s)", a))
		t.sheet.set("let.replicas_needed", "ceil(wanted / one_has)")
		t.fact("One replica of %s is up %s of the time.", t.service, a)
		return t.ask("replicas_needed", "", "How many replicas, of which any one will do, give %s?", inNines(target))
	}
	target = pick(d, "99.9%", "99.99%")
	before := pick(d, "99.995%", "99.999%")
	t.sheet.set("let.tier", fmt.Sprintf("own_availability(%s, %s, 2)", target, before))
	t.sheet.set("let.wanted", "nines(tier)")
	t.sheet.set("let.one_has", fmt.Sprintf("nines(%s)", a))
	t.sheet.set("let.replicas_needed", "ceil(wanted / one_has)")
	t.fact("A request to %s passes two parts with %s each, and then any one of its servers, each up %s of the time.", t.service, before, a)
	return t.ask("replicas_needed", "", "How many servers give %s in all?", inNines(target))
}

// clearOfWhole reports whether a count that is rounded up is not just above a whole
// number, where rough figures would give one less.
func clearOfWhole(v float64) bool {
	over := v - math.Floor(v)
	return over < rounding || over > 0.15
}

func drawConvert(d *dice, level int) draft {
	t := newTale(d, level)
	in, asked := d.count(1, 6, 10)+"/day", "/s"
	t.skills = []Skill{TimeBase}
	switch level {
	case 2:
		n := pick(d, 1, 2, 5, 10, 20, 50, 100, 200, 500)
		in, asked = fmt.Sprintf("%d %s/day", n, pick(d, "GB", "TB")), "bytes/s"
		t.day = dayOfMegabytes
	case 3:
		t.skills = nil
		in, asked = fmt.Sprintf("%g %s", pick(d, awkwardMantissas...)*math.Pow10(d.between(0, 2)), pick(d, "Mbit/s", "Gbit/s")), pick(d, "bytes/h", "bytes/day")
		t.day = dayOfLinks
	case 4:
		t.skills = nil
		link, busy := pick(d, "1 Gbit/s", "10 Gbit/s", "25 Gbit/s", "100 Gbit/s"), pick(d, "20%", "40%", "50%", "60%")
		t.sheet.set("let.link", link)
		t.sheet.set("let.carried", busy+" of link")
		t.fact("A link of %s is %s busy on average.", link, busy)
		t.day = dayOfLinks
		t.low, t.high = 1e6, 1e14
		return t.ask("carried", "bytes/day", "How many bytes does it carry in a day?")
	}
	t.sheet.set("let.given", in)
	t.low, t.high = 1, 1e14
	t.finish = func(q *Question) bool {
		q.Unit, q.bare, q.family = q.asked.text, q.asked, "" // the text says it
		q.Text = fmt.Sprintf("How much is %s in %s?", in, q.Unit)
		if q.Unit == "/s" {
			q.Text = fmt.Sprintf("How many a second are %s?", in)
		}
		return true
	}
	return t.ask("given", asked, "")
}
