package drill

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"botec/estimate"
	"botec/estimate/unit"
)

// backwards is a question that hides an assumption and gives the result.
type backwards struct {
	hides  string // the assumption
	one    string // one of its unit, which the result is taken for
	result string // the quantity that is given
	target string // its value
}

func drawReverse(d *dice, level int) draft {
	t := newTale(d, level)
	t.low, t.high = 1000, 1e10
	switch level {
	case 1:
		t.sheet.set("dau", "1M")
		t.perUser(t.write, "write", t.writes)
		target := d.count(1, 2, 5) + "/s"
		t.nouns = []string{"users"}
		n, _ := often(target)
		return t.back(backwards{"dau", "1M", t.write, target}, "", "Which count of daily users makes %s %s a second on average?", n, t.writes)
	case 2:
		t.sheet.set("dau", "1M")
		t.perUser(t.write, "write", t.writes)
		t.busy()
		target := d.count(2, 3, 5) + "/s"
		t.nouns = []string{"users"}
		n, _ := often(target)
		return t.back(backwards{"dau", "1M", t.write + ".peak", target}, "", "Which count of daily users makes %s %s a second at peak?", n, t.writes)
	case 3:
		rate := d.count(3, 6, 8) + "/day"
		t.sheet.set("horizon", "1 day")
		t.rate(t.write, "write", t.writes, rate)
		size := t.stored()
		t.sheet.set("actions."+t.write+".stores", size)
		t.fact("Each stores %s.", size)
		t.stages("replication")
		disk := pick(d, "100 TB", "500 TB", "2 PB", "5 PB", "20 PB")
		t.low, t.high = 7*86400, 20*365*86400
		return t.back(backwards{"horizon", "1 day", "storage", disk}, "days", "After how many days are %s of disk full?", disk)
	default:
		t.sheet.set("dau", "1M")
		t.perUser(t.read, "read", t.reads)
		size := t.returned()
		t.sheet.set("actions."+t.read+".response", size)
		t.fact("Each returns %s.", size)
		t.busy()
		link := pick(d, "10 Gbit/s", "25 Gbit/s", "40 Gbit/s", "100 Gbit/s", "400 Gbit/s")
		t.nouns = []string{"users"}
		return t.back(backwards{"dau", "1M", "egress.peak", link}, "", "Which count of daily users fills %s of links at peak?", link)
	}
}

// back ends a tale that goes from a result to an assumption.
func (t *tale) back(b backwards, in, format string, args ...any) draft {
	if rest, ok := strings.CutPrefix(t.facts[0], "Each "); ok {
		t.facts[0] = fmt.Sprintf("Each daily user of %s %s", t.service, rest)
	}
	d := t.ask(b.result, in, format, args...)
	sheet := d.sheet
	d.solve = func(k kind, id ID) (*Question, error) { return backQuestion(d, sheet, b, id, k) }
	return d
}

// backQuestion finds the assumption for which the graph gives the target, writes it into
// the scenario, and asks for it.
func backQuestion(d draft, s sheet, b backwards, id ID, k kind) (*Question, error) {
	m, err := s.compile()
	if err != nil {
		return nil, err
	}
	one, problem := m.Evaluate(b.result, nil)
	target, bad := unit.Parse(b.target)
	unitOne, worse := unit.Parse(b.one)
	if problem != nil || bad != nil || worse != nil {
		return nil, fmt.Errorf("%s of %s: %v", b.target, b.result, problem)
	}
	cal := m.Calendar()
	ratio := target.Value(cal) / one.Value // the result is proportional to it; checked below
	solved := append(sheet(nil), s...)
	in := ""
	if u := unitOne.Unit; u != nil {
		in = " " + u.Symbol + "s"
	}
	solved.set(b.hides, strconv.FormatFloat(ratio*unitOne.Number.Float(), 'f', -1, 64)+in)
	d.sheet, d.quantity, d.solve, d.in = solved, b.hides, nil, strings.TrimSpace(in)
	d.finish = func(q *Question) bool { return q.backwards(b, target.Value(cal), unitOne.Value(cal)) }
	return d.question(id, k)
}

// backwards turns the slips round, and works the question.
func (q *Question) backwards(b backwards, target, one float64) bool {
	result, problem := q.model.Evaluate(b.result, nil)
	if problem != nil || math.Abs(result.Value/target-1) > 1e-9 {
		return false // the result is not proportional to what is hidden
	}
	asked, err := askedIn(backUnit(b.target))
	if err != nil {
		return false
	}
	q.mistakes = nil
	for _, m := range findMistakes(q.model, b.result, result, asked) {
		if m.held != b.hides {
			q.mistakes = append(q.mistakes, mistake{m.slip, q.truth.Value * result.Value / m.value, m.held, m.as})
		}
	}
	crosses := crossings(q.model, b.result, asked)
	mental, taught, err := mentalModel(q.model, crosses, asked.perDay(), q.day)
	if err != nil {
		return false
	}
	each, problem := mental.Evaluate(b.result, map[string]float64{b.hides: one})
	if problem != nil {
		return false
	}
	rough := unit.Round(each.Value, 2)
	q.mental = unit.Round(target/rough, 2) * one
	style := asked.style()
	style.Digits = 2
	if each.Type.Dim == unit.Data {
		style = unit.Style{Digits: 2}
	}
	hidden := unit.Format(one, q.truth.Type.Dim, q.model.Calendar(), unit.Style{Plain: true})
	first := Step{Text: fmt.Sprintf("%s for %s %s = %s", b.result, b.hides, hidden, unit.Format(rough, each.Type.Dim, mental.Calendar(), style))}
	if taught != nil {
		first.Margin = taught.String()
	}
	second := Step{Text: fmt.Sprintf("%s = %s / that = %s", b.hides, b.target, q.roughText(estimate.Amount{Value: q.mental, Type: q.truth.Type})), Margin: "it is proportional"}
	q.lines = []Step{first, second, {Text: q.comparison(q.mental)}}
	if s := q.reverseSanity(); s != "" {
		q.lines = append(q.lines, Step{Text: s})
	}
	q.hints = [MaxHints]string{"what does " + hidden + " of it give?", b.hides + " = " + b.target + " / (" + b.result + " for " + hidden + ")", first.Text}
	return q.distinct()
}

// backUnit is the unit of a target as written.
func backUnit(target string) string {
	return strings.TrimSpace(strings.TrimLeft(target, "0123456789.KMBT"))
}

// people is how many there are.
const people = 8e9

func (q *Question) reverseSanity() string {
	if q.truth.Type.Dim == unit.Time {
		return likened(q.truth.Value, q.model.Calendar().Year, "a year", "years")
	}
	return likened(q.truth.Value, people, "all people", "times all people")
}
