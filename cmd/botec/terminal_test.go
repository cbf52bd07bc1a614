package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// onTerminal runs a command line with a terminal of the given width as its output.
func onTerminal(t *testing.T, width uint16, env map[string]string, args ...string) string {
	t.Helper()
	for _, name := range []string{"NO_COLOR", "LC_CTYPE", "LANG"} {
		t.Setenv(name, "")
	}
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Setenv("TERM", "xterm")
	for name, value := range env {
		t.Setenv(name, value)
	}
	terminal, out, err := pty.Open()
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	if err := pty.Setsize(out, &pty.Winsize{Rows: 50, Cols: width}); err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte)
	go func() {
		text, _ := io.ReadAll(terminal) // ends with an error when the other side closes
		read <- text
	}()
	var stderr bytes.Buffer
	if code := run(args, strings.NewReader(""), out, &stderr); code != exitFine || stderr.Len() > 0 {
		t.Errorf("exit status %d: %s", code, stderr.String())
	}
	closeAll(t, out)
	text := <-read
	closeAll(t, terminal)
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

func closeAll(t *testing.T, f *os.File) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestTerminal(t *testing.T) {
	ranged := rangedScenario(t)
	for _, c := range []struct {
		name   string
		width  uint16
		env    map[string]string
		args   []string
		has    []string
		hasNot []string
	}{
		{"colour and rules", 120, nil, []string{"run", "netflix"}, []string{"\x1b[1mNetflix\x1b[0m", "────", "✓", "/week"}, nil},
		{"NO_COLOR", 120, map[string]string{"NO_COLOR": "1"}, []string{"run", "netflix"}, []string{"────", "✓"}, []string{"\x1b"}},
		{"TERM=dumb", 120, map[string]string{"TERM": "dumb"}, []string{"run", "netflix"}, []string{"TRAFFIC"}, []string{"\x1b", "─"}},
		{"no UTF-8", 120, map[string]string{"LC_ALL": "POSIX"}, []string{"run", "netflix"}, []string{"----", "ok "}, []string{"─", "✓"}},
		{"tree", 120, nil, []string{"explain", "netflix", "storage"}, []string{"├─ ", "└─ ", "│  "}, []string{"|- "}},
		{"tree without UTF-8", 120, map[string]string{"LC_ALL": "C"}, []string{"explain", "netflix", "storage"}, []string{"|- ", "`- "}, []string{"├"}},
		{"bars", 120, nil, []string{"sensitivity", ranged, "storage"}, []string{"\x1b[1mRANGES", "────", "█████████▍"}, []string{"==="}},
		{"bars without UTF-8", 120, map[string]string{"LC_ALL": "C", "NO_COLOR": "1"}, []string{"sensitivity", ranged, "storage"}, []string{"----", "=========-"}, []string{"█", "─", "\x1b"}},
		{"bars on TERM=dumb", 120, map[string]string{"TERM": "dumb"}, []string{"sensitivity", ranged, "storage"}, []string{"RANGES"}, []string{"\x1b", "─"}},
		{"into a file", 120, nil, []string{"run", "netflix", "-o", os.DevNull}, nil, []string{"Netflix"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := onTerminal(t, c.width, c.env, c.args...)
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			for _, bad := range c.hasNot {
				if strings.Contains(text, bad) {
					t.Errorf("%q in\n%s", bad, text)
				}
			}
		})
	}
}

// rangedScenario is a file with ranges.
func rangedScenario(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "feed.yaml")
	text := "name: Feed\nhorizon: 10 years\ndau: 100M to 300M\npeak: 3x\nactions: {post: {type: write, per_user: 3 to 8/day, payload: 50 to 200 KB}}\nstorage: {replication: 3}\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestNarrowRanges: of percentiles the ends stay, of a sensitivity the shares; columns
