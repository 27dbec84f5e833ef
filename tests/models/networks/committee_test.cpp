// A committee that learns from fresh examples keeps to the exact equations.
#include "core/models/networks/committee.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace attractor;

namespace {

committee::State learn(const committee::Params& p, int steps, uint64_t seed = 5) {
  committee::State s = committee::init(p, Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) committee::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

}  // namespace

TEST_CASE("T151 committee: a prepared start has the overlaps that it says, whatever the number of units") {
  for (int K = 1; K <= committee::kMostUnits; ++K)
    for (int M = 1; M <= committee::kMostUnits; ++M) {
      committee::Params p;
      p.students = K, p.teachers = M, p.r = 0.02;
      const Overlaps o = committee::overlaps(p, committee::init(p, Rng{1, 0}));
      for (int i = 0; i < K; ++i) {
        for (int k = 0; k < K; ++k) CHECK(o.Q(i, k) == doctest::Approx(i != k ? 0.001 : i == 0 ? 0.5 : i == 1 ? 0.3 : 0.4));
        for (int n = 0; n < M; ++n) CHECK(o.R(i, n) == (i == 0 && n == 0 ? 0.02 : 0));
      }
    }
}

TEST_CASE("T151 committee: a simulation with N = 1,000 keeps to the equations on the plateau, and leaves it somewhat earlier" *
          doctest::test_suite("statistics")) {
  committee::Params p;
  p.eta = 0.4, p.N = 1000;
  committee::State s = committee::init(p, Rng{5, 0});
  const double known[] = {0.015484, 0.014870, 0.014536, 0.014337, 0.014210, 0.014126};  // t = 20, 40, ...
  for (int k = 1; k <= 1200; ++k) {
    committee::advance(p, s, Rng{5, uint64_t(k)});
    if (k % 200 != 0) continue;
    const double error = generalisation_error(committee::overlaps(p, s));
    CHECK(error == doctest::Approx(known[k / 200 - 1]).epsilon(0.05));
    CHECK(s.course[k].error == doctest::Approx(known[k / 200 - 1]).epsilon(1e-4));
  }
}

TEST_CASE("T151 committee: from a strong preference the run follows the whole course, the closer the more inputs" *
          doctest::test_suite("statistics")) {
  auto distance = [](int N) {
    committee::Params p;
    p.eta = 1, p.r = 0.1, p.N = N;
    committee::State s = committee::init(p, Rng{5, 0});
    double most = 0;
    for (int k = 1; k <= 1000; ++k) {
      committee::advance(p, s, Rng{5, uint64_t(k)});
      most = std::max(most, std::fabs(committee::moment(committee::overlaps(p, s)).own - s.course[k].own));
    }
    return most;
  };
  const double small = distance(100), large = distance(2000);
  CHECK(large < 0.12);
  CHECK(large < small);
}

TEST_CASE("T151 committee: the work is shared out in the end; with too large a rate, or too few units, something stays") {
  committee::Params p;
  p.r = 0.1, p.N = 200;
  const committee::Moment end = committee::moment(committee::overlaps(p, learn(p, 2000)));
  CHECK(end.error < 1e-4);
  CHECK(end.own > 0.99);
  CHECK(end.other < 0.05);
  p.students = 1;
  CHECK(committee::moment(committee::overlaps(p, learn(p, 2000))).error > 0.025);
  p.students = 2, p.eta = 2.8;
  CHECK(committee::moment(committee::overlaps(p, learn(p, 2000))).error > 0.01);
}

TEST_CASE(
    "committee: a nudge changes one overlap by a hundredth and begins the course anew; cells that are not there are refused") {
  committee::Params p;
  committee::State s = learn(p, 50);
  const double before = committee::overlaps(p, s).R(1, 0);
  CHECK(committee::poke(p, s, {"overlap", 2, 0, 1}));
  CHECK(committee::overlaps(p, s).R(1, 0) == doctest::Approx(before + 0.01));
  CHECK(s.from == 50);
  CHECK(s.course[0].error == committee::moment(committee::overlaps(p, s)).error);
  CHECK(committee::poke(p, s, {"overlap", 2, 0, -1}));
  CHECK(committee::overlaps(p, s).R(1, 0) == doctest::Approx(before));
  for (const Poke& wrong : {Poke{"overlap", 4, 0, 1}, Poke{"overlap", -1, 0, 1}, Poke{"else", 0, 0, 1}})
    CHECK_FALSE(committee::poke(p, s, wrong));
}
