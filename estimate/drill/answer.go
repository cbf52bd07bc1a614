package drill

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Refusal says why a text was not understood. An answer that is refused costs nothing.
type Refusal struct {
	Message string // what is wrong: lower case, no full stop, the user's text quoted
	Help    string // what to write instead
	// WrongDimension marks a quantity that was understood and measures something else
	// than what was asked: to be asked again once, then wrong.
	WrongDimension bool
}

// Error is the message, with what to write instead.
func (r *Refusal) Error() string {
	if r.Help == "" {
		return r.Message
	}
	return r.Message + "; " + r.Help
}

// Answer is what was understood.
type Answer struct {
	Text           string  // as typed
	Value          float64 // base units; of a range its geometric mean
	Unavailability float64 // where an availability is asked for
	Echo           string  // "12,000/s"
	UnitAssumed    bool    // the unit that was asked for was taken
	Choice         int     // of a choice or a step, from 0
	Dimension      unit.Dimension

	in unit.Literal // as it was read, for the echo
}

// What is outside is no estimate of anything, in any base unit.
const least, most = 1e-40, 1e60

// maxAnswer is how long an answer may be, in bytes: far longer than any quantity.
const maxAnswer = 200

// Parse reads an answer as people type it. The refusal says why it is none.
func (q *Question) Parse(text string) (Answer, *Refusal) {
	if len(text) > maxAnswer {
		return Answer{}, &Refusal{Message: fmt.Sprintf("an answer of %d characters is too long", len(text)), Help: "write one figure, such as `" + q.example() + "`"}
	}
	clean, refusal := cleaned(text)
	if refusal == nil && clean == "" {
		refusal = &Refusal{Message: "there is no answer", Help: "write " + q.Wanted()}
	}
	if refusal != nil {
		return Answer{}, refusal
	}
	var a Answer
	switch q.Form {
	case Choice:
		a, refusal = q.parseChoice(clean)
	case UnitName:
		a, refusal = parseUnitName(clean)
	case StepFigure:
		a, refusal = q.parseStep(clean)
	default:
		a, refusal = q.parseFigure(clean)
	}
	a.Text = text
	return a, refusal
}

// example is an answer of the right form and dimension that is not the truth.
func (q *Question) example() string {
	switch {
	case q.family == timeFamily:
		return "12 min"
	case q.Unit == "":
		return "12K"
	case q.Unit == "%":
		return "99.9%"
	case q.Unit == "/s":
		return "12K/s"
	case q.family != "": // whatever the prefix of the answer is
		return "12 G" + strings.TrimPrefix(q.Unit, "G")
	}
	return "12 " + q.Unit
}

// Wanted says what an answer is: "one figure, such as `12 GB/day`".
func (q *Question) Wanted() string {
	switch q.Form {
	case Choice:
		return fmt.Sprintf("a letter from a to %c", 'a'+len(q.Choices)-1)
	case UnitName:
		return "a unit, such as `GB/day` or `1/s`; `none` for a plain number"
	case StepFigure:
		return fmt.Sprintf("the number of the step and the right result, such as `2, %s`", q.example())
	default:
		return "one figure, such as `" + q.example() + "`"
	}
}

// parseFigure reads a quantity or a range of two.
func (q *Question) parseFigure(text string) (Answer, *Refusal) {
	if lit, ok := nines(text); ok && q.Unit == "%" {
		return q.figure(lit, text)
	}
	low, high, isRange := cutRange(text)
	if isRange {
		return q.parseRange(low, high)
	}
	lit, refusal := q.literal(text)
	if refusal != nil {
		return Answer{}, refusal
	}
	return q.figure(lit, text)
}

// figure is a literal as an answer (unit as asked) where it has none.
func (q *Question) figure(lit unit.Literal, text string) (Answer, *Refusal) {
	switch number, isB := strings.CutSuffix(text, "B"); {
	case isB && q.family != "" && lit.Number.Float() < tooFew && strings.Trim(number, "0123456789., ") == "":
		number = strings.TrimSpace(number)
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q can be %s bytes or %s billion", text, number, number), Help: fmt.Sprintf("write `%s bytes`, or the unit as in `%s`", number, q.example())}
	case q.unclear(lit):
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q has no unit", text), Help: "write one behind it, as in `" + q.example() + "`"}
	}
	lit, assumed := q.inAskedUnit(lit)
	switch {
	case lit.Dim() != q.truth.Type.Dim:
		return Answer{}, q.wrongDimension(lit, text)
	case lit.Form != unit.Plain && lit.Dim() != unit.None || lit.Form == unit.Percent && q.Unit != "%":
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q is a share or a factor of something", text), Help: "write " + q.Wanted()}
	}
	cal := q.model.Calendar()
	a := Answer{Value: lit.Value(cal), UnitAssumed: assumed, Dimension: lit.Dim(), in: lit}
	if q.Unit == "%" {
		a.Unavailability, _ = lit.Complement()
		if a.Unavailability < 0 || a.Value < 1e-6 || lit.Form == unit.Ratio || lit.Form == unit.Multiplier {
			return Answer{}, &Refusal{Message: fmt.Sprintf("%q is no availability", text), Help: "write it as `99.9%` or `0.999`"}
		}
	}
	if !(a.Value > least && a.Value < most) {
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q is out of range", text), Help: "an answer is a figure above 0, such as `" + q.example() + "`"}
	}
	a.Echo = q.echo(a, 6)
	if assumed {
		a.Echo += " (unit as asked)"
	}
	return a, nil
}

