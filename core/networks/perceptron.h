// The threshold unit with two inputs, Rosenblatt's rule, and what is known of it: the largest margin and Novikoff's bound.
// F. Rosenblatt, Psychological Review 65 (1958); A. B. J. Novikoff (1962). core/science.md, 16, A1 and A2.
#pragma once

#include <array>
#include <span>

#include "core/networks/points.h"

namespace attractor {

using LineWeights = std::array<double, 3>;  // b0, b1, b2: b0 belongs to an input that is always 1

inline double weighted_sum(const LineWeights& b, double x, double y) { return b[0] + b[1] * x + b[2] * y; }
inline bool fires(const LineWeights& b, double x, double y) {
  return weighted_sum(b, x, y) > 0;
}  // g = I(b0 + b.x > 0), strict
int count_right(const LineWeights&, const LabelledPoints&);
// The rule for one point: on a mistake b += y (1, x), y = +-1. Whether there was one.
bool perceptron_step(LineWeights&, const LabelledPoints&, int i);

// The unit vector u with the largest gamma = min_i y_i u.(1, x_i): the point nearest to 0 of the convex hull of the
// y_i (1, x_i), which rests on three of them at the most. Not separable: gamma is 0. Exact but for rounding.
struct Margin {
  double gamma = 0;
  LineWeights u{};
  bool separable = false;
};
Margin largest_margin(const LabelledPoints&);  // of one point at least, classes 0 and 1
double largest_radius(const LabelledPoints&);  // R = max |(1, x_i)|
// No more mistakes than this, from weights b on: (R / gamma)^2 from 0. Follows from b.u growing by gamma, |b|^2 by R^2 at
// most with each.
double mistake_bound(const Margin&, double R, const LineWeights& b);

// The truth table of the four corners (0, 0), (1, 0), (0, 1), (1, 1): bit k is the answer at the k-th.
inline constexpr Point kCorners[] = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
int truth_table(const LineWeights&);
LabelledPoints table_points(int table);
// The tables that the weights say on their straight way from one place to another, both ends included: a bit each.
int tables_between(const LineWeights& from, const LineWeights& to);

}  // namespace attractor
