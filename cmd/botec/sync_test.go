package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// syncTrial is a document of many lines, with the line ends of Windows, before and after
// a sync.
type syncTrial struct {
	botec, file string
	old, fresh  []byte
}

func newSyncTrial(t *testing.T) *syncTrial {
	t.Helper()
	dir := t.TempDir()
	s := &syncTrial{botec: filepath.Join(dir, "botec"), file: filepath.Join(dir, "design.md")}
	if err := os.Symlink(testBinary(t), s.botec); err != nil {
		t.Skip("no links here: ", err)
	}
	text := "# Design\n\n```yaml botec\nname: A\nlet: {a: 5 KB}\n```\n\n<!-- botec -->\n<!-- /botec -->\n\n" + strings.Repeat("[5 KB][=a] and more words of its author\n", 5000)
	s.old = []byte(strings.ReplaceAll(text, "\n", "\r\n"))
	s.write(t)
	if out, err := exec.Command(s.botec, "sync", s.file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var err error
	if s.fresh, err = os.ReadFile(s.file); err != nil || string(s.fresh) == string(s.old) {
		t.Fatalf("nothing was written (%v)", err)
	}
	if bytes.Count(s.fresh, []byte("\n")) != bytes.Count(s.fresh, []byte("\r\n")) {
		t.Fatal("the line ends are mixed")
	}
	return s
}

func (s *syncTrial) write(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(s.file, s.old, 0o640); err != nil {
		t.Fatal(err)
	}
}

// whole fails unless the document is the old or the new one, with its mode. It reports
// whether it is the new one.
func (s *syncTrial) whole(t *testing.T, when string) bool {
	t.Helper()
	got, err := os.ReadFile(s.file)
	if err != nil || string(got) != string(s.old) && string(got) != string(s.fresh) {
		t.Fatalf("%s: %v, %d bytes of %d or %d", when, err, len(got), len(s.old), len(s.fresh))
	}
	if info, err := os.Stat(s.file); err != nil || info.Mode().Perm() != 0o640 {
		t.Fatalf("%s: mode %v (%v)", when, info.Mode(), err)
	}
	return string(got) == string(s.fresh)
}

// TestSyncKilled kills sync at many moments: the document is the old or the new one, whole.
func TestSyncKilled(t *testing.T) {
	s := newSyncTrial(t)
	for i := range 60 {
		s.write(t)
		c := exec.Command(s.botec, "sync", s.file)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * time.Millisecond)
		_ = c.Process.Kill() // it may be done
		_ = c.Wait()
		s.whole(t, fmt.Sprintf("after %d ms", i))
	}
}

// TestSyncKilledAtCalls kills sync as it enters each of the system calls that touch files:
// what chance leaves out in TestSyncKilled, between the first byte beside the document and
// the last step.
func TestSyncKilledAtCalls(t *testing.T) {
	s := newSyncTrial(t)
	if out, err := exec.Command("strace", "-f", "-qq", "-o", os.DevNull, s.botec, "--version").CombinedOutput(); err != nil {
		t.Skipf("there is no strace, or it may not trace: %v %s", err, out)
	}
	before, after := 0, 0
	for _, call := range []string{"openat", "write", "close", "?chmod,fchmodat", "?rename,renameat,?renameat2", "?unlink,unlinkat"} {
		for n := 1; n <= 12; n++ {
			s.write(t)
			c := exec.Command("strace", "-f", "-qq", "-o", os.DevNull, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", call, n), s.botec, "sync", s.file)
			out, err := c.CombinedOutput()
			switch fresh := s.whole(t, fmt.Sprintf("at call %d of %s", n, call)); {
			case err == nil && !fresh:
				t.Fatalf("at call %d of %s sync ended, and wrote nothing: %s", n, call, out)
			case err != nil && fresh:
				after++
			case err != nil:
				before++
			}
			if err == nil { // there is no further such call
				break
			}
		}
	}
	if before < 5 {
		t.Errorf("sync was killed %d times before it wrote, %d times after", before, after)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(s.file), ".design.md.*"))
	if err != nil || len(left) == 0 {
		t.Errorf("it was never killed with the new text beside the old (%v)", err)
	}
}

func testBinary(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRewriteChanged leaves a file alone that says other than what was read of it.
func TestRewriteChanged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "design.md")
	if err := os.WriteFile(file, []byte("new words"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := rewrite(file, []byte("old words"), []byte("ours"))
	if err == nil || !strings.Contains(err.Error(), "changed meanwhile") {
		t.Errorf("the error is %v", err)
	}
	if got, _ := os.ReadFile(file); string(got) != "new words" {
		t.Errorf("the file says %q", got)
	}
}

// TestReplaceTakenNames writes beside what others left there when they were killed.
func TestReplaceTakenNames(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "design.md")
	for _, name := range []string{"design.md", fmt.Sprintf(".design.md.%d-0", os.Getpid())} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(file, "new"); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(file); string(got) != "new" {
		t.Errorf("the file says %q", got)
	}
}
