package spec_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"botec/estimate"
	"botec/estimate/spec"
)

const sound = "name: Case\nhorizon: 10 years\ndau: 100M\nactions:\n  post: {type: write, per_user: 2/day, payload: 1 KB}\n"

// TestHostileFiles reads what is too large for a file beside this test: each is
// answered with one clear mistake.
func TestHostileFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, rule string }{
		"over a mebibyte":        {sound + "about: " + strings.Repeat("x", 1<<20), "limit"},
		"10,000 brackets":        {"name: " + strings.Repeat("[", 10000), "limit"},
		"10,000 braces":          {"name: " + strings.Repeat("{a: ", 10000), "limit"},
		"10,000 dashes":          {"name:\n  " + strings.Repeat("- ", 10000) + "a", "limit"},
		"700 levels deep":        {levels(700), "limit"},
		"20,000 repeated keys":   {"name: Case\nlet:\n" + strings.Repeat("  a: 1\n", 20000), "duplicate-key"},
		"10,000 parentheses":     {sound + "let:\n  a: " + strings.Repeat("(", 9000) + "\n", "syntax"},
		"51 levels of brackets":  {sound + "about: " + strings.Repeat("[", 50) + strings.Repeat("]", 50) + "\n", "limit"},
		"50 levels of brackets":  {sound + "about: " + strings.Repeat("[", 49) + strings.Repeat("]", 49) + "\n", "wrong-shape"},
		"a long expression":      {sound + "let:\n  a: 1" + strings.Repeat(" + 1", 5000) + "\n", "syntax"},
		"a name without end":     {sound + "let:\n  " + strings.Repeat("a", 500) + ": 1\n", "name"},
		"a number without end":   {sound + "let:\n  a: 1" + strings.Repeat("0", 5000) + "\n", "unit"},
		"an exponent to nowhere": {sound + "let:\n  a: 1e99999\n", "unit"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := judge("hostile.yaml", []byte(c.text))
			if len(problems) == 0 {
				t.Fatal("nothing is said of it")
			}
			if p := problems[0]; p.Rule != c.rule || (p.Line < 1 || p.Column < 1) && name != "over a mebibyte" {
				t.Errorf("got %.200s [%s] at %d:%d, want rule %s at a place", p.Message, p.Rule, p.Line, p.Column, c.rule)
			}
		})
	}
}

// TestBracketsInText reads brackets that nest nothing.
func TestBracketsInText(t *testing.T) {
	many := strings.Repeat("[{", 150)
	for name, text := range map[string]string{
		"double quotes":    sound + `about: "\"` + many + "\"\n",
		"single quotes":    sound + "about: 'it''s " + many + "'\n",
		"several lines":    sound + "about: \"a\n  " + many + "\"\n",
		"a comment":        sound + "# " + many + "\nsource: a # " + many + "\n",
		"a block of text":  sound + "about: |\n  " + many + "\n\n  " + many + "\nsource: a\n",
		"a plain text":     sound + "about: it's " + many + "\n",
		"an escape":        sound + `let: {a: {is: 5, about: "\" ` + many + "\"}}\n",
		"a doubled quote":  sound + "let: {a: {is: 5, about: 'it''s " + many + "'}}\n",
		"within braces":    sound + "let: {a: 5, # " + many + "\n  b: 6,\t# " + many + "\n  c: 7}\n",
		"braces and quote": sound + "let: {a: {is: 5, about: \"" + many + "\"}}\n",
	} {
		if _, problems := judge("text.yaml", []byte(text)); len(problems) > 0 {
			t.Errorf("%s: %s", name, problems[0])
		}
	}
}

// TestManyMistakes tells a hundred mistakes of a file, and the number of the others.
func TestManyMistakes(t *testing.T) {
	for what, line := range map[string]string{"unknown fields": "x%d: 1\n", "unknown names": "  x%d: nothing\n"} {
		for count, last := range map[int]string{100: "", 101: "and 1 more", 150: "and 50 more"} {
			text := sound
			if what == "unknown names" {
				text += "let:\n"
			}
			for i := range count {
				text += fmt.Sprintf(line, i)
			}
			_, problems := judge("many.yaml", []byte(text))
			if last == "" {
				if len(problems) != count {
					t.Errorf("%d %s: %d mistakes are told", count, what, len(problems))
				}
			} else if len(problems) != 101 || problems[100].Message != last {
				t.Errorf("%d %s: %d lines, of which the last says %q, want %q", count, what, len(problems), problems[len(problems)-1].Message, last)
			}
		}
	}
}

