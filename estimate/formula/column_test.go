package formula

import "testing"

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
