package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"botec/estimate/unit"
)

var longFlag = regexp.MustCompile(`--([a-z-]+)`)

// flagError words what is wrong with a flag, with the nearest one that exists.
func flagError(c *cobra.Command, err error) error {
	message := err.Error()
	help := fmt.Sprintf("`%s --help` lists the flags", c.CommandPath())
	if name, ok := strings.CutPrefix(message, "unknown flag: --"); ok {
		var known []string
		for _, m := range longFlag.FindAllStringSubmatch(c.Flags().FlagUsages(), -1) {
			known = append(known, m[1])
		}
		help = unit.DidYouMean(name, known, "--%s", help)
	}
	if found, flag, ok := strings.Cut(strings.TrimPrefix(message, "invalid argument "), " for "); ok { // without what the parser of numbers says
		flag, _, _ = strings.Cut(flag, " flag: ")
		return usage(help, "%s takes a whole number, found %s", strings.Trim(flag, `"`), found)
	}
	return usage(help, "%s", message)
}

// neverEmpty marks flags of a command that take no empty value: an unset shell variable
// gives one, and it would be as if the flag were not there.
func neverEmpty(c *cobra.Command, flags ...string) {
	for _, name := range flags {
		_ = c.Flags().SetAnnotation(name, neverEmptyKey, nil) // fails where there is no such flag: TestEmptyFlags asks every one
	}
}

const neverEmptyKey = "botec_never_empty"

// noneEmpty refuses such a flag that was given nothing. It runs before every command.
func noneEmpty(c *cobra.Command, _ []string) (err error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		if _, never := f.Annotations[neverEmptyKey]; never && f.Value.String() == "" && err == nil {
			err = usage("write a value behind it, or leave the flag out", "--%s is empty", f.Name)
		}
	})
	return err
}
