package drill

import "fmt"

// slow is one line of the table of latencies.
type slow struct{ name, what, time string }

// latencyVintage says whose figures these are: they are older than today's machines, and
// their ratios still teach.
const latencyVintage = "By the classic table (Dean, about 2012)"

// latencyTable is in order of time.
var latencyTable = []slow{
	{"l1_read", "a read from the L1 cache", "0.5 ns"},
	{"l2_read", "a read from the L2 cache", "7 ns"},
	{"memory_read", "a read from memory", "100 ns"},
	{"ssd_read", "a random read of 4 KB from an SSD", "150 us"},
	{"memory_mb", "a sequential read of 1 MB from memory", "250 us"},
	{"round_trip", "a round trip within a data centre", "500 us"},
	{"ssd_mb", "a sequential read of 1 MB from an SSD", "1 ms"},
	{"seek", "a seek of a disk", "10 ms"},
	{"ocean", "a round trip from California to the Netherlands", "150 ms"},
}

// latencyBand is what is accepted where the order is all that is asked.
const latencyBand = qRightOrder

func drawLatency(d *dice, level int) draft {
	t := newTale(d, level)
	t.accepted = latencyBand
	t.fact(latencyVintage + ", to the order of magnitude:")
	take := func(s slow) string {
		t.sheet.set("let."+s.name, s.time)
		return s.name
	}
	switch level {
	case 1, 2:
		i := d.between(0, len(latencyTable)-4)
		j := d.between(i+2, len(latencyTable)-1)
		if level == 1 {
			i, j = pick(d, 0, 2), pick(d, 5, 7, 8)
		}
		fast, slow := latencyTable[i], latencyTable[j]
		t.sheet.set("let.ratio", take(slow)+" / "+take(fast))
		t.low, t.high = 2, 1e12
		return t.ask("ratio", "", "how many times longer is %s than %s?", slow.what, fast.what)
	case 3:
		s := pick(d, latencyTable[3], latencyTable[5], latencyTable[6], latencyTable[7])
		n := pick(d, 100, 200, 500, 1000, 5000)
		t.sheet.set("let.total", fmt.Sprintf("%d * %s", n, take(s)))
		t.low, t.high = 1e-4, 1e4
		return t.ask("total", "time", "how long do %d times %s take, one after the other?", n, s.what)
	default:
		a, b := pick(d, latencyTable[5], latencyTable[8]), pick(d, latencyTable[3], latencyTable[7])
		n, m := d.between(2, 5), pick(d, 10, 20, 50, 100)
		t.sheet.set("let.total", fmt.Sprintf("%d * %s + %d * %s", n, take(a), m, take(b)))
		t.low, t.high = 1e-4, 1e4
		return t.ask("total", "time", "how long does a page take that needs, one after the other, %d times %s and %d times %s?", n, a.what, m, b.what)
	}
}
