package main

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestRangesHelp runs what "botec help ranges" says: its scenario, its commands, the
// figures of its wrong way and of the right one.
func TestRangesHelp(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Chdir(t.TempDir())
	feed := dedent(between(t, rangesText, "estimate:\n\n", "\nA range goes"))
	named := dedent(between(t, rangesText, "HAVE NAMES\n\n", "  [~2.6 EB]"))
	lines := strings.Split(named, "\n")
	for i, l := range lines { // without what is said of each
		lines[i], _, _ = strings.Cut(l, "    judges")
		if code, _, ok := strings.Cut(lines[i], "     "); ok && strings.TrimSpace(code) != "" {
			lines[i] = code
		}
	}
	feed += strings.ReplaceAll(strings.Join(lines, "\n"), "let:", "availability: 99.95% to 99.99%\nlet:")
	if err := os.WriteFile("feed.yaml", []byte(feed), 0o644); err != nil {
		t.Fatal(err)
	}
	out := runs(t, "check", "feed.yaml", "--verbose")
	if !strings.Contains(out, "storage.p95: at most 3 EB") {
		t.Errorf("the percentile is not judged:\n%s", out)
	}
	commands := 0
	for _, l := range strings.Split(between(t, rangesText, "CARRIED THROUGH\n", "WHAT NOT TO DO\n"), "\n") {
		if command, ok := strings.CutPrefix(l, "  botec "); ok {
			command, _, _ = strings.Cut(command, "    ")
			runs(t, words(command)...)
			commands++
		}
	}
	if commands < 4 {
		t.Errorf("%d commands ran", commands)
	}
	for _, flags := range []string{"--samples 1024", "--seed 2", "--sampling random", "--exact"} {
		if !strings.Contains(rangesText, "  "+strings.Fields(flags)[0]+" ") && !strings.Contains(rangesText, "  "+flags+" ") {
			t.Errorf("the help has no %s", flags)
		}
		runs(t, append([]string{"run", "feed.yaml", "--only", "traffic"}, strings.Fields(flags)...)...)
	}
	if want := sampledNote(runs(t, "run", "feed.yaml", "--only", "storage")); !strings.Contains(rangesText, want) {
		t.Errorf("the help has not %q", want)
	}
}

// sampledNote is the line on the percentiles, up to their error, without it.
func sampledNote(out string) string {
	_, note, _ := strings.Cut(out, "percentiles:")
	note, _, _ = strings.Cut(note, "up to")
	return "percentiles:" + note + "up to"
}

// TestWhatNotToDo computes both ways of the help.
func TestWhatNotToDo(t *testing.T) {
	for _, l := range strings.Split(between(t, rangesText, "  the lows", "  p5 to p95"), "\n") {
		sides := strings.Split(strings.TrimPrefix(l, "  the highs"), "=")
		if len(sides) != 2 {
			continue
		}
		out := runs(t, "calc", strings.ReplaceAll(sides[0], "×", "*")+" in PB")
		if got, want := strings.TrimSpace(out), strings.TrimSpace(sides[1]); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", l, got)
		}
	}
	// The right way, by hand: the logarithm's deviations of the three factors add up as
	// squares. 1.6449 is the 95th percentile of the normal distribution.
	squares := 0.0
	for _, ratio := range []float64{3, 8.0 / 3, 4} {
		squares += math.Pow(math.Log(ratio)/2, 2)
	}
	median := math.Sqrt(100e6*300e6) * math.Sqrt(3*8) * math.Sqrt(50e3*200e3) * 3650 * 3 / 1e15
	text := strings.Fields(strings.ReplaceAll(between(t, rangesText, "  p5 to p95", "\n\n"), ",", ""))
	for i, want := range map[int]float64{0: median / math.Exp(math.Sqrt(squares)), 3: median * math.Exp(math.Sqrt(squares))} {
		if got, err := strconv.ParseFloat(text[i], 64); err != nil || !(math.Abs(got-want) <= 0.5) { // it is rounded to a PB
			t.Errorf("the help has %s PB, it is %v", text[i], want)
		}
	}
}

func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, text, ok := strings.Cut(text, from)
	text, _, also := strings.Cut(text, to)
	if !ok || !also {
		t.Fatalf("no text between %q and %q", from, to)
	}
	return text
}

// runs gives the output of a command that works.
func runs(t *testing.T, args ...string) string {
	t.Helper()
	var out, stderr strings.Builder
	if code := run(args, strings.NewReader(""), &out, &stderr); code != exitFine {
		t.Fatalf("botec %s: exit %d: %s%s", strings.Join(args, " "), code, out.String(), stderr.String())
	}
	return out.String()
}
