package unit

import "strings"

// proseWords are names of units that people write in sentences and no scenario takes.
var proseWords = map[string]string{
	"msec": "ms", "msecs": "ms", "usec": "us", "usecs": "us", "nsec": "ns", "nsecs": "ns", "wk": "week", "wks": "weeks", "mos": "months",
	"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR",
}

var prosePrefixes = []struct{ word, symbol string }{
	{"kilo", "K"}, {"mega", "M"}, {"giga", "G"}, {"tera", "T"}, {"peta", "P"}, {"exa", "E"}, {"zetta", "Z"}, {"yotta", "Y"},
	{"kibi", "Ki"}, {"mebi", "Mi"}, {"gibi", "Gi"}, {"tebi", "Ti"}, {"pebi", "Pi"}, {"exbi", "Ei"},
}

var proseTimes = map[string]string{"millisecond": "ms", "microsecond": "us", "nanosecond": "ns"}

// InProse gives the symbol of a unit that a sentence names in words, "gigabytes" or
// "Hours"; ok is false for what names none. Symbols themselves stay as they are.
func InProse(word string) (symbol string, ok bool) {
	if _, known := table[word]; known {
		return word, true
	}
	lower := strings.ToLower(word)
	if len(lower) < 3 {
		return "", false // "Mb" and "GB" differ by more than their case
	}
	if symbol, ok = proseWords[lower]; ok {
		return symbol, true
	}
	one := strings.TrimSuffix(lower, "s")
	if symbol, ok = proseTimes[one]; ok {
		return symbol, true
	}
	for _, p := range prosePrefixes {
		switch rest, found := strings.CutPrefix(one, p.word); {
		case found && rest == "byte", one == strings.ToLower(p.symbol)+"byte": // "GBytes" too
			return p.symbol + "B", true
		case found && rest == "bit" && table[p.symbol+"bit"] != nil:
			return p.symbol + "bit", true
		}
	}
	if u := table[lower]; u != nil && len(lower) > 3 && u.Dim != None {
		return lower, true // "Hours", "Bytes", and no "RPS"
	}
	return "", false
}

// BinaryOf is the unit of 1024-based bytes beside a 1000-based one, GiB beside GB; nil
// where the unit is no such.
func BinaryOf(u *Unit) *Unit {
	if u == nil || u.Dim != Data || u.exp10 == 0 || u.exp2 != 0 {
		return nil
	}
	return table[iecPrefixes[u.exp10/3]+"B"]
}
