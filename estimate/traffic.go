package estimate

import (
	"fmt"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// flow is an action with what the builder has found out about it.
type flow struct {
	*Action
	stream bool
	peak   *quantity // its own peak, if given
	stored string    // the path of what it stores, empty: nothing
	parts  []string  // names of the stored parts
}

// actions registers the actions: sizes first, because they tell a stream from an
// action that lacks its rate; then rates, peaks, and what follows from both.
func (b *builder) actions() {
	flows := make([]*flow, len(b.s.Actions))
	for i, a := range b.s.Actions {
		flows[i] = &flow{Action: a}
		b.sizes(flows[i])
		b.input("actions."+a.Name+".latency", "latency", a.Latency, &latencyField)
		flows[i].peak = b.input("actions."+a.Name+".peak", "peak", a.Peak, &peakField)
	}
	b.rates(flows)
	b.peakRates(flows)
	b.totals(flows)
	b.bandwidth(flows)
	b.stored(flows)
}

// sizes registers an action's sizes. A stream's are bytes a second.
func (b *builder) sizes(f *flow) {
	f.stream = f.Rate == nil && f.PerUser == nil && b.isStream(f.Action)
	size := &sizeField
	if f.stream {
		size = &streamField
	}
	path := "actions." + f.Name + "."
	if f.Payload != nil {
		targets := []string{"request", "stores"}
		if f.Type == Read {
			targets = []string{"response"}
		}
		b.size(f, path+"payload", f.Payload, size, targets...)
	}
	b.size(f, path+"request", f.Request, size, "request")
	b.size(f, path+"response", f.Response, size, "response")
	b.size(f, path+"stores", f.Stores, size, "stores")
}

// size registers one size, and the quantities ACTION.request, .response and .stores
// that are it.
func (b *builder) size(f *flow, path string, s *Size, kind *field, targets ...string) {
	if s == nil {
		return
	}
	var node func() formula.Node
	if s.Whole != nil {
		b.input(path, path[strings.LastIndexByte(path, '.')+1:], s.Whole, kind)
		node = func() formula.Node { return b.expandName(&formula.Name{Path: path}, binding{}) }
	} else {
		var list []string
		for _, p := range s.Parts {
			name := f.Name + "." + p.Name + ".size"
			if b.m.Has(name) {
				b.problem(p.Place, len(p.Name), "duplicate-key", fmt.Sprintf("%s has two parts named %q", f.Name, p.Name), "give each part of an action a name of its own")
				continue
			}
			b.partSize(path+"."+p.Name, name, p, kind)
			list = append(list, name)
		}
		node = func() formula.Node {
			return b.expand(sumOf("PARTS"), binding{lists: map[string][]string{"PARTS": list}})
		}
	}
	for _, target := range targets {
		if n := node(); n != nil {
			b.add(&quantity{name: f.Name + "." + target, section: Inputs, node: n, place: s.Place, exact: true, hidden: true})
		}
		if target == "stores" {
			f.stored = path
			for _, p := range s.Parts {
				f.parts = append(f.parts, p.Name)
				b.input(path+"."+p.Name+".retention", "retention", p.Retention, &retentionField)
			}
		}
	}
}

// partSize registers a part under its quantity's name and its path.
func (b *builder) partSize(path, name string, p *Part, kind *field) {
	if q := b.input(path, name, p.Size, kind); q != nil {
		b.m.index[name] = q.id
	}
}

// sumOf is sum(word), ready to be expanded.
func sumOf(word string) formula.Node {
	n, _ := formula.Parse("sum("+word+")", formula.Vocabulary{})
	return n
}

// isStream reports whether a size of the action is bytes per time. Only the sizes
// as written are asked, with the lets that they name.
func (b *builder) isStream(a *Action) bool {
	for _, s := range []*Size{a.Payload, a.Request, a.Response, a.Stores} {
		if s == nil {
			continue
		}
		exprs := []*Expr{s.Whole}
		for _, p := range s.Parts {
			exprs = append(exprs, p.Size)
		}
		for _, e := range exprs {
			if e == nil || e.Node == nil {
				continue
			}
			problems := len(b.problems)
			t, _ := formula.Check(ownNode(e), scope{b: b})
			b.problems = b.problems[:problems] // said when the size itself is checked
			if !t.Broken && t.Dim == unit.DataRate {
				return true
			}
		}
	}
	return false
}

// rates registers ACTION for each action: as given, or the rest that the ratio
// leaves.
func (b *builder) rates(flows []*flow) {
	var rest []*flow
	var given []*flow
	for _, f := range flows {
		switch {
		case f.PerUser != nil && f.Rate != nil:
			b.problem(f.Rate.Place, len(f.Rate.Text), "two-rates", fmt.Sprintf("%s has two rates, `per_user` and `rate`", f.Name), "keep one of them")
			b.input(f.Name, "", &Expr{Place: f.Place}, nil) // broken, so that nothing more is said of it
			given = append(given, f)
		case f.PerUser != nil:
			b.perUser(f)
			given = append(given, f)
		case f.Rate != nil:
			if q := b.input(f.Name, "", f.Rate, &rateField); q != nil {
				q.path = "actions." + f.Name + ".rate"
				b.m.index[q.path] = q.id
				q.section, q.row, q.column, q.exact, q.style = Traffic, f.Name, "mean", q.isInput(), unit.Style{}
			}
			given = append(given, f)
		case !f.stream:
			rest = append(rest, f)
		}
	}
	b.ratio(given, rest)
}

func (b *builder) perUser(f *flow) {
	b.input("actions."+f.Name+".per_user", "per_user", f.PerUser, &perUserField)
	if !b.m.Has("dau") {
		b.problem(f.PerUser.Place, len(f.PerUser.Text), "missing-key", fmt.Sprintf("%s has `per_user`, and there is no `dau`", f.Name), "add `dau: 100M`, or give the action a `rate`")
		return
	}
	b.standard(ratePerUser, f.Place, binding{words: word("ACTION", f.Name)})
}

// ratio gives the one action without a rate what the read:write ratio leaves for it.
func (b *builder) ratio(given, rest []*flow) {
	e := b.s.ReadWriteRatio
	switch {
	case e == nil:
		for _, f := range rest {
			b.problem(f.Place, len(f.Name), "missing-rate", fmt.Sprintf("%s has no rate", f.Name),
				"add `per_user: 5/day` or `rate: 100/s`, or `read_write_ratio` at the top if this is the one action that follows from it")
		}
		return
	case len(rest) == 0:
		b.problem(e.Place, len(e.Text), "ratio", "every action has a rate, so the ratio has nothing to decide",
			"leave `read_write_ratio` out, or leave out the rate of the one action that follows from it")
		return
	case len(rest) > 1:
		for _, f := range rest[1:] {
			b.problem(f.Place, len(f.Name), "ratio", fmt.Sprintf("%s and %s both have no rate: the ratio decides one", rest[0].Name, f.Name), "give one of them `per_user` or `rate`")
		}
		return
	}
	f := rest[0]
	reads, writes := byType(given, Read), byType(given, Write)
	other := writes
	if f.Type == Write {
		other = reads
	}
	if len(other) == 0 {
		b.problem(f.Place, len(f.Name), "missing-rate", fmt.Sprintf("%s has no rate, and no action of the other side has one for the ratio to start from", f.Name),
			"give an action of the other side `per_user` or `rate`")
		return
	}
	id := restRead
	if f.Type == Write {
		id = restWrite
	}
	q := b.standard(id, f.Place, binding{words: word("ACTION", f.Name), lists: map[string][]string{"READ": names(reads, ""), "WRITE": names(writes, "")}})
	q.field = &rateField
}

func byType(flows []*flow, t ActionType) []*flow {
	var out []*flow
	for _, f := range flows {
		if f.Type == t && !f.stream {
			out = append(out, f)
		}
	}
	return out
}

func names(flows []*flow, suffix string) []string {
	out := make([]string, len(flows))
	for i, f := range flows {
		out[i] = f.Name + suffix
	}
	return out
}

// peakRates registers ACTION.peak: by the action's own peak; else, where its rate
// follows from other rates, by the same formula at their peaks; else by the peak of
// the scenario, which is 1x where none is given.
func (b *builder) peakRates(flows []*flow) {
	if b.s.Peak == nil && len(flows) > 0 {
		for _, f := range flows {
			if f.peak == nil {
				b.byDefault("peak", "", "1x", &peakField)
				break
			}
		}
	}
	rated := make(map[string]bool)
	peaks := make(map[ActionType][]string) // of the actions whose rates are given
	for _, f := range flows {
		if f.stream || !b.m.Has(f.Name) {
			continue
		}
		rated[f.Name] = true
		if !f.rest() {
			peaks[f.Type] = append(peaks[f.Type], f.Name+".peak")
		}
	}
	for _, f := range flows {
		if rated[f.Name] && !f.rest() {
			b.peakOf(f, rated)
		}
	}
	for _, f := range flows { // the ratio's rest names the peaks of all others
		if rated[f.Name] && f.rest() {
			id := pick(f.Type == Write, restWritePeak, restReadPeak)
			b.standard(pick(f.peak != nil, peakOwn, id), f.Place,
				binding{words: word("ACTION", f.Name), lists: map[string][]string{"READ.peak": peaks[Read], "WRITE.peak": peaks[Write]}})
		}
	}
}

// peakOf registers the peak of an action whose rate is given.
func (b *builder) peakOf(f *flow, rated map[string]bool) {
	bind := binding{words: word("ACTION", f.Name)}
	if f.peak != nil {
		b.standard(peakOwn, f.Place, bind)
		return
	}
	node, derived := b.atPeaks(b.m.quantities[b.m.index[f.Name]].node, rated, 0)
	if derived && f.Rate != nil {
		b.add(&quantity{name: f.Name + ".peak", section: Traffic, row: f.Name, column: "peak", node: node, expr: f.Rate, place: f.Place})
		return
	}
	b.standard(peakTop, f.Place, bind)
}

// rest reports whether the ratio gives the action's rate.
func (f *flow) rest() bool { return f.Rate == nil && f.PerUser == nil && !f.stream }

// atPeaks rewrites a rate with every rate in it at its peak; derived is false where
// it names none. Lets that name one are written out in place.
func (b *builder) atPeaks(n formula.Node, rated map[string]bool, depth int) (peak formula.Node, derived bool) {
	if depth > formula.MaxDepth {
		return n, false // a cycle of lets, reported where they are checked
	}
	peak = formula.Rewrite(n, func(name *formula.Name) formula.Node {
		if rated[name.Path] || name.Path == "rps" || name.Path == "rps.read" || name.Path == "rps.write" {
			derived = true
			c := *name
			c.Path += ".peak"
			return &c
		}
		id, ok := b.m.index[name.Path]
		if !ok || !b.m.quantities[id].isLet {
			return nil
		}
		if inner, ok := b.atPeaks(b.m.quantities[id].node, rated, depth+1); ok {
			derived = true
			return &formula.Paren{Span: name.Span, X: inner}
		}
		return nil
	})
	return peak, derived
}

// totals registers the sums over actions.
func (b *builder) totals(flows []*flow) {
	var all, reads, writes []string
	for _, f := range flows {
		if !b.m.Has(f.Name + ".peak") {
			continue
		}
		all = append(all, f.Name)
		if f.Type == Read {
			reads = append(reads, f.Name)
		} else {
			writes = append(writes, f.Name)
		}
	}
	for _, t := range []struct {
		word       string
		list       []string
		mean, peak standardID
	}{{"READ", reads, rpsRead, rpsReadPeak}, {"WRITE", writes, rpsWrite, rpsWritePeak}, {"ACTION", all, rps, rpsPeak}} {
		peaks := make([]string, len(t.list))
		for i, name := range t.list {
			peaks[i] = name + ".peak"
		}
		b.standard(t.mean, Place{}, binding{lists: map[string][]string{t.word: t.list}})
		b.standard(t.peak, Place{}, binding{lists: map[string][]string{t.word + ".peak": peaks}})
	}
	for _, f := range flows {
		if f.Latency != nil && b.m.Has(f.Name) {
			bind := binding{words: word("ACTION", f.Name)}
			b.standard(inFlight, f.Place, bind)
			b.standard(inFlightPeak, f.Place, bind)
		}
	}
}

// bandwidth registers what goes in and out, by action and in sum.
func (b *builder) bandwidth(flows []*flow) {
	lists := make(map[string][]string)
	for _, f := range flows {
		peak := "peak"
		if f.peak != nil {
			peak = f.peak.name
		}
		bind := binding{words: map[string]string{"ACTION": f.Name, "PEAK": peak}}
		for _, way := range []struct {
			size, name                       string
			mean, high, stream, streamAtPeak standardID
		}{
			{".request", ".ingress", actionIngress, actionIngressPeak, streamIngress, streamIngressPeak},
			{".response", ".egress", actionEgress, actionEgressPeak, streamEgress, streamEgressPeak},
		} {
			if !b.m.Has(f.Name+way.size) || !f.stream && !b.m.Has(f.Name) {
				continue
			}
			mean, high := way.mean, way.high
			if f.stream {
				mean, high = way.stream, way.streamAtPeak
			}
			b.standard(mean, f.Place, bind)
			b.standard(high, f.Place, bind)
			lists["ACTION"+way.name] = append(lists["ACTION"+way.name], f.Name+way.name)
			lists["ACTION"+way.name+".peak"] = append(lists["ACTION"+way.name+".peak"], f.Name+way.name+".peak")
		}
	}
	for _, id := range []standardID{ingress, ingressPeak, egress, egressPeak} {
		b.standard(id, Place{}, binding{lists: lists})
	}
}
