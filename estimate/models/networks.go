package models

import "math"

// BDP is the bandwidth–delay product, the bytes in flight that keep a path full:
// bandwidth (bytes a second) × round trip. RFC 1072, RFC 7323.
func BDP(bandwidth, rtt float64) (float64, error) {
	return bandwidth * rtt, first(notNegative("bandwidth", bandwidth), notNegative("rtt", rtt))
}

// Transfer is the time that size bytes take: rtt + size ÷ bandwidth. A protocol that
// takes several round trips before the first byte is given their sum.
func Transfer(size, bandwidth, rtt float64) (float64, error) {
	return rtt + size/bandwidth, first(notNegative("size", size), positive("bandwidth", bandwidth), notNegative("rtt", rtt))
}

// Goodput is the payload over the bytes on the wire of full Ethernet frames:
// (mtu − headers) ÷ (mtu + 38), 38 being preamble, header, checksum and gap. Headers in
// bytes: IPv4 20, IPv6 40, TCP 20, its timestamps 12, UDP 8. IEEE 802.3.
func Goodput(mtu, headers float64) (float64, error) {
	const frame = 8 + 14 + 4 + 12
	if err := first(atLeast("mtu", mtu, 46), notNegative("headers", headers)); err != nil {
		return 0, err
	}
	if !(headers < mtu) {
		return 0, &RangeError{Param: "headers", Value: headers, Allowed: "below the mtu of %s", Limit: mtu}
	}
	return (mtu - headers) / (mtu + frame), nil
}

// Tail is the chance that a request that fans out to n servers meets at least one slow
// answer, each slow with chance p: 1 − (1−p)^n. Dean & Barroso 2013.
func Tail(p, n float64) (float64, error) {
	if err := first(probability("p", p), notNegative("n", n)); err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, nil
	}
	return -math.Expm1(n * math.Log1p(-p)), nil
}

// TokenBucket is the most that gets through in a time (seconds) when the bucket is full
// at its start: burst + rate × time. Turner 1986; RFC 2697.
func TokenBucket(rate, burst, time float64) (float64, error) {
	return burst + rate*time, first(notNegative("rate", rate), notNegative("burst", burst), notNegative("time", time))
}
