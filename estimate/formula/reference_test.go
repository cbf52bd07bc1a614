package formula

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"botec/estimate/unit"
)

// TestReference evaluates the reference values of the models, within the tolerance of
// each record, and holds what is published against them.
func TestReference(t *testing.T) {
	computed, wrong := 0, 0
	for _, row := range rows(t, "testdata/reference.txt", 6) {
		id, expr, published := row[0]+" "+row[1], row[2], row[5]
		if expr == "left out" {
			if row[3] == "" {
				t.Errorf("%s is left out without a reason", id)
			}
			continue
		}
		computed++
		got, _, _, err := compute(expr)
		if err != nil {
			t.Errorf("%s: %s: %s", id, expr, err.Message)
			continue
		}
		want, err1 := strconv.ParseFloat(row[3], 64)
		tolerance, err2 := strconv.ParseFloat(row[4], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("%s: %v, %v", id, err1, err2)
		}
		if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
			t.Errorf("%s: %s is %v, want %v", id, expr, got, want)
		}
		if published == "" {
			continue
		}
		text, isWrong := strings.CutPrefix(published, "!")
		if isWrong {
			wrong++
		}
		if agrees(t, got, text) == isWrong {
			t.Errorf("%s: %s is %v, published is %s", id, expr, got, published)
		}
	}
	if computed < 300 || wrong != 2 {
		t.Errorf("%d values computed, %d published ones are wrong; the table had 320 and 2", computed, wrong)
	}
}

// agrees reports whether a value is what was printed: to the last digit of the print,
// rounded or truncated, or within the tolerance behind "~".
func agrees(t *testing.T, got float64, printed string) bool {
	t.Helper()
	printed, near, loose := strings.Cut(strings.TrimSpace(printed), "~")
	want, _, n, fail := compute(strings.TrimSpace(printed))
	if fail != nil {
		t.Fatalf("%s: %s", printed, fail.Message)
	}
	if loose {
		share, _, _, fail := compute(near)
		if fail != nil {
			t.Fatalf("%s: %s", near, fail.Message)
		}
		return math.Abs(got-want) <= share*math.Abs(want)
	}
	lit, ok := AsLiteral(n)
	if !ok { // a fraction such as 1 / 6 is exact
		return math.Abs(got-want) <= 1e-9*math.Abs(want)
	}
	last := math.Pow10(lit.Number.LastDigit())
	if lit.Form == unit.Plain && lit.Unit != nil {
		last *= lit.Unit.Factor(unit.DefaultCalendar())
	}
	return math.Abs(got-want) < last+1e-15*math.Abs(want) // some are printed to the last bit
}
