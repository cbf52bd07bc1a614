package main

import (
	"fmt"
	"strings"
	"testing"

	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/formula"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// begun is the head of a scenario; fenced that of a document.
const (
	begun  = "name: Case\nhorizon: 10 years\ndau: 100M\nactions:\n  post: {type: write, per_user: 2/day, payload: 1 KB}\n"
	fenced = "```yaml botec\nname: A\nlet: {size: 5 KB}\n```\n\n"
)

// generated is a block of it: a scenario of one value has no tables.
const generated = "<!-- botec -->\n<!-- /botec -->\n\n"

// numbered repeats a line for 0 to n − 1.
func numbered(line string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}

// links is a chain of lets, each of the one before.
func links(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  a%d: a%d + 1\n", i+1, i)
	}
	return b.String()
}

// filled pads a text to a length.
func filled(text string, length int) string { return text + strings.Repeat("x", length-len(text)) }

// limitCase makes the files and the command line of something so large.
type limitCase struct {
	at     int // what passes; one more is refused
	args   []string
	files  func(n int) map[string]string
	argsOf func(n int) []string // in place of args
}

func scenarioCase(at int, text func(n int) string) limitCase {
	return limitCase{at: at, args: []string{"run", "a.yaml"}, files: func(n int) map[string]string { return map[string]string{"a.yaml": text(n)} }}
}

func documentCase(at int, text func(n int) string) limitCase {
	return limitCase{at: at, args: []string{"check", "a.md"}, files: func(n int) map[string]string { return map[string]string{"a.md": text(n)} }}
}

func calcCase(at int, text func(n int) string) limitCase {
	return limitCase{at: at, argsOf: func(n int) []string { return []string{"calc", text(n)} }}
}

// limitCases has one for every row of the table.
func limitCases() map[string]limitCase {
	const ownQuantities = 22 // of the head
	return map[string]limitCase{
		"bytes of a scenario": scenarioCase(spec.MaxBytes, func(n int) string { return filled(begun+"about: ", n) }),
		"bytes of all files that it uses": {at: spec.MaxBytes, args: []string{"run", "a.yaml"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "use: [b.yaml, c.yaml]\n", "b.yaml": filled("let: {b: 1}\n# ", n/2), "c.yaml": filled("let: {a: 1}\n# ", n-n/2)}
		}},
		"files that it uses": {at: spec.MaxUsed, args: []string{"run", "a.yaml"}, files: func(n int) map[string]string {
			files := map[string]string{"a.yaml": begun + "use: [" + numbered("u%d.yaml, ", n) + "]\n"}
			for i := range n {
				files[fmt.Sprintf("u%d.yaml", i)] = fmt.Sprintf("let: {a%d: 1}\n", i)
			}
			return files
		}},
		"maps and lists within each other": scenarioCase(spec.MaxDepth-1, func(n int) string {
			return begun + "availability: " + strings.Repeat("{a: ", n) + "99%" + strings.Repeat("}", n) + "\n"
		}),
		"characters of a name":       scenarioCase(spec.MaxName, func(n int) string { return begun + "let: {" + filled("n", n) + ": 1}\n" }),
		"quantities of a scenario":   scenarioCase(estimate.MaxQuantities-ownQuantities, func(n int) string { return begun + "let:\n" + numbered("  a%d: 1\n", n) }),
		"expectations of a scenario": scenarioCase(estimate.MaxExpectations, func(n int) string { return begun + "expect:\n" + numbered("  post@%dd: 200M/day\n", n) }),
		"mistakes told of a file":    {at: -1},
		"bytes of an expression":     calcCase(formula.MaxLength, func(n int) string { return strings.Repeat("1+", n/2-1) + strings.Repeat("1", 2+n%2) }),
		"parentheses within each other": calcCase(formula.MaxDepth-1, func(n int) string {
			return strings.Repeat("(", n) + "1" + strings.Repeat(")", n)
		}),
		"digits of a number":                 calcCase(unit.MaxDigits, func(n int) string { return "0." + strings.Repeat("1", n) }),
		"trials of ranges":                   {at: -1},
		"steps of one evaluation":            {at: -1},
		"steps of trials, a search, a sweep": {at: -1},
		"values of a sweep": {at: estimate.MaxSteps, argsOf: func(n int) []string {
			return []string{"sweep", "netflix", "--of", "rps", "--vary", fmt.Sprintf("dau=1M..1B/%d", n)}
		}},
		"pairs of values of a sweep": {at: estimate.MaxPairs, argsOf: func(n int) []string {
			return []string{"sweep", "netflix", "--of", "rps", "--vary", fmt.Sprintf("dau=1M..1B/%d", (n+99)/100), "--vary", "horizon=1y..10y/100"}
		}},
		"bytes of a document": documentCase(claim.MaxBytes, func(n int) string {
			return filled(fenced+strings.Repeat("a line of a few words more than\n", n/32-8), n)
		}),
		"lines of it":           documentCase(claim.MaxLines, func(n int) string { return fenced + strings.Repeat("\n", n-strings.Count(fenced, "\n")-1) + "words" }),
		"bytes of a line of it": documentCase(claim.MaxLine, func(n int) string { return fenced + filled("", n-1) + "\n[5 KB][=size]\n" }),
		"quotes and lists within each other": documentCase(claim.MaxDepth, func(n int) string {
			return fenced + strings.Repeat("> ", n) + "[5 KB][=size]\n"
		}),
		"claims of a document":           documentCase(claim.MaxClaims, func(n int) string { return fenced + strings.Repeat("[5 KB][=size]\n", n) }),
		"scenarios of a document":        documentCase(claim.MaxFences, func(n int) string { return strings.Repeat(fenced, n) }),
		"generated blocks of a document": documentCase(claim.MaxBlocks, func(n int) string { return fenced + strings.Repeat(generated, n) }),
		"lines of link definitions together": documentCase(claim.MaxLinks, func(n int) string {
			return fenced + numbered("[a%d]: b\n", n) + "\n" + numbered("[b%d]: b\n", n/2)
		}),
		"bytes of a .gitignore": {at: maxIgnoreBytes, args: []string{"check"}, files: func(n int) map[string]string {
			return map[string]string{"a/.gitignore": filled(strings.Repeat("*.txt\n", n/7), n), "a/b.md": fenced, "c.md": fenced}
		}},
		"bytes of any other file": {at: maxFileBytes, args: []string{"check"}, files: func(n int) map[string]string {
			return map[string]string{"a.md": strings.Repeat("word ", n/5) + strings.Repeat("x", n%5), "b.md": fenced + "[5 KB][=size]\n"}
		}},
	}
}

