package estimate_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is the rule that the table of rooms spells out; it stands in every message about an import of our own.
const arrows = "unit, models <- formula <- estimate <- spec, claim, drill <- cmd/botec; siblings do not know each other"

// room is a package and what its code may know of the others.
type room struct {
	path        string   // from the module root; a pattern of path.Match
	height      int      // product code imports lower rooms only
	modules     []string // modules used here and nowhere else
	testModules []string // modules that only tests use, here; or that another room owns and the tests here read with
}

// rooms lists every package there may be, an exact path before a pattern. A new package or dependency is a new
// line here, for a reviewer to see.
var rooms = []room{
	{path: "estimate/unit", height: 0},
	{path: "estimate/models", height: 0},
	{path: "estimate/formula", height: 1},
	{path: "estimate", height: 2, testModules: []string{"gonum.org/v1/gonum"}},
	{path: "estimate/spec", height: 3, modules: []string{"gopkg.in/yaml.v3"}, testModules: []string{"github.com/santhosh-tekuri/jsonschema/v6"}},
	{path: "estimate/claim", height: 3, modules: []string{"github.com/yuin/goldmark"}},
	{path: "estimate/drill", height: 3},
	{path: "scenarios", height: 3},
	{path: "cmd/botec/internal/*", height: 4},
	{path: "cmd/botec", height: 5, modules: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term", "github.com/bmatcuk/doublestar/v4"}, testModules: []string{"github.com/rogpeppe/go-internal", "github.com/creack/pty", "github.com/santhosh-tekuri/jsonschema/v6", "gopkg.in/yaml.v3", "github.com/yuin/goldmark"}},
}

// anyTest lists the modules that the tests of every room may use.
var anyTest = []string{"github.com/google/go-cmp", "pgregory.net/rapid"}

// outside lists the standard packages through which code reaches the world, with all below them: the core opens
// nothing, reads no clock and logs nothing.
var outside = []string{"io/fs", "io/ioutil", "log", "net", "os", "syscall", "time"}

// printing lists the functions that write to a stream nobody handed over.
var printing = []string{"fmt.Print", "fmt.Printf", "fmt.Println"}

// source is what the rules ask of one Go file.
type source struct {
	file    string   // from the module root, with slashes
	imports []string // import paths
	uses    []string // "init", and each path.Name used of an imported package
}

// faults returns one message for each rule that the file breaks.
func (s source) faults() []string {
	own, ok := roomOf(path.Dir(s.file))
	if !ok {
		return []string{fmt.Sprintf("%s: no room has the path %s; a new package needs a line in the table of rooms", s.file, path.Dir(s.file))}
	}
	test := strings.HasSuffix(s.file, "_test.go")
	var faults []string
	for _, imported := range s.imports {
		if why := own.refusesImport(imported, test); why != "" {
			faults = append(faults, fmt.Sprintf("%s imports %s: %s", s.file, imported, why))
		}
	}
	for _, used := range s.uses {
		if why := own.refusesUse(used); why != "" && !test {
			faults = append(faults, fmt.Sprintf("%s has %s: %s", s.file, used, why))
		}
	}
	return faults
}

// roomOf returns the room of a folder, its path made exact.
func roomOf(dir string) (room, bool) {
	for _, r := range rooms {
		if match, err := path.Match(r.path, dir); err == nil && match {
			r.path = dir
			return r, true
		}
	}
	return room{}, false
}

// refusesImport returns why the room does not import a package, or nothing.
func (r room) refusesImport(imported string, test bool) string {
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case first == "botec":
		return r.refusesRoom(strings.TrimPrefix(imported, "botec/"), test)
	case strings.Contains(first, "."):
		return r.refusesModule(imported, test)
	case !test:
		return r.refusesStandard(imported)
	}
	return ""
}

func (r room) refusesRoom(dir string, test bool) string {
	target, ok := roomOf(dir)
	switch {
	case !ok:
		return "no room has that path"
	case test && (dir == r.path || dir == "scenarios"):
		return ""
	case test && r.path == "estimate" && dir == "estimate/spec":
		return "" // the graph's tests are scenarios, and spec reads them
	case test && !within(dir, "cmd") && target.height <= r.height:
		return "" // a test also looks beside
	case target.height >= r.height:
		return arrows
	case dir == "scenarios" && r.path != "cmd/botec":
		return "the presets are for cmd/botec and for tests"
	}
	return ""
}

