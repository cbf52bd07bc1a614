package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"botec/estimate/drill"
)

// drillAt runs a drill command at a time, with what is typed, and gives what it prints.
func drillAt(t *testing.T, at time.Time, typed string, args ...string) (out string, code int) {
	t.Helper()
	var b strings.Builder
	a := &app{strings.NewReader(typed), &b, &b, func() time.Time { return at }, func() uint64 { return uint64(at.Unix()) }}
	code = a.execute(append([]string{"drill"}, args...))
	return b.String(), code
}

// TestDrillInterrupt: Ctrl-C while an answer is awaited from a pipe prints the summary.
func TestDrillInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such signal")
	}
	in, typed := io.Pipe()
	shown, out := io.Pipe()
	a := &app{in, out, out, time.Now, func() uint64 { return 7 }}
	code := make(chan int)
	go func() {
		code <- a.execute([]string{"drill", "--history", "none"})
		_ = out.Close()
	}()
	lines := bufio.NewScanner(shown)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "1 of 10") {
		continue
	}
	if _, err := typed.Write([]byte("?\n")); err != nil { // it listens
		t.Fatal(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Signal(os.Interrupt)
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "0 of 30 points, 0%; 0 of 10 questions reached") {
				code <- 0
			}
		}
	}()
	if <-code != 0 {
		t.Error("no summary")
	}
	if c := <-code; c != exitInterrupt {
		t.Errorf("exit status %d", c)
	}
}

// stat is what `botec drill stats -f json` says of a skill.
func stat(t *testing.T, at time.Time, file string, skill drill.Skill) statJSON {
	t.Helper()
	out, code := drillAt(t, at, "", "stats", "-f", "json", "--history", file)
	var d statsDocument
	if err := json.Unmarshal([]byte(out), &d); err != nil || code != exitFine {
		t.Fatalf("exit %d, %v: %s", code, err, out)
	}
	i := slices.IndexFunc(d.Skills, func(s statJSON) bool { return s.Skill == skill })
	return d.Skills[i]
}

// TestDrillBoxes answers one question well on each day on which it is due, and then not so
// well: the boxes and due days are those of the table in `botec help drills`.
func TestDrillBoxes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "drills.jsonl")
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	answer := func(factor float64) {
		t.Helper()
		text := fmt.Sprintf("%.0f\n", 667*factor)
		if out, code := drillAt(t, now, text, "--question", "servers-2-7-0", "--history", file); code != exitFine || !strings.Contains(out, " of 3 points") {
			t.Fatalf("exit %d: %s", code, out)
		}
	}
	check := func(box, days int) {
		t.Helper()
		s := stat(t, now, file, drill.Capacity)
		if due := now.Add(time.Duration(days) * day).Format(time.RFC3339); s.Box != box || s.DueAt != due || s.Due != (days == 0) {
			t.Errorf("%s: box %d, due %v at %s; want box %d, due at %s", now.Format(time.DateOnly), s.Box, s.Due, s.DueAt, box, due)
		}
	}
	for i, days := range []int{1, 3, 7, 16, 35, 35} {
		answer(1)
		check(min(i+1, 5), days)
		now = now.Add(time.Duration(days)*day - time.Second)
		if s := stat(t, now, file, drill.Capacity); s.Due {
			t.Errorf("due a second too soon, in box %d", s.Box)
		}
		now = now.Add(time.Second)
		if s := stat(t, now, file, drill.Capacity); !s.Due {
			t.Errorf("not due on the day, in box %d", s.Box)
		}
	}
	for _, c := range []struct {
		factor    float64
		box, days int
	}{{2, 5, 35}, {5, 4, 16}, {5, 3, 7}, {2, 3, 7}, {20, 0, 0}, {5, 0, 0}, {1, 1, 1}} {
		answer(c.factor)
		check(c.box, c.days)
		now = now.Add(time.Duration(c.days) * day)
	}
}

// TestDrillRepetition: somebody who is weak in two skills is asked about them, after three
// sessions, at least twice as often as without a history. More there cannot be much: in
// ten of the 22 kinds of questions each comes once.
func TestDrillRepetition(t *testing.T) {
	skills := drill.Skills()
	with, without := 0, 0
	for i := range skills {
		weak := []drill.Skill{skills[i].Skill, skills[(i+7)%len(skills)].Skill}
		trained := func(questions []*drill.Question) (n int) {
			for _, q := range questions {
				for _, s := range q.Skills {
					if slices.Contains(weak, s) {
						n++
					}
				}
			}
			return n
		}
		file := filepath.Join(t.TempDir(), "drills.jsonl")
		for session := range 6 {
			at := time.Date(2026, 1, 1+session, 9, 0, 0, 0, time.UTC)
			a := &app{nil, io.Discard, io.Discard, func() time.Time { return at }, func() uint64 { return uint64(100*i + session) }}
			h := a.openHistory(file)
			p, err := a.plan(&drillOptions{count: 10}, h)
			if err != nil {
				t.Fatal(err)
			}
			h.start()
			for _, q := range p.questions {
				points := drill.MaxPoints
				if trained([]*drill.Question{q}) > 0 {
					points = 0
				}
				h.record(attempt{Version: historyVersion, At: at, Kind: string(q.ID.Kind), Skills: texts(q.Skills), Points: points})
			}
			h.close()
			if session < 3 {
				continue
			}
			with += trained(p.questions)
			if p, err = a.plan(&drillOptions{count: 10}, a.openHistory("none")); err != nil {
				t.Fatal(err)
			}
			without += trained(p.questions)
		}
	}
	if with < 2*without {
		t.Errorf("asked about the weak skills %d times, without a history %d times", with, without)
	}
}

// TestDrillSameBytes: the same seed and flags give the same bytes, on one core and on all.
func TestDrillSameBytes(t *testing.T) {
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	session := func() string {
		out, _ := drillAt(t, now, strings.Repeat("?\n12k\n!\n", 20), "--seed", "11", "--history", "none")
		return out
	}
	cores := runtime.GOMAXPROCS(1)
	first := session()
	runtime.GOMAXPROCS(cores)
	for range 3 {
		if session() != first {
			t.Fatal("not the same twice")
		}
	}
}
