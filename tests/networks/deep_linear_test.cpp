// Modes of a deep linear network: their law, and the tree whose modes they are.
#include "core/networks/deep_linear.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/vec.h"

using namespace attractor;

TEST_CASE("T123 the law of a mode: golden numbers, the differential equation, its ends") {
  CHECK(deep_mode(3, 0.001, 1) == doctest::Approx(0.35571247891885954).epsilon(1e-13));
  CHECK(deep_mode(3, 0.001, 1.5) == doctest::Approx(2.189611602768267).epsilon(1e-13));
  CHECK(half_time(3, 0.001) == doctest::Approx(1.3343390297915017).epsilon(1e-13));
  CHECK(deep_mode(3, 0.001, half_time(3, 0.001)) == doctest::Approx(1.5).epsilon(1e-13));
  CHECK(deep_mode(2, 0.1, 0) == doctest::Approx(0.1));
  CHECK(deep_mode(2, 0.1, 1e4) == 2);
  for (const double t : {0.1, 0.7, 1.3}) {
    const double h = 1e-5, a = deep_mode(2, 0.05, t), b = shallow_mode(2, 0.05, t);
    CHECK((deep_mode(2, 0.05, t + h) - deep_mode(2, 0.05, t - h)) / (2 * h) == doctest::Approx(2 * a * (2 - a)).epsilon(1e-8));
    CHECK((shallow_mode(2, 0.05, t + h) - shallow_mode(2, 0.05, t - h)) / (2 * h) == doctest::Approx(2 - b).epsilon(1e-8));
  }
}

TEST_CASE(
    "T123 the tree's properties are the sum of its modes, which are orthonormal, of strengths sqrt 15, 7, 3, 3 and four of 1") {
  const std::vector<SingularMode> modes = tree_modes();
  const Matrix<double> y = tree_properties();
  REQUIRE(modes.size() == 8);
  const double squares[] = {15, 7, 3, 3, 1, 1, 1, 1};
  for (int k = 0; k < 8; ++k) {
    CHECK(modes[k].strength * modes[k].strength == doctest::Approx(squares[k]).epsilon(1e-14));
    for (int l = 0; l < 8; ++l) {
      CHECK(std::fabs(dot(modes[k].input, modes[l].input) - (k == l)) < 1e-14);
      CHECK(std::fabs(dot(modes[k].output, modes[l].output) - (k == l)) < 1e-14);
    }
  }
  double items = 0;
  for (int i = 0; i < kProperties; ++i)
    for (int j = 0; j < kItems; ++j) {
      double sum = 0;
      for (const SingularMode& m : modes) sum += m.strength * m.output[i] * m.input[j];
      CHECK(std::fabs(sum - y(i, j)) < 1e-14);
      items += y(i, j);
    }
  CHECK(items == kItems * kLevels);  // each has one property a level
}
