package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/unit"
)

// section says what stands below a place of a scenario: fields, which --set may add,
// and names, which it may not, because a name that is not there is a slip.
type section struct {
	fields []string
	below  map[string]*section // by field; a field that is not there has one value
	names  *section            // below every name; nil: there are no names
}

// grammar is the section of the whole scenario, as far as --set goes into it.
func grammar() *section {
	one := &section{}
	size := &section{names: &section{fields: keys(partFields)}}
	blocks := &section{}
	blocks.names = blocks
	return &section{fields: keys(scenarioFields), below: map[string]*section{
		"calendar": {fields: keys(calendarFields)},
		"actions":  {names: &section{fields: keys(actionFields), below: map[string]*section{"payload": size, "request": size, "response": size, "stores": size}}},
		"datasets": {names: &section{fields: keys(datasetFields), below: map[string]*section{"size": size}}},
		"storage":  {fields: keys(storageFields)},
		"cache":    {names: &section{fields: keys(cacheFields)}},
		"servers":  {names: &section{fields: keys(tierFields), below: map[string]*section{"needs": {names: one}}}},

		"availability": blocks,
		"latency":      {fields: []string{"budget"}, names: one},
		"prices":       {fields: keys(priceFields), names: one},
		"let":          {names: &section{fields: keys(letFields)}},
	}}
}

// setter puts one override into the nodes of a document.
type setter struct {
	*reader
	path  string   // as the user wrote it
	done  []string // the segments that were followed
	value *yaml.Node
	lets  []string // of all documents
}

// applySet writes the overrides into the documents' nodes, so that they are bound and
// checked like everything else.
func (r *reader) applySet(main *document, used []*document) {
	all := assumptions(used)
	for _, o := range r.opt.Set {
		label := o.label()
		r.sources[label] = []byte(o.Text)
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: o.Text, Line: 1, Column: 1}
		r.setAt[value] = label
		s := &setter{reader: r, path: o.Path, value: value}
		if s.refused(o, label) {
			continue
		}
		if help := s.put(main, all); help != "" {
			r.fail(estimate.Place{File: label, Line: 1, Column: 1}, utf8.RuneCountInString(o.Text), RuleSet, help, "%q is not an input of the scenario", o.Path)
		}
	}
}

// flag is the flag that an override came by.
func (o Override) flag() string {
	if o.Flag == "" {
		return "--set"
	}
	return o.Flag
}

// label stands for the file of the override's text.
func (o Override) label() string { return o.flag() + " " + o.Path }

// refused reports a value that is none.
func (s *setter) refused(o Override, label string) bool {
	fail := func(rule, help, format string, args ...any) bool {
		s.fail(estimate.Place{File: label, Line: 1, Column: 1}, 1, rule, help, format, args...)
		return true
	}
	if !utf8.ValidString(o.Text) || !utf8.ValidString(o.Path) {
		return fail(ruleEncoding, "write it in UTF-8", "the value of %s is not UTF-8", o.flag())
	}
	if i := strings.IndexFunc(o.Text, hidden); i >= 0 {
		r, _ := utf8.DecodeRuneInString(o.Text[i:])
		return fail(ruleEncoding, "leave it out", "control character %U in %s", r, o.flag())
	}
	if strings.TrimSpace(o.Text) == "" {
		return fail(ruleEmpty, fmt.Sprintf("write `%s %s=VALUE`", o.flag(), o.Path), "%q has no value", o.Path)
	}
	return false
}

// put puts the value at its path: in the main document, or where that does not give
// the field, in the used one that does. It gives the help for a path that leads
// nowhere.
func (s *setter) put(main *document, all map[string][]given) (help string) {
	segments := strings.Split(s.path, ".")
	g := grammar()
	s.lets = letNames(main, all)
	top := segments[0]
	switch {
	case slices.Contains(s.lets, top) && len(segments) == 1:
		segments, top = []string{"let", top}, "let"
	case !slices.Contains(g.fields, top):
		if near := unit.Nearest(top, append(slices.Clone(g.fields), s.lets...)); near != "" {
			return fmt.Sprintf("did you mean `%s`?", strings.Join(append([]string{near}, segments[1:]...), "."))
		}
		return "name a field by its path, such as `dau` or `storage.replication`, or a let by its name"
	case slices.Contains([]string{"expect", "rounding", "use", "name", "about", "source"}, top):
		return "only inputs and lets can be set"
	}
	if top == "let" && len(segments) > 1 && !has(orEmpty(child(main.root, "let")), segments[1]) {
		if by := all["let."+segments[1]]; len(by) > 0 {
			s.done = segments[:2]
			return s.replace(by[0].at(), segments[2:], g.below["let"].names)
		}
	}
	if by := all[top]; len(by) > 0 && !has(main.root, top) {
		s.done = segments[:1]
		return s.replace(by[0].at(), segments[1:], g.below[top])
	}
	return s.descend(main.root, segments, g)
}

