package estimate_test

import (
	"fmt"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// A scenario from its text to its figures.
func Example() {
	m, problems := spec.Read("photos.yaml", []byte(`
name: Photos
dau: 10M to 30M
horizon: 1 year
actions: {upload: {type: write, per_user: 2/day, payload: 2 MB}}
storage: {replication: 3}
`), spec.Options{}).Compile()
	if len(problems) > 0 {
		fmt.Println(problems[0])
		return
	}
	r, _ := m.Report(estimate.Options{Spread: true})
	for _, l := range r.Lines {
		if l.Name == "storage" {
			fmt.Printf("%s = %s: %.3g bytes, %.2g to %.2g\n", l.Name, l.Formula, l.Value, l.Spread.P5, l.Spread.P95)
		}
	}
	// Output: storage = storage.logical × replication: 7.59e+16 bytes, 4.4e+16 to 1.3e+17
}

// What is wrong with a text is a value with a place and a remedy.
func ExampleCompile() {
	_, problems := spec.Read("wrong.yaml", []byte("name: Wrong\nhorizon: 10 GB\n"), spec.Options{}).Compile()
	for _, p := range problems {
		fmt.Println(p)
		fmt.Println(p.Help)
	}
	// Output:
	// wrong.yaml:2:10: horizon is data, wanted is time [dimension]
	// write it as `10 years`
}

// Expressions are answered with the names that were bound before, and those of a scenario
// where there is one.
func ExampleCalculator() {
	c := estimate.NewCalculator(nil)
	for _, text := range []string{"size = 1.27 KB", "100M/day * size * 5 years", "8 Gb"} {
		a, mistakes := c.Answer(text, estimate.Ask{})
		if len(mistakes) > 0 {
			fmt.Println(mistakes[0].Message)
			continue
		}
		fmt.Println(unit.Format(a.Value, a.Type.Dim, a.Calendar, a.Style))
	}
	// Output:
	// 1.27 KB
	// 232 TB
	// "Gb" can be bits or bytes
}
