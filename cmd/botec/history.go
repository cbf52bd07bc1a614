package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// attempt is one answered question of a drill: a line of the history.
type attempt struct {
	Version int       `json:"version"` // grows when a field changes its meaning
	At      time.Time `json:"at"`
	ID      string    `json:"id"` // of the question
	Kind    string    `json:"kind"`
	Level   int       `json:"level"`
	Skills  []string  `json:"skills"`
	Typed   string    `json:"typed"` // empty: gave up
	Grade   string    `json:"grade"`
	Points  int       `json:"points"`          // 0 to 3
	Ratio   float64   `json:"ratio,omitempty"` // answer / truth; 0: nothing to compare
	Slip    string    `json:"slip,omitempty"`  // the known slip that the answer matches
	Hints   int       `json:"hints,omitempty"` // how many were taken
	Seconds float64   `json:"seconds"`         // from the question to the answer
	Late    bool      `json:"late,omitempty"`  // after the time of --timed
}

const (
	historyVersion = 1
	maxAttempt     = 16 << 10 // bytes of a line; botec's own are far shorter
)

// history is the file of all answers so far. A session goes on without it: whatever is
// wrong with it is told once.
type history struct {
	path string // empty: none is kept
	warn func(format string, args ...any)

	file   *os.File // open for appending; nil: nothing is recorded
	joined bool     // the file ends in the middle of a line
}

// historyPath says where the history is: what the flag names, else the place that the XDG
// specification has for state. The empty path is no history.
func historyPath(flag string, env func(string) string) string {
	switch {
	case flag == "none":
		return ""
	case flag != "":
		return flag
	}
	state := env("XDG_STATE_HOME")
	if !filepath.IsAbs(state) { // to be ignored, says the specification
		home, err := os.UserHomeDir()
		if err != nil || !filepath.IsAbs(home) {
			return ""
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "botec", "drills.jsonl")
}

// read gives all answers in the order of the file. Lines that are none, as a full disk or
// a lost machine leaves them, are passed over and counted in one warning.
func (h *history) read() []attempt {
	if h.path == "" {
		return nil
	}
	f, err := h.open(os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		h.giveUp("read", err)
		return nil
	}
	defer f.Close() //nolint:errcheck // nothing was written
	all, torn, first, err := readAttempts(f)
	if err != nil {
		h.giveUp("read", err)
	}
	if torn > 0 {
		h.warn("passed over %s of %s without an answer, from line %d on", count(torn, "line"), h.path, first)
	}
	return all
}

// open opens the history if it is a plain file: to read a pipe would wait for ever.
func (h *history) open(flag int) (*os.File, error) {
	if info, err := os.Stat(h.path); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("it is not a plain file")
	}
	return os.OpenFile(h.path, flag, 0o600)
}

// giveUp tells why the history is of no use; from then on nothing is recorded.
func (h *history) giveUp(what string, err error) {
	h.warn("%s cannot be %s: %s; going on without a history", h.path, what, cause(err))
	h.path = ""
}

// readAttempts reads a history, and counts the lines that are no answers.
func readAttempts(in io.Reader) (all []attempt, torn, first int, err error) {
	lines := newLineReader(in, maxAttempt)
	for number := 1; ; number++ {
		text, long, err := lines.next()
		if err != nil {
			return all, torn, first, noEOF(err)
		}
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		var a attempt
		if !long && json.Unmarshal([]byte(text), &a) == nil && a.valid() {
			all = append(all, a)
			continue
		}
		if torn++; torn == 1 {
			first = number
		}
	}
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// valid reports whether a line has what the repetition needs.
func (a *attempt) valid() bool {
	return a.Version == historyVersion && !a.At.IsZero() && a.Kind != "" && len(a.Skills) > 0 && a.Points >= 0 && a.Points <= 3 && a.Seconds >= 0
}

// start makes ready to record, before the first question: a warning then scrolls nothing
// away.
func (h *history) start() {
	if h.path == "" {
		return
	}
	err := os.MkdirAll(filepath.Dir(h.path), 0o700)
	if err == nil {
		h.file, err = h.open(os.O_RDWR | os.O_APPEND | os.O_CREATE)
	}
	if err != nil {
		h.giveUp("written", err)
		return
	}
	h.joined = endsInside(h.file)
}

// endsInside reports whether a file lacks the end of its last line.
func endsInside(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, info.Size()-1)
	return err == nil && last[0] != '\n'
}

// record adds an answer, in one write to the end of the file: those of two sessions at
// once never mix.
func (h *history) record(a attempt) {
	if h.file == nil {
		return
	}
	line, err := json.Marshal(a)
	if err == nil {
		line = append(line, '\n')
		if h.joined { // what was torn stays a line of its own
			line = append([]byte{'\n'}, line...)
			h.joined = false
		}
		_, err = h.file.Write(line)
	}
	if err != nil {
		h.close()
		h.giveUp("written", err)
	}
}

func (h *history) close() {
	if h.file == nil {
		return
	}
	_ = h.file.Close() // each answer was written when it was given
	h.file = nil
}

// free reports whether nothing has a name.
func free(file string) bool {
	_, err := os.Lstat(file)
	return errors.Is(err, fs.ErrNotExist)
}

// reset puts the history aside and gives the new name of it, which nothing had.
func (h *history) reset() (aside string, err error) {
	aside = h.path + ".old"
	for n := 2; !free(aside); n++ {
		aside = fmt.Sprintf("%s.old%d", h.path, n)
	}
	err = os.Rename(h.path, aside)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", usage("", "%s cannot be renamed: %s", h.path, cause(err))
	}
	return aside, nil
}
