// core/learning, core/packed, core/recall: the rules (T25, T26), recall by overlaps against the matrix, T24, T29, T30.
#include "core/memory/recall.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/pictures/patterns.h"
#include "core/spins/exact.h"

using namespace attractor;

namespace {

const std::vector<int8_t> kGolden{1, 1, -1, 1, -1, 1, 1, -1, 1, 1, 1, -1, -1, 1, 1, -1, 1, 1};

std::vector<int8_t> random_patterns(int count, int n, uint64_t seed) {
  std::vector<int8_t> x(count * n);
  Draw draw(seed, 0, Stream::data);
  for (int8_t& v : x) v = int8_t(draw.sign());
  return x;
}

std::vector<int8_t> random_state(int n, uint64_t seed) { return random_patterns(1, n, seed + 1000); }

const std::vector<int> kStorkey216{0,   -28, -28, 156, -28, -28, -28, 0,   -36, -28, -36, 156, -28, -36, 0,   -28, 156, -36,
                                   156, -28, -28, 0,   -28, -28, -28, -36, 156, -28, 0,   -36, -28, 156, -36, -28, -36, 0};

// Fraction of stored random patterns that no neuron wants to leave.
double stable_fraction(Learning rule, int n, int count, int nets) {
  int stable = 0;
  for (int k = 0; k < nets; ++k) {
    const Network net = make_network(rule, random_patterns(count, n, uint64_t(k + 1)), n, false, 0, Rng{1, 0});
    for (int mu = 0; mu < count; ++mu) {
      std::vector<int8_t> x(net.patterns.begin() + mu * n, net.patterns.begin() + (mu + 1) * n);
      stable += is_fixed_point(net, make_activity(net, std::move(x)), 0, true);
    }
  }
  return double(stable) / double(nets * count);
}

}  // namespace

TEST_CASE("T25 Storkey's rule: the golden net times 216") {
  const Matrix<double> w = storkey(kGolden.data(), 3, 6);
  for (std::size_t i = 0; i < 36; ++i) CHECK(std::fabs(w.a[i] * 216 - kStorkey216[i]) < 1e-12);
}

TEST_CASE("T26 pseudo-inverse: a projection on the patterns; its rank is told") {
  const Projection golden = pseudo_inverse(kGolden.data(), 3, 6);
  CHECK(golden.rank == 3);
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 6; ++j) {
      const bool pair = (i == j) || (std::min(i, j) == 0 && std::max(i, j) == 3) ||
                        (std::min(i, j) == 1 && std::max(i, j) == 5) || (std::min(i, j) == 2 && std::max(i, j) == 4);
      CHECK(std::fabs(golden.w(i, j) - (pair ? 0.5 : 0.0)) < 1e-12);
    }
  for (int count : {1, 10, 25, 40}) {
    const int n = 50;
    std::vector<int8_t> x = random_patterns(count, n, uint64_t(count));
    const Projection p = pseudo_inverse(x.data(), count, n);
    CHECK(p.rank == count);
    double trace = 0, worst = 0;
    for (int i = 0; i < n; ++i) trace += p.w(i, i);
    for (int mu = 0; mu < count; ++mu)
      for (int i = 0; i < n; ++i) {
        double sum = 0;
        for (int j = 0; j < n; ++j) sum += p.w(i, j) * x[mu * n + j];
        worst = std::max(worst, std::fabs(sum - x[mu * n + i]));
      }
    CHECK(std::fabs(trace - count) < 1e-10);
    CHECK(worst < 1e-10);
    // A repeated pattern and a negative add nothing.
    std::vector<int8_t> again(x.begin(), x.begin() + n);
    for (int8_t& v : again) v = int8_t(-v);
    x.insert(x.end(), again.begin(), again.end());
    CHECK(pseudo_inverse(x.data(), count + 1, n).rank == count);
  }
}

TEST_CASE("perceptron rule: every pattern gets its margin, far above Hebb's capacity; beyond 2 N it says that it failed") {
  const int n = 60;
  for (int count : {20, 60}) {
    const Network net = make_network(learn_perceptron, random_patterns(count, n, 5), n, false, 0, Rng{1, 0});
    CHECK(net.weights.learned);
    CHECK_FALSE(net.weights.symmetric);
    for (int mu = 0; mu < count; ++mu) {
      const Activity a = make_activity(net, {net.patterns.begin() + mu * n, net.patterns.begin() + (mu + 1) * n});
      for (int i = 0; i < n; ++i) CHECK(a.spins[i] * field(net, a, i) >= n / 4);
    }
  }
  CHECK_FALSE(make_network(learn_perceptron, random_patterns(180, n, 5), n, false, 0, Rng{1, 0}).weights.learned);
}

