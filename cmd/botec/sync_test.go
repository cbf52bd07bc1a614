package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSyncKilled kills sync at many moments: the document is the old or the new one, whole.
func TestSyncKilled(t *testing.T) {
	dir := t.TempDir()
	botec, file := filepath.Join(dir, "botec"), filepath.Join(dir, "design.md")
	if err := os.Symlink(testBinary(t), botec); err != nil {
		t.Skip("no links here: ", err)
	}
	old := []byte("# Design\n\n```yaml botec\nname: A\nlet: {a: 5 KB}\n```\n\n<!-- botec -->\n<!-- /botec -->\n\n" + strings.Repeat("[5 KB][=a] and more words of its author\n", 5000))
	write := func() {
		if err := os.WriteFile(file, old, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	write()
	if out, err := exec.Command(botec, "sync", file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	fresh, err := os.ReadFile(file)
	if err != nil || string(fresh) == string(old) {
		t.Fatalf("nothing was written (%v)", err)
	}
	for i := range 60 {
		write()
		c := exec.Command(botec, "sync", file)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * time.Millisecond)
		_ = c.Process.Kill() // it may be done
		_ = c.Wait()
		got, err := os.ReadFile(file)
		if err != nil || string(got) != string(old) && string(got) != string(fresh) {
			t.Fatalf("after %d ms: %v, %d bytes of %d or %d", i, err, len(got), len(old), len(fresh))
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
			t.Fatalf("after %d ms: mode %v (%v)", i, info.Mode(), err)
		}
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
