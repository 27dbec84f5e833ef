// Measured shares of separable labels lie on Cover's curve.
#include "core/models/networks/dichotomies.h"

#include <doctest/doctest.h>

#include "core/networks/separability.h"

using namespace attractor;

namespace {

dichotomies::State measure(const dichotomies::Params& p, int trials) {
  dichotomies::State s = dichotomies::init(p, Rng{3, 0});
  for (int k = 1; k <= trials; ++k) dichotomies::advance(p, s, Rng{3, uint64_t(k)});
  return s;
}

double chi_squared(const dichotomies::Params& p, const dichotomies::State& s, int& places) {
  double sum = 0;
  places = 0;
  for (int k = 0; k < std::ssize(dichotomies::kDimensions); ++k)
    for (int i = 0; i < dichotomies::kLoads; ++i) {
      const double share = separable_share(dichotomies::points_at(p, k, i), dichotomies::kDimensions[k]);
      const double tries = double(s.tries[k][i]), variance = tries * share * (1 - share);
      if (variance < 4) {  // all or nothing
        CHECK(std::fabs(double(s.good[k][i]) - tries * share) < 15);
        continue;
      }
      sum += (double(s.good[k][i]) - tries * share) * (double(s.good[k][i]) - tries * share) / variance;
      ++places;
    }
  return sum;
}

}  // namespace

TEST_CASE(
    "T122 dichotomies: random labels of Gaussian points are separable as often as Cover says, with and without a threshold" *
    doctest::test_suite("statistics")) {
  for (const bool threshold : {true, false}) {
    dichotomies::Params p;
    p.threshold = threshold;
    int places = 0;
    const double chi = chi_squared(p, measure(p, 3 * dichotomies::kLoads * 200), places);
    CHECK(places > 20);
    CHECK(std::fabs(chi - places) < 4 * std::sqrt(2.0 * places));
  }
}

TEST_CASE("dichotomies: corners of a cube are often not in general position in five dimensions" *
          doctest::test_suite("statistics")) {
  dichotomies::Params p;
  p.points = dichotomies::corners;
  const dichotomies::State s = measure(p, 3 * dichotomies::kLoads * 200);
  const int load = 11;  // N = 2 d
  REQUIRE(dichotomies::points_at(p, 0, load) == 10);
  CHECK(double(s.good[0][load]) / double(s.tries[0][load]) < 0.4);                                  // 1/2 in general position
  CHECK(double(s.good[2][load]) / double(s.tries[2][load]) == doctest::Approx(0.5).epsilon(0.25));  // and again at d = 20
}
