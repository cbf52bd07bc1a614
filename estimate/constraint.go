package estimate

import (
	"fmt"
	"math/big"
	"slices"
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

// isBudget reports whether a comparison is a limit, which holds exactly or not at all.
func (c comparison) isBudget() bool { return c != equals && c != nearly && c != between }

// constraint is a parsed expectation: a comparison with one written quantity, or
// two for a pair of bounds.
type constraint struct {
	cmp       comparison
	low, high unit.Literal // high is used by between alone
	at        formula.Span // of the quantities in the text
}

// ruleConstraint is broken by what is no constraint, or not about one quantity.
const ruleConstraint = "constraint"

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
	{"less than", under}, {"fewer than", under}, {"more than", over}, {"greater than", over}, {"not more than", atMost}, {"not less than", minimum},
}

// parseConstraint reads the text of an expectation, in which further words count as 1.
// Offsets in an error count in the text.
func parseConstraint(text string, words unit.Words) (constraint, *formula.Error) {
	pos := len(text) - len(strings.TrimLeft(text, " \t"))
	if rest, ok := cutWord(text[pos:], "between"); ok {
		return pairOfBounds(text, len(text)-len(rest), " and ", words)
	}
	c := constraint{cmp: equals}
	for _, o := range openings {
		if rest, ok := cutWord(text[pos:], o.text); ok {
			c.cmp = o.cmp
			pos = len(text) - len(rest)
			break
		}
	}
	lit, end, err := scanBound(text, pos, words)
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
				return pairOfBounds(text, pos, dash, words)
			}
		}
	}
	return c, &formula.Error{Span: formula.Span{Start: end, End: len(text)}, Rule: ruleConstraint, Message: fmt.Sprintf("%q follows the constraint", rest),
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

func scanBound(text string, pos int, words unit.Words) (unit.Literal, int, *formula.Error) {
	if !unit.Starts(text, pos) {
		end := max(len(text), pos+1)
		return unit.Literal{}, pos, &formula.Error{Span: formula.Span{Start: pos, End: end}, Rule: ruleConstraint,
			Message: fmt.Sprintf("a quantity is wanted in a constraint, found %q", strings.TrimSpace(text[min(pos, len(text)):])),
			Help:    "write `12K/s`, `~12K/s`, `at most 2 PB`, `at least 99.9%` or `10K/s to 15K/s`"}
	}
	lit, end, err := unit.Scan(text, pos, unit.Options{Words: words})
	if err != nil {
		return lit, end, &formula.Error{Span: formula.Span{Start: err.Start, End: err.End}, Rule: formula.RuleUnit, Message: err.Message, Help: err.Help}
	}
	return lit, end, nil
}

// pairOfBounds reads "low SEPARATOR high". A bare low takes the unit of the high.
func pairOfBounds(text string, pos int, separator string, words unit.Words) (constraint, *formula.Error) {
	c := constraint{cmp: between}
	first := text
	if i := strings.Index(text[pos:], separator); i >= 0 && separator == " and " { // no unit
		first = text[:pos+i]
	}
	low, end, err := scanBound(first, pos, words)
	if err != nil {
		return c, err
	}
	rest, ok := cutWord(strings.TrimLeft(text[end:], " \t"), strings.TrimSpace(separator))
	if !ok {
		return c, &formula.Error{Span: formula.Span{Start: end, End: max(len(text), end+1)}, Rule: ruleConstraint, Message: "the second bound is missing", Help: "write `between 10K/s and 15K/s`"}
	}
	high, end, err := scanBound(text, len(text)-len(rest), words)
	if err != nil {
		return c, err
	}
	if tail := strings.TrimSpace(text[end:]); tail != "" {
		return c, &formula.Error{Span: formula.Span{Start: end, End: len(text)}, Rule: ruleConstraint, Message: fmt.Sprintf("%q follows the constraint", tail), Help: "write two bounds, as in `10K/s to 15K/s`"}
	}
	c.low, c.high, c.at = low, high, formula.Span{Start: pos, End: end}
	shared, clear := low.InUnitOf(high)
	if !clear {
		return c, &formula.Error{Span: c.at, Rule: formula.RuleAmbiguous, Message: fmt.Sprintf("the low bound can be in the magnitude of the high one or not: %q", text[pos:end]),
			Help: "write the magnitude at both bounds"}
	}
	c.low = shared
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
	name, t, errs := b.subject(e.Quantity)
	for _, err := range errs {
		b.problems = append(b.problems, quantity.Problem(err))
	}
	if name == nil {
		return nil
	}
	x := &expectation{Expectation: e, name: name, id: name.ID, value: &Expr{Text: e.Text, Place: e.Place}}
	if strings.HasPrefix(e.Text, "at most ") && e.Place == e.QuantityPlace { // the budget, whose words are ours
		x.value = &Expr{Text: e.Text, Segments: []Segment{{0, e.Place.Line, e.Place.Column}, {len("at most "), e.Place.Line, e.Place.Column}}, Place: e.Place}
	}
	c, err := parseConstraint(e.Text, modelWords{b.m})
	if err == nil && !t.Broken && len(errs) == 0 {
		err = b.suit(&c, e.Quantity, "constraint", t)
	}
	if err != nil {
		b.problems = append(b.problems, x.value.Problem(err))
		return nil
	}
	if t.Broken || len(errs) > 0 {
		return nil
	}
	x.constraint = c
	return x
}

// subject reads the quantity that a constraint is about. The name is nil where the text
// is none.
func (b *builder) subject(text string) (*formula.Name, formula.Type, []*formula.Error) {
	node, err := formula.Parse(text, formula.Vocabulary{IsName: b.m.Has})
	if err != nil {
		return nil, formula.Type{}, []*formula.Error{err}
	}
	name, ok := node.(*formula.Name)
	if !ok {
		return nil, formula.Type{}, []*formula.Error{{Span: node.Where(), Rule: ruleConstraint, Message: "an expectation is about one quantity", Help: "name the expression in `let` and expect that"}}
	}
	t, all := formula.Check(name, scope{b: b})
	return name, t, slices.DeleteFunc(all, func(err *formula.Error) bool { return err.Message == "" })
}

// suit checks that a constraint can be about a quantity of the type, and reads a bare
// "500B" as bytes where it is about data.
func (b *builder) suit(c *constraint, quantity, what string, t formula.Type) *formula.Error {
	for _, lit := range []*unit.Literal{&c.low, &c.high} {
		if lit == &c.high && c.cmp != between {
			continue
		}
		if lit.BillionOrBytes() && t.Dim == unit.Data {
			*lit = lit.AsBytes()
		}
		if lit.Dim() != t.Dim {
			return &formula.Error{Span: c.at, Rule: formula.RuleDimension,
				Message: fmt.Sprintf("%s is %s, the %s is %s", quantity, t.Dim, what, lit.Dim()), Help: constraintHelp(t, lit.Dim())}
		}
		if code := b.m.currency; lit.Unit.IsCurrency() && lit.Unit.Symbol != code {
			return &formula.Error{Span: c.at, Rule: formula.RuleDimension, Message: fmt.Sprintf("%s is in %s, the %s is in %s", quantity, code, what, lit.Unit.Symbol), Help: "write it in " + code}
		}
		if t.Kind == formula.Availability && written(*lit).Cmp(big.NewRat(1, 1)) > 0 {
			return overAvailable(c, *lit, what)
		}
	}
	if c.cmp == between && b.value(c.low).Cmp(b.value(c.high)) > 0 {
		return &formula.Error{Span: c.at, Rule: formula.RuleRange, Message: "the low bound is above the high bound", Help: "write the smaller bound first"}
	}
	return nil
}

// overAvailable is the problem of an availability above 100 %, which mostly lacks its
// percent sign.
func overAvailable(c *constraint, lit unit.Literal, what string) *formula.Error {
	err := &formula.Error{Span: c.at, Rule: formula.RuleRange, Message: fmt.Sprintf("an availability is at most 100%%, the %s is above that", what), Help: "write it as `99.9%`"}
	if percent := written(lit); lit.Form == unit.Plain && percent.Cmp(big.NewRat(100, 1)) < 0 && percent.Cmp(big.NewRat(50, 1)) > 0 {
		err.Help = fmt.Sprintf("write `%s%%`", strings.TrimRight(strings.TrimRight(percent.FloatString(max(1, -lit.Number.LastDigit())), "0"), "."))
	}
	return err
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
		if example, ok := exampleFigures[t.Dim]; ok {
			return fmt.Sprintf("write it as `%s`", example)
		}
		return fmt.Sprintf("write it as %s", t.Dim)
	}
}

var exampleFigures = map[unit.Dimension]string{unit.Time: "200 ms", unit.Data: "6 TB", unit.DataRate: "20 KB/s", unit.Rate: "12K/s", unit.Money: "$500", unit.Spending: "$500/month"}

// exampleUnit is a unit of a dimension.
func exampleUnit(d unit.Dimension) string {
	figure := exampleFigures[d]
	if _, word, ok := strings.Cut(figure, " "); ok {
		return word
	}
	return unit.BaseUnit(d, "USD")
}
