package spec

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// plainYAML refuses anchors, aliases, tags and block scalars, which no scenario
// needs and readers trip over, and characters that are not seen. What it refuses is
// taken out, or marked as lost, so that the rest of the file can be read. It gives
// false only where the nesting is too deep for that.
func (d *document) plainYAML(n *yaml.Node, key string, depth int) bool {
	if n.Kind != yaml.ScalarNode && n.Kind != yaml.AliasNode && depth > MaxDepth {
		d.tooDeep(n.Line, n.Column)
		return false
	}
	d.plainNode(n, key)
	if n.Kind == yaml.ScalarNode {
		d.seen(n, key)
	}
	for i, c := range n.Content {
		inner := ""
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			inner = n.Content[i-1].Value
		}
		if !d.plainYAML(c, inner, depth+1) {
			return false
		}
	}
	return true
}

func (d *document) plainNode(n *yaml.Node, key string) {
	refuse := func(rule, help, format string, args ...any) {
		d.fail(d.at(n.Line, n.Column), 1, rule, help, format, args...)
	}
	if n.Kind == yaml.AliasNode {
		refuse(ruleAlias, "write the value again, or give it a name in `let`", "an alias, `*%s`", n.Value)
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: n.Value, Line: n.Line, Column: n.Column}
		d.lost[n] = true
		return
	}
	if n.Anchor != "" {
		refuse(ruleAlias, "write the value again, or give it a name in `let`", "an anchor, `&%s`", n.Anchor)
		n.Anchor = ""
		d.skipProperty(n)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		refuse(ruleTag, "leave the tag out: every value is read as written", "a tag, `%s`", n.Tag)
		n.Style &^= yaml.TaggedStyle
		if n.Kind == yaml.ScalarNode {
			n.Tag = "!!str"
		}
		d.skipProperty(n)
	}
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && key != "about" {
		help := "write the value on the line of its key"
		if line := d.lines[min(max(n.Line, 1), len(d.lines))-1]; strings.Contains(line, ">") {
			help += "; for a bound write `at least …` or `over …`"
		}
		refuse(ruleBlock, help, "a block of text where a value is wanted")
		d.lost[n] = true
	}
}

// skipProperty moves the place of a scalar behind its anchor or tag, so that carets
// stand under what is meant.
func (d *document) skipProperty(n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.Line < 1 || n.Line > len(d.lines) {
		return
	}
	line := []rune(d.lines[n.Line-1])
	for i := n.Column - 1; i >= 0 && i < len(line) && (line[i] == '&' || line[i] == '!'); {
		for i < len(line) && line[i] != ' ' {
			i++
		}
		for i < len(line) && line[i] == ' ' {
			i++
		}
		if i < len(line) {
			n.Column = i + 1
		}
	}
}

// seen refuses a scalar with a character that a terminal acts on instead of showing
// it, which an escape such as "\e" brings past the check of the text itself.
func (d *document) seen(n *yaml.Node, key string) {
	for _, r := range n.Value {
		switch {
		case !hidden(r) || r == '\n' && key == "about" || d.lost[n]:
			continue
		case r == '\n':
			d.fail(d.place(n), 1, ruleEncoding, "write it on one line; only `about` has several", "a line break within a value")
		default:
			d.fail(d.place(n), 1, ruleEncoding, "delete it", "control character %U", r)
		}
		d.lost[n] = true
		return
	}
}

// second reports what stands behind the end of the scenario: another document, or
// text that is none.
func (d *document) second() {
	begun := false
	for i, line := range d.lines {
		marker := strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...")
		if marker && begun {
			d.fail(d.at(i+1, 1), 3, ruleSyntax, "write one scenario a file", "the scenario ends here, and more follows: a file is one scenario")
			return
		}
		text := strings.TrimSpace(line)
		begun = begun || marker && text != "..." || text != "" && text[0] != '#' && text[0] != '%'
	}
	d.fail(d.at(len(d.lines), 1), 1, ruleSyntax, "write one scenario a file", "something follows the end of the scenario")
}
