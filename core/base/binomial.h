// Shares that were counted, and how well they are known.
#pragma once

#include <algorithm>
#include <cmath>

namespace attractor {

struct Interval {
  double lo, hi;
};

// The 95 % interval of a probability of which `good` of `tries` >= 1 trials are known (E. B. Wilson, JASA 22, 209, 1927).
inline Interval wilson_interval(double good, double tries) {
  constexpr double z = 1.959963984540054;
  const double p = good / tries, z2 = z * z / tries, middle = (p + z2 / 2) / (1 + z2);
  const double half = z * std::sqrt(p * (1 - p) / tries + z2 / (4 * tries)) / (1 + z2);
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace attractor
