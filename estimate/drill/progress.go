package drill

import (
	"slices"
	"sort"
)

// Intervals are the days after which a skill in each Leitner box is due again.
var intervals = [...]int64{0, 1, 3, 7, 16, 35}

// maxBox is the last box.
const maxBox = len(intervals) - 1

// daySeconds is a day of a person's life, not of a scenario's calendar.
const daySeconds = 86400

// memory is the weight of the last answer in the mean of a skill.
const memory = 0.3

// Card is what is known of somebody's skill. Times are in seconds since any one moment,
// such as the Unix epoch.
type Card struct {
	Skill Skill
	Box   int     // 0 to maxBox
	Due   int64   // from when on it is to be asked again
	Last  int64   // when it was last asked
	Mean  float64 // of the points, newer ones counting more; 0 to MaxPoints
	Seen  int     // how many answers
}

// IsDue reports whether the skill is to be asked again. A clock that was set back does
// not keep a skill away for longer than its box does.
func (c Card) IsDue(now int64) bool {
	return now >= c.Due || c.Due-now > intervals[c.Box]*daySeconds
}

// After is the card after an answer. Full points move a card that is due one box up; two
// leave it in its box; one moves it a box down, and none to the first. Right answers
// before it is due change nothing but the mean: a skill is not learnt for months in an
// evening.
func (c Card) After(points int, at int64) Card {
	share := float64(min(max(points, 0), MaxPoints))
	if c.Seen == 0 {
		c.Mean = share
	} else {
		c.Mean += memory * (share - c.Mean)
	}
	due := c.Seen == 0 || c.IsDue(at)
	c.Seen++
	c.Last = at
	switch {
	case points >= MaxPoints && due:
		c.Box = min(c.Box+1, maxBox)
	case points >= MaxPoints:
		return c
	case points == 2:
	case points == 1:
		c.Box = max(c.Box-1, 0)
	default:
		c.Box = 0
	}
	c.Due = at + intervals[c.Box]*daySeconds
	return c
}

// Progress holds a card for every skill that was asked.
type Progress map[Skill]Card

// Record is one answer, as a history keeps it.
type Record struct {
	Skills []Skill // of the question
	Points int     // 0 to MaxPoints
	At     int64   // in seconds
}

// Learn adds an answer to the progress. Skills that no kind has are left out.
func (p Progress) Learn(r Record) {
	for _, s := range r.Skills {
		if _, refusal := parseSkill(string(s)); refusal != nil {
			continue
		}
		c := p[s]
		c.Skill = s
		p[s] = c.After(r.Points, r.At)
	}
}

// Cards lists the cards in the order of Skills.
func (p Progress) Cards() []Card {
	var cards []Card
	for _, s := range Skills() {
		if c, ok := p[s.Skill]; ok {
			cards = append(cards, c)
		}
	}
	return cards
}

// Due lists the skills that are due, the longest overdue first.
func (p Progress) Due(now int64) []Skill {
	cards := slices.DeleteFunc(p.Cards(), func(c Card) bool { return !c.IsDue(now) })
	sort.SliceStable(cards, func(i, j int) bool { return cards[i].Due < cards[j].Due })
	return skillsOf(cards)
}

// Weakest lists at most n skills by their mean, the lowest first; those with full points
// are not among them.
func (p Progress) Weakest(n int) []Skill {
	cards := slices.DeleteFunc(p.Cards(), func(c Card) bool { return c.Mean > MaxPoints-1e-9 })
	sort.SliceStable(cards, func(i, j int) bool { return cards[i].Mean < cards[j].Mean })
	return skillsOf(cards[:min(n, len(cards))])
}

func skillsOf(cards []Card) []Skill {
	skills := make([]Skill, len(cards))
	for i, c := range cards {
		skills[i] = c.Skill
	}
	return skills
}

// Weight says how much a skill wants to be asked: 1 for one that is known and not due,
// more where it is due, new, or weak.
func (p Progress) Weight(s Skill, now int64) float64 {
	c, seen := p[s]
	if !seen {
		return 2
	}
	w := 1.0
	if c.IsDue(now) {
		w = 2
	}
	weakness := 1 - c.Mean/MaxPoints
	return w * (1 + 19*weakness)
}
