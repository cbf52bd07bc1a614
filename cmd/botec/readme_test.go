package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	fencedBlock = regexp.MustCompile("(?ms)^```(console|yaml)\n(.*?)^```\n")
	fileComment = regexp.MustCompile(`\A# (\S+\.yaml)\n`)
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
		if m[1] == "yaml" {
			if name := fileComment.FindStringSubmatch(m[2]); name != nil {
				if err := os.WriteFile(name[1], []byte(m[2]), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			return block
		}
		var out strings.Builder
		out.WriteString("```console\n")
		for _, line := range strings.SplitAfter(m[2], "\n") {
			args, ok := strings.CutPrefix(strings.TrimSpace(line), "$ botec ")
			if !ok {
				continue
			}
			commands++
			out.WriteString(line)
			out.WriteString(session(strings.Fields(args)))
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

// session is what a terminal would show of a command.
func session(args []string) string {
	var b bytes.Buffer
	run(args, strings.NewReader(""), &b, &b)
	return b.String()
}
