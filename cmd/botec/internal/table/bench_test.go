package table

import "testing"

// BenchmarkText is the cost of a report's text; the first one in a process, which
// is all that a command pays for, costs several times as much.
func BenchmarkText(b *testing.B) {
	r := fake()
	for b.Loop() {
		_ = Text(r, nil, Look{UTF8: true})
	}
}
