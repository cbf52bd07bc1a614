package spec

import (
	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
)

// entry makes a field of any kind. The order is the one in which it is explained: what
// it is called and means, what it looks like, how it is read.
func entry[T any](key, means, example string, is form, read func(b *binder, k, v *yaml.Node, into *T)) field[T] {
	return field[T]{key: key, means: means, example: example, form: is, read: read}
}

// value makes a field whose value is an expression.
func value[T any](key, means, example string, t takes, to func(*T) **estimate.Expr) field[T] {
	return entry(key, means, example, anyValue, func(b *binder, k, v *yaml.Node, into *T) { *to(into) = b.expr(k, v, t) })
}

// text makes a field whose value is text.
func text[T any](key, means, example string, to func(*T) *string) field[T] {
	return entry(key, means, example, anyValue, func(b *binder, k, v *yaml.Node, into *T) { *to(into) = b.text(k, v) })
}

// size makes a field whose value is a size, whole or in parts with names of a kind.
func size[T any](key, means, example, names string, to func(*T) **estimate.Size) field[T] {
	return entry(key, means, example, wholeOrParts(names), func(b *binder, k, v *yaml.Node, into *T) { *to(into) = b.size(k, v) })
}

// must makes a field required.
func (f field[T]) must() field[T] {
	f.required = true
	return f
}

type scenario = estimate.Scenario

