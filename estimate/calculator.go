package estimate

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Calculator answers expressions, one after the other, with the names of a scenario and
// those that were bound on the way.
type Calculator struct {
	m     *Model
	ev    *evaluator
	bound map[string]*boundName
	order []*boundName // by the number that stands for each in a tree

	warnings []*Problem // of the last answer
}

// boundName is a name of the calculator's own: `size = 5 KB`.
type boundName struct {
	value, complement float64
	node              formula.Node // checked: ranges in it take one value in each trial
	spreads           bool         // it depends on a range
	spread            *Spread      // where somebody asked
	typ               formula.Type
	exact             *big.Rat // nil: it has no exact value
	currency          string
}

// Ask says how a Calculator is to answer.
type Ask struct {
	Digits int  // significant digits; 0 is three
	Exact  bool // the exact value too; an error where there is none
	Sampling
}

// NewCalculator opens a model's names; nil opens none.
func NewCalculator(m *Model) *Calculator {
	if m == nil {
		m = &Model{scenario: &Scenario{}, cal: unit.DefaultCalendar(), index: make(map[string]int)}
	}
	return &Calculator{m: m, ev: newEvaluator(m), bound: make(map[string]*boundName)}
}

// Names lists what an expression can name, the calculator's own names first.
func (c *Calculator) Names() []string {
	var own []string
	for name := range c.bound {
		own = append(own, name)
	}
	slices.Sort(own)
	return append(own, c.m.Names()...)
}

// Calendar is what a day, a month and a year are.
func (c *Calculator) Calendar() unit.Calendar { return c.m.cal }

func (c *Calculator) vocabulary() formula.Vocabulary {
	return formula.Vocabulary{Words: modelWords{c.m}, IsName: func(word string) bool { return c.bound[word] != nil || c.m.Has(word) }}
}

// modelWords are the words that count as 1 because a scenario has what they name.
type modelWords struct{ m *Model }

func (w modelWords) Singular(word string) bool {
	s := w.m.scenario
	return slices.ContainsFunc(s.Actions, func(a *Action) bool { return a.Name == word }) ||
		slices.ContainsFunc(s.Datasets, func(d *Dataset) bool { return d.Name == word })
}

func (w modelWords) Plural(word string) bool {
	s := w.m.scenario
	return slices.ContainsFunc(s.Actions, func(a *Action) bool { return slices.Contains(unit.Plurals(a.Name), word) }) ||
		slices.ContainsFunc(s.Datasets, func(d *Dataset) bool { return slices.Contains(unit.Plurals(d.Name), word) })
}

// Parses reports whether a text is an expression, with `in` and a name to bind or
// without, whatever its names mean.
func (c *Calculator) Parses(text string) bool {
	_, offset := cutBinding(text)
	_, err := formula.ParseConversion(text[offset:], c.vocabulary())
	return err == nil
}

// Answer evaluates one expression; "name = expression" binds the name too. Mistakes have
// their place in the text.
func (c *Calculator) Answer(text string, ask Ask) (*Answer, []*formula.Error) {
	c.ev.sampling = ask.Sampling
	c.ev.spent, c.ev.sampled, c.ev.refused = 0, 0, false // each answer is an evaluation
	name, offset := cutBinding(text)
	a, errs := c.answer(text[offset:], ask)
	for _, err := range errs {
		shift(err, offset, len(text))
	}
	if name == "" {
		return a, errs
	}
	at := strings.Index(text, name)
	if err := c.nameable(name, formula.Span{Start: at, End: at + len(name)}); err != nil {
		errs = append([]*formula.Error{err}, errs...)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	a.Name = name
	b := &boundName{value: a.Value, complement: a.Unavailability, node: a.node, spreads: c.spreads(a.node), spread: a.Spread, typ: a.Type, exact: a.Exact, currency: a.Style.Money}
	if b.exact != nil && a.Unit != nil {
		b.exact = new(big.Rat).Mul(a.Exact, a.Unit.Rat(c.m.cal))
	}
	c.bound[name] = b // what was bound before keeps the old value
	c.order = append(c.order, b)
	return a, nil
}

// shift moves the places of a mistake to the text that its expression ends.
func shift(err *formula.Error, by, length int) {
	err.End = min(err.End+by, max(1, length)) // an empty expression has a place of one character
	err.Start = min(err.Start+by, err.End-1)
	for i := range err.Also {
		err.Also[i].Start, err.Also[i].End = err.Also[i].Start+by, err.Also[i].End+by
	}
}

// cutBinding finds "name =" in front of an expression, and the offset behind it.
func cutBinding(text string) (name string, offset int) {
	head, _, ok := strings.Cut(text, "=")
	name = strings.TrimSpace(head)
	for i, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || i > 0 && (r >= '0' && r <= '9' || r == '-' || r == '.')) {
			return "", 0
		}
	}
	if !ok || name == "" {
		return "", 0
	}
	return name, len(head) + 1
}

