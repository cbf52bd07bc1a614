package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"botec/estimate/formula"
)

var (
	fencedBlock = regexp.MustCompile("(?ms)^````(markdown)\n(.*?)^````\n|^```(console|yaml)\n(.*?)^```\n")
	fileComment = regexp.MustCompile(`\A(?:# (\S+\.yaml)|<!-- (\S+\.md) -->)\n`)
)

// TestREADME runs every example of the README: a yaml block that begins with the
// comment "# NAME.yaml" is that file, and in a console block the lines behind
// "$ botec …" are what the command prints, to standard output or to standard error.
func TestREADME(t *testing.T) {
	path, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("README.md", text, 0o644); err != nil { // it is an example of a document
		t.Fatal(err)
	}
	commands := 0
	fresh := fencedBlock.ReplaceAllStringFunc(string(text), func(block string) string {
		m := fencedBlock.FindStringSubmatch(block)
		kind, text := m[1]+m[3], m[2]+m[4]
		if kind != "console" {
			if name := fileComment.FindStringSubmatch(text); name != nil {
				if err := os.WriteFile(name[1]+name[2], []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			return block
		}
		var out strings.Builder
		out.WriteString("```console\n")
		for _, line := range strings.SplitAfter(text, "\n") {
			args, ok := strings.CutPrefix(strings.TrimSpace(line), "$ botec ")
			if !ok {
				continue
			}
			commands++
			out.WriteString(line)
			out.WriteString(session(words(args)))
		}
		return out.String() + "```\n"
	})
	if commands < 5 {
		t.Errorf("the README runs %d commands", commands)
	}
	if *update {
		if err := os.WriteFile(path, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(text), fresh); diff != "" && !*update {
		t.Errorf("the README shows other output than the program (-README +program):\n%s", diff)
	}
}

// TestREADMECommands holds the first block of the README: two commands, the first a run
// of this program that ends well, the second the one by which CI runs the tests, with the
// version of Go that go.mod wants.
func TestREADMECommands(t *testing.T) {
	readme := repositoryFile(t, "README.md")
	block := regexp.MustCompile("(?ms)^```sh\n(.*?)^```\n").FindStringSubmatchIndex(readme)
	if block == nil || strings.Count(readme[:block[1]], "\n") > 20 {
		t.Fatal("the README does not begin with its commands")
	}
	var commands []string
	for line := range strings.Lines(readme[block[2]:block[3]]) {
		command, _, _ := strings.Cut(line, "#")
		commands = append(commands, strings.TrimSpace(command))
	}
	if len(commands) != 2 {
		t.Fatalf("the commands are %q, want two", commands)
	}
	args, ok := strings.CutPrefix(commands[0], "go run ./cmd/botec ")
	var out strings.Builder
	if code := run(words(args), strings.NewReader(""), &out, &out); !ok || code != exitFine {
		t.Errorf("%s: exit %d: %s", commands[0], code, out.String())
	}
	if ci := repositoryFile(t, ".ci/run"); !strings.Contains(ci, "\n"+commands[1]+"\n") {
		t.Errorf(".ci/run does not run %q", commands[1])
	}
	wanted := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(repositoryFile(t, "go.mod"))
	if !strings.Contains(readme[:block[0]], "with Go "+wanted[1]+" ") {
		t.Errorf("the README does not name Go %s", wanted[1])
	}
}

// TestREADMEFunctions holds the functions that the README names to their groups: each
// group of the table is there, with functions that are in it.
func TestREADMEFunctions(t *testing.T) {
	readme := strings.Join(strings.Fields(repositoryFile(t, "README.md")), " ")
	_, list, _ := strings.Cut(readme, "There are functions for ")
	list, _, ok := strings.Cut(list, "). ")
	if !ok {
		t.Fatal("the README has no list of functions")
	}
	groups := make(map[formula.Group][]string)
	for _, f := range formula.Functions() {
		if f.Group != formula.Arithmetic {
			groups[f.Group] = append(groups[f.Group], "`"+f.Name+"`")
		}
	}
	for _, m := range regexp.MustCompile(`(?:^|\), |\) and )([^()]+) \(([^()]+)`).FindAllStringSubmatch(list, -1) {
		for _, name := range strings.Split(m[2], ", ") {
			if !slices.Contains(groups[formula.Group(m[1])], name) {
				t.Errorf("there is no function %s for %s", name, m[1])
			}
		}
		delete(groups, formula.Group(m[1]))
	}
	if len(groups) > 0 {
		t.Errorf("the README leaves out the functions %v", groups)
	}
}

// repositoryFile is the text of a file by its path from the top of the repository.
func repositoryFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPagesPoint holds what the pages for readers point to: files and headings behind
// links, targets of make, commands of botec and their flags, topics of its help.
func TestPagesPoint(t *testing.T) {
	targets := regexp.MustCompile(`(?m)^([a-z]+):`).FindAllStringSubmatch(repositoryFile(t, "Makefile"), -1)
	made, links, commands := 0, 0, 0
	for _, page := range []string{"README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", ".github/CHANGELOG.md"} {
		text := repositoryFile(t, page)
		for _, m := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(text, -1) {
			links++
			file, heading, _ := strings.Cut(m[1], "#")
			if _, err := os.Stat(filepath.Join("../..", filepath.Dir(page), file)); err != nil {
				t.Errorf("%s: %v", page, err)
			}
			if words := strings.ReplaceAll(heading, "-", "[ -]"); heading != "" && !regexp.MustCompile(`(?mi)^#+ `+words+`$`).MatchString(text) {
				t.Errorf("%s has no heading %q", page, heading)
			}
		}
		for _, m := range regexp.MustCompile("(?m)`make ([a-z]+)`|^make ([a-z]+) +#").FindAllStringSubmatch(text, -1) {
			made++
			if !slices.ContainsFunc(targets, func(target []string) bool { return target[1] == m[1]+m[2] }) {
				t.Errorf("%s: the Makefile has no target %s", page, m[1]+m[2])
			}
		}
		commands += mentions(t, page, text)
	}
	if made < 8 || links < 8 || commands < 20 {
		t.Errorf("%d targets, %d links and %d commands were looked at", made, links, commands)
	}
}

// TestHelpPoints holds the commands that the help mentions.
func TestHelpPoints(t *testing.T) {
	root := (&app{}).root()
	commands := 0
	for _, c := range append(allCommands(root), root) {
		commands += mentions(t, c.CommandPath()+" --help", c.Long)
		c.Flags().VisitAll(func(f *pflag.Flag) { commands += mentions(t, c.CommandPath()+" --"+f.Name, f.Usage) })
	}
	for _, topic := range topics {
		commands += mentions(t, "botec help "+topic.name, session([]string{"help", topic.name}))
	}
	if commands < 20 {
		t.Errorf("%d commands were looked at", commands)
	}
}

// mentions finds the command lines in quotation marks or backquotes, and gives their count.
func mentions(t *testing.T, place, text string) int {
	t.Helper()
	found := regexp.MustCompile("[`\"]botec ([^`\"]+)[`\"]").FindAllStringSubmatch(text, -1)
	for _, m := range found {
		if fault := faultOf(words(m[1])); fault != "" {
			t.Errorf("%s: botec %s: %s", place, m[1], fault)
		}
	}
	return len(found)
}

// faultOf says what is wrong with a command line that a text mentions, and runs nothing.
func faultOf(args []string) string {
	c, rest, err := (&app{}).root().Find(args)
	if err != nil {
		return err.Error()
	}
	c.InitDefaultHelpFlag()
	var known, plain []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name, "-"+f.Shorthand) })
	for _, arg := range rest {
		switch flag, _, _ := strings.Cut(arg, "="); {
		case !strings.HasPrefix(arg, "-") || arg == "-":
			plain = append(plain, arg)
		case !slices.Contains(known, flag):
			return "no flag " + flag
		}
	}
	if c.Name() == "help" && len(plain) > 0 && !isTopic(plain[0]) {
		if _, _, err := c.Root().Find(plain[:1]); err != nil {
			return "no help on " + plain[0]
		}
	}
	return ""
}

