package estimate

import (
	"strings"
	"sync"

	"botec/estimate/formula"
)

// Standard is one of the formulas that every scenario shares, in the language
// itself. Words in capitals stand for the scenario's own names; sum(…) of such a
// name adds up all that there are. When a scenario leaves a field out, the factor
// or term with it is left out too.
type Standard struct {
	Name    string
	Formula string
	Section Section
	Row     string // the row of the report, where it is not the name
	Column  string // and the column in that row
	When    string // the condition, in words; empty: always
}

type standardID int

const (
	ratePerUser standardID = iota
	restRead
	restWrite
	peakOwn
	peakTop
	restReadPeak
	restWritePeak
	rpsRead
	rpsReadPeak
	rpsWrite
	rpsWritePeak
	rps
	rpsPeak
	inFlight
	inFlightPeak
	actionIngress
	actionIngressPeak
	streamIngress
	streamIngressPeak
	actionEgress
	actionEgressPeak
	streamEgress
	streamEgressPeak
	ingress
	ingressPeak
	egress
	egressPeak
	partDaily
	streamPartDaily
	wholeDaily
	streamDaily
	partsDaily
	storageDaily
	partStock
	partStockGrowing
	wholeStock
	wholeStockGrowing
	partsStock
	datasetStock
	logicalFlat
	logicalStocks
	physical
	cacheOfAction
	cacheOfItems
	cacheOrigin
	cacheAll
	serverNeed
	serverTier
	servers
	downtimeYear
	downtimeMonth
	downtimeWeek
	downtimeDay
	latencyAll
	costItem
	costAll
	costItemTotal
	costTotal
	standardCount
)

