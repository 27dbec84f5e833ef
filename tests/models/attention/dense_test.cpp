// Dense associative memory: T80 (golden energies, the exact rule against the shortcut), T81 (capacity), T82 (n = 2 is Hopfield).
#include "core/models/attention/dense.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/num.h"

using namespace attractor;

namespace {

const std::vector<int8_t> kGolden{1, 1, -1, 1, -1, 1, 1, -1, 1, 1, 1, -1, -1, 1, 1, -1, 1, 1};

dense::State make(const std::vector<int8_t>& x, std::vector<int8_t> s, OverlapEnergy::Kind kind, int power) {
  const int n = int(s.size());
  dense::State state;
  state.network = std::make_shared<const Network>(make_network(learn_hebb, x, n, true, 0, Rng{1, 0}));
  state.table = std::make_shared<const OverlapEnergy>(kind, power, n, state.network->count);
  state.activity = make_activity(*state.network, std::move(s));
  return state;
}

std::vector<int8_t> random_cells(std::size_t n, uint64_t seed) {
  std::vector<int8_t> x(n);
  Draw draw(seed, 0, Stream::data);
  for (int8_t& v : x) v = int8_t(draw.sign());
  return x;
}

int64_t whole_energy(const dense::State& s) { return s.table->whole_energy(*s.network, s.activity); }

}  // namespace

TEST_CASE("T80 golden energies") {
  const std::vector<int8_t> s{1, 1, -1, -1, -1, 1};
  struct Line {
    OverlapEnergy::Kind kind;
    int n;
    int64_t e;
  };
  for (const Line& l : {Line{OverlapEnergy::polynomial, 2, -32}, Line{OverlapEnergy::rectified, 2, -16},
                        Line{OverlapEnergy::polynomial, 3, 0}, Line{OverlapEnergy::rectified, 3, -64},
                        Line{OverlapEnergy::polynomial, 4, -512}, Line{OverlapEnergy::rectified, 4, -256}}) {
    const dense::State state = make(kGolden, s, l.kind, l.n);
    REQUIRE(state.table->exact());
    CHECK(whole_energy(state) == l.e);
    CHECK(state.table->energy(*state.network, state.activity) == doctest::Approx(double(l.e) / std::pow(6.0, l.n)));
  }
  const dense::State e = make(kGolden, s, OverlapEnergy::exponential, 2);
  CHECK(std::fabs(e.table->energy(*e.network, e.activity) * attractor::exp(6) + 55.61646567203) < 1e-10);
}

TEST_CASE("T80 the exact rule against the shortcut that raises the energy") {
  const std::vector<int8_t> x{-1, -1, 1, -1, 1,  1, -1, -1, 1, 1, -1, -1, -1, -1, 1, -1, 1,  1,  1, -1, -1, -1,
                              1,  -1, 1, 1,  -1, 1, 1,  -1, 1, 1, -1, 1,  1,  -1, 1, 1,  -1, -1, 1, -1, -1, -1};
  const std::vector<int8_t> s{-1, 1, -1, 1};
  for (std::size_t i : {3u}) {
    std::vector<int8_t> down = s, up = s;
    down[i] = -1;
    up[i] = 1;
    dense::State a = make(x, down, OverlapEnergy::polynomial, 3), b = make(x, up, OverlapEnergy::polynomial, 3);
    CHECK(a.table->field(*a.network, a.activity, i) == -8);
    CHECK(b.table->field(*b.network, b.activity, i) == -8);
    CHECK(whole_energy(b) - whole_energy(a) == 8);
    int64_t shortcut = 0;  // sum x_i f(h), f = F' = 3 h^2
    for (std::size_t k = 0; k < 11; ++k) {
      int h = 0;
      for (std::size_t j = 0; j < 4; ++j)
        if (j != i) h += x[4 * k + j] * s[j];
      shortcut += 3 * x[4 * k + i] * h * h;
    }
    CHECK(shortcut == 3);
  }
}

