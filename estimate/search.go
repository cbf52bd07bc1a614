package estimate

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// search finds where constraints hold along an axis. It looks at places evenly spread
// over all of it, then halves between every two of them where something changes.
type search struct {
	*prober
	axis   *axis
	probes []*probe // in the order of the axis
	slow   bool     // a reading takes long: look at fewer places, and less closely
}

// How many places a search looks at before it halves, and how close it comes where a
// reading takes long: to more digits than a sample has.
const (
	manyPoints      = 513
	fewPoints       = 65
	closeEnoughSlow = 1e-7
)

func (v *Variable) search(a *axis, pr *prober) *search {
	s := &search{prober: pr, axis: a, slow: v.slow(pr.checks)}
	s.lookAll(a.points(places(s.slow)))
	for i := range pr.checks {
		s.turns(i)
	}
	return s
}

// slow reports whether a reading takes long.
func (v *Variable) slow(checks []*expectation) bool {
	return slices.ContainsFunc(checks, func(x *expectation) bool {
		q := v.m.quantities[x.id]
		return x.name.Percentile != "" && q.spreads || q.column == "spent" && q.grows
	})
}

// places is how many places a search looks at before it halves.
func places(slow bool) int {
	if slow {
		return fewPoints
	}
	return manyPoints
}

// looks is how often a search reads the model, about: an end of a stretch or two for each
// constraint, each found by halving what lies between two places.
func (v *Variable) looks(checks []*expectation) int {
	halvings := 52 // bits of a float64
	if v.slow(checks) {
		halvings = 24 // bits of closeEnoughSlow
	}
	return places(v.slow(checks)) + 2*halvings*len(checks)
}

// lookAll looks at places.
func (s *search) lookAll(places []float64) {
	s.probes = make([]*probe, len(places))
	onAllCores(len(places), func(i int) { s.probes[i] = s.look(places[i]) })
}

// onAllCores does n things, as many at a time as there are cores. They must touch what is
// theirs alone: a model may be read by several.
func onAllCores(n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

func (s *search) look(t float64) *probe { return s.prober.at(s.axis.v.at(s.axis.figure(t)), t) }

// read is look at a figure that was written.
func (s *search) read(f Figure) *probe { return s.prober.at(s.axis.v.at(f), s.axis.place(f)) }

// turns looks for a change and back between two places: where a value is the lowest or
// the highest of three neighbours, it may cross a limit beside the middle one.
func (s *search) turns(i int) {
	var found []*probe
	for k := 1; k+1 < len(s.probes); k++ {
		a, b, c := s.probes[k-1], s.probes[k], s.probes[k+1]
		if a.sides[i] != b.sides[i] || b.sides[i] != c.sides[i] || b.sides[i] == noValue {
			continue
		}
		va, vb, vc := a.measures[i], b.measures[i], c.measures[i]
		if low, high := vb < va && vb < vc, vb > va && vb > vc; low || high {
			found = append(found, s.extreme(i, a.t, c.t, map[bool]float64{true: 1, false: -1}[low], b.sides[i])...)
		}
	}
	s.add(found)
}

// add puts probes among the others.
func (s *search) add(found []*probe) {
	s.probes = append(s.probes, found...)
	slices.SortStableFunc(s.probes, func(a, b *probe) int { return cmp.Compare(a.t, b.t) })
	s.probes = slices.CompactFunc(s.probes, func(a, b *probe) bool { return a.t == b.t })
}

// golden is the part of an interval that a step of the golden section keeps.
var golden = (math.Sqrt(5) - 1) / 2

// extreme goes down (sign 1) or up (sign -1) between two places until the side changes,
// or until there is nothing left between them.
func (s *search) extreme(i int, low, high, sign float64, was side) []*probe {
	at := func(part float64) *probe {
		t := low + part*(high-low)
		if s.axis.whole {
			t = math.Round(t)
		}
		return s.look(t)
	}
	a, b := at(1-golden), at(golden)
	const steps = 60 // 0.618^60 of the interval is 3e-13 of it
	for range steps {
		for _, p := range []*probe{a, b} {
			if p.sides[i] != was {
				return []*probe{p}
			}
		}
		if sign*a.measures[i] < sign*b.measures[i] {
			high = b.t
			a, b = at(1-golden), a
		} else {
			low = a.t
			a, b = b, at(golden)
		}
	}
	return nil
}

// stretch is a part of the axis in which one thing is the case, from one place to another,
// both included.
type stretch struct {
	side     side
	from, to *probe
}

// stretches parts the axis by what is the case: of one constraint, or of all. What it
// finds of one is looked at for all.
func (s *search) stretches(of func(*probe) side) []stretch {
	out := []stretch{{of(s.probes[0]), s.probes[0], s.probes[0]}}
	last := func() *stretch { return &out[len(out)-1] }
	var found []*probe
	for _, p := range s.probes[1:] {
		for last().side != of(p) {
			before, after := s.halve(of, last().to, p)
			last().to = before
			out = append(out, stretch{of(after), after, after})
			found = append(found, before, after)
		}
		last().to = p
	}
	s.add(found)
	return out
}

// halve finds two neighbouring places between which the side of the first ends.
func (s *search) halve(of func(*probe) side, low, high *probe) (before, after *probe) {
	was := of(low)
	for {
		t, ok := s.axis.mid(low.t, high.t)
		if !ok || s.slow && high.t-low.t <= closeEnoughSlow*math.Abs(high.t) {
			return low, high
		}
		if p := s.look(t); of(p) == was {
			low = p
		} else {
			high = p
		}
	}
}
