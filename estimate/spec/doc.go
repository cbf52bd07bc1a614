// Package spec reads a scenario file: YAML text to an estimate.Scenario, with every
// mistake of the file at its place in one run.
//
// The text is parsed into YAML nodes and never decoded into Go values, so that
// nothing is guessed from a type: "0100", "yes" and "12:30" stay what was written.
// One table of fields (fields.go) says which keys there are, what each means and takes
// and where it goes. The JSON Schema for editors is made from the same table.
package spec
