package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

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
		if near := unit.Nearest(name, known); near != "" {
			help = fmt.Sprintf("did you mean `--%s`?", near)
		}
	}
	if found, flag, ok := strings.Cut(strings.TrimPrefix(message, "invalid argument "), " for "); ok { // without what the parser of numbers says
		flag, _, _ = strings.Cut(flag, " flag: ")
		return usage(help, "%s takes a whole number, found %s", strings.Trim(flag, `"`), found)
	}
	return usage(help, "%s", message)
}

// notEmpty refuses a flag that was given nothing, as an unset shell variable does.
func notEmpty(c *cobra.Command, flag, value string) error {
	if value == "" && c.Flags().Changed(flag) {
		return usage("write a value behind it, or leave the flag out", "--%s is empty", flag)
	}
	return nil
}

// noneEmpty is notEmpty for several flags and their values: the first one is told of.
func noneEmpty(c *cobra.Command, flags [][2]string) error {
	for _, flag := range flags {
		if err := notEmpty(c, flag[0], flag[1]); err != nil {
			return err
		}
	}
	return nil
}
