package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"

	"botec/cmd/botec/internal/findings"
	"botec/estimate"
)

var formats = []string{"text", "json", "sarif", "junit", "github", "markdown"}

// checkDocuments checks the wrong documents of testdata/documents, which break every rule,
// a preset, and a file that cannot be read.
func checkDocuments(t *testing.T, format string, more ...string) (out string, code int) {
	t.Helper()
	t.Setenv("LC_ALL", "C.UTF-8")
	files, err := filepath.Glob("testdata/documents/*.md")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	unread := filepath.Join(t.TempDir(), "socket.md")
	socket, err := net.Listen("unix", unread)
	if err != nil {
		t.Skip("no sockets here: ", err)
	}
	defer socket.Close() //nolint:errcheck // nobody spoke
	var b, errs strings.Builder
	args := slices.Concat([]string{"check", "--format", format}, more, files, []string{"netflix", unread})
	code = run(args, strings.NewReader(""), &b, &errs)
	if !strings.Contains(errs.String(), "socket.md cannot be read: ") || !strings.HasSuffix(errs.String(), ", 1 unread file\n") {
		t.Fatalf("standard error says %q", errs.String())
	}
	return withoutTemp(b.String()), code
}

// withoutTemp is a report without the folder of the file that could not be read.
func withoutTemp(text string) string {
	return regexp.MustCompile(regexp.QuoteMeta(filepath.ToSlash(os.TempDir()))+`[^ ]*/socket\.md`).ReplaceAllString(text, "socket.md")
}

type sarifRegion struct{ StartLine, StartColumn, EndColumn int }

// TestSARIF holds the SARIF output to the schema of the standard, and its places to the
// documents: columns count characters.
func TestSARIF(t *testing.T) {
	text, code := checkDocuments(t, "sarif")
	if code != exitError {
		t.Errorf("exit %d", code)
	}
	validate(t, "testdata/sarif-schema-2.1.0.json", text)
	var log struct {
		Runs []struct {
			ColumnKind  string
			Invocations []struct {
				ExecutionSuccessful        bool
				ToolExecutionNotifications []struct{ Message struct{ Text string } }
			}
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           sarifRegion
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	r := log.Runs[0]
	if in := r.Invocations[0]; r.ColumnKind != "unicodeCodePoints" || in.ExecutionSuccessful || len(in.ToolExecutionNotifications) != 1 {
		t.Errorf("the run has columns of %s and %+v", r.ColumnKind, in)
	}
	broken := make(map[string]int)
	var underlined []string
	for _, x := range r.Results {
		broken[x.RuleID]++
		if id := r.Tool.Driver.Rules[x.RuleIndex].ID; id != x.RuleID {
			t.Errorf("rule %d is %s, and not %s", x.RuleIndex, id, x.RuleID)
		}
		at := x.Locations[0].PhysicalLocation
		file, err := url.PathUnescape(at.ArtifactLocation.URI)
		if err != nil {
			t.Fatal(err)
		}
		if words := region(t, file, at.Region); strings.HasSuffix(file, "/non_ascii.md") {
			underlined = append(underlined, words)
		}
	}
	for _, rule := range findings.Rules() {
		if broken[rule.ID] == 0 {
			t.Errorf("no document breaks %s", rule.ID)
		}
	}
	if want := []string{"18K/s", "9 GB"}; !slices.Equal(underlined, want) {
		t.Errorf("in non_ascii.md stand %q, want %q", underlined, want)
	}
	good := session(words("check netflix --format sarif"))
	good, _, _ = strings.Cut(good, "\n0 documents")
	good, _, _ = strings.Cut(good, "\n1 document")
	validate(t, "testdata/sarif-schema-2.1.0.json", good)
	if !strings.Contains(good, `"results": []`) || !strings.Contains(good, `"executionSuccessful": true`) {
		t.Errorf("where all holds: %s", good)
	}
}

func validate(t *testing.T, schemaFile, text string) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%#v", err)
	}
}

// region gives the words of a region, which lies within its line.
func region(t *testing.T, file string, r sarifRegion) string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	if r.StartLine < 1 || r.StartLine > len(lines) {
		t.Fatalf("%s has no line %d", file, r.StartLine)
	}
	line := []rune(lines[r.StartLine-1])
	if r.StartColumn < 1 || r.EndColumn <= r.StartColumn || r.EndColumn > len(line)+2 { // the end of a line has a place too
		t.Errorf("%s: %+v does not lie in a line of %d characters", file, r, len(line))
		return ""
	}
	return string(line[min(r.StartColumn-1, len(line)):min(r.EndColumn-1, len(line))])
}

