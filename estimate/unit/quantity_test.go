package unit

import (
	"bufio"
	"errors"
	"math"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// rows reads a table of testdata: cells parted by |, lines that begin with # left out.
func rows(t testing.TB, file string, cells int) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	var out [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		row := strings.Split(lines.Text(), "|")
		if len(row) != cells {
			t.Fatalf("%s: %q has %d cells, want %d", file, lines.Text(), len(row), cells)
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		out = append(out, row)
	}
	return out
}

// exact is a decimal, or decimals parted by "/".
func exact(t testing.TB, text string) *big.Rat {
	t.Helper()
	var v *big.Rat
	for _, part := range strings.Split(text, "/") {
		r, ok := new(big.Rat).SetString(part)
		if !ok {
			t.Fatalf("%q is no decimal", part)
		}
		if v == nil {
			v = r
		} else {
			v.Quo(v, r)
		}
	}
	return v
}

// TestParse reads every form of a quantity. Its value is the float64 nearest to the
// written decimal, exactly, whatever units it has: no tolerance.
func TestParse(t *testing.T) {
	for _, row := range rows(t, "testdata/quantities.txt", 3) {
		lit, err := Parse(row[0])
		if err != nil {
			t.Errorf("%q: %v", row[0], err)
			continue
		}
		got := lit.Value(DefaultCalendar())
		want, _ := exact(t, row[1]).Float64()
		if got != want {
			t.Errorf("%q is %v, want %v", row[0], got, want)
		}
		if d := lit.Dim().String(); d != row[2] {
			t.Errorf("%q is %s, want %s", row[0], d, row[2])
		}
	}
}

func TestRefused(t *testing.T) {
	for _, row := range rows(t, "testdata/refused.txt", 3) {
		_, err := Parse(row[0])
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q is taken", row[0])
			continue
		}
		if e.Message != row[1] || e.Help != row[2] {
			t.Errorf("%q: %s | %s\nwant %s | %s", row[0], e.Message, e.Help, row[1], row[2])
		}
		if e.Start < 0 || e.End < e.Start || e.End > max(1, len(row[0])) {
			t.Errorf("%q: place %d to %d", row[0], e.Start, e.End)
		}
	}
}

var dimensions = map[string]Dimension{"none": None, "time": Time, "rate": Rate, "data": Data, "datarate": DataRate, "money": Money, "spending": Spending}

// style reads a style as print.txt writes it.
func style(t *testing.T, text string) Style {
	t.Helper()
	var s Style
	for _, word := range strings.Fields(text) {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "digits":
			s.Digits, _ = strconv.Atoi(value)
		case "as":
			number := "1"
			if len(value) > 1 && value[1] != '/' && value[0] != '/' || value == "B" { // "1B" is a billion
				number = "1 "
			}
			lit, err := Parse(number + value)
			if err != nil {
				t.Fatal(err)
			}
			s.As = ScaleOf(lit)
		case "per":
			s.Per, _ = Lookup(value)
		case "money":
			s.Money = value
		default:
			flags := map[string]*bool{"bits": &s.Bits, "binary": &s.Binary, "percent": &s.Percent, "times": &s.Times, "whole": &s.Whole, "plain": &s.Plain}
			if flags[key] == nil {
				t.Fatalf("no style %q", key)
			}
			*flags[key] = true
		}
	}
	return s
}

