package estimate

import (
	"fmt"
	"math/bits"

	"botec/estimate/formula"
)

// MaxWork bounds the work of one evaluation of a scenario, and of all trials that its
// percentiles take together. A step is an operation on one number, a nanosecond or a few.
// Without it a file of a few lines keeps a processor busy for hours, by functions that
// count up to their arguments, by integrals over thousands of jumps, in a million trials.
const MaxWork = 1 << 29

// MaxSearch bounds the work of all evaluations of a search or a sweep, which run on all
// processors and are asked for one at a time.
const MaxSearch = 4 * MaxWork

// What is counted beside the operations of a formula, one for each node of it.
const (
	stepsPerQuantity = 96 // to find a value that may be there already, or begin with it
	stepsPerNode     = 32 // to walk to a part of a formula, for one value or for a batch of them
	stepsPerRange    = 16 // to draw a trial
	stepsPerTarget   = 10 // to find the percentiles among the values of all trials, each
	stepsPerCell     = 64 // to make room for a quantity in a model that is read once
)

// stepsOf is the steps of one evaluation of a formula, without its functions' own.
func stepsOf(n formula.Node) float64 {
	steps := 0
	formula.Walk(n, func(formula.Node) { steps++ })
	return float64(steps + stepsPerRange*len(rangesIn(n)))
}

// spend takes note of work that is about to be done; false: it must not be.
func (ev *evaluator) spend(steps float64) bool {
	ev.spent += steps
	return ev.spent <= ev.allowed
}

// afford takes note of the work for a quantity.
func (ev *evaluator) afford(q *quantity) bool {
	steps := stepsPerQuantity + stepsPerNode*q.steps
	if q.spreads && ev.batch != nil {
		steps += q.steps * float64(ev.trials())
	}
	return ev.spend(steps)
}

// Spend takes note of the work of a function.
func (f *frame) Spend(steps float64) bool { return f.ev.spend(steps) }

// unaffordable reports that a quantity is not computed; the first of them stands for all.
func (f *frame) unaffordable() {
	f.failed = true
	if !f.ev.refused {
		f.ev.refused = true
		f.Fail(formula.TooMuchWork(f.q.node.Where()), f.ev.trials())
	}
}

// left is the work that an evaluation still may do.
func (ev *evaluator) left() float64 { return max(0, ev.allowed-ev.spent) }

// refusal is what is wrong with sampling that took too much work; nil: it did not. It
// does not depend on the number of processors, since each batch has its own share of
// what is allowed, and all are drawn.
func (sm *sampler) refusal() *Problem {
	cut := false
	for _, l := range sm.lost {
		cut = cut || l.problem.Rule == formula.RuleLimit
	}
	total := float64(sm.spent.Load())
	if total <= sm.allowed && !cut {
		return nil
	}
	fewer := max(MinSamples, sm.Samples/16) // of a batch that was cut nobody knows how much it wants
	if share := int(float64(sm.Samples) * sm.allowed / total); !cut && share >= MinSamples {
		fewer = 1 << (bits.Len(uint(share)) - 1)
	}
	p := &Problem{Place: Place{File: sm.m.scenario.File}, Rule: formula.RuleLimit,
		Message: fmt.Sprintf("%s trials of this take too long", whole(sm.Samples)), Help: fmt.Sprintf("take fewer, such as `--samples %d`, or give fewer values ranges", fewer)}
	if sm.Samples <= fewer {
		p.Help = "give fewer values ranges, above all those that functions count up to"
	}
	return p
}

// affordable refuses to read a model as often as a search or a sweep is about to, each time
// as it has been read now. Help says what else than fewer trials makes it less.
func (r *reader) affordable(times int, help string) *Problem {
	one := r.exact.spent + stepsPerCell*float64(len(r.m.quantities))
	total := one * float64(times)
	if total <= MaxSearch {
		return nil
	}
	p := &Problem{Place: Place{File: r.m.scenario.File}, Rule: formula.RuleLimit, Message: fmt.Sprintf("to compute this scenario %s times takes too long", whole(times)), Help: help}
	samples := r.exact.sampling.orUsual().Samples
	if fewer := int(float64(samples) * MaxSearch / total); r.exact.trialled && fewer >= MinSamples {
		p.Help = fmt.Sprintf("take fewer trials, such as `--samples %d`, or %s", 1<<(bits.Len(uint(fewer))-1), help)
	}
	return p
}

// MaxQuantities bounds the graph of one scenario: an action has half a dozen quantities.
const MaxQuantities = 10000

// MaxExpectations bounds the expectations of one scenario.
const MaxExpectations = 1000

// tooLong refuses what has more parts than anybody reads. It is told of where the first
// part beyond stands.
func (b *builder) tooLong() bool {
	refuse := func(at Place, what string, found, most int) {
		b.problem(at, 1, formula.RuleLimit, fmt.Sprintf("the scenario has %s %s, at most %s are computed", whole(found), what, whole(most)), "split it into several scenarios")
	}
	if found := len(b.m.quantities); found > MaxQuantities {
		at := Place{File: b.s.File}
		for _, q := range b.m.quantities[:MaxQuantities+1] {
			if q.place.Line > 0 && q.place.File != "" { // a default has no place
				at = q.place
			}
		}
		refuse(at, "quantities", found, MaxQuantities)
	}
	if found := len(b.s.Expect); found > MaxExpectations {
		refuse(b.s.Expect[MaxExpectations].QuantityPlace, "expectations", found, MaxExpectations)
	}
	return len(b.problems) > 0
}

// settleUp puts the work of trials down to the evaluation that asked for them, and its
// refusal too.
func (ev *evaluator) settleUp(sm *sampler) {
	if ev.batch != nil {
		return // what is too much shows in the batch's own trials
	}
	ev.spent += float64(sm.spent.Load())
	ev.trialled = true
	if p := sm.refusal(); p != nil && !ev.refused {
		ev.refused = true
		ev.problems = append(ev.problems, p)
	}
}
