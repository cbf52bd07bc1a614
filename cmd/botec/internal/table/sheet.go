package table

import (
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/unit"
)

// sheet is one section of a report as cells.
type sheet struct {
	title   string
	columns []column // without the first, which names the row
	rows    []row
	notes   []string
}

// column has a title; spare columns are given up, the highest first and those of one
// height together, where a terminal is too narrow.
type column struct {
	title string
	spare int
	left  bool // words rather than a figure
}

type row struct {
	name  string
	cells []string
}

// group is the lines of one row, by column.
type group struct {
	name  string
	depth int
	order []*estimate.Line
}

// line is the line of a column, the last where there are several; nil: none.
func (g *group) line(column string) *estimate.Line {
	for _, line := range slices.Backward(g.order) {
		if line.Column == column {
			return line
		}
	}
	return nil
}

// layout is a report on its way to sheets.
type layout struct {
	r     *estimate.Report
	cal   unit.Calendar
	marks marks
}

// sheets lays a report out, section by section; a section without content is left
// out.
func sheets(r *estimate.Report, only []estimate.Section, m marks) []*sheet {
	l := layout{r, r.Calendar, m}
	var out []*sheet
	for _, section := range estimate.Sections() {
		if len(only) > 0 && !slices.Contains(only, section) {
			continue
		}
		if s := l.section(section); s != nil {
			out = append(out, s)
		}
	}
	if len(out) > 0 && (len(only) > 0 || len(r.Assumptions) == 0) { // else they stand below the assumptions
		last := out[len(out)-1]
		last.notes = append(last.notes, closing(r)...)
	}
	return out
}

// closing are the notes on all sections.
func closing(r *estimate.Report) []string {
	var notes []string
	if r.CalendarUsed {
		notes = append(notes, calendar(r))
	}
	if r.Sampling != nil {
		notes = append(notes, Sampling(r.Sampling))
	}
	return notes
}

func calendar(r *estimate.Report) string { return "calendar: " + r.Calendar.String() }

func (l layout) groups(section estimate.Section) []*group {
	var out []*group
	byRow := make(map[string]*group)
	for i := range l.r.Lines {
		line := &l.r.Lines[i]
		if line.Section != section {
			continue
		}
		g := byRow[line.Row]
		if g == nil {
			g = &group{name: line.Row, depth: line.Depth}
			byRow[line.Row] = g
			out = append(out, g)
		}
		g.order = append(g.order, line)
	}
	return out
}

// show is one column of a section: its title and how it prints a row.
type show struct {
	column
	of func(g *group) string
}

func (l layout) section(section estimate.Section) *sheet {
	groups := l.groups(section)
	if len(groups) == 0 {
		return nil
	}
	if last := groups[len(groups)-1]; len(groups) == 2 && last.name == "total" && last.order[0].Verdict == nil && len(last.order) == 1 {
		groups = groups[:1] // the total of one thing is that thing
	}
	s := &sheet{title: string(section)}
	value := func(column string) func(*group) string {
		return func(g *group) string { return text(g.line(column), l.cal) }
	}
	shows := []show{{column{title: ""}, value("value")}}
	switch section {
	case estimate.Traffic:
		shows = []show{{column{title: "mean"}, value("mean")}}
		if l.peaks(groups) {
			shows = append(shows, show{column{title: "peak"}, value("peak")})
		}
	case estimate.StorageLines:
		shows = l.storage()
	case estimate.Bandwidth:
		shows = l.bandwidth(groups)
	case estimate.Reliability:
		groups, shows = l.availability(groups)
		s.notes = l.availabilityNotes(groups)
	case estimate.Cost:
		shows = []show{{column{title: "per month"}, value("value")}, {column{title: "in all"}, value("spent")}}
		s.notes = append(s.notes, "prices: "+l.r.PricesFrom+", as of "+l.r.PricesAsOf)
	case estimate.ServerLines:
		shows = append(shows, show{column{title: "note", left: true}, func(g *group) string { return g.order[0].Note }})
	}
	spreads := l.spreads(groups)
	if len(spreads) > 0 && (shows[0].title == "" || shows[0].title == "mean") {
		shows[0].title = "estimate" // with all ranges at their medians: no mean of what they spread
	}
	shows = append(shows, spreads...)
	if l.peaks(groups) && len(spreads) > 0 {
		s.notes = append(s.notes, "p5, p50 and p95 are those of the estimate, not of the peak")
	}
	shows = append(shows, l.judged()...)
	l.fill(s, groups, shows)
	if section == estimate.Reliability {
		s.merge(groups)
	}
	return s
}

// judged are the columns that every section may have.
func (l layout) judged() []show {
	shows := []show{
		{column{title: "napkin", spare: 1}, func(g *group) string { return napkin(g.judgedLine(), l.cal) }},
		{column{title: "expected", left: true}, l.expected},
	}
	if l.r.Grows {
		shows = append(shows, show{column{title: "at", left: true, spare: 1}, func(g *group) string { return g.order[len(g.order)-1].At }})
	}
	return shows
}

// judgedLine is the line of a row whose napkin figure is shown: the expected one,
// else the last that has one.
func (g *group) judgedLine() *estimate.Line {
	var found *estimate.Line
	for _, l := range g.order {
		if l.Napkin != nil && (found == nil || l.Verdict != nil || found.Verdict == nil) {
			found = l
		}
	}
	return found
}