func (r room) refusesModule(imported string, test bool) string {
	mine := r.modules
	if test {
		mine = slices.Concat(r.modules, r.testModules, anyTest)
	}
	inModule := func(module string) bool { return within(imported, module) }
	if slices.ContainsFunc(mine, inModule) {
		return ""
	}
	if slices.ContainsFunc(slices.Concat(r.testModules, anyTest), inModule) {
		return "that module is for tests"
	}
	for _, other := range rooms {
		switch {
		case slices.ContainsFunc(other.modules, inModule):
			return "that module lives in " + other.path + " only"
		case slices.ContainsFunc(other.testModules, inModule):
			return "that module lives in the tests of " + other.path + " only"
		}
	}
	return "no room has that module; a new dependency needs a reason and a place in the table of rooms"
}

func (r room) refusesStandard(imported string) string {
	reaches := func(name string) bool { return within(imported, name) }
	switch {
	case within(r.path, "estimate") && slices.ContainsFunc(outside, reaches):
		return "the core opens nothing, reads no clock and logs nothing"
	case !within(r.path, "cmd") && within(imported, "log"):
		return "only cmd speaks to a person"
	}
	return ""
}

func (r room) refusesUse(used string) string {
	switch {
	case used == "init":
		return "no init functions: every command would pay for them"
	case strings.HasPrefix(used, "import . "):
		return "it hides where a name comes from, from this test too"
	case used == "os.Exit" && !within(r.path, "cmd"):
		return "only cmd ends the process"
	case within(r.path, "estimate") && slices.Contains(printing, used):
		return "the core prints nothing"
	}
	return ""
}

// within tells whether a slashed path is a folder or lies below it.
func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// parse reads one Go file; text is nil to read it from root.
func parse(root, file string, text any) (source, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), text, parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	s := source{file: filepath.ToSlash(file)}
	packages := map[string]string{} // the name in this file -> the import path
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, imported)
		switch {
		case spec.Name == nil:
			packages[path.Base(imported)] = imported
		case spec.Name.Name == ".":
			s.uses = append(s.uses, "import . "+strconv.Quote(imported))
		default:
			packages[spec.Name.Name] = imported
		}
	}
	ast.Inspect(tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			if node.Recv == nil && node.Name.Name == "init" {
				s.uses = append(s.uses, "init")
			}
		case *ast.SelectorExpr:
			if name, ok := node.X.(*ast.Ident); ok && packages[name.Name] != "" {
				s.uses = append(s.uses, packages[name.Name]+"."+node.Sel.Name)
			}
		}
		return true
	})
	return s, nil
}

// goFiles returns the Go files below root that belong to the module.
func goFiles(root string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != root && (base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return filepath.SkipDir
		}
		if !entry.IsDir() && strings.HasSuffix(base, ".go") {
			file, err := filepath.Rel(root, name)
			files = append(files, file)
			return err
		}
		return nil
	})
	return files, err
}

func TestRoomsKeepToTheirArrows(t *testing.T) {
	files, err := goFiles("..")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		s, err := parse("..", file, nil)
		if err != nil {
			t.Error(err)
			continue
		}
		seen[path.Dir(s.file)] = true
		for _, fault := range s.faults() {
			t.Error(fault)
		}
	}
	for _, dir := range []string{"estimate", "estimate/unit", "cmd/botec"} { // else the walk went astray and proves nothing
		if !seen[dir] {
			t.Errorf("the walk over %d files met none in %s", len(files), dir)
		}
	}
}

