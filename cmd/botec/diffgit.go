package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
)

// compareGit compares what two revisions of a repository have. The error is that of the
// last document which could not be judged, beside the changes of the others.
func (a *app) compareGit(o *diffOptions) ([]table.Change, error) {
	r, err := openRepository()
	if err != nil {
		return nil, err
	}
	before, after, err := r.revisions(o.git)
	if err != nil {
		return nil, err
	}
	w := wanted{before: before, after: after, named: make(map[string]bool)}
	if err := w.find(o.sides); err != nil {
		return nil, err
	}
	var changes []table.Change
	var failed error
	for _, p := range w.pairs {
		found, err := a.compareDocument(&w, p)
		if err != nil {
			a.tellEarlier(failed)
			failed = err
		}
		changes = append(changes, found...)
	}
	return changes, failed
}

// wanted are the documents to compare, sorted by path.
type wanted struct {
	before, after tree
	pairs         []pair
	named         map[string]bool // by the user
	touched       map[string]bool // paths whose text differs
	unchanged     map[string]bool // documents that matter only for what they use
}

// find looks up the documents below the given paths, all where there are none.
func (w *wanted) find(args []string) error {
	changed, err := w.before.changed(w.before, w.after)
	if err != nil {
		return usage("", "git: %s", err)
	}
	w.touched, w.unchanged = make(map[string]bool), make(map[string]bool)
	pairs := make(map[string]pair) // by either path
	for _, p := range changed {
		w.touched[p.before], w.touched[p.after] = true, true
		pairs[p.name()] = p
	}
	folders := []string{}
	for _, arg := range args {
		p, folder, err := w.locate(arg, pairs)
		switch {
		case err != nil:
			return err
		case folder != "":
			folders = append(folders, folder)
		default:
			w.add(p)
			w.named[p.name()] = true
		}
	}
	if len(args) == 0 {
		folders = []string{"."}
	}
	return w.below(folders, changed)
}

func (w *wanted) add(p pair) {
	if !slices.Contains(w.pairs, p) {
		w.pairs = append(w.pairs, p)
	}
}

// name is the path of a pair, the later one of a file that was moved.
func (p pair) name() string {
	if p.after == "" {
		return p.before
	}
	return p.after
}

// locate finds the file on both sides, or the folder, that an argument names.
func (w *wanted) locate(arg string, changed map[string]pair) (found pair, folder string, err error) {
	p, err := w.before.path(arg)
	if err != nil {
		return found, "", err
	}
	old, isOld, err := w.before.has(p)
	if err != nil {
		return found, "", err
	}
	now, isNow, err := w.after.has(p)
	switch {
	case err != nil:
		return found, "", err
	case isOld || isNow:
		return found, p, nil
	case !old && !now:
		return found, "", usage("name a file or a folder of the repository", "there is no %s, neither in %s nor in %s", arg, w.before, w.after)
	}
	if c, ok := changed[p]; ok {
		return c, "", nil
	}
	if old {
		found.before = p
	}
	if now {
		found.after = p
	}
	return found, "", nil
}

// has reports whether a side has a path, and whether it is a folder.
func (t tree) has(p string) (there, folder bool, err error) {
	if t.commit != "" {
		mode, _, err := t.entry(p)
		return mode != "", mode == folderMode, err
	}
	info, err := os.Stat(t.onDisk(p))
	if errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if err != nil {
		return false, false, usage("", "%s cannot be read: %s", t.onDisk(p), cause(err))
	}
	return true, info.IsDir(), nil
}

// onDisk is a path of the repository as seen from the working directory.
func (t tree) onDisk(p string) string {
	rel, err := filepath.Rel(filepath.FromSlash("/"+t.prefix), filepath.FromSlash("/"+p))
	if err != nil {
		return filepath.Join(t.top, filepath.FromSlash(p))
	}
	return rel
}

// below adds the documents in folders that changed, or that may use what did.
func (w *wanted) below(folders []string, changed []pair) error {
	uses := false
	for _, p := range changed {
		uses = uses || isYAML(p.name())
		if w.isOurs(p.name(), folders) || p.after != "" && p.before != "" && w.isOurs(p.before, folders) {
			w.add(p)
		}
	}
	if uses && len(folders) > 0 {
		users, err := w.before.usesIn(w.before)
		if err != nil {
			return usage("", "git: %s", err)
		}
		for _, p := range users {
			if !w.touched[p] && w.isOurs(p, folders) {
				w.unchanged[p] = true
				w.add(pair{p, p})
			}
		}
	}
	sort.SliceStable(w.pairs, func(i, j int) bool { return w.pairs[i].name() < w.pairs[j].name() })
	return nil
}

