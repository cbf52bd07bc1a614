package drill

// Kind is the kind of a question, as --kind takes it.
type Kind string

// Group says what a kind of question is for.
type Group string

// Forward questions go from assumptions to a result, Reference ones recall and apply a
// figure, Reasoning ones go backwards or judge; Own ones come from a scenario.
const (
	Forward   Group = "forward"
	Reference Group = "reference"
	Reasoning Group = "reasoning"
	Own       Group = "own"
)

// The kinds of questions.
const (
	RPS         Kind = "rps"
	StorageDay  Kind = "storage-day"
	Storage     Kind = "storage"
	Bandwidth   Kind = "bandwidth"
	Cache       Kind = "cache"
	Servers     Kind = "servers"
	Connections Kind = "connections"
	Fanout      Kind = "fanout"
	Replicas    Kind = "replicas"

	Nines      Kind = "nines"
	Series     Kind = "series"
	Parallel   Kind = "parallel"
	Mixed      Kind = "mixed"
	Redundancy Kind = "redundancy"
	Convert    Kind = "convert"
	Powers     Kind = "powers"
	Latency    Kind = "latency"

	Reverse Kind = "reverse"
	Lever   Kind = "lever"
	Spot    Kind = "spot"
	Sanity  Kind = "sanity"
	Unit    Kind = "unit"

	// FromScenario is the kind of the questions that a scenario gives: see Bank.
	FromScenario Kind = "from"
)

// Skill is what a question trains; repetition goes by it.
type Skill string

// The skills.
const (
	TimeBase    Skill = "time"
	Peak        Skill = "peak"
	Bytes       Skill = "bytes"
	Bits        Skill = "bits"
	Copies      Skill = "copies"
	Shares      Skill = "shares"
	Capacity    Skill = "capacity"
	InFlight    Skill = "in-flight"
	FanningOut  Skill = "fan-out"
	CountNines  Skill = "nines"
	SeriesSkill Skill = "series"
	Redundant   Skill = "redundancy"
	Binary      Skill = "powers"
	Latencies   Skill = "latency"
	Backwards   Skill = "backwards"
	Leverage    Skill = "leverage"
	Checking    Skill = "checking"
	Magnitudes  Skill = "magnitudes"
	Dimensions  Skill = "dimensions"
)

// SkillInfo says what a skill is.
type SkillInfo struct {
	Skill Skill
	About string
}

// Skills lists the skills in their order.
func Skills() []SkillInfo {
	return []SkillInfo{
		{TimeBase, "from a day, a month or a year to a second"},
		{Peak, "from the mean to the busy hour, and where it has no place"},
		{Bytes, "counts times sizes"},
		{Bits, "between bytes and bits"},
		{Copies, "copies, indexes and headroom"},
		{Shares, "percentages of something"},
		{Capacity, "from a load to a count of machines"},
		{InFlight, "what is in the system at once"},
		{FanningOut, "one event that makes many"},
		{CountNines, "between availability and time down"},
		{SeriesSkill, "blocks that must all be up"},
		{Redundant, "blocks of which one will do"},
		{Binary, "powers of two"},
		{Latencies, "how slow things are beside each other"},
		{Backwards, "from a result to an assumption"},
		{Leverage, "which assumption matters"},
		{Checking, "finding the wrong step"},
		{Magnitudes, "one machine, a rack or a data centre"},
		{Dimensions, "the unit of an expression"},
	}
}

// KindInfo says what a kind of question is.
type KindInfo struct {
	Kind   Kind
	Group  Group
	About  string
	Skills []Skill // that its questions train, the main one first; a level may leave some out
}

// kind is an entry of the table of kinds.
type kind struct {
	KindInfo
	draw func(d *dice, level int) draft
}

// groups are the tables of kinds in the order of help.
var groups = [][]kind{forwardKinds, referenceKinds, reasoningKinds}

// Kinds lists the kinds of generated questions in the order of help; that of
// FromScenario is not among them.
func Kinds() []KindInfo {
	var infos []KindInfo
	for _, table := range groups {
		for _, k := range table {
			infos = append(infos, k.KindInfo)
		}
	}
	return infos
}

func kindOf(name Kind) (kind, bool) {
	for _, table := range groups {
		for _, k := range table {
			if k.Kind == name {
				return k, true
			}
		}
	}
	return kind{}, false
}
