package formula

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// Takes is what a parameter accepts.
type Takes uint8

// A Count is any plain number; Same is the one dimension that all such arguments
// of a call share; an Available argument reaches the model as 1 − value.
const (
	Count Takes = iota
	Same
	Available
	Duration
	PerTime
	Size
	Throughput
	Anything
)

// dim is the dimension that an argument must have; bound is false where that
// depends on others.
func (t Takes) dim() (d unit.Dimension, bound bool) {
	switch t {
	case Duration:
		return unit.Time, true
	case PerTime:
		return unit.Rate, true
	case Size:
		return unit.Data, true
	case Throughput:
		return unit.DataRate, true
	case Same, Anything:
		return unit.None, false
	default:
		return unit.None, true
	}
}

// String names what the parameter accepts.
func (t Takes) String() string {
	switch t {
	case Same:
		return "any dimension; where there are several such, the same"
	case Available:
		return "an availability or a probability, such as 99.9%"
	case Anything:
		return "any dimension"
	}
	d, _ := t.dim()
	return d.String()
}

// Param is one parameter of a function.
type Param struct {
	Name  string
	Takes Takes
	Range string // the values that it may have, in words; empty: any
}

// evaluation computes a function from its arguments in base units.
type evaluation func(unit.Calendar, []float64) (float64, error)

// shape prepares a distribution with its parameters in base units.
type shape func([]float64) (models.Quantile, error)

// Group is a heading that functions are listed under.
type Group string

// The groups, in the order of the table.
const (
	Arithmetic    Group = "arithmetic"
	Reliability   Group = "availability and durability"
	Load          Group = "load and queues"
	Scaling       Group = "scaling"
	Latency       Group = "latency and networks"
	Storage       Group = "storage and growth"
	Caches        Group = "caches"
	KeySpace      Group = "keys, hashing and sketches"
	Distributions Group = "ranges"
)

// Function is one entry of the function table.
type Function struct {
	Name     string
	Group    Group
	Gives    string // the result in words
	Params   []Param
	Variadic bool // the last parameter repeats
	Optional int  // how many of the last parameters may be left out
	Formula  string
	Source   string
	Example  string

	eval        evaluation
	effort      func([]float64) float64   // the steps that eval takes, where its arguments may make them many; nil: few
	gives       func([]Type) Type         // nil: a plain number
	extreme     func([]float64) float64   // min and max: the complement of the result, from those of the arguments
	unavailable bool                      // eval gives an unavailability
	quantile    shape                     // of a range in another shape, which has no eval: its arguments are inputs
	exact       func([]*big.Rat) *big.Rat // the result without rounding, where float64 has none
	internal    bool                      // integral, which only the standard formulas use
}

// Signature is the call with the names of its parameters.
func (f *Function) Signature() string {
	var names []string
	for _, p := range f.Params {
		names = append(names, p.Name)
	}
	if f.Variadic {
		names = append(names, "…")
	}
	return f.Name + "(" + strings.Join(names, ", ") + ")"
}

func (f *Function) accepts(n int) bool {
	if f.Variadic {
		return n >= len(f.Params)
	}
	return n <= len(f.Params) && n >= len(f.Params)-f.Optional
}

func (f *Function) count() string {
	n := len(f.Params)
	noun := "arguments"
	if n == 1 {
		noun = "argument"
	}
	switch {
	case f.Variadic:
		return fmt.Sprintf("at least %d %s", n, noun)
	case f.Optional > 0:
		return fmt.Sprintf("%d to %d %s", n-f.Optional, n, noun)
	default:
		return fmt.Sprintf("%d %s", n, noun)
	}
}

func (f *Function) param(i int) Param { return f.Params[min(i, len(f.Params)-1)] }

func (f *Function) result(args []Type) Type {
	switch {
	case f.unavailable:
		return Type{Kind: Availability}
	case f.gives == nil:
		return Type{}
	default:
		return f.gives(args)
	}
}

// Functions lists the table in its order, without what only standard formulas use.
func Functions() []*Function {
	var out []*Function
	for _, f := range functionTable {
		if !f.internal {
			out = append(out, f)
		}
	}
	return out
}

// FunctionNames lists the names in order of the alphabet.
func FunctionNames() []string {
	var names []string
	for _, f := range Functions() {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

var functions = func() map[string]*Function {
	m := make(map[string]*Function, len(functionTable))
	for _, f := range functionTable {
		m[f.Name] = f
	}
	return m
}()

// sameAs gives the dimension of the first argument. A grown availability is none.
func sameAs(args []Type) Type {
	t := Type{Dim: args[0].Dim, Kind: args[0].Kind}
	if t.Kind == Availability {
		t.Kind = Number
	}
	return t
}

// oneOf gives what all arguments are: where they differ, a plain number. sumOf does
// too, but for availabilities, whose sum is none.
func oneOf(args []Type) Type {
	t := Type{Dim: args[0].Dim, Kind: args[0].Kind}
	for _, a := range args[1:] {
		if a.Kind != t.Kind {
			t.Kind = Number
		}
	}
	return t
}

func sumOf(args []Type) Type { return sameAs([]Type{oneOf(args)}) }

// likeGamma gives the dimension of the second argument.
func likeGamma(args []Type) Type { return sameAs(args[1:]) }

func ofTime([]Type) Type { return Type{Dim: unit.Time} }

func ofData([]Type) Type { return Type{Dim: unit.Data} }

// share is a chance or a ratio within 0..1, shown in percent.
func share([]Type) Type { return Type{Kind: Percent} }
