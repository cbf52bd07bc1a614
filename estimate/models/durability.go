package models

import "math"

// MTTDL is the mean time to data loss of n units of which `tolerated` may be down at
// once, with mean times to failure and repair in one unit of time, repairs running side
// by side, by a birth–death chain: Σ h(i), h(0) = 1/(nL), h(i) = (1 + i/MTTR h(i−1)) ÷
// ((n−i)L), L = 1/MTTF. All terms are positive, so that no digits are lost. It ignores
// latent errors and common causes: eleven nines and more are the model's, not the
// system's. Patterson, Gibson, Katz 1988; Greenan, Plank, Wylie 2010 on its limits.
func MTTDL(n, tolerated, mttf, mttr float64) (float64, error) {
	if err := first(whole("n", n, 1, maxUnits), whole("tolerated", tolerated, 0, n-1), positive("mttf", mttf), positive("mttr", mttr)); err != nil {
		return 0, err
	}
	sum, h := 0.0, 0.0
	for i := 0.0; i <= tolerated; i++ {
		h = (1 + i/mttr*h) * mttf / (n - i)
		sum += h
	}
	return sum, nil
}

// Durability is the chance of losing data within a year (1 − durability) with the given
// data and parity shards, annual failure rate of a unit, and time to replace one, in
// windows of that time: p = 1 − e^(−afr × window), loss = P(Bin(n, p) > parity), and
// 1 − (1 − loss)^windows over the year, in the unit of replace. Failures that straddle
// two windows are missed, so that it is about parity+1 times as optimistic as MTTDL.
// Backblaze 2018.
func Durability(data, parity, afr, replace, year float64) (float64, error) {
	if err := first(whole("data", data, 1, maxUnits), whole("parity", parity, 0, maxUnits-data), notNegative("afr", afr), positive("replace_time", replace)); err != nil {
		return 0, err
	}
	if replace > year {
		return 0, &RangeError{Param: "replace_time", Value: replace, Allowed: "%s at most", Limit: year}
	}
	loss, err := KOfN(data, data+parity, -math.Expm1(-afr*replace/year))
	return -math.Expm1(year / replace * math.Log1p(-loss)), err
}

// Failover is the unavailability of a unit and its stand-by where a switch takes a time
// and the failure is noticed with a chance, the coverage: (cT + (1−c)R) ÷ (F+R) + cu²,
// u = R ÷ (F+R), to first order; all times in one unit. Without coverage it is that of
// one unit, with perfect and instant switching that of two in parallel. Arnold 1973.
func Failover(mtbf, mttr, switching, coverage float64) (float64, error) {
	if err := first(positive("mtbf", mtbf), positive("mttr", mttr), notNegative("switch_time", switching), probability("coverage", coverage)); err != nil {
		return 0, err
	}
	if switching > mttr {
		return 0, &RangeError{Param: "switch_time", Value: switching, Allowed: "%s at most, the time to repair", Limit: mttr}
	}
	u := mttr / (mtbf + mttr)
	return (coverage*switching+(1-coverage)*mttr)/(mtbf+mttr) + coverage*u*u, nil
}

// ErrorBudget is the time out of a window that an objective leaves for failing:
// (1 − slo) × window. It takes 1 − slo. SRE Workbook, chapter 5.
func ErrorBudget(allowed, window float64) (float64, error) {
	return allowed * window, first(objective(allowed), notNegative("window", window))
}

// BurnRate is how many times faster than allowed an error rate spends the budget:
// rate ÷ (1 − slo). It takes 1 − slo. SRE Workbook, chapter 5.
func BurnRate(rate, allowed float64) (float64, error) {
	return rate / allowed, first(probability("error_rate", rate), objective(allowed))
}

// objective refuses an objective of 100 %, which leaves no budget, and of 0 %.
func objective(allowed float64) error {
	if !(allowed > 0 && allowed < 1) {
		return &RangeError{Param: "slo", Value: 1 - allowed, Allowed: "above 0% and below 100%", Help: "an objective of 100% leaves no error budget"}
	}
	return nil
}

// ExhaustedIn is the time until a budget for the window is spent at a burn rate:
// window ÷ burn. SRE Workbook, chapter 5.
func ExhaustedIn(burn, window float64) (float64, error) {
	return window / burn, first(positive("burn", burn), notNegative("window", window))
}

// OwnAvailability is the unavailability that a target leaves for the service itself when
// it needs n dependencies at once: 1 − target ÷ dependency^n. Treynor, Dahlin, Rau,
// Beyer 2017.
func OwnAvailability(target, dependency, n float64) (float64, error) {
	if err := first(unavailability("target", target), unavailability("dependency", dependency), whole("n", n, 0, maxUnits)); err != nil {
		return 0, err
	}
	if n == 0 {
		return target, nil
	}
	if target == 1 {
		return 1, nil
	}
	all := n * math.Log1p(-dependency) // of the dependencies' availability
	own := -math.Expm1(math.Log1p(-target) - all)
	if own < 0 {
		return 0, &RangeError{Param: "target", Value: 1 - target, Allowed: "%s at most: the dependencies alone reach no more", Limit: math.Exp(all)}
	}
	return own, nil
}
