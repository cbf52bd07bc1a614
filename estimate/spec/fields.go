package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
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

// has reports whether a map gives a key. One with a merge key, which is refused
// elsewhere, may be meant to give it.
func has(n *yaml.Node, key string) bool {
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if k := n.Content[i].Value; k == key || k == "<<" {
			return true
		}
	}
	return false
}

// require reports a field that has to be there.
func (b *binder) require(at estimate.Place, name, what, key string, given bool, example string) {
	if !given {
		b.fail(at, utf8.RuneCountInString(name), ruleMissing, fmt.Sprintf("add `%s`", example), "%s has no `%s`", what, key)
	}
}

// checkAction reports what an action lacks by itself, and sizes given twice.
func (b *binder) checkAction(a *action, value *yaml.Node) {
	if a.Type == "" && !has(value, "type") {
		b.fail(a.Place, utf8.RuneCountInString(a.Name), ruleMissing, "add `type: read` or `type: write`", "action %s has no `type`", a.Name)
	}
	if a.Type == "" {
		a.Type = estimate.Write // to look further
	}
	if a.Payload == nil {
		return
	}
	clashes := map[string]*estimate.Size{"request": a.Request, "stores": a.Stores}
	if a.Type == estimate.Read {
		clashes = map[string]*estimate.Size{"response": a.Response}
	}
	for _, key := range []string{"request", "stores", "response"} {
		if s := clashes[key]; s != nil {
			b.fail(s.Place, utf8.RuneCountInString(key), ruleDuplicate, fmt.Sprintf("keep `payload`, or write `%s` without it", key),
				"the payload of a %s is its %s already", a.Type, map[estimate.ActionType]string{estimate.Read: "response", estimate.Write: "request and what it stores"}[a.Type])
		}
	}
}

// size reads an expression or a map of parts.
func (b *binder) size(key, v *yaml.Node) *estimate.Size {
	s := &estimate.Size{Place: b.place(key)}
	if v.Kind != yaml.MappingNode {
		s.Whole = b.expr(key, v, aSize)
		return s
	}
	if whole := child(v, "size"); whole != nil && whole.Kind == yaml.ScalarNode && onlyFields(v, partFields) {
		b.fail(b.place(whole), width(whole), ruleShape, fmt.Sprintf("write `%s: %s`; its `retention` goes beside it, into the action", key.Value, whole.Value),
			"the parts of %s have names; `size` and `retention` are fields of a part", key.Value)
		s.Whole = &estimate.Expr{Place: b.place(v)}
		return s
	}
	b.named(v, key.Value, func(name string, k, v *yaml.Node) {
		p := &estimate.Part{Name: name, Place: b.place(k)}
		if v.Kind == yaml.MappingNode {
			mapping(b, v, "part "+name, partFields, p)
			b.require(p.Place, name, "part "+name, "size", p.Size != nil || has(v, "size"), "size: 100 B")
		} else {
			p.Size = b.expr(k, v, aSize)
		}
		s.Parts = append(s.Parts, p)
	})
	if len(s.Parts) == 0 {
		return nil
	}
	return s
}

// onlyFields reports whether all keys of a map are fields of a table.
func onlyFields[T any](n *yaml.Node, fields []field[T]) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if !slices.Contains(keys(fields), n.Content[i].Value) {
			return false
		}
	}
	return true
}

// growth takes a percentage per period and nothing else: a factor or a bare
// percentage has no period to apply to.
func (b *binder) growth(key, v *yaml.Node) *estimate.Expr {
	e := b.expr(key, v, anything)
	if e.Node == nil {
		return e
	}
	ok := true
	for _, end := range ends(e.Node) {
		sign, negative := end.(*formula.Unary)
		if negative {
			end = sign.X
		}
		lit, isLiteral := formula.AsLiteral(end)
		ok = ok && isLiteral && lit.Form == unit.Percent && len(lit.Under) == 1 && calendarUnit(lit.Under[0])
	}
	if !ok {
		b.fail(e.Place, width(v), ruleValue, "write it as `20%/year` or `5%/month`", "growth is a percentage per day, week, month or year, found %q", e.Text)
		e.Node = nil
	}
	return e
}

// form refuses a literal of a form that another reader would take differently.
func (b *binder) form(e *estimate.Expr, v *yaml.Node, bad func(*formula.Literal) bool, help func(text string) string, format string) *estimate.Expr {
	if e.Node == nil {
		return e
	}
	for _, end := range ends(e.Node) {
		if lit, ok := formula.AsLiteral(end); ok && bad(lit) {
			b.fail(e.Place, width(v), ruleValue, help(e.Text), format, e.Text)
			e.Node = nil
			break
		}
	}
	return e
}

