package estimate

import (
	"cmp"
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"botec/estimate/formula"
	"botec/estimate/models"
)

// Sampling says how the trials are drawn in which ranges take a value each.
type Sampling struct {
	Samples int    // trials: a power of two from MinSamples to MaxSamples; 0: DefaultSamples
	Seed    uint64 // 0: 1
	Method  Method // empty: Sobol
	Exact   bool   // in closed form where there is one
	Fewer   bool   // there are fewer trials than usual, since those would take too long: told, not asked for
}

// Method says which points of the space of all ranges the trials are.
type Method string

// Sobol takes points that lie evenly, under a random scrambling; Random takes any.
const (
	Sobol  Method = "sobol"
	Random Method = "random"
)

// The number of trials, and of the parts that are drawn each with randomness of its own:
// how far their percentiles lie apart says how exact those of all trials are.
const (
	DefaultSamples = 1 << 16
	MinSamples     = 1 << 10
	MaxSamples     = 1 << 20
	scramblings    = 8
)

// A batch has so many trials that its columns stay in the processor's cache: fewer where
// the graph is so large that they would not.
const (
	batchTrials  = 1024
	fewTrials    = MinSamples / scramblings
	manyQuantity = 2000
	heldTrials   = 1 << 23 // values of results that are kept at once
)

// orUsual fills in what nobody asked for.
func (s Sampling) orUsual() Sampling {
	return Sampling{cmp.Or(s.Samples, DefaultSamples), cmp.Or(s.Seed, 1), cmp.Or(s.Method, Sobol), s.Exact, s.Fewer}
}

// Spread says how far the ranges of a scenario spread a quantity. Of an availability the
// percentiles are so too, each beside its unavailability.
type Spread struct {
	P5, P50, P95    float64 // base units
	U5, U50, U95    float64 // the unavailabilities at P5, P50 and P95 of an availability
	Mean            float64 // of an availability its mean
	Error           float64 // the largest standard error of the three percentiles, relative
	Trials, Lost    int     // trials, and those among them in which there is no value
	Exact           bool    // in closed form: there are no trials
	MeanUnavailable float64 // 1 − Mean of an availability
}

// none reports whether there is no value in any trial.
func (s Spread) none() bool { return s.Lost > 0 && s.Lost == s.Trials }

// sampler evaluates a model in trials.
type sampler struct {
	Sampling
	m       *Model
	ranges  map[formula.Node]int // the dimension of each
	width   int
	known   map[moment]Spread
	fixed   map[int]float64 // what is held: see evaluator
	workers []*evaluator
	held    [][]float64 // the values of results, from one group of them to the next
	lost    []*loss
	random  bool    // there are more ranges than dimensions of the points
	usual   bool    // nobody asked for a number of trials
	allowed float64 // steps of work of all trials
	spent   atomic.Int64
}

// moment is a quantity at a time.
type moment struct {
	id   int
	kind instantKind
	t    float64
	when formula.Node // of a time that differs from trial to trial
}

// target reads what is wanted of one batch.
type target struct {
	id           int // of the quantity; of an expression of its own 0
	read         func(ev *evaluator) *cell
	availability bool
}

// rangesIn lists the ranges and distributions of a tree.
func rangesIn(n formula.Node) []formula.Node {
	var found []formula.Node
	formula.Walk(n, func(n formula.Node) {
		switch n := n.(type) {
		case *formula.Range:
			found = append(found, n)
		case *formula.Call:
			if formula.IsInput(n) {
				found = append(found, n)
			}
		}
	})
	return found
}

// isOneRange reports whether a tree is a range or a distribution and nothing else.
func isOneRange(n formula.Node) bool {
	ranges := rangesIn(n)
	return len(ranges) == 1 && ranges[0] == formula.Bare(n)
}

// sampler prepares trials for the model and further trees that hold ranges of their own.
// The dimensions go by the order of the file, so that a range takes the same values
// whatever is asked for.
func (m *Model) sampler(s Sampling, known map[moment]Spread, more ...formula.Node) *sampler {
	usual := s.Samples == 0
	s = s.orUsual()
	sm := &sampler{usual: usual, Sampling: s, m: m, ranges: make(map[formula.Node]int), known: known, width: batchTrials, allowed: MaxSearch}
	for _, q := range m.quantities {
		sm.add(q.node)
	}
	for _, n := range more {
		sm.add(n)
	}
	if len(m.quantities) > manyQuantity {
		sm.width = fewTrials
	}
	sm.width = min(sm.width, s.Samples/scramblings)
	sm.need(len(sm.ranges))
	return sm
}

// need falls back to random trials where the points have fewer dimensions than are wanted.
func (sm *sampler) need(dimensions int) {
	if sm.Method == Sobol && dimensions > models.SobolDimensions {
		sm.Method, sm.random = Random, true
	}
}

func (sm *sampler) add(n formula.Node) {
	for _, r := range rangesIn(n) {
		sm.ranges[r] = len(sm.ranges)
	}
}

