package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the golden texts of the scripts")

// TestMain makes botec a command of the scripts, run by the test's own binary.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"botec": scripted, "tty": tty})
}

// TestScript runs the sessions in testdata/script: each is a text file with the
// commands, the files that they need and the output that they must give.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Condition:           condition,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"lines": lines, "answers": answers},
	})
}

// setup gives a script a locale that can show everything, and lets a user without
// rights reach its files and the binary.
func setup(e *testscript.Env) error {
	e.Setenv("LC_ALL", "C.UTF-8")
	scripts, err := filepath.Abs("../../.ci")
	if err != nil {
		return err
	}
	e.Setenv("SCRIPTS", scripts)
	bin := strings.Split(e.Getenv("PATH"), string(filepath.ListSeparator))[0]
	for _, path := range []string{bin, e.WorkDir} {
		for d := path; strings.HasPrefix(d, os.TempDir()) && d != filepath.Clean(os.TempDir()); d = filepath.Dir(d) {
			if err := os.Chmod(d, 0o755); err != nil {
				return err
			}
		}
	}
	return nil
}

// condition knows [drop]: the test runs as root and can give its rights up; and [mount]:
// it can mount a file system that nobody else sees.
func condition(name string) (bool, error) {
	switch name {
	case "drop":
		_, err := exec.LookPath("setpriv")
		return err == nil && os.Geteuid() == 0, nil
	case "mount":
		return exec.Command("unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=64k", "none", os.TempDir()).Run() == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// lines checks the size of a text: "lines FILE ROWS COLUMNS" fails where it has more.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: lines FILE ROWS COLUMNS")
	}
	var rows, columns int
	if _, err := fmt.Sscan(args[1]+" "+args[2], &rows, &columns); err != nil {
		ts.Fatalf("%v", err)
	}
	all := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	if len(all) > rows {
		ts.Fatalf("%s has %d lines, at most %d are wanted", args[0], len(all), rows)
	}
	for i, line := range all {
		if n := len([]rune(line)); n > columns {
			ts.Fatalf("line %d of %s has %d columns, at most %d are wanted: %s", i+1, args[0], n, columns, line)
		}
	}
}

// answers writes what to type into a drill: "answers LIST KEYS" takes the answer_text of
// each question in a list with answers.
func answers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: answers LIST KEYS")
	}
	var list []struct {
		AnswerText string `json:"answer_text"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &list))
	var keys strings.Builder
	for _, q := range list {
		keys.WriteString(q.AnswerText + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(keys.String()), 0o666))
}
