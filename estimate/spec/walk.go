package spec

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// binder binds the nodes of one document to a scenario.
type binder struct {
	*document
	words  *words
	origin estimate.Origin
}

// field is one entry of the field table for targets of type T.
type field[T any] struct {
	key      string
	means    string // and its unit, in words: what an editor shows
	example  string // a value that is taken
	form     form   // what the value looks like, to the JSON Schema
	read     func(b *binder, key, value *yaml.Node, into *T)
	required bool
}

// pairs gives the entries of a mapping after what all mappings have in common:
// duplicate keys, empty values, and values that a comma in braces has torn apart.
func (b *binder) pairs(n *yaml.Node) [][2]*yaml.Node {
	var out [][2]*yaml.Node
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			b.fail(b.place(key), 1, ruleShape, "write `key: value`", "a key is a word, found %s", shape(key))
			continue
		}
		if n.Style&yaml.FlowStyle != 0 {
			if joined := b.torn(n, i); joined > 0 {
				i += 2 * joined
				continue
			}
		}
		if first, ok := seen[key.Value]; ok {
			b.fail(b.place(key), utf8.RuneCountInString(key.Value), ruleDuplicate, "keep one of them", "%q is given twice, first on line %d", key.Value, b.place(first).Line)
			continue
		}
		seen[key.Value] = key
		if b.lost[key] || b.lost[value] {
			continue // told of already
		}
		if isNull(value) {
			if b.unspaced(key) {
				continue
			}
			b.fail(b.place(key), utf8.RuneCountInString(key.Value), ruleEmpty, "write a value behind it, or delete the line", "%q has no value", key.Value)
			continue
		}
		out = append(out, [2]*yaml.Node{key, value})
	}
	return out
}

// unspaced reports a key that holds its value too, "rate:10/s" or "rate = 10/s".
func (b *binder) unspaced(key *yaml.Node) bool {
	m := noColon().FindStringSubmatch(key.Value)
	if m == nil || m[3] == "" || strings.TrimSpace(m[2]) == "" {
		return false
	}
	b.fail(b.place(key), utf8.RuneCountInString(key.Value), ruleSyntax, fmt.Sprintf("write `%s: %s`", m[1], m[3]), "a field has a colon and a space behind its key")
	return true
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0
}

// torn finds a value in braces that its own comma has cut, "{size: 1,825 KB}", and
// answers with the repaired entry. It gives the count of entries that belong to it.
func (b *binder) torn(n *yaml.Node, i int) int {
	key, value := n.Content[i], n.Content[i+1]
	if value.Kind != yaml.ScalarNode || value.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 || isNull(value) {
		return 0
	}
	text, joined := value.Value, 0
	for j := i + 2; j+1 < len(n.Content); j += 2 {
		next := n.Content[j]
		if !isNull(n.Content[j+1]) || n.Content[j+1].Value != "" || next.Kind != yaml.ScalarNode {
			break
		}
		between := ","
		if open := strings.Count(text, "(") > strings.Count(text, ")"); open || key.Value == "about" || key.Value == "source" || key.Value == "name" {
			between = ", "
		} else if next.Value == "" || next.Value[0] < '0' || next.Value[0] > '9' {
			break // a field without a value, not a torn one
		}
		if joined++; joined <= maxJoined {
			text += between + next.Value
		}
	}
	if joined > 0 {
		b.fail(b.place(value), utf8.RuneCountInString(text), ruleComma, fmt.Sprintf("write `%s: %q`, or give it a line of its own", key.Value, text),
			"inside { } a comma ends a value: this was read as %q", value.Value)
	}
	return joined
}

// tornItem reports a list in brackets in which a comma has cut a number,
// "[1,825 PB, 2 PB]": the figures behind it follow without a space.
func (b *binder) tornItem(list *yaml.Node) bool {
	for i := 1; i < len(list.Content) && list.Style&yaml.FlowStyle != 0; i++ {
		before, n := list.Content[i-1], list.Content[i]
		end := before.Column + utf8.RuneCountInString(before.Value)
		if before.Kind == yaml.ScalarNode && before.Style == 0 && n.Line == before.Line && n.Column == end+1 && tornNumber().MatchString(before.Value+","+n.Value) {
			b.fail(b.place(before), utf8.RuneCountInString(before.Value+n.Value)+1, ruleComma, fmt.Sprintf("write `%q`, or give it a line of its own", before.Value+","+n.Value),
				"inside [ ] a comma ends a value: this was read as %q", before.Value)
			return true
		}
	}
	return false
}

var tornNumber = lazily(`^\D*\d{1,3},\d{3}(?:\D|$)`)

// maxJoined is how many pieces of a torn value are shown joined again.
const maxJoined = 50

// mapping reads a map of known fields.
func mapping[T any](b *binder, n *yaml.Node, what string, fields []field[T], into *T) {
	if n.Kind != yaml.MappingNode {
		b.fail(b.place(n), width(n), ruleShape, fmt.Sprintf("write the fields of %s below it or in braces: `{%s: %s}`", what, fields[0].key, fields[0].example), "%s is a map, found %s", what, shape(n))
		return
	}
	for _, p := range b.pairs(n) {
		if !readField(b, p[0], p[1], fields, into) {
			b.unknownKey(p[0], what, keys(fields))
		}
	}
}

func readField[T any](b *binder, key, value *yaml.Node, fields []field[T], into *T) bool {
	for i := range fields {
		if fields[i].key == key.Value {
			fields[i].read(b, key, value, into)
			return true
		}
	}
	return false
}

func keys[T any](fields []field[T]) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.key
	}
	return out
}

