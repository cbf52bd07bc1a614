package drill

import (
	"strings"
)

// forwardKinds go from assumptions to a result.
var forwardKinds = []kind{
	{KindInfo{RPS, Forward, "requests a second from users and what they do, mean and peak", []Skill{TimeBase, Peak}}, drawRPS},
	{KindInfo{StorageDay, Forward, "bytes that come in a day", []Skill{Bytes}}, drawStorageDay},
	{KindInfo{Storage, Forward, "bytes after years, as stored", []Skill{Bytes, Copies}}, drawStorage},
	{KindInfo{Bandwidth, Forward, "bytes or bits a second on the wire", []Skill{Bits, Peak}}, drawBandwidth},
	{KindInfo{Cache, Forward, "memory for the hot part", []Skill{Shares}}, drawCache},
	{KindInfo{Servers, Forward, "machines for a load", []Skill{Capacity, Peak}}, drawServers},
	{KindInfo{Connections, Forward, "what is open at once, by Little's law", []Skill{InFlight}}, drawConnections},
	{KindInfo{Fanout, Forward, "deliveries from posts and followers", []Skill{FanningOut}}, drawFanout},
	{KindInfo{Replicas, Forward, "copies, index and headroom in order", []Skill{Copies, Shares}}, drawReplicas},
}

func drawRPS(d *dice, level int) draft {
	t := newTale(d, level)
	switch {
	case level == 1:
		t.users(5, 9)
		t.perUser(t.write, "write", t.writes)
		t.skills = []Skill{TimeBase}
		return t.ask(t.write, "/s", "How many %s a second is that on average?", t.writes)
	case level == 4:
		t.whole()
		t.kept("replication")
		return t.ask("rps.peak", "/s", "How many requests a second, reads and writes, at peak?")
	case level == 3 && d.between(0, 1) == 0:
		t.rate(t.write, "write", t.writes, d.count(level, 7, 10)+"/month")
		t.skills = []Skill{TimeBase}
		return t.ask(t.write, "/s", "How many %s a second is that on average?", t.writes)
	default:
		t.users(5, 8)
		t.perUser(t.write, "write", t.writes)
		t.busy()
		return t.ask(t.write+".peak", "/s", "How many %s a second at peak?", t.writes)
	}
}

func drawStorageDay(d *dice, level int) draft {
	t := newTale(d, level)
	stores := "actions." + t.write + ".stores"
	switch level {
	case 1:
		t.rate(t.write, "write", t.writes, d.count(level, 5, 9)+"/day")
		size := t.stored()
		t.sheet.set(stores, size)
		t.fact("Each stores %s.", size)
	case 4:
		t.whole()
		t.stages("replication")
		return t.ask("storage.daily", "bytes/day", "How many bytes come in a day, before copies?")
	default:
		t.users(5, 8)
		t.perUser(t.write, "write", t.writes)
		size := t.stored()
		if level == 2 {
			t.sheet.set(stores, size)
			t.fact("Each stores %s.", size)
			break
		}
		share, photo := pick(d, "5%", "10%", "20%"), pick(d, "200 KB", "1 MB", "5 MB")
		text := pick(d, "100 B", "500 B", "1 KB")
		t.sheet.set(stores+".text", text)
		t.sheet.set(stores+".media", share+" of "+photo)
		t.fact("Each stores %s of text, and %s of them a picture of %s.", text, share, photo)
		t.busy()
	}
	return t.ask("storage.daily", "bytes/day", "How many bytes come in a day?")
}

func drawStorage(d *dice, level int) draft {
	t := newTale(d, level)
	stores := "actions." + t.write + ".stores"
	t.skills = []Skill{Bytes}
	switch level {
	case 1:
		daily := pick(d, "10 GB/day", "100 GB/day", "1 TB/day", "10 TB/day", "100 TB/day")
		t.sheet.set("actions."+t.write+".type", "write")
		t.sheet.set(stores, daily)
		years := pick(d, "1 year", "10 years")
		t.sheet.set("horizon", years)
		t.fact("%s stores %s a day.", upper(t.service), strings.TrimSuffix(daily, "/day"))
		return t.ask("storage", "bytes", "How many bytes is that in %s?", years)
	case 2:
		t.rate(t.write, "write", t.writes, d.count(level, 5, 8)+"/day")
		size := t.stored()
		t.sheet.set(stores, size)
		t.fact("Each stores %s.", size)
		t.kept()
		return t.ask("storage", "bytes", "How many bytes is that in the end, in one copy?")
	case 3:
		t.users(5, 8)
		t.perUser(t.write, "write", t.writes)
		size := t.stored()
		t.sheet.set(stores, size)
		t.fact("Each stores %s.", size)
		t.kept("replication")
		t.skills = nil
		t.busy()
		return t.ask("storage", "bytes", "How many bytes of disk are needed in the end?")
	default:
		t.whole()
		t.kept("compression", "overhead", "replication", "fill")
		t.skills = nil
		return t.ask("storage", "bytes", "How many bytes of disk are needed in the end?")
	}
}

