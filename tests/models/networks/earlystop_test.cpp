// Gradient descent on a sample: its course is the exact one.
#include "core/models/networks/earlystop.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace attractor;

namespace {

earlystop::State descend(const earlystop::Params& p, int steps, uint64_t seed = 4) {
  earlystop::State s = earlystop::init(p, Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) earlystop::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

}  // namespace

TEST_CASE("T154 earlystop: at every moment the mean over the copies is within its error of the exact mean") {
  for (const int features : {10, 36, 60}) {
    earlystop::Params p;
    p.p = features;
    const earlystop::State s = descend(p, 1000);
    REQUIRE(s.records.size() > 20);
    for (const earlystop::Record& r : s.records) {
      const earlystop::Errors exact = earlystop::expected(p, s, double(r.step));
      CAPTURE(features);
      CAPTURE(r.step);
      CHECK(std::fabs(r.errors.test - exact.test) < 4.5 * r.errors.spread);
      CHECK(r.errors.training == doctest::Approx(exact.training).epsilon(0.3).scale(0.1));
    }
  }
}

TEST_CASE("T154 earlystop: averaged over many samples of rule and noise, the exact course is met to a per cent" *
          doctest::test_suite("statistics")) {
  // One X cannot be kept over seeds, so each seed's measurement is compared with its own course.
  earlystop::Params p;
  double measured = 0, exact = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const earlystop::State s = descend(p, 60, seed);
    measured += earlystop::measured(p, s).test, exact += earlystop::expected(p, s, 60).test;
  }
  CHECK(measured == doctest::Approx(exact).epsilon(0.02));
}

TEST_CASE("T154 earlystop: a step of descent is one factor a mode, for rates that turn a mode round, too") {
  // Without noise and with one feature: b = (1 - (1 - eta l)^t) beta.
  for (const double eta : {0.2, 1.0}) {
    earlystop::Params p;
    p.p = 2, p.n = 60, p.sigma = 0, p.eta = eta;
    for (const int t : {0, 1, 2, 7}) {
      const earlystop::State s = descend(p, t);
      CHECK(std::sqrt(earlystop::measured(p, s).test) ==
            doctest::Approx(std::sqrt(earlystop::expected(p, s, t).test)).epsilon(0.3).scale(0.01));
    }
  }
}

TEST_CASE("T154 earlystop: noise has a best moment, no noise has none, and noise alone asks not to begin") {
  earlystop::Params p;
  earlystop::State s = descend(p, 0);
  const int64_t best = earlystop::best_step(p, s);
  CHECK(best > 0);
  CHECK(earlystop::expected(p, s, double(best)).test < earlystop::expected(p, s, double(best) * 2).test);
  CHECK(earlystop::expected(p, s, double(best)).test < earlystop::expected(p, s, double(best) / 2).test);
  p.sigma = 0;
  s = descend(p, 0);
  CHECK(earlystop::best_step(p, s) == 10000);  // the last that is looked at
  p.sigma = 1, p.r = 0;
  s = descend(p, 0);
  CHECK(earlystop::best_step(p, s) == 0);
}
