package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const designScenario = `name: Service %d
dau: %dM
horizon: 10 years
peak: 3x
actions:
  look: {type: read, per_user: 10/day, response: 10 KB}
  keep: {type: write, per_user: 1/day, payload: 1 KB}
storage: {replication: 3}
expect:
  rps.peak: at most 50K/s
`

// designDocument is a document of some 7.7 KB with a block that is still empty, twenty
// claims, and an embedded file for embedmd. Its scenario is its own, or one that all
// documents of its folder share.
func designDocument(i int, shared bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Design %d\n\n[embedmd]:# (code.go go)\n```go\npackage code\n```\n", i)
	marker, dau := "<!-- botec ../shared.yaml -->", 50
	if !shared {
		marker, dau = "<!-- botec -->", 10+i%90
		fmt.Fprintf(&b, "\n```yaml botec\n"+designScenario+"```\n", i, dau)
	}
	claims := []string{"[over 1K requests/s][=look]", "[at most 50,000 IOPS][=look.peak]", "[100 per second or more][=keep]", "[~%d M people][=dau]", "[under 1 TB a day][=keep.daily]",
		"[over 100 KB per second][=keep.ingress]", "[at least 1 MB/s][=egress]", "[over 1 TB][=storage]", "[up to 1 PB][=storage@2y]", "[~10][=horizon in years]"}
	for j := range 20 {
		claim := strings.ReplaceAll(claims[j%len(claims)], "%d", fmt.Sprint(dau))
		fmt.Fprintf(&b, "\n%s It is %s, section %d.\n", strings.Repeat("The quick brown fox jumps over the lazy dog. ", 5), claim, j)
	}
	b.WriteString("\n## Capacity\n\n" + marker + "\n<!-- /botec -->\n")
	return b.String()
}

// designDocuments writes a tree of documents whose blocks are as they should be.
func designDocuments(b *testing.B, botec string, count int, shared bool) (dir string, files []string) {
	dir = b.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil { // what is above a document counts to its repository
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "shared.yaml"), fmt.Appendf(nil, designScenario, 1, 50), 0o644); err != nil {
		b.Fatal(err)
	}
	for i := range count {
		folder := filepath.Join(dir, fmt.Sprintf("d%02d", i/100))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
		name := filepath.Join(folder, fmt.Sprintf("design%d.md", i))
		files = append(files, name)
		for path, text := range map[string]string{name: designDocument(i, shared), filepath.Join(folder, "code.go"): "package code\n"} {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	if out, err := exec.Command(botec, "sync", dir).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return dir, files
}

// BenchmarkCheckTree checks whole trees of documents; where embedmd(1) is installed, which
// compares one block of each, the two run in turn. What counts are the medians of the
// ratios: of the time on the clock, and of the processors'.
func BenchmarkCheckTree(b *testing.B) {
	botec := built(b, ".")
	_, err := exec.LookPath("embedmd")
	for _, count := range []int{1, 1000, 10000} {
		for _, shared := range []bool{false, true} {
			dir, files := designDocuments(b, botec, count, shared)
			name := fmt.Sprintf("%d-own-scenarios", count)
			if shared {
				name = fmt.Sprintf("%d-one-scenario", count)
			}
			beside := append([]string{"embedmd", "-d"}, files...)
			if err != nil {
				beside = nil
			}
			b.Run(name, func(b *testing.B) { runBeside(b, []string{botec, "check", dir}, beside) })
		}
	}
}

// runBeside times a process, in turn with another where there is one.
func runBeside(b *testing.B, args, beside []string) {
	var clock, processors []float64
	for b.Loop() {
		c, took := runOnce(b, args)
		peakMemory(b, c)
		if beside == nil {
			continue
		}
		b.StopTimer()
		other, tookOther := runOnce(b, beside)
		clock = append(clock, float64(took)/float64(tookOther))
		processors = append(processors, float64(c.ProcessState.UserTime()+c.ProcessState.SystemTime())/float64(other.ProcessState.UserTime()+other.ProcessState.SystemTime()))
		b.StartTimer()
	}
	for unit, ratios := range map[string][]float64{"x-embedmd-wall": clock, "x-embedmd-cpu": processors} {
		if len(ratios) > 0 {
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], unit)
		}
	}
}

func runOnce(b *testing.B, args []string) (*exec.Cmd, time.Duration) {
	c := exec.Command(args[0], args[1:]...)
	start := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return c, time.Since(start)
}
