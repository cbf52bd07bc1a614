// Command given is what BenchmarkHookBuild compares the build of botec with: the command
// line, YAML and table libraries that botec stands on, and nothing else.
package main

import (
	"os"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

func main() {
	c := &cobra.Command{Use: "given", RunE: func(*cobra.Command, []string) error {
		var n yaml.Node
		if err := yaml.Unmarshal([]byte("a: 1"), &n); err != nil {
			return err
		}
		t := tablewriter.NewWriter(os.Stdout)
		t.Header("a")
		return t.Render()
	}}
	if c.Execute() != nil {
		os.Exit(1)
	}
}