// TestJUnit holds the JUnit output to the schema of Jenkins.
func TestJUnit(t *testing.T) {
	text, _ := checkDocuments(t, "junit")
	var names []string
	for _, m := range regexp.MustCompile(`<testcase name="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	if n := len(slices.Compact(slices.Clone(names))); n != len(names) || n < 100 {
		t.Errorf("%d cases have %d names", len(names), n)
	}
	if strings.Count(text, "<failure ") < 90 || strings.Count(text, "<error ") != 1 {
		t.Errorf("%d failures and %d errors", strings.Count(text, "<failure "), strings.Count(text, "<error "))
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed")
	}
	for _, text := range []string{text, strings.SplitAfter(session(words("check netflix --format junit")), "</testsuites>\n")[0]} {
		c := exec.Command("xmllint", "--noout", "--schema", "testdata/jenkins-junit.xsd", "-")
		c.Stdin = strings.NewReader(text)
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// TestFormatsOnProcessors checks many files on several numbers of processors: every format
// has the same bytes.
func TestFormatsOnProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, format := range formats {
		var first string
		for _, n := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(n)
			got, _ := checkDocuments(t, format, "--verbose")
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("%s on %d processors is other than on one:\n%s", format, n, cmp.Diff(first, got))
			}
		}
	}
}

// TestFormatOutput writes every format to a file: the text stays on standard output.
func TestFormatOutput(t *testing.T) {
	text, _ := checkDocuments(t, "text")
	for _, format := range formats[1:] {
		file := filepath.Join(t.TempDir(), "report")
		shown, _ := checkDocuments(t, format, "--output", file)
		if shown != text {
			t.Errorf("standard output beside %s:\n%s", format, cmp.Diff(text, shown))
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := checkDocuments(t, format)
		if got := withoutTemp(string(data)); got != want {
			t.Errorf("%s in a file:\n%s", format, cmp.Diff(want, got))
		}
	}
}

// command is a workflow command as the runner of GitHub reads a line.
type command struct {
	name       string
	properties map[string]string
	data       string
}

// parseCommand reads "::name key=value,key=value::data".
func parseCommand(line string) (c command, ok bool) {
	rest, ok := strings.CutPrefix(line, "::")
	head, data, found := strings.Cut(rest, "::")
	if !ok || !found {
		return c, false
	}
	name, list, _ := strings.Cut(head, " ")
	c = command{name, make(map[string]string), strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(data)}
	for pair := range strings.SplitSeq(list, ",") {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return c, false
		}
		c.properties[key] = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(value)
	}
	return c, true
}

// drawReport makes a report of findings in all sorts of words.
func drawReport(t *rapid.T, alphabet string, most int) (*findings.Report, []*estimate.Problem) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune(alphabet)), 1, 30, -1)
	var problems []*estimate.Problem
	for i := range rapid.IntRange(1, most).Draw(t, "findings") {
		problems = append(problems, &estimate.Problem{
			Place: estimate.Place{File: text.Draw(t, "file"), Line: i + 1, Column: rapid.IntRange(1, 99).Draw(t, "column")},
			Width: rapid.IntRange(0, 20).Draw(t, "width"), Rule: rapid.SampledFrom(findings.Rules()).Draw(t, "rule").ID,
			Message: text.Draw(t, "message"), Help: text.Draw(t, "help"), Off: rapid.Float64Range(0, 10).Draw(t, "off"),
		})
	}
	f := &findings.File{Name: "a.md"}
	f.Add(problems, nil)
	var r findings.Report
	r.Take(f)
	return &r, problems
}

// TestGitHubCommands reads the annotations as the runner does: the ten worst findings and
// the count of the rest come out as they went in, whatever they say.
func TestGitHubCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		report, problems := drawReport(t, "ab%:,=\r\n25D0A3C é≈`\"", 25)
		unjudged := []string{estimate.RuleClaimUnknown, "marker-unclosed", "document-limit", "scenario-invalid"}
		slices.SortStableFunc(problems, func(a, b *estimate.Problem) int {
			switch x, y := slices.Contains(unjudged, a.Rule), slices.Contains(unjudged, b.Rule); {
			case x != y && x, x == y && a.Off > b.Off:
				return -1
			case x != y, a.Off < b.Off:
				return 1
			}
			return 0
		})
		lines := strings.Split(strings.TrimSuffix(report.GitHub(), "\n"), "\n")
		for i, line := range lines {
			c, ok := parseCommand(line)
			if !ok {
				t.Fatalf("%q is no command", line)
			}
			if i == 10 {
				if want := fmt.Sprintf("and %d more: `botec check` lists them all", len(problems)-10); c.name != "warning" || c.data != want || len(lines) != 11 {
					t.Fatalf("the last of %d lines is %q", len(lines), line)
				}
				continue
			}
			p := problems[i]
			end := p.Column + max(1, p.Width)
			want := command{"error", map[string]string{"file": p.File, "line": fmt.Sprint(p.Line), "endLine": fmt.Sprint(p.Line), "col": fmt.Sprint(p.Column),
				"endColumn": fmt.Sprint(end), "title": p.Rule}, p.Message + "\n" + p.Help}
			if diff := cmp.Diff(want, c, cmp.AllowUnexported(command{})); diff != "" {
				t.Fatalf("%q (-finding +command):\n%s", line, diff)
			}
		}
		if len(lines) != min(len(problems), 10)+min(1, max(0, len(problems)-10)) {
			t.Fatalf("%d lines for %d findings", len(lines), len(problems))
		}
	})
}

