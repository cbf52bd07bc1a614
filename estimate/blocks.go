package estimate

import (
	"fmt"
	"slices"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

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