func (b *binder) unknownKey(key *yaml.Node, what string, known []string) {
	help := unit.DidYouMean(key.Value, known, "%s", "the fields are "+strings.Join(known, ", "))
	if homes := b.homes(key.Value); len(homes) > 0 && !slices.Contains(known, key.Value) {
		help = fmt.Sprintf("`%s` is a field of %s", key.Value, strings.Join(homes, " and of "))
	}
	b.fail(b.place(key), utf8.RuneCountInString(key.Value), ruleKey, help, "%s has no field %q", what, key.Value)
}

// homesOf gives the tables of which a word is a field, for one that stands in the
// wrong one.
func homesOf(word string) []string {
	var homes []string
	for _, table := range []struct {
		name   string
		fields []string
	}{{"the scenario itself", keys(scenarioFields)}, {"`calendar`", keys(calendarFields)}, {"an action", keys(actionFields)}, {"a dataset", keys(datasetFields)},
		{"`storage`", keys(storageFields)}, {"a cache", keys(cacheFields)}, {"a server tier", keys(tierFields)}, {"a let", keys(letFields)}} {
		if slices.Contains(table.fields, word) {
			homes = append(homes, table.name)
		}
	}
	return homes
}

func width(n *yaml.Node) int {
	if n.Kind != yaml.ScalarNode {
		return 1
	}
	return max(1, utf8.RuneCountInString(n.Value))
}

// named walks a map from names to values.
func (b *binder) named(n *yaml.Node, what string, each func(name string, key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		b.fail(b.place(n), width(n), ruleShape, fmt.Sprintf("write one entry a line below `%s:`, as in `some_name: …`", what), "%s is a map from names to values, found %s", what, shape(n))
		return
	}
	for _, p := range b.pairs(n) {
		b.wellNamed(p[0])
		each(p[0].Value, p[0], p[1])
	}
}

// scalar gives the text of a value that must be one.
func (b *binder) scalar(key, n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		b.fail(b.place(n), 1, ruleShape, fmt.Sprintf("write `%s: …` on one line", key.Value), "%s takes one value, found %s", key.Value, shape(n))
		return "", false
	}
	return n.Value, true
}

func (b *binder) text(key, n *yaml.Node) string {
	s, ok := b.scalar(key, n)
	if s = strings.TrimSpace(s); s == "" && ok {
		b.fail(b.place(n), 1, ruleEmpty, "write a text between the quotes, or delete the line", "%q has no value", key.Value)
	}
	return s
}

// takes says what the parser has to know of the field around an expression.
type takes uint8

const (
	anything takes = iota
	aSize
	aPeriod
	aCount
)

// expr binds a scalar to an expression. One that cannot be parsed is reported, and
// comes without a tree: the field is there, and what names it need not be told off.
func (b *binder) expr(key, n *yaml.Node, t takes) *estimate.Expr {
	text, ok := b.scalar(key, n)
	if !ok {
		return &estimate.Expr{Place: b.place(n)}
	}
	if strings.TrimSpace(text) == "" {
		b.fail(b.place(n), 1, ruleEmpty, "write a quantity such as `200M`, `5 MB` or `3/day`", "%q has no value", key.Value)
		return &estimate.Expr{Place: b.place(n)}
	}
	e := &estimate.Expr{Text: text, Place: b.place(n), Segments: b.segments(n), Origin: b.origin}
	if _, set := b.setAt[n]; set {
		e.Origin = estimate.Overridden
	}
	node, err := formula.Parse(text, formula.Vocabulary{Words: b.words, IsName: b.words.IsName, Size: t == aSize, Calendar: t == aPeriod})
	if err != nil {
		b.add(e.Problem(err))
		return e
	}
	e.Node = node
	if lit, ok := formula.AsLiteral(node); ok && t == anything && lit.BillionOrBytes() {
		number := strings.TrimSuffix(lit.Text, "B")
		b.add(e.Problem(&formula.Error{Span: lit.Span, Rule: formula.RuleAmbiguous, Message: fmt.Sprintf("%q can be %s bytes or %s billion", lit.Text, number, number),
			Help: fmt.Sprintf("write `%s B` for bytes, `%s billion` for the count", number, number)}))
		e.Node = nil
	}
	return e
}

// segments maps the text of a scalar that runs over several lines to its places.
func (b *binder) segments(n *yaml.Node) []estimate.Segment {
	if _, set := b.setAt[n]; set || n.Line < 1 || n.Line > len(b.lines) {
		return nil
	}
	begin := b.place(n).Column
	first := b.from(n.Line, begin)
	if strings.HasPrefix(first, n.Value) {
		return nil
	}
	if quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0; quoted && strings.ContainsAny(first, `\\`) || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return nil // the text is not that of the file
	}
	var out []estimate.Segment
	for line, offset := n.Line, 0; line <= len(b.lines) && offset < len(n.Value); line++ {
		text := b.lines[line-1]
		column := len(text) - len(strings.TrimLeft(text, " \t"))
		if line == n.Line {
			text, column = first, 0
		}
		part := strings.TrimSpace(text)
		if part == "" {
			continue
		}
		at := b.at(line, column+1)
		if line == n.Line {
			at.Column = begin
		}
		out = append(out, estimate.Segment{Offset: offset, Line: at.Line, Column: at.Column})
		offset += len(part) + 1
	}
	return out
}

// position is a place in a line, in characters from 1 and in bytes from 0.
type position struct{ line, column, offset int }

// from is a line's text from a column on. It looks on from where it was last: the values
// of a long line are asked for from left to right.
func (d *document) from(line, column int) string {
	p := d.last
	if p.line != line || p.column > column {
		p = position{line: line, column: 1}
	}
	text := d.lines[line-1]
	for p.column < column && p.offset < len(text) {
		_, size := utf8.DecodeRuneInString(text[p.offset:])
		p.column, p.offset = p.column+1, p.offset+size
	}
	d.last = p
	return text[p.offset:]
}
