package spec_test

import (
	"fmt"

	"botec/estimate/spec"
)

// All mistakes of a file come in one run, each with its place.
func ExampleRead() {
	_, problems := spec.Read("draft.yaml", []byte("name: Draft\ndua: 100M\nhorizon: 10 sols\n"), spec.Options{}).Compile()
	for _, p := range problems {
		fmt.Println(p)
	}
	// Output:
	// draft.yaml:2:1: a scenario has no field "dua" [unknown-key]
	// draft.yaml:3:13: unknown unit "sols" [unit]
}
