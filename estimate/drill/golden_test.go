package drill

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestQuestionsAreWhatTheirFileSays holds a question of each kind and level, and all that
// a scenario gives, to what they ask, hint at and teach: an id is replayed for years.
func TestQuestionsAreWhatTheirFileSays(t *testing.T) {
	const file = "testdata/questions.txt"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(want), "\n\n")
	got := []string{head}
	var ids []ID
	for _, k := range Kinds() {
		for level := MinLevel; level <= MaxLevel; level++ {
			ids = append(ids, ID{k.Kind, level, 7, 0})
		}
	}
	for _, id := range append(ids, ID{RPS, 3, 7, 3}, ID{Nines, 3, 7, 2}) { // two that go another way
		q, err := New(id)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, taught(q))
	}
	data, err := os.ReadFile("testdata/rich.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBank(compiled(t, string(data)))
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range b.hidden {
		q, err := b.Question(ID{FromScenario, h.level, 7, i})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, taught(q))
	}
	text := strings.Join(got, "\n\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	wanted := strings.Split(strings.TrimSuffix(string(want), "\n"), "\n\n")
	if len(wanted) != len(got) {
		t.Errorf("%d questions, want %d", len(got)-1, len(wanted)-1)
	}
	for i := range min(len(got), len(wanted)) {
		if got[i] != wanted[i] {
			t.Errorf("got:\n%s\nwant:\n%s", got[i], wanted[i])
		}
	}
}

// taught is a question with its skills, answer, slips, hints and solution, a line each.
func taught(q *Question) string {
	lines := []string{fmt.Sprintf("[%s] %v", q.ID, q.Skills), q.Prompt(), "= " + q.AnswerText()}
	for _, m := range q.mistakes {
		a := q.truth
		a.Value = m.value
		lines = append(lines, fmt.Sprintf("! %s %s", m.slip, q.figureText(a)))
	}
	for _, h := range q.Hints() {
		lines = append(lines, "? "+h)
	}
	for _, s := range q.Solution() {
		line := "- " + s.Text
		if s.Margin != "" {
			line += " (" + s.Margin + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
