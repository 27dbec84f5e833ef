// The learning Boltzmann machine: gradients, symmetry, parity, the encoders of 1985, completion (science.md 5).
#include "core/models/boltzmann/boltzmann.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/as_spins.h"
#include "tests/estimate.h"

using namespace attractor;
using namespace attractor::boltzmann;

namespace {

Params gradient_params() {
  Params p;
  p.learn = exactly, p.T = 1, p.sd = 0.3;
  return p;
}

State learned(const Params& p, uint64_t seed, int cycles) {
  State s = init(p, Rng{seed, 0});
  for (int t = 1; t <= cycles; ++t) advance(p, s, Rng{seed, uint64_t(t)});
  return s;
}

double G(const Params& p, const State& s) { return divergence(p, s, environment(p, s)); }

}  // namespace

TEST_CASE("boltzmann: the sampled G is the exact one to 0.08 nats, and 8-3-8 with noise has it alone") {
  for (int net : {int(encoder424), int(encoder434)})
    for (int cycles : {0, 20, 100}) {
      Params p;
      p.net = net;
      const State s = learned(p, 2, cycles);
      CHECK_MESSAGE(std::fabs(sampled_divergence(p, s) - G(p, s)) < 0.08, net, " ", cycles, " ", sampled_divergence(p, s), " ",
                    G(p, s));
    }
  Params p;
  p.net = encoder838;
  const State s = learned(p, 1, 20);
  CHECK(!enumerable(p, s));
  CHECK_MESSAGE(std::fabs(sampled_divergence(p, s) - G(p, s)) < 0.08, sampled_divergence(p, s), " ", G(p, s));
}

TEST_CASE("T51 the gradient of G is -(p - p') / T: central differences") {
  for (int net : {int(encoder424), int(parity), int(pictures)}) {
    Params p = gradient_params();
    p.net = net, p.hidden = 2, p.T = 1.3;
    State s = init(p, Rng{3, 0});
    Draw draw(7, 0, Stream::data);
    for (double& c : s.net.c) c = 0.3 * draw.normal();
    const Environment e = environment(p, s);
    double sum = 0;
    for (double q : e.p) sum += q;
    CHECK(std::fabs(sum - 1) < 1e-12);
    const Matrix<double> on = clamped_pairs(p, s, e);
    const Moments free = layered_moments(s.layers, s.net, p.T);
    const int n = s.net.n;
    const double h = 1e-5;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j <= i; ++j) {
        if (i != j && !s.layers.linked(i, j)) continue;
        auto at = [&](double d) {
          State t = s;
          if (i == j) t.net.c[i] += d;
          else t.net.link(i, j, t.net.w(i, j) + d);
          return divergence(p, t, e);
        };
        const double slope = -(on(i, j) - free.pair(i, j)) / p.T;
        CHECK(std::fabs((at(h) - at(-h)) / (2 * h) - slope) < 1e-6 * (std::fabs(slope) + 1e-3));
        CHECK(on(i, j) == on(j, i));
        CHECK(free.pair(i, j) == free.pair(j, i));
      }
  }
}

TEST_CASE("boltzmann: a small exact step lowers G, and G is never negative") {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    Params p = gradient_params();
    p.momentum = 0, p.learning_rate = 0.02, p.sd = 1;
    State s = init(p, Rng{seed, 0});
    double before = G(p, s);
    for (uint64_t t = 1; t <= 50; ++t) {
      advance(p, s, Rng{seed, t});
      const double after = G(p, s);
      CHECK(after < before);
      CHECK(after >= 0);
      before = after;
    }
  }
}

TEST_CASE("T52 parity of three bits: ln 2 without hidden units, one hidden unit is enough") {
  Params p = gradient_params();
  p.net = parity, p.hidden = 0, p.drop = p.add = 0, p.sd = 1, p.learning_rate = 0.2;
  for (uint64_t seed = 1; seed <= 3; ++seed) CHECK(std::fabs(G(p, learned(p, seed, 800)) - kLn2) < 1e-9);
  // f(n) = -K n^2 + softplus(4 K (n - 1)) + linear, n the number of units that are on, f(0) = f(2).
  p.hidden = 1;
  struct Line {
    double K, G;
  };
  for (const Line& l : {Line{2, 0.2125}, {5, 0.0117}, {10, 0.0001}}) {
    State s = init(p, Rng{1, 0});
    const double linear = (4 * l.K - softplus(4 * l.K) + softplus(-4 * l.K)) / 2;
    for (int i = 0; i < 3; ++i) {
      s.net.c[i] = -l.K + linear;
      s.net.link(i, 3, 4 * l.K);
      for (int j = 0; j < i; ++j) s.net.link(i, j, -2 * l.K);
    }
    s.net.c[3] = -4 * l.K;
    CHECK(std::fabs(G(p, s) - l.G) < 6e-5);
  }
  p.sd = 0.3;
  CHECK(G(p, learned(p, 1, 3000)) < 0.03);  // from random weights; some starts stay at ln 2 for long
}

