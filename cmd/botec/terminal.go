package main

import (
	"os"
	"strings"

	"golang.org/x/term"

	"botec/cmd/botec/internal/table"
)

// typed reports whether a person types, and sees what comes of it.
func (a *app) typed() bool {
	in, ok := a.in.(*os.File)
	out, ok2 := a.out.(*os.File)
	return ok && ok2 && term.IsTerminal(int(in.Fd())) && term.IsTerminal(int(out.Fd()))
}

// look finds out what the place of the output can show. Colour and rules are for a
// terminal; a file or a pipe gets plain text.
func (a *app) look(file string) table.Look {
	look := table.Look{UTF8: utf8Locale(os.Getenv)}
	f, ok := a.out.(*os.File)
	if !ok || file != "" && file != "-" || !term.IsTerminal(int(f.Fd())) {
		return look
	}
	dumb := os.Getenv("TERM") == "dumb"
	look.Terminal = !dumb
	look.Color = !dumb && os.Getenv("NO_COLOR") == ""
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		look.Width = width
	}
	return look
}

// utf8Locale reports whether the locale can show more than ASCII. Nothing set means
// that it can, as on most machines of today; "C" and "POSIX" mean that it cannot.
func utf8Locale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := env(name); v != "" {
			v = strings.ToLower(v)
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}
