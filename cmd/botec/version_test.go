package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestVersionTellsCommit builds botec as the README does.
func TestVersionTellsCommit(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	head, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		t.Skip("not in a repository")
	}
	binary := filepath.Join(t.TempDir(), "botec")
	if out, err := exec.Command("go", "build", "-buildvcs=true", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command(binary, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"botec ", string(head[:7]), "go1."} {
		if !strings.Contains(string(out), want) {
			t.Errorf("--version gives %q, without %q", out, want)
		}
	}
}
