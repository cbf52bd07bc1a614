package table

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Change is a scenario that was compared, and the name of its document; of two files
// that the user named, the document has none.
type Change struct {
	Document string
	*estimate.Comparison
}

// effect is a row of numbers: a quantity whose figure or expectation moved.
type effect struct {
	*estimate.Effect
	before, after string // as shown; empty: not there
}

// effects are the rows of a change: what is broken first, then what fails as before,
// then the rest, each in the order of the report.
func (c Change) effects() []effect {
	var out []effect
	for i := range c.Numbers {
		e := effect{Effect: &c.Numbers[i]}
		if e.Before != nil {
			e.before = figure(e.Before, c.Before.Calendar)
		}
		if e.After != nil {
			e.after = figure(e.After, c.After.Calendar)
		}
		if e.before != e.after || slices.ContainsFunc(e.Constraints, turned) {
			out = append(out, e)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].rank() < out[j].rank() })
	return out
}

// turned reports whether an expectation is worth a row of its own.
func turned(j estimate.Judged) bool { return j.Broken() || j.Mended() || j.Rewritten() }

func (e effect) rank() int {
	switch {
	case slices.ContainsFunc(e.Constraints, estimate.Judged.Broken):
		return 0
	case slices.ContainsFunc(e.Constraints, estimate.Judged.Fails):
		return 1
	}
	return 2
}

// figure is what the report shows of a line; an availability has its downtime beside it.
func figure(l *estimate.Line, cal unit.Calendar) string {
	text := amount(l, cal)
	if l.Type.Kind == formula.Availability && l.Missing == "" && l.Unavailability > 0 {
		text += " (" + duration(l.Downtime.Year, cal) + "/year)"
	}
	return text
}

// tally counts what a change did.
type tally struct {
	Assumptions int `json:"assumptions_changed"`
	Formulas    int `json:"formulas_changed"`
	Numbers     int `json:"numbers"`
	Moved       int `json:"numbers_moved"`
	Broken      int `json:"newly_broken"`
	Failing     int `json:"failing"` // newly broken ones among them
	Mended      int `json:"mended"`

	over, still int // of the broken: limits that are exceeded; of the failing: as before
}

func (c Change) tally() tally {
	t := tally{Assumptions: len(c.Assumptions), Formulas: len(c.Formulas), Numbers: len(c.Numbers)}
	for _, e := range c.effects() {
		if e.before != e.after {
			t.Moved++
		}
	}
	for _, n := range c.Numbers {
		for _, j := range n.Constraints {
			t.add(j)
		}
	}
	return t
}

func (t *tally) add(j estimate.Judged) {
	if j.Broken() {
		t.Broken++
	}
	if j.Broken() && j.After.Bound == estimate.Ceiling {
		t.over++
	}
	if j.Fails() {
		t.Failing++
	}
	if j.Still() {
		t.still++
	}
	if j.Mended() {
		t.Mended++
	}
}

// isNothing reports whether a change has no row.
func (c Change) isNothing() bool {
	return c.Before != nil && c.After != nil && len(c.Assumptions)+len(c.Formulas) == 0 && len(c.effects()) == 0
}

// summary is the first line of a change.
func (c Change) summary() string {
	t := c.tally()
	out := counts{}
	if c.Before == nil || c.After == nil {
		out = append(out, map[bool]string{true: "new", false: "removed"}[c.Before == nil])
		out.say(t.Numbers, "number", "numbers")
		out.say(t.Failing, "expectation fails", "expectations fail")
		return out.String()
	}
	out.say(t.Assumptions, "assumption changed", "assumptions changed")
	out.say(t.Formulas, "formula changed", "formulas changed")
	moved := "no number moved"
	if t.Moved > 0 {
		moved = fmt.Sprintf("%d of %s moved", t.Moved, count(t.Numbers, "number", "numbers"))
	}
	out = append(out, moved)
	out.say(t.over, "budget now exceeded", "budgets now exceeded")
	out.say(t.Broken-t.over, "expectation now fails", "expectations now fail")
	out.say(t.Failing-t.Broken-t.still, "new expectation fails", "new expectations fail")
	out.say(t.still, "still fails", "still fail")
	out.say(t.Mended, "now holds", "now hold")
	return out.String()
}

// counts are told in one line, without those of nothing.
type counts []string

func (c *counts) say(n int, one, many string) {
	if n > 0 {
		*c = append(*c, count(n, one, many))
	}
}

