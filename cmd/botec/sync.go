package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"botec/estimate"
	"botec/estimate/claim"
)

const syncLong = `Sync writes the generated blocks of Markdown documents anew: the tables of a scenario
between <!-- botec --> and <!-- /botec -->, and a link definition for each claim, so
that a claim links to them. It never changes the author's words, and leaves alone a
block that says what it should, however that was formatted. The exit status is 2 where
a document could not be brought up to date, whatever became of the others.

A PATH is a document, a folder or a pattern, as in "botec check".`

const syncExample = `  botec sync
  botec sync design.md`

func newSync(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "sync [PATH...]",
		Short:   "Rewrite the generated blocks of documents",
		Long:    syncLong,
		Example: syncExample,
		RunE:    func(_ *cobra.Command, args []string) error { return a.sync(args) },

		ValidArgsFunction: aDocument,
	}
}

func (a *app) sync(paths []string) error {
	all, err := targets(paths)
	if err != nil {
		return err
	}
	c := newChecker()
	changed, failed := 0, false
	ours := make([]bool, len(all))
	for i, t := range all {
		if t.wrong != nil {
			report(t.wrong, a.err)
			ours[i], failed = true, true
			continue
		}
		if t.preset != "" || !isDocument(t.path) {
			if t.named {
				fmt.Fprintf(a.err, "botec: %s is no document: there is nothing to write in it\n", estimate.Visible(t.path))
			}
			continue
		}
		wrote, has, err := a.syncFile(c, t)
		if err != nil {
			report(err, a.err)
			failed = true
		}
		ours[i] = has || err != nil
		if wrote {
			changed++
		}
	}
	if err := a.tellNothing(all, ours); err != nil {
		return err
	}
	documents := len(slices.DeleteFunc(ours, func(b bool) bool { return !b }))
	fmt.Fprintf(a.err, "%s, %d rewritten\n", count(documents, "document"), changed)
	if failed {
		return errTold
	}
	return nil
}

// syncFile brings one document up to date, and says what it changed.
func (a *app) syncFile(c *checker, t target) (wrote, ours bool, err error) {
	path := filepath.FromSlash(t.path)
	data, err := readLimited(path)
	if err != nil {
		return false, false, usage("", "%s cannot be read: %s", t.path, cause(err))
	}
	if !claim.Mentions(data) {
		return false, false, nil
	}
	d := c.bind(t.path, data)
	defer d.giveBack()
	d.file.Add(d.Problems, d.texts)
	if wrong := d.file.Unjudged(); len(wrong) > 0 {
		return false, true, &invalid{wrong, &source{texts: d.texts}}
	}
	fresh, stale := d.Sync(d.block)
	if len(stale) == 0 {
		return false, d.Checks(), nil
	}
	if err := rewrite(path, data, fresh); err != nil {
		return false, true, err
	}
	for _, p := range stale {
		fmt.Fprintf(a.out, "%s:%d: %s\n", estimate.Visible(p.File), p.Line, p.Message)
	}
	return true, true, nil
}

// rewrite replaces a file that still says what was read of it.
func rewrite(path string, old, fresh []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return unwritable(path, err)
	}
	// A file whose folder can be written can be replaced, whatever its own rights: they
	// are asked first.
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return unwritable(path, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(path, err)
	}
	if info.Mode().Perm()&0o222 == 0 {
		return unwritable(path, fs.ErrPermission)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, old) {
		return usage("run it again", "%s changed meanwhile: it is left alone", path)
	}
	return writeFile(path, string(fresh))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