// spoken runs a command line, and gives its exit code and all that it prints.
func spoken(args ...string) (code int, out string) {
	var b strings.Builder
	code = run(args, strings.NewReader(""), &b, &b)
	return code, b.String()
}

// TestLimits reads what is as large as it may be, and one larger, for every row of the
// table that help prints.
func TestLimits(t *testing.T) {
	cases := limitCases()
	for _, l := range limits() {
		c, ok := cases[l.of]
		if !ok {
			t.Errorf("%s: no case", l.of)
		}
		if c.at < 0 {
			continue // tests of its own, below
		}
		t.Run(l.of, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for n, want := range map[int]int{c.at: exitFine, c.at + 1: exitError} {
				if c.files != nil {
					writeTree(t, ".", c.files(n))
				}
				args := c.args
				if c.argsOf != nil {
					args = c.argsOf(n)
				}
				code, out := spoken(args...)
				if code != want || (want == exitError) != strings.Contains(out, l.says) {
					t.Errorf("%d: exit %d, %.300s", n, code, out)
				}
			}
		})
	}
}

// TestLimitsOfTrials asks for as many trials as there may be, and twice as many.
func TestLimitsOfTrials(t *testing.T) {
	if code, out := spoken("calc", "--samples", fmt.Sprint(estimate.MaxSamples), "1 to 2"); code != exitFine {
		t.Errorf("exit %d, %s", code, out)
	}
	if code, out := spoken("calc", "--samples", fmt.Sprint(2*estimate.MaxSamples), "1 to 2"); code != exitError || !strings.Contains(out, "are too many") {
		t.Errorf("exit %d, %s", code, out)
	}
}

// TestLimitOfMistakes tells of a hundred mistakes, and of more by their number.
func TestLimitOfMistakes(t *testing.T) {
	t.Chdir(t.TempDir())
	for n, more := range map[int]bool{spec.MaxProblems: false, spec.MaxProblems + 1: true} {
		writeTree(t, ".", map[string]string{"a.yaml": begun + "let:\n" + numbered("  a%d: 1 MBB\n", n)})
		if _, out := spoken("run", "a.yaml"); strings.Contains(out, "and 1 more [limit]") != more || strings.Count(out, "unknown unit") != spec.MaxProblems {
			t.Errorf("%d mistakes: %d are told", n, strings.Count(out, "unknown unit"))
		}
	}
}

