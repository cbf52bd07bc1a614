package drill

import (
	"math"
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Slip is a mistake that many make.
type Slip string

// The slips that are known by their result.
const (
	BitsForBytes  Slip = "bits-for-bytes"
	HourForDay    Slip = "hour-for-day"
	MonthForDay   Slip = "month-for-day"
	PeakMissed    Slip = "peak-missed"
	PeakOnStorage Slip = "peak-on-storage"
	CopiesMissed  Slip = "copies-missed"
	CopiesTwice   Slip = "copies-twice"
	BinaryPrefix  Slip = "1024-for-1000"
	Thousand      Slip = "thousand"
	PercentAsIs   Slip = "percent-as-number"
	MAUForDAU     Slip = "mau-for-dau"
	FloorForCeil  Slip = "floor-for-ceil"
)

// ask is the slip as a question, for an answer that is low or high.
func (s Slip) ask(low bool) string {
	either := func(ifLow, ifHigh string) string {
		if low {
			return ifLow
		}
		return ifHigh
	}
	switch s {
	case BitsForBytes:
		return "bits for bytes?"
	case HourForDay:
		return "divided by 3,600 rather than 86,400?"
	case MonthForDay:
		return "a month for a day?"
	case PeakMissed:
		return "the peak left out?"
	case PeakOnStorage:
		return "the peak applied to storage? It is traffic that peaks"
	case CopiesMissed:
		return "the copies left out?"
	case CopiesTwice:
		return "the copies counted twice?"
	case BinaryPrefix:
		return "1,024 for 1,000, or the other way round?"
	case Thousand:
		return either("three zeros lost?", "three zeros too many?")
	case PercentAsIs:
		return "a percentage taken as a number?"
	case MAUForDAU:
		return "monthly users for daily ones?"
	default:
		return "rounded down where a part of one needs a whole?"
	}
}

// mistake is a slip with what it makes of the result.
type mistake struct {
	slip  Slip
	value float64 // base units
	held  string  // the assumption that it gets wrong; empty: the result itself
	as    float64 // what that is taken for, in base units
}

// findMistakes computes what each slip that can be made in a quantity would give.
// Slips in an assumption go through the graph, with that assumption held at what it is
// mistaken for.
func findMistakes(m *estimate.Model, name string, truth estimate.Amount, asked asked) []mistake {
	f := &slipFinder{m: m, values: m.Evaluation(), name: name, truth: truth}
	if truth.Type.Kind == formula.Availability || truth.Type.Dim == unit.Time {
		return nil
	}
	inputs := m.InputsOf(name)
	crosses := crossings(m, name, asked)
	for _, path := range inputs {
		f.ofInput(path, crosses)
	}
	for _, path := range []string{"dau", "horizon"} { // a share of mau, and a time that formulas have in another way
		if !slices.Contains(inputs, path) {
			f.ofInput(path, crosses)
		}
	}
	for _, path := range m.Inputs() {
		if isPeak(path) && !slices.Contains(inputs, path) && strings.HasPrefix(name, "storage") {
			f.factor(PeakOnStorage, f.at(path))
		}
	}
	f.ofResult(asked, crosses)
	return f.found
}

type slipFinder struct {
	m      *estimate.Model
	values *estimate.Evaluation
	name   string
	truth  estimate.Amount
	found  []mistake
}

// at is the value of an assumption.
func (f *slipFinder) at(path string) float64 {
	a, _ := f.values.Of(path, nil)
	return a.Value
}

// hold adds a slip that takes an assumption for something else.
func (f *slipFinder) hold(slip Slip, path string, v float64) {
	a, problem := f.values.Of(f.name, map[string]float64{path: v})
	if problem == nil && a.Value > 0 && a.Value != f.truth.Value {
		f.found = append(f.found, mistake{slip, a.Value, path, v})
	}
}

// factor adds a slip in the result.
func (f *slipFinder) factor(slip Slip, by float64) {
	if by > 0 && by != 1 {
		f.found = append(f.found, mistake{slip: slip, value: f.truth.Value * by})
	}
}

func isPeak(path string) bool { return path == "peak" || strings.HasSuffix(path, ".peak") }

// ofInput adds the slips that can be made with one assumption.
func (f *slipFinder) ofInput(path string, crosses crossing) {
	given := f.m.Given(path)
	if given == nil {
		return
	}
	amount, _ := f.values.Of(path, nil)
	cal, v := f.m.Calendar(), amount.Value
	switch {
	case isPeak(path) && amount.Type.Dim == unit.None: // a rate at peak has no peak over mean to miss
		f.hold(PeakMissed, path, 1)
	case strings.HasSuffix(path, ".replication"):
		f.hold(CopiesMissed, path, 1)
		f.hold(CopiesTwice, path, v*v)
	case path == "horizon" && v >= cal.Month && !crosses.any():
		f.hold(MonthForDay, path, v*cal.Day/cal.Month)
	case path == "dau" && f.m.Has("mau"):
		f.hold(MAUForDAU, path, f.at("mau"))
	}
	switch rateBase(given.Node) {
	case "month":
		f.hold(MonthForDay, path, v*cal.Month/cal.Day)
	case "day":
		if crosses.day {
			f.hold(HourForDay, path, v*cal.Day/3600)
		}
	}
	if isShare(given.Node) {
		f.hold(PercentAsIs, path, 100*v)
	}
}

// few is a count below which nobody loses three zeros.
const few = 100

// ofResult adds the slips that are made in the end.
func (f *slipFinder) ofResult(asked asked, crosses crossing) {
	if f.truth.Type.Dim == unit.DataRate {
		switch {
		case asked.literal.Unit.Bits():
			f.factor(BitsForBytes, 1.0/8)
		case crosses.bits || asked.base() != nil && asked.base().Symbol == "s":
			f.factor(BitsForBytes, 8)
		}
		if asked.perDay() && crosses.day {
			f.factor(HourForDay, 3600/f.m.Calendar().Day)
		}
	}
	n := f.truth.Value
	if strings.HasPrefix(f.name, "servers") && n > 1 && n == math.Trunc(n) { // need is not rounded up
		f.factor(FloorForCeil, 1-1/f.truth.Value)
	}
	if f.truth.Type.Dim == unit.None && f.truth.Value < few {
		return
	}
	f.factor(Thousand, 1000)
	f.factor(Thousand, 1.0/1000)
}

// rateBase is the time below the line of a rate as written, empty where it has none.
func rateBase(n formula.Node) string {
	for _, d := range []unit.Dimension{unit.Rate, unit.DataRate} {
		if lit := formula.FirstLiteral(n, d); lit != nil && len(lit.Under) == 1 {
			return lit.Under[0].Symbol
		}
	}
	return ""
}

// isShare reports whether an expression is a percentage, alone or of something.
func isShare(n formula.Node) bool {
	if b, ok := formula.Bare(n).(*formula.Binary); ok && b.Op == "of" {
		n = b.L
	}
	lit, ok := formula.AsLiteral(n)
	return ok && lit.Form == unit.Percent && len(lit.Under) == 0
}

// mistaken is the mistake that a wrong answer comes nearest to, within what is accepted as
// good; nil where it comes near none.
func (q *Question) mistaken(answer float64) *mistake {
	best, least := (*mistake)(nil), math.Log(min(qGood, q.accepted))
	for i, m := range q.mistakes {
		d := math.Abs(math.Log(answer / m.value))
		if d < least && (m.slip.natural() || d < closeBy) {
			best, least = &q.mistakes[i], d
		}
	}
	return best
}

// closeBy is how near an answer is to a slip that changes the result by little, where it
// is that slip: two percent.
const closeBy = 0.02

// natural reports whether a slip changes the result by what is no matter of rounding.
func (s Slip) natural() bool { return s != BinaryPrefix && s != FloorForCeil }

// excludes reports whether two slips cannot both be made.
func (s Slip) excludes(other Slip) bool {
	copies := func(s Slip) bool { return s == CopiesMissed || s == CopiesTwice }
	return s == other || copies(s) && copies(other)
}

// distinct reports whether no mistake hides in the accepted band, no two of them make
// up for each other, and each has a result of its own.
func (q *Question) distinct() bool {
	band := math.Log(q.accepted)
	size := func(m mistake) float64 { return math.Log(m.value / q.truth.Value) }
	for i, a := range q.mistakes {
		if !a.slip.natural() {
			continue
		}
		if math.Abs(size(a)) <= band {
			return false
		}
		for _, b := range q.mistakes[:i] {
			switch {
			case !b.slip.natural():
			case a.slip != b.slip && math.Abs(size(a)-size(b)) <= band:
				return false
			case !a.slip.excludes(b.slip) && math.Abs(size(a)+size(b)) <= band:
				return false
			}
		}
	}
	return true
}
