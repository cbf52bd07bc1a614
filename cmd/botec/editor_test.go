package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"botec/scenarios"
)

// languageServer speaks to yaml-language-server, as an editor does.
type languageServer struct {
	t      *testing.T
	dir    string // with the schema and the open files
	in     io.Writer
	out    chan message
	asked  int
	opened int
	ending string // of the files: the settings name "*.yaml"
}

// message is one of JSON-RPC: a request, an answer or a note.
type message struct {
	ID     *int            `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
}

// diagnostic is a mark in an editor.
type diagnostic struct {
	Range struct {
		Start position `json:"start"`
	} `json:"range"`
	Message string `json:"message"`
	Source  string `json:"source"`
}

// position counts from 0.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// serverPatience is how long an answer may take on a busy machine.
const serverPatience = time.Minute

// startEditor starts the server where it is installed, with the schema of `botec schema`
// for every YAML file of a folder.
func startEditor(t *testing.T) *languageServer {
	t.Helper()
	path, err := exec.LookPath("yaml-language-server")
	if err != nil {
		t.Skip("yaml-language-server is not installed: ", err)
	}
	s := &languageServer{t: t, dir: t.TempDir(), out: make(chan message, 100), ending: "yaml"}
	if code := run([]string{"schema", "-o", filepath.Join(s.dir, "botec.schema.json")}, strings.NewReader(""), io.Discard, io.Discard); code != exitFine {
		t.Fatalf("schema exits with %d", code)
	}
	c := exec.Command(path, "--stdio")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill() // it has nothing to lose
		_ = c.Wait()
	})
	s.in = in
	go s.listen(bufio.NewReader(out))
	s.ask("initialize", map[string]any{"processId": os.Getpid(), "rootUri": "file://" + s.dir, "capabilities": map[string]any{"workspace": map[string]any{"configuration": true},
		"textDocument": map[string]any{"completion": map[string]any{"completionItem": map[string]any{"snippetSupport": true}}, "hover": map[string]any{"contentFormat": []string{"markdown"}}}}}, nil)
	s.send(map[string]any{"method": "initialized", "params": map[string]any{}})
	return s
}

// listen reads what the server says until it ends.
func (s *languageServer) listen(r *bufio.Reader) {
	defer close(s.out)
	for {
		size := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line = strings.TrimSpace(line); line == "" {
				break
			}
			if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				size, _ = strconv.Atoi(n)
			}
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		if json.Unmarshal(body, &m) == nil {
			s.out <- m
		}
	}
}

func (s *languageServer) send(m map[string]any) {
	s.t.Helper()
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(s.in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		s.t.Fatal(err)
	}
}

// await is the next message that is wanted; what the server asks meanwhile is answered.
func (s *languageServer) await(wanted func(message) bool) message {
	s.t.Helper()
	late := time.After(serverPatience)
	for {
		select {
		case m, open := <-s.out:
			switch {
			case !open:
				s.t.Fatal("the server ended")
			case m.Method == "workspace/configuration":
				s.send(map[string]any{"id": m.ID, "result": s.configuration(m.Params)})
			case m.Method != "" && m.ID != nil:
				s.send(map[string]any{"id": m.ID, "result": nil})
			case wanted(m):
				return m
			}
		case <-late:
			s.t.Fatal("the server does not answer")
		}
	}
}

// configuration are the settings that `botec help schema` names.
func (s *languageServer) configuration(params json.RawMessage) []any {
	var asked struct{ Items []struct{ Section string } }
	_ = json.Unmarshal(params, &asked) // nothing is asked
	answer := make([]any, len(asked.Items))
	for i, item := range asked.Items {
		if item.Section == "yaml" {
			answer[i] = map[string]any{"schemas": map[string]any{"file://" + s.dir + "/botec.schema.json": "*.yaml"}, "schemaStore": map[string]any{"enable": false},
				"validate": true, "hover": true, "completion": true}
		}
	}
	return answer
}

func (s *languageServer) ask(method string, params, result any) {
	s.t.Helper()
	s.asked++
	id := s.asked
	s.send(map[string]any{"id": id, "method": method, "params": params})
	m := s.await(func(m message) bool { return m.Method == "" && m.ID != nil && *m.ID == id })
	if result != nil {
		if err := json.Unmarshal(m.Result, result); err != nil {
			s.t.Fatalf("%s: %v: %s", method, err, m.Result)
		}
	}
}

// open shows texts to the server, all at once as it waits for more before it marks any,
// and gives the marks and the address of each.
func (s *languageServer) open(texts ...string) (marks [][]diagnostic, uris []string) {
	s.t.Helper()
	said := make(map[string][]diagnostic)
	for _, text := range texts {
		s.opened++
		uris = append(uris, fmt.Sprintf("file://%s/%d.%s", s.dir, s.opened, s.ending))
		s.send(map[string]any{"method": "textDocument/didOpen", "params": map[string]any{"textDocument": map[string]any{"uri": uris[len(uris)-1], "languageId": "yaml", "version": 1, "text": text}}})
	}
	s.await(func(m message) bool {
		var about struct {
			URI         string
			Diagnostics []diagnostic
		}
		if m.Method == "textDocument/publishDiagnostics" && json.Unmarshal(m.Params, &about) == nil {
			said[about.URI] = about.Diagnostics
		}
		return !slices.ContainsFunc(uris, func(uri string) bool { _, ok := said[uri]; return !ok })
	})
	for _, uri := range uris {
		marks = append(marks, said[uri])
	}
	return marks, uris
}

// at asks about the place of the | in a text.
func (s *languageServer) at(method, text string, result any) {
	s.t.Helper()
	before, after, _ := strings.Cut(text, "|")
	_, uris := s.open(before + after)
	line := strings.Count(before, "\n")
	s.ask(method, map[string]any{"textDocument": map[string]any{"uri": uris[0]}, "position": position{line, len(before) - strings.LastIndex(before, "\n") - 1}}, result)
}

// TestEditorCompletes asks for the fields that may stand at a place, and their meaning.
func TestEditorCompletes(t *testing.T) {
	s := startEditor(t)
	for _, c := range []struct{ text, offers string }{
		{"name: A\n|\n", "about source calendar users mau dau growth horizon peak read_write_ratio actions datasets storage cache servers availability latency use prices let approx expect rounding"},
		{"name: A\nactions:\n  post:\n    |\n", "type per_user rate request response stores payload peak retention latency about"},
		{"name: A\nactions:\n  post:\n    type: write\n    pa|\n", "per_user rate request response stores payload peak retention latency about"},
		{"name: A\nactions:\n  post:\n    type: |\n", "read write"},
		{"name: A\nstorage:\n  |\n", "compression overhead replication fill retention"},
		{"name: A\nservers:\n  api:\n    |\n", "load each needs utilization spare at_least"},
		{"name: A\navailability:\n  |\n", "series parallel"},
		{"name: A\nexpect:\n  |\n", "rps rps.peak storage ingress egress cache servers availability latency cost downtime.year"},
	} {
		var answer struct {
			Items []struct {
				Label         string
				Documentation any
			}
		}
		s.at("textDocument/completion", c.text, &answer)
		var labels []string
		for _, item := range answer.Items {
			labels = append(labels, item.Label)
			if item.Documentation == nil || item.Documentation == "" {
				t.Errorf("%q: %s has no words", c.text, item.Label)
			}
		}
		for _, want := range strings.Fields(c.offers) {
			if !slices.Contains(labels, want) {
				t.Errorf("%q: %s is not offered, but %v", c.text, want, labels)
			}
		}
	}
	for _, c := range []struct{ text, means string }{
		{"name: A\nactions:\n  post:\n    per_|user: 2/day\n    type: write\n", "how often each daily user does it"},
		{"name: A\nactions: {post: {type: write, rate: 5/s, pay|load: 1 KB}}\n", "a write's request and what it stores"},
		{"name: A\nstorage: {repl|ication: 3}\n", "how many copies there are"},
		{"name: A\nexpect: {rps.|peak: ~5/s}\n", "sum(ACTION.peak)"},
		{"name: A\npe|ak: 3x\n", "the busiest time over the mean"},
	} {
		var answer struct{ Contents struct{ Value string } }
		s.at("textDocument/hover", c.text, &answer)
		if got := strings.ReplaceAll(answer.Contents.Value, `\`, ""); !strings.Contains(got, c.means) {
			t.Errorf("%q: hovering shows %q, without %q", c.text, got, c.means)
		}
	}
}

var goldenPlace = regexp.MustCompile(`(?m)^\S+:(\d+):(\d+): .*\[(\S+)\]$`)

// TestEditorModeline names the schema in the first line of a file that no setting names.
func TestEditorModeline(t *testing.T) {
	s := startEditor(t)
	s.ending = "yml"
	const wrong = "name: A\nstorage: {replicas: 3}\n"
	marks, _ := s.open("# yaml-language-server: $schema=./botec.schema.json\n"+wrong, wrong)
	if len(marks[0]) != 1 || marks[0][0].Range.Start != (position{2, 10}) || len(marks[1]) != 0 {
		t.Errorf("the marks are %v", marks)
	}
}

// unseen are wrong scenarios that a schema catches and the server does not show: it
// leaves keys without a colon out of { }, and files without a value alone.
var unseen = []string{"about-comma.yaml", "comma-erasure.yaml", "comma-number.yaml", "flow-no-space.yaml", "only-comment.yaml"}

// furtherDocuments are wrong for having two documents, each of which the server checks.
var furtherDocuments = []string{"document-marker-first.yaml", "second-broken.yaml", "second-text.yaml"}

// TestEditorTakes shows the server every preset, the starter and the scenario with every
// field, which have nothing to mark.
func TestEditorTakes(t *testing.T) {
	s := startEditor(t)
	everyField, err := os.ReadFile("../../estimate/spec/testdata/every-field.yaml")
	if err != nil {
		t.Fatal(err)
	}
	names, texts := append(scenarios.Names(), "starter", "every field"), []string{}
	for _, name := range scenarios.Names() {
		_, text, _ := scenarios.Open(name)
		texts = append(texts, string(text))
	}
	marks, _ := s.open(append(texts, starter, string(everyField))...)
	for i, m := range marks {
		if len(m) > 0 {
			t.Errorf("%s is right, and there is %v", names[i], m)
		}
	}
}

// TestEditorMarks shows the server every wrong scenario: those that a schema catches are
// marked, the others not; a wrong key or type is marked where botec marks it.
func TestEditorMarks(t *testing.T) {
	s := startEditor(t)
	const data = "../../estimate/spec/testdata/"
	list, err := os.ReadFile(data + "schema.txt")
	if err != nil {
		t.Fatal(err)
	}
	verdicts, names, texts := make(map[string]string), []string{}, []string{}
	for line := range strings.Lines(string(list)) {
		name, verdict, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.Contains(verdict, "is not YAML") {
			continue
		}
		text, err := os.ReadFile(data + "err/" + name)
		if err != nil {
			t.Fatal(err)
		}
		verdicts[name], names, texts = strings.TrimSpace(verdict), append(names, name), append(texts, string(text))
	}
	marks, _ := s.open(texts...)
	caught := 0
	for i, name := range names {
		places := make(map[string]bool)
		for _, m := range marks[i] {
			if strings.HasPrefix(m.Source, "yaml-schema") {
				places[fmt.Sprintf("%d:%d", m.Range.Start.Line+1, m.Range.Start.Character+1)] = true
			}
		}
		want := strings.HasPrefix(verdicts[name], "caught") && !slices.Contains(unseen, name) || slices.Contains(furtherDocuments, name)
		if want != (len(places) > 0) {
			t.Errorf("%s: %s, and the server has %v", name, verdicts[name], marks[i])
		}
		if want {
			caught++
		}
		golden, err := os.ReadFile(data + "err/" + strings.TrimSuffix(name, ".yaml") + ".out")
		if err != nil {
			t.Fatal(err)
		}
		m := goldenPlace.FindStringSubmatch(string(golden))
		if named := strings.HasPrefix(name, "unknown-key") || strings.HasPrefix(name, "wrong-type"); named && !places[m[1]+":"+m[2]] {
			t.Errorf("%s: marked at %v, botec says %s", name, places, m[0])
		}
	}
	t.Logf("%d of %d wrong scenarios are marked", caught, len(names))
	if caught < 40 {
		t.Errorf("%d wrong scenarios are marked", caught)
	}
}
