package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"botec/estimate/claim"
)

// FuzzDocument checks and syncs any text: no panic, every finding stands in the text,
// what sync wrote is not stale, a second sync changes nothing, and nothing outside the
// blocks has changed.
func FuzzDocument(f *testing.F) {
	for _, pattern := range []string{"testdata/documents/*.md", "testdata/rendered/*.md", "testdata/wild/*.md"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<14 || bytes.Contains(text, []byte("use:")) { // no files of this machine
			return
		}
		found := newChecker().document("fuzz.md", text)
		for _, p := range found.Findings {
			if lines := bytes.Count(text, []byte("\n")) + 1; p.Message == "" || p.Rule == "" || p.Line < 1 || p.Line > lines || p.Column < 1 {
				t.Fatalf("%d lines: %#v", lines, p.Problem)
			}
		}
		if len(found.Unjudged()) > 0 {
			return
		}
		fresh := synced(text)
		if again := synced(fresh); !bytes.Equal(again, fresh) {
			t.Fatalf("sync writes\n%s\nand then\n%s", fresh, again)
		}
		for _, p := range newChecker().document("fuzz.md", fresh).Findings {
			if p.Rule == claim.RuleStale || p.Rule == claim.RuleMarker {
				t.Fatalf("after sync there is %v in\n%s", p.Problem, fresh)
			}
		}
		if a, b := outside(text), outside(fresh); a != b {
			t.Fatalf("sync made of the words\n%s\nthese:\n%s", a, b)
		}
	})
}

func synced(text []byte) []byte {
	d := newChecker().bind("fuzz.md", text)
	defer d.giveBack()
	fresh, _ := d.Sync(d.block)
	return fresh
}

// outside is a text without what stands between markers; lines that hold one stay.
func outside(text []byte) string {
	var out strings.Builder
	inside := false
	for line := range bytes.Lines(text) {
		marker := bytes.Contains(line, []byte("<!--"))
		if marker && bytes.Contains(line, []byte("/botec")) {
			inside = false
		}
		if !inside {
			out.Write(line)
		}
		if marker && bytes.Contains(line, []byte("botec")) && !bytes.Contains(line, []byte("/botec")) {
			inside = true
		}
	}
	return out.String()
}
