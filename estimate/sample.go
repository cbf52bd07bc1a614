package estimate

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"botec/estimate/formula"
	"botec/estimate/models"
	"botec/estimate/unit"
)

// Sampling says how the trials are drawn in which ranges take a value each.
type Sampling struct {
	Samples int    // trials: a power of two from MinSamples to MaxSamples; 0: DefaultSamples
	Seed    uint64 // 0: 1
	Method  Method // empty: Sobol
	Exact   bool   // in closed form where there is one
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
	return Sampling{cmp.Or(s.Samples, DefaultSamples), cmp.Or(s.Seed, 1), cmp.Or(s.Method, Sobol), s.Exact}
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

// sampler evaluates a model in trials.
type sampler struct {
	Sampling
	m       *Model
	ranges  map[formula.Node]int // the dimension of each
	width   int
	known   map[moment]Spread
	workers []*evaluator
	lost    []*loss
	random  bool    // there are more ranges than dimensions of the points
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

// sampler prepares trials for the model and further trees that hold ranges of their own.
// The dimensions go by the order of the file, so that a range takes the same values
// whatever is asked for.
func (m *Model) sampler(s Sampling, known map[moment]Spread, more ...formula.Node) *sampler {
	s = s.orUsual()
	sm := &sampler{Sampling: s, m: m, ranges: make(map[formula.Node]int), known: known, width: batchTrials, allowed: MaxSteps}
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
	ev := &evaluator{m: sm.m, others: make(map[float64]*instant), sampling: sm.Sampling, percentiles: maps.Clone(sm.known)}
	ev.batch = &batch{sampler: sm, width: sm.width, scratch: formula.NewScratch(sm.width), dimension: func(d int) int { return d }, lost: make(map[lossKey]*loss)}
	ev.start = ev.instant(formula.Fixed(0), atStart)
	ev.horizon = ev.instant(formula.Fixed(math.Inf(1)), atHorizon)
	return ev
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

// each calls visit for every chunk of trials, on all processors. The visits of one chunk
// must touch what is theirs alone.
func (sm *sampler) each(visit func(ev *evaluator, chunk int)) {
	chunks := sm.Samples / sm.width
	share := max(sm.allowed*5/4, MaxSteps/8) / float64(chunks)
	for len(sm.workers) < min(runtime.GOMAXPROCS(0), chunks) {
		sm.workers = append(sm.workers, sm.evaluator())
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for _, ev := range sm.workers {
		ev.allowed = share
		wait.Go(func() {
			for chunk := int(next.Add(1)) - 1; chunk < chunks; chunk = int(next.Add(1)) - 1 {
				ev.next(chunk)
				visit(ev, chunk)
				ev.batch.end()
				sm.spent.Add(int64(min(ev.spent, 2*MaxSteps)))
			}
		})
	}
	wait.Wait()
	for _, ev := range sm.workers {
		sm.lost = mergeLosses(sm.lost, ev.batch.lost)
		clear(ev.batch.lost)
	}
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
	values := make([][]float64, len(targets))
	for i := range values {
		values[i] = make([]float64, sm.Samples)
	}
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
		for i, v := range c.value.Each {
			if dst[i] = c.complement.At(i); math.IsNaN(v) {
				dst[i] = v
			}
		}
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

// percents are the shares of trials below the percentiles that are told of.
var percents = [3]float64{0.05, 0.5, 0.95}

// spreadOf finds the percentiles of all values, and how far those of the parts lie apart.
func spreadOf(values, scratch []float64, availability bool) Spread {
	s := Spread{Trials: len(values)}
	part := len(values) / scramblings
	var parts [scramblings][3]float64
	var kept []float64
	for i := range scramblings {
		own := present(values[i*part : (i+1)*part])
		percentiles(own, scratch, &parts[i])
		kept = values[:len(kept)+copy(values[len(kept):], own)]
	}
	s.Lost = len(values) - len(kept)
	var all [3]float64
	percentiles(kept, scratch, &all)
	for i, v := range all {
		s.Error = max(s.Error, relativeError(v, all, &parts, i))
	}
	s.Mean = mean(kept)
	s.P5, s.P50, s.P95 = all[0], all[1], all[2]
	if availability {
		s.U5, s.U50, s.U95 = all[2], all[1], all[0]
		s.P5, s.P50, s.P95 = 1-s.U5, 1-s.U50, 1-s.U95
		s.MeanUnavailable, s.Mean = s.Mean, 1-s.Mean
	}
	return s
}

// present moves what is a number to the front.
func present(values []float64) []float64 {
	n := 0
	for _, v := range values {
		values[n] = v
		if v == v {
			n++
		}
	}
	return values[:n]
}

func percentiles(values, scratch []float64, out *[3]float64) {
	var ranks [3]int
	for i, p := range percents {
		ranks[i] = int(math.Ceil(p * float64(len(values))))
	}
	models.Select(values, scratch, ranks[:], out[:])
}

// relativeError is the standard error of a percentile of all trials, from those of the
// parts, relative to it. Glasserman, Monte Carlo Methods in Financial Engineering, 5.4.
func relativeError(v float64, all [3]float64, parts *[scramblings][3]float64, i int) float64 {
	var deviations [scramblings]float64
	for k, p := range parts {
		deviations[k] = p[i] - v
	}
	size := math.Abs(v)
	if size == 0 {
		size = all[2] - all[0]
	}
	e := standardError(deviations[:]) / size
	if !finite(e) {
		return 0 // nothing differs, or too few trials have a value
	}
	return e
}

// mean sums by pairs, so that the error stays small in a million values.
func mean(values []float64) float64 {
	return sumOfPairs(values) / float64(len(values))
}

func sumOfPairs(values []float64) float64 {
	if len(values) > 128 {
		half := len(values) / 2
		return sumOfPairs(values[:half]) + sumOfPairs(values[half:])
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

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
		r := rand.New(rand.NewPCG(b.Seed, uint64(b.chunk)<<32|uint64(d)))
		for i := range b.points[d] {
			b.points[d][i] = (float64(r.Uint64()>>11) + 0.5) * 0x1p-53
		}
		return
	}
	part := b.Samples / scramblings / b.width // chunks
	models.NewSobol(d, b.Seed*scramblings+uint64(b.chunk/part)).Fill(b.points[d], uint32(b.chunk%part*b.width))
}

func whole(n int) string {
	return unit.Format(float64(n), unit.None, unit.DefaultCalendar(), unit.Style{Whole: true})
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
	batch   int // trials in the batch at hand: a quantity read at several times loses each once
}

func (b *batch) lose(q *quantity, err *formula.Error, trials int) {
	key := lossKey{-1, err.Rule, err.Start}
	if q != nil {
		key.id = q.id
	}
	l, ok := b.lost[key]
	if !ok {
		l = &loss{key: key, first: b.chunk, problem: b.m.problem(q, err)}
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

// mergeLosses adds what one worker lost to what all did. The first trial's message stands
// for all.
func mergeLosses(all []*loss, more map[lossKey]*loss) []*loss {
	for _, l := range more {
		i := slices.IndexFunc(all, func(known *loss) bool { return known.key == l.key })
		if i < 0 {
			all = append(all, l)
			continue
		}
		if l.first < all[i].first {
			all[i].first, all[i].problem = l.first, l.problem
		}
		all[i].trials += l.trials
	}
	slices.SortFunc(all, func(a, b *loss) int {
		if a.key.id != b.key.id {
			return a.key.id - b.key.id
		}
		return a.key.start - b.key.start
	})
	return all
}

// warnings say of what was lost why, and in how many trials.
func (sm *sampler) warnings() []*Problem {
	var out []*Problem
	if sm.random {
		out = append(out, &Problem{Place: Place{File: sm.m.scenario.File}, Rule: ruleSampling,
			Message: fmt.Sprintf("%d ranges are more than the %d dimensions of the Sobol' points allow: the trials are random ones", len(sm.ranges), models.SobolDimensions),
			Help:    "percentiles are less exact: `--samples` takes more trials"})
	}
	for _, l := range sm.lost {
		if l.problem.Rule == formula.RuleLimit {
			continue // a refusal of all trials
		}
		p := *l.problem
		share := float64(l.trials) / float64(sm.Samples)
		p.Message = fmt.Sprintf("%s of %s trials have no value (%s): %s", whole(l.trials), whole(sm.Samples), unit.Format(share, unit.None, sm.m.cal, unit.Style{Percent: true, Digits: 2}), p.Message)
		out = append(out, &p)
	}
	return out
}