func (c *Calculator) nameable(name string, at formula.Span) *formula.Error {
	why := formula.Reserved(name)
	switch {
	case !formula.IsName(name):
		return &formula.Error{Span: at, Rule: formula.RuleName, Message: fmt.Sprintf("%q is not a name: small letters, digits and _ make one", name), Help: "write it as `page_size = 5 KB`"}
	case why != "" && name != "x": // behind a number, x is a factor; alone it is free
		return &formula.Error{Span: at, Rule: formula.RuleName, Message: fmt.Sprintf("%q cannot be a name: it is %s", name, why), Help: fmt.Sprintf("choose another, such as `my_%s`", name)}
	case c.m.Has(name):
		return &formula.Error{Span: at, Rule: formula.RuleName, Message: fmt.Sprintf("%q is a name of the scenario", name), Help: fmt.Sprintf("choose another, such as `my_%s`; `--set %s=…` changes an input of `run` and `explain`", name, name)}
	}
	return nil
}

func (c *Calculator) answer(text string, ask Ask) (*Answer, []*formula.Error) {
	conv, err := formula.ParseConversion(text, c.vocabulary())
	if err != nil {
		return nil, []*formula.Error{err}
	}
	a := &Answer{Expression: strings.TrimSpace(text), Calendar: c.m.cal}
	c.byteOrBillion(a, &conv)
	t, errs := formula.Check(conv.Node, calcScope{scope{b: &builder{s: c.m.scenario, m: c.m}}, c})
	money, second := c.currency(conv.Node)
	if second != nil {
		errs = append(errs, second)
	}
	if len(errs) == 0 {
		errs = convertible(&conv, t)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	a.Type, a.node = t, conv.Node
	c.warnings, c.ev.lost = nil, nil
	f := c.frame(c.ev)
	c.evaluate(a, conv.Node, f)
	if err := c.exactly(a, &conv); err != nil && ask.Exact && (len(f.errs) == 0 || math.IsInf(a.Value, 0)) {
		return nil, []*formula.Error{err}
	}
	if len(f.errs) > 0 && !(ask.Exact && a.Exact != nil) { // what overflows a float64 may well have an exact value
		return nil, f.errs
	}
	c.spread(a)
	if errs := c.tooMuch(conv.Node); errs != nil {
		return nil, errs
	}
	a.choose(&conv)
	a.Style.Digits, a.Style.Money = ask.Digits, money
	for i := range a.Also {
		a.Also[i].Digits, a.Also[i].Money = ask.Digits, money
	}
	c.note(a, &conv, f)
	return a, nil
}

// evaluate computes the value, and what belongs to an availability.
func (c *Calculator) evaluate(a *Answer, n formula.Node, f *calcFrame) {
	a.Value = formula.Eval(n, f)
	literal, alone := formula.AsLiteral(n) // 99.9% may be meant as an availability
	if a.Type.Kind == formula.Availability || alone {
		a.Unavailability = formula.Complement(n, f)
	}
	if a.Type.Kind == formula.Availability {
		a.Nines = nines(a.Unavailability)
		if !calls(n, "durability") { // what is lost is not down for a while
			a.Downtime = downtime(a.Unavailability, c.m.cal)
		}
	}
	if a.Type.Dim == unit.None {
		a.PerTime = alone && len(literal.Under) > 0 || formula.FirstLiteral(n, unit.Time) != nil
	}
	if len(f.errs) == 0 && (math.IsNaN(a.Value) || math.IsInf(a.Value, 0)) {
		f.Fail(&formula.Error{Span: n.Where(), Rule: formula.RuleValue, Message: "the value is too large to compute", Help: "check the units and exponents; `--exact` has no limit on whole numbers"}, 1)
	}
}

// exactly adds the exact value, where there is one.
func (c *Calculator) exactly(a *Answer, conv *formula.Conversion) *formula.Error {
	exact, err := formula.Exact(conv.Node, c.m.cal, c.exactName)
	if err != nil {
		return err
	}
	if conv.In != nil {
		a.Unit = unit.ScaleOf(*conv.In)
		exact = new(big.Rat).Quo(exact, a.Unit.Rat(c.m.cal))
	}
	a.Exact = exact
	return nil
}

func (c *Calculator) exactName(n *formula.Name) *big.Rat {
	if b := c.bound[n.Path]; b != nil {
		return b.exact
	}
	id, ok := c.m.index[n.Path]
	if !ok || n.At != nil || c.m.quantities[id].growth != nil {
		return nil
	}
	v, err := formula.Exact(c.m.quantities[id].node, c.m.cal, c.exactName)
	if err != nil {
		return nil
	}
	return v
}

// byteOrBillion reads a lone "500B" as bytes where it is wanted in bytes, and says how
// every one was read.
func (c *Calculator) byteOrBillion(a *Answer, conv *formula.Conversion) {
	lit, alone := conv.Node.(*formula.Literal)
	if alone && conv.In != nil && lit.BillionOrBytes() && conv.In.Dim() == unit.Data {
		number := strings.TrimSuffix(lit.Text, "B")
		lit.Literal = lit.AsBytes()
		a.Notes = append(a.Notes, fmt.Sprintf("read %sB as bytes; a billion is `%s billion`", number, number))
		return
	}
	formula.Walk(conv.Node, func(n formula.Node) {
		if lit, ok := n.(*formula.Literal); ok && lit.Magnitude == "B" && !lit.Dimensionful() || ok && lit.Magnitude == "B" && lit.Unit == nil {
			number := strings.TrimSpace(lit.Text[:strings.IndexByte(lit.Text, 'B')])
			a.Notes = append(a.Notes, fmt.Sprintf("read %sB as %s billion; for bytes write `%s B`", number, number, number))
		}
	})
}

// currency is the one currency of an expression and the names in it.
func (c *Calculator) currency(n formula.Node) (code string, second *formula.Error) {
	see := func(at formula.Span, other string) {
		switch {
		case other == "" || other == code:
		case code == "":
			code = other
		case second == nil:
			second = &formula.Error{Span: at, Rule: "currency", Message: fmt.Sprintf("a second currency, %s beside %s", other, code), Help: "write all prices in one currency"}
		}
	}
	formula.Walk(n, func(n formula.Node) {
		switch n := n.(type) {
		case *formula.Literal:
			if n.Unit.IsCurrency() {
				see(n.Span, n.Unit.Symbol)
			}
		case *formula.Name:
			if b := c.bound[n.Path]; b != nil {
				see(n.Span, b.currency)
			} else if id, ok := c.m.index[n.Path]; ok && c.m.quantities[id].typ.Dim.Money != 0 {
				see(n.Span, c.m.currency)
			}
		}
	})
	return code, second
}

// convertible checks that the value has the dimension of the unit behind `in`.
func convertible(conv *formula.Conversion, t formula.Type) []*formula.Error {
	if t.Broken || conv.In == nil {
		return nil
	}
	if err := upOrDown(conv, t); err != nil {
		return []*formula.Error{err}
	}
	if conv.In.Dim() == t.Dim {
		return nil
	}
	return []*formula.Error{{Span: conv.Node.Where(), Also: []formula.Span{conv.InAt}, Rule: formula.RuleDimension,
		Message: fmt.Sprintf("%s is %s, the unit behind `in` is %s: one does not convert to the other", formula.Print(conv.Node), t.Dim, conv.In.Dim()),
		Help:    convertHelp(t.Dim, conv.In.Dim())}}
}

// upOrDown refuses an availability, or a percentage that may be one, in a time per time: who
// asks for 99.9% in minutes a year wants the time down, and the share of a year is the time
// up.
func upOrDown(conv *formula.Conversion, t formula.Type) *formula.Error {
	lit, alone := formula.AsLiteral(conv.Node)
	percent := alone && lit.Form == unit.Percent && !lit.Dimensionful()
	if conv.In.Unit == nil || conv.In.Unit.Dim != unit.Time || len(conv.In.Under) != 1 || conv.In.Under[0].Dim != unit.Time || !percent && t.Kind != formula.Availability {
		return nil
	}
	share, whole := formula.Print(conv.Node), "1 "+conv.In.Under[0].Symbol
	factor := share
	if _, sum := formula.Bare(conv.Node).(*formula.Binary); sum {
		factor = "(" + share + ")"
	}
	return &formula.Error{Span: conv.InAt, Rule: formula.RuleAmbiguous, Message: fmt.Sprintf("%s in %s can be the time down or the time up", share, conv.In.Unit.Symbol+"/"+conv.In.Under[0].Symbol),
		Help: fmt.Sprintf("write `downtime(%s, %s) in %s` for the time down, `%s * %s in %s` for the time up", share, whole, conv.In.Unit.Symbol, factor, whole, conv.In.Unit.Symbol)}
}

func convertHelp(from, to unit.Dimension) string {
	switch {
	case from.Div(to) == unit.Rate:
		return "multiply by a time, or write the unit with `/day` or `/s` behind it"
	case to.Div(from) == unit.Rate:
		return "divide by a time, or leave out what is behind the `/` of the unit"
	default:
		return fmt.Sprintf("a unit of %s is wanted", from)
	}
}
