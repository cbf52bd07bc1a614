package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"pgregory.net/rapid"
)

// completionFiles is a folder to complete in.
func completionFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"mine.botec.yaml": "name: Mine\ndau: 1M\nlet: {zebras: 3 * dau}\n",
		"my notes.md":     "# Notes\n\n```yaml botec\nname: Notes\nlet: {okapis: 40}\n```\n",
		"docs/deep.yaml":  "name: Deep\n",
		"broken.yaml":     "name: [\n",
		"results.txt":     "",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestShellsComplete types command lines into real shells. In place of botec stands a
// script that answers the shell's questions with botec, and else writes its arguments
// down.
func TestShellsComplete(t *testing.T) {
	botec, err := exec.LookPath("botec")
	if err != nil {
		t.Fatal(err)
	}
	for _, shell := range []struct {
		name  string
		args  []string
		setup string
		needs string
	}{
		{"bash", []string{"--norc", "--noprofile", "-i"}, `. /usr/share/bash-completion/bash_completion; eval "$(botec completion bash)"`, "/usr/share/bash-completion/bash_completion"},
		{"bash alone", []string{"--norc", "--noprofile", "-i"}, `eval "$(botec completion bash)"`, ""},
		{"zsh", []string{"-f", "-i"}, `botec completion zsh > _botec; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D`, ""},
		{"zsh evaluated", []string{"-f", "-i"}, `autoload -U compinit; compinit -u -D; eval "$(botec completion zsh)"`, ""},
		{"fish", []string{"-i"}, `botec completion fish | source`, ""},
	} {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			program, err := exec.LookPath(strings.Fields(shell.name)[0])
			if err != nil {
				t.Skip(err)
			}
			if _, err := os.Stat(shell.needs); shell.needs != "" && err != nil {
				t.Skip(err)
			}
			s := startShell(t, botec, program, shell.args...)
			s.enter(shell.setup + "; botec ready")
			s.expect("<ready>")
			for _, c := range completionSessions(t) {
				s.enter("botec " + strings.ReplaceAll(c.typed, "⇥", "\t"))
				s.expect(c.want)
			}
			s.stop()
		})
	}
}

type completionSession struct{ typed, want string }

func completionSessions(t *testing.T) (all []completionSession) {
	t.Helper()
	text, err := os.ReadFile("testdata/completion/sessions.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if typed, want, ok := strings.Cut(line, "  "); ok && line[0] != '#' {
			all = append(all, completionSession{typed, strings.TrimSpace(want)})
		}
	}
	if len(all) < 20 {
		t.Fatalf("%d sessions", len(all))
	}
	return all
}

// shellOnTerminal is a shell on a terminal of its own.
type shellOnTerminal struct {
	t        *testing.T
	command  *exec.Cmd
	terminal *os.File
	home     string
	log      string // what the script that stands for botec wrote
	seen     int    // lines of it
	screen   chan string
}