TEST_CASE("T53 from equal weights the exact gradient never tells the hidden units apart") {
  Params p = gradient_params();
  p.sd = 0;
  const State s = learned(p, 1, 1500);
  for (int i = 0; i < 8; ++i) CHECK(std::fabs(s.net.w(i, 8) - s.net.w(i, 9)) < 1e-4);
  CHECK(distinct(codes(s)) == 1);
  CHECK(std::fabs(G(p, s) - 0.749) < 1e-3);
}

TEST_CASE("boltzmann: from random weights the exact gradient finds four codes, or sticks at three" *
          doctest::test_suite("statistics")) {
  int four = 0;
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    const Params p = gradient_params();
    const State s = learned(p, seed, 1500);
    const double g = G(p, s);
    const bool all = distinct(codes(s)) == 4;
    four += all;
    if (all) CHECK((g > 0.075 && g < 0.11));
    else CHECK((g > 0.205 && g < 0.23));
  }
  CHECK(four == 3);
}

TEST_CASE("T54 the encoders of 1985 by the sign rule, from zero weights" * doctest::test_suite("statistics")) {
  struct Line {
    Task net;
    uint64_t nets;
    double solved;
    int64_t lo, hi;
  };
  for (const Line& l : {Line{encoder424, 60, 0.95, 50, 160}, {encoder434, 20, 0.85, 120, 600}}) {
    Params p;
    p.net = l.net;
    std::vector<int64_t> when;
    for (uint64_t seed = 1; seed <= l.nets; ++seed) {
      State s = init(p, Rng{seed, 0});
      CHECK(distinct(codes(s)) == 1);
      for (uint64_t t = 1; t <= 4000 && s.solved_cycle < 0; ++t) advance(p, s, Rng{seed, t});
      if (s.solved_cycle >= 0) CHECK(least_distance(codes(s)) >= (l.net == encoder434 ? 2 : 1));
      if (s.solved_cycle >= 0) when.push_back(s.solved_cycle);
    }
    CHECK(double(when.size()) >= l.solved * double(l.nets));
    std::sort(when.begin(), when.end());
    const int64_t median = when[when.size() / 2];
    CHECK((median >= l.lo && median <= l.hi));
    if (l.net == encoder424) CHECK(std::abs(median - 80) < 20);
  }
}

TEST_CASE("boltzmann: the chain moves, unit of time by unit of time, as the heat bath's matrix says") {
  Params p = gradient_params();
  p.net = parity, p.hidden = 2, p.sd = 1, p.clamped = 0;
  State s = init(p, Rng{5, 0});
  const Matrix one = exact::random_site(as_spins(s.net), Rule::heat_bath, p.T), two = one * one;
  auto code = [&] {
    int bits = 0;
    for (int8_t unit : s.chain) bits = 2 * bits + unit;
    return bits;
  };
  REQUIRE(s.chain.size() == 5);
  MoveCount moves(32);
  for (uint64_t t = 1; t <= 100000; ++t) {
    const int from = code();
    run_chain(p, s, Rng{5, t});
    moves.add(from, code());
  }
  CHECK(moves.worst(two * two * one) < 5);
}

TEST_CASE("boltzmann: the chain that completes has the frequencies of the exact sums (64 batches, |z| < 5)") {
  Params p = gradient_params();
  p.net = parity, p.hidden = 2, p.sd = 1, p.clamped = 1;
  State s = init(p, Rng{5, 0});
  s.chain[0] = 1;
  std::vector<int8_t> clamped(5, -1);
  clamped[0] = 1;
  const Moments m = layered_moments(s.layers, s.net, p.T, clamped);
  constexpr int kBatches = 64, kLength = 4000;
  std::vector<std::vector<double>> mean(25, std::vector<double>(kBatches, 0.0));
  for (int b = 0; b < kBatches; ++b)
    for (int t = 0; t < kLength; ++t) {
      run_chain(p, s, Rng{5, uint64_t(b * kLength + t + 1)});
      for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j <= i; ++j) mean[i * 5 + j][b] += double(s.chain[i] * s.chain[j]) / kLength;
    }
  CHECK(s.chain[0] == 1);
  for (int i = 1; i < 5; ++i)
    for (int j = 0; j <= i; ++j) {
      if (i != j && !s.layers.linked(i, j)) continue;
      double sum = 0, squares = 0;
      for (double x : mean[i * 5 + j]) sum += x, squares += x * x;
      sum /= kBatches;
      const double error = std::sqrt((squares / kBatches - sum * sum) / (kBatches - 1));
      CHECK(std::fabs(sum - m.pair(i, j)) < 5 * error + 1e-12);
    }
}

