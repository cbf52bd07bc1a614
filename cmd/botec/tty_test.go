package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/creack/pty"
)

// scripted is botec for the scripts: the same program, but TEST_CLOCK and TEST_SEED say
// what the clock shows and which seed is drawn. TEST_CLOCK is a time and by how much each
// reading moves it, as in "2026-11-27T09:00:00Z 5s".
func scripted() {
	a := &app{os.Stdin, os.Stdout, os.Stderr, time.Now, func() uint64 { return 0 }}
	if start, step, ok := strings.Cut(os.Getenv("TEST_CLOCK"), " "); ok {
		a.now = ticking(start, step)
	}
	if seed, err := strconv.ParseUint(os.Getenv("TEST_SEED"), 10, 64); err == nil {
		a.seed = func() uint64 { return seed }
	}
	os.Exit(a.execute(os.Args[1:]))
}

func ticking(start, step string) func() time.Time {
	now, err := time.Parse(time.RFC3339, start)
	by, err2 := time.ParseDuration(step)
	if err := errors.Join(err, err2); err != nil {
		panic(err)
	}
	now = now.Add(-by)
	return func() time.Time {
		now = now.Add(by)
		return now
	}
}

// ttyUsage tells how the scripts run a command on a terminal.
const ttyUsage = `usage: tty WIDTH KEYS COMMAND...

Runs a command on a terminal of WIDTH columns and types the lines of the file KEYS, one
whenever the prompt is there; ^C and ^D are those keys. Where the command waits for Enter
it gets it. Prints all that the terminal showed, an escape as \e, and the exit status.`

// tty is the command of the scripts that has a terminal.
func tty() {
	if len(os.Args) < 4 {
		ttyFail(errors.New(ttyUsage))
	}
	width, err := strconv.ParseUint(os.Args[1], 10, 16)
	if err != nil {
		ttyFail(err)
	}
	keys, err := os.ReadFile(os.Args[2])
	if err != nil {
		ttyFail(err)
	}
	c := exec.Command(os.Args[3], os.Args[4:]...)
	master, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: uint16(width)})
	if err != nil {
		ttyFail(err)
	}
	time.AfterFunc(20*time.Second, func() { _ = c.Process.Kill() })
	screen, left := typeInto(master, strings.SplitAfter(string(keys), "\n"))
	if left == nil {
		_ = c.Process.Kill() // it waits for a key that nobody types
	}
	_ = c.Wait()
	screen = strings.ReplaceAll(strings.ReplaceAll(screen, "\r\n", "\n"), "\x1b", `\e`)
	fmt.Printf("%s[exit status %d]\n", screen, c.ProcessState.ExitCode())
	if len(left) > 0 {
		ttyFail(fmt.Errorf("%d lines were not typed", len(left)))
	}
	os.Exit(c.ProcessState.ExitCode())
}

func ttyFail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(99)
}

// waits matches a screen on which Enter goes on.
var waits = regexp.MustCompile(`\nEnter for [a-z ]+ > $`)

// typeInto types a line whenever the screen ends in a prompt, until the command ends.
// It gives what the screen showed and the lines that are left; nil where one was missing.
func typeInto(master io.ReadWriter, keys []string) (screen string, left []string) {
	if last := len(keys) - 1; keys[last] == "" {
		keys = keys[:last]
	}
	left = append([]string{}, keys...)
	var all bytes.Buffer
	chunk := make([]byte, 4096)
	for {
		n, err := master.Read(chunk)
		all.Write(chunk[:n])
		if err != nil {
			return all.String(), left
		}
		if n == 0 || !bytes.HasSuffix(all.Bytes(), []byte(prompt)) {
			continue
		}
		key := "\n"
		if !waits.Match(all.Bytes()) {
			if len(left) == 0 {
				return all.String(), nil
			}
			key, left = pressed(left[0]), left[1:]
		}
		if _, err := io.WriteString(master, key); err != nil {
			return all.String(), left
		}
	}
}

// pressed is what the terminal gets for a line.
func pressed(line string) string {
	switch strings.TrimSuffix(line, "\n") {
	case "^C":
		return "\x03"
	case "^D":
		return "\x04"
	}
	return line
}
