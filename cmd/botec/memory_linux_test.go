package main

import (
	"os/exec"
	"syscall"
	"testing"
)

// peakMemory reports the most memory that a process held.
func peakMemory(b *testing.B, c *exec.Cmd) {
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		b.ReportMetric(float64(usage.Maxrss)/1024, "peak-MiB")
	}
}
