package formula

import (
	"math"
	"slices"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// Ranges that many parameters share.
const (
	fromZero  = "0 or more"
	aboveZero = "above 0"
	fraction  = "0 to 1"
	full      = "0% to 100%"
	counted   = "1, 2, 3, …"
	numbered  = "0, 1, 2, …"
)

// blocks are the parameters of a function of any count of availabilities.
var blocks = []Param{{"a", Available, full}}

// number and three are the parameters of a function of one number, and of a range.
func number(allowed string) []Param { return []Param{{"x", Count, allowed}} }

var three = []Param{{"a", Same, "below b"}, {"m", Same, "a to b"}, {"b", Same, "above a"}}

// functionTable holds every function of the language. A row says all that help, README
// and the checks know of it; the mathematics is in package models.
var functionTable = []*Function{
	{Name: "min", Group: Arithmetic, Gives: "the least of its arguments", Params: []Param{{"x", Same, ""}}, Variadic: true, gives: oneOf, extreme: slices.Max[[]float64], exact: exactChoice(-1),
		Formula: "min x", Example: "min(3 MB, 5 MB)", eval: onAll(func(a []float64) (float64, error) { return slices.Min(a), nil })},
	{Name: "max", Group: Arithmetic, Gives: "the largest of its arguments", Params: []Param{{"x", Same, ""}}, Variadic: true, gives: oneOf, extreme: slices.Min[[]float64], exact: exactChoice(1),
		Formula: "max x", Example: "max(2K/s, 90M/day)", eval: onAll(func(a []float64) (float64, error) { return slices.Max(a), nil })},
	{Name: "sum", Group: Arithmetic, Gives: "the sum of its arguments", Params: []Param{{"x", Same, ""}}, Variadic: true, gives: sumOf, exact: exactSum,
		Formula: "Σ x", Example: "sum(1 KB, 200 B)", eval: onAll(sum)},
	{Name: "abs", Group: Arithmetic, Gives: "the size of a number without its sign", Params: []Param{{"x", Same, ""}}, gives: sameAs, exact: exactAbs,
		Formula: "|x|", Example: "abs(-3)", eval: sure(math.Abs)},
	{Name: "sqrt", Group: Arithmetic, Gives: "square root", Params: number(fromZero),
		Formula: "√x", Example: "sqrt(16)", eval: on1(squareRoot)},
	{Name: "exp", Group: Arithmetic, Gives: "exponential", Params: number(""),
		Formula: "e^x", Example: "exp(1)", eval: sure(math.Exp)},
	{Name: "ln", Group: Arithmetic, Gives: "natural logarithm", Params: number(aboveZero),
		Formula: "log x to base e", Example: "ln(10)", eval: logarithm(math.Log)},
	{Name: "log2", Group: Arithmetic, Gives: "logarithm to base 2", Params: number(aboveZero),
		Formula: "log x to base 2", Example: "log2(1024)", eval: logarithm(math.Log2)},
	{Name: "log10", Group: Arithmetic, Gives: "logarithm to base 10", Params: number(aboveZero),
		Formula: "log x to base 10", Example: "log10(1000)", eval: logarithm(math.Log10)},
	{Name: "floor", Group: Arithmetic, Gives: "the whole number at or below, forgiving 1e-9 relative", Params: number(""), exact: exactFloor,
		Formula: "⌊x⌋", Example: "floor(2.7)", eval: sure(models.Floor)},
	{Name: "ceil", Group: Arithmetic, Gives: "the whole number at or above, forgiving 1e-9 relative", Params: number(""), exact: exactCeil,
		Formula: "⌈x⌉", Example: "ceil(2.1)", eval: sure(models.Ceil)},
	{Name: "round", Group: Arithmetic, Gives: "the nearest whole number", Params: number(""), exact: exactRound,
		Formula: "nearest to x, halves away from zero", Example: "round(2.5)", eval: sure(math.Round)},

	{Name: "series", Group: Reliability, Gives: "availability of blocks that all must be up", Params: blocks, Variadic: true, unavailable: true,
		Formula: "Π a", Source: "IEC 61078", Example: "series(99.9%, 99.9%)", eval: onAll(models.Series)},
	{Name: "parallel", Group: Reliability, Gives: "availability of blocks of which any one serves", Params: blocks, Variadic: true, unavailable: true,
		Formula: "1 - Π (1 - a)", Source: "IEC 61078", Example: "parallel(99.9%, 99.9%)", eval: onAll(models.Parallel)},
	{Name: "k_of_n", Group: Reliability, Gives: "availability where at least k of n equal blocks must be up", Params: []Param{{"k", Count, "1 to n, whole"}, {"n", Count, "1 to 10,000, whole"}, {"a", Available, full}}, unavailable: true,
		Formula: "Σ i=k..n C(n,i) a^i (1-a)^(n-i)", Source: "IEC 61078", Example: "k_of_n(2, 3, 99.9%)", eval: on3(models.KOfN), effort: kOfNEffort},
	{Name: "k_of", Group: Reliability, Gives: "availability where at least k of different blocks must be up", Params: []Param{{"k", Count, "1 to the count of blocks, whole"}, {"a", Available, full}}, Variadic: true, unavailable: true,
		Formula: "Σ over the states with k or more up", Source: "Barlow & Heidtmann 1984", Example: "k_of(2, 99%, 99.9%, 95%)",
		eval: onAll(func(a []float64) (float64, error) { return models.KOf(a[0], a[1:]) }), effort: kOfEffort},
	{Name: "common_cause", Group: Reliability, Gives: "availability of 1 of n equal blocks with a common cause; gains 1/beta at most", Params: []Param{{"n", Count, "1 to 10,000, whole"}, {"a", Available, full}, {"beta", Count, fraction}}, unavailable: true,
		Formula: "(1 - βu)(1 - ((1-β)u)^n), u = 1 - a", Source: "Fleming 1975; IEC 61508-6 annex D", Example: "common_cause(2, 99.9%, 10%)", eval: on3(models.CommonCause)},
	{Name: "uptime", Group: Reliability, Gives: "steady-state availability; mtbf is the mean time up", Params: []Param{{"mtbf", Duration, aboveZero}, {"mttr", Duration, fromZero}}, unavailable: true,
		Formula: "mtbf / (mtbf + mttr)", Source: "Trivedi 2001", Example: "uptime(1000 h, 1 h)", eval: on2(models.Uptime)},
	{Name: "failover", Group: Reliability, Gives: "availability of a block and its stand-by with imperfect failover", Params: []Param{{"mtbf", Duration, aboveZero}, {"mttr", Duration, aboveZero}, {"switch_time", Duration, "0 to mttr"}, {"coverage", Count, fraction}}, unavailable: true,
		Formula: "1 - (c×switch_time + (1-c)×mttr) / (mtbf + mttr) - c u², u = mttr / (mtbf + mttr)", Source: "Arnold 1973", Example: "failover(2000 h, 2 h, 36 s, 99%)", eval: on4(models.Failover)},
	{Name: "own_availability", Group: Reliability, Gives: "the availability that a service itself needs beside n dependencies", Params: []Param{{"target", Available, "0% to dependency^n"}, {"dependency", Available, full}, {"n", Count, "0 to 10,000, whole"}}, unavailable: true,
		Formula: "target / dependency^n", Source: "Treynor, Dahlin, Rau, Beyer 2017", Example: "own_availability(99.99%, 99.999%, 5)", eval: on3(models.OwnAvailability)},
	{Name: "downtime", Group: Reliability, Gives: "the time down in a period", Params: []Param{{"a", Available, full}, {"period", Duration, fromZero}}, gives: ofTime,
		Formula: "(1 - a) × period", Source: "SRE book, appendix A", Example: "downtime(99.9%, 30 days)", eval: on2(models.Downtime)},
	{Name: "nines", Group: Reliability, Gives: "the count of nines", Params: []Param{{"a", Available, "0% to below 100%"}},
		Formula: "-log10(1 - a)", Source: "Treynor, Dahlin, Rau, Beyer 2017", Example: "nines(99.95%)", eval: on1(models.Nines)},
	{Name: "error_budget", Group: Reliability, Gives: "the time that an objective leaves for failing", Params: []Param{{"slo", Available, "above 0%, below 100%"}, {"window", Duration, fromZero}}, gives: ofTime,
		Formula: "(1 - slo) × window", Source: "SRE Workbook, chapter 5", Example: "error_budget(99.9%, 30 days)", eval: on2(models.ErrorBudget)},
	{Name: "burn_rate", Group: Reliability, Gives: "how many times too fast the error budget is spent", Params: []Param{{"error_rate", Count, fraction}, {"slo", Available, "above 0%, below 100%"}},
		Formula: "error_rate / (1 - slo)", Source: "SRE Workbook, chapter 5", Example: "burn_rate(1.44%, 99.9%)", eval: on2(models.BurnRate)},
	{Name: "exhausted_in", Group: Reliability, Gives: "the time until the error budget of a window is spent", Params: []Param{{"burn", Count, aboveZero}, {"window", Duration, fromZero}}, gives: ofTime,
		Formula: "window / burn", Source: "SRE Workbook, chapter 5", Example: "exhausted_in(14.4, 30 days)", eval: on2(models.ExhaustedIn)},
	{Name: "mttdl", Group: Reliability, Gives: "mean time to data loss of n units that survive `tolerated` failures", Params: []Param{{"n", Count, "1 to 10,000, whole"}, {"tolerated", Count, "0 to n - 1, whole"}, {"mttf", Duration, aboveZero}, {"mttr", Duration, aboveZero}}, gives: ofTime,
		Formula: "Σ i=0..tolerated h(i), h(i) = (1 + i/mttr × h(i-1)) × mttf / (n - i)", Source: "Patterson, Gibson, Katz 1988", Example: "mttdl(3, 2, 1M h, 24 h)", eval: on4(models.MTTDL), effort: mttdlEffort},
	{Name: "durability", Group: Reliability, Gives: "the chance that an erasure-coded object survives a year", Params: []Param{{"data", Count, counted}, {"parity", Count, numbered}, {"afr", Count, fromZero}, {"replace_time", Duration, "above 0, a year at most"}}, unavailable: true,
		Formula: "(1 - P(Bin(data + parity, 1 - e^(-afr × replace_time / year)) > parity))^(year / replace_time)", Source: "Backblaze 2018", Example: "durability(17, 3, 0.405%, 6.5 days)",
		eval: func(cal unit.Calendar, a []float64) (float64, error) {
			return models.Durability(a[0], a[1], a[2], a[3], cal.Year)
		}, effort: durabilityEffort},

	{Name: "busy_hour", Group: Load, Gives: "peak over mean where the busiest hour has this share of the day", Params: []Param{{"share", Count, "1/24 to 1"}},
		Formula: "share × 24", Source: "ITU-T E.500", Example: "busy_hour(20%)", eval: on1(models.BusyHour)},
	{Name: "busy", Group: Load, Gives: "peak over mean where a window has this share of the day", Params: []Param{{"share", Count, "window / day to 1"}, {"window", Duration, "above 0, a day at most"}},
		Formula: "share × day / window", Source: "ITU-T E.500", Example: "busy(80%, 8 h)",
		eval: func(cal unit.Calendar, a []float64) (float64, error) { return models.Busy(a[0], a[1], cal.Day) }},
	{Name: "burst", Group: Load, Gives: "arrivals in a window that are not exceeded with chance p", Params: []Param{{"mean", Count, "0 to 1e12"}, {"p", Available, "0% to below 100%"}},
		Formula: "least n with P(Poisson(mean) ≤ n) ≥ p", Source: "Feller, volume 1", Example: "burst(100, 99%)", eval: on2(models.Burst), effort: burstEffort},
	{Name: "in_flight", Group: Load, Gives: "requests in the system at once", Params: []Param{{"rate", PerTime, fromZero}, {"latency", Duration, fromZero}},
		Formula: "rate × latency", Source: "Little 1961", Example: "in_flight(1K/s, 200 ms)", eval: on2(models.InFlight)},
	{Name: "utilization", Group: Load, Gives: "the share of time that servers are busy", Params: []Param{{"rate", PerTime, fromZero}, {"service_time", Duration, fromZero}, {"servers", Count, "more than rate × service_time, whole"}}, gives: share,
		Formula: "rate × service_time / servers", Source: "Denning & Buzen 1978", Example: "utilization(850/s, 4 ms, 5)", eval: on3(models.Utilization)},
	{Name: "mm1_wait", Group: Load, Gives: "mean wait in the queue of one server", Params: []Param{{"rate", PerTime, "0 to below 1 / service_time"}, {"service_time", Duration, aboveZero}}, gives: ofTime,
		Formula: "ρ × service_time / (1 - ρ), ρ = rate × service_time", Source: "Kleinrock 1975", Example: "mm1_wait(80/s, 10 ms)", eval: on2(models.MM1Wait)},
	{Name: "mm1_response", Group: Load, Gives: "mean wait and service of one server", Params: []Param{{"rate", PerTime, "0 to below 1 / service_time"}, {"service_time", Duration, aboveZero}}, gives: ofTime,
		Formula: "service_time / (1 - ρ), ρ = rate × service_time", Source: "Kleinrock 1975", Example: "mm1_response(80/s, 10 ms)", eval: on2(models.MM1Response)},
	{Name: "erlang_c", Group: Load, Gives: "chance that a request waits, all servers being busy", Params: []Param{{"load", Count, "0 to below servers, in Erlangs"}, {"servers", Count, "more than load, whole"}}, gives: share,
		Formula: "B / (1 - ρ(1 - B)), ρ = load / servers; B(k) = load B(k-1) / (k + load B(k-1)), B(0) = 1", Source: "Erlang 1917", Example: "erlang_c(10, 14)", eval: on2(models.ErlangC), effort: erlangEffort},
	{Name: "mmc_wait", Group: Load, Gives: "mean wait in one queue before several servers", Params: []Param{{"rate", PerTime, fromZero}, {"service_time", Duration, fromZero}, {"servers", Count, "more than rate × service_time, whole"}}, gives: ofTime,
		Formula: "erlang_c(load, servers) × service_time / (servers - load), load = rate × service_time", Source: "Erlang 1917", Example: "mmc_wait(200/s, 10 ms, 3)", eval: on3(models.MMCWait), effort: mmcEffort},
	{Name: "mg1_wait", Group: Load, Gives: "mean wait where service times vary; scv is variance / mean²", Params: []Param{{"rate", PerTime, "0 to below 1 / service_time"}, {"service_time", Duration, aboveZero}, {"scv", Count, fromZero}}, gives: ofTime,
		Formula: "ρ × service_time / (1 - ρ) × (1 + scv) / 2, ρ = rate × service_time", Source: "Pollaczek 1930; Khinchine 1932", Example: "mg1_wait(80/s, 10 ms, 4)", eval: on3(models.MG1Wait)},
	{Name: "retries", Group: Load, Gives: "load over offered load where failures are tried again", Params: []Param{{"p_fail", Count, fraction}, {"max", Count, numbered}},
		Formula: "1 + p_fail + … + p_fail^max", Source: "SRE book, chapter 22", Example: "retries(10%, 2)", eval: on2(models.Retries)},
	{Name: "token_bucket", Group: Load, Gives: "the most that gets through in a time", Params: []Param{{"rate", PerTime, fromZero}, {"burst", Count, fromZero}, {"time", Duration, fromZero}},
		Formula: "burst + rate × time", Source: "RFC 2697", Example: "token_bucket(100/s, 500, 10 s)", eval: on3(models.TokenBucket)},

	{Name: "servers_for", Group: Scaling, Gives: "servers for a load, each no busier than the utilization", Params: []Param{{"load", Same, fromZero}, {"each", Same, aboveZero}, {"utilization", Count, "above 0, 1 at most"}},
		Formula: "⌈load / (each × utilization)⌉", Source: "SRE book, chapter 18", Example: "servers_for(50K/s, 1K/s, 70%)", eval: on3(models.ServersFor)},
	{Name: "servers_zonal", Group: Scaling, Gives: "servers in all zones that carry the load when some zones are lost", Params: []Param{{"load", Same, fromZero}, {"each", Same, aboveZero}, {"utilization", Count, "above 0, 1 at most"}, {"zones", Count, counted}, {"lost", Count, "0 to zones - 1, whole"}},
		Formula: "zones × ⌈servers_for(load, each, utilization) / (zones - lost)⌉", Source: "AWS Builders' Library, static stability", Example: "servers_zonal(60K/s, 1K/s, 60%, 3, 1)", eval: on5(models.ServersZonal)},
	{Name: "usl", Group: Scaling, Gives: "throughput of n nodes with contention alpha and crosstalk beta", Params: []Param{{"n", Count, "1 or more"}, {"gamma", Same, fromZero}, {"alpha", Count, "0 to below 1"}, {"beta", Count, fromZero}}, gives: likeGamma,
		Formula: "γn / (1 + α(n-1) + βn(n-1))", Source: "Gunther 1993", Example: "usl(32, 100/s, 5%, 0.0002)", eval: on4(models.USL)},
	{Name: "usl_peak", Group: Scaling, Gives: "nodes beyond which throughput falls", Params: []Param{{"alpha", Count, "0 to below 1"}, {"beta", Count, aboveZero}},
		Formula: "√((1 - α) / β)", Source: "Gunther 2007", Example: "usl_peak(5%, 0.0002)", eval: on2(models.USLPeak)},
	{Name: "amdahl", Group: Scaling, Gives: "speed-up on n processors", Params: []Param{{"serial", Count, fraction}, {"n", Count, "1 or more"}},
		Formula: "1 / (serial + (1 - serial) / n)", Source: "Amdahl 1967", Example: "amdahl(5%, 16)", eval: on2(models.Amdahl)},

	{Name: "tail", Group: Latency, Gives: "chance that a fan-out to n meets a slow answer", Params: []Param{{"p", Count, fraction}, {"n", Count, fromZero}}, gives: share,
		Formula: "1 - (1 - p)^n", Source: "Dean & Barroso 2013", Example: "tail(1%, 100)", eval: on2(models.Tail)},
	{Name: "effective_latency", Group: Latency, Gives: "mean latency behind a cache that every request asks first", Params: []Param{{"hit", Count, fraction}, {"cache", Duration, fromZero}, {"origin", Duration, fromZero}}, gives: ofTime,
		Formula: "cache + (1 - hit) × origin", Source: "Hennessy & Patterson", Example: "effective_latency(90%, 1 ms, 50 ms)", eval: on3(models.EffectiveLatency)},
	{Name: "bdp", Group: Latency, Gives: "bytes in flight that fill a path", Params: []Param{{"bandwidth", Throughput, fromZero}, {"rtt", Duration, fromZero}}, gives: ofData,
		Formula: "bandwidth × rtt", Source: "RFC 7323", Example: "bdp(100 Mbps, 80 ms)", eval: on2(models.BDP)},
	{Name: "transfer", Group: Latency, Gives: "time to send a size; rtt is that of all round trips before it", Params: []Param{{"size", Size, fromZero}, {"bandwidth", Throughput, aboveZero}, {"rtt", Duration, fromZero}}, gives: ofTime,
		Formula: "rtt + size / bandwidth", Source: "RFC 6349", Example: "transfer(5 MB, 50 Mbps, 3 × 40 ms)", eval: on3(models.Transfer)},
	{Name: "goodput", Group: Latency, Gives: "payload over bytes on the wire of full Ethernet frames", Params: []Param{{"mtu", Size, "46 B or more"}, {"headers", Size, "0 to below mtu"}}, gives: share,
		Formula: "(mtu - headers) / (mtu + 38 B)", Source: "IEEE 802.3", Example: "goodput(1500 B, 40 B)", eval: on2(models.Goodput)},

	{Name: "raid", Group: Storage, Gives: "usable fraction of an array", Params: []Param{{"level", Count, "0, 1, 5, 6 or 10"}, {"disks", Count, "1, 2, 3, 4 or 4 or more by level, whole"}}, gives: share,
		Formula: "level 0: 1; 1: 1/disks; 5: (disks-1)/disks; 6: (disks-2)/disks; 10: 1/2", Source: "Patterson, Gibson, Katz 1988", Example: "raid(5, 8)", eval: on2(models.Raid)},
	{Name: "erasure", Group: Storage, Gives: "physical over logical bytes", Params: []Param{{"data", Count, counted}, {"parity", Count, numbered}},
		Formula: "(data + parity) / data", Source: "Huang et al. 2012", Example: "erasure(10, 4)", eval: on2(models.Erasure)},
	{Name: "grow", Group: Storage, Gives: "an amount after compound growth", Params: []Param{{"amount", Same, ""}, {"growth", Count, "above -1"}, {"periods", Count, fromZero}}, gives: sameAs,
		Formula: "amount × (1 + growth)^periods", Source: "annuity formula", Example: "grow(100 TB, 20%, 3)", eval: on3(models.Grow)},
	{Name: "accumulate", Group: Storage, Gives: "the sum of a growing amount over whole periods; the last `kept` of them where given", Params: []Param{{"first", Same, fromZero}, {"growth", Count, "above -1"}, {"periods", Count, numbered}, {"kept", Count, numbered}}, Optional: 1, gives: sameAs,
		Formula: "first × ((1 + growth)^periods - 1) / growth", Source: "annuity formula", Example: "accumulate(10 TB, 20%, 3)",
		eval: func(_ unit.Calendar, a []float64) (float64, error) {
			if len(a) == 4 {
				return models.AccumulateKept(a[0], a[1], a[2], a[3])
			}
			return models.Accumulate(a[0], a[1], a[2])
		}},
	{Name: "runway", Group: Storage, Gives: "periods until compound growth fills the capacity; 0 where it is full", Params: []Param{{"used", Same, aboveZero}, {"growth", Count, aboveZero}, {"capacity", Same, aboveZero}},
		Formula: "ln(capacity / used) / ln(1 + growth)", Source: "annuity formula", Example: "runway(60 TB, 5%, 100 TB)", eval: on3(models.Runway)},

	{Name: "zipf_hit", Group: Caches, Gives: "hit ratio of the most popular items under Zipf: the best there is", Params: []Param{{"items", Count, counted}, {"cached", Count, "0 to items"}, {"s", Count, "0 to 20"}}, gives: share,
		Formula: "Σ i=1..cached i^-s / Σ i=1..items i^-s", Source: "Breslau et al. 1999", Example: "zipf_hit(1M, 10K, 0.8)", eval: on3(models.ZipfHit), effort: zipfEffort},
	{Name: "lru_hit", Group: Caches, Gives: "hit ratio of an LRU cache under Zipf", Params: []Param{{"items", Count, counted}, {"cached", Count, "0 to items"}, {"s", Count, "0 to 20"}}, gives: share,
		Formula: "Σ q(1 - e^(-qt)), q = i^-s / Σ i^-s, t from Σ (1 - e^(-qt)) = cached", Source: "Che, Tung, Wang 2002", Example: "lru_hit(1M, 10K, 0.8)", eval: on3(models.LRUHit), effort: lruEffort},
	{Name: "ttl_hit", Group: Caches, Gives: "hit ratio of an item that is dropped a fixed time after its fetch", Params: []Param{{"rate", PerTime, fromZero}, {"ttl", Duration, fromZero}}, gives: share,
		Formula: "rate × ttl / (1 + rate × ttl)", Source: "Jung, Berger, Balakrishnan 2003", Example: "ttl_hit(6/min, 60 s)", eval: on2(models.TTLHit)},

	{Name: "keys", Group: KeySpace, Gives: "keys of a length over an alphabet; `calc --exact` shows every digit", Params: []Param{{"base", Count, "2 to 1M, whole"}, {"length", Count, "0 to 1,000, whole"}}, exact: exactKeys,
		Formula: "base^length", Source: "counting", Example: "keys(62, 7)", eval: on2(models.Keys)},
	{Name: "key_length", Group: KeySpace, Gives: "the shortest key that tells so many apart", Params: []Param{{"base", Count, "2 to 1M, whole"}, {"count", Count, "1 or more"}},
		Formula: "least n ≥ 1 with base^n ≥ count, in whole numbers", Source: "counting", Example: "key_length(62, 12B)", eval: on2(models.KeyLength)},
	{Name: "collision_probability", Group: KeySpace, Gives: "chance that n random keys hold two the same", Params: []Param{{"n", Count, numbered}, {"space", Count, "1 or more"}}, gives: share,
		Formula: "1 - Π i<n (1 - i/space); from n = 1,000 on 1 - e^(-n(n-1) / 2space)", Source: "von Mises 1939", Example: "collision_probability(1M, keys(62, 7))", eval: on2(models.CollisionProbability)},
	{Name: "expected_collisions", Group: KeySpace, Gives: "pairs of equal keys among n random ones", Params: []Param{{"n", Count, numbered}, {"space", Count, "1 or more"}},
		Formula: "n(n-1) / 2space", Source: "von Mises 1939", Example: "expected_collisions(10M, keys(62, 7))", eval: on2(models.ExpectedCollisions)},
	{Name: "moved_keys", Group: KeySpace, Gives: "what moves when consistent hashing changes its count of nodes", Params: []Param{{"keys", Same, fromZero}, {"before", Count, counted}, {"after", Count, counted}}, gives: sameAs,
		Formula: "keys × |after - before| / max(before, after)", Source: "Karger et al. 1997", Example: "moved_keys(10 TB, 4, 5)", eval: on3(models.MovedKeys)},
	{Name: "vnode_spread", Group: KeySpace, Gives: "relative standard deviation of a node's load", Params: []Param{{"nodes", Count, counted}, {"vnodes", Count, counted}}, gives: share,
		Formula: "√((nodes - 1) / (nodes × vnodes + 1))", Source: "Karger et al. 1997", Example: "vnode_spread(10, 100)", eval: on2(models.VnodeSpread)},
	{Name: "geohash_width", Group: KeySpace, Gives: "width of a geohash cell at the equator, in metres", Params: []Param{{"length", Count, "1 to 12, whole"}},
		Formula: "2π × 6378137 / 2^⌈5 length / 2⌉", Source: "Niemeyer 2008; WGS 84", Example: "geohash_width(6)", eval: on1(models.GeohashWidth)},
	{Name: "geohash_height", Group: KeySpace, Gives: "height of a geohash cell, in metres", Params: []Param{{"length", Count, "1 to 12, whole"}},
		Formula: "π × 6356752.3 / 2^⌊5 length / 2⌋", Source: "Niemeyer 2008; WGS 84", Example: "geohash_height(6)", eval: on1(models.GeohashHeight)},
	{Name: "bloom_bits", Group: KeySpace, Gives: "size of a Bloom filter for n items at false-positive chance p", Params: []Param{{"n", Count, aboveZero}, {"p", Count, "above 0, below 1"}}, gives: ofData,
		Formula: "⌈-n ln p / (ln 2)²⌉ bits", Source: "Bloom 1970", Example: "bloom_bits(40M, 1e-6)", eval: on2(models.BloomBits)},
	{Name: "bloom_hashes", Group: KeySpace, Gives: "hash functions of that filter", Params: []Param{{"n", Count, aboveZero}, {"p", Count, "above 0, below 1"}},
		Formula: "bits / n × ln 2, rounded", Source: "Bloom 1970", Example: "bloom_hashes(40M, 1e-6)", eval: on2(models.BloomHashes)},

	{Name: "triangular", Group: Distributions, Gives: "a range from a to b that peaks at m; alone its median", Params: three, gives: sameAs,
		Formula: "density rising from a to m, falling to b", Source: "Vose 2008", Example: "triangular(1 KB, 2 KB, 5 KB)", quantile: shape3(models.Triangular)},
	{Name: "pert", Group: Distributions, Gives: "a range from a to b, most likely m; alone its median", Params: three, gives: sameAs,
		Formula: "beta with shapes 1 + 4(m-a)/(b-a) and 1 + 4(b-m)/(b-a)", Source: "Malcolm et al. 1959", Example: "pert(1 KB, 2 KB, 5 KB)", quantile: shape3(models.PERT)},
	{Name: "uniform", Group: Distributions, Gives: "a range in which all values are as likely; alone its median", Params: []Param{{"a", Same, "below b"}, {"b", Same, "above a"}}, gives: sameAs,
		Formula: "even density from a to b", Source: "Vose 2008", Example: "uniform(0 B, 5 KB)", quantile: shape2(models.Uniform)},

	{Name: "integral", Params: []Param{{"rate", Anything, ""}, {"window", Duration, fromZero}}, internal: true, Formula: "the integral of the rate over the window before now", Example: "integral(tweet.daily, horizon)",
		gives: func(a []Type) Type { return Type{Dim: a[0].Dim.Mul(unit.Time)} }},
}
