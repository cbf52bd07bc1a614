package drill

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"botec/estimate/unit"
)

func TestGradesFollowTheTable(t *testing.T) {
	for _, test := range []struct {
		q      float64
		grade  Grade
		points int
	}{
		{1, BullsEye, 3}, {1.05, BullsEye, 3}, {1.0501, Good, 3}, {1.25, Good, 3}, {1.2501, RightOrder, 2},
		{3.16, RightOrder, 2}, {3.1601, OffByOne, 1}, {10, OffByOne, 1}, {10.001, Wrong, 0}, {1e9, Wrong, 0}, {math.Inf(1), Wrong, 0},
	} {
		if g := gradeOf(test.q, qGood); g != test.grade || g.Points() != test.points {
			t.Errorf("q %g is %s with %d points, want %s", test.q, g, g.Points(), test.grade)
		}
	}
	if g := gradeOf(1.06, exactBand); g != RightOrder {
		t.Errorf("6%% off an exact answer is %s", g)
	}
	if g := gradeOf(3, latencyBand); g != Good {
		t.Errorf("the right order is %s where the order is asked", g)
	}
}

func TestHintsCapThePoints(t *testing.T) {
	q := asking(t, "/s")
	for hints, points := range []int{3, 2, 1, 0, 0} {
		if v := q.Grade(Answer{Value: q.truth.Value}, hints); v.Points != points || v.Grade != BullsEye {
			t.Errorf("after %d hints a bull's eye has %d points, graded %s", hints, v.Points, v.Grade)
		}
	}
	if v := q.NoAnswer(); v.Points != 0 || v.Grade != Wrong || v.Right != "10K/s" {
		t.Errorf("a skipped question: %+v", v)
	}
}

func TestChoicesAreRightOrWrong(t *testing.T) {
	q := asking(t, "choice")
	if v := q.Grade(Answer{Choice: 1}, 0); v.Grade != BullsEye {
		t.Errorf("the right one is %s", v)
	}
	if q.choice != 1 || q.Listing(true).Answer != "replication from 2 to 3" || !strings.HasSuffix(q.Prompt(), "\nc) peak from 3x to 4x") {
		t.Errorf("the truth of a choice is %d, it is listed as %+v", q.choice, q.Listing(true))
	}
	if !math.IsNaN(q.Mental()) || !math.IsNaN(q.Value()) {
		t.Errorf("a choice has the figure %g, by head %g", q.Value(), q.Mental())
	}
	if v := q.Grade(Answer{Choice: 0}, 0); v.Grade != Wrong || v.String() != "wrong: it is replication from 2 to 3" {
		t.Errorf("a wrong one is %s", v)
	}
	q.ordered = true
	if v := q.Grade(Answer{Choice: 0}, 0); v.Grade != OffByOne {
		t.Errorf("the next one in order is %s", v)
	}
	q = asking(t, "step")
	for text, want := range map[string]string{
		"2, 35K/s": "bull's eye", "2, 30K/s": "good: that is 14% low", "1, 35K/s": "wrong: step 1 is right as it stands", "2, 35/s": "wrong: that is 1,000x low: three zeros lost?",
	} {
		q.mistakes = []mistake{{slip: Thousand, value: q.truth.Value / 1000}}
		a, refusal := q.Parse(text)
		if refusal != nil {
			t.Fatal(refusal)
		}
		if v := q.Grade(a, 0); v.String() != want {
			t.Errorf("%s is %s, want %s", text, v, want)
		}
	}
}

// TestOffSaysHowFar has the bounds between the ways to say it.
func TestOffSaysHowFar(t *testing.T) {
	for _, test := range []struct {
		lean float64
		want string
	}{
		{0, "neither high nor low"}, {4.9e-4, "neither high nor low"}, {5e-4, "0.05% high"}, {-5e-4, "0.05% low"},
		{math.Log(1.99), "99% high"}, {-math.Log(1.99), "50% low"}, {math.Log(2), "2x high"}, {-math.Log(2), "2x low"},
		{math.Log(9e5), "900,000x high"}, {math.Log(1.1e6), "far too high"}, {math.Inf(-1), "far too low"},
	} {
		if got := Off(test.lean); got != test.want {
			t.Errorf("a lean of %g is %q, want %q", test.lean, got, test.want)
		}
	}
}

// TestOrderedChoices: in an ordered choice each step off is a factor of ten.
func TestOrderedChoices(t *testing.T) {
	q := asking(t, "choice")
	for ordered, want := range map[bool][3]float64{true: {10, 1, 10}, false: {math.Inf(1), 1, math.Inf(1)}} {
		q.ordered = ordered
		for choice, q1 := range want {
			if got := q.distance(Answer{Choice: choice}); got != q1 {
				t.Errorf("choice %d is %v off, want %v", choice, got, q1)
			}
		}
	}
}

// TestNinesAreGradedOnWhatIsMissing: 99.99% for 99.9% is ten times too little time down.
func TestNinesAreGradedOnWhatIsMissing(t *testing.T) {
	q := asking(t, "%")
	if !(math.Abs(q.truth.Unavailability-0.001) <= 1e-15) {
		t.Errorf("the truth is %g", q.truth.Unavailability)
	}
	for text, want := range map[string]string{
		"99.9%": "bull's eye", "99.88": "good: the time down is 20% high", "99.99%": "off by one order: the time down is 10x low",
		"99.8%": "right order: the time down is 2x high", "100%": "wrong: the time down is far too low", "0.999": "bull's eye",
	} {
		a, refusal := q.Parse(text)
		if refusal != nil {
			t.Fatal(refusal)
		}
		if v := q.Grade(a, 0); v.String() != want {
			t.Errorf("%s is %s, want %s", text, v, want)
		}
	}
}