// TestFaultsAreSeen feeds the rules what nobody may write, and what everybody may.
func TestFaultsAreSeen(t *testing.T) {
	tests := map[string]struct {
		file    string
		imports string // one path
		want    string // in the message; empty: allowed
	}{
		"down":                        {"estimate/formula/x.go", "botec/estimate/unit", ""},
		"down two":                    {"estimate/spec/x.go", "botec/estimate/unit", ""},
		"up":                          {"estimate/unit/x.go", "botec/estimate/formula", arrows},
		"up one":                      {"estimate/x.go", "botec/estimate/spec", arrows},
		"beside":                      {"estimate/models/x.go", "botec/estimate/unit", arrows},
		"beside at the top":           {"estimate/claim/x.go", "botec/estimate/spec", arrows},
		"beside in cmd":               {"cmd/botec/internal/chart/x.go", "botec/cmd/botec/internal/table", arrows},
		"the core from cmd":           {"cmd/botec/x.go", "botec/estimate/claim", ""},
		"cmd from the core":           {"estimate/drill/x.go", "botec/cmd/botec/internal/table", arrows},
		"presets from cmd":            {"cmd/botec/x.go", "botec/scenarios", ""},
		"presets from a table":        {"cmd/botec/internal/table/x.go", "botec/scenarios", "presets"},
		"presets from the core":       {"estimate/x.go", "botec/scenarios", arrows},
		"a package without a room":    {"estimate/utils/x.go", "strings", "estimate/utils"},
		"an import without a room":    {"cmd/botec/x.go", "botec/estimate/utils", "no room"},
		"a test: own":                 {"estimate/unit/x_test.go", "botec/estimate/unit", ""},
		"a test: beside":              {"estimate/unit/x_test.go", "botec/estimate/models", ""},
		"a test: presets":             {"estimate/x_test.go", "botec/scenarios", ""},
		"a test: up":                  {"estimate/unit/x_test.go", "botec/estimate/formula", arrows},
		"a test: the reader":          {"estimate/x_test.go", "botec/estimate/spec", ""},
		"a test: cmd":                 {"estimate/spec/x_test.go", "botec/cmd/botec/internal/table", arrows},
		"a test: beside in cmd":       {"cmd/botec/internal/chart/x_test.go", "botec/cmd/botec/internal/table", arrows},
		"a test: down in cmd":         {"cmd/botec/x_test.go", "botec/cmd/botec/internal/table", ""},
		"a module at home":            {"estimate/claim/x.go", "github.com/yuin/goldmark/ast", ""},
		"a module in a wrong room":    {"estimate/unit/x.go", "gopkg.in/yaml.v3", "estimate/spec only"},
		"a module next door":          {"cmd/botec/internal/table/x.go", "github.com/spf13/pflag", "cmd/botec only"},
		"a module of a wrong test":    {"estimate/x_test.go", "gopkg.in/yaml.v3", "estimate/spec only"},
		"an unknown module":           {"cmd/botec/x.go", "example.com/colour", "new dependency"},
		"a longer name":               {"estimate/spec/x.go", "gopkg.in/yaml.v3x", "new dependency"},
		"a test module":               {"estimate/x_test.go", "pgregory.net/rapid", ""},
		"a test module in a product":  {"estimate/x.go", "github.com/google/go-cmp/cmp", "for tests"},
		"testscript at home":          {"cmd/botec/x_test.go", "github.com/rogpeppe/go-internal/testscript", ""},
		"testscript elsewhere":        {"estimate/x_test.go", "github.com/rogpeppe/go-internal/testscript", "tests of cmd/botec only"},
		"testscript in the product":   {"cmd/botec/x.go", "github.com/rogpeppe/go-internal/testscript", "for tests"},
		"the world from cmd":          {"cmd/botec/x.go", "os", ""},
		"the world from the core":     {"estimate/spec/x.go", "os", "opens nothing"},
		"below it":                    {"estimate/claim/x.go", "net/http", "opens nothing"},
		"the clock":                   {"estimate/drill/x.go", "time", "no clock"},
		"the world from a test":       {"estimate/spec/x_test.go", "os", ""},
		"a log beside the core":       {"scenarios/x.go", "log/slog", "only cmd"},
		"a name that begins the same": {"estimate/x.go", "login", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectFault(t, source{file: test.file, imports: []string{test.imports}}, test.want)
		})
	}
}