func isTopic(name string) bool {
	for _, t := range topics {
		if t.name == name {
			return true
		}
	}
	return false
}

// session is what a terminal would show of a command.
func session(args []string) string {
	var b bytes.Buffer
	run(args, strings.NewReader(""), &b, &b)
	return b.String()
}

// TestREADMECapacity changes every digit of the README's capacity example, one at a time:
// in the scenario, in the table, in the definitions of the links; in the prose, whose
// claims are rounded, the first digit of each number. The check finds every change.
func TestREADMECapacity(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if f := newChecker().document("README.md", text); len(f.Findings) > 0 || f.Nothing {
		t.Fatalf("the README as it is: %v", f.Findings)
	}
	start := strings.Index(string(text), "### Capacity\n")
	end := start + strings.Index(string(text[start:]), "<!-- /botec -->")
	prose := start + strings.Index(string(text[start:]), "\n```\n\n")
	block := prose + strings.Index(string(text[prose:]), "<!-- botec ")
	changes := make(map[string]int)
	for i := start; i < end; i++ {
		old := text[i]
		part := map[bool]string{true: "prose", false: "scenario"}[i > prose]
		if i > block {
			part = "block"
		}
		if old < '0' || old > '9' || part == "prose" && !firstDigit(text, i) {
			continue
		}
		changes[part]++
		changed := slices.Clone(text)
		changed[i] = '1' + (old-'0')%9 // 0 to 1 … 8 to 9, 9 to 1
		if f := newChecker().document("README.md", changed); len(f.Findings) == 0 {
			t.Errorf("nobody noticed %q", changed[i-20:i+20])
		}
	}
	for part, least := range map[string]int{"scenario": 10, "prose": 7, "block": 80} {
		if changes[part] < least {
			t.Errorf("%d digits of the %s were changed", changes[part], part)
		}
	}
}

// firstDigit reports whether the digit is the first of its number.
func firstDigit(text []byte, i int) bool {
	return !strings.ContainsRune("0123456789.,", rune(text[i-1]))
}
