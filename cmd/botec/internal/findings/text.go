package findings

import (
	"fmt"
	"strings"
)

// Text writes every finding with its source line, carets and help. Where judged claims
// were kept, those that hold come with the values that they hold for.
func (r *Report) Text() string {
	var b strings.Builder
	for _, f := range r.Files {
		for _, j := range f.Judged {
			if v := j.Verdict; v != nil && v.Holds {
				fmt.Fprintf(&b, "%s:%d:%d: %s: %s holds for %s\n", j.File, j.Line, j.Column, j.Quantity, j.Text, v.Band)
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
	all := r.all()
	sortWorst(all)
	var b strings.Builder
	for i, f := range all {
		if i == worst {
			fmt.Fprintf(&b, "::error title=botec::and %d more: the log of `botec check` has them all\n", len(all)-worst)
			break
		}
		message := f.Message
		if f.Help != "" {
			message += "\n" + f.Help
		}
		fmt.Fprintf(&b, "::error file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n",
			property(f.File), max(1, f.Line), max(1, f.Line), max(1, f.Column), max(1, f.Column)+max(1, f.Width), property(f.Rule), data(message))
	}
	return b.String()
}

// data escapes the message of a workflow command, property a value before it.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// Markdown writes a summary for the page of a job.
func (r *Report) Markdown() string {
	var b strings.Builder
	mark := "✓"
	if r.Findings() > 0 {
		mark = "✗"
	}
	fmt.Fprintf(&b, "## %s botec check\n\n%s.\n", mark, r.Summary())
	for i, f := range r.all() {
		if i == 0 {
			b.WriteString("\n| Where | What | Instead |\n| --- | --- | --- |\n")
		}
		fmt.Fprintf(&b, "| %s:%d | %s `%s` | %s |\n", escape(f.File), f.Line, escape(f.Message), f.Rule, strings.ReplaceAll(escape(f.Help), "\n", "<br>"))
	}
	return b.String()
}

// escape keeps a text in its cell, and out of HTML and emphasis.
func escape(s string) string {
	return strings.NewReplacer("|", `\|`, "*", `\*`, "<", "&lt;", "_", `\_`, "\r", "").Replace(s)
}
