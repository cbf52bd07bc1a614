package formula

import "botec/estimate/unit"

// Span is a half-open range of byte offsets into an expression's text.
type Span struct{ Start, End int }

// Node is one node of an expression's tree.
type Node interface {
	// Where is the node's place in the text it was parsed from.
	Where() Span
}

// Literal is a quantity as written. A unit that stands alone below the line
// ("x / day") is a literal 1 that is Implicit.
type Literal struct {
	Span
	unit.Literal
	Text     string // as written
	Implicit bool
	value    float64 // base units, set by Check
	missing  float64 // 1 − value, for a value that may be an availability
}

// Name refers to a quantity by its dotted path.
type Name struct {
	Span
	Path       string // "rps.read", without percentile and time
	Shown      string // what is printed instead of Path, where that is clearer
	Percentile string // "p5", "p50", "p95" or empty
	At         Node   // the time behind "@", or nil
	Elapsed    bool   // the time of evaluation rather than the horizon as given
	ID         int    // set by Check
}

// Unary is a negation.
type Unary struct {
	Span
	X Node
}

// Binary applies one of ^ * / + - and "of", which multiplies.
type Binary struct {
	Span
	Op   string
	OpAt Span
	L, R Node

	availability bool // the value is one, and computed by its complement: set by Check
}

// Paren is an expression in parentheses.
type Paren struct {
	Span
	X Node
}

// Call applies a function.
type Call struct {
	Span
	Func   *Function
	NameAt Span
	Args   []Node

	dims []unit.Dimension // of the arguments: set by Check
}

// Range is "low to high", the 5th and 95th percentile. It stands for its median.
type Range struct {
	Span
	Low, High Node

	logit bool // two percentages: set by Check
}

// IsLogit reports whether a checked range is one of two percentages, a logit-normal.
func (r *Range) IsLogit() bool { return r.logit }

// Sum adds terms of one dimension. Only the graph makes one, for a Σ of its
// formulas; it prints as the terms with + between them.
type Sum struct {
	Span
	Terms []Node
}

// Where gives the span itself, so that every node that embeds one is placed.
func (s Span) Where() Span { return s }

// Walk visits the node and everything below it, parents first.
func Walk(n Node, visit func(Node)) {
	if n == nil {
		return
	}
	visit(n)
	switch n := n.(type) {
	case *Name:
		Walk(n.At, visit)
	case *Unary:
		Walk(n.X, visit)
	case *Paren:
		Walk(n.X, visit)
	case *Binary:
		Walk(n.L, visit)
		Walk(n.R, visit)
	case *Range:
		Walk(n.Low, visit)
		Walk(n.High, visit)
	case *Call:
		for _, a := range n.Args {
			Walk(a, visit)
		}
	case *Sum:
		for _, t := range n.Terms {
			Walk(t, visit)
		}
	}
}

// Rewrite copies the tree, replacing every name by what replace gives for it. A
// name for which replace gives nil is copied as it is.
func Rewrite(n Node, replace func(*Name) Node) Node {
	switch n := n.(type) {
	case *Literal:
		c := *n
		return &c
	case *Name:
		if r := replace(n); r != nil {
			return r
		}
		c := *n
		if n.At != nil {
			c.At = Rewrite(n.At, replace)
		}
		return &c
	case *Unary:
		c := *n
		c.X = Rewrite(n.X, replace)
		return &c
	case *Paren:
		c := *n
		c.X = Rewrite(n.X, replace)
		return &c
	case *Binary:
		c := *n
		c.L, c.R = Rewrite(n.L, replace), Rewrite(n.R, replace)
		return &c
	case *Range:
		c := *n
		c.Low, c.High = Rewrite(n.Low, replace), Rewrite(n.High, replace)
		return &c
	case *Call:
		c := *n
		c.Args = rewriteAll(n.Args, replace)
		return &c
	case *Sum:
		c := *n
		c.Terms = rewriteAll(n.Terms, replace)
		return &c
	default:
		return n
	}
}

func rewriteAll(nodes []Node, replace func(*Name) Node) []Node {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		out[i] = Rewrite(n, replace)
	}
	return out
}

// Bare takes the parentheses off a node.
func Bare(n Node) Node {
	for {
		p, ok := n.(*Paren)
		if !ok {
			return n
		}
		n = p.X
	}
}

// AsLiteral gives the literal that the whole expression is, if it is one (with
// parentheses or without).
func AsLiteral(n Node) (*Literal, bool) {
	l, ok := Bare(n).(*Literal)
	return l, ok
}

// IsInput reports whether the expression is a value as written, a literal or a
// range of literals, rather than something computed from others.
func IsInput(n Node) bool {
	switch n := Bare(n).(type) {
	case *Literal:
		return true
	case *Unary:
		return IsInput(n.X)
	case *Range:
		return IsInput(n.Low) && IsInput(n.High)
	case *Call:
		return n.Func.quantile != nil
	default:
		return false
	}
}

// FirstLiteral is the first literal of the dimension in reading order, nil where
// there is none: its unit is what a result of that dimension is shown in.
func FirstLiteral(n Node, d unit.Dimension) *Literal {
	var found *Literal
	Walk(n, func(n Node) {
		if l, ok := n.(*Literal); ok && found == nil && !l.Implicit && l.Dim() == d && (d != unit.None || l.Form != unit.Plain) {
			found = l
		}
	})
	return found
}

// HasFigure reports whether a formula has a figure of its own, as "5% of 100 KB" has and
// "rps.peak" has not.
func HasFigure(n Node) bool {
	found := false
	Walk(n, func(n Node) {
		l, ok := n.(*Literal)
		found = found || ok && !l.Implicit
	})
	return found
}
