package spec_test

import (
	"testing"

	"botec/estimate"
	"botec/estimate/spec"
)

// rich has something below every field into which --set goes.
const rich = `name: Case
use: shared.yaml
horizon: 1 year
actions:
  tweet: {type: write, per_user: 2/day, payload: {text: 100 B, media: {size: 1 KB, retention: 30 days}}}
latency: {network: 5 ms, budget: 20 ms}
availability: {web: {parallel: [99.9%, 99.9%]}, db: 99.95%}
servers:
  api: {needs: {cpu: rps / (1K/s)}}
let:
  share: {is: 10%, about: a share}
`

const shared = `dau: 5M
calendar: {day: 86400 s, month: 30 days}
prices: {as_of: 2026-11, source: list, storage: $0.02/GB/month}
let:
  quota: {is: 5 GB, about: what a user may keep, in: TB}
`

// TestSet sets inputs: what is there, what a field may add, and what is a slip.
func TestSet(t *testing.T) {
	for path, c := range map[string]struct{ text, message, help string }{
		"dau":                             {"7M", "", ""},
		"peak":                            {"3x", "", ""},
		"quota":                           {"6 GB", "", ""},
		"let.quota":                       {"6 GB", "", ""},
		"share":                           {"20%", "", ""},
		"let.share.in":                    {"", `"let.share.in" has no value`, "write `--set let.share.in=VALUE`"},
		"calendar.year":                   {"360 days", "", ""},
		"prices.storage":                  {"$0.03/GB/month", "", ""},
		"storage.replication":             {"3", "", ""},
		"actions.tweet.peak":              {"3x", "", ""},
		"actions.tweet.payload.text":      {"200 B", "", ""},
		"actions.tweet.payload.media":     {"2 KB", "", ""},
		"latency.network":                 {"6 ms", "", ""},
		"availability.web.2":              {"99%", "", ""},
		"availability.web.1":              {"99%", "", ""},
		"availability.web.0":              {"99%", `"availability.web.0" is not an input of the scenario`, "the list there has the elements 1 to 2"},
		"let":                             {"5", `"let" is not an input of the scenario`, "there are several values at that place: name one of them"},
		"users":                           {"\u202e1", "control character U+202E in --set", "leave it out"},
		"servers.api.needs.cpu":           {"4", "", ""},
		"servers.api.spare":               {"1", "", ""},
		"latency.netwrk":                  {"5 ms", `"latency.netwrk" is not an input of the scenario`, "did you mean `latency.network`?"},
		"let.q":                           {"5", `"let.q" is not an input of the scenario`, "below `let` there are quota, share"},
		"let.quotas":                      {"5", `"let.quotas" is not an input of the scenario`, "did you mean `let.quota`?"},
		"actions.twet.peak":               {"3x", `"actions.twet.peak" is not an input of the scenario`, "did you mean `actions.tweet.peak`?"},
		"actions.tweet.paek":              {"3x", `"actions.tweet.paek" is not an input of the scenario`, "did you mean `actions.tweet.peak`?"},
		"actions.tweet.payload.txt":       {"1 KB", `"actions.tweet.payload.txt" is not an input of the scenario`, "did you mean `actions.tweet.payload.text`?"},
		"actions.tweet.payload.text.size": {"1 KB", `"actions.tweet.payload.text.size" is not an input of the scenario`, `there is one value at that place, "100 B", and nothing below it`},
		"acions.tweet.peak":               {"3x", `"acions.tweet.peak" is not an input of the scenario`, "did you mean `actions.tweet.peak`?"},
		"storage.replicaton":              {"3", `"storage.replicaton" is not an input of the scenario`, "did you mean `storage.replication`?"},
		"storage.replication.more":        {"3", `"storage.replication.more" is not an input of the scenario`, "there is nothing below `storage.replication` that can be set; write it into the file"},
		"datasets.user.items":             {"3", `"datasets.user.items" is not an input of the scenario`, "there is nothing below `datasets` that can be set; write it into the file"},
		"prices.storag":                   {"$1/GB/month", `"prices.storag" is not an input of the scenario`, "did you mean `prices.storage`?"},
		"availability.web.3":              {"99%", `"availability.web.3" is not an input of the scenario`, "the list there has the elements 1 to 2"},
		"availability.dbs":                {"99%", `"availability.dbs" is not an input of the scenario`, "did you mean `availability.db`?"},
		"name":                            {"x", `"name" is not an input of the scenario`, "only inputs and lets can be set"},
		"actions":                         {"x", `"actions" is not an input of the scenario`, "there are several values at that place: name one of them"},
		"":                                {"x", `"" is not an input of the scenario`, "name a field by its path, such as `dau` or `storage.replication`, or a let by its name"},
		"horizon":                         {"\xff", "the value of --set is not UTF-8", "write it in UTF-8"},
		"read_write_ratio":                {"1\u202e", "control character U+202E in --set", "leave it out"},
	} {
		r := spec.Read("main.yaml", []byte(rich), spec.Options{Origin: estimate.Given, Open: files(map[string]string{"shared.yaml": shared}), Set: []spec.Override{{Path: path, Text: c.text}}})
		_, problems := r.Compile()
		switch {
		case c.message == "" && len(problems) > 0:
			t.Errorf("%s: %s", path, problems[0])
		case c.message != "" && len(problems) == 0:
			t.Errorf("%s: nothing is said of it", path)
		case c.message != "" && (problems[0].Message != c.message || problems[0].Help != c.help):
			t.Errorf("%s: %s = %s", path, problems[0], problems[0].Help)
		}
	}
}

// TestSetInUsedFile keeps what a used file says beside the value that is set.
func TestSetInUsedFile(t *testing.T) {
	r := spec.Read("main.yaml", []byte(rich), spec.Options{Origin: estimate.Given, Open: files(map[string]string{"shared.yaml": shared}),
		Set: []spec.Override{{Path: "quota", Text: "7 GB"}, {Path: "calendar.year", Text: "360 days"}, {Path: "dau", Text: "9M"}}})
	s := r.Scenario
	if len(r.Problems) > 0 {
		t.Fatal(r.Problems[0])
	}
	if s.Month == nil || s.Month.Text != "30 days" || s.Year.Text != "360 days" {
		t.Error("the month of the used file is gone")
	}
	if s.DAU.Text != "9M" || s.DAU.Origin != estimate.Overridden {
		t.Errorf("dau is %s, %s", s.DAU.Text, s.DAU.Origin)
	}
	for _, l := range s.Lets {
		if l.Name == "quota" && (l.Value.Text != "7 GB" || l.About == "" || l.In == nil) {
			t.Errorf("quota is %+v", l)
		}
	}
}
