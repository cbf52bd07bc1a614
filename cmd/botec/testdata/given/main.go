// Command given is what BenchmarkHookBuild compares the build of botec with: the packages
// of others that botec imports, and nothing else.
package main

import (
	_ "github.com/bmatcuk/doublestar/v4"
	_ "github.com/spf13/cobra"
	_ "github.com/spf13/pflag"
	_ "github.com/yuin/goldmark/parser"
	_ "golang.org/x/term"
	_ "gopkg.in/yaml.v3"
)

func main() {}
