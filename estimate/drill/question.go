package drill

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Form is what an answer is.
type Form string

// An answer is a quantity, one of the choices, the name of a unit, or the number of a
// step with a quantity.
const (
	Figure     Form = "figure"
	Choice     Form = "choice"
	UnitName   Form = "unit"
	StepFigure Form = "step"
)

// Question is one question with its truth. It does not change; its methods may be used
// from several goroutines.
type Question struct {
	ID      ID
	Skills  []Skill // the main one first
	Text    string  // may have several lines
	Form    Form
	Unit    string   // that a figure without one is taken in: "B/day"; empty for a plain number
	Choices []string // of a choice, in order; of a step, the steps

	model    *estimate.Model
	quantity string // that is asked for
	sheet    sheet  // of the scenario; nil of a Bank
	asked    asked  // what the answer is shown in
	bare     asked  // Unit
	family   string // of units, where the text leaves the prefix open; empty: it says the unit
	truth    estimate.Amount
	choice   int     // the right one, or the wrong step
	ordered  bool    // a choice that is off by one is off by one order
	accepted float64 // the largest q that is good
	binary   bool    // bits, compared by what they can count
	mistakes []mistake
	day      dayShortcut      // which is taught
	nouns    []string         // what the figure counts, in the plural
	hints    [MaxHints]string // where the graph alone does not tell them
	mental   float64          // the same; 0: it does
	lines    []Step           // a solution that the graph alone does not tell; nil: it does
}

// draft is a question as a generator draws it.
type draft struct {
	sheet     sheet
	quantity  string
	in        string // the unit asked for; a family such as "bytes/s" leaves the prefix open
	text      string // %s stands for the unit that is asked for
	skills    []Skill
	nouns     []string
	accepted  float64 // 0: qGood
	binary    bool
	day       dayShortcut
	low, high float64                                // the range that is plausible, in base units; 0: that of the dimension
	solve     func(k kind, id ID) (*Question, error) // makes the question from something else than the sheet as it is
	finish    func(q *Question) bool                 // what a kind adds once the truth is known; false rejects the draw
}

// maxDraws is how often a generator draws before it gives up; far more than any needs.
const maxDraws = 500

// New makes the question of an id, always the same one. It refuses the kind
// FromScenario, whose questions a Bank gives.
func New(id ID) (*Question, error) {
	k, ok := kindOf(id.Kind)
	if !ok {
		return nil, fmt.Errorf("no kind of question is called %q", id.Kind)
	}
	if id.Level < MinLevel || id.Level > MaxLevel {
		return nil, fmt.Errorf("level %d is none: a level is %d to %d", id.Level, MinLevel, MaxLevel)
	}
	d := diceOf(id)
	for range maxDraws {
		q, err := k.draw(d, id.Level).question(id, k)
		if err == nil {
			return q, nil
		}
		if !errors.Is(err, errRejected) {
			return nil, fmt.Errorf("question %s: %w", id, err)
		}
	}
	return nil, fmt.Errorf("question %s: no plausible figures in %d draws", id, maxDraws)
}

// errRejected is a draw with an implausible result, or one in which slips hide.
var errRejected = errors.New("rejected")

// question evaluates the draft, or rejects it.
func (d draft) question(id ID, k kind) (*Question, error) {
	if d.solve != nil {
		return d.solve(k, id)
	}
	m, err := d.sheet.compile()
	if err != nil {
		return nil, err
	}
	truth, problem := m.Evaluate(d.quantity, nil)
	if problem != nil {
		return nil, fmt.Errorf("%s in the scenario\n%s", problem, d.sheet.yaml())
	}
	if !d.plausible(truth) {
		return nil, errRejected
	}
	q := &Question{ID: id, Skills: d.skills, Form: Figure, model: m, quantity: d.quantity, sheet: d.sheet,
		truth: truth, accepted: d.accepted, binary: d.binary, day: d.day, nouns: d.nouns}
	if q.day == dayRough && id.Level > 2 {
		q.day = daySharp
	}
	if q.Skills == nil {
		q.Skills = k.Skills
	}
	if q.accepted == 0 {
		q.accepted = qGood
	}
	if err := q.askIn(d.in); err != nil {
		return nil, err
	}
	q.Text = d.text
	q.mistakes = findMistakes(m, d.quantity, truth, q.asked)
	if !q.distinct() || d.finish != nil && !d.finish(q) {
		return nil, errRejected
	}
	return q, nil
}

// The results that a question may have, by dimension; others are drawn again.
func (d draft) plausible(a estimate.Amount) bool {
	low, high := d.low, d.high
	if high == 0 {
		switch a.Type.Dim {
		case unit.Rate:
			low, high = 1, 1e8
		case unit.Data:
			low, high = 1e9, 1e19 // 1 GB to 10 EB
		case unit.DataRate:
			low, high = 1e9/86400, 1e14 // 1 GB/day to 100 TB/s
		default:
			low, high = 1e-12, 1e18
		}
	}
	v := a.Value
	if a.Type.Kind == formula.Availability {
		return a.Unavailability > 1e-12 && a.Unavailability < 0.5
	}
	return v >= low*(1-rounding) && v <= high*(1+rounding)
}

