package formula

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"botec/estimate/models"
	"botec/estimate/unit"
)

func exact(text string) (*big.Rat, *Error) {
	n, err := Parse(text, vocabulary)
	if err != nil {
		return nil, err
	}
	if _, errs := Check(n, &world{}); len(errs) > 0 {
		return nil, errs[0]
	}
	return Exact(n, unit.DefaultCalendar(), func(*Name) *big.Rat { return nil })
}

func TestExact(t *testing.T) {
	for text, want := range map[string]string{
		"1/3 + 1/6": "1/2", "0.1 + 0.2": "3/10", "2^100": "1267650600228229401496703205376", "2^-3": "1/8", "(-2/3)^-3": "-27/8", "(-2)^3": "-8", "1^(10^30)": "1", "(-1)^(10^30 + 1)": "-1", "0^5": "0", "0^0": "1", "round(0)": "0",
		"1.27 KB * 3": "3810", "3 KiB": "3072", "1 bit": "1/8", "1/day": "1/86400", "20%": "1/5", "100:3": "100/3", "keys(62, 3)": "238328",
		"max(1/3, 0.3)": "1/3", "min(1/3, 0.3)": "3/10", "sum(0.1, 0.2, 0.3)": "3/5", "abs(-1/7)": "1/7", "floor(-7/2)": "-4", "ceil(-7/2)": "-3", "ceil(7/2)": "4", "round(-5/2)": "-3", "round(5/2)": "3", "round(7/3)": "2",
		"5 - 20% of 10": "3", "2 × 3 per 4": "3/2",
	} {
		got, err := exact(text)
		r, ok := new(big.Rat).SetString(want)
		if err != nil || !ok || got.Cmp(r) != 0 {
			t.Errorf("%s is %v (%v), want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"sqrt(2)": "no exact value", "2^0.5": "no exact value", "0^-1": "no exact value", "1 / (1 - 1)": "nothing can be divided by it", "2 to 8": "no exact value", "tweet * 1 s": "no exact value",
		"2^(10^7)": "more than 300,000 digits", "(1/7)^(10^6)": "more than 300,000 digits", "(2^500000) * (3^400000)": "more than 300,000 digits", "2^(10^30)": "more than 300,000 digits", "keys(1, 3)": "no exact value",
		"1 + ln(3)": "ln(3) has no exact value", "-sqrt(2)": "no exact value", "max(1, sqrt(2))": "no exact value", "(sqrt(2)) * 2": "no exact value",
	} {
		if got, err := exact(text); err == nil || !strings.Contains(err.Message, want) {
			t.Errorf("%s is %v (%v), want %q", text, got, err, want)
		}
	}
}

// TestExactIsNear compares exact arithmetic with float64: trees of a few operations on
// short decimals, where nothing cancels below 1e-9 of what goes in.
func TestExactIsNear(t *testing.T) {
	var draw func(t *rapid.T, depth int) string
	draw = func(t *rapid.T, depth int) string {
		if depth == 0 {
			return rapid.SampledFrom([]string{"2", "3.5", "20%", "1825", "7K", "0.25", "-3", "2^3", "100:7", "3x"}).Draw(t, "leaf")
		}
		a, b := draw(t, depth-1), draw(t, rapid.IntRange(0, depth-1).Draw(t, "depth"))
		op := rapid.SampledFrom([]string{"(A) + (B)", "(A) - (B)", "(A) * (B)", "max(A, B)", "(A) of (B)", "abs(A) + abs(B)"}).Draw(t, "operation")
		return strings.NewReplacer("A", a, "B", b).Replace(op)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := draw(t, rapid.IntRange(0, 4).Draw(t, "levels"))
		v, _, _, err := compute(text)
		r, err2 := exact(text)
		if err != nil || err2 != nil {
			t.Fatalf("%s: %v, %v", text, err, err2)
		}
		if want, _ := r.Float64(); !(math.Abs(v-want) <= 1e-9*(math.Abs(want)+1)) {
			t.Fatalf("%s is %v, exactly %v", text, v, want)
		}
	})
}

func TestConversion(t *testing.T) {
	for text, want := range map[string]string{
		"500 TB/day in GB/s": "500 TB/day|GB/s", "5 in %": "5|%", "(1 + 2) in K": "(1 + 2)|K", "5/s in /day": "5/s|1/day", "3 MB in in B": "", "5 MB": "5 MB|", "5 MB in": "", "5 MB in MBB": "", "in GB": "", "max(5 MB, 3 MB) in\tGB": "max(5 MB, 3 MB)|GB",
		"5/day in million/year": "5/day|million/year", "5 GB in Mb": "", "5 GB in 3 MB": "", "5 GB in MB + 1": "", "5 MB in x": "5 MB|x", "$5 in €/month": "$5|€1/month", "5 hours in h": "5 hours|h",
		"(1 + 2)in K": "(1 + 2)|K", "5 MB\tin GB": "5 MB|GB", "5/s in/day": "5/s|1/day", "5 in%": "5|%",
	} {
		c, err := ParseConversion(text, vocabulary)
		got := ""
		if err == nil {
			got = Print(c.Node) + "|"
			if c.In != nil {
				got += strings.TrimSpace(strings.TrimPrefix(unit.Format(c.In.Value(unit.DefaultCalendar()), c.In.Dim(), unit.DefaultCalendar(), unit.Style{As: unit.ScaleOf(*c.In)}), "1"))
				got = strings.Replace(got, "|/", "|1/", 1)
			}
		} else if err.Start < 0 || err.End > len(text) || err.End <= err.Start || err.Help == "" {
			t.Errorf("%q: %#v", text, err)
		}
		if got != want {
			t.Errorf("%q is %q (%v), want %q", text, got, err, want)
		}
	}
}

// apply computes a function, of a distribution its median.
func apply(f *Function, args []float64) (float64, error) {
	if f.quantile == nil {
		return f.eval(unit.DefaultCalendar(), args)
	}
	q, err := f.quantile(args)
	if err != nil {
		return 0, err
	}
	return q(0.5), nil
}

// TestRefusedArguments: what a function refuses names one of its parameters, for any
// argument; nothing comes out that is no number.
func TestRefusedArguments(t *testing.T) {
	values := []float64{0, 1, -1, 0.5, 2, 1e-300, 1e9, 1e300, -1e300, 3, 12, 0.999999999}
	refused := make(map[string]bool)
	check := func(t *rapid.T) {
		f := rapid.SampledFrom(Functions()).Draw(t, "function")
		n := len(f.Params)
		if f.Variadic {
			n += rapid.IntRange(0, 2).Draw(t, "more")
		}
		args := make([]float64, n)
		for i := range args {
			args[i] = rapid.SampledFrom(values).Draw(t, "argument")
			if f.param(i).Name == "servers" {
				args[i] = math.Min(args[i], 1e4) // ten million steps a draw are too slow here
			}
		}
		v, err := apply(f, args)
		if err == nil {
			if math.IsNaN(v) && !slices.ContainsFunc(args, func(a float64) bool { return math.Abs(a) > 1e8 }) { // those may overflow, which Eval tells
				t.Fatalf("%s of %v is no number", f.Name, args)
			}
			return
		}
		var bad *models.RangeError
		if !errors.As(err, &bad) {
			t.Fatalf("%s of %v: %v", f.Name, args, err)
		}
		for _, p := range f.Params {
			if p.Name == bad.Param {
				refused[f.Name+"."+p.Name] = true
				return
			}
		}
		if bad.Param != "count of blocks" {
			t.Fatalf("%s of %v: it has no parameter %q", f.Name, args, bad.Param)
		}
	}
	for range 20 {
		rapid.Check(t, check)
	}
	if len(refused) < 60 {
		t.Errorf("only %d parameters were refused", len(refused))
	}
}
