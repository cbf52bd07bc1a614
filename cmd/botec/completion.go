package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"botec/estimate/unit"
)

const completionLong = `Completion prints a script by which a shell completes botec's command lines: commands
and flags, presets and files, the quantities and inputs of the scenario that the line
names, functions, sections and formats. Packages bring it along; otherwise put it where
the shell looks, and begin a new one:

  bash        botec completion bash > ~/.local/share/bash-completion/completions/botec
              or, in ~/.bashrc:  eval "$(botec completion bash)"
  zsh         botec completion zsh > "${fpath[1]}/_botec"
              or, in ~/.zshrc behind compinit:  eval "$(botec completion zsh)"
  fish        botec completion fish > ~/.config/fish/completions/botec.fish
  powershell  botec completion powershell | Out-String | Invoke-Expression`

// shellNames are the shells that cobra can write a script for.
var shellNames = []string{"bash", "fish", "powershell", "zsh"}

func newCompletion(a *app) *cobra.Command {
	var bare bool
	c := &cobra.Command{
		Use:     "completion SHELL",
		Short:   "Print a script by which a shell completes botec",
		Long:    completionLong,
		Example: "  botec completion bash > botec.bash",
		Args:    arguments(1, 1, "a shell: bash, fish, powershell or zsh,"),
		RunE: func(c *cobra.Command, args []string) error {
			script, err := completionScript(c.Root(), args[0], !bare)
			if err != nil {
				return err
			}
			return a.write("", script)
		},
	}
	c.Flags().BoolVar(&bare, "no-descriptions", false, "complete without saying what each word means")
	c.ValidArgsFunction = inOrder(aWord(shellNames...))
	return c
}

// completionScript is the script for a shell: as cobra generates it, repaired.
func completionScript(root *cobra.Command, shell string, describe bool) (string, error) {
	var b strings.Builder
	var err error
	switch {
	case shell == "bash":
		err = root.GenBashCompletionV2(&b, describe)
	case shell == "fish":
		err = root.GenFishCompletion(&b, describe)
	case shell == "zsh" && describe:
		err = root.GenZshCompletion(&b)
	case shell == "zsh":
		err = root.GenZshCompletionNoDesc(&b)
	case shell == "powershell" && describe:
		err = root.GenPowerShellCompletionWithDesc(&b)
	case shell == "powershell":
		err = root.GenPowerShellCompletion(&b)
	default:
		help := unit.DidYouMean(shell, shellNames, "botec completion %s", "the shells are bash, fish, powershell and zsh")
		err = usage(help, "unknown shell %q", shell)
	}
	script := b.String()
	for _, r := range repairs {
		if r.shell == shell {
			script = strings.Replace(script, r.cobra, r.ours, 1)
		}
	}
	return script, err
}

// repairs are what cobra's scripts (v1.10.2) get wrong, and what stands there instead.
var repairs = []struct{ shell, cobra, ours string }{
	{"bash", bashWordsOfPackage, bashWords},
	{"fish", fishArguments, fishEscape + fishArguments},
	// Of "--set=dau=" the command takes the completion for an option of its own, and
	// prints an error into the command line.
	{"fish", `string split --max 1 \t $`, `string split --max 1 -- \t $`},
}

// bashWordsOfPackage is where cobra's script needs the package bash-completion, which not
// every system has: without it each press of Tab prints an error.
const bashWordsOfPackage = `    COMPREPLY=()
    _get_comp_words_by_ref "$@" cur prev words cword
`

// bashWords does the same in bash alone: the words of the line up to the cursor, those
// put together again that bash parts at "=" and ":".
const bashWords = `    COMPREPLY=()
    local rest=${COMP_LINE:0:COMP_POINT} word i
    words=()
    cword=-1
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $i == 0 || $rest == [[:space:]]* ]]; then
            words[++cword]=
            rest=${rest#"${rest%%[![:space:]]*}"}
        fi
        if [[ $i == "$COMP_CWORD" ]]; then
            word=$rest
        fi
        words[cword]+=$word
        rest=${rest#"$word"}
    done
    cur=${words[cword]}
    prev=${words[cword > 0 ? cword - 1 : 0]}
`

// fishArguments is where cobra's script puts the words before the cursor into a command
// line without their quotes: a file with a space in its name falls apart.
const fishArguments = `    # Disable ActiveHelp which is not supported for fish shell
`

// fishEscape quotes them anew, but for "~" and "$", which the shell is to expand.
const fishEscape = `    set args $args[1] (string replace -ra '[\s()<>&|;"\'*?\\\\#]' '\\\\$0' -- $args[2..-1])

`

// completing are the commands by which the scripts ask what a word can become.
var completing = []string{cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}

// describePlainly takes the marks of a value's name out of what flags say of themselves:
// the scripts show that as it stands.
func describePlainly(root *cobra.Command) {
	for _, c := range allCommands(root) {
		c.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") })
	}
}

// withoutNegatives drops the negative numbers in front of the word that is being typed:
// no expression is completed by what stands before it, and cobra takes "-5" for a flag.
func withoutNegatives(args []string) []string {
	last := len(args) - 1
	before := slices.DeleteFunc(slices.Clone(args[:last]), func(arg string) bool {
		return len(arg) > 1 && arg[0] == '-' && arg[1] >= '0' && arg[1] <= '9'
	})
	return append(before, args[last])
}

// allCommands lists the commands below one, each before its own.
func allCommands(of *cobra.Command) (all []*cobra.Command) {
	for _, c := range of.Commands() {
		all = append(append(all, c), allCommands(c)...)
	}
	return all
}
