package estimate

import "botec/estimate/formula"

// Place is where something stands in a file: line and column count from 1, the
// column in characters.
type Place struct {
	File         string
	Line, Column int
}

// Origin says whose value an input is.
type Origin string

// Given values stand in the scenario's own file; Preset ones in a preset; Shared
// ones in a file named by `use`; Overridden ones came by --set; Default ones from
// the program.
const (
	Given      Origin = "given"
	Preset     Origin = "preset"
	Shared     Origin = "shared"
	Overridden Origin = "set"
	Default    Origin = "default"
)

// Segment maps an offset into an expression's text to its place: the text from
// Offset on, up to the next segment, stands at Line and Column.
type Segment struct{ Offset, Line, Column int }

// Expr is one value of a scenario: an expression, as written, parsed, and its place.
// A nil *Expr is a field that was not given.
type Expr struct {
	Text     string
	Node     formula.Node
	Place    Place
	Segments []Segment // empty: the text stands on one line, at Place
	Origin   Origin
}

// Named is an entry of a map of expressions; the place is that of its key.
type Named struct {
	Name  string
	Place Place
	Value *Expr
}

// Scenario is what a file says, field by field, before anything is computed.
type Scenario struct {
	Name, About, Source string
	File                string // as the user named it
	Origin              Origin // of the file's own values: Given or Preset

	Day, Month, Year *Expr // the calendar
	Users, MAU, DAU  *Expr
	Growth           *Expr
	Horizon          *Expr
	Peak             *Expr
	ReadWriteRatio   *Expr

	Actions      []*Action
	Datasets     []*Dataset
	Storage      Storage
	Caches       []*Cache
	Servers      []*Tier
	Availability *Block
	Latency      []Named
	Budget       *Expr // of the latency
	Prices       *Prices
	Lets         []*Let

	Approx   *Expr
	Expect   []Expectation
	Rounding []Rounding
}

// ActionType is the side of the read:write ratio that an action is on.
type ActionType string

// The two types of action.
const (
	Read  ActionType = "read"
	Write ActionType = "write"
)

// Action is something that users do. Exactly one of PerUser and Rate is given, or
// none where the read:write ratio or its sizes (a stream) give the rate.
type Action struct {
	Name    string
	Place   Place
	Type    ActionType
	PerUser *Expr // 1/time for one of dau
	Rate    *Expr // 1/time

	Request, Response, Stores, Payload *Size
	Peak, Retention, Latency           *Expr
	About                              string
}

// Size is a size in bytes (for a stream: bytes a time), whole or in parts.
type Size struct {
	Place Place
	Whole *Expr   // nil where there are parts
	Parts []*Part // nil where there is a whole
}

// Part is one part of a size.
type Part struct {
	Name      string
	Place     Place
	Size      *Expr
	Retention *Expr
}

// Dataset is data that stands: items × size.
type Dataset struct {
	Name          string
	Place         Place
	Items, Growth *Expr
	Size          *Size
}

// Storage is the pipeline from logical to physical bytes.
type Storage struct {
	Compression, Overhead, Replication, Fill, Retention *Expr
}

// Cache is a cache: of an action's responses where it has an action's name.
type Cache struct {
	Name                                                       string
	Place                                                      Place
	Hot, Window, Entry, Items, Overhead, Replication, HitRatio *Expr
}

// Tier is a group of equal servers: Load and Each, or Needs.
type Tier struct {
	Name                        string
	Place                       Place
	Load, Each                  *Expr
	Needs                       []Named
	Utilization, Spare, AtLeast *Expr
}

// Arrangement says how the blocks inside a block depend on each other.
type Arrangement string

// A Leaf is an expression; all parts of Series must be up, one of Parallel.
const (
	Leaf           Arrangement = "leaf"
	SeriesBlocks   Arrangement = "series"
	ParallelBlocks Arrangement = "parallel"
)

// Block is a node of the availability tree. Name is empty for the whole, a number
// from 1 for an element of a list.
type Block struct {
	Name        string
	Place       Place
	Arrangement Arrangement
	Value       *Expr    // of a leaf
	Blocks      []*Block // of the others
}

// Prices turn quantities into money per time.
type Prices struct {
	AsOf, Source string
	Items        []Named // by quantity
}

// Let is a named expression of the scenario's own.
type Let struct {
	Name  string
	Place Place
	Value *Expr
	About string
	In    *Expr // an expression that is a bare unit, such as "1 GB": the display unit
}

// Expectation is one constraint on a quantity, as written.
type Expectation struct {
	Quantity      string
	QuantityPlace Place
	Text          string
	Place         Place
}

// Rounding says how a quantity is rounded in napkin arithmetic. The quantity
// "default" stands for all that are not listed.
type Rounding struct {
	Quantity string
	Place    Place
	Digits   int // 0: exact
	Way      Way
}

// Way is the direction of a rounding.
type Way string

// The directions: to the nearest (halves away from zero), up, down.
const (
	Nearest Way = "nearest"
	Up      Way = "up"
	Down    Way = "down"
)
