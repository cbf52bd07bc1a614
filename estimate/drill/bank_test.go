package drill

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/scenarios"
)

// preset compiles one of the scenarios that come with the program.
func preset(t *testing.T, name string) *estimate.Model {
	t.Helper()
	file, data, ok := scenarios.Open(name)
	if !ok {
		t.Fatalf("there is no preset %s", name)
	}
	m, problems := spec.Read(file, data, spec.Options{Origin: estimate.Preset}).Compile()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return m
}

func TestPresetsMakeQuestions(t *testing.T) {
	for _, name := range scenarios.Names() {
		t.Run(name, func(t *testing.T) { asksForAll(t, preset(t, name)) })
	}
}

// TestRichScenarioMakesQuestions has growth, ranges, streams, money and a calendar of
// its own.
func TestRichScenarioMakesQuestions(t *testing.T) {
	data, err := os.ReadFile("testdata/rich.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m := compiled(t, string(data))
	asksForAll(t, m)
	b, err := NewBank(m)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{ // what nobody could answer without
		"view":                  "growth",
		"cache.view":            "growth 20%/year\n  horizon 4 years\n",
		"upload.original.daily": "photo 200 KB to 2 MB (median 632 KB)",
		"availability":          "series(balancer, parallel(web.1, web.2), k_of_n(2, 3, 99.9%))",
		"upload.small.daily":    "upload.stores.small = 3 × 10 KB",
		"storage":               "", // a growing stock is nothing for a head
		"cost":                  "",
	}
	for i, h := range b.hidden {
		q, err := b.Question(ID{FromScenario, h.level, 1, i})
		if err != nil {
			t.Fatal(err)
		}
		fact, wanted := told[h.line.Name]
		if wanted && (fact == "" || strings.Contains(q.Text, fact) == (h.line.Name == "view")) {
			t.Errorf("%s: %s", h.line.Name, q.Text)
		}
		delete(told, h.line.Name)
	}
	for _, name := range []string{"storage", "cost"} {
		delete(told, name)
	}
	if len(told) > 0 {
		t.Errorf("not asked for: %v", told)
	}
	asksForAll(t, compiled(t, string(data)+"calendar: {year: 365.25 days, month: 30 days}\n"))
}

// asksForAll asks for every quantity that a scenario can hide.
func asksForAll(t *testing.T, m *estimate.Model) {
	t.Helper()
	b, err := NewBank(m)
	if err != nil {
		t.Fatal(err)
	}
	order, err := Plan(Wish{Count: b.Len(), Seed: 7, Bank: b})
	if err != nil {
		t.Fatal(err)
	}
	report, problems := m.Report(estimate.Options{})
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	asked := make(map[string]bool)
	for _, q := range order {
		asked[q.quantity] = true
		i := slices.IndexFunc(report.Lines, func(l estimate.Line) bool { return l.Name == q.quantity })
		if l := report.Lines[i]; l.Value != q.truth.Value || l.Unavailability != q.truth.Unavailability {
			t.Errorf("%s: the truth of %s is %g, run gives %g", q.ID, q.quantity, q.truth.Value, l.Value)
		}
		fullMarks(t, q)
		mental := q.Mental()
		if v := q.Grade(Answer{Value: mental, Unavailability: mental}, 0); !v.Passed() {
			t.Errorf("%s: by the taught shortcuts %s is %s", q.ID, q.quantity, v)
		}
		if n := len(q.Solution()); n < 2 || n > 6 || slices.Contains(hintsOf(q), "") {
			t.Errorf("%s: %d lines, hints %q", q.ID, n, q.Hints())
		}
		if id, refusal := ParseID(q.ID.String()); refusal != nil || id != q.ID {
			t.Errorf("%s is read as %s: %v", q.ID, id, refusal)
		}
		again, err := b.Question(q.ID)
		if err != nil || again.Text != q.Text {
			t.Errorf("%s replayed: %v", q.ID, err)
		}
		if strings.Contains(q.Text, "%!") || !strings.Contains(q.Text, q.quantity) {
			t.Errorf("%s: %s", q.ID, q.Text)
		}
	}
	if len(asked) != b.Len() {
		t.Errorf("%d of %d quantities were asked for", len(asked), b.Len())
	}
}

func hintsOf(q *Question) []string {
	hints := q.Hints()
	return hints[:]
}

func TestBankRefusesWhatItDoesNotHave(t *testing.T) {
	b, err := NewBank(preset(t, "twitter"))
	if err != nil {
		t.Fatal(err)
	}
	first := ID{FromScenario, b.hidden[0].level, 7, 0}
	if _, err := b.Question(first); err != nil {
		t.Error(err)
	}
	wrong := first
	wrong.Level = 1 + wrong.Level%MaxLevel
	for name, id := range map[string]ID{"another level": wrong, "too far": {FromScenario, 1, 7, b.Len()}, "another kind": {RPS, 1, 7, 0}} {
		if _, err := b.Question(id); err == nil || !strings.Contains(err.Error(), id.String()) || name == "too far" && !strings.HasSuffix(err.Error(), fmt.Sprintf("the last index is %d", b.Len()-1)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := New(first); err == nil {
		t.Error("a question of a scenario was made without it")
	}
	empty := compiled(t, "name: Bare\nlet: {a: 5, b: 6}\n")
	if _, err := NewBank(empty); err == nil || !strings.Contains(err.Error(), `"Bare"`) {
		t.Errorf("a scenario with nothing to ask: %v", err)
	}
	for seed := range uint64(20) { // more questions than there are quantities
		order, err := Plan(Wish{Count: 3*b.Len() - 1, Seed: seed, Bank: b})
		if err != nil || len(order) != 3*b.Len()-1 {
			t.Fatalf("%d questions: %v", len(order), err)
		}
		for i := 1; i < len(order); i++ {
			if order[i].quantity == order[i-1].quantity {
				t.Errorf("%s comes twice in a row", order[i].quantity)
			}
		}
	}
	if _, err := Plan(Wish{Count: 1, Level: 1, Bank: &Bank{model: b.model, explain: b.explain, hidden: []hidden{{level: 3}}}}); err == nil {
		t.Error("a level that the scenario does not have was given")
	}
	only := slices.IndexFunc(b.hidden, func(h hidden) bool { return h.level == 1 })
	alone := &Bank{model: b.model, explain: b.explain, hidden: append([]hidden{b.hidden[only]}, slices.DeleteFunc(slices.Clone(b.hidden), func(h hidden) bool { return h.level == 1 })...)}
	if order, err := Plan(Wish{Count: 3, Level: 1, Bank: alone}); err != nil || len(order) != 3 || order[2].ID.Index != 0 {
		t.Errorf("three times the only question of a level: %v, %v", order, err)
	}
}

// TestBankLevels counts steps: one makes level 1, two level 2, up to four level 3. What
// rests on one figure, or has the value of another quantity of its kind, is not asked for.
func TestBankLevels(t *testing.T) {
	m := compiled(t, `name: Steps
horizon: 1 year
dau: 1M
actions:
  post: {type: write, per_user: 3/day, payload: 700 B}
storage: {replication: 3}
availability: {web: 99.9%, db: 99.95%}
let:
  a: 2
  b: 5
  half: a / 2
  one: a * b
  same: b * a
  length: a * (b * 1 s)
  two: one + b
  three: two * b
  four: two * one
  five: four + b
  six: five * a
  slow: one * b / day
  flow: one * b * 1 KB/s
  steady: one / (10 s)
  twice: 3 * one
  nothing: a - one / b
  n3: 3
  n4: 7
  n5: 11
  n6: 13
  n7: 17
  n8: 19
  n9: 23
  n10: 29
  n11: 31
  n12: 37
  eleven: a + b + n3 + n4 + n5 + n6 + n7 + n8 + n9 + n10 + n11
  twelve: a + b + n3 + n4 + n5 + n6 + n7 + n8 + n9 + n10 + n11 + n12
`)
	b, err := NewBank(m)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]hidden)
	for _, h := range b.hidden {
		got[h.line.Name] = h
	}
	for name, want := range map[string]struct {
		level  int
		unit   string
		skills []Skill
	}{
		"one": {1, "", []Skill{Bytes}}, "two": {2, "", []Skill{Bytes}}, "three": {3, "", []Skill{Bytes}}, "four": {3, "", []Skill{Bytes}},
		"five": {3, "", []Skill{Bytes}}, "six": {MaxLevel, "", []Skill{Bytes}}, "half": {}, "same": {},
		"twice": {2, "", []Skill{Bytes}}, "nothing": {}, "steady": {2, "/s", []Skill{TimeBase}},
		"eleven": {1, "", []Skill{Bytes}}, "twelve": {}, // with the sum itself so much that nobody keeps it in mind
		"length": {1, timeFamily, []Skill{Bytes}}, "slow": {2, "/day", []Skill{TimeBase}}, "flow": {2, "bytes/s", []Skill{Bytes}},
		"post": {1, "/s", []Skill{TimeBase}}, "post.daily": {2, "bytes/day", []Skill{Bytes}}, "storage.post": {3, "bytes", []Skill{Bytes, Copies}},
		"availability": {1, "%", []Skill{SeriesSkill, Redundant}},
	} {
		h, ok := got[name]
		if ok != (want.level > 0) || ok && (h.level != want.level || unitOfLine(h.line) != want.unit || !slices.Equal(h.skill, want.skills)) {
			t.Errorf("%s is asked for: %v, at level %d in %q, for %v; want level %d in %q for %v", name, ok, h.level, unitOfLine(h.line), h.skill, want.level, want.unit, want.skills)
		}
	}
}

// TestSlipsOfAScenarioAreNamed makes the slips in a preset's numbers.
func TestSlipsOfAScenarioAreNamed(t *testing.T) {
	b, err := NewBank(preset(t, "url-shortener"))
	if err != nil {
		t.Fatal(err)
	}
	named, all := 0, 0
	for i, h := range b.hidden {
		q, err := b.Question(ID{FromScenario, h.level, 1, i})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range q.mistakes {
			v := q.Grade(Answer{Value: m.value}, 0)
			if v.Passed() {
				continue
			}
			all++
			if v.Slip == m.slip && strings.Contains(v.Remark, ": ") && math.Abs(v.Lean) > 0 {
				named++
			}
		}
	}
	if all < 10 || named*100 < all*95 {
		t.Errorf("%d of %d slips are named", named, all)
	}
}
