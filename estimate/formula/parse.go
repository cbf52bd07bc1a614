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
		return nil, errorAt(Span{0, 1}, RuleSyntax, "name its parts in `let` and combine the names", "the expression has %d bytes, at most %d are read", len(text), MaxLength)
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
		return p.fail(Span{p.pos, p.pos + 1}, RuleSyntax, "name the parts in `let`", "the expression is nested more than %d deep", MaxDepth)
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
	if lit, ok := right.(*Literal); ok && len(lit.Under) > 0 {
		a, b := p.textOf(left), p.textOf(right)
		upper, lower, _ := strings.Cut(b, "/")
		p.fail(Span{left.Where().Start, right.Where().End}, RuleAmbiguous, fmt.Sprintf("write `%s / (%s)` or `(%s / %s) / %s`", a, b, a, strings.TrimSpace(upper), strings.TrimSpace(lower)),
			"%q can be read in two ways", a+" / "+b)
	}
}

func (p *parser) textOf(n Node) string { return p.s[n.Where().Start:n.Where().End] }

// power reads the exponent, and a unit right behind it: 2^10 B is 1024 B.
func (p *parser) power(left Node, at Span) Node {
	if lit, ok := left.(*Literal); ok && (lit.Unit != nil || len(lit.Under) > 0) {
		return p.fail(Span{lit.Start, at.End}, RuleSyntax, "put the quantity in parentheses, or the power before the unit: `2^10 B`", "a power after a unit is not read")
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
	if u, ok := unit.Lookup(word); ok {
		p.pos = at2 + len(word)
		one, _, _ := unit.Scan("1", 0, unit.Options{Words: p.v.Words, NoUnits: true})
		one.Unit = u
		return &Binary{Span: Span{n.Start, p.pos}, Op: "*", OpAt: Span{at2, at2}, L: n, R: &Literal{Span: Span{at2, p.pos}, Literal: one, Text: "1 " + word}}
	}
	return n
}

// operand reads a literal, a name, a call, a sign or a parenthesis, and the "to"
// of a range, which binds tightest of all.
func (p *parser) operand() Node {
	i := p.skip()
	if i >= len(p.s) {
		return p.missing()
	}
	var n Node
	switch c := p.s[i]; {
	case c == '-':
		p.pos++
		x := p.expression(bindSign)
		if p.err != nil {
			return nil
		}
		return &Unary{Span: Span{i, x.Where().End}, X: x}
	case c == '(':
		n = p.paren()
	case unit.Starts(p.s, i):
		n = p.literal()
	default:
		word := unit.WordAt(p.s, i)
		if word == "" {
			return p.stray(i)
		}
		return p.name(i, word)
	}
	if p.err != nil {
		return nil
	}
	return p.rangeFrom(n)
}

func (p *parser) missing() Node {
	if strings.TrimSpace(p.s) == "" {
		return p.fail(Span{0, max(1, len(p.s))}, RuleSyntax, "write a quantity such as `200M`, `5 MB` or `3/day`", "there is no value")
	}
	start := len(strings.TrimRight(p.s, " \t"))
	return p.fail(Span{max(0, start-1), start}, RuleSyntax, "write a number or a name behind it", "the expression ends where a value is wanted")
}

var strayHelp = map[string]string{
	"=": "write constraints such as `at most 5` only in `expect`", "<": "write constraints such as `under 5` only in `expect`",
	">": "write constraints such as `at least 5` only in `expect`", "~": "write `~` only in `expect`",
	"−": "write `-`", "–": "write `-`, or `to` for a range", "—": "write `-`", "÷": "write `/`", "·": "write `*`", "²": "write `^2`", "³": "write `^3`",
	"+": "a number takes no plus sign", "*": "write a value before `*`", "/": "write a value before `/`", "^": "write a value before `^`",
	")": "there is no `(` to close", ",": "write a value before the comma", "[": "write `(` and `)`", "{": "write `(` and `)`", "%": "write a number before `%`",
}

func (p *parser) stray(i int) Node {
	r, size := utf8.DecodeRuneInString(p.s[i:])
	help, ok := strayHelp[string(r)]
	if !ok {
		help = "write a number, a name, a function or `(`"
	}
	return p.fail(Span{i, i + size}, RuleSyntax, help, "%q where a value is wanted", string(r))
}

func (p *parser) paren() Node {
	start := p.pos
	p.pos++
	calls := p.calls
	p.calls = 0
	x := p.expression(bindSum)
	p.calls = calls
	if p.err != nil {
		return nil
	}
	switch i := p.skip(); {
	case i >= len(p.s):
		return p.fail(Span{start, start + 1}, RuleSyntax, "write `)` behind the last value", "this parenthesis is not closed")
	case p.s[i] != ')':
		p.trailing(x)
		return nil
	}
	p.pos++
	return &Paren{Span: Span{start, p.pos}, X: x}
}

func (p *parser) literal() Node {
	i := p.pos
	lit, end, err := unit.Scan(p.s, i, unit.Options{Words: p.v.Words, InCall: p.calls > 0})
	if err != nil {
		return p.literalError(err)
	}
	p.pos = end
	if n := p.skip(); n < len(p.s) && p.s[n] == '^' {
		// "2^3/day": the power takes the number alone; a unit here is refused by power.
		bare, bareEnd, _ := unit.Scan(p.s, i, unit.Options{Words: p.v.Words, NoUnits: true, InCall: p.calls > 0})
		if len(lit.Under) == 0 && lit.Unit == nil {
			lit, end = bare, bareEnd
		}
	}
	p.pos = end
	return &Literal{Span: Span{i, end}, Literal: lit, Text: strings.TrimSpace(p.s[i:end])}
}

func (p *parser) literalError(err *unit.Error) Node {
	return p.fail(Span{err.Start, err.End}, RuleUnit, err.Help, "%s", err.Message)
}

// rangeFrom reads "to high" behind a literal or a parenthesis.
func (p *parser) rangeFrom(low Node) Node {
	i := p.skip()
	if unit.WordAt(p.s, i) != "to" {
		return low
	}
	p.pos = i + len("to")
	j := p.skip()
	var high Node
	switch {
	case unit.Starts(p.s, j):
		high = p.literal()
	case j < len(p.s) && p.s[j] == '(':
		high = p.paren()
	default:
		word := unit.WordAt(p.s, j)
		if _, ok := unit.Lookup(word); ok {
			return p.fail(Span{i, j + len(word)}, RuleSyntax, fmt.Sprintf("write `%s in %s`", p.textOf(low), word), "`to` joins the two ends of a range, it does not convert")
		}
		return p.fail(Span{i, i + 2}, RuleRange, "write `100M to 300M`, or parentheses around an end that is computed", "`to` wants a literal or a parenthesis on both sides")
	}
	if p.err != nil {
		return nil
	}
	r := &Range{Span: Span{low.Where().Start, high.Where().End}, Low: low, High: high}
	p.shareUnit(r)
	return r
}

// shareUnit gives a bare start the unit of the end, "50 to 200 KB", and refuses
// one that could also share a magnitude, "100 to 300M".
func (p *parser) shareUnit(r *Range) {
	low, ok := r.Low.(*Literal)
	high, ok2 := r.High.(*Literal)
	if !ok || !ok2 || low.Form != unit.Plain || low.Unit != nil || len(low.Under) > 0 {
		return
	}
	if low.Magnitude == "" && high.Magnitude != "" {
		a, b := p.textOf(low), p.textOf(high)
		p.fail(r.Span, RuleAmbiguous, fmt.Sprintf("write `%s%s to %s` if both ends have the magnitude, `(%s) to %s` if not", a, spaced(high.Magnitude), b, a, b),
			"%q can begin at %s or at %s%s", p.textOf(r), a, a, spaced(high.Magnitude))
		return
	}
	if high.Form == unit.Percent {
		low.Literal, _ = percentOf(p.textOf(low))
		return
	}
	if high.Form == unit.Multiplier {
		low.Form = unit.Multiplier
	}
	low.Unit, low.Under = high.Unit, high.Under
	low.Text = p.textOf(low) // as written: the end of the range has the unit
}

func spaced(magnitude string) string {
	if len(magnitude) > 2 {
		return " " + magnitude
	}
	return magnitude
}

func percentOf(number string) (unit.Literal, *unit.Error) {
	lit, _, err := unit.Scan(number+"%", 0, unit.Options{Words: unit.NoWords{}})
	return lit, err
}

// name reads a dotted path with percentile and time, or a call.
func (p *parser) name(start int, word string) Node {
	end := start + len(word)
	if end < len(p.s) && p.s[end] == '(' {
		return p.call(start, word)
	}
	for segment := p.segment(end); segment != ""; segment = p.segment(end) {
		end += 1 + len(segment)
	}
	p.pos = end
	n := &Name{Span: Span{start, end}, Path: p.s[start:end], ID: -1}
	if hyphenated, ok := p.hyphen(start, end); ok {
		return p.fail(Span{start, start + len(hyphenated)}, RuleName, fmt.Sprintf("write `%s`, or spaces around a minus sign", strings.ReplaceAll(hyphenated, "-", "_")), "a name has no hyphen, found %q", hyphenated)
	}
	if path, last, ok := cutLast(n.Path); ok && (last == "p5" || last == "p50" || last == "p95") {
		n.Path, n.Percentile = path, last
	}
	if end < len(p.s) && p.s[end] == '@' {
		return p.at(n)
	}
	return n
}

// segment is the next step of a dotted path, a word or (for a block of a list) a
// number; empty where the path ends.
func (p *parser) segment(end int) string {
	if end >= len(p.s)-1 || p.s[end] != '.' {
		return ""
	}
	if word := unit.WordAt(p.s, end+1); word != "" {
		return word
	}
	i := end + 1
	for i < len(p.s) && p.s[i] >= '0' && p.s[i] <= '9' {
		i++
	}
	return p.s[end+1 : i]
}

// hyphen finds "push-service" written without spaces where the part before the
// hyphen is no name.
func (p *parser) hyphen(start, end int) (string, bool) {
	if end >= len(p.s)-1 || p.s[end] != '-' || p.v.IsName(p.s[start:end]) {
		return "", false
	}
	next := unit.WordAt(p.s, end+1)
	return p.s[start:end] + "-" + next, next != "" && !p.v.IsName(next)
}

func cutLast(path string) (before, last string, ok bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return path, "", false
	}
	return path[:i], path[i+1:], true
}

