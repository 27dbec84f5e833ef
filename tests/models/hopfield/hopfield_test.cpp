// Hopfield 1982: T20 (golden integers), T21 (energy falls), T22 (no ties), T23 (two-cycles, kept diagonal), T27 (one-step error).
#include "core/models/hopfield/hopfield.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/base/pack.h"
#include "core/spins/exact.h"
#include "tests/data.h"

using namespace attractor;

namespace {

const std::array<int8_t, 18> kGolden{1, 1, -1, 1, -1, 1, 1, -1, 1, 1, 1, -1, -1, 1, 1, -1, 1, 1};

int64_t field(const Matrix<int32_t>& w, const int8_t* s, int n, int i) {
  int64_t h = 0;
  for (int j = 0; j < n; ++j) h += int64_t(w(i, j)) * s[j];
  return h;
}
int64_t quadratic(const Matrix<int32_t>& w, const std::vector<int8_t>& s) {
  const int n = int(s.size());
  int64_t q = 0;
  for (int i = 0; i < n; ++i) q += s[i] * field(w, s.data(), n, i);
  return q;
}

// The matrix that recall by overlaps never makes.
Matrix<int32_t> weights_of(const Network& net) {
  return net.by_overlaps() ? hebb(net.patterns.data(), net.count, net.n, net.self == 0) : net.weights.w;
}

hopfield::Params random_net(int side, int count, int order, double noise = 0.3) {
  hopfield::Params p;
  p.set = random_set, p.side = side, p.count = count, p.order = order, p.noise = noise, p.updates = 1;
  return p;
}

std::string packed(const std::vector<std::vector<int8_t>>& pictures, int side) {
  std::string bytes;
  for (const auto& x : pictures) append_picture(bytes, x.data(), side);
  return pack(bytes);
}

}  // namespace

TEST_CASE("T20 the golden net in whole numbers") {
  const Matrix<int32_t> w = hebb(kGolden.data(), 3, 6, false);
  const std::vector<int32_t> want{0, -1, -1, 3, -1, -1, -1, 0,  -1, -1, -1, 3,  -1, -1, 0,  -1, 3,  -1,
                                  3, -1, -1, 0, -1, -1, -1, -1, 3,  -1, 0,  -1, -1, 3,  -1, -1, -1, 0};
  CHECK(w.a == want);
  const std::vector<int8_t> x1(kGolden.begin(), kGolden.begin() + 6), ones(6, 1);
  const std::array<int64_t, 6> h{3, 3, -7, 3, -7, 3};
  for (int i = 0; i < 6; ++i) {
    CHECK(field(w, x1.data(), 6, i) == h[i]);
    CHECK(field(w, ones.data(), 6, i) == -1);
  }
  CHECK(quadratic(w, x1) == 26);
  CHECK(quadratic(w, ones) == -6);
}

TEST_CASE("E5 the lecture's second form: E_W(x) = P E_M(x) - P d / 2 for every x") {
  const Matrix<int32_t> w = hebb(kGolden.data(), 3, 6, false);
  for (int code = 0; code < 64; ++code) {
    std::vector<int8_t> x(6);
    for (int i = 0; i < 6; ++i) x[i] = int8_t((code >> i) & 1 ? 1 : -1);
    int64_t sum = 0;  // sum over patterns of <x_mu, x>^2 = -2 E_W
    for (int k = 0; k < 3; ++k) {
      int64_t m = 0;
      for (int i = 0; i < 6; ++i) m += kGolden[6 * k + i] * x[i];
      sum += m * m;
    }
    CHECK(sum == quadratic(w, x) + 3 * 6);  // -2 E_W = -2 P E_M + P d
  }
}

