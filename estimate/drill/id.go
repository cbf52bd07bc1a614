package drill

import (
	"fmt"
	"strconv"
	"strings"

	"botec/estimate/unit"
)

// Levels of difficulty: one step with powers of ten; two or three steps; awkward
// figures, mixed units, backwards; a whole scenario.
const (
	MinLevel = 1
	MaxLevel = 4
)

// ID names a question: the same one in every session of the same version.
type ID struct {
	Kind  Kind
	Level int    // MinLevel to MaxLevel
	Seed  uint64 // of the session
	Index int    // from 0: the place in the session, or in the scenario of FromScenario
}

// String writes the id as it is typed: "storage-day-2-7-3".
func (id ID) String() string { return fmt.Sprintf("%s-%d-%d-%d", id.Kind, id.Level, id.Seed, id.Index) }

// maxIndex bounds the index: no session is longer.
const maxIndex = 1_000_000

// ParseID reads an id. An error says what is wrong with it and what one looks like.
func ParseID(text string) (ID, *Refusal) {
	fail := func(format string, args ...any) (ID, *Refusal) {
		return ID{}, &Refusal{Message: fmt.Sprintf(format, args...), Help: "write kind, level, seed and index, as in `rps-2-7-3`"}
	}
	parts := strings.Split(strings.TrimSpace(text), "-")
	if len(parts) < 4 {
		return fail("%q is not the id of a question", text)
	}
	numbers := parts[len(parts)-3:]
	id := ID{Kind: Kind(strings.Join(parts[:len(parts)-3], "-"))}
	if _, ok := kindOf(id.Kind); !ok && id.Kind != FromScenario {
		_, refusal := ParseKind(string(id.Kind))
		return ID{}, refusal
	}
	level, err := strconv.Atoi(numbers[0])
	if err != nil || level < MinLevel || level > MaxLevel {
		return fail("the level of %q is %q, it is %d to %d", text, numbers[0], MinLevel, MaxLevel)
	}
	seed, err := strconv.ParseUint(numbers[1], 10, 64)
	if err != nil {
		return fail("the seed of %q is %q, it is a whole number up to %d", text, numbers[1], uint64(1<<64-1))
	}
	index, err := strconv.Atoi(numbers[2])
	if err != nil || index < 0 || index > maxIndex {
		return fail("the index of %q is %q, it is a whole number up to %d", text, numbers[2], maxIndex)
	}
	id.Level, id.Seed, id.Index = level, seed, index
	if id.String() != strings.TrimSpace(text) {
		return fail("%q is not the id of a question: it would be written %s", text, id)
	}
	return id, nil
}

// ParseKind reads the name of a kind that --kind takes.
func ParseKind(text string) (Kind, *Refusal) {
	var names []string
	for _, k := range Kinds() {
		if string(k.Kind) == text {
			return k.Kind, nil
		}
		names = append(names, string(k.Kind))
	}
	help := unit.DidYouMean(text, names, "%s", "the kinds are "+strings.Join(names, ", "))
	return "", &Refusal{Message: fmt.Sprintf("unknown kind of question %q", text), Help: help}
}

// parseSkill reads the name of a skill.
func parseSkill(text string) (Skill, *Refusal) {
	var names []string
	for _, s := range Skills() {
		if string(s.Skill) == text {
			return s.Skill, nil
		}
		names = append(names, string(s.Skill))
	}
	help := unit.DidYouMean(text, names, "%s", "the skills are "+strings.Join(names, ", "))
	return "", &Refusal{Message: fmt.Sprintf("unknown skill %q", text), Help: help}
}
