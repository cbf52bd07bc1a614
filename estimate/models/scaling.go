package models

import "math"

// ServersFor is the least count of servers that carry a load with each no busier
// than the utilization: load ÷ (each × utilization), rounded up.
func ServersFor(load, each, utilization float64) (float64, error) {
	if err := first(notNegative("load", load), positive("each", each), positive("utilization", utilization), probability("utilization", utilization)); err != nil {
		return 0, err
	}
	return Ceil(load / each / utilization), nil // the product could leave a float64
}

// ServersZonal is the count of servers in all zones of which any `lost` may fail, the
// rest carrying the load: zones × ceil(ServersFor ÷ (zones − lost)). AWS Builders'
// Library, static stability.
func ServersZonal(load, each, utilization, zones, lost float64) (float64, error) {
	if err := first(whole("zones", zones, 1, 1e6), whole("lost", lost, 0, zones-1)); err != nil {
		return 0, err
	}
	need, err := ServersFor(load, each, utilization)
	return zones * Ceil(need/(zones-lost)), err
}

// USL is the throughput of n nodes by the universal scalability law:
// γn ÷ (1 + α(n−1) + βn(n−1)), gamma being what one node alone carries, alpha
// contention and beta crosstalk. Gunther 1993.
func USL(n, gamma, alpha, beta float64) (float64, error) {
	if err := first(atLeast("n", n, 1), notNegative("gamma", gamma), contention(alpha), notNegative("beta", beta)); err != nil {
		return 0, err
	}
	return gamma * n / (1 + alpha*(n-1) + beta*n*(n-1)), nil
}

// USLPeak is the count of nodes beyond which throughput falls: √((1−α) ÷ β). Without
// crosstalk there is none. Gunther 2007.
func USLPeak(alpha, beta float64) (float64, error) {
	if err := contention(alpha); err != nil {
		return 0, err
	}
	if !(beta > 0) {
		return 0, &RangeError{Param: "beta", Value: beta, Allowed: "above 0", Help: "without crosstalk more nodes never carry less: the limit is gamma / alpha"}
	}
	return math.Sqrt((1 - alpha) / beta), nil
}

func contention(alpha float64) error {
	if !(alpha >= 0 && alpha < 1) {
		return &RangeError{Param: "alpha", Value: alpha, Allowed: "0 to below 1"}
	}
	return nil
}

// Amdahl is the speed-up on n processors where a share of the work is serial:
// 1 ÷ (s + (1−s)/n). Amdahl 1967.
func Amdahl(serial, n float64) (float64, error) {
	if err := first(probability("serial", serial), atLeast("n", n, 1)); err != nil {
		return 0, err
	}
	return 1 / (serial + (1-serial)/n), nil
}

// Retries is the load over the offered load where each failed attempt is made again, at
// most max times: 1 + p + … + p^max. SRE book, chapter 22.
func Retries(fail, most float64) (float64, error) {
	if err := first(probability("p_fail", fail), whole("max", most, 0, 1e6)); err != nil {
		return 0, err
	}
	if fail == 1 {
		return most + 1, nil
	}
	return math.Expm1((most+1)*math.Log(fail)) / (fail - 1), nil
}
