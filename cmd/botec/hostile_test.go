package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// seenOnly reports the first character of an output that acts on a terminal, or hides or
// reorders what stands around it.
func seenOnly(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("not UTF-8")
	}
	for _, r := range s {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\n' && r != '\t' {
			return fmt.Errorf("%U", r)
		}
	}
	return nil
}

// hostile are texts that change a terminal's title or colour, hide and reorder text, or
// are none.
var hostile = []string{"\x1b[31mred", "\x1b]0;title\a", "\u009b31m", "\r\x1b[2Kgone", "a\x00b", "\u202eksa\u202c", "\u2066x\u2069", "\u200b\u2060", "\xff\xfe", "\u2028x", "\U000E0041", "\x7f\b\b"}

// TestHostileArguments gives them as every argument that takes a text: no command passes
// them on to the terminal, whatever it says.
func TestHostileArguments(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, text := range hostile {
		for _, args := range [][]string{
			{text}, {"help", text}, {"completion", text}, {"run", text}, {"run", text + ".yaml"}, {"run", "netflix", "--set", "dau=" + text}, {"run", "netflix", "--set", text + "=5"},
			{"run", "netflix", "--only", text}, {"run", "netflix", "--at", text}, {"run", "netflix", "-f", text}, {"run", "netflix", "--samples", text}, {"run", "netflix", "--seed", text},
			{"run", "netflix", "-o", text + "/x"}, {"explain", "netflix", text}, {"sensitivity", "netflix", text}, {"diff", "netflix", text}, {"diff", text + "...", "netflix"},
			{"calc", text}, {"calc", "5 " + text}, {"calc", text + " = 5"}, {"calc", "5 in " + text}, {"calc", "-s", text, "1"}, {"check", text}, {"check", text + "*"}, {"sync", text},
			{"new", text}, {"show", text}, {"rps", "--dau", text}, {"availability", text}, {"availability", text + "=99%"}, {"nines", text}, {"--" + text}, {"run", "--" + text},
		} {
			code, out := spoken(args...)
			if err := seenOnly(out); err != nil {
				t.Errorf("%q: exit %d, prints %v: %q", args, code, err, out)
			}
		}
	}
}

// TestHostileTexts writes them into values, names and comments of scenarios, and into the
// claims, labels and prose of documents.
func TestHostileTexts(t *testing.T) {
	for _, text := range hostile {
		t.Chdir(t.TempDir())
		writeTree(t, ".", map[string]string{
			"about.botec.yaml":   begun + "about: " + text + "\n",
			"name.botec.yaml":    begun + "let: {" + text + ": 5}\n",
			"value.botec.yaml":   begun + "let: {a: 5 " + text + "}\n",
			"quoted.botec.yaml":  begun + "source: \"" + strings.ReplaceAll(fmt.Sprintf("%+q", text), `"`, "") + "\"\nexpect: {rps: 5/s}\n",
			"comment.botec.yaml": begun + "# " + text + "\nexpect: {rps: 5/s}\n",
			"claim.md":           fenced + "[6 " + text + " KB][=size]\n",
			"label.md":           fenced + "[6 KB][=" + text + "]\n",
			"prose.md":           fenced + text + " [6 KB][=size] " + text + "\n",
			"fence.md":           "```yaml botec\nname: " + text + "\nlet: {size: 5 KB}\nexpect: {size: 6 KB}\n```\n[6 KB][=size]\n",
			"marker.md":          "<!-- botec " + text + ".yaml -->\n<!-- /botec -->\n",
		})
		for _, c := range []struct {
			args  []string
			takes string // the only one of the texts that is not refused
		}{
			{args: []string{"check"}},
			{args: []string{"check", "-v"}},
			{args: []string{"check", "-f", "github"}},
			{args: []string{"check", "-f", "markdown"}},
			{args: []string{"sync"}},
			{args: []string{"run", "quoted.botec.yaml"}, takes: "\xff\xfe"}, // escaped, they are two letters
			{args: []string{"run", "comment.botec.yaml", "-f", "markdown"}},
			{args: []string{"run", "fence.md"}},
			{args: []string{"explain", "name.botec.yaml", "rps"}},
			{args: []string{"diff", "about.botec.yaml", "quoted.botec.yaml"}},
		} {
			want := exitError
			if text == c.takes {
				want = exitFine
			}
			if code, out := spoken(c.args...); code != want || seenOnly(out) != nil {
				t.Errorf("%q with %q: exit %d, %v: %.600q", c.args, text, code, seenOnly(out), out)
			}
		}
	}
}

