package spec

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/unit"
)

// applySet writes the overrides into the main document's nodes, so that they are
// bound and checked like everything else.
func (r *reader) applySet(main *document, used []*document) {
	for _, o := range r.opt.Set {
		label := "--set " + o.Path
		r.sources[label] = []byte(o.Text)
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: o.Text, Line: 1, Column: 1}
		r.setAt[value] = label
		if help := r.put(main, used, o, value); help != "" {
			r.fail(estimate.Place{File: label, Line: 1, Column: 1}, len(o.Text), ruleSet, help, "%q is not an input of the scenario", o.Path)
		}
	}
}

// put puts one value at its path. It gives the help for a path that leads
// nowhere.
func (r *reader) put(main *document, used []*document, o Override, value *yaml.Node) (help string) {
	segments := strings.Split(o.Path, ".")
	if len(segments) == 1 && r.isLet(main, used, o.Path) {
		segments = []string{"let", o.Path}
	}
	known := keys(scenarioFields)
	switch top := segments[0]; {
	case !contains(known, top):
		if near := unit.Nearest(top, append(known, r.letNames(main, used)...)); near != "" {
			return fmt.Sprintf("did you mean `%s`?", near)
		}
		return "name a field by its path, such as `dau` or `storage.replication`, or a let by its name"
	case top == "expect" || top == "rounding" || top == "use" || top == "name" || top == "about" || top == "source":
		return "only inputs and lets can be set"
	}
	return r.descend(main.root, segments, value)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// descend follows a path through maps and lists, adding what is missing, and
// replaces the value at its end.
func (r *reader) descend(n *yaml.Node, segments []string, value *yaml.Node) (help string) {
	rest := strings.Join(segments, ".")
	if n.Kind == yaml.SequenceNode {
		i, err := strconv.Atoi(segments[0])
		if err != nil || i < 1 || i > len(n.Content) {
			return fmt.Sprintf("the list there has the elements 1 to %d", len(n.Content))
		}
		return r.replace(&n.Content[i-1], segments[1:], value)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch n.Content[i].Value {
		case rest: // a price of "servers.api" has a key with a dot
			return r.replace(&n.Content[i+1], nil, value)
		case segments[0]:
			return r.replace(&n.Content[i+1], segments[1:], value)
		case "series", "parallel":
			if len(n.Content) == 2 {
				return r.descend(n.Content[i+1], segments, value)
			}
		}
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: segments[0], Line: 1, Column: 1}
	r.setAt[key] = r.setAt[value]
	added := value
	for i := len(segments) - 1; i > 0; i-- {
		inner := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: segments[i], Line: 1, Column: 1}
		r.setAt[inner] = r.setAt[value]
		added = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{inner, added}, Line: 1, Column: 1}
		r.setAt[added] = r.setAt[value]
	}
	n.Content = append(n.Content, key, added)
	return ""
}

func (r *reader) replace(at **yaml.Node, segments []string, value *yaml.Node) (help string) {
	n := *at
	switch {
	case len(segments) > 0 && n.Kind == yaml.ScalarNode:
		return fmt.Sprintf("there is one value at that place, %q, and nothing below it", n.Value)
	case len(segments) > 0:
		return r.descend(n, segments, value)
	case n.Kind == yaml.ScalarNode:
		*at = value
		return ""
	}
	for _, key := range []string{"is", "size"} { // a let or a part with more to say than its value
		if has(n, key) {
			return r.descend(n, []string{key}, value)
		}
	}
	return "there are several values at that place: name one of them"
}

func (r *reader) isLet(main *document, used []*document, name string) bool {
	return contains(r.letNames(main, used), name)
}

func (r *reader) letNames(main *document, used []*document) []string {
	var names []string
	for _, d := range append([]*document{main}, used...) {
		lets := child(d.root, "let")
		for i := 0; lets != nil && lets.Kind == yaml.MappingNode && i < len(lets.Content); i += 2 {
			names = append(names, lets.Content[i].Value)
		}
	}
	return names
}
