// A deep linear network learns its modes as the exact law says.
#include "core/models/networks/deeplinear.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace attractor;

namespace {

deeplinear::State learn(const deeplinear::Params& p, int steps) {
  deeplinear::State s = deeplinear::init(p, Rng{5, 0});
  for (int k = 1; k <= steps; ++k) deeplinear::advance(p, s, Rng{5, uint64_t(k)});
  return s;
}

// The largest distance of a mode from its law, over the whole of learning.
double worst(const deeplinear::Params& p, double until) {
  const std::vector<SingularMode> modes = tree_modes();
  deeplinear::State s = deeplinear::init(p, Rng{5, 0});
  double most = 0;
  for (int k = 1; double(k) * p.dt < until; ++k) {
    deeplinear::advance(p, s, Rng{5, uint64_t(k)});
    const Matrix<double> map = deeplinear::network_map(s);
    for (int m = 0; m < 8; ++m)
      most = std::max(most, std::fabs(deeplinear::measured_strength(map, modes[m]) -
                                      deeplinear::exact_strength(p, modes[m], s.a0[m], double(k) * p.dt)));
  }
  return most;
}

}  // namespace

TEST_CASE("T123 deeplinear: from an aligned start every mode follows its law; half the step, half the distance") {
  deeplinear::Params p;
  p.dt = 0.002;
  const double coarse = worst(p, 7);
  p.dt = 0.001;
  const double fine = worst(p, 7);
  CHECK(coarse < 0.03);
  CHECK(coarse / fine == doctest::Approx(2).epsilon(0.1));
  p.depth = deeplinear::one_layer;
  CHECK(worst(p, 7) < 0.002);
}

TEST_CASE(
    "T123 deeplinear: a small random start ends where the aligned one does, and comes there as the law of its modes says") {
  deeplinear::Params p;
  p.start = deeplinear::random_weights;
  p.a0 = 1e-7;
  p.dt = 0.002;
  CHECK(worst(p, 14) < 0.35);  // modes of one strength mix on their way
  const deeplinear::State s = learn(p, 10000);
  for (const SingularMode& m : tree_modes())
    CHECK(deeplinear::measured_strength(deeplinear::network_map(s), m) == doctest::Approx(m.strength).epsilon(1e-3));
}

TEST_CASE("deeplinear: a narrow hidden layer learns the strongest modes and rests") {
  for (const int hidden : {1, 2, 4}) {
    deeplinear::Params p;
    p.hidden = hidden;
    const deeplinear::State s = learn(p, 6000);
    CHECK(deeplinear::settled(p, s));
    const std::vector<SingularMode> modes = tree_modes();
    for (int k = 0; k < 8; ++k)
      CHECK(std::fabs(deeplinear::measured_strength(deeplinear::network_map(s), modes[k]) -
                      (k < hidden ? modes[k].strength : 0)) < 1e-9);
  }
}

TEST_CASE("deeplinear: the step is the slope of the error, by central differences") {
  for (const int depth : {deeplinear::two_layers, deeplinear::one_layer}) {
    deeplinear::Params p;
    p.depth = depth;
    p.hidden = 5;
    p.start = deeplinear::random_weights;
    p.a0 = 0.3;
    p.dt = 1e-3;
    const deeplinear::State s = deeplinear::init(p, Rng{5, 0});
    deeplinear::State next = s;
    deeplinear::advance(p, next, Rng{5, 1});
    const Matrix<double> y = tree_properties();
    auto error = [&](const deeplinear::State& at) {
      const Matrix<double> map = deeplinear::network_map(at);
      double sum = 0;
      for (int i = 0; i < std::ssize(y.a); ++i) sum += (y.a[i] - map.a[i]) * (y.a[i] - map.a[i]) / 2;
      return sum;
    };
    auto check = [&](Matrix<double> deeplinear::State::*w) {
      for (int i = 0; i < std::ssize((s.*w).a); i += 3) {
        deeplinear::State high = s, low = s;
        (high.*w).a[i] += 1e-5, (low.*w).a[i] -= 1e-5;
        const double slope = (error(high) - error(low)) / 2e-5, moved = ((next.*w).a[i] - (s.*w).a[i]) / p.dt;
        CHECK(std::fabs(moved + slope) < 1e-6 * std::max(1.0, std::fabs(slope)));
      }
    };
    check(&deeplinear::State::W2);
    check(&deeplinear::State::W1);
  }
}
