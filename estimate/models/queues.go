package models

import "math"

// Utilization is the share of time that servers are busy: rate × service ÷ servers.
// At 1 and over the queue grows without end. Denning & Buzen 1978.
func Utilization(rate, service, servers float64) (float64, error) {
	if err := first(notNegative("rate", rate), notNegative("service_time", service), stable(rate*service, servers)); err != nil {
		return 0, err
	}
	return rate * service / servers, nil
}

// stable refuses a count of servers that the load, in Erlangs, keeps busy all the time.
func stable(load, servers float64) error {
	if err := whole("servers", servers, 1, maxServers); err != nil {
		return err
	}
	if !(load < servers) {
		return &RangeError{Param: "servers", Value: servers, Allowed: "%s or more: fewer never catch up with the load", Limit: math.Floor(load) + 1}
	}
	return nil
}

// maxServers bounds the recursion of Erlang's formula: ten million steps take 0.1 s.
const maxServers = 1e7

// single is the utilization of one server. The rate that it cannot carry is named.
func single(rate, service float64) (float64, error) {
	if err := first(notNegative("rate", rate), positive("service_time", service)); err != nil {
		return 0, err
	}
	if !(rate*service < 1) {
		return 0, &RangeError{Param: "rate", Value: rate, Allowed: "below %s, which one server carries", Limit: 1 / service}
	}
	return rate * service, nil
}

// MM1Wait is the mean wait in the queue of one server with exponential service times
// (seconds): ρS ÷ (1−ρ), ρ = rate × service below 1. Kleinrock 1975.
func MM1Wait(rate, service float64) (float64, error) {
	return MG1Wait(rate, service, 1)
}

// MM1Response is the mean wait and service of that queue: S ÷ (1−ρ).
func MM1Response(rate, service float64) (float64, error) {
	rho, err := single(rate, service)
	if err != nil {
		return 0, err
	}
	return service / (1 - rho), nil
}

// MG1Wait is the mean wait in the queue of one server whose service times have the given
// squared coefficient of variation (variance ÷ mean²; 0 constant, 1 exponential):
// ρS ÷ (1−ρ) × (1+scv) ÷ 2. Pollaczek 1930; Khinchine 1932.
func MG1Wait(rate, service, scv float64) (float64, error) {
	rho, err := single(rate, service)
	if err != nil {
		return 0, err
	}
	return rho * service / (1 - rho) * (1 + scv) / 2, notNegative("scv", scv)
}

// ErlangC is the chance that a request finds all servers busy and waits, for a load in
// Erlangs below the count of servers: B ÷ (1 − ρ(1−B)), B by Erlang's recursion
// B(k) = aB(k−1) ÷ (k + aB(k−1)). Erlang 1917.
func ErlangC(load, servers float64) (float64, error) {
	if err := first(notNegative("load", load), stable(load, servers)); err != nil {
		return 0, err
	}
	blocked := 1.0
	for k := 1.0; k <= servers; k++ {
		blocked *= load
		blocked /= k + blocked
	}
	return blocked / (1 - load/servers*(1-blocked)), nil
}

// MMCWait is the mean wait (seconds) in one queue before several servers with
// exponential service times: C × S ÷ (servers − load). Erlang 1917; Cooper 1981.
func MMCWait(rate, service, servers float64) (float64, error) {
	load := rate * service
	if err := first(notNegative("rate", rate), notNegative("service_time", service)); err != nil {
		return 0, err
	}
	wait, err := ErlangC(load, servers)
	return wait * service / (servers - load), err
}

// Burst is the p-quantile of arrivals in a window where they are independent and come
// to `mean` on average (Poisson): the least n with P(X <= n) >= p. It takes 1 − p, so
// that rare bursts keep their digits. Feller, volume 1.
func Burst(mean, beyond float64) (float64, error) {
	if err := first(notNegative("mean", mean), atMost("mean", mean, 1e12), probability("p", 1-beyond)); err != nil {
		return 0, err
	}
	if beyond == 0 {
		return 0, &RangeError{Param: "p", Value: 1, Allowed: "below 100%", Help: "no count is never exceeded"}
	}
	if beyond < 1e-250 { // below it the terms of the tail leave a float64
		return 0, &RangeError{Param: "p", Value: 1, Allowed: "1 - 1e-250 at most"}
	}
	if mean == 0 || beyond == 1 {
		return 0, nil
	}
	// The nearer tail is summed, from where less than 1e-17 of what is asked for is left by
	// Bernstein's bound, so that small terms come first.
	if beyond > 0.5 {
		p := 1 - beyond
		n := math.Max(0, math.Floor(mean-math.Sqrt(2*mean*(math.Log(1/p)+40))))
		term := poisson(n, mean)
		for sum := term; sum < p; sum += term {
			n++
			term *= mean / n
		}
		return n, nil
	}
	l := math.Log(1/beyond) + 40
	n := math.Ceil(mean + l/3 + math.Sqrt(l*l/9+2*mean*l))
	term := poisson(n, mean)
	for ; term == 0 && n > 0; n-- { // so far above that it leaves a float64
		term = poisson(n-1, mean)
	}
	for tail := term; n > 0 && tail <= beyond; n-- {
		term *= n / mean
		tail += term
	}
	return n, nil
}

// poisson is the chance of n arrivals at the given mean, by Stirling's series around
// the deviance, which keeps its digits where log-gammas of millions cancel. Loader 2000.
func poisson(n, mean float64) float64 {
	if n < 16 {
		l, _ := math.Lgamma(n + 1)
		return math.Exp(n*math.Log(mean) - mean - l)
	}
	stirling := (1.0/12 - (1.0/360-1.0/(1260*n*n))/(n*n)) / n
	d := (mean - n) / n
	deviance := n * (d - math.Log1p(d))
	return math.Exp(-stirling-deviance) / math.Sqrt(2*math.Pi*n)
}
