package main

import (
	"github.com/spf13/cobra"

	"botec/estimate/spec"
)

const schemaLong = `Schema prints a JSON Schema of the scenario file (draft-07), made from the tables by
which botec reads one. An editor with a YAML language server then completes fields,
shows what they mean and marks what is misspelt or misplaced. Expressions are any
value to it: "botec run" checks those.

Write it to a file, and either name it in the first line of a scenario,

  # yaml-language-server: $schema=./botec.schema.json

or set it for all of them in the editor's settings, by the names of the files:

  "yaml.schemas": {"./botec.schema.json": "*.botec.yaml"}`

func newSchema(a *app) *cobra.Command {
	var output string
	c := &cobra.Command{
		Use:     "schema",
		Short:   "Print a JSON Schema of scenarios, for editors",
		Long:    schemaLong,
		Example: "  botec schema -o botec.schema.json",
		Args:    arguments(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.write(output, string(spec.Schema())) },
	}
	addOutputFile(c, &output)
	return c
}
