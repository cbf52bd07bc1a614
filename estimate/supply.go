package estimate

import (
	"fmt"

	"botec/estimate/formula"
)

// caches registers the caches.
func (b *builder) caches() {
	var list []string
	for _, c := range b.s.Caches {
		path := "cache." + c.Name
		isAction := b.m.Has(c.Name) && b.action(c.Name) != nil
		b.cacheInputs(c, path)
		entry := path + ".entry"
		if c.Entry == nil {
			entry = c.Name + ".response"
		}
		if !b.cacheComplete(c, isAction, entry) {
			continue
		}
		bind := binding{words: map[string]string{"CACHE": c.Name, "ENTRY": entry}}
		if c.Items != nil {
			b.standard(cacheOfItems, c.Place, bind)
		} else {
			if c.Window == nil {
				b.byDefault(path+".window", "window", "1 day", &windowField)
			}
			b.standard(cacheOfAction, c.Place, bind)
		}
		if c.HitRatio != nil {
			b.standard(cacheOrigin, c.Place, bind)
		}
		list = append(list, path)
	}
	b.standard(cacheAll, Place{}, binding{lists: map[string][]string{"cache.CACHE": list}})
}

func (b *builder) cacheInputs(c *Cache, path string) {
	for _, in := range []struct {
		name string
		e    *Expr
		f    *field
	}{
		{"hot", c.Hot, &hotField}, {"window", c.Window, &windowField}, {"entry", c.Entry, &sizeField}, {"items", c.Items, &countField},
		{"overhead", c.Overhead, &overheadField}, {"replication", c.Replication, &replicationField}, {"hit_ratio", c.HitRatio, &hitField},
	} {
		b.input(path+"."+in.name, in.name, in.e, in.f)
	}
}

func (b *builder) action(name string) *Action {
	for _, a := range b.s.Actions {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// cacheComplete reports what a cache lacks, or has without use.
func (b *builder) cacheComplete(c *Cache, isAction bool, entry string) bool {
	fail := func(rule, message, help string) bool {
		b.problem(c.Place, len(c.Name), rule, message, help)
		return false
	}
	switch {
	case c.Items != nil && c.Hot != nil:
		return fail("ratio", fmt.Sprintf("cache %s has both `items` and `hot`", c.Name), "keep one: `hot` is a share of the requests of a window, `items` a count")
	case c.Items != nil && c.Window != nil:
		return fail("ratio", fmt.Sprintf("cache %s has `items`, so its `window` decides nothing", c.Name), "leave `window` out, or write `hot` in place of `items`")
	case c.Items == nil && !isAction:
		return fail("missing-key", fmt.Sprintf("cache %s has no `items`, and no action has its name", c.Name), "add `items: 10M`, or name the cache like the action whose responses it keeps")
	case c.Items == nil && c.Hot == nil:
		return fail("missing-key", fmt.Sprintf("cache %s has neither `hot` nor `items`", c.Name), "add `hot: 20%`, or `items: 10M`")
	case !b.m.Has(entry) && isAction:
		return fail("missing-key", fmt.Sprintf("cache %s has no `entry`, and %s has no response", c.Name, c.Name), "add `entry: 500 B`")
	case !b.m.Has(entry):
		return fail("missing-key", fmt.Sprintf("cache %s has no `entry`", c.Name), "add `entry: 500 B`")
	case c.HitRatio != nil && !isAction:
		return fail("ratio", fmt.Sprintf("cache %s has a `hit_ratio`, and no action of its name whose rate it would apply to", c.Name), "name the cache like the action, or leave `hit_ratio` out")
	}
	return true
}

// tiers registers the servers.
func (b *builder) tiers() {
	var list []string
	for _, t := range b.s.Servers {
		path := "servers." + t.Name
		b.input(path+".load", "load", t.Load, nil)
		if q := b.input(path+".each", "each", t.Each, nil); q != nil {
			q.field = &field{want: "above 0", ok: aboveZero, example: "2K/s", anyDim: true}
		}
		b.input(path+".utilization", "utilization", t.Utilization, &utilizationField)
		b.input(path+".spare", "spare", t.Spare, &wholeField)
		b.input(path+".at_least", "at_least", t.AtLeast, &wholeField)
		needs, ok := b.tierNeeds(t, path)
		if !ok {
			continue
		}
		if q := b.standard(serverTier, t.Place, binding{words: word("TIER", t.Name), lists: map[string][]string{"NEED": needs}}); q != nil {
			q.style.Whole = true
			list = append(list, path)
		}
	}
	if q := b.standard(servers, Place{}, binding{lists: map[string][]string{"servers.TIER": list}}); q != nil {
		q.style.Whole = true
	}
}

// tierNeeds registers what a tier needs, before rounding.
func (b *builder) tierNeeds(t *Tier, path string) ([]string, bool) {
	fail := func(message, help string) ([]string, bool) {
		b.problem(t.Place, len(t.Name), "missing-key", message, help)
		return nil, false
	}
	switch {
	case len(t.Needs) > 0 && (t.Load != nil || t.Each != nil):
		return fail(fmt.Sprintf("tier %s has `needs` and also `load` or `each`", t.Name), "keep `needs` (counts of servers), or `load` and `each`")
	case len(t.Needs) > 0:
		var needs []string
		for _, n := range t.Needs {
			q := b.input(path+"."+n.Name, n.Name, n.Value, &countField)
			if q == nil {
				continue
			}
			q.section, q.row, q.column = ServerLines, t.Name+"."+n.Name, "value"
			q.path = path + ".needs." + n.Name
			b.m.index[q.path] = q.id
			needs = append(needs, q.name)
		}
		return needs, true
	case t.Load == nil || t.Each == nil:
		return fail(fmt.Sprintf("tier %s wants `load` and `each`, or `needs`", t.Name), "write `{load: rps.peak, each: 2K/s}`")
	}
	q := b.standard(serverNeed, t.Place, binding{words: word("TIER", t.Name)})
	q.field = &field{want: "0 or more", ok: atLeast(0), quiet: true}
	b.later = append(b.later, func() {
		load, each := b.m.quantities[b.m.index[path+".load"]], b.m.quantities[b.m.index[path+".each"]]
		if !load.typ.Broken && !each.typ.Broken && load.typ.Dim != each.typ.Dim {
			b.reportAt(each, &formula.Error{Span: each.node.Where(), Rule: formula.RuleDimension, Message: fmt.Sprintf("each is %s, the load is %s", each.typ.Dim, load.typ.Dim),
				Help: "give what one server carries in the dimension of the load, as in `{load: rps.peak, each: 2K/s}`"})
		}
	})
	return []string{q.name}, true
}
