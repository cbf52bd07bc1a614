package claim

import (
	"fmt"
	"html"
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
			text := string(c.Segment.Value(source))
			if _, code := c.Parent().(*ast.CodeSpan); code { // of which every sign stays
				text = strings.NewReplacer("_", `\_`, `\`, `\\`).Replace(text)
			}
			if entering {
				title.WriteString(text)
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
	title = strings.TrimSpace(withoutTargets(html.UnescapeString(unescape(withoutUnderscores(title)))))
	title = strings.ReplaceAll(title, "İ", "i\u0307") // which JavaScript, and so GitHub, makes of it
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.In(r, unicode.Nd, unicode.Nl, unicode.M):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

// withoutUnderscores leaves the underscores out that emphasize: those that begin a word
// and have their match at the end of one. (Stars are no part of a name in any case.)
func withoutUnderscores(title string) string {
	runes := []rune(title)
	isWord := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsNumber(runes[i]))
	}
	isText := func(i int) bool { return i >= 0 && i < len(runes) && !unicode.IsSpace(runes[i]) }
	var open [][2]int // runs that may begin an emphasis
	leave := make(map[int]bool)
	for i := 0; i < len(runes); i++ {
		if runes[i] == '\\' {
			i++
			continue
		}
		end := i
		for end < len(runes) && runes[end] == '_' {
			end++
		}
		if end == i {
			continue
		}
		last := len(open) - 1
		switch {
		case isText(i-1) && !isWord(end) && last >= 0 && open[last][1]-open[last][0] == end-i:
			for j := range end - i {
				leave[i+j], leave[open[last][0]+j] = true, true
			}
			open = open[:last]
		case isText(end) && !isWord(i-1):
			open = append(open, [2]int{i, end})
		}
		i = end - 1
	}
	var b strings.Builder
	for i, r := range runes {
		if !leave[i] {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// withoutTargets leaves of links their text: "[text](target)" and "[text][label]".
func withoutTargets(s string) string {
	for _, pair := range []struct{ open, closing string }{{"](", ")"}, {"][", "]"}} {
		var b strings.Builder
		for {
			i := strings.Index(s, pair.open)
			if i < 0 {
				break
			}
			j := strings.Index(s[i+2:], pair.closing)
			if j < 0 {
				break
			}
			b.WriteString(s[:i])
			s = s[i+2+j+1:]
		}
		s = b.String() + s
	}
	return s
}
