package claim

import (
	"os"
	"strings"
	"testing"
)

// TestSlugs gives headings the names that GitHub gives them.
func TestSlugs(t *testing.T) {
	text, err := os.ReadFile("testdata/slugs.txt")
	if err != nil {
		t.Fatal(err)
	}
	var document strings.Builder
	var titles, want []string
	for line := range strings.Lines(string(text)) {
		title, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " => ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		titles, want = append(titles, title), append(want, name)
		document.WriteString("# " + title + "\n\n")
	}
	d := Parse("slugs.md", []byte(document.String()))
	if len(d.headings) != len(want) || len(want) < 35 {
		t.Fatalf("%d headings of %d", len(d.headings), len(want))
	}
	for i, h := range d.headings {
		if h.slug != want[i] {
			t.Errorf("%q is %q, %q is wanted", titles[i], h.slug, want[i])
		}
	}
}
