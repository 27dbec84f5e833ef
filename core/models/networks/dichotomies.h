// How many labels a threshold unit can learn: the share of random labels of N random points in d dimensions that a
// hyperplane separates, measured against the load N / d, for three d side by side.
//
// Step    one trial at one load for one d, in turn: N points are drawn, each gets a label +1 or -1 by a fair coin, and
//         the simplex method decides whether some weights have y_i (w . x_i) > 0 for all of them.
// Known   Cover's theorem: C(N, d) / 2^N for points in general position, whatever they are: 1 up to N = d, 1/2 at
//         N = 2 d exactly, a step there for d to infinity. The threshold is one of the d weights. Corners of the cube
//         are not in general position when d is small: they fall below the curve. Bands: 95 % Wilson intervals.
// Not here how the weights are found (the perceptron rule: hopfield, capacity), and the margin (E. Gardner 1988, whose
//         capacity 2 is this one).
// Source  T. M. Cover, IEEE Trans. Electronic Computers EC-14, 326 (1965). core/science.md, 16, A3.
#pragma once

#include <array>
#include <cstdint>

#include "core/run/model.h"

namespace attractor::dichotomies {

inline constexpr std::array<int, 3> kDimensions{5, 10, 20};
inline constexpr int kLoads = 24;

enum Points { gaussian, corners };
inline constexpr Choice kPoints[] = {{gaussian, "gauss", "Gaussian"}, {corners, "corners", "Corners of a cube"}};

struct Params {
  int points = gaussian;
  bool threshold = true;
  double max_load = 4;
};

struct State {
  std::array<std::array<int64_t, kLoads>, kDimensions.size()> tries{}, good{};
  int64_t trial = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);

int points_at(const Params&, int dimension, int load);  // N of the load with that number

extern const Model kModel;

}  // namespace attractor::dichotomies
