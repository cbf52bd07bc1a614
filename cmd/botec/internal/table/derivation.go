package table

import (
	"fmt"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// placeColumn is the furthest to the right that the places of a tree are aligned;
// longer lines carry theirs right behind them.
const placeColumn = 90

// tree are the pieces that a tree is drawn with.
type tree struct{ branch, last, through, gap string }

func treeFor(look Look) tree {
	if look.Terminal && look.UTF8 {
		return tree{"├─ ", "└─ ", "│  ", "   "}
	}
	return tree{"|- ", "`- ", "|  ", "   "}
}

// Derivation writes how a quantity comes about, as a tree.
func Derivation(d *estimate.Derivation, cal unit.Calendar, look Look) string {
	t := deriver{cal: cal, tree: treeFor(look)}
	t.write(d, "", "")
	width := 0
	for _, l := range t.lines {
		if n := len([]rune(l.text)); l.place != "" && n <= placeColumn {
			width = max(width, n)
		}
	}
	var b strings.Builder
	for _, l := range t.lines {
		b.WriteString(l.text)
		if l.place != "" {
			b.WriteString(strings.Repeat(" ", max(0, width-len([]rune(l.text)))+2) + l.place)
		}
		b.WriteByte('\n')
	}
	if d.Sampling != nil {
		b.WriteString(between + Sampling(d.Sampling) + "\n")
	}
	return b.String()
}

type deriver struct {
	cal   unit.Calendar
	tree  tree
	lines []placed
}

// placed is a line with the place in the file that stands behind it.
type placed struct{ text, place string }

// write adds a quantity: its name with formula, figures and result on lines of
// their own, or all on one where that is short; then what it is computed from.
func (t *deriver) write(d *estimate.Derivation, first, rest string) {
	children := news(d)
	inner := rest
	if len(children) > 0 {
		inner += strings.TrimRight(t.tree.through, " ")
	}
	steps := t.steps(d)
	indent := strings.Repeat(" ", len([]rune(d.Name)))
	if one := first + d.Name + " = " + strings.Join(steps, " = "); len(steps) == 1 || len([]rune(one)) <= 78 && rest != "" {
		t.lines = append(t.lines, placed{one + t.remark(d), t.place(d)})
	} else {
		t.lines = append(t.lines, placed{first + d.Name + " = " + steps[0], t.place(d)})
		pad := inner + strings.Repeat(" ", max(0, len([]rune(rest))+len(indent)-len([]rune(inner))))
		for i, s := range steps[1:] {
			text := pad + " = " + s
			if i == len(steps)-2 {
				text += t.remark(d)
			}
			t.lines = append(t.lines, placed{text, ""})
		}
	}
	for i, of := range children {
		if i == len(children)-1 {
			t.write(of, rest+t.tree.last, rest+t.tree.gap)
		} else {
			t.write(of, rest+t.tree.branch, rest+t.tree.through)
		}
	}
}

// news are the parts of a derivation that the tree has not shown yet. An input that
// it has needs no second line: its figure stands in the formula.
func news(d *estimate.Derivation) []*estimate.Derivation {
	var out []*estimate.Derivation
	for _, of := range d.Of {
		if !d.Above && (!of.Above || of.Node != nil) {
			out = append(out, of)
		}
	}
	return out
}

// remark says what a reader should know of the result.
func (t *deriver) remark(d *estimate.Derivation) string {
	var out string
	if d.Above {
		out += "  (above)"
	}
	if d.Deeper {
		out += "  (explain it by its name for more)"
	}
	if s := d.Spread; s != nil && !strings.Contains(d.Given, " to ") {
		out += "  (" + fromTo(&d.Line, t.cal) + ")"
	}
	if d.Note != "" && d.Missing == "" {
		out += "  (" + d.Note + ")"
	}
	if d.From == estimate.Default || d.From == estimate.Overridden || d.From == estimate.Shared {
		out += "  (" + string(d.From) + ")"
	}
	return out
}

func (t *deriver) place(d *estimate.Derivation) string {
	if d.Place.Line == 0 || strings.HasPrefix(d.Place.File, "--") {
		return ""
	}
	return estimate.Visible(fmt.Sprintf("%s:%d", d.Place.File, d.Place.Line))
}

// steps are the formula, the formula with figures, and the result.
func (t *deriver) steps(d *estimate.Derivation) []string {
	result := amount(&d.Line, t.cal)
	if d.Node == nil {
		if d.Type.Kind == formula.Availability && !d.Spreads || plainly(d.Given) == plainly(result) || sameQuantity(d, t.cal) {
			return []string{d.Given}
		}
		return []string{d.Given, result}
	}
	switch {
	case d.Above:
		return []string{result}
	case d.Deeper:
		return []string{d.Formula, result}
	case d.Share != "":
		return []string{d.Share + " of " + d.Of[0].Name, result}
	}
	steps := []string{d.Formula}
	for _, s := range []string{t.figures(d), result} {
		if s != steps[len(steps)-1] {
			steps = append(steps, s)
		}
	}
	return steps
}

// sameQuantity reports whether the text of an input already reads as its value, so
// that "10 years = 10 years" is said once.
func sameQuantity(d *estimate.Derivation, cal unit.Calendar) bool {
	lit, err := unit.Parse(d.Given)
	return err == nil && lit.Value(cal) == d.Value
}

func plainly(s string) string { return strings.ReplaceAll(s, " ", "") }

// figures is the formula with the value of each name in its place.
func (t *deriver) figures(d *estimate.Derivation) string {
	return formula.PrintWith(d.Node, func(n *formula.Name) string { return t.figure(d, n) }) + strings.TrimPrefix(d.Formula, formula.Print(d.Node))
}

func (t *deriver) figure(d *estimate.Derivation, n *formula.Name) string {
	if n.Elapsed && d.At != "horizon" {
		return d.At
	}
	for _, of := range d.Of {
		if of.Asked == formula.Print(n) {
			if of.Node == nil && sameQuantity(of, t.cal) {
				return of.Given
			}
			return amount(&of.Line, t.cal)
		}
	}
	return formula.Print(n)
}

// DerivationMarkdown writes how a quantity comes about as display math: a line of
// equations for each quantity, what it needs below it.
func DerivationMarkdown(d *estimate.Derivation, cal unit.Calendar) string {
	t := deriver{cal: cal}
	var b strings.Builder
	t.math(d, &b)
	if d.Sampling != nil {
		b.WriteString("\n" + sentence(Sampling(d.Sampling)) + "\n")
	}
	return b.String()
}

func (t *deriver) math(d *estimate.Derivation, b *strings.Builder) {
	b.WriteString("$$\n\\begin{aligned}\n")
	steps := t.steps(d)
	b.WriteString(mathText(d.Name) + " &= " + mathText(steps[0]))
	for _, s := range steps[1:] {
		b.WriteString(" \\\\\n &= " + mathText(s))
	}
	if d.Spread != nil {
		b.WriteString(mathText("  (" + fromTo(&d.Line, t.cal) + ")"))
	}
	b.WriteString("\n\\end{aligned}\n$$\n")
	for _, of := range news(d) {
		if !of.Above {
			b.WriteByte('\n')
			t.math(of, b)
		}
	}
}

// mathText puts words and figures into \text and operators into math.
func mathText(s string) string {
	var b strings.Builder
	var words strings.Builder
	flush := func() {
		if w := words.String(); strings.TrimSpace(w) != "" {
			b.WriteString(`\text{` + mathEscape.Replace(w) + `}`)
		}
		words.Reset()
	}
	for _, r := range s {
		switch r {
		case '×':
			flush()
			b.WriteString(` \times `)
		case '+', '(', ')', '=':
			flush()
			b.WriteString(" " + string(r) + " ")
		default:
			words.WriteRune(r)
		}
	}
	flush()
	return strings.TrimSpace(b.String())
}

var mathEscape = strings.NewReplacer(`\`, `\textbackslash `, "_", `\_`, "%", `\%`, "$", `\$`, "&", `\&`, "#", `\#`, "{", `\{`, "}", `\}`, "^", `\^{}`)
