package formula

import (
	"bufio"
	"fmt"
	"math"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"botec/estimate/unit"
)

// world is a small scope and frame: a few names with types and values.
type world struct {
	Single
	errs []*Error
}

var names = map[string]struct {
	t Type
	v float64
}{
	"tweet": {Type{Dim: unit.Rate}, 100}, "size": {Type{Dim: unit.Data}, 1000}, "share": {Type{Kind: Percent}, 0.2}, "zero": {Type{}, 0},
	"node": {Type{Kind: Availability}, 1 - 1e-11}, "rps": {Type{Dim: unit.Rate}, 500}, "tweets": {Type{}, 10},
	"client": {Type{}, 50},
}

func (*world) Calendar() unit.Calendar { return unit.DefaultCalendar() }

func (*world) Resolve(n *Name) (int, Type, *Error) {
	if x, ok := names[n.Path]; ok {
		return 0, x.t, nil
	}
	return -1, Type{}, &Error{Rule: RuleName, Message: fmt.Sprintf("unknown name %q", n.Path)}
}

func (*world) Value(n *Name, _ []float64) Column { return Fixed(names[n.Path].v) }

func (*world) Complement(n *Name, _ []float64) Column {
	if n.Path == "node" {
		return Fixed(1e-11)
	}
	return Fixed(1 - names[n.Path].v)
}

func (*world) Integral(Node, Column, []float64) Column { return Fixed(0) }
func (w *world) Fail(err *Error, _ int)                { w.errs = append(w.errs, err) }

// own knows the words of an action named tweet, and of a dataset named wombat.
type own struct{}

func (own) Plural(w string) bool   { return w == "tweets" || w == "wombats" }
func (own) Singular(w string) bool { return w == "tweet" || w == "wombat" }

var vocabulary = Vocabulary{Words: own{}, IsName: func(w string) bool { _, ok := names[w]; return ok }}

// compute takes an expression as far as it gets.
func compute(text string) (v float64, t Type, n Node, err *Error) {
	n, err = Parse(text, vocabulary)
	if err != nil {
		return 0, t, nil, err
	}
	w := &world{}
	t, errs := Check(n, w)
	if len(errs) > 0 {
		return 0, t, n, errs[0]
	}
	v = Eval(n, w)
	if len(w.errs) > 0 {
		return v, t, n, w.errs[0]
	}
	return v, t, n, nil
}

func rows(t testing.TB, file string, cells int) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	var out [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") || lines.Text() == "" {
			continue
		}
		row := strings.Split(lines.Text(), "|")
		if len(row) != cells {
			t.Fatalf("%s: %q has %d cells, want %d", file, lines.Text(), len(row), cells)
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		out = append(out, row)
	}
	return out
}

// kindOf names a type as eval.txt does.
func kindOf(t Type) string {
	switch t.Kind {
	case Percent:
		return "percentage"
	case Availability:
		return "availability"
	default:
		return t.Dim.String()
	}
}

// TestEval computes expressions. The tolerance is relative, 1e-12: a dozen roundings,
// or the median of a PERT by bisection, stay far below it.
func TestEval(t *testing.T) {
	for _, row := range rows(t, "testdata/eval.txt", 3) {
		got, typ, n, err := compute(row[0])
		if err != nil {
			t.Errorf("%s: %s", row[0], err.Message)
			continue
		}
		want, _, _, _ := compute(row[1])
		if !(math.Abs(got-want) <= 1e-12*math.Abs(want)) || kindOf(typ) != row[2] {
			t.Errorf("%s is %v (%s), want %v (%s)", row[0], got, kindOf(typ), want, row[2])
		}
		again, _, _, err := compute(Print(n))
		if err != nil || again != got && !(math.Abs(again/got-1) <= 1e-15) {
			t.Errorf("%s prints as %s, which is %v", row[0], Print(n), again)
		}
	}
}

