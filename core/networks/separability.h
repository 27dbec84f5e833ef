// Linear dichotomies: which labels of points a threshold unit can have, and how many of all labels those are.
// T. M. Cover, IEEE Trans. Electronic Computers EC-14, 326 (1965). core/science.md, 16, A1 and A3.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/matrix.h"

namespace attractor {

// Whether some weights w have y_i (w . x_i) > 0 for every row x_i of `points` (N x d, d <= 64) and label y_i = +-1; a
// threshold is the weight of a column of ones. Exact but for rounding (1e-9 of a coordinate of order 1): by Gordan's
// theorem there are none just where 0 is a convex combination of the y_i x_i, which the simplex method decides. Costs
// about d pivots of d x N.
bool is_separable(const Matrix<double>& points, std::span<const int8_t> labels);

// C(N, d) = 2 sum_(k < d) binom(N - 1, k) of the 2^N labels of N points in general position in d dimensions are linear
// dichotomies (Cover's theorem); N >= 1, d >= 1. Exact below 2^53.
double count_dichotomies(int N, int d);
double separable_share(int N, int d);  // C(N, d) / 2^N, without overflow: 1 up to N = d, 1/2 at N = 2 d

}  // namespace attractor
