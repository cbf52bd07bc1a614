package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"botec/estimate/spec"
)

// gitRepo is a git repository as its commands show it; nothing is ever written to
// it. Paths in it have slashes and count from its top.
type gitRepo struct {
	top    string
	prefix string // of the working directory, empty at the top
}

// gitError is a git command that failed, with its own first words.
type gitError struct{ message string }

func (e *gitError) Error() string { return e.message }

// openRepository finds the repository around the working directory.
func openRepository() (*gitRepo, error) {
	r := &gitRepo{}
	out, err := r.git("rev-parse", "--show-toplevel", "--show-prefix")
	var failed *gitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, usage("install git, or compare two files: `botec diff A B`", "git is not installed")
	case errors.As(err, &failed) && strings.Contains(failed.message, "not a git repository"):
		return nil, usage("run it inside one, or compare two files: `botec diff A B`", "this is not a git repository")
	case err != nil:
		return nil, usage("", "git: %s", err)
	}
	top, prefix, _ := strings.Cut(strings.TrimSuffix(string(out), "\n"), "\n")
	return &gitRepo{filepath.FromSlash(top), strings.TrimSuffix(prefix, "/")}, nil
}

// git runs a git command at the top and gives what it prints. No argument of a user's
// reaches it unless behind --end-of-options or as a part of an argument of ours.
func (r *gitRepo) git(args ...string) ([]byte, error) {
	var out bytes.Buffer
	err := r.command(args...).into(&out)
	return out.Bytes(), err
}

type gitCommand struct{ *exec.Cmd }

func (r *gitRepo) command(args ...string) gitCommand {
	c := exec.Command("git", args...)
	c.Dir = r.top
	c.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1")
	return gitCommand{c}
}

func (c gitCommand) into(out *bytes.Buffer) error {
	var words bytes.Buffer
	c.Stdout, c.Stderr = &limited{out}, &words
	err := c.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		first, _, _ := strings.Cut(strings.TrimSpace(words.String()), "\n")
		return &gitError{strings.TrimPrefix(first, "fatal: ")}
	}
	return err
}

// limited keeps what shows that a text is too long, and lets the rest go.
type limited struct{ *bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := 64*spec.MaxBytes - l.Len(); len(p) > room {
		l.Buffer.Write(p[:max(room, 0)])
		return len(p), nil
	}
	return l.Buffer.Write(p)
}

// commit resolves a revision. What it gives is no option to any command.
func (r *gitRepo) commit(revision string) (string, error) {
	out, err := r.git("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return "", usage("name a branch, a tag or a commit; a shallow clone lacks the older ones", "git knows no revision %q", revision)
	}
	return strings.TrimSpace(string(out)), nil
}

// revisions reads BASE[..HEAD] or BASE...HEAD. As in git, a side left empty is HEAD; the
// second tree is that of the files where no HEAD is named.
func (r *gitRepo) revisions(text string) (before, after tree, err error) {
	base, head, both := strings.Cut(text, "..")
	head, parted := strings.CutPrefix(head, ".")
	if both && base == "" {
		base = "HEAD"
	}
	if both && head == "" {
		head = "HEAD"
	}
	before, after = tree{gitRepo: r, revision: base}, tree{gitRepo: r, revision: head}
	if before.commit, err = r.commit(base); err != nil || !both {
		return before, after, err
	}
	if after.commit, err = r.commit(head); err != nil || !parted {
		return before, after, err
	}
	out, err := r.git("merge-base", before.commit, after.commit)
	if err != nil {
		return before, after, usage("write two dots between them", "%s and %s have no commit in common", base, head)
	}
	before.commit = strings.TrimSpace(string(out))
	before.revision = before.commit[:min(len(before.commit), 10)]
	return before, after, nil
}

// pair is a file on two sides; a path is empty on the side where it is not.
type pair struct{ before, after string }

// changed lists the files that differ. A file that was moved is one pair.
func (r *gitRepo) changed(before, after tree) ([]pair, error) {
	args := []string{"diff", "--name-status", "-z", "-M", "--no-color", "--no-ext-diff", "--no-relative", "--ignore-submodules", before.commit}
	if after.commit != "" {
		args = append(args, after.commit)
	}
	out, err := r.git(append(args, "--")...)
	if err != nil {
		return nil, err
	}
	pairs := statuses(fields(out))
	if after.commit != "" {
		return pairs, nil
	}
	out, err = r.git("ls-files", "-z", "--others", "--exclude-standard")
	for _, p := range fields(out) {
		pairs = append(pairs, pair{after: p})
	}
	return pairs, err
}

