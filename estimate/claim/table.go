package claim

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tableTransformer makes a text block of each cell of a table: what is code in one cell
// does not reach into the next.
type tableTransformer struct{}

// Transform looks for the row of dashes that makes the line before it a table's head.
func (tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines, source := node.Lines(), reader.Source()
	for i := 1; i < lines.Len(); i++ {
		dashes, head := lines.At(i), lines.At(i-1)
		if !isDelimiter(dashes.Value(source)) || len(cells(dashes.Value(source))) != len(cells(head.Value(source))) {
			continue
		}
		var after ast.Node = node
		for j := i - 1; j < lines.Len(); j++ {
			if j == i {
				continue
			}
			row := lines.At(j)
			if bytes.IndexByte(row.Value(source), '[') < 0 && bytes.IndexByte(row.Value(source), '<') < 0 {
				continue // no claim and no marker: as the rows of generated tables
			}
			for _, c := range cells(row.Value(source)) {
				block := ast.NewTextBlock()
				block.Lines().Append(text.NewSegment(row.Start+c.start-row.Padding, row.Start+c.end-row.Padding))
				node.Parent().InsertAfter(node.Parent(), after, block)
				after = block
			}
		}
		if i == 1 {
			node.Parent().RemoveChild(node.Parent(), node)
			return
		}
		lines.SetSliced(0, i-1)
		return
	}
}

// isDelimiter reports whether a line is the row of dashes below a table's head.
func isDelimiter(line []byte) bool {
	return bytes.ContainsAny(line, "-") && bytes.ContainsAny(line, "|:") && len(bytes.Trim(line, "-|: \t\r\n")) == 0
}

// cell is a cell of a row, by its offsets in the line, without the spaces around it.
type cell struct{ start, end int }

// cells parts a row at its bars. A bar behind a backslash belongs to its cell.
func cells(line []byte) []cell {
	trimmed := bytes.TrimRight(line, " \t\r\n")
	i := len(trimmed) - len(bytes.TrimLeft(trimmed, " \t"))
	end := len(trimmed)
	if i < end && trimmed[i] == '|' {
		i++
	}
	if end > i && trimmed[end-1] == '|' && (end < 2 || trimmed[end-2] != '\\') {
		end--
	}
	out := make([]cell, 0, 1+bytes.Count(trimmed[i:end], []byte("|")))
	start := i
	for ; i <= end; i++ {
		switch {
		case i < end && trimmed[i] == '\\':
			i++
		case i == end || trimmed[i] == '|':
			out = append(out, trimmedCell(trimmed, start, i))
			start = i + 1
		}
	}
	return out
}

func trimmedCell(line []byte, start, end int) cell {
	for start < end && (line[start] == ' ' || line[start] == '\t') {
		start++
	}
	for end > start && (line[end-1] == ' ' || line[end-1] == '\t') {
		end--
	}
	return cell{start, end}
}

// plainCell is the text of a cell or paragraph as its reader sees it, so that what
// formatters do to it makes no difference.
func plainCell(s string) string {
	if !strings.ContainsAny(s, "\\\t\r\n") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s) // as nearly every cell
	}
	return strings.Join(strings.Fields(unescape(s)), " ")
}
