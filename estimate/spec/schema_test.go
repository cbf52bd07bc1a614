package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"botec/estimate"
	"botec/scenarios"
)

// compileSchema compiles a schema, which holds it to the metaschema of its dialect.
func compileSchema(t testing.TB, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// decoded gives a YAML text as an editor sees it, its keys as text.
func decoded(text []byte) (any, error) {
	var v any
	err := yaml.Unmarshal(text, &v)
	return jsonLike(v), err
}

func jsonLike(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = jsonLike(e)
		}
		return v
	case map[any]any:
		m := make(map[string]any)
		for k, e := range v {
			if k == nil {
				k = "null" // as it is written
			}
			m[fmt.Sprint(k)] = jsonLike(e)
		}
		return m
	case []any:
		for i, e := range v {
			v[i] = jsonLike(e)
		}
		return v
	case time.Time:
		return v.Format(time.DateOnly)
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return 0.0 // a number to editors, which JSON does not have
		}
		return v
	default:
		return v
	}
}

// TestSchemaTakes holds the schema against files that are right.
func TestSchemaTakes(t *testing.T) {
	s := compileSchema(t, Schema())
	files := map[string][]byte{"every-field.yaml": everyField(t)}
	for _, name := range scenarios.Names() {
		_, files[name], _ = scenarios.Open(name)
	}
	for name, text := range map[string]string{
		"numbers and booleans":    "users: 1_000\nmau: 0100\ndau: 1e6\nread_write_ratio: 100:1\nhorizon: yes\npeak: 2\nlet: {true: 5, a: true, b: 12:30, c: 2026-11-24}",
		"texts that are not":      "about: 2026\nsource: false\nprices: {as_of: 2026-11-24, source: 7, rps: 0}\nuse: [1, 2.yaml]",
		"odd roundings":           "rounding: {rps: exact, a: ' 12  digits ', default: 1 digit down, b: 2 digits up}",
		"odd growth":              "growth: -5 % per years\ndatasets: {a: {items: 5, size: 1, growth: '(10 to 20%/mo)'}, b: {items: 1, size: 1, growth: 'triangular(1%/year, 2%/year, 3%/year)'}}",
		"odd factors":             "peak: 300% + 1\nstorage: {overhead: 3x * 10%}\nactions: {a: {type: read, peak: 3 * 100%}, b: {type: read, peak: 2:1}}\ncache: {a: {overhead: 0.3}}",
		"a part named size":       "actions: {a: {type: write, payload: {size: 5 KB, text: 1 KB}}, b: {type: write, payload: {size: {size: 1 KB}}}}",
		"a word in other places":  "cache: {day: {items: 1, entry: 1}}\nservers: {rps: {needs: {year: 5}}}\nlet: {daily: 5}\navailability: {request: 99%}\ndatasets: {a: {items: 1, size: {peak: 5}}}",
		"blocks in blocks":        "availability: {series: {series: {parallel: [1, {a: 2, b: {series: [3]}}]}, b: 99%}}",
		"what only counts blocks": "availability: {parallel: {a: 99%}}",
		"empty sections":          "actions: {}\ndatasets: {}\nstorage: {}\nlet: {}\nexpect: {rps: []}\nrounding: {}",
	} {
		files[name] = []byte("name: Case\n" + text)
	}
	for name, text := range files {
		v, err := decoded(text)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, p := range Read(name, text, Options{Open: beside}).Problems {
			if shapes[p.Rule] {
				t.Errorf("%s: the schema takes what the walker does not: %s", name, p)
			}
		}
	}
}

// shapes are the rules that a schema can check.
var shapes = map[string]bool{ruleKey: true, ruleMissing: true, ruleShape: true, ruleEmpty: true, ruleName: true, ruleReserved: true, ruleRounding: true}

// TestSchemaCatches compares what the schema says of every wrong scenario with the
// list in testdata/schema.txt. What is wrong by its shape alone has to be caught.
func TestSchemaCatches(t *testing.T) {
	s := compileSchema(t, Schema())
	files, err := filepath.Glob("testdata/err/*.yaml")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d wrong scenarios, %v", len(files), err)
	}
	var list strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, err := decoded(text)
		verdict := "passes"
		if err != nil {
			verdict = "is not YAML"
		} else if err := s.Validate(v); err != nil {
			verdict = "caught at " + strings.Join(places(err), " ")
		}
		fmt.Fprintf(&list, "%-32s%s\n", filepath.Base(file), verdict)
		for _, p := range Read(file, text, Options{Open: beside}).Problems {
			if shapes[p.Rule] && verdict == "passes" {
				t.Errorf("%s passes: %s", file, p)
			}
		}
	}
	const golden = "testdata/schema.txt"
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(golden, []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), list.String()); diff != "" {
		t.Error(diff)
	}
}

