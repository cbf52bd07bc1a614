package drill

import (
	"fmt"
	"strings"
)

// tale is a draft in the making: a scenario and the sentences that tell of it.
type tale struct {
	draft
	story
	d     *dice
	level int
	facts []string
}

func newTale(d *dice, level int) *tale {
	t := &tale{story: d.story(), d: d, level: level}
	t.sheet.set("name", strings.ToUpper(t.service[2:3])+t.service[3:])
	return t
}

func (t *tale) fact(format string, args ...any) {
	t.facts = append(t.facts, fmt.Sprintf(format, args...))
}

// ask ends the tale with its question about a quantity, in a unit.
func (t *tale) ask(quantity, in, format string, args ...any) draft {
	t.quantity, t.in = quantity, in
	if in == "/s" || in == "" {
		t.nouns = append(t.nouns, t.writes, t.reads)
	}
	t.text = strings.Join(append(t.facts, fmt.Sprintf(format, args...)), " ")
	return t.draft
}

// users gives the daily users, as such or as a share of the monthly ones.
func (t *tale) users(low, high int) {
	if t.level < 3 || t.d.between(0, 1) == 0 {
		dau := t.d.count(t.level, low, high)
		t.sheet.set("dau", dau)
		t.fact("%s has %s daily users.", upper(t.service), dau)
		return
	}
	mau, share := t.d.count(t.level, low+1, high), pick(t.d, "20%", "40%", "50%")
	t.sheet.set("mau", mau)
	t.sheet.set("dau", share+" of mau")
	t.fact("%s has %s monthly users, of whom %s come on a day.", upper(t.service), mau, share)
}

func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// often says how often: "5/day" is "5 … a day".
func often(rate string) (count, each string) {
	count, each, _ = strings.Cut(rate, "/")
	return count, each
}

// perUser gives an action its rate, by user.
func (t *tale) perUser(action, kind, noun string) {
	rate := t.d.perDay(t.level)
	t.sheet.set("actions."+action+".type", kind)
	t.sheet.set("actions."+action+".per_user", rate)
	n, each := often(rate)
	if n == "1" {
		n, noun = "one", singular(noun)
	}
	t.fact("Each makes %s %s a %s.", n, noun, each)
}

// singular is one of a plural noun.
func singular(noun string) string {
	if stem, ok := strings.CutSuffix(noun, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(noun, "s")
}

// one is a noun with its article, at the start of a sentence.
func one(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "An " + noun
	}
	return "A " + noun
}

// rate gives an action its rate as such.
func (t *tale) rate(action, kind, noun, rate string) {
	t.sheet.set("actions."+action+".type", kind)
	t.sheet.set("actions."+action+".rate", rate)
	n, each := often(rate)
	if each == "s" {
		each = "second"
	}
	t.fact("%s gets %s %s a %s.", upper(t.service), n, noun, each)
}

// busy gives the whole scenario its peak.
func (t *tale) busy() {
	peak := t.d.peak()
	t.sheet.set("peak", peak)
	t.fact("The peak is %s the mean.", peak)
}

// whole tells a scenario with writes, reads that come by a ratio, sizes and a peak.
func (t *tale) whole() {
	t.users(6, 8)
	t.perUser(t.write, "write", t.writes)
	size, response := t.stored(), t.returned()
	ratio := pick(t.d, "5:1", "10:1", "20:1", "50:1", "100:1")
	t.sheet.set("read_write_ratio", ratio)
	t.sheet.set("actions."+t.write+".payload", size)
	t.sheet.set("actions."+t.read+".type", "read")
	t.sheet.set("actions."+t.read+".response", response)
	t.fact("%s has %s. Reads are to writes as %s; each read returns %s.", one(t.thing), size, ratio, response)
	t.busy()
}

// stored is the size of what a write stores, returned that of what a read returns.
func (t *tale) stored() string   { return t.d.sizeFrom(t.level, t.stores) }
func (t *tale) returned() string { return t.d.sizeFrom(t.level, t.returns) }

// kept gives the scenario a horizon and what makes bytes more on the way to disks.
func (t *tale) kept(stages ...string) {
	years := pick(t.d, "3 years", "5 years", "10 years")
	t.sheet.set("horizon", years)
	t.fact("All is kept for %s.", years)
	t.stages(stages...)
}

// stages adds stages of the storage pipeline.
func (t *tale) stages(stages ...string) {
	for _, stage := range stages {
		var value string
		switch stage {
		case "compression":
			value = pick(t.d, "2:1", "4:1", "5:1")
			t.fact("It is compressed %s.", value)
		case "overhead":
			value = pick(t.d, "20%", "30%", "50%")
			t.fact("Indexes add %s.", value)
		case "replication":
			value = pick(t.d, "2", "3")
			t.fact("There are %s copies.", value)
		case "fill":
			value = pick(t.d, "50%", "70%", "80%")
			t.fact("Disks are filled to %s.", value)
		}
		t.sheet.set("storage."+stage, value)
	}
}
