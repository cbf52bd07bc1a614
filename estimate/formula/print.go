package formula

import "strings"

// Print writes the tree in the language again.
func Print(n Node) string {
	return PrintWith(n, func(n *Name) string {
		text := n.Path
		if n.Shown != "" {
			text = n.Shown
		}
		if n.Percentile != "" {
			text += "." + n.Percentile
		}
		if n.At != nil {
			text += "@" + Print(n.At)
		}
		return text
	})
}

// PrintWith writes the tree with what name gives in place of each name, such as
// its value.
func PrintWith(n Node, name func(*Name) string) string {
	p := printer{name: name}
	p.print(n, 0)
	return p.b.String()
}

type printer struct {
	b    strings.Builder
	name func(*Name) string
}

func binding(n Node) int {
	switch n := n.(type) {
	case *Binary:
		switch n.Op {
		case "+", "-":
			return bindSum
		case "of":
			return bindOf
		case "^":
			return bindPower
		}
		return bindProduct
	case *Sum:
		if len(n.Terms) > 1 {
			return bindSum
		}
		return binding(n.Terms[0])
	case *Unary:
		return bindSign
	default:
		return bindPower + 1
	}
}

// print writes n where an operator that binds as given surrounds it.
func (p *printer) print(n Node, around int) {
	if binding(n) < around {
		p.b.WriteByte('(')
		defer p.b.WriteByte(')')
	}
	switch n := n.(type) {
	case *Literal:
		p.b.WriteString(n.Text)
	case *Name:
		p.b.WriteString(p.name(n))
	case *Paren:
		p.b.WriteByte('(')
		p.print(n.X, 0)
		p.b.WriteByte(')')
	case *Unary:
		p.b.WriteByte('-')
		if _, isRange := n.X.(*Range); isRange {
			p.print(&Paren{X: n.X}, 0)
		} else {
			p.print(n.X, bindSign)
		}
	case *Binary:
		p.binary(n)
	case *Range:
		p.print(n.Low, 0)
		p.b.WriteString(" to ")
		p.print(n.High, 0)
	case *Call:
		p.b.WriteString(n.Func.Name)
		p.b.WriteByte('(')
		p.list(n.Args, ", ", 0)
		p.b.WriteByte(')')
	case *Sum:
		p.list(n.Terms, " + ", bindSum)
	}
}

func (p *printer) list(nodes []Node, between string, around int) {
	for i, n := range nodes {
		if i > 0 {
			p.b.WriteString(between)
		}
		p.print(n, around)
	}
}

func (p *printer) binary(n *Binary) {
	b, op := binding(n), n.Op
	if lit, ok := n.L.(*Literal); ok && op == "^" && (lit.Unit != nil || len(lit.Under) > 0) {
		p.print(&Paren{X: lit}, 0) // a power after a unit is refused
	} else if op == "^" {
		p.print(n.L, b+1) // a power is read from the right
	} else {
		p.print(n.L, b)
	}
	switch op {
	case "*":
		p.b.WriteString(" × ")
	case "^":
		p.b.WriteString("^")
	default:
		if lit, ok := n.R.(*Literal); ok && lit.Implicit && op == "/" {
			p.b.WriteString("/")
			break
		}
		p.b.WriteString(" " + op + " ")
	}
	right := PrintWith(n.R, p.name)
	_, written := n.R.(*Paren)
	implicit := false
	if lit, ok := n.R.(*Literal); ok {
		implicit = lit.Implicit
	}
	_, isRange := n.R.(*Range)
	if isRange && op == "^" || binding(n.R) <= b && !written || op == "/" && strings.Contains(right, "/") && !written && !implicit {
		right = "(" + right + ")"
	}
	p.b.WriteString(right)
}
