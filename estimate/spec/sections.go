package spec

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

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
		if k, v := pair[0], pair[1]; !readField(b, k, v, priceFields, p) {
			p.Items = append(p.Items, estimate.Named{Name: k.Value, Place: b.place(k), Value: b.expr(k, v, anything)})
		}
	}
	complete(b, b.place(key), "prices", "prices", v, priceFields)
	return p
}

func (b *binder) let(name string, key, v *yaml.Node) *estimate.Let {
	l := &estimate.Let{Name: name, Place: b.place(key)}
	if v.Kind == yaml.MappingNode {
		mapping(b, v, "let "+name, letFields, l)
		complete(b, l.Place, name, "let "+name, v, letFields)
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
	lit, err := unit.ParseUnit(text, b.words)
	if err != nil {
		b.fail(b.place(v), width(v), formula.RuleValue, err.Help, "%q is not a unit", text)
		return nil
	}
	return &estimate.Expr{Text: text, Node: &formula.Literal{Literal: lit, Text: text}, Place: b.place(v), Origin: b.origin}
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

// roundingText is what a rounding may say, to the walker and to the JSON Schema.
const roundingText = `(?:exact|([1-9]\d?)\s+digits?(?:\s+(up|down))?)`

var roundingForm = lazily(`^` + roundingText + `$`)

const roundingHelp = "write `2 digits`, `1 digit up`, `2 digits down` or `exact`"

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
		m := roundingForm().FindStringSubmatch(text)
		if m == nil {
			b.fail(b.place(p[1]), width(p[1]), ruleRounding, roundingHelp, "%q is not a rounding", text)
			continue
		}
		r.Digits, _ = strconv.Atoi(m[1]) // 0: exact
		if m[2] != "" {
			r.Way = estimate.Way(m[2])
		}
		out = append(out, r)
	}
	return out
}
