package spec

import (
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/unit"
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
	complete(b, main.at(1, 1), "n", "the scenario", main.root, scenarioFields)
	r.share(s, main, used, w)
	return s
}

// used parses the files that a document uses, at any depth, each once and after
// those that it uses itself. The chain holds the files on the way, for cycles.
func (r *reader) used(d *document, chain []string) []*document {
	var out []*document
	use := child(d.root, "use")
	if use == nil || r.lost[use] {
		return nil
	}
	paths := []*yaml.Node{use}
	if use.Kind == yaml.SequenceNode {
		paths = use.Content
	}
	for _, p := range paths {
		if r.lost[p] {
			continue
		}
		doc := r.open(d, p, chain)
		if doc == nil {
			continue
		}
		for _, more := range append(slices.Clone(doc.uses), doc) {
			if !slices.Contains(out, more) {
				out = append(out, more)
			}
		}
	}
	return out
}

// open reads one file named by `use`, then what it uses itself. A file that has been
// read before is not opened again: many files may share one.
func (r *reader) open(d *document, p *yaml.Node, chain []string) *document {
	fail := func(help, format string, args ...any) {
		r.fail(d.place(p), width(p), ruleUse, help, format, args...)
	}
	path := strings.TrimSpace(p.Value)
	switch {
	case p.Kind != yaml.ScalarNode || path == "" || isNull(p):
		fail("write `use: shared.yaml`", "`use` takes a path or a list of paths")
		return nil
	case filepath.IsAbs(path) || strings.HasPrefix(path, "/") || strings.HasPrefix(path, `\`):
		fail("write it relative to this file", "an absolute path, %q", path)
		return nil
	case r.opt.Open == nil:
		fail("write the assumptions into this file", "nothing can be used from here")
		return nil
	}
	known := filepath.Join(filepath.Dir(d.file), path) // what is opened from one folder by one path is one file
	circle := func(name string) {
		fail("leave one of these `use` out", "these files use each other: %s", strings.Join(append(slices.Clone(chain), name), " → "))
	}
	switch doc, again := r.opened[known]; {
	case doc != nil && slices.Contains(chain, doc.file):
		circle(doc.file)
		return nil
	case again:
		return doc // nil: told of where it was first used
	case len(r.opened) == MaxUsed:
		fail("use fewer", "more than %d files are used", MaxUsed)
		return nil
	}
	r.opened[known] = nil
	name, data, err := r.opt.Open(d.file, path)
	switch {
	case err != nil:
		fail("paths are relative to this file, within its repository or folder", "%q cannot be used: %s", path, err.Error())
		return nil
	case slices.Contains(chain, name):
		circle(name)
		return nil
	case r.bytes+len(data) > MaxBytes && len(data) <= MaxBytes: // a longer one says so itself
		fail("use fewer or shorter files", "the files that are used have more than %s bytes together", unit.Grouped(MaxBytes))
		return nil
	}
	r.bytes += len(data)
	for _, other := range r.opened { // by another path, through a link
		if other != nil && other.file == name {
			return other
		}
	}
	doc := r.parse(name, data, 0)
	if doc != nil {
		r.opened[known] = doc
		doc.uses = r.used(doc, append(slices.Clone(chain), name))
	}
	return doc
}

// given is an assumption of a used file.
type given struct {
	document   *document
	key, value *yaml.Node
}

func (g given) place() estimate.Place { return g.document.place(g.key) }

// assumptions gives what used files hold, by path ("dau", "let.media_share"). A file
// nearer to the scenario replaces what the files that it uses give; so more than one
// for a path is a clash.
func assumptions(used []*document) map[string][]given {
	all := make(map[string][]given)
	add := func(path string, d *document, key, value *yaml.Node) {
		all[path] = append(slices.DeleteFunc(all[path], func(g given) bool {
			return g.document == d || slices.Contains(d.uses, g.document)
		}), given{d, key, value})
	}
	for _, d := range used {
		for i := 0; i+1 < len(d.root.Content); i += 2 {
			key, value := d.root.Content[i], d.root.Content[i+1]
			if key.Value != "let" {
				add(key.Value, d, key, value)
				continue
			}
			for j := 0; value.Kind == yaml.MappingNode && j+1 < len(value.Content); j += 2 {
				add("let."+value.Content[j].Value, d, value.Content[j], value.Content[j+1])
			}
		}
	}
	return all
}

// share binds what used files give and the main file does not.
func (r *reader) share(s *estimate.Scenario, main *document, used []*document, w *words) {
	all := assumptions(used)
	for _, d := range used {
		b := &binder{document: d, words: w, origin: estimate.Shared}
		b.names(d.root)
		for _, p := range b.pairs(d.root) {
			key, value := p[0], p[1]
			switch {
			case !slices.Contains(sharedKeys, key.Value):
				b.notShared(key)
			case key.Value == "let":
				b.shareLets(s, main, value, all)
			case key.Value == "name" || key.Value == "about" || key.Value == "source" || key.Value == "use" || has(main.root, key.Value):
			case b.holds(key, all[key.Value]):
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
func (b *binder) shareLets(s *estimate.Scenario, main *document, lets *yaml.Node, all map[string][]given) {
	own := child(main.root, "let")
	b.named(lets, "let", func(name string, key, value *yaml.Node) {
		for _, section := range []string{"actions", "datasets"} {
			if named := child(main.root, section); named != nil && has(named, name) {
				b.fail(b.place(key), width(key), ruleDuplicate, "rename one of them", "%q is a let here and one of the %s of %s", name, section, main.file)
				return
			}
		}
		if own == nil || !has(own, name) {
			if b.holds(key, all["let."+name]) {
				s.Lets = append(s.Lets, b.let(name, key, value))
			}
		}
	})
}

// holds reports whether an assumption is that of this document, and says so where
// two files give it of which neither uses the other.
func (b *binder) holds(key *yaml.Node, by []given) bool {
	i := slices.IndexFunc(by, func(g given) bool { return g.document == b.document })
	if i > 0 {
		other := by[0].place()
		b.fail(b.place(key), width(key), ruleUse, "give it in the scenario itself, or in one of the two files", "%q is given here and in %s:%d", key.Value, other.File, other.Line)
	}
	return i == 0
}

func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
