package estimate

import (
	"fmt"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// stored registers what the actions store: each part's rate, its stock, and their
// sums.
func (b *builder) stored(flows []*flow) {
	b.input("storage.retention", "retention", b.s.Storage.Retention, &retentionField)
	lists := make(map[string][]string)
	for _, f := range flows {
		if f.stored == "" || !f.stream && !b.m.Has(f.Name) {
			continue
		}
		b.input("actions."+f.Name+".retention", "retention", f.Retention, &retentionField)
		if len(f.parts) > 0 {
			b.storedParts(f)
		} else {
			b.storedWhole(f)
		}
		lists["ACTION.daily"] = append(lists["ACTION.daily"], f.Name+".daily")
		lists["storage.ACTION"] = append(lists["storage.ACTION"], "storage."+f.Name)
	}
	b.standard(storageDaily, Place{}, binding{lists: lists})
	b.m.stocks = lists["storage.ACTION"]
}

// retention is the path of the retention that holds: the part's own, its action's,
// the scenario's, or none.
func (b *builder) retention(f *flow, part string) string {
	for _, path := range []string{f.stored + "." + part + ".retention", "actions." + f.Name + ".retention", "storage.retention"} {
		if b.m.Has(path) {
			return path
		}
	}
	return ""
}

func (b *builder) storedWhole(f *flow) {
	bind := binding{words: map[string]string{"ACTION": f.Name, "RETENTION": b.retention(f, "")}}
	b.standard(pick(f.stream, streamDaily, wholeDaily), f.Place, bind)
	b.standard(pick(b.m.growth != nil, wholeStockGrowing, wholeStock), f.Place, bind)
}

func (b *builder) storedParts(f *flow) {
	lists := make(map[string][]string)
	for _, part := range f.parts {
		bind := binding{words: map[string]string{"ACTION": f.Name, "PART": part, "RETENTION": b.retention(f, part)}}
		b.standard(pick(f.stream, streamPartDaily, partDaily), f.Place, bind)
		b.standard(pick(b.m.growth != nil, partStockGrowing, partStock), f.Place, bind)
		lists["ACTION.PART.daily"] = append(lists["ACTION.PART.daily"], f.Name+"."+part+".daily")
		lists["storage.ACTION.PART"] = append(lists["storage.ACTION.PART"], "storage."+f.Name+"."+part)
	}
	bind := binding{words: word("ACTION", f.Name), lists: lists}
	b.standard(partsDaily, f.Place, bind)
	b.standard(partsStock, f.Place, bind)
}

func pick(condition bool, yes, no standardID) standardID {
	if condition {
		return yes
	}
	return no
}

// datasets registers data that stands.
func (b *builder) datasets() {
	for _, d := range b.s.Datasets {
		path := "datasets." + d.Name
		b.input(path+".items", "items", d.Items, &countField)
		var sizes []string
		switch {
		case d.Size == nil:
		case d.Size.Whole != nil:
			b.input(path+".size", "size", d.Size.Whole, &sizeField)
			sizes = append(sizes, path+".size")
		default:
			for _, p := range d.Size.Parts {
				b.input(path+".size."+p.Name, p.Name, p.Size, &sizeField)
				sizes = append(sizes, path+".size."+p.Name)
			}
		}
		q := b.standard(datasetStock, d.Place, binding{words: word("DATASET", d.Name), lists: map[string][]string{"datasets.DATASET.size": sizes}})
		if g := b.input(path+".growth", "growth", d.Growth, &growthField); g != nil && q != nil {
			q.growth = b.growthOf(g)
		}
		b.m.datasets = append(b.m.datasets, "storage."+d.Name)
	}
}

// storage registers the totals and the pipeline from logical to physical bytes.
func (b *builder) storage() {
	s := &b.s.Storage
	b.input("storage.compression", "compression", s.Compression, &compressionField)
	b.input("storage.overhead", "overhead", s.Overhead, &overheadField)
	b.input("storage.replication", "replication", s.Replication, &replicationField)
	b.input("storage.fill", "fill", s.Fill, &fillField)
	bind := binding{lists: map[string][]string{"storage.ACTION": b.m.stocks, "storage.DATASET": b.m.datasets}}
	if len(b.m.stocks) == 0 && len(b.m.datasets) == 0 {
		return
	}
	if b.simpleStocks() {
		b.logicalOf(logicalFlat, bind)
	} else {
		b.logicalOf(logicalStocks, bind)
	}
	b.standard(physical, Place{}, binding{})
}

// logicalOf registers storage.logical. Without actions that store, the horizon of
// its formula has nothing to multiply.
func (b *builder) logicalOf(id standardID, bind binding) {
	if len(b.m.stocks) == 0 {
		id = logicalStocks
	}
	b.standard(id, Place{}, bind)
}

// simpleStocks reports whether all stocks grow by storage.daily alone.
func (b *builder) simpleStocks() bool {
	for _, a := range b.s.Actions {
		if a.Retention != nil {
			return false
		}
		for _, s := range []*Size{a.Payload, a.Stores} {
			if s == nil {
				continue
			}
			for _, p := range s.Parts {
				if p.Retention != nil {
					return false
				}
			}
		}
	}
	for _, d := range b.s.Datasets {
		if d.Growth != nil {
			return false
		}
	}
	return b.s.Storage.Retention == nil && b.m.growth == nil
}

// caches registers the caches.
func (b *builder) caches() {
	var list []string
	for _, c := range b.s.Caches {
		path := "cache." + c.Name
		isAction := b.m.Has(c.Name) && b.action(c.Name) != nil
		b.cacheInputs(c, path)
		entry := path + ".entry"
		if c.Entry == nil {
			entry = c.Name + ".response"
		}
		if !b.cacheComplete(c, isAction, entry) {
			continue
		}
		bind := binding{words: map[string]string{"CACHE": c.Name, "ENTRY": entry}}
		if c.Items != nil {
			b.standard(cacheOfItems, c.Place, bind)
		} else {
			if c.Window == nil {
				b.byDefault(path+".window", "window", "1 day", &windowField)
			}
			b.standard(cacheOfAction, c.Place, bind)
		}
		if c.HitRatio != nil {
			b.standard(cacheOrigin, c.Place, bind)
		}
		list = append(list, path)
	}
	b.standard(cacheAll, Place{}, binding{lists: map[string][]string{"cache.CACHE": list}})
}

func (b *builder) cacheInputs(c *Cache, path string) {
	for _, in := range []struct {
		name string
		e    *Expr
		f    *field
	}{
		{"hot", c.Hot, &hotField}, {"window", c.Window, &windowField}, {"entry", c.Entry, &sizeField}, {"items", c.Items, &countField},
		{"overhead", c.Overhead, &overheadField}, {"replication", c.Replication, &replicationField}, {"hit_ratio", c.HitRatio, &hitField},
	} {
		b.input(path+"."+in.name, in.name, in.e, in.f)
	}
}

func (b *builder) action(name string) *Action {
	for _, a := range b.s.Actions {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// cacheComplete reports what a cache lacks, or has without use.
func (b *builder) cacheComplete(c *Cache, isAction bool, entry string) bool {
	fail := func(rule, message, help string) bool {
		b.problem(c.Place, len(c.Name), rule, message, help)
		return false
	}
	switch {
	case c.Items != nil && c.Hot != nil:
		return fail("ratio", fmt.Sprintf("cache %s has both `items` and `hot`", c.Name), "keep one: `hot` is a share of the requests of a window, `items` a count")
	case c.Items != nil && c.Window != nil:
		return fail("ratio", fmt.Sprintf("cache %s has `items`, so its `window` decides nothing", c.Name), "leave `window` out, or write `hot` in place of `items`")
	case c.Items == nil && !isAction:
		return fail("missing-key", fmt.Sprintf("cache %s has no `items`, and no action has its name", c.Name), "add `items: 10M`, or name the cache like the action whose responses it keeps")
	case c.Items == nil && c.Hot == nil:
		return fail("missing-key", fmt.Sprintf("cache %s has neither `hot` nor `items`", c.Name), "add `hot: 20%`, or `items: 10M`")
	case !b.m.Has(entry) && isAction:
		return fail("missing-key", fmt.Sprintf("cache %s has no `entry`, and %s has no response", c.Name, c.Name), "add `entry: 500 B`")
	case !b.m.Has(entry):
		return fail("missing-key", fmt.Sprintf("cache %s has no `entry`", c.Name), "add `entry: 500 B`")
	case c.HitRatio != nil && !isAction:
		return fail("ratio", fmt.Sprintf("cache %s has a `hit_ratio`, and no action of its name whose rate it would apply to", c.Name), "name the cache like the action, or leave `hit_ratio` out")
	}
	return true
}

// tiers registers the servers.
func (b *builder) tiers() {
	var list []string
	for _, t := range b.s.Servers {
		path := "servers." + t.Name
		b.input(path+".load", "load", t.Load, nil)
		if q := b.input(path+".each", "each", t.Each, nil); q != nil {
			q.field = &field{want: "above 0", ok: aboveZero, example: "2K/s", anyDim: true}
		}
		b.input(path+".utilization", "utilization", t.Utilization, &utilizationField)
		b.input(path+".spare", "spare", t.Spare, &wholeField)
		b.input(path+".at_least", "at_least", t.AtLeast, &wholeField)
		needs, ok := b.tierNeeds(t, path)
		if !ok {
			continue
		}
		if q := b.standard(serverTier, t.Place, binding{words: word("TIER", t.Name), lists: map[string][]string{"NEED": needs}}); q != nil {
			q.style.Whole = true
			list = append(list, path)
		}
	}
	if q := b.standard(servers, Place{}, binding{lists: map[string][]string{"servers.TIER": list}}); q != nil {
		q.style.Whole = true
	}
}

// tierNeeds registers what a tier needs, before rounding.
func (b *builder) tierNeeds(t *Tier, path string) ([]string, bool) {
	fail := func(message, help string) ([]string, bool) {
		b.problem(t.Place, len(t.Name), "missing-key", message, help)
		return nil, false
	}
	switch {
	case len(t.Needs) > 0 && (t.Load != nil || t.Each != nil):
		return fail(fmt.Sprintf("tier %s has `needs` and also `load` or `each`", t.Name), "keep `needs` (counts of servers), or `load` and `each`")
	case len(t.Needs) > 0:
		var needs []string
		for _, n := range t.Needs {
			q := b.input(path+"."+n.Name, n.Name, n.Value, &countField)
			if q == nil {
				continue
			}
			q.section, q.row, q.column = ServerLines, t.Name+"."+n.Name, "value"
			q.path = path + ".needs." + n.Name
			b.m.index[q.path] = q.id
			needs = append(needs, q.name)
		}
		return needs, true
	case t.Load == nil || t.Each == nil:
		return fail(fmt.Sprintf("tier %s wants `load` and `each`, or `needs`", t.Name), "write `{load: rps.peak, each: 2K/s}`")
	}
	q := b.standard(serverNeed, t.Place, binding{words: word("TIER", t.Name)})
	q.field = &field{want: "0 or more", ok: atLeast(0), quiet: true}
	b.later = append(b.later, func() {
		load, each := b.m.quantities[b.m.index[path+".load"]], b.m.quantities[b.m.index[path+".each"]]
		if !load.typ.Broken && !each.typ.Broken && load.typ.Dim != each.typ.Dim {
			b.reportAt(each, &formula.Error{Span: each.node.Where(), Rule: formula.RuleDimension, Message: fmt.Sprintf("each is %s, the load is %s", each.typ.Dim, load.typ.Dim),
				Help: "give what one server carries in the dimension of the load, as in `{load: rps.peak, each: 2K/s}`"})
		}
	})
	return []string{q.name}, true
}

// availability registers the tree of blocks, outermost first.
func (b *builder) availability() {
	if b.s.Availability == nil {
		return
	}
	b.block(b.s.Availability, "availability", 0)
	for _, id := range []standardID{downtimeYear, downtimeMonth, downtimeWeek, downtimeDay} {
		b.standard(id, b.s.Availability.Place, binding{})
	}
}

func (b *builder) block(bl *Block, path string, depth int) {
	row, shown := path, ""
	if depth > 0 {
		row = path[len("availability."):]
		shown = row
	}
	if bl.Arrangement == Leaf {
		if q := b.input(path, shown, bl.Value, &availableField); q != nil {
			q.section, q.row, q.column, q.depth = Reliability, row, "availability", depth
		}
		return
	}
	at := len(b.m.quantities)
	q := b.add(&quantity{name: path, shown: shown, section: Reliability, row: row, column: "availability", place: bl.Place, depth: depth, assumes: bl.Arrangement == ParallelBlocks && len(bl.Blocks) > 1})
	var list []string
	for _, inner := range bl.Blocks {
		name := path + "." + inner.Name
		b.block(inner, name, depth+1)
		if b.m.Has(name) {
			list = append(list, name)
		}
	}
	q.node = b.expand(callOf(string(bl.Arrangement), "BLOCKS"), binding{lists: map[string][]string{"BLOCKS": list}})
	if q.node == nil { // every block inside was refused where the file was read
		b.m.quantities = b.m.quantities[:at]
		delete(b.m.index, path)
	}
}

func callOf(function, word string) formula.Node {
	n, _ := formula.Parse(function+"("+word+")", formula.Vocabulary{})
	return n
}

// latency registers the stages of the path and their sum.
func (b *builder) latency() {
	var list []string
	for _, s := range b.s.Latency {
		if q := b.input("latency."+s.Name, "", s.Value, &latencyField); q != nil {
			q.section, q.row, q.column, q.exact = LatencyLines, s.Name, "value", q.isInput()
			list = append(list, q.name)
		}
	}
	b.input("latency.budget", "budget", b.s.Budget, &latencyField)
	b.standard(latencyAll, Place{}, binding{lists: map[string][]string{"latency.STAGE": list}})
}

// prices registers what each priced quantity costs.
func (b *builder) prices() {
	p := b.s.Prices
	if p == nil {
		return
	}
	var list []string
	for _, item := range p.Items {
		if !b.m.Has(item.Name) {
			err := b.unknown(&formula.Name{Path: item.Name})
			b.problem(item.Place, len(item.Name), err.Rule, "a price for an "+err.Message, err.Help)
			continue
		}
		price := b.input("prices."+item.Name, "price", item.Value, nil)
		q := b.standard(costItem, item.Place, binding{words: word("ITEM", item.Name)})
		if q == nil || price == nil {
			continue
		}
		q.row = item.Name
		b.later = append(b.later, func() { b.priced(item, price, q) })
		list = append(list, q.name)
	}
	b.standard(costAll, Place{}, binding{lists: map[string][]string{"cost.ITEM": list}})
	if b.s.Horizon == nil {
		return
	}
	var totals []string
	for _, item := range p.Items {
		if !slices.Contains(list, "cost."+item.Name) {
			continue
		}
		if q := b.standard(costItemTotal, item.Place, binding{words: word("ITEM", item.Name)}); q != nil {
			q.row = item.Name
			totals = append(totals, q.name)
		}
	}
	b.standard(costTotal, Place{}, binding{lists: map[string][]string{"cost.ITEM.total": totals}})
}

// priced reports a price that does not turn its quantity into money per time.
func (b *builder) priced(item Named, price, q *quantity) {
	if price.typ.Broken || q.typ.Broken || q.typ.Dim == unit.Spending {
		return
	}
	b.reportAt(price, &formula.Error{Span: price.node.Where(), Rule: formula.RuleDimension,
		Message: fmt.Sprintf("%s at this price is %s, wanted is %s", item.Name, q.typ.Dim, unit.Spending),
		Help:    "write a price such as `$0.02/GB/month` for bytes, `$0.08/GB` for traffic, `$0.34/hour` for a server; what is bought once is a `let`, as in `storage * $75/TB`"})
}
