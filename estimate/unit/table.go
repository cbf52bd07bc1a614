package unit

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Unit is one entry of the closed table: a name, a dimension and an exact factor
// to base units, coef × 10^exp10 × 2^exp2, times the length of a calendar period
// where the unit is one.
type Unit struct {
	Symbol      string // as printed: "GB", "day", "USD"
	Dim         Dimension
	coef        uint64
	exp10, exp2 int
	period      period
	Counting    bool // a word such as "users" that counts as 1
}

// Factor is the number of base units in one of the unit.
func (u *Unit) Factor(cal Calendar) float64 {
	return scaled("1", 0, u.coef, u.exp10, u.exp2) * cal.seconds(u.period)
}

// rat is Factor as an exact fraction.
func (u *Unit) rat(cal Calendar) *big.Rat {
	r := Number{digits: strconv.FormatUint(u.coef, 10), exp: u.exp10}.Rat()
	switch two := new(big.Int).Lsh(big.NewInt(1), uint(max(u.exp2, -u.exp2))); {
	case u.exp2 > 0:
		r.Mul(r, new(big.Rat).SetInt(two))
	case u.exp2 < 0:
		r.Quo(r, new(big.Rat).SetInt(two))
	}
	if seconds := new(big.Rat); seconds.SetFloat64(cal.seconds(u.period)) != nil && seconds.Sign() > 0 {
		r.Mul(r, seconds) // a calendar with another length is refused elsewhere
	}
	return r
}

// IsPeriod reports whether the unit is a month or a year, whose length is a matter
// of convention that output has to name.
func (u *Unit) IsPeriod() bool { return u != nil && (u.period == month || u.period == year) }

// Binary reports whether the unit is a power of 1024 bytes.
func (u *Unit) Binary() bool { return u != nil && u.exp2 > 0 }

// Bits reports whether the unit counts bits rather than bytes.
func (u *Unit) Bits() bool { return u != nil && u.Dim.Data == 1 && u.exp2 == -3 }

// IsCurrency reports whether the unit is money.
func (u *Unit) IsCurrency() bool { return u != nil && u.Dim == Money }

