package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"gopkg.in/yaml.v3"
)

// hook is what pre-commit reads of one in .pre-commit-hooks.yaml.
type hook struct {
	ID            string   `yaml:"id"`
	Name          string   `yaml:"name"`
	Description   string   `yaml:"description"`
	Entry         string   `yaml:"entry"`
	Language      string   `yaml:"language"`
	Types         []string `yaml:"types_or"`
	PassFilenames bool     `yaml:"pass_filenames"`
}

// readYAML reads a file of the repository, with every field known.
func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	f, err := os.Open(filepath.Join("../..", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// TestHooks holds the hooks to the commands that they run and to what the README shows.
func TestHooks(t *testing.T) {
	var hooks []hook
	readYAML(t, ".pre-commit-hooks.yaml", &hooks)
	var ids []string
	for _, h := range hooks {
		ids = append(ids, h.ID)
		entry := strings.Fields(h.Entry)
		c, rest, err := (&app{}).root().Find(entry[1:])
		if entry[0] != "botec" || err != nil || len(rest) > 0 || c.Name() != entry[1] {
			t.Errorf("%s runs %q, which is no command: %v", h.ID, h.Entry, err)
		}
		if h.Language != "golang" || h.PassFilenames || h.Description == "" || !slices.Equal(h.Types, []string{"markdown", "yaml"}) {
			t.Errorf("%+v", h)
		}
	}
	if want := []string{"botec-sync", "botec-check"}; !slices.Equal(ids, want) {
		t.Errorf("the hooks are %q, want %q", ids, want)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, m := range regexp.MustCompile(`\{id: (\S+?)\}`).FindAllSubmatch(readme, -1) {
		shown = append(shown, string(m[1]))
	}
	if !slices.Equal(shown, ids) {
		t.Errorf("the README shows the hooks %q, there are %q", shown, ids)
	}
}

// TestInstalled holds the one binary that "go install ./..." leaves, as pre-commit runs
// it, to its name.
func TestInstalled(t *testing.T) {
	c := exec.Command("go", "list", "-f", `{{if eq .Name "main"}}{{.ImportPath}}{{end}}`, "./...")
	c.Dir = "../.."
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(out)); !slices.Equal(got, []string{"botec/cmd/botec"}) {
		t.Errorf("the programs are %q", got)
	}
}

// TestOutsideTools runs the sessions in testdata/outside: what the repository offers to
// other tools, run by those tools. A session is skipped where its tool is not installed.
func TestOutsideTools(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	env := strings.Split(string(out), "\n")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	_, tools, _ := strings.Cut(os.Getenv("PATH"), string(filepath.ListSeparator)) // the first folder has the botec of these tests
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/outside",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			for name, value := range map[string]string{
				"ROOT": root, "TOOLS": tools, "HOME": e.WorkDir, "GOCACHE": env[0], "GOMODCACHE": env[1], "GOPROXY": env[2], "GOFLAGS": "-trimpath",
				"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
			} {
				e.Setenv(name, value)
			}
			return nil
		},
	})
}
