package estimate

import (
	"math"

	"botec/estimate/unit"
)

// field says what a value of the file may be: its dimension, its range, and what to
// write where it is neither.
type field struct {
	dim     unit.Dimension
	want    string // the range in words
	ok      func(float64) bool
	example string
	anyDim  bool // the dimension is a matter of other fields
	quiet   bool // a wrong dimension is told of the fields that it comes from
}

func atLeast(low float64) func(float64) bool { return func(v float64) bool { return v >= low } }

func above(low float64) func(float64) bool { return func(v float64) bool { return v > low } }

func fraction(v float64) bool { return v >= 0 && v <= 1 }

func someFraction(v float64) bool { return v > 0 && v <= 1 }

// wholeNumber forgives what the sums and products of decimals lose.
func wholeNumber(v float64) bool { return v >= 0 && math.Abs(v-math.Round(v)) <= 1e-9*math.Max(1, v) }

var (
	countField       = field{dim: unit.None, want: "0 or more", ok: atLeast(0), example: "200M"}
	perUserField     = field{dim: unit.Rate, want: "0 or more", ok: atLeast(0), example: "5/day"}
	rateField        = field{dim: unit.Rate, want: "0 or more", ok: atLeast(0), example: "100M/month"}
	sizeField        = field{dim: unit.Data, want: "0 or more", ok: atLeast(0), example: "500 B"}
	streamField      = field{dim: unit.DataRate, want: "0 or more", ok: atLeast(0), example: "4 Mbps"}
	horizonField     = field{dim: unit.Time, want: "above 0", ok: above(0), example: "10 years"}
	retentionField   = field{dim: unit.Time, want: "above 0", ok: above(0), example: "30 days"}
	peakField        = field{dim: unit.None, want: "1 or more", ok: atLeast(1), example: "3x"}
	ratioField       = field{dim: unit.None, want: "above 0", ok: above(0), example: "100:1"}
	compressionField = field{dim: unit.None, want: "1 or more", ok: atLeast(1), example: "2:1"}
	overheadField    = field{dim: unit.None, want: "0% or more", ok: atLeast(0), example: "30%"}
	replicationField = field{dim: unit.None, want: "1 or more", ok: atLeast(1), example: "3"}
	fillField        = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "80%"}
	hotField         = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "20%"}
	windowField      = field{dim: unit.Time, want: "above 0", ok: above(0), example: "1 day"}
	hitField         = field{dim: unit.None, want: "0% to 100%", ok: fraction, example: "95%"}
	utilizationField = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "70%"}
	wholeField       = field{dim: unit.None, want: "a whole number, 0 or more", ok: wholeNumber, example: "2"}
	latencyField     = field{dim: unit.Time, want: "0 or more", ok: atLeast(0), example: "50 ms"}
	availableField   = field{dim: unit.None, want: "0% to 100%", ok: fraction, example: "99.9%"}
	growthField      = field{dim: unit.Rate, want: "above -100% a period", ok: func(float64) bool { return true }, example: "20%/year"}
	yearField        = field{dim: unit.Time, want: "above 0", ok: above(0), example: "365.25 days"}
	approxField      = field{dim: unit.None, want: "above 0% to 100%", ok: someFraction, example: "10%"}
)
