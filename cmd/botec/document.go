package main

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"

	"botec/cmd/botec/internal/findings"
	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/spec"
	"botec/scenarios"
)

// checker checks files, each on its own; scenario files that documents share are read
// once.
type checker struct {
	keep   bool // the verdicts of all that holds
	mu     sync.Mutex
	linked map[string]*linkedFile // by absolute path
}

// linkedFile is a scenario file that documents name.
type linkedFile struct {
	once  sync.Once
	path  string // as the first document that names it does, from where botec runs
	model *estimate.Model
	src   *source
	err   error
}

func newChecker() *checker { return &checker{linked: make(map[string]*linkedFile)} }

// check checks one file. What a folder holds and is none of ours gives nothing. The
// error says why the file cannot be read.
func (c *checker) check(t target) (*findings.File, error) {
	if t.preset != "" {
		file, data, _ := scenarios.Open(t.preset)
		return c.scenario(&source{name: file, data: data, origin: estimate.Preset}), nil
	}
	data, err := readLimited(filepath.FromSlash(t.path))
	switch {
	case err != nil && t.within != "" && errors.Is(err, fs.ErrNotExist):
		return nil, nil // it vanished meanwhile
	case err != nil:
		return nil, usage("", "%s cannot be read: %s", t.path, cause(err))
	case isDocument(t.path) && (t.within == "" || claim.Mentions(data)):
		return c.document(t.path, data), nil
	case isDocument(t.path) || t.within != "" && !isScenario(t.path, data):
		return nil, nil
	}
	return c.scenario(&source{name: t.path, data: data, origin: estimate.Given, dir: filepath.Dir(filepath.FromSlash(t.path))}), nil
}

// scenario judges the expectations of a scenario file.
func (c *checker) scenario(s *source) *findings.File {
	f := &findings.File{Name: s.name, Keep: c.keep}
	j, problems := s.judge()
	if j == nil {
		f.Invalid(problems, s.texts)
		return f
	}
	f.Expectations(j)
	f.Add(j.Expectations(), s.texts)
	return f
}

// judge compiles and evaluates the scenario. The judge is nil where there are mistakes.
func (s *source) judge() (*estimate.Judge, []*estimate.Problem) {
	m, problems := s.model(nil)
	if len(problems) > 0 {
		return nil, problems
	}
	return s.judgeOf(m)
}

// judgeOf evaluates a model of the scenario.
func (s *source) judgeOf(m *estimate.Model) (*estimate.Judge, []*estimate.Problem) {
	j, problems := m.Judge()
	if len(problems) > 0 {
		return nil, problems
	}
	j.With = func(path, text string) *estimate.Judge {
		other := *s
		other.texts = nil // its mistakes are nobody's
		m, problems := other.model([]spec.Override{{Path: path, Text: text}})
		if len(problems) > 0 {
			return nil
		}
		changed, _ := m.Judge()
		return changed
	}
	return j, nil
}

// document judges the claims and blocks of a document, and the scenarios in it.
func (c *checker) document(path string, data []byte) *findings.File {
	d := claim.Parse(path, data)
	f := &findings.File{Name: path, Nothing: !d.Checks(), Keep: c.keep}
	texts := c.bindAll(f, d)
	problems, judged := d.Check(table.Block)
	f.Add(problems, texts)
	for _, j := range judged {
		f.Claim(j)
	}
	return f
}

// bindAll judges the scenarios of a document; texts are the sources of what is wrong.
func (c *checker) bindAll(f *findings.File, d *claim.Document) (texts map[string][]byte) {
	texts = map[string][]byte{d.File: d.Source}
	for _, s := range d.Scenarios {
		c.bind(f, d.File, s, texts)
	}
	return texts
}

// bind judges a scenario of a document and hands it to its claims.
func (c *checker) bind(f *findings.File, path string, s *claim.Scenario, texts map[string][]byte) {
	if s.Link != "" {
		c.follow(f, path, s, texts)
		return
	}
	src := &source{name: path, data: s.Text, origin: estimate.Given, firstLine: s.FirstLine, dir: filepath.Dir(filepath.FromSlash(path)), texts: texts}
	j, problems := src.judge()
	if j == nil {
		f.Invalid(problems, src.texts)
		return
	}
	s.Judge, s.Name = j, j.Report.Name
	f.Expectations(j)
	f.Add(j.Expectations(), src.texts)
}

// follow reads the scenario file that a document names.
func (c *checker) follow(f *findings.File, path string, s *claim.Scenario, texts map[string][]byte) {
	dir := filepath.Dir(filepath.FromSlash(path))
	here := &source{name: path, dir: dir}
	wrong := func(message, help string) {
		f.Invalid([]*estimate.Problem{{Place: s.Place, Width: len("<!-- botec ") + len(s.Link), Message: message, Help: help}}, texts)
	}
	name, data, err := here.use(path, s.Link)
	if err != nil {
		wrong(s.Link+" cannot be read: "+err.Error(), "name a scenario file by its path from the document")
		return
	}
	file := c.file(name, data)
	if file.err == nil {
		s.Judge, _ = file.src.judgeOf(file.model)
	}
	if s.Judge == nil {
		wrong("there are mistakes in "+s.Link, "`botec check "+slashed(name)+"` lists them")
		return
	}
	s.Name = s.Judge.Report.Name
}

// file is the scenario file of a path, read by whoever comes first.
func (c *checker) file(name string, data []byte) *linkedFile {
	key, err := filepath.Abs(name)
	if err != nil {
		key = name
	}
	c.mu.Lock()
	file := c.linked[key]
	if file == nil {
		file = &linkedFile{path: slashed(name)}
		c.linked[key] = file
	}
	c.mu.Unlock()
	file.once.Do(func() {
		file.src = &source{name: slashed(name), data: data, origin: estimate.Given, dir: filepath.Dir(name)}
		file.model, file.err = file.src.compile(nil)
	})
	return file
}
