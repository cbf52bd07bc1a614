package spec

import (
	"gopkg.in/yaml.v3"

	"botec/estimate"
)

// value makes a field whose value is an expression.
func value[T any](key, words, example string, t takes, to func(*T) **estimate.Expr) field[T] {
	return field[T]{key, words, example, func(b *binder, k, v *yaml.Node, into *T) { *to(into) = b.expr(k, v, t) }}
}

// text makes a field whose value is text.
func text[T any](key, what, example string, to func(*T) *string) field[T] {
	return field[T]{key, what, example, func(b *binder, k, v *yaml.Node, into *T) { *to(into) = b.text(k, v) }}
}

// size makes a field whose value is a size, whole or in parts.
func size[T any](key, what, example string, to func(*T) **estimate.Size) field[T] {
	return field[T]{key, what, example, func(b *binder, k, v *yaml.Node, into *T) { *to(into) = b.size(k, v) }}
}

type scenario = estimate.Scenario

// scenarioFields are the fields at the top of a file, in the order of the language
// page. A JSON Schema and the help can be made from this table.
var scenarioFields = []field[scenario]{
	text("name", "text", "URL shortener", func(s *scenario) *string { return &s.Name }),
	text("about", "text", "who uses it, and for what", func(s *scenario) *string { return &s.About }),
	text("source", "text", "where the figures come from", func(s *scenario) *string { return &s.Source }),
	{"calendar", "a map of day, month and year", "{year: 365.25 days}", func(b *binder, _, v *yaml.Node, s *scenario) {
		mapping(b, v, "calendar", calendarFields, s)
	}},
	value("users", "a count", "1B", aCount, func(s *scenario) **estimate.Expr { return &s.Users }),
	value("mau", "a count", "500M", aCount, func(s *scenario) **estimate.Expr { return &s.MAU }),
	value("dau", "a count", "20% of mau", aCount, func(s *scenario) **estimate.Expr { return &s.DAU }),
	{"growth", "a percentage per period", "20%/year", func(b *binder, k, v *yaml.Node, s *scenario) { s.Growth = b.growth(k, v) }},
	value("horizon", "a time", "10 years", anything, func(s *scenario) **estimate.Expr { return &s.Horizon }),
	{"peak", "a factor of 1 or more", "3x", func(b *binder, k, v *yaml.Node, s *scenario) { s.Peak = b.peak(k, v) }},
	value("read_write_ratio", "a ratio", "100:1", anything, func(s *scenario) **estimate.Expr { return &s.ReadWriteRatio }),
	{"actions", "a map from names to actions", "{post: {type: write, rate: 10/s}}", func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "actions", func(name string, key, value *yaml.Node) {
			a := &estimate.Action{Name: name, Place: b.place(key)}
			mapping(b, value, "action "+name, actionFields, a)
			b.checkAction(a, value)
			s.Actions = append(s.Actions, a)
		})
	}},
	{"datasets", "a map from names to data that stands", "{profile: {items: 1M, size: 2 KB}}", func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "datasets", func(name string, key, value *yaml.Node) {
			d := &estimate.Dataset{Name: name, Place: b.place(key)}
			mapping(b, value, "dataset "+name, datasetFields, d)
			b.require(d.Place, name, "dataset "+name, "items", d.Items != nil || has(value, "items"), "items: 1M")
			b.require(d.Place, name, "dataset "+name, "size", d.Size != nil || has(value, "size"), "size: 2 KB")
			s.Datasets = append(s.Datasets, d)
		})
	}},
	{"storage", "a map of the stages from logical to physical bytes", "{replication: 3}", func(b *binder, _, v *yaml.Node, s *scenario) {
		mapping(b, v, "storage", storageFields, &s.Storage)
	}},
	{"cache", "a map from names to caches", "{hot_items: {items: 1M, entry: 1 KB}}", func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "cache", func(name string, key, value *yaml.Node) {
			c := &estimate.Cache{Name: name, Place: b.place(key)}
			mapping(b, value, "cache "+name, cacheFields, c)
			s.Caches = append(s.Caches, c)
		})
	}},
	{"servers", "a map from tiers to what they need", "{api: {load: 10K/s, each: 1K/s}}", func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "servers", func(name string, key, value *yaml.Node) {
			t := &estimate.Tier{Name: name, Place: b.place(key)}
			mapping(b, value, "tier "+name, tierFields, t)
			s.Servers = append(s.Servers, t)
		})
	}},
	{"availability", "an expression, or a map of blocks", "{web: 99.9%, db: 99.95%}", func(b *binder, k, v *yaml.Node, s *scenario) {
		s.Availability = b.block("", k, v)
	}},
	{"latency", "a map from stages to times, and a budget", "{network: 20 ms, budget: 100 ms}", func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "latency", func(name string, key, value *yaml.Node) {
			if e := b.expr(key, value, anything); name == "budget" && e.Node != nil {
				s.Budget = e
			} else {
				s.Latency = append(s.Latency, estimate.Named{Name: name, Place: b.place(key), Value: e})
			}
		})
	}},
	{"use", "a path, or a list of paths, to files with shared assumptions", "shared.yaml", func(*binder, *yaml.Node, *yaml.Node, *scenario) {}},
	{"prices", "a map from quantities to prices, with as_of and source", "{as_of: 2026-11, source: price list, storage: $0.02/GB/month}", func(b *binder, k, v *yaml.Node, s *scenario) {
		s.Prices = b.prices(k, v)
	}},
	{"let", "a map from names to expressions", "{media_share: 10%}", func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "let", func(name string, key, value *yaml.Node) { s.Lets = append(s.Lets, b.let(name, key, value)) })
	}},
	value("approx", "the tolerance of ~", "5%", anything, func(s *scenario) **estimate.Expr { return &s.Approx }),
	{"expect", "a map from quantities to constraints", "{rps: ~12K/s}", func(b *binder, _, v *yaml.Node, s *scenario) { s.Expect = b.expect(v) }},
	{"rounding", "a map from quantities to digits", "{rps: 2 digits}", func(b *binder, _, v *yaml.Node, s *scenario) { s.Rounding = b.rounding(v) }},
}

