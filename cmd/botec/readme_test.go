package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	commands := 0
	fresh := fencedBlock.ReplaceAllStringFunc(string(text), func(block string) string {
		m := fencedBlock.FindStringSubmatch(block)
		kind, text := m[1]+m[3], m[2]+m[4]
		if kind != "console" {
			if name := fileComment.FindStringSubmatch(text); name != nil {
				text = strings.TrimPrefix(text, "<!-- "+name[2]+" -->\n")
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

// TestREADMEFunctions holds the README's list of functions to their table.
func TestREADMEFunctions(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| for | functions |\n| --- | --- |\n")
	var group formula.Group
	for _, f := range formula.Functions() {
		switch {
		case f.Group == "arithmetic":
		case f.Group != group:
			fmt.Fprintf(&table, "| %s | `%s`", f.Group, f.Name)
		default:
			fmt.Fprintf(&table, ", `%s`", f.Name)
		}
		if next := formula.Functions(); f.Group != "arithmetic" && (next[len(next)-1] == f || next[slices.Index(next, f)+1].Group != f.Group) {
			table.WriteString(" |\n")
		}
		group = f.Group
	}
	list := regexp.MustCompile(`(?m)^\| for \| functions \|\n(\|.*\n)+`)
	if got := list.FindString(string(text)); got != table.String() {
		t.Errorf("the README lists other functions than the table (-README +table):\n%s", cmp.Diff(got, table.String()))
		if *update {
			if err := os.WriteFile("../../README.md", list.ReplaceAllLiteral(text, []byte(table.String())), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
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
	for part, least := range map[string]int{"scenario": 15, "prose": 7, "block": 100} {
		if changes[part] < least {
			t.Errorf("%d digits of the %s were changed", changes[part], part)
		}
	}
}

// firstDigit reports whether the digit is the first of its number.
func firstDigit(text []byte, i int) bool {
	return !strings.ContainsRune("0123456789.,", rune(text[i-1]))
}
