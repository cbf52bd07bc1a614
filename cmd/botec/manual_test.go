package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestManual makes the manual pages as packing does, and has them looked through by
// mandoc and man, where those are installed.
func TestManual(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "manual")
	if out, err := exec.Command("go", "build", "-tags", "docs", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	write := func(name string, env ...string) (string, error) {
		pages := filepath.Join(dir, name)
		if err := os.MkdirAll(pages, 0o755); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(program, pages)
		c.Env = append(os.Environ(), env...)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := write("none", "SOURCE_DATE_EPOCH="); err == nil || !strings.Contains(out, "want a folder") {
		t.Errorf("without a date: %v: %s", err, out)
	}
	for name, zone := range map[string]string{"one": "UTC", "two": "Asia/Tokyo"} {
		if out, err := write(name, "SOURCE_DATE_EPOCH=1700000000", "TZ="+zone); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if diff := cmp.Diff(filesIn(t, filepath.Join(dir, "one")), filesIn(t, filepath.Join(dir, "two"))); diff != "" {
		t.Errorf("two runs differ (-UTC +Tokyo):\n%s", diff)
	}
	commands := len(allCommands((&app{}).root()))
	for section, want := range map[string]int{"1": 1 + commands, "7": len(topics)} {
		pages, err := filepath.Glob(filepath.Join(dir, "one", "*."+section))
		if err != nil || len(pages) != want {
			t.Errorf("section %s has %d pages, want %d", section, len(pages), want)
		}
	}
	pages, err := filepath.Glob(filepath.Join(dir, "one", "*"))
	if err != nil {
		t.Fatal(err)
	}
	examine(t, "mandoc", append([]string{"-T", "lint", "-W", "warning"}, pages...)...)
	for _, page := range pages {
		examine(t, "man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page)
	}
	text, err := os.ReadFile(filepath.Join(dir, "one", "botec-sync.1"))
	for _, want := range []string{`between <!\-\- botec \-\-> and`, `.TH "BOTEC\-SYNC" 1 2023-11-14 "botec`, `.B "botec sync [PATH...] [flags]"`} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%v: botec-sync.1 lacks %q:\n%s", err, want, text)
		}
	}
}

// filesIn gives the texts of the files in a folder by their names.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]string)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		texts[e.Name()] = string(text)
	}
	return texts
}

// examine runs a program that has nothing to say of what is well-formed.
func examine(t *testing.T, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Log(err)
		return
	}
	var said strings.Builder
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "MANWIDTH=120", "MANROFFSEQ=", "LC_ALL=C.UTF-8")
	c.Stderr = &said
	out, err := c.Output()
	if program == "mandoc" {
		said.Write(out)
	}
	if err != nil || said.Len() > 0 {
		t.Errorf("%s %q: %v:\n%s", program, args, err, said.String())
	}
}