// TestComplements keeps the digits of nines that a subtraction from 1 would lose.
func TestComplements(t *testing.T) {
	for text, want := range map[string]float64{
		"parallel(99.999999999%, 99.999999999%)": 1e-22, "parallel(node, node)": 1e-22, "series(node, node)": 2e-11,
		"series(node) * series(node)": 2e-11, "node of node": 2e-11, "1 - 1e-22": 1e-22, "series(node)^2": 2e-11, "99.999999999%": 1e-11, "node": 1e-11,
		"99.99% to 99.9999%": 1e-5,
	} {
		n, err := Parse(text, vocabulary)
		if err != nil {
			t.Fatal(err)
		}
		w := &world{}
		if _, errs := Check(n, w); len(errs) > 0 {
			t.Fatal(errs[0])
		}
		// Sums of a few terms of 1e-11 agree to their second order, 1e-22.
		if got := Complement(n, w); !(math.Abs(got/want-1) <= 1e-3) || want == 1e-22 && !(math.Abs(got/want-1) <= 1e-9) {
			t.Errorf("1 - %s is %v, want %v", text, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, row := range rows(t, "testdata/errors.txt", 4) {
		_, _, _, err := compute(row[0])
		if err == nil {
			t.Errorf("%s is taken", row[0])
			continue
		}
		carets := row[0][err.Start:min(err.End, len(row[0]))]
		for _, s := range err.Also {
			carets += " & " + row[0][s.Start:s.End]
		}
		if err.Message != row[1] || carets != row[2] || err.Help != row[3] {
			t.Errorf("%s\n got %s | %s | %s\nwant %s | %s | %s", row[0], err.Message, carets, err.Help, row[1], row[2], row[3])
		}
		if err.Rule == "" {
			t.Errorf("%s: no rule", row[0])
		}
	}
}

// TestLimits answers what is too long or too deep, without a panic.
func TestLimits(t *testing.T) {
	for _, text := range []string{"", " ", strings.Repeat("(", 9000), strings.Repeat("-", 9000) + "1", strings.Repeat("1+", MaxLength), strings.Repeat("max(", 2000), "1" + strings.Repeat("^1", 4000)} {
		_, _, _, err := compute(text)
		if len(text) < 2 || len(text) > MaxLength || text[0] != '1' {
			if err == nil {
				t.Errorf("%.20q… is taken", text)
			}
		}
	}
	nested := func(n int) string { return strings.Repeat("(", n) + "1" + strings.Repeat(")", n) }
	for text, want := range map[string]bool{
		strings.Repeat(" ", MaxLength-1) + "1": true, strings.Repeat(" ", MaxLength) + "1": false,
		nested(MaxDepth - 1): true, nested(MaxDepth): false,
		"1" + strings.Repeat(" + 1", 2*MaxDepth): true, // beside each other, not within
	} {
		if _, _, _, err := compute(text); (err == nil) != want {
			t.Errorf("an expression of %d bytes: %v, taken: %v is wanted", len(text), err, want)
		}
	}
}

// TestFunctionTable evaluates the example of every function, and holds the table
// against itself.
func TestFunctionTable(t *testing.T) {
	seen := make(map[string]bool)
	for _, f := range Functions() {
		if seen[f.Name] || f.Formula == "" || f.Example == "" || len(f.Params) == 0 || f.Gives == "" || f.Group == "" || f.Source == "" && f.Group != Arithmetic {
			t.Errorf("%s is incomplete, or stands twice", f.Name)
		}
		seen[f.Name] = true
		v, typ, _, err := compute(f.Example)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s: %v, %v", f.Example, v, err)
		}
		if want := strings.HasPrefix(f.Example, f.Name+"("); !want {
			t.Errorf("%s: its example is %s", f.Name, f.Example)
		}
		if f.unavailable != (typ.Kind == Availability) {
			t.Errorf("%s: its kind is %s", f.Name, kindOf(typ))
		}
	}
}

// TestPrintThenParse prints drawn trees and reads them again: the same value.
func TestPrintThenParse(t *testing.T) {
	var draw func(t *rapid.T, depth int) string
	draw = func(t *rapid.T, depth int) string {
		if depth == 0 {
			return rapid.SampledFrom([]string{"2", "3.5", "20%", "1825", "7K", "share", "zero", "3x", "0.25", "2 to 8", "20% to 80%", "-3", "2^3", "node", "series(99.9%, node)", "100/tweet", "2:3"}).Draw(t, "leaf")
		}
		a, b := draw(t, depth-1), draw(t, rapid.IntRange(0, depth-1).Draw(t, "depth"))
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0:
			return "(" + a + ") - (" + b + ")"
		case 1:
			return "max(" + a + ", " + b + ")"
		case 2:
			return "-(" + a + ")"
		case 3:
			return "(" + a + ") of (" + b + ")"
		case 4:
			return "(" + a + ") - " + b
		case 5:
			return "(" + a + ")^2"
		case 6:
			return "(" + a + ") * (" + b + ")"
		default:
			return a + " + " + b
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := draw(t, rapid.IntRange(0, 4).Draw(t, "levels"))
		v, _, n, err := compute(text)
		if err != nil {
			t.Fatalf("%s: %s", text, err.Message)
		}
		printed := Print(n)
		again, _, _, err := compute(printed)
		if err != nil || again != v {
			t.Fatalf("%s is %v, prints as %s, which is %v (%v)", text, v, printed, again, err)
		}
		if bare := Print(bareTree(n)); bare != printed {
			if again, _, _, err = compute(bare); err != nil || again != v {
				t.Fatalf("%s is %v, without its parentheses it prints as %s, which is %v", text, v, bare, again)
			}
		}
	})
}

// TestParentheses takes the parentheses off each tree: the printer puts back those that
// matter, and only those.
func TestParentheses(t *testing.T) {
	for text, want := range map[string]string{
		"(2^3)^2": "(2^3)^2", "2^(3^2)": "2^(3^2)", "(2 * 3)^2": "(2 × 3)^2", "(4 users)^2": "(4 users)^2", "(6/user)^2": "(6/user)^2", "(7)^2": "7^2", "2^(2 to 8)": "2^(2 to 8)",
		"(10 - 4) - 3": "10 - 4 - 3", "10 - (4 - 3)": "10 - (4 - 3)", "2 * (3 + 4)": "2 × (3 + 4)", "(2 * 3) + 4": "2 × 3 + 4", "20% of (10 of 5)": "20% of (10 of 5)",
		"tweet / (5/day)": "tweet / (5/day)", "tweet * (5/day)": "tweet × 5/day", "size / day": "size/day", "size + (3 / 4) * size": "size + 3 / 4 × size", "2 * (2 to 8)": "2 × 2 to 8",
	} {
		n, err := Parse(text, vocabulary)
		if err != nil {
			t.Fatalf("%s: %s", text, err.Message)
		}
		if got := Print(bareTree(n)); got != want {
			t.Errorf("%s prints as %s, want %s", text, got, want)
		}
	}
}

// TestFirstLiteral finds whose unit a result is shown in: no unit behind a slash, and of
// plain numbers only those with a form.
func TestFirstLiteral(t *testing.T) {
	for _, c := range []struct {
		text string
		d    unit.Dimension
		want string
	}{
		{"3 s * (20 KB/s) + 5 MB + 2 GB", unit.Data, "5 MB"}, {"2 * (3 + 4)", unit.None, ""}, {"2 * 20% + 3x", unit.None, "20%"},
		{"size / day", unit.Time, ""}, {"size", unit.Data, ""},
	} {
		n, err := Parse(c.text, vocabulary)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if l := FirstLiteral(n, c.d); l != nil {
			got = l.Text
		}
		if got != c.want {
			t.Errorf("%s as %s is shown as %q, want %q", c.text, c.d, got, c.want)
		}
	}
}

// TestRewrite replaces names, those of a time included, and leaves the tree as it was.
func TestRewrite(t *testing.T) {
	n, err := Parse("size@(zero * 1 s) + max(zero, -tweet)", vocabulary)
	if err != nil {
		t.Fatal(err)
	}
	before := Print(n)
	got := Print(Rewrite(n, func(n *Name) Node {
		if n.Path == "zero" {
			return &Name{Path: "share"}
		}
		return nil
	}))
	if want := "size@(share × 1 s) + max(share, -tweet)"; got != want || Print(n) != before {
		t.Errorf("%s becomes %s, want %s", before, got, want)
	}
}

// bareTree takes all parentheses off: the printer has to put back those that matter.
func bareTree(n Node) Node {
	switch n := n.(type) {
	case *Paren:
		return bareTree(n.X)
	case *Binary:
		c := *n
		c.L, c.R = bareTree(n.L), bareTree(n.R)
		return &c
	case *Unary:
		c := *n
		c.X = bareTree(n.X)
		return &c
	case *Call:
		c := *n
		c.Args = nil
		for _, a := range n.Args {
			c.Args = append(c.Args, bareTree(a))
		}
		return &c
	default:
		return n
	}
}

// FuzzExpression takes any text as far as it gets: no panic, places within the text,
// and what has a value prints as something with the same value.
func FuzzExpression(f *testing.F) {
	for _, row := range rows(f, "testdata/eval.txt", 3) {
		f.Add(row[0])
	}
	for _, row := range rows(f, "testdata/errors.txt", 4) {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		conv, failed := ParseConversion(text, vocabulary)
		if failed != nil && (failed.Start < 0 || failed.End < failed.Start || failed.End > max(1, len(text))) {
			t.Fatalf("%q: %q at %v", text, failed.Message, failed.Span)
		}
		if failed == nil {
			if _, errs := Check(conv.Node, &world{}); len(errs) == 0 {
				_, _ = Exact(conv.Node, unit.DefaultCalendar(), func(*Name) *big.Rat { return nil })
			}
		}
		v, _, n, err := compute(text)
		if err != nil {
			for _, s := range append(err.Also, err.Span) {
				if s.Start < 0 || s.End < s.Start || s.End > max(1, len(text)) {
					t.Fatalf("%q: %q at %v", text, err.Message, s)
				}
				if utf8.ValidString(text) && text != "" && !utf8.ValidString(text[s.Start:s.End]) {
					t.Fatalf("%q: %q at %v, within a character", text, err.Message, s)
				}
			}
			if err.Message == "" || err.Rule == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		printed := Print(n)
		again, _, _, err := compute(printed)
		if err != nil {
			t.Fatalf("%q prints as %q: %s", text, printed, err.Message)
		}
		if again != v && math.Abs(again-v) > 1e-12*math.Abs(v) && !math.IsNaN(v) {
			t.Fatalf("%q is %v, prints as %q, which is %v", text, v, printed, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("20% of rps.read * 1 day * (500 B + 2 * size) / 3", vocabulary); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	n, _ := Parse("20% of rps * 1 day * (500 B + 2 * size) / 3", vocabulary)
	w := &world{}
	Check(n, w)
	for b.Loop() {
		Eval(n, w)
	}
}

// TestReservedWords holds the list of reserved words to what is refused one by one.
func TestReservedWords(t *testing.T) {
	words := ReservedWords()
	for _, word := range words {
		if Reserved(word) == "" {
			t.Errorf("%q is listed and can be a name", word)
		}
	}
	for _, word := range []string{"day", "GB", "of", "x", "million", "K", "USD"} {
		if !slices.Contains(words, word) {
			t.Errorf("%q is not listed", word)
		}
	}
}
