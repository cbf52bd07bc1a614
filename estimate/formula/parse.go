package formula

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"botec/estimate/unit"
)

// Limits on one expression. They keep the parser's stack and a reader's patience
// within bounds.
const (
	MaxLength = 10000 // bytes
	MaxDepth  = 100   // nested parentheses, calls and signs
)

// Vocabulary is what the parser has to know of the scenario around an expression.
type Vocabulary struct {
	Words    unit.Words             // plurals and singulars that count as 1; nil: none
	IsName   func(word string) bool // whether a quantity has the name; nil: none has
	Calendar bool                   // "year" and "month" are names here: year/12
	Size     bool                   // a field that takes data: a lone "500B" is bytes
	Standard bool                   // the standard formulas, which may use integral()
}

// Binding powers, tight to loose; language.md section 2.
const (
	bindSum = iota + 1
	bindProduct
	bindOf
	bindSign
	bindPower
)

// Parse reads one expression. It stops at the first mistake.
func Parse(text string, v Vocabulary) (Node, *Error) {
	if v.Words == nil {
		v.Words = unit.NoWords{}
	}
	if v.IsName == nil {
		v.IsName = func(string) bool { return false }
	}
	if len(text) > MaxLength {
		_, size := utf8.DecodeRuneInString(text)
		return nil, errorAt(Span{0, size}, RuleSyntax, "name its parts in `let` and combine the names", "the expression has %s bytes, at most %s are read", unit.Grouped(len(text)), unit.Grouped(MaxLength))
	}
	p := &parser{s: text, v: v}
	n := p.expression(bindSum)
	if p.err == nil && p.skip() < len(text) {
		p.trailing(n)
	}
	if p.err != nil {
		return nil, p.err
	}
	if v.Size {
		if l, ok := n.(*Literal); ok && l.BillionOrBytes() {
			l.Literal = l.AsBytes()
			l.Text = strings.TrimSuffix(l.Text, "B") + " B"
		}
	}
	return n, nil
}

type parser struct {
	s     string
	pos   int
	depth int
	calls int // how many function calls are open
	v     Vocabulary
	err   *Error
}

func (p *parser) fail(s Span, rule, help, format string, args ...any) Node {
	if p.err == nil {
		p.err = errorAt(s, rule, help, format, args...)
	}
	return nil
}

// here is the place of the character at the offset, of the last one behind the end.
func (p *parser) here(i int) Span {
	if i >= len(p.s) {
		_, size := utf8.DecodeLastRuneInString(p.s)
		return Span{len(p.s) - size, len(p.s)}
	}
	_, size := utf8.DecodeRuneInString(p.s[i:])
	return Span{i, i + size}
}

func (p *parser) skip() int {
	for p.pos < len(p.s) && (p.s[p.pos] == ' ' || p.s[p.pos] == '\t') {
		p.pos++
	}
	return p.pos
}

// operator is the infix operator at the position, or empty.
func (p *parser) operator() (op string, width, bind int) {
	i := p.skip()
	if i >= len(p.s) {
		return "", 0, 0
	}
	switch p.s[i] {
	case '+', '-':
		return p.s[i : i+1], 1, bindSum
	case '*', '/':
		return p.s[i : i+1], 1, bindProduct
	case '^':
		return "^", 1, bindPower
	}
	if strings.HasPrefix(p.s[i:], "×") {
		return "*", len("×"), bindProduct
	}
	switch unit.WordAt(p.s, i) {
	case "of":
		return "of", 2, bindOf
	case "per":
		return "/", 3, bindProduct
	}
	return "", 0, 0
}

// expression parses operators that bind at least as tightly as the given power.
func (p *parser) expression(least int) Node {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		return p.fail(p.here(p.pos), RuleSyntax, "name the parts in `let`", "the expression is nested more than %d deep", MaxDepth)
	}
	left := p.operand()
	for p.err == nil {
		op, width, bind := p.operator()
		if op == "" || bind < least {
			break
		}
		at := Span{p.pos, p.pos + width}
		p.pos += width
		left = p.infix(left, op, at, bind)
	}
	return left
}

