package drill

import (
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/spec"
)

// TestMain lets the heap grow: the tests draw a hundred thousand questions and keep few.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// questions draws some of a kind, level by level, and keeps none of them.
func questions(t testing.TB, k Kind, n int) iter.Seq[*Question] {
	t.Helper()
	return func(yield func(*Question) bool) {
		for i := range n {
			q, err := New(ID{k, MinLevel + i%MaxLevel, 42, i})
			if err != nil {
				t.Fatal(err)
			}
			if !yield(q) {
				return
			}
		}
	}
}

// eachKind runs a test for every kind of a group, in parallel.
func eachKind(t *testing.T, groups []Group, test func(t *testing.T, k Kind)) {
	for _, k := range Kinds() {
		if slices.Contains(groups, k.Group) {
			t.Run(string(k.Kind), func(t *testing.T) {
				t.Parallel()
				test(t, k.Kind)
			})
		}
	}
}

var allGroups = []Group{Forward, Reference, Reasoning}

// compiled reads a question's scenario as `botec run` does.
func compiled(t *testing.T, text string) *estimate.Model {
	t.Helper()
	m, problems := spec.Read("drill", []byte(text), spec.Options{Origin: estimate.Given}).Compile()
	if len(problems) > 0 {
		t.Fatalf("%s in\n%s", problems[0], text)
	}
	return m
}

func TestTruthIsWhatRunAndCalcGive(t *testing.T) {
	eachKind(t, allGroups, func(t *testing.T, k Kind) {
		for q := range questions(t, k, 40) {
			m := compiled(t, q.sheet.yaml())
			a, errs := estimate.NewCalculator(m).Answer(q.quantity, estimate.Ask{})
			if len(errs) > 0 {
				t.Fatalf("%s: %s", q.ID, errs[0])
			}
			if a.Value != q.truth.Value || a.Unavailability != q.truth.Unavailability {
				t.Errorf("%s: the truth is %g (%g), calc gives %g (%g)", q.ID, q.truth.Value, q.truth.Unavailability, a.Value, a.Unavailability)
			}
			report, problems := m.Report(estimate.Options{})
			if len(problems) > 0 {
				t.Fatal(problems[0])
			}
			i := slices.IndexFunc(report.Lines, func(l estimate.Line) bool { return l.Name == q.quantity })
			if i < 0 { // a value as given, which run lists among the assumptions
				continue
			}
			if l := report.Lines[i]; l.Value != q.truth.Value {
				t.Errorf("%s: the truth is %g, run gives %g", q.ID, q.truth.Value, l.Value)
			}
		}
	})
}

// TestReverseGivesItsResult goes the way that the question asks to be gone back.
func TestReverseGivesItsResult(t *testing.T) {
	slips := make(map[Slip]int)
	for q := range questions(t, Reverse, 80) {
		m := compiled(t, q.sheet.yaml())
		given := strings.Fields(q.lines[1].Text) // "dau = 100K/s / that = 1B"
		result := strings.Fields(q.lines[0].Text)[0]
		a, errs := estimate.NewCalculator(m).Answer(fmt.Sprintf("%s / (%s)", result, strings.Join(given[2:slices.Index(given, "/")], " ")), estimate.Ask{})
		if len(errs) > 0 || !(math.Abs(a.Value-1) <= 1e-9) {
			t.Errorf("%s: with the truth the scenario gives %v of what the question says (%v): %s", q.ID, a, errs, q.Text)
		}
		target, _ := m.Evaluate(result, nil)
		for _, m := range q.mistakes {
			if text, ok := slipped(q, m); ok {
				slips[m.slip]++
				a, problem := compiled(t, text).Evaluate(result, map[string]float64{q.quantity: m.value})
				if problem != nil || !(math.Abs(a.Value/target.Value-1) <= 1e-9) {
					t.Errorf("%s: with %s and %g the scenario gives %g (%v), the question says %g", q.ID, m.slip, m.value, a.Value, problem, target.Value)
				}
			}
		}
	}
	if slips[PeakMissed] < 5 || slips[CopiesMissed] < 5 {
		t.Errorf("the slips are %v", slips)
	}
}

