package main

import (
	"html"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// renderedDocuments copies the documents of testdata/rendered into a fresh folder, goes
// there and syncs them.
func renderedDocuments(t *testing.T) (names []string) {
	t.Helper()
	source, err := filepath.Abs("testdata/rendered")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS(".", os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	names, err = filepath.Glob("*.md")
	if err != nil || len(names) < 5 {
		t.Fatalf("%d documents, %v", len(names), err)
	}
	for _, name := range names {
		if strings.Contains(readText(t, name), "\n[=") {
			t.Errorf("%s is synced before the test", name)
		}
	}
	said := mustRun(t, "sync", ".")
	if !strings.Contains(said, "5 documents, 5 rewritten") {
		t.Errorf("sync says %q", said)
	}
	mustRun(t, "check", ".")
	return names
}

// mustRun runs a command that has to succeed, and gives what it says.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	var out strings.Builder
	if code := run(args, strings.NewReader(""), &out, &out); code != exitFine {
		t.Fatalf("botec %s exits with %d: %s", strings.Join(args, " "), code, out.String())
	}
	return out.String()
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	claimLinks  = regexp.MustCompile(`<a href="#([^"]*)" title="([^"]+)">`)
	headingTags = regexp.MustCompile(`(?s)<h[1-6]>(.*?)</h[1-6]>`)
	anyTag      = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)
	codeTags    = regexp.MustCompile(`(?s)<(code|pre)\b.*?</(code|pre)>`)
)

// TestRendered renders synced documents as GitHub does: every claim is a link to a
// heading that is there, with a derivation as its tooltip, and nothing of ours shows.
func TestRendered(t *testing.T) {
	cmark, err := exec.LookPath("cmark-gfm")
	if err != nil {
		t.Skip("cmark-gfm is not installed: ", err)
	}
	for _, name := range renderedDocuments(t) {
		text := readText(t, name)
		c := newChecker()
		c.keep = true
		claims := len(c.document(name, []byte(text)).Judged)
		if rest, ok := strings.CutPrefix(text, "---\n"); ok { // front matter, which GitHub shows apart
			_, text, _ = strings.Cut(rest, "\n---\n")
		}
		page := render(t, cmark, text)
		anchors := make(map[string]bool)
		for _, h := range headingTags.FindAllStringSubmatch(page, -1) {
			anchors[anchorOf(html.UnescapeString(anyTag.ReplaceAllString(h[1], "")), anchors)] = true
		}
		links := claimLinks.FindAllStringSubmatch(page, -1)
		if claims < 2 && name != "front_matter.md" && name != "crlf.md" || len(links) != claims {
			t.Errorf("%s: %d claims, %d links to tables", name, claims, len(links))
		}
		for _, l := range links {
			target, err := url.PathUnescape(l[1])
			if err != nil || !anchors[target] {
				t.Errorf("%s: a link goes to %q, the headings are %v", name, target, anchors)
			}
			if title := html.UnescapeString(l[2]); !strings.Contains(title, " = ") {
				t.Errorf("%s: the tooltip is %q", name, title)
			}
		}
		shown := anyTag.ReplaceAllString(codeTags.ReplaceAllString(page, ""), "")
		for _, raw := range []string{"[=", "][", "botec", "--&gt;", "#capacity", "| "} {
			if strings.Contains(shown, raw) {
				t.Errorf("%s: %q shows raw in\n%s", name, raw, shown)
			}
		}
	}
}

func render(t *testing.T, cmark, text string) string {
	t.Helper()
	c := exec.Command(cmark, "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tagfilter", "-e", "tasklist", "-e", "footnotes", "--unsafe")
	c.Stdin = strings.NewReader(text)
	page, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// anchorOf is the name that GitHub gives a heading of this text: small letters, hyphens
// for spaces, no punctuation, a number behind one that is taken.
func anchorOf(heading string, taken map[string]bool) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(heading)) {
		if r == ' ' {
			r = '-'
		}
		if r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	name := b.String()
	for i := 1; taken[name]; i++ {
		name = b.String() + "-" + string(rune('0'+i))
	}
	return name
}

// TestPrettier formats synced documents with Prettier: check stays green, sync has
// nothing to do, and Prettier nothing to change in what sync wrote.
func TestPrettier(t *testing.T) {
	prettier, err := exec.LookPath("prettier")
	if err != nil {
		t.Skip("prettier is not installed: ", err)
	}
	for _, wrap := range []string{"preserve", "always", "never"} {
		t.Run(wrap, func(t *testing.T) {
			names := renderedDocuments(t)
			format := func(how string) {
				t.Helper()
				args := append([]string{how, "--prose-wrap", wrap, "--end-of-line", "auto"}, names...)
				if out, err := exec.Command(prettier, args...).CombinedOutput(); err != nil {
					t.Fatalf("prettier %s: %v: %s", how, err, out)
				}
			}
			format("--write")
			mustRun(t, "check", ".")
			if said := mustRun(t, "sync", "."); !strings.Contains(said, ", 0 rewritten") {
				t.Errorf("after Prettier sync says %q", said)
			}
			for _, name := range names { // with other figures sync writes the blocks anew
				text := strings.ReplaceAll(readText(t, name), "dau: 200M", "dau: 201M")
				if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var out strings.Builder
			if code := run([]string{"sync", "."}, strings.NewReader(""), &out, io.Discard); code != exitFine || strings.Count(out.String(), "\n") < 5 {
				t.Fatalf("sync exits with %d: %s", code, out.String())
			}
			if wrap != "always" { // which folds the definitions that are longer than its lines
				format("--check")
			}
			format("--write")
			mustRun(t, "check", ".")
		})
	}
}
