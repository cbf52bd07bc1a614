package estimate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate/unit"
)

// wording is a constraint with its text: what a failure quotes, and what wordings that
// would pass keep of it.
type wording struct {
	constraint
	text   string
	spans  spans                             // zero: nothing is kept, the figure is written anew
	parse  func(string) (constraint, string) // reads a changed text; a message where it cannot be read
	inUnit string                            // the unit in a claim's label
	label  string                            // of a claim, without its unit
	whose  string                            // "figure" or "claim"
	verb   string                            // "expected" or "claims"
	style  unit.Style
}

// wording is the expectation as its file has it.
func (x *expectation) wording(words unit.Words) *wording {
	w := &wording{constraint: x.constraint, text: x.Text, whose: "figure", verb: "expected"}
	w.parse = func(text string) (constraint, string) {
		c, err := parseConstraint(text, words)
		if err != nil {
			return c, err.Message
		}
		return c, ""
	}
	return w
}

// locate finds the parts of a scenario's constraint: prose takes all that one does.
func (w *wording) locate() {
	if p, err := readPhrase(w.text, w.low.Dim(), "", unit.DefaultCalendar()); w.spans.end == 0 && err == nil && p.text == w.text {
		w.spans = p.spans
	}
}

// failure says by how much a constraint fails.
func (w *wording) failure(j judgement) string {
	d := unit.Format(j.value, w.low.Dim(), j.cal, w.style)
	if j.availability {
		complement, _ := w.low.Complement()
		d = unit.FormatAvailability(j.complement, 0)
		for digits := 4; digits < 15 && d == unit.FormatAvailability(complement, 0); digits++ {
			d = unit.FormatAvailability(j.complement, digits) // apart from what is written
		}
	}
	message := fmt.Sprintf("%s %s, the scenario gives %s", w.verb, w.text, d)
	switch diff := w.difference(j); {
	case math.IsNaN(diff), diff == -1 && w.cmp.isBudget(): // of a limit of 0 there is no percentage
		return message
	case j.availability:
		complement, _ := w.low.Complement()
		return message + fmt.Sprintf(" (down %s a year, not %s)", w.down(j.complement, j.cal), w.down(complement, j.cal))
	default:
		return message + fmt.Sprintf(" (%s)", w.byHowMuch(diff))
	}
}

func (w *wording) down(complement float64, cal unit.Calendar) string {
	return unit.Format(complement*cal.Year, unit.Time, cal, unit.Style{})
}

// byHowMuch gives the difference in percent, and as a factor where that is 2 or more.
func (w *wording) byHowMuch(diff float64) string {
	percent := func(x float64) string {
		return unit.Format(math.Abs(x), unit.None, unit.DefaultCalendar(), unit.Style{Percent: true, Digits: 2})
	}
	times := func(x float64) string {
		return unit.Format(x, unit.None, unit.DefaultCalendar(), unit.Style{Digits: 2}) + " times"
	}
	ratio := 1 + diff // written ÷ computed
	switch strict := w.cmp == under || w.cmp == over; {
	case strict && diff == 0:
		return "the limit itself does not count"
	case (w.cmp == atMost || w.cmp == under) && ratio > 0 && ratio <= 0.5:
		return times(1/ratio) + " the limit"
	case w.cmp == atMost || w.cmp == under:
		return percent(1/ratio-1) + " over the limit"
	case w.cmp == minimum || w.cmp == over:
		return percent(1-1/ratio) + " short of it"
	case ratio >= 2:
		return times(ratio) + " what is computed"
	default:
		return "the " + w.whose + " is " + percent(diff) + map[bool]string{true: " high", false: " low"}[diff > 0]
	}
}

// maxPassing is how many wordings a failure proposes.
const maxPassing = 3

// The differences between which a figure was most likely meant roughly.
const (
	leastRough = 0.025
	mostRough  = 0.15
)

