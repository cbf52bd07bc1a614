package drill

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate/unit"
)

// yardsticks are what a result is measured by, so that one can see what it means.
var yardsticks = []struct {
	dim  unit.Dimension
	size float64
	one  string
	many string
}{
	{unit.Data, 20e12, "a disk of 20 TB", "disks of 20 TB"},
	{unit.DataRate, 1.25e9, "a link of 10 Gbit/s", "links of 10 Gbit/s"},
	{unit.Rate, 1e3, "a server of 1K/s", "servers of 1K/s"},
}

// sanityLine says what the result is like: "about 3 disks of 20 TB".
func (q *Question) sanityLine() string {
	if strings.HasPrefix(q.quantity, "cache") && q.truth.Type.Dim == unit.Data {
		return likened(q.truth.Value, 256e9, "a machine with 256 GB", "machines with 256 GB")
	}
	if q.truth.Type.Dim == unit.DataRate && q.asked.perDay() { // what comes in a day goes to disks
		return likened(q.truth.Value*q.model.Calendar().Day, yardsticks[0].size, yardsticks[0].one, yardsticks[0].many) + " a day"
	}
	for _, y := range yardsticks {
		if y.dim == q.truth.Type.Dim {
			return likened(q.truth.Value, y.size, y.one, y.many)
		}
	}
	if strings.HasPrefix(q.quantity, "servers") {
		return likened(q.truth.Value, 40, "a rack of 40", "racks of 40")
	}
	return ""
}

// likened says how many of a thing an amount is.
func likened(v, size float64, one, many string) string {
	n := v / size
	plain := func(v float64) string {
		return unit.Format(v, unit.None, unit.DefaultCalendar(), unit.Style{Digits: 2, Plain: v < 1e4})
	}
	switch {
	case n >= 1.5:
		return fmt.Sprintf("sanity: about %s %s", plain(math.Round(n)), many)
	case n >= 0.75:
		return "sanity: about " + one
	default:
		return fmt.Sprintf("sanity: about %s of %s", unit.Format(n, unit.None, unit.DefaultCalendar(), unit.Style{Digits: 1, Percent: true}), one)
	}
}
