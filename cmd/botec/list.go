package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/scenarios"
)

func newList(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the presets",
		Long:  "List prints the presets: scenarios that reproduce published case studies.",
		Args:  arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			var b strings.Builder
			for _, name := range scenarios.Names() {
				file, data, _ := scenarios.Open(name)
				r := spec.Read(file, data, spec.Options{Origin: estimate.Preset})
				fmt.Fprintf(&b, "%-14s  %s\n", name, r.Scenario.About)
			}
			return a.write("", b.String())
		},
	}
}
