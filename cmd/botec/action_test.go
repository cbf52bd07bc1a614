package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"botec/cmd/botec/internal/findings"
)

const actionFolder = ".github/actions/check"

// action is what GitHub reads of an action.yml.
type action struct {
	Name        string                 `yaml:"name"`
	Description string                 `yaml:"description"`
	Inputs      map[string]actionInput `yaml:"inputs"`
	Outputs     map[string]struct {
		Description string `yaml:"description"`
		Value       string `yaml:"value"`
	} `yaml:"outputs"`
	Runs struct {
		Using string       `yaml:"using"`
		Steps []actionStep `yaml:"steps"`
	} `yaml:"runs"`
}

type actionInput struct {
	Description string `yaml:"description"`
	Required    bool   `yaml:"required"`
	Default     string `yaml:"default"`
}

type actionStep struct {
	ID    string            `yaml:"id"`
	Name  string            `yaml:"name"`
	Uses  string            `yaml:"uses"`
	With  map[string]string `yaml:"with"`
	Shell string            `yaml:"shell"`
	Env   map[string]string `yaml:"env"`
	Run   string            `yaml:"run"`
}

func readAction(t *testing.T) *action {
	t.Helper()
	var a action
	readYAML(t, actionFolder+"/action.yml", &a)
	return &a
}

