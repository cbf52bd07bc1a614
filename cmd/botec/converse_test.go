package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// escapes are what a terminal obeys rather than shows.
var escapes = regexp.MustCompile(`\x1b\[[0-9?]*[A-Za-z]`)

// converse types keys into a conversation on a terminal and gives what it shows and the
// exit code.
func converse(t *testing.T, width uint16, keys string, args ...string) (text string, code int) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	defer closeAll(t, master)
	if err := pty.Setsize(slave, &pty.Winsize{Rows: 50, Cols: width}); err != nil {
		t.Fatal(err)
	}
	shown := make(chan []byte, 1000)
	go func() {
		defer close(shown)
		for {
			chunk := make([]byte, 4096)
			n, err := master.Read(chunk)
			if n > 0 {
				shown <- chunk[:n]
			}
			if err != nil {
				return // the other side has closed
			}
		}
	}()
	done := make(chan int)
	go func() {
		defer closeAll(t, slave)
		done <- run(append([]string{"calc"}, args...), slave, slave, slave)
	}()
	var all bytes.Buffer
	typed := false
	for deadline := time.After(20 * time.Second); ; {
		select {
		case chunk, ok := <-shown:
			if !ok {
				shown = nil
				continue
			}
			all.Write(chunk)
			if !typed && strings.HasSuffix(all.String(), prompt) {
				typed = true
				if _, err := master.WriteString(keys); err != nil {
					t.Fatal(err)
				}
			}
		case code = <-done:
			for chunk := range drain(shown) {
				all.Write(chunk)
			}
			return escapes.ReplaceAllString(strings.ReplaceAll(all.String(), "\r\n", "\n"), ""), code
		case <-deadline:
			t.Fatalf("the conversation does not end:\n%q", all.String())
		}
	}
}

// drain gives a channel that ends where the given one does, at once for none.
func drain(c chan []byte) chan []byte {
	if c == nil {
		c = make(chan []byte)
		close(c)
	}
	return c
}

func TestConversation(t *testing.T) {
	const up, ctrlD = "\x1b[A", "\x04"
	for _, c := range []struct {
		name string
		keys string
		args []string
		code int
		has  []string
	}{
		{"answers and bindings", "500 TB/day in GB/s\rsize = 1.27 KB\r100M/day * size\r" + ctrlD, nil, exitFine,
			[]string{"\n5.79 GB/s = 46.3 Gbit/s\n", "\nsize = 1.27 KB\n", "\n1.47 MB/s = 11.8 Mbit/s = 127 GB/day\n"}},
		{"history", "2 + 3\r7 * 6\r" + up + up + " + 10\r" + ctrlD, nil, exitFine, []string{"\n5\n", "\n42\n", "\n15\n"}},
		{"completion", "thing = 3\rthi\t * erlang\t6, 8)\rexit\r", nil, exitFine, []string{"thing * erlang_c(6, 8)\n", "\n1.07\n"}},
		{"completion of a scenario", "storage.log\t in PB\r" + ctrlD, []string{"-s", "netflix"}, exitFine, []string{"storage.logical in PB", "\n1,825 PB\n"}},
		{"a wrong line", "5 MB + 3 s\r1 + 1\r" + ctrlD, nil, exitFine, []string{"1 | 5 MB + 3 s\n   | ^~~~   ^~~\n", "\n2\n"}},
		{"Ctrl-C drops a line", "12345\x03" + "1 + 1\r" + ctrlD, nil, exitFine, []string{"\n2\n"}},
		{"Ctrl-C on an empty line", "1 + 1\r\x03", nil, exitInterrupt, []string{"\n2\n"}},
		{"help and quit", "help\r?\rquit\r", nil, exitFine, []string{"bind a name"}},
		{"empty lines and comments", "\r   \r# nothing\r1 + 1 # two\r" + ctrlD, nil, exitFine, []string{"\n2\n"}},
		{"exact", "2^70\r" + ctrlD, []string{"--exact"}, exitFine, []string{"\n1,180,591,620,717,411,303,424\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("TERM", "xterm")
			text, code := converse(t, 200, c.keys, c.args...)
			if code != c.code {
				t.Errorf("exit status %d, want %d", code, c.code)
			}
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			if strings.Contains(text, "12345\n") {
				t.Errorf("the dropped line was answered:\n%s", text)
			}
		})
	}
}

// TestNarrowConversation: a line longer than the terminal is answered as one.
func TestNarrowConversation(t *testing.T) {
	t.Setenv("TERM", "xterm")
	text, code := converse(t, 40, "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1\r\x04")
	if code != exitFine || !strings.Contains(text, "17") {
		t.Errorf("exit status %d:\n%s", code, text)
	}
}

// TestDumbConversation: a terminal without escapes has a prompt all the same.
func TestDumbConversation(t *testing.T) {
	t.Setenv("TERM", "dumb")
	text, code := converse(t, 80, "2 * 21\nexit\n")
	if code != exitFine || !strings.Contains(text, "> ") || !strings.Contains(text, "\n42\n") {
		t.Errorf("exit status %d:\n%s", code, text)
	}
}
