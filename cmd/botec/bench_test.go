package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkProcess runs whole processes: botec on a preset and on an expression beside a
// program that is nothing but an empty cobra command, and beside units(1) and qalc(1)
// where those are installed. What counts are the ratios within one run.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	botec, empty := filepath.Join(dir, "botec"), filepath.Join(dir, "empty")
	for _, build := range [][2]string{{botec, "."}, {empty, "./testdata/empty"}} {
		c := exec.Command("go", "build", "-trimpath", "-o", build[0], build[1])
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	commands := []struct {
		name string
		args []string
	}{
		{"botec-run-netflix", []string{botec, "run", "netflix"}},
		{"botec-calc", []string{botec, "calc", "500 TB/day in GB/s"}},
		{"botec-drill", []string{botec, "drill", "--list", "--history", "none"}},
		{"botec-version", []string{botec, "--version"}},
		{"empty-cobra", []string{empty}},
	}
	for _, other := range [][]string{{"units", "-t", "500 TB/day", "GB/s"}, {"qalc", "-t", "500 TB/day to GB/s"}} {
		if _, err := exec.LookPath(other[0]); err == nil {
			commands = append(commands, struct {
				name string
				args []string
			}{other[0], other})
		}
	}
	for _, c := range commands {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := exec.Command(c.args[0], c.args[1:]...).Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
