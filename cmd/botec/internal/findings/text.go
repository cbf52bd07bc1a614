package findings

import (
	"fmt"
	"strings"

	"botec/estimate"
)

// Text writes every finding with its source line, carets and help; verbose, also what
// holds of the claims and expectations that were kept, with the values that it holds for.
func (r *Report) Text(verbose bool) string {
	var b strings.Builder
	for _, f := range r.Files {
		for _, j := range f.Judged {
			if v := j.Verdict; verbose && v != nil && v.Holds {
				fmt.Fprintf(&b, "%s:%d:%d: %s: %s holds for %s\n", estimate.Visible(j.File), j.Line, j.Column, j.Quantity, j.Text, v.Band)
			}
		}
		for _, finding := range f.Findings {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(finding.String() + "\n" + finding.Excerpt)
		}
	}
	return b.String()
}

// worst is how many annotations GitHub shows of a step.
const worst = 10

// GitHub writes workflow commands that annotate the lines: the worst ten, those first
// that could not be judged, then by how far a figure is off; and the count of the rest.
func (r *Report) GitHub() string {
	var commands []string
	for _, why := range r.Unread {
		commands = append(commands, fmt.Sprintf("::error title=botec::%s\n", data(why)))
	}
	all := r.all()
	sortWorst(all)
	for _, f := range all {
		commands = append(commands, f.annotation())
	}
	if rest := len(commands) - worst; rest > 0 {
		// A step has room for ten errors, and for ten warnings beside them.
		commands = append(commands[:worst], fmt.Sprintf("::warning title=botec::and %d more: `botec check` lists them all\n", rest))
	}
	return strings.Join(commands, "")
}

func (f Finding) annotation() string {
	message := f.Message
	if f.Help != "" {
		message += "\n" + f.Help
	}
	return fmt.Sprintf("::error file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n",
		property(f.File), max(1, f.Line), max(1, f.Line), max(1, f.Column), max(1, f.Column)+max(1, f.Width), property(f.Rule), data(message))
}

// data escapes the message of a workflow command, property a value before it. What a
// terminal would act on in the log is made visible; the lines of a message are kept.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(visible(s))
}

// visible is estimate.Visible for a text whose lines are escaped behind it.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\n' || r == '\r' || r == '\t' {
			b.WriteRune(r)
		} else {
			b.WriteString(estimate.Visible(string(r)))
		}
	}
	return b.String()
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(visible(s))
}

// summarySize is how long a summary GitHub takes, less room for its last line.
const summarySize = 1<<20 - 1<<10

// Markdown writes a summary for the page of a job. Where it would be longer than such a
// page may be, it ends with the count of the rest.
func (r *Report) Markdown() string {
	var b strings.Builder
	mark := "✓"
	if r.Findings()+len(r.Unread) > 0 {
		mark = "✗"
	}
	fmt.Fprintf(&b, "## %s botec check\n\n%s.\n", mark, r.Summary())
	for i, why := range r.Unread {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString("- " + words(why) + "\n")
	}
	all := r.all()
	for i, f := range all {
		if i == 0 {
			b.WriteString("\n| Where | What | Instead |\n| --- | --- | --- |\n")
		}
		where := f.File
		if f.Line > 0 {
			where = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		row := "| " + cell(where) + " | " + cell(f.Message) + " " + cell("`"+f.Rule+"`") + " | " + cell(f.Help) + " |\n"
		if b.Len()+len(row) > summarySize {
			fmt.Fprintf(&b, "\nAnd %d more: `botec check` lists them all.\n", len(all)-i)
			break
		}
		b.WriteString(row)
	}
	return b.String()
}

// words writes a text without the characters that mean something to Markdown, or to
// GitHub, within a line.
func words(s string) string {
	return strings.NewReplacer(
		`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "~", `\~`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "`", "\\`",
		"$", "<span>$</span>", // else two of them enclose a formula
		"\r", "", "\n", "<br>").Replace(visible(s))
}

// cell writes a text into a cell of a table: what stands between backticks is code, the
// rest is as it is. The elements, since backticks do not keep every text in its cell.
func cell(s string) string {
	parts := strings.Split(s, "`")
	var b strings.Builder
	for i, part := range parts {
		switch text := words(part); {
		case i%2 == 0:
			b.WriteString(text)
		case i == len(parts)-1: // the backtick before it has no partner
			b.WriteString("\\`" + text)
		default:
			b.WriteString("<code>" + text + "</code>")
		}
	}
	return b.String()
}
