package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// has reports whether a map gives a key. One with a merge key, which is refused
// elsewhere, may be meant to give it.
func has(n *yaml.Node, key string) bool {
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if k := n.Content[i].Value; k == key || k == "<<" {
			return true
		}
	}
	return false
}

// complete reports the required fields of a table that a map does not give. The name
// is what the map is marked by, at its place.
func complete[T any](b *binder, at estimate.Place, name, what string, n *yaml.Node, fields []field[T]) {
	for _, f := range fields {
		if f.required && !has(n, f.key) {
			b.fail(at, utf8.RuneCountInString(name), ruleMissing, fmt.Sprintf("add `%s: %s`", f.key, f.example), "%s has no `%s`", what, f.key)
		}
	}
}

// checkAction reports what an action lacks by itself, and sizes given twice.
func (b *binder) checkAction(a *action, value *yaml.Node) {
	if a.Type == "" && !has(value, "type") {
		b.fail(a.Place, utf8.RuneCountInString(a.Name), ruleMissing, "add `type: read` or `type: write`", "action %s has no `type`", a.Name)
	}
	if a.Type == "" {
		a.Type = estimate.Write // to look further
	}
	if a.Payload == nil {
		return
	}
	clashes := map[string]*estimate.Size{"request": a.Request, "stores": a.Stores}
	if a.Type == estimate.Read {
		clashes = map[string]*estimate.Size{"response": a.Response}
	}
	for _, key := range []string{"request", "stores", "response"} {
		if s := clashes[key]; s != nil {
			b.fail(s.Place, utf8.RuneCountInString(key), ruleDuplicate, fmt.Sprintf("keep `payload`, or write `%s` without it", key),
				"the payload of a %s is its %s already", a.Type, map[estimate.ActionType]string{estimate.Read: "response", estimate.Write: "request and what it stores"}[a.Type])
		}
	}
}

// size reads an expression or a map of parts.
func (b *binder) size(key, v *yaml.Node) *estimate.Size {
	s := &estimate.Size{Place: b.place(key)}
	if v.Kind != yaml.MappingNode {
		s.Whole = b.expr(key, v, aSize)
		return s
	}
	if whole := child(v, "size"); whole != nil && whole.Kind == yaml.ScalarNode && onlyFields(v, partFields) {
		b.fail(b.place(whole), width(whole), ruleShape, fmt.Sprintf("write `%s: %s`; its `retention` goes beside it, into the action", key.Value, whole.Value),
			"the parts of %s have names; `size` and `retention` are fields of a part", key.Value)
		s.Whole = &estimate.Expr{Place: b.place(v)}
		return s
	}
	b.named(v, key.Value, func(name string, k, v *yaml.Node) {
		p := &estimate.Part{Name: name, Place: b.place(k)}
		if v.Kind == yaml.MappingNode {
			mapping(b, v, "part "+name, partFields, p)
			complete(b, p.Place, name, "part "+name, v, partFields)
		} else {
			p.Size = b.expr(k, v, aSize)
		}
		s.Parts = append(s.Parts, p)
	})
	if len(s.Parts) == 0 {
		return nil
	}
	return s
}

// onlyFields reports whether all keys of a map are fields of a table.
func onlyFields[T any](n *yaml.Node, fields []field[T]) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if !slices.Contains(keys(fields), n.Content[i].Value) {
			return false
		}
	}
	return true
}

// growth takes a percentage per period and nothing else: a factor or a bare
// percentage has no period to apply to.
func (b *binder) growth(key, v *yaml.Node) *estimate.Expr {
	e := b.expr(key, v, anything)
	if e.Node == nil {
		return e
	}
	ok := true
	for _, end := range ends(e.Node) {
		sign, negative := end.(*formula.Unary)
		if negative {
			end = sign.X
		}
		lit, isLiteral := formula.AsLiteral(end)
		ok = ok && isLiteral && lit.Form == unit.Percent && len(lit.Under) == 1 && calendarUnit(lit.Under[0])
	}
	if !ok {
		b.fail(e.Place, width(v), formula.RuleValue, "write it as `20%/year` or `5%/month`", "growth is a percentage per day, week, month or year, found %q", e.Text)
		e.Node = nil
	}
	return e
}

// form refuses a literal of a form that another reader would take differently.
func (b *binder) form(e *estimate.Expr, v *yaml.Node, bad func(*formula.Literal) bool, help func(text string) string, format string) *estimate.Expr {
	if e.Node == nil {
		return e
	}
	for _, end := range ends(e.Node) {
		if lit, ok := formula.AsLiteral(end); ok && bad(lit) {
			b.fail(e.Place, width(v), formula.RuleValue, help(e.Text), format, e.Text)
			e.Node = nil
			break
		}
	}
	return e
}

// ends gives what a value is written from: itself, the ends of a range, or the
// arguments of a function such as triangular.
func ends(n formula.Node) []formula.Node {
	switch n := formula.Bare(n).(type) {
	case *formula.Range:
		return []formula.Node{n.Low, n.High}
	case *formula.Call:
		if formula.IsInput(n) {
			return n.Args
		}
	}
	return []formula.Node{n}
}

// calendarUnit reports a time that growth can be given for: nothing grows by a
// percentage a second.
func calendarUnit(u *unit.Unit) bool {
	return u.Dim == unit.Time && u.Factor(unit.DefaultCalendar()) >= unit.DefaultCalendar().Day
}

func (b *binder) peak(key, v *yaml.Node) *estimate.Expr {
	return b.form(b.expr(key, v, anything), v, func(l *formula.Literal) bool { return l.Form == unit.Percent && l.Dim() == unit.None },
		func(string) string { return "write `3x` for three times the mean" }, "a peak is a factor, found the percentage %q")
}

func (b *binder) overhead(key, v *yaml.Node) *estimate.Expr {
	return b.form(b.expr(key, v, anything), v, func(l *formula.Literal) bool { return l.Form == unit.Multiplier || l.Form == unit.Ratio },
		func(text string) string {
			ends := strings.Split(text, " to ")
			for i, end := range ends {
				f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(end), "x"), 64)
				if err != nil || f <= 1 || f >= 10 {
					return "write `30%`"
				}
				ends[i] = strconv.FormatFloat(float64(int(f*1000-1000+0.5))/10, 'f', -1, 64) + "%"
			}
			return fmt.Sprintf("write `%s`", strings.Join(ends, " to "))
		}, "an overhead is what comes on top, found the factor %q")
}
