package unit

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// near reports whether a figure is no farther from another than the tolerance. NaN is near
// to nothing: a test that says !near fails where a figure became NaN.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// factors gives the base units in one of each unit, as SI 2022, IEC 80000-13 and the
// default calendar define them; the table of the package is held against it.
func factors() map[string]*big.Rat {
	rat := func(text string) *big.Rat { r, _ := new(big.Rat).SetString(text); return r }
	out := map[string]*big.Rat{
		"B": rat("1"), "bit": rat("1/8"), "bps": rat("1/8"), "ns": rat("1e-9"), "us": rat("1e-6"), "ms": rat("1e-3"), "s": rat("1"), "min": rat("60"),
		"h": rat("3600"), "day": rat("86400"), "week": rat("604800"), "month": rat("2628000"), "year": rat("31536000"), "rps": rat("1"), "users": rat("1"), "USD": rat("1"),
	}
	for i, p := range strings.Split("KMGTPEZYRQ", "") {
		si := rat(fmt.Sprintf("1e%d", 3*(i+1)))
		out[p+"B"] = si
		out[p+"iB"] = new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(10*(i+1))))
		if i < 5 {
			out[p+"bit"] = new(big.Rat).Quo(si, rat("8"))
		}
		if i < 4 {
			out[p+"bps"] = out[p+"bit"]
		}
	}
	return out
}

// TestExact draws numerals and units, and compares with exact fractions: the value is
// the nearest float64, so there is no tolerance.
func TestExact(t *testing.T) {
	of := factors()
	var symbols []string
	for symbol := range of {
		if _, ok := Lookup(symbol); !ok {
			t.Errorf("no unit %s", symbol)
		}
		symbols = append(symbols, symbol)
	}
	unitOf := rapid.SampledFrom(symbols)
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[0-9]{1,20}(\.[0-9]{1,20})?(e-?[0-9]{1,2})?`).Draw(t, "number")
		want, _ := new(big.Rat).SetString(number)
		over := unitOf.Draw(t, "unit")
		want.Mul(want, of[over])
		text := number + " " + over
		for _, under := range rapid.SliceOfN(unitOf, 0, 3).Draw(t, "under") {
			text += "/" + strings.Replace(under, "users", "user", 1) // below the line one counts
			want.Quo(want, of[under])
		}
		lit, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if f, _ := want.Float64(); lit.Value(DefaultCalendar()) != f {
			t.Fatalf("%s is %v, want %v", text, lit.Value(DefaultCalendar()), f)
		}
	})
}

// TestExactComplement draws shares and compares 1 − share with exact fractions.
func TestExactComplement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{1,2}\.[0-9]{1,40}%`).Draw(t, "share")
		share, _ := new(big.Rat).SetString(strings.TrimSuffix(text, "%"))
		want, _ := share.Sub(big.NewRat(1, 1), share.Quo(share, big.NewRat(100, 1))).Float64()
		lit, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := lit.Complement(); !ok || got != want {
			t.Fatalf("1 - %s is %v, want %v", text, got, want)
		}
	})
}