var calendarFields = []field[scenario]{
	value("day", "a time", "86400 s", aPeriod, func(s *scenario) **estimate.Expr { return &s.Day }),
	value("month", "a time", "30 days", aPeriod, func(s *scenario) **estimate.Expr { return &s.Month }),
	value("year", "a time", "365.25 days", aPeriod, func(s *scenario) **estimate.Expr { return &s.Year }),
}

type action = estimate.Action

var actionFields = []field[action]{
	{"type", "read or write", "write", func(b *binder, k, v *yaml.Node, a *action) {
		switch t := b.text(k, v); t {
		case "":
		case "read", "write":
			a.Type = estimate.ActionType(t)
		default:
			a.Type = estimate.Write
			b.fail(b.place(v), width(v), ruleValue, "write `type: read` or `type: write`", "an action reads or writes, found %q", t)
		}
	}},
	value("per_user", "how often a daily user does it", "5/day", anything, func(a *action) **estimate.Expr { return &a.PerUser }),
	value("rate", "how often it happens", "100M/month", anything, func(a *action) **estimate.Expr { return &a.Rate }),
	size("request", "bytes sent to the service", "1 KB", func(a *action) **estimate.Size { return &a.Request }),
	size("response", "bytes sent back", "20 KB", func(a *action) **estimate.Size { return &a.Response }),
	size("stores", "bytes kept", "500 B", func(a *action) **estimate.Size { return &a.Stores }),
	size("payload", "a write's request and what it stores; a read's response", "500 B", func(a *action) **estimate.Size { return &a.Payload }),
	{"peak", "a factor of 1 or more", "3x", func(b *binder, k, v *yaml.Node, a *action) { a.Peak = b.peak(k, v) }},
	value("retention", "a time", "30 days", anything, func(a *action) **estimate.Expr { return &a.Retention }),
	value("latency", "a time", "50 ms", anything, func(a *action) **estimate.Expr { return &a.Latency }),
	text("about", "text", "a new post", func(a *action) *string { return &a.About }),
}

