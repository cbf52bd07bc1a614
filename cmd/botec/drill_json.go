package main

import (
	"encoding/json"
	"io"
	"math"
	"strings"
	"time"

	"botec/estimate/drill"
	"botec/estimate/unit"
)

// jsonView shows a session as events for a program, an object a line.
type jsonView struct {
	out io.Writer
	err error
}

func newJSONView(out io.Writer) *jsonView { return &jsonView{out: out} }

func (v *jsonView) failed() error { return v.err }

// event writes one object; the fields come in the order of the struct.
func (v *jsonView) event(e any) {
	line, err := encodeJSON(e, "")
	if err == nil && v.err == nil {
		_, err = io.WriteString(v.out, line)
	}
	if v.err == nil {
		v.err = err
	}
}

// encodeJSON writes a value on a line, or with an indent on several.
func encodeJSON(v any, indent string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.String(), err
}

func (a *app) writeJSON(file string, v any) error {
	text, err := encodeJSON(v, "  ")
	if err != nil {
		return err
	}
	return a.write(file, text)
}

func (v *jsonView) begin(p *drillPlan, limit time.Duration) {
	v.event(struct {
		Event     string  `json:"event"`
		Version   int     `json:"version"`
		Seed      string  `json:"seed,omitempty"`
		Questions int     `json:"questions"`
		Limit     float64 `json:"limit_s,omitempty"`
		Note      string  `json:"note,omitempty"`
	}{"session", 1, p.seed, len(p.questions), limit.Seconds(), p.why})
}

func (v *jsonView) question(number, of int, q *drill.Question) {
	v.event(struct {
		Event  string `json:"event"`
		Number int    `json:"number"`
		Of     int    `json:"of"`
		drill.Listing
		Form    drill.Form `json:"form"`
		Choices []string   `json:"choices,omitempty"`
	}{"question", number, of, q.Listing(false), q.Form, q.Choices})
}

func (v *jsonView) ask()  {}
func (v *jsonView) left() {}
func (v *jsonView) keys() {}

func (v *jsonView) refuse(r *drill.Refusal) {
	v.event(struct {
		Event   string `json:"event"`
		Message string `json:"message"`
		Help    string `json:"help,omitempty"`
	}{"refused", r.Message, r.Help})
}

func (v *jsonView) hint(number int, text string) {
	v.event(struct {
		Event string `json:"event"`
		Level int    `json:"level"`
		Text  string `json:"text"`
	}{"hint", number, text})
}

func (v *jsonView) scrolls([]string) bool { return false }
func (v *jsonView) pause(string)          {}

func (v *jsonView) skipped() {
	v.event(struct {
		Event string `json:"event"`
	}{"skipped"})
}

// judged is a verdict for a program.
type judged struct {
	Event      string     `json:"event,omitempty"`
	ID         string     `json:"id"`
	Typed      string     `json:"typed"`
	ReadAs     string     `json:"read_as,omitempty"`
	Grade      string     `json:"grade"`
	Points     int        `json:"points"`
	Ratio      float64    `json:"ratio,omitempty"` // answer ÷ truth
	Slip       drill.Slip `json:"slip,omitempty"`
	Remark     string     `json:"remark,omitempty"`
	AnswerText string     `json:"answer_text"`
	Hints      int        `json:"hints,omitempty"`
	Seconds    float64    `json:"seconds,omitempty"`
	Late       bool       `json:"late,omitempty"`
	Solution   []step     `json:"solution"`
}

type step struct {
	Text     string `json:"text"`
	Shortcut string `json:"shortcut,omitempty"`
}

func judgedResult(r *drillResult) judged {
	j := judged{ID: r.question.ID.String(), Typed: r.typed, ReadAs: r.verdict.Echo, Grade: string(r.verdict.Grade), Points: r.verdict.Points,
		Ratio: r.ratio(), Slip: r.verdict.Slip, Remark: r.verdict.Remark, AnswerText: r.question.AnswerText(),
		Hints: r.hints, Seconds: r.took.Round(100 * time.Millisecond).Seconds(), Late: r.late}
	if r.outcome == gaveUp {
		j.Grade = string(gaveUp)
	}
	for _, s := range r.question.Solution() {
		j.Solution = append(j.Solution, step{s.Text, s.Margin})
	}
	return j
}

func (v *jsonView) verdict(r *drillResult, _ time.Duration) {
	j := judgedResult(r)
	j.Event = "verdict"
	v.event(j)
}

// scored is what a session or a history says of a skill.
type scored struct {
	Skill     drill.Skill `json:"skill"`
	Questions int         `json:"questions"`
	Points    int         `json:"points"`
	Of        int         `json:"of"`
}

func (v *jsonView) end(s *drillSummary) {
	e := struct {
		Event    string         `json:"event"`
		Points   int            `json:"points"`
		Of       int            `json:"of"`
		Reached  int            `json:"reached"`
		Answered int            `json:"answered"`
		Grades   map[string]int `json:"grades"`
		Ratio    *float64       `json:"median_ratio,omitempty"` // max(answer/truth, truth/answer)
		Lean     *float64       `json:"median_lean,omitempty"`  // answer ÷ truth
		Seconds  float64        `json:"median_seconds"`
		Late     int            `json:"late"`
		Skills   []scored       `json:"skills"`
		Weakest  []drill.Skill  `json:"weakest"`
		Slow     []string       `json:"slow_but_right"`
		Seed     string         `json:"seed,omitempty"`
		Replay   string         `json:"replay"`
	}{Event: "summary", Points: s.points, Of: s.possible(), Reached: len(s.results), Answered: s.answered(), Grades: map[string]int{},
		Seconds: s.took.Round(100 * time.Millisecond).Seconds(), Late: s.late, Skills: []scored{}, Weakest: []drill.Skill{}, Slow: []string{}, Seed: s.seed, Replay: s.replay}
	for g, n := range s.grades() {
		e.Grades[string(g)] = n
	}
	if !math.IsNaN(s.ratio) {
		ratio, lean := unit.Round(s.ratio, 6), unit.Round(math.Exp(s.lean), 6)
		e.Ratio, e.Lean = &ratio, &lean
	}
	for _, k := range s.skills {
		e.Skills = append(e.Skills, scored{k.skill, k.asked, k.points, k.all})
	}
	for _, k := range s.weakest {
		e.Weakest = append(e.Weakest, k.skill)
	}
	for _, r := range s.slow {
		e.Slow = append(e.Slow, r.question.ID.String())
	}
	v.event(e)
}
