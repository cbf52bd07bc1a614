package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// says fails unless a page of the help has the words, wherever its lines end.
func says(t *testing.T, page, words string) {
	t.Helper()
	if !strings.Contains(strings.Join(strings.Fields(page), " "), words) {
		t.Errorf("the help does not say %q", words)
	}
}

// TestClaimsHelp holds the words of "botec help claims" to the check: each is a claim that
// holds for its value, or is refused with both of its readings.
func TestClaimsHelp(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Chdir(t.TempDir())
	check := func(value, words string) (int, string) {
		text := fmt.Sprintf("```yaml botec\nname: T\nlet: {v: %s}\navailability: 99.95%%\n```\n\n[%s][=%s]\n", value, words, map[bool]string{true: "availability", false: "v"}[words == "99.9%"])
		if err := os.WriteFile("t.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		return run([]string{"check", "t.md"}, strings.NewReader(""), &out, &out), out.String()
	}
	tests := [][3]string{ // value, words, what of them the page has where that is less
		{"12.4K", "12K"}, {"11.64K", "11.6K"}, {"12,040", "12,000"}, {"0.371 PB", "0.37 PB"}, {"99.95%", "99.9%"},
		{"12K", "12K or less"}, {"12K", "12K+"}, {"12K", "12K or more"}, {"12K", "10K to 15K"}, {"12K", "10K–15K"}, {"12K", "between 10K and 15K"},
		{"12K", "12 000"}, {"9M", "9 M"}, {"219 min", "3h 39m"}, {"3.5e12", "3.5×10^12"}, {"5 GB", "5 gigabytes", "gigabytes"}, {"5 min", "5 mins", "mins"},
		{"1 TB", "a terabyte"}, {"320", "320 VMs"}, {"5K/s", "5k IOPS"}, {"9 GB", "9 GB of RAM"}, {"30 days", "30-day"}, {"10 MB/day", "10 MB a day"},
	}
	for _, word := range []string{"~", "about ", "roughly ", "almost "} {
		tests = append(tests, [3]string{"11K", word + "12K", strings.TrimSpace(word)})
	}
	for _, word := range []string{"at most", "up to", "no more than", "under", "below", "less than"} {
		tests = append(tests, [3]string{"11,999", word + " 12K", word})
	}
	for _, word := range []string{"at least", "over", "above", "more than"} {
		tests = append(tests, [3]string{"12,001", word + " 12K", word})
	}
	for _, test := range tests {
		words := test[2]
		if words == "" {
			words = test[1]
		}
		says(t, claimsText, words)
		if code, out := check(`"`+test[0]+`"`, test[1]); code != exitFine {
			t.Errorf("[%s] of %s: exit %d: %s", test[1], test[0], code, out)
		}
	}
	for words, readings := range map[string]string{"7,7": "7.7 or 77", "24,0": "24.0 or 240", "Mb": "bits or bytes", "kb": "bits or bytes"} {
		says(t, claimsText, words)
		if words[0] > '9' {
			words = "5 " + words
		}
		if code, out := check("7", words); code != exitFalse || !strings.Contains(out, "can be "+readings) {
			t.Errorf("[%s]: exit %d: %s", words, code, out)
		}
	}
}

// TestDrillsHelp holds the answers of "botec help drills" to how they are read.
func TestDrillsHelp(t *testing.T) {
	answers := []struct{ id, answer, want string }{
		{"rps-2-7-0", "12k", "read as 12,000/s"}, {"rps-2-7-0", "12K", "read as 12,000/s"}, {"rps-2-7-0", "12,000", "read as 12,000/s"},
		{"rps-2-7-0", "12 000", "read as 12,000/s"}, {"rps-2-7-0", "12_000", "read as 12,000/s"},
		{"rps-2-7-0", "1.2e4", "read as 12,000/s"}, {"rps-2-7-0", "1.2 x 10^4", "read as 12,000/s"}, {"rps-2-7-0", "10^4", "read as 10,000/s"},
		{"rps-2-7-0", "2^30", "read as 1,073,741,824/s"}, {"rps-2-7-0", ".5M", "read as 500,000/s"},
		{"rps-2-7-0", "1.5 million", "read as 1,500,000/s"}, {"rps-2-7-0", "3 bn", "read as 3,000,000,000/s"},
		{"rps-2-7-0", "12k rps", "read as 12,000/s"}, {"rps-2-7-0", "11.6K req/s", "read as 11,600/s"}, {"rps-2-7-0", "1 million/day", "read as 1,000,000/day"},
		{"bandwidth-2-7-0", "3 GB/s", "read as 3 GB/s"}, {"bandwidth-2-7-0", "24 Gbps", "read as 24 Gbps"}, {"storage-day-2-7-0", "500 KiB", "read as 500 KiB/day"},
		{"nines-2-7-0", "8h 45m", "read as 8.75 h"}, {"nines-2-7-0", "43 min", "read as 43 min"},
		{"series-2-7-0", "99.9%", "read as 99.9%"}, {"series-2-7-0", "0.999", "read as 99.9%"},
		{"rps-2-7-0", "~12k", "read as 12,000/s"}, {"rps-2-7-0", "about 12k", "read as 12,000/s"}, {"rps-2-7-0", "12k-15k", "read as 13,416/s"},
		{"rps-2-7-0", "1,5k", "can be 1.5k or 15k"}, {"storage-day-2-7-0", "45e9", "read as 4.5e-5 PB/day"},
		{"storage-day-2-7-0", "45 billion", "read as 4.5e-5 PB/day"}, {"storage-day-2-7-0", "45", "has no unit"},
	}
	for _, a := range answers {
		says(t, drillsText, a.answer)
		if out := session([]string{"drill", "grade", a.id, a.answer}); !strings.Contains(out, a.want) {
			t.Errorf("%s is not %s: %s", a.answer, a.want, out)
		}
	}
	// Every answer in the left column is one of those; the end of a list on the right is not.
	_, page, _ := strings.Cut(drillsText, "ANSWERS\n")
	page, _, _ = strings.Cut(page, "\nWhat was understood")
	for line := range strings.Lines(page) {
		for answer := range strings.SplitSeq(strings.TrimSpace(line), "  ") {
			known := slices.ContainsFunc(answers, func(a struct{ id, answer, want string }) bool { return a.answer == answer })
			if first := strings.TrimLeft(answer, "~."); first != "" && first[0] >= '0' && first[0] <= '9' && !known && answer != "500 KiB, 1 million/day" {
				t.Errorf("the help shows %q, which is not tried", answer)
			}
		}
	}
}
