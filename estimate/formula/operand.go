package formula

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"botec/estimate/unit"
)

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
		if r, ok := x.(*Range); ok {
			text := p.textOf(r)
			return p.fail(Span{i, r.End}, RuleAmbiguous, fmt.Sprintf("write `-(%s)`, or `uniform(-%s, %s)` for values on both sides of 0", text, p.textOf(r.Low), p.textOf(r.High)),
				"%q can begin at -%s or be a negative range", "-"+text, p.textOf(r.Low))
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
	end := len(strings.TrimRight(p.s, " \t"))
	_, size := utf8.DecodeLastRuneInString(p.s[:end])
	return p.fail(Span{end - size, end}, RuleSyntax, "write a number or a name behind it", "the expression ends where a value is wanted")
}

var strayHelp = map[string]string{
	".": "a point stands between digits, as in `99.9`", "=": "write constraints such as `at most 5` only in `expect`; in `calc`, `name = 5 KB` binds a name", "<": "write constraints such as `under 5` only in `expect`",
	">": "write constraints such as `at least 5` only in `expect`", "~": "write `~` only in `expect`",
	"−": "write `-`", "–": "write `-`, or `to` for a range", "—": "write `-`", "÷": "write `/`", "·": "write `*`", "²": "write `^2`", "³": "write `^3`",
	"+": "a number takes no plus sign", "*": "write a value before `*`", "/": "write a value before `/`", "^": "write a value before `^`",
	")": "there is no `(` to close", "(": "write an operator between two values; the `(` of a function touches its name", ",": "write a value before the comma", "[": "write `(` and `)`", "{": "write `(` and `)`", "%": "write a number before `%`",
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
	lit, end, err := unit.Scan(p.s, i, unit.Options{Words: p.v.Words, IsName: p.v.IsName, InCall: p.calls > 0})
	if err != nil {
		return p.literalError(err)
	}
	if err := p.countOrName(i, end, lit); err != nil {
		return p.literalError(err)
	}
	p.pos = end
	return &Literal{Span: Span{i, end}, Literal: lit, Text: strings.TrimSpace(p.s[i:end])}
}

// countOrName refuses "100 GB / client" where a quantity is named client: the word
// counts as 1 or divides by the quantity. The scenario's own actions and datasets
// count.
func (p *parser) countOrName(from, end int, lit unit.Literal) *unit.Error {
	for _, u := range lit.Under {
		if u.Counting && p.v.IsName(u.Symbol) && !p.v.Words.Singular(u.Symbol) {
			text := p.s[from:end]
			return &unit.Error{Start: from, End: end, Message: fmt.Sprintf("%q behind a `/` can count as 1 or be the quantity of that name", u.Symbol),
				Help: fmt.Sprintf("write `(%s) / %s` for the quantity, or give the quantity another name", strings.TrimRight(text[:strings.LastIndex(text, u.Symbol)], " \t/"), u.Symbol)}
		}
	}
	return nil
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
	if !ok || !ok2 || low.Unit != nil || len(low.Under) > 0 {
		return
	}
	shared, clear := low.InUnitOf(high.Literal)
	if !clear {
		a, b := p.textOf(low), p.textOf(high)
		p.fail(r.Span, RuleAmbiguous, fmt.Sprintf("write `%s%s to %s` if both ends have the magnitude, `(%s) to %s` if not", a, spaced(high.Magnitude), b, a, b),
			"%q can begin at %s or at %s%s", p.textOf(r), a, a, spaced(high.Magnitude))
		return
	}
	low.Literal = shared
	low.Text = p.textOf(low) // as written: the end of the range has the unit
}

func spaced(magnitude string) string {
	if len(magnitude) > 2 {
		return " " + magnitude
	}
	return magnitude
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
	case unit.Starts(p.s, i): // what is behind a "/" divides the quantity, not the time
		lit, end, err := unit.Scan(p.s, i, unit.Options{Words: p.v.Words, NoUnder: true, InCall: p.calls > 0})
		if err != nil {
			return p.literalError(err)
		}
		p.pos = end
		n.At = &Literal{Span: Span{i, end}, Literal: lit, Text: p.s[i:end]}
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
		help := unit.DidYouMean(word, FunctionNames(), "%s", "`botec help functions` lists the functions")
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
