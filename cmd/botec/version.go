package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version tells what was built, from the build's own record: the module's version,
// the commit, whether the tree had changes, the toolchain.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown build)"
	}
	text := info.Main.Version
	if text == "" {
		text = "(devel)"
	}
	settings := make(map[string]string)
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if commit := settings["vcs.revision"]; commit != "" {
		text += " commit " + commit[:min(12, len(commit))]
		if settings["vcs.modified"] == "true" {
			text += " with changes"
		}
		if when := settings["vcs.time"]; when != "" {
			text += " of " + when[:min(10, len(when))]
		}
	}
	return fmt.Sprintf("%s, %s %s/%s", text, info.GoVersion, runtime.GOOS, runtime.GOARCH)
}