TEST_CASE("T21 asynchronous updates: exact bookkeeping, energy falls at every flip, and it ends") {
  for (int order : {hopfield::permutation, hopfield::random_order, hopfield::cyclic})
    for (int zero : {hopfield::keep, hopfield::plus})
      for (uint64_t seed = 1; seed <= 6; ++seed) {
        hopfield::Params p = random_net(8, seed % 2 ? 9 : 12, order, 0.4);
        p.zero = zero;
        hopfield::State s = hopfield::init(p, {}, Rng{seed, 0});
        int64_t q = s.activity.quadratic, flips = 0;
        int steps = 0;
        while (!s.fixed && ++steps < 20000) {
          hopfield::advance(p, s, Rng{seed, uint64_t(steps)});
          if (s.flips > flips) {
            if (zero == hopfield::keep) CHECK(s.activity.quadratic > q);
            else CHECK(s.activity.quadratic >= q);
          } else {
            CHECK(s.activity.quadratic == q);
          }
          q = s.activity.quadratic, flips = s.flips;
        }
        CHECK(s.fixed);
        CHECK(quadratic(weights_of(*s.network), s.activity.spins) == s.activity.quadratic);
        const Matrix<int32_t> w = weights_of(*s.network);
        for (int i = 0; i < 64; ++i) {
          const int64_t h = field(w, s.activity.spins.data(), 64, i);
          CHECK(h == attractor::field(*s.network, s.activity, std::size_t(i)));
          CHECK(h * s.activity.spins[i] >= 0);
        }
        for (int k = 0; k < s.network->count; ++k) {
          int64_t m = 0;
          for (int i = 0; i < 64; ++i) m += s.network->patterns[k * 64 + i] * s.activity.spins[i];
          CHECK(m == s.activity.overlaps[k]);
        }
      }
}

TEST_CASE("T22 parity: N even and P odd, no field is ever zero; P even, zeros occur") {
  for (int side : {4, 6, 8})
    for (int count : {1, 3, 7, 2, 4}) {
      int zeros = 0;
      for (uint64_t seed = 1; seed <= 40; ++seed) {
        const hopfield::Params p = random_net(side, count, hopfield::cyclic, 0.5);
        const hopfield::State s = hopfield::init(p, {}, Rng{seed, 0});
        for (std::size_t i = 0; i < s.activity.spins.size(); ++i) {
          const int64_t h = attractor::field(*s.network, s.activity, i);
          zeros += h == 0;
          CHECK((h - (side * side - 1) * count) % 2 == 0);
        }
      }
      if (count % 2) CHECK(zeros == 0);
      else CHECK(zeros > 0);
    }
}

TEST_CASE("T23 one pattern, an orthogonal query: the synchronous rule oscillates for ever, the asynchronous one decides") {
  const int side = 4;
  std::vector<int8_t> x(16), y(16);
  for (std::size_t i = 0; i < 16; ++i) {
    x[i] = int8_t(i % 4 < 2 ? 1 : -1);
    y[i] = int8_t(i < 8 ? 1 : -1);
  }
  hopfield::Params p;
  p.side = side, p.count = 0, p.noise = 0, p.order = hopfield::synchronous;
  p.patterns = Text(packed({x}, side));
  REQUIRE_FALSE(hopfield::conflict(p));
  hopfield::State s = hopfield::init(p, {}, Rng{1, 0});
  for (int i = 0; i < 16; ++i) hopfield::poke(p, s, {"spins", i, 0, double(y[i])});
  REQUIRE(s.activity.spins == y);
  const int64_t q = s.activity.quadratic;
  for (uint64_t t = 1; t <= 10; ++t) {
    hopfield::advance(p, s, Rng{1, t});
    for (std::size_t i = 0; i < 16; ++i) CHECK(s.activity.spins[i] == (t % 2 ? -y[i] : y[i]));
    CHECK(s.activity.quadratic == q);
    CHECK(s.cycle == (t >= 2));
    CHECK_FALSE(s.fixed);
  }
  p.order = hopfield::permutation;
  for (uint64_t t = 11; t <= 40; ++t) hopfield::advance(p, s, Rng{1, t});
  CHECK(s.fixed);
  CHECK(std::abs(s.activity.overlaps[0]) == 16);
}

TEST_CASE("T23 synchronous: two-cycles at most; with the kept diagonal none, and energy never rises") {
  int cycles = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed)
    for (bool diagonal : {false, true}) {
      hopfield::Params p = random_net(4, 3, hopfield::synchronous, 0.5);
      p.diagonal = diagonal;
      hopfield::State s = hopfield::init(p, {}, Rng{seed, 0});
      int64_t q = s.activity.quadratic;
      int t = 0;
      while (!s.fixed && !s.cycle && ++t < 200) {
        hopfield::advance(p, s, Rng{seed, uint64_t(t)});
        if (diagonal) CHECK(s.activity.quadratic >= q);
        q = s.activity.quadratic;
      }
      CHECK((s.fixed || s.cycle));
      if (diagonal) CHECK(s.fixed);
      else cycles += s.cycle;
    }
  CHECK(cycles > 10);
}