// TestUsesAreSeen parses what nobody may write, and what everybody may.
func TestUsesAreSeen(t *testing.T) {
	tests := map[string]struct{ file, text, want string }{
		"init":               {"cmd/botec/x.go", "func init() {}", "no init"},
		"a method":           {"cmd/botec/x.go", "type t int; func (t) init() {}", ""},
		"exit":               {"scenarios/x.go", `import "os"; func f() { os.Exit(1) }`, "only cmd"},
		"exit in cmd":        {"cmd/botec/x.go", `import "os"; func f() { os.Exit(1) }`, ""},
		"print":              {"estimate/x.go", `import "fmt"; func f() { fmt.Println() }`, "prints nothing"},
		"print, renamed":     {"estimate/x.go", `import p "fmt"; var f = p.Printf`, "prints nothing"},
		"print, without dot": {"estimate/x.go", `import . "fmt"; func f() { Println() }`, "hides"},
		"format":             {"estimate/x.go", `import "fmt"; var s = fmt.Sprint(1)`, ""},
		"print in a test":    {"estimate/x_test.go", `import "fmt"; func f() { fmt.Println() }`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := parse("", test.file, "package x; "+test.text)
			if err != nil {
				t.Fatal(err)
			}
			expectFault(t, s, test.want)
		})
	}
}

// expectFault fails unless the file has one fault with want in its message, or none where want is empty.
func expectFault(t *testing.T, s source, want string) {
	t.Helper()
	faults := s.faults()
	switch {
	case want == "" && len(faults) > 0:
		t.Errorf("refused: %q", faults)
	case want != "" && (len(faults) != 1 || !strings.Contains(faults[0], want)):
		t.Errorf("faults: %q, want one with %q", faults, want)
	}
}

// topLevel lists what the root of the repository may show.
var topLevel = []string{"cmd", "estimate", "scenarios", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE"}

// strays returns the names that neither belong to the top level nor are hidden nor ignored.
func strays(names, ignored []string) []string {
	var found []string
	for _, name := range names {
		isIgnored := slices.ContainsFunc(ignored, func(pattern string) bool {
			match, err := path.Match(strings.Trim(pattern, "/"), name)
			return err == nil && match
		})
		if !slices.Contains(topLevel, name) && !strings.HasPrefix(name, ".") && !isIgnored {
			found = append(found, name)
		}
	}
	return found
}

func TestTopLevelHoldsNothingElse(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	ignore, err := os.ReadFile("../.gitignore")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if !slices.Contains(names, "go.mod") { // else this is not the top, and the test proves nothing
		t.Fatalf("no go.mod beside %q", names)
	}
	for _, name := range strays(names, strings.Fields(string(ignore))) {
		t.Errorf("%s stands at the top level, which holds only %s and hidden files", name, strings.Join(topLevel, ", "))
	}
}

func TestStraysAreSeen(t *testing.T) {
	got := strays([]string{"cmd", ".ci", "utils", "botec", "x.test", "docs"}, []string{"/botec", "*.test"})
	if want := []string{"utils", "docs"}; !slices.Equal(got, want) {
		t.Errorf("strays %q, want %q", got, want)
	}
}

// TestPackagesHaveExamples: who reads the manual of a package sees it used, with what
// comes out.
func TestPackagesHaveExamples(t *testing.T) {
	for _, r := range rooms {
		if within(r.path, "cmd") {
			continue
		}
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(r.path), "example_test.go"))
		if err != nil || !strings.Contains(string(text), "func Example") || !strings.Contains(string(text), "// Output: ") && !strings.Contains(string(text), "// Output:\n\t// ") {
			t.Errorf("%s has no example with its output: %v", r.path, err)
		}
	}
}

// TestLayoutPage: the page that says where everything is has every file of this package.
func TestLayoutPage(t *testing.T) {
	page, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.FieldsFunc(string(page), func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') })
	for _, file := range files {
		if name := strings.TrimSuffix(file, ".go"); name != "doc" && !strings.HasSuffix(name, "_test") && !slices.Contains(words, name) {
			t.Errorf("doc.go does not say what %s is for", file)
		}
	}
}
