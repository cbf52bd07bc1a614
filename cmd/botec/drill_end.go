package main

import (
	"fmt"
	"math"
	"strings"

	"botec/estimate/drill"
	"botec/estimate/unit"
)

// end shows what a session came to.
func (v *textView) end(s *drillSummary) {
	v.print("", v.bold(headline(s)))
	v.print(summaryLines(s)...)
	if len(s.weakest) > 0 {
		v.command("practise", practise(s.weakest))
	}
	v.command("replay", s.replay)
}

// summaryLines are the rows below the headline, without the commands.
func summaryLines(s *drillSummary) []string {
	var lines []string
	row := func(name, text string) { lines = append(lines, fmt.Sprintf("  %-*s %s", rowName, name, text)) }
	if s.answered() > 0 {
		row("grades", gradeWords(s))
		row("median", medianWords(s))
	}
	if s.late > 0 {
		row("late", fmt.Sprintf("%d of %d", s.late, len(s.results)))
	}
	for i, k := range s.skills {
		name := ""
		if i == 0 {
			name = "skills"
		}
		row(name, fmt.Sprintf("%-10s %s %d of %d", k.skill, bar(k.share()), k.points, k.all))
	}
	if len(s.slow) > 0 {
		row("slow", "right, but slow: "+slowWords(s.slow))
	}
	if len(s.weakest) > 0 {
		row("weakest", weakWords(s.weakest))
	}
	return lines
}

// rowName is the width of the names of the rows.
const rowName = 8

// command shows a command on a line that nothing breaks, to be copied.
func (v *textView) command(name, text string) {
	v.write(fmt.Sprintf("  %-*s %s\n", rowName, name, text))
}

func headline(s *drillSummary) string {
	text := fmt.Sprintf("%d of %s, %s", s.points, count(s.possible(), "point"), percent(s.share()))
	if n := len(s.results); n < s.asked {
		text += fmt.Sprintf("; %d of %s reached", n, count(s.asked, "question"))
	}
	return text
}

func (v *textView) bold(text string) string {
	if !v.look.Color {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// gradeWords counts the grades that there were, best first.
func gradeWords(s *drillSummary) string {
	var words []string
	counts := s.grades()
	for _, g := range drill.Grades() {
		if counts[g] > 0 {
			words = append(words, fmt.Sprintf("%d %s", counts[g], g))
		}
	}
	for _, o := range []outcome{gaveUp, skipped} {
		if n := s.count(o); n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, o))
		}
	}
	return strings.Join(words, ", ")
}

func medianWords(s *drillSummary) string {
	words := []string{seconds(s.took) + " a question"}
	if !math.IsNaN(s.ratio) {
		factor := fmt.Sprintf("%.2f", s.ratio)
		if s.ratio >= 10 {
			factor = unit.Format(s.ratio, unit.None, unit.DefaultCalendar(), unit.Style{Whole: true})
		}
		words = append(words, "off by a factor of "+factor, drill.Off(s.lean))
	}
	return strings.Join(words, ", ")
}

func weakWords(scores []skillScore) string {
	words := make([]string, len(scores))
	for i, k := range scores {
		words[i] = fmt.Sprintf("%s %s", k.skill, percent(k.share()))
	}
	return strings.Join(words, ", ")
}

func slowWords(slow []*drillResult) string {
	words := make([]string, len(slow))
	for i, r := range slow {
		words[i] = fmt.Sprintf("%s (%s)", r.question.ID, seconds(r.took))
	}
	return strings.Join(words, ", ")
}

// bar is a share as a bar of ten; the figure stands beside it.
func bar(share float64) string {
	const length = 10
	full := int(math.Round(share * length))
	return strings.Repeat("#", full) + strings.Repeat(".", length-full)
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", math.Floor(100*share)) }
