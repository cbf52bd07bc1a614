package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"botec/cmd/botec/internal/table"
	"botec/estimate"
	"botec/estimate/spec"
)

// oneLiner is a command that is one scenario, made of its flags.
type oneLiner struct {
	name, short, long, example string
	flags                      []lineFlag
	section                    estimate.Section
	lacks                      func(given flagValues) string // what has to be given, empty where it is
	write                      func(d *draft)
	explain                    func(given flagValues) []string // the quantities whose working is shown
}

// lineFlag is a flag whose value stands in a field of the scenario. The usage has the
// value's name in backquotes, as part of its sentence.
type lineFlag struct{ name, usage string }

// flagValues are the flags as given.
type flagValues map[string]string

func (f flagValues) any(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return f[n] != "" })
}

// loadFlags say how much there is to do; every one-liner has them.
var loadFlags = []lineFlag{
	{"rate", "how often: a `RATE` such as 100M/month"},
	{"dau", "a `COUNT` of daily active users, with --per-user"},
	{"per-user", "how often each of them: a `RATE` such as 5/day"},
}

var peakFlag = lineFlag{"peak", "the `FACTOR` of the peak over the mean, such as 3x or 'busy_hour(20%)'"}

// oneLiners are the commands, each the shortest way to one section of a report.
var oneLiners = []oneLiner{
	{
		name: "rps", short: "Requests a second, from users and actions",
		long:    "Rps turns users and what they do into requests a second, mean and peak.",
		example: "  botec rps --dau 200M --per-user 5/day --peak 3x\n  botec rps --rate 100M/month --read-write-ratio 100:1",
		flags: append(slices.Clone(loadFlags), peakFlag,
			lineFlag{"read-write-ratio", "the `RATIO` of reads to writes, such as 100:1: the rate is that of the writes"},
			lineFlag{"latency", "the `TIME` that a request takes, for the count in flight"}),
		section: estimate.Traffic, lacks: lacksLoad,
		write: func(d *draft) {
			d.field(0, "dau", "dau")
			d.field(0, "peak", "peak")
			d.field(0, "read_write_ratio", "read-write-ratio")
			d.text(0, "actions:")
			if d.given.any("read-write-ratio") {
				d.action("write", "latency", "latency")
				d.text(1, "read:")
				d.text(2, "type: read")
				d.field(2, "latency", "latency")
				return
			}
			d.action("read", "latency", "latency")
		},
		explain: func(given flagValues) []string {
			quantity := "rps"
			if given.any("peak") {
				quantity = "rps.peak"
			}
			return []string{quantity}
		},
	},
	{
		name: "storage", short: "Bytes to keep, from what is written or stands",
		long:    "Storage turns what is written, how long it is kept and how it is stored into bytes.\nWithout a horizon it is what a day, a month and a year bring.",
		example: "  botec storage --rate 1B/day --size 100B --horizon 10y --replication 3\n  botec storage --items 1B --size 2KB --overhead 30%",
		flags: append(slices.Clone(loadFlags),
			lineFlag{"items", "a `COUNT` of what stands rather than comes"},
			lineFlag{"size", "the `SIZE` of each, such as 5 KB"},
			lineFlag{"horizon", "how far to look: a `TIME` such as 10 years"},
			lineFlag{"retention", "the `TIME` for which each is kept"},
			lineFlag{"growth", "the `GROWTH` of users and rates, such as 20%/year"},
			lineFlag{"compression", "the `RATIO` of original to stored, such as 2:1"},
			lineFlag{"overhead", "the `SHARE` that indexes and the like add, such as 30%"},
			lineFlag{"replication", "the `FACTOR` of all copies, such as 3 or 'erasure(10, 4)'"},
			lineFlag{"fill", "how full disks may be: a `SHARE` such as 80%"}),
		section: estimate.StorageLines,
		lacks: func(given flagValues) string {
			switch {
			case !given.any("size"):
				return "give --size, such as --size 5KB"
			case given.any("items"):
				return ""
			}
			return lacksLoad(given)
		},
		write: func(d *draft) {
			d.field(0, "dau", "dau")
			d.field(0, "growth", "growth")
			d.field(0, "horizon", "horizon")
			if d.given.any(loadNames...) {
				d.text(0, "actions:")
				d.action("write", "stores", "size")
			}
			if d.given.any("items") {
				d.text(0, "datasets:")
				d.text(1, "stock:")
				d.field(2, "items", "items")
				d.field(2, "size", "size")
			}
			d.group(0, "storage:", "compression", "overhead", "replication", "fill", "retention")
		},
		explain: func(given flagValues) []string {
			if given.any("horizon") || !given.any(loadNames...) || given.any("retention") && !given.any("growth") {
				return []string{"storage"}
			}
			return []string{"storage.daily"}
		},
	},
	{
		name: "bandwidth", short: "Bytes and bits a second, from requests and sizes",
		long:    "Bandwidth turns requests and their sizes into what goes in and out, in bytes and in\nbits a second.",
		example: "  botec bandwidth --dau 200M --per-user 5/day --response 100KB --peak 2x\n  botec bandwidth --rate 12K/s --request 5MB",
		flags: append(slices.Clone(loadFlags), peakFlag,
			lineFlag{"request", "the `SIZE` of what comes in with each, such as 1 KB"},
			lineFlag{"response", "the `SIZE` of what goes out for each"}),
		section: estimate.Bandwidth,
		lacks: func(given flagValues) string {
			if !given.any("request", "response") {
				return "give --request, --response or both, such as --response 100KB"
			}
			return lacksLoad(given)
		},
		write: func(d *draft) {
			d.field(0, "dau", "dau")
			d.field(0, "peak", "peak")
			d.text(0, "actions:")
			d.action("read", "request", "request", "response", "response")
		},
		explain: func(given flagValues) []string {
			var quantities []string
			for flag, quantity := range map[string]string{"request": "ingress", "response": "egress"} {
				if given.any(flag) && given.any("peak") {
					quantity += ".peak"
				}
				if given.any(flag) {
					quantities = append(quantities, quantity)
				}
			}
			slices.Sort(quantities)
			slices.Reverse(quantities)
			return quantities
		},
	},
	{
		name: "cache", short: "Memory for the hot part of what is read",
		long:    "Cache sizes a cache: the hot share of what is read in a window (20% of a day, as the\n80/20 rule has it), or a count of items, times the size of an entry.",
		example: "  botec cache --rate 1B/day --entry 500B --hit-ratio 95%\n  botec cache --items 10M --entry 2KB --replication 2",
		flags: append(slices.Clone(loadFlags),
			lineFlag{"items", "a `COUNT` of what is cached, instead of a share of what is read"},
			lineFlag{"entry", "the `SIZE` of each, such as 500 B"},
			lineFlag{"hot", "the `SHARE` of what is read in the window (default 20%)"},
			lineFlag{"window", "the `TIME` over which reads count (default 1 day)"},
			lineFlag{"hit-ratio", "the `SHARE` of reads that hit, for the load that is left for the origin"},
			lineFlag{"overhead", "the `SHARE` that keys and pointers add, such as 50%"},
			lineFlag{"replication", "the `FACTOR` of all copies, such as 2"}),
		section: estimate.CacheLines,
		lacks: func(given flagValues) string {
			switch {
			case !given.any("entry"):
				return "give --entry, such as --entry 500B"
			case given.any("items"):
				return ""
			}
			return lacksLoad(given)
		},
		write: func(d *draft) {
			if d.given.any(loadNames...) {
				d.field(0, "dau", "dau")
				d.text(0, "actions:")
				d.action("read", "response", "entry")
				d.text(0, "cache:")
				d.text(1, "read:")
				if !d.given.any("items", "hot") {
					d.text(2, "hot: 20%")
				}
			} else {
				d.text(0, "cache:")
				d.text(1, "objects:")
				d.field(2, "entry", "entry")
			}
			for _, name := range []string{"items", "hot", "window", "hit-ratio", "overhead", "replication"} {
				d.field(2, strings.ReplaceAll(name, "-", "_"), name)
			}
		},
		explain: func(flagValues) []string { return []string{"cache"} },
	},
	{
		name: "servers", short: "Servers for a load",
		long:    "Servers counts machines: a load over what each carries at the utilization, rounded\nup, and spares. A load from users is sized for its peak.",
		example: "  botec servers --load 50K/s --each 1K/s --utilization 70% --spare 2\n  botec servers --dau 200M --per-user 5/day --peak 3x --each 500/s",
		flags: append(slices.Clone(loadFlags), peakFlag,
			lineFlag{"load", "the `LOAD` to be carried, such as 50K/s or 40 Gbps, instead of a rate"},
			lineFlag{"each", "the `LOAD` that one server carries"},
			lineFlag{"utilization", "how busy each may be: a `SHARE` such as 70%"},
			lineFlag{"spare", "a `COUNT` of servers beyond the need"},
			lineFlag{"at-least", "the least `COUNT` of servers"}),
		section: estimate.ServerLines,
		lacks: func(given flagValues) string {
			switch {
			case !given.any("each"):
				return "give --each, what one server carries, such as --each 1K/s"
			case given.any("load"):
				return ""
			}
			return lacksLoad(given)
		},
		write: func(d *draft) {
			if !d.given.any("load") {
				d.field(0, "dau", "dau")
				d.field(0, "peak", "peak")
				d.text(0, "actions:")
				d.action("read")
			}
			d.text(0, "servers:")
			d.text(1, "tier:")
			if d.given.any("load") {
				d.field(2, "load", "load")
			} else {
				d.text(2, "load: rps.peak")
			}
			d.field(2, "each", "each")
			d.field(2, "utilization", "utilization")
			d.field(2, "spare", "spare")
			d.field(2, "at_least", "at-least")
		},
		explain: func(flagValues) []string { return []string{"servers"} },
	},
}

