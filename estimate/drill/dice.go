package drill

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"botec/estimate/unit"
)

// dice draws what a question is made of.
type dice struct{ r *rand.Rand }

// diceOf is the dice of a question, the same for the same id.
func diceOf(id ID) *dice {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%d/%d", id.Kind, id.Level, id.Index)
	return &dice{rand.New(rand.NewPCG(id.Seed, h.Sum64()))}
}

func pick[T any](d *dice, from ...T) T { return from[d.r.IntN(len(from))] }

// between is a whole number from low to high, both included.
func (d *dice) between(low, high int) int { return low + d.r.IntN(high-low+1) }

// mantissas are the figures that people say; the awkward ones are for level 3 and up.
var (
	plainMantissas   = []float64{1, 2, 3, 4, 5, 6, 8}
	awkwardMantissas = []float64{1.2, 1.5, 2.5, 3, 4, 6, 8}
	sizes            = []string{"100 B", "500 B", "1 KB", "10 KB", "200 KB", "1 MB", "5 MB"}
)

// count is a number that people say, from 10^low to 10^high.
func (d *dice) count(level, low, high int) string {
	exp := d.between(low, high)
	m := 1.0
	switch {
	case level >= 3:
		m = pick(d, awkwardMantissas...)
	case level == 2:
		m = pick(d, plainMantissas...)
	}
	return countText(m * math.Pow10(exp))
}

// countText writes a count as people do: "200M", "1.2K", "500".
func countText(v float64) string {
	return unit.Format(v, unit.None, unit.DefaultCalendar(), unit.Style{Digits: 2})
}

// perDay is how often each user does something.
func (d *dice) perDay(level int) string {
	if level == 1 {
		return pick(d, "1/day", "10/day")
	}
	return fmt.Sprintf("%d/day", pick(d, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30))
}

func (d *dice) peak() string { return pick(d, "2x", "3x", "4x", "5x") }

// story is what a question is about.
type story struct {
	service     string // "a photo service"
	write, read string // the actions, as a file has them
	writes      string // "photos uploaded"
	reads       string
	thing       string   // "photo"
	stores      []string // what a write may store
	returns     []string // what a read may return
}

func (d *dice) story() story {
	small, middle, large := sizes[:3], sizes[2:5], sizes[4:]
	return pick(d,
		story{"a photo service", "upload", "view", "uploads", "views", "photo", large, large},
		story{"a micro-blog", "post", "fetch", "posts", "timeline reads", "post", small, middle},
		story{"a chat", "send", "sync", "messages", "syncs", "message", small, middle},
		story{"a link shortener", "shorten", "follow", "new links", "redirects", "link", small, small},
		story{"a note app", "save", "open", "saves", "opens", "note", middle, middle},
		story{"a mail service", "send", "fetch", "mails", "mail checks", "mail", sizes[3:6], middle},
		story{"a game", "score", "lookup", "score updates", "lookups", "score", small, small},
		story{"a metrics store", "record", "query", "records", "queries", "record", small, middle},
	)
}

// sizeFrom is one of the sizes; at level 1 a power of ten.
func (d *dice) sizeFrom(level int, from []string) string {
	if level == 1 {
		from = slices.DeleteFunc(slices.Clone(from), func(size string) bool { return size[0] != '1' })
	}
	return pick(d, from...)
}
