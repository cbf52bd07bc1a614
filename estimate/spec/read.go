package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
)

// Limits on a file. They are far above what anybody writes by hand and keep a
// hostile file from costing more than a moment.
const (
	MaxBytes = 256 << 10 // and of all files that it uses, together
	MaxDepth = 50        // nested maps and lists
	MaxName  = 64        // characters of a name

	MaxProblems = 100 // told of one file
	MaxUsed     = 100 // files opened for `use`
)

// The rules that a file can break, beside those of its expressions; formula.RuleLimit and
// formula.RuleValue are broken by either.
const (
	ruleSyntax    = "yaml-syntax"
	ruleEncoding  = "encoding"
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
	RuleSet       = "set"
	ruleRounding  = "rounding"
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

// Override is one "--set PATH=TEXT", or a value that came by another flag.
type Override struct {
	Path, Text string
	Flag       string // such as "--vary"; empty: --set
}

// Result is what a file says and what is wrong with it.
type Result struct {
	Scenario *estimate.Scenario // nil where the text is not a scenario at all
	Problems []*estimate.Problem
	Sources  map[string][]byte // the text of every file that a problem can name

	found  []*estimate.Problem // Problems without the lines "and N more"
	untold map[string]int      // by file, the problems that were not kept
}

// Read reads the text of a scenario file.
func Read(file string, data []byte, opt Options) *Result {
	r := newReader(opt)
	s := r.scenario(file, data)
	return &Result{Scenario: s, Problems: summary(r.problems, r.untold), Sources: r.sources, found: r.problems, untold: r.untold}
}

// Compile compiles the scenario and gives all that is wrong with it, in the text and
// in what it means. Where fields could not be read, what follows from their absence
// is not held against the rest.
func (r *Result) Compile() (*estimate.Model, []*estimate.Problem) {
	if r.Scenario == nil {
		return nil, r.Problems
	}
	m, problems := estimate.Compile(r.Scenario)
	if len(r.Problems) == 0 {
		return m, summary(problems, nil)
	}
	all := slices.Clone(r.found)
	for _, p := range problems {
		switch p.Rule {
		case formula.RuleDimension, formula.RuleRange, formula.RuleValue, formula.RuleUnit, "constraint":
			all = append(all, p)
		case formula.RuleName:
			if !r.fieldsLost() {
				all = append(all, p)
			}
		}
	}
	return nil, summary(all, r.untold)
}

// summary sorts problems and keeps the first hundred of each file: nobody reads
// more, and a hostile file has tens of thousands. A last line gives the number of
// the others, those included that were not even collected.
func summary(problems []*estimate.Problem, untold map[string]int) []*estimate.Problem {
	var out []*estimate.Problem
	told, more := make(map[string]int), maps.Clone(untold)
	problems = estimate.SortProblems(slices.Clone(problems))
	for i, p := range problems {
		if told[p.File] < MaxProblems {
			told[p.File]++
			out = append(out, p)
		} else {
			if more == nil {
				more = make(map[string]int)
			}
			more[p.File]++
		}
		if n := more[p.File]; n > 0 && (i+1 == len(problems) || problems[i+1].File != p.File) {
			last := out[len(out)-1]
			out = append(out, &estimate.Problem{Place: last.Place, Width: last.Width, Rule: formula.RuleLimit, Message: fmt.Sprintf("and %d more", n), Help: "mend these first"})
		}
	}
	return out
}

// fieldsLost reports whether a part of the file was not read at all, so that names
// may be unknown for that reason alone.
func (r *Result) fieldsLost() bool {
	lost := []string{ruleKey, ruleShape, ruleEmpty, ruleDuplicate, ruleComma, ruleUse, ruleAlias, ruleBlock, ruleEncoding}
	return slices.ContainsFunc(r.Problems, func(p *estimate.Problem) bool { return slices.Contains(lost, p.Rule) })
}

// reader reads one scenario, with the files that it uses.
type reader struct {
	opt      Options
	problems []*estimate.Problem
	sources  map[string][]byte
	setAt    map[*yaml.Node]string // the nodes that --set made, by the place to show
	told     map[string]int        // problems by file
	untold   map[string]int        // by file, those beyond MaxProblems
	lost     map[*yaml.Node]bool   // nodes that were refused as a whole: nothing more is said of them
	bytes    int                   // of all files that were opened
	opened   map[string]*document  // used files by folder and path; nil: refused

	homes func(word string) []string // homesOf: what the tables of fields call cannot name them itself
}

func newReader(opt Options) *reader {
	return &reader{opt: opt, sources: make(map[string][]byte), setAt: make(map[*yaml.Node]string), told: make(map[string]int),
		untold: make(map[string]int), lost: make(map[*yaml.Node]bool), opened: make(map[string]*document), homes: homesOf}
}

// add keeps a problem, up to the limit of its file.
func (r *reader) add(p *estimate.Problem) {
	if r.told[p.File] == MaxProblems {
		r.untold[p.File]++
		return
	}
	r.told[p.File]++
	r.problems = append(r.problems, p)
}

func (r *reader) fail(at estimate.Place, width int, rule, help, format string, args ...any) {
	r.add(&estimate.Problem{Place: at, Width: width, Rule: rule, Message: fmt.Sprintf(format, args...), Help: help})
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
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		d.second()
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) == 0 {
		d.empty()
		return nil
	}
	d.root = root.Content[0]
	if !d.plainYAML(d.root, "", 1) {
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
	file  string
	first int // lines before the text
	lines []string
	root  *yaml.Node
	last  position    // of the last value whose text was looked at
	uses  []*document // by `use`, at any depth
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