// isOurs reports whether a file in one of the folders can be a document of ours, by its
// name.
func (w *wanted) isOurs(p string, folders []string) bool {
	if !isNamedScenario(p) && !isDocument(p) {
		return false
	}
	for _, folder := range folders {
		if rest, ok := strings.CutPrefix(p, folder+"/"); ok && !leadsOut(rest) || folder == "." && !leadsOut(p) {
			return true
		}
	}
	return false
}

// leadsOut reports whether a path leads through a folder that is left out.
func leadsOut(p string) bool { return slices.ContainsFunc(strings.Split(path.Dir(p), "/"), leftOut) }

// compareDocument compares the scenarios of a document.
func (a *app) compareDocument(w *wanted, p pair) ([]table.Change, error) {
	var used []string
	old, err := w.before.reports(p.before, &used)
	if err != nil {
		return nil, err
	}
	touches := func(p string) bool { return w.touched[p] }
	if w.unchanged[p.before] && !w.named[p.before] && !slices.ContainsFunc(used, touches) {
		return nil, nil
	}
	now, err := w.after.reports(p.after, nil)
	if err != nil {
		return nil, err
	}
	if len(old)+len(now) == 0 && w.named[p.name()] {
		return nil, usage("put the scenario between ```` ```yaml botec ```` and ```` ``` ````", "%s has no scenario", p.name())
	}
	var changes []table.Change
	for _, c := range matched(old, now) {
		a.warnOfNew(c.Before, c.After)
		changes = append(changes, table.Change{Document: p.heading(c, max(len(old), len(now)) > 1), Comparison: c})
	}
	return changes, nil
}

// heading names a scenario: by its document, and where that has several also by its name.
func (p pair) heading(c *estimate.Comparison, several bool) string {
	text := p.name()
	if p.before != "" && p.before != text {
		text += " (was " + p.before + ")"
	}
	if !several {
		return text
	}
	return text + ": " + scenarioName(c)
}

// scenarioName is what a scenario is called, now where it is still there.
func scenarioName(c *estimate.Comparison) string {
	if c.After != nil {
		return c.After.Name
	}
	return c.Before.Name
}

// matched pairs scenarios by their names; one that is left over on each side is taken
// for the same under another name.
func matched(old, now []*estimate.Report) []*estimate.Comparison {
	partner := make([]*estimate.Report, len(now))
	rest := slices.Clone(old)
	for i, r := range now {
		if k := slices.IndexFunc(rest, func(o *estimate.Report) bool { return o.Name == r.Name }); k >= 0 {
			partner[i] = rest[k]
			rest = slices.Delete(rest, k, k+1)
		}
	}
	alone := slices.Index(partner, nil)
	if alone >= 0 && len(rest) == 1 && slices.Index(partner[alone+1:], nil) < 0 {
		partner[alone], rest = rest[0], nil
	}
	var out []*estimate.Comparison
	for i, r := range now {
		out = append(out, estimate.Compare(partner[i], r))
	}
	for _, r := range rest {
		out = append(out, estimate.Compare(r, nil))
	}
	return out
}

// reports evaluates the scenarios of a document on one side, none where it is not there.
// The paths of the files that they use in a commit are added to used.
func (t tree) reports(p string, used *[]string) ([]*estimate.Report, error) {
	if p == "" {
		return nil, nil
	}
	document, err := t.document(p, used)
	if err != nil {
		return nil, err
	}
	sources := []*source{document}
	if isDocument(p) {
		if sources, err = document.fences(); err != nil {
			return nil, err
		}
	}
	return reportsOf(sources)
}

// document reads a file of one side.
func (t tree) document(p string, used *[]string) (*source, error) {
	if t.commit == "" {
		name := t.onDisk(p)
		data, err := readLimited(name)
		if err != nil {
			return nil, usage("", "%s cannot be read: %s", name, cause(err))
		}
		return &source{name: name, data: data, origin: estimate.Given, dir: filepath.Dir(name)}, nil
	}
	prefix := t.revision + ":"
	data, err := t.read(p)
	if err != nil {
		return nil, usage("", "%s cannot be read: %s", prefix+p, err)
	}
	s := &source{name: prefix + p, data: data, origin: estimate.Given}
	s.reads = func(from, name string) (string, []byte, error) {
		name = path.Join(path.Dir(strings.TrimPrefix(from, prefix)), filepath.ToSlash(name))
		if leaves(name) {
			return prefix + name, nil, errors.New("it lies outside the repository")
		}
		if used != nil {
			*used = append(*used, name)
		}
		data, err := t.read(name)
		return prefix + name, data, err
	}
	return s, nil
}
