package estimate

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// excerptWidth is how much of a source line an excerpt shows around its caret.
const excerptWidth = 100

// Excerpt gives the source line of a problem with carets under what it is about,
// and the help, line by line: what stands below Problem.String on a terminal. The source
// is the text of the problem's file; firstLine is the number of lines before it in
// the document. Without a source there is the help alone.
func (p *Problem) Excerpt(source []byte, firstLine int) string {
	var b strings.Builder
	number := fmt.Sprint(p.Line)
	margin := strings.Repeat(" ", len(number))
	if line, ok := lineAt(source, p.Line-firstLine); ok {
		text, carets := p.underlined(line)
		fmt.Fprintf(&b, " %s |\n %s | %s\n %s | %s\n", margin, number, text, margin, carets)
	}
	for line := range strings.Lines(p.Help) {
		fmt.Fprintf(&b, " %s = %s\n", margin, Visible(strings.TrimSuffix(line, "\n")))
	}
	return b.String()
}

// Excerpts gives the excerpt of each of some problems; texts are the sources by file. It
// goes through a file once for all problems that follow each other in it.
func Excerpts(problems []*Problem, texts map[string][]byte) []string {
	out := make([]string, 0, len(problems))
	var file string
	var rest []byte // from the line behind those before
	before := 0
	for _, p := range problems {
		if p.File != file || p.Line <= before {
			file, rest, before = p.File, texts[p.File], 0
		}
		for before < p.Line-1 {
			end := bytes.IndexByte(rest, '\n')
			if end < 0 {
				break // there is no such line
			}
			rest = rest[end+1:]
			before++
		}
		out = append(out, p.Excerpt(rest, before))
	}
	return out
}

// lineAt gives the line with a number from 1, without its end. It looks no further
// than that line: a file of many mistakes is not cut into lines for each of them.
func lineAt(source []byte, number int) (line string, ok bool) {
	if source == nil || number < 1 {
		return "", false
	}
	for ; number > 1; number-- {
		end := bytes.IndexByte(source, '\n')
		if end < 0 {
			return "", false
		}
		source = source[end+1:]
	}
	if end := bytes.IndexByte(source, '\n'); end >= 0 {
		source = source[:end]
	}
	return string(bytes.TrimSuffix(source, []byte("\r"))), true
}

// underlined gives the line as it can be shown, cut around the caret where it is
// long, and the line of carets. Tabs become spaces; control characters, and those
// that reorder or hide what stands around them, become dots: so the columns agree,
// and what is seen is what is there.
func (p *Problem) underlined(line string) (text, carets string) {
	runes := []rune(strings.ToValidUTF8(line, "\uFFFD"))
	under := make([]rune, 0, len(runes)+1)
	// Of a long line no more than this is shown, wherever the column is.
	first := max(0, min(p.Column, len(runes))-2*excerptWidth)
	for i := first; i < min(len(runes), max(0, p.Column)+2*excerptWidth); i++ {
		r := runes[i]
		if r == '\t' {
			runes[i] = ' '
		} else if unseen(r) || r == '\u200c' || r == '\u200d' {
			runes[i] = '.'
		}
	}
	mark := func(column, width int) {
		for i := column - 1; i < column-1+max(1, width) && i <= len(runes); i++ {
			for len(under) <= i {
				under = append(under, ' ')
			}
			under[i] = '~'
		}
		if column-1 >= 0 && column-1 < len(under) {
			under[column-1] = '^'
		}
	}
	mark(p.Column, p.Width)
	for _, c := range p.Also {
		mark(c.Column, c.Width)
	}
	from := 0
	if len(runes) > excerptWidth {
		from = min(max(0, p.Column-1-excerptWidth/3), len(runes)-excerptWidth)
		more := from+excerptWidth < len(runes)
		runes = slices.Clone(runes[from : from+excerptWidth])
		if more {
			runes[excerptWidth-1] = '…'
		}
		under = under[min(from, len(under)):min(from+excerptWidth, len(under))]
		if from > 0 {
			runes[0] = '…'
		}
	}
	return string(wide(runes, nil)), strings.TrimRight(string(wide(runes, under)), " ")
}

// wide gives the carets the width of what stands above them: East Asian characters
// take two columns, accents that join the character before them none. Without
// carets it gives the text as it is.
func wide(text, under []rune) []rune {
	if under == nil {
		return text
	}
	var out []rune
	for i, r := range under {
		if i < len(text) && unicode.In(text[i], unicode.Mn, unicode.Me) {
			continue
		}
		out = append(out, r)
		if i < len(text) && isWide(text[i]) {
			if r == '^' {
				r = '~'
			}
			out = append(out, r)
		}
	}
	return out
}

func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x3001 && r <= 0x303e || r >= 0xff01 && r <= 0xff60 || r >= 0x1f300 && r <= 0x1faff
}
