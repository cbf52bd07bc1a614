package formula_test

import (
	"fmt"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// An expression is parsed into a tree that knows where everything stands.
func ExampleParse() {
	n, _ := formula.Parse("20% of reads * 1 day", formula.Vocabulary{})
	formula.Walk(n, func(n formula.Node) {
		if name, ok := n.(*formula.Name); ok {
			fmt.Println(name.Path, name.Where())
		}
	})
	_, err := formula.Parse("5 KB *", formula.Vocabulary{})
	fmt.Println(err.Message)
	// Output:
	// reads {7 12}
	// the expression ends where a value is wanted
}

// rates knows names as rates, by their values in base units: for the check their types,
// for the evaluation their values.
type rates struct {
	formula.Single
	perSecond map[string]float64
}

func (r rates) Calendar() unit.Calendar { return unit.DefaultCalendar() }

func (r rates) Resolve(n *formula.Name) (int, formula.Type, *formula.Error) {
	if _, ok := r.perSecond[n.Path]; !ok {
		return 0, formula.Type{}, &formula.Error{Message: "unknown name " + n.Path}
	}
	return 0, formula.Type{Dim: unit.Rate, Kind: formula.Number}, nil
}

func (r rates) Value(n *formula.Name, _ []float64) formula.Column {
	return formula.Fixed(r.perSecond[n.Path])
}

func (r rates) Complement(n *formula.Name, dst []float64) formula.Column {
	return formula.Fixed(1 - r.Value(n, dst).Value)
}

// Integral is of a rate that does not change.
func (r rates) Integral(rate formula.Node, window formula.Column, _ []float64) formula.Column {
	return formula.Fixed(formula.Eval(rate, r) * window.Value)
}

func (r rates) Fail(err *formula.Error, _ int) { fmt.Println(err) }

// A tree is checked once, against a scope, and evaluated as often as wanted, with frames.
func ExampleEval() {
	frame := rates{perSecond: map[string]float64{"reads": 2000}}
	n, _ := formula.Parse("reads * 1 day * 500 B", formula.Vocabulary{})
	typ, mistakes := formula.Check(n, frame)
	fmt.Println(typ.Dim == unit.Data, len(mistakes), formula.Eval(n, frame))
	n, _ = formula.Parse("reads + 500 B", formula.Vocabulary{})
	_, mistakes = formula.Check(n, frame)
	fmt.Println(mistakes[0])
	// Output:
	// true 0 8.64e+10
	// reads is 1/time, 500 B is data: they cannot be added
}
