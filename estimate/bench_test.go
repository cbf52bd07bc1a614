package estimate_test

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"botec/estimate"
	"botec/estimate/models"
	"botec/estimate/spec"
)

// BenchmarkSampling samples three quantities of the graph beside a loop that is written for
// nothing but their three products, by turns, with the same points and the same selection.
func BenchmarkSampling(b *testing.B) {
	m := compiledFor(b, sampled)
	names := []string{"rps", "storage", "ingress"}
	for _, samples := range []int{1 << 16, 1 << 20} {
		b.Run(fmt.Sprint(samples), func(b *testing.B) {
			var ratios []float64
			for b.Loop() {
				start := time.Now()
				ours := m.SpreadsOf(estimate.Sampling{Samples: samples}, names...)
				middle := time.Now()
				theirs := threeProducts(samples)
				ratios = append(ratios, middle.Sub(start).Seconds()/time.Since(middle).Seconds())
				for i, s := range ours {
					if !near(s.P95/theirs[i][2], 1, 0.01) { // other dimensions of the points
						b.Fatalf("p95 of %s is %v, by the loop %v", names[i], s.P95, theirs[i][2])
					}
				}
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "x-loop")
		})
	}
}

// threeProducts gives p5, p50 and p95 of rps, storage and ingress, after those of the eight
// parts, whose spread is the error that is printed.
func threeProducts(samples int) (all [3][3]float64) {
	const width, parts = 1024, 8
	part := samples / parts
	var columns [3][]float64
	for i := range columns {
		columns[i] = make([]float64, samples)
	}
	inParallel(samples/width, func(chunk int) {
		var points [3][width]float64
		at := chunk * width
		for d, ends := range [3][2]float64{{100e6, 300e6}, {3, 8}, {50e3, 200e3}} {
			models.NewSobol(d, uint64(parts+at/part)).Fill(points[d][:], uint32(at%part))
			mean := (math.Log(ends[0]) + math.Log(ends[1])) / 2
			deviation := (math.Log(ends[1]) - math.Log(ends[0])) / (2 * models.Percentile95)
			for i, p := range points[d] {
				points[d][i] = math.Exp(mean + deviation*models.NormalQuantile(p))
			}
		}
		for i := range width {
			rps := points[0][i] * points[1][i] / 86400
			ingress := rps * points[2][i]
			columns[0][at+i], columns[1][at+i], columns[2][at+i] = rps, ingress*10*365*86400*3, ingress
		}
	})
	inParallel(len(columns), func(i int) {
		scratch := make([]float64, samples)
		var found [parts][3]float64
		for k := range found {
			models.Select(columns[i][k*part:(k+1)*part], scratch, ranksOf(part), found[k][:])
		}
		for p, rank := range ranksOf(samples) {
			low, high := math.Inf(1), math.Inf(-1)
			for _, f := range found {
				low, high = min(low, f[p]), max(high, f[p])
			}
			all[i][p] = models.SelectWithin(columns[i], scratch, rank, low, high)
		}
	})
	return all
}

func ranksOf(n int) []int {
	return []int{int(math.Ceil(0.05 * float64(n))), n / 2, int(math.Ceil(0.95 * float64(n)))}
}

func inParallel(count int, do func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}

// BenchmarkLargeGraph samples graphs of a hundred ranges: what a trial of a quantity takes
// stays the same in four times the trials, and in ten times the quantities.
func BenchmarkLargeGraph(b *testing.B) {
	for _, c := range [][2]int{{1_000, 1 << 12}, {1_000, 1 << 14}, {10_000, 1 << 12}} {
		quantities, samples := c[0], c[1]
		m := compiledFor(b, largeGraph(quantities))
		b.Run(fmt.Sprintf("%d-quantities-%d-trials", quantities, samples), func(b *testing.B) {
			for b.Loop() {
				m.Report(estimate.Options{Spread: true, Sampling: estimate.Sampling{Samples: samples}})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*quantities*samples), "ns/trial-quantity")
		})
	}
}

// largeGraph has a hundred ranges, and sums, quotients and calls of them.
func largeGraph(quantities int) string {
	var s strings.Builder
	s.WriteString("name: Large\nhorizon: 10 years\ndau: 100M to 300M\nactions: {post: {type: write, per_user: 2/day, payload: 1 KB}}\nlet:\n")
	const ranges = 99
	for i := range quantities {
		switch {
		case i < ranges:
			fmt.Fprintf(&s, "  q%d: %d to %d\n", i, i+1, 2*i+5)
		case i%10 == 9:
			fmt.Fprintf(&s, "  q%d: max(q%d, q%d) + sqrt(q%d)\n", i, i-1, i-7, i%ranges)
		case i%3 == 0:
			fmt.Fprintf(&s, "  q%d: q%d * q%d / q%d\n", i, i%ranges, i*7%ranges, i*11%ranges)
		default:
			fmt.Fprintf(&s, "  q%d: q%d * 50%% + q%d * 3\n", i, i-1, i*5%ranges)
		}
	}
	return s.String()
}

func compiledFor(tb testing.TB, text string) *estimate.Model {
	m, problems := spec.Read("sampled.yaml", []byte(text), spec.Options{Origin: estimate.Given}).Compile()
	if len(problems) > 0 {
		tb.Fatal(problems[0])
	}
	return m
}