TEST_CASE("unlearning weakens spurious states: fewer random starts end in one") {
  const int n = 100, count = 6, starts = 200;
  int spurious[2] = {};
  for (int with : {0, 1}) {
    const Network net = make_network(learn_unlearning, random_patterns(count, n, 3), n, false, with ? 240 : 0, Rng{2, 0});
    for (int k = 0; k < starts; ++k) {
      Activity a = make_activity(net, random_state(n, uint64_t(k)));
      descend(net, a, 100);
      bool stored = false;
      for (int mu = 0; mu < count; ++mu) stored = stored || std::abs(a.overlaps[mu]) == n;
      spurious[with] += !stored;
    }
  }
  CHECK(spurious[1] < spurious[0] * 0.7);
}

TEST_CASE("packed patterns: overlaps and steps equal the sums they stand for, at any shape") {
  for (int n : {1, 6, 63, 64, 65, 128, 200, 784, 4100})
    for (int count : {1, 3, 8, 9, 33, 100})
      for (bool diagonal : {false, true})
        for (int bias : {0, 7}) {
          if (n > 1000 && count > 40) continue;
          const std::vector<int8_t> x = random_patterns(count, n, uint64_t(n * 1000 + count));
          std::vector<int8_t> s = count > 2 ? std::vector<int8_t>(x.begin() + n, x.begin() + 2 * n) : random_state(n, 7);
          for (std::size_t i = 0; i < s.size(); i += 10) s[i] = int8_t(-s[i]);
          const PackedPatterns packed(x.data(), count, n);
          const std::vector<uint64_t> state = packed.pack_state(s.data());
          std::vector<int32_t> m(count, 0), want(count, 0);
          packed.overlaps(state.data(), m.data());
          for (int k = 0; k < count; ++k)
            for (int i = 0; i < n; ++i) want[k] += x[k * n + i] * s[i];
          REQUIRE(m == want);
          for (bool keep : {true, false}) {
            std::vector<uint64_t> next(state.size());
            packed.step(state.data(), m.data(), diagonal ? 0 : count, bias, keep, next.data());
            std::vector<int8_t> got(s.size());
            packed.unpack_state(next.data(), got.data());
            bool same = true;
            for (int i = 0; i < n; ++i) {
              int64_t h = bias - (diagonal ? 0 : int64_t(count) * s[i]);
              for (int k = 0; k < count; ++k) h += int64_t(m[k]) * x[k * n + i];
              same = same && got[i] == sign_of(h, s[i], keep);
            }
            CHECK_MESSAGE(same, n, " x ", count);
          }
        }
}

TEST_CASE("recall: flips keep fields, overlaps and s W s exact, for every rule") {
  for (Learning rule : {learn_hebb, learn_storkey, learn_pseudo_inverse, learn_perceptron, learn_unlearning})
    for (bool diagonal : {false, true}) {
      const int n = 50, count = 7;
      const Network net = make_network(rule, random_patterns(count, n, 9), n, diagonal, 5, Rng{3, 0});
      Activity a = make_activity(net, random_state(n, 1));
      Draw draw(4, 0, Stream::update);
      for (int t = 0; t < 100; ++t) flip(net, a, int(draw.below(n)));
      const Activity fresh = make_activity(net, a.spins);
      CHECK(a.quadratic == fresh.quadratic);
      CHECK(a.fields == fresh.fields);
      CHECK(a.overlaps == fresh.overlaps);
      if (rule == learn_hebb) {  // against the matrix
        const Matrix<int32_t> w = hebb(net.patterns.data(), count, n, diagonal);
        int64_t q = 0;
        for (int i = 0; i < n; ++i) {
          int64_t h = 0;
          for (int j = 0; j < n; ++j) h += int64_t(w(i, j)) * a.spins[j];
          CHECK(field(net, a, i) == h);
          q += h * a.spins[i];
        }
        CHECK(q == a.quadratic);
      }
      if (net.weights.symmetric) {  // descent only goes down
        Activity d = make_activity(net, random_state(n, 2));
        int64_t before = d.quadratic;
        for (int t = 0; t < 60; ++t) {
          const int i = int(draw.below(n));
          if (field(net, d, i) * d.spins[i] < 0) {
            flip(net, d, i);
            CHECK(d.quadratic >= before);
            before = d.quadratic;
          }
        }
      }
    }
}