var loadNames = []string{"rate", "dau", "per-user"}

// lacksLoad says what is missing for a rate.
func lacksLoad(given flagValues) string {
	switch {
	case given.any("rate") && given.any("dau", "per-user"):
		return "give --rate alone, or --dau with --per-user"
	case given.any("rate") || given.any("dau") && given.any("per-user"):
		return ""
	case given.any("dau"):
		return "give --per-user too, such as --per-user 5/day"
	case given.any("per-user"):
		return "give --dau too, such as --dau 200M"
	default:
		return "give --rate, such as --rate 100M/month, or --dau with --per-user"
	}
}

// draft is a scenario in the making. It remembers where the value of each flag stands, so
// that a mistake in it is told of at the flag.
type draft struct {
	command string   // that it is of
	flags   []string // that it may have
	given   flagValues
	lines   []string
	spots   []spot
}

// spot is the place of a value in a draft, and where it came from.
type spot struct {
	line, column int    // of its first character, from 1
	file         string // what problems name: "--dau"
	argument     int    // the line that they name
	offset       int    // characters of the argument before the value
	text         string // the whole argument
}

func (d *draft) text(depth int, text string) {
	d.lines = append(d.lines, strings.Repeat("  ", depth)+text)
}

// field writes a flag's value under a key; a flag that is not given writes nothing.
func (d *draft) field(depth int, key, flag string) {
	value := d.given[flag]
	if value == "" {
		return
	}
	d.value(depth, key+": ", value, spot{file: "--" + flag, argument: 1, text: value})
}

