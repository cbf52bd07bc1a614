package spec

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
)

// Limits on a file. They are far above what anybody writes by hand and keep a
// hostile file from costing more than a moment.
const (
	MaxBytes = 1 << 20
	MaxDepth = 50 // nested maps and lists
	maxName  = 64 // characters of a name
)

// The rules that a file can break, beside those of its expressions.
const (
	ruleSyntax    = "yaml-syntax"
	ruleEncoding  = "encoding"
	ruleLimit     = "limit"
	ruleKey       = "unknown-key"
	ruleDuplicate = "duplicate-key"
	ruleMissing   = "missing-key"
	ruleShape     = "wrong-shape"
	ruleEmpty     = "empty-value"
	ruleComma     = "comma"
	ruleName      = "name"
	ruleReserved  = "reserved-name"
	ruleAlias     = "alias"
	ruleTag       = "tag"
	ruleBlock     = "block-scalar"
	ruleUse       = "use"
	ruleSet       = "set"
	ruleRounding  = "rounding"
	ruleValue     = "value"
)

// Options say how a file is to be read.
type Options struct {
	Origin    estimate.Origin // of the file's values: estimate.Given or estimate.Preset
	FirstLine int             // lines before the text in the document that holds it
	Set       []Override      // replaces inputs before anything is bound
	// Open gives the text of a file that `use` names in the file `from`, and the name
	// by which problems show it. Nil: nothing can be used.
	Open func(from, path string) (name string, data []byte, err error)
}

// Override is one "--set PATH=TEXT".
type Override struct{ Path, Text string }

// Result is what a file says and what is wrong with it.
type Result struct {
	Scenario *estimate.Scenario // nil where the text is not a scenario at all
	Problems []*estimate.Problem
	Sources  map[string][]byte // the text of every file that a problem can name
}

// Read reads the text of a scenario file.
func Read(file string, data []byte, opt Options) *Result {
	r := &reader{opt: opt, sources: make(map[string][]byte), setAt: make(map[*yaml.Node]string)}
	s := r.scenario(file, data)
	return &Result{Scenario: s, Problems: estimate.SortProblems(r.problems), Sources: r.sources}
}

// reader reads one scenario, with the files that it uses.
type reader struct {
	opt      Options
	problems []*estimate.Problem
	sources  map[string][]byte
	setAt    map[*yaml.Node]string // the nodes that --set made, by the place to show
}

func (r *reader) fail(at estimate.Place, width int, rule, help, format string, args ...any) {
	r.problems = append(r.problems, &estimate.Problem{Place: at, Width: width, Rule: rule, Message: fmt.Sprintf(format, args...), Help: help})
}

// parse turns text into the root mapping of its one YAML document; nil where it
// cannot be read.
func (r *reader) parse(file string, data []byte, firstLine int) *document {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if firstLine == 0 {
		r.sources[file] = data
	}
	d := &document{reader: r, file: file, first: firstLine, lines: strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")}
	if !d.readable(data) {
		return nil
	}
	decoder := yaml.NewDecoder(strings.NewReader(strings.Join(d.lines, "\n")))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil {
		d.syntax(err)
		return nil
	}
	var second yaml.Node
	if err := decoder.Decode(&second); err == nil {
		line, column := max(second.Line, 1), max(second.Column, 1)
		r.fail(d.at(line, column), 1, ruleSyntax, "write one scenario a file", "a second document begins here: a file is one scenario")
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) == 0 {
		d.empty()
		return nil
	}
	d.root = root.Content[0]
	if !d.plainYAML(d.root, "") {
		return nil
	}
	if d.root.Kind != yaml.MappingNode {
		if d.root.Tag == "!!null" {
			d.empty()
		} else {
			r.fail(d.place(d.root), 1, ruleShape, "begin with `name: …`", "a scenario is a map of fields, found %s", shape(d.root))
		}
		return nil
	}
	return d
}

// document is one parsed file.
type document struct {
	*reader
	file   string
	first  int // lines before the text
	lines  []string
	root   *yaml.Node
	shared bool // named by `use`
}

func (d *document) at(line, column int) estimate.Place {
	return estimate.Place{File: d.file, Line: line + d.first, Column: column}
}

// place is where a node's text begins, behind a quote.
func (d *document) place(n *yaml.Node) estimate.Place {
	if label, ok := d.setAt[n]; ok {
		return estimate.Place{File: label, Line: 1, Column: 1}
	}
	column := n.Column
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		column++
	}
	return d.at(n.Line, column)
}

func (d *document) empty() {
	d.fail(d.at(1, 1), 1, ruleShape, "begin with `name: …`, or start from `botec new NAME`", "the file is empty")
}

// readable refuses what must not reach the YAML parser.
func (d *document) readable(data []byte) bool {
	if len(data) > MaxBytes {
		d.fail(estimate.Place{File: d.file}, 0, ruleLimit, "split it: shared assumptions go into a file that others `use`", "the file has %d bytes, at most %d are read", len(data), MaxBytes)
		return false
	}
	ok := true
	for i, line := range d.lines {
		column := 0
		for rest := line; rest != ""; {
			char, size := utf8.DecodeRuneInString(rest)
			column++
			switch {
			case char == utf8.RuneError && size == 1:
				d.fail(d.at(i+1, column), 1, ruleEncoding, "save the file as UTF-8", "byte 0x%02X is not UTF-8", rest[0])
				return false
			case char < ' ' && char != '\t' || char >= 0x7f && char < 0xa0 || char == 0x2028 || char == 0x2029:
				d.fail(d.at(i+1, column), 1, ruleEncoding, "delete it", "control character %U", char)
				ok = false
			}
			rest = rest[size:]
		}
	}
	return ok && d.shallow()
}

