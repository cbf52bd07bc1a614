package claim

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// slug is the name under which a heading can be linked to, as GitHub makes it: small
// letters, digits, hyphens for spaces, a number behind one that is taken.
func slug(n *ast.Heading, source []byte, taken map[string]int) string {
	var title strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		switch c := c.(type) {
		case *ast.Text:
			if entering {
				title.Write(c.Segment.Value(source))
			}
		case *claimNode:
			if entering {
				title.WriteString(plainWords(c.words))
			}
		}
		return ast.WalkContinue, nil
	})
	s := slugOf(title.String())
	count := taken[s]
	taken[s]++
	if count > 0 {
		s = fmt.Sprintf("%s-%d", s, count)
		taken[s]++
	}
	return s
}

func slugOf(title string) string {
	title = strings.TrimSpace(withoutTargets(unescape(title)))
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

// withoutTargets leaves of links their text: "[text](target)" and "[text][label]".
func withoutTargets(s string) string {
	for _, pair := range []struct{ open, closing string }{{"](", ")"}, {"][", "]"}} {
		for {
			i := strings.Index(s, pair.open)
			if i < 0 {
				break
			}
			j := strings.Index(s[i+2:], pair.closing)
			if j < 0 {
				break
			}
			s = s[:i] + s[i+2+j+1:]
		}
	}
	return s
}