// TestCalendar reads periods by a calendar of one's own.
func TestCalendar(t *testing.T) {
	cal := Calendar{Day: 100000, Month: 30 * 100000, Year: 365.25 * 100000}
	for text, want := range map[string]float64{"1 day": 1e5, "1 week": 7e5, "2 months": 6e6, "1 year": 36525000, "1 h": 3600, "5/day": 5e-5, "36525 GB/year": 1e6} {
		lit, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := lit.Value(cal); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
	for _, c := range []struct {
		cal  Calendar
		want string
	}{
		{DefaultCalendar(), "year = 365 days, month = year/12"},
		{cal, "day = 100,000 s, year = 365.25 days, month = 30 days"},
	} {
		if got := c.cal.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestSuggestions reads every unit that the help for a refused word tells to write: a
// remedy that is refused in its turn is none.
func TestSuggestions(t *testing.T) {
	quoted := regexp.MustCompile("`([^`]+)`")
	for _, prefix := range strings.Split("kKmMgGtTpPeEzZyYrRqQ", "") {
		for _, rest := range strings.Fields("b B bps Bps BPS bPS ib IB iB bit Bit") {
			word := prefix + rest
			if _, ok := Lookup(word); ok {
				continue
			}
			_, err := Parse("5 " + word)
			var e *Error
			if !errors.As(err, &e) {
				t.Errorf("%s is taken", word)
				continue
			}
			for _, m := range quoted.FindAllStringSubmatch(e.Help, -1) {
				if strings.Contains(m[1], "*") {
					continue // an operator to put between
				}
				if _, err := Parse("5 " + m[1]); err != nil {
					t.Errorf("5 %s: the help says %q, and 5 %s: %v", word, e.Help, m[1], err)
				}
			}
			if strings.EqualFold(rest, "bps") || rest == "b" {
				if !strings.Contains(e.Message, "can be bits or bytes") {
					t.Errorf("5 %s: %s", word, e.Message)
				}
			}
		}
	}
}

var numeral = regexp.MustCompile(`^[0-9.,e-]+`)

// TestThreeDigits prints quantities for people and reads them again: they are off by at
// most half a unit of the third digit (and 1e-12, the noise of scaling), and stand in a
// unit that leaves no thousand of the one below it.
func TestThreeDigits(t *testing.T) {
	below := map[string]float64{" ns": 1000, " us": 1000, " ms": 1000, " s": 60, " min": 60, " h": 24, " days": 365, "K": 1000, "M": 1000, "B": 1000}
	for _, p := range siPrefixes[:10] {
		below[" "+p+"B"] = 1000
	}
	kinds := rapid.SampledFrom([]string{"none", "time", "rate", "data", "datarate", "money", "spending"})
	rapid.Check(t, func(t *rapid.T) {
		v := math.Pow(10, rapid.Float64Range(-6, 24).Draw(t, "power of ten"))
		if rapid.Bool().Draw(t, "near a step") {
			v = rapid.SampledFrom([]float64{60, 3600, 86400, 31536000, 1e3, 1e6, 1e9}).Draw(t, "step") * (1 - rapid.Float64Range(-0.01, 0.01).Draw(t, "off"))
		}
		name := kinds.Draw(t, "dimension")
		text := Format(v, dimensions[name], DefaultCalendar(), Style{})
		lit, err := Parse(text)
		if err != nil {
			t.Fatalf("%v prints as %q: %v", v, text, err)
		}
		scale := ScaleOf(lit).Factor(DefaultCalendar())
		got := lit.Value(DefaultCalendar())
		third := scale * math.Pow(10, math.Floor(math.Log10(got/scale*(1+1e-12)))-2)
		if !near(got, v, third/2+1e-12*v) {
			t.Fatalf("%v prints as %q, off by more than half of %v", v, text, third)
		}
		number := numeral.FindString(strings.TrimPrefix(text, "$"))
		symbol, _, _ := strings.Cut(strings.TrimPrefix(text, "$")[len(number):], "/")
		if limit := below[symbol]; limit > 0 && got/scale >= limit {
			t.Fatalf("%v prints as %q", v, text)
		}
		if strings.HasSuffix(text, "s") && strings.HasPrefix(text, "1 ") && len(symbol) > 3 {
			t.Fatalf("%v prints as %q", v, text)
		}
	})
}

// TestNines prints availabilities and reads them again: no nine more than there is, and
// an unavailability that is right to three digits.
func TestNines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := math.Pow(10, rapid.Float64Range(-25, -0.31).Draw(t, "power of ten"))
		if rapid.Bool().Draw(t, "near a nine") {
			u = math.Pow(10, float64(-rapid.IntRange(1, 25).Draw(t, "nines"))) * (1 + rapid.Float64Range(-0.01, 0.01).Draw(t, "off"))
		}
		text := FormatAvailability(u, 0)
		lit, err := Parse(text)
		if err != nil {
			t.Fatalf("u = %v prints %s: %v", u, text, err)
		}
		c, _ := lit.Complement()
		// 1e-13: 10^-n itself is a float64, and rounding looks at 15 digits.
		if nines := math.Floor(-math.Log10(u) + 1e-13); math.Floor(-math.Log10(c)+1e-13) > nines {
			t.Fatalf("u = %v prints %s, a nine too many", u, text)
		}
		if !near(c, u, 0.005*u) {
			t.Fatalf("u = %v prints %s", u, text)
		}
	})
}
