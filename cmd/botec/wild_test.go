package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"botec/cmd/botec/internal/findings"
	"botec/estimate"
)

// reviewed is a claim of testdata/wild with what a reviewer says of it.
type reviewed struct{ words, label, verdict string }

// reviews reads verdicts.txt: the claims of each document, in their order.
func reviews(t *testing.T) map[string][]reviewed {
	t.Helper()
	text, err := os.ReadFile("testdata/wild/verdicts.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, id := make(map[string][]reviewed), ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		parts := strings.Split(line, " | ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case len(parts) == 1:
			id = line
		case len(parts) == 3 && id != "":
			verdict, _, _ := strings.Cut(parts[2], " ")
			all[id] = append(all[id], reviewed{parts[0], parts[1], verdict})
		default:
			t.Fatalf("verdicts.txt: %q", line)
		}
	}
	return all
}

// TestWild holds check to a reviewer's verdicts on the figures of five public documents:
// phrase by phrase, so that none is dropped, and what it proposes to be true.
func TestWild(t *testing.T) {
	all := reviews(t)
	if len(all) != 5 {
		t.Fatalf("%d documents", len(all))
	}
	for id, claims := range all {
		t.Run(id, func(t *testing.T) {
			text, err := os.ReadFile("testdata/wild/" + id + ".md")
			if err != nil {
				t.Fatal(err)
			}
			c := newChecker()
			c.keep = true
			f := c.document(id+".md", text)
			var stand []reviewed
			for i, j := range f.Judged {
				stand = append(stand, reviewed{j.Text, j.Quantity, claims[min(i, len(claims)-1)].verdict})
			}
			if diff := cmp.Diff(claims, stand, cmp.AllowUnexported(reviewed{})); diff != "" {
				t.Fatalf("the document has other claims (-verdicts +document):\n%s", diff)
			}
			mended := string(text)
			for i, j := range f.Judged {
				finding := findingAt(f, j.Place)
				if want := expectedFinding(claims[i].verdict, finding); want != "" {
					t.Errorf("%q is %s, and check %s", claims[i].words, claims[i].verdict, want)
				}
				if finding != nil {
					mended = strings.Replace(mended, "["+j.Text+"][="+j.Quantity+"]", "["+proposed(finding, j.Text)+"][="+j.Quantity+"]", 1)
				}
			}
			if f := newChecker().document(id+".md", []byte(mended)); len(f.Findings) > 0 {
				t.Errorf("with the proposed words there is still %v", f.Findings[0].Problem)
			}
		})
	}
}

// TestWildTexts holds what check prints of these documents to x.out.
func TestWildTexts(t *testing.T) { checkGolden(t, "testdata/wild", 5) }

func findingAt(f *findings.File, at estimate.Place) *findings.Finding {
	i := slices.IndexFunc(f.Findings, func(x findings.Finding) bool { return x.Place == at })
	if i < 0 {
		return nil
	}
	return &f.Findings[i]
}

// expectedFinding says how a finding differs from what a reviewer's verdict asks for.
func expectedFinding(verdict string, f *findings.Finding) string {
	switch {
	case verdict == "wrong" && f == nil:
		return "lets it pass"
	case verdict == "wrong" && f.Rule != estimate.RuleClaimMismatch, verdict == "unit" && (f == nil || !strings.Contains(f.Help, "\nright as MiB: write `")):
		return "says something else"
	case verdict == "right" && f != nil && f.Rule != estimate.RuleClaimUnit:
		return "refutes it"
	case verdict == "rounded" && f != nil && !strings.Contains(f.Help, "would pass: ~"):
		return "does not propose to say that it is rounded"
	}
	return ""
}

var inBackticks = regexp.MustCompile("write `([^`]*)`(?: or `([^`]*)`)?")

// proposed are the words of the claim as the finding would have them.
func proposed(f *findings.Finding, words string) string {
	if f.Rule == estimate.RuleClaimUnit { // "174 kb": both readings of the unit
		number, _, _ := strings.Cut(words, " ")
		return number + " " + inBackticks.FindStringSubmatch(f.Help)[2]
	}
	if m := inBackticks.FindStringSubmatch(f.Help); m != nil {
		return m[1]
	}
	_, first, _ := strings.Cut(f.Help, "would pass: ")
	first, _, _ = strings.Cut(first, ", ")
	return first
}

// TestWildIsWhole compares the table with the reference that it was made from, where
// that is at hand.
func TestWildIsWhole(t *testing.T) {
	data, err := os.ReadFile(filepath.FromSlash("../../../shared/reference/wild-claims.json"))
	if err != nil {
		t.Skip("the reference is not here: ", err)
	}
	var reference struct {
		Documents []struct {
			ID     string
			Claims []struct{ Words, Reviewer string }
		}
	}
	if err := json.Unmarshal(data, &reference); err != nil {
		t.Fatal(err)
	}
	all := reviews(t)
	for _, d := range reference.Documents {
		var want, got []string
		for _, c := range d.Claims {
			want = append(want, c.Words+": "+c.Reviewer)
		}
		for _, c := range all[d.ID] {
			got = append(got, c.words+": "+c.verdict)
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-reference +table):\n%s", d.ID, diff)
		}
	}
}
