package estimate

import (
	"cmp"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/models"
	"botec/estimate/unit"
)

// batch is the trials that one worker computes at once.
type batch struct {
	*sampler
	width     int
	scratch   *formula.Scratch
	chunk     int
	points    [][]float64     // by dimension: where each range stands
	filled    []int           // the chunk that they are of, and 1
	dimension func(d int) int // of the points in which a range stands
	lost      map[lossKey]*loss
}

func (b *batch) begin(chunk int) { b.chunk = chunk }

// chance is where a range stands in every trial.
func (b *batch) chance(n formula.Node) formula.Column {
	d := b.dimension(b.ranges[n])
	for len(b.points) <= d {
		b.points, b.filled = append(b.points, make([]float64, b.width)), append(b.filled, 0)
	}
	if b.filled[d] != b.chunk+1 {
		b.filled[d] = b.chunk + 1
		b.draw(d)
	}
	return formula.Column{Each: b.points[d]}
}

// draw fills the points of one dimension.
func (b *batch) draw(d int) {
	if b.Method == Random {
		var source rand.PCG
		source.Seed(b.Seed, uint64(b.chunk)<<32|uint64(d))
		for i := range b.points[d] {
			b.points[d][i] = (float64(source.Uint64()>>11) + 0.5) * 0x1p-53
		}
		return
	}
	part := b.Samples / scramblings / b.width // chunks
	models.NewSobol(d, b.Seed*scramblings+uint64(b.chunk/part)).Fill(b.points[d], uint32(b.chunk%part*b.width))
}

// ruleSampling marks what is said of the sampling itself.
const ruleSampling = "sampling"

// lossKey is a mistake that takes the value of trials.
type lossKey struct {
	id    int
	rule  string
	start int
}

// loss is a mistake that the values of some trials show.
type loss struct {
	key     lossKey
	first   int // chunk
	problem *Problem
	trials  int
	of      int // trials of the sampling
	batch   int // trials in the batch at hand: a quantity read at several times loses each once
}

func (b *batch) lose(q *quantity, err *formula.Error, trials int) {
	key := lossKey{-1, err.Rule, err.Start}
	if q != nil {
		key.id = q.id
	}
	l, ok := b.lost[key]
	if !ok {
		l = &loss{key: key, of: b.Samples, first: b.chunk, problem: b.m.problem(q, err)}
		b.lost[key] = l
	}
	l.batch = max(l.batch, trials)
}

func (b *batch) end() {
	for _, l := range b.lost {
		l.trials += l.batch
		l.batch = 0
	}
}

// mergeLosses takes further losses among those that are known, and combines the counts of
// the same one. The first trial's message stands for all.
func mergeLosses(all []*loss, more iter.Seq[*loss], combine func(a, b int) int) []*loss {
	for l := range more {
		i := slices.IndexFunc(all, func(known *loss) bool { return known.key == l.key })
		if i < 0 {
			all = append(all, l)
			continue
		}
		if l.first < all[i].first {
			all[i].first, all[i].problem = l.first, l.problem
		}
		if trials := combine(all[i].trials, l.trials); trials != all[i].trials {
			all[i].trials, all[i].of = trials, l.of
		}
	}
	slices.SortFunc(all, func(a, b *loss) int {
		return cmp.Or(cmp.Compare(a.key.id, b.key.id), cmp.Compare(a.key.start, b.key.start), cmp.Compare(a.key.rule, b.key.rule))
	})
	return all
}

// worstLosses takes of the same loss, met more than once, the one of most trials.
func worstLosses(all, more []*loss) []*loss {
	return mergeLosses(all, slices.Values(more), func(a, b int) int { return max(a, b) })
}

// warnings say how the trials differ from those that were asked for, and what was lost.
func (sm *sampler) warnings() []*Problem {
	return append(sm.fallback(), sm.m.lossWarnings(sm.lost)...)
}

// fallback says that the trials are random ones though nobody asked for such.
func (sm *sampler) fallback() []*Problem {
	if !sm.random {
		return nil
	}
	return []*Problem{{Place: Place{File: sm.m.scenario.File}, Rule: ruleSampling,
		Message: fmt.Sprintf("%d ranges are more than the %d dimensions of the Sobol' points allow: the trials are random ones", len(sm.ranges), models.SobolDimensions),
		Help:    "percentiles are less exact: `--samples` takes more trials"}}
}

// lossWarnings say of what was lost why, and in how many trials.
func (m *Model) lossWarnings(lost []*loss) []*Problem {
	var out []*Problem
	for _, l := range lost {
		if l.problem.Rule == formula.RuleLimit {
			continue // a refusal of all trials
		}
		p := *l.problem
		share := float64(l.trials) / float64(l.of)
		p.Message = fmt.Sprintf("%s of %s trials have no value (%s): %s", unit.Grouped(l.trials), unit.Grouped(l.of), unit.Format(share, unit.None, m.cal, unit.Style{Percent: true, Digits: 2}), p.Message)
		out = append(out, &p)
	}
	return out
}
