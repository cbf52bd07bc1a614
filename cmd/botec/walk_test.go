package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// foreign are YAML files of others, some with the keys of a scenario, some no YAML at all.
// In each %d is a number.
var foreign = []struct{ name, text string }{
	{".github/workflows/w%d.yml", "name: W%d\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{uses: actions/checkout@v4}]\n"},
	{"actions/a%d/action.yaml", "name: A%d\ndescription: composite\nruns:\n  using: composite\n  steps: []\n"},
	{"deploy/d%d.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d%d}\nspec: {replicas: 3}\n---\napiVersion: v1\nkind: Service\n"},
	{"compose/c%d/compose.yaml", "name: c%d\nservices:\n  web: {image: nginx, ports: ['80:80']}\nvolumes: {}\n"},
	{"chart/templates/t%d.yaml", "{{- if .Values.on }}\nname: {{ .Release.Name }}-%d\n{{- end }}\n"},
	{"rules/r%d.yaml", "name: R%d\nactions:\n  - {type: write, payload: 500 Mb}\nlet: maybe\n"},
	{"traffic/s%d.yml", "name: S%d\ndau: lots\nactions: {post: {type: sideways}}\nexpect: {rps: 1}\n"},
	{"openapi/o%d.yaml", "openapi: 3.1.0\ninfo: {title: O%d, version: '1'}\npaths: {}\n"},
	{"broken/b%d.yaml", "a: [1, 2\nb: %d\n"},
	{"schema/m%d.yaml", "# yaml-language-server: $schema=https://example.com/other.json\nname: M%d\nactions: {a: 1}\n"},
}

// writeTree writes files by their path from a folder.
func writeTree(t interface{ Fatal(...any) }, root string, files map[string]string) {
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCheckForeignYAML checks a repository with two hundred YAML files of others: only its
// own are judged, and without any of them there is nothing to check.
func TestCheckForeignYAML(t *testing.T) {
	t.Chdir(t.TempDir())
	files := map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".gitignore": "/build/\n*.tmp.md\n!keep.tmp.md\n", "README.md": "# Readme\n\nNo number [here](https://example.com).\n"}
	for i := range 200 {
		f := foreign[i%len(foreign)]
		files[fmt.Sprintf(f.name, i)] = strings.ReplaceAll(f.text, "%d", fmt.Sprint(i))
	}
	const wrong, wrongScenario = "[5 KB][=size]\n", "name: W\nlet: {size: 5 KB}\nexpect: {size: 6 KB}\n"
	for _, out := range []string{".hidden", "testdata", "node_modules", "vendor", "build", "docs/testdata", "docs/node_modules/a"} {
		files[out+"/wrong.md"], files[out+"/wrong.botec.yaml"] = wrong, wrongScenario
	}
	files["docs/a.tmp.md"] = wrong
	writeTree(t, ".", files)

	var out, errs strings.Builder
	if code := run([]string{"check"}, strings.NewReader(""), &out, &errs); code != exitError || out.String() != "" || !strings.HasPrefix(errs.String(), "botec: there is nothing to check in .\n") {
		t.Errorf("without any of its own: exit %d, %q, %q", code, out.String(), errs.String())
	}
	for _, args := range [][]string{{"check", "deploy"}, {"check", "deploy/*.yaml"}, {"check", "docs/testdata/*.txt"}, {"sync"}} {
		if code := run(args, strings.NewReader(""), &out, &errs); code != exitError {
			t.Errorf("%q: exit %d", args, code)
		}
	}

	writeTree(t, ".", map[string]string{
		"shop.botec.yaml":        wrongScenario,
		"deep/er/shop.BOTEC.YML": "name: S\nlet: {size: 5 KB}\nexpect: {size: 5 KB}\n",
		"lined.yaml":             "# a comment first\n# yaml-language-server: $schema=../botec.schema.json\n" + wrongScenario,
		"traffic/linked.yaml":    wrongScenario,
		"docs/linked.md":         "<!-- botec ../traffic/linked.yaml -->\n<!-- /botec -->\n",
		"docs/keep.tmp.md":       "```yaml botec\nname: A\nlet: {size: 5 KB}\n```\n\n[6 KB][=size]\n",
	})
	out.Reset()
	errs.Reset()
	code := run([]string{"check"}, strings.NewReader(""), &out, &errs)
	var found []string
	for line := range strings.Lines(out.String()) {
		if place, _, ok := strings.Cut(line, ": "); ok && line[0] != ' ' {
			found = append(found, place)
		}
	}
	want := []string{"docs/keep.tmp.md:6:2", "docs/linked.md:1:1", "lined.yaml:5:16", "shop.botec.yaml:3:16", "traffic/linked.yaml:3:16"}
	if diff := cmp.Diff(want, found); diff != "" || code != exitFalse || errs.String() != "6 documents, 1 claim, 4 expectations, 5 findings\n" {
		t.Errorf("exit %d, %q (-wanted +found):\n%s", code, errs.String(), diff)
	}
}

// TestIgnore draws .gitignore files, and asks git which files they leave out.
func TestIgnore(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	root := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	if out, err := exec.Command("git", "-C", root, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	tree := make(map[string]string)
	for _, dir := range []string{"", "a/", "b/", "a/b/", "a/b/a/", "ab/"} {
		for _, name := range []string{"a.md", "b.md", "ab.md", "!a.md", "#a.md", "a .md", "[a].md", "{a}.md", "a*.md"} {
			tree[dir+name] = "words\n"
		}
	}
	writeTree(t, root, tree)
	part := rapid.SampledFrom([]string{"a", "b", "ab", "*", "**", "a*", "?", "?b", "[ab]", "[!a]", "[^b]", "a.md", "*.md", "b.md", "a .md", `\!a.md`, `\#a.md`, `\[a\].md`, "[a].md", "{a}.md", "{a,b}", `a\*.md`, "a ", `a\ `})
	line := rapid.Custom(func(t *rapid.T) string {
		text := strings.Join(rapid.SliceOfN(part, 1, 3).Draw(t, "parts"), "/")
		before := rapid.SampledFrom([]string{"", "", "", "/", "!", "!/", "**/", "#", " "}).Draw(t, "before")
		return before + text + rapid.SampledFrom([]string{"", "", "", "/", " ", "\r"}).Draw(t, "after")
	})
	lines := rapid.SliceOfN(line, 0, 4)
	rapid.Check(t, func(t *rapid.T) {
		for _, dir := range []string{"", "a", "a/b"} {
			text := strings.Join(lines.Draw(t, path.Join(dir, ".gitignore")), "\n")
			if err := os.WriteFile(filepath.Join(root, dir, ".gitignore"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command("git", "-C", root, "ls-files", "-z", "--others", "--exclude-standard").Output()
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for name := range strings.SplitSeq(string(out), "\x00") {
			if isDocument(name) {
				want = append(want, name)
			}
		}
		w := walker{root: root, depth: endless}
		if err := w.walk(root, 0); err != nil {
			t.Fatal(err)
		}
		for _, f := range w.found {
			name, err := filepath.Rel(root, filepath.FromSlash(f.path))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filepath.ToSlash(name))
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("-git +botec:\n%s", diff)
		}
	})
}
