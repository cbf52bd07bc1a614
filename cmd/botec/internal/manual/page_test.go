package manual

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPage has each thing that a page can have, and what man would trip over.
func TestPage(t *testing.T) {
	p := &Page{
		Name: "botec-try", Section: 1, About: "try it - 'well'", Version: "1.2.3",
		Date:     time.Date(2026, 1, 2, 23, 0, 0, 0, time.FixedZone("east", -7200)),
		Synopsis: []string{"botec try", `botec try "x"`},
		Chapters: []Chapter{
			{Title: "DESCRIPTION", Text: "One \\ line\nand another.\n\n.begins with a dot\n\n  kept  as\n  .it is\n\n  too\n\nThe 'end'.\n"},
			{Title: "EXAMPLES", Text: "  botec try ~/x^2"},
			{Title: "OPTIONS", Terms: []Term{{"-f, --format _FORMAT_", "of `it`"}, {"--yes", ".no"}}},
			{Title: "NOTHING"},
		},
		SeeAlso: []string{"botec(1)", "botec-language(7)"},
	}
	want := `.TH "BOTEC\-TRY" 1 2026-01-03 "botec 1.2.3" "botec manual"
.SH "NAME"
botec\-try \- try it \- \(aqwell\(aq
.SH "SYNOPSIS"
.B "botec try"
.br
.B "botec try \(dqx\(dq"
.SH "DESCRIPTION"
One \e line
and another.
.PP
\&.begins with a dot
.PP
.nf
  kept  as
  .it is
.PP
  too
.fi
.PP
The \(aqend\(aq.
.SH "EXAMPLES"
.nf
  botec try \(ti/x\(ha2
.fi
.SH "OPTIONS"
.TP
\fB\-f, \-\-format \fR\fIFORMAT\fR
of \(gait\(ga
.TP
\fB\-\-yes\fR
\&.no
.SH "SEE ALSO"
.BR "botec" "(1),"
.BR "botec\-language" "(7)"
`
	if diff := cmp.Diff(want, p.String()); diff != "" {
		t.Error(diff)
	}
}
