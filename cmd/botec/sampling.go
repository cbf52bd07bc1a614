package main

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"botec/estimate"
)

// samplingOptions are the flags of every command that carries ranges through an estimate.
type samplingOptions struct {
	samples, seed, method string
	exact                 bool
}

// addSampling adds them. A percentile says of itself how exact it is.
func addSampling(c *cobra.Command, o *samplingOptions) {
	f := c.Flags()
	f.StringVar(&o.samples, "samples", "", fmt.Sprintf("`TRIALS` in which each range takes a value, a power of two (default %d)", estimate.DefaultSamples))
	f.StringVar(&o.seed, "seed", "", "`NUMBER` that the trials follow from (default 1)")
	f.StringVar(&o.method, "sampling", "", "`METHOD` of drawing trials: sobol (default) or random")
	neverEmpty(c, "samples", "seed", "sampling")
	completeFlag(c, "sampling", aWord(string(estimate.Sobol), string(estimate.Random)))
}

// addClosedForm adds the flag for what needs no trials.
func addClosedForm(c *cobra.Command, o *samplingOptions) {
	c.Flags().BoolVar(&o.exact, "exact", false, "take percentiles in closed form where a figure is a product of lognormals")
}

// sampling reads the flags.
func (o *samplingOptions) sampling() (estimate.Sampling, error) {
	s := estimate.Sampling{Exact: o.exact}
	var err error
	if s.Samples, err = samplesOf(o.samples); err != nil {
		return s, err
	}
	if o.seed != "" {
		if s.Seed, err = strconv.ParseUint(o.seed, 10, 64); err != nil || s.Seed == 0 {
			return s, usage("write `--seed 42`", "--seed takes a whole number from 1 to %d, found %q", uint64(1<<64-1), o.seed)
		}
	}
	switch estimate.Method(o.method) {
	case "", estimate.Sobol, estimate.Random:
		s.Method = estimate.Method(o.method)
	default:
		return s, usage("write `--sampling random`, or leave it out", "--sampling takes sobol or random, found %q", o.method)
	}
	return s, nil
}

// samplesOf reads a number of trials: points of a net come in powers of two.
func samplesOf(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", "_", "").Replace(text))
	switch {
	case err != nil:
		return 0, usage(fmt.Sprintf("write `--samples %d`", estimate.DefaultSamples), "--samples takes a power of two, found %q", text)
	case n < estimate.MinSamples:
		return 0, usage(fmt.Sprintf("write `--samples %d` or more", estimate.MinSamples), "--samples %d are too few: percentiles need %d or more", n, estimate.MinSamples)
	case n > estimate.MaxSamples:
		return 0, usage(fmt.Sprintf("write `--samples %d` at most", estimate.MaxSamples), "--samples %d are too many", n)
	case n&(n-1) != 0:
		return 0, usage(fmt.Sprintf("write `--samples %d`, the next one", 1<<bits.Len(uint(n))), "--samples takes a power of two, found %d", n)
	}
	return n, nil
}