TEST_CASE("dense: the field is the energy difference, and energy never rises, in whole numbers and in doubles") {
  struct Case {
    OverlapEnergy::Kind kind;
    int n, side, count;
  };
  for (const Case& c : {Case{OverlapEnergy::polynomial, 2, 5, 10},
                        {OverlapEnergy::polynomial, 3, 6, 40},
                        {OverlapEnergy::rectified, 4, 6, 60},
                        {OverlapEnergy::polynomial, 20, 8, 60},
                        {OverlapEnergy::rectified, 30, 10, 100},
                        {OverlapEnergy::exponential, 2, 8, 100}})
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      dense::Params p;
      p.kind = c.kind, p.n = c.n, p.side = c.side, p.count = c.count, p.noise = 0.4, p.updates = 1;
      dense::State s = dense::init(p, {}, Rng{seed, 0});
      double before = s.table->energy(*s.network, s.activity);
      for (uint64_t t = 1; t < 400 && !s.fixed; ++t) {
        const int64_t flips = s.flips;
        dense::advance(p, s, Rng{seed, t});
        const double now = s.table->energy(*s.network, s.activity);
        CHECK(now <= before + 1e-12 * std::fabs(before));
        if (s.flips == flips) CHECK(now == before);
        before = now;
      }
      if (s.table->exact())
        for (std::size_t i = 0; i < 5; ++i) {
          dense::State up = s, down = s;
          if (up.activity.spins[i] < 0) flip(*up.network, up.activity, i);
          if (down.activity.spins[i] > 0) flip(*down.network, down.activity, i);
          CHECK(double(whole_energy(down) - whole_energy(up)) == s.table->field(*s.network, s.activity, i));
        }
    }
}

TEST_CASE("T81 capacity: fraction of random patterns that are exactly stable at c K_max") {
  CHECK(dense::capacity(30, 2) == doctest::Approx(4.41).epsilon(0.002));
  CHECK(dense::capacity(30, 3) == doctest::Approx(44.10).epsilon(0.001));
  CHECK(dense::capacity(30, 4) == doctest::Approx(264.6).epsilon(0.001));
  CHECK(dense::capacity(100, 2) == doctest::Approx(10.86).epsilon(0.001));
  CHECK(dense::capacity(100, 3) == doctest::Approx(361.9).epsilon(0.001));
  CHECK(dense::capacity(100, 4) == doctest::Approx(7238).epsilon(0.001));
  auto stable = [](int n, int power, int count) {
    dense::State s =
        make(random_cells(std::size_t(n * count), 5), random_cells(std::size_t(n), 6), OverlapEnergy::polynomial, power);
    int good = 0, tried = 0;
    for (int k = 0; k < count; k += 1 + count / 150, ++tried) {
      s.activity = make_activity(*s.network, {s.network->patterns.begin() + k * n, s.network->patterns.begin() + (k + 1) * n});
      bool rest = true;
      for (std::size_t i = 0; i < std::size_t(n) && rest; ++i)
        rest = s.table->field(*s.network, s.activity, i) * s.activity.spins[i] >= 0;
      good += rest;
    }
    return double(good) / tried;
  };
  for (int n : {30, 50})
    for (int power : {3, 4}) {
      const double k = dense::capacity(n, power);
      CHECK(stable(n, power, int(0.5 * k)) >= 0.95);
      CHECK(stable(n, power, int(4 * k)) <= 0.15);
    }
  // e^x: 2^8 patterns of 16 neurons, and 2^10 of 20.
  for (auto [n, count] : {std::pair{16, 256}, {20, 1024}}) {
    dense::State s =
        make(random_cells(std::size_t(n * count), 7), random_cells(std::size_t(n), 6), OverlapEnergy::exponential, 2);
    int good = 0;
    for (int k = 0; k < count; ++k) {
      s.activity = make_activity(*s.network, {s.network->patterns.begin() + k * n, s.network->patterns.begin() + (k + 1) * n});
      bool rest = true;
      for (std::size_t i = 0; i < std::size_t(n) && rest; ++i)
        rest = s.table->field(*s.network, s.activity, i) * s.activity.spins[i] >= 0;
      good += rest;
    }
    CHECK(double(good) / count > 0.93);
  }
}

TEST_CASE("T82 n = 2 moves exactly as the Hopfield network: zero diagonal for the field, kept diagonal for the energy") {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<int8_t> x = random_cells(64 * 7, seed);
    const dense::State s = make(x, random_cells(64, seed + 50), OverlapEnergy::polynomial, 2);
    const Network hebbian = make_network(learn_hebb, x, 64, false, 0, Rng{1, 0});
    const Activity a = make_activity(hebbian, s.activity.spins);
    // F(h + x) - F(h - x) = 4 h x summed = 4 (W s)_i, W without its diagonal.
    for (std::size_t i = 0; i < 64; ++i) CHECK(s.table->field(*s.network, s.activity, i) == 4 * double(field(hebbian, a, i)));
    CHECK(whole_energy(s) == -(a.quadratic + 7 * 64));
  }
}

TEST_CASE("dense: what Hebb cannot hold, n = 3 restores") {
  dense::Params p;  // 60 random patterns of 100 neurons
  for (int n : {2, 3}) {
    p.n = n, p.updates = 1000;
    int good = 0;
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      dense::State s = dense::init(p, {}, Rng{seed, 0});
      for (uint64_t t = 1; t <= 20; ++t) dense::advance(p, s, Rng{seed, t});
      good += s.activity.overlaps[0] == 100;
    }
    if (n == 2) CHECK(good == 0);
    else CHECK(good >= 18);
  }
}