TEST_CASE("T24 synchronous: Goles' functional never rises") {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const int n = 12;
    const Network net = make_network(learn_hebb, random_patterns(3, n, seed), n, false, 0, Rng{1, 0});
    Activity a = make_activity(net, random_state(n, seed));
    std::vector<int8_t> last = a.spins;
    int64_t before = 0;
    for (int t = 0; t < 20; ++t) {
      int64_t now = 0;  // -s(t)^T W s(t-1), with the fields of s(t-1)
      std::vector<int64_t> h(n, 0);
      for (std::size_t i = 0; i < h.size(); ++i) h[i] = field(net, a, i);
      step_synchronous(net, a, 0, true);
      for (std::size_t i = 0; i < h.size(); ++i) now -= a.spins[i] * h[i];
      if (t > 0) CHECK(now <= before);
      before = now;
    }
  }
}

TEST_CASE("T29 how much can be held: fraction of stored patterns that are stable, N = 100") {
  CHECK(std::fabs(stable_fraction(learn_hebb, 100, 8, 60) - 0.98) < 0.03);
  CHECK(std::fabs(stable_fraction(learn_hebb, 100, 12, 60) - 0.87) < 0.06);
  CHECK(std::fabs(stable_fraction(learn_hebb, 100, 20, 40) - 0.34) < 0.08);
  CHECK(stable_fraction(learn_hebb, 100, 33, 20) < 0.05);
  CHECK(stable_fraction(learn_storkey, 100, 33, 10) > 0.95);
  CHECK(std::fabs(stable_fraction(learn_storkey, 100, 50, 10) - 0.63) < 0.12);
  CHECK(stable_fraction(learn_pseudo_inverse, 100, 33, 10) == 1);
  CHECK(stable_fraction(learn_pseudo_inverse, 100, 50, 10) == 1);
}

TEST_CASE("T29 basins: N = 200, 11 patterns, asynchronous recall from noise") {
  const int n = 200, count = 11;
  for (const std::array<double, 3>& basin :
       {std::array<double, 3>{0.1, 0.98, 1}, {0.2, 0.98, 1}, {0.3, 0.9, 1}, {0.4, 0.25, 0.75}}) {
    const double noise = basin[0], low = basin[1], high = basin[2];
    int good = 0;
    for (uint64_t k = 1; k <= 60; ++k) {
      const Network net = make_network(learn_hebb, random_patterns(count, n, k), n, false, 0, Rng{1, 0});
      std::vector<int8_t> s(net.patterns.begin(), net.patterns.begin() + n);
      Draw draw(k, 0, Stream::noise);
      for (int8_t& v : s)
        if (draw.uniform() < noise) v = int8_t(-v);
      Activity a = make_activity(net, std::move(s));
      descend(net, a, 100);
      good += a.overlaps[0] > 0.9 * n;
    }
    CHECK_MESSAGE((good / 60.0 >= low && good / 60.0 <= high), noise, " gave ", good);
  }
}

TEST_CASE("T30 mixtures of three are stable states of their own") {
  const int n = 2000;
  const std::vector<int8_t> x = random_patterns(3, n, 8);
  const Network net = make_network(learn_hebb, x, n, false, 0, Rng{1, 0});
  std::vector<int8_t> s(n, 0);
  for (std::size_t i = 0; i < s.size(); ++i) s[i] = x[i] + x[i + 2000] + x[i + 4000] > 0 ? 1 : -1;
  Activity a = make_activity(net, std::move(s));
  for (std::size_t k = 0; k < 3; ++k) CHECK(std::fabs(a.overlaps[k] / 2000.0 - 0.5) < 0.05);
  descend(net, a, 50);
  for (std::size_t k = 0; k < 3; ++k) CHECK(std::fabs(a.overlaps[k] / 2000.0 - 0.5) < 0.06);
  CHECK(std::fabs(-0.5 * double(a.quadratic) / double(n) / double(n) + 0.375) < 0.02);  // E / d, textbook units
}