// inAskedUnit gives a literal without a unit the one that was asked for.
func (q *Question) inAskedUnit(lit unit.Literal) (unit.Literal, bool) {
	if lit.BillionOrBytes() && q.truth.Type.Dim == unit.Data {
		return lit.AsBytes(), false
	}
	in, bare := q.bare.literal, bare(lit)
	switch {
	case q.Unit == "%":
		if percent, err := unit.Parse(numeral(lit) + "%"); bare && lit.Value(q.model.Calendar()) > 1 && err == nil {
			return percent, true
		}
		return lit, false
	case q.Unit == "" || !bare:
		// "500 GB" of what comes in a day is per day
		if b := q.asked.base(); b != nil && q.asked.perDay() && len(lit.Under) == 0 && lit.Dim() == in.Dim().Mul(unit.Time) {
			lit.Under = []*unit.Unit{b}
			return lit, true
		}
		return lit, false
	default:
		lit.Unit, lit.Under = in.Unit, in.Under
		return lit, true
	}
}

// bare reports whether a literal is a number without a unit.
func bare(lit unit.Literal) bool {
	return lit.Form == unit.Plain && len(lit.Under) == 0 && (lit.Unit == nil || lit.Unit.Counting)
}

// tooFew is below what anything in bytes or bits comes to.
const tooFew = 1000

// unclear reports whether a number without a unit can be meant in one that nobody said:
// "45" of bytes is short for GB as a rule, and a time has no unit of its own.
func (q *Question) unclear(lit unit.Literal) bool {
	return q.family != "" && bare(lit) && !lit.BillionOrBytes() && (q.family == timeFamily || lit.Value(q.model.Calendar()) < tooFew)
}

// numeral is the number of a literal in plain decimals.
func numeral(lit unit.Literal) string {
	places := max(0, -lit.Number.Places())
	return lit.Number.Rat().FloatString(places)
}

func (q *Question) wrongDimension(lit unit.Literal, text string) *Refusal {
	help := "write it as `" + q.example() + "`"
	if q.Unit != "" && q.Unit != "%" {
		help += ", or in any other unit that fits"
	}
	return &Refusal{Message: fmt.Sprintf("%q is %s, asked for is %s", text, measured(lit.Dim()), measured(q.truth.Type.Dim)), Help: help, WrongDimension: true}
}

// measured names a dimension as people do.
func measured(d unit.Dimension) string {
	switch d {
	case unit.Rate:
		return "a rate"
	case unit.DataRate:
		return "a data rate"
	}
	return d.String()
}

// echo says how a figure was read, to so many digits.
func (q *Question) echo(a Answer, digits int) string {
	cal := q.model.Calendar()
	style := unit.Style{Digits: digits}
	switch lit := a.in; {
	case q.Unit == "%":
		return unit.FormatAvailability(a.Unavailability, digits)
	case a.Dimension == unit.None:
		style.Whole = a.Value < 1e15 && a.Value == math.Trunc(a.Value)
		style.Plain = a.Value < 1e15
	case a.Dimension == unit.Rate && (len(lit.Under) == 0 || slices.ContainsFunc(lit.Under, isData)): // "rps", or GB/GB/day
		second, _ := unit.Lookup("s")
		style.As = &unit.Scale{Under: []*unit.Unit{second}}
	case a.Dimension == unit.Rate:
		style.As = &unit.Scale{Under: lit.Under}
	case lit.Unit != nil:
		style.As = &unit.Scale{Unit: lit.Unit, Under: lit.Under}
		v := a.Value / style.As.Factor(cal)
		switch {
		case lit.Unit.Symbol == "s" && v >= 600: // "8h 45m"
			style.As = nil
		case v >= 1e6 || v < 1e-3:
			style.As = q.asked.style().As
		}
	}
	return unit.Format(a.Value, a.Dimension, cal, style)
}

func isData(u *unit.Unit) bool { return u.Dim == unit.Data }