type part = estimate.Part

var partFields = []field[part]{
	value("size", "bytes", "100 B", aSize, func(p *part) **estimate.Expr { return &p.Size }),
	value("retention", "a time", "30 days", anything, func(p *part) **estimate.Expr { return &p.Retention }),
}

type dataset = estimate.Dataset

var datasetFields = []field[dataset]{
	value("items", "a count", "1M", aCount, func(d *dataset) **estimate.Expr { return &d.Items }),
	size("size", "bytes an item", "2 KB", func(d *dataset) **estimate.Size { return &d.Size }),
	{"growth", "a percentage per period", "20%/year", func(b *binder, k, v *yaml.Node, d *dataset) { d.Growth = b.growth(k, v) }},
}

type storage = estimate.Storage

var storageFields = []field[storage]{
	value("compression", "a factor of 1 or more", "2:1", anything, func(s *storage) **estimate.Expr { return &s.Compression }),
	{"overhead", "a percentage on top", "30%", func(b *binder, k, v *yaml.Node, s *storage) { s.Overhead = b.overhead(k, v) }},
	value("replication", "copies, or an erasure code", "3", anything, func(s *storage) **estimate.Expr { return &s.Replication }),
	value("fill", "how full disks may be", "80%", anything, func(s *storage) **estimate.Expr { return &s.Fill }),
	value("retention", "a time", "2 years", anything, func(s *storage) **estimate.Expr { return &s.Retention }),
}

type cache = estimate.Cache

var cacheFields = []field[cache]{
	value("hot", "the share of a window's requests that is kept", "20%", anything, func(c *cache) **estimate.Expr { return &c.Hot }),
	value("window", "a time", "1 day", anything, func(c *cache) **estimate.Expr { return &c.Window }),
	value("entry", "bytes an entry", "1 KB", aSize, func(c *cache) **estimate.Expr { return &c.Entry }),
	value("items", "a count", "10M", aCount, func(c *cache) **estimate.Expr { return &c.Items }),
	{"overhead", "a percentage on top", "30%", func(b *binder, k, v *yaml.Node, c *cache) { c.Overhead = b.overhead(k, v) }},
	value("replication", "copies", "2", anything, func(c *cache) **estimate.Expr { return &c.Replication }),
	value("hit_ratio", "a percentage", "95%", anything, func(c *cache) **estimate.Expr { return &c.HitRatio }),
}

type tier = estimate.Tier

var tierFields = []field[tier]{
	value("load", "what the tier has to carry", "rps.peak", anything, func(t *tier) **estimate.Expr { return &t.Load }),
	value("each", "what one server carries", "1K/s", anything, func(t *tier) **estimate.Expr { return &t.Each }),
	{"needs", "a map from needs to counts of servers", "{cpu: rps.peak / (1K/s)}", func(b *binder, _, v *yaml.Node, t *tier) {
		b.named(v, "needs", func(name string, key, value *yaml.Node) {
			t.Needs = append(t.Needs, estimate.Named{Name: name, Place: b.place(key), Value: b.expr(key, value, aCount)})
		})
	}},
	value("utilization", "a percentage", "70%", anything, func(t *tier) **estimate.Expr { return &t.Utilization }),
	value("spare", "a count", "1", aCount, func(t *tier) **estimate.Expr { return &t.Spare }),
	value("at_least", "a count", "3", aCount, func(t *tier) **estimate.Expr { return &t.AtLeast }),
}

type let = estimate.Let

var letFields = []field[let]{
	value("is", "an expression", "5% of 100 KB", anything, func(l *let) **estimate.Expr { return &l.Value }),
	text("about", "text", "what it stands for", func(l *let) *string { return &l.About }),
	{"in", "the unit in which it is shown", "GB/s", func(b *binder, k, v *yaml.Node, l *let) { l.In = b.displayUnit(k, v) }},
}