func (p *parser) at(n *Name) Node {
	p.pos++
	i := p.skip()
	switch {
	case unit.Starts(p.s, i):
		n.At = p.literal()
	case i < len(p.s) && p.s[i] == '(':
		n.At = p.paren()
	default:
		if word := unit.WordAt(p.s, i); word == "horizon" {
			p.pos = i + len(word)
			n.At = &Name{Span: Span{i, p.pos}, Path: word, ID: -1}
			break
		}
		return p.fail(Span{i - 1, i}, RuleSyntax, "write a time, as in `storage@3y`", "there is no time behind `@`")
	}
	if p.err != nil {
		return nil
	}
	n.End = p.pos
	return n
}

func (p *parser) call(start int, word string) Node {
	nameAt := Span{start, start + len(word)}
	f, ok := functions[word]
	if !ok || f.internal && !p.v.Standard {
		help := "`botec help language` lists the functions"
		if near := unit.Nearest(word, FunctionNames()); near != "" {
			help = fmt.Sprintf("did you mean `%s`?", near)
		}
		return p.fail(nameAt, RuleName, help, "unknown function %q", word)
	}
	p.pos = nameAt.End + 1
	c := &Call{Func: f, NameAt: nameAt}
	p.calls++
	defer func() { p.calls-- }()
	if i := p.skip(); i < len(p.s) && p.s[i] == ')' {
		p.pos++
		c.Span = Span{start, p.pos}
		return c
	}
	for {
		arg := p.expression(bindSum)
		if p.err != nil {
			return nil
		}
		c.Args = append(c.Args, arg)
		i := p.skip()
		switch {
		case i < len(p.s) && p.s[i] == ',':
			p.pos++
		case i < len(p.s) && p.s[i] == ')':
			p.pos++
			c.Span = Span{start, p.pos}
			return c
		case i >= len(p.s):
			return p.fail(Span{start, nameAt.End + 1}, RuleSyntax, "write `)` behind the last argument", "the arguments of %s are not closed", word)
		default:
			p.trailing(arg)
			return nil
		}
	}
}

// trailing explains what stands behind a complete expression.
func (p *parser) trailing(before Node) {
	i := p.skip()
	word := unit.WordAt(p.s, i)
	if word == "" {
		if unit.Starts(p.s, i) {
			p.fail(Span{i, i + 1}, RuleSyntax, "write an operator between two values, such as `*` or `+`", "a number follows a value")
			return
		}
		r, size := utf8.DecodeRuneInString(p.s[i:])
		help := strayHelp[string(r)]
		if p.s[i] == ':' {
			help = "a ratio is two numbers around a colon without spaces: `100:1`"
		}
		p.fail(Span{i, i + size}, RuleSyntax, help, "%q where an operator is wanted", string(r))
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
