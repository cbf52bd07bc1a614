package spec

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// words are the names of a scenario, as its expressions see them.
type words struct {
	plurals   map[string]bool
	singulars map[string]bool
	names     map[string]bool
}

// Plural reports whether a word after a number counts an action's or a dataset's
// items.
func (w *words) Plural(word string) bool { return w.plurals[word] }

// Singular reports whether a word after "/" is the scenario's own.
func (w *words) Singular(word string) bool { return w.singulars[word] }

// IsName reports whether a quantity has the name.
func (w *words) IsName(word string) bool {
	return w.names[word] || slices.Contains(quantityWords, word)
}

// quantityWords are the first words of the standard quantities.
var quantityWords = []string{"rps", "ingress", "egress", "storage", "cache", "servers", "availability", "downtime", "latency", "cost"}

// actionWords follow the name of an action, a dataset or a part in a quantity.
var actionWords = []string{"daily", "logical", "peak", "ingress", "egress", "request", "response", "stores", "origin", "in_flight", "p5", "p50", "p95"}

// collect finds the names that a root mapping defines.
func (w *words) collect(root *yaml.Node) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		section, entries := root.Content[i].Value, root.Content[i+1]
		switch section {
		case "users", "mau", "dau", "horizon", "peak", "read_write_ratio":
			w.names[section] = true
		}
		if entries.Kind != yaml.MappingNode || section != "actions" && section != "datasets" && section != "let" {
			continue
		}
		for j := 0; j < len(entries.Content); j += 2 {
			name := entries.Content[j].Value
			w.names[name] = true
			if section == "let" {
				continue
			}
			w.singulars[name] = true
			for _, plural := range unit.Plurals(name) {
				w.plurals[plural] = true
			}
		}
	}
}

func newWords() *words {
	return &words{plurals: make(map[string]bool), singulars: make(map[string]bool), names: make(map[string]bool)}
}

// wellNamed reports a name that is not [a-z][a-z0-9_]*.
func (b *binder) wellNamed(key *yaml.Node) bool {
	name := key.Value
	bad := func(help, format string, args ...any) bool {
		b.fail(b.place(key), max(1, utf8.RuneCountInString(name)), ruleName, help, format, args...)
		return false
	}
	if len(name) > MaxName {
		return bad("choose a shorter one", "a name has at most %d characters, found %s", MaxName, unit.Grouped(len(name)))
	}
	if formula.IsName(name) {
		return true
	}
	repaired := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == '-' || r == ' ' || r == '.':
			return '_'
		default:
			return -1
		}
	}, name)
	if formula.IsName(repaired) && len(repaired) == utf8.RuneCountInString(name) {
		return bad(fmt.Sprintf("write `%s`", repaired), "%q is not a name: small letters, digits and _ make one", name)
	}
	return bad("write small letters from a to z, as in `page_view`", "%q is not a name: small letters, digits and _ make one", name)
}

// reserved says why a word of the language cannot name something, empty where it
// can.
func reserved(name string, part bool) string {
	why := formula.Reserved(name)
	switch {
	case why != "":
		return why
	case slices.Contains(keys(scenarioFields), name):
		return "a field of the scenario"
	case slices.Contains(quantityWords, name):
		return "a quantity"
	case part && slices.Contains(actionWords, name):
		return "a word that follows an action's name"
	default:
		return ""
	}
}

// names reports reserved names, and names that two things share.
func (b *binder) names(root *yaml.Node) {
	first := make(map[string]*yaml.Node)
	where := make(map[string]string)
	for i := 0; i+1 < len(root.Content); i += 2 {
		section, entries := root.Content[i].Value, root.Content[i+1]
		if entries.Kind != yaml.MappingNode || section != "actions" && section != "datasets" && section != "let" {
			continue
		}
		kind := map[string]string{"actions": "an action", "datasets": "a dataset", "let": "a let"}[section]
		for j := 0; j+1 < len(entries.Content); j += 2 {
			key := entries.Content[j]
			b.reservedName(key, section != "let")
			if section == "actions" {
				b.partNames(entries.Content[j+1])
			}
			if other, ok := first[key.Value]; ok && where[key.Value] != kind {
				b.fail(b.place(key), width(key), ruleDuplicate, "rename one of them", "%q is %s here and %s on line %d", key.Value, kind, where[key.Value], b.place(other).Line)
				continue
			}
			first[key.Value], where[key.Value] = key, kind
		}
	}
}

func (b *binder) reservedName(key *yaml.Node, part bool) {
	if why := reserved(key.Value, part); why != "" {
		b.fail(b.place(key), width(key), ruleReserved, fmt.Sprintf("choose another, such as `%s_1` or `my_%s`", key.Value, key.Value), "%q cannot be a name: it is %s", key.Value, why)
	}
}

// partNames checks the names of the parts of an action's sizes.
func (b *binder) partNames(action *yaml.Node) {
	for i := 0; action.Kind == yaml.MappingNode && i+1 < len(action.Content); i += 2 {
		switch action.Content[i].Value {
		case "payload", "request", "response", "stores":
			parts := action.Content[i+1]
			for j := 0; parts.Kind == yaml.MappingNode && j < len(parts.Content); j += 2 {
				b.reservedName(parts.Content[j], true)
			}
		}
	}
}