func TestAnswerTextScoresFullMarks(t *testing.T) {
	eachKind(t, allGroups, func(t *testing.T, k Kind) {
		for q := range questions(t, k, 60) {
			fullMarks(t, q)
		}
	})
}

func fullMarks(t *testing.T, q *Question) {
	t.Helper()
	a, refusal := q.Parse(q.AnswerText())
	if refusal != nil {
		t.Errorf("%s: %q is refused: %s", q.ID, q.AnswerText(), refusal)
		return
	}
	if v := q.Grade(a, 0); v.Grade != BullsEye || v.Points != MaxPoints {
		t.Errorf("%s: %q, read as %s, is %s", q.ID, q.AnswerText(), a.Echo, v)
	}
}

func TestSolutionsAndHintsTeach(t *testing.T) {
	eachKind(t, allGroups, func(t *testing.T, k Kind) {
		for q := range questions(t, k, 40) {
			steps := q.Solution()
			if len(steps) < 2 || len(steps) > 6 {
				t.Errorf("%s: the solution has %d lines: %q", q.ID, len(steps), steps)
			}
			for _, s := range steps {
				if s.Text == "" || strings.ContainsAny(s.Text+s.Margin, "\n\t") || strings.Contains(s.Text, "NaN") {
					t.Errorf("%s: a line of the solution is %q", q.ID, s)
				}
			}
			for i, h := range q.Hints() {
				if h == "" || strings.Contains(h, "NaN") {
					t.Errorf("%s: hint %d is %q", q.ID, i+1, h)
				}
			}
			if q.Form == Figure && k != Redundancy && k != Powers && k != Parallel && strings.Contains(q.Hints()[0], q.AnswerText()) {
				t.Errorf("%s: the first hint gives the answer away: %q", q.ID, q.Hints()[0])
			}
		}
	})
}

// TestShortcutsSolve takes the taught shortcuts with two figures a step, and then with
// one slip in each: the first pass, of the others it is the slip that is named.
func TestShortcutsSolve(t *testing.T) {
	eachKind(t, []Group{Forward}, func(t *testing.T, k Kind) {
		const n = 1000
		passed := 0
		misses, named := make(map[Slip]int), make(map[Slip]int)
		for q := range questions(t, k, n) {
			mental := q.Mental()
			if q.Grade(Answer{Value: mental}, 0).Passed() {
				passed++
			}
			for _, m := range q.mistakes {
				v := q.Grade(Answer{Value: mental * m.value / q.truth.Value}, 0)
				if m.slip.natural() && !v.Passed() {
					misses[m.slip]++
					if v.Slip == m.slip {
						named[m.slip]++
					}
				}
			}
		}
		if passed*100 < n*99 {
			t.Errorf("%d of %d pass by the taught shortcuts", passed, n)
		}
		for slip, all := range misses {
			if named[slip]*100 < all*95 {
				t.Errorf("%s is named in %d of %d misses", slip, named[slip], all)
			}
		}
	})
}

// TestShortcutsSolveTheOthers does the same for what has a figure in the other groups.
func TestShortcutsSolveTheOthers(t *testing.T) {
	eachKind(t, []Group{Reference, Reasoning}, func(t *testing.T, k Kind) {
		for q := range questions(t, k, 100) {
			if q.Form != Figure {
				continue
			}
			mental := q.Mental()
			if v := q.Grade(Answer{Value: mental, Unavailability: mental}, 0); !v.Passed() {
				t.Errorf("%s: by the taught shortcuts it is %s", q.ID, v)
			}
		}
	})
}

// drawsAKind is how many draws the slips are held to.
const drawsAKind = 10_000

