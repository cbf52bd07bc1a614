package estimate_test

import (
	"fmt"
	"math/big"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"botec/estimate"
	"botec/estimate/spec"
)

// judgeOf compiles a scenario of one let.
func judgeOf(t *rapid.T, value string, set ...spec.Override) *estimate.Judge {
	m, problems := spec.Read("t.yaml", []byte("name: T\nlet: {q: "+value+"}\n"), spec.Options{Set: set}).Compile()
	if len(problems) > 0 {
		t.Fatalf("%s: %v", value, problems[0])
	}
	j, problems := m.Judge(false)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", value, problems[0])
	}
	return j
}

// decimalText draws a number of so many digits with its point anywhere in them, and the
// place of its last digit that counts: trailing zeros of an integer do not.
func decimalText(t *rapid.T, what string, digits int) (text string, significant, last int) {
	text = rapid.StringMatching(fmt.Sprintf("[1-9][0-9]{%d}", digits-1)).Draw(t, what)
	places := rapid.IntRange(0, digits-1).Draw(t, what+" places")
	if places > 0 {
		return text[:digits-places] + "." + text[digits-places:], digits, -places
	}
	bare := strings.TrimRight(text, "0")
	return text, len(bare), digits - len(bare)
}

func ratOf(t *rapid.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("no number: %q", text)
	}
	return r
}

// TestPlainClaims holds plain claims to the rule, computed apart: the value is within
// half a unit of the last digit written, never looser than two digits, or, with up to
// five digits, within half a percent of the value; whole things under 1,000 are equal.
func TestPlainClaims(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{" B", "", "/s", " min"}).Draw(t, "unit")
		words, significant, last := decimalText(t, "claim", rapid.IntRange(1, 7).Draw(t, "digits"))
		written := ratOf(t, words)
		half := new(big.Rat).Mul(big.NewRat(1, 2), ratOf(t, fmt.Sprintf("1e%d", map[bool]int{true: last - 1, false: last}[significant == 1])))
		// A value near the edge, or at it: exact decimals, so that "inclusive" is tried too.
		steps := rapid.Int64Range(-30, 30).Draw(t, "tenths of the half")
		value := new(big.Rat).Add(written, new(big.Rat).Mul(half, big.NewRat(steps, 10)))
		if rapid.Bool().Draw(t, "by percent") {
			value = new(big.Rat).Mul(written, big.NewRat(1000+rapid.Int64Range(-12, 12).Draw(t, "per mille"), 1000))
		}
		if value.Sign() <= 0 {
			return
		}
		value = ratOf(t, value.FloatString(9))
		if value.Sign() == 0 {
			return
		}
		off := new(big.Rat).Abs(new(big.Rat).Sub(written, value))
		want := off.Cmp(half) <= 0 || significant <= 5 && off.Cmp(new(big.Rat).Mul(value, big.NewRat(5, 1000))) <= 0
		if unit == "" && value.IsInt() && value.Cmp(big.NewRat(1000, 1)) < 0 {
			want = off.Sign() == 0
		}
		j := judgeOf(t, value.FloatString(9)+unit)
		v, p := j.Claim(estimate.Claim{Label: "q", Text: words + unit})
		if v == nil {
			t.Fatalf("%s of %s: %v", words, value.FloatString(9), p)
		}
		if v.Holds != want || (p == nil) != want {
			t.Fatalf("%s%s of %s holds: %v, %v is wanted (band %s)", words, unit, value.FloatString(9), v.Holds, want, v.Band)
		}
	})
}

var (
	inBackticks   = regexp.MustCompile("^right (?:as|in) .*write `([^`]*)`$")
	labelRemedy   = regexp.MustCompile("^right as .*write the label as `=([^`]*)`$")
	calendarField = regexp.MustCompile("the scenario would say `calendar: {(.*): (.*)}`$")
)

