package estimate

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// comparison is what a constraint asks of a value.
type comparison uint8

const (
	equals  comparison = iota // rounds to what is written
	nearly                    // within the tolerance of "~"
	atMost                    // ≤, no tolerance
	under                     // <
	minimum                   // ≥
	over                      // >
	between                   // both bounds included
)

// constraint is a parsed expectation: a comparison with one written quantity, or
// two for a pair of bounds.
type constraint struct {
	cmp       comparison
	low, high unit.Literal // high is used by between alone
	at        formula.Span // of the quantities in the text
}

// openings maps the words and signs that begin a constraint to their meaning,
// longest first where one begins another.
var openings = []struct {
	text string
	cmp  comparison
}{
	{"≈ ~", nearly}, {"~=", nearly}, {"≈", nearly}, {"~", nearly}, {"about", nearly}, {"around", nearly}, {"roughly", nearly},
	{"approximately", nearly}, {"almost", nearly}, {"nearly", nearly},
	{"at most", atMost}, {"up to", atMost}, {"no more than", atMost}, {"as much as", atMost}, {"bounded by", atMost}, {"<=", atMost}, {"≤", atMost},
	{"at least", minimum}, {">=", minimum}, {"≥", minimum},
	{"under", under}, {"below", under}, {"<", under}, {"over", over}, {"above", over}, {">", over},
}

// parseConstraint reads the text of an expectation. Offsets in an error count in
// the text.
func parseConstraint(text string) (constraint, *formula.Error) {
	pos := len(text) - len(strings.TrimLeft(text, " \t"))
	if rest, ok := cutWord(text[pos:], "between"); ok {
		return pairOfBounds(text, len(text)-len(rest), " and ")
	}
	c := constraint{cmp: equals}
	for _, o := range openings {
		if rest, ok := cutWord(text[pos:], o.text); ok {
			c.cmp = o.cmp
			pos = len(text) - len(rest)
			break
		}
	}
	lit, end, err := scanBound(text, pos)
	if err != nil {
		return c, err
	}
	c.low, c.at = lit, formula.Span{Start: pos, End: end}
	rest := strings.TrimSpace(text[end:])
	switch {
	case rest == "":
		return c, nil
	case rest == "+" && c.cmp == equals:
		c.cmp = minimum
		return c, nil
	case c.cmp == equals:
		for _, dash := range []string{"to", "–", "—", "-"} {
			if _, ok := cutWord(rest, dash); ok {
				return pairOfBounds(text, pos, dash)
			}
		}
	}
	return c, &formula.Error{Span: formula.Span{Start: end, End: len(text)}, Rule: "constraint", Message: fmt.Sprintf("%q follows the constraint", rest),
		Help: "write one quantity, as in `~12K/s`, `at most 2 PB` or `10K/s to 15K/s`"}
}

// cutWord takes a word or sign off the front. A word ends where no letter follows.
func cutWord(s, word string) (string, bool) {
	rest, ok := strings.CutPrefix(s, word)
	if !ok {
		return s, false
	}
	last := word[len(word)-1]
	if last >= 'a' && last <= 'z' && unit.WordAt(rest, 0) != "" {
		return s, false
	}
	return strings.TrimLeft(rest, " \t"), true
}

func scanBound(text string, pos int) (unit.Literal, int, *formula.Error) {
	if !unit.Starts(text, pos) {
		end := max(len(text), pos+1)
		return unit.Literal{}, pos, &formula.Error{Span: formula.Span{Start: pos, End: end}, Rule: "constraint",
			Message: fmt.Sprintf("a quantity is wanted in a constraint, found %q", strings.TrimSpace(text[min(pos, len(text)):])),
			Help:    "write `12K/s`, `~12K/s`, `at most 2 PB`, `at least 99.9%` or `10K/s to 15K/s`"}
	}
	lit, end, err := unit.Scan(text, pos, unit.Options{Words: unit.NoWords{}})
	if err != nil {
		return lit, end, &formula.Error{Span: formula.Span{Start: err.Start, End: err.End}, Rule: formula.RuleUnit, Message: err.Message, Help: err.Help}
	}
	return lit, end, nil
}

