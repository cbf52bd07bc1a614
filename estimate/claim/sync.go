package claim

import (
	"bytes"
	"fmt"
	"strings"

	"botec/estimate"
)

// Sync gives the document with every block that says other than its scenario written
// anew, and why each was. Nothing outside the blocks changes; a block that says what it
// should stays as it is, however it was formatted. The source itself comes back where
// nothing is stale.
func (d *Document) Sync(content func(*estimate.Report, []string) Content) (source []byte, stale []*estimate.Problem) {
	var out bytes.Buffer
	from := 0
	for _, b := range d.blocks {
		s, problem := d.scenarioFor(b)
		if problem != nil || s.Judge == nil {
			continue
		}
		want := d.content(b, s, content)
		problem = d.stale(b, want)
		if problem == nil {
			continue
		}
		stale = append(stale, problem)
		start, _ := d.lineAt(b.close.offset)
		out.Write(d.source[from:b.open.end])
		out.WriteString(d.write(b, want))
		from = start
	}
	if len(stale) == 0 {
		return d.source, nil
	}
	out.Write(d.source[from:])
	return out.Bytes(), stale
}

// write gives the lines between the markers, with the line ends and the indentation of
// the document.
func (d *Document) write(b *block, want fresh) string {
	var parts []string
	for _, t := range want.Tables {
		parts = append(parts, strings.TrimRight(t.Text(), "\n"))
	}
	parts = append(parts, want.Notes...)
	var defs []string
	for _, def := range want.definitions {
		defs = append(defs, fmt.Sprintf("[%s]: %s \"%s\"", def.label, def.destination, def.title))
	}
	if len(defs) > 0 {
		parts = append(parts, strings.Join(defs, "\n")) // apart from the table, else they become its rows
	}
	end := "\n"
	if bytes.HasSuffix(d.source[:b.open.end], []byte("\r\n")) {
		end = "\r\n"
	}
	var out strings.Builder
	for _, line := range strings.Split("\n"+strings.Join(parts, "\n\n")+"\n", "\n") {
		out.WriteString(strings.TrimRight(b.prefix+line, " \t") + end)
	}
	return out.String()
}
