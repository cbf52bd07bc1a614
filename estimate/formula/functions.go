package formula

import (
	"fmt"
	"math"
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
	case Same, Anything:
		return unit.None, false
	default:
		return unit.None, true
	}
}

// Param is one parameter of a function.
type Param struct {
	Name  string
	Takes Takes
}

// Function is one entry of the function table.
type Function struct {
	Name     string
	Params   []Param
	Variadic bool // the last parameter repeats
	Optional int  // how many of the last parameters may be left out
	Formula  string
	Source   string
	Example  string

	eval         func(unit.Calendar, []float64) (float64, error)
	gives        func([]Type) Type       // nil: a plain number
	extreme      func([]float64) float64 // min and max: the complement of the result, from those of the arguments
	unavailable  bool                    // eval gives an unavailability
	distribution bool                    // a range in another shape: its arguments are inputs
	internal     bool                    // integral, which only the standard formulas use
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

func params(takes Takes, names ...string) []Param {
	out := make([]Param, len(names))
	for i, n := range names {
		out[i] = Param{n, takes}
	}
	return out
}

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

func ofTime([]Type) Type { return Type{Dim: unit.Time} }

// on1, on2, on3 and onAll fit a model to the table.
func on1(f func(float64) float64) func(unit.Calendar, []float64) (float64, error) {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0]), nil }
}

func on2(f func(a, b float64) (float64, error)) func(unit.Calendar, []float64) (float64, error) {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0], a[1]) }
}

func on3(f func(a, b, c float64) (float64, error)) func(unit.Calendar, []float64) (float64, error) {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a[0], a[1], a[2]) }
}

func onAll(f func([]float64) (float64, error)) func(unit.Calendar, []float64) (float64, error) {
	return func(_ unit.Calendar, a []float64) (float64, error) { return f(a) }
}

func logarithm(f func(float64) float64) func(unit.Calendar, []float64) (float64, error) {
	return func(_ unit.Calendar, a []float64) (float64, error) {
		if !(a[0] > 0) {
			return 0, &models.RangeError{Param: "x", Value: a[0], Allowed: "above 0"}
		}
		return f(a[0]), nil
	}
}

func squareRoot(_ unit.Calendar, a []float64) (float64, error) {
	if a[0] < 0 {
		return 0, &models.RangeError{Param: "x", Value: a[0], Allowed: "0 or more"}
	}
	return math.Sqrt(a[0]), nil
}

func sum(a []float64) (float64, error) {
	total := 0.0
	for _, v := range a {
		total += v
	}
	return total, nil
}