// TestProposedWords holds every wording that a failure proposes to passing, and every
// remedy to being one.
func TestProposedWords(t *testing.T) {
	kinds := []struct {
		unit  string
		words []string
	}{
		{"", []string{"", " VMs", "x", "%", "K", "M", " million rows", "B keys", "×", " or so"}},
		{" B", []string{" B", " KB", "MB", " GB RAM", " gigabytes", " GiB", " MB per VM", " TB or more", " PB", " Mbit"}},
		{"/s", []string{"", "/s", " requests per second", "K IOPS", "M/day", " per month", "K", " daily", " a minute"}},
		{" s", []string{" s", " ms", "h", " mins", " days", " hours", " h 30 m", "m 5s"}},
		{" B/s", []string{" B/s", " MB/s", " Gbit/s", " Mbps", " TB a day", " GB/hour on average"}},
		{" USD/month", []string{" USD/month", "M dollars a year", " USD per day"}},
	}
	openings := []string{"", "", "", "~", "~ ", "about ", "at most ", "up to ", "no more than ", "under ", "below ", "<", "at least ", ">= ", "over ", "more than ", "≈ ~", "almost a", "At least "}
	// What people mean when they write the words: 1024 for 1000, parts for percent, a month
	// of 30 days, a day of 100,000 seconds.
	slips := []struct{ value, words, label string }{{}, {}, {" GiB", " GB", "q"}, {" TiB", "TB per node", "q"}, {" PiB/s", " petabytes per second", "q"},
		{" GiB", "", "q in GB"}, {" TiB/day", "", "q in TB/day"}, {"%", "", "q"}, {"%", " of all", "q"}, {"K/s", "", "q in K/s"},
		{"/month * 30 days", "", "q"}, {"/day * 100000 s", "", "q"}, {"/month * 1 day / 30", " rows", "q"}}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		value, _, _ := decimalText(t, "value", rapid.IntRange(1, 6).Draw(t, "value digits"))
		value += rapid.SampledFrom([]string{"", "e3", "e6", "e9", "e-2"}).Draw(t, "power") + kind.unit
		claimed, _, _ := decimalText(t, "claim", rapid.IntRange(1, 5).Draw(t, "claim digits"))
		label, words := "q", rapid.SampledFrom(kind.words).Draw(t, "words")
		if slip := rapid.SampledFrom(slips).Draw(t, "slip"); slip.value != "" {
			value, words, label = claimed+slip.value, slip.words, slip.label
		}
		text := rapid.SampledFrom(openings).Draw(t, "opening") + claimed + words
		j := judgeOf(t, value)
		j.With = func(path, to string) *estimate.Judge {
			return judgeOf(t, value, spec.Override{Path: path, Text: to})
		}
		v, _ := j.Claim(estimate.Claim{Label: label, Text: text})
		if v == nil || v.Holds {
			return
		}
		if len(v.Passing) == 0 {
			t.Fatalf("%q of %s: nothing is proposed", text, value)
		}
		for _, words := range v.Passing {
			if w, p := j.Claim(estimate.Claim{Label: label, Text: words}); w == nil || !w.Holds {
				t.Fatalf("%q of %s: %q is proposed, and fails: %v", text, value, words, p)
			}
		}
		if v.Remedy == "" {
			return
		}
		judge := j
		words = text
		switch {
		case inBackticks.MatchString(v.Remedy):
			words = inBackticks.FindStringSubmatch(v.Remedy)[1]
		case labelRemedy.MatchString(v.Remedy):
			label = labelRemedy.FindStringSubmatch(v.Remedy)[1]
		case calendarField.MatchString(v.Remedy):
			m := calendarField.FindStringSubmatch(v.Remedy)
			judge = j.With("calendar."+m[1], m[2])
		default:
			t.Fatalf("an unknown remedy: %s", v.Remedy)
		}
		if w, p := judge.Claim(estimate.Claim{Label: label, Text: words}); w == nil || !w.Holds {
			t.Fatalf("%q of %s: %s, which fails: %v", text, value, v.Remedy, p)
		}
	})
}

// FuzzClaim takes any words and any label: no panic, a claim that cannot be judged says
// why, and what is proposed passes.
func FuzzClaim(f *testing.F) {
	for _, file := range []string{"testdata/claims/claims.txt", "testdata/claims/expect.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			asked, _, _ := strings.Cut(line, " => ")
			if label, words, ok := strings.Cut(asked, " | "); ok {
				f.Add(label, words)
			}
		}
	}
	scenario, err := os.ReadFile("testdata/claims/scenario.yaml")
	if err != nil {
		f.Fatal(err)
	}
	m, problems := spec.Read("scenario.yaml", scenario, spec.Options{}).Compile()
	if len(problems) > 0 {
		f.Fatal(problems[0])
	}
	f.Fuzz(func(t *testing.T, label, words string) {
		if !utf8.ValidString(label+words) || len(label)+len(words) > 400 {
			return
		}
		j, problems := m.Judge(false)
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		v, p := j.Claim(estimate.Claim{Label: label, Text: words})
		switch {
		case v == nil && (p == nil || p.Message == "" || p.Help == "" || p.Rule == ""):
			t.Fatalf("[%s][=%s] cannot be judged, and nobody says why: %v", words, label, p)
		case v != nil && v.Holds == (p != nil):
			t.Fatalf("[%s][=%s] holds: %v, with %v", words, label, v.Holds, p)
		case v == nil || v.Holds:
			return
		}
		for _, text := range v.Passing {
			if w, p := j.Claim(estimate.Claim{Label: label, Text: text}); w == nil || !w.Holds {
				t.Fatalf("[%s][=%s]: %q is proposed, and fails: %v", words, label, text, p)
			}
		}
		_ = j.Because(label)
	})
}
