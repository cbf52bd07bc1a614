package unit

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// mostEffort bounds the characters that are compared for one word, and perCandidate is
// what every candidate counts for beside them. Thousands of mistakes, each compared with
// thousands of names, would take minutes; a scenario that somebody wrote stays far below.
const (
	mostEffort   = 1 << 16
	perCandidate = 16
)

// Nearest is the candidate that a mistyped word most likely meant: the one with the
// fewest edits (a swap of neighbours is one), the first in order where several are
// as near. It is empty where none is within a third of the word's length (at least
// one edit for any word). Where there are thousands, it looks no further than their
// beginning.
func Nearest(word string, candidates []string) string {
	e := edits{word: []rune(word)}
	best, least := "", max(1, (len(e.word)+1)/3)+1
	for _, c := range candidates {
		if e.effort += perCandidate; e.effort > mostEffort {
			break
		}
		d := e.to(c, least)
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

// edits counts those between a word and others.
type edits struct {
	word   []rune
	rows   [3][]int
	effort int
}

// to is the optimal string alignment distance to another word, or more than most where it
// is more than that.
func (e *edits) to(other string, most int) int {
	s, n := e.word, utf8.RuneCountInString(other)
	if apart := n - len(s); max(apart, -apart) > most || len(s)*n > mostEffort {
		return most + 1
	}
	t := []rune(other)
	for i := range e.rows {
		if len(e.rows[i]) <= len(t) {
			e.rows[i] = make([]int, len(t)+1)
		}
	}
	before, last, row := e.rows[0], e.rows[1], e.rows[2]
	for j := range len(t) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		fewest := i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			fewest = min(fewest, row[j])
		}
		e.effort += len(t)
		before, last, row = last, row, before
		if fewest > most+1 { // a swap takes one less than the row before it
			return most + 1
		}
	}
	return last[len(t)]
}
