package estimate

import (
	"math"

	"botec/estimate/formula"
	"botec/estimate/models"
	"botec/estimate/unit"
)

// NinesReport is the downtime of each unavailability, a line each, as a report without a
// scenario. The names are those of the lines.
func NinesReport(cal unit.Calendar, names []string, unavailabilities []float64) *Report {
	r := &Report{Name: "Downtime", Calendar: cal, CalendarUsed: true}
	for i, u := range unavailabilities {
		r.Lines = append(r.Lines, Line{Name: names[i], Section: Reliability, Row: names[i], Column: "availability", At: "start",
			Value: 1 - u, Unavailability: u, Nines: nines(u), Downtime: downtime(u, cal), Type: formula.Type{Kind: formula.Availability}})
	}
	return r
}

// weakest is the block of the outermost series whose downtime is largest; inside a
// block that is parallel nothing is weakest.
func (r *reader) weakest() string {
	bl := r.m.scenario.Availability
	if bl == nil || bl.Arrangement != SeriesBlocks || len(bl.Blocks) < 2 {
		return ""
	}
	name, largest := "", 0.0
	for _, inner := range bl.Blocks {
		if u, ok := r.unavailability("availability." + inner.Name); ok && u > largest {
			name, largest = inner.Name, u
		}
	}
	return name
}

func (r *reader) unavailability(path string) (u float64, ok bool) {
	id, ok := r.m.index[path]
	if !ok {
		return 0, false
	}
	return r.exact.start.get(id).complement.Value, true
}

// replicas adds to the line of each block its share of the downtime of the series that it
// is in, and what the whole comes to with one more replica of it.
func (r *reader) replicas(rep *Report) {
	if r.m.scenario.Availability == nil {
		return
	}
	share, more := make(map[string]float64), make(map[string]float64)
	r.visit(r.m.scenario.Availability, "availability", func(u float64) float64 { return u }, share, more)
	for i := range rep.Lines {
		l := &rep.Lines[i]
		if s, ok := share[l.Name]; ok {
			l.Share = &s
		}
		if m, ok := more[l.Name]; ok {
			l.OneMore = &m
		}
	}
}

// visit goes through the blocks inside a block. The unavailability of the whole follows
// from that of the block by whole.
func (r *reader) visit(bl *Block, path string, whole func(float64) float64, share, more map[string]float64) {
	var paths []string
	var us []float64
	for _, inner := range bl.Blocks {
		inside := path + "." + inner.Name
		if u, ok := r.unavailability(inside); ok {
			paths, us = append(paths, inside), append(us, u)
		}
	}
	sum := 0.0
	for _, u := range us {
		sum += u
	}
	combine := models.Series
	if bl.Arrangement == ParallelBlocks {
		combine = models.Parallel
	}
	for _, inner := range bl.Blocks {
		inside := path + "." + inner.Name
		for i, p := range paths {
			if p != inside {
				continue
			}
			with := func(u float64) float64 {
				all := append(append([]float64{}, us[:i]...), us[i+1:]...)
				v, _ := combine(append(all, u)) // unavailabilities make one
				return whole(v)
			}
			if bl.Arrangement == SeriesBlocks {
				if sum > 0 {
					share[inside] = us[i] / sum
				}
				more[inside] = with(r.oneMore(inner, inside, us[i]))
			}
			r.visit(inner, inside, with, share, more)
		}
	}
}

// oneMore is the unavailability of a block with one more replica: of redundant units one
// more like the worst of them, of anything else a second one.
func (r *reader) oneMore(bl *Block, path string, u float64) float64 {
	worst := u
	switch bl.Arrangement {
	case ParallelBlocks:
		worst = 0
		for _, inner := range bl.Blocks {
			if v, ok := r.unavailability(path + "." + inner.Name); ok {
				worst = math.Max(worst, v)
			}
		}
	case Leaf:
		q := r.m.quantities[r.m.index[path]]
		if call, ok := formula.Bare(q.node).(*formula.Call); ok {
			return r.oneMoreOf(call, q, u)
		}
	}
	return u * worst
}

// oneMoreOf is oneMore of a block that is a call.
func (r *reader) oneMoreOf(call *formula.Call, q *quantity, u float64) float64 {
	f := &frame{instant: r.exact.start, q: q, cell: &cell{}}
	switch call.Func.Name {
	case "parallel":
		worst := 0.0
		for _, a := range call.Args {
			worst = math.Max(worst, formula.Complement(a, f))
		}
		return u * worst
	case "k_of_n":
		if v, err := models.KOfN(formula.Eval(call.Args[0], f), formula.Eval(call.Args[1], f)+1, formula.Complement(call.Args[2], f)); err == nil {
			return v
		}
	case "common_cause":
		if v, err := models.CommonCause(formula.Eval(call.Args[0], f)+1, formula.Complement(call.Args[1], f), formula.Eval(call.Args[2], f)); err == nil {
			return v
		}
	}
	return u * u
}

func downtime(u float64, cal unit.Calendar) Downtime {
	return Downtime{Year: u * cal.Year, Month: u * cal.Month, Week: u * 7 * cal.Day, Day: u * cal.Day}
}

// nines is the count of nines, infinite for a block that never fails.
func nines(u float64) float64 {
	n, err := models.Nines(u)
	if err != nil {
		return math.Inf(1)
	}
	return n
}
