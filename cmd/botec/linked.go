package main

import (
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/claim"
)

// library holds the scenario files that documents name: each is read and compiled once,
// however many documents name it.
type library struct {
	mu    sync.Mutex
	links map[string]*linkedFile // by folder and link
	files map[string]*linkedFile // by absolute path
}

// linkedFile is a scenario file that documents name.
type linkedFile struct {
	once  sync.Once
	name  string // as the first document that names it does, from where botec runs
	src   *source
	model *estimate.Model // nil: there are mistakes in it
	wrong error           // it cannot be read
	vain  atomic.Bool     // it was judged, and cannot be: who asks again need not wait for that
	spare sync.Pool       // of *lent
}

// lent is a judge of a linked file, for one document at a time, with what blocks say of
// it: that is the same for all.
type lent struct {
	*estimate.Judge
	blocks map[string]claim.Content // by the sections that they ask for
}

func newLibrary() *library {
	return &library{links: make(map[string]*linkedFile), files: make(map[string]*linkedFile)}
}

// open finds the file that a document in a folder names.
func (l *library) open(document, link string) *linkedFile {
	dir := filepath.Dir(filepath.FromSlash(document))
	l.mu.Lock()
	file := l.links[dir+"\n"+link]
	l.mu.Unlock()
	if file != nil {
		file.once.Do(file.compile)
		return file
	}
	name, data, err := (&source{name: document, dir: dir}).use(document, link)
	file = l.add(dir+"\n"+link, &linkedFile{name: slashed(name), wrong: err, src: &source{name: slashed(name), data: data, origin: estimate.Given, dir: filepath.Dir(name)}})
	file.once.Do(file.compile)
	return file
}

// add takes a file up, or gives the one that is there.
func (l *library) add(link string, file *linkedFile) *linkedFile {
	path, err := filepath.Abs(filepath.FromSlash(file.name))
	if err != nil {
		path = file.name
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.files[path]; known != nil && file.wrong == nil {
		file = known
	} else if file.wrong == nil {
		l.files[path] = file
	}
	l.links[link] = file
	return file
}

func (f *linkedFile) compile() {
	if f.wrong == nil {
		f.model, _ = f.src.model(nil)
	}
}

// lend gives a judge that nobody else has, nil where the file cannot be judged.
func (f *linkedFile) lend(terse bool) *lent {
	if f.model == nil || f.vain.Load() {
		return nil
	}
	if j, ok := f.spare.Get().(*lent); ok {
		j.Renew()
		return j
	}
	j, _ := f.src.judgeOf(f.model, terse)
	if j == nil {
		f.vain.Store(true)
		return nil
	}
	return &lent{j, make(map[string]claim.Content)}
}

// block is what a block says of a report; of a linked file's it is made once.
func (d *bound) block(r *estimate.Report, only []string) claim.Content {
	for _, l := range d.lent {
		if l.judge.Report != r {
			continue
		}
		key := strings.Join(only, ",")
		content, ok := l.judge.blocks[key]
		if !ok {
			content = table.Block(r, only)
			l.judge.blocks[key] = content
		}
		return content
	}
	return table.Block(r, only)
}
