package drill

import (
	"testing"

	"botec/estimate"
)

// BenchmarkNew draws one question of every kind, level by level, beside what is the most
// of it: compiling its scenario once.
func BenchmarkNew(b *testing.B) {
	draw := func(b *testing.B, i int, k Kind) *Question {
		q, err := New(ID{k, MinLevel + i%MaxLevel, 7, i})
		if err != nil {
			b.Fatal(err)
		}
		return q
	}
	b.Run("question", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			for _, k := range Kinds() {
				draw(b, i, k.Kind)
			}
		}
	})
	b.Run("compile", func(b *testing.B) {
		var all []*estimate.Scenario
		for i := range 4 * MaxLevel {
			for _, k := range Kinds() {
				all = append(all, draw(b, i, k.Kind).model.Scenario())
			}
		}
		for i := 0; b.Loop(); i++ {
			for range Kinds() {
				if _, problems := estimate.Compile(all[i%len(all)]); len(problems) > 0 {
					b.Fatal(problems[0])
				}
			}
		}
	})
}
