package estimate_test

import (
	"encoding/json"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// TestNines reproduces the 27 cells of the course's table of nines. Each record
// states its own calendar and rounding: the table mixes several, and cuts one cell
// off where it rounds the others.
func TestNines(t *testing.T) {
	var cells []struct {
		ID     string
		Inputs struct {
			Unavailability float64
			PeriodDays     float64 `json:"period_days"`
			UnitSeconds    float64 `json:"unit_seconds"`
		}
		Printed    float64 `json:"printed_value"`
		Convention string
	}
	data, err := os.ReadFile("testdata/nines.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &cells); err != nil {
		t.Fatal(err)
	}
	if len(cells) != 27 {
		t.Fatalf("%d cells", len(cells))
	}
	rounding := regexp.MustCompile(`-day (?:year|month|week), (round half up|truncated) to (\d) decimals`)
	for _, c := range cells {
		m := rounding.FindStringSubmatch(c.Convention)
		if m == nil {
			t.Errorf("%s states no rounding: %s", c.ID, c.Convention)
			continue
		}
		down, err := models.Downtime(c.Inputs.Unavailability, c.Inputs.PeriodDays*86400)
		if err != nil {
			t.Fatal(err)
		}
		down /= c.Inputs.UnitSeconds
		decimals, _ := strconv.Atoi(m[2])
		digits := decimals + max(0, int(math.Floor(math.Log10(down)))+1)
		got := unit.Round(down, digits)
		if m[1] == "truncated" {
			got = unit.RoundDown(down, digits)
		}
		if got != c.Printed {
			t.Errorf("%s: %v (%v), the course prints %v: %s", c.ID, got, down, c.Printed, c.Convention)
		}
	}
}