// passing lists wordings that would pass: the same with "~" where that is most likely
// what was meant, then the right figure with two and more digits, then about it.
func (w *wording) passing(j judgement) []string {
	var out []string
	add := func(text string) {
		if text != "" && len(out) < maxPassing && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	if d := math.Abs(w.difference(j)); w.cmp == equals && d >= leastRough && d <= mostRough && w.passes("~"+w.text, j) {
		add("~" + w.text)
	}
	exact := 0
	for digits := 2; digits <= 4 && exact < maxPassing-1; digits++ {
		if text := w.with(w.cmp, j, digits); text != "" {
			add(text)
			exact++
		}
	}
	if loose, ok := map[comparison]comparison{under: atMost, over: minimum}[w.cmp]; ok && exact == 0 {
		for digits := 2; digits <= 4; digits++ { // a round figure is its own limit
			add(w.with(loose, j, digits))
		}
	}
	for digits := 2; digits <= 4 && w.allows(nearly, j); digits++ {
		if text := w.with(nearly, j, digits); text != "" {
			add(text)
			break
		}
	}
	return out
}

// allows reports whether a wording may compare in this way: a budget stays one.
func (w *wording) allows(cmp comparison, j judgement) bool {
	return cmp == w.cmp || !j.availability && (w.cmp == equals || w.cmp == between)
}

// passes reports whether a changed text holds.
func (w *wording) passes(text string, j judgement) bool {
	c, message := w.parse(text)
	return message == "" && c.low.Dim() == w.low.Dim() && c.holds(j)
}

// with is the constraint with a figure of so many digits, empty where that does not
// hold.
func (w *wording) with(kind comparison, j judgement, digits int) string {
	if kind == between {
		kind = equals
	}
	var text string
	switch own := w.inScale(kind, j, digits); {
	case j.availability:
		round := unit.RoundUp
		if kind == atMost || kind == under {
			round = unit.RoundDown
		}
		text = kind.opening() + unit.FormatAvailability(round(j.complement, digits-1), digits)
	case own != "":
		text = kind.opening() + own
	default:
		text = kind.opening() + figureOf(kind, j, w.low.Dim(), w.style, w.constraint.style(), digits)
	}
	if w.passes(text, j) {
		return text
	}
	return ""
}

// figureOf prints the computed value on the safe side of a comparison.
func figureOf(kind comparison, j judgement, dim unit.Dimension, style, own unit.Style, digits int) string {
	if style.As == nil {
		style = own // in the user's own unit, however far off
	}
	factor := style.As.Factor(j.cal)
	style.Digits = digits
	return unit.Format(rounding(kind)(j.value/factor, digits)*factor, dim, j.cal, style)
}

func rounding(kind comparison) func(float64, int) float64 {
	switch kind {
	case atMost, under:
		return unit.RoundUp
	case minimum, over:
		return unit.RoundDown
	default:
		return unit.Round
	}
}

// inScale is the text from its figure on, with another number in its place: in the
// author's own unit and words. It is empty where the value is far from that scale.
func (w *wording) inScale(kind comparison, j judgement, digits int) string {
	as := unit.ScaleOf(w.low)
	if w.spans.number.End == 0 || w.cmp == between || w.low.Form == unit.Ratio || !fits(j.value, as.Factor(j.cal)) {
		return ""
	}
	rest := scale(w.low, j.cal)
	only := &unit.Scale{Magnitude: as.Magnitude, Percent: as.Percent, Times: as.Times}
	if as.Unit.IsCurrency() && w.spans.unit.End == 0 {
		only.Unit = as.Unit
	}
	factor := as.Factor(j.cal) / rest
	dim, back := w.low.Dim(), factor
	if w.inUnit != "" { // the label has the unit, and perhaps the magnitude
		dim, only = unit.None, &unit.Scale{Magnitude: as.Magnitude}
		if first := unit.WordAt(w.inUnit, 0); unit.IsMagnitude(first) || first == "" && w.inUnit[0] == '%' {
			only, back = &unit.Scale{}, 1
		}
	}
	number := unit.Format(rounding(kind)(j.value/rest/factor, digits)*back, dim, j.cal, unit.Style{As: only, Digits: digits})
	return number + w.text[w.spans.number.End:w.spans.end] + w.after()
}

// after is what follows the figure, without a comparison that stands there.
func (w *wording) after() string {
	rest := w.text[w.spans.end:]
	for closing := range closings {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(rest)), closing) {
			return ""
		}
	}
	return strings.TrimPrefix(rest, "+")
}

// asShare is the remedy for a figure that is right in percent.
func (w *wording) asShare(j judgement) string {
	if w.low.Form != unit.Plain || w.spans.number.End == 0 || w.cmp != equals && w.cmp != nearly || w.inUnit != "" || j.value > 1 {
		return ""
	}
	if text := w.text[:w.spans.number.End] + "%" + w.text[w.spans.number.End:]; w.passes(text, j) {
		return fmt.Sprintf("right in percent: write `%s`", text)
	}
	return ""
}