// uses lists what a text takes of a context: "inputs.paths" is paths of inputs.
func uses(text, context string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`\$\{\{ *`+context+`\.([\w-]+)`).FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestAction holds the action's inputs to those that it uses, and those that its users
// give it.
func TestAction(t *testing.T) {
	a := readAction(t)
	text, err := os.ReadFile(filepath.Join("../..", actionFolder, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var inputs []string
	for name, in := range a.Inputs {
		inputs = append(inputs, name)
		if in.Description == "" {
			t.Errorf("the input %s is not described", name)
		}
	}
	if diff := cmp.Diff(inputs, uses(string(text), "inputs")); diff != "" {
		t.Errorf("the inputs (-declared +used):\n%s", diff)
	}
	for _, secret := range []string{"secrets.", "github.token", "GITHUB_TOKEN"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the action uses %s", secret)
		}
	}
	for _, s := range a.Runs.Steps {
		if len(uses(s.Run, `\w+`)) > 0 { // a value there is read as code
			t.Errorf("the script of step %q takes a value by an expression", s.ID)
		}
	}
	for file, pattern := range map[string]string{
		".github/workflows/ci.yml": `(?m)uses: \./` + actionFolder + `\n((?: {8,}.*\n)*)`,
		"README.md":                `(?m)uses: …/` + actionFolder + `@….*\n((?: {8,}.*\n)*)`,
	} {
		user, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(pattern).FindSubmatch(user)
		if m == nil {
			t.Errorf("%s does not use the action", file)
			continue
		}
		var step actionStep
		if err := yaml.Unmarshal(m[1], &step); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for name := range step.With {
			if !slices.Contains(inputs, name) {
				t.Errorf("%s gives the action %q, which it does not take", file, name)
			}
		}
	}
}

// TestActionRuns runs the scripts of the action as GitHub does, in a repository of its
// own, and looks at what they tell the runner.
func TestActionRuns(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil || testing.Short() {
		t.Skip("there is no bash, or no time to build the program")
	}
	a := readAction(t)
	temp, work := t.TempDir(), t.TempDir()
	folder, err := filepath.Abs(filepath.Join("../..", actionFolder))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"good one.md": "```yaml botec\nname: A\nlet: {size: 5 KB}\n```\n\n[5 KB][=size]\n",
		"wrong.md":    "```yaml botec\nname: A\nlet: {size: 5 KB}\n```\n\n::error::[6 KB][=size]\n",
	} {
		if err := os.WriteFile(filepath.Join(work, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := os.Getenv("PATH")
	// step runs a script and gives what it prints, its exit status and what it left in the runner's files.
	step := func(s actionStep, env ...string) (out string, code int, files map[string]string) {
		c := exec.Command(bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
		c.Dir = work
		c.Env = append(os.Environ(), append(env, "GITHUB_ACTION_PATH="+folder, "RUNNER_TEMP="+temp, "PATH="+path)...)
		for _, name := range []string{"OUTPUT", "PATH", "STEP_SUMMARY"} {
			file := filepath.Join(temp, name)
			_ = os.Remove(file)
			c.Env = append(c.Env, "GITHUB_"+name+"="+file)
		}
		text, err := c.CombinedOutput()
		if c.ProcessState == nil {
			t.Fatal(err)
		}
		files = make(map[string]string)
		for _, name := range []string{"OUTPUT", "PATH", "STEP_SUMMARY"} {
			data, _ := os.ReadFile(filepath.Join(temp, name)) // it need not be there
			files[name] = string(data)
		}
		return string(text), c.ProcessState.ExitCode(), files
	}
	var check actionStep
	for _, s := range a.Runs.Steps {
		switch s.ID {
		case "check":
			check = s
			continue
		case "source":
			_, _, files := step(s)
			mod, ok := strings.CutPrefix(strings.TrimSpace(files["OUTPUT"]), "go-mod=")
			if _, err := os.Stat(mod); !ok || err != nil {
				t.Errorf("the version of Go is read from %q: %v", files["OUTPUT"], err)
			}
		}
		if s.Run != "" {
			out, code, files := step(s)
			if code != 0 {
				t.Fatalf("step %q: exit %d: %s", s.Name, code, out)
			}
			if added := strings.TrimSpace(files["PATH"]); added != "" {
				path = added + string(filepath.ListSeparator) + path
			}
		}
	}
	if check.Env["PATHS"] != "${{ inputs.paths }}" {
		t.Fatalf("the step has %v", check.Env)
	}
	for _, test := range []struct {
		name, paths, log, summary string
		code                      int
	}{
		{"all of it", "", "wrong.md:6:11: claims 6 KB, the scenario gives 5 KB (the claim is 20% high) [claim-mismatch]\n", "## ✗ botec check\n\n2 documents, 2 claims, 0 expectations, 1 finding.\n", exitFalse},
		{"what is right", "  good one.md\n\n", "1 document, 1 claim, 0 expectations, no findings\n", "## ✓ botec check\n", exitFine},
		{"several", "netflix\ngood*.md", "2 documents, 1 claim, 6 expectations, no findings\n", "## ✓ botec check\n", exitFine},
		{"what is not there", "--version", "botec: there is no file and no preset", "## ✗ botec check\n\nNothing was judged", exitError},
	} {
		out, code, files := step(check, "PATHS="+test.paths)
		if code != test.code || files["OUTPUT"] != fmt.Sprintf("exit-code=%d\n", test.code) {
			t.Errorf("%s: exit %d, and as output %q: %s", test.name, code, files["OUTPUT"], out)
		}
		if !strings.Contains(out, test.log) || !strings.HasPrefix(files["STEP_SUMMARY"], test.summary) {
			t.Errorf("%s: the log is %q, the summary %q", test.name, out, files["STEP_SUMMARY"])
		}
		guard := regexp.MustCompile(`(?s)^::add-matcher::(\S+)\n::stop-commands::([0-9a-f]{32})\n.*\n::([0-9a-f]{32})::\n::remove-matcher owner=botec::\n::remove-matcher owner=botec-warning::\n$`).FindStringSubmatch(out)
		if guard == nil || guard[2] != guard[3] {
			t.Errorf("%s: the commands are %q", test.name, out)
		} else if _, err := os.Stat(guard[1]); err != nil {
			t.Error(err)
		}
	}
}

// matcher is one of a problem matcher's, as the runner reads it.
type matcher struct {
	Owner, Severity string
	Pattern         []struct {
		Regexp                            string
		File, Line, Column, Message, Code int
	}
}

// TestProblemMatcher holds the problem matchers to what check prints: of every wrong
// document they see every finding with its place, its message and its rule, and nothing else.
func TestProblemMatcher(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("../..", actionFolder, "problem-matcher.json"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct{ ProblemMatcher []matcher }
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	errors, warnings := config.ProblemMatcher[0], config.ProblemMatcher[1]
	if len(config.ProblemMatcher) != 2 || errors.Owner != "botec" || errors.Severity != "error" || warnings.Owner != "botec-warning" || warnings.Severity != "warning" {
		t.Fatalf("the matchers are %+v", config)
	}
	for _, r := range findings.Rules() {
		if errors.match("a.md:1:2: b ["+r.ID+"]") == nil {
			t.Errorf("the rule %s is not matched", r.ID)
		}
	}
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Chdir("testdata/documents")
	files, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		want := reported(t, file)
		var got [][]string
		var out strings.Builder
		run([]string{"check", "--verbose", file}, strings.NewReader(""), &out, &out)
		for line := range strings.Lines(out.String()) {
			if found := errors.match(strings.TrimSuffix(line, "\n")); found != nil {
				got = append(got, found)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-reported +matched):\n%s", file, diff)
		}
		seen += len(got)
	}
	if seen < 40 {
		t.Errorf("%d findings were matched", seen)
	}
	if got := warnings.match("a b.yaml:3:1: no peak given: sized for the mean [warning]"); !slices.Equal(got, []string{"a b.yaml", "3", "1", "no peak given: sized for the mean", "warning"}) {
		t.Errorf("the warning is read as %q", got)
	}
	if got := errors.match("big.yaml: the file has too many bytes [scenario-invalid]"); !slices.Equal(got, []string{"big.yaml", "", "", "the file has too many bytes", "scenario-invalid"}) {
		t.Errorf("a finding of a whole file is read as %q", got)
	}
}

// match gives the file, line, column, message and code that a matcher reads in a line.
func (m matcher) match(line string) []string {
	p := m.Pattern[0]
	found := regexp.MustCompile(p.Regexp).FindStringSubmatch(line)
	if found == nil {
		return nil
	}
	return []string{found[p.File], found[p.Line], found[p.Column], found[p.Message], found[p.Code]}
}

// reported lists the findings of a file in the matchers' parts, from check's JSON.
func reported(t *testing.T, file string) [][]string {
	t.Helper()
	var out, errs strings.Builder
	run([]string{"check", "--format", "json", file}, strings.NewReader(""), &out, &errs)
	var report struct {
		Findings []struct {
			File, Rule, Message string
			Line, Column        int
		}
	}
	if err := json.Unmarshal([]byte(out.String()), &report); err != nil {
		t.Fatalf("%s: %v: %s", file, err, out.String())
	}
	var all [][]string
	for _, f := range report.Findings {
		all = append(all, []string{f.File, fmt.Sprint(f.Line), fmt.Sprint(f.Column), f.Message, f.Rule})
	}
	return all
}