var functionTable = []*Function{
	{Name: "min", Params: params(Same, "x"), Variadic: true, gives: oneOf, extreme: slices.Max[[]float64], Formula: "the least of its arguments", Example: "min(3 MB, 5 MB)",
		eval: onAll(func(a []float64) (float64, error) { return slices.Min(a), nil })},
	{Name: "max", Params: params(Same, "x"), Variadic: true, gives: oneOf, extreme: slices.Min[[]float64], Formula: "the largest of its arguments", Example: "max(2K/s, 90M/day)",
		eval: onAll(func(a []float64) (float64, error) { return slices.Max(a), nil })},
	{Name: "sum", Params: params(Same, "x"), Variadic: true, gives: sumOf, Formula: "the sum of its arguments", Example: "sum(1 KB, 200 B)", eval: onAll(sum)},
	{Name: "abs", Params: params(Same, "x"), gives: sameAs, Formula: "|x|", Example: "abs(-3)", eval: on1(math.Abs)},
	{Name: "sqrt", Params: params(Count, "x"), Formula: "√x", Example: "sqrt(16)", eval: squareRoot},
	{Name: "exp", Params: params(Count, "x"), Formula: "e^x", Example: "exp(1)", eval: on1(math.Exp)},
	{Name: "ln", Params: params(Count, "x"), Formula: "natural logarithm", Example: "ln(10)", eval: logarithm(math.Log)},
	{Name: "log2", Params: params(Count, "x"), Formula: "logarithm to base 2", Example: "log2(1024)", eval: logarithm(math.Log2)},
	{Name: "log10", Params: params(Count, "x"), Formula: "logarithm to base 10", Example: "log10(1000)", eval: logarithm(math.Log10)},
	{Name: "floor", Params: params(Count, "x"), Formula: "the whole number at or below x, forgiving 1e-9 relative", Example: "floor(2.7)", eval: on1(models.Floor)},
	{Name: "ceil", Params: params(Count, "x"), Formula: "the whole number at or above x, forgiving 1e-9 relative", Example: "ceil(2.1)", eval: on1(models.Ceil)},
	{Name: "round", Params: params(Count, "x"), Formula: "the nearest whole number, halves away from zero", Example: "round(2.5)", eval: on1(math.Round)},

	{Name: "series", Params: params(Available, "a"), Variadic: true, unavailable: true, Formula: "Π a", Source: "IEC 61078", Example: "series(99.9%, 99.9%)", eval: onAll(models.Series)},
	{Name: "parallel", Params: params(Available, "a"), Variadic: true, unavailable: true, Formula: "1 - Π (1 - a)", Source: "IEC 61078", Example: "parallel(99.9%, 99.9%)", eval: onAll(models.Parallel)},
	{Name: "k_of_n", Params: []Param{{"k", Count}, {"n", Count}, {"a", Available}}, unavailable: true, Formula: "Σ i=k..n C(n,i) a^i (1-a)^(n-i)", Source: "IEC 61078", Example: "k_of_n(2, 3, 99.9%)", eval: on3(models.KOfN)},
	{Name: "k_of", Params: []Param{{"k", Count}, {"a", Available}}, Variadic: true, unavailable: true, Formula: "chance that at least k of different blocks are up", Source: "Barlow & Heidtmann 1984", Example: "k_of(2, 99%, 99.9%, 95%)",
		eval: onAll(func(a []float64) (float64, error) { return models.KOf(a[0], a[1:]) })},
	{Name: "uptime", Params: params(Duration, "mtbf", "mttr"), unavailable: true, Formula: "mtbf / (mtbf + mttr)", Source: "Trivedi 2001", Example: "uptime(1000 h, 1 h)", eval: on2(models.Uptime)},
	{Name: "downtime", Params: []Param{{"a", Available}, {"period", Duration}}, gives: ofTime, Formula: "(1 - a) × period", Source: "SRE book, appendix A", Example: "downtime(99.9%, 30 days)", eval: on2(models.Downtime)},
	{Name: "nines", Params: params(Available, "a"), Formula: "-log10(1 - a)", Example: "nines(99.95%)",
		eval: func(_ unit.Calendar, a []float64) (float64, error) { return models.Nines(a[0]) }},
	{Name: "common_cause", Params: []Param{{"n", Count}, {"a", Available}, {"beta", Count}}, unavailable: true, Formula: "1 - (1 - βu)(1 - ((1-β)u)^n), u = 1 - a", Source: "Fleming 1975; IEC 61508-6 annex D", Example: "common_cause(2, 99.9%, 10%)", eval: on3(models.CommonCause)},

	{Name: "busy_hour", Params: params(Count, "share"), Formula: "share × 24", Example: "busy_hour(20%)",
		eval: func(_ unit.Calendar, a []float64) (float64, error) { return models.BusyHour(a[0]) }},
	{Name: "busy", Params: []Param{{"share", Count}, {"window", Duration}}, Formula: "share × day / window", Example: "busy(80%, 8 h)",
		eval: func(cal unit.Calendar, a []float64) (float64, error) { return models.Busy(a[0], a[1], cal.Day) }},
	{Name: "in_flight", Params: []Param{{"rate", PerTime}, {"latency", Duration}}, Formula: "rate × latency", Source: "Little 1961", Example: "in_flight(1K/s, 200 ms)", eval: on2(models.InFlight)},
	{Name: "servers_for", Params: []Param{{"load", Same}, {"each", Same}, {"utilization", Count}}, Formula: "ceil(load / (each × utilization))", Example: "servers_for(50K/s, 1K/s, 70%)", eval: on3(models.ServersFor)},
	{Name: "erasure", Params: params(Count, "data", "parity"), Formula: "(data + parity) / data", Example: "erasure(10, 4)", eval: on2(models.Erasure)},
	{Name: "grow", Params: []Param{{"amount", Same}, {"growth", Count}, {"periods", Count}}, gives: sameAs, Formula: "amount × (1 + growth)^periods", Example: "grow(100 TB, 20%, 3)", eval: on3(models.Grow)},
	{Name: "accumulate", Params: []Param{{"first", Same}, {"growth", Count}, {"periods", Count}, {"kept", Count}}, Optional: 1, gives: sameAs,
		Formula: "first × ((1 + growth)^periods - 1) / growth, whole periods; the last `kept` of them where given", Example: "accumulate(10 TB, 20%, 3)",
		eval: func(_ unit.Calendar, a []float64) (float64, error) {
			if len(a) == 4 {
				return models.AccumulateKept(a[0], a[1], a[2], a[3])
			}
			return models.Accumulate(a[0], a[1], a[2])
		}},
	{Name: "runway", Params: []Param{{"used", Same}, {"growth", Count}, {"capacity", Same}}, Formula: "ln(capacity / used) / ln(1 + growth) periods", Example: "runway(60 TB, 5%, 100 TB)", eval: on3(models.Runway)},

	{Name: "triangular", Params: params(Same, "a", "m", "b"), gives: sameAs, distribution: true, Formula: "a range from a to b that peaks at m", Example: "triangular(1 KB, 2 KB, 5 KB)", eval: on3(models.TriangularMedian)},
	{Name: "pert", Params: params(Same, "a", "m", "b"), gives: sameAs, distribution: true, Formula: "a range from a to b, most likely m, beta-shaped", Source: "Malcolm et al. 1959", Example: "pert(1 KB, 2 KB, 5 KB)", eval: on3(models.PERTMedian)},
	{Name: "uniform", Params: params(Same, "a", "b"), gives: sameAs, distribution: true, Formula: "a range in which all values from a to b are as likely", Example: "uniform(0 B, 5 KB)", eval: on2(models.UniformMedian)},

	{Name: "integral", Params: []Param{{"rate", Anything}, {"window", Duration}}, internal: true, Formula: "the integral of the rate over the window before now", Example: "integral(tweet.daily, horizon)",
		gives: func(a []Type) Type { return Type{Dim: a[0].Dim.Mul(unit.Time)} }},
}
