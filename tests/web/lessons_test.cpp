// The models that are lessons about the Hopfield network: synchrony, capacity, census.
#include <doctest/doctest.h>

#include <cmath>

#include "core/models/attention/compare.h"
#include "core/models/hopfield/basins.h"
#include "core/models/hopfield/capacity.h"
#include "core/models/hopfield/census.h"
#include "core/models/hopfield/synchrony.h"

using namespace attractor;

TEST_CASE("synchrony: the lecture's own rule oscillates for ever from an orthogonal start, one by one decides") {
  for (int set : {letters, digits, shapes})
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      synchrony::Params p;
      p.set = set;
      synchrony::State s = synchrony::init(p, {}, Rng{seed, 0});
      REQUIRE(s.synchronous.overlaps[0] == 0);
      const std::vector<int8_t> y = s.synchronous.spins;
      const int64_t q = s.synchronous.quadratic;
      for (uint64_t t = 1; t <= 60; ++t) {
        synchrony::advance(p, s, Rng{seed, t});
        bool alternates = true;
        for (std::size_t i = 0; i < y.size(); ++i) alternates = alternates && s.synchronous.spins[i] == (t % 2 ? -y[i] : y[i]);
        CHECK(alternates);
        CHECK(s.synchronous.quadratic == q);
      }
      CHECK(s.sync_cycle);
      CHECK(s.async_fixed);
      CHECK(std::abs(s.asynchronous.overlaps[0]) == 256);
      p.diagonal = true;  // kept: all at once finds rest
      synchrony::State d = synchrony::init(p, {}, Rng{seed, 0});
      for (uint64_t t = 1; t <= 60; ++t) synchrony::advance(p, d, Rng{seed, t});
      CHECK(d.sync_fixed);
    }
}

TEST_CASE("T28 the edge of retrieval: Amit, Gutfreund, Sompolinsky re-solved") {
  const capacity::Edge edge = capacity::hebb_edge();
  CHECK(std::fabs(edge.alpha - 0.137905566) < 1e-8);
  CHECK(std::fabs(edge.m - 0.967417114) < 1e-8);
  CHECK(std::fabs(capacity::kHebbLimit - edge.alpha) < 1e-8);
  struct Line {
    double alpha, m;
  };
  for (const Line& l : {Line{0.05, 0.999992228},
                        {0.08, 0.999557382},
                        {0.10, 0.997999266},
                        {0.12, 0.993222732},
                        {0.13, 0.987211891},
                        {0.137, 0.975444129}})
    CHECK(std::fabs(capacity::retrieval_overlap(l.alpha) - l.m) < 1e-8);
  CHECK(capacity::retrieval_overlap(0.2) == 0);
}

TEST_CASE("capacity: the measured curves order the rules as the theory does") {
  capacity::Params p;
  p.n = 60, p.max_load = 1.2;
  capacity::State s = capacity::init(p, Rng{1, 0});
  const int trials = capacity::kLoads * capacity::kRules * 12;
  for (uint64_t t = 1; t <= trials; ++t) capacity::advance(p, s, Rng{1, t});
  auto share = [&](std::size_t rule, double load) {
    const auto i = std::size_t(load / p.max_load * capacity::kLoads + 0.5) - 1;
    return double(s.good[rule][i]) / double(s.tries[rule][i]);
  };
  for (std::size_t rule = 0; rule < capacity::kRules; ++rule) CHECK(share(rule, 0.05) == 1);
  CHECK(share(0, 0.4) < 0.3);  // Hebb
  CHECK(share(2, 0.8) == 1);   // pseudo-inverse holds up to 1
  CHECK(share(3, 1.2) == 1);   // perceptron up to 2
  CHECK(s.trial == trials);
}

