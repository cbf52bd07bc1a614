package spec

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"

	"botec/estimate"
)

// beside opens used files in the folder of testdata.
func beside(_, path string) (string, []byte, error) {
	data, err := os.ReadFile(filepath.Join("testdata", path))
	return path, data, err
}

func everyField(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/every-field.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestEveryField runs the file that uses every field, and judges what it expects.
func TestEveryField(t *testing.T) {
	r := Read("every-field.yaml", everyField(t), Options{Origin: estimate.Given, Open: beside})
	m, problems := r.Compile()
	for _, p := range problems {
		t.Fatal(p, p.Help)
	}
	report, problems := m.Report(estimate.Options{})
	for _, p := range problems {
		t.Fatal(p, p.Help)
	}
	for _, v := range report.Verdicts {
		if !v.Holds {
			t.Error(v.Quantity, v.Message)
		}
	}
	for _, w := range report.Warnings {
		t.Error("warning:", w)
	}
}

// TestFieldTable holds the table of fields against the file that uses every one of
// them, and against itself: each is documented, and its example is taken.
func TestFieldTable(t *testing.T) {
	used := make(map[string]bool)
	var root yaml.Node
	if err := yaml.Unmarshal(everyField(t), &root); err != nil {
		t.Fatal(err)
	}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for i, c := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				used[c.Value] = true
			}
			walk(c)
		}
	}
	walk(&root)
	checkTable(t, used, "scenario", scenarioFields)
	checkTable(t, used, "calendar", calendarFields)
	checkTable(t, used, "action", actionFields)
	checkTable(t, used, "part", partFields)
	checkTable(t, used, "dataset", datasetFields)
	checkTable(t, used, "storage", storageFields)
	checkTable(t, used, "cache", cacheFields)
	checkTable(t, used, "tier", tierFields)
	checkTable(t, used, "prices", priceFields)
	checkTable(t, used, "let", letFields)
}

func checkTable[T any](t *testing.T, used map[string]bool, what string, fields []field[T]) {
	for i, f := range fields {
		if !used[f.key] {
			t.Errorf("every-field.yaml does not use %s.%s", what, f.key)
		}
		if f.means == "" || f.example == "" {
			t.Errorf("%s.%s is not documented", what, f.key)
		}
		if slices.ContainsFunc(fields[:i], func(g field[T]) bool { return g.key == f.key }) {
			t.Errorf("%s.%s stands twice in the table", what, f.key)
		}
		r := newReader(Options{})
		d := r.parse("example", []byte(f.key+": "+f.example+"\n"), 0)
		if d == nil {
			t.Errorf("%s.%s: the example %q is not YAML: %v", what, f.key, f.example, r.problems)
			continue
		}
		var into T
		b := &binder{document: d, words: newWords(), origin: estimate.Given}
		f.read(b, d.root.Content[0], d.root.Content[1], &into)
		for _, p := range r.problems {
			t.Errorf("%s.%s: the example %q: %s", what, f.key, f.example, p)
		}
		checkExample(t, what, f)
	}
}
