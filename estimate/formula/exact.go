package formula

import (
	"math/big"

	"botec/estimate/models"
	"botec/estimate/unit"
)

// maxBits bounds the numbers of exact arithmetic: 300,000 digits are more than anybody
// reads, and a power of a power has no bound.
const maxBits = 1 << 20

// Exact computes a checked tree in fractions, without rounding: literals as written,
// + - * /, whole powers, and the functions that stay within fractions. What has no exact
// value (a root, a range) is an error at its place. The values of names come from value,
// nil for one that is not exact.
func Exact(n Node, cal unit.Calendar, value func(*Name) *big.Rat) (*big.Rat, *Error) {
	e := exactly{cal, value}
	return e.eval(n)
}

type exactly struct {
	cal   unit.Calendar
	value func(*Name) *big.Rat
}

func (e *exactly) eval(n Node) (*big.Rat, *Error) {
	switch n := n.(type) {
	case *Literal:
		return n.Rat(e.cal), nil
	case *Name:
		if v := e.value(n); v != nil {
			return v, nil
		}
	case *Paren:
		return e.eval(n.X)
	case *Unary:
		v, err := e.eval(n.X)
		if err != nil {
			return nil, err
		}
		return new(big.Rat).Neg(v), nil
	case *Binary:
		return e.binary(n)
	case *Call:
		return e.call(n)
	}
	return nil, inexact(n)
}

func inexact(n Node) *Error {
	return errorAt(n.Where(), RuleValue, "leave --exact out for the nearest number", "%s has no exact value", Print(n))
}

func (e *exactly) binary(n *Binary) (*big.Rat, *Error) {
	l, err := e.eval(n.L)
	if err != nil {
		return nil, err
	}
	r, err := e.eval(n.R)
	if err != nil {
		return nil, err
	}
	v := new(big.Rat)
	switch n.Op {
	case "+":
		v.Add(l, r)
	case "-":
		v.Sub(l, r)
	case "/":
		if r.Sign() == 0 {
			return nil, zeroDivisor(n)
		}
		v.Quo(l, r)
	case "^":
		return e.power(n, l, r)
	default:
		v.Mul(l, r)
	}
	return v, tooLong(n, v)
}

func tooLong(n Node, v *big.Rat) *Error {
	if v.Num().BitLen()+v.Denom().BitLen() > maxBits {
		return errorAt(n.Where(), RuleValue, "leave --exact out for the nearest number", "%s has more than 300,000 digits", Print(n))
	}
	return nil
}

func (e *exactly) power(n *Binary, base, exponent *big.Rat) (*big.Rat, *Error) {
	if !exponent.IsInt() || exponent.Sign() < 0 && base.Sign() == 0 {
		return nil, inexact(n)
	}
	one := big.NewInt(1)
	top, bottom := base.Num(), base.Denom()
	if exponent.Sign() < 0 {
		top, bottom = new(big.Int).Mul(bottom, big.NewInt(int64(base.Sign()))), new(big.Int).Abs(top)
	}
	power := new(big.Int).Abs(exponent.Num())
	for _, part := range []*big.Int{top, bottom} {
		if part.CmpAbs(one) > 0 && (!power.IsInt64() || power.Int64() > maxBits/int64(part.BitLen())) {
			return nil, errorAt(n.Where(), RuleValue, "leave --exact out for the nearest number", "%s has more than 300,000 digits", Print(n))
		}
	}
	if !power.IsInt64() { // of 1, -1 and 0
		power = new(big.Int).And(power, one)
		power.Add(power, big.NewInt(2))
	}
	return new(big.Rat).SetFrac(new(big.Int).Exp(top, power, nil), new(big.Int).Exp(bottom, power, nil)), nil
}

func (e *exactly) call(n *Call) (*big.Rat, *Error) {
	if n.Func.exact == nil {
		return nil, inexact(n)
	}
	args := make([]*big.Rat, len(n.Args))
	for i, a := range n.Args {
		var err *Error
		if args[i], err = e.eval(a); err != nil {
			return nil, err
		}
	}
	v := n.Func.exact(args)
	if v == nil {
		return nil, inexact(n)
	}
	return v, nil
}

// exactKeys is keys without rounding, nil for what keys refuses.
func exactKeys(args []*big.Rat) *big.Rat {
	base, _ := args[0].Float64()
	length, _ := args[1].Float64()
	v, err := models.ExactKeys(base, length)
	if err != nil {
		return nil
	}
	return new(big.Rat).SetInt(v)
}

// exactChoice is min (with sign -1) or max (1) of fractions.
func exactChoice(sign int) func([]*big.Rat) *big.Rat {
	return func(args []*big.Rat) *big.Rat {
		best := args[0]
		for _, a := range args[1:] {
			if a.Cmp(best) == sign {
				best = a
			}
		}
		return best
	}
}

func exactSum(args []*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, a := range args {
		total.Add(total, a)
	}
	return total
}

func exactAbs(args []*big.Rat) *big.Rat { return new(big.Rat).Abs(args[0]) }

// exactFloor and exactCeil forgive nothing: there are no rounding errors to forgive.
func exactFloor(args []*big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(args[0].Num(), args[0].Denom()))
}

func exactCeil(args []*big.Rat) *big.Rat {
	return exactNegated(exactFloor, args)
}

func exactNegated(f func([]*big.Rat) *big.Rat, args []*big.Rat) *big.Rat {
	v := f([]*big.Rat{new(big.Rat).Neg(args[0])})
	return v.Neg(v)
}

// exactRound rounds halves away from zero.
func exactRound(args []*big.Rat) *big.Rat {
	if args[0].Sign() < 0 {
		return exactNegated(exactRound, args)
	}
	return exactFloor([]*big.Rat{new(big.Rat).Add(args[0], big.NewRat(1, 2))})
}
