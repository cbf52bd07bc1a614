package main

import (
	"bytes"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"botec/scenarios"
)

// target is a file to check.
type target struct {
	path   string // as findings name it; a preset's file name where preset is set
	preset string
	named  bool     // by an argument, not only found
	within []string // the folders and patterns that it was found by
	wrong  error    // it is a folder that cannot be read
}

// isDocument reports whether a file is Markdown by its name.
func isDocument(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".md" || ext == ".markdown"
}

func isYAML(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".yaml" || ext == ".yml"
}

// targets finds the files that the arguments name: files, presets, and what may be worth
// a look in folders and among those that match a pattern.
func targets(args []string) ([]target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	var out []target
	for _, arg := range args {
		found, err := targetsOf(arg)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = found
			continue
		}
		out = append(out, found...)
	}
	if len(args) > 1 {
		out = merged(out)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].path < out[j].path })
	return out, nil
}

// merged makes one of the targets that are of the same file.
func merged(all []target) []target {
	var out []target
	known := make(map[[2]string]int)
	for _, t := range all {
		key := [2]string{t.path, t.preset}
		if i, ok := known[key]; ok {
			out[i].named = out[i].named || t.named
			out[i].within = slices.Concat(out[i].within, t.within)
			continue
		}
		known[key] = len(out)
		out = append(out, t)
	}
	return out
}

func targetsOf(arg string) ([]target, error) {
	if arg == "-" {
		return nil, usage("name a document or a scenario; `botec run -` evaluates a scenario from standard input", "files are checked, not standard input")
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return folder(arg)
	case err == nil:
		return []target{{path: slashed(arg), named: true}}, nil
	case !errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(arg, "*?[{"):
		return nil, usage("", "%s cannot be read: %s", arg, cause(err))
	}
	if file, _, ok := scenarios.Open(arg); ok {
		return []target{{path: file, preset: arg, named: true}}, nil
	}
	if strings.ContainsAny(arg, "*?[{") {
		return pattern(arg)
	}
	return nil, noScenario(arg)
}

// pattern finds the files that match, with ** for folders at any depth. It leaves out what
// a folder does, but for the folders that the pattern begins with.
func pattern(arg string) ([]target, error) {
	text := slashed(arg)
	if !doublestar.ValidatePattern(text) {
		return nil, usage("write it as `'docs/**/*.md'`", "%q is no pattern", arg)
	}
	root, rest := doublestar.SplitPattern(text)
	above, err := ignoredAbove(root)
	if err != nil {
		return nil, err
	}
	w := walker{root: filepath.FromSlash(root), within: []string{arg}, ignore: above, depth: strings.Count(rest, "/")}
	if strings.Contains(rest, "**") {
		w.depth = endless
	}
	w.matches = func(file string) bool { return doublestar.MatchUnvalidated(text, slashed(file)) }
	if err := w.walk(w.root, 0); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, usage("", "%s cannot be read: %s", root, cause(err))
	}
	if len(w.found) == 0 {
		return nil, nothingIn(arg)
	}
	return w.found, nil
}

// folder finds the documents and YAML files below a folder.
func folder(root string) ([]target, error) {
	above, err := ignoredAbove(root)
	if err != nil {
		return nil, err
	}
	w := walker{root: root, within: []string{root}, ignore: above, depth: endless}
	if err := w.walk(root, 0); err != nil {
		return nil, usage("", "%s cannot be read: %s", root, cause(err))
	}
	if len(w.found) == 0 {
		return nil, nothingIn(root)
	}
	return w.found, nil
}

func nothingIn(where string) error {
	return usage("a document has a `yaml botec` fence or claims; a scenario is named *.botec.yaml; `botec new demo` writes one", "there is nothing to check in %s", where)
}

// slashed is a path as findings show it on every system.
func slashed(path string) string { return filepath.ToSlash(filepath.Clean(path)) }

// leftOut reports whether a folder is hidden, or holds the work of others, or cases that
// are wrong on purpose.
func leftOut(folder string) bool {
	return len(folder) > 1 && folder[0] == '.' || slices.Contains([]string{"testdata", "node_modules", "vendor"}, folder)
}

type walker struct {
	root    string
	within  []string // the root or the pattern, for every target
	ignore  ignore
	depth   int                    // of folders below the root
	matches func(file string) bool // nil: all do
	found   []target
}

const endless = math.MaxInt

// walk looks through a folder. Links are not followed: what they lead to is found where
// it stands, and there is no loop.
func (w *walker) walk(dir string, depth int) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		if dir != w.root && errors.Is(err, fs.ErrNotExist) {
			return nil // it vanished meanwhile
		}
		if dir != w.root { // the others are looked through all the same
			w.found = append(w.found, target{path: slashed(dir), within: w.within, wrong: usage("leave it out by a .gitignore", "%s cannot be read: %s", slashed(dir), cause(err))})
			return nil
		}
		return err
	}
	rules, err := w.ignore.with(dir)
	if err != nil { // what it would leave out is not looked through
		w.found = append(w.found, target{path: slashed(dir), within: w.within, wrong: err})
		return nil
	}
	before := w.ignore
	w.ignore = rules
	defer func() { w.ignore = before }()
	for _, e := range entries {
		name := e.Name()
		path := filepath.Join(dir, name)
		switch {
		case e.IsDir():
			if depth == w.depth || leftOut(name) || rules.ignores(path, true) {
				continue
			}
			if err := w.walk(path, depth+1); err != nil {
				return err
			}
		case e.Type().IsRegular() && (isDocument(name) || isYAML(name)) && (w.matches == nil || w.matches(path)) && !rules.ignores(path, false):
			w.found = append(w.found, target{path: slashed(path), within: w.within})
		}
	}
	return nil
}

// isNamedScenario reports whether a file is a scenario by its name.
func isNamedScenario(path string) bool {
	name := strings.ToLower(path)
	return strings.HasSuffix(name, ".botec.yaml") || strings.HasSuffix(name, ".botec.yml")
}

// isScenario reports whether a YAML file is one of ours: by its name, or by a first
// comment that names our schema. Any other YAML is none of our business.
func isScenario(path string, data []byte) bool {
	if isNamedScenario(path) {
		return true
	}
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' {
			return false
		}
		_, schema, ok := strings.Cut(string(line), "yaml-language-server:")
		if _, schema, named := strings.Cut(schema, "$schema="); ok && named {
			return strings.Contains(schema[strings.LastIndexAny(schema, `/\`)+1:], "botec")
		}
	}
	return false
}