// value writes a value behind a key.
func (d *draft) value(depth int, key, value string, from spot) {
	head := strings.Repeat("  ", depth) + key
	from.column = len(head) + 1
	if !plainScalar.MatchString(value) {
		value = "'" + strings.ReplaceAll(value, "'", "''") + "'"
		from.column++
	}
	d.lines = append(d.lines, head+value)
	from.line = len(d.lines)
	d.spots = append(d.spots, from)
}

// plainScalar is a value that YAML takes as it stands, without quotes.
var plainScalar = regexp.MustCompile(`^[0-9A-Za-z$€£(.][^#,:\[\]{}'"\x60\\|>&*!]*(:[0-9][^#,:\[\]{}'"\x60\\|>&*!]*)?$`)

// group writes flags that are keys of one mapping.
func (d *draft) group(depth int, key string, flags ...string) {
	if !d.given.any(flags...) {
		return
	}
	d.text(depth, key)
	for _, flag := range flags {
		d.field(depth+1, flag, flag)
	}
}

// action writes an action of that type and name with its rate, and fields as pairs of a
// key and a flag.
func (d *draft) action(name string, fields ...string) {
	d.text(1, name+":")
	d.text(2, "type: "+name)
	d.field(2, "rate", "rate")
	d.field(2, "per_user", "per-user")
	for i := 0; i < len(fields); i += 2 {
		d.field(2, fields[i], fields[i+1])
	}
}

func (d *draft) String() string { return strings.Join(d.lines, "\n") + "\n" }

// draftFile names a draft in problems that no flag is to blame for.
const draftFile = "--yaml"

// compile compiles the draft. Mistakes are told of at the flags that they stand in.
func (d *draft) compile() (*estimate.Model, error) {
	m, problems := spec.Read(draftFile, []byte(d.String()), spec.Options{Origin: estimate.Given}).Compile()
	if len(problems) > 0 {
		return nil, d.blame(problems)
	}
	return m, nil
}

// blame makes problems of the draft an error that names what they are about.
func (d *draft) blame(problems []*estimate.Problem) error {
	texts := d.trace(problems)
	return &invalid{estimate.SortProblems(problems), &source{texts: texts}}
}