func (c counts) String() string { return strings.Join(c, ", ") }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// causes is the sheet of what was written differently; a formula, which has no figure to
// stand in a column, is a note.
func (c Change) causes() *sheet {
	s := &sheet{title: "assumption", columns: []column{{title: "before", left: true}, {title: "after", left: true}, {title: "Δ", left: true}}}
	for _, a := range c.Assumptions {
		d := delta(a.Factor, a.Availability)
		switch {
		case a.Before == "":
			d = "new"
		case a.After == "":
			d = "removed"
		}
		s.rows = append(s.rows, row{a.Name, []string{a.Before, a.After, d}})
	}
	for _, f := range c.Formulas {
		s.notes = append(s.notes, "formula of "+f.Name+": "+f.Before+" → "+f.After)
	}
	s.dropEmpty()
	return s
}

// moved is the sheet of numbers.
func (c Change) moved(m marks) *sheet {
	s := &sheet{title: "number", columns: []column{{title: "before"}, {title: "after"}, {title: "Δ"}, {title: "budget", left: true}}}
	for _, e := range c.effects() {
		d := ""
		switch {
		case e.Before == nil:
			d = "new"
		case e.After == nil:
			d = "removed"
		case e.before != e.after:
			d = delta(e.Factor, e.After.Type.Kind == formula.Availability)
		}
		var budgets []string
		for _, j := range e.Constraints {
			budgets = append(budgets, budget(j))
		}
		s.rows = append(s.rows, row{e.mark(m) + e.Name, []string{e.before, e.after, d, strings.Join(budgets, "; ")}})
	}
	s.dropEmpty()
	return s
}

// mark is the sign in front of what fails now, and of what does not any more.
func (e effect) mark(m marks) string {
	switch {
	case slices.ContainsFunc(e.Constraints, estimate.Judged.Fails):
		return m.no + " "
	case slices.ContainsFunc(e.Constraints, estimate.Judged.Mended):
		return m.yes + " "
	}
	return ""
}

// dropEmpty leaves out the columns that have nothing in them.
func (s *sheet) dropEmpty() {
	for i := len(s.columns) - 1; i >= 0; i-- {
		if !slices.ContainsFunc(s.rows, func(r row) bool { return r.cells[i] != "" }) {
			s.drop(i)
		}
	}
}

// ascii puts the signs of a sheet into what any locale can show.
func (s *sheet) ascii() {
	signs := strings.NewReplacer("×", "x", "÷", "/", "−", "-", "→", "->", "Δ", "change")
	for i := range s.columns {
		s.columns[i].title = signs.Replace(s.columns[i].title)
	}
	for i := range s.rows {
		for k := range s.rows[i].cells {
			s.rows[i].cells[k] = signs.Replace(s.rows[i].cells[k])
		}
	}
	for i := range s.notes {
		s.notes[i] = signs.Replace(s.notes[i])
	}
}

// Diff writes changes as aligned columns: those that changed anything, each below its
// name, then how many did not.
func Diff(changes []Change, look Look) string {
	return written(changes, func(name string) string { return look.bold(name) + "\n" }, func(b *strings.Builder, s *sheet) {
		if !look.UTF8 {
			s.ascii()
		}
		if len(s.rows) > 0 {
			look.grid(b, []*sheet{s})
			return
		}
		b.WriteByte('\n')
		for _, n := range s.notes {
			b.WriteString(n + "\n")
		}
	}, marksFor(look.UTF8))
}

// DiffMarkdown writes changes as Markdown tables.
func DiffMarkdown(changes []Change) string {
	heading := func(name string) string { return "## " + escape(name) + "\n\n" }
	return written(changes, heading, func(b *strings.Builder, s *sheet) {
		if len(s.rows) > 0 {
			b.WriteString("\n" + s.grid(s.cells(title(s.title))))
		}
		b.WriteString(s.sentences())
	}, marksFor(true))
}

func written(changes []Change, heading func(string) string, write func(*strings.Builder, *sheet), m marks) string {
	var b strings.Builder
	told := 0
	for _, c := range changes {
		if c.isNothing() {
			continue
		}
		if told++; told > 1 {
			b.WriteByte('\n')
		}
		if c.Before == nil || c.After == nil {
			b.WriteString(strings.TrimSpace(heading(c.Document)) + ": " + c.summary() + "\n")
			continue
		}
		if c.Document != "" {
			b.WriteString(heading(c.Document))
		}
		b.WriteString(c.summary() + "\n")
		for _, s := range []*sheet{c.causes(), c.moved(m)} {
			if len(s.rows)+len(s.notes) > 0 {
				write(&b, s)
			}
		}
	}
	switch rest := len(changes) - told; {
	case told == 0:
		b.WriteString("nothing changed\n")
	case rest > 0:
		b.WriteString("\n" + count(rest, "scenario without a change", "scenarios without a change") + "\n")
	}
	return b.String()
}
