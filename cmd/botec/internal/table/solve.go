package table

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Dated adds to a figure of a time when that is: empty where nobody asked.
type Dated func(estimate.Figure) string

// solution is a solution on its way to sentences.
type solution struct {
	*estimate.Solution
	on Dated
	m  marks
}

// Solution writes what was found in sentences: for each constraint where it holds, what
// is there and just beyond, and what it is now.
func Solution(s *estimate.Solution, on Dated, look Look) string {
	x := solution{s, on, marksFor(look.UTF8)}
	var b strings.Builder
	for _, p := range x.paragraphs() {
		for i, line := range p {
			if i == 0 {
				line = look.bold(wrap(line, look.Width, between))
			} else {
				line = wrap(between+line, look.Width, between+between)
			}
			b.WriteString(line + "\n")
		}
	}
	for _, line := range x.notes() {
		b.WriteString(wrap(line, look.Width, between) + "\n")
	}
	return b.String()
}

// SolutionMarkdown writes the same as a list.
func SolutionMarkdown(s *estimate.Solution, on Dated) string {
	x := solution{s, on, marksFor(true)}
	var b strings.Builder
	for _, p := range x.paragraphs() {
		b.WriteString("- **" + escape(p[0]) + "**\n")
		for _, line := range p[1:] {
			b.WriteString("  - " + escape(line) + "\n")
		}
	}
	for _, line := range x.notes() {
		b.WriteString("\n" + sentence(line) + "\n")
	}
	return b.String()
}

// paragraphs are the sentences on each constraint, its own words first.
func (x solution) paragraphs() [][]string {
	var out [][]string
	for i := range x.Solved {
		one := &x.Solved[i]
		out = append(out, append([]string{one.Quantity + " " + one.Constraint}, x.about(one)...))
	}
	if x.All != nil {
		out = append(out, append([]string{"all of them"}, x.about(x.All)...))
	}
	return out
}

// about is what was found of one constraint, or of all.
func (x solution) about(s *estimate.Solved) []string {
	name, together := x.Variable.Name, s.Quantity == ""
	hold, now := "holds", "holds"
	if together {
		hold, now = "hold", "hold"
	}
	var out []string
	switch {
	case len(s.Within) == 0:
		out = append(out, fmt.Sprintf("never %s within %s = %s to %s", hold, name, x.From.Text, x.To.Text))
	case len(s.Within) == 1 && s.Within[0].From.Open && s.Within[0].To.Open:
		out = append(out, fmt.Sprintf("always %s within %s = %s to %s", hold, name, x.From.Text, x.To.Text)+unmoved(s, name))
	default:
		for i := range s.Within {
			out = append(out, x.stretch(s, &s.Within[i], hold))
		}
	}
	if x.Given == "" {
		return out
	}
	if !s.Holds {
		now = "fails"
		if together {
			now = "do not all hold"
		}
	}
	text := fmt.Sprintf("now, at %s = %s, ", name, x.given())
	if together {
		return append(out, text+"they "+now)
	}
	if math.IsNaN(s.Now.Value) {
		return append(out, text+"there is no value")
	}
	return append(out, text+fmt.Sprintf("it is %s and %s", figure(&s.Now, x.Calendar), now))
}

func unmoved(s *estimate.Solved, name string) string {
	if s.Moves || s.Quantity == "" {
		return ""
	}
	return ": " + s.Quantity + " does not move with " + name
}

func gap(name string, g estimate.Gap) string {
	if g.From.Text == g.To.Text {
		return fmt.Sprintf("no value at %s = %s: %s", name, g.From.Text, g.Why)
	}
	return fmt.Sprintf("no value from %s = %s to %s: %s", name, g.From.Text, g.To.Text, g.Why)
}

// given is the value as the scenario has it.
func (x solution) given() string {
	short := func() string {
		const digits = 4 // it is no figure that somebody chose
		return x.Variable.Text(x.Now.Value, x.Now.Unavailability, digits)
	}
	switch {
	case x.Formula != "":
		return short() + " (" + x.Formula + ")"
	case strings.Contains(x.Given, " to ") || strings.Contains(x.Given, "("):
		return short() + " (the median of " + x.Given + ")"
	}
	return x.Given
}

