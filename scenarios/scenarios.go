// Package scenarios holds the presets: scenario files that reproduce published case
// studies, embedded in the program.
package scenarios

import (
	"embed"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Names lists the presets in order of the alphabet.
func Names() []string {
	entries, _ := files.ReadDir(".") // an embedded folder can be read
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// Open gives the text of a preset and the name of its file; ok is false where there
// is no such preset.
func Open(name string) (file string, data []byte, ok bool) {
	file = name + ".yaml"
	data, err := files.ReadFile(file)
	return file, data, err == nil
}