// ends gives what a value is written from: itself, the ends of a range, or the
// arguments of a function such as triangular.
func ends(n formula.Node) []formula.Node {
	switch n := formula.Bare(n).(type) {
	case *formula.Range:
		return []formula.Node{n.Low, n.High}
	case *formula.Call:
		if formula.IsInput(n) {
			return n.Args
		}
	}
	return []formula.Node{n}
}

// calendarUnit reports a time that growth can be given for: nothing grows by a
// percentage a second.
func calendarUnit(u *unit.Unit) bool {
	return u.Dim == unit.Time && u.Factor(unit.DefaultCalendar()) >= unit.DefaultCalendar().Day
}

func (b *binder) peak(key, v *yaml.Node) *estimate.Expr {
	return b.form(b.expr(key, v, anything), v, func(l *formula.Literal) bool { return l.Form == unit.Percent && l.Dim() == unit.None },
		func(string) string { return "write `3x` for three times the mean" }, "a peak is a factor, found the percentage %q")
}

func (b *binder) overhead(key, v *yaml.Node) *estimate.Expr {
	return b.form(b.expr(key, v, anything), v, func(l *formula.Literal) bool { return l.Form == unit.Multiplier || l.Form == unit.Ratio },
		func(text string) string {
			ends := strings.Split(text, " to ")
			for i, end := range ends {
				f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(end), "x"), 64)
				if err != nil || f <= 1 || f >= 10 {
					return "write `30%`"
				}
				ends[i] = strconv.FormatFloat(float64(int(f*1000-1000+0.5))/10, 'f', -1, 64) + "%"
			}
			return fmt.Sprintf("write `%s`", strings.Join(ends, " to "))
		}, "an overhead is what comes on top, found the factor %q")
}

// block reads the availability tree.
func (b *binder) block(name string, key, v *yaml.Node) *estimate.Block {
	bl := &estimate.Block{Name: name, Place: b.place(key), Arrangement: estimate.SeriesBlocks}
	switch v.Kind {
	case yaml.ScalarNode:
		bl.Arrangement = estimate.Leaf
		bl.Value = b.expr(key, v, anything)
		return bl
	case yaml.SequenceNode:
		b.fail(b.place(v), 1, ruleShape, "write `{series: […]}` or `{parallel: […]}`", "a list of blocks says neither series nor parallel")
		return bl
	}
	if len(v.Content) == 2 && (v.Content[0].Value == "series" || v.Content[0].Value == "parallel") {
		bl.Arrangement = estimate.Arrangement(v.Content[0].Value)
		b.arranged(bl, v.Content[0], v.Content[1])
		return bl
	}
	for i := 0; i < len(v.Content); i += 2 {
		if k := v.Content[i]; k.Value == "series" || k.Value == "parallel" {
			b.fail(b.place(k), len(k.Value), ruleShape, fmt.Sprintf("give it a name: `some_block: {%s: …}`", k.Value), "`%s` stands beside other blocks", k.Value)
			return bl
		}
	}
	b.blocks(bl, v)
	return bl
}

func (b *binder) arranged(bl *estimate.Block, key, v *yaml.Node) {
	switch v.Kind {
	case yaml.SequenceNode:
		b.listed(bl, key, v)
	case yaml.MappingNode:
		b.blocks(bl, v)
	case yaml.ScalarNode:
		if b.lost[v] {
			return
		}
		fallthrough
	default:
		b.fail(b.place(v), width(v), ruleShape, fmt.Sprintf("write `%s: [99.9%%, 99.9%%]` or a map of blocks", key.Value), "%s takes a list or a map of blocks, found %s", key.Value, shape(v))
	}
	if len(v.Content) == 0 && v.Kind != yaml.ScalarNode {
		b.fail(b.place(key), len(key.Value), ruleShape, "write at least one block", "%s has no block", key.Value)
	}
}

// listed reads blocks that are numbered from 1.
func (b *binder) listed(bl *estimate.Block, key, v *yaml.Node) {
	for i, item := range v.Content {
		if item.Kind == yaml.ScalarNode && strings.Count(item.Value, "(") > strings.Count(item.Value, ")") && v.Style&yaml.FlowStyle != 0 {
			b.fail(b.place(item), width(item), ruleComma, "put quotes around the expression, or give it a line of its own", "inside [ ] a comma ends a value: this was read as %q", item.Value)
			return
		}
		if b.lost[item] {
			continue
		}
		if isNull(item) {
			b.fail(b.place(item), 1, ruleEmpty, "write an availability such as `99.9%`", "block %d of %s has no value", i+1, key.Value)
			continue
		}
		inner := b.block(strconv.Itoa(i+1), item, item)
		bl.Blocks = append(bl.Blocks, inner)
	}
}