// stretch is a sentence on where a constraint holds.
func (x solution) stretch(s *estimate.Solved, w *estimate.Stretch, hold string) string {
	name, together := x.Variable.Name, s.Quantity == ""
	var text string
	switch {
	case w.From.Open:
		text = fmt.Sprintf("%s up to %s = %s", hold, name, x.dated(&w.To))
		if name == "horizon" && x.on(w.To.Figure) != "" {
			text = fmt.Sprintf("%s for %s: full on %s", hold, w.To.Text, x.on(w.To.Figure))
		} else if name == "horizon" {
			text = fmt.Sprintf("%s for %s, then it is full", hold, w.To.Text)
			if together {
				text = fmt.Sprintf("%s for %s", hold, w.To.Text)
			}
		}
	case w.To.Open:
		text = fmt.Sprintf("%s from %s = %s on", hold, name, x.dated(&w.From))
	case w.From.Text == w.To.Text:
		text = fmt.Sprintf("%s at %s = %s", hold, name, x.dated(&w.From))
	default:
		text = fmt.Sprintf("%s from %s = %s to %s", hold, name, x.dated(&w.From), x.dated(&w.To))
	}
	for _, e := range []*estimate.Edge{&w.From, &w.To} {
		if !e.Open {
			text += "; " + x.beyond(s, e, hold)
		}
	}
	return text
}

func (x solution) dated(e *estimate.Edge) string {
	if date := x.on(e.Figure); date != "" && x.Variable.Name == "horizon" {
		return e.Text + " (" + date + ")"
	}
	return e.Text
}

// beyond says what is just outside a stretch.
func (x solution) beyond(s *estimate.Solved, e *estimate.Edge, hold string) string {
	switch {
	case e.Lost:
		return fmt.Sprintf("at %s there is no value", e.Beyond.Text)
	case s.Quantity == "":
		return fmt.Sprintf("at %s not all of them %s", e.Beyond.Text, hold)
	}
	inside, outside := amount(&e.Line, x.Calendar), amount(&e.BeyondLine, x.Calendar)
	for digits := 4; (inside == outside || strings.HasSuffix(s.Constraint, outside)) && digits <= 9; digits++ { // else it reads as if it held
		inside, outside = closer(&e.Line, x.Calendar, digits), closer(&e.BeyondLine, x.Calendar, digits)
	}
	return fmt.Sprintf("at %s it is %s, not %s", e.Beyond.Text, outside, inside)
}

// closer is an amount with more digits than usual.
func closer(l *estimate.Line, cal unit.Calendar, digits int) string {
	if l.Type.Kind == formula.Availability {
		return unit.FormatAvailability(l.Unavailability, digits)
	}
	style := l.Style
	style.Digits = digits
	return unit.Format(l.Value, l.Type.Dim, cal, style)
}

// notes say where there is no value, and what was looked at.
func (x solution) notes() []string {
	var out []string
	for _, g := range x.NoValue {
		out = append(out, gap(x.Variable.Name, g))
	}
	if x.Sampling != nil {
		out = append(out, trials(*x.Sampling))
	}
	return append(out, x.searched())
}

// searched says what was looked at.
func (x solution) searched() string {
	how := "evenly spaced"
	switch {
	case x.Nines:
		how = "by nines"
	case x.Log:
		how = "on a logarithmic scale"
	}
	return fmt.Sprintf("searched %s to %s: %d values %s, and between them where something changes", x.From.Text, x.To.Text, x.Points, how)
}

// budgetNote is one line on where an expectation of a sweep holds.
func budgetNote(name string, s *estimate.Solved) string {
	what := ": " + s.Quantity + " " + s.Constraint
	switch {
	case len(s.Within) == 0:
		return "holds nowhere here" + what
	case len(s.Within) == 1 && s.Within[0].From.Open && s.Within[0].To.Open:
		return "holds everywhere here" + what
	}
	var parts []string
	for _, w := range s.Within {
		switch {
		case w.From.Open:
			parts = append(parts, "up to "+name+" = "+w.To.Text)
		case w.To.Open:
			parts = append(parts, "from "+name+" = "+w.From.Text+" on")
		default:
			parts = append(parts, "from "+name+" = "+w.From.Text+" to "+w.To.Text)
		}
	}
	return "holds " + strings.Join(parts, ", and ") + what
}
