package main

import (
	"slices"
	"testing"

	"github.com/spf13/pflag"
)

// TestEmptyFlags asks every text flag of every command for nothing at all. Only the ones
// named here take it: an empty format is an unknown one, and an empty file is none.
func TestEmptyFlags(t *testing.T) {
	takes := []string{"format", "output"}
	asked := 0
	for _, c := range allCommands((&app{}).root()) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() != "string" || slices.Contains(takes, f.Name) {
				return
			}
			asked++
			if err := c.ParseFlags([]string{"--" + f.Name, ""}); err != nil {
				t.Fatal(err)
			}
			if err := noneEmpty(c, nil); err == nil || err.Error() != "--"+f.Name+" is empty" {
				t.Errorf("%s --%s '': %v", c.CommandPath(), f.Name, err)
			}
			if err := f.Value.Set("something"); err != nil { // the next one is asked for by itself
				t.Fatal(err)
			}
		})
	}
	if asked < 50 {
		t.Errorf("%d flags were asked for", asked)
	}
}
