package main

import (
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/spec"
)

// hardCases are what takes the most among what the limits let pass.
func hardCases() map[string]limitCase {
	chain := func(n int) string {
		return begun + "let:\n  a0: 1 to 2\n" + numbered("  b%[1]d: a0 + %[1]d\n", n)
	}
	lines := func(line string) string {
		return fenced + strings.Repeat(line+"\n", (claim.MaxBytes-len(fenced))/(len(line)+1))
	}
	return map[string]limitCase{
		"one flow map on one line": scenarioCase(spec.MaxBytes, func(n int) string {
			return begun + "let: {" + strings.TrimSuffix(numbered("a%d: 1, ", (n-len(begun))/12), ", ") + "}\n"
		}),
		"mistakes without end": scenarioCase(spec.MaxBytes, func(n int) string { return begun + "let:\n" + numbered("  a%d: 1 MBB\n", n/18) }),
		"trials of many quantities": {at: 4000, args: []string{"run", "a.yaml", "--samples", "8192"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": chain(n)}
		}},
		"a million trials": {at: 40, args: []string{"run", "a.yaml", "--samples", fmt.Sprint(estimate.MaxSamples)}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": chain(n)}
		}},
		"an evaluation refused": {at: 900, args: []string{"run", "a.yaml"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n" + numbered("  a%d: k_of_n(9999, 10000, 99%%)\n", n)}
		}},
		"trials refused": {at: 1, args: []string{"run", "a.yaml"}, files: func(int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n  a: lru_hit(1e12, 1e9 to 2e9, 0.9)\n"}
		}},
		"waits in trials": calcCase(1, func(int) string { return "erlang_c(3000 to 3900, 4000)" }),
		"a search of 52 bits": {at: 100, args: []string{"solve", "a.yaml", "--for", "dau"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n" + numbered("  a%[1]d: dau * %[1]d\n", n) + "expect:\n" + numbered("  a%[1]d: at most 5B\n", n)}
		}},
		"a search in trials": {at: 1, args: []string{"solve", "a.yaml", "--for", "dau"}, files: func(int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n  a: dau * (1 to 2) * (1 to 3)\n  b: a + (1 to 7)\nexpect: {b.p95: at most 1B}\n"}
		}},
		"a sweep of pairs": {at: 700, args: []string{"sweep", "a.yaml", "--of", "rps", "--vary", "dau=1M..1B/100", "--vary", "horizon=1y..9y/100"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n" + numbered("  a%[1]d: dau * %[1]d\n", n)}
		}},
		"sensitivity to inputs": {at: 4500, args: []string{"sensitivity", "a.yaml", "sum"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n" + numbered("  a%d: 2\n", n) + "  sum: 1" + numbered(" + a%d", 1200) + "\n"}
		}},
		"a deep derivation": {at: 9000, args: []string{"explain", "a.yaml", "a9000"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n  a0: 1\n" + links(n)}
		}},
		"scenarios side by side": {at: 9900, args: []string{"run", "a.yaml", "b.yaml", "a.yaml"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": begun + "let:\n" + numbered("  a%d: 1\n", n), "b.yaml": begun + "let:\n" + numbered("  b%d: 1\n", n)}
		}},
		"a bank of drills": {at: 900, args: []string{"drill", "--from", "a.yaml", "--list", "--history", "none"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": growing(n)}
		}},
		"growth": {at: 900, args: []string{"run", "a.yaml"}, files: func(n int) map[string]string { return map[string]string{"a.yaml": growing(n)} }},
		"a search of growth": {at: 100, args: []string{"solve", "a.yaml", "--for", "horizon", "--such-that", "storage at most 1 PB"}, files: func(n int) map[string]string {
			return map[string]string{"a.yaml": growing(n)}
		}},
		"brackets in a document": documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("[", 16000)) }),
		"brackets on many lines": documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("[", 20)) }),
		"stars in a document":    documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("*a **b ", 2000)) }),
		"quotes in a document":   documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("> ", 20) + "a") }),
		"ticks in a document":    documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("`a", 8000)) }),
		"angles in a document":   documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("<a ", 5000)) }),
		"false claims":           documentCase(claim.MaxClaims, func(n int) string { return fenced + strings.Repeat("[6 KB][=size]\n", n) }),
		"claims at many times": documentCase(claim.MaxClaims, func(n int) string {
			return "```yaml botec\n" + begun + "```\n\n" + numbered("[5 GB][=storage@%dd]\n", n)
		}),
		"claims at many times of growth": documentCase(claim.MaxClaims, func(n int) string {
			return "```yaml botec\n" + growing(900) + "```\n\n" + numbered("[5 GB][=storage@%dd]\n", n)
		}),
		"claims of unknown names": documentCase(claim.MaxClaims, func(n int) string {
			return "```yaml botec\n" + begun + "let:\n" + numbered("  abcdefgh%d: 1\n", 9900) + "```\n\n" + numbered("[5 KB][=bcdefghi%d]\n", n)
		}),
		"claims without their scenario": documentCase(claim.MaxClaims, func(n int) string {
			return numbered("```yaml botec\nname: N%d "+strings.Repeat("n", 4000)+"\nlet: {size: 5 KB}\n```\n\n", claim.MaxFences) + strings.Repeat("[5 KB][=size]\n", n)
		}),
		"claims and blocks": documentCase(claim.MaxClaims, func(n int) string {
			return numbered("```yaml botec\nname: N%d\nlet: {size: 5 KB}\n```\n\n", claim.MaxFences) + strings.Repeat("[5 KB][=n99.size]\n", n) + numbered("<!-- botec n%d -->\n<!-- /botec -->\n", claim.MaxBlocks)
		}),
		"claims after many lines": documentCase(claim.MaxClaims, func(n int) string {
			return fenced + strings.Repeat("\n", claim.MaxLines-n-10) + strings.Repeat("[6 KB][=size]\n", n)
		}),
		"claims on long lines": documentCase(claim.MaxClaims, func(n int) string {
			return fenced + strings.Repeat(strings.Repeat("é", 4000)+strings.Repeat("[6 KB][=size] ", n/12)+"\n", 12)
		}),
		"unknown names": scenarioCase(3500, func(n int) string {
			return begun + "let:\n" + numbered("  "+strings.Repeat("a", 56)+"%d: 1\n", n) + numbered("  z%d: "+strings.Repeat("b", 60)+"\n", 100)
		}),
		"unknown expectations": scenarioCase(estimate.MaxExpectations, func(n int) string {
			return begun + "let:\n" + numbered("  a%dabcdefgh: 1\n", 9900) + "expect:\n" + numbered("  b%dbcdefghi: 5\n", n)
		}),
		"lists and blank lines": documentCase(claim.MaxLines, func(n int) string {
			return fenced + nested(claim.MaxDepth) + strings.Repeat("\n", n-claim.MaxDepth-10)
		}),
		"lists too deep":       documentCase(claim.MaxBytes, func(int) string { return fenced + nested(600) }),
		"links in a heading":   documentCase(claim.MaxBytes, func(int) string { return lines(strings.Repeat("](b)", 10)) + "===\n" }),
		"markers out of place": documentCase(claim.MaxBytes, func(int) string { return lines("words <!-- botec -->") }),
		"rules of a .gitignore": {at: maxIgnoreBytes, args: []string{"check"}, files: func(n int) map[string]string {
			files := map[string]string{".gitignore": strings.Repeat("x\n", n/2)}
			for i := range 100 {
				files[fmt.Sprintf("d%d/a.md", i)] = fenced
			}
			return files
		}},
		"heavy scenarios": documentCase(claim.MaxFences, func(n int) string {
			return numbered("```yaml botec\nname: A%d\nhorizon: 1 year\nlet: {a: \"lru_hit(1e8, 1e6 to 2e6, 0.9)\"}\nexpect: {a.p95: 50%%}\n```\n\n", n)
		}),
		"one file by many paths": {at: claim.MaxBlocks, args: []string{"check", "a.md"}, files: func(n int) map[string]string {
			var b strings.Builder
			for i := range n {
				b.WriteString("<!-- botec " + strings.Repeat("./", i) + "b.yaml -->\n<!-- /botec -->\n")
			}
			return map[string]string{"a.md": b.String(), "b.yaml": begun + "let:\n  a: lru_hit(1e8, 1e6 to 2e6, 0.9)\nexpect: {a.p95: 50%}\n"}
		}},
		"false expectations": scenarioCase(estimate.MaxExpectations, func(n int) string { return begun + "expect:\n" + numbered("  post@%dd: 3/day\n", n) }),
	}
}

