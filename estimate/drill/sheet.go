package drill

import (
	"fmt"
	"slices"
	"strings"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// sheet is a scenario in the making: values by the path of their field, in the order of
// the file.
type sheet []entry

type entry struct{ path, text string }

// set adds a value beside those of its section, or replaces the one at the path.
func (s *sheet) set(path, text string) {
	at, most := len(*s), 0
	for i, e := range *s {
		if e.path == path {
			(*s)[i].text = text
			return
		}
		if n := sections(e.path, path); n >= max(most, 1) {
			at, most = i+1, n
		}
	}
	*s = slices.Insert(*s, at, entry{path, text})
}

// sections counts the sections that two paths share.
func sections(a, b string) int {
	n := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '.' {
			n++
		}
	}
	return n
}

// get is the text at a path, empty where there is none.
func (s sheet) get(path string) string {
	for _, e := range s {
		if e.path == path {
			return e.text
		}
	}
	return ""
}

// yaml is the sheet as a scenario file.
func (s sheet) yaml() string {
	var b strings.Builder
	var open []string
	for _, e := range s {
		segments := strings.Split(e.path, ".")
		same := 0
		for same < len(open) && same < len(segments)-1 && open[same] == segments[same] {
			same++
		}
		for depth := same; depth < len(segments)-1; depth++ {
			fmt.Fprintf(&b, "%s%s:\n", strings.Repeat("  ", depth), segments[depth])
		}
		open = segments[:len(segments)-1]
		text := e.text
		if strings.Contains(text, ",") && !strings.HasPrefix(text, "[") {
			text = `"` + text + `"` // a comma inside a function's call
		}
		fmt.Fprintf(&b, "%s%s: %s\n", strings.Repeat("  ", len(open)), segments[len(open)], text)
	}
	return b.String()
}

// compile compiles the sheet. An error is a mistake of a generator.
func (s sheet) compile() (*estimate.Model, error) {
	b := &sheetReader{names: s.names(), scenario: &estimate.Scenario{File: "drill", Origin: estimate.Given}}
	for i, e := range s {
		b.line = i + 1
		b.read(strings.Split(e.path, "."), e.text)
	}
	if b.err != nil {
		return nil, b.err
	}
	m, problems := estimate.Compile(b.scenario)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s in the scenario\n%s", problems[0], s.yaml())
	}
	return m, nil
}

// names are the names of the sheet's own: actions, datasets and lets.
func (s sheet) names() map[string]bool {
	names := make(map[string]bool)
	for _, e := range s {
		switch segments := strings.Split(e.path, "."); segments[0] {
		case "actions", "datasets", "let":
			names[segments[1]] = true
		}
	}
	return names
}

// sheetReader fills a scenario from the values of a sheet.
type sheetReader struct {
	scenario *estimate.Scenario
	names    map[string]bool
	line     int
	err      error
}

func (b *sheetReader) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

func (b *sheetReader) place() estimate.Place {
	return estimate.Place{File: b.scenario.File, Line: b.line, Column: 1}
}

func (b *sheetReader) expr(text string) *estimate.Expr {
	node, err := formula.Parse(text, formula.Vocabulary{IsName: func(word string) bool { return b.names[word] }})
	if err != nil {
		b.fail("%q: %s", text, err.Message)
	}
	return &estimate.Expr{Text: text, Node: node, Place: b.place(), Origin: estimate.Given}
}

