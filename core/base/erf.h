// The error function from + - * / and exp alone, for GELU: the same bits everywhere.
#pragma once

namespace attractor {

double erf(double x);
double erfc(double x);        // 1 - erf(x) without cancellation
double normal_cdf(double x);  // Φ(x) = erfc(-x / √2) / 2
double normal_pdf(double x);  // φ(x) = e^(-x²/2) / √(2π)

}  // namespace attractor
