package estimate

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/models"
)

// product is a product of powers of lognormals and of what is one value: a lognormal too.
// Its exponents are those of the ranges in it.
type product map[formula.Node]float64

// noProduct says why a quantity is none.
type noProduct struct{ why string }

func (e *noProduct) Error() string { return e.why }

// closed finds the spread of a quantity in closed form: the logarithm of a product of
// lognormals is normal. Limpert, Stahel, Abbt 2001. The error says why there is none.
func (ev *evaluator) closed(q *quantity, in *instant) (Spread, error) {
	w := &productWalk{m: ev.m, in: in, known: make(map[int]product)}
	p, err := w.quantity(q)
	if err != nil {
		return Spread{}, err
	}
	variance := 0.0
	for r, exponent := range p {
		n := r.(*formula.Range)
		f := &frame{instant: ev.start}
		deviation := exponent * models.LogDeviation(formula.Eval(n.Low, f), formula.Eval(n.High, f))
		variance += deviation * deviation
	}
	median := in.get(q.id).value.Value
	factor := math.Exp(models.Percentile95 * math.Sqrt(variance))
	low, high := median/factor, median*factor
	return Spread{P5: min(low, high), P50: median, P95: max(low, high), Mean: median * math.Exp(variance/2), Exact: true}, nil // below 0 the lower is the larger
}

// productWalk reads the formulas of quantities as products.
type productWalk struct {
	m     *Model
	in    *instant
	known map[int]product
}

func (w *productWalk) quantity(q *quantity) (product, error) {
	if p, ok := w.known[q.id]; ok {
		return p, nil
	}
	if !q.spreads {
		return nil, nil
	}
	if q.typ.Kind == formula.Availability {
		return nil, &noProduct{"an availability is no product of lognormals"}
	}
	if q.growth != nil && w.in.kind != atStart {
		if w.m.quantities[q.growth.input].spreads {
			return nil, &noProduct{"growth is a range"}
		}
		if w.windowSpreads() {
			return nil, &noProduct{"the horizon is a range, and there is growth up to it"}
		}
	}
	if f := q.field; f != nil && (!f.ok(math.SmallestNonzeroFloat64) || !f.ok(math.MaxFloat64)) {
		return nil, &noProduct{fmt.Sprintf("%s takes %s, which cuts its range", q.lastName(), f.want)}
	}
	p, err := w.node(q.node)
	if err == nil {
		w.known[q.id] = p
	}
	return p, err
}

// node reads a tree. What no range has a part in is a product without exponents.
func (w *productWalk) node(n formula.Node) (product, error) {
	switch n := formula.Bare(n).(type) {
	case *formula.Literal:
		return nil, nil
	case *formula.Name:
		return w.name(n)
	case *formula.Range:
		return w.ranged(n)
	case *formula.Binary:
		return w.binary(n)
	case *formula.Sum:
		return w.alike(n, n.Terms...)
	case *formula.Call:
		return w.call(n)
	default:
		return w.certain(n)
	}
}

// certain takes a tree that is one value.
func (w *productWalk) certain(n formula.Node) (product, error) {
	if w.m.spreads(n) {
		return nil, &noProduct{fmt.Sprintf("`%s` is no product of lognormals", formula.Print(n))}
	}
	return nil, nil
}

func (w *productWalk) name(n *formula.Name) (product, error) {
	switch {
	case n.Elapsed:
		if horizon, ok := w.m.index["horizon"]; ok && w.in.kind == atHorizon {
			return w.quantity(w.m.quantities[horizon])
		}
		return nil, nil
	case n.Percentile != "":
		return nil, nil
	case n.At != nil && w.m.spreads(n.At):
		return w.certain(n)
	default:
		return w.quantity(w.m.quantities[n.ID])
	}
}

func (w *productWalk) ranged(n *formula.Range) (product, error) {
	if n.IsLogit() {
		return nil, &noProduct{fmt.Sprintf("`%s` is a range of percentages", formula.Print(n))}
	}
	if w.m.spreads(n.Low) || w.m.spreads(n.High) {
		return nil, &noProduct{fmt.Sprintf("the ends of `%s` are ranges", formula.Print(n))}
	}
	return product{n: 1}, nil
}

func (w *productWalk) binary(n *formula.Binary) (product, error) {
	switch n.Op {
	case "+", "-":
		return w.alike(n, n.L, n.R)
	case "^":
		if w.m.spreads(n.R) {
			return w.certain(n)
		}
		base, err := w.node(n.L)
		return base.times(formula.Eval(n.R, &frame{instant: w.in})), err
	}
	l, err := w.node(n.L)
	if err != nil {
		return nil, err
	}
	r, err := w.node(n.R)
	if err != nil {
		return nil, err
	}
	sign := 1.0
	if n.Op == "/" {
		sign = -1
	}
	out := maps.Clone(l)
	if out == nil {
		out = make(product)
	}
	for k, v := range r.times(sign) {
		if out[k] += v; out[k] == 0 {
			delete(out, k)
		}
	}
	return out, nil
}

func (p product) times(factor float64) product {
	out := make(product, len(p))
	for k, v := range p {
		out[k] = v * factor
	}
	return out
}

// alike takes a sum whose terms differ by a constant factor alone.
func (w *productWalk) alike(n formula.Node, terms ...formula.Node) (product, error) {
	var first product
	for i, t := range terms {
		p, err := w.node(t)
		if err != nil {
			return nil, err
		}
		if i > 0 && !maps.Equal(first, p) {
			return w.certain(n)
		}
		first = p
	}
	return first, nil
}

func (w *productWalk) call(n *formula.Call) (product, error) {
	switch {
	case n.Func.Name == "integral" && !w.m.spreads(n.Args[1]) && !w.windowSpreads():
		return w.node(n.Args[0]) // the rate differs from one time to another by a constant factor
	case n.Func.Name == "sqrt":
		p, err := w.node(n.Args[0])
		return p.times(0.5), err
	}
	return w.certain(n)
}

// windowSpreads reports whether what is read here is read at a horizon that is a range.
func (w *productWalk) windowSpreads() bool {
	horizon, ok := w.m.index["horizon"]
	return ok && w.in.kind == atHorizon && w.m.quantities[horizon].spreads
}

// openReasons words what has no closed form, those of one reason together.
func (m *Model) openReasons(open map[string][]string) []*Problem {
	var out []*Problem
	for _, why := range slices.Sorted(maps.Keys(open)) {
		names, have, are := listed(open[why]), "have", "they are"
		if len(open[why]) == 1 {
			have, are = "has", "it is"
		}
		out = append(out, &Problem{Place: Place{File: m.scenario.File}, Rule: ruleSampling, Message: fmt.Sprintf("%s %s no closed form, %s sampled: %s", names, have, are, why)})
	}
	return out
}

// listed lists a few names.
func listed(names []string) string {
	const few = 3
	switch n := len(names); {
	case n == 1:
		return names[0]
	case n > few:
		return fmt.Sprintf("%s, %s and %d more", names[0], names[1], n-2)
	case n == 2:
		return names[0] + " and " + names[1]
	default:
		return names[0] + ", " + names[1] + " and " + names[2]
	}
}