// TestSlipsLeaveTheBand draws questions and makes each slip in them.
func TestSlipsLeaveTheBand(t *testing.T) {
	eachKind(t, []Group{Forward}, func(t *testing.T, k Kind) {
		n := drawsAKind
		if testing.Short() {
			n /= 20
		}
		if slipsLeaveTheBand(t, k, n)[Thousand] == 0 {
			t.Errorf("no slip was made in %d draws", n)
		}
	})
	eachKind(t, []Group{Reference, Reasoning}, func(t *testing.T, k Kind) { slipsLeaveTheBand(t, k, drawsAKind/50) })
}

func slipsLeaveTheBand(t *testing.T, k Kind, n int) (made map[Slip]int) {
	made = make(map[Slip]int)
	for q := range questions(t, k, n) {
		for _, m := range q.mistakes {
			made[m.slip]++
			a := Answer{Value: m.value, Choice: q.choice}
			if v := q.Grade(a, 0); m.slip.natural() && v.Passed() {
				t.Fatalf("%s: %s gives %g for %g, which is %s", q.ID, m.slip, m.value, q.truth.Value, v)
			}
		}
	}
	return made
}

// TestSlipsAreWhatThePersonDoes makes slips by writing them into the scenario, and holds
// what the question knows of them to what `run` then gives.
func TestSlipsAreWhatThePersonDoes(t *testing.T) {
	checked := make(map[Slip]int)
	for _, k := range Kinds() {
		if k.Group != Forward {
			continue
		}
		for q := range questions(t, k.Kind, 80) {
			for _, m := range q.mistakes {
				text, ok := slipped(q, m)
				if !ok {
					continue
				}
				a, problem := compiled(t, text).Evaluate(q.quantity, nil)
				if problem != nil || !(math.Abs(a.Value/m.value-1) <= 1e-9) {
					t.Errorf("%s: %s gives %g, the scenario with it %g (%v)", q.ID, m.slip, m.value, a.Value, problem)
				}
				checked[m.slip]++
			}
		}
	}
	for slip := range written {
		if checked[slip] < 10 {
			t.Errorf("%s was written into %d scenarios", slip, checked[slip])
		}
	}
}

// written are the slips that can be written into a scenario, for the text of a value.
var written = map[Slip]func(text string) (string, bool){
	HourForDay: func(text string) (string, bool) {
		rate, ok := strings.CutSuffix(text, "/day")
		return rate + "/h", ok
	},
	PeakMissed: func(string) (string, bool) { return "1x", true },
	MonthForDay: func(text string) (string, bool) {
		rate, ok := strings.CutSuffix(text, "/month")
		return rate + "/day", ok
	},
	CopiesMissed: func(string) (string, bool) { return "1", true },
	MAUForDAU:    func(string) (string, bool) { return "100% of mau", true },
}

// slipped is the question's scenario with a slip written into it, where it can be.
func slipped(q *Question, m mistake) (string, bool) {
	rewrite := written[m.slip]
	if rewrite == nil || m.held == "" || q.model.Given(m.held) == nil {
		return "", false
	}
	key, text := m.held[strings.LastIndexByte(m.held, '.')+1:], q.model.Given(m.held).Text
	other, ok := rewrite(text)
	if !ok || strings.Count(q.sheet.yaml(), " "+key+": "+text+"\n")+strings.Count(q.sheet.yaml(), "\n"+key+": "+text+"\n") != 1 {
		return "", false
	}
	return strings.Replace(q.sheet.yaml(), key+": "+text+"\n", key+": "+other+"\n", 1), true
}

