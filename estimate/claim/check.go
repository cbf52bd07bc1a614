package claim

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"botec/estimate"
	"botec/estimate/unit"
)

// RuleStale is broken by a block that says other than its scenario.
const RuleStale = "table-stale"

// Content is what a block says of a scenario, besides the definitions of its claims: for
// the caller to make of a report.
type Content struct {
	Tables []Table
	Notes  []string // paragraphs, as Markdown
}

// Table is a table of a block. Each cell is Markdown; the first row is the head.
type Table struct {
	Rows [][]string
	Text func() string // the whole table as Markdown lines
}

// Judged is a claim with what became of it.
type Judged struct {
	Claim
	Quantity string            // with the scenario's name where the label has it
	Verdict  *estimate.Verdict // nil: it could not be judged
}

// Check judges every claim, then every block. Claims of a scenario that cannot be judged
// are left out: what is wrong with it has been told.
func (d *Document) Check(content func(*estimate.Report, []string) Content) (problems []*estimate.Problem, claims []Judged) {
	problems = append(problems, d.Problems...)
	claims = make([]Judged, 0, len(d.Claims))
	for _, c := range d.Claims {
		if d.inBlock(c.offset) {
			continue
		}
		s, label, problem := d.scenarioOf(c)
		if problem != nil {
			problems = append(problems, problem)
			continue
		}
		if s == nil || s.Judge == nil {
			continue
		}
		if d.work() > maxWork {
			problems = append(problems, &estimate.Problem{Place: c.Place, Width: c.Width, Rule: RuleDocumentLimit, Message: "the claims above take as long as those of one document may", Help: "split the document, or give fewer values ranges"})
			break
		}
		named := c.Claim
		named.Label, named.LabelPlace.Column = label, c.LabelPlace.Column+utf8.RuneCountInString(strings.TrimSuffix(c.Label, label))
		verdict, problem := s.Judge.Claim(named)
		if problem != nil {
			problems = append(problems, problem)
		}
		claims = append(claims, Judged{Claim: c, Quantity: c.Label, Verdict: verdict})
	}
	for _, b := range d.blocks {
		s, problem := d.scenarioFor(b)
		if problem == nil && s.Judge != nil {
			problem = d.stale(b, d.content(b, s, content))
		}
		if problem != nil {
			problems = append(problems, problem)
		}
	}
	return estimate.SortProblems(problems), claims
}

// maxWork bounds what the claims of all scenarios of a document take together: as much as
// those of one.
const maxWork = estimate.MaxSearch

// work is what the judges have done.
func (d *Document) work() float64 {
	sum := 0.0
	for _, s := range d.Scenarios {
		if s.Judge != nil {
			sum += s.Judge.Work()
		}
	}
	return sum
}

// scenarioOf finds the scenario that a claim is about, and the label without its name.
// There is none where it may be one whose name could not be read.
func (d *Document) scenarioOf(c Claim) (*Scenario, string, *estimate.Problem) {
	first, rest, dotted := strings.Cut(c.Label, ".")
	first = handleOf(first)
	for _, s := range d.Scenarios {
		if dotted && s.isCalled(first) && !(len(d.Scenarios) == 1 && s.Judge != nil && s.Judge.Has(c.Label)) {
			return s, rest, nil
		}
	}
	unknown := func(message, help string) *estimate.Problem {
		return &estimate.Problem{Place: c.LabelPlace, Width: utf8.RuneCountInString(c.Label) + 1, Rule: estimate.RuleClaimUnknown, Message: message, Help: help}
	}
	switch len(d.Scenarios) {
	case 0:
		return nil, "", unknown("the document has no scenario for this claim", "put one into a fence ```` ```yaml botec ````, or name its file: `<!-- botec shortener.yaml -->`")
	case 1:
		return d.Scenarios[0], c.Label, nil
	}
	var names []string
	for _, s := range d.Scenarios {
		handle := s.handle()
		if handle == "" {
			return nil, "", nil
		}
		names = append(names, handle)
	}
	return nil, "", unknown(fmt.Sprintf("the document has %d scenarios, and the label does not say which", len(d.Scenarios)), either("`=", names, "."+c.Label+"`"))
}

// either tells to write one of some names between two texts: of many names a few, and of a
// long one its beginning, since this is told of every claim that lacks one.
func either(before string, names []string, behind string) string {
	const most, length = 5, 64
	var out []string
	for _, name := range names[:min(most, len(names))] {
		if runes := []rune(name); len(runes) > length {
			name = string(runes[:length]) + "…"
		}
		out = append(out, before+name+behind)
	}
	if more := len(names) - most; more > 0 {
		out = append(out, fmt.Sprintf("one of %d others", more))
	}
	return "write " + strings.Join(out, " or ")
}

// handle is what labels and markers call a scenario: the stem of its file, else its name
// with _ for what is no letter or digit.
func (s *Scenario) handle() string {
	if s.Link == "" {
		return s.nameHandle()
	}
	stem := path.Base(s.Link)
	return handleOf(strings.TrimSuffix(strings.TrimSuffix(stem, path.Ext(stem)), ".botec"))
}

// nameHandle is that of its name, which is made once: each claim asks for it.
func (s *Scenario) nameHandle() string {
	if s.handled != s.Name {
		s.handled, s.known = s.Name, handleOf(s.Name)
	}
	return s.known
}

// isCalled reports whether a handle is the scenario's.
func (s *Scenario) isCalled(handle string) bool {
	return handle == s.handle() || handle == s.nameHandle()
}

func handleOf(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < utf8.RuneSelf }), "_")
}

// scenarioFor finds the scenario of a block.
func (d *Document) scenarioFor(b *block) (*Scenario, *estimate.Problem) {
	var names []string
	name := handleOf(b.open.name)
	for _, s := range d.Scenarios {
		if b.open.link != "" && s.Link == b.open.link || b.open.name != "" && s.isCalled(name) {
			return s, nil
		}
		if s.Link == "" || b.open.name != "" {
			names = append(names, s.handle())
		}
	}
	wrong := func(message, help string) *estimate.Problem {
		return &estimate.Problem{Place: d.place(b.open.offset), Width: d.markerWidth(&b.open), Rule: RuleMarker, Message: message, Help: help}
	}
	if b.open.name != "" {
		help := unit.DidYouMean(b.open.name, names, "<!-- botec %s -->", "name a file, such as `<!-- botec shortener.yaml -->`, or a scenario of the document by its name")
		return nil, wrong(fmt.Sprintf("the document has no scenario %q", b.open.name), help)
	}
	switch fences := d.fences(); len(fences) {
	case 0:
		return nil, wrong("the document has no scenario for this block", "put one into a fence ```` ```yaml botec ````, or name its file: `<!-- botec shortener.yaml -->`")
	case 1:
		return fences[0], nil
	}
	return nil, wrong(fmt.Sprintf("the document has %d scenarios, and the marker does not say which", len(names)), either("`<!-- botec ", names, " -->`"))
}

func (d *Document) fences() []*Scenario {
	var out []*Scenario
	for _, s := range d.Scenarios {
		if s.Link == "" {
			out = append(out, s)
		}
	}
	return out
}