// that belong together go together.
func TestNarrowRanges(t *testing.T) {
	ranged := rangedScenario(t)
	for _, c := range []struct {
		width       uint16
		has, hasNot string
		args        []string
	}{
		{200, "p50", "", []string{"run", ranged, "--samples", "1024"}},
		{80, "p5 ", "Gbit/s", []string{"run", ranged, "--samples", "1024"}},
		{70, "p95", "per month", []string{"run", ranged, "--samples", "1024"}},
		{200, "as written", "", []string{"sensitivity", ranged, "storage", "--values"}},
		{80, "█████", "as written", []string{"sensitivity", ranged, "storage", "--values"}},
		{60, "█████", "at its p95", []string{"sensitivity", ranged, "storage", "--values"}},
		{40, "47.0%", "█", []string{"sensitivity", ranged, "storage", "--values"}},
	} {
		text := onTerminal(t, c.width, map[string]string{"NO_COLOR": "1"}, c.args...)
		for _, line := range strings.Split(text, "\n") {
			if n := len([]rune(line)); n > int(c.width) && !strings.HasPrefix(line, "  ") { // a note is a sentence
				t.Errorf("%d columns on a terminal of %d: %s", n, c.width, line)
			}
		}
		if !strings.Contains(text, c.has) || c.hasNot != "" && strings.Contains(text, c.hasNot) {
			t.Errorf("on %d columns %q is wanted, %q is not:\n%s", c.width, c.has, c.hasNot, text)
		}
	}
}

// TestNarrowTerminal: columns that others imply are given up until the tables fit.
func TestNarrowTerminal(t *testing.T) {
	for _, width := range []uint16{120, 90, 80} {
		text := onTerminal(t, width, map[string]string{"NO_COLOR": "1"}, "run", "netflix")
		for _, line := range strings.Split(text, "\n") {
			if n := len([]rune(line)); n > int(width) {
				t.Errorf("%d columns on a terminal of %d: %s", n, width, line)
			}
		}
		if !strings.Contains(text, "1,825 PB") || !strings.Contains(text, "down/year") {
			t.Errorf("on %d columns the figures are gone:\n%s", width, text)
		}
	}
}

// TestSweepTerminal: charts, tables and sentences keep to the terminal, whatever it shows.
func TestSweepTerminal(t *testing.T) {
	sweep := []string{"sweep", "twitter", "--vary", "dau=10M..1B", "--of", "rps,storage,ingress,rps.peak,storage.daily,rps.write"}
	solve := []string{"solve", "twitter", "--for", "dau"}
	for _, c := range []struct {
		name        string
		width       uint16
		env         map[string]string
		args        []string
		has, hasNot string
	}{
		{"sweep in 40 columns", 40, nil, sweep, "⠔", ""},
		{"sweep in 80 columns", 80, nil, sweep, "⠔", ""},
		{"sweep in 200 columns", 200, nil, sweep, "⠔", ""},
		{"sweep, NO_COLOR", 80, map[string]string{"NO_COLOR": "1"}, sweep, "⠔", "\x1b"},
		{"sweep, TERM=dumb", 80, map[string]string{"TERM": "dumb"}, sweep, "⠔", "\x1b"},
		{"sweep, LANG=C", 40, map[string]string{"LC_ALL": "", "LANG": "C"}, sweep, "***", "⠔"},
		{"solve in 40 columns", 40, nil, solve, "holds from", ""},
		{"solve, LANG=C", 80, map[string]string{"LC_ALL": "C"}, solve, "holds from", "✓"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := onTerminal(t, c.width, c.env, c.args...)
			if !strings.Contains(text, c.has) || c.hasNot != "" && strings.Contains(text, c.hasNot) {
				t.Errorf("no %q, or %q in\n%s", c.has, c.hasNot, text)
			}
			plain := strings.NewReplacer("\x1b[1m", "", "\x1b[31m", "", "\x1b[0m", "").Replace(text)
			for _, line := range strings.Split(plain, "\n") {
				if n := len([]rune(line)); n > int(c.width) {
					t.Errorf("%d columns on a terminal of %d: %s", n, c.width, line)
				}
			}
			if strings.HasPrefix(c.name, "sweep") { // every quantity has its column, somewhere
				for _, name := range strings.Split(c.args[5], ",") {
					if strings.Count(plain, name) < 2 {
						t.Errorf("%s is gone:\n%s", name, text)
					}
				}
			}
		})
	}
}
