package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"botec/cmd/botec/internal/table"
	"botec/estimate/drill"
)

// textView shows a session in plain lines, one after the other.
type textView struct {
	out    io.Writer
	look   table.Look
	prompt string // empty: nobody types
	height int    // rows of the terminal; 0: nobody looks
	since  int    // rows from the last verdict on, until the next question
	err    error  // the first of writing
}

func newTextView(a *app, typed bool) *textView {
	v := &textView{out: a.out, look: a.look("")}
	if out, ok := a.out.(*os.File); ok && typed {
		v.prompt = prompt
		if _, height, err := term.GetSize(int(out.Fd())); err == nil {
			v.height = height
		}
	}
	return v
}

func (v *textView) failed() error { return v.err }

// print writes lines that fit the terminal.
func (v *textView) print(lines ...string) {
	rows := v.rows(lines)
	v.since += len(rows)
	v.write(strings.Join(append(rows, ""), "\n"))
}

// rows are lines as the terminal shows them.
func (v *textView) rows(lines []string) []string {
	var rows []string
	for _, line := range lines {
		rows = append(rows, wrap(v.plain(line), v.look.Width)...)
	}
	return rows
}

// scrolls reports whether lines and a prompt behind them would move the last verdict off
// the terminal.
func (v *textView) scrolls(lines []string) bool {
	return v.since > 0 && v.height > 0 && v.since+len(v.rows(lines))+1 > v.height
}

func (v *textView) write(text string) {
	if v.err == nil {
		_, v.err = io.WriteString(v.out, text)
	}
}

// plain replaces what the terminal cannot show.
func (v *textView) plain(line string) string {
	if v.look.UTF8 {
		return line
	}
	return strings.NewReplacer("×", "x", "·", "*", "÷", "/", "−", "-", "–", "-", "—", "-", "≈", "~", "≤", "<=", "≥", ">=", "π", "pi", "µ", "u", "√", "sqrt ", "…", "...", "→", "->", "²", "^2", "³", "^3").Replace(line)
}

const keysLine = "? hint, ! solution, s skip, q quit"

func (v *textView) begin(p *drillPlan, limit time.Duration) {
	head := count(len(p.questions), "question")
	if p.seed != "" {
		head += ", seed " + p.seed
	}
	if limit > 0 {
		head += ", " + seconds(limit) + " each"
	}
	if p.why != "" {
		head += "; " + p.why
	}
	v.print(head)
	if v.prompt != "" {
		v.print(keysLine)
	}
}

func (v *textView) question(number, of int, q *drill.Question) {
	v.print(questionLines(number, of, q)...)
	v.since = 0
}

func questionLines(number, of int, q *drill.Question) []string {
	lines := []string{"", fmt.Sprintf("%d of %d  %s", number, of, q.ID)}
	lines = append(lines, strings.Split(q.Text, "\n")...)
	for i, c := range q.Choices {
		mark := string(rune('a'+i)) + ")"
		if q.Form == drill.StepFigure {
			mark = fmt.Sprintf("%d.", i+1)
		}
		lines = append(lines, "  "+mark+" "+c)
	}
	return lines
}

func (v *textView) ask() { v.write(v.prompt) }

func (v *textView) left() {
	if v.prompt != "" {
		v.write("\n")
	}
}

func (v *textView) keys() {
	if v.prompt != "" {
		v.print(keysLine)
	}
}

func (v *textView) refuse(r *drill.Refusal) {
	v.print("not counted: " + r.Message)
	if r.Help != "" {
		v.print("  " + r.Help)
	}
}

func (v *textView) hint(number int, text string) {
	v.print(fmt.Sprintf("hint %d of %d: %s", number, drill.MaxHints, text))
}

func (v *textView) skipped() { v.print("skipped") }

func (v *textView) pause(next string) { v.write("Enter for " + next + " " + v.prompt) }

// verdict shows the verdict alone on its line, and below it the solution.
func (v *textView) verdict(r *drillResult, limit time.Duration) {
	v.since = 0
	if r.outcome == gaveUp {
		v.print("solution")
	} else {
		v.print(v.paint(color(r.verdict), r.verdict.String()))
	}
	v.print("  " + strings.Join(remarks(r, limit), "; "))
	v.print(v.solution(r.question.Solution())...)
}

// remarks are what else there is to say of an answer.
func remarks(r *drillResult, limit time.Duration) []string {
	var out []string
	if r.verdict.Echo != "" {
		out = append(out, "read as "+r.verdict.Echo)
	}
	points := count(r.verdict.Points, "point")
	if r.hints > 0 {
		points += " after " + count(r.hints, "hint")
	}
	out = append(out, points)
	if r.late {
		out = append(out, fmt.Sprintf("late: %s of %s", seconds(r.took), seconds(limit)))
	}
	return out
}

// solution lays the steps out with the shortcuts in a margin beside them, or below where
// the terminal is narrow.
func (v *textView) solution(steps []drill.Step) []string {
	text, margin := 0, 0
	for _, s := range steps {
		if s.Margin != "" {
			text, margin = max(text, utf8.RuneCountInString(s.Text)), max(margin, utf8.RuneCountInString(s.Margin))
		}
	}
	beside := v.look.Width == 0 || 2+text+2+margin <= v.look.Width
	var lines []string
	for _, s := range steps {
		switch {
		case s.Margin == "":
			lines = append(lines, "  "+s.Text)
		case beside:
			lines = append(lines, fmt.Sprintf("  %s%s  %s", s.Text, strings.Repeat(" ", text-utf8.RuneCountInString(s.Text)), s.Margin))
		default:
			lines = append(lines, "  "+s.Text, "    "+s.Margin)
		}
	}
	return lines
}

// color is that of a verdict; its words say the same.
func color(v drill.Verdict) string {
	switch {
	case v.Passed():
		return "32"
	case v.Grade == drill.Wrong:
		return "31"
	}
	return "33"
}

func (v *textView) paint(color, text string) string {
	if !v.look.Color {
		return text
	}
	return "\x1b[1;" + color + "m" + text + "\x1b[0m"
}

// wrap breaks a line at spaces so that it has at most width columns; what follows an
// indented line is indented by two more. Width 0 breaks nothing.
func wrap(line string, width int) []string {
	if width <= 0 || shown(line) <= width {
		return []string{line}
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	var out []string
	now, bare := indent, true
	if indent != "" {
		indent += "  "
	}
	for _, word := range strings.Split(strings.TrimSpace(line), " ") {
		switch {
		case bare:
		case shown(now)+1+shown(word) > width:
			out = append(out, strings.TrimRight(now, " "))
			now = indent
		default:
			now += " "
		}
		now, bare = now+word, false
	}
	return append(out, now)
}

// shown is the count of columns that a text takes.
func shown(text string) int {
	return utf8.RuneCountInString(strings.NewReplacer("\x1b[0m", "", "\x1b[1;31m", "", "\x1b[1;32m", "", "\x1b[1;33m", "").Replace(text))
}
