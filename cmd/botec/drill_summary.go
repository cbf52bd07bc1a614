package main

import (
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"botec/estimate/drill"
	"botec/estimate/unit"
)

// drillSummary is what a session came to.
type drillSummary struct {
	results []*drillResult
	asked   int // questions of the plan
	seed    string
	replay  string

	points  int
	ratio   float64 // the median of how far off the figures were; NaN: no figures
	lean    float64 // the median of ln(answer ÷ truth); NaN likewise
	took    time.Duration
	late    int
	skills  []skillScore // in the order of drill.Skills
	weakest []skillScore // at most two, the lowest share first
	slow    []*drillResult
}

// skillScore is what a session says of a skill.
type skillScore struct {
	skill       drill.Skill
	asked       int
	points, all int
}

func (s skillScore) share() float64 { return float64(s.points) / float64(s.all) }

func (s *drillSummary) answered() int {
	n := 0
	for _, r := range s.results {
		if r.outcome == answered {
			n++
		}
	}
	return n
}

// possible are the points that all questions of the plan are worth.
func (s *drillSummary) possible() int { return s.asked * drill.MaxPoints }

func (s *drillSummary) share() float64 { return float64(s.points) / float64(s.possible()) }

// grades counts the answers of each grade, in the order of drill.Grades.
func (s *drillSummary) grades() map[drill.Grade]int {
	counts := make(map[drill.Grade]int)
	for _, r := range s.results {
		if r.outcome == answered {
			counts[r.verdict.Grade]++
		}
	}
	return counts
}

func (s *drillSummary) count(o outcome) int {
	n := 0
	for _, r := range s.results {
		if r.outcome == o {
			n++
		}
	}
	return n
}

func summarize(results []*drillResult, p *drillPlan) *drillSummary {
	s := &drillSummary{results: results, asked: len(p.questions), seed: p.seed, replay: p.replay}
	var ratios, leans []float64
	var times []time.Duration
	for _, r := range results {
		s.points += r.verdict.Points
		if r.late {
			s.late++
		}
		if r.outcome != answered {
			continue
		}
		times = append(times, r.took)
		if r.figure() {
			ratios, leans = append(ratios, r.verdict.Q), append(leans, r.verdict.Lean)
		}
	}
	s.ratio, s.lean, s.took = median(ratios, math.NaN()), median(leans, math.NaN()), median(times, 0)
	s.scoreSkills()
	s.findSlow()
	return s
}

// figure reports whether an answer was a figure that can be near or far.
func (r *drillResult) figure() bool {
	return (r.question.Form == drill.Figure || r.question.Form == drill.StepFigure) && !math.IsInf(r.verdict.Q, 0)
}

// ratio is answer ÷ truth to six digits; 0 where there is none.
func (r *drillResult) ratio() float64 {
	if !r.figure() {
		return 0
	}
	return unit.Round(math.Exp(r.verdict.Lean), 6)
}

// median is the middle of the values, the mean of the two in the middle, or none.
func median[T float64 | time.Duration](values []T, none T) T {
	if len(values) == 0 {
		return none
	}
	values = slices.Sorted(slices.Values(values))
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

func (s *drillSummary) scoreSkills() {
	for _, info := range drill.Skills() {
		score := skillScore{skill: info.Skill}
		for _, r := range s.results {
			if slices.Contains(r.question.Skills, info.Skill) {
				score.asked++
				score.points += r.verdict.Points
				score.all += drill.MaxPoints
			}
		}
		if score.asked > 0 {
			s.skills = append(s.skills, score)
		}
	}
	weak := slices.DeleteFunc(slices.Clone(s.skills), func(a skillScore) bool { return a.points == a.all })
	sort.SliceStable(weak, func(i, j int) bool { return weak[i].share() < weak[j].share() })
	s.weakest = weak[:min(2, len(weak))]
}

// findSlow picks the good answers that took more than the time limit, or without one more
// than twice the median.
func (s *drillSummary) findSlow() {
	const few, noticed = 3, 10 * time.Second // a median of fewer answers, or a moment, says nothing
	for _, r := range s.results {
		slow := r.late || s.answered() >= few && r.took > max(2*s.took, noticed)
		if r.outcome == answered && r.verdict.Passed() && slow {
			s.slow = append(s.slow, r)
		}
	}
}

// practise is the command that trains skills: by the kinds that have one of them first.
func practise(scores []skillScore) string {
	var names []string
	for _, s := range scores {
		for _, name := range kindsOf(s.skill) {
			if !slices.Contains(names, string(name)) {
				names = append(names, string(name))
			}
		}
	}
	return "botec drill --kind " + strings.Join(names, ",")
}

// kindsOf are the kinds of questions that train a skill more than others or, where it
// always comes second, at all.
func kindsOf(skill drill.Skill) []drill.Kind {
	var first, any []drill.Kind
	for _, k := range drill.Kinds() {
		switch slices.Index(k.Skills, skill) {
		case -1:
		case 0:
			first = append(first, k.Kind)
		default:
			any = append(any, k.Kind)
		}
	}
	if len(first) > 0 {
		return first
	}
	return any
}