// TestBinaryIsNamed: 10^9 for 2^30 is off by more than an exact kind takes.
func TestBinaryIsNamed(t *testing.T) {
	for i := range 40 {
		q, err := New(ID{Powers, 1, 3, i})
		if err != nil {
			t.Fatal(err)
		}
		a, _ := q.Parse("10^9")
		if q.truth.Value != 1<<30 {
			continue
		}
		if v := q.Grade(a, 0); v.Slip != BinaryPrefix || v.Grade != RightOrder {
			t.Errorf("%s: 10^9 is %s", q.Text, v)
		}
		return
	}
	t.Error("no question asked for 2^30")
}

// TestFloorIsNamedWhereItIsOne: of few servers one less is a miss, and only that one is
// the floor.
func TestFloorIsNamedWhereItIsOne(t *testing.T) {
	found := 0
	for i := range 400 {
		q, err := New(ID{Servers, 2, 3, i})
		if err != nil {
			t.Fatal(err)
		}
		n := q.truth.Value
		switch {
		case n < 5:
			found++
			if v := q.Grade(Answer{Value: n - 1}, 0); v.Slip != FloorForCeil {
				t.Errorf("%s: %g of %g servers is %s", q.ID, n-1, n, v)
			}
		case n < 20:
			if v := q.Grade(Answer{Value: n * 0.78}, 0); v.Slip == FloorForCeil {
				t.Errorf("%s: %g of %g servers is %s", q.ID, n*0.78, n, v)
			}
		}
	}
	if found == 0 {
		t.Error("no question had fewer than five servers")
	}
}

// TestShortcutsAreTaughtWithTheirError holds the margins to what the calendar says.
func TestShortcutsAreTaughtWithTheirError(t *testing.T) {
	cal := unit.DefaultCalendar()
	for _, test := range []struct {
		crosses crossing
		perDay  bool
		day     dayShortcut
		want    string
	}{
		{crossing{day: true}, false, dayRough, "day = 10^5 s (13.6% low)"},
		{crossing{day: true}, false, daySharp, "1M/day = 12/s (3.7% high)"},
		{crossing{day: true}, true, dayOfLinks, "1 Gbit/s = 125 MB/s ≈ 10 TB/day (7.4% low)"},
		{crossing{day: true}, false, dayOfMegabytes, "1 MB/s = 86 GB/day (0.5% high)"},
		{crossing{month: true}, false, dayRough, "month = 2.5M s (5.1% high)"}, // a twelfth of a year; 3.7% of 30 days
		{crossing{month: true, year: true}, false, dayRough, "month = 2.5M s (5.1% high)"},
		{crossing{year: true}, false, dayRough, "year = π × 10^7 s (0.4% high)"},
		{crossing{}, false, dayRough, ""},
	} {
		lengths, taught := mentalCalendar(test.crosses, cal, test.perDay, test.day)
		got := taught.String()
		if len(lengths) == 0 {
			got = ""
		}
		if got != test.want {
			t.Errorf("%+v teaches %q, want %q", test, got, test.want)
		}
	}
}

func TestLongAnswersAreRefusedAtOnce(t *testing.T) {
	q := asking(t, "/s")
	for text, want := range map[string]string{"12\x1b[2Jk": "control character U+001B", "12\xffk": "not UTF-8", "12\u00a0000": "", "12\u2009000\u202f/\u2009s": "", "12⁄s": ""} {
		if _, refusal := q.Parse(text); (refusal == nil) != (want == "") || refusal != nil && !strings.Contains(refusal.Message, want) {
			t.Errorf("%q: %v", text, refusal)
		}
	}
	_, refusal := q.Parse(strings.Repeat("1", 10<<20))
	if refusal == nil || len(refusal.Message) > 200 || refusal.Help == "" {
		t.Errorf("an answer of 10 MB: %v", refusal)
	}
}

func TestWrongIDsSaySo(t *testing.T) {
	for text, want := range map[string]string{
		"rps":                          "is not the id of a question; write kind, level, seed and index, as in `rps-2-7-3`",
		"rsp-2-7-3":                    "unknown kind of question \"rsp\"; did you mean `rps`?",
		"rps-5-7-3":                    "it is 1 to 4",
		"rps-0-7-3":                    "it is 1 to 4",
		"rps-2-x-3":                    "the seed of",
		"rps-2-99999999999999999999-3": "the seed of",
		"rps-2-7--3":                   "",
		"rps-2-7-1000001":              "the index of",
		"rps-02-7-3":                   "it would be written rps-2-7-3",
		"storage-day-2-7-3-":           "",
		"":                             "",
	} {
		_, refusal := ParseID(text)
		if refusal == nil || !strings.Contains(refusal.Error(), want) {
			t.Errorf("%q: %v, want %q", text, refusal, want)
		}
	}
	if _, refusal := ParseID("rps-2-7-1000000"); refusal != nil {
		t.Errorf("the last index: %v", refusal)
	}
	for want, err := range map[string]error{"did you mean `peak`?": errOf(parseSkill("peek")), "the skills are time, ": errOf(parseSkill("zzzzzz")), "the kinds are rps, ": errOf(ParseKind("zzzzzz"))} {
		if !strings.Contains(err.Error(), "; "+want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func errOf[T any](_ T, refusal *Refusal) error {
	if refusal == nil {
		return fmt.Errorf("accepted")
	}
	return refusal
}
