package unit

import "fmt"

// Calendar says how many seconds a day, a month and a year have. A week is seven
// days.
type Calendar struct{ Day, Month, Year float64 }

// DefaultCalendar has days of 86,400 s, years of 365 days and months of a twelfth
// of a year, so that ten years are 120 months and 3,650 days.
func DefaultCalendar() Calendar {
	return Calendar{Day: 86400, Month: 365 * 86400 / 12, Year: 365 * 86400}
}

// String gives the calendar in words: "a year of 365 days, a month of year/12".
func (c Calendar) String() string {
	number := func(v float64) string { return Format(v, None, c, Style{Digits: 7, Plain: true}) }
	text := fmt.Sprintf("year = %s days, month = ", number(c.Year/c.Day))
	if c.Month*12 == c.Year {
		text += "year/12"
	} else {
		text += number(c.Month/c.Day) + " days"
	}
	if c.Day != DefaultCalendar().Day {
		text = fmt.Sprintf("day = %s s, ", number(c.Day)) + text
	}
	return text
}

// period marks the units whose length the calendar decides.
type period uint8

const (
	fixed period = iota
	day
	week
	month
	year
)

func (c Calendar) seconds(p period) float64 {
	switch p {
	case day:
		return c.Day
	case week:
		return 7 * c.Day
	case month:
		return c.Month
	case year:
		return c.Year
	default:
		return 1
	}
}