// TestLeversMoveWhatTheySay writes each change into the scenario: the right one moves the
// result most, by more than what is good for an answer.
func TestLeversMoveWhatTheySay(t *testing.T) {
	for q := range questions(t, Lever, 80) {
		var effects []float64
		for _, choice := range q.Choices {
			change := strings.Fields(choice) // "replication from 2 to 3"
			words := strings.Join(change[2:], " ")
			from, to, _ := strings.Cut(words, " to ")
			line := change[0] + ": " + from + "\n"
			if strings.Count(q.sheet.yaml(), line) != 1 {
				t.Fatalf("%s: %q is not in the scenario once\n%s", q.ID, line, q.sheet.yaml())
			}
			a, problem := compiled(t, strings.Replace(q.sheet.yaml(), line, change[0]+": "+to+"\n", 1)).Evaluate(q.quantity, nil)
			if problem != nil {
				t.Fatal(problem)
			}
			effects = append(effects, math.Abs(math.Log(a.Value/q.truth.Value)))
		}
		for i, effect := range effects {
			if i != q.choice && !(effects[q.choice]-effect >= math.Log(qGood)-1e-9) {
				t.Errorf("%s: %q moves the result by %g, %q by %g", q.ID, q.Choices[q.choice], effects[q.choice], q.Choices[i], effect)
			}
		}
		if want := map[int]int{1: 3, 2: 4, 3: 5, 4: 5}[q.ID.Level]; len(q.Choices) != want {
			t.Errorf("%s has %d choices, want %d", q.ID, len(q.Choices), want)
		}
	}
}

// TestSizesAreClear holds the machines that are needed to the class that is right, and
// twice as far from each limit as rounding by head could go.
func TestSizesAreClear(t *testing.T) {
	classes := make(map[int]int)
	for q := range questions(t, Sanity, 200) {
		need, problem := q.model.Evaluate("servers.node.need", nil)
		if problem != nil {
			t.Fatal(problem)
		}
		class := 0
		for _, limit := range []float64{1, 40, 50_000} {
			if need.Value > limit {
				class++
			}
			if need.Value > limit/2 && need.Value < 2*limit {
				t.Errorf("%s needs %g machines, which is near %g", q.ID, need.Value, limit)
			}
		}
		if class != q.choice {
			t.Errorf("%s: %g machines are class %d, the answer is %d", q.ID, need.Value, class, q.choice)
		}
		classes[class]++
	}
	if len(classes) < 3 {
		t.Errorf("the classes are %v", classes)
	}
}

// TestReplicasAreClear: nobody has to know whether a count is 2.99 or 3.01.
func TestReplicasAreClear(t *testing.T) {
	for q := range questions(t, Redundancy, 200) {
		wanted, _ := q.model.Evaluate("wanted", nil)
		has, _ := q.model.Evaluate("one_has", nil)
		if v := wanted.Value / has.Value; math.Ceil(v-1e-9) != q.truth.Value || v-math.Floor(v) > 1e-9 && v-math.Floor(v) < 0.15 {
			t.Errorf("%s: %g are rounded up to %g", q.ID, v, q.truth.Value)
		}
	}
	for v, want := range map[float64]bool{2: true, 2 + 1e-12: true, 2.01: false, 2.14: false, 2.16: true, 2.99: true} {
		if clearOfWhole(v) != want {
			t.Errorf("%g is clear of a whole number: %v", v, !want)
		}
	}
}

func TestResultsAreLikened(t *testing.T) {
	for v, want := range map[float64]string{
		0.74: "70% of a disk", 0.75: "a disk", 1.49: "a disk", 1.5: "2 disks", 9_999: "10,000 disks", 10_000: "10K disks",
	} {
		if got := likened(v, 1, "a disk", "disks"); got != "sanity: about "+want {
			t.Errorf("%g is %q, want %q", v, got, want)
		}
	}
}

// TestSheetsKeepTheirSections: a value goes beside those of its section, whenever it is set.
func TestSheetsKeepTheirSections(t *testing.T) {
	var s sheet
	for _, e := range []entry{
		{"name", "Feed"}, {"actions.post.type", "write"}, {"dau", "1M"}, {"actions.view.type", "read"}, {"actions.post.stores.text", "1 KB"},
		{"actions.posting.type", "write"}, {"let.size", "max(1 KB, 2 KB)"}, {"actions.post.rate", "1/s"}, {"dau", "2M"}, {"actions.post.stores.media", "1 MB"},
	} {
		s.set(e.path, e.text)
	}
	const want = `name: Feed
actions:
  post:
    type: write
    stores:
      text: 1 KB
      media: 1 MB
    rate: 1/s
  view:
    type: read
  posting:
    type: write
dau: 2M
let:
  size: "max(1 KB, 2 KB)"
`
	if diff := cmp.Diff(want, s.yaml()); diff != "" {
		t.Error(diff)
	}
}

