package estimate

import "math"

// variances are the sums from which indices follow, those of each part of the trials, on
// both scales.
type variances struct {
	groups []inputRanges
	parts  [scramblings][2]sums // linear, logarithmic
}

// The scales on which a variance is taken.
const (
	linearScale = iota
	logScale
)

// sums are those over trials in which a quantity has the value a in one set, b in another,
// and m in the first set but for one input, which is that of the other: all less a centre.
type sums struct {
	n, ab, squares float64   // values of a and b; of a + b; of a² + b²
	kept           []float64 // by input: trials in which a, b and m have values
	first, total   []float64 // by input: of b(m − a), of (a − m)²
	bad            int       // trials in which a or b has none, or no logarithm
}

// variances evaluates a target in two sets of trials, and for each group of ranges in the
// first with the group as in the second.
func (sm *sampler) variances(t target, groups []inputRanges) *variances {
	v := &variances{groups: groups}
	chunks := make([][2]sums, sm.Samples/sm.width)
	centre := sm.centre(t)
	others := make([]map[int]bool, len(groups))
	for i, g := range groups {
		others[i] = make(map[int]bool)
		for _, n := range g.ranges {
			others[i][sm.ranges[n]] = true
		}
	}
	sm.each(func(ev *evaluator, chunk int) {
		a, b, mixed := make([]float64, sm.width), make([]float64, sm.width), make([]float64, sm.width)
		t.write(a, ev.mixed(t, func(int) bool { return false }))
		t.write(b, ev.mixed(t, func(int) bool { return true }))
		s := &chunks[chunk]
		for scale := range s {
			s[scale].begin(a, b, scale, centre, len(groups))
		}
		for i := range groups {
			t.write(mixed, ev.mixed(t, func(d int) bool { return others[i][d] }))
			for scale := range s {
				s[scale].add(a, b, mixed, scale, centre, i)
			}
		}
	})
	for chunk, s := range chunks {
		part := &v.parts[chunk*scramblings/len(chunks)]
		for scale := range s {
			part[scale].plus(s[scale], len(groups))
		}
	}
	return v
}

// centre is the quantity with all ranges at their medians.
func (sm *sampler) centre(t target) float64 {
	ev := newEvaluator(sm.m)
	ev.sampling, ev.percentiles = sm.Sampling, sm.known
	c := t.read(ev)
	if t.availability {
		return c.complement.Value
	}
	return c.value.Value
}

// mixed reads a target with some ranges as in the second set of trials.
func (ev *evaluator) mixed(t target, second func(d int) bool) *cell {
	all := len(ev.batch.ranges)
	ev.batch.dimension = func(d int) int {
		if second(d) {
			return d + all
		}
		return d
	}
	ev.again()
	return t.read(ev)
}

// on puts a value on a scale, less the centre.
func on(scale int, v, centre float64) float64 {
	if scale == logScale {
		return math.Log(v / centre)
	}
	return v - centre
}

func (s *sums) begin(a, b []float64, scale int, centre float64, groups int) {
	s.by(groups)
	for i := range a {
		x, y := on(scale, a[i], centre), on(scale, b[i], centre)
		if !finite(x) || !finite(y) {
			s.bad++
			continue
		}
		s.n += 2
		s.ab += x + y
		s.squares += x*x + y*y
	}
}

// by makes room for the sums of each input.
func (s *sums) by(groups int) {
	s.kept, s.first, s.total = make([]float64, groups), make([]float64, groups), make([]float64, groups)
}

func (s *sums) add(a, b, mixed []float64, scale int, centre float64, group int) {
	for i := range a {
		x, y, m := on(scale, a[i], centre), on(scale, b[i], centre), on(scale, mixed[i], centre)
		if !finite(x) || !finite(y) || !finite(m) {
			continue
		}
		s.kept[group]++
		s.first[group] += y * (m - x)
		s.total[group] += (x - m) * (x - m)
	}
}

func finite(v float64) bool { return v-v == 0 }

func (s *sums) plus(o sums, groups int) {
	if s.first == nil {
		s.by(groups)
	}
	s.n, s.ab, s.squares, s.bad = s.n+o.n, s.ab+o.ab, s.squares+o.squares, s.bad+o.bad
	for i := range groups {
		s.kept[i] += o.kept[i]
		s.first[i] += o.first[i]
		s.total[i] += o.total[i]
	}
}

// positive reports whether the quantity has a logarithm wherever it has a value.
func (v *variances) positive() bool {
	lost, none := 0, 0
	for _, p := range v.parts {
		lost, none = lost+p[linearScale].bad, none+p[logScale].bad
	}
	return none == lost
}

// kept is the share of trials in which the quantity has a value wherever an input stands:
// indices are of those alone. It is the least of all inputs'.
func (v *variances) kept(samples int) float64 {
	least := float64(samples)
	for i := range v.groups {
		kept := 0.0
		for _, p := range v.parts {
			kept += p[linearScale].kept[i]
		}
		least = min(least, kept)
	}
	return least / float64(samples)
}

// shares fills in the indices of every input, and how exact they are.
func (v *variances) shares(s *Sensitivity, log bool) {
	scale := linearScale
	if log {
		scale = logScale
	}
	var all sums
	for _, p := range v.parts {
		all.plus(p[scale], len(v.groups))
	}
	s.Sampling = &Sampled{}
	for i, g := range v.groups {
		in := Influence{Name: g.q.inputPath(), Text: g.q.expr.Text, Place: g.q.place}
		in.Share, in.Total = all.indices(i)
		s.Explained += in.Share
		s.Influences = append(s.Influences, in)
		var deviations []float64
		for _, p := range v.parts {
			first, _ := p[scale].indices(i)
			deviations = append(deviations, first-in.Share)
		}
		s.Sampling.Error = max(s.Sampling.Error, standardError(deviations))
	}
	s.Interaction = 1 - s.Explained
}

// indices are the first-order and the total index of an input, 0 where nothing varies.
func (s *sums) indices(i int) (first, total float64) {
	mean := s.ab / s.n
	variance := s.squares/s.n - mean*mean
	if !(variance > 0) {
		return 0, 0
	}
	return s.first[i] / s.kept[i] / variance, s.total[i] / s.kept[i] / 2 / variance
}

// standardError is that of the mean of values whose deviations are given.
func standardError(deviations []float64) float64 {
	sum, squares := 0.0, 0.0
	for _, d := range deviations {
		sum += d
		squares += d * d
	}
	n := float64(len(deviations))
	return math.Sqrt(max(0, squares-sum*sum/n) / (n - 1) / n)
}