func (l layout) expected(g *group) string {
	var out []string
	judged := 0
	for _, line := range g.order {
		if line.Verdict != nil {
			judged++
		}
	}
	for _, line := range g.order {
		if line.Verdict == nil {
			continue
		}
		text := verdicts(l.r, line.Name, l.marks)
		if line.Column == "peak" || judged > 1 && line.Column != "mean" {
			text = line.Column + " " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// peaks reports whether any peak differs from its mean.
func (l layout) peaks(groups []*group) bool {
	for _, g := range groups {
		mean, peak := g.line("mean"), g.line("peak")
		if mean != nil && peak != nil && (mean.Value != peak.Value || peak.Verdict != nil) {
			return true
		}
	}
	return false
}

func (l layout) storage() []show {
	daily := func(base string) func(*group) string {
		return func(g *group) string { return per(g.line("daily"), l.cal, base) }
	}
	return []show{
		{column{title: "per day"}, daily("day")},
		{column{title: "per month", spare: 4}, daily("month")},
		{column{title: "per year", spare: 3}, daily("year")},
		{column{title: l.horizon()}, func(g *group) string { return text(g.line("total"), l.cal) }},
	}
}

// horizon heads the column of what has piled up.
func (l layout) horizon() string {
	for _, line := range l.r.Lines {
		if line.Column == "total" && line.Section == estimate.StorageLines && line.At != "horizon" && !strings.Contains(line.Name, "@") {
			if line.At == "start" { // a horizon is missing: the column of times says so
				return "total"
			}
			return "at " + line.At
		}
	}
	for _, a := range l.r.Assumptions {
		if a.Name == "horizon" {
			return "in " + a.Text
		}
	}
	return "total"
}

func (l layout) bandwidth(groups []*group) []show {
	shows := []show{
		{column{title: "mean"}, func(g *group) string { return text(g.line("mean"), l.cal) }},
		{column{title: "", spare: 3}, func(g *group) string { return inBits(g.line("mean"), l.cal) }},
	}
	if l.peaks(groups) {
		shows = append(shows,
			show{column{title: "peak"}, func(g *group) string { return text(g.line("peak"), l.cal) }},
			show{column{title: "", spare: 3}, func(g *group) string { return inBits(g.line("peak"), l.cal) }})
	}
	return shows
}

// availability puts the composite, which comes first, last, and its downtime into
// its row.
func (l layout) availability(groups []*group) ([]*group, []show) {
	var blocks []*group
	var whole *group
	for _, g := range groups {
		switch {
		case g.line("availability") == nil:
			if whole != nil && g.name == "downtime" {
				whole.order = append(whole.order, g.order...)
			}
		case g.name == "availability":
			whole = g
		default:
			blocks = append(blocks, g)
		}
	}
	if whole != nil {
		blocks = append(blocks, whole)
	}
	down := func(of func(estimate.Downtime) float64) func(*group) string {
		return func(g *group) string { return duration(of(g.line("availability").Downtime), l.cal) }
	}
	return blocks, []show{
		{column{title: "uptime"}, func(g *group) string { return amount(g.line("availability"), l.cal) }},
		{column{title: "nines", spare: 5}, func(g *group) string { return nines(g.line("availability").Nines) }},
		{column{title: "down/year"}, down(func(d estimate.Downtime) float64 { return d.Year })},
		{column{title: "/month", spare: 6}, down(func(d estimate.Downtime) float64 { return d.Month })},
		{column{title: "/week", spare: 8}, down(func(d estimate.Downtime) float64 { return d.Week })},
		{column{title: "/day", spare: 7}, down(func(d estimate.Downtime) float64 { return d.Day })},
		{column{title: "share"}, func(g *group) string { return shareOf(g.line("availability"), l.cal) }},
		{column{title: "with one more", spare: 1}, func(g *group) string { return oneMore(g.line("availability")) }},
	}
}

func (l layout) availabilityNotes(groups []*group) []string {
	var notes []string
	if l.r.Weakest != "" {
		notes = append(notes, "weakest block: "+l.r.Weakest)
	}
	for _, g := range groups {
		if line := g.line("availability"); line != nil && line.Note != "" {
			return append(notes, line.Note)
		}
	}
	return notes
}

// fill prints every row and leaves out the columns that stay empty.
func (l layout) fill(s *sheet, groups []*group, shows []show) {
	s.rows = make([]row, len(groups))
	for i, g := range groups {
		s.rows[i] = row{name: strings.Repeat("  ", max(0, g.depth-1)) + label(g), cells: make([]string, 0, len(shows))}
	}
	cells := make([]string, len(groups))
	for _, sh := range shows {
		used := false
		for i, g := range groups {
			cells[i] = sh.of(g)
			used = used || cells[i] != ""
		}
		if !used {
			continue
		}
		s.columns = append(s.columns, sh.column)
		for i := range groups {
			s.rows[i].cells = append(s.rows[i].cells, cells[i])
		}
	}
	if len(s.columns) == 0 {
		s.rows = nil
	}
}

// merge makes one row of numbered blocks that are alike: "1 to 3".
func (s *sheet) merge(groups []*group) {
	var rows []row
	for i := 0; i < len(s.rows); i++ {
		last := i
		for last+1 < len(s.rows) && numbered(groups[i]) && numbered(groups[last+1]) && groups[last+1].depth == groups[i].depth && slices.Equal(s.rows[i].cells, s.rows[last+1].cells) {
			last++
		}
		r := s.rows[i]
		if last > i {
			r.name += " to " + label(groups[last])
		}
		rows = append(rows, r)
		i = last
	}
	s.rows = rows
}

func numbered(g *group) bool {
	name := label(g)
	return g.depth > 0 && name[0] >= '1' && name[0] <= '9'
}

// label names a row; a block is named by the last step of its path, which the
// indentation completes.
func label(g *group) string {
	if g.depth > 1 {
		return g.name[strings.LastIndexByte(g.name, '.')+1:]
	}
	return g.name
}