// scenarioFields are the fields at the top of a file, in the order of the language
// page. The JSON Schema is made from this table and those below it.
var scenarioFields = []field[scenario]{
	text("name", "what the scenario is called: the heading of its tables", "URL shortener", func(s *scenario) *string { return &s.Name }).must(),
	text("about", "who uses it, and for what: a line for readers", "200 million people who share photos", func(s *scenario) *string { return &s.About }),
	text("source", "where the figures come from: text for readers", "System Design course, chapter V", func(s *scenario) *string { return &s.Source }),
	entry("calendar", "what the words day, month and year stand for; week, month and year follow the day", "{year: 365.25 days}", record(calendarFields), func(b *binder, _, v *yaml.Node, s *scenario) {
		mapping(b, v, "calendar", calendarFields, s)
	}),
	value("users", "people with an account: a count", "1B", aCount, func(s *scenario) **estimate.Expr { return &s.Users }),
	value("mau", "people who come within a month: a count", "500M", aCount, func(s *scenario) **estimate.Expr { return &s.MAU }),
	value("dau", "people who come within a day: a count, or a share of another, such as 20% of mau", "20% of mau", aCount, func(s *scenario) **estimate.Expr { return &s.DAU }),
	entry("growth", "how users grow, and rates that do not follow from them: a percentage per day, week, month or year", "20%/year", growing, func(b *binder, k, v *yaml.Node, s *scenario) { s.Growth = b.growth(k, v) }),
	value("horizon", "how long data piles up, and for how long cost is summed: a time", "10 years", anything, func(s *scenario) **estimate.Expr { return &s.Horizon }),
	entry("peak", "the busiest time over the mean: a factor of 1 or more, such as 3x or busy_hour(20%), not a percentage", "3x", factor, func(b *binder, k, v *yaml.Node, s *scenario) { s.Peak = b.peak(k, v) }),
	value("read_write_ratio", "reads to writes: the one action without a rate gets what is missing", "100:1", anything, func(s *scenario) **estimate.Expr { return &s.ReadWriteRatio }),
	entry("actions", "what users do: a map from names to actions", "{post: {type: write, rate: 10/s}}",
		named("item_name", "an action: type, a rate (per_user or rate), and sizes in bytes", record(actionFields)), func(b *binder, _, v *yaml.Node, s *scenario) {
			b.named(v, "actions", func(name string, key, value *yaml.Node) {
				a := &estimate.Action{Name: name, Place: b.place(key)}
				mapping(b, value, "action "+name, actionFields, a)
				b.checkAction(a, value)
				s.Actions = append(s.Actions, a)
			})
		}),
	entry("datasets", "data that stands, such as a user table: a map from names to items and their size", "{profile: {items: 1M, size: 2 KB}}",
		named("item_name", "a dataset: items of a size, and their growth", record(datasetFields)), func(b *binder, _, v *yaml.Node, s *scenario) {
			b.named(v, "datasets", func(name string, key, value *yaml.Node) {
				d := &estimate.Dataset{Name: name, Place: b.place(key)}
				mapping(b, value, "dataset "+name, datasetFields, d)
				complete(b, d.Place, name, "dataset "+name, value, datasetFields)
				s.Datasets = append(s.Datasets, d)
			})
		}),
	entry("storage", "the stages from logical to physical bytes", "{replication: 3}", record(storageFields), func(b *binder, _, v *yaml.Node, s *scenario) {
		mapping(b, v, "storage", storageFields, &s.Storage)
	}),
	entry("cache", "what is kept in memory: a map from names to caches; one with the name of an action keeps that action's responses", "{hot_items: {items: 1M, entry: 1 KB}}",
		named("name", "a cache: hot and window, or items; and the bytes of an entry", record(cacheFields)), func(b *binder, _, v *yaml.Node, s *scenario) {
			b.named(v, "cache", func(name string, key, value *yaml.Node) {
				c := &estimate.Cache{Name: name, Place: b.place(key)}
				mapping(b, value, "cache "+name, cacheFields, c)
				s.Caches = append(s.Caches, c)
			})
		}),
	entry("servers", "how many servers there have to be: a map from tiers to what they need", "{api: {load: 10K/s, each: 1K/s}}",
		named("name", "a tier of servers: load and each, or needs", loaded), func(b *binder, _, v *yaml.Node, s *scenario) {
			b.named(v, "servers", func(name string, key, value *yaml.Node) {
				t := &estimate.Tier{Name: name, Place: b.place(key)}
				mapping(b, value, "tier "+name, tierFields, t)
				s.Servers = append(s.Servers, t)
			})
		}),
	entry("availability", "how much of the time it is up: an expression, {series: …}, {parallel: …}, or a map of blocks in series", "{web: 99.9%, db: 99.95%}", block, func(b *binder, k, v *yaml.Node, s *scenario) {
		s.Availability = b.block("", k, v)
	}),
	entry("latency", "how long a request takes: a map from stages to times, which are summed, and a budget", "{network: 20 ms, budget: 100 ms}", stages, func(b *binder, _, v *yaml.Node, s *scenario) {
		b.named(v, "latency", func(name string, key, value *yaml.Node) {
			if e := b.expr(key, value, anything); name == "budget" && e.Node != nil {
				s.Budget = e
			} else {
				s.Latency = append(s.Latency, estimate.Named{Name: name, Place: b.place(key), Value: e})
			}
		})
	}),
	entry("use", "files with shared calendar, users, mau, dau, prices and let: a path, or a list of paths, relative to this file", "shared.yaml", paths, func(*binder, *yaml.Node, *yaml.Node, *scenario) {}),
	entry("prices", "what turns quantities into cost: a map from quantities to prices, with as_of and source", "{as_of: 2026-11, source: price list, storage: $0.02/GB/month}", priced, func(b *binder, k, v *yaml.Node, s *scenario) {
		s.Prices = b.prices(k, v)
	}),
	entry("let", "names of your own: a map from names to expressions, or to {is, about, in}", "{media_share: 10%}",
		named("let_name", "an expression, or {is, about, in}", valueOr(record(letFields))), func(b *binder, _, v *yaml.Node, s *scenario) {
			b.named(v, "let", func(name string, key, value *yaml.Node) { s.Lets = append(s.Lets, b.let(name, key, value)) })
		}),
	value("approx", "the tolerance of ~ in expect: a percentage, 10% unless given", "5%", anything, func(s *scenario) **estimate.Expr { return &s.Approx }),
	entry("expect", "what you believe: a map from quantities to constraints, such as ~12K/s or at most 30 TB, one or a list of them", "{rps: ~12K/s}", expected, func(b *binder, _, v *yaml.Node, s *scenario) { s.Expect = b.expect(v) }),
	entry("rounding", "arithmetic as on paper: a map from quantities, or default, to digits", "{rps: 2 digits}", rounded, func(b *binder, _, v *yaml.Node, s *scenario) { s.Rounding = b.rounding(v) }),
}

