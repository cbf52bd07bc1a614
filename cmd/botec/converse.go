package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// maxLine bounds a line of input; an expression has far less.
const maxLine = 1 << 20

// errInterrupted is the end of a conversation by Ctrl-C.
var errInterrupted = errors.New("interrupted")

// readLines answers a line at a time. Empty lines and what follows a "#" are passed over.
func (s *calcSession) readLines(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		if err := s.line("stdin", number, strings.TrimPrefix(lines.Text(), "\uFEFF")); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return usage(fmt.Sprintf("an expression has at most %s bytes", unit.Grouped(formula.MaxLength)), "line %d of standard input has more than %s bytes", number+1, unit.Grouped(maxLine))
	}
	return lines.Err()
}

func (s *calcSession) line(file string, number int, text string) error {
	text, _, _ = strings.Cut(text, "#")
	if text = strings.TrimRightFunc(text, unicode.IsSpace); strings.TrimSpace(text) == "" {
		return nil
	}
	return s.answer(file, number, text)
}

const (
	prompt   = "> "
	greeting = "An expression, such as 500 TB/day in GB/s. help tells more, Ctrl-D ends.\n"
	briefing = `  500 TB/day in GB/s       convert
  size = 1.27 KB           bind a name
  100M/day * size          use it
  parallel(99.9%, 99.9%)   call a function: "botec help functions" lists them
  Tab completes a name, arrow keys bring lines back, Ctrl-C drops the line, Ctrl-D ends.
`
)

// converse answers what a person types, with line editing and history. It ends with
// Ctrl-D, "exit", or Ctrl-C on an empty line.
func (s *calcSession) converse() error {
	in, out := s.in.(*os.File), s.out.(*os.File)
	if _, err := io.WriteString(out, greeting); err != nil {
		return err
	}
	if os.Getenv("TERM") == "dumb" {
		return s.plainly(in)
	}
	state, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return s.plainly(in)
	}
	defer term.Restore(int(in.Fd()), state) //nolint:errcheck // nothing is left to be done
	keys := &keyboard{in: in}
	t := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{keys, out}, prompt)
	t.AutoCompleteCallback = s.complete
	talk := *s
	a := *s.app
	a.out, a.err = t, t
	talk.app = &a
	for {
		if width, height, err := term.GetSize(int(out.Fd())); err == nil {
			_ = t.SetSize(width, height) // fails only where the terminal has gone
		}
		text, err := t.ReadLine()
		if errors.Is(err, term.ErrPasteIndicator) {
			err = nil
		}
		if err == nil {
			var done bool
			if done, err = talk.turn(text); done {
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			_, _ = fmt.Fprint(out, "\r\n")
			if keys.interrupted {
				return errInterrupted
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// plainly converses on a terminal that knows no escapes.
func (s *calcSession) plainly(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for {
		if _, err := io.WriteString(s.out, prompt); err != nil {
			return err
		}
		if !lines.Scan() {
			fmt.Fprintln(s.err) // the shell's prompt has a line of its own
			return lines.Err()
		}
		if done, err := s.turn(lines.Text()); done || err != nil {
			return err
		}
	}
}

// turn answers one line of a conversation, where mistakes do not count.
func (s *calcSession) turn(text string) (done bool, err error) {
	switch strings.TrimSpace(text) {
	case "exit", "quit":
		return true, nil
	case "help", "?":
		_, err = fmt.Fprint(s.out, briefing)
		return false, err
	}
	return false, s.line("line", 1, text)
}

// complete is the answer to Tab: the rest of the only name that goes on so, as far as all
// that do agree.
func (s *calcSession) complete(line string, pos int, key rune) (string, int, bool) {
	if key != '\t' {
		return "", 0, false
	}
	start := wordStart(line, pos)
	word := line[start:pos]
	if word == "" {
		return line, pos, true
	}
	common := ""
	for _, name := range expressionWords(s.calculator) {
		if !strings.HasPrefix(name, word) {
			continue
		}
		if common == "" {
			common = name
		}
		for !strings.HasPrefix(name, common) {
			common = common[:len(common)-1]
		}
	}
	if common == "" {
		return line, pos, true
	}
	return line[:start] + common + line[pos:], start + len(common), true
}

// keyboard lets Ctrl-C drop a line that has been begun: x/term would end there.
type keyboard struct {
	in          io.Reader
	begun       bool // something has been typed on this line
	interrupted bool
}

const (
	ctrlC = 0x03
	ctrlE = 0x05 // to the end of the line
	ctrlU = 0x15 // delete what is before it
)

func (k *keyboard) Read(p []byte) (int, error) {
	if len(p) < 2 {
		return k.in.Read(p)
	}
	n, err := k.in.Read(p[:len(p)/2]) // one key may become two
	out := make([]byte, 0, 2*n)
	for _, b := range p[:n] {
		switch {
		case b == ctrlC && k.begun:
			out = append(out, ctrlE, ctrlU)
			k.begun = false
			continue
		case b == ctrlC:
			k.interrupted = true
		}
		k.begun = b != '\r' && b != '\n'
		out = append(out, b)
	}
	return copy(p, out), err
}
