// Command empty is what BenchmarkProcess compares botec with: the start-up of a
// program that has the same command library and does nothing.
package main

import (
	"os"

	"github.com/spf13/cobra"
)

func main() {
	c := &cobra.Command{Use: "empty", Run: func(*cobra.Command, []string) {}}
	if c.Execute() != nil {
		os.Exit(1)
	}
}
