package main

import (
	"errors"
	"io/fs"
	"path/filepath"

	"botec/cmd/botec/internal/findings"
	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/spec"
	"botec/scenarios"
)

// checker checks files, each on its own; scenario files that documents share are read
// once.
type checker struct {
	keep   bool // the verdicts of all that holds
	linked *library
}

func newChecker() *checker { return &checker{linked: newLibrary()} }

// check checks one file. What a folder holds and is none of ours gives nothing. The
// error says why the file cannot be read.
func (c *checker) check(t target) (*findings.File, error) {
	if t.preset != "" {
		file, data, _ := scenarios.Open(t.preset)
		return c.scenario(&source{name: file, data: data, origin: estimate.Preset}), nil
	}
	if t.wrong != nil {
		return nil, t.wrong
	}
	data, err := readLimited(filepath.FromSlash(t.path))
	switch {
	case err != nil && !t.named && errors.Is(err, fs.ErrNotExist):
		return nil, nil // it vanished meanwhile
	case err != nil:
		return nil, usage("", "%s cannot be read: %s", t.path, cause(err))
	case isDocument(t.path) && (t.named || claim.Mentions(data)):
		return c.document(t.path, data), nil
	case isDocument(t.path) || !t.named && !isScenario(t.path, data):
		return nil, nil
	}
	return c.scenario(&source{name: t.path, data: data, origin: estimate.Given, dir: filepath.Dir(filepath.FromSlash(t.path))}), nil
}

// scenario judges the expectations of a scenario file.
func (c *checker) scenario(s *source) *findings.File {
	f := &findings.File{Name: s.name, Keep: c.keep}
	j, problems := s.judge(!c.keep)
	if j == nil {
		f.Invalid(problems, s.texts)
		return f
	}
	f.Expectations(j)
	f.Add(j.Expectations(), s.texts)
	return f
}

// judge compiles and evaluates the scenario. The judge is nil where there are mistakes.
func (s *source) judge(terse bool) (*estimate.Judge, []*estimate.Problem) {
	m, problems := s.model(nil)
	if len(problems) > 0 {
		return nil, problems
	}
	return s.judgeOf(m, terse)
}

// judgeOf evaluates a model of the scenario.
func (s *source) judgeOf(m *estimate.Model, terse bool) (*estimate.Judge, []*estimate.Problem) {
	j, problems := m.Judge(terse)
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
		changed, _ := m.Judge(terse)
		return changed
	}
	return j, nil
}

// bound is a document whose scenarios have their judges.
type bound struct {
	*claim.Document
	file  *findings.File
	texts map[string][]byte // the sources of what is wrong
	lent  []loan
}

// loan is a judge that goes back to its file.
type loan struct {
	file  *linkedFile
	judge *lent
}

// document judges the claims and blocks of a document, and the scenarios in it.
func (c *checker) document(path string, data []byte) *findings.File {
	d := c.bind(path, data)
	defer d.giveBack()
	problems, judged := d.Check(d.block)
	d.file.Add(problems, d.texts)
	for _, j := range judged {
		d.file.Claim(j)
	}
	return d.file
}

// bind reads a document and judges its scenarios.
func (c *checker) bind(path string, data []byte) *bound {
	doc := claim.Parse(path, data)
	d := &bound{Document: doc, file: &findings.File{Name: path, Nothing: !doc.Checks(), Keep: c.keep}, texts: map[string][]byte{path: data}}
	work := 0.0
	for _, s := range d.Scenarios {
		if work > estimate.MaxSearch/2 {
			d.file.Add([]*estimate.Problem{{Place: s.Place, Rule: claim.RuleDocumentLimit, Message: "the scenarios above take as long as those of one document may", Help: "split the document, or give fewer values ranges"}}, d.texts)
			break
		}
		if s.Link != "" {
			d.follow(c.linked, s)
		} else {
			d.fence(s)
		}
		if s.Judge != nil {
			s.Name = s.Judge.Report.Name
			work += s.Judge.Work()
		}
	}
	return d
}

func (d *bound) giveBack() {
	for _, l := range d.lent {
		l.file.spare.Put(l.judge)
	}
}

// fence judges a scenario in the document itself.
func (d *bound) fence(s *claim.Scenario) {
	src := &source{name: d.File, data: s.Text, origin: estimate.Given, firstLine: s.FirstLine, dir: filepath.Dir(filepath.FromSlash(d.File)), texts: d.texts}
	j, problems := src.judge(!d.file.Keep)
	if j == nil {
		d.file.Invalid(problems, d.texts)
		return
	}
	s.Judge = j
	d.file.Expectations(j)
	d.file.Add(j.Expectations(), d.texts)
}

// follow borrows the judge of a file that the document names.
func (d *bound) follow(linked *library, s *claim.Scenario) {
	wrong := func(message, help string) {
		d.file.Invalid([]*estimate.Problem{{Place: s.Place, Width: len("<!-- botec ") + len(s.Link), Message: message, Help: help}}, d.texts)
	}
	file := linked.open(d.File, s.Link)
	if file.wrong != nil {
		wrong(s.Link+" cannot be read: "+file.wrong.Error(), "name a scenario file by its path from the document")
		return
	}
	for _, l := range d.lent {
		if l.file == file { // by another of its paths
			s.Judge = l.judge.Judge
			return
		}
	}
	judge := file.lend(!d.file.Keep)
	if judge == nil {
		wrong("there are mistakes in "+s.Link, "`botec check "+file.name+"` lists them")
		return
	}
	s.Judge = judge.Judge
	d.lent = append(d.lent, loan{file, judge})
}