// places are where a schema is broken, as paths into the document.
func places(err error) []string {
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []string{err.Error()}
	}
	var out []string
	for _, cause := range invalid.Causes {
		out = append(out, places(cause)...)
	}
	if len(out) == 0 {
		out = []string{"/" + strings.Join(invalid.InstanceLocation, "/")}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// FuzzSchema holds that the schema refuses nothing that is read without a mistake, and
// of which no field turns out to be missing.
func FuzzSchema(f *testing.F) {
	for _, pattern := range []string{"testdata/err/*.yaml", "testdata/*.yaml", "../../scenarios/*.yaml"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	s := compileSchema(f, Schema())
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := decoded(text)
		r := Read("fuzz.yaml", text, Options{Open: beside})
		if err != nil || len(r.Problems) > 0 {
			return
		}
		_, problems := r.Compile()
		if slices.ContainsFunc(problems, func(p *estimate.Problem) bool { return p.Rule == ruleMissing }) {
			return
		}
		if err := s.Validate(v); err != nil {
			t.Error(err)
		}
	})
}

// TestSchemaWords holds every field of the schema, at any depth, to a description and
// an example, and the text to be the same twice.
func TestSchemaWords(t *testing.T) {
	var root any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	fields := 0
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			properties, _ := v["properties"].(map[string]any)
			for key, p := range properties {
				p := p.(map[string]any)
				if strings.HasSuffix(path, "/if") {
					continue // a condition
				}
				fields++
				if p["description"] == nil || p["examples"] == nil {
					t.Errorf("%s/%s has no description or no example", path, key)
				}
			}
			for key, e := range v {
				walk(path+"/"+key, e)
			}
		case []any:
			for _, e := range v {
				walk(path, e)
			}
		}
	}
	walk("", root)
	if fields < 60 {
		t.Errorf("the schema has %d fields", fields)
	}
	if !bytes.Equal(Schema(), Schema()) {
		t.Error("the schema is not the same twice")
	}
}

// checkExample validates an example of a table in its place, by the sub-schema alone.
func checkExample[T any](t *testing.T, what string, f field[T]) {
	t.Helper()
	s := f.schema()
	s.Definitions = definitions()
	v, err := decoded([]byte(f.example))
	if err != nil {
		t.Fatal(err)
	}
	compiled := compileSchema(t, s.text())
	if err := compiled.Validate(v); err != nil {
		t.Errorf("%s.%s: the schema refuses the example %q: %v", what, f.key, f.example, err)
	}
	var shown any
	text, err := plain(s.Examples[0])
	if err == nil {
		shown, err = jsonschema.UnmarshalJSON(bytes.NewReader(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(shown); err != nil {
		t.Errorf("%s.%s: the schema refuses its own example %s: %v", what, f.key, text, err)
	}
}

// TestSchemaConstraints puts the constraints that the schema offers for expect into a
// scenario that has all those quantities.
func TestSchemaConstraints(t *testing.T) {
	const rich = "name: Rich\nhorizon: 1 year\nactions: {post: {type: write, rate: 5/s, payload: 1 KB}, look: {type: read, rate: 5/s, response: 1 KB}}\n" +
		"cache: {look: {hot: 20%}}\nservers: {api: {load: rps, each: 5/s}}\navailability: 99.9%\nlatency: {api: 5 ms}\n" +
		"prices: {as_of: 2026-11, source: mine, storage: $0.02/GB/month}\nexpect:\n"
	properties := expected().Properties
	if len(properties) < 20 {
		t.Fatalf("%d quantities", len(properties))
	}
	for _, p := range properties {
		text := fmt.Sprintf("%s  %s: %q\n", rich, p.key, p.value.(*schema).Examples[0])
		if _, problems := Read("rich.yaml", []byte(text), Options{}).Compile(); len(problems) > 0 {
			t.Errorf("%s: %v", p.key, problems[0])
		}
	}
}
