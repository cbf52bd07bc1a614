package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed starter.yaml
var starter string

// fileName has its length, maxFileName, beside it: as {0,63} it took every command, which
// compiles it, a tenth of a millisecond.
var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

const maxFileName = 64

func newNew(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "new NAME",
		Short:   "Write a commented scenario to start from",
		Long:    "New writes NAME.botec.yaml, a commented scenario that runs as it is. It never\noverwrites a file. With - as the name it prints the scenario.",
		Example: "  botec new demo && botec run demo.botec.yaml",
		Args:    arguments(1, 1, "a name"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.create(args[0]) },
	}
}

func (a *app) create(name string) error {
	if name == "-" {
		return a.write("", starter)
	}
	name = strings.TrimSuffix(name, ".botec.yaml")
	if !fileName.MatchString(name) {
		return usage("use letters, digits, `-`, `_` and `.`, as in `botec new photo-service`", "%q is not a name for a file", name)
	}
	if len(name) > maxFileName {
		return usage("choose a shorter one", "the name of a file has at most %d characters, found %d", maxFileName, len(name))
	}
	path := name + ".botec.yaml"
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage("choose another name, or delete the file first", "%s exists already", path)
	}
	if err != nil {
		return usage("", "%s cannot be written: %s", path, cause(err))
	}
	text := strings.Replace(starter, "name: Demo", "name: "+title(name), 1)
	if _, err = f.WriteString(text); err == nil {
		err = f.Close()
	}
	if err != nil {
		_ = os.Remove(path)
		return usage("", "%s cannot be written: %s", path, cause(err))
	}
	return a.write("", fmt.Sprintf("wrote %s; see `botec run %s`\n", path, path))
}

// title makes the name of a scenario from that of its file.
func title(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	text := strings.Join(words, " ")
	return strings.ToUpper(text[:1]) + text[1:]
}
