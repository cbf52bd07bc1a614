// Package manual writes manual pages: man(7) source from plain texts as the help has
// them. No program that a user runs imports it; the pages are made when botec is packed.
package manual

import (
	"fmt"
	"strings"
	"time"
)

// Page is one manual page.
type Page struct {
	Name     string // such as "botec-run"
	Section  int    // 1 for a command, 7 for a topic
	About    string // what it is, in one line
	Version  string // of the program
	Date     time.Time
	Synopsis []string // command lines
	Chapters []Chapter
	SeeAlso  []string // other pages, such as "botec(1)"
}

// Chapter is a part of a page. Its text is shown first, then its terms.
type Chapter struct {
	Title string
	Text  string // paragraphs; lines that begin with spaces stay as they are
	Terms []Term
}

// Term is a flag, a variable or a figure with its explanation. In the term, what stands
// between underscores is to be replaced by the user.
type Term struct{ Term, Text string }

// String is the source of the page.
func (p *Page) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s %d %s %s %s\n", quote(strings.ToUpper(p.Name)), p.Section, p.Date.UTC().Format(time.DateOnly), quote(strings.TrimSpace("botec "+p.Version)), quote("botec manual"))
	heading(&b, "NAME")
	fmt.Fprintf(&b, "%s \\- %s\n", escape(p.Name), escape(p.About))
	if len(p.Synopsis) > 0 {
		heading(&b, "SYNOPSIS")
		for i, line := range p.Synopsis {
			if i > 0 {
				b.WriteString(".br\n")
			}
			fmt.Fprintf(&b, ".B %s\n", quote(line))
		}
	}
	for _, c := range p.Chapters {
		c.write(&b)
	}
	if len(p.SeeAlso) > 0 {
		heading(&b, "SEE ALSO")
		for i, name := range p.SeeAlso {
			name, section, _ := strings.Cut(name, "(")
			comma := map[bool]string{true: ","}[i < len(p.SeeAlso)-1]
			fmt.Fprintf(&b, ".BR %s %s\n", quote(name), quote("("+section+comma))
		}
	}
	return b.String()
}

func heading(b *strings.Builder, title string) { fmt.Fprintf(b, ".SH %s\n", quote(title)) }

func (c *Chapter) write(b *strings.Builder) {
	if c.Text == "" && len(c.Terms) == 0 {
		return
	}
	heading(b, c.Title)
	writeText(b, c.Text)
	for _, t := range c.Terms {
		fmt.Fprintf(b, ".TP\n%s\n%s\n", emphasize(t.Term), line(t.Text))
	}
}

// writeText writes paragraphs, which are filled, and what is set off by spaces, which is
// not.
func writeText(b *strings.Builder, text string) {
	asIs, begun, gap := false, false, false
	for text := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		if strings.TrimSpace(text) == "" {
			gap = begun
			continue
		}
		if was := asIs; was != (text[0] == ' ') {
			asIs = !was
			if asIs && begun {
				b.WriteString(".PP\n")
			}
			b.WriteString(map[bool]string{true: ".nf\n", false: ".fi\n.PP\n"}[asIs])
		} else if gap {
			b.WriteString(".PP\n")
		}
		b.WriteString(line(text) + "\n")
		begun, gap = true, false
	}
	if asIs {
		b.WriteString(".fi\n")
	}
}

// special are the characters that are no text to man, or would come out as others.
var special = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`)

func escape(text string) string { return special.Replace(text) }

// line is a line of text, which must not be taken for a request.
func line(text string) string {
	text = escape(strings.TrimRight(text, " \t"))
	if strings.HasPrefix(text, ".") {
		return `\&` + text
	}
	return text
}

// quote makes a text one argument of a request.
func quote(text string) string {
	return `"` + strings.ReplaceAll(escape(text), `"`, `\(dq`) + `"`
}

// emphasize prints a term in bold, what stands in for the user's own in italics.
func emphasize(term string) string {
	var b strings.Builder
	for i, part := range strings.Split(term, "_") {
		if part != "" {
			fmt.Fprintf(&b, "\\f%s%s\\fR", map[bool]string{true: "B", false: "I"}[i%2 == 0], escape(part))
		}
	}
	return b.String()
}
