package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestHistoryPath(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	abs := filepath.Join(home, "state")
	for _, c := range []struct{ flag, xdg, want string }{
		{"", "", filepath.Join(home, ".local", "state", "botec", "drills.jsonl")},
		{"", "state", filepath.Join(home, ".local", "state", "botec", "drills.jsonl")},
		{"", abs, filepath.Join(abs, "botec", "drills.jsonl")},
		{"mine.jsonl", abs, "mine.jsonl"},
		{"none", abs, ""},
	} {
		if got := historyPath(c.flag, func(string) string { return c.xdg }); got != c.want {
			t.Errorf("--history %q with XDG_STATE_HOME %q: %q, want %q", c.flag, c.xdg, got, c.want)
		}
	}
	if runtime.GOOS != "windows" {
		t.Setenv("HOME", "")
		if got := historyPath("", func(string) string { return "" }); got != "" {
			t.Errorf("without a home: %q", got)
		}
	}
}

// newHistory gives a history and what it warns of.
func newHistory(path string) (*history, *[]string) {
	var warned []string
	return &history{path: path, warn: func(format string, args ...any) { warned = append(warned, fmt.Sprintf(format, args...)) }}, &warned
}

func someAttempt(i int) attempt {
	return attempt{Version: historyVersion, At: time.Unix(1_700_000_000+int64(i), 0).UTC(), ID: fmt.Sprint("q", i), Kind: "rps", Level: 1, Skills: []string{"rps"}, Typed: "12k", Grade: "good", Points: 3, Seconds: 2.5}
}

// TestHistoryTogether: many sessions at once lose no answer and mix none.
func TestHistoryTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "drills.jsonl")
	const sessions, each = 8, 200
	var wait sync.WaitGroup
	for s := range sessions {
		wait.Go(func() {
			h, warned := newHistory(path)
			h.start()
			for i := range each {
				h.record(someAttempt(s*each + i))
			}
			h.close()
			if len(*warned) > 0 {
				t.Errorf("warned of %q", *warned)
			}
		})
	}
	wait.Wait()
	h, warned := newHistory(path)
	all := h.read()
	if len(all) != sessions*each || len(*warned) > 0 {
		t.Fatalf("%d answers of %d, warned of %q", len(all), sessions*each, *warned)
	}
	next := make([]int, sessions)
	for _, a := range all {
		var i int
		if _, err := fmt.Sscanf(a.ID, "q%d", &i); err != nil {
			t.Fatal(err)
		}
		if i%each != next[i/each] {
			t.Fatalf("session %d: answer %d where %d is next", i/each, i%each, next[i/each])
		}
		next[i/each]++
		if diff := cmp.Diff(someAttempt(i), a); diff != "" {
			t.Fatal(diff)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v, want %v: %v", name, info.Mode().Perm(), mode, err)
		}
	}
}

// TestHistoryTorn cuts a history at every byte: no answer but the torn one is lost, and
// the next is recorded beside it.
func TestHistoryTorn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "drills.jsonl")
	h, _ := newHistory(path)
	h.start()
	h.record(someAttempt(0))
	h.record(someAttempt(1))
	h.close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	line := strings.IndexByte(string(whole), '\n') + 1
	for cut := range whole {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		h, _ := newHistory(path)
		h.start()
		h.record(someAttempt(2))
		h.close()
		var want []attempt
		for i, end := range []int{line - 1, 2*line - 1} {
			if cut >= end {
				want = append(want, someAttempt(i))
			}
		}
		torn := cut%line != 0 && cut%line != line-1
		h, warned := newHistory(path)
		if diff := cmp.Diff(append(want, someAttempt(2)), h.read()); diff != "" {
			t.Fatalf("cut at byte %d: %s", cut, diff)
		}
		if (len(*warned) == 1) != torn {
			t.Fatalf("cut at byte %d: warned of %q", cut, *warned)
		}
	}
}

// TestHistoryUseless: what is no history is told of once, and the drill goes on.
func TestHistoryUseless(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(file, "drills.jsonl"), "bad\x00name"} {
		h, warned := newHistory(path)
		all := h.read()
		h.start()
		h.record(someAttempt(0))
		h.record(someAttempt(1))
		h.close()
		if len(all) > 0 || len(*warned) != 1 || !strings.Contains((*warned)[0], "going on without a history") {
			t.Errorf("%q: %d answers, warned of %q", path, len(all), *warned)
		}
	}
}

// TestHistoryLines: lines that are no answers are counted, whatever they are.
func TestHistoryLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "drills.jsonl")
	h, _ := newHistory(path)
	h.start()
	h.record(someAttempt(0))
	h.close()
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := []string{"{", "null", "[]", "{}", `{"version":2}`, "\x00\xff", strings.Repeat("x", maxAttempt+1), strings.Repeat("[", 12000), strings.Replace(string(good), `"points":3`, `"points":4`, 1)}
	text := "\n\r\n" + strings.Join(bad, "\n") + "\n" + string(good) + "   \n" + strings.TrimSuffix(string(good), "\n") + "\r"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	h, warned := newHistory(path)
	all := h.read()
	want := fmt.Sprintf("passed over %d lines of %s without an answer, from line 3 on", len(bad), path)
	if len(all) != 2 || len(*warned) != 1 || (*warned)[0] != want {
		t.Errorf("%d answers, warned of %q, want %q", len(all), *warned, want)
	}
}

// TestLineReader holds the bounded reader to a split of the whole text.
func TestLineReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text string
		for i, n := range rapid.SliceOf(rapid.IntRange(0, 9000)).Draw(t, "lengths") {
			text += strings.Repeat(string(rune('a'+i%26)), n) + "\n"
		}
		text += rapid.StringMatching(`[xy]*`).Draw(t, "rest")
		limit := rapid.IntRange(1, 10000).Draw(t, "limit")
		r := newLineReader(strings.NewReader(text), limit)
		lines := strings.Split(text, "\n")
		if lines[len(lines)-1] == "" {
			lines = lines[:len(lines)-1]
		}
		for i, want := range lines {
			got, long, err := r.next()
			if err != nil || long != (len(want) > limit) || got != want[:min(limit, len(want))] {
				t.Fatalf("line %d: %q, long %v, %v; want %q", i, got, long, err, want)
			}
		}
		if got, _, err := r.next(); err == nil {
			t.Fatalf("%q behind the end", got)
		}
	})
}
