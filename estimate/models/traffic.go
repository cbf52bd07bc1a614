package models

// BusyHour is the peak over the mean where the busiest hour of a day carries the
// given share of its traffic: 24 × share. The share is 1/24 to 1.
func BusyHour(share float64) (float64, error) {
	const hours = 24
	if !(share*hours >= 1 && share <= 1) {
		return 0, &RangeError{Param: "share", Value: share, Allowed: "1/24 (4.17%) to 100%", Help: "an even day has 4.17% of its traffic in each hour"}
	}
	return share * hours, nil
}

// Busy is the peak over the mean where a window of a day carries the given share
// of its traffic: share × day ÷ window, at least 1.
func Busy(share, window, day float64) (float64, error) {
	if err := first(probability("share", share), positive("window", window)); err != nil {
		return 0, err
	}
	if window > day {
		return 0, &RangeError{Param: "window", Value: window, Allowed: "%s at most", Limit: day}
	}
	peak := share * day / window
	if peak < 1-forgiven {
		return 0, &RangeError{Param: "share", Value: share, Allowed: "at least the window's part of a day", Help: "a busy window carries more than its part of the day"}
	}
	return peak, nil
}

// InFlight is the mean count of requests in the system: rate × latency. Little 1961.
func InFlight(rate, latency float64) (float64, error) {
	return rate * latency, first(notNegative("rate", rate), notNegative("latency", latency))
}
