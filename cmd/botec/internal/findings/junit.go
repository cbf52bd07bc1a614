package findings

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Error   *junitFailure `xml:"error"` // it could not be judged
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes a suite for each file: a case for each claim and expectation, and one for
// each finding that is of neither.
func (r *Report) JUnit() (string, error) {
	all := junitSuites{Name: "botec check"}
	for _, f := range r.Files {
		if s := f.suite(); s.Tests > 0 {
			all.take(s)
		}
	}
	if len(r.Unread) > 0 {
		s := junitSuite{Name: "botec check"}
		for _, why := range r.Unread {
			s.add(junitCase{Name: printable(why), Class: s.Name, Error: &junitFailure{Message: printable(why), Type: "unread"}})
		}
		all.take(s)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	return xml.Header + string(text) + "\n", err
}

func (a *junitSuites) take(s junitSuite) {
	a.Suites = append(a.Suites, s)
	a.Tests += s.Tests
	a.Failures += s.Failures
	a.Errors += s.Errors
}

func (f *File) suite() junitSuite {
	s := junitSuite{Name: printable(f.Name)}
	told := make(map[string]bool)
	for _, j := range f.Judged {
		c := junitCase{Name: printable(fmt.Sprintf("%s:%d:%d: %s: %s", j.File, j.Line, j.Column, j.Quantity, j.Text)), Class: printable(f.Name)}
		for _, finding := range f.Findings {
			if finding.Line == j.Line && finding.Column >= j.Column && finding.Column <= j.Column+j.Width && j.Verdict != nil && !j.Verdict.Holds {
				c.Failure = failureOf(finding)
				told[finding.String()] = true
			}
		}
		if j.Verdict != nil {
			s.add(c)
		}
	}
	for _, finding := range f.Findings {
		if !told[finding.String()] {
			s.add(junitCase{Name: printable(fmt.Sprintf("%s:%d:%d: %s", finding.File, finding.Line, finding.Column, finding.Rule)), Class: printable(f.Name), Failure: failureOf(finding)})
		}
	}
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Error != nil {
		s.Errors++
	}
}

func failureOf(f Finding) *junitFailure {
	return &junitFailure{Message: printable(f.Message), Type: f.Rule, Text: printable(f.String() + "\n" + f.Excerpt)}
}

// printable leaves out what XML has no way to write.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}
