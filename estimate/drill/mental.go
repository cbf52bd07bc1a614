package drill

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// asked is the unit that an answer is wanted in.
type asked struct {
	text    string // "GB/day"; empty for a plain number
	literal unit.Literal
}

func askedIn(text string) (asked, error) {
	if text == "" {
		return asked{}, nil
	}
	lit, err := unit.ParseUnit(text, unit.NoWords{})
	if err != nil {
		return asked{}, err
	}
	return asked{text, lit}, nil
}

// factor is the number of base units in one of the unit.
func (a asked) factor(cal unit.Calendar) float64 {
	if a.text == "" {
		return 1
	}
	return unit.ScaleOf(a.literal).Factor(cal)
}

// base is the time base below the line, nil where there is none.
func (a asked) base() *unit.Unit {
	if a.text == "" {
		return nil
	}
	return unit.ScaleOf(a.literal).Base()
}

func (a asked) perDay() bool { return a.base() != nil && a.base().Symbol == "day" }

// style prints a value in the unit. A rate keeps the magnitude that a person would
// choose.
func (a asked) style() unit.Style {
	switch {
	case a.text == "":
		return unit.Style{}
	case a.literal.Dim() == unit.Rate:
		return unit.Style{Per: a.base()}
	default:
		return unit.Style{As: unit.ScaleOf(a.literal)}
	}
}

// crossing says which periods of the calendar stand beside seconds in a computation, so
// that somebody has to know how many seconds they have.
type crossing struct {
	day, month, year bool
	bits             bool // an assumption is in bits
}

func (c crossing) any() bool { return c.day || c.month || c.year }

// crossings finds the periods in what a quantity rests on and in the unit that is asked
// for.
func crossings(m *estimate.Model, name string, a asked) crossing {
	var c crossing
	seconds := false
	see := func(lit unit.Literal) {
		for _, u := range append([]*unit.Unit{lit.Unit}, lit.Under...) {
			switch {
			case u == nil:
			case u.Dim == unit.DataRate || u.Dim == unit.Rate:
				seconds = true
			case u.Dim != unit.Time:
			case u.Symbol == "day" || u.Symbol == "week":
				c.day = true
			case u.Symbol == "month":
				c.month = true
			case u.Symbol == "year":
				c.year = true
			default:
				seconds = true
			}
		}
	}
	if a.text != "" {
		see(a.literal)
	}
	for _, written := range m.WrittenFor(name) {
		formula.Walk(written.Node, func(n formula.Node) {
			if lit, ok := n.(*formula.Literal); ok {
				see(lit.Literal)
				c.bits = c.bits || lit.Unit.Bits()
			}
		})
	}
	if !seconds {
		return crossing{bits: c.bits}
	}
	return c
}

// shortcut is a figure that is easy to work with, beside the true one.
type shortcut struct {
	text  string  // "day = 10^5 s"
	error float64 // of a result that takes it: -0.136 is 13.6% low
}

// String is the shortcut with its error: "day = 10^5 s (13.6% low)".
func (s shortcut) String() string {
	side := "high"
	if s.error < 0 {
		side = "low"
	}
	return fmt.Sprintf("%s (%.1f%% %s)", s.text, 100*math.Abs(s.error), side)
}

// dayShortcut is how many seconds a head gives a day.
type dayShortcut uint8

// The rough one is 10^5 s; the sharp one makes a million a day twelve a second; that of
// links makes 1 Gbit/s ten TB a day, that of megabytes 1 MB/s 86 GB a day.
const (
	dayRough dayShortcut = iota
	daySharp
	dayOfLinks
	dayOfMegabytes
)

// period is a period of the calendar as heads have it.
type period struct{ name, length string }

// mentalCalendar gives the lengths of periods that heads work with where seconds meet
// the calendar, and the shortcut that it is. A result per day is off the other way round.
func mentalCalendar(c crossing, cal unit.Calendar, perDay bool, day dayShortcut) (lengths []period, taught shortcut) {
	take := func(name, length, text string, long, rough float64) {
		lengths = append(lengths, period{name, length})
		taught = shortcut{text, long/rough - 1}
		if perDay {
			taught.error = rough/long - 1
		}
	}
	switch {
	case c.day && day == dayOfLinks && perDay:
		take("day", "80000 s", "1 Gbit/s = 125 MB/s ≈ 10 TB/day", cal.Day, 8e4)
	case c.day && day == dayOfMegabytes:
		take("day", "86000 s", "1 MB/s = 86 GB/day", cal.Day, 8.6e4)
	case c.day && day == daySharp:
		take("day", "1M s / 12", "1M/day = 12/s", cal.Day, 1e6/12)
	case c.day:
		take("day", "100000 s", "day = 10^5 s", cal.Day, 1e5)
	case c.month && c.year:
		take("month", "2.5M s", "month = 2.5M s", cal.Month, 2.5e6)
		lengths = append(lengths, period{"year", "12 * month"})
	case c.month:
		take("month", "2.5M s", "month = 2.5M s", cal.Month, 2.5e6)
	case c.year:
		take("year", "31.4159M s", "year = π × 10^7 s", cal.Year, math.Pi*1e7)
	}
	return lengths, taught
}

// mentalModel compiles the scenario again with a calendar for heads. A scenario that has
// a calendar of its own keeps it.
func mentalModel(m *estimate.Model, c crossing, perDay bool, day dayShortcut) (*estimate.Model, *shortcut, error) {
	s := *m.Scenario()
	if !c.any() || s.Day != nil || s.Month != nil || s.Year != nil {
		return m, nil, nil
	}
	lengths, taught := mentalCalendar(c, m.Calendar(), perDay, day)
	for _, l := range lengths {
		node, err := formula.Parse(l.length, formula.Vocabulary{Calendar: true})
		if err != nil {
			return nil, nil, err
		}
		e := &estimate.Expr{Text: l.length, Node: node, Origin: estimate.Default}
		switch l.name {
		case "day":
			s.Day = e
		case "month":
			s.Month = e
		default:
			s.Year = e
		}
	}
	mental, problems := estimate.Compile(&s)
	if len(problems) > 0 {
		var lines []string
		for _, p := range problems {
			lines = append(lines, p.String())
		}
		return nil, nil, fmt.Errorf("with the calendar for heads: %s", strings.Join(lines, "; "))
	}
	return mental, &taught, nil
}
