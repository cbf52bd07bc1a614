package table

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// fake is a report that no scenario gives but that has one of each oddity.
func fake() *estimate.Report {
	rounded := 12000.0
	failed := estimate.Verdict{Quantity: "rps", Constraint: "at most 10K/s", Message: "too much", Passing: []string{"at most 12K/s"}, Difference: math.NaN()}
	rate := formula.Type{Dim: unit.Rate}
	up := formula.Type{Kind: formula.Availability}
	down := estimate.Downtime{Year: 31536, Month: 2628, Week: 604.8, Day: 86.4}
	return &estimate.Report{
		Name: "A|B", File: "a.yaml", Calendar: unit.DefaultCalendar(), CalendarUsed: true, Weakest: "web",
		Lines: []estimate.Line{
			{Name: "rps", Section: estimate.Traffic, Row: "rps", Column: "mean", Value: 11574, Type: rate, At: "start", Napkin: &rounded, NapkinStyle: unit.Style{Digits: 2}, Verdict: &failed},
			{Name: "rps.peak", Section: estimate.Traffic, Row: "rps", Column: "peak", Value: 34722, Type: rate, At: "start"},
			{Name: "storage", Section: estimate.StorageLines, Row: "physical", Column: "total", Value: math.NaN(), Missing: "needs a horizon", Type: formula.Type{Dim: unit.Data}, At: "horizon"},
			{Name: "availability", Section: estimate.Reliability, Row: "availability", Column: "availability", Value: 0.999, Unavailability: 0.001, Nines: 3, Downtime: down, Type: up, Note: "assumes independent failures"},
			{Name: "availability.web", Section: estimate.Reliability, Row: "web", Column: "availability", Depth: 1, Value: 1, Nines: math.Inf(1), Downtime: down, Type: up},
		},
		Assumptions: []estimate.Assumption{{Name: "dau", Text: "100M", From: estimate.Given}},
		Verdicts:    []estimate.Verdict{failed},
	}
}

func TestText(t *testing.T) {
	want := `A|B

TRAFFIC             mean             peak   napkin  expected
rps              11.6K/s          34.7K/s    12K/s  ✗ at most 10K/s

STORAGE            total
physical  needs a horizon

AVAILABILITY      uptime            nines  down/year    /month      /week      /day
web                 100%              all     8.76 h  43.8 min   10.1 min  1.44 min
availability       99.9%                3     8.76 h  43.8 min   10.1 min  1.44 min
  weakest block: web
  assumes independent failures

ASSUMPTIONS
dau          100M  given
  calendar: year = 365 days, month = year/12

✗ rps: too much
  would pass: at most 12K/s
`
	if diff := cmp.Diff(fields(want), fields(Text(fake(), nil, Look{UTF8: true}))); diff != "" {
		t.Error(diff)
	}
}

// fields splits lines into words: what a column's width is, is for the scripts.
func fields(text string) [][]string {
	var out [][]string
	for _, line := range strings.Split(text, "\n") {
		out = append(out, strings.Fields(line))
	}
	return out
}

func TestColumnsAlign(t *testing.T) {
	lines := strings.Split(Text(fake(), []estimate.Section{estimate.Traffic, estimate.Reliability}, Look{UTF8: true}), "\n")
	title, row := lines[2], lines[3]
	for _, pair := range [][2]string{{"mean", "11.6K/s"}, {"peak", "34.7K/s"}, {"napkin", "12K/s"}} {
		if end(title, pair[0]) != end(row, pair[1]) {
			t.Errorf("%q and %q do not end in one column:\n%s\n%s", pair[0], pair[1], title, row)
		}
	}
	if strings.Index(title, "expected") != strings.Index(row, "✗") {
		t.Errorf("words do not begin in one column:\n%s\n%s", title, row)
	}
	for _, l := range lines {
		if strings.HasSuffix(l, " ") {
			t.Errorf("%q ends with a blank", l)
		}
	}
}

func end(line, text string) int { return strings.Index(line, text) + len(text) }