// TestLimitOfWork asks for more work than is done, in one evaluation and in trials, in
// every command that evaluates. It says the same on any number of processors.
func TestLimitOfWork(t *testing.T) {
	if testing.Short() {
		t.Skip("works as long as botec ever does")
	}
	t.Chdir(t.TempDir())
	writeTree(t, ".", map[string]string{
		"heavy.botec.yaml":  begun + "let:\n" + numbered("  a%d: k_of_n(9999, 10000, 99%%)\n", 900),
		"long.botec.yaml":   begun + "let:\n" + numbered("  a%d: k_of_n(9999, 10000, 99%%)\n", 800),
		"trials.botec.yaml": begun + "let:\n  a: lru_hit(1e12, 1e9 to 2e9, 0.9)\nexpect: {a.p95: 50%}\n",
		"search.botec.yaml": begun + "let:\n" + numbered("  a%d: dau * (1 to 2)\n", 60) + "  sum: a0" + numbered(" + a%d", 60) + "\nexpect: {sum.p95: at most 5}\n",
	})
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"run", "heavy.botec.yaml"}, "heavy.botec.yaml:8"},
		{[]string{"check", "heavy.botec.yaml"}, "this takes too long to compute"},
		{[]string{"run", "trials.botec.yaml", "--samples", "65536"}, "65,536 trials of this take too long [limit]"},
		{[]string{"sensitivity", "trials.botec.yaml", "a", "--samples", "65536"}, "trials of this take too long [limit]"},
		{[]string{"solve", "search.botec.yaml", "--for", "dau", "--samples", "65536"}, "times takes too long [limit]\n   = take fewer trials, such as `--samples "},
		{[]string{"sweep", "search.botec.yaml", "--vary", "dau=1M..1B/500", "--samples", "65536"}, "times takes too long [limit]\n   = take fewer trials, such as `--samples "},
		{[]string{"sweep", "long.botec.yaml", "--of", "rps", "--vary", "dau=1M..1B/100", "--vary", "horizon=1y..9y/100", "--samples", "1024"}, "to compute this scenario 10,000 times takes too long [limit]\n   = sweep fewer values"},
		{[]string{"calc", "--samples", "65536", "k_of_n(5000, 10000, 99% to 99.9%)"}, "calc:1:1: 65,536 trials of this take too long [limit]"},
	} {
		if code, out := spoken(c.args...); code != exitError || !strings.Contains(out, c.says) {
			t.Errorf("%q: exit %d, %.300s", c.args, code, out)
		}
	}
	// What a document has of scenarios and of claims is bounded together.
	fence := func(expect string) string {
		return numbered("```yaml botec\nname: A%d\nhorizon: 1 year\nlet: {a: \"lru_hit(1e8, 1e6 to 2e6, 0.9)\"}\n"+expect+"```\n\n", 20)
	}
	writeTree(t, ".", map[string]string{"scenarios.md": fence("expect: {a.p95: 50%%}\n"), "claims.md": fence("") + numbered("[98%%][=a%d.a.p95]\n", 20)})
	for file, says := range map[string]string{"scenarios.md": "the scenarios above take as long as those of one document may [document-limit]", "claims.md": "the claims above take as long as those of one document may [document-limit]"} {
		if code, out := spoken("check", file); code != exitError || strings.Count(out, says) != 1 {
			t.Errorf("%s: exit %d, %.300s", file, code, out)
		}
	}
	// Where nobody asked for a number of trials, fewer will do.
	for _, args := range [][]string{{"run", "trials.botec.yaml"}, {"solve", "search.botec.yaml", "--for", "dau"}, {"sweep", "search.botec.yaml", "--vary", "dau=1M..1B/500"}} {
		if code, out := spoken(args...); code != exitFine || !strings.Contains(out, "trials (the usual 65,536 take too long), seed 1") {
			t.Errorf("%q: exit %d, %.300s", args, code, out)
		}
	}
}

// TestLimitOfExplain explains a long chain: what is deeper is named.
func TestLimitOfExplain(t *testing.T) {
	t.Chdir(t.TempDir())
	writeTree(t, ".", map[string]string{"a.yaml": begun + "let:\n  a0: 1\n" + links(5000)})
	code, out := spoken("explain", "a.yaml", "a5000")
	if code != exitFine || strings.Count(out, "(explain it by its name for more)") != 1 || !strings.Contains(out, "a4950 = a4949 + 1 ") {
		t.Errorf("exit %d, %.500s", code, out)
	}
}
