package drill

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate/unit"
)

func drawPowers(d *dice, level int) draft {
	t := newTale(d, level)
	t.accepted = exactBand
	n := 10 * d.between(1, 4)
	if level > 1 {
		n = d.between(11, 44)
	}
	t.finish = func(q *Question) bool { return workPowers(q, n) }
	switch level {
	case 3:
		items := d.count(level, 3, 12)
		t.sheet.set("let.bits_needed", "ceil(log2("+items+"))")
		t.binary, t.finish = true, workBits
		t.nouns = []string{"bits"}
		t.low, t.high = 2, 64
		t.fact("%s gives %s %ss a number each.", upper(t.service), items, t.thing)
		return t.ask("bits_needed", "", "How many bits does the number need at least?")
	case 4:
		size := pick(d, "8 B", "16 B", "64 B")
		n = d.between(24, 40)
		t.sheet.set("let.table", fmt.Sprintf("2^%d * %s", n, size))
		t.low, t.high = 1e8, 1e15
		t.finish = func(q *Question) bool { return workPowers(q, n) }
		t.fact("A table has an entry of %s for each number of %d bits.", size, n)
		return t.ask("table", "bytes", "How many bytes is it?")
	default:
		t.sheet.set("let.power", fmt.Sprintf("2^%d", n))
		return t.ask("power", "", "How much is 2^%d?", n)
	}
}

// thousandError is how much 2^10 is above 10^3.
const thousandError = 1024.0/1000 - 1

// workPowers works 2^n out by 2^10 = 10^3, and what that lacks.
func workPowers(q *Question, n int) bool {
	tens, rest := n/10, n%10
	rough := q.truth.Value / math.Pow(1+thousandError, float64(tens))
	q.mental = unit.Round(q.truth.Value, 2)
	text := func(v float64) string {
		a := q.truth
		a.Value = v
		return q.roughText(a)
	}
	power, near := fmt.Sprintf("2^%d", n), fmt.Sprintf("10^%d", 3*tens)
	if rest > 0 {
		power += fmt.Sprintf(" = 2^%d × %d", 10*tens, 1<<rest)
		near += fmt.Sprintf(" × %d", 1<<rest)
	}
	q.lines = []Step{
		{Text: power + " ≈ " + near, Margin: fmt.Sprintf("2^10 = 10^3 (%.1f%% low a step)", 100*thousandError)},
		{Text: "which is " + text(rough)},
		{Text: fmt.Sprintf("and %d × %.1f%% more = %s", tens, 100*thousandError, text(q.mental))},
		{Text: q.comparison(q.mental)},
	}
	if s := q.sanityLine(); s != "" {
		q.lines = append(q.lines, Step{Text: s})
	}
	q.hints = [MaxHints]string{"it takes 2^10 and what is left of the exponent", fmt.Sprintf("2^%d = (2^10)^%d × 2^%d", n, tens, rest), q.lines[0].Text}
	q.mistakes = append(q.mistakes, mistake{slip: BinaryPrefix, value: rough})
	return true
}

// workBits works out how many bits tell so many things apart.
func workBits(q *Question) bool {
	bits := int(q.truth.Value)
	items := strings.TrimSuffix(strings.TrimPrefix(q.model.Given(q.quantity).Text, "ceil(log2("), "))")
	tens := bits / 10
	q.mental = q.truth.Value
	q.lines = []Step{
		{Text: fmt.Sprintf("2^%d ≈ 10^%d, which is 10 bits for three zeros", 10*tens, 3*tens), Margin: fmt.Sprintf("2^10 = 10^3 (%.1f%% low a step)", 100*thousandError)},
		{Text: fmt.Sprintf("2^%d = %s is below %s, 2^%d = %s is not", bits-1, countOf(math.Exp2(float64(bits-1))), items, bits, countOf(math.Exp2(float64(bits))))},
		{Text: q.comparison(q.mental)},
	}
	q.hints = [MaxHints]string{"it takes the powers of two near " + items, "the least n with 2^n at least " + items, q.lines[0].Text}
	return true
}

func countOf(v float64) string {
	return unit.Format(v, unit.None, unit.DefaultCalendar(), unit.Style{})
}