TEST_CASE("T27 fraction of unstable bits of stored patterns: the exact binomial") {
  const int side = 10, count = 10;
  int64_t unstable = 0, bits = 0;
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    const auto x = make_patterns(random_set, count, side, Rng{seed, 0});
    const auto w = hebb(x.data(), count, 100, false);
    for (int k = 0; k < count; ++k) {
      const int i = int(seed + uint64_t(k) * 7) % 100;  // one bit a pattern: nearly independent
      unstable += field(w, &x[k * 100], 100, i) * x[k * 100 + i] < 0;
      ++bits;
    }
  }
  const double p = exact::one_step_error(100, 10);
  const double z = (double(unstable) - p * double(bits)) / std::sqrt(p * (1 - p) * double(bits));
  CHECK(std::fabs(z) < 5);
}

TEST_CASE("hopfield: the pictures of the lessons are restored from the noise they promise") {
  struct Lesson {
    PictureSet set;
    int count;
  };
  for (const Lesson& lesson : {Lesson{letters, 3}, Lesson{digits, 3}, Lesson{shapes, 4}, Lesson{random_set, 8}})
    for (int cue = 1; cue <= lesson.count; ++cue) {
      int restored = 0;
      for (uint64_t seed = 1; seed <= 20; ++seed) {
        hopfield::Params p;
        p.set = lesson.set, p.count = lesson.count, p.cue = cue, p.noise = 0.2, p.updates = 256;
        hopfield::State s = hopfield::init(p, {}, Rng{seed, 0});
        for (uint64_t t = 1; t <= 50 && !s.fixed; ++t) hopfield::advance(p, s, Rng{seed, t});
        restored += s.activity.overlaps[cue - 1] == s.network->n;
      }
      CHECK_MESSAGE(restored >= 19, "set ", int(lesson.set), " picture ", cue, ": ", restored, " of 20");
    }
}

TEST_CASE("hopfield: noise flips the share it says, erasing blanks whole rows from below") {
  hopfield::Params p = random_net(32, 1, hopfield::permutation, 0.3);
  const hopfield::State s = hopfield::init(p, {}, Rng{6, 0});
  int flipped = 0;
  for (std::size_t i = 0; i < 1024; ++i) flipped += s.activity.spins[i] != s.network->patterns[i];
  CHECK(std::fabs(flipped - 307.2) < 5 * std::sqrt(1024 * 0.21));
  p.noise = 0;
  p.erase = 0.25;
  const hopfield::State e = hopfield::init(p, {}, Rng{6, 0});
  for (std::size_t i = 0; i < 1024; ++i) CHECK(e.activity.spins[i] == (i < 768 ? e.network->patterns[i] : -1));
}

TEST_CASE("hopfield: refusals") {
  hopfield::Params p;
  p.count = 0;
  CHECK(hopfield::conflict(p));
  p.count = 2000;
  CHECK(hopfield::conflict(p));
  p.count = 3, p.cue = 4;
  CHECK(hopfield::conflict(p));
  p.cue = 1;
  p.patterns = Text("rAAA");
  CHECK(hopfield::conflict(p));
  p.patterns = Text("zzzz");
  CHECK(hopfield::conflict(p));
  p.patterns = Text("");
  CHECK_FALSE(hopfield::conflict(p));
}

TEST_CASE("hopfield: handwriting, as the lesson says: Hebb's rule remembers none of twelve digits, the pseudo-inverse all") {
  for (const Learning rule : {learn_hebb, learn_pseudo_inverse}) {
    hopfield::Params p;
    p.set = mnist_set, p.count = 12, p.side = 28, p.noise = 0.1, p.rule = rule, p.updates = 784;
    int exact = 0;
    for (p.cue = 1; p.cue <= 12; ++p.cue) {
      hopfield::State s = hopfield::init(p, digits_library(), Rng{1, 0});
      for (uint64_t k = 1; k <= 30; ++k) hopfield::advance(p, s, Rng{1, k});
      const auto from = s.network->patterns.begin() + (p.cue - 1) * 784;
      exact += std::equal(s.activity.spins.begin(), s.activity.spins.end(), from);
    }
    CHECK(exact == (rule == learn_hebb ? 0 : 12));
  }
}