// fields parts what a command printed with -z.
func fields(out []byte) []string {
	if len(out) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// statuses reads "M path", "A path", "D path" and "R100 old new".
func statuses(words []string) []pair {
	var out []pair
	for i := 0; i+1 < len(words); i += 2 {
		p := pair{words[i+1], words[i+1]}
		switch {
		case strings.HasPrefix(words[i], "A"):
			p.before = ""
		case strings.HasPrefix(words[i], "D"):
			p.after = ""
		case strings.HasPrefix(words[i], "R") && i+2 < len(words):
			p.after = words[i+2]
			i++
		}
		out = append(out, p)
	}
	return out
}

// usesIn lists the scenarios and documents of a tree that may use other files: in those
// that did not change themselves, what they use may have.
func (r *gitRepo) usesIn(t tree) ([]string, error) {
	var out bytes.Buffer
	c := r.command("grep", "--no-color", "-l", "-z", "-I", "-E", "-e", `(^|[^[:alnum:]_])use["']?[[:space:]]*:`, t.commit, "--",
		":(glob)**/*.botec.yaml", ":(glob)**/*.botec.yml", ":(glob,icase)**/*.md", ":(glob,icase)**/*.markdown")
	c.Env = append(c.Env, "GIT_LITERAL_PATHSPECS=0")
	var none *gitError
	if err := c.into(&out); err != nil && (!errors.As(err, &none) || none.message != "") { // without a word: nothing was found
		return nil, err
	}
	var paths []string
	for _, p := range fields(out.Bytes()) {
		paths = append(paths, strings.TrimPrefix(p, t.commit+":"))
	}
	return paths, nil
}

// path is where a path that the user wrote lies in the repository.
func (r *gitRepo) path(arg string) (string, error) {
	p := filepath.Clean(arg)
	if filepath.IsAbs(p) {
		if real, err := filepath.EvalSymlinks(filepath.Dir(p)); err == nil {
			p = filepath.Join(real, filepath.Base(p))
		}
		rel, err := filepath.Rel(r.top, p)
		if err != nil {
			return "", usage("", "%s lies outside the repository", arg)
		}
		p = filepath.ToSlash(rel)
	} else {
		p = path.Join(r.prefix, filepath.ToSlash(p))
	}
	if leaves(p) {
		return "", usage("", "%s lies outside the repository", arg)
	}
	return p, nil
}

// leaves reports whether a cleaned path leads out of where it counts from.
func leaves(p string) bool { return p == ".." || strings.HasPrefix(p, "../") || path.IsAbs(p) }

// tree is one side: a commit, or the files as they are.
type tree struct {
	*gitRepo
	revision string // as the user wrote it
	commit   string // empty: the files
}

// String names the side to the user.
func (t tree) String() string {
	if t.commit == "" {
		return "the files as they are"
	}
	return t.revision
}

// The kinds of an entry of a tree, by its mode.
const (
	folderMode = "040000"
	linkMode   = "120000"
	moduleMode = "160000"
)

// entry gives the mode and the object of a path, both empty where there is none.
func (t tree) entry(p string) (mode, object string, err error) {
	if p == "." {
		return folderMode, "", nil
	}
	out, err := t.git("ls-tree", "-z", "--full-tree", t.commit, "--", p)
	for _, f := range fields(out) { // "100644 blob 1234abcd<TAB>path"
		about, name, _ := strings.Cut(f, "\t")
		if words := strings.Fields(about); name == p && len(words) == 3 {
			return words[0], words[2], nil
		}
	}
	return "", "", err
}

// maxLinks is how many links one may lead to another.
const maxLinks = 10

// read gives the text of a file in a commit, through links within it.
func (t tree) read(p string) ([]byte, error) {
	for range maxLinks {
		mode, object, err := t.entry(p)
		switch {
		case err != nil:
			return nil, err
		case mode == "":
			return nil, fmt.Errorf("there is no such file in %s", t)
		case mode == folderMode || mode == moduleMode:
			return nil, errors.New("it is a folder")
		}
		data, err := t.git("cat-file", "blob", object)
		if err != nil || mode != linkMode {
			return data, err
		}
		if p = path.Join(path.Dir(p), string(data)); leaves(p) || path.IsAbs(string(data)) {
			return nil, errors.New("it is a link to outside the repository")
		}
	}
	return nil, errors.New("its links go round in circles")
}