// pairOfBounds reads "low SEPARATOR high". A bare low takes the unit of the high.
func pairOfBounds(text string, pos int, separator string) (constraint, *formula.Error) {
	c := constraint{cmp: between}
	low, end, err := scanBound(text, pos)
	if err != nil {
		return c, err
	}
	rest, ok := cutWord(strings.TrimLeft(text[end:], " \t"), strings.TrimSpace(separator))
	if !ok {
		return c, &formula.Error{Span: formula.Span{Start: end, End: max(len(text), end+1)}, Rule: "constraint", Message: "the second bound is missing", Help: "write `between 10K/s and 15K/s`"}
	}
	high, end, err := scanBound(text, len(text)-len(rest))
	if err != nil {
		return c, err
	}
	if tail := strings.TrimSpace(text[end:]); tail != "" {
		return c, &formula.Error{Span: formula.Span{Start: end, End: len(text)}, Rule: "constraint", Message: fmt.Sprintf("%q follows the constraint", tail), Help: "write two bounds, as in `10K/s to 15K/s`"}
	}
	c.low, c.high, c.at = low, high, formula.Span{Start: pos, End: end}
	if low.Unit == nil && len(low.Under) == 0 && low.Form == unit.Plain {
		if low.Magnitude == "" && high.Magnitude != "" {
			return c, &formula.Error{Span: c.at, Rule: formula.RuleAmbiguous, Message: fmt.Sprintf("the low bound can be in the magnitude of the high one or not: %q", text[pos:end]),
				Help: "write the magnitude at both bounds"}
		}
		c.low.Unit, c.low.Under = high.Unit, high.Under
		if high.Form == unit.Percent {
			percent, _ := unit.Parse(strings.TrimSpace(text[pos:pos+len(text[pos:])-len(strings.TrimLeft(text[pos:], "0123456789.,_"))]) + "%")
			c.low = percent
		}
	}
	return c, nil
}

// expectation is a constraint bound to a quantity of the model.
type expectation struct {
	Expectation
	constraint
	name  *formula.Name
	id    int
	value *Expr // the text of the constraint, for places
}

// expectations binds the scenario's expectations, and the budget of its latency.
func (b *builder) expectations() {
	if id, ok := b.m.index["approx"]; ok && !b.m.quantities[id].typ.Broken {
		b.m.approx = formula.Eval(b.m.quantities[id].node, &inputFrame{cal: b.m.cal})
	}
	all := b.s.Expect
	if e := b.s.Budget; e != nil && b.m.Has("latency") {
		all = append(all[:len(all):len(all)], Expectation{Quantity: "latency", QuantityPlace: e.Place, Text: "at most " + e.Text, Place: e.Place})
	}
	for _, e := range all {
		if x := b.expectation(e); x != nil {
			b.m.checks = append(b.m.checks, x)
			if _, ok := b.m.styles[x.id]; !ok && x.name.At == nil {
				b.m.styles[x.id] = x.style()
			}
		}
	}
}

func (b *builder) expectation(e Expectation) *expectation {
	quantity := &Expr{Text: e.Quantity, Place: e.QuantityPlace}
	fail := func(at *Expr, err *formula.Error) *expectation {
		b.problems = append(b.problems, at.Problem(err))
		return nil
	}
	node, err := formula.Parse(e.Quantity, formula.Vocabulary{IsName: b.m.Has})
	if err != nil {
		return fail(quantity, err)
	}
	name, ok := node.(*formula.Name)
	if !ok {
		return fail(quantity, &formula.Error{Span: node.Where(), Rule: "constraint", Message: "an expectation is about one quantity", Help: "name the expression in `let` and expect that"})
	}
	t, errs := formula.Check(name, scope{b: b})
	for _, err := range errs {
		if err.Message != "" {
			fail(quantity, err)
		}
	}
	x := &expectation{Expectation: e, name: name, id: name.ID, value: &Expr{Text: e.Text, Place: e.Place}}
	if strings.HasPrefix(e.Text, "at most ") && e.Place == e.QuantityPlace { // the budget, whose words are ours
		x.value = &Expr{Text: e.Text, Segments: []Segment{{0, e.Place.Line, e.Place.Column}, {len("at most "), e.Place.Line, e.Place.Column}}, Place: e.Place}
	}
	c, err := parseConstraint(e.Text)
	if err != nil {
		return fail(x.value, err)
	}
	if t.Broken || len(errs) > 0 {
		return nil
	}
	for _, lit := range []*unit.Literal{&c.low, &c.high} {
		if lit == &c.high && c.cmp != between {
			continue
		}
		if lit.BillionOrBytes() && t.Dim == unit.Data {
			*lit = lit.AsBytes()
		}
		if lit.Dim() != t.Dim {
			return fail(x.value, &formula.Error{Span: c.at, Rule: formula.RuleDimension,
				Message: fmt.Sprintf("%s is %s, the constraint is %s", e.Quantity, t.Dim, lit.Dim()), Help: constraintHelp(t, lit.Dim())})
		}
	}
	if c.cmp == between && b.value(c.low).Cmp(b.value(c.high)) > 0 {
		return fail(x.value, &formula.Error{Span: c.at, Rule: formula.RuleRange, Message: "the low bound is above the high bound", Help: "write the smaller bound first"})
	}
	x.constraint = c
	return x
}

