package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const rangesScenario = `name: Ranges
horizon: 10 years
dau: 100M to 300M
actions:
  post: {type: write, per_user: 3 to 8/day, payload: 50 to 200 KB}
storage: {replication: 3}
`

// storageEnds are p5 and p95 of its storage in closed form: the medians multiply, and the
// variances of the logarithms add.
func storageEnds() [2]float64 {
	median, variance := 10*365.0*3, 0.0
	for _, ends := range [][2]float64{{100e6, 300e6}, {3, 8}, {50e3, 200e3}} {
		median *= math.Sqrt(ends[0] * ends[1])
		half := math.Log(ends[1]/ends[0]) / 2 // 1.645 standard deviations
		variance += half * half
	}
	return [2]float64{median * math.Exp(-math.Sqrt(variance)), median * math.Exp(math.Sqrt(variance))}
}

// BenchmarkRanges samples a scenario as a process, beside @quri/squiggle-lang 0.10 in Node,
// where BOTEC_SQUIGGLE names the directory in which `npm install` put it: the time of the
// two by turns, and how far p5 and p95 of storage are from the closed form over ten seeds.
func BenchmarkRanges(b *testing.B) {
	squiggle := os.Getenv("BOTEC_SQUIGGLE")
	if squiggle == "" {
		b.Skip("BOTEC_SQUIGGLE is not set: npm install @quri/squiggle-lang@0.10 in a directory, and name it")
	}
	dir := b.TempDir()
	botec, scenario := built(b, "."), filepath.Join(dir, "ranges.yaml")
	if err := os.WriteFile(scenario, []byte(rangesScenario), 0o644); err != nil {
		b.Fatal(err)
	}
	ours := func(samples, seed int) [2]float64 {
		out := outputOf(b, botec, "run", scenario, "--only", "traffic,storage,bandwidth", "-f", "json", "--samples", fmt.Sprint(samples), "--seed", fmt.Sprint(seed))
		var report struct {
			Scenarios []struct {
				Quantities []struct {
					Name    string
					P5, P95 float64
				}
			}
		}
		if err := json.Unmarshal(out, &report); err != nil {
			b.Fatal(err)
		}
		for _, q := range report.Scenarios[0].Quantities {
			if q.Name == "storage" {
				return [2]float64{q.P5, q.P95}
			}
		}
		b.Fatal("no storage in the report")
		return [2]float64{}
	}
	theirs := func(samples, seed int) [2]float64 {
		var found [3][3]float64
		out := outputOf(b, "node", "testdata/squiggle/ranges.mjs", squiggle, fmt.Sprint(samples), fmt.Sprint("seed ", seed))
		if err := json.Unmarshal(out, &found); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		return [2]float64{found[1][0], found[1][2]}
	}
	b.Run("time", func(b *testing.B) {
		var ratios []float64
		for b.Loop() {
			start := time.Now()
			ours(1<<20, 1)
			middle := time.Now()
			theirs(1_000_000, 1)
			ratios = append(ratios, middle.Sub(start).Seconds()/time.Since(middle).Seconds())
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[len(ratios)/2], "x-squiggle")
	})
	b.Run("error", func(b *testing.B) {
		for b.Loop() {
			o, t := errorOver(10, func(seed int) [2]float64 { return ours(1<<16, seed) }), errorOver(10, func(seed int) [2]float64 { return theirs(1_000_000, seed) })
			b.ReportMetric(o, "error-65536")
			b.ReportMetric(t, "squiggle-error-1M")
			b.ReportMetric(o/t, "x-squiggle")
		}
	})
}

// errorOver is the root mean square of the relative errors of p5 and p95 over seeds.
func errorOver(seeds int, ends func(seed int) [2]float64) float64 {
	want, sum := storageEnds(), 0.0
	for seed := 1; seed <= seeds; seed++ {
		for i, v := range ends(seed) {
			sum += (v/want[i] - 1) * (v/want[i] - 1)
		}
	}
	return math.Sqrt(sum / float64(2*seeds))
}

func outputOf(b *testing.B, command string, args ...string) []byte {
	out, err := exec.Command(command, args...).Output()
	if err != nil {
		b.Fatalf("%s: %v", command, err)
	}
	return out
}