// TestLongNames takes names of 64 characters and no longer ones.
func TestLongNames(t *testing.T) {
	for length, want := range map[int]int{64: 0, 65: 1} {
		if _, problems := judge("name.yaml", []byte(sound+"let:\n  "+strings.Repeat("a", length)+": 1\n")); len(problems) != want {
			t.Errorf("a name of %d characters: %v", length, problems)
		}
	}
}

func levels(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i))
	}
	return b.String()
}

// TestLongChain compiles lets that name each other 5,000 deep.
func TestLongChain(t *testing.T) {
	var b strings.Builder
	b.WriteString(sound + "let:\n  a0: 1\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "  a%d: a%d + 1\n", i+1, i)
	}
	m, problems := spec.Read("chain.yaml", []byte(b.String()), spec.Options{Origin: estimate.Given}).Compile()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	r, problems := m.Report(estimate.Options{})
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	for _, l := range r.Lines {
		if l.Name == "a5000" && l.Value != 5001 {
			t.Errorf("a5000 is %v", l.Value)
		}
	}
}

// files opens used files from a map.
func files(m map[string]string) func(from, path string) (string, []byte, error) {
	return func(_, path string) (string, []byte, error) {
		text, ok := m[path]
		if !ok {
			return path, nil, fs.ErrNotExist
		}
		return path, []byte(text), nil
	}
}

// TestUse shares assumptions between files.
func TestUse(t *testing.T) {
	scenario := func(use string) string {
		return "name: Case\nhorizon: 1 year\nuse: " + use + "\nactions:\n  post: {type: write, per_user: 2/day, payload: size}\n"
	}
	for name, c := range map[string]struct {
		main    string
		used    map[string]string
		message string // of the first mistake; empty: none
	}{
		"one file":                {scenario("a.yaml"), map[string]string{"a.yaml": "dau: 5M\nlet: {size: 1 KB}\n"}, ""},
		"a list":                  {scenario("[a.yaml, b.yaml]"), map[string]string{"a.yaml": "dau: 5M\n", "b.yaml": "let: {size: 1 KB}\n"}, ""},
		"one uses another":        {scenario("a.yaml"), map[string]string{"a.yaml": "dau: 5M\nuse: b.yaml\n", "b.yaml": "let: {size: 1 KB}\n"}, ""},
		"a diamond":               {scenario("[a.yaml, b.yaml]"), map[string]string{"a.yaml": "use: c.yaml\ndau: 5M\n", "b.yaml": "use: c.yaml\n", "c.yaml": "let: {size: 1 KB}\n"}, ""},
		"given here":              {scenario("a.yaml") + "dau: 7M\n", map[string]string{"a.yaml": "dau: 5M\nlet: {size: 1 KB}\n"}, ""},
		"a cycle":                 {scenario("a.yaml"), map[string]string{"a.yaml": "use: b.yaml\n", "b.yaml": "use: a.yaml\n"}, "these files use each other: main.yaml → a.yaml → b.yaml → a.yaml"},
		"itself":                  {scenario("main.yaml"), map[string]string{"main.yaml": "dau: 5M\n"}, "these files use each other: main.yaml → main.yaml"},
		"a clash":                 {scenario("[a.yaml, b.yaml]"), map[string]string{"a.yaml": "dau: 5M\nlet: {size: 1 KB}\n", "b.yaml": "let: {size: 2 KB}\n"}, `"size" is given here and in a.yaml:2`},
		"a clash of fields":       {scenario("[a.yaml, b.yaml]"), map[string]string{"a.yaml": "dau: 5M\nlet: {size: 1 KB}\n", "b.yaml": "dau: 6M\n"}, `"dau" is given here and in a.yaml:1`},
		"a let that is an action": {scenario("a.yaml"), map[string]string{"a.yaml": "dau: 5M\nlet:\n  size: 1 KB\n  post: 5\n"}, `"post" is a let here and one of the actions of main.yaml`},
		"the nearer file":         {scenario("a.yaml"), map[string]string{"a.yaml": "use: b.yaml\ndau: 5M\nlet: {size: 1 KB}\n", "b.yaml": "dau: 6M\nlet: {size: 2 MB}\n"}, ""},
		"nearer than two":         {scenario("a.yaml"), map[string]string{"a.yaml": "use: [b.yaml, c.yaml]\ndau: 5M\nlet: {size: 1 KB}\n", "b.yaml": "let: {size: 2 MB}\n", "c.yaml": "let: {size: 3 MB}\n"}, ""},
		"beside the nearer":       {scenario("[a.yaml, c.yaml]"), map[string]string{"a.yaml": "use: b.yaml\ndau: 5M\nlet: {size: 1 KB}\n", "b.yaml": "dau: 6M\n", "c.yaml": "dau: 7M\n"}, `"dau" is given here and in a.yaml:2`},
		"missing":                 {scenario("a.yaml"), nil, `"a.yaml" cannot be used: file does not exist`},
		"actions":                 {scenario("a.yaml"), map[string]string{"a.yaml": "dau: 5M\nlet: {size: 1 KB}\nactions: {}\n"}, `a used file cannot give "actions"`},
		"a mistake inside":        {scenario("a.yaml"), map[string]string{"a.yaml": "dau: 5 MB\nlet: {size: 1 KB}\n"}, "dau is data, wanted is a plain number"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := spec.Read("main.yaml", []byte(c.main), spec.Options{Origin: estimate.Given, Open: files(c.used)}).Compile()
			switch {
			case c.message == "" && len(problems) > 0:
				t.Error(problems[0])
			case c.message != "" && len(problems) == 0:
				t.Error("nothing is said of it")
			case c.message != "" && problems[0].Message != c.message:
				t.Errorf("got %q, want %q", problems[0].Message, c.message)
			}
		})
	}
}