TEST_CASE("census: classes, and that every start is counted once") {
  census::Params p;
  p.set = random_set, p.count = 3, p.side = 20;
  census::State s = census::init(p, {}, Rng{4, 0});
  for (uint64_t t = 1; t <= 100; ++t) census::advance(p, s, Rng{4, t});
  CHECK(s.starts == 400);
  CHECK(s.by_class[0] + s.by_class[1] + s.by_class[2] + s.by_class[3] == 400);
  CHECK(s.by_class[census::stored] > 100);
  CHECK(s.by_class[census::negative] > 100);
  CHECK(s.by_class[census::mixture] > 4);
  int64_t counted = 0;
  for (std::size_t k = 0; k < s.counts.size(); ++k) {
    counted += s.counts[k];
    const Activity a =
        make_activity(*s.network, {s.found.begin() + std::ptrdiff_t(k * 400), s.found.begin() + std::ptrdiff_t((k + 1) * 400)});
    CHECK(is_fixed_point(*s.network, a, 0, true));
    CHECK(census::classify(*s.network, a) == s.kinds[k]);
    if (s.kinds[k] == census::mixture) CHECK(std::fabs(s.energies[k] + 0.375) < 0.04);
    if (s.kinds[k] == census::stored) CHECK(s.energies[k] < -0.45);
  }
  CHECK(counted <= 400);
}

TEST_CASE("the numbers that the lessons' texts quote") {
  // energies: with one pattern of 256 neurons the two forms differ by N / 2 = 128.
  const std::vector<int8_t> x = make_patterns(random_set, 1, 16, Rng{5, 0});
  const Network net = make_network(learn_hebb, x, 256, false, 0, Rng{1, 0});
  const Activity a = make_activity(net, make_patterns(random_set, 1, 16, Rng{6, 0}));
  CHECK(-0.5 * a.overlaps[0] * a.overlaps[0] - -0.5 * double(a.quadratic) == -128);
  // census: more than a quarter of the starts end in something that was never stored.
  census::Params p;
  p.set = random_set, p.count = 4, p.side = 12;
  census::State s = census::init(p, {}, Rng{3, 0});
  for (uint64_t t = 1; t <= 300; ++t) census::advance(p, s, Rng{3, t});
  CHECK(s.by_class[census::mixture] + s.by_class[census::other] > s.starts / 4);
}

TEST_CASE("basins: the corners of the map are the three patterns, and the map is drawn whole") {
  basins::Params p;
  p.count = 3, p.points = 64;
  basins::State s = basins::init(p, {}, Rng{3, 0});
  const int n = s.network->n;
  auto corner = [&](int row, int column) { return make_activity(*s.network, basins::start_at(s, row, column)); };
  CHECK(corner(basins::kMap - 1, 0).overlaps[0] == n);
  CHECK(corner(basins::kMap - 1, basins::kMap - 1).overlaps[1] == n);
  CHECK(corner(0, 0).overlaps[2] == n);
  for (uint64_t t = 1; t <= 36; ++t) basins::advance(p, s, Rng{3, t});
  CHECK(s.done == basins::kMap * basins::kMap);
  for (int8_t v : s.map) CHECK(v >= 0);
  CHECK(s.map[(basins::kMap - 1) * basins::kMap] == basins::first);
  CHECK(s.here[basins::first] + s.here[basins::second] + s.here[basins::third] > s.done / 2);
}

TEST_CASE("compare: dense with n = 2 is Hebb, and the memories come in the order of what they can hold") {
  compare::Params p;
  p.n = 2;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const auto x = make_patterns(random_set, 12, 9, Rng{seed, 0});
    const auto start = damaged_start(x, 9, 1, 0.2, 0, Rng{seed, 0});
    const auto out = compare::recall_all(p, x, start);
    CHECK(out[0] == out[3]);
  }
  p.n = 4;
  compare::State s = compare::init(p, {}, Rng{4, 0});
  for (uint64_t t = 1; t <= 400; ++t) compare::advance(p, s, Rng{4, t});
  std::array<int64_t, compare::kMemories> total{};
  for (std::size_t m = 0; m < compare::kMemories; ++m)
    for (std::size_t i = 0; i < compare::kPoints; ++i) total[m] += s.by_load.good[m][i];
  CHECK(total[0] < total[1]);
  CHECK(total[1] < total[2]);
  CHECK(total[2] < total[3]);
  CHECK(total[4] > total[2]);
  p.beta = 0.01;  // too soft: the mean of everything
  const auto x = make_patterns(random_set, 12, 9, Rng{4, 0});
  const auto out = compare::recall_all(p, x, damaged_start(x, 9, 1, 0.15, 0, Rng{4, 0}));
  CHECK_FALSE(std::equal(out[4].begin(), out[4].end(), x.begin()));
}
