package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDocuments checks every wrong document of testdata/documents: what it prints, to
// standard output and then to standard error, and its exit status stand in x.out.
func TestDocuments(t *testing.T) { checkGolden(t, "testdata/documents", 40) }

// checkGolden checks the documents of a folder, of which there are at least so many.
func checkGolden(t *testing.T, dir string, least int) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Chdir(dir)
	files, err := filepath.Glob("*.md")
	if err != nil || len(files) < least {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".md"), func(t *testing.T) {
			var out, errs strings.Builder
			code := run([]string{"check", file}, strings.NewReader(""), &out, &errs)
			if code == exitFine {
				t.Error("nothing is wrong with it")
			}
			got := out.String() + errs.String() + fmt.Sprintf("exit status %d\n", code)
			golden := strings.TrimSuffix(file, ".md") + ".out"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-wanted +found:\n%s", diff)
			}
		})
	}
}
