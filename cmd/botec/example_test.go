package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"botec/scenarios"
)

// TestHelpExamples runs every example of every command's help, in a folder with the
// one document that they name, which is the branch main of a repository where there is
// git. A drill is quit at its first question.
func TestHelpExamples(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Chdir(t.TempDir())
	document := "# Design\n\n```yaml botec\n" + starter + "```\n"
	if err := os.WriteFile("design.md", []byte(document), 0o644); err != nil {
		t.Fatal(err)
	}
	_, noGit := exec.LookPath("git")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "a"}} {
		if out, err := exec.Command("git", args...).CombinedOutput(); noGit == nil && err != nil {
			t.Fatalf("git %q: %v: %s", args, err, out)
		}
	}
	var texts []string
	var collect func(c *cobra.Command)
	collect = func(c *cobra.Command) {
		texts = append(texts, c.Example)
		for _, sub := range c.Commands() {
			collect(sub)
		}
	}
	collect((&app{}).root())
	for _, line := range strings.Split(rootLong, "\n") { // "  botec new demo     what it does"
		if command, _, ok := strings.Cut(strings.TrimSpace(line), "   "); ok || strings.Count(line, "botec ") == 1 && strings.HasPrefix(line, "  ") {
			texts = append(texts, strings.Split(command, "  ")[0])
		}
	}
	ran := 0
	for _, line := range strings.Split(strings.Join(texts, "\n"), "\n") {
		for _, command := range strings.Split(strings.TrimSpace(line), " && ") {
			command, _, _ = strings.Cut(command, " > ")
			args, ok := strings.CutPrefix(command, "botec ")
			if !ok || noGit != nil && strings.Contains(args, "--git ") {
				continue
			}
			ran++
			var out strings.Builder
			fields := words(args)
			if fields[0] == "new" {
				_ = os.Remove(fields[1] + ".botec.yaml")
			}
			if code := run(fields, strings.NewReader("q\n"), &out, &out); code != exitFine {
				t.Errorf("%s: exit %d: %s", command, code, out.String())
			}
		}
	}
	if ran < 10 {
		t.Errorf("%d examples ran", ran)
	}
}

// words parts a command line as a shell does: at spaces, but for what single quotes hold.
func words(line string) []string {
	var out []string
	for i, piece := range strings.Split(line, "'") {
		switch {
		case i%2 == 0:
			fields := strings.Fields(piece)
			if len(fields) > 0 && i > 0 && piece[0] != ' ' { // behind a closing quote
				out[len(out)-1] += fields[0]
				fields = fields[1:]
			}
			out = append(out, fields...)
			if strings.HasSuffix(piece, " ") || piece == "" {
				out = append(out, "")
			}
		case len(out) > 0:
			out[len(out)-1] += piece
		default:
			out = append(out, piece)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// TestLanguageExample runs the scenario at the top of "botec help language".
func TestLanguageExample(t *testing.T) {
	_, text, _ := strings.Cut(languageText, "THE SCENARIO FILE\n")
	text, _, ok := strings.Cut(text, "\nVALUES\n")
	if !ok || !strings.Contains(text, "name:") {
		t.Fatal("the help has no scenario")
	}
	var out strings.Builder
	if code := run([]string{"run", "-"}, strings.NewReader(dedent(text)), &out, &out); code != exitFine || strings.Contains(out.String(), "✗") {
		t.Errorf("exit %d: %s", code, out.String())
	}
}

func dedent(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, "  ")
	}
	return strings.Join(lines, "\n")
}

// TestSameBytes prints every preset in every format many times over: the same bytes.
func TestSameBytes(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	for _, name := range scenarios.Names() {
		for _, format := range []string{"text", "markdown", "csv", "json"} {
			var first string
			for i := range 20 {
				var out strings.Builder
				run([]string{"run", name, "-f", format}, strings.NewReader(""), &out, &out)
				if i == 0 {
					first = out.String()
				} else if out.String() != first {
					t.Fatalf("%s as %s is not the same twice", name, format)
				}
			}
		}
	}
}
