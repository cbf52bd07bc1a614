package estimate

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"botec/estimate/formula"
)

// Problem is a mistake in the user's text, or a doubt about it: a value, not a Go
// error, so that all those of a file can be shown in one run.
type Problem struct {
	Place
	Width   int     // characters under the caret; 0 is one
	Also    []Caret // further carets on the same line
	Message string  // what is wrong: lower case, no full stop, the user's text quoted
	Rule    string  // short and stable: "dimension", "unknown-key" …
	Help    string  // what to write instead; one thing a line
	Off     float64 // of a figure, by how much: |ln(written ÷ computed)|; else 0
}

// Caret is a further place on the line of a problem.
type Caret struct{ Column, Width int }

// String gives "file:line:col: message [rule]", all of it visible.
func (p *Problem) String() string {
	if p.Line == 0 {
		return Visible(fmt.Sprintf("%s: %s [%s]", p.File, p.Message, p.Rule))
	}
	return Visible(fmt.Sprintf("%s:%d:%d: %s [%s]", p.File, p.Line, p.Column, p.Message, p.Rule))
}

// SortProblems orders problems by file and place, and drops those that say the same
// of the same place.
func SortProblems(ps []*Problem) []*Problem {
	slices.SortStableFunc(ps, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(ps, func(a, b *Problem) bool { return a.Place == b.Place && a.Message == b.Message })
}

// placeAt is the place of a byte offset into the expression's text.
func (e *Expr) placeAt(offset int) Place {
	offset = min(max(offset, 0), len(e.Text))
	line, column, from := e.Place.Line, e.Place.Column, 0
	for _, s := range e.Segments {
		if s.Offset > offset {
			break
		}
		line, column, from = s.Line, s.Column, s.Offset
	}
	if line == 0 {
		return e.Place
	}
	return Place{e.Place.File, line, column + utf8.RuneCountInString(e.Text[from:offset])}
}

// Problem places a mistake of the expression in its file.
func (e *Expr) Problem(err *formula.Error) *Problem {
	span := func(s formula.Span) (Place, int) {
		start, end := min(max(s.Start, 0), len(e.Text)), min(max(s.End, s.Start, 0), len(e.Text))
		return e.placeAt(start), utf8.RuneCountInString(e.Text[start:end])
	}
	p := &Problem{Message: err.Message, Rule: err.Rule, Help: err.Help}
	p.Place, p.Width = span(err.Span)
	for _, s := range err.Also {
		if at, width := span(s); at.Line == p.Line {
			p.Also = append(p.Also, Caret{at.Column, width})
		}
	}
	return p
}
