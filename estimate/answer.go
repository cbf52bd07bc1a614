package estimate

import (
	"fmt"
	"math"
	"math/big"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Answer is what an expression comes to.
type Answer struct {
	Expression string // as written, without the name that it is bound to
	Name       string // that it is bound to, empty for none

	Value          float64  // base units
	Spread         *Spread  // by ranges; nil: none has a part in it
	Sampling       *Sampled // how that was found
	Unavailability float64  // of an availability
	Type           formula.Type
	PerTime        bool // a plain number that is a time over a time, such as 5 min/year
	Calendar       unit.Calendar
	Style          unit.Style   // as asked for with `in`, or as a person would choose
	Also           []unit.Style // further readings: in bits, per day …
	Nines          float64      // of an availability
	Downtime       Downtime     // zero for a durability

	Exact *big.Rat    // without rounding, in base units or in Unit; nil: there is none
	Unit  *unit.Scale // that Exact is in, as asked for with `in`

	node formula.Node // checked

	Notes []string // how it was read, where that is a choice
}

// choose gives the answer a unit and further readings: those that were asked for, or
// what a person would choose.
func (a *Answer) choose(conv *formula.Conversion) {
	if conv.In != nil {
		a.asAsked(*conv.In)
		return
	}
	switch a.Type.Dim {
	case unit.None:
		a.chooseNumber(conv.Node)
	case unit.Rate: // a rare one has its own time base first
		a.Also = []unit.Style{{Per: mustUnit("s")}, {Per: mustUnit("day")}}
	case unit.DataRate:
		a.Also = []unit.Style{{Bits: true}, {Per: mustUnit("day")}}
	case unit.Spending:
		a.Style.Per = mustUnit("month")
		a.Also = []unit.Style{{Per: mustUnit("year")}}
	case unit.Data:
		if lit := formula.FirstLiteral(conv.Node, unit.Data); lit != nil && (lit.Unit.Binary() || lit.Unit.Bits()) {
			a.Also = []unit.Style{{As: &unit.Scale{Unit: lit.Unit}}}
		}
	}
}

// asAsked shows the answer in the unit behind `in`. Of "rps" the magnitude is ours.
func (a *Answer) asAsked(in unit.Literal) {
	second := mustUnit("s")
	a.Style = unit.Style{As: unit.ScaleOf(in)}
	base := a.Style.As.Base()
	if in.Unit != nil && in.Unit.Dim == unit.Rate {
		a.Style, base = unit.Style{Per: second}, second
	}
	switch {
	case a.Type.Dim == unit.DataRate:
		a.Also = []unit.Style{{Bits: !in.Unit.Bits(), Per: second}}
	case a.Type.Dim == unit.Rate && base == second:
		a.Also = []unit.Style{{Per: mustUnit("day")}}
	case a.Type.Dim == unit.Rate:
		a.Also = []unit.Style{{Per: second}}
	}
}

func (a *Answer) chooseNumber(n formula.Node) {
	lit, alone := formula.AsLiteral(n)
	a.Style.Percent = a.Type.Kind == formula.Percent
	a.Style.Times = alone && lit.Form == unit.Multiplier
	if size := math.Abs(a.Value); size >= 1000 && size < 1e15 && a.Value == math.Trunc(a.Value) {
		a.Also = []unit.Style{{Whole: true}}
	}
}

func mustUnit(name string) *unit.Unit {
	u, _ := unit.Lookup(name)
	return u
}

// note says how a value was read and found, where a reader could think otherwise.
func (c *Calculator) note(a *Answer, conv *formula.Conversion, f formula.Frame) {
	periods, independent := calls(conv.Node, "durability"), callsRedundancy(conv.Node)
	formula.Walk(conv.Node, func(n formula.Node) {
		switch n := n.(type) {
		case *formula.Literal:
			periods = periods || n.UsesPeriod()
		case *formula.Name:
			if id, ok := c.m.index[n.Path]; ok {
				independent = independent || c.m.quantities[id].assumes
			}
		case *formula.Unary:
			if power, ok := n.X.(*formula.Binary); ok && power.Op == "^" {
				a.Notes = append(a.Notes, fmt.Sprintf("read %s as -(%s)", formula.Print(n), formula.Print(power)))
			}
		}
	})
	if conv.In != nil {
		periods = periods || conv.In.UsesPeriod()
	}
	for _, err := range percentSums(conv.Node, func(n formula.Node) float64 { return formula.Eval(n, f) }) {
		a.Notes = append(a.Notes, err.Message+"; "+err.Help)
	}
	if a.Sampling != nil {
		a.Sampling.Error = a.Spread.Error
	}
	for _, w := range append(c.warnings, c.ev.lossWarnings()...) {
		a.Notes = append(a.Notes, w.Message)
	}
	if independent {
		a.Notes = append(a.Notes, "assumes independent failures")
	}
	if periods || a.Type.Kind == formula.Availability || a.Type.Dim == unit.Spending {
		a.Notes = append(a.Notes, "calendar: "+c.m.cal.String())
	}
}
