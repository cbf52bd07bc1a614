package estimate

// stored registers what the actions store: each part's rate, its stock, and their
// sums.
func (b *builder) stored(flows []*flow) {
	b.input("storage.retention", "retention", b.s.Storage.Retention, &retentionField)
	lists := make(map[string][]string)
	for _, f := range flows {
		if f.stored == "" || !f.stream && !b.m.Has(f.Name) {
			continue
		}
		b.input("actions."+f.Name+".retention", "retention", f.Retention, &retentionField)
		if len(f.parts) > 0 {
			b.storedParts(f)
		} else {
			b.storedWhole(f)
		}
		lists["ACTION.daily"] = append(lists["ACTION.daily"], f.Name+".daily")
		lists["storage.ACTION"] = append(lists["storage.ACTION"], "storage."+f.Name)
	}
	b.standard(storageDaily, Place{}, binding{lists: lists})
	b.m.stocks = lists["storage.ACTION"]
}

// retention is the path of the retention that holds: the part's own, its action's,
// the scenario's, or none.
func (b *builder) retention(f *flow, part string) string {
	for _, path := range []string{f.stored + "." + part + ".retention", "actions." + f.Name + ".retention", "storage.retention"} {
		if b.m.Has(path) {
			return path
		}
	}
	return ""
}

func (b *builder) storedWhole(f *flow) {
	bind := binding{words: map[string]string{"ACTION": f.Name, "RETENTION": b.retention(f, "")}}
	b.standard(pick(f.stream, streamDaily, wholeDaily), f.Place, bind)
	b.standard(pick(b.m.growth != nil, wholeStockGrowing, wholeStock), f.Place, bind)
}

func (b *builder) storedParts(f *flow) {
	lists := make(map[string][]string)
	for _, part := range f.parts {
		bind := binding{words: map[string]string{"ACTION": f.Name, "PART": part, "RETENTION": b.retention(f, part)}}
		b.standard(pick(f.stream, streamPartDaily, partDaily), f.Place, bind)
		b.standard(pick(b.m.growth != nil, partStockGrowing, partStock), f.Place, bind)
		lists["ACTION.PART.daily"] = append(lists["ACTION.PART.daily"], f.Name+"."+part+".daily")
		lists["storage.ACTION.PART"] = append(lists["storage.ACTION.PART"], "storage."+f.Name+"."+part)
	}
	bind := binding{words: word("ACTION", f.Name), lists: lists}
	b.standard(partsDaily, f.Place, bind)
	b.standard(partsStock, f.Place, bind)
}

func pick(condition bool, yes, no standardID) standardID {
	if condition {
		return yes
	}
	return no
}

// datasets registers data that stands.
func (b *builder) datasets() {
	for _, d := range b.s.Datasets {
		path := "datasets." + d.Name
		b.input(path+".items", "items", d.Items, &countField)
		var sizes []string
		switch {
		case d.Size == nil:
		case d.Size.Whole != nil:
			b.input(path+".size", "size", d.Size.Whole, &sizeField)
			sizes = append(sizes, path+".size")
		default:
			for _, p := range d.Size.Parts {
				b.input(path+".size."+p.Name, p.Name, p.Size, &sizeField)
				sizes = append(sizes, path+".size."+p.Name)
			}
		}
		q := b.standard(datasetStock, d.Place, binding{words: word("DATASET", d.Name), lists: map[string][]string{"datasets.DATASET.size": sizes}})
		if g := b.input(path+".growth", "growth", d.Growth, &growthField); g != nil && q != nil {
			q.growth = b.growthOf(g)
		}
		b.m.datasets = append(b.m.datasets, "storage."+d.Name)
	}
}

// storage registers the totals and the pipeline from logical to physical bytes.
func (b *builder) storage() {
	s := &b.s.Storage
	b.input("storage.compression", "compression", s.Compression, &compressionField)
	b.input("storage.overhead", "overhead", s.Overhead, &overheadField)
	b.input("storage.replication", "replication", s.Replication, &replicationField)
	b.input("storage.fill", "fill", s.Fill, &fillField)
	bind := binding{lists: map[string][]string{"storage.ACTION": b.m.stocks, "storage.DATASET": b.m.datasets}}
	if len(b.m.stocks) == 0 && len(b.m.datasets) == 0 {
		return
	}
	if b.simpleStocks() {
		b.logicalOf(logicalFlat, bind)
	} else {
		b.logicalOf(logicalStocks, bind)
	}
	b.standard(physical, Place{}, binding{})
}

// logicalOf registers storage.logical. Without actions that store, the horizon of
// its formula has nothing to multiply.
func (b *builder) logicalOf(id standardID, bind binding) {
	if len(b.m.stocks) == 0 {
		id = logicalStocks
	}
	b.standard(id, Place{}, bind)
}

// simpleStocks reports whether all stocks grow by storage.daily alone.
func (b *builder) simpleStocks() bool {
	for _, a := range b.s.Actions {
		if a.Retention != nil {
			return false
		}
		for _, s := range []*Size{a.Payload, a.Stores} {
			if s == nil {
				continue
			}
			for _, p := range s.Parts {
				if p.Retention != nil {
					return false
				}
			}
		}
	}
	for _, d := range b.s.Datasets {
		if d.Growth != nil {
			return false
		}
	}
	return b.s.Storage.Retention == nil && b.m.growth == nil
}
