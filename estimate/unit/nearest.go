package unit

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Nearest is the candidate that a mistyped word most likely meant: the one with the
// fewest edits (a swap of neighbours is one), the first in order where several are
// as near. It is empty where none is within a third of the word's length (at least
// one edit for any word).
func Nearest(word string, candidates []string) string {
	best, least := "", max(1, (utf8.RuneCountInString(word)+1)/3)+1
	for _, c := range candidates {
		d := edits(word, c)
		switch shared := sharedPrefix(word, c); {
		case strings.EqualFold(word, c):
			d = 0
		case shared == len(word) && shared >= 3:
			d = min(d, 1)
		case shared >= 4 && 3*shared >= 2*len(word): // "util" for utilization
			d = min(d, 2)
		}
		if d < least || d == least && c < best {
			best, least = c, d
		}
	}
	return best
}

// DidYouMean is the help for a word that is none of the known ones: the nearest of them as
// it is to be written, in a form such as "botec %s"; where none is near, what is said else.
func DidYouMean(word string, known []string, form, otherwise string) string {
	near := Nearest(word, known)
	if near == "" {
		return otherwise
	}
	return fmt.Sprintf("did you mean `"+form+"`?", near)
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// edits is the optimal string alignment distance.
func edits(a, b string) int {
	s, t := []rune(a), []rune(b)
	var before []int
	last := make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row := make([]int, len(t)+1)
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(t)]
}