// TestFit gives up columns until a report is narrow enough, and then no more.
func TestFit(t *testing.T) {
	whole := Text(fake(), nil, Look{UTF8: true})
	for width := 40; width <= 120; width += 5 {
		text := Text(fake(), nil, Look{UTF8: true, Width: width})
		if wide := widest(strings.Split(text, "\n")); wide > width && width >= 70 {
			t.Errorf("%d columns where there are %d:\n%s", wide, width, text)
		}
		if width >= widest(strings.Split(whole, "\n")) && text != whole {
			t.Errorf("%d columns are enough, yet something is left out:\n%s", width, text)
		}
	}
}

func TestLook(t *testing.T) {
	text := Text(fake(), nil, Look{Terminal: true, Color: true, UTF8: true})
	if !strings.Contains(text, "\x1b[1mA|B\x1b[0m") || !strings.Contains(text, "───") {
		t.Errorf("no bold title or no rule:\n%s", text)
	}
	plain := Text(fake(), nil, Look{Terminal: true})
	for _, r := range plain {
		if r > 126 {
			t.Fatalf("%q in a text for a locale without UTF-8:\n%s", r, plain)
		}
	}
}

func TestMarkdownEscapes(t *testing.T) {
	text := Markdown(fake(), nil)
	for _, want := range []string{`## A\|B`, "| rps ", "✗ at most 10K/s", "- ✗ rps: too much\n  - would pass: at most 12K/s\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	columns := 0
	for _, line := range strings.Split(text, "\n") {
		n := strings.Count(line, "|") - strings.Count(line, `\|`)
		if !strings.HasPrefix(line, "|") {
			columns = 0
		} else if columns == 0 {
			columns = n
		} else if n != columns {
			t.Errorf("a row of %d cells in a table of %d: %s", n, columns, line)
		}
	}
}

func TestJSON(t *testing.T) {
	text, err := JSON([]*estimate.Report{fake()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Version   int
		Scenarios []struct {
			Quantities []map[string]any
			Expect     []map[string]any
			Warnings   []any
		}
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	s := doc.Scenarios[0]
	for _, c := range []struct {
		quantity int
		field    string
		want     any
	}{
		{0, "value", 11574.0}, {0, "unit", "1/s"}, {0, "napkin", 12000.0}, {0, "napkin_text", "12K/s"}, {0, "p50", nil},
		{2, "value", nil}, {2, "missing", "needs a horizon"}, {2, "unit", "B"},
		{3, "unavailability", 0.001}, {4, "unavailability", 0.0}, {1, "unavailability", nil},
	} {
		if got := s.Quantities[c.quantity][c.field]; got != c.want {
			t.Errorf("%s of %s is %v, want %v", c.field, s.Quantities[c.quantity]["name"], got, c.want)
		}
	}
	if d, there := s.Expect[0]["difference"]; d != nil || !there {
		t.Errorf("a difference that is no number is %v", d)
	}
	if doc.Version != 1 || s.Warnings == nil {
		t.Errorf("version %d, warnings %v", doc.Version, s.Warnings)
	}
}

func TestCSV(t *testing.T) {
	text, err := CSV([]*estimate.Report{fake(), fake()}, []estimate.Section{estimate.Traffic, estimate.StorageLines})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 7 {
		t.Fatalf("%d rows:\n%s", len(rows), text)
	}
	if diff := cmp.Diff([]string{"A|B", "traffic", "rps", "11574", "1/s", "11.6K/s", "12K/s", "at most 10K/s", "false", "start", "", "", ""}, rows[1]); diff != "" {
		t.Error(diff)
	}
	if rows[3][3] != "" || rows[3][5] != "needs a horizon" {
		t.Errorf("a missing value gives %q", rows[3])
	}
}

// TestSideBySide merges the quantities of reports, each in its own order.
func TestSideBySide(t *testing.T) {
	report := func(names ...string) side {
		r := &estimate.Report{Name: names[0], Calendar: unit.DefaultCalendar()}
		for _, n := range names {
			r.Lines = append(r.Lines, estimate.Line{Name: n, Section: estimate.Traffic, Row: n, Column: "mean", Value: 1, Type: formula.Type{Dim: unit.Rate}})
		}
		return sideOf(r, estimate.Traffic)
	}
	got := quantitiesOf([]side{report("dau", "watch", "rps"), report("dau", "tweet", "rps", "late"), report("post", "rps")})
	if diff := cmp.Diff([]string{"dau", "watch", "tweet", "post", "rps", "late"}, got); diff != "" {
		t.Error(diff)
	}
}
