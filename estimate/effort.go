package estimate

import (
	"fmt"
	"math/bits"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// MaxWork bounds the work of one evaluation of a scenario. A step is an operation on one
// number, about a nanosecond. Without it a file of a few lines keeps a processor busy for
// hours, by functions that count up to their arguments, by integrals over thousands of
// jumps, in a million trials.
const MaxWork = 1 << 29

// MaxSearch bounds the work of all trials that the percentiles of a scenario take, and of
// all evaluations of a search or a sweep: they run on all processors.
const MaxSearch = 4 * MaxWork

// What is counted beside the operations of a formula, one for each node of it.
const (
	stepsPerQuantity = 96 // to find a value that may be there already, or begin with it
	stepsPerNode     = 32 // to walk to a part of a formula, for one value or for a batch of them
	stepsPerRange    = 40 // to draw a trial
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

// left is the work that trials for an evaluation still may do.
func (ev *evaluator) left() float64 {
	if ev.batch != nil {
		return MaxWork // of its own: what a batch may do is its share of one sampling
	}
	return max(0, MaxSearch-ev.sampled)
}

// draw samples targets with what work is left, as many as are wanted of about that size, and
// puts it down to the evaluation.
func (ev *evaluator) draw(sm *sampler, targets []target, wanted int) []Spread {
	sm.allowed = ev.left()
	sm.fit(targets, wanted)
	spreads := sm.spreads(targets)
	ev.settleUp(sm)
	return spreads
}

// settleUp puts the work of trials down to the evaluation that asked for them, and its
// refusal too.
func (ev *evaluator) settleUp(sm *sampler) {
	if ev.batch != nil {
		return // what is too much shows in the batch's own trials
	}
	ev.sampled += float64(sm.spent.Load())
	if p := sm.refusal(); p != nil && !ev.refused {
		ev.refused = true
		ev.problems = append(ev.problems, p)
	}
}

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
	if share := powerOfTwo(float64(sm.Samples) * sm.allowed / total); !cut && share >= MinSamples {
		fewer = share
	}
	p := &Problem{Place: Place{File: sm.m.scenario.File}, Rule: formula.RuleLimit,
		Message: fmt.Sprintf("%s trials of this take too long", unit.Grouped(sm.Samples)), Help: fmt.Sprintf("take fewer, such as `--samples %d`, or give fewer values ranges", fewer)}
	if sm.Samples <= fewer {
		p.Help = "give fewer values ranges, above all those that functions count up to"
	}
	return p
}

// powerOfTwo is the largest one that is no more than a number of trials; 0 below 1.
func powerOfTwo(trials float64) int { return 1 << bits.Len(uint(trials)) >> 1 }

// affordable refuses to read a model as often as a search or a sweep is about to, each time
// as it has been read now: with fewer trials, where nobody asked for their number and that
// will do. Help says what else makes it less.
func (r *reader) affordable(times int, help string) (Sampling, *Problem) {
	sampling := r.exact.sampling
	one := r.exact.spent + r.exact.sampled + stepsPerCell*float64(len(r.m.quantities))
	total := one * float64(times)
	if total <= MaxSearch {
		return sampling, nil
	}
	samples := sampling.orUsual().Samples
	fewer := powerOfTwo(float64(samples) * MaxSearch / total)
	enough := r.exact.sampled > 0 && fewer >= MinSamples
	if enough && sampling.Samples == 0 {
		sampling.Samples, sampling.Fewer = fewer, true
		return sampling, nil
	}
	p := &Problem{Place: Place{File: r.m.scenario.File}, Rule: formula.RuleLimit, Message: fmt.Sprintf("to compute this scenario %s times takes too long", unit.Grouped(times)), Help: help}
	if enough {
		p.Help = fmt.Sprintf("take fewer trials, such as `--samples %d`, or %s", fewer, help)
	}
	return sampling, p
}
