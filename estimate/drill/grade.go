package drill

import (
	"fmt"
	"math"

	"botec/estimate/unit"
)

// Grade is how near an answer is, by q = max(answer/truth, truth/answer).
type Grade string

// The grades, best first.
const (
	BullsEye    Grade = "bull's eye"
	Good        Grade = "good"
	RightOrder  Grade = "right order"
	OffByOne    Grade = "off by one order"
	Wrong       Grade = "wrong"
	MaxPoints         = 3
	qBullsEye         = 1.05
	qGood             = 1.25
	qRightOrder       = 3.16
	qOffByOne         = 10
)

// Grades lists the grades, best first.
func Grades() []Grade { return []Grade{BullsEye, Good, RightOrder, OffByOne, Wrong} }

// rounding forgives what arithmetic on decimals loses at a limit that counts.
const rounding = 1e-9

// gradeOf grades a q of 1 or more. What is accepted as good is 1.25 off at most, less
// for an exact kind, more where only the order is asked for.
func gradeOf(q, accepted float64) Grade {
	q /= 1 + rounding
	switch {
	case q <= qBullsEye:
		return BullsEye
	case q <= accepted:
		return Good
	case q <= qRightOrder:
		return RightOrder
	case q <= qOffByOne:
		return OffByOne
	default:
		return Wrong
	}
}

// Points are what a grade earns, 0 to MaxPoints.
func (g Grade) Points() int {
	switch g {
	case BullsEye, Good:
		return MaxPoints
	case RightOrder:
		return 2
	case OffByOne:
		return 1
	default:
		return 0
	}
}

// hintCaps are the most points after no, one, two and three hints.
var hintCaps = [4]int{MaxPoints, 2, 1, 0}

// MaxHints is how many hints a question has.
const MaxHints = len(hintCaps) - 1

// Verdict is an answer judged.
type Verdict struct {
	Grade  Grade
	Q      float64 // 1 or more; +Inf of a wrong choice
	Lean   float64 // ln(answer ÷ truth): below 0 for a low answer; 0 of a choice
	Points int     // of the grade, capped by the hints
	Slip   Slip    // the known slip that explains a miss; empty: none does, or no miss
	Remark string  // "that is 8x low: bits for bytes?"; empty for a bull's eye
	Right  string  // the right answer, as it would be typed
	Echo   string  // what was understood: "12,000/s"
}

// String is the verdict in a line: "good: that is 14% low".
func (v Verdict) String() string {
	if v.Remark == "" {
		return string(v.Grade)
	}
	return string(v.Grade) + ": " + v.Remark
}

// Passed reports whether an answer was good or better.
func (v Verdict) Passed() bool { return v.Grade == BullsEye || v.Grade == Good }

// Grade judges an answer of the question after that many hints, 0 to MaxHints.
func (q *Question) Grade(a Answer, hints int) Verdict {
	v := Verdict{Echo: a.Echo, Right: q.AnswerText()}
	switch {
	case q.Form == Choice || q.Form == UnitName:
		v.Q = q.distance(a)
	case q.Form == StepFigure && a.Choice != q.choice:
		v.Q = math.Inf(1)
	default:
		v.Lean = math.Log(q.measure(a.Value, a.Unavailability) / q.measure(q.truth.Value, q.truth.Unavailability))
		v.Q = math.Exp(math.Abs(v.Lean))
	}
	v.Grade = gradeOf(v.Q, q.accepted)
	v.Points = min(v.Grade.Points(), hintCaps[min(max(hints, 0), MaxHints)])
	q.remark(&v, a)
	return v
}

// NoAnswer is the verdict on a question that was skipped, or whose solution was asked for.
func (q *Question) NoAnswer() Verdict {
	return Verdict{Grade: Wrong, Q: math.Inf(1), Right: q.AnswerText()}
}

// measure is what is compared: an availability by what is missing of it, bits by what
// they can count.
func (q *Question) measure(value, unavailability float64) float64 {
	switch {
	case q.Unit == "%":
		return unavailability
	case q.binary:
		return math.Exp2(value)
	default:
		return value
	}
}

// remark says by how much an answer is off, and which slip would explain it.
func (q *Question) remark(v *Verdict, a Answer) {
	switch {
	case v.Grade == BullsEye:
		return
	case q.Form == StepFigure && a.Choice != q.choice:
		v.Remark = fmt.Sprintf("step %d is right as it stands", a.Choice+1)
		return
	case q.Form == Choice || q.Form == UnitName:
		v.Remark = "it is " + v.Right
		return
	}
	v.Remark = "that is " + Off(v.Lean)
	if q.Unit == "%" { // more time down is a lower availability
		v.Remark = "the time down is " + Off(v.Lean)
	}
	if v.Passed() {
		return
	}
	if m := q.mistaken(a.Value); m != nil {
		v.Slip = m.slip
		v.Remark += ": " + m.slip.ask(m.value < q.truth.Value)
	}
}

// Off says how far a logarithm of answer over truth is: "14% low", "8x high".
func Off(lean float64) string {
	if math.Abs(lean) < 5e-4 {
		return "neither high nor low"
	}
	side := "high"
	if lean < 0 {
		side = "low"
	}
	ratio := math.Exp(math.Abs(lean))
	plain := func(v float64) string {
		return unit.Format(v, unit.None, unit.DefaultCalendar(), unit.Style{Digits: 2, Plain: true})
	}
	switch {
	case ratio >= 1e6: // how far is no matter any more
		return "far too " + side
	case ratio >= 2:
		return plain(ratio) + "x " + side
	case lean < 0:
		return plain(100*-math.Expm1(lean)) + "% low"
	default:
		return plain(100*math.Expm1(lean)) + "% high"
	}
}
