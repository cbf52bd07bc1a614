package drill

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
)

// Wish is what a session is to be made of.
type Wish struct {
	Count int    // questions, 1 to MaxCount
	Seed  uint64 // of everything that is drawn
	Level int    // MinLevel to MaxLevel; 0: by what is known, 1 to 3 where nothing is

	Kinds  []Kind  // only these; empty: all
	Skills []Skill // only kinds that train one of these; empty: all
	Bank   *Bank   // questions from a scenario instead; nil: generated

	Progress Progress // what is known of the learner; nil: nothing
	Now      int64    // in seconds, for what is due
}

// MaxCount is how long a session may be.
const MaxCount = 1000

// mixedSession is the length from which no skill may have more than maxShare of a
// session, where there are kinds enough.
const (
	mixedSession = 10
	maxShare     = 0.4
)

// attempts is how often an order is drawn before its rules are relaxed.
const attempts = 40

// ErrNoQuestions says that nothing is left to ask.
var ErrNoQuestions = errors.New("no kind of question trains that")

// Plan draws the questions of a session, in order. All kinds are seen before one comes
// again. Neither the same kind nor the same main skill comes twice in a row, and in
// sessions of ten or more no skill has more than 40% of the questions, unless the wish
// leaves too few kinds for that. The same wish gives the same questions.
func Plan(w Wish) ([]*Question, error) {
	switch {
	case w.Count < 1 || w.Count > MaxCount:
		return nil, fmt.Errorf("a session has 1 to %d questions, not %d", MaxCount, w.Count)
	case w.Level < 0 || w.Level > MaxLevel:
		return nil, fmt.Errorf("level %d is none: a level is %d to %d", w.Level, MinLevel, MaxLevel)
	case w.Bank != nil:
		return w.Bank.plan(w)
	}
	p := &planner{Wish: w, kinds: w.eligible(), drawn: make(map[ID]*Question), r: rand.New(rand.NewPCG(w.Seed, 0x626f746563))}
	if len(p.kinds) == 0 {
		return nil, ErrNoQuestions
	}
	for _, rules := range []rules{{true, true, true}, {skill: true, trains: true}, {trains: true}, {}} {
		for range attempts {
			if order, err := p.order(rules); order != nil || err != nil {
				return order, err
			}
		}
	}
	return nil, ErrNoQuestions
}

// eligible are the kinds that the wish leaves.
func (w Wish) eligible() []KindInfo {
	return slices.DeleteFunc(Kinds(), func(k KindInfo) bool {
		if len(w.Kinds) > 0 && !slices.Contains(w.Kinds, k.Kind) {
			return true
		}
		return len(w.Skills) > 0 && !slices.ContainsFunc(k.Skills, func(s Skill) bool { return slices.Contains(w.Skills, s) })
	})
}

// rules are those that hold beyond that of the kinds.
type rules struct {
	skill  bool // the same main skill never twice in a row
	share  bool // no skill over its share
	trains bool // each question trains a skill that is wished for
}

type planner struct {
	Wish
	kinds []KindInfo
	drawn map[ID]*Question
	r     *rand.Rand
}

// order draws one order. It gives nil where the rules leave no question for a place.
func (p *planner) order(rules rules) ([]*Question, error) {
	limit := p.Count
	if rules.share && p.Count >= mixedSession {
		limit = int(maxShare * float64(p.Count))
	}
	var order []*Question
	var left []KindInfo // to be seen before one comes again
	asked := make(map[Skill]int)
	for i := range p.Count {
		if len(left) == 0 {
			left = p.shuffled()
		}
		found := -1
		for j, k := range left {
			if i > 0 && len(p.kinds) > 1 && order[i-1].ID.Kind == k.Kind {
				continue
			}
			q, err := p.draw(k, i)
			if err != nil {
				return nil, err
			}
			full := slices.ContainsFunc(q.Skills, func(s Skill) bool { return asked[s] >= limit })
			again := rules.skill && i > 0 && order[i-1].Skills[0] == q.Skills[0]
			if !full && !again && (!rules.trains || p.trains(q)) {
				order, found = append(order, q), j
				break
			}
		}
		if found < 0 {
			return nil, nil
		}
		left = slices.Delete(left, found, found+1)
		for _, s := range order[i].Skills {
			asked[s]++
		}
	}
	return order, nil
}

// shuffled is a random order of the kinds, in which those that train what wants to be
// asked tend to come first (Efraimidis and Spirakis 2006).
func (p *planner) shuffled() []KindInfo {
	type keyed struct {
		KindInfo
		key float64
	}
	keys := make([]keyed, len(p.kinds))
	for i, k := range p.kinds {
		keys[i] = keyed{k, math.Log(1-p.r.Float64()) / p.weight(k)}
	}
	sort.SliceStable(keys, func(i, j int) bool { return keys[i].key > keys[j].key })
	kinds := make([]KindInfo, len(keys))
	for i, k := range keys {
		kinds[i] = k.KindInfo
	}
	return kinds
}

// weight is that of the kind's skill which wants most to be asked; the main one counts
// double.
func (p *planner) weight(k KindInfo) float64 {
	if p.Progress == nil {
		return 1
	}
	w := 0.0
	for i, s := range k.Skills {
		by := 0.5
		if i == 0 {
			by = 1
		}
		w = max(w, by*p.Progress.Weight(s, p.Now))
	}
	return w
}

// draw makes the question of a kind at a place of the session.
func (p *planner) draw(k KindInfo, index int) (*Question, error) {
	id := ID{Kind: k.Kind, Level: p.level(k, index), Seed: p.Seed, Index: index}
	if q := p.drawn[id]; q != nil {
		return q, nil
	}
	q, err := New(id)
	for err == nil && !p.trains(q) && p.Level == 0 && id.Level < MaxLevel { // an easy one leaves skills out
		id.Level++
		q, err = New(id)
	}
	p.drawn[id] = q
	return q, err
}

// trains reports whether a question trains a skill that is wished for.
func (p *planner) trains(q *Question) bool {
	return len(p.Skills) == 0 || slices.ContainsFunc(q.Skills, func(s Skill) bool { return slices.Contains(p.Skills, s) })
}

// level is the level of a question where the wish names none: by the box of its main
// skill.
func (p *planner) level(k KindInfo, index int) int {
	if p.Level != 0 {
		return p.Level
	}
	from := []int{1, 2, 2, 3}
	if c, seen := p.Progress[k.Skills[0]]; seen {
		from = [maxBox + 1][]int{{1, 2}, {2}, {2, 3}, {3}, {3, 4}, {4}}[c.Box]
	}
	d := diceOf(ID{Kind: "level of " + k.Kind, Seed: p.Seed, Index: index})
	return pick(d, from...)
}