func drawBandwidth(d *dice, level int) draft {
	t := newTale(d, level)
	response := "actions." + t.read + ".response"
	size := t.returned()
	switch level {
	case 1:
		t.rate(t.read, "read", t.reads, d.count(level, 2, 5)+"/s")
		t.sheet.set(response, size)
		t.fact("Each returns %s.", size)
		t.skills = []Skill{Bits}
		in := pick(d, "bytes", "bits")
		return t.ask("egress", in+"/s", "How many %s a second go out?", in)
	case 2:
		t.users(5, 8)
		t.perUser(t.read, "read", t.reads)
		t.sheet.set(response, size)
		t.fact("Each returns %s.", size)
		t.skills = []Skill{Bits}
		return t.ask("egress", "bits/s", "How many bits a second go out on average?")
	case 3:
		t.users(5, 8)
		t.perUser(t.read, "read", t.reads)
		t.sheet.set(response, size)
		t.fact("Each returns %s.", size)
		t.busy()
		return t.ask("egress.peak", "bits/s", "How many bits a second go out at peak?")
	default:
		t.whole()
		t.kept("replication")
		in := pick(d, "bits", "bytes")
		return t.ask("egress.peak", in+"/s", "How many %s a second go out at peak?", in)
	}
}

func drawCache(d *dice, level int) draft {
	t := newTale(d, level)
	hot := func() {
		share := pick(d, "5%", "10%", "20%")
		t.sheet.set("cache."+t.read+".hot", share)
		t.fact("A cache is to hold the answers to %s of a day's %s.", share, t.reads)
	}
	switch level {
	case 1:
		items, size := d.count(level, 6, 10), t.returned()
		t.sheet.set("cache.objects.entry", size)
		t.sheet.set("cache.objects.items", items)
		t.fact("%s keeps %s entries of %s in memory.", upper(t.service), items, size)
	case 2:
		t.rate(t.read, "read", t.reads, d.count(level, 6, 9)+"/day")
		size := t.returned()
		t.sheet.set("actions."+t.read+".response", size)
		t.fact("Each returns %s.", size)
		hot()
	case 3:
		t.users(5, 8)
		t.perUser(t.read, "read", t.reads)
		size := t.returned()
		t.sheet.set("actions."+t.read+".response", size)
		t.fact("Each returns %s.", size)
		hot()
		overhead := pick(d, "30%", "50%")
		t.sheet.set("cache."+t.read+".overhead", overhead)
		t.fact("Keys and pointers add %s.", overhead)
	default:
		t.whole()
		hot()
		t.sheet.set("cache."+t.read+".replication", "2")
		t.fact("The cache is kept twice.")
		t.skills = []Skill{Shares, Copies}
	}
	return t.ask("cache", "bytes", "How much memory does the cache need?")
}

func drawServers(d *dice, level int) draft {
	t := newTale(d, level)
	each := pick(d, "100/s", "1K/s", "10K/s")
	tier := func(load string) {
		if level > 1 {
			each = pick(d, "200/s", "500/s", "1K/s", "2K/s", "5K/s")
		}
		t.sheet.set("servers.api.load", load)
		t.sheet.set("servers.api.each", each)
		n, _ := often(each)
		t.fact("A server answers %s a second.", n)
		if level > 1 {
			busy := pick(d, "50%", "60%", "70%", "80%")
			t.sheet.set("servers.api.utilization", busy)
			t.fact("Each is to be %s busy at most.", busy)
		}
	}
	t.nouns = []string{"servers"}
	t.low, t.high = 3, 1e6
	switch level {
	case 1, 2:
		load := d.count(level, 4, 6) + "/s"
		n, _ := often(load)
		t.fact("%s has to answer %s requests a second.", upper(t.service), n)
		tier(load)
		t.skills = []Skill{Capacity}
	case 3:
		t.users(6, 8)
		t.perUser(t.read, "read", t.reads)
		t.busy()
		tier("rps.peak")
		t.low = 10
	default:
		t.whole()
		tier("rps.peak")
		t.sheet.set("servers.api.spare", "2")
		t.fact("2 more stand by.")
		t.low = 10
	}
	return t.ask("servers", "", "How many servers are needed?")
}

