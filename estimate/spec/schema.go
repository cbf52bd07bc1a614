package spec

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Schema gives a JSON Schema, draft-07, of the scenario file, for editors: it knows
// the fields, what they mean and which shapes they take. It is made from the tables
// by which files are read, and is the same bytes every time. Expressions are any
// value to it, so what it accepts may still be wrong; what it refuses is. It has no
// title, which editors would show above every field.
func Schema() []byte {
	root := record(scenarioFields)()
	root.Dialect = "http://json-schema.org/draft-07/schema#"
	root.Description = "a scenario: who uses a system and how, and what is believed of it"
	root.Definitions = definitions()
	return root.text()
}

// form makes the schema of what stands behind a key. It is a function because the
// tables are package variables, and commands that need no schema should not pay.
type form func() *schema

// schema describes a field; its words and its example are those of the table.
func (f field[T]) schema() *schema {
	s := f.form()
	s.Description = f.means
	s.Examples = []any{asJSON(f.example)}
	return s
}

// definitions are the schemas that others refer to: what stands in many places, and
// blocks, which stand in each other.
func definitions() members {
	anything := &schema{MinLength: 1}
	anything.refuse("write one value, such as `200M`, `5 MB` or `3/day`, on the line of its key", "object", "array", "null")
	aBlock := block()
	aBlock.Description = "an availability, {series: …}, {parallel: …}, or a map of blocks in series"
	return members{
		{"value", anything},
		{"name", &schema{Pattern: "^[a-z][a-z0-9_]*$", MaxLength: MaxName, ErrorMessage: "a name is small letters, digits and _, as in page_view"}},
		{"let_name", unreserved(false)},
		{"item_name", unreserved(true)},
		{"block", aBlock},
		{"constraint", constraint()},
	}
}

// unreserved is a name that is no word of the language, nor, for actions, datasets
// and parts, one that follows their names in quantities.
func unreserved(part bool) *schema {
	words := slices.Concat(formula.ReservedWords(), keys(scenarioFields), quantityWords, actionWords)
	words = slices.DeleteFunc(words, func(word string) bool { return !formula.IsName(word) || reserved(word, part) == "" })
	slices.Sort(words)
	return &schema{
		AllOf: refer("name"),
		If:    &schema{Enum: slices.Compact(words)},
		Then:  &schema{Pattern: "^$", ErrorMessage: "this word of the language cannot be a name: choose another"}, // no name is empty
	}
}

func refer(definition string) []*schema {
	return []*schema{{Ref: "#/definitions/" + definition}}
}

// anyValue is an expression or a text. YAML makes numbers, dates and booleans of what
// is read as written, and the schema takes them all.
func anyValue() *schema { return &schema{AllOf: refer("value")} }

// record is a map of known fields.
func record[T any](fields []field[T]) form {
	return func() *schema {
		s := &schema{Type: "object", AdditionalProperties: false}
		for _, f := range fields {
			s.Properties = append(s.Properties, member{f.key, f.schema()})
			if f.required {
				s.Required = append(s.Required, f.key)
			}
		}
		return s
	}
}

// loaded is a tier of servers: what it carries goes with what one server does.
func loaded() *schema {
	s := record(tierFields)()
	s.Dependencies = members{{"load", []string{"each"}}, {"each", []string{"load"}}}
	return s
}

// valueOr is an expression or a map.
func valueOr(other form) form {
	return func() *schema {
		s := other()
		s.Type, s.MinLength = nil, 1
		s.refuse("write one value, or a map", "array", "null")
		return s
	}
}

// named is a map from names of a kind to what stands behind each.
func named(names, means string, is form) form {
	return func() *schema {
		each := is()
		each.Description = means
		return &schema{Type: "object", PropertyNames: refer(names)[0], AdditionalProperties: each}
	}
}

// wholeOrParts is a size: an expression, or a map from names to parts, which are
// expressions themselves or maps. The fields of a part without its name are a slip.
func wholeOrParts(names string) form {
	return func() *schema {
		s := valueOr(named(names, "a part: bytes, or {size, retention}", valueOr(record(partFields))))()
		bare := record(partFields)()
		for i, p := range bare.Properties {
			bare.Properties[i].value = &schema{}
			if p.key == "size" {
				bare.Properties[i].value = anyValue()
			}
		}
		nameless := &schema{If: bare, Then: &schema{}}
		nameless.Then.Type, nameless.Then.ErrorMessage = "string", "the parts have names: write the size alone, and `retention` beside it in the action"
		s.AllOf = append(s.AllOf, nameless)
		return s
	}
}

// factor is an expression that is not a lone percentage.
func factor() *schema {
	return &schema{AllOf: refer("value"), Pattern: `[^\d\s.,_%]|^[^%]*$`, ErrorMessage: "a factor is 1 or more: write `3x` for three times the mean"}
}

// onTop is an expression that is not a lone multiplier or ratio.
func onTop() *schema {
	return &schema{AllOf: refer("value"), Pattern: `[^\d\s.,_x:]|^[^x:]*$`, ErrorMessage: "an overhead is what comes on top: write `30%`"}
}

// growing is an expression in which a percentage per period stands: both are always
// written out.
func growing() *schema {
	units, _ := unit.Names()
	units = slices.DeleteFunc(units, func(name string) bool { u, _ := unit.Lookup(name); return !calendarUnit(u) })
	return &schema{Type: "string", Pattern: `%\s*(?:/|per)\s*(?:` + strings.Join(units, "|") + `)(?:\W|$)`, ErrorMessage: "write a percentage per day, week, month or year, such as `20%/year`"}
}

