package estimate

import (
	"math"
	"sort"

	"botec/estimate/formula"
)

// Elasticity says how a quantity follows an input that is one value: by how many percent
// it changes with one percent of the input. Of availabilities the percent are those of
// unavailability.
type Elasticity struct {
	Name  string // as --set takes it
	Text  string // as written
	Place Place

	Value     float64 // the ratio of the logarithms of both changes, from Low to High; NaN where there is none
	Low, High Level   // the quantity with less and with more of the input; NaN where the input can not be so
	Step      string  // what less and more are: "10%", or "1" of what is counted

	nines bool // less and more are of the input's unavailability, the other way round
}

// elasticStep is the change over which an elasticity is taken: small for an estimate, and
// large enough for a ceiling of servers to move.
const elasticStep = 0.1

// levels is how often the model is read for each input: as it is, with less, with more.
const levels = 3

// Elasticities finds them for all inputs of a quantity that are one value, the largest
// first; a name may carry a time or a percentile. Those on which nothing depends are left
// out.
func (m *Model) Elasticities(name string, opt Options) ([]Elasticity, *Problem) {
	r, n, in, problem := m.asked(name, opt)
	if problem != nil {
		return nil, problem
	}
	inputs := m.InputsOf(n.Path)
	in.get(n.ID)
	if opt.Sampling, problem = r.affordable(levels*len(inputs), "name a quantity that depends on fewer inputs"); problem != nil {
		return nil, problem
	}
	now := m.levelOf(name, opt)
	var out []Elasticity
	for _, path := range inputs {
		v, ok := m.Variable(path)
		if !ok || len(rangesIn(m.quantities[v.id].node)) > 0 {
			continue
		}
		q := m.quantities[v.id]
		e := Elasticity{Name: v.Name, Text: q.expr.Text, Place: q.place, Step: "10%"}
		e.nines = v.nines || m.quantities[n.ID].typ.Kind == formula.Availability && v.Type.Kind == formula.Percent
		less, more := v.steps(&e)
		e.Low, e.High = less.levelOf(name, opt), more.levelOf(name, opt)
		e.Value = v.elasticity(now, e)
		out = append(out, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return magnitude(out[i].Value) > magnitude(out[j].Value) })
	return out, nil
}

// magnitude orders elasticities: those that differ by what sums lose stay in the order of
// the scenario.
func magnitude(v float64) float64 {
	if math.IsNaN(v) {
		return -1
	}
	return math.Round(math.Abs(v) * 1e9)
}

// steps are the models with less and with more of the input.
func (v *Variable) steps(e *Elasticity) (less, more *Model) {
	switch {
	case e.nines:
		return v.withUnavailability((1 - v.Value) * (1 + elasticStep)), v.withUnavailability((1 - v.Value) * (1 - elasticStep))
	case v.field == &wholeField:
		e.Step = "1"
		return v.with(v.Value - 1), v.with(v.Value + 1)
	default:
		return v.with(v.Value * (1 - elasticStep)), v.with(v.Value * (1 + elasticStep))
	}
}

// levelOf is a quantity of a model, not a number where the model gives none.
func (m *Model) levelOf(name string, opt Options) Level {
	none := Level{math.NaN(), math.NaN()}
	r, n, _, problem := m.asked(name, opt)
	if problem != nil {
		return none
	}
	_, c := (&frame{instant: r.exact.start}).read(n)
	if len(r.problems()) > 0 || c.missing {
		return none
	}
	return Level{c.value.Value, c.complement.Value}
}

// elasticity is the ratio of logarithms between the levels that there are.
func (v *Variable) elasticity(now Level, e Elasticity) float64 {
	low, high := e.Low, e.High
	from, to := 1-elasticStep, 1+elasticStep
	if e.Step == "1" {
		from, to = (v.Value-1)/v.Value, (v.Value+1)/v.Value
	}
	if e.nines {
		from, to = to, from
	}
	if math.IsNaN(low.Value) {
		low, from = now, 1
	}
	if math.IsNaN(high.Value) {
		high, to = now, 1
	}
	ratio := high.Value / low.Value
	if high.Unavailability != 0 || low.Unavailability != 0 {
		ratio = high.Unavailability / low.Unavailability
	}
	if from <= 0 || to <= 0 || from == to || !(ratio > 0) {
		return math.NaN()
	}
	return math.Log(ratio) / math.Log(to/from)
}