func (p *parser) infix(left Node, op string, at Span, bind int) Node {
	switch op {
	case "/":
		if n, ok := p.unitBelow(left, at); ok {
			return n
		}
	case "^":
		return p.power(left, at)
	case "*":
		if p.s[at.Start] == '*' && p.pos < len(p.s) && p.s[p.pos] == '*' {
			return p.fail(Span{at.Start, at.End + 1}, RuleSyntax, "write `^` for a power", `"**" is not an operator`)
		}
	}
	right := p.expression(bind + 1)
	if p.err != nil {
		return nil
	}
	if op == "/" {
		if p.slashed(left, right); p.err != nil {
			return nil
		}
	}
	return &Binary{Span: Span{left.Where().Start, right.Where().End}, Op: op, OpAt: at, L: left, R: right}
}

// unitBelow reads a unit behind "/", as in "cost / month".
func (p *parser) unitBelow(left Node, at Span) (Node, bool) {
	i := p.skip()
	word := unit.WordAt(p.s, i)
	u, ok := unit.LookupUnder(word)
	if !ok && p.v.Words.Singular(word) {
		var lit unit.Literal
		lit, _, _ = unit.Scan("1/"+word, 0, unit.Options{Words: p.v.Words})
		if len(lit.Under) == 1 {
			u, ok = lit.Under[0], true
		}
	}
	if !ok || u.Counting && p.v.IsName(word) || i+len(word) < len(p.s) && strings.ContainsRune(".(@", rune(p.s[i+len(word)])) {
		return nil, false
	}
	p.pos = i + len(word)
	one, _, _ := unit.Scan("1", 0, unit.Options{Words: p.v.Words, NoUnits: true})
	one.Unit = u
	lit := &Literal{Span: Span{i, p.pos}, Literal: one, Text: word, Implicit: true}
	return &Binary{Span: Span{left.Where().Start, p.pos}, Op: "/", OpAt: at, L: left, R: lit}, true
}

// slashed refuses "a / n UNIT/UNIT", which half of its readers take for a ÷ (n
// UNIT/UNIT) and half for (a ÷ n UNIT) ÷ UNIT.
func (p *parser) slashed(left, right Node) {
	last := right
	if r, ok := right.(*Range); ok {
		last = r.High
	}
	if lit, ok := last.(*Literal); ok && len(lit.Under) > 0 {
		a, b := p.textOf(left), p.textOf(right)
		upper, lower, below := strings.Cut(b, "/")
		if !below {
			upper, lower, _ = strings.Cut(b, "per ")
		}
		p.fail(Span{left.Where().Start, right.Where().End}, RuleAmbiguous, fmt.Sprintf("write `%s / (%s)` or `(%s / %s) / %s`", a, b, a, strings.TrimSpace(upper), strings.TrimSpace(lower)),
			"%q can be read in two ways", a+" / "+b)
	}
}

func (p *parser) textOf(n Node) string { return p.s[n.Where().Start:n.Where().End] }