func startShell(t *testing.T, botec, program string, args ...string) *shellOnTerminal {
	t.Helper()
	home := t.TempDir()
	s := &shellOnTerminal{t: t, home: home, log: filepath.Join(home, "log"), screen: make(chan string, 1)}
	script := fmt.Sprintf("#!/bin/sh\ncase $1 in __complete*|completion) exec %s \"$@\";; esac\nline=$(for a; do printf ' <%%s>' \"$a\"; done)\necho \"${line# }\" >> %s\n", botec, s.log)
	if err := os.WriteFile(filepath.Join(home, "botec"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "home.yaml"), []byte("name: Home\nlet: {gnus: 2}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.command = exec.Command(program, args...)
	s.command.Dir = completionFiles(t)
	s.command.Env = []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "TERM=xterm", "LC_ALL=C.UTF-8", "PATH=" + home + ":/usr/bin:/bin"}
	var err error
	if s.terminal, err = pty.StartWithSize(s.command, &pty.Winsize{Rows: 50, Cols: 200}); err != nil {
		t.Skip("no terminals here: ", err)
	}
	go func() {
		var all bytes.Buffer
		_, _ = io.Copy(&all, s.terminal) // ends with an error when the shell is gone
		s.screen <- all.String()
	}()
	return s
}

func (s *shellOnTerminal) enter(line string) {
	s.t.Helper()
	if _, err := io.WriteString(s.terminal, line+"\r"); err != nil {
		s.t.Fatal(err)
	}
}

// expect waits for the next line that the script writes. The wait has an end for the case
// that a shell hangs; nothing is timed.
func (s *shellOnTerminal) expect(want string) {
	s.t.Helper()
	want = strings.NewReplacer("~", s.home, "$HOME", s.home).Replace(want)
	for range 3000 {
		text, _ := os.ReadFile(s.log) // not there before the first line is
		if lines := strings.Split(string(text), "\n"); len(lines) > s.seen+1 {
			if got := lines[s.seen]; got != want {
				s.t.Errorf("the arguments are %s, want %s", got, want)
			}
			s.seen++
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	_ = s.command.Process.Kill()
	s.t.Fatalf("%s never came; on the terminal:\n%q", want, <-s.screen)
}

// stop ends the shell, and looks for what it had to complain of.
func (s *shellOnTerminal) stop() {
	s.t.Helper()
	s.enter("exit")
	err := s.command.Wait()
	screen := <-s.screen
	for _, bad := range []string{"not found", "Completion ended", "rror", "unbound", "no such", "unknown option"} {
		if err != nil || strings.Contains(screen, bad) {
			s.t.Errorf("%v, or %q on the terminal:\n%q", err, bad, screen)
		}
	}
	closeAll(s.t, s.terminal)
}

// complete asks as the scripts do, and gives what is offered with its directive.
func complete(t *testing.T, args ...string) string {
	t.Helper()
	var out, stderr strings.Builder
	if code := run(append([]string{"__complete"}, args...), unreadable{t}, &out, &stderr); code != exitFine {
		t.Errorf("%q: exit %d", args, code)
	}
	if text := stderr.String(); strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "Completion ended with directive: ") {
		t.Errorf("%q: %q on standard error", args, text)
	}
	return out.String()
}

// unreadable is a standard input that nobody may read.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("completion reads standard input")
	return 0, io.EOF
}

// TestFlagsComplete: every flag completes to something, or to nothing rather than to files.
func TestFlagsComplete(t *testing.T) {
	t.Chdir(completionFiles(t))
	offered := map[string]bool{"set": true, "only": true, "format": true, "sampling": true, "scenario": true, "vary": true, "of": true, "scale": true, "for": true, "such-that": true, "kind": true}
	files := map[string]bool{"output": true, "scenario": true, "history": true}
	dates := "botec solve" // whose --from is none, and elsewhere a scenario
	seen := make(map[string]bool)
	for _, c := range allCommands((&app{}).root()) {
		c.InitDefaultHelpFlag()
		path := strings.Fields(c.CommandPath())[1:]
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.NoOptDefVal != "" { // takes no value
				return
			}
			seen[f.Name] = true
			offered["from"], files["from"] = c.CommandPath() != dates, c.CommandPath() != dates
			args := slices.Clone(path)
			switch {
			case c.Flag("scenario") != nil:
				args = append(args, "-s", "netflix")
			case c.ValidArgsFunction != nil && c.Flag("set") != nil:
				args = append(args, "netflix")
			}
			out := complete(t, append(args, "--"+f.Name, "")...)
			answers := strings.Count(out, "\n") - 1
			if offered[f.Name] && answers < 2 || !offered[f.Name] && answers > 0 {
				t.Errorf("%s --%s is offered\n%s", c.Name(), f.Name, out)
			}
			directive := cobra.ShellCompDirectiveNoFileComp
			if files[f.Name] {
				directive = cobra.ShellCompDirectiveDefault
			}
			var got cobra.ShellCompDirective
			if _, err := fmt.Sscanf(out[strings.LastIndexByte(out, ':'):], ":%d", &got); err != nil || got&cobra.ShellCompDirectiveNoFileComp != directive {
				t.Errorf("%s --%s ends with %s", c.Name(), f.Name, out[strings.LastIndexByte(out, ':'):])
			}
		})
	}
	for name := range offered {
		if !seen[name] {
			t.Errorf("no command has --%s", name)
		}
	}
}

// TestFormatsComplete: what -f is completed to is what the command takes.
func TestFormatsComplete(t *testing.T) {
	for _, c := range (&app{}).root().Commands() {
		if c.Flag("format") == nil {
			continue
		}
		words := strings.Fields(complete(t, c.Name(), "-f", ""))
		var stderr strings.Builder
		args := map[string][]string{"solve": {"netflix", "--for", "dau", "--such-that", "rps at most 1/s"}, "sweep": {"netflix", "--vary", "dau=1..2"}, "drill": {}, "explain": {"netflix", "rps"}, "sensitivity": {"netflix", "rps"}, "diff": {"netflix", "uber"}, "availability": {"99%"}}[c.Name()]
		if args == nil {
			args = []string{"netflix"}
		}
		run(append([]string{c.Name(), "-f", "none"}, args...), strings.NewReader(""), io.Discard, &stderr)
		want := "unknown format \"none\"\n  = it is one of " + strings.Join(words[:len(words)-1], ", ") + "\n"
		if c.Flags().Lookup("rate") == nil && !strings.HasSuffix(stderr.String(), want) {
			t.Errorf("%s is completed to %q and says %s", c.Name(), words, stderr.String())
		}
	}
}