// parseRange reads two figures, graded at their geometric mean. A bare low one takes the
// unit of the high one.
func (q *Question) parseRange(low, high string) (Answer, *Refusal) {
	h, refusal := q.literal(high)
	if refusal != nil {
		return Answer{}, refusal
	}
	l, refusal := q.literal(low)
	if refusal != nil {
		return Answer{}, refusal
	}
	if l.Unit == nil && len(l.Under) == 0 && l.Form == unit.Plain {
		if l.Magnitude == "" && h.Magnitude != "" {
			return Answer{}, &Refusal{Message: fmt.Sprintf("%q can begin at %s or at %s%s", low+"-"+high, low, low, strings.TrimSpace(h.Magnitude)),
				Help: fmt.Sprintf("write the magnitude at both ends, as in `%s%s-%s`", low, strings.TrimSpace(h.Magnitude), high)}
		}
		l.Unit, l.Under = h.Unit, h.Under
		if h.Form == unit.Percent {
			l, refusal = q.literal(low + "%")
		}
	}
	if refusal != nil {
		return Answer{}, refusal
	}
	a, refusal := q.figure(l, low)
	if refusal != nil {
		return Answer{}, refusal
	}
	b, refusal := q.figure(h, high)
	if refusal != nil {
		return Answer{}, refusal
	}
	if a.Value >= b.Value {
		return Answer{}, &Refusal{Message: fmt.Sprintf("%s is not below %s", low, high), Help: "write the smaller end first, as in `12K-15K`"}
	}
	mean := Answer{Value: math.Sqrt(a.Value) * math.Sqrt(b.Value), Unavailability: math.Sqrt(a.Unavailability) * math.Sqrt(b.Unavailability), UnitAssumed: b.UnitAssumed, Dimension: b.Dimension, in: b.in}
	mean.Echo = fmt.Sprintf("%s, the middle of %s and %s", q.echo(mean, 3), q.echo(a, 6), q.echo(b, 6))
	if mean.UnitAssumed {
		mean.Echo += " (unit as asked)"
	}
	return mean, nil
}

// parseChoice reads a letter, a number from 1, or the text of a choice.
func (q *Question) parseChoice(text string) (Answer, *Refusal) {
	lower := strings.ToLower(text)
	bare := strings.Trim(lower, "(). ")
	found := -1
	for i, choice := range q.Choices {
		c := strings.ToLower(choice)
		switch {
		case bare == string(rune('a'+i)), bare == fmt.Sprint(i+1), lower == c:
			return Answer{Choice: i, Echo: choice}, nil
		case len(lower) >= 3 && strings.Contains(c, lower):
			if found >= 0 {
				return Answer{}, &Refusal{Message: fmt.Sprintf("%q can be %q or %q", text, q.Choices[found], choice), Help: "write " + q.Wanted()}
			}
			found = i
		}
	}
	if found < 0 {
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q is none of the choices", text), Help: "write " + q.Wanted()}
	}
	return Answer{Choice: found, Echo: q.Choices[found]}, nil
}

// parseStep reads "2, 35K/s" or "step 2: 35K/s".
func (q *Question) parseStep(text string) (Answer, *Refusal) {
	rest := text
	if word := len("step"); len(text) >= word && strings.EqualFold(text[:word], "step") {
		rest = strings.TrimSpace(text[word:])
	}
	end := strings.IndexAny(rest, " ,:;")
	if end != 1 || rest[0] < '1' || int(rest[0]-'0') > len(q.Choices) {
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q does not begin with the number of a step, 1 to %d", text, len(q.Choices)), Help: "write " + q.Wanted()}
	}
	a, refusal := q.parseFigure(strings.TrimSpace(strings.TrimLeft(rest[1:], " ,:;")))
	if refusal != nil {
		return Answer{}, refusal
	}
	a.Choice = int(rest[0] - '1')
	a.Echo = fmt.Sprintf("step %d, %s", a.Choice+1, a.Echo)
	return a, nil
}

// parseUnitName reads a unit without a number.
func parseUnitName(text string) (Answer, *Refusal) {
	switch strings.ToLower(text) {
	case "none", "no unit", "a plain number", "plain number", "1", "a count", "count", "number", "a number":
		return Answer{Echo: "a plain number"}, nil
	}
	plain := spokenUnit(strings.TrimPrefix(text, "1 "))
	if strings.HasPrefix(plain, "1/") {
		plain = plain[1:]
	}
	lit, err := unit.ParseUnit(plain, unit.NoWords{})
	if err == nil && lit.Form != unit.Plain {
		return Answer{}, &Refusal{Message: fmt.Sprintf("%q is no unit", text), Help: "write a unit, such as `GB/day` or `1/s`; `none` for a plain number"}
	}
	if err != nil {
		return Answer{}, &Refusal{Message: err.Message, Help: "write a unit, such as `GB/day` or `1/s`; `none` for a plain number"}
	}
	return Answer{Dimension: lit.Dim(), Echo: measured(lit.Dim())}, nil
}

// distance is the q of a choice or a unit: 1 where it is right; in an ordered choice a
// factor of ten a step.
func (q *Question) distance(a Answer) float64 {
	switch {
	case q.Form == UnitName && a.Dimension == q.truth.Type.Dim, q.Form == Choice && a.Choice == q.choice:
		return 1
	case q.Form == Choice && q.ordered:
		return math.Pow(10, math.Abs(float64(a.Choice-q.choice)))
	default:
		return math.Inf(1)
	}
}

// dimensionUnit names a unit of a dimension.
func dimensionUnit(d unit.Dimension) string {
	switch d {
	case unit.None:
		return "none"
	case unit.Time:
		return "seconds" // a session may have a key that is called s
	case unit.Data:
		return "bytes"
	}
	return unit.BaseUnit(d, "USD")
}

// isAvailability reports whether an availability is asked for.
func (q *Question) isAvailability() bool { return q.truth.Type.Kind == formula.Availability }
