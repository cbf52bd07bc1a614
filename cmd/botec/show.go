package main

import (
	"github.com/spf13/cobra"

	"botec/scenarios"
)

func newShow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:               "show NAME",
		Short:             "Print the file of a preset",
		Long:              "Show prints the scenario file of a preset, to read or to start from.",
		Example:           "  botec show netflix\n  botec show netflix > mine.botec.yaml",
		Args:              arguments(1, 1, "the name of a preset"),
		ValidArgsFunction: inOrder(aPreset),
		RunE: func(_ *cobra.Command, args []string) error {
			_, data, ok := scenarios.Open(args[0])
			if !ok {
				return noPreset(args[0])
			}
			return a.write("", string(data))
		},
	}
}