var calendarFields = []field[scenario]{
	value("day", "how long a day is: a time, 86400 s unless given", "86400 s", aPeriod, func(s *scenario) **estimate.Expr { return &s.Day }),
	value("month", "how long a month is: a time, year/12 unless given", "30 days", aPeriod, func(s *scenario) **estimate.Expr { return &s.Month }),
	value("year", "how long a year is: a time, 365 days unless given", "365.25 days", aPeriod, func(s *scenario) **estimate.Expr { return &s.Year }),
}

type action = estimate.Action

var actionFields = []field[action]{
	entry("type", "whether it reads or writes", "write", readOrWrite, func(b *binder, k, v *yaml.Node, a *action) {
		switch t := b.text(k, v); t {
		case "":
		case "read", "write":
			a.Type = estimate.ActionType(t)
		default:
			a.Type = estimate.Write
			b.fail(b.place(v), width(v), formula.RuleValue, "write `type: read` or `type: write`", "an action reads or writes, found %q", t)
		}
	}).must(),
	value("per_user", "how often each daily user does it: a count per time", "5/day", anything, func(a *action) **estimate.Expr { return &a.PerUser }),
	value("rate", "how often it happens: a count per time, or a multiple of another action, such as 10 * tweet", "100M/month", anything, func(a *action) **estimate.Expr { return &a.Rate }),
	size("request", "bytes sent to the service each time, or a map of parts", "1 KB", "item_name", func(a *action) **estimate.Size { return &a.Request }),
	size("response", "bytes sent back each time, or a map of parts", "20 KB", "item_name", func(a *action) **estimate.Size { return &a.Response }),
	size("stores", "bytes kept each time, or a map of parts", "500 B", "item_name", func(a *action) **estimate.Size { return &a.Stores }),
	size("payload", "a write's request and what it stores, a read's response: bytes each time, or a map of parts", "500 B", "item_name", func(a *action) **estimate.Size { return &a.Payload }),
	entry("peak", "its own busiest time over its mean: a factor of 1 or more, in place of the scenario's", "3x", factor, func(b *binder, k, v *yaml.Node, a *action) { a.Peak = b.peak(k, v) }),
	value("retention", "how long what it stores is kept, where a part does not say: a time", "30 days", anything, func(a *action) **estimate.Expr { return &a.Retention }),
	value("latency", "how long it is in the system: a time, which gives the requests in flight", "50 ms", anything, func(a *action) **estimate.Expr { return &a.Latency }),
	text("about", "what it is: text for readers", "a new post", func(a *action) *string { return &a.About }),
}

type part = estimate.Part

var partFields = []field[part]{
	value("size", "bytes each time", "100 B", aSize, func(p *part) **estimate.Expr { return &p.Size }).must(),
	value("retention", "how long this part is kept: a time", "30 days", anything, func(p *part) **estimate.Expr { return &p.Retention }),
}

type dataset = estimate.Dataset

var datasetFields = []field[dataset]{
	value("items", "how many there are: a count", "1M", aCount, func(d *dataset) **estimate.Expr { return &d.Items }).must(),
	size("size", "bytes an item, or a map of parts", "2 KB", "name", func(d *dataset) **estimate.Size { return &d.Size }).must(),
	entry("growth", "its own growth, beside that of the items: a percentage per day, week, month or year", "20%/year", growing, func(b *binder, k, v *yaml.Node, d *dataset) { d.Growth = b.growth(k, v) }),
}

type storage = estimate.Storage