TEST_CASE("boltzmann: sampled differences are the exact gradient, on the average") {
  Params p = gradient_params();
  p.net = parity, p.hidden = 1, p.sd = 0.5, p.learn = by_samples, p.momentum = 0, p.learning_rate = 1, p.T = 2;
  const State start = init(p, Rng{2, 0});
  const Matrix<double> on = clamped_pairs(p, start, environment(p, start));
  const Moments free = layered_moments(start.layers, start.net, p.T);
  constexpr int kTries = 4000;
  double sum = 0, squares = 0;
  for (uint64_t t = 1; t <= kTries; ++t) {
    State s = start;
    advance(p, s, Rng{2, t});
    const double d = (s.net.w(0, 3) - start.net.w(0, 3)) * p.T;
    sum += d, squares += d * d;
  }
  const double mean = sum / kTries, error = std::sqrt((squares / kTries - mean * mean) / kTries);
  CHECK(std::fabs(mean - (on(0, 3) - free.pair(0, 3))) <
        5 * error + 2e-3);  // annealed chains are close to equilibrium, not in it
}

TEST_CASE("boltzmann: refusals, painting, what a held unit keeps") {
  Params p;
  p.net = encoder838, p.learn = exactly;
  CHECK(conflict(p));
  p.drop = p.add = 0;
  CHECK_FALSE(conflict(p));
  p = Params();
  p.net = pictures, p.built_in = 0;
  CHECK(conflict(p));
  p.patterns = Text("r____");
  CHECK_FALSE(english(conflict(p)).empty());
  p = gradient_params();
  p.clamped = 4;
  State s = init(p, Rng{1, 0});
  CHECK_FALSE(poke(p, s, {"spins", 8, 0, 1}));
  CHECK_FALSE(poke(p, s, {"spins", 1, 0, 0.5}));
  for (int i = 0; i < 4; ++i) CHECK(poke(p, s, {"spins", i, 0, i == 2 ? 1.0 : -1.0}));
  for (uint64_t t = 1; t <= 100; ++t) {
    advance(p, s, Rng{1, t});
    for (int i = 0; i < 4; ++i) CHECK(s.chain[i] == (i == 2));
  }
}

TEST_CASE("the numbers that the lessons about the Boltzmann machine quote" * doctest::test_suite("statistics")) {
  Params p;
  CHECK(learned(p, 11, 81).solved_cycle == 81);
  CHECK(learned(p, 9, 1317).solved_cycle == 1317);
  p.net = encoder838, p.add = 0.02;
  CHECK(learned(p, 4, 299).solved_cycle == 299);
  const int found = distinct(codes(learned(p, 1, 1000)));
  CHECK((found == 6 || found == 7));
  // gradient
  p = gradient_params();
  CHECK(std::fabs(G(p, learned(p, 4, 1500)) - 0.080) < 5e-4);
  CHECK(std::fabs(G(p, learned(p, 1, 1500)) - 0.217) < 1e-3);
  p.sd = 1e-6;
  CHECK(G(p, learned(p, 1, 500)) > 0.74);
  CHECK(G(p, learned(p, 1, 1500)) < 0.31);
  p.sd = 0, p.learn = by_samples;
  CHECK(distinct(codes(learned(p, 3, 1500))) == 4);
  // parity
  p = gradient_params();
  p.net = parity, p.hidden = 1, p.drop = p.add = 0, p.learning_rate = 0.2, p.clamped = 2, p.sd = 1;
  CHECK(G(p, learned(p, 1, 569)) >= 0.1);
  State s = learned(p, 1, 570);
  CHECK(G(p, s) < 0.1);
  for (uint64_t t = 571; t <= 5000; ++t) advance(p, s, Rng{1, t});
  CHECK(std::fabs(completion(p, s) - 0.99) < 5e-3);
  p.hidden = 4;
  CHECK(G(p, learned(p, 1, 300)) < 0.1);
  p.hidden = 1, p.sd = 0.3;
  s = learned(p, 7, 6000);
  CHECK(std::fabs(G(p, s) - kLn2) < 1e-3);
  CHECK(std::fabs(completion(p, s) - 0.5) < 1e-3);
  // completion
  p = gradient_params();
  p.net = pictures, p.hidden = 3, p.learning_rate = 0.1, p.drop = p.add = 0.02, p.clamped = 3;
  s = learned(p, 2, 1000);
  CHECK(std::fabs(completion(p, s) - 0.73) < 5e-3);
  p.clamped = 6;
  CHECK(std::fabs(completion(p, s) - 0.96) < 5e-3);
}