func drawConnections(d *dice, level int) draft {
	t := newTale(d, level)
	latency := func(from ...string) {
		time := pick(d, from...)
		t.sheet.set("actions."+t.read+".latency", time)
		t.fact("Each keeps a connection open for %s.", time)
	}
	t.low, t.high = 10, 1e9
	t.nouns = []string{"connections"}
	mean := t.read + ".in_flight"
	switch level {
	case 1:
		t.rate(t.read, "read", t.reads, d.count(level, 3, 6)+"/s")
		latency("10 ms", "100 ms", "1 s", "10 s")
		return t.ask(mean, "", "How many connections are open at once?")
	case 2:
		t.users(6, 8)
		t.perUser(t.read, "read", t.reads)
		latency("200 ms", "500 ms", "2 s", "5 s", "30 s")
		return t.ask(mean, "", "How many connections are open at once on average?")
	case 3:
		t.users(6, 8)
		t.perUser(t.read, "read", t.reads)
		latency("250 ms", "30 s", "2 min", "5 min", "20 min")
		t.busy()
		t.skills = []Skill{InFlight, Peak}
		return t.ask(mean+".peak", "", "How many connections are open at once at peak?")
	default:
		t.whole()
		latency("50 ms", "200 ms", "500 ms", "2 s")
		t.skills = []Skill{InFlight, Peak}
		return t.ask(mean+".peak", "", "How many connections for reads are open at once at peak?")
	}
}

func drawFanout(d *dice, level int) draft {
	t := newTale(d, level)
	t.nouns = []string{"deliveries", "notifications"}
	deliver := func() {
		followers := pick(d, "50", "200", "300", "400", "500")
		if level == 1 {
			followers = pick(d, "100", "1000")
		}
		t.sheet.set("actions.deliver.type", "write")
		t.sheet.set("actions.deliver.rate", followers+" * post")
		t.fact("Each goes to %s followers.", followers)
	}
	t.story = story{service: "a social network", write: "post", read: "fetch", writes: "posts", reads: "timeline reads", thing: "post"}
	t.sheet.set("name", "Social network")
	switch level {
	case 1:
		t.rate("post", "write", "posts", d.count(level, 1, 4)+"/s")
		deliver()
		return t.ask("deliver", "/s", "How many deliveries a second is that?")
	case 2:
		t.users(6, 8)
		t.perUser("post", "write", "posts")
		deliver()
		return t.ask("deliver", "/s", "How many deliveries a second is that on average?")
	case 3:
		t.users(5, 8)
		t.perUser("post", "write", "posts")
		deliver()
		t.busy()
		t.skills = []Skill{FanningOut, Peak}
		return t.ask("deliver.peak", "/s", "How many deliveries a second at peak?")
	default:
		t.users(5, 8)
		t.perUser("post", "write", "posts")
		deliver()
		share := pick(d, "5%", "10%", "20%")
		t.sheet.set("actions.notify.type", "write")
		t.sheet.set("actions.notify.rate", share+" of deliver")
		t.sheet.set("actions.notify.request", "1 KB")
		t.fact("A notification of 1 KB follows %s of the deliveries.", share)
		t.busy()
		t.skills = []Skill{FanningOut, Peak, Shares}
		return t.ask("notify.peak", "/s", "How many notifications a second at peak?")
	}
}

func drawReplicas(d *dice, level int) draft {
	t := newTale(d, level)
	t.skills = []Skill{Copies}
	if level == 1 {
		size := pick(d, "1 TB", "10 TB", "100 TB", "1 PB")
		t.sheet.set("datasets.stock.items", "1")
		t.sheet.set("datasets.stock.size", size)
		t.fact("%s has %s of data.", upper(t.service), size)
		t.stages("replication")
		return t.ask("storage", "bytes", "How many bytes is that on disk?")
	}
	items, size := d.count(level, 7, 10), t.stored()
	t.sheet.set("datasets.stock.items", items)
	t.sheet.set("datasets.stock.size", size)
	t.fact("%s has %s %ss of %s.", upper(t.service), items, t.thing, size)
	switch level {
	case 2:
		t.stages("overhead", "replication")
	case 3:
		t.stages("overhead", "replication", "fill")
		t.skills = nil
	default:
		t.stages("compression", "overhead", "replication", "fill")
		t.skills = nil
	}
	return t.ask("storage", "bytes", "How many bytes of disk are needed?")
}
