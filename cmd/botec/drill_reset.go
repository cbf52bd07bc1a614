package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newDrillReset(a *app) *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "reset",
		Short: "Put the history aside and begin anew",
		Long:  "Reset renames the history, so that every skill is new again. Delete the file with\n.old behind its name to forget for good; rename it back to remember.",
		Args:  arguments(0, 0, ""),
		RunE:  func(*cobra.Command, []string) error { return a.reset(file) },
	}
	addHistory(c, &file)
	return c
}

func (a *app) reset(file string) error {
	h := a.openHistory(file)
	if h.path == "" {
		return noHistory(file)
	}
	aside, err := h.reset()
	switch {
	case err != nil:
		return err
	case aside == "":
		return a.write("", fmt.Sprintf("there is no history yet: no file %s\n", h.path))
	}
	return a.write("", fmt.Sprintf("renamed %s to %s\n", h.path, aside))
}

// noHistory says that a command has nothing to work on.
func noHistory(flag string) error {
	if flag == "none" {
		return usage("name a file, or leave the flag out", "--history none has nothing in it")
	}
	return usage("name a file with `--history FILE`", "there is no home directory, and so no history")
}
