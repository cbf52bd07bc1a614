package estimate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// field says what a value of the file may be: its dimension, its range, and what to
// write where it is neither.
type field struct {
	dim     unit.Dimension
	want    string // the range in words
	ok      func(float64) bool
	example string
	counts  bool // a count: not a percentage, a multiplier or a ratio
	anyDim  bool // the dimension is a matter of other fields
	quiet   bool // a wrong dimension is told of the fields that it comes from
}

func atLeast(low float64) func(float64) bool { return func(v float64) bool { return v >= low } }

func aboveZero(v float64) bool { return v > 0 }

func fraction(v float64) bool { return v >= 0 && v <= 1 }

func someFraction(v float64) bool { return v > 0 && v <= 1 }

// wholeNumber forgives what the sums and products of decimals lose.
func wholeNumber(v float64) bool { return v >= 0 && math.Abs(v-math.Round(v)) <= 1e-9*math.Max(1, v) }

var (
	countField       = field{dim: unit.None, want: "0 or more", ok: atLeast(0), example: "200M", counts: true}
	perUserField     = field{dim: unit.Rate, want: "0 or more", ok: atLeast(0), example: "5/day"}
	rateField        = field{dim: unit.Rate, want: "0 or more", ok: atLeast(0), example: "100M/month"}
	sizeField        = field{dim: unit.Data, want: "0 or more", ok: atLeast(0), example: "500 B"}
	streamField      = field{dim: unit.DataRate, want: "0 or more", ok: atLeast(0), example: "4 Mbps"}
	horizonField     = field{dim: unit.Time, want: "above 0", ok: aboveZero, example: "10 years"}
	retentionField   = field{dim: unit.Time, want: "above 0", ok: aboveZero, example: "30 days"}
	peakField        = field{dim: unit.None, want: "1 or more", ok: atLeast(1), example: "3x"}
	ratioField       = field{dim: unit.None, want: "above 0", ok: aboveZero, example: "100:1"}
	compressionField = field{dim: unit.None, want: "1 or more", ok: atLeast(1), example: "2:1"}
	overheadField    = field{dim: unit.None, want: "0% or more", ok: atLeast(0), example: "30%"}
	replicationField = field{dim: unit.None, want: "1 or more", ok: atLeast(1), example: "3"}
	fillField        = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "80%"}
	hotField         = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "20%"}
	windowField      = field{dim: unit.Time, want: "above 0", ok: aboveZero, example: "1 day"}
	hitField         = field{dim: unit.None, want: "0% to 100%", ok: fraction, example: "95%"}
	utilizationField = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "70%"}
	wholeField       = field{dim: unit.None, want: "a whole number, 0 or more", ok: wholeNumber, example: "2", counts: true}
	latencyField     = field{dim: unit.Time, want: "0 or more", ok: atLeast(0), example: "50 ms"}
	availableField   = field{dim: unit.None, want: "0% to 100%", ok: fraction, example: "99.9%"}
	growthField      = field{dim: unit.Rate, want: "above -100% a period", ok: func(float64) bool { return true }, example: "20%/year"}
	yearField        = field{dim: unit.Time, want: "above 0", ok: aboveZero, example: "365.25 days"}
	approxField      = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "10%"}
)

// inputRanges evaluates what stands in the file as a value and compares it with the
// range of its field, so that such mistakes show together with all others.
func (b *builder) inputRanges() {
	for _, q := range b.m.quantities {
		if q.typ.Broken || !q.isInput() || q.field == nil {
			continue
		}
		f := &inputFrame{cal: b.m.cal}
		v := formula.Eval(q.node, f)
		if f.err != nil {
			b.reportAt(q, f.err)
			q.typ.Broken = true
		} else if err := cmp.Or(outside(q, v), outsideEnds(q, f)); err != nil {
			b.reportAt(q, err)
			q.typ.Broken = true
		}
	}
}

// outsideEnds reports a range that begins or ends where its field takes nothing. What its
// tails have there is a matter of each trial.
func outsideEnds(q *quantity, f *inputFrame) *formula.Error {
	n, ok := formula.Bare(q.node).(*formula.Range)
	if !ok {
		return nil
	}
	for _, end := range []formula.Node{n.Low, n.High} {
		if lit, ok := formula.AsLiteral(end); ok && q.field.counts && lit.Form != unit.Plain {
			return notCounted(q, formula.Print(q.node))
		}
		if !q.field.ok(formula.Eval(end, f)) {
			err := refused(q)
			err.Span = end.Where()
			return err
		}
	}
	return nil
}

// outside reports a value that its field does not take.
func outside(q *quantity, v float64) *formula.Error {
	f := q.field
	if f == nil {
		return nil
	}
	if lit, ok := formula.AsLiteral(q.node); ok && f.counts && lit.Form != unit.Plain {
		return notCounted(q, lit.Text)
	}
	if f.ok(v) {
		return nil
	}
	err := refused(q)
	if lit, ok := formula.AsLiteral(q.node); ok && lit.Form == unit.Plain && strings.Contains(f.want, "%") && v >= 2 && v <= 100 {
		err.Help = fmt.Sprintf("write `%s%%`", lit.Text)
	}
	return err
}

func notCounted(q *quantity, found string) *formula.Error {
	return &formula.Error{Span: q.node.Where(), Rule: formula.RuleValue, Message: fmt.Sprintf("%s is a count, found %s", q.lastName(), found),
		Help: fmt.Sprintf("write it as `%s`, or as a share of something: `20%% of mau`", q.field.example)}
}

// refused says what the field of a quantity takes, and of a range how to stay within that.
func refused(q *quantity) *formula.Error {
	err := &formula.Error{Span: q.node.Where(), Rule: formula.RuleValue,
		Message: fmt.Sprintf("%s is %s, it takes %s", q.lastName(), formula.Print(q.node), q.field.want), Help: fmt.Sprintf("write it as `%s`", q.field.example)}
	ranges := rangesIn(q.node)
	switch {
	case len(ranges) == 0:
	case strings.HasSuffix(q.field.want, "to 100%"):
		err.Help = "a range between percentages below 100% stays within 0% to 100%: `70% to 90%`"
	case q.field == &wholeField:
		err.Help = fmt.Sprintf("write `round(%s)` for the whole numbers in it", formula.Print(q.node))
	case !slices.ContainsFunc(ranges, isRange):
		err.Help = "take ends that are " + q.field.want
	default:
		err.Help = "the tails of `a to b` go beyond its ends; `uniform(a, b)` and `triangular(a, m, b)` stay between theirs"
	}
	return err
}

// isRange reports whether a range is one of percentiles, "a to b", whose tails go beyond.
func isRange(n formula.Node) bool {
	_, ok := n.(*formula.Range)
	return ok
}

// inputFrame evaluates literals: there are no names.
type inputFrame struct {
	formula.Single
	cal unit.Calendar
	err *formula.Error
}

func (f *inputFrame) Calendar() unit.Calendar                            { return f.cal }
func (f *inputFrame) Value(*formula.Name, []float64) formula.Column      { return formula.Fixed(0) }
func (f *inputFrame) Complement(*formula.Name, []float64) formula.Column { return formula.Fixed(1) }
func (f *inputFrame) Integral(formula.Node, formula.Column, []float64) formula.Column {
	return formula.Fixed(0)
}
func (f *inputFrame) Fail(err *formula.Error, _ int) { f.err = err }
