package scenarios_test

import (
	"fmt"

	"botec/estimate"
	"botec/estimate/spec"
	"botec/scenarios"
)

// A preset is read as any other scenario.
func Example() {
	fmt.Println(scenarios.Names())
	file, data, _ := scenarios.Open("netflix")
	m, problems := spec.Read(file, data, spec.Options{}).Compile()
	if len(problems) > 0 {
		fmt.Println(problems[0])
		return
	}
	r, _ := m.Report(estimate.Options{})
	for _, v := range r.Verdicts {
		fmt.Println(v.Quantity, v.Constraint, v.Holds)
	}
	// Output:
	// [netflix redundancy twitter uber url-shortener whatsapp]
	// watch 1B/day true
	// upload 5M/day true
	// rps ~12K/s true
	// storage.daily 500 TB/day true
	// storage 1,825 PB true
	// ingress ~5.8 GB/s true
}