// shallow refuses deep nesting, which the YAML parser would take seconds for: of
// brackets, of dashes and by indentation.
func (d *document) shallow() bool {
	brackets := 0
	indents := []int{-1}
	for i, line := range d.lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		text := strings.TrimLeft(line, " ")
		if text != "" && text[0] != '#' && brackets <= 0 {
			for len(indents) > 1 && indents[len(indents)-1] >= indent {
				indents = indents[:len(indents)-1]
			}
			indents = append(indents, indent)
		}
		dashes := 0
		for strings.HasPrefix(text[min(2*dashes, len(text)):], "- ") {
			dashes++
		}
		for column, char := range line {
			switch char {
			case '[', '{':
				brackets++
			case ']', '}':
				brackets = max(0, brackets-1)
			case '#':
				if column == 0 || line[column-1] == ' ' {
					goto next
				}
			}
			if max(brackets, dashes+len(indents)) > 2*MaxDepth {
				d.fail(d.at(i+1, utf8.RuneCountInString(line[:column])+1), 1, ruleLimit, "no field of a scenario needs it", "the file is nested more than %d deep", 2*MaxDepth)
				return false
			}
		}
	next:
	}
	return true
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// syntax words an error of the YAML parser. It knows the usual slips by the line at
// which the parser stopped.
func (d *document) syntax(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	var typeError *yaml.TypeError
	if errors.As(err, &typeError) && len(typeError.Errors) > 0 {
		message = typeError.Errors[0]
	}
	if message == "EOF" {
		d.empty()
		return
	}
	line := 0
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	if d.knownSlip(line) {
		return
	}
	line = min(max(line, 1), max(len(d.lines), 1))
	text := d.lines[line-1]
	column := len(text) - len(strings.TrimLeft(text, " \t")) + 1
	d.fail(d.at(line, column), max(1, utf8.RuneCountInString(strings.TrimSpace(text))), ruleSyntax, "a field is `key: value`; fields of one map stand in one column", "%s", message)
}

var (
	comparisonValue = regexp.MustCompile(`:\s+([>|]\s*=?\s*[^\s#].*)$`)
	forbiddenStart  = regexp.MustCompile("(?::|-)\\s+([@`%&*!|])")
	twoColons       = regexp.MustCompile(`^\s*[^"'#{\[]*?:\s+[^"'#{\[]*?(: )`)
)

// knownSlip finds what people write that YAML cannot read, at the parser's line or
// one beside it.
func (d *document) knownSlip(line int) bool {
	column := func(i, offset int) estimate.Place {
		return d.at(i, utf8.RuneCountInString(d.lines[i-1][:offset])+1)
	}
	for _, i := range []int{line, line - 1, line + 1, line - 2} {
		if i < 1 || i > len(d.lines) {
			continue
		}
		text := d.lines[i-1]
		if tab := strings.IndexByte(text, '\t'); tab >= 0 && strings.TrimLeft(text[:tab], " ") == "" {
			d.fail(column(i, tab), 1, ruleSyntax, "indent with spaces", "a tab in the indentation")
			return true
		}
		if m := comparisonValue.FindStringSubmatchIndex(text); m != nil {
			value := strings.TrimSpace(text[m[2]:])
			bound := strings.TrimSpace(strings.TrimLeft(value, "|>= "))
			words := "over "
			if strings.Contains(value[:len(value)-len(bound)], "=") {
				words = "at least "
			}
			d.fail(column(i, m[2]), utf8.RuneCountInString(value), ruleSyntax, fmt.Sprintf("write `%s%s`, or put quotes around %q", words, bound, value), "`>` begins a block of text in YAML")
			return true
		}
		if m := forbiddenStart.FindStringSubmatchIndex(text); m != nil {
			d.fail(column(i, m[2]), 1, ruleSyntax, "put quotes around the value", "a value cannot begin with %q in YAML", text[m[2]:m[3]])
			return true
		}
		if m := twoColons.FindStringSubmatchIndex(text); m != nil {
			d.fail(column(i, m[2]), 1, ruleSyntax, "put quotes around the value, or write one field a line", "a second `: ` in one line")
			return true
		}
	}
	return false
}

// plainYAML refuses anchors, aliases, tags and block scalars, which no scenario
// needs and readers trip over.
func (d *document) plainYAML(n *yaml.Node, key string) bool {
	ok := true
	refuse := func(rule, help, format string, args ...any) {
		d.fail(d.at(n.Line, n.Column), 1, rule, help, format, args...)
		ok = false
	}
	switch {
	case n.Kind == yaml.AliasNode:
		refuse(ruleAlias, "write the value again, or give it a name in `let`", "an alias, `*%s`", n.Value)
		return false
	case n.Anchor != "":
		refuse(ruleAlias, "write the value again, or give it a name in `let`", "an anchor, `&%s`", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		refuse(ruleTag, "leave the tag out: every value is read as written", "a tag, `%s`", n.Tag)
	case n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && key != "about":
		help := "write the value on the line of its key"
		if line := d.lines[min(max(n.Line, 1), len(d.lines))-1]; strings.Contains(line, ">") {
			help += "; for a bound write `at least …` or `over …`"
		}
		refuse(ruleBlock, help, "a block of text where a value is wanted")
	}
	for i, c := range n.Content {
		inner := ""
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			inner = n.Content[i-1].Value
		}
		ok = d.plainYAML(c, inner) && ok
	}
	return ok
}

// shape names the kind of a node in a message.
func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	default:
		return fmt.Sprintf("%q", n.Value)
	}
}