func TestCountsAreWrittenOut(t *testing.T) {
	q := asking(t, "")
	for v, want := range map[float64]string{999: "999", 99_900: "99,900", 100_000: "100K"} {
		a := q.truth
		a.Value = v
		if got := q.figureText(a); got != want {
			t.Errorf("%g is written %s, want %s", v, got, want)
		}
	}
}

func TestTimesAreInTheirUnit(t *testing.T) {
	for seconds, want := range map[float64]string{0.5: "s", 59: "s", 60: "min", 3599: "min", 3600: "h", 1e6: "h"} {
		if got := hours(seconds).Symbol; got != want {
			t.Errorf("%g s are shown in %s, want %s", seconds, got, want)
		}
	}
}

// TestSameIDSameBytes draws questions on one core and on two, in order and at once.
func TestSameIDSameBytes(t *testing.T) {
	draw := func(workers int) string {
		var ids []ID
		for _, k := range Kinds() {
			for i := range 8 {
				ids = append(ids, ID{k.Kind, MinLevel + i%MaxLevel, 7, i})
			}
		}
		texts := make([]string, len(ids))
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				for i := w; i < len(ids); i += workers {
					texts[i] = everything(t, ids[i])
				}
			})
		}
		wg.Wait()
		return strings.Join(texts, "\n")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := draw(1)
	runtime.GOMAXPROCS(2)
	if two := draw(4); one != two {
		t.Error(cmp.Diff(one, two))
	}
}

// everything is all that a question has to say.
func everything(t *testing.T, id ID) string {
	q, err := New(id)
	if err != nil {
		t.Error(err)
		return ""
	}
	data, err := json.Marshal(q.Listing(true))
	if err != nil {
		t.Error(err)
	}
	return fmt.Sprint(string(data), q.Choices, q.Solution(), q.Hints(), q.sheet.yaml(), q.mistakes)
}

func TestListingHasItsFields(t *testing.T) {
	for _, test := range []struct {
		id   ID
		want string
	}{
		{ID{StorageDay, 1, 7, 0}, `{"id":"storage-day-1-7-0","kind":"storage-day","level":1,"skills":["bytes"],"text":"A link shortener gets 1B new links a day. Each stores 1 KB. How many bytes come in a day?","unit":"B/day","answer":1000000000000,"answer_text":"1 TB/day"}`},
		{ID{Unit, 2, 11, 0}, `{"id":"unit-2-11-0","kind":"unit","level":2,"skills":["dimensions"],"text":"Size is bytes of an object and disk is bytes of a disk. What unit has disk / size?","unit":"","answer":"none","answer_text":"none"}`},
	} {
		q, err := New(test.id)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(q.Listing(true))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, string(data)); diff != "" {
			t.Errorf("%s:\n%s", test.id, diff)
		}
		data, _ = json.Marshal(q.Listing(false))
		if strings.Contains(string(data), "answer") {
			t.Errorf("a list without answers has %s", data)
		}
	}
}

// TestPlausibleFigures holds the results to the ranges that the generators promise.
func TestPlausibleFigures(t *testing.T) {
	eachKind(t, []Group{Forward}, func(t *testing.T, k Kind) {
		for q := range questions(t, k, 120) {
			v := q.truth.Value
			switch q.Unit {
			case "/s":
				if v < 1 || v > 1e8 {
					t.Errorf("%s: %g/s", q.ID, v)
				}
			case "GB", "TB", "PB", "EB":
				if v < 1e9 || v > 1e19 {
					t.Errorf("%s: %g B", q.ID, v)
				}
			}
			if q.truth.Type.Kind == formula.Availability {
				t.Errorf("%s is an availability", q.ID)
			}
		}
	})
}
