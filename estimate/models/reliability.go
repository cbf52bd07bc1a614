package models

import "math"

// Series is the unavailability of independent blocks that all must be up:
// 1 − Π(1 − uᵢ), by Σ log1p so that small values keep their digits. IEC 61078.
func Series(us []float64) (float64, error) {
	if err := allUnavailabilities(us); err != nil {
		return 0, err
	}
	sum := 0.0
	for _, u := range us {
		sum += math.Log1p(-u)
	}
	return -math.Expm1(sum), nil
}

// Parallel is the unavailability of independent blocks of which any one serves:
// Π uᵢ. IEC 61078.
func Parallel(us []float64) (float64, error) {
	if err := allUnavailabilities(us); err != nil {
		return 0, err
	}
	product := 1.0
	for _, u := range us {
		product *= u
	}
	return product, nil
}

func allUnavailabilities(us []float64) error {
	if len(us) == 0 {
		return &RangeError{Param: "count of blocks", Value: 0, Allowed: "1 or more"}
	}
	for _, u := range us {
		if err := unavailability("a", u); err != nil {
			return err
		}
	}
	return nil
}

func unavailability(name string, u float64) error {
	if !(u >= 0 && u <= 1) {
		return &RangeError{Param: name, Value: 1 - u, Allowed: "0% to 100%"}
	}
	return nil
}

// maxUnits bounds n in k of n: the sum has n terms.
const maxUnits = 10000

// KOfN is the unavailability of n identical independent units of which at least k
// must be up: Σ over i < k of C(n,i) (1−u)^i u^(n−i). IEC 61078.
func KOfN(k, n, u float64) (float64, error) {
	if err := first(whole("n", n, 1, maxUnits), whole("k", k, 1, n), allUnavailabilities([]float64{u})); err != nil {
		return 0, err
	}
	if u == 0 || u == 1 {
		return u, nil
	}
	// The terms are small where it matters: they are summed as they are, each from
	// logarithms, the smallest first.
	logs := func(x float64) float64 { l, _ := math.Lgamma(x + 1); return l }
	sum := 0.0
	for i := 0.0; i < k; i++ {
		sum += math.Exp(logs(n) - logs(i) - logs(n-i) + i*math.Log1p(-u) + (n-i)*math.Log(u))
	}
	return math.Min(sum, 1), nil
}

// KOf is the unavailability of different independent units of which at least k
// must be up, by the Poisson-binomial recurrence. Barlow & Heidtmann 1984.
func KOf(k float64, us []float64) (float64, error) {
	if err := first(allUnavailabilities(us), whole("count of blocks", float64(len(us)), 1, maxUnits/10), whole("k", k, 1, float64(len(us)))); err != nil {
		return 0, err
	}
	up := make([]float64, len(us)+1) // up[j]: chance that j of the units so far are up
	up[0] = 1
	for i, u := range us {
		for j := i + 1; j > 0; j-- {
			up[j] = up[j]*u + up[j-1]*(1-u)
		}
		up[0] *= u
	}
	sum := 0.0
	for _, p := range up[:int(k)] {
		sum += p
	}
	return sum, nil
}

// Uptime is the steady-state unavailability of a unit with the given mean time
// between failures (up time) and mean time to repair, in the same unit of time:
// MTTR ÷ (MTBF + MTTR). Trivedi 2001.
func Uptime(mtbf, mttr float64) (float64, error) {
	if err := first(positive("mtbf", mtbf), notNegative("mttr", mttr)); err != nil {
		return 0, err
	}
	return mttr / (mtbf + mttr), nil
}

// Downtime is the time out of a period that an unavailability allows: u × period.
func Downtime(u, period float64) (float64, error) {
	return u * period, first(allUnavailabilities([]float64{u}), notNegative("period", period))
}

// Nines is the count of nines of an availability, −log10 u; 99.95 % has 3.3.
func Nines(u float64) (float64, error) {
	if err := allUnavailabilities([]float64{u}); err != nil {
		return 0, err
	}
	if u == 0 {
		return 0, &RangeError{Param: "a", Value: 1, Allowed: "below 100%", Help: "100% has no count of nines"}
	}
	return math.Abs(math.Log10(u)), nil // Abs: no -0 for u = 1
}

// CommonCause is the unavailability of n identical units of which any one serves,
// where the share beta of a unit's unavailability strikes all at once:
// 1 − (1 − βu)(1 − ((1 − β)u)^n). The gain over one unit is at most 1/β.
// Fleming 1975; IEC 61508-6 annex D.
func CommonCause(n, u, beta float64) (float64, error) {
	if err := first(whole("n", n, 1, maxUnits), allUnavailabilities([]float64{u}), probability("beta", beta)); err != nil {
		return 0, err
	}
	return Series([]float64{beta * u, math.Pow((1-beta)*u, n)})
}
