package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/spec"
	"botec/estimate/unit"
	"botec/scenarios"
)

// source is the text of one scenario and where it came from.
type source struct {
	name      string // as problems show it
	data      []byte
	origin    estimate.Origin
	firstLine int               // lines before the scenario in its document
	dir       string            // what `use` is relative to; empty: nothing can be used
	texts     map[string][]byte // of every file that a problem can name

	// reads takes the place of the files below dir: what a revision of git has.
	reads func(from, path string) (name string, data []byte, err error)
}

// open finds what a SCENARIO argument means: "-", a file, a Markdown document, or a
// preset.
func (a *app) open(arg string) (*source, error) {
	if arg == "-" {
		data, err := io.ReadAll(io.LimitReader(a.in, spec.MaxBytes+1))
		s := &source{name: "stdin", data: data, origin: estimate.Given, dir: "."}
		if fences, unclosed := s.fences(); err == nil && (len(fences) > 0 || unclosed != nil) {
			err = s.fence()
		}
		return s, err
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return nil, usage(fmt.Sprintf("name a file in it, such as `%s`", filepath.Join(arg, "scenario.yaml")), "%s is a directory", arg)
	case err == nil:
		if _, _, ok := scenarios.Open(arg); ok {
			fmt.Fprintf(a.err, "botec: reading the file %s; the preset of that name is `botec show %s`\n", arg, arg)
		}
		return openFile(arg)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, usage("", "%s cannot be read: %s", arg, cause(err))
	}
	if file, data, ok := scenarios.Open(arg); ok {
		return &source{name: file, data: data, origin: estimate.Preset}, nil
	}
	return nil, noScenario(arg)
}

func noScenario(arg string) error {
	if to, err := os.Readlink(arg); err == nil {
		return usage("name an existing file", "%s is a link to %s, which is not there", arg, to)
	}
	if strings.ContainsAny(arg, `./\`) {
		help := "name an existing file, or a preset: `botec list` lists them"
		if near := nearestFile(arg); near != "" {
			help = fmt.Sprintf("did you mean `%s`?", near)
		}
		return usage(help, "there is no file %s", arg)
	}
	return usage(nearestPreset(arg), "there is no file and no preset %q", arg)
}

func noPreset(arg string) error {
	return usage(nearestPreset(strings.TrimSuffix(arg, ".yaml")), "there is no preset %q", arg)
}

// nearestPreset is the help for a name that no preset has.
func nearestPreset(arg string) string {
	return unit.DidYouMean(arg, scenarios.Names(), "%s", "the presets are "+strings.Join(scenarios.Names(), ", "))
}

// nearestFile finds a file beside a mistyped one.
func nearestFile(arg string) string {
	entries, err := os.ReadDir(filepath.Dir(arg))
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	near := unit.Nearest(filepath.Base(arg), names)
	if near == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(arg), near)
}

// cause is the reason in an error of the operating system.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

func openFile(path string) (*source, error) {
	data, err := readLimited(path)
	if err != nil {
		return nil, usage("", "%s cannot be read: %s", path, cause(err))
	}
	s := &source{name: path, data: data, origin: estimate.Given, dir: filepath.Dir(path)}
	if isDocument(path) {
		return s, s.fence()
	}
	return s, nil
}

// maxFileBytes is how long a document may be. It bounds the memory that a check takes.
const maxFileBytes = 16 << 20

// readRegular is readLimited for a file that nobody named on the command line: a pipe or a
// device among them would keep whoever reads it waiting.
func readRegular(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	return readLimited(path)
}

// readLimited reads a file, and of a huge one no more than shows that it is.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	var text bytes.Buffer
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		text.Grow(int(min(info.Size(), maxFileBytes)) + bytes.MinRead)
	}
	_, err = text.ReadFrom(io.LimitReader(f, maxFileBytes+1))
	if err == nil && text.Len() > maxFileBytes {
		err = errors.New("it is longer than 16 MiB")
	}
	return text.Bytes(), err
}

// fence narrows a Markdown document to its one scenario.
func (s *source) fence() error {
	fences, err := s.fences()
	switch {
	case err != nil:
		return err
	case len(fences) == 0:
		return usage("put the scenario between ```` ```yaml botec ```` and ```` ``` ````", "%s has no scenario", s.name)
	case len(fences) > 1:
		return usage("name a document with one scenario", "%s has several scenarios, on lines %d and %d", s.name, fences[0].firstLine, fences[1].firstLine)
	}
	*s = *fences[0]
	return nil
}

// fences parts a Markdown document into its scenarios. One that is not closed is an
// error.
func (s *source) fences() ([]*source, error) {
	if !claim.Mentions(s.data) {
		return nil, nil
	}
	texts := map[string][]byte{s.name: s.data}
	d := claim.Parse(s.name, s.data)
	var out []*source
	for _, f := range d.Scenarios {
		if f.Link == "" {
			one := *s
			one.firstLine, one.data, one.texts = f.FirstLine, f.Text, texts
			out = append(out, &one)
		}
	}
	if d.Unclosed != nil {
		return nil, &invalid{[]*estimate.Problem{d.Unclosed}, &source{texts: texts}}
	}
	return out, nil
}

// compile reads and compiles the scenario with the given overrides.
func (s *source) compile(set []spec.Override) (*estimate.Model, error) {
	m, problems := s.model(set)
	if len(problems) > 0 {
		return nil, &invalid{problems, s}
	}
	return m, nil
}

// model is compile with the mistakes as they are.
func (s *source) model(set []spec.Override) (*estimate.Model, []*estimate.Problem) {
	opt := spec.Options{Origin: s.origin, FirstLine: s.firstLine, Set: set}
	if s.dir != "" {
		opt.Open = func(from, path string) (string, []byte, error) { return s.use(from, path) }
	}
	if s.reads != nil {
		opt.Open = s.reads
	}
	r := spec.Read(s.name, s.data, opt)
	if s.texts == nil {
		s.texts = make(map[string][]byte)
	}
	for name, text := range r.Sources {
		if name != s.name || s.firstLine == 0 {
			s.texts[name] = text
		}
	}
	return r.Compile()
}

// use reads a file of shared assumptions: below the repository that holds the
// scenario or, without one, below its folder.
func (s *source) use(from, path string) (string, []byte, error) {
	dir := s.dir
	if from != s.name {
		dir = filepath.Dir(from)
	}
	name := filepath.Join(dir, filepath.FromSlash(path))
	root, err := filepath.EvalSymlinks(repository(s.dir))
	if err != nil {
		return name, nil, cause(err)
	}
	real, err := filepath.Abs(name)
	if err == nil {
		real, err = filepath.EvalSymlinks(real)
	}
	if err != nil {
		return name, nil, cause(err)
	}
	if rel, err := filepath.Rel(root, real); err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return name, nil, fmt.Errorf("it lies outside %s", root)
	}
	data, err := readRegular(real)
	if err != nil {
		return name, nil, cause(err)
	}
	return name, data, nil
}

// repository is the folder at or above dir that holds a .git, or dir itself.
func repository(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	for d := abs; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return abs
		}
	}
}

// print writes problems with their source lines.
func (s *source) print(w io.Writer, problems []*estimate.Problem) {
	var b strings.Builder
	for i, excerpt := range estimate.Excerpts(problems, s.texts) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(problems[i].String() + "\n" + excerpt)
	}
	if len(problems) > 1 {
		fmt.Fprintf(&b, "\n%d mistakes\n", len(problems))
	}
	_, _ = io.WriteString(w, b.String())
}