// power reads the exponent, and a unit right behind it: 2^10 B is 1024 B.
func (p *parser) power(left Node, at Span) Node {
	base, ok := left.(*Literal)
	_, below := left.(*Binary) // a unit stands before the sign, as in "size / day^2": other operators bind looser
	if below || ok && (base.Unit != nil || len(base.Under) > 0) {
		return p.fail(Span{left.Where().Start, at.End}, RuleSyntax, "put the quantity in parentheses, or the power before the unit: `2^10 B`", "a power after a unit is not read")
	}
	i := p.skip()
	if !unit.Starts(p.s, i) {
		right := p.expression(bindSign)
		if p.err != nil {
			return nil
		}
		return &Binary{Span: Span{left.Where().Start, right.Where().End}, Op: "^", OpAt: at, L: left, R: right}
	}
	lit, end, err := unit.Scan(p.s, i, unit.Options{Words: p.v.Words, NoUnits: true, InCall: p.calls > 0})
	if err != nil {
		return p.literalError(err)
	}
	p.pos = end
	var exponent Node = &Literal{Span: Span{i, end}, Literal: lit, Text: p.s[i:end]}
	if op, width, _ := p.operator(); op == "^" { // 2^3^2 is 2^(3^2)
		at2 := Span{p.pos, p.pos + width}
		p.pos += width
		if exponent = p.power(exponent, at2); p.err != nil {
			return nil
		}
	}
	n := &Binary{Span: Span{left.Where().Start, exponent.Where().End}, Op: "^", OpAt: at, L: left, R: exponent}
	at2 := p.skip()
	word := unit.WordAt(p.s, at2)
	u, ok := unit.Lookup(word)
	if !ok && p.v.Words.Plural(word) {
		var counted unit.Literal
		counted, _, _ = unit.Scan("1 "+word, 0, unit.Options{Words: p.v.Words})
		u, ok = counted.Unit, counted.Unit != nil
	}
	if ok {
		p.pos = at2 + len(word)
		one, _, _ := unit.Scan("1", 0, unit.Options{Words: p.v.Words, NoUnits: true})
		one.Unit = u
		return &Binary{Span: Span{n.Start, p.pos}, Op: "*", OpAt: Span{at2, at2}, L: n, R: &Literal{Span: Span{at2, p.pos}, Literal: one, Text: "1 " + word}}
	}
	return n
}

// trailing explains what stands behind a complete expression.
func (p *parser) trailing(before Node) {
	i := p.skip()
	word := unit.WordAt(p.s, i)
	if word == "" {
		if unit.Starts(p.s, i) {
			p.fail(p.here(i), RuleSyntax, "write an operator between two values, such as `*` or `+`", "a number follows a value")
			return
		}
		at := p.here(i)
		r := p.s[at.Start:at.End]
		help := strayHelp[r]
		switch r {
		case ":":
			help = "a ratio is two numbers around a colon without spaces: `100:1`"
		case "%":
			help = "a percent sign touches its number: `20%`"
		case ".":
			if n, ok := before.(*Name); ok && n.At != nil {
				help = fmt.Sprintf("a percentile comes before the time: `%s.p95@%s`", n.Path, p.textOf(n.At))
			}
		}
		p.fail(at, RuleSyntax, help, "%q where an operator is wanted", r)
		return
	}
	at := Span{i, i + len(word)}
	if lit, ok := lastLiteral(before, i, p.s); ok && lit.Form != unit.Plain {
		text := p.s[lit.Start:lit.End]
		p.fail(at, RuleSyntax, fmt.Sprintf("write `%s of %s`", text, word), "%q follows %q without an operator", word, text)
		return
	}
	if word == "in" {
		p.fail(at, RuleSyntax, "`in` converts in `calc` and in claims; a scenario's `let` has the field `in`", "`in` is not an operator of an expression")
		return
	}
	if word == "x" {
		p.fail(at, RuleSyntax, "write `*` for a product, `3x` for a multiplier", "`x` is not an operator")
		return
	}
	if word == "to" {
		p.fail(at, RuleRange, "put what is computed in parentheses: `(2 * a) to (3 * a)`", "`to` joins two literals or two parentheses")
		return
	}
	if _, ok := unit.LookupUnder(word); ok && !p.v.IsName(word) {
		p.fail(at, RuleSyntax, fmt.Sprintf("a unit stands right behind a number or a `/`: write `* 1 %s` or `/ %s`", word, word), "the unit %q follows a value", word)
		return
	}
	p.fail(at, RuleSyntax, "write an operator between two values, such as `*` or `of`", "%q follows a value", word)
}

// lastLiteral is the literal that ends right before the offset.
func lastLiteral(n Node, end int, s string) (*Literal, bool) {
	var found *Literal
	Walk(n, func(n Node) {
		if l, ok := n.(*Literal); ok && strings.TrimSpace(s[l.End:end]) == "" {
			found = l
		}
	})
	return found, found != nil
}
