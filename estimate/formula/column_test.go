package formula

import (
	"math"
	"testing"
)

// TestColumns computes with columns as with the numbers in them, trial by trial.
func TestColumns(t *testing.T) {
	for name, op := range map[string]struct {
		columns func(dst []float64, x, y Column) Column
		numbers func(x, y float64) float64
	}{
		"+": {Add, func(x, y float64) float64 { return x + y }}, "-": {Sub, func(x, y float64) float64 { return x - y }},
		"×": {Mul, func(x, y float64) float64 { return x * y }}, "/": {div, func(x, y float64) float64 { return x / y }},
	} {
		for _, x := range []Column{Fixed(6), {Each: []float64{6, 2, -3}}} {
			for _, y := range []Column{Fixed(4), {Each: []float64{4, 8, 5}}} {
				got := op.columns(make([]float64, 3), x, y)
				if fixed := x.Each == nil && y.Each == nil; fixed != (got.Each == nil) {
					t.Errorf("%v %s %v is %v", x, name, y, got)
				}
				for i := range 3 {
					if want := op.numbers(x.At(i), y.At(i)); got.At(i) != want {
						t.Errorf("%v %s %v in trial %d is %v, want %v", x, name, y, i, got.At(i), want)
					}
				}
			}
		}
	}
}

// TestScratch lends columns of the batch's length, takes them back in turn, and gives one
// away for another.
func TestScratch(t *testing.T) {
	s := NewScratch(3)
	first, second := s.Borrow(), s.Borrow()
	if len(first) != 3 || len(second) != 3 || &first[0] == &second[0] {
		t.Fatalf("%v and %v are lent", first, second)
	}
	s.GiveBack(1)
	if again := s.Borrow(); &again[0] != &second[0] {
		t.Error("what was given back is not lent again")
	}
	other := make([]float64, 3)
	if given := s.Exchange(other); &given[0] != &second[0] {
		t.Error("another column than the last one is given away")
	}
	s.GiveBack(1)
	if again := s.Borrow(); &again[0] != &other[0] {
		t.Error("what was given in exchange is not lent")
	}
	if given, next := s.Exchange(nil), s.Exchange(nil); &given[0] != &other[0] || len(next) != 3 || &next[0] == &other[0] {
		t.Error("no new column is lent for the one given away")
	}
}

// trialWorld is a world in three trials: in one of them zero is 0.
type trialWorld struct {
	world
	scratch *Scratch
	lost    int
}

func (w *trialWorld) Scratch() *Scratch { return w.scratch }

func (w *trialWorld) Fail(_ *Error, trials int) { w.lost += trials }

func (w *trialWorld) Value(n *Name, dst []float64) Column {
	if n.Path != "zero" {
		return w.world.Value(n, dst)
	}
	return Column{Each: []float64{0, 2, 4}}
}

// TestDivisorsInTrials divides in the trials in which that has a value, and counts the others.
func TestDivisorsInTrials(t *testing.T) {
	n, err := Parse("tweets / zero", vocabulary)
	if err != nil {
		t.Fatal(err)
	}
	w := &trialWorld{scratch: NewScratch(3)}
	if _, errs := Check(n, w); len(errs) > 0 {
		t.Fatal(errs[0])
	}
	got := EvalColumn(n, w, w.scratch.Borrow())
	if !math.IsNaN(got.At(0)) || got.At(1) != 5 || got.At(2) != 2.5 || w.lost != 1 {
		t.Errorf("10 divided by 0, 2 and 4 is %v, in %d trials without a value", got, w.lost)
	}
}