// read puts one value into its field.
func (b *sheetReader) read(path []string, text string) {
	s := b.scenario
	switch path[0] {
	case "name":
		s.Name = text
	case "actions":
		b.action(path[1:], text)
	case "datasets":
		d := named(&s.Datasets, func(d *estimate.Dataset) bool { return d.Name == path[1] }, estimate.Dataset{Name: path[1], Place: b.place()})
		if path[2] == "size" {
			d.Size = b.size(d.Size, path[3:], text)
			return
		}
		b.into(path[2], text, map[string]**estimate.Expr{"items": &d.Items})
	case "storage":
		p := &s.Storage
		b.into(path[1], text, map[string]**estimate.Expr{"compression": &p.Compression, "overhead": &p.Overhead, "replication": &p.Replication, "fill": &p.Fill, "retention": &p.Retention})
	case "cache":
		c := named(&s.Caches, func(c *estimate.Cache) bool { return c.Name == path[1] }, estimate.Cache{Name: path[1], Place: b.place()})
		b.into(path[2], text, map[string]**estimate.Expr{"hot": &c.Hot, "window": &c.Window, "entry": &c.Entry, "items": &c.Items, "overhead": &c.Overhead, "replication": &c.Replication, "hit_ratio": &c.HitRatio})
	case "servers":
		t := named(&s.Servers, func(t *estimate.Tier) bool { return t.Name == path[1] }, estimate.Tier{Name: path[1], Place: b.place()})
		b.into(path[2], text, map[string]**estimate.Expr{"load": &t.Load, "each": &t.Each, "utilization": &t.Utilization, "spare": &t.Spare})
	case "availability":
		if s.Availability == nil {
			s.Availability = &estimate.Block{Place: b.place(), Arrangement: estimate.Leaf}
		}
		b.block(s.Availability, path[1:], text)
	case "let":
		s.Lets = append(s.Lets, &estimate.Let{Name: path[1], Place: b.place(), Value: b.expr(text)})
	default:
		b.into(path[0], text, map[string]**estimate.Expr{"users": &s.Users, "mau": &s.MAU, "dau": &s.DAU, "horizon": &s.Horizon, "peak": &s.Peak, "read_write_ratio": &s.ReadWriteRatio})
	}
}

// into parses a text into the field of that name.
func (b *sheetReader) into(name, text string, fields map[string]**estimate.Expr) {
	field, ok := fields[name]
	if !ok {
		b.fail("a sheet has no field %q", name)
		return
	}
	*field = b.expr(text)
}

// named is the element that matches, added where there is none.
func named[T any](list *[]*T, matches func(*T) bool, fresh T) *T {
	for _, e := range *list {
		if matches(e) {
			return e
		}
	}
	*list = append(*list, &fresh)
	return (*list)[len(*list)-1]
}

func (b *sheetReader) action(path []string, text string) {
	a := named(&b.scenario.Actions, func(a *estimate.Action) bool { return a.Name == path[0] }, estimate.Action{Name: path[0], Place: b.place()})
	sizes := map[string]**estimate.Size{"request": &a.Request, "response": &a.Response, "stores": &a.Stores, "payload": &a.Payload}
	switch size, isSize := sizes[path[1]]; {
	case path[1] == "type":
		a.Type = estimate.ActionType(text)
	case isSize:
		*size = b.size(*size, path[2:], text)
	default:
		b.into(path[1], text, map[string]**estimate.Expr{"per_user": &a.PerUser, "rate": &a.Rate, "peak": &a.Peak, "retention": &a.Retention, "latency": &a.Latency})
	}
}

// size is a size with a value more: its whole, or the part that the path names.
func (b *sheetReader) size(s *estimate.Size, part []string, text string) *estimate.Size {
	if s == nil {
		s = &estimate.Size{Place: b.place()}
	}
	if len(part) == 0 {
		s.Whole = b.expr(text)
	} else {
		s.Parts = append(s.Parts, &estimate.Part{Name: part[0], Place: b.place(), Size: b.expr(text)})
	}
	return s
}

// block reads a leaf ("99.9%") or a list ("[99%, 99%]" below series or parallel) into
// the availability tree.
func (b *sheetReader) block(at *estimate.Block, path []string, text string) {
	if len(path) == 0 {
		at.Value = b.expr(text)
		return
	}
	if arrangement := estimate.Arrangement(path[0]); arrangement == estimate.SeriesBlocks || arrangement == estimate.ParallelBlocks {
		at.Arrangement = arrangement
		for i, item := range strings.Split(strings.Trim(text, "[]"), ", ") {
			at.Blocks = append(at.Blocks, &estimate.Block{Name: fmt.Sprint(i + 1), Place: b.place(), Arrangement: estimate.Leaf, Value: b.expr(item)})
		}
		return
	}
	at.Arrangement = estimate.SeriesBlocks
	inner := named(&at.Blocks, func(x *estimate.Block) bool { return x.Name == path[0] }, estimate.Block{Name: path[0], Place: b.place(), Arrangement: estimate.Leaf})
	b.block(inner, path[1:], text)
}

// value is a literal of the sheet in base units, under the default calendar.
func (s sheet) value(path string) float64 {
	lit, err := unit.Parse(s.get(path))
	if err != nil {
		return 0
	}
	return lit.Value(unit.DefaultCalendar())
}