// evaluator is one worker's.
func (sm *sampler) evaluator() *evaluator {
	ev := &evaluator{m: sm.m, held: sm.fixed, others: make(map[float64]*instant), sampling: sm.Sampling, percentiles: maps.Clone(sm.known), allowed: sm.share()}
	ev.batch = &batch{sampler: sm, width: sm.width, scratch: formula.NewScratch(sm.width), dimension: func(d int) int { return d }, lost: make(map[lossKey]*loss)}
	ev.makeInstants() // the horizon is another in each batch
	return ev
}

// share is the work that one batch may do: all do about the same, and a little more than
// their part is not too much yet.
func (sm *sampler) share() float64 {
	return max(sm.allowed*5/4, MaxWork/8) * float64(sm.width) / float64(sm.Samples)
}

// next begins a batch of trials.
func (ev *evaluator) next(chunk int) {
	ev.batch.begin(chunk)
	ev.spent, ev.refused = 0, false
	ev.again()
}

// again forgets what was computed of a batch, whose ranges stand elsewhere now.
func (ev *evaluator) again() {
	ev.start.now++
	ev.horizon.now++
	for _, in := range ev.others {
		in.now++
	}
	ev.findHorizon()
}

// fit takes fewer trials than usual where those would take too long to read the targets so
// many times. The work of one batch tells that of all. Who asks for a number of trials gets
// it, or a refusal.
func (sm *sampler) fit(targets []target, times int) {
	if !sm.usual {
		return
	}
	ev := sm.evaluator()
	ev.allowed = MaxWork
	perTrial := float64(stepsPerTarget * len(targets))
	for group := range slices.Chunk(targets, max(1, heldTrials/sm.Samples)) {
		ev.next(0)
		for _, t := range group {
			t.read(ev)
		}
		perTrial += ev.spent / float64(sm.width) * float64(times) // also of what was not done
		sm.spent.Add(int64(min(ev.spent, ev.allowed)))
		if ev.refused {
			perTrial = math.Inf(1)
		}
	}
	left := sm.allowed - float64(sm.spent.Load())
	for sm.Samples > MinSamples && perTrial*float64(sm.Samples) > left {
		sm.Samples, sm.Fewer = sm.Samples/2, true
	}
	sm.width = min(sm.width, sm.Samples/scramblings)
}

// each calls visit for every chunk of trials, on all processors. The visits of one chunk
// must touch what is theirs alone.
func (sm *sampler) each(visit func(ev *evaluator, chunk int)) {
	chunks := sm.Samples / sm.width
	for len(sm.workers) < min(runtime.GOMAXPROCS(0), chunks) {
		sm.workers = append(sm.workers, sm.evaluator())
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for _, ev := range sm.workers {
		wait.Go(func() {
			for chunk := int(next.Add(1)) - 1; chunk < chunks; chunk = int(next.Add(1)) - 1 {
				ev.next(chunk)
				visit(ev, chunk)
				ev.batch.end()
				sm.spent.Add(int64(min(ev.spent, 2*MaxWork)))
			}
		})
	}
	wait.Wait()
	var lost []*loss
	for _, ev := range sm.workers {
		lost = mergeLosses(lost, maps.Values(ev.batch.lost), func(a, b int) int { return a + b })
		clear(ev.batch.lost)
	}
	// The same trials are lost again by every group of results that reads the quantity.
	sm.lost = worstLosses(sm.lost, lost)
}

// spreads samples the targets, as many at once as memory allows.
func (sm *sampler) spreads(targets []target) []Spread {
	out := make([]Spread, 0, len(targets))
	sm.spent.Add(int64(stepsPerTarget * sm.Samples * len(targets)))
	for group := range slices.Chunk(targets, max(1, heldTrials/sm.Samples)) {
		if sm.refusal() != nil {
			return make([]Spread, len(targets))
		}
		out = append(out, sm.group(group)...)
	}
	return out
}

func (sm *sampler) group(targets []target) []Spread {
	for len(sm.held) < len(targets) {
		sm.held = append(sm.held, make([]float64, sm.Samples))
	}
	values := sm.held
	sm.each(func(ev *evaluator, chunk int) {
		for i, t := range targets {
			t.write(values[i][chunk*sm.width:(chunk+1)*sm.width], t.read(ev))
		}
	})
	spreads := make([]Spread, len(targets))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(targets)) {
		wait.Go(func() {
			scratch := make([]float64, sm.Samples)
			for i := int(next.Add(1)) - 1; i < len(targets); i = int(next.Add(1)) - 1 {
				spreads[i] = spreadOf(values[i], scratch, targets[i].availability)
			}
		})
	}
	wait.Wait()
	return spreads
}

// write takes the values of a batch: the unavailabilities of an availability.
func (t target) write(dst []float64, c *cell) {
	switch {
	case t.availability && c.value.Each == nil:
		fill(dst, c.complement.Value)
	case t.availability:
		copy(dst, c.complement.Each)
	case c.value.Each == nil:
		fill(dst, c.value.Value)
	default:
		copy(dst, c.value.Each)
	}
}

func fill(dst []float64, v float64) {
	for i := range dst {
		dst[i] = v
	}
}
