package scenarios_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/spec"
	"botec/estimate/unit"
	"botec/scenarios"
)

// record is a figure that the course prints, copied from the reference.
type record struct {
	ID       string
	Computed float64
}

// figure binds a record to the quantity of a preset that reproduces it.
type figure struct {
	Record, Preset, Quantity string
	Shown                    string // in the napkin column, else in the exact one
	Unit                     string // of the record's computed value
	Exact                    string // what follows from the inputs where the record starts from something else
	Why                      string // and why it does
}

func load[T any](t *testing.T, file string) []T {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func report(t *testing.T, preset string) *estimate.Report {
	t.Helper()
	file, data, ok := scenarios.Open(preset)
	if !ok {
		t.Fatalf("no preset %q", preset)
	}
	m, problems := spec.Read(file, data, spec.Options{Origin: estimate.Preset}).Compile()
	for _, p := range problems {
		t.Fatal(p)
	}
	r, problems := m.Report(estimate.Options{})
	for _, p := range problems {
		t.Fatal(p)
	}
	return r
}

// TestExpectations loads every preset and judges its own expectations.
func TestExpectations(t *testing.T) {
	for _, name := range scenarios.Names() {
		r := report(t, name)
		if len(r.Verdicts) == 0 || r.Source == "" || r.About == "" {
			t.Errorf("%s expects nothing, or does not say what it is", name)
		}
		for _, v := range r.Verdicts {
			if !v.Holds {
				t.Errorf("%s: %s: %s", name, v.Quantity, v.Message)
			}
		}
		if !slices.ContainsFunc(r.Lines, func(l estimate.Line) bool { return l.Name == "availability" }) {
			t.Errorf("%s has no availability", name)
		}
	}
}

// TestFigures holds every figure that the course prints against its preset: digit
// for digit as rounded on paper, and the exact value to 1e-9 relative (the graph and
// the record compute the same products in another order; each step costs 1e-16).
func TestFigures(t *testing.T) {
	records := make(map[string]record)
	for _, r := range load[record](t, "testdata/records.json") {
		records[r.ID] = r
	}
	reports := make(map[string]*estimate.Report)
	for _, f := range load[figure](t, "testdata/figures.json") {
		r, ok := records[f.Record]
		if !ok {
			t.Errorf("%s: no such record", f.Record)
			continue
		}
		if reports[f.Preset] == nil {
			reports[f.Preset] = report(t, f.Preset)
		}
		rep := reports[f.Preset]
		l := line(rep, f.Quantity)
		if l == nil || l.Verdict == nil {
			t.Errorf("%s: %s of %s has no expectation", f.Record, f.Quantity, f.Preset)
			continue
		}
		if shown := shown(l, rep.Calendar); shown != f.Shown {
			t.Errorf("%s: %s shows %s, the course prints %s", f.Record, f.Quantity, shown, f.Shown)
		}
		want := r.Computed * value(t, f.Unit)
		if f.Exact != "" {
			if f.Why == "" {
				t.Errorf("%s: does not say why its value is another", f.Record)
			}
			if exact := value(t, f.Exact); math.Abs(exact/want-1) < 1e-9 {
				t.Errorf("%s: the record gives the same value, no reason is needed", f.Record)
			} else {
				want = exact
			}
		}
		if !(math.Abs(l.Value/want-1) <= 1e-9) {
			t.Errorf("%s: %s is %v, from the inputs follows %v", f.Record, f.Quantity, l.Value, want)
		}
		delete(records, f.Record)
	}
	for id := range records {
		t.Errorf("record %s has no figure: every printed rate, size and count is expected by its preset", id)
	}
}

func line(r *estimate.Report, name string) *estimate.Line {
	for i := range r.Lines {
		if r.Lines[i].Name == name {
			return &r.Lines[i]
		}
	}
	return nil
}

func shown(l *estimate.Line, cal unit.Calendar) string {
	switch {
	case l.Napkin != nil:
		return unit.Format(*l.Napkin, l.Type.Dim, cal, l.NapkinStyle)
	case l.Type.Kind == formula.Availability:
		return unit.FormatAvailability(l.Unavailability, 0)
	default:
		return unit.Format(l.Value, l.Type.Dim, cal, l.Style)
	}
}

// value computes an expression without names, apart from any graph.
func value(t *testing.T, text string) float64 {
	t.Helper()
	n, err := formula.Parse(text, formula.Vocabulary{})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if _, errs := formula.Check(n, nameless{}); len(errs) > 0 {
		t.Fatalf("%s: %v", text, errs[0])
	}
	return formula.Eval(n, nameless{})
}

// nameless is a scope and a frame without names.
type nameless struct{ formula.Single }

func (nameless) Calendar() unit.Calendar { return unit.DefaultCalendar() }
func (nameless) Resolve(*formula.Name) (int, formula.Type, *formula.Error) {
	return -1, formula.Type{}, &formula.Error{Message: "a name"}
}
func (nameless) Value(*formula.Name, []float64) formula.Column { return formula.Fixed(math.NaN()) }
func (nameless) Complement(*formula.Name, []float64) formula.Column {
	return formula.Fixed(math.NaN())
}
func (nameless) Integral(formula.Node, formula.Column, []float64) formula.Column {
	return formula.Fixed(math.NaN())
}
func (nameless) Fail(err *formula.Error, _ int) { panic(err) }
