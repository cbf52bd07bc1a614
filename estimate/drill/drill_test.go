package drill

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestIDsAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom(append(Kinds(), KindInfo{Kind: FromScenario})).Draw(t, "kind")
		id := ID{k.Kind, rapid.IntRange(MinLevel, MaxLevel).Draw(t, "level"), rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, maxIndex).Draw(t, "index")}
		if got, refusal := ParseID(id.String()); refusal != nil || got != id {
			t.Errorf("ParseID(%q) = %v, %v", id, got, refusal)
		}
	})
}

func TestGradesAreSymmetricAndMonotone(t *testing.T) {
	q, err := New(ID{RPS, 2, 7, 0})
	if err != nil {
		t.Fatal(err)
	}
	at := func(factor float64) Verdict { return q.Grade(Answer{Value: q.truth.Value * factor}, 0) }
	rapid.Check(t, func(t *rapid.T) {
		x := math.Exp(rapid.Float64Range(0, 10).Draw(t, "ln q"))
		y := math.Exp(rapid.Float64Range(0, 10).Draw(t, "ln q"))
		if a, b := at(x), at(1/x); a.Grade != b.Grade && math.Abs(a.Q/b.Q-1) > 1e-12 {
			t.Errorf("%g high is %s, as much low %s", x, a.Grade, b.Grade)
		}
		if x <= y && at(x).Points < at(y).Points {
			t.Errorf("q %g has %d points, q %g has %d", x, at(x).Points, y, at(y).Points)
		}
	})
}