func orEmpty(n *yaml.Node) *yaml.Node {
	if n == nil {
		return &yaml.Node{}
	}
	return n
}

// at gives the place in the nodes that holds the value of an assumption.
func (g given) at() **yaml.Node {
	find := func(n *yaml.Node) **yaml.Node {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i] == g.key {
				return &n.Content[i+1]
			}
		}
		return nil
	}
	if at := find(g.document.root); at != nil {
		return at
	}
	return find(child(g.document.root, "let"))
}

// descend follows a path through maps and lists, adding a field that is missing, and
// replaces the value at its end.
func (s *setter) descend(n *yaml.Node, segments []string, g *section) (help string) {
	if n.Kind == yaml.SequenceNode {
		i, err := strconv.Atoi(segments[0])
		if err != nil || i < 1 || i > len(n.Content) {
			return fmt.Sprintf("the list there has the elements 1 to %d", len(n.Content))
		}
		s.done = append(s.done, segments[0])
		return s.replace(&n.Content[i-1], segments[1:], g.under(segments[0]))
	}
	rest := strings.Join(segments, ".")
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch n.Content[i].Value {
		case rest: // a price of "servers.api" has a key with a dot
			return s.replace(&n.Content[i+1], nil, nil)
		case segments[0]:
			s.done = append(s.done, segments[0])
			return s.replace(&n.Content[i+1], segments[1:], g.under(segments[0]))
		case "series", "parallel":
			if len(n.Content) == 2 {
				return s.descend(n.Content[i+1], segments, g)
			}
		}
	}
	if help := s.mayAdd(n, segments, g); help != "" {
		return help
	}
	added := s.value
	for i := len(segments) - 1; i > 0; i-- {
		added = s.node(yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{s.key(segments[i]), added}})
	}
	n.Content = append(n.Content, s.key(segments[0]), added)
	return ""
}

func (s *setter) node(n yaml.Node) *yaml.Node {
	n.Line, n.Column = 1, 1
	s.setAt[&n] = s.setAt[s.value]
	return &n
}

func (s *setter) key(name string) *yaml.Node {
	return s.node(yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name})
}

// under gives what stands below a field or a name; nil: nothing.
func (g *section) under(segment string) *section {
	switch {
	case g == nil:
		return nil
	case g.below[segment] != nil:
		return g.below[segment]
	case slices.Contains(g.fields, segment):
		return nil
	default:
		return g.names
	}
}

// mayAdd gives the help for a path of which the file does not have the rest, and
// which are not fields either; empty where they are.
func (s *setter) mayAdd(n *yaml.Node, segments []string, g *section) (help string) {
	for i, segment := range segments {
		if g != nil && slices.Contains(g.fields, segment) {
			g = g.below[segment]
			s.done, n = append(s.done, segment), &yaml.Node{}
			continue
		}
		var known []string
		for j := 0; n.Kind == yaml.MappingNode && j < len(n.Content); j += 2 {
			known = append(known, n.Content[j].Value)
		}
		if slices.Equal(s.done, []string{"let"}) {
			known = append(known, s.lets...)
		}
		if g != nil {
			known = append(known, g.fields...)
		}
		if near := unit.Nearest(segment, known); near != "" {
			return fmt.Sprintf("did you mean `%s`?", strings.Join(slices.Concat(s.done, []string{near}, segments[i+1:]), "."))
		}
		where := strings.Join(s.done, ".")
		if len(known) == 0 {
			return fmt.Sprintf("there is nothing below `%s` that can be set; write it into the file", where)
		}
		slices.Sort(known)
		known = slices.Compact(known)
		return fmt.Sprintf("below `%s` there are %s", where, strings.Join(known[:min(len(known), 20)], ", "))
	}
	return ""
}

func (s *setter) replace(at **yaml.Node, segments []string, g *section) (help string) {
	n := *at
	switch {
	case len(segments) > 0 && n.Kind == yaml.ScalarNode:
		return fmt.Sprintf("there is one value at that place, %q, and nothing below it", n.Value)
	case len(segments) > 0:
		return s.descend(n, segments, g)
	case n.Kind == yaml.ScalarNode:
		*at = s.value
		return ""
	}
	for _, key := range []string{"is", "size"} { // a let or a part with more to say than its value
		if has(n, key) {
			return s.descend(n, []string{key}, g)
		}
	}
	return "there are several values at that place: name one of them"
}

// letNames gives the lets of all documents.
func letNames(main *document, all map[string][]given) []string {
	var names []string
	for path := range all {
		if name, ok := strings.CutPrefix(path, "let."); ok {
			names = append(names, name)
		}
	}
	lets := child(main.root, "let")
	for i := 0; lets != nil && lets.Kind == yaml.MappingNode && i < len(lets.Content); i += 2 {
		names = append(names, lets.Content[i].Value)
	}
	return names
}