// askIn sets the unit that is asked for: one, or a family of which a figure without a unit
// is taken in the base, as the text has it, and the answer is shown in the one that suits.
func (q *Question) askIn(in string) (err error) {
	q.Unit = in
	if members, base := family(in); members != nil {
		q.family, q.Unit = in, base
		in = pickUnit(members, q.truth, q.model.Calendar())
	}
	if q.bare, err = askedIn(q.Unit); err != nil {
		return err
	}
	q.asked, err = askedIn(in)
	return err
}

// family lists the units that leave the prefix open, and their base; nil where a unit is
// one.
func family(in string) (members []string, base string) {
	switch in {
	case "bytes":
		return []string{"KB", "MB", "GB", "TB", "PB", "EB"}, "B"
	case "bytes/s":
		return []string{"KB/s", "MB/s", "GB/s", "TB/s"}, "B/s"
	case "bytes/day":
		return []string{"MB/day", "GB/day", "TB/day", "PB/day", "EB/day"}, "B/day"
	case "bytes/h":
		return []string{"MB/h", "GB/h", "TB/h", "PB/h"}, "B/h"
	case "bits/s":
		return []string{"Kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"}, "bit/s"
	case timeFamily:
		return []string{"ms", "s", "min", "h", "days"}, "s"
	}
	return nil, ""
}

// timeFamily are the units of a time; a question of one says none of them.
const timeFamily = "time"

// pickUnit is the unit of a family in which a value has one to three digits before its
// point, or the nearest to that.
func pickUnit(members []string, a estimate.Amount, cal unit.Calendar) string {
	best := members[0]
	for _, text := range members {
		if u, err := askedIn(text); err == nil && a.Value >= u.factor(cal)*(1-rounding) {
			best = text
		}
	}
	return best
}

// Value is the right answer in the unit that is asked for; NaN of a choice or a unit.
func (q *Question) Value() float64 {
	if q.Form == Choice || q.Form == UnitName {
		return math.NaN()
	}
	return q.truth.Value / q.bare.factor(q.model.Calendar())
}

// AnswerText is the right answer as it can be typed: "34.7K/s". Typed back, it scores
// full marks.
func (q *Question) AnswerText() string {
	switch q.Form {
	case Choice:
		return q.Choices[q.choice]
	case UnitName:
		return dimensionUnit(q.truth.Type.Dim)
	case StepFigure:
		return fmt.Sprintf("step %d, %s", q.choice+1, q.figureText(q.truth))
	default:
		return q.figureText(q.truth)
	}
}

// figureText prints an amount in the unit that is asked for, to three digits.
func (q *Question) figureText(a estimate.Amount) string {
	cal := q.model.Calendar()
	switch q.Unit {
	case "%":
		return unit.FormatAvailability(a.Unavailability, 3)
	case "":
		style := unit.Style{Plain: a.Value < 1e5}
		return unit.Format(a.Value, unit.None, cal, style)
	default:
		return unit.Format(a.Value, a.Type.Dim, cal, q.asked.style())
	}
}

// Prompt is the text with its choices, each on a line with its letter, or its steps with
// their numbers.
func (q *Question) Prompt() string {
	var b strings.Builder
	b.WriteString(q.Text)
	for i, choice := range q.Choices {
		mark := fmt.Sprintf("%c)", 'a'+i)
		if q.Form == StepFigure {
			mark = fmt.Sprintf("%d.", i+1)
		}
		fmt.Fprintf(&b, "\n%s %s", mark, choice)
	}
	return b.String()
}

// Listing is a question as a list has it.
type Listing struct {
	ID         string  `json:"id"`
	Kind       Kind    `json:"kind"`
	Level      int     `json:"level"`
	Skills     []Skill `json:"skills"`
	Text       string  `json:"text"`
	Unit       string  `json:"unit"`
	Answer     any     `json:"answer,omitempty"`      // a number in the unit, or the text of a choice or a unit
	AnswerText string  `json:"answer_text,omitempty"` // typed back it scores full marks
}

// Listing lists the question, with its answer or without.
func (q *Question) Listing(answers bool) Listing {
	l := Listing{ID: q.ID.String(), Kind: q.ID.Kind, Level: q.ID.Level, Skills: q.Skills, Text: q.Prompt(), Unit: q.Unit}
	if !answers {
		return l
	}
	l.AnswerText = q.AnswerText()
	if v := q.Value(); math.IsNaN(v) {
		l.Answer = l.AnswerText
	} else {
		l.Answer = unit.Round(v, 12) // 1e12, not 1000000000000.0001
	}
	return l
}
