// Double descent: what is measured lies on the exact means.
#include "core/models/networks/doubledescent.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace attractor;

namespace {

doubledescent::State measure(const doubledescent::Params& p, int steps) {
  doubledescent::State s = doubledescent::init(p, Rng{2, 0});
  for (int k = 1; k <= steps; ++k) doubledescent::advance(p, s, Rng{2, uint64_t(k)});
  return s;
}

// How far a place's mean is from what is expected, in standard errors.
double deviation(const doubledescent::Params& p, const doubledescent::Tally& t, int place) {
  const double count = double(t.trials), mean = t.test / count;
  const double error = std::sqrt((t.test_squares / count - mean * mean) / (count - 1));
  return std::fabs(mean - doubledescent::expected_test_error(p, doubledescent::features_at(p, place))) / error;
}

}  // namespace

TEST_CASE("T153 doubledescent: away from the peak every place is within its errors of the exact mean" *
          doctest::test_suite("statistics")) {
  doubledescent::Params p;
  p.n = 30;
  const doubledescent::State s = measure(p, 300 * doubledescent::kPlaces);
  for (int i = 0; i < doubledescent::kPlaces; ++i) {
    CAPTURE(i);
    CHECK(s.at[i].trials == 300);
    const double ratio = doubledescent::kRatios[i];
    if (ratio < 0.75 || ratio > 1.25) CHECK(deviation(p, s.at[i], i) < 5);  // near it the tails are too long
    if (ratio >= 1) CHECK(s.at[i].training / 300 < 1e-9);
    else
      CHECK(s.at[i].training / 300 ==
            doctest::Approx(p.sigma * p.sigma * (1 - double(doubledescent::features_at(p, i)) / p.n)).epsilon(0.15));
  }
}

TEST_CASE("T153 doubledescent: the peak is where there are as many features as samples, and the best penalty has none") {
  doubledescent::Params p;
  const auto worst = [&](doubledescent::Method method) {
    p.method = method;
    const doubledescent::State s = measure(p, 60 * doubledescent::kPlaces);
    int at = 0;
    for (int i = 0; i < doubledescent::kPlaces; ++i)
      if (s.at[i].test > s.at[at].test) at = i;
    return std::pair(doubledescent::kRatios[at], s.at[at].test / 60);
  };
  const auto [ratio, error] = worst(doubledescent::least_norm);
  CHECK(ratio == 1.0);
  CHECK(error > 5);
  CHECK(worst(doubledescent::best_penalty).second < 1.25);  // sigma^2 + r^2
  p.lambda = 0.01;
  CHECK(worst(doubledescent::penalty).second < error);
}

TEST_CASE("doubledescent: places rise, and every choice of numbers has finite results") {
  for (const int n : {10, 11, 40, 80})
    for (const doubledescent::Method method :
         {doubledescent::least_norm, doubledescent::penalty, doubledescent::best_penalty}) {
      doubledescent::Params p;
      p.n = n, p.method = method, p.r = 0;
      for (int i = 1; i < doubledescent::kPlaces; ++i)
        CHECK(doubledescent::features_at(p, i) >= doubledescent::features_at(p, i - 1));
      const doubledescent::State s = measure(p, 2 * doubledescent::kPlaces);
      for (const doubledescent::Tally& t : s.at) CHECK(std::isfinite(t.test + t.training));
    }
}
