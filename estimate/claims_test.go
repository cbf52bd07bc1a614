package estimate_test

import (
	"flag"
	"fmt"
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
	goldenLines(t, "testdata/claims/claims.txt", 350, func(label, words string) string { return verdictOn(j, label, words) })
}

// TestExpectations puts the expectations of expect.txt into the same scenario, one at a
// time.
func TestExpectations(t *testing.T) {
	scenario, err := os.ReadFile("testdata/claims/scenario.yaml")
	if err != nil {
		t.Fatal(err)
	}
	goldenLines(t, "testdata/claims/expect.txt", 80, func(quantity, constraint string) string {
		text := fmt.Appendf(scenario, "\nexpect: {%q: %q}\n", quantity, constraint)
		m, problems := spec.Read("scenario.yaml", text, spec.Options{}).Compile()
		if len(problems) > 0 {
			return problemText(problems[0])
		}
		j, problems := m.Judge(false)
		if len(problems) > 0 {
			return problemText(problems[0])
		}
		j.With = func(path, to string) *estimate.Judge {
			return judge(t, text, []spec.Override{{Path: path, Text: to}})
		}
		if failed := j.Expectations(); len(failed) > 0 {
			return problemText(failed[0])
		}
		return "holds for " + j.Report.Verdicts[0].Band
	})
}

// goldenLines holds every line "LEFT | RIGHT => WHAT COMES OF IT" of a file to what an
// answer gives, for at least so many of them.
func goldenLines(t *testing.T, golden string, least int, answer func(left, right string) string) {
	t.Helper()
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var fresh strings.Builder
	lines := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		asked, _, _ := strings.Cut(line, " => ")
		left, right, ok := strings.Cut(asked, " | ")
		if ok && !strings.HasPrefix(line, "#") {
			lines++
			line = asked + " => " + answer(left, right)
		}
		fresh.WriteString(line + "\n")
	}
	if lines < least {
		t.Errorf("%d lines", lines)
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
	j, problems := m.Judge(false)
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
	return problemText(p)
}

func problemText(p *estimate.Problem) string {
	return p.Message + " [" + p.Rule + "] " + strings.ReplaceAll(p.Help, "\n", " ⏎ ")
}

// TestClaimsAtManyTimes judges claims of so many times that the values at earlier ones are
// forgotten: asked again they say the same, and so does a judge who is asked for nothing
// else.
func TestClaimsAtManyTimes(t *testing.T) {
	text := "name: x\nhorizon: 10 years\ndau: 5M\ngrowth: 20%/year\nactions:\n"
	for i := range 40 {
		text += fmt.Sprintf("  a%d: {type: write, per_user: 2/day, payload: 1 KB}\n", i)
	}
	scenario := []byte(text)
	j := judge(t, scenario, nil)
	const times = 400
	var first []string
	for i := range 2 * times {
		label := fmt.Sprintf("storage@%dd", 1+i%times)
		got := verdictOn(j, label, "5 GB")
		switch {
		case i < times:
			first = append(first, got)
		case got != first[i-times]:
			t.Errorf("%s: first %q, then %q", label, first[i-times], got)
		case i%97 == 0:
			if alone := verdictOn(judge(t, scenario, nil), label, "5 GB"); got != alone {
				t.Errorf("%s: %q, alone %q", label, got, alone)
			}
		}
	}
}

// TestRenew judges a claim on a percentile twice: a renewed judge does the same work again,
// and says the same.
func TestRenew(t *testing.T) {
	m := compiledFor(t, "name: x\nlet: {a: 1 to 2, b: a * (1 to 3)}\n")
	j, problems := m.Judge(true)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	fresh := j.Work()
	first := verdictOn(j, "b.p95", "100")
	work := j.Work()
	j.Renew()
	if got := j.Work(); got != fresh || work <= fresh {
		t.Errorf("work %v, %v after a claim, %v renewed", fresh, work, got)
	}
	if again := verdictOn(j, "b.p95", "100"); again != first || j.Work() != work {
		t.Errorf("first %q, then %q; work %v, then %v", first, again, work, j.Work())
	}
}