func (b *builder) value(l unit.Literal) *big.Float { return big.NewFloat(l.Value(b.m.cal)) }

func constraintHelp(t formula.Type, found unit.Dimension) string {
	switch {
	case t.Dim == unit.Rate && found == unit.None:
		return "write it per time, as in `12K/s` or `1B/day`"
	case t.Dim == unit.Data && found == unit.None:
		return "write it in bytes, as in `6 TB`"
	case t.Dim == unit.DataRate && found == unit.Data:
		return "write it per time, as in `20 KB/s`"
	case t.Dim == unit.None:
		return "write a plain number, without a unit"
	default:
		examples := map[unit.Dimension]string{unit.Time: "200 ms", unit.Data: "6 TB", unit.DataRate: "20 KB/s", unit.Rate: "12K/s", unit.Money: "$500", unit.Spending: "$500/month"}
		if example, ok := examples[t.Dim]; ok {
			return fmt.Sprintf("write it as `%s`", example)
		}
		return fmt.Sprintf("write it as %s", t.Dim)
	}
}

// scale is the unit of a written quantity without its magnitude, in base units.
func scale(l unit.Literal, cal unit.Calendar) float64 {
	s := unit.ScaleOf(l)
	s.Magnitude, s.Percent = "", false
	return s.Factor(cal)
}

// decimal is a computed value in the unit of a written one, to the 15 digits that
// sums and products of decimals keep, as an exact fraction.
func decimal(v, scale float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(v/scale, 'e', 14, 64))
	if !ok {
		return new(big.Rat)
	}
	return r
}

func written(l unit.Literal) *big.Rat {
	if l.Form == unit.Ratio {
		return new(big.Rat).Quo(l.Number.Rat(), l.Over.Rat())
	}
	return l.Number.Rat()
}

// judgement is a computed value before a constraint.
type judgement struct {
	value, complement float64
	availability      bool
	approx            float64
	cal               unit.Calendar
}

// holds judges a constraint. Everything is compared as decimals: the written text
// exactly, the computed value to 15 digits.
func (c constraint) holds(j judgement) bool {
	if j.availability {
		return c.holdsAvailability(j)
	}
	v, w := decimal(j.value, scale(c.low, j.cal)), written(c.low)
	switch c.cmp {
	case atMost:
		return v.Cmp(w) <= 0
	case under:
		return v.Cmp(w) < 0
	case minimum:
		return v.Cmp(w) >= 0
	case over:
		return v.Cmp(w) > 0
	case between:
		return v.Cmp(w) >= 0 && decimal(j.value, scale(c.high, j.cal)).Cmp(written(c.high)) <= 0
	case nearly:
		return distance(v, w).Cmp(share(v, j.approx)) <= 0
	default:
		return c.rounds(v, w)
	}
}

func distance(a, b *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(a, b)
	return d.Abs(d)
}

func share(v *big.Rat, part float64) *big.Rat {
	p := decimal(part, 1)
	p.Mul(p, v)
	return p.Abs(p)
}

func power(e int) *big.Rat {
	r, _ := new(big.Rat).SetString("1e" + strconv.Itoa(e))
	return r
}

// rounds judges a plain figure: the value lies within half a unit of its last
// written digit, but never looser than two digits, and with up to five digits half
// a percent will do. A count of whole things under 1,000 has to be equal.
func (c constraint) rounds(v, w *big.Rat) bool {
	n := c.low.Number
	if c.low.Dim() == unit.None && c.low.Form == unit.Plain && v.IsInt() && v.Cmp(big.NewRat(1000, 1)) < 0 {
		return v.Cmp(w) == 0
	}
	last := n.LastDigit()
	if n.Significant() == 1 {
		last--
	}
	half := power(last)
	half.Mul(half, big.NewRat(1, 2))
	if n.Significant() <= 5 {
		if band := share(v, 0.005); band.Cmp(half) > 0 {
			half = band
		}
	}
	return distance(v, w).Cmp(half) <= 0
}

// holdsAvailability judges an availability by its unavailability, so that nines
// count. A bare figure truncates: 99.95 % is 99.9 %, and not 99.96 %.
func (c constraint) holdsAvailability(j judgement) bool {
	one := big.NewRat(1, 1)
	u := decimal(j.complement, 1)
	w := new(big.Rat).Sub(one, written(c.low))
	switch c.cmp {
	case atMost:
		return u.Cmp(w) >= 0
	case under:
		return u.Cmp(w) > 0
	case minimum:
		return u.Cmp(w) <= 0
	case over:
		return u.Cmp(w) < 0
	case between:
		return u.Cmp(w) <= 0 && u.Cmp(new(big.Rat).Sub(one, written(c.high))) >= 0
	case nearly:
		return new(big.Rat).Mul(u, big.NewRat(2, 1)).Cmp(w) >= 0 && u.Cmp(new(big.Rat).Mul(w, big.NewRat(2, 1))) <= 0
	default:
		return u.Cmp(w) <= 0 && u.Cmp(new(big.Rat).Sub(w, power(c.low.Number.Places()))) > 0
	}
}

