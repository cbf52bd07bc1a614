package claim_test

import (
	"fmt"

	"botec/estimate"
	"botec/estimate/claim"
	"botec/estimate/spec"
)

// A claim is a link whose label names a quantity.
func ExampleParse() {
	d := claim.Parse("design.md", []byte("Readers send [~12K requests/s][=rps] on average.\n"))
	for _, c := range d.Claims {
		fmt.Println(c.Text, "|", c.Label, "|", c.Place.Line, c.Place.Column)
	}
	// Output: ~12K requests/s | rps | 1 15
}

// A caller compiles the scenarios of a document; claims are judged by them.
func ExampleDocument_Check() {
	d := claim.Parse("design.md", []byte("```yaml botec\nname: Feed\ndau: 50M\nactions: {open: {type: read, per_user: 20/day}}\n```\n\nWe plan for [18K requests/s][=rps].\n"))
	for _, s := range d.Scenarios {
		m, problems := spec.Read(d.File, s.Text, spec.Options{}).Compile()
		if len(problems) > 0 {
			fmt.Println(problems[0])
			return
		}
		s.Name = m.Scenario().Name
		s.Judge, _ = m.Judge(false)
	}
	problems, claims := d.Check(func(*estimate.Report, []string) claim.Content { return claim.Content{} })
	fmt.Println(len(claims), claims[0].Verdict.Holds)
	for _, p := range problems {
		fmt.Println(p)
	}
	// Output:
	// 1 false
	// design.md:7:14: claims 18K requests/s, the scenario gives 11.6K/s (the claim is 56% high) [claim-mismatch]
}
