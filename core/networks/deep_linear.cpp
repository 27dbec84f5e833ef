#include "core/networks/deep_linear.h"

#include <cmath>

#include "core/base/num.h"
#include "core/base/vec.h"

namespace attractor {

double deep_mode(double s, double a0, double t) { return s / (1 + (s / a0 - 1) * attractor::exp(-2 * s * t)); }

double half_time(double s, double a0) { return attractor::log(s / a0 - 1) / (2 * s); }

double shallow_mode(double s, double a0, double t) { return s - (s - a0) * attractor::exp(-t); }

Matrix<double> tree_properties() {
  Matrix<double> y(kProperties, kItems);
  for (int level = 0, row = 0; level < kLevels; ++level)
    for (int node = 0; node < 1 << level; ++node, ++row)
      for (int item = 0; item < kItems; ++item) y(row, item) = item >> (kLevels - 1 - level) == node;
  return y;
}

// The items' vectors are those of Haar: constant, then for each node with two branches plus on one and minus on the
// other.
std::vector<SingularMode> tree_modes() {
  std::vector<SingularMode> modes;
  auto add = [&](int level, auto value) {
    SingularMode m{level, 0, std::vector<double>(kItems), std::vector<double>(kProperties)};
    for (int i = 0; i < kItems; ++i) m.input[i] = value(i);
    const double length = norm(m.input);
    for (double& v : m.input) v /= length;
    const Matrix<double> y = tree_properties();
    for (int k = 0; k < kProperties; ++k) m.output[k] = dot(y.row(k), m.input);
    m.strength = norm(m.output);
    for (double& u : m.output) u /= m.strength;
    modes.push_back(std::move(m));
  };
  add(0, [](int) { return 1; });
  for (int level = 1; level < kLevels; ++level) {
    const int half = kItems >> level;
    for (int node = 0; node < 1 << (level - 1); ++node)
      add(level, [&](int i) { return i / (2 * half) != node ? 0 : i % (2 * half) < half ? 1 : -1; });
  }
  return modes;
}

}  // namespace attractor