// trace moves problems from the draft to the flags and arguments that its values came
// from, and gives the texts of those.
func (d *draft) trace(problems []*estimate.Problem) map[string][]byte {
	texts := map[string][]byte{draftFile: []byte(d.String())}
	for _, p := range problems {
		for _, at := range d.spots {
			if p.File != draftFile || p.Line != at.line || p.Column < at.column {
				continue
			}
			p.File, p.Line, p.Column = at.file, at.argument, p.Column-at.column+at.offset+1
			for i := range p.Also {
				p.Also[i].Column += at.offset - at.column + 1
			}
			texts[p.File] = withLine(texts[p.File], at.argument, at.text)
			break
		}
		p.Help = d.flagFor(p.Help)
	}
	return texts
}

// withLine is a text with a line put in its place: one file is all arguments, a line each.
func withLine(text []byte, number int, line string) []byte {
	lines := strings.Split(string(text), "\n")
	for len(lines) < number {
		lines = append(lines, "")
	}
	lines[number-1] = line
	return []byte(strings.Join(lines, "\n"))
}

// aField is the advice to add a field.
var aField = regexp.MustCompile("^add `([a-z_]+): ([^`]+)`")

// flagFor gives the advice to add a field as one to add the flag that writes it, where the
// command has it.
func (d *draft) flagFor(help string) string {
	m := aField.FindStringSubmatch(help)
	if m == nil {
		return help
	}
	flag, value := strings.ReplaceAll(m[1], "_", "-"), m[2]
	if !slices.Contains(d.flags, flag) {
		return help
	}
	if strings.Contains(value, " ") {
		value = "'" + value + "'"
	}
	return fmt.Sprintf("add `--%s %s`", flag, value)
}

// doubts makes warnings about the draft such that name what was given: a flag, or the
// command itself, never a line that nobody wrote.
func (d *draft) doubts(warnings []*estimate.Problem) {
	d.trace(warnings)
	for _, w := range warnings {
		if w.File == draftFile {
			w.Place = estimate.Place{File: d.command}
		}
	}
}

// newOneLiner makes the command of a one-liner.
func newOneLiner(a *app, l *oneLiner) *cobra.Command {
	var yaml bool
	var out output
	values := make(map[string]*string)
	c := &cobra.Command{
		Use:     l.name,
		Short:   l.short,
		Long:    l.long + "\n\nIt is a scenario made of its flags, whose values are written as in a file; --yaml\nprints it, to be kept and gone on with.",
		Example: l.example,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("values stand behind flags; quote one with a space in it: --size '100 B'", "%q stands behind no flag", args[0])
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			d := &draft{command: l.name, given: make(flagValues)}
			for _, f := range l.flags {
				d.flags = append(d.flags, f.name)
			}
			for name, value := range values {
				d.given[name] = strings.Join(strings.Fields(*value), " ")
			}
			if lacks := l.lacks(d.given); lacks != "" {
				return usage(lacks, "%s has nothing to compute with", l.name)
			}
			d.text(0, "name: "+l.name)
			l.write(d)
			if yaml {
				return a.write(out.file, d.String())
			}
			return a.print(d, estimate.Options{}, l.section, l.explain(d.given), &out)
		},
	}
	for _, f := range l.flags {
		values[f.name] = c.Flags().String(f.name, "", f.usage)
		neverEmpty(c, f.name)
	}
	c.Flags().SortFlags = false
	c.Flags().BoolVar(&yaml, "yaml", false, "print the scenario instead of its tables")
	addOutput(c, &out, "text", "markdown", "csv", "json")
	return c
}

// print evaluates the draft and prints a section of its report, and how quantities come
// about.
func (a *app) print(d *draft, opt estimate.Options, section estimate.Section, explain []string, o *output) error {
	if err := o.check(); err != nil {
		return err
	}
	m, err := d.compile()
	if err != nil {
		return err
	}
	opt.Spread, opt.Only = true, []estimate.Section{section}
	r, problems := m.Report(opt)
	if len(problems) > 0 {
		return d.blame(problems)
	}
	d.doubts(r.Warnings)
	a.warn(r.Warnings...)
	text, err := a.render([]*estimate.Report{r}, []estimate.Section{section}, o)
	if err != nil {
		return err
	}
	for _, quantity := range explain {
		derivation, problem := m.Explain(quantity, opt)
		switch {
		case problem != nil:
			return d.blame([]*estimate.Problem{problem})
		case o.format == "text":
			text += "\n" + table.Derivation(derivation, m.Calendar(), a.look(o.file))
		case o.format == "markdown":
			text += "\n" + table.DerivationMarkdown(derivation, m.Calendar())
		}
	}
	return a.write(o.file, text)
}
