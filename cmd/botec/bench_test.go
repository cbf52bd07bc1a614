package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkProcess runs whole processes: botec on a preset and on an expression beside a
// program that is nothing but an empty cobra command, and beside units(1) and qalc(1)
// where those are installed. What counts are the ratios within one run.
func BenchmarkProcess(b *testing.B) {
	botec, empty := built(b, "."), built(b, "./testdata/empty")
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

// built is a program of the repository as a release has it.
func built(b *testing.B, path string) string {
	program := filepath.Join(b.TempDir(), "program")
	c := exec.Command("go", "build", "-trimpath", "-o", program, path)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return program
}

// BenchmarkHookBuild builds botec from nothing, as a runner does that has never seen the
// hook, beside the libraries that it stands on alone. What counts is the ratio of the
// processor times: pass -benchtime 1x, a build is half a minute of them.
func BenchmarkHookBuild(b *testing.B) {
	for _, build := range []struct{ name, path string }{{"botec", "."}, {"given-libraries", "./testdata/given"}} {
		b.Run(build.name, func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				c := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(b.TempDir(), "program"), build.path)
				c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOCACHE="+b.TempDir())
				if out, err := c.CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
			}
			b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}
