package claim

import (
	"strings"
	"testing"
)

// TestClaimsFound finds the claims of a text, as "words|label", where Markdown would see
// links: not in code, not across a bracket that is escaped, not in front matter.
func TestClaimsFound(t *testing.T) {
	for text, want := range map[string]string{
		"[12K/s][=rps] and [5 KB][=size]": "12K/s|rps; 5 KB|size",
		"[12K/s][=rps":                    "",
		"[12K/s] [=rps]":                  "",
		"`[12K/s][=rps]`":                 "",
		// Brackets within the words.
		"[[a] 12K/s][=rps]":         "[a] 12K/s|rps",
		`[a \] 12K/s][=rps]`:        "a ] 12K/s|rps",
		`[12K/s\][=rps]`:            "",
		"[`a]` 12K/s][=rps]":        "a] 12K/s|rps",
		"[``a`]`` 12K/s][=rps]":     "a] 12K/s|rps",
		"[`a``]` 12K/s][=rps]":      "a] 12K/s|rps",
		"[`a``]```]` 12K/s][=rps]":  "a]] 12K/s|rps",
		"[12K/s `a]`][=rps]":        "12K/s a]|rps",
		"[12K/s `\\`][=rps]":        `12K/s \|rps`,
		"[1`":                       "", // and no index beyond the end
		"[1 `a`":                    "",
		"[][=rps]":                  "|rps",
		"[`a 12K/s][=rps]":          "a 12K/s|rps", // a run that opens no code
		"[``a 12K/s][=rps]":         "a 12K/s|rps",
		"[12K/s ``][=rps]":          "12K/s|rps",
		"[a\nb 12K/s][=rps]":        "a b 12K/s|rps",
		"[a\n\n12K/s][=rps]":        "",
		"![12K/s][=rps]":            "",
		"[12K/s](=rps) [1][=other]": "1|other",
		// The words as their reader sees them.
		"[~12K **requests**/s][=rps]": "~12K requests/s|rps",
		"[ 12K/s][=rps]":              "12K/s|rps",
		"[12K/s ][=rps]":              "12K/s|rps",
		"[12K  /s][=rps]":             "12K /s|rps",
		"[12K\t/s][=rps]":             "12K /s|rps",
		"[12K&nbsp;/s][=rps]":         "12K /s|rps",
		`[5 \* 12K\1/s][=rps]`:        `5 * 12K\1/s|rps`,
		"[12K\u00a0/s][=rps]":         "12K /s|rps",
		// Labels.
		`[1][=r\_ps]`: "1|r_ps",
		"[1][= rps ]": "1|rps",
		"[1][=a\nb]":  "1|a b",
		// Tables, of which each cell stands alone.
		"| [1][=a] |\n| --- |\n| [2][=b] |":             "1|a; 2|b",
		"text [0][=x]\n| [1][=a] |\n|---|\n| [2][=b] |": "0|x; 1|a; 2|b",
		"|h|i|\n|---|---|\n|`x|[1][=a] `|":              "1|a",
		"|h|\n|---|\n|`[1][=a] \\| x`|":                 "",
		"|h|\n|---|\n|`[1][=a]` \\|":                    "",
		// Front matter, which only its own sign closes; "..." closes that of YAML too.
		"---\n[1][=a]\n---\n[2][=b]":             "2|b",
		"---\nx: 5\n[1][=a]\n---\n[2][=b]":       "2|b",
		"---\n[1][=a]\n...\n[2][=b]":             "2|b",
		"+++\n[1][=a]\n+++\n[2][=b]":             "2|b",
		"+++\r\n[1][=a]\r\n+++\r\n[2][=b]\r\n":   "2|b",
		"+++\n[1][=a]\n...\n[2][=b]":             "1|a; 2|b",
		"+++\n[1][=a]\n---\n[2][=b]":             "1|a; 2|b",
		"\xef\xbb\xbf+++\n[1][=a]\n+++\n[2][=b]": "2|b",
	} {
		var got []string
		for _, c := range Parse("text.md", []byte(text)).Claims {
			got = append(got, c.Text+"|"+c.Label)
		}
		if found := strings.Join(got, "; "); found != want {
			t.Errorf("%q has %q, want %q", text, found, want)
		}
	}
}

// TestLongClaims: words of 300 bytes are a claim's, longer ones are prose in brackets.
func TestLongClaims(t *testing.T) {
	for length, want := range map[int]int{maxWords: 1, maxWords + 1: 0} {
		text := "[" + strings.Repeat("1", length) + "][=a]"
		if got := len(Parse("text.md", []byte(text)).Claims); got != want {
			t.Errorf("%d claims of %d bytes, want %d", got, length, want)
		}
	}
}

// TestFencesCounted: a document is refused for lines that begin a scenario, however they
// are written, and not for words about them.
func TestFencesCounted(t *testing.T) {
	for line, counts := range map[string]bool{
		"```yaml botec": true, "~~~ yaml  botec": true, "> 1. ````yaml\tbotec": true, "\t```yaml botec\r": true,
		"A fence begins with `yaml botec`.": false, "yaml botec": false, "``yaml botec": false, "```yaml botecs": false, "```yaml": false,
	} {
		d := Parse("text.md", []byte(strings.Repeat(line+"\n", MaxFences+1)))
		if refused := d.Unclosed != nil && d.Unclosed.Rule == RuleDocumentLimit; refused != counts {
			t.Errorf("%q: refused is %v, want %v", line, refused, counts)
		}
	}
}

// TestHandles makes a scenario's name one that labels and markers can hold.
func TestHandles(t *testing.T) {
	for name, want := range map[string]string{"Photo app 09": "photo_app_09", "az.AZ": "az_az", "a/b:c@d{e`f": "a_b_c_d_e_f", "Größe": "größe"} {
		if got := handleOf(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
