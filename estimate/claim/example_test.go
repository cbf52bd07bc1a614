package claim_test

import (
	"fmt"

	"botec/estimate/claim"
)

// A claim is a link whose label names a quantity.
func ExampleParse() {
	d := claim.Parse("design.md", []byte("Readers send [~12K requests/s][=rps] on average.\n"))
	for _, c := range d.Claims {
		fmt.Println(c.Text, "|", c.Label, "|", c.Place.Line, c.Place.Column)
	}
	// Output: ~12K requests/s | rps | 1 15
}