func TestFormat(t *testing.T) {
	for _, row := range rows(t, "testdata/print.txt", 4) {
		v, err := strconv.ParseFloat(row[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := Format(v, dimensions[row[1]], DefaultCalendar(), style(t, row[2])); got != row[3] {
			t.Errorf("%s %s %s: %q, want %q", row[0], row[1], row[2], got, row[3])
		}
	}
	if got := Format(math.Copysign(0, -1), None, DefaultCalendar(), Style{}); got != "0" {
		t.Errorf("-0 prints %q", got)
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, 5e-324} {
		for name, d := range dimensions {
			if Format(v, d, DefaultCalendar(), Style{}) == "" {
				t.Errorf("%v as %s prints nothing", v, name)
			}
		}
	}
}

// TestFormatAvailability keeps every nine and never shows one more.
func TestFormatAvailability(t *testing.T) {
	for _, c := range []struct {
		u    float64
		want string
	}{
		{0, "100%"}, {1, "0%"}, {0.5, "50%"}, {0.001, "99.9%"}, {0.001999, "99.8%"}, {0.0010004, "99.89996%"}, {0.00100044444, "99.89996%"}, {0.000533, "99.9467%"},
		{1e-6, "99.9999%"}, {9.996e-7, "99.9999%"}, {1e-22, "99.99999999999999999999%"}, {1.000000000001e-9, "99.9999998999999999999%"},
	} {
		if got := FormatAvailability(c.u, 0); got != c.want {
			t.Errorf("u = %v prints %s, want %s", c.u, got, c.want)
		}
	}
}

// TestComplement carries an availability from its decimal text on.
func TestComplement(t *testing.T) {
	for text, want := range map[string]float64{"99.9%": 0.001, "99.99999999999999999999%": 1e-22, "0.999": 0.001, "100%": 0, "0%": 1, "99.95%": 0.0005} {
		lit, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := lit.Complement(); !ok || got != want {
			t.Errorf("1 - %s is %v, want %v", text, got, want)
		}
	}
}

// TestRounding rounds decimals, halves away from zero.
func TestRounding(t *testing.T) {
	for _, c := range []struct {
		v               float64
		digits          int
		near, up, below float64
	}{
		{36.525, 4, 36.53, 36.53, 36.52}, {0.125, 2, 0.13, 0.13, 0.12}, {2.5, 1, 3, 3, 2}, {-2.5, 1, -3, -3, -2}, {11574, 2, 12000, 12000, 11000},
		{23148.148, 2, 23000, 24000, 23000}, {9.99, 2, 10, 10, 9.9}, {5.004e24, 2, 5e24, 5.1e24, 5e24}, {40, 1, 40, 40, 40}, {0, 3, 0, 0, 0}, {1e-300, 3, 1e-300, 1e-300, 1e-300},
	} {
		if n, u, d := Round(c.v, c.digits), RoundUp(c.v, c.digits), RoundDown(c.v, c.digits); n != c.near || u != c.up || d != c.below {
			t.Errorf("%v to %d digits: %v, %v, %v; want %v, %v, %v", c.v, c.digits, n, u, d, c.near, c.up, c.below)
		}
	}
}

// TestPrintThenParse prints any quantity with 15 digits and reads it again. Each unit
// that the printing divides by and the parsing multiplies with costs a rounding; 15
// digits cost half of 1e-15: 1e-14 covers both.
func TestPrintThenParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1e-9, 1e20).Draw(t, "value")
		name := rapid.SampledFrom([]string{"none", "time", "rate", "data", "datarate", "money", "spending"}).Draw(t, "dimension")
		bits := rapid.Bool().Draw(t, "bits")
		text := Format(v, dimensions[name], DefaultCalendar(), Style{Digits: 15, Bits: bits})
		lit, err := Parse(text)
		if err != nil {
			t.Fatalf("%v prints as %q: %v", v, text, err)
		}
		if got := lit.Value(DefaultCalendar()); lit.Dim() != dimensions[name] || !near(got/v, 1, 1e-14) {
			t.Fatalf("%v prints as %q and reads as %v %s", v, text, got, lit.Dim())
		}
	})
}

// TestInProse reads the names of units as sentences have them.
func TestInProse(t *testing.T) {
	for word, want := range map[string]string{
		"GB": "GB", "µs": "µs", "gigabytes": "GB", "Kilobyte": "KB", "GBytes": "GB", "mebibytes": "MiB", "kilobits": "Kbit", "Petabit": "Pbit",
		"exabits": "", "kibibits": "", "giga": "", "milliseconds": "ms", "msec": "ms", "Dollars": "USD", "Hours": "hours", "Bytes": "bytes",
		"Mb": "", "RPS": "", "Users": "", "wombats": "",
	} {
		if got, ok := InProse(word); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", word, got, want)
		}
	}
}

