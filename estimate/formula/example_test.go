package formula_test

import (
	"fmt"

	"botec/estimate/formula"
)

// An expression is parsed into a tree that knows where everything stands.
func ExampleParse() {
	n, _ := formula.Parse("20% of reads * 1 day", formula.Vocabulary{})
	formula.Walk(n, func(n formula.Node) {
		if name, ok := n.(*formula.Name); ok {
			fmt.Println(name.Path, name.Where())
		}
	})
	_, err := formula.Parse("5 KB *", formula.Vocabulary{})
	fmt.Println(err.Message)
	// Output:
	// reads {7 12}
	// the expression ends where a value is wanted
}
