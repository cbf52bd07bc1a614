package spec

import (
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"botec/estimate"
)

// sharedKeys are the fields that a used file may hold.
var sharedKeys = []string{"name", "about", "source", "calendar", "users", "mau", "dau", "prices", "let", "use"}

// scenario reads the main file and everything that it uses.
func (r *reader) scenario(file string, data []byte) *estimate.Scenario {
	main := r.parse(file, data, r.opt.FirstLine)
	if main == nil {
		return nil
	}
	used := r.used(main, []string{file})
	r.applySet(main, used)
	w := newWords()
	w.collect(main.root)
	for _, d := range used {
		w.collect(d.root)
	}
	s := &estimate.Scenario{File: file, Origin: r.opt.Origin}
	b := &binder{document: main, words: w, origin: r.opt.Origin}
	b.names(main.root)
	mapping(b, main.root, "a scenario", scenarioFields, s)
	b.require(main.at(1, 1), "n", "the scenario", "name", s.Name != "" || has(main.root, "name"), "name: …")
	r.share(s, main, used, w)
	return s
}

// used parses the files that a document uses, at any depth, each once. The chain
// holds the files on the way, for cycles.
func (r *reader) used(d *document, chain []string) []*document {
	var out []*document
	for i := 0; i+1 < len(d.root.Content); i += 2 {
		if d.root.Content[i].Value != "use" {
			continue
		}
		paths := []*yaml.Node{d.root.Content[i+1]}
		if paths[0].Kind == yaml.SequenceNode {
			paths = paths[0].Content
		}
		for _, p := range paths {
			for _, more := range r.open(d, p, chain) {
				if !slices.ContainsFunc(out, func(o *document) bool { return o.file == more.file }) {
					out = append(out, more)
				}
			}
		}
	}
	return out
}

// open reads one file named by `use`, then what it uses itself.
func (r *reader) open(d *document, p *yaml.Node, chain []string) []*document {
	fail := func(help, format string, args ...any) []*document {
		r.fail(d.place(p), width(p), ruleUse, help, format, args...)
		return nil
	}
	path := strings.TrimSpace(p.Value)
	switch {
	case p.Kind != yaml.ScalarNode || path == "" || isNull(p):
		return fail("write `use: shared.yaml`", "`use` takes a path or a list of paths")
	case filepath.IsAbs(path) || strings.HasPrefix(path, "/") || strings.HasPrefix(path, `\`):
		return fail("write it relative to this file", "an absolute path, %q", path)
	case r.opt.Open == nil:
		return fail("write the assumptions into this file", "nothing can be used from here")
	}
	name, data, err := r.opt.Open(d.file, path)
	if err != nil {
		return fail("paths are relative to this file, within its repository or folder", "%q cannot be used: %s", path, err.Error())
	}
	if slices.Contains(chain, name) {
		return fail("leave one of these `use` out", "these files use each other: %s", strings.Join(append(slices.Clone(chain), name), " → "))
	}
	doc := r.parse(name, data, 0)
	if doc == nil {
		return nil
	}
	doc.shared = true
	inner := r.used(doc, append(slices.Clone(chain), name))
	return append(inner, doc)
}

// share binds what used files give and the main file does not.
func (r *reader) share(s *estimate.Scenario, main *document, used []*document, w *words) {
	givenBy := make(map[string]*document) // "dau", "let.media_share" → the file that gives it
	at := make(map[string]*yaml.Node)
	for _, d := range used {
		b := &binder{document: d, words: w, origin: estimate.Shared}
		b.names(d.root)
		for _, p := range b.pairs(d.root) {
			key, value := p[0], p[1]
			switch {
			case !slices.Contains(sharedKeys, key.Value):
				b.notShared(key)
			case key.Value == "let" && value.Kind == yaml.MappingNode:
				b.shareLets(s, main, value, givenBy, at)
			case key.Value == "name" || key.Value == "about" || key.Value == "source" || key.Value == "use" || has(main.root, key.Value):
			case b.clash(key, key.Value, givenBy, at):
			default:
				readField(b, key, value, scenarioFields, s)
			}
		}
	}
}

func (b *binder) notShared(key *yaml.Node) {
	if slices.Contains(keys(scenarioFields), key.Value) {
		b.fail(b.place(key), width(key), ruleUse, "keep it in the scenario; shared files hold "+strings.Join(sharedKeys[3:9], ", "), "a used file cannot give %q", key.Value)
		return
	}
	b.unknownKey(key, "a used file", sharedKeys)
}

// shareLets binds the lets of a used file that the main file does not give.
func (b *binder) shareLets(s *estimate.Scenario, main *document, lets *yaml.Node, givenBy map[string]*document, at map[string]*yaml.Node) {
	own := child(main.root, "let")
	b.named(lets, "let", func(name string, key, value *yaml.Node) {
		if own != nil && has(own, name) || b.clash(key, "let."+name, givenBy, at) {
			return
		}
		s.Lets = append(s.Lets, b.let(name, key, value))
	})
}

// clash reports an assumption that two used files give.
func (b *binder) clash(key *yaml.Node, path string, givenBy map[string]*document, at map[string]*yaml.Node) bool {
	other, ok := givenBy[path]
	if !ok {
		givenBy[path], at[path] = b.document, key
		return false
	}
	place := other.place(at[path])
	b.fail(b.place(key), width(key), ruleUse, "give it in the scenario itself, or in one of the two files", "%q is given here and in %s:%d", key.Value, place.File, place.Line)
	return true
}

func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
