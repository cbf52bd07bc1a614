package estimate_test

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/spec"
	"botec/estimate/unit"
)

// tolerance is relative. A value here is a product or sum of at most some thirty
// factors, each good to 1e-16; the integrals of growth are refined to 1e-12.
const tolerance = 1e-10

// read takes the text of a scenario to a model.
func read(name, text string) (*estimate.Model, []*estimate.Problem) {
	return spec.Read(name, []byte(text), spec.Options{Origin: estimate.Given}).Compile()
}

// TestValues runs the scenarios of testdata/values. Their comments say what must come
// out: "want NAME = EXPR" for a value, "down NAME = EXPR" for an unavailability,
// "napkin NAME = EXPR" for a rounded figure, "missing NAME = WHY". The expression has
// no names: it is worked out apart from the graph.
func TestValues(t *testing.T) {
	files, _ := filepath.Glob("testdata/values/*.yaml")
	if len(files) < 20 {
		t.Fatalf("%d files", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, problems := read(filepath.Base(file), string(data))
			for _, p := range problems {
				t.Fatalf("%s (%s)", p, p.Help)
			}
			lines := bufio.NewScanner(strings.NewReader(string(data)))
			checked := 0
			for lines.Scan() {
				kind, rest, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "# "), " ")
				name, want, ok := strings.Cut(rest, " = ")
				if !strings.HasPrefix(lines.Text(), "# ") || !ok {
					continue
				}
				checked++
				check(t, m, kind, name, want)
			}
			if checked == 0 {
				t.Error("nothing is wanted of it")
			}
		})
	}
}

func check(t *testing.T, m *estimate.Model, kind, name, want string) {
	t.Helper()
	d, problem := m.Explain(name, estimate.Options{})
	if problem != nil {
		t.Error(problem)
		return
	}
	got := d.Value
	switch kind {
	case "missing":
		if d.Missing != want || !math.IsNaN(got) {
			t.Errorf("%s is %v, missing %q; want %q", name, got, d.Missing, want)
		}
		return
	case "down":
		got = d.Unavailability
	case "napkin":
		if d.Napkin == nil {
			t.Errorf("%s has no napkin figure", name)
			return
		}
		got = *d.Napkin
	}
	if w := alone(t, want, m.Calendar()); !near(got, w, tolerance*math.Abs(w)) {
		t.Errorf("%s of %s is %v, want %s = %v", kind, name, got, want, w)
	}
}

// alone computes an expression without names.
func alone(t *testing.T, text string, cal unit.Calendar) float64 {
	t.Helper()
	n, err := formula.Parse(text, formula.Vocabulary{})
	if err != nil {
		t.Fatalf("%s: %s", text, err.Message)
	}
	f := nameless{cal: cal, t: t}
	if _, errs := formula.Check(n, f); len(errs) > 0 {
		t.Fatalf("%s: %s", text, errs[0].Message)
	}
	return formula.Eval(n, f)
}

// nameless is a scope and a frame without names.
type nameless struct {
	formula.Single
	cal unit.Calendar
	t   testing.TB
}

func (f nameless) Calendar() unit.Calendar { return f.cal }
func (nameless) Resolve(n *formula.Name) (int, formula.Type, *formula.Error) {
	return -1, formula.Type{}, &formula.Error{Message: "the name " + n.Path}
}
func (nameless) Value(*formula.Name, []float64) formula.Column { return formula.Fixed(math.NaN()) }
func (nameless) Complement(*formula.Name, []float64) formula.Column {
	return formula.Fixed(math.NaN())
}
func (nameless) Integral(formula.Node, formula.Column, []float64) formula.Column {
	return formula.Fixed(math.NaN())
}
func (f nameless) Fail(err *formula.Error, _ int) { f.t.Error(err.Message) }
