package drill

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the answers file says anew")

// asking is a question that wants an answer in a unit, or of another form.
func asking(t testing.TB, in string) *Question {
	t.Helper()
	given := map[string]string{"/s": "10K/s", "GB/day": "500 GB/day", "MB/s": "3 GB/s", "TB": "1 PB", "": "12K", "%": "99.9%", "h": "8.76 h", "bytes/day": "500 GB/day", "bits/s": "17 Gbit/s", "time": "8.76 h"}
	d := draft{quantity: "asked", in: in, low: 1e-15, high: 1e30}
	switch in {
	case "choice", "step", "unit":
		d.in = map[string]string{"step": "/s"}[in]
		d.sheet.set("let.asked", map[string]string{"choice": "1", "step": "35K/s", "unit": "1 MB/s"}[in])
	case "%":
		d.quantity = "availability"
		d.sheet.set("availability", given[in])
	default:
		d.sheet.set("let.asked", given[in])
	}
	q, err := d.question(ID{Kind: RPS, Level: 1}, kind{KindInfo: KindInfo{Skills: []Skill{TimeBase}}})
	if err != nil {
		t.Fatal(err)
	}
	switch in {
	case "choice":
		q.Form, q.Choices, q.choice = Choice, []string{"dau from 10M to 20M", "replication from 2 to 3", "peak from 3x to 4x"}, 1
	case "step":
		q.Form, q.Choices, q.choice = StepFigure, []string{"post = 12/s", "rps = 35K/s"}, 1
	case "unit":
		q.Form = UnitName
	case "/s":
		q.nouns = []string{"deliveries", "page views"}
	}
	return q
}

// TestAnswersAreReadAsTheirFileSays holds the parser to its cases: accepted forms with
// what was understood, refusals with what is wrong and what to write instead.
func TestAnswersAreReadAsTheirFileSays(t *testing.T) {
	const file = "testdata/answers.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var q *Question
	accepted, refused := 0, 0
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if in, ok := strings.CutPrefix(line, "["); ok {
			q = asking(t, strings.TrimSuffix(in, "]"))
		}
		text, ok := answerOf(line)
		if !ok {
			out = append(out, line)
			continue
		}
		a, refusal := q.Parse(text)
		if refusal != nil {
			refused++
			out = append(out, text+" ! "+refusal.Message+" | "+refusal.Help)
			continue
		}
		accepted++
		out = append(out, text+" = "+a.Echo)
	}
	got := strings.Join(out, "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != string(data) {
		for i, line := range strings.Split(string(data), "\n") {
			if i < len(out) && out[i] != line {
				t.Errorf("line %d:\n got %s\nwant %s", i+1, out[i], line)
			}
		}
	}
	if accepted < 100 || refused < 80 {
		t.Errorf("%d accepted and %d refused answers: the file has lost some", accepted, refused)
	}
}

// answerOf cuts the answer off a line of the file, up to the last sign that can end it.
func answerOf(line string) (string, bool) {
	if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "[") || line == "" {
		return "", false
	}
	if text, ok := strings.CutSuffix(line, " ="); ok {
		return text, true
	}
	if text, ok := strings.CutSuffix(line, " !"); ok {
		return text, true
	}
	if strings.Contains(line, " | ") {
		text, _, ok := strings.Cut(line, " ! ")
		return text, ok
	}
	text, _, ok := strings.Cut(line, " = ")
	return text, ok
}
