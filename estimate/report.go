package estimate

import (
	"botec/estimate/formula"
	"botec/estimate/unit"
)

// Section groups the lines of a report.
type Section string

// The sections, in the order of a report.
const (
	Traffic      Section = "traffic"
	StorageLines Section = "storage"
	Bandwidth    Section = "bandwidth"
	CacheLines   Section = "cache"
	ServerLines  Section = "servers"
	Reliability  Section = "availability"
	LatencyLines Section = "latency"
	Cost         Section = "cost"
	Other        Section = "other"
	Inputs       Section = "inputs" // values as given; not a table of their own
)

// Report is everything that a scenario's evaluation has to say, in order. It has
// numbers and no cells: rounding is the renderer's.
type Report struct {
	Name, About, Source, File string

	Calendar     unit.Calendar
	CalendarUsed bool     // a month or a year took part in a result
	Currency     string   // the code of the scenario's money, empty where it has none
	Grows        bool     // growth is given: every line says its date
	Napkin       bool     // the scenario, or the user, asked for napkin arithmetic
	Sampling     *Sampled // how the spreads of lines were found; nil: there are none

	Lines       []Line
	Weakest     string // the availability block with the largest share of downtime, empty: none
	PricesAsOf  string // of the prices, and their source
	PricesFrom  string
	Assumptions []Assumption
	Verdicts    []Verdict
	Warnings    []*Problem
}

// Sampled says how spreads were found, and how exact they are.
type Sampled struct {
	Sampling
	Error float64 // the largest of all lines, relative
	Drawn int     // lines that were sampled rather than found in closed form
}

// Line is one quantity with what is known of it.
type Line struct {
	Name    string // "watch.peak"
	Section Section
	Row     string // the row it belongs to: "watch"
	Column  string // its column there: "mean", "peak", "daily", "total" …, see Report
	Note    string // "assumes independent failures", "needs a horizon", "binds" …
	Depth   int    // of an availability block in its tree

	Value          float64 // base units; NaN where Missing says why
	Unavailability float64 // of an availability
	Missing        string  // why there is no value: "needs a horizon"
	Nines          float64 // of an availability
	Downtime       Downtime
	Share          *float64 // of a block: its part of the downtime of its series; nil: not asked
	OneMore        *float64 // unavailability of the whole with one more replica of the block
	Type           formula.Type
	Style          unit.Style // how it wants to be printed

	Spread *Spread // by ranges; nil: none has a part in it, or nobody asked

	Napkin      *float64   // in the second evaluation
	NapkinStyle unit.Style // digits as rounded

	Formula string   // in the language; empty for a value as given
	Inputs  []string // the names in it
	At      string   // "start", "horizon", "3y"
	Place   Place
	Verdict *Verdict // the expectation on it, the first failing one where there are several
}

// Downtime is what an availability allows in each period, in seconds.
type Downtime struct{ Year, Month, Week, Day float64 }

// Derivation is a quantity with what it is computed from, as a tree.
type Derivation struct {
	Line
	Node    formula.Node  // the formula; nil for a value as given
	Given   string        // the text of a value as given
	From    Origin        // of a value as given
	Of      []*Derivation // the names in the formula, in reading order, each once
	Above   bool          // explained further up already: Of is left out
	Deeper  bool          // what it is computed from is deeper than MaxExplained, and left out
	Spreads bool          // it depends on a range
	Share   string        // "p95" where it is a percentile of what it is computed from, which Of has
	Asked   string        // how the formula above names it

	Sampling *Sampled   // of the root: how all spreads were found; nil: there are none
	Warnings []*Problem // of the root: what a reader should know of them
}

// Assumption is an input, a formula with a figure of its own, or a default that took part.
type Assumption struct {
	Name  string
	Text  string // as written, or the default
	From  Origin
	Place Place

	Value          float64 // of a plain value, in base units; NaN of a range or a formula
	Unavailability float64 // of an availability
	Type           formula.Type

	formula string // as lines that are computed by it have it; empty for a value or a range
}

// Verdict is an expectation judged.
type Verdict struct {
	Quantity   string
	Constraint string // as written
	Holds      bool
	Difference float64  // (written − computed) ÷ computed; NaN for a pair of bounds
	Message    string   // of a failure: by how much
	Remedy     string   // what most likely was meant and makes it hold, such as units of 1024; mostly empty
	Passing    []string // wordings that would pass
	Band       string   // the values that it holds for: "11.5K to 12.5K"
	Style      unit.Style
	Place      Place

	Bound Bound
	Used  float64 // the value ÷ its bound, downtimes for an availability; +Inf of a bound of nothing, NaN without one
}
