package formula

import "fmt"

// Error is a mistake in an expression: where it stands, what is wrong, what to
// write instead.
type Error struct {
	Span
	Message string
	Help    string
	Rule    string // short and stable: "syntax", "dimension", "unknown-name", "value" …
	Also    []Span // further places that deserve a caret: the other side of a mismatch
}

func (e *Error) Error() string { return e.Message }

// The rules an expression can break.
const (
	RuleSyntax    = "syntax"
	RuleUnit      = "unit"
	RuleDimension = "dimension"
	RuleName      = "unknown-name"
	RuleRange     = "range"
	RuleValue     = "value"
	RuleAmbiguous = "ambiguous"
)

func errorAt(s Span, rule, help, format string, args ...any) *Error {
	return &Error{Span: s, Rule: rule, Help: help, Message: fmt.Sprintf(format, args...)}
}