// TestCompletionIsQuiet: whatever is on the line, standard error has cobra's one word to
// the script and no more, and nothing is read that is no file.
func TestCompletionIsQuiet(t *testing.T) {
	dir := completionFiles(t)
	t.Chdir(dir)
	for name, text := range map[string]string{
		"netflix":                 "name: Shadow\nlet: {shadows: 1}\n", // a preset's name
		"two.md":                  "```yaml botec\nname: A\n```\n\n```yaml botec\nname: B\n```\n",
		"open.md":                 "```yaml botec\nname: A\n",
		"cycle.yaml":              "name: C\nlet: {a: b, b: a}\n",
		"bad\x1b[31m.yaml":        "name: Escape\n",
		"bad\nline.yaml":          "name: Line\n",
		"bad\xff.yaml":            "name: Bytes\n",
		"use.yaml":                "name: Use\nuse: [nowhere.yaml]\n",
		"long.yaml":               "name: Long\n" + strings.Repeat("# x\n", 1<<19),
		"docs/.hidden.botec.yaml": "name: Hidden\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Skip(err) // a file system that does not take such names
		}
	}
	mkfifo := exec.Command("mkfifo", "pipe.yaml")
	piped := mkfifo.Run() == nil
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"explain", "netflix", "sha"}, "shadows\n:4\n"},
		{[]string{"explain", "two.md", ""}, ":4\n"},
		{[]string{"explain", "open.md", ""}, ":4\n"},
		{[]string{"explain", "cycle.yaml", ""}, ":4\n"},
		{[]string{"explain", "use.yaml", ""}, ":4\n"},
		{[]string{"explain", "long.yaml", ""}, ":4\n"},
		{[]string{"explain", "docs", ""}, ":4\n"},
		{[]string{"explain", "-", ""}, ":4\n"},
		{[]string{"explain", "", ""}, ":4\n"},
		{[]string{"calc", "-s", "-", "exhaus"}, "exhausted_in(\n:6\n"},
		{[]string{"calc", "12"}, ":4\n"},
		{[]string{"run", "bad"}, ":0\n"},
		{[]string{"run", "./docs/"}, "./docs/deep.yaml\n:0\n"},
		{[]string{"run", "./docs/.h"}, "./docs/.hidden.botec.yaml\n:0\n"},
		{[]string{"run", "nowhere/"}, ":0\n"},
		{[]string{"run", "~/"}, ":0\n"},
		{[]string{"check", "two"}, "two.md\n:0\n"},
		{[]string{"run", "uber", "--only", "traffic,traf"}, ":4\n"},
		{[]string{"run", "uber", "broken.yaml", "--set", "ride_req"}, ":6\n"},
		{[]string{"help", "run", ""}, ":4\n"},
		{[]string{"help", "functions", "exhaus"}, "exhausted_in\tthe time until the error budget of a window is spent\n:4\n"},
		{[]string{"explain", "uber", "rps", ""}, ":4\n"},
	} {
		if got := complete(t, c.args...); got != c.want {
			t.Errorf("%q is offered %q, want %q", c.args, got, c.want)
		}
	}
	if piped {
		if got := complete(t, "explain", "pipe.yaml", ""); got != ":4\n" {
			t.Errorf("a pipe is offered %q", got)
		}
	}
}

// TestRepairs: what is wrong with cobra's scripts is still there to be repaired.
func TestRepairs(t *testing.T) {
	root := (&app{}).root()
	cobras := make(map[string]string)
	var b strings.Builder
	if err := root.GenBashCompletionV2(&b, true); err != nil {
		t.Fatal(err)
	}
	cobras["bash"] = b.String()
	b.Reset()
	if err := root.GenFishCompletion(&b, true); err != nil {
		t.Fatal(err)
	}
	cobras["fish"] = b.String()
	for _, r := range repairs {
		if strings.Count(cobras[r.shell], r.cobra) != 1 {
			t.Errorf("cobra's script for %s has %d times\n%s", r.shell, strings.Count(cobras[r.shell], r.cobra), r.cobra)
		}
	}
}

// TestCompletionGoesOn: whatever is typed, what is offered begins with it, on one line.
func TestCompletionGoesOn(t *testing.T) {
	t.Chdir(completionFiles(t))
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"netflix", "mine.botec.yaml", "my notes.md", "broken.yaml", "storage", "-s", "--set", "--set=d", "--only", "-f", "--", "-5", "-", "", "functions", "traffic,", "docs/", "~", "3*er"}),
		rapid.StringN(0, 8, 24),
	)
	root := (&app{}).root()
	root.InitDefaultHelpCmd() // as before every run
	commands := commandNames(root)
	rapid.Check(t, func(r *rapid.T) {
		line := append([]string{rapid.SampledFrom(commands).Draw(r, "command")}, rapid.SliceOfN(piece, 1, 5).Draw(r, "words")...)
		out := complete(t, line...)
		offered := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		word := strings.TrimSpace(line[len(line)-1]) // the scripts cut spaces off
		if flag, value, ok := strings.Cut(word, "="); ok && strings.HasPrefix(flag, "-") {
			word = value
		}
		for i, text := range offered {
			if i < len(offered)-1 && !strings.HasPrefix(text, word) {
				r.Fatalf("%q is offered %q", line, text)
			}
		}
		if last := offered[len(offered)-1]; !strings.HasPrefix(last, ":") {
			r.Fatalf("%q ends with %q", line, last)
		}
	})
}