// nested is a list of lists.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

// growing is a scenario with so many actions, whose rates grow.
func growing(n int) string {
	return "name: Growing\nhorizon: 10 years\ndau: 5M\ngrowth: 20%/year\nactions:\n" + numbered("  a%d: {type: write, per_user: 2/day, payload: 1 KB}\n", n)
}

// BenchmarkLimits takes the processor time and the peak memory of the built program on
// what is as large as it may be, and on what takes the most among that. Beside them
// stands the smallest of them, a preset.
func BenchmarkLimits(b *testing.B) {
	botec := built(b, ".")
	cases := limitCases()
	maps.Copy(cases, hardCases())
	cases["a preset"] = limitCase{args: []string{"run", "netflix"}}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		c := cases[name]
		if c.args == nil && c.argsOf == nil {
			continue
		}
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			args := c.args
			if c.files != nil {
				writeTree(b, dir, c.files(c.at))
			}
			if c.argsOf != nil {
				args = c.argsOf(c.at)
			}
			var cpu time.Duration
			var last *exec.Cmd
			for b.Loop() {
				last = exec.Command(botec, args...)
				last.Dir = dir
				var exit *exec.ExitError
				if err := last.Run(); err != nil && !errors.As(err, &exit) {
					b.Fatal(err)
				}
				cpu += last.ProcessState.UserTime() + last.ProcessState.SystemTime()
			}
			b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
			peakMemory(b, last)
		})
	}
}
