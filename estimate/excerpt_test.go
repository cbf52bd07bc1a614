package estimate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"botec/estimate"
)

func TestExcerpt(t *testing.T) {
	long := "actions: {post: {about: " + strings.Repeat("word ", 40) + ", request: 1 Mb, peak: 2x, retention: 10 years, latency: " + strings.Repeat("5", 80) + "}}"
	at := strings.Index(long, "Mb") + 1
	for _, c := range []struct {
		name    string
		problem estimate.Problem
		source  string
		first   int
		want    []string
	}{
		{"one caret", estimate.Problem{Place: estimate.Place{Line: 2, Column: 6}, Width: 3, Help: "write it"}, "name: x\ndau: ten\n", 0,
			[]string{"   |", " 2 | dau: ten", "   |      ^~~", "   = write it"}},
		{"both sides", estimate.Problem{Place: estimate.Place{Line: 1, Column: 4}, Width: 4, Also: []estimate.Caret{{Column: 11, Width: 3}}}, "a: 5 MB + 3 s", 0,
			[]string{"   |", " 1 | a: 5 MB + 3 s", "   |    ^~~~   ^~~"}},
		{"a number of several digits", estimate.Problem{Place: estimate.Place{Line: 12, Column: 1}, Help: "h"}, strings.Repeat("\n", 11) + "x", 0,
			[]string{"    |", " 12 | x", "    | ^", "    = h"}},
		{"lines before the text", estimate.Problem{Place: estimate.Place{Line: 12, Column: 1}}, "x\ny", 10,
			[]string{"    |", " 12 | y", "    | ^"}},
		{"tabs", estimate.Problem{Place: estimate.Place{Line: 1, Column: 5}, Width: 2}, "a:\t\tMb", 0,
			[]string{"   |", " 1 | a:  Mb", "   |     ^~"}},
		{"wide characters before", estimate.Problem{Place: estimate.Place{Line: 1, Column: 5}, Width: 2}, "説明: Mb", 0,
			[]string{"   |", " 1 | 説明: Mb", "   |       ^~"}},
		{"wide characters under the caret", estimate.Problem{Place: estimate.Place{Line: 1, Column: 2}, Width: 2}, "a説明b", 0,
			[]string{"   |", " 1 | a説明b", "   |  ^~~~"}},
		{"an accent that joins", estimate.Problem{Place: estimate.Place{Line: 1, Column: 8}, Width: 2}, "cafe\u0301: Mb", 0,
			[]string{"   |", " 1 | cafe\u0301: Mb", "   |       ^~"}},
		{"control characters", estimate.Problem{Place: estimate.Place{Line: 1, Column: 2}}, "a\x1b[31mb\x00\u202ec\u200bd", 0,
			[]string{"   |", " 1 | a.[31mb..c.d", "   |  ^"}},
		{"not UTF-8", estimate.Problem{Place: estimate.Place{Line: 1, Column: 2}}, "a\xffb", 0,
			[]string{"   |", " 1 | a\uFFFDb", "   |  ^"}},
		{"behind the end", estimate.Problem{Place: estimate.Place{Line: 1, Column: 5}, Width: 9}, "dau:\r\n", 0,
			[]string{"   |", " 1 | dau:", "   |     ^"}},
		{"an empty line", estimate.Problem{Place: estimate.Place{Line: 1, Column: 1}}, "", 0,
			[]string{"   |", " 1 | ", "   | ^"}},
		{"no such line", estimate.Problem{Place: estimate.Place{Line: 9, Column: 1}, Help: "h"}, "x", 0, []string{"   = h"}},
		{"no place", estimate.Problem{Help: "h"}, "x", 0, []string{"   = h"}},
		{"nothing to say", estimate.Problem{}, "", 0, nil},
		{"a long line", estimate.Problem{Place: estimate.Place{Line: 1, Column: at}, Width: 2}, long, 0, []string{
			"   |",
			" 1 | …ord word word word , request: 1 Mb, peak: 2x, retention: 10 years, latency: 5555555555555555555555…",
			"   |                                  ^~"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.problem.Excerpt([]byte(c.source), c.first)
			var got []string
			if text != "" {
				got = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestExcerpts gives several problems, in order and out of it, the excerpts that each has
// alone.
func TestExcerpts(t *testing.T) {
	texts := map[string][]byte{"a": []byte("one\ntwo\n\nfour"), "b": []byte("five\nsix\n")}
	var problems []*estimate.Problem
	for _, at := range []estimate.Place{{File: "a", Line: 1}, {File: "a", Line: 1}, {File: "a", Line: 3}, {File: "a", Line: 4}, {File: "a", Line: 2}, {File: "a", Line: 9}, {File: "a", Line: 4},
		{File: "b", Line: 2}, {File: "b", Line: 3}, {File: "b", Line: 4}, {File: "none", Line: 1}, {File: "b"}, {File: "a", Line: 2}} {
		at.Column = 1
		problems = append(problems, &estimate.Problem{Place: at, Help: "h"})
	}
	for i, got := range estimate.Excerpts(problems, texts) {
		if diff := cmp.Diff(problems[i].Excerpt(texts[problems[i].File], 0), got); diff != "" {
			t.Errorf("%v: %s", problems[i].Place, diff)
		}
	}
}
