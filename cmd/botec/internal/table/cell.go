package table

import (
	"math"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// amount prints a line's exact value in the style that the line asks for.
func amount(l *estimate.Line, cal unit.Calendar) string {
	if l.Missing != "" {
		return l.Missing
	}
	if l.Type.Kind == formula.Availability {
		return unit.FormatAvailability(l.Unavailability, 0)
	}
	return unit.Format(l.Value, l.Type.Dim, cal, l.Style)
}

// per prints the line in the time base that heads its column.
func per(l *estimate.Line, cal unit.Calendar, base string) string {
	if l == nil {
		return ""
	}
	style := l.Style
	if l.Style.As != nil && l.Style.As.Base() != nil && l.Style.As.Base().Symbol == base {
		return strings.TrimSuffix(amount(l, cal), "/"+base)
	}
	style.As, style.Digits = nil, 0
	style.Per, _ = unit.Lookup(base)
	return strings.TrimSuffix(unit.Format(l.Value, l.Type.Dim, cal, style), "/"+base)
}

// inBits prints a data rate in bits.
func inBits(l *estimate.Line, cal unit.Calendar) string {
	if l == nil || l.Missing != "" {
		return ""
	}
	return unit.Format(l.Value, l.Type.Dim, cal, unit.Style{Bits: true})
}

func text(l *estimate.Line, cal unit.Calendar) string {
	if l == nil {
		return ""
	}
	return amount(l, cal)
}

func napkin(l *estimate.Line, cal unit.Calendar) string {
	if l == nil || l.Napkin == nil {
		return ""
	}
	return unit.Format(*l.Napkin, l.Type.Dim, cal, l.NapkinStyle)
}

func duration(seconds float64, cal unit.Calendar) string {
	return unit.Format(seconds, unit.Time, cal, unit.Style{})
}

// shareOf prints a block's part of the downtime of its series.
func shareOf(l *estimate.Line, cal unit.Calendar) string {
	if l.Share == nil {
		return ""
	}
	return unit.Format(*l.Share, unit.None, cal, unit.Style{Percent: true})
}

func oneMore(l *estimate.Line) string {
	if l.OneMore == nil {
		return ""
	}
	return unit.FormatAvailability(*l.OneMore, 0)
}

func nines(n float64) string {
	if math.IsInf(n, 0) {
		return "all"
	}
	return unit.Format(unit.RoundDown(n, 2), unit.None, unit.DefaultCalendar(), unit.Style{Plain: true})
}

// marks are the signs for a verdict; a locale without UTF-8 gets words.
type marks struct{ yes, no, rule string }

func marksFor(utf8 bool) marks {
	if utf8 {
		return marks{"✓", "✗", "─"}
	}
	return marks{"ok", "NO", "-"}
}

// verdicts prints the constraints on a quantity, each with its verdict.
func verdicts(r *estimate.Report, quantity string, m marks) string {
	var out []string
	for _, v := range r.Verdicts {
		if v.Quantity != quantity {
			continue
		}
		mark := m.yes
		if !v.Holds {
			mark = m.no
		}
		out = append(out, mark+" "+v.Constraint)
	}
	return strings.Join(out, ", ")
}