// binary is the remedy for a figure that is right in units of 1024.
func (w *wording) binary(j judgement) string {
	c := w.constraint
	c.low.Unit = unit.BinaryOf(w.low.Unit)
	if w.cmp == between || w.cmp.isBudget() || c.low.Unit == nil || !c.holds(j) {
		return ""
	}
	symbol := c.low.Unit.Symbol
	at := w.spans.unit
	switch {
	case w.inUnit != "":
		return fmt.Sprintf("right as %s: write the label as `=%s in %s`", symbol, w.label, strings.Replace(w.inUnit, w.low.Unit.Symbol, symbol, 1))
	case at.End == 0:
		return ""
	}
	return fmt.Sprintf("right as %s: write `%s`", symbol, w.text[:at.Start]+symbol+w.text[at.End:])
}

// otherwise is a calendar that people count with: the field that makes it so, and what
// a failure says of it.
type otherwise struct{ path, text, words string }

// quickCalendars are the calendars of a quick estimate.
var quickCalendars = []otherwise{{"calendar.month", "30 days", "a month of 30 days"}, {"calendar.day", "100000 s", "a day of 100,000 s"}}

// remedy names the calendar under which a constraint would hold, if there is one. It
// does not ask of a scenario that has a calendar of its own.
func (j *Judge) remedy(holds func(*Judge) bool) string {
	if j.With == nil || j.r.m.cal != unit.DefaultCalendar() {
		return ""
	}
	if j.r.exact.sampled > MaxSearch/8 {
		return "" // each of the calendars would take as long again
	}
	for _, c := range quickCalendars {
		if j.others == nil {
			j.others = make(map[string]*Judge)
		}
		other, asked := j.others[c.path]
		if !asked {
			other = j.With(c.path, c.text)
			j.others[c.path] = other
		}
		if other != nil && holds(other) {
			return fmt.Sprintf("right with %s: the scenario would say `calendar: {%s: %s}`", c.words, strings.TrimPrefix(c.path, "calendar."), c.text)
		}
	}
	return ""
}

// band says which computed values a constraint would hold for, in its own unit.
func (w *wording) band(j judgement) string {
	if j.availability {
		return w.availabilityBand()
	}
	show := func(v float64, digits int) string {
		s := w.constraint.style()
		s.Digits = digits
		return unit.Format(v, w.low.Dim(), j.cal, s)
	}
	digits := w.low.Number.Significant() + 2
	value := w.low.Value(j.cal)
	var low, high float64
	switch w.cmp {
	case atMost:
		return "up to " + show(value, digits)
	case under:
		return "under " + show(value, digits)
	case minimum:
		return show(value, digits) + " and more"
	case over:
		return "over " + show(value, digits)
	case between:
		low, high = value, w.high.Value(j.cal)
	case nearly:
		low, high = value/(1+j.approx), value/(1-j.approx)
		if j.approx >= 1 {
			return show(low, digits) + " and more"
		}
	default:
		if w.isCount(decimal(j.value, scale(w.low, j.cal))) {
			return "exactly " + show(value, digits)
		}
		half, _ := w.half().Float64()
		half *= scale(w.low, j.cal)
		low, high = value-half, value+half
		if w.low.Number.Significant() <= fewDigits {
			low, high = min(low, value/(1+closeEnough)), max(high, value/(1-closeEnough))
		}
	}
	return show(low, digits) + " to " + show(high, digits)
}

func (w *wording) availabilityBand() string {
	complement := func(l unit.Literal) float64 { c, _ := l.Complement(); return c }
	u := complement(w.low)
	show := func(u float64) string { return unit.FormatAvailability(u, 4) }
	switch w.cmp {
	case atMost, under:
		return w.cmp.opening() + show(u)
	case minimum, over:
		return w.cmp.opening() + show(u)
	case between:
		return show(u) + " to " + show(complement(w.high))
	case nearly:
		return show(2*u) + " to " + show(u/2)
	default:
		last, _ := power(w.low.Number.Places()).Float64()
		return show(u) + " to below " + show(math.Max(0, u-last))
	}
}