// TestUseOpensOnce uses files that use two others each, and more files than any
// scenario needs.
func TestUseOpensOnce(t *testing.T) {
	ladder := make(map[string]string)
	for i := range 17 {
		ladder[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("use: [%d.yaml, %d.yaml]\n", i+1, min(i+2, 17))
	}
	ladder["17.yaml"] = "let: {size: 1 KB}\n"
	many := make(map[string]string)
	for i := range 200 {
		many[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("use: %d.yaml\n", i+1)
	}
	for name, c := range map[string]struct {
		used    map[string]string
		opens   int
		message string
	}{"a ladder": {ladder, 18, ""}, "a long chain": {many, 100, "more than 100 files are used"}} {
		opens, open := 0, files(c.used)
		r := spec.Read("main.yaml", []byte("name: Case\nuse: 0.yaml\n"), spec.Options{Origin: estimate.Given, Open: func(from, path string) (string, []byte, error) {
			opens++
			return open(from, path)
		}})
		var message string
		if len(r.Problems) > 0 {
			message = r.Problems[0].Message
		}
		if opens != c.opens || message != c.message {
			t.Errorf("%s: %d files are opened and %q is said", name, opens, message)
		}
	}
}

// TestManyProblems tells of the first hundred, and how many there are beside.
func TestManyProblems(t *testing.T) {
	data := []byte("name: Case\nlet:\n" + strings.Repeat("  a: 1\n", 20000))
	start := time.Now()
	r, problems := judge("many.yaml", data)
	for _, p := range problems {
		_ = p.Excerpt(r.Sources[p.File], 0)
	}
	last := problems[len(problems)-1]
	if len(problems) != 101 || last.Message != "and 19899 more" || last.Rule != "limit" {
		t.Errorf("%d problems, the last is %s", len(problems), last)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it takes %s", took)
	}
}

// TestUseShowsOrigins marks what came from another file.
func TestUseShowsOrigins(t *testing.T) {
	main := "name: Case\nhorizon: 1 year\nuse: a.yaml\nactions:\n  post: {type: write, per_user: 2/day, payload: size}\n"
	m, problems := spec.Read("main.yaml", []byte(main), spec.Options{Origin: estimate.Given, Open: files(map[string]string{"a.yaml": "dau: 5M\nlet: {size: 1 KB}\n"}),
		Set: []spec.Override{{Path: "size", Text: "2 KB"}}}).Compile()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	r, _ := m.Report(estimate.Options{})
	got := make(map[string]estimate.Origin)
	for _, a := range r.Assumptions {
		got[a.Name] = a.From
	}
	for name, want := range map[string]estimate.Origin{"dau": estimate.Shared, "size": estimate.Overridden, "horizon": estimate.Given, "peak": estimate.Default} {
		if got[name] != want {
			t.Errorf("%s comes from %q, want %q", name, got[name], want)
		}
	}
}

// FuzzRead takes any text as far as it gets. Whatever it is, there is an answer and
// no panic, and every mistake has a place within the text.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/err/*.yaml", "testdata/*.yaml", "../../scenarios/*.yaml"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := spec.Read("fuzz.yaml", data, spec.Options{Origin: estimate.Given, Open: func(string, string) (string, []byte, error) { return "", nil, errors.New("none") }})
		m, problems := r.Compile()
		if m != nil {
			_, more := m.Report(estimate.Options{Napkin: true})
			problems = append(problems, more...)
		} else if len(problems) == 0 {
			t.Fatal("no model, and nothing is said of it")
		}
		lines := strings.Count(string(data), "\n") + 1
		for _, p := range problems {
			if p.Message == "" || p.Line > lines {
				t.Errorf("%q at line %d of %d", p.Message, p.Line, lines)
			}
			_ = p.Excerpt(data, 0)
		}
	})
}
