package unit_test

import (
	"fmt"

	"botec/estimate/unit"
)

func Example() {
	cal := unit.DefaultCalendar()
	lit, _ := unit.Parse("100M/month")
	fmt.Println(unit.Format(lit.Value(cal), unit.Rate, cal, unit.Style{}))
	_, err := unit.Parse("8 Gb")
	fmt.Println(err)
	// Output:
	// 38.1/s
	// "Gb" can be bits or bytes
}

// Nines keep their digits: an availability is printed from its complement.
func ExampleFormatAvailability() {
	fmt.Println(unit.FormatAvailability(1e-11, 0))
	// Output: 99.999999999%
}