// TestMarkdownSummary renders the summary of a job: every text comes out in its cell as it
// is, whatever it says, but for backticks, which make code, and spaces.
func TestMarkdownSummary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		report, problems := drawReport(t, "ab|\\`*_~[]()<>&#!$:/.-+={}\"' \n\té;", 5)
		rows := renderedRows(t, report.Markdown())
		if len(rows) != len(problems)+1 {
			t.Fatalf("%d rows for %d findings: %s", len(rows), len(problems), report.Markdown())
		}
		for i, p := range problems {
			want := []string{fmt.Sprintf("%s:%d", p.File, p.Line), p.Message + " " + p.Rule, p.Help}
			for j := range want {
				want[j] = bare(want[j])
			}
			if diff := cmp.Diff(want, rows[i+1]); diff != "" {
				t.Fatalf("-finding +rendered:\n%s%s", diff, report.Markdown())
			}
		}
	})
	text, _ := checkDocuments(t, "markdown")
	if rows := renderedRows(t, text); len(rows) < 90 || !strings.Contains(text, "\n- socket.md cannot be read: ") {
		t.Errorf("%d rows: %s", len(rows), text)
	}
}

// renderedRows gives the bare words of each cell of the one table in a Markdown text.
func renderedRows(t interface{ Fatal(...any) }, text string) [][]string {
	var out bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough), goldmark.WithRendererOptions(ghtml.WithUnsafe()))
	if err := md.Convert([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, tr := range regexp.MustCompile(`(?s)<tr>(.*?)</tr>`).FindAllStringSubmatch(out.String(), -1) {
		var row []string
		for _, td := range regexp.MustCompile(`(?s)<t[dh]>(.*?)</t[dh]>`).FindAllStringSubmatch(tr[1], -1) {
			plain := regexp.MustCompile(`</?(code|span)>`).ReplaceAllString(strings.ReplaceAll(td[1], "<br>", " "), "")
			row = append(row, bare(html.UnescapeString(plain)))
		}
		rows = append(rows, row)
	}
	return rows
}

// bare is a text without backticks and spaces.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("` \t\n", r) {
			return -1
		}
		return r
	}, text)
}

// TestMarkdownSummarySize keeps a summary of very many findings below what GitHub takes.
func TestMarkdownSummarySize(t *testing.T) {
	f := &findings.File{Name: "a.md"}
	for i := range 20_000 {
		f.Add([]*estimate.Problem{{Place: estimate.Place{File: "a.md", Line: i + 1, Column: 1}, Rule: "claim-mismatch", Message: strings.Repeat("words ", 10)}}, nil)
	}
	var r findings.Report
	r.Take(f)
	text := r.Markdown()
	var more int
	if _, err := fmt.Sscanf(text[strings.LastIndex(text, "\nAnd")+1:], "And %d more", &more); err != nil || len(text) > 1<<20 || strings.Count(text, "\n| a.md:")+more != 20_000 {
		t.Errorf("%d bytes, the end is %q (%v)", len(text), text[len(text)-60:], err)
	}
}
