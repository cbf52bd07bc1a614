package models

// GaussRule gives the points and weights of Gauss–Legendre quadrature with ten points on
// -1..1, those above 0: the others lie opposite. Abramowitz & Stegun, table 25.4.
func GaussRule() [5][2]float64 {
	return [5][2]float64{
		{0.14887433898163122, 0.29552422471475287}, {0.43339539412924719, 0.26926671930999636}, {0.67940956829902441, 0.21908636251598204},
		{0.86506336668898451, 0.14945134915058059}, {0.97390652851717172, 0.06667134430868814},
	}
}

// CoarseGaussRule is the same with four points, exact for polynomials up to degree 7.
func CoarseGaussRule() [2][2]float64 {
	return [2][2]float64{{0.33998104358485626, 0.65214515486254614}, {0.86113631159405258, 0.34785484513745386}}
}

// quadrature integrates f from a to b by ten points, which is exact for polynomials up to
// degree 19 and close for what is as smooth.
func quadrature(f func(float64) float64, a, b float64) float64 {
	half, middle := (b-a)/2, a+(b-a)/2
	sum := 0.0
	for _, point := range GaussRule() {
		sum += point[1] * (f(middle-half*point[0]) + f(middle+half*point[0]))
	}
	return sum * half
}