var (
	siPrefixes  = []string{"", "K", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"}
	iecPrefixes = []string{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi", "Ri", "Qi"}
)

// currencies maps what may be written to the code that is kept.
var currencies = map[string]string{
	"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY",
	"USD": "USD", "EUR": "EUR", "GBP": "GBP", "JPY": "JPY", "CHF": "CHF", "CNY": "CNY", "INR": "INR",
}

// countingWords count as 1 after a number; all of them are plurals.
const countingWords = `users people drivers clients requests queries calls messages events records rows items
objects keys files documents photos images videos views clicks posts tweets comments likes followers friends
sessions connections servers nodes shards partitions replicas copies machines instances`

// table and singulars are filled once, by buildTable, and only read afterwards.
var table, singulars = buildTable()

func buildTable() (units map[string]*Unit, singular map[string]*Unit) {
	units = make(map[string]*Unit, 160)
	singular = make(map[string]*Unit, 40)
	add := func(u Unit, names ...string) {
		u.Symbol = names[0]
		if u.coef == 0 {
			u.coef = 1
		}
		for _, name := range names {
			units[name] = &u
		}
	}
	add(Unit{Dim: Data}, "B", "byte", "bytes")
	for i := 1; i < len(siPrefixes); i++ {
		add(Unit{Dim: Data, exp10: 3 * i}, siPrefixes[i]+"B")
		add(Unit{Dim: Data, exp2: 10 * i}, iecPrefixes[i]+"B")
	}
	units["kB"] = units["KB"]
	add(Unit{Dim: Data, exp2: -3}, "bit", "bits")
	add(Unit{Dim: DataRate, exp2: -3}, "bps")
	for i, prefix := range siPrefixes[1:6] {
		add(Unit{Dim: Data, exp10: 3 * (i + 1), exp2: -3}, prefix+"bit")
		if prefix != "P" {
			add(Unit{Dim: DataRate, exp10: 3 * (i + 1), exp2: -3}, prefix+"bps")
		}
	}
	units["kbit"], units["kbps"] = units["Kbit"], units["Kbps"]
	add(Unit{Dim: Time, exp10: -9}, "ns")
	add(Unit{Dim: Time, exp10: -6}, "us", "µs", "μs")
	add(Unit{Dim: Time, exp10: -3}, "ms")
	add(Unit{Dim: Time}, "s", "sec", "secs", "second", "seconds")
	add(Unit{Dim: Time, coef: 60}, "min", "mins", "minute", "minutes")
	add(Unit{Dim: Time, coef: 3600}, "h", "hr", "hrs", "hour", "hours")
	add(Unit{Dim: Time, period: day}, "day", "d", "days")
	add(Unit{Dim: Time, period: week}, "week", "w", "weeks")
	add(Unit{Dim: Time, period: month}, "month", "mo", "months")
	add(Unit{Dim: Time, period: year}, "year", "y", "yr", "yrs", "years")
	for _, name := range []string{"rps", "qps", "tps"} {
		add(Unit{Dim: Rate}, name)
	}
	for name, code := range currencies {
		if name == code {
			add(Unit{Dim: Money}, code)
		}
	}
	for _, word := range strings.Fields(countingWords) {
		add(Unit{Counting: true}, word)
		one := Unit{Symbol: singularOf(word), coef: 1, Counting: true}
		singular[one.Symbol] = &one
	}
	one := Unit{Symbol: "person", coef: 1, Counting: true}
	singular["person"] = &one
	return units, singular
}

func singularOf(plural string) string {
	switch {
	case plural == "people":
		return "people"
	case strings.HasSuffix(plural, "ies"):
		return strings.TrimSuffix(plural, "ies") + "y"
	default:
		return strings.TrimSuffix(plural, "s")
	}
}

// Plurals lists the forms under which a name counts after a number: with s, es and,
// after a final y, ies.
func Plurals(name string) []string {
	forms := []string{name + "s", name + "es"}
	if stem, ok := strings.CutSuffix(name, "y"); ok {
		forms = append(forms, stem+"ies")
	}
	return forms
}

// Lookup finds the unit of a word as it stands after a number.
func Lookup(word string) (*Unit, bool) {
	u, ok := table[word]
	return u, ok
}

// LookupUnder finds the unit of a word as it stands after "/" or "per", where
// counting words are singular.
func LookupUnder(word string) (*Unit, bool) {
	if u, ok := table[word]; ok && !u.Counting {
		return u, true
	}
	u, ok := singulars[word]
	return u, ok
}

// Names lists every word of the table in order, counting words apart, for help
// texts and for the check of reserved names.
func Names() (units, counting []string) {
	for name, u := range table {
		if u.Counting {
			counting = append(counting, name)
		} else {
			units = append(units, name)
		}
	}
	sort.Strings(units)
	sort.Strings(counting)
	return units, counting
}

// Refused explains a word that looks like a unit and has two readings, or that is
// a common slip; help says what to write instead. It is empty for any other word.
func Refused(word string) (message, help string) {
	switch word {
	case "":
		return "", ""
	case "b":
		return `"b" can be bits or bytes`, "write `bit` or `B`"
	case "Bps", "BPS":
		return fmt.Sprintf("%q can be bits or bytes a second", word), "write `bps` or `B/s`"
	case "m":
		return `"m" can be million, minutes or months`, "write `M` touching its number, `min` or `months`"
	}
	prefix := strings.ToUpper(word[:1])
	if !slices.Contains(siPrefixes[1:], prefix) {
		return "", ""
	}
	two := func(per, bits, bytes string) (message, help string) {
		if table[bits] == nil { // above Pbit
			return fmt.Sprintf("%q can be bits or bytes%s", word, per), fmt.Sprintf("write `%s` for bytes; bits go up to `Pbit` and `Tbps`", bytes)
		}
		return fmt.Sprintf("%q can be bits or bytes%s", word, per), fmt.Sprintf("write `%s` or `%s`", bits, bytes)
	}
	single := func(help string) (string, string) { return fmt.Sprintf("%q is not a unit", word), help }
	switch rest := word[1:]; {
	case rest == "" && prefix != "K" && prefix != "M" && prefix != "T":
		return single(fmt.Sprintf("write `%sB` for bytes; the magnitudes are K, M, B and T", prefix))
	case rest == "b":
		return two("", prefix+"bit", prefix+"B")
	case strings.EqualFold(rest, "bps") && table[word] == nil:
		return two(" a second", prefix+"bps", prefix+"B/s")
	case strings.EqualFold(rest, "ib"):
		return single(fmt.Sprintf("write `%siB` (1024-based) or `%sB` (1000-based)", prefix, prefix))
	case strings.EqualFold(rest, "bit") && table[prefix+"bit"] != nil:
		return single(fmt.Sprintf("write `%sbit`", prefix))
	case rest == "B":
		return single(fmt.Sprintf("write `%sB`", prefix))
	}
	return "", ""
}