// TestComplementOf keeps every decimal of an unavailability.
func TestComplementOf(t *testing.T) {
	for u, want := range map[float64]string{0: "1", 1: "0", 0.25: "0.75", 0.001: "0.999", 1e-11: "0.99999999999", 0.00012: "0.99988"} {
		if n := ComplementOf(u); n.Rat().Cmp(exact(t, want)) != 0 {
			t.Errorf("1 - %v is %s, want %s", u, n.Rat().FloatString(20), want)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, c := range [][2]string{{"actoins", "actions"}, {"util", "utilization"}, {"DAU", "dau"}, {"xyzzy", ""}, {"dua", "dau"}, {"duax", ""}, {"sto", "storage"}, {"storxy", "storage"}} {
		if got := Nearest(c[0], []string{"actions", "dau", "utilization", "mau", "storage"}); got != c[1] {
			t.Errorf("nearest to %q is %q, want %q", c[0], got, c[1])
		}
	}
	if got := Nearest("cat", []string{"rat", "bat", "hat"}); got != "bat" {
		t.Errorf("of words as near, %q is chosen and not the first in order", got)
	}
	many := slices.Repeat([]string{"a name like others"}, 100000)
	if got := Nearest("utilisation", append([]string{"utilization"}, many...)); got != "utilization" {
		t.Errorf("before many others, %q is nearest", got)
	}
	if got := Nearest("utilisation", append(many, "utilization")); got != "" {
		t.Errorf("behind more names than are looked at, %q is nearest", got)
	}
	if long := strings.Repeat("a", 100000); Nearest(long, []string{long + "b"}) != long+"b" || Nearest(long, []string{"b" + long}) != "" {
		t.Error("words too long to compare are compared")
	}
}

// TestEdits compares the distance with that of the whole table, up to the most that is
// asked for.
func TestEdits(t *testing.T) {
	whole := func(a, b string) int {
		d := make([][]int, len(a)+1)
		for i := range d {
			d[i] = make([]int, len(b)+1)
			for j := range d[i] {
				switch {
				case i == 0 || j == 0:
					d[i][j] = i + j
				case a[i-1] == b[j-1]:
					d[i][j] = min(d[i-1][j-1], d[i-1][j]+1, d[i][j-1]+1)
				default:
					d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
				}
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
		return d[len(a)][len(b)]
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abc]{0,9}`)
		a := word.Draw(t, "word")
		e := edits{word: []rune(a)}
		for range 3 { // one after the other, in the same room
			b, most := word.Draw(t, "other"), rapid.IntRange(1, 6).Draw(t, "most")
			if got, want := e.to(b, most), whole(a, b); min(got, most+1) != min(want, most+1) {
				t.Fatalf("%q to %q, at most %d: %d, want %d", a, b, most, got, want)
			}
		}
	})
}

// TestPow: exponents reach from -9 to 9, and a huge power of anything is refused.
func TestPow(t *testing.T) {
	for _, c := range []struct {
		d  Dimension
		n  int
		ok bool
	}{
		{None, 1000, true}, {Data, 9, true}, {Data, -9, true}, {Data, 10, false}, {Data, -10, false}, {DataRate, 9, true},
		{Dimension{Data: 2}, 4, true}, {Dimension{Data: 2}, 5, false}, {Dimension{Data: 2}, -5, false}, {Dimension{Data: 4}, math.MaxInt/2 + 1, false},
	} {
		if p, ok := c.d.Pow(c.n); ok != c.ok || ok && p.Data != c.d.Data*int8(c.n) {
			t.Errorf("%s to the power %d is %s, %v", c.d, c.n, p, ok)
		}
	}
}

// TestNameable: a literal has one unit above the line, and no unit twice below it.
func TestNameable(t *testing.T) {
	for d, want := range map[Dimension]bool{
		None: true, Spending: true, {Money: 1, Data: -1, Time: -1}: true, {Data: -1}: true, {Money: -1}: true,
		{Time: -2}: false, {Data: -2}: false, {Money: -2}: false, {Data: 2}: false,
		{Time: 1, Data: 1}: false, {Time: 1, Money: 1}: false, {Data: 1, Money: 1}: false,
	} {
		if d.Nameable() != want {
			t.Errorf("%s can be written as a literal: %v, want %v", d, !want, want)
		}
	}
}

// TestLongest takes numerals of 400 digits, before and behind the point, and no longer one.
func TestLongest(t *testing.T) {
	long := strings.Repeat("7", MaxDigits)
	for text, want := range map[string]bool{long: true, long + "7": false, "0." + long: true, "0.0" + long: false, "0.0" + long[2:] + "7": true} {
		if _, err := Parse(text); (err == nil) != want {
			t.Errorf("%.5s… of %d characters: %v", text, len(text), err)
		}
	}
}

// FuzzParse reads any text. What is a quantity prints and reads again as the same.
func FuzzParse(f *testing.F) {
	for _, file := range []string{"testdata/quantities.txt", "testdata/refused.txt"} {
		for _, row := range rows(f, file, 3) {
			f.Add(row[0])
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		lit, err := Parse(text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Message == "" || e.Start < 0 || e.End < e.Start {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		v := lit.Value(DefaultCalendar())
		if !lit.Dim().Nameable() || lit.Dim().Money != 0 || v == 0 || v < 1e-200 || v > 1e200 {
			return // printed for people, or in another currency
		}
		printed := Format(v, lit.Dim(), DefaultCalendar(), Style{Digits: 15})
		again, err := Parse(printed)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", text, printed, err)
		}
		if got := again.Value(DefaultCalendar()); !near(got/v, 1, 1e-13) || again.Dim() != lit.Dim() {
			t.Fatalf("%q prints as %q: %v, %v", text, printed, v, got)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("1,825.5 PB/day"); err != nil {
			b.Fatal(err)
		}
	}
}
