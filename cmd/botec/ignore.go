package main

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"botec/estimate/unit"
)

// ignore holds the rules of the .gitignore files from the repository's root down to a
// folder: of those that match a path, the last decides.
type ignore []ignoreRule

type ignoreRule struct {
	dir      string // of the file that has the rule
	pattern  string
	anchored bool // to that folder; else it matches a name at any depth
	folders  bool // folders alone
	keep     bool // the rule takes an earlier one back
}

// ignoredAbove reads the .gitignore files of the folders above one, within its
// repository.
func ignoredAbove(dir string) (ignore, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	root := repository(abs)
	var above []string
	for d := abs; d != root && d != filepath.Dir(d); {
		d = filepath.Dir(d)
		above = append(above, d)
	}
	var rules ignore
	for i := len(above) - 1; i >= 0; i-- {
		if rules, err = rules.with(above[i]); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// maxIgnoreBytes is how long a .gitignore may be: each of its rules is asked of each file.
const maxIgnoreBytes = 64 << 10

// with adds the rules of a folder's own .gitignore.
func (g ignore) with(dir string) (ignore, error) {
	path := filepath.Join(dir, ".gitignore")
	data, err := readRegular(path)
	if len(data) > maxIgnoreBytes {
		return g, usage("write fewer rules", "%s has %s bytes, at most %s are read", path, unit.Grouped(len(data)), unit.Grouped(maxIgnoreBytes))
	}
	if err != nil {
		return g, nil
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return g, nil
	}
	rules := g[:len(g):len(g)]
	for line := range bytes.Lines(data) {
		if r, ok := parseIgnore(string(line)); ok {
			r.dir = abs
			rules = append(rules, r)
		}
	}
	return rules, nil
}

// parseIgnore reads one line of a .gitignore file.
func parseIgnore(line string) (r ignoreRule, ok bool) {
	line = strings.TrimRight(line, "\r\n")
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = strings.TrimSuffix(line, " ")
	}
	if line == "" || line[0] == '#' {
		return r, false
	}
	line, r.keep = strings.CutPrefix(line, "!")
	line, r.folders = strings.CutSuffix(line, "/")
	r.anchored = strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if strings.HasSuffix(line, "/**") {
		line += "/*" // what is inside, and not the folder itself
	}
	r.pattern = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(line) // braces mean nothing here
	return r, r.pattern != "" && doublestar.ValidatePattern(r.pattern)
}

// ignores reports whether a path is left out. The folders above it are not: the walk
// does not go into what is left out.
func (g ignore) ignores(path string, isDir bool) bool {
	if len(g) == 0 {
		return false
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	ignored := false
	for _, r := range g {
		if r.keep == ignored && r.matches(abs, isDir) {
			ignored = !r.keep
		}
	}
	return ignored
}

func (r ignoreRule) matches(abs string, isDir bool) bool {
	if r.folders && !isDir {
		return false
	}
	name := filepath.Base(abs)
	if r.anchored {
		rel, err := filepath.Rel(r.dir, abs)
		if err != nil {
			return false
		}
		name = filepath.ToSlash(rel)
	}
	match, _ := doublestar.Match(r.pattern, name) // the pattern was looked at when it was read
	return match
}