// difference is (written − computed) ÷ computed, NaN for a pair of bounds. For an
// availability it is of the unavailabilities.
func (c constraint) difference(j judgement) float64 {
	if c.cmp == between {
		return math.NaN()
	}
	v, w := decimal(j.value, scale(c.low, j.cal)), written(c.low)
	if j.availability {
		v, w = decimal(j.complement, 1), new(big.Rat).Sub(big.NewRat(1, 1), w)
	}
	if v.Sign() == 0 {
		return math.NaN()
	}
	d, _ := new(big.Rat).Quo(new(big.Rat).Sub(w, v), v).Float64()
	return d
}

// opening is the word that a comparison begins with.
func (c comparison) opening() string {
	return [...]string{equals: "", nearly: "~", atMost: "at most ", under: "under ", minimum: "at least ", over: "over ", between: ""}[c]
}

// explain says by how much a constraint fails, and which wordings would pass.
func (c constraint) explain(j judgement, style unit.Style, text string) (message string, passing []string) {
	d := unit.Format(j.value, c.low.Dim(), j.cal, style)
	if j.availability {
		d = unit.FormatAvailability(j.complement, 0)
	}
	message = fmt.Sprintf("expected %s, the scenario gives %s", text, d)
	if diff := c.difference(j); !math.IsNaN(diff) && !j.availability {
		message += fmt.Sprintf(" (%s)", c.byHowMuch(diff))
	}
	for _, digits := range []int{2, 3, 4} {
		for _, kind := range []comparison{c.cmp, nearly} {
			if candidate := c.wording(kind, j, style, digits); candidate != "" && !contains(passing, candidate) && len(passing) < 3 {
				passing = append(passing, candidate)
			}
		}
	}
	return message, passing
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (c constraint) byHowMuch(diff float64) string {
	if ratio := 1 + diff; ratio >= 10 || ratio > 0 && ratio <= 0.1 && (c.cmp == atMost || c.cmp == under) {
		times := unit.Format(math.Max(ratio, 1/ratio), unit.None, unit.DefaultCalendar(), unit.Style{Digits: 2})
		return map[bool]string{true: times + " times what is computed", false: "computed is " + times + " times that"}[ratio > 1]
	}
	size := func(x float64) string {
		return unit.Format(math.Abs(x), unit.None, unit.DefaultCalendar(), unit.Style{Percent: true, Digits: 2})
	}
	switch c.cmp {
	case atMost, under:
		return size(1/(1+diff)-1) + " over the limit"
	case minimum, over:
		return size(1-1/(1+diff)) + " short of it"
	default:
		return "it is " + size(diff) + map[bool]string{true: " high", false: " low"}[diff > 0]
	}
}

// wording is the constraint with a figure that would pass, empty where the figure
// of that many digits does not.
func (c constraint) wording(kind comparison, j judgement, style unit.Style, digits int) string {
	if kind == between {
		kind = equals
	}
	var figure string
	if j.availability {
		if kind == nearly {
			return ""
		}
		figure = unit.FormatAvailability(unit.RoundUp(j.complement, digits-1), digits)
		if kind == atMost || kind == under {
			figure = unit.FormatAvailability(unit.RoundDown(j.complement, digits-1), digits)
		}
	} else {
		if style.As == nil {
			style = c.style() // in the user's own unit, however far off
		}
		factor := style.As.Factor(j.cal)
		round := map[comparison]func(float64, int) float64{atMost: unit.RoundUp, under: unit.RoundUp, minimum: unit.RoundDown, over: unit.RoundDown}[kind]
		if round == nil {
			round = unit.Round
		}
		s := style
		s.Digits = digits
		figure = unit.Format(round(j.value/factor, digits)*factor, c.low.Dim(), j.cal, s)
	}
	text := kind.opening() + figure
	if try, err := parseConstraint(text); err == nil && try.low.Dim() == c.low.Dim() && try.holds(j) {
		return text
	}
	return ""
}

// style shows a quantity as its constraint was written: the same unit, magnitude
// and time base, and at least as many digits.
func (c constraint) style() unit.Style {
	return unit.Style{As: unit.ScaleOf(c.low), Digits: cmp.Or(max(3, c.low.Number.Significant()), 3)}
}