// TestHostileNames checks files whose names hold them, beside quotes, spaces, line ends
// and two hundred characters.
func TestHostileNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such names")
	}
	t.Chdir(t.TempDir())
	const wrong = "name: x\nlet: {size: 5 KB}\nexpect: {size: 6 KB}\n"
	names := []string{"a b", "a'b\"c", "a\nb", "a\tb", strings.Repeat("n", 200), "-rf", "$(x)", "`x`", "%0A::error::x", "a|b", "<b>"}
	for _, text := range hostile {
		names = append(names, strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "/", ""))
	}
	var made []string
	for _, name := range names {
		file := name + ".botec.yaml"
		if err := os.WriteFile(file, []byte(wrong), 0o644); err != nil {
			continue // a file system that takes no such name
		}
		made = append(made, file)
	}
	if len(made) == 0 {
		t.Fatal("no file could be written")
	}
	for _, format := range []string{"text", "github", "markdown"} {
		code, out := spoken("check", "-f", format)
		if err := seenOnly(out); err != nil || code != exitFalse || !strings.Contains(out, fmt.Sprintf("%d findings", len(made))) {
			t.Errorf("%s: exit %d, %v: %.900q", format, code, err, out)
		}
	}
	for _, file := range made {
		for _, args := range [][]string{{"run"}, {"run", "-f", "markdown"}, {"run", "-f", "csv"}, {"diff", "netflix"}} {
			if code, out := spoken(append(args, "./"+file)...); code == exitError || seenOnly(out) != nil {
				t.Errorf("%q %q: exit %d, %v: %.400q", args, file, code, seenOnly(out), out)
			}
		}
		if code, out := spoken("explain", "./"+file, "size"); code != exitFine || seenOnly(out) != nil {
			t.Errorf("explain %q: exit %d, %q", file, code, out)
		}
	}
}

// TestHostileTree checks a tree with loops of links, links to nowhere and to devices, and
// named pipes where files are looked for: nothing of it keeps the check waiting.
func TestHostileTree(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no pipes in folders")
	}
	t.Chdir(t.TempDir())
	writeTree(t, ".", map[string]string{"docs/a.md": fenced + "[5 KB][=size]\n", "docs/deep/er/b.md": fenced + "[5 KB][=size]\n",
		"docs/link.md": "<!-- botec zero.yaml -->\n<!-- /botec -->\n"})
	for _, pipe := range []string{"docs/pipe.md", "docs/pipe.yaml", "docs/pipe.botec.yaml", "docs/deep/.gitignore"} {
		if err := exec.Command("mkfifo", pipe).Run(); err != nil {
			t.Skip(err)
		}
	}
	for to, from := range map[string]string{"docs/loop": ".", "docs/deep/up": "..", "docs/self.md": "self.md", "docs/gone.md": "nowhere.md", "docs/zero.yaml": "/dev/zero", "docs/zero.md": "/dev/zero"} {
		if err := os.Symlink(from, to); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"check"}, {"check", "docs"}, {"check", "docs/**/*.md"}, {"check", "docs/*.md"}} {
		code, out := spoken(args...)
		if code != exitError || !strings.Contains(out, "zero.yaml cannot be read: it lies outside") || strings.Contains(out, "self.md") {
			t.Errorf("%q: exit %d, %s", args, code, out)
		}
	}
	if code, out := spoken("run", "/dev/zero"); code != exitError || !strings.Contains(out, "longer than 16 MiB") {
		t.Errorf("exit %d, %s", code, out)
	}
	if code, out := spoken("run", "docs/self.md"); code != exitError {
		t.Errorf("exit %d, %s", code, out)
	}
}

