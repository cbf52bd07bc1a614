package estimate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is a text of somebody else's, such as the name of a file, as it can stand on a
// line of a terminal: what a terminal acts on, and what reorders or hides the text around
// it, becomes a dot, and so does a byte that is not UTF-8.
func Visible(s string) string {
	if strings.IndexFunc(s, unseen) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return '.'
		}
		return r
	}, strings.ToValidUTF8(s, "."))
}

// unseen reports a character that acts rather than being shown. Joiners are part of words
// and of emoji.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\u200c' && r != '\u200d'
}