var storageFields = []field[storage]{
	value("compression", "how much smaller data gets: a factor of 1 or more", "2:1", anything, func(s *storage) **estimate.Expr { return &s.Compression }),
	entry("overhead", "indexes and metadata: a percentage on top", "30%", onTop, func(b *binder, k, v *yaml.Node, s *storage) { s.Overhead = b.overhead(k, v) }),
	value("replication", "how many copies there are, or an erasure code, such as \"erasure(10, 4)\"", "3", anything, func(s *storage) **estimate.Expr { return &s.Replication }),
	value("fill", "how full disks may be: above 0% to 100%", "80%", anything, func(s *storage) **estimate.Expr { return &s.Fill }),
	value("retention", "how long data is kept, where neither part nor action says: a time", "2 years", anything, func(s *storage) **estimate.Expr { return &s.Retention }),
}

type cache = estimate.Cache

var cacheFields = []field[cache]{
	value("hot", "the share of a window's requests that is kept: above 0% to 100%", "20%", anything, func(c *cache) **estimate.Expr { return &c.Hot }),
	value("window", "the time of which requests are counted, 1 day unless given", "1 day", anything, func(c *cache) **estimate.Expr { return &c.Window }),
	value("entry", "bytes an entry; unless given, the response of the action of that name", "1 KB", aSize, func(c *cache) **estimate.Expr { return &c.Entry }),
	value("items", "how many entries there are: a count, in place of hot and window", "10M", aCount, func(c *cache) **estimate.Expr { return &c.Items }),
	entry("overhead", "what the store itself needs: a percentage on top", "30%", onTop, func(b *binder, k, v *yaml.Node, c *cache) { c.Overhead = b.overhead(k, v) }),
	value("replication", "how many copies there are", "2", anything, func(c *cache) **estimate.Expr { return &c.Replication }),
	value("hit_ratio", "the share of requests that the cache answers: 0% to 100%", "95%", anything, func(c *cache) **estimate.Expr { return &c.HitRatio }),
}

type tier = estimate.Tier

var tierFields = []field[tier]{
	value("load", "what the tier has to carry, in the unit of each", "rps.peak", anything, func(t *tier) **estimate.Expr { return &t.Load }),
	value("each", "what one server carries, in the unit of load", "1K/s", anything, func(t *tier) **estimate.Expr { return &t.Each }),
	entry("needs", "in place of load and each: a map from needs to counts of servers, of which the largest binds", "{cpu: rps.peak / (1K/s)}",
		named("name", "a count of servers", anyValue), func(b *binder, _, v *yaml.Node, t *tier) {
			b.named(v, "needs", func(name string, key, value *yaml.Node) {
				t.Needs = append(t.Needs, estimate.Named{Name: name, Place: b.place(key), Value: b.expr(key, value, aCount)})
			})
		}),
	value("utilization", "how busy a server may be: above 0% to 100%", "70%", anything, func(t *tier) **estimate.Expr { return &t.Utilization }),
	value("spare", "servers on top, for failures: a whole number", "1", aCount, func(t *tier) **estimate.Expr { return &t.Spare }),
	value("at_least", "never fewer servers than this: a whole number", "3", aCount, func(t *tier) **estimate.Expr { return &t.AtLeast }),
}

type prices = estimate.Prices

var priceFields = []field[prices]{
	text("as_of", "when these prices held: a month or a day", "2026-11", func(p *prices) *string { return &p.AsOf }).must(),
	text("source", "where the prices come from: text for readers", "the provider's price list", func(p *prices) *string { return &p.Source }).must(),
}

type let = estimate.Let

var letFields = []field[let]{
	value("is", "what it is worth: an expression", "5 KB", anything, func(l *let) **estimate.Expr { return &l.Value }).must(),
	text("about", "what it stands for: text for readers", "the share of posts with a photo", func(l *let) *string { return &l.About }),
	entry("in", "the unit in which it is shown", "GB/s", anyValue, func(b *binder, k, v *yaml.Node, l *let) { l.In = b.displayUnit(k, v) }),
}