// standards is the table. RETENTION is the retention that holds for a part: its
// own, its action's or storage.retention. ENTRY is a cache's entry, or the response
// of the action that it caches; PEAK the peak of an action, or the scenario's.
var standards = [standardCount]Standard{
	ratePerUser:   {"ACTION", "dau * actions.ACTION.per_user", Traffic, "ACTION", "mean", "an action with per_user"},
	restRead:      {"ACTION", "read_write_ratio * sum(WRITE) - sum(READ)", Traffic, "ACTION", "mean", "the read without a rate"},
	restWrite:     {"ACTION", "sum(READ) / read_write_ratio - sum(WRITE)", Traffic, "ACTION", "mean", "the write without a rate"},
	peakOwn:       {"ACTION.peak", "ACTION * actions.ACTION.peak", Traffic, "ACTION", "peak", "an action with its own peak"},
	peakTop:       {"ACTION.peak", "ACTION * peak", Traffic, "ACTION", "peak", "an action without; one whose rate names others takes them at their peaks"},
	restReadPeak:  {"ACTION.peak", "read_write_ratio * sum(WRITE.peak) - sum(READ.peak)", Traffic, "ACTION", "peak", "the read without a rate"},
	restWritePeak: {"ACTION.peak", "sum(READ.peak) / read_write_ratio - sum(WRITE.peak)", Traffic, "ACTION", "peak", "the write without a rate"},
	rpsRead:       {"rps.read", "sum(READ)", Traffic, "rps.read", "mean", ""},
	rpsReadPeak:   {"rps.read.peak", "sum(READ.peak)", Traffic, "rps.read", "peak", ""},
	rpsWrite:      {"rps.write", "sum(WRITE)", Traffic, "rps.write", "mean", ""},
	rpsWritePeak:  {"rps.write.peak", "sum(WRITE.peak)", Traffic, "rps.write", "peak", ""},
	rps:           {"rps", "sum(ACTION)", Traffic, "rps", "mean", ""},
	rpsPeak:       {"rps.peak", "sum(ACTION.peak)", Traffic, "rps", "peak", ""},
	inFlight:      {"ACTION.in_flight", "ACTION * actions.ACTION.latency", Traffic, "ACTION.in_flight", "mean", "an action with latency (Little's law)"},
	inFlightPeak:  {"ACTION.in_flight.peak", "ACTION.peak * actions.ACTION.latency", Traffic, "ACTION.in_flight", "peak", "an action with latency"},

	actionIngress:     {"ACTION.ingress", "ACTION * ACTION.request", Bandwidth, "ACTION.ingress", "mean", "an action with a request"},
	actionIngressPeak: {"ACTION.ingress.peak", "ACTION.peak * ACTION.request", Bandwidth, "ACTION.ingress", "peak", "an action with a request"},
	streamIngress:     {"ACTION.ingress", "ACTION.request", Bandwidth, "ACTION.ingress", "mean", "a stream: its sizes are bytes a second"},
	streamIngressPeak: {"ACTION.ingress.peak", "ACTION.request * PEAK", Bandwidth, "ACTION.ingress", "peak", "a stream"},
	actionEgress:      {"ACTION.egress", "ACTION * ACTION.response", Bandwidth, "ACTION.egress", "mean", "an action with a response"},
	actionEgressPeak:  {"ACTION.egress.peak", "ACTION.peak * ACTION.response", Bandwidth, "ACTION.egress", "peak", "an action with a response"},
	streamEgress:      {"ACTION.egress", "ACTION.response", Bandwidth, "ACTION.egress", "mean", "a stream"},
	streamEgressPeak:  {"ACTION.egress.peak", "ACTION.response * PEAK", Bandwidth, "ACTION.egress", "peak", "a stream"},
	ingress:           {"ingress", "sum(ACTION.ingress)", Bandwidth, "ingress", "mean", ""},
	ingressPeak:       {"ingress.peak", "sum(ACTION.ingress.peak)", Bandwidth, "ingress", "peak", ""},
	egress:            {"egress", "sum(ACTION.egress)", Bandwidth, "egress", "mean", ""},
	egressPeak:        {"egress.peak", "sum(ACTION.egress.peak)", Bandwidth, "egress", "peak", ""},

	partDaily:         {"ACTION.PART.daily", "ACTION * ACTION.PART.size", StorageLines, "ACTION.PART", "daily", "a part that is stored"},
	streamPartDaily:   {"ACTION.PART.daily", "ACTION.PART.size", StorageLines, "ACTION.PART", "daily", "a part of a stream"},
	wholeDaily:        {"ACTION.daily", "ACTION * ACTION.stores", StorageLines, "ACTION", "daily", "an action that stores"},
	streamDaily:       {"ACTION.daily", "ACTION.stores", StorageLines, "ACTION", "daily", "a stream that stores"},
	partsDaily:        {"ACTION.daily", "sum(ACTION.PART.daily)", StorageLines, "ACTION", "daily", "an action that stores parts"},
	storageDaily:      {"storage.daily", "sum(ACTION.daily)", StorageLines, "logical", "daily", ""},
	partStock:         {"storage.ACTION.PART", "ACTION.PART.daily * min(horizon, RETENTION)", StorageLines, "ACTION.PART", "total", "a part that is stored"},
	partStockGrowing:  {"storage.ACTION.PART", "integral(ACTION.PART.daily, min(horizon, RETENTION))", StorageLines, "ACTION.PART", "total", "the same with growth"},
	wholeStock:        {"storage.ACTION", "ACTION.daily * min(horizon, RETENTION)", StorageLines, "ACTION", "total", "an action that stores"},
	wholeStockGrowing: {"storage.ACTION", "integral(ACTION.daily, min(horizon, RETENTION))", StorageLines, "ACTION", "total", "the same with growth"},
	partsStock:        {"storage.ACTION", "sum(storage.ACTION.PART)", StorageLines, "ACTION", "total", "an action that stores parts"},
	datasetStock:      {"storage.DATASET", "datasets.DATASET.items * sum(datasets.DATASET.size)", StorageLines, "DATASET", "total", ""},
	logicalFlat:       {"storage.logical", "storage.daily * horizon + sum(storage.DATASET)", StorageLines, "logical", "total", "without retention and growth"},
	logicalStocks:     {"storage.logical", "sum(storage.ACTION) + sum(storage.DATASET)", StorageLines, "logical", "total", "with retention or growth"},
	physical: {"storage", "storage.logical / storage.compression * (1 + storage.overhead) * storage.replication / storage.fill",
		StorageLines, "physical", "total", ""},

	cacheOfAction: {"cache.CACHE", "cache.CACHE.hot * CACHE * cache.CACHE.window * ENTRY * (1 + cache.CACHE.overhead) * cache.CACHE.replication",
		CacheLines, "CACHE", "value", "a cache of an action, with hot"},
	cacheOfItems: {"cache.CACHE", "cache.CACHE.items * ENTRY * (1 + cache.CACHE.overhead) * cache.CACHE.replication",
		CacheLines, "CACHE", "value", "a cache with items"},
	cacheOrigin: {"cache.CACHE.origin", "CACHE * (1 - cache.CACHE.hit_ratio)", CacheLines, "CACHE.origin", "value", "a cache of an action, with hit_ratio"},
	cacheAll:    {"cache", "sum(cache.CACHE)", CacheLines, "total", "value", ""},

	serverNeed: {"servers.TIER.need", "servers.TIER.load / servers.TIER.each", ServerLines, "TIER.need", "value", "a tier with load and each"},
	serverTier: {"servers.TIER", "max(servers.TIER.at_least, ceil(max(NEED) / servers.TIER.utilization) + servers.TIER.spare)", ServerLines, "TIER", "value", ""},
	servers:    {"servers", "sum(servers.TIER)", ServerLines, "total", "value", ""},

	downtimeYear:  {"downtime.year", "(1 - availability) * 1 year", Reliability, "downtime", "year", ""},
	downtimeMonth: {"downtime.month", "(1 - availability) * 1 month", Reliability, "downtime", "month", ""},
	downtimeWeek:  {"downtime.week", "(1 - availability) * 1 week", Reliability, "downtime", "week", ""},
	downtimeDay:   {"downtime.day", "(1 - availability) * 1 day", Reliability, "downtime", "day", ""},

	latencyAll: {"latency", "sum(latency.STAGE)", LatencyLines, "total", "value", ""},

	costItem:      {"cost.ITEM", "ITEM * prices.ITEM", Cost, "ITEM", "value", ""},
	costAll:       {"cost", "sum(cost.ITEM)", Cost, "total", "value", ""},
	costItemTotal: {"cost.ITEM.total", "integral(cost.ITEM, horizon)", Cost, "ITEM", "spent", ""},
	costTotal:     {"cost.total", "sum(cost.ITEM.total)", Cost, "total", "spent", ""},
}

