// Points of a plane with the answers that a network is to give: the sets that everybody who has seen such demonstrations
// knows. Coordinates are of order 1, all within kEdge of the middle.
#pragma once

#include <vector>

#include "core/base/rng.h"

namespace attractor {

enum class SampleSet {
  circle,   // one class within the other
  corners,  // exclusive or: two opposite corners each
  gauss,    // two clouds
  spiral,   // two arms, 1.75 turns
  slope,    // regression: a plane
  hills     // regression: three hills and three hollows
};
inline constexpr bool is_regression(SampleSet s) { return s == SampleSet::slope || s == SampleSet::hills; }
inline constexpr double kEdge = 2;

struct Sample {
  double x, y;
  double target;  // class 0 or 1; regression: -1 to 1
};

// Both classes alike. Noise from 0 to 1 moves the points (Stream::noise) after their answers are known; without it they
// stand where the same Stream::data put them.
std::vector<Sample> make_samples(SampleSet, int count, double noise, const Rng&);

}  // namespace attractor
