// Hopfield and Tank 1985 (science.md 7.4): the energy falls, and yet few answers are tours.
#include "core/models/hopfield/tsp.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/spins/exact.h"

using namespace attractor;
using namespace attractor::tsp;

TEST_CASE("tsp: the flow is the descent on the energy") {
  Params p;
  p.n = 5;
  const State s = init(p, Rng{2, 0});
  const std::vector<double> slope = slope_of(p, *s.map, s.u);
  double rate = 0, want = 0;
  for (std::size_t i = 0; i < s.u.size(); ++i) {
    rate += slope[i] * exact::derivative([&](const std::vector<double>& u) { return energy(p, *s.map, u); }, s.u, i, 1e-7);
    want -= 2 / p.u0 * s.v[i] * (1 - s.v[i]) * slope[i] * slope[i];
  }
  CHECK(std::fabs(rate / want - 1) < 1e-5);
}

TEST_CASE("tsp: the energy falls during a start") {
  Params p;
  p.updates = 1;
  int up = 0, all = 0;
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    State s = init(p, Rng{seed, 0});
    double before = energy(p, *s.map, s.u);
    const double first = before;
    for (uint64_t k = 1; k <= 4500; ++k, ++all) {
      advance(p, s, Rng{seed, k});
      const double now = energy(p, *s.map, s.u);
      up += now > before + 1e-9 * std::fabs(before);
      before = now;
    }
    CHECK(before < 0.7 * first);
  }
  CHECK(up == 0);
}

TEST_CASE("tsp: about one start in eight ends in a tour, not 16 of 20; a tour is some way from the shortest" *
          doctest::test_suite("statistics")) {
  Params p;
  p.updates = 100;
  int64_t starts = 0, valid = 0;
  double ratio = 0;
  for (uint64_t seed = 21; seed <= 60; ++seed) {
    State s = init(p, Rng{seed, 0});
    for (uint64_t k = 1; s.starts < 4; ++k) {
      const int64_t before = s.valid;
      advance(p, s, Rng{seed, k});
      if (s.valid > before) ratio += length_of(*s.map, read_tour(10, s.v)) / s.map->shortest;
    }
    starts += s.starts, valid += s.valid;
  }
  MESSAGE("tours: ", valid, " of ", starts);
  CHECK(valid >= starts / 15);
  CHECK(valid <= starts / 4);
  CHECK(ratio / double(valid) > 1.1);  // "a fifth longer"
  CHECK(ratio / double(valid) < 1.3);
}

TEST_CASE("tsp: the lesson's unlucky map gives no tour in forty starts, its five cities always do" *
          doctest::test_suite("statistics")) {
  Params p;
  State s = init(p, Rng{12, 0});
  for (uint64_t k = 1; s.starts < 40; ++k) advance(p, s, Rng{12, k});
  CHECK(s.valid == 0);
  p.n = 5;
  s = init(p, Rng{3, 0});
  for (uint64_t k = 1; s.starts < 20; ++k) advance(p, s, Rng{3, k});
  CHECK(s.valid == 20);
}

TEST_CASE("tsp: without the length most answers still break the rules of a tour" * doctest::test_suite("statistics")) {
  Params p;
  p.D = 0;
  State s = init(p, Rng{9, 0});
  for (uint64_t k = 1; s.starts < 40; ++k) advance(p, s, Rng{9, k});
  CHECK(s.valid > 0);
  CHECK(2 * s.valid < s.starts);
}

TEST_CASE("tsp: the shortest tour is the shortest of all tours") {
  Params p;
  p.n = 7;
  const State s = init(p, Rng{5, 0});
  std::vector<int> order{0, 1, 2, 3, 4, 5, 6};
  double best = 1e9;
  int count = 0;
  do {
    best = std::min(best, length_of(*s.map, order));
    ++count;
  } while (std::next_permutation(order.begin() + 1, order.end()));
  CHECK(count == 720);
  CHECK(std::fabs(best - s.map->shortest) < 1e-12);
  CHECK(std::fabs(length_of(*s.map, s.map->best) - best) < 1e-12);
  int64_t tours = 1;
  for (int k = 2; k < 10; ++k) tours *= k;
  CHECK(tours / 2 == 181440);
}

TEST_CASE("tsp: what counts as a tour; pokes") {
  CHECK(is_tour(2, {0.9, 0.1, 0.2, 0.8}));
  CHECK_FALSE(is_tour(2, {0.9, 0.9, 0.2, 0.8}));
  CHECK_FALSE(is_tour(2, {0.4, 0.1, 0.2, 0.8}));
  CHECK(read_tour(2, {0.1, 0.9, 0.8, 0.2}) == std::vector<int>{1, 0});
  Params p;
  State s = init(p, Rng{1, 0});
  CHECK(poke(p, s, {"matrix", 5, 0, 1}));
  CHECK(s.v[5] > 0.9);
  CHECK_FALSE(poke(p, s, {"matrix", 100, 0, 1}));
  CHECK_FALSE(poke(p, s, {"spins", 0, 0, 1}));
}
