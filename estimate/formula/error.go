package formula

import (
	"errors"
	"fmt"
)

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
	RuleLimit     = "limit"
)

func errorAt(s Span, rule, help, format string, args ...any) *Error {
	return &Error{Span: s, Rule: rule, Help: help, Message: fmt.Sprintf(format, args...)}
}

// TooMuchWork is the mistake of an expression whose evaluation takes more work than its
// frame allows.
func TooMuchWork(at Span) *Error {
	return errorAt(at, RuleLimit, "functions that count up to their arguments take the most: give them smaller numbers, or compute fewer of them", "this takes too long to compute")
}

// errWork is what a function answers that its frame does not let begin.
var errWork = errors.New("too much work")