// TestVanishing checks a tree whose files come and go meanwhile.
func TestVanishing(t *testing.T) {
	t.Chdir(t.TempDir())
	writeTree(t, ".", map[string]string{"stays.md": fenced + "[5 KB][=size]\n"})
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			dir := fmt.Sprintf("d%d", i%7)
			_ = os.MkdirAll(dir, 0o755)
			_ = os.WriteFile(filepath.Join(dir, "a.md"), []byte(fenced), 0o644)
			_ = os.RemoveAll(dir)
		}
	}()
	defer func() {
		close(stop)
		<-done
	}()
	for range 40 {
		if code, out := spoken("check"); code != exitFine {
			t.Errorf("exit %d, %s", code, out)
		}
	}
}

// TestHostileYAML reads what YAML parsers stumble over. Each is refused, or read as it is
// written; none takes long, which the limits see to.
func TestHostileYAML(t *testing.T) {
	t.Chdir(t.TempDir())
	laughs := "name: x\nlet:\n  a: &a [lol, lol, lol, lol]\n"
	for c := 'b'; c < 'j'; c++ {
		laughs += fmt.Sprintf("  %c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	for name, c := range map[string]struct {
		text, says string
		code       int
	}{
		"billion laughs":    {laughs, "[alias]", exitError},
		"a cycle":           {"a: &a [*a]\n", "[alias]", exitError},
		"a merge":           {begun + "let: &a {b: 1}\nservers: {<<: *a}\n", "[alias]", exitError},
		"repeated keys":     {"name: x\nlet:\n" + strings.Repeat("  a: 1\n", 20000), `"a" is given twice`, exitError},
		"repeated in flow":  {"name: x\nlet: {" + strings.Repeat("a: 1, ", 20000) + "}\n", `"a" is given twice`, exitError},
		"a huge number":     {begun + "let: {a: 1e999}\n", "too long or too large", exitError},
		"400 digits":        {begun + "let: {a: " + strings.Repeat("9", 400) + "}\n", "too large", exitError},
		"no number":         {begun + "let: {a: .nan}\n", "[syntax]", exitError},
		"no end":            {begun + "let: {a: .inf}\n", "[syntax]", exitError},
		"names of none":     {begun + "let: {a: NaN, b: Infinity, c: -inf}\n", "unknown name", exitError},
		"an overflow":       {begun + "let: {a: 1e300 * 1e300}\n", "too large", exitError},
		"nothing by zero":   {begun + "let: {a: 0 / 0}\n", "divided by 0", exitError},
		"a tag":             {begun + "about: !!python/object x\n", "[tag]", exitError},
		"binary":            {"\x7fELF\x02\x01\x01\x00", "[encoding]", exitError},
		"UTF-16":            {"\xff\xfen\x00a\x00", "is not UTF-8", exitError},
		"a byte order mark": {"\ufeff" + begun, "Case", exitFine},
		"CRLF":              {strings.ReplaceAll(begun, "\n", "\r\n"), "Case", exitFine},
		"CR":                {strings.ReplaceAll(begun, "\n", "\r"), "control character U+000D", exitError},
		"NUL":               {begun + "about: a\x00b\n", "control character U+0000", exitError},
		"an escaped NUL":    {begun + `about: "a\0b"` + "\n", "control character U+0000", exitError},
		"an escaped escape": {begun + `about: "\e[31m"` + "\n", "control character U+001B", exitError},
		"two documents":     {begun + "---\n" + begun, "a file is one scenario", exitError},
		"a directive":       {"%YAML 1.2\n---\n" + begun, "[yaml-syntax]", exitError},
		"nothing":           {"", "the file is empty", exitError},
	} {
		if err := os.WriteFile("a.yaml", []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if code, out := spoken("run", "a.yaml"); code != c.code || !strings.Contains(out, c.says) || seenOnly(out) != nil {
			t.Errorf("%s: exit %d, %.300q", name, code, out)
		}
	}
}