// StandardFormulas lists the table for the help page, in its order.
func StandardFormulas() []Standard { return append([]Standard(nil), standards[:]...) }

// binding gives the words in capitals their meaning for one use of a formula.
type binding struct {
	words map[string]string   // one name for one word: ACTION → watch; "" leaves it out
	lists map[string][]string // the names that sum(…) or max(…) of a word runs over
}

// template is the parsed formula of a table entry.
type template struct {
	once sync.Once
	node formula.Node
}

// templates are parsed when they are first wanted, and never changed: every scenario
// expands them into trees of its own.
var templates [standardCount]template

func (id standardID) template() formula.Node {
	t := &templates[id]
	t.once.Do(func() {
		n, err := formula.Parse(standards[id].Formula, formula.Vocabulary{Standard: true})
		if err != nil {
			panic("estimate: standard formula " + standards[id].Formula + ": " + err.Message)
		}
		t.node = n
	})
	return t.node
}

// expand writes out a template: words become names, sums their terms, and what
// names a field that the scenario has not given is left out. It gives nil where
// nothing is left.
func (b *builder) expand(n formula.Node, bind binding) formula.Node {
	switch n := n.(type) {
	case *formula.Name:
		return b.expandName(n, bind)
	case *formula.Paren:
		x := b.expand(n.X, bind)
		if x == nil {
			return nil
		}
		return &formula.Paren{X: x}
	case *formula.Binary:
		return b.expandBinary(n, bind)
	case *formula.Call:
		return b.expandCall(n, bind)
	default:
		return formula.Rewrite(n, func(*formula.Name) formula.Node { return nil })
	}
}

func (b *builder) expandName(n *formula.Name, bind binding) formula.Node {
	path := substitute(n.Path, bind.words)
	if path == "" {
		return nil
	}
	id, ok := b.m.index[path]
	if !ok && path != "horizon" {
		return nil
	}
	name := &formula.Name{Path: path, ID: -1, Elapsed: path == "horizon"}
	if ok {
		name.Shown = b.m.quantities[id].shown
	}
	return name
}

// substitute replaces the words in capitals among the segments of a path.
func substitute(path string, words map[string]string) string {
	if len(words) == 0 {
		return path
	}
	if w, ok := words[path]; ok {
		return w
	}
	segments := strings.Split(path, ".")
	for i, s := range segments {
		if w, ok := words[s]; ok {
			segments[i] = w
		}
	}
	return strings.Join(segments, ".")
}

func (b *builder) expandBinary(n *formula.Binary, bind binding) formula.Node {
	l, r := b.expand(n.L, bind), b.expand(n.R, bind)
	switch {
	case l == nil:
		return r
	case r == nil:
		if lit, ok := l.(*formula.Literal); ok && lit.Text == "1" {
			return nil // (1 + overhead) without an overhead is a stage of 1
		}
		return l
	default:
		return &formula.Binary{Op: n.Op, L: l, R: r}
	}
}

func (b *builder) expandCall(n *formula.Call, bind binding) formula.Node {
	var args []formula.Node
	for _, a := range n.Args {
		if name, ok := a.(*formula.Name); ok {
			if list, ok := bind.lists[name.Path]; ok {
				for _, item := range list {
					if x := b.expandName(&formula.Name{Path: item}, binding{}); x != nil {
						args = append(args, x)
					}
				}
				continue
			}
		}
		if x := b.expand(a, bind); x != nil {
			args = append(args, x)
		}
	}
	repeats := n.Func.Variadic
	switch {
	case len(args) == 0:
		return nil
	case repeats && len(args) == 1:
		return args[0]
	case n.Func.Name == "sum":
		return &formula.Sum{Terms: args}
	default:
		return &formula.Call{Func: n.Func, Args: args}
	}
}
