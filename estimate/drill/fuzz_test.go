package drill

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse types anything into questions of every form: nothing panics, what is
// accepted has a value that can be graded, and an echo that reads back as the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"12k", "1.2 x 10^4", "8h 45m", "99.9%", "12k-15k", "between 1 and 2 GB", "2^30", "b)", "step 2: 35K/s", "1,5k", "10⁴", "~ 3 bn requests a second", "GB/day", "1 000 000.5e3 rps", "\xff", "12\u00a0000"} {
		f.Add(text)
	}
	var all []*Question
	for _, in := range []string{"/s", "GB/day", "MB/s", "TB", "", "%", "h", "bytes/day", "bits/s", "time", "choice", "step", "unit"} {
		all = append(all, asking(f, in))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, q := range all {
			a, refusal := q.Parse(text)
			if refusal != nil {
				if refusal.Message == "" || refusal.Help == "" || strings.Contains(refusal.Message, "\n") {
					t.Errorf("%q, asked in %q, is refused with %q, %q", text, q.Unit, refusal.Message, refusal.Help)
				}
				continue
			}
			if a.Echo == "" || !utf8.ValidString(a.Echo) {
				t.Errorf("%q has the echo %q", text, a.Echo)
			}
			v := q.Grade(a, 1)
			if math.IsNaN(v.Q) || v.Q < 1 || v.Grade == "" || v.Points > 2 {
				t.Errorf("%q is graded %+v", text, v)
			}
			if q.Form != Figure || strings.Contains(a.Echo, "middle") {
				continue
			}
			echo := strings.TrimSuffix(a.Echo, " (unit as asked)")
			back, refusal := q.Parse(echo)
			if refusal != nil && strings.Contains(refusal.Message, " can be ") {
				continue // 3.999, which is clear where it is read
			}
			if refusal != nil {
				// three digits behind a point, which in an answer have two readings
				if !strings.Contains(refusal.Message, " can be ") {
					t.Errorf("%q is echoed as %q, which is refused: %s", text, echo, refusal)
				}
				continue
			}
			// six digits are shown, of an availability of what is missing of it
			was, is := q.measure(a.Value, a.Unavailability), q.measure(back.Value, back.Unavailability)
			if was != is && !(math.Abs(is/was-1) <= 1e-5) {
				t.Errorf("%q is echoed as %q: %g became %g", text, echo, was, is)
			}
		}
	})
}
