package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/formula"
	"botec/estimate/spec"
	"botec/estimate/unit"
	"botec/scenarios"
)

// What a shell offers while a command line is typed. Each command says in its own file
// what its arguments (c.ValidArgsFunction) and its flags (completeFlag) can become, out
// of the functions below; what nothing is said of completes to nothing. They print
// nothing, and of files they read the named scenario alone.

// completeFlag says what the value of a flag of the command can become.
func completeFlag(c *cobra.Command, flag string, with cobra.CompletionFunc) {
	_ = c.RegisterFlagCompletionFunc(flag, with) // fails where there is no such flag: TestFlagsComplete asks every one
}

// inOrder completes arguments that have a place each; behind the last is nothing.
func inOrder(places ...cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) < len(places) {
			return places[len(args)](c, args, word)
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// offer gives those of the completions that go on from the word.
func offer(word string, all []cobra.Completion) ([]cobra.Completion, cobra.ShellCompDirective) {
	all = slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(s, word) })
	return all, cobra.ShellCompDirectiveNoFileComp
}

// aWord completes to fixed words.
func aWord(known ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return offer(word, slices.Clone(known))
	}
}

// listOf completes the last of several words parted by commas to one that is not there yet.
func listOf(each cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if !printable(word) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		comma := strings.LastIndexByte(word, ',') + 1
		there := strings.Split(word[:comma], ",")
		found, directive := each(c, args, word[comma:])
		found = slices.DeleteFunc(found, func(s string) bool {
			name, _, _ := strings.Cut(s, "\t")
			return slices.Contains(there, name)
		})
		for i := range found {
			found[i] = word[:comma] + found[i]
		}
		return found, directive
	}
}

// aSection completes to the sections of a report.
func aSection(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return aWord(strings.Split(sectionNames(), ", ")...)(c, args, word)
}

// aPreset completes to the names of presets, each with what it is about.
func aPreset(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names, directive := offer(word, scenarios.Names())
	for i, name := range names {
		file, data, _ := scenarios.Open(name)
		about := spec.Read(file, data, spec.Options{Origin: estimate.Preset}).Scenario.About
		names[i] = cobra.CompletionWithDesc(name, about)
	}
	return names, directive
}

// aFunction completes to the functions of the language, each with what it gives.
func aFunction(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, f := range formula.Functions() {
		all = append(all, cobra.CompletionWithDesc(f.Name, f.Gives))
	}
	return offer(word, all)
}

// aScenario completes to presets and to the files that can hold a scenario.
func aScenario(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	presets, _ := aPreset(c, args, word)
	found, directive := files(word, func(name string) bool { return isYAML(name) || isDocument(name) })
	return append(presets, found...), directive
}

// aDocument completes to Markdown files.
func aDocument(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return files(word, isDocument)
}

// aFile completes to any file, in the shell's own way.
func aFile(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// files lists the folders and the wanted files that a path can go on to. The shell's own
// way would leave no room for presets beside them; it takes over where nothing is found,
// as behind "~/".
func files(word string, wanted func(name string) bool) ([]cobra.Completion, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveDefault
	dir, begun := filepath.Split(word)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return nil, directive
	}
	var found []cobra.Completion
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, begun) || begun == "" && name[0] == '.' || !printable(name) {
			continue
		}
		switch {
		case isFolder(dir, e):
			found = append(found, dir+name+string(filepath.Separator))
			directive |= cobra.ShellCompDirectiveNoSpace // the path goes on
		case wanted(name):
			found = append(found, dir+name)
		}
	}
	return found, directive
}

func isFolder(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// printable reports whether a name survives the way to the shell and its terminal: one
// line, no escapes.
func printable(name string) bool {
	return utf8.ValidString(name) && strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// named says which scenarios a command line names.
type named func(c *cobra.Command, args []string) []string

func firstArgument(_ *cobra.Command, args []string) []string { return args[:min(1, len(args))] }
func everyArgument(_ *cobra.Command, args []string) []string { return args }
func scenarioFlag(c *cobra.Command, _ []string) []string {
	return []string{c.Flag("scenario").Value.String()}
}

// models compiles those of the scenarios that can be. Standard input is not there to be
// read, nor is a pipe.
func (n named) models(c *cobra.Command, args []string) []*estimate.Model {
	quiet := &app{in: strings.NewReader(""), out: io.Discard, err: io.Discard}
	var models []*estimate.Model
	for _, name := range n(c, args) {
		if info, err := os.Stat(name); name == "" || name == "-" || err == nil && !info.Mode().IsRegular() {
			continue
		}
		s, err := quiet.open(name)
		if err != nil {
			continue
		}
		if m, err := s.compile(nil); err == nil {
			models = append(models, m)
		}
	}
	return models
}

// aQuantityOf completes to the quantities of the named scenarios.
func aQuantityOf(which named) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var names []string
		for _, m := range which.models(c, args) {
			names = append(names, m.Names()...)
		}
		return offer(word, distinct(names))
	}
}

// anInputOf completes to the inputs of the named scenarios, by the paths in their files.
func anInputOf(which named) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var names []string
		for _, m := range which.models(c, args) {
			names = append(names, m.Inputs()...)
		}
		return offer(word, distinct(names))
	}
}

// assigned completes to names with "=" behind them, where a value goes on.
func assigned(name cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		found, directive := name(c, args, word)
		for i := range found {
			found[i] += "="
		}
		return found, directive | cobra.ShellCompDirectiveNoSpace
	}
}

// distinct drops what was there before.
func distinct(names []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(names, func(name string) bool {
		was := seen[name]
		seen[name] = true
		return was
	})
}

// anExpressionOf completes the last word of an expression to functions, units and the
// names of the scenario.
func anExpressionOf(which named) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var m *estimate.Model
		if models := which.models(c, args); len(models) > 0 {
			m = models[0]
		}
		start := wordStart(word, len(word))
		if !printable(word) || start < len(word) && unicode.IsDigit(rune(word[start])) { // of a number nothing is known
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		found, directive := offer(word[start:], distinct(expressionWords(estimate.NewCalculator(m))))
		for i, name := range found {
			found[i] = word[:start] + name
			if strings.HasSuffix(name, "(") {
				directive |= cobra.ShellCompDirectiveNoSpace
			}
		}
		return found, directive
	}
}

// wordStart is where the word begins that ends at pos.
func wordStart(line string, pos int) int {
	for pos > 0 && (line[pos-1] == '_' || line[pos-1] == '.' || line[pos-1] >= '0' && line[pos-1] <= '9' || line[pos-1] >= 'a' && line[pos-1] <= 'z' || line[pos-1] >= 'A' && line[pos-1] <= 'Z') {
		pos--
	}
	return pos
}

// expressionWords are the words that an expression can have.
func expressionWords(c *estimate.Calculator) []string {
	words := c.Names()
	for _, f := range formula.FunctionNames() {
		words = append(words, f+"(")
	}
	units, counting := unit.Names()
	return append(append(words, units...), counting...)
}