func (b *binder) blocks(bl *estimate.Block, v *yaml.Node) {
	b.named(v, "availability", func(name string, key, value *yaml.Node) {
		bl.Blocks = append(bl.Blocks, b.block(name, key, value))
	})
}

// prices reads as_of, source and a price for each quantity.
func (b *binder) prices(key, v *yaml.Node) *estimate.Prices {
	if v.Kind != yaml.MappingNode {
		b.fail(b.place(v), width(v), ruleShape, "write `as_of`, `source` and a price for each quantity below it", "prices is a map, found %s", shape(v))
		return nil
	}
	p := &estimate.Prices{}
	for _, pair := range b.pairs(v) {
		switch k, v := pair[0], pair[1]; k.Value {
		case "as_of":
			p.AsOf = b.text(k, v)
		case "source":
			p.Source = b.text(k, v)
		default:
			p.Items = append(p.Items, estimate.Named{Name: k.Value, Place: b.place(k), Value: b.expr(k, v, anything)})
		}
	}
	b.require(b.place(key), "prices", "prices", "as_of", has(v, "as_of"), "as_of: 2026-11")
	b.require(b.place(key), "prices", "prices", "source", has(v, "source"), "source: the provider's price list")
	return p
}

func (b *binder) let(name string, key, v *yaml.Node) *estimate.Let {
	l := &estimate.Let{Name: name, Place: b.place(key)}
	if v.Kind == yaml.MappingNode {
		mapping(b, v, "let "+name, letFields, l)
		b.require(l.Place, name, "let "+name, "is", l.Value != nil || has(v, "is"), "is: 5 KB")
		return l
	}
	l.Value = b.expr(key, v, anything)
	return l
}

// displayUnit reads a unit without a number.
func (b *binder) displayUnit(key, v *yaml.Node) *estimate.Expr {
	text, ok := b.scalar(key, v)
	if !ok {
		return nil
	}
	number := "1 "
	if text == "%" {
		number = "1" // a percentage touches its number
	}
	node, err := formula.Parse(number+text, formula.Vocabulary{Words: b.words})
	if lit, isLiteral := node.(*formula.Literal); err != nil || !isLiteral || lit.Unit == nil && len(lit.Under) == 0 && lit.Form == unit.Plain {
		help := "write a unit, such as `GB/s` or `hours`"
		if err != nil && err.Help != "" {
			help = err.Help
		}
		b.fail(b.place(v), width(v), ruleValue, help, "%q is not a unit", text)
		return nil
	}
	return &estimate.Expr{Text: text, Node: node, Place: b.place(v), Origin: b.origin}
}

// expect reads constraints, one or a list for each quantity. What they say is
// parsed where the quantities are known.
func (b *binder) expect(v *yaml.Node) []estimate.Expectation {
	var out []estimate.Expectation
	if v.Kind != yaml.MappingNode {
		b.fail(b.place(v), width(v), ruleShape, "write `rps: ~12K/s` below it", "expect is a map from quantities to constraints, found %s", shape(v))
		return nil
	}
	for _, p := range b.pairs(v) {
		key, items := p[0], []*yaml.Node{p[1]}
		if p[1].Kind == yaml.SequenceNode {
			items = p[1].Content
			if b.tornItem(p[1]) {
				continue
			}
		}
		for _, item := range items {
			if b.lost[item] {
				continue
			}
			if text, ok := b.scalar(key, item); ok {
				out = append(out, estimate.Expectation{Quantity: key.Value, QuantityPlace: b.place(key), Text: text, Place: b.place(item)})
			}
		}
	}
	return out
}

var roundingForm = regexp.MustCompile(`^(\d+)\s+digits?(?:\s+(up|down))?$`)

// rounding reads "2 digits", "1 digit up", "exact".
func (b *binder) rounding(v *yaml.Node) []estimate.Rounding {
	var out []estimate.Rounding
	if v.Kind != yaml.MappingNode {
		b.fail(b.place(v), width(v), ruleShape, "write `rps: 2 digits` below it", "rounding is a map from quantities to digits, found %s", shape(v))
		return nil
	}
	for _, p := range b.pairs(v) {
		text := b.text(p[0], p[1])
		r := estimate.Rounding{Quantity: p[0].Value, Place: b.place(p[0]), Way: estimate.Nearest}
		m := roundingForm.FindStringSubmatch(text)
		switch {
		case text == "exact":
		case m != nil && m[1] != "0" && len(m[1]) < 3:
			r.Digits, _ = strconv.Atoi(m[1])
			if m[2] != "" {
				r.Way = estimate.Way(m[2])
			}
		default:
			b.fail(b.place(p[1]), width(p[1]), ruleRounding, "write `2 digits`, `1 digit up`, `2 digits down` or `exact`", "%q is not a rounding", text)
			continue
		}
		out = append(out, r)
	}
	return out
}
