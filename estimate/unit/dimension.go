package unit

import "strings"

// Dimension is the kind of a quantity: the exponents of time, data and money.
// The zero Dimension is that of a plain number (a count, a ratio, a percentage).
type Dimension struct{ Time, Data, Money int8 }

// The dimensions that have a name of their own.
var (
	None     = Dimension{}
	Time     = Dimension{Time: 1}
	Rate     = Dimension{Time: -1}
	Data     = Dimension{Data: 1}
	DataRate = Dimension{Data: 1, Time: -1}
	Money    = Dimension{Money: 1}
	Spending = Dimension{Money: 1, Time: -1}
)

// Mul is the dimension of a product.
func (d Dimension) Mul(e Dimension) Dimension {
	return Dimension{d.Time + e.Time, d.Data + e.Data, d.Money + e.Money}
}

// Div is the dimension of a quotient.
func (d Dimension) Div(e Dimension) Dimension {
	return Dimension{d.Time - e.Time, d.Data - e.Data, d.Money - e.Money}
}

// Pow is the dimension of an integer power; ok is false where an exponent would
// leave the range of -9 to 9, which no estimate needs.
func (d Dimension) Pow(n int) (p Dimension, ok bool) {
	scaled := func(e int8) int8 {
		v := int(e) * n
		if v < -9 || v > 9 || n < -9 || n > 9 {
			ok = false
			return 0
		}
		return int8(v)
	}
	if d == None {
		return d, true
	}
	ok = true
	p = Dimension{scaled(d.Time), scaled(d.Data), scaled(d.Money)}
	return p, ok
}

// String names the dimension as error messages do: "data/time", "1/time",
// "a plain number".
func (d Dimension) String() string {
	if d == None {
		return "a plain number"
	}
	var over, under []string
	for _, part := range []struct {
		name string
		exp  int8
	}{{"money", d.Money}, {"data", d.Data}, {"time", d.Time}} {
		for range part.exp {
			over = append(over, part.name)
		}
		for range -part.exp {
			under = append(under, part.name)
		}
	}
	if len(over) == 0 {
		over = []string{"1"}
	}
	if len(under) == 0 {
		return strings.Join(over, "·")
	}
	return strings.Join(over, "·") + "/" + strings.Join(under, "/")
}

// Nameable reports whether a literal can have the dimension: at most one factor
// above the line, so that "$0.02/GB/month" can be written and "1/s²" cannot.
func (d Dimension) Nameable() bool {
	over := max(d.Time, 0) + max(d.Data, 0) + max(d.Money, 0)
	return over <= 1 && d.Time >= -1 && d.Data >= -1 && d.Money >= -1
}