func readOrWrite() *schema {
	return &schema{Enum: []string{string(estimate.Read), string(estimate.Write)}, ErrorMessage: "write `type: read` or `type: write`"}
}

// block is a part of the availability tree.
func block() *schema {
	arranged := func(means, example string) *schema {
		return &schema{
			Description: means, Type: []string{"array", "object"}, Items: refer("block")[0], MinItems: 1, MinProperties: 1,
			PropertyNames: refer("name")[0], AdditionalProperties: refer("block")[0], Examples: []any{asJSON(example)},
		}
	}
	alone := &schema{MaxProperties: 1}
	s := &schema{
		MinLength: 1,
		Properties: members{
			{string(estimate.SeriesBlocks), arranged("blocks that are all needed: a list or a map", "[99.99%, 99.9%]")},
			{string(estimate.ParallelBlocks), arranged("blocks of which one is enough: a list or a map", "[99.9%, 99.9%]")},
		},
		PropertyNames: refer("name")[0], AdditionalProperties: refer("block")[0],
		Dependencies: members{{string(estimate.SeriesBlocks), alone}, {string(estimate.ParallelBlocks), alone}},
	}
	s.refuse("write an availability, a map of blocks, `{series: […]}` or `{parallel: […]}`", "array", "null")
	return s
}

// stages are those of the latency, with their budget.
func stages() *schema {
	s := named("name", "a time", anyValue)()
	budget := anyValue()
	budget.Description, budget.Examples = "the limit of the sum: a time, judged like an expectation", []any{"100 ms"}
	s.Properties = members{{"budget", budget}}
	return s
}

// paths are one or a list.
func paths() *schema {
	path := func() *schema {
		return &schema{AllOf: refer("value"), Pattern: `^\s*[^/\\\s]`, ErrorMessage: "write a path relative to this file"}
	}
	s := path()
	s.AllOf, s.Items = nil, path()
	s.refuse("write a path, or a list of paths", "object", "null")
	return s
}

// priced is a map from quantities to prices.
func priced() *schema {
	s := record(priceFields)()
	price := anyValue()
	price.Description = "a price: money for some of the quantity, such as $0.02/GB/month"
	s.AdditionalProperties = price
	return s
}

// expected is a map from quantities to constraints, one or a list for each. The
// quantities that every scenario may have are listed with their formulas.
func expected() *schema {
	each := &schema{Description: "a constraint, such as ~12K/s, at most 30 TB or 10K/s to 15K/s; or a list of them", AllOf: refer("constraint")}
	s := &schema{Type: "object", AdditionalProperties: each}
	for _, q := range estimate.StandardFormulas() {
		known := slices.ContainsFunc(s.Properties, func(m member) bool { return m.key == q.Name })
		if known || q.Name != strings.ToLower(q.Name) { // words in capitals stand for names of the file
			continue
		}
		means := fmt.Sprintf("%s: %s", q.Section, strings.ReplaceAll(q.Formula, "*", "×"))
		s.Properties = append(s.Properties, member{q.Name, &schema{Description: means, AllOf: refer("constraint"), Examples: []any{exampleConstraint(q)}}})
	}
	s.Properties = append(s.Properties, member{"availability", &schema{Description: "availability: of the whole tree of blocks", AllOf: refer("constraint"), Examples: []any{"at least 99.9%"}}})
	return s
}

// constraint is what is expected of a quantity.
func constraint() *schema {
	s := &schema{MinLength: 1, Items: anyValue()}
	s.refuse("write a constraint, such as `~12K/s`, or a list of them", "object", "null")
	return s
}

// exampleConstraint is one that a quantity can have.
func exampleConstraint(q estimate.Standard) string {
	switch q.Name {
	case "storage.daily":
		return "~500 GB/day"
	case "cost.total":
		return "at most $60K"
	}
	return map[estimate.Section]string{
		estimate.Traffic: "~12K/s", estimate.Bandwidth: "~20 MB/s", estimate.StorageLines: "at most 30 TB", estimate.CacheLines: "~35 GB",
		estimate.ServerLines: "at most 100", estimate.Reliability: "at most 1 h", estimate.LatencyLines: "at most 200 ms", estimate.Cost: "at most $500/month",
	}[q.Section]
}

// rounded is a map from quantities to roundings.
func rounded() *schema {
	each := &schema{Description: "2 digits, 1 digit up, 2 digits down or exact", Type: "string", Pattern: `^\s*` + roundingText + `\s*$`, ErrorMessage: roundingHelp}
	return &schema{Type: "object", AdditionalProperties: each}
}

// asJSON gives a table's example as what it is in JSON; a text that is no YAML, which
// a test rules out, stays as it is.
func asJSON(example string) any {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(example), &n); err != nil || len(n.Content) == 0 {
		return example
	}
	return nodeJSON(n.Content[0])
}

func nodeJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := members{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m = append(m, member{n.Content[i].Value, nodeJSON(n.Content[i+1])})
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, nodeJSON(item))
		}
		return list
	}
	var number any
	if (n.Tag == "!!int" || n.Tag == "!!float") && n.Decode(&number) == nil {
		return number
	}
	return n.Value
}
