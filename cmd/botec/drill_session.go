package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"botec/estimate/drill"
)

// drillSession asks the questions of a plan one after the other.
type drillSession struct {
	*app
	plan     *drillPlan
	history  *history
	limit    time.Duration // of an answer; 0: none
	minScore int

	view      drillView
	lines     <-chan inputLine
	interrupt <-chan os.Signal
	results   []*drillResult
}

// drillView shows a session: as text, or as events for a program.
type drillView interface {
	begin(p *drillPlan, limit time.Duration)
	question(number, of int, q *drill.Question)
	ask()  // the prompt
	left() // the line of the prompt was left without Enter
	refuse(r *drill.Refusal)
	hint(number int, text string)
	keys()
	verdict(r *drillResult, limit time.Duration)
	skipped()
	scrolls(lines []string) bool // they would move the last verdict away
	pause(next string)
	end(s *drillSummary)
	failed() error // of writing
}

// outcome is how a question ended.
type outcome string

const (
	answered outcome = "answered"
	gaveUp   outcome = "gave up" // asked for the solution
	skipped  outcome = "skipped"
)

// drillResult is a question that was dealt with.
type drillResult struct {
	question *drill.Question
	outcome  outcome
	verdict  drill.Verdict
	typed    string
	hints    int
	took     time.Duration
	late     bool
}

// The ends of a session before its last question.
var (
	errQuit  = errors.New("quit")
	errEnded = errors.New("the input has ended")
)

// hold holds the session and gives its verdict as an error.
func (s *drillSession) hold(json bool) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	defer signal.Stop(signals)
	s.interrupt, s.lines = signals, readAhead(s.in)
	if s.view = newTextView(s.app, s.typed()); json {
		s.view = newJSONView(s.out)
	}
	s.view.begin(s.plan, s.limit)
	err := s.askAll()
	sum := summarize(s.results, s.plan)
	if err == nil {
		err = s.pause("the summary", append(summaryLines(sum), "", "", "", ""))
	}
	s.view.end(sum)
	return cmp.Or(s.view.failed(), s.judge(sum, err))
}

// judge is the verdict on a session that ended so.
func (s *drillSession) judge(sum *drillSummary, end error) error {
	switch {
	case errors.Is(end, errInterrupted):
		return end
	case errors.Is(end, errEnded) && sum.answered() == 0:
		return usage("write an answer a line, such as `12k`; `botec help drills` tells more", "the input ended before an answer")
	case end != nil && !errors.Is(end, errQuit) && !errors.Is(end, errEnded):
		return end
	case s.minScore > 0 && sum.share() < float64(s.minScore)/100:
		return errFalse
	}
	return nil
}

func (s *drillSession) askAll() error {
	for i, q := range s.plan.questions {
		if err := s.pause("the next question", questionLines(i+1, len(s.plan.questions), q)); err != nil {
			return err
		}
		s.view.question(i+1, len(s.plan.questions), q)
		r := &drillResult{question: q}
		if err := s.answer(r); err != nil {
			return err
		}
		s.results = append(s.results, r)
		if r.outcome == skipped {
			s.view.skipped()
			continue
		}
		s.record(r)
		s.view.verdict(r, s.limit)
	}
	return nil
}

// answer reads lines until one settles the question.
func (s *drillSession) answer(r *drillResult) error {
	start := s.now()
	misread := 0 // quantities of another dimension
	for {
		s.view.ask()
		line, err := s.next()
		if err != nil {
			return err
		}
		text := strings.TrimSpace(line.text)
		if text == "s" && r.question.Form == drill.UnitName {
			s.view.refuse(&drill.Refusal{Message: `"s" can be the second or the key that skips`, Help: "write `1 s` or `skip`"})
			continue
		}
		switch strings.ToLower(text) {
		case "":
			s.view.keys()
		case "?", "hint":
			s.hint(r)
		case "s", "skip":
			r.outcome = skipped
			return nil
		case "q", "quit", "exit":
			return errQuit
		case "!", "solution":
			r.outcome, r.typed, r.verdict = gaveUp, "!", r.question.NoAnswer()
		default:
			s.grade(r, line, &misread)
		}
		if r.outcome != "" {
			r.took = max(s.now().Sub(start), 0) // whatever becomes of the clock
			r.late = s.limit > 0 && r.took > s.limit
			return nil
		}
	}
}

// grade judges a line that is no key. One that was not understood leaves the question as
// it is.
func (s *drillSession) grade(r *drillResult, line inputLine, misread *int) {
	a, refusal := drill.Answer{}, &drill.Refusal{Message: fmt.Sprintf("the line has more than %d bytes", maxAnswer), Help: "write " + r.question.Wanted()}
	if !line.long {
		a, refusal = r.question.Parse(line.text)
	}
	switch {
	case refusal == nil:
		r.verdict = r.question.Grade(a, r.hints)
	case refusal.WrongDimension && *misread > 0:
		r.verdict = r.question.NoAnswer()
		r.verdict.Remark = refusal.Message
	default:
		if refusal.WrongDimension {
			*misread++
		}
		s.view.refuse(refusal)
		return
	}
	r.outcome, r.typed = answered, strings.TrimSpace(line.text)
}

func (s *drillSession) hint(r *drillResult) {
	hints := r.question.Hints()
	if r.hints < len(hints) {
		r.hints++
	}
	s.view.hint(r.hints, hints[r.hints-1])
}

// pause waits for Enter where what comes would move the verdict off the terminal.
func (s *drillSession) pause(next string, lines []string) error {
	if !s.view.scrolls(lines) {
		return nil
	}
	s.view.pause(next)
	line, err := s.next()
	if err == nil && strings.TrimSpace(line.text) == "q" {
		return errQuit
	}
	return err
}

// next waits for a line, the end of the input, or Ctrl-C.
func (s *drillSession) next() (inputLine, error) {
	if err := s.view.failed(); err != nil {
		return inputLine{}, err
	}
	select {
	case <-s.interrupt:
		s.view.left()
		return inputLine{}, errInterrupted
	case line := <-s.lines:
		switch {
		case errors.Is(line.err, io.EOF):
			s.view.left()
			return line, errEnded
		case line.err != nil:
			return line, line.err
		}
		return line, nil
	}
}

// record puts a result into the history.
func (s *drillSession) record(r *drillResult) {
	q := r.question
	a := attempt{Version: historyVersion, At: s.now().UTC().Truncate(time.Second), ID: q.ID.String(), Kind: string(q.ID.Kind), Level: q.ID.Level, Skills: texts(q.Skills),
		Typed: r.typed, Grade: string(r.verdict.Grade), Points: r.verdict.Points, Ratio: r.ratio(), Slip: string(r.verdict.Slip),
		Hints: r.hints, Seconds: r.took.Round(100 * time.Millisecond).Seconds(), Late: r.late}
	if r.outcome == gaveUp {
		a.Grade = string(gaveUp)
	}
	s.history.record(a)
}
