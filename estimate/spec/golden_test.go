package spec_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"botec/estimate"
	"botec/estimate/spec"
)

var update = flag.Bool("update", false, "write the .out files anew")

// judge takes a text as far as it gets and gives what is wrong with it.
func judge(name string, data []byte) (*spec.Result, []*estimate.Problem) {
	r := spec.Read(name, data, spec.Options{Origin: estimate.Given})
	m, problems := r.Compile()
	if len(problems) > 0 {
		return r, problems
	}
	_, problems = m.Report(estimate.Options{})
	return r, problems
}

// TestWrongScenarios reads every testdata/err/*.yaml and compares what is said of it
// with the .out file beside it. A file about which nothing is said fails.
func TestWrongScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/err/*.yaml")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d wrong scenarios, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, problems := judge(filepath.Base(file), data)
			var got strings.Builder
			for _, p := range problems {
				got.WriteString(p.String() + "\n" + p.Excerpt(r.Sources[p.File], 0))
				if p.Line == 0 || p.Column == 0 {
					t.Errorf("no place: %s", p)
				}
				if p.Help == "" {
					t.Errorf("no remedy: %s", p)
				}
			}
			if len(problems) == 0 {
				t.Fatal("nothing is said of it")
			}
			out := strings.TrimSuffix(file, ".yaml") + ".out"
			if *update {
				if err := os.WriteFile(out, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
