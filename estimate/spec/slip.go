package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Texts of up to this size are tried line by line to find where they go wrong;
// longer ones by halves, which can miss the line in what runs over several.
const (
	linearLines = 300
	linearBytes = 32 << 10
)

// culprit gives the line behind the longest beginning of the text that can be read.
// It is a better place than the parser's own, which is where the context of the
// mistake began, or the line after it.
func (d *document) culprit() int {
	reads := func(n int) bool {
		var node yaml.Node
		return yaml.Unmarshal([]byte(strings.Join(d.lines[:n], "\n")), &node) == nil
	}
	bytes := 0
	for _, line := range d.lines {
		bytes += len(line) + 1
	}
	low, high := 0, len(d.lines)
	if high <= linearLines && bytes <= linearBytes {
		for low = high - 1; low > 0 && !reads(low); low-- {
		}
		return low + 1
	}
	for high-low > 1 {
		if middle := (low + high) / 2; reads(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// candidates gives the lines in which to look for a slip, the likeliest first: the
// culprit, the rest of the brackets that it opens, the line before it, and what the
// parser named.
func (d *document) candidates(culprit, parser int, s *scanner) []int {
	out := []int{culprit}
	for i := culprit; i < len(s.inside) && s.inside[i] && i < culprit+50; i++ {
		out = append(out, i+1)
	}
	out = append(out, culprit-1, parser, parser-1, parser+1)
	return slices.DeleteFunc(out, func(i int) bool { return i < 1 || i > len(d.lines) })
}

var (
	comparisonValue = lazily(`(?:[:{\[,]|^\s*-)\s+([>|]\s*=?\s*[^\s#].*)$`)
	forbiddenStart  = lazily("(?:[:,{\\[]|^\\s*-)\\s+([@`%&*!|])")
	dashValue       = lazily(`^\s*[^\s"'#:]+:\s+(-\s+(\S.*))$`)
	twoColons       = lazily(`^\s*[^"'#{\[]*?:\s+[^"'#{\[]*?(: )`)
	behindQuote     = lazily(`[:-]\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*([^\s"'#,}\]:].*)$`)
	unknownEscape   = lazily(`\\[^0abtnvfre "/\\N_LPxuU\t]`)
	noColon         = lazily(`^\s*([A-Za-z_][\w.]*)(?:(\s*=\s*|:|\s+)(\S.*?))?\s*$`)
)

// lazily compiles a pattern when it is first asked for: those who make no slip need not
// wait for it.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// slip reports a problem over bytes of a line.
func (d *document) slip(line, from, to int, help, format string, args ...any) bool {
	text := d.lines[line-1]
	d.fail(d.at(line, utf8.RuneCountInString(text[:from])+1), utf8.RuneCountInString(text[from:to]), ruleSyntax, help, format, args...)
	return true
}

// lineSlip finds what people write that YAML cannot read, in one line.
func (d *document) lineSlip(i int, inside bool) bool {
	text := d.lines[i-1]
	if tab := strings.IndexByte(text, '\t'); tab >= 0 && strings.TrimLeft(text[:tab], " ") == "" {
		return d.slip(i, tab, tab+1, "indent with spaces", "a tab in the indentation")
	}
	if strings.HasPrefix(text, "%") {
		return d.slip(i, 0, len(text), "delete the line; a value never begins a line", "a YAML directive, or a value without its key")
	}
	if m := comparisonValue().FindStringSubmatchIndex(text); m != nil {
		return d.comparison(i, m[2], inside)
	}
	if m := forbiddenStart().FindStringSubmatchIndex(text); m != nil {
		if char := text[m[2]:m[3]]; char == "*" || char == "&" {
			d.fail(d.at(i, utf8.RuneCountInString(text[:m[2]])+1), 1, ruleAlias, "write the value itself, or put quotes around it", "`%s` begins an alias or anchor in YAML", char)
			return true
		}
		return d.slip(i, m[2], m[3], "put quotes around the value", "a value cannot begin with %q in YAML", text[m[2]:m[3]])
	}
	if m := dashValue().FindStringSubmatchIndex(text); m != nil {
		return d.slip(i, m[2], m[3], fmt.Sprintf("write `-%s` for a negative number; a list goes on lines of its own", text[m[4]:m[5]]), "`- ` begins a list item")
	}
	if m := twoColons().FindStringSubmatchIndex(text); m != nil {
		return d.slip(i, m[2], m[2]+1, "put quotes around the value, or write one field a line", "a second `: ` in one line")
	}
	return false
}

// comparison reports a value that begins with ">" or "|", which begin a block of
// text. Within brackets the value ends before the next comma or bracket.
func (d *document) comparison(line, from int, inside bool) bool {
	text := d.lines[line-1]
	value := text[from:]
	if inside || len(scan([]string{text[:from]}).open) > 0 {
		if end := strings.IndexAny(value, ",}]"); end > 0 {
			value = value[:end]
		}
	}
	value = strings.TrimSpace(value)
	bound := strings.TrimSpace(strings.TrimLeft(value, "|>= "))
	sign, words := value[:1], "over "
	if sign == "|" || bound == "" || !strings.ContainsAny(bound[:1], "0123456789.$") {
		return d.slip(line, from, from+len(value), fmt.Sprintf("leave the `%s` out, or write the text below it", sign), "`%s` begins a block of text in YAML, which stands on the lines below", sign)
	}
	if strings.Contains(value[:len(value)-len(bound)], "=") {
		words = "at least "
	}
	return d.slip(line, from, from+len(value), fmt.Sprintf("write `%s%s`, or put quotes around %q", words, bound, value), "`>` begins a block of text in YAML")
}

// quoteSlip finds quotes that are not closed on their line, and what stands behind
// those that are.
func (d *document) quoteSlip(i int) bool {
	text := d.lines[i-1]
	if open := scan([]string{text}).open; len(open) > 0 {
		o := open[len(open)-1]
		if o.char == '"' || o.char == '\'' {
			help := "write `\"` behind the text"
			if o.char == '\'' {
				help = "write `'` behind the text; one that has an apostrophe goes into double quotes"
			}
			d.fail(d.at(i, o.column), 1, ruleSyntax, help, "this quote is not closed")
			return true
		}
	}
	if at := unknownEscape().FindStringIndex(text); at != nil && strings.Contains(text[:at[0]], `"`) {
		return d.slip(i, at[0], at[1], "write `\\\\` for a backslash, or use single quotes", "%q is not an escape", text[at[0]:at[1]])
	}
	if m := behindQuote().FindStringSubmatchIndex(text); m != nil {
		return d.slip(i, m[2], m[3], "put the quotes around all of it, or leave them out", "something follows the closing quote")
	}
	return false
}

// shapeSlip finds a line that is no field, one that closes too much, and one below a
// field that has a value already.
func (d *document) shapeSlip(culprit int) bool {
	for _, i := range []int{culprit, culprit - 1} {
		if i < 1 {
			continue
		}
		text := d.lines[i-1]
		if m := noColon().FindStringSubmatchIndex(text); m != nil {
			key, rest := text[m[2]:m[3]], "…"
			if m[6] >= 0 {
				rest = text[m[6]:m[7]]
			}
			return d.slip(i, m[2], max(m[3], m[7]), fmt.Sprintf("write `%s: %s`", key, rest), "a field has a colon and a space behind its key")
		}
		if i != culprit {
			break
		}
		for _, pair := range []string{"{}", "[]"} {
			if last := strings.LastIndex(text, pair[1:]); strings.Count(text, pair[:1]) < strings.Count(text, pair[1:]) {
				return d.slip(i, last, last+1, "delete it, or put quotes around the value", "one `%s` too many", pair[1:])
			}
		}
	}
	if culprit > 1 {
		above := d.lines[culprit-2]
		key, value, ok := strings.Cut(strings.TrimSpace(above), ": ")
		if ok && indentOf(d.lines[culprit-1]) > indentOf(above) && value != "" {
			at := indentOf(d.lines[culprit-1])
			return d.slip(culprit, at, len(d.lines[culprit-1]), fmt.Sprintf("delete %q, or begin this line in the column of `%s`", value, key), "this stands below `%s`, which has a value already", key)
		}
	}
	return false
}
