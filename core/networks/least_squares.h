// Linear regression and what it costs to fit noise: exact risks of least squares with random features, below and beyond the
// point where the fit goes through every sample. T. Hastie, A. Montanari, S. Rosset, R. J. Tibshirani, Ann. Stat. 50, 949
// (2022); core/science.md, 16, C6.
#pragma once

#include <span>
#include <vector>

#include "core/base/matrix.h"

namespace attractor {

// The minimiser of |y - X beta|^2 / n + lambda |beta|^2, X of n rows and p columns; for lambda = 0 the one of least norm
// among those of least error. Empty where X has not full rank (lambda = 0). Costs n p min(n, p).
std::vector<double> fit_ridge(const Matrix<double>& X, std::span<const double> y, double lambda);

// y = x . beta + noise, x and noise Gaussian, x ~ N(0, I_p), |beta| = r: the means over samples, noise and x, of
// |fit - beta|^2 for lambda = 0. Infinite from p = n - 1 to n + 1.
//   p < n - 1: sigma^2 p / (n - p - 1);   p > n + 1: r^2 (1 - n / p) + sigma^2 n / (p - n - 1)
double excess_risk(int n, int p, double sigma, double r);
double training_error(int n, int p, double sigma);  // mean of |y - X fit|^2 / n: sigma^2 (1 - p / n), 0 from p = n on
// With lambda > 0, for n to infinity at p / n = gamma, by the Stieltjes transform m of the law of Marchenko and Pastur:
// r^2 lambda^2 m'(-lambda) + sigma^2 gamma (m(-lambda) - lambda m'(-lambda)).
double excess_risk_ridge(double gamma, double lambda, double sigma, double r);

}  // namespace attractor
