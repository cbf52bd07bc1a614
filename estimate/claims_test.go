package estimate_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"botec/estimate"
	"botec/estimate/spec"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

// TestClaims judges the claims of testdata/claims: each line is a label, the words, and
// what the judge must say.
func TestClaims(t *testing.T) {
	scenario, err := os.ReadFile("testdata/claims/scenario.yaml")
	if err != nil {
		t.Fatal(err)
	}
	j := judge(t, scenario, nil)
	j.With = func(path, text string) *estimate.Judge {
		return judge(t, scenario, []spec.Override{{Path: path, Text: text}})
	}
	const golden = "testdata/claims/claims.txt"
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var fresh strings.Builder
	claims := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		asked, _, _ := strings.Cut(line, " => ")
		label, words, ok := strings.Cut(asked, " | ")
		if ok && !strings.HasPrefix(line, "#") {
			claims++
			line = asked + " => " + verdictOn(j, label, words)
		}
		fresh.WriteString(line + "\n")
	}
	if claims < 100 {
		t.Errorf("%d claims", claims)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(fresh.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), fresh.String()); diff != "" {
		t.Errorf("-wanted +found:\n%s", diff)
	}
}

func judge(t *testing.T, scenario []byte, set []spec.Override) *estimate.Judge {
	t.Helper()
	m, problems := spec.Read("scenario.yaml", scenario, spec.Options{Set: set}).Compile()
	for _, p := range problems {
		t.Fatal(p)
	}
	j, problems := m.Judge()
	for _, p := range problems {
		t.Fatal(p)
	}
	return j
}

func verdictOn(j *estimate.Judge, label, words string) string {
	v, p := j.Claim(estimate.Claim{Label: label, Text: words, Place: estimate.Place{File: "doc.md", Line: 1, Column: 2}})
	if p == nil {
		return "holds for " + v.Band
	}
	return p.Message + " [" + p.Rule + "] " + strings.ReplaceAll(p.Help, "\n", " ⏎ ")
}
