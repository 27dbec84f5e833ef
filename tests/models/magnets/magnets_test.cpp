// The lessons about magnets: every number that their texts quote, and the exact answers behind them.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/models/hopfield/mattis.h"
#include "core/models/magnets/frustration.h"
#include "core/models/magnets/growth.h"
#include "core/models/magnets/hysteresis.h"
#include "core/models/magnets/replicas.h"
#include "core/models/magnets/transition.h"
#include "core/spins/exact.h"
#include "tests/estimate.h"

using namespace attractor;

TEST_CASE("transition: a 4 x 4 torus against full enumeration: energy, |m|, specific heat and Binder cumulant" *
          doctest::test_suite("statistics")) {
  transition::Params p;
  p.L = 4, p.warm = 100;
  transition::State s = transition::init(p, Rng{1, 0});
  for (uint64_t t = 1; t <= 29 * 40; ++t) transition::advance(p, s, Rng{1, t});
  for (const std::size_t i : {0u, 14u, 28u}) {
    const transition::Point& point = s.points[i];
    const exact::Thermodynamics t = exact::enumerate(exact::torus(4), point.T);
    const double want[] = {t.energy / 16, t.abs_m, t.specific_heat / 16, 1 - t.m4 / (3 * t.m2 * t.m2)};
    for (int q = 0; q < 4; ++q) {
      const transition::Measured m = transition::measured(p, point, transition::Quantity(q));
      REQUIRE(m.known);
      CHECK_MESSAGE(std::fabs(m.value - want[q]) < 5 * m.error, "T ", point.T, " quantity ", q, " ", m.value, " ", want[q]);
      CHECK(m.error < 0.02);
    }
  }
}

TEST_CASE("transition: the points lie on Kaufman's curves as their bars say" * doctest::test_suite("statistics")) {
  transition::Params p;
  p.L = 16;
  transition::State s = transition::init(p, Rng{2, 0});
  for (uint64_t t = 1; t <= 29 * 80; ++t) transition::advance(p, s, Rng{2, t});
  double chi2_e = 0, chi2_c = 0;
  for (const transition::Point& point : s.points) {
    const exact::PerSpin k = exact::kaufman(16, point.T);
    const auto e = transition::measured(p, point, transition::energy),
               c = transition::measured(p, point, transition::specific_heat);
    chi2_e += (e.value - k.energy) * (e.value - k.energy) / (e.error * e.error);
    chi2_c += (c.value - k.specific_heat) * (c.value - k.specific_heat) / (c.error * c.error);
  }
  CHECK(chi2_e > 10);  // 29 points: 29 on average
  CHECK(chi2_e < 70);
  CHECK(chi2_c > 10);
  CHECK(chi2_c < 70);
}

TEST_CASE("growth: the size of stripes is their width, and domains grow as the square root of time") {
  growth::Params p;
  p.L = 64, p.T = 0;
  growth::State s = growth::init(p, Rng{1, 0});
  for (int width : {4, 8, 16}) {
    for (int i = 0; i < 64; ++i)
      for (int j = 0; j < 64; ++j) s.lattice.set(i, j, j / width % 2 ? 1 : -1);
    s.sums = measure(s.lattice, {});
    CHECK(growth::domain_size(p, s) == doctest::Approx(width).epsilon(1e-12));
  }
  for (double T : {0.0, 1.0}) {
    p.L = 512, p.T = T;
    growth::State g = growth::init(p, Rng{2, 0});
    for (uint64_t t = 1; t <= 500; ++t) growth::advance(p, g, Rng{2, t});
    const growth::Slope slope = growth::exponent(p, g);
    REQUIRE(slope.known);
    CHECK(slope.value > 0.45);
    CHECK(slope.value < 0.52);
  }
}

TEST_CASE("growth: about one quench to zero temperature in three ends in stripes") {
  growth::Params p;
  p.L = 24, p.T = 0, p.sweeps = 8;
  int stripes = 0, open = 0;
  constexpr int kRuns = 150;
  for (uint64_t seed = 1; seed <= kRuns; ++seed) {
    growth::State s = growth::init(p, Rng{seed, 0});
    for (uint64_t t = 1; t <= 250 && s.sums.unsatisfied != 0; ++t) growth::advance(p, s, Rng{seed, t});
    if (s.sums.unsatisfied == 0) continue;
    if (s.sums.unsatisfied % 24 == 0) ++stripes;  // straight walls around the torus
    else ++open;
  }
  CHECK(stripes > kRuns * 0.22);
  CHECK(stripes < kRuns * 0.46);
  CHECK(open < kRuns * 0.1);
}

TEST_CASE("hysteresis: the field's wave, the loop's area, and what speed, heat and weakness do to it") {
  hysteresis::Params p;
  p.period = 400, p.amplitude = 2;
  CHECK(hysteresis::field_at(p, 0) == 2);
  CHECK(hysteresis::field_at(p, 100) == 0);
  CHECK(hysteresis::field_at(p, 200) == -2);
  CHECK(hysteresis::field_at(p, 300) == 0);
  auto cycles = [](hysteresis::Params q, int count) {
    q.L = 64;
    hysteresis::State s = hysteresis::init(q, Rng{3, 0});
    for (uint64_t t = 1; t <= uint64_t(count) * uint64_t(q.period); ++t) hysteresis::advance(q, s, Rng{3, t});
    return s;
  };
  p.period = 200, p.amplitude = 1.2;
  const hysteresis::State quick = cycles(p, 2);
  double polygon = 0;
  for (std::size_t i = 1; i < quick.last.m.size(); ++i)
    polygon += (quick.last.m[i] + quick.last.m[i - 1]) / 2 * (quick.last.field[i] - quick.last.field[i - 1]);
  CHECK(quick.last_area == doctest::Approx(polygon).epsilon(1e-9));
  p.period = 800;
  const double usual = std::fabs(cycles(p, 2).last_area);
  p.period = 20000;
  const double slow = std::fabs(cycles(p, 1).last_area);
  p.period = 800, p.T = 3.5;
  const double hot = std::fabs(cycles(p, 2).last_area);
  CHECK(std::fabs(quick.last_area) > usual);
  CHECK(usual > 1.2 * slow);
  CHECK(slow > 0.5);
  CHECK(hot < 0.1 * usual);
  p.T = 1.5, p.amplitude = 0.3, p.period = 400;
  const hysteresis::State weak = cycles(p, 3);
  CHECK(weak.reversals == 0);
  for (double m : weak.last.m) CHECK(m > 0.9);
  CHECK(exact::onsager_magnetisation(1.5) == doctest::Approx(0.9865).epsilon(1e-4));
}

TEST_CASE("frustration: one triangle: six lowest states, mean energy -0.976 at T = 1") {
  CHECK(frustration::triangle_energy(1) == doctest::Approx(-0.9757273379195).epsilon(1e-12));
  CHECK(frustration::triangle_energy(0.5) == doctest::Approx(-0.9995527665062).epsilon(1e-12));
  frustration::Params p;
  p.system = frustration::triangle, p.T = 1, p.updates = 1000;
  frustration::State s = frustration::init(p, Rng{1, 0});
  Estimate e;
  for (uint64_t t = 1; t <= 400; ++t) {
    const int64_t before = s.sum;
    frustration::advance(p, s, Rng{1, t});
    e.add(double(s.sum - before) / 1000);
  }
  CHECK(std::fabs(e.z(frustration::triangle_energy(1))) < 5);
  CHECK(s.lowest == -1);
}

TEST_CASE("frustration: the triangle moves, update by update, as the heat bath's matrix says") {
  frustration::Params p;
  p.system = frustration::triangle, p.T = 1.3;
  const exact::Net net = exact::ring(3, -1);
  const Matrix one = exact::random_site(net, Rule::heat_bath, p.T);
  for (int updates : {1, 2}) {
    p.updates = updates;
    frustration::State s = frustration::init(p, Rng{2, 0});
    auto code = [&] { return (s.spins[0] > 0) * 4 + (s.spins[1] > 0) * 2 + (s.spins[2] > 0); };
    MoveCount moves(8);
    for (uint64_t t = 1; t <= 100000; ++t) {
      const int from = code();
      frustration::advance(p, s, Rng{2, t});
      moves.add(from, code());
    }
    CHECK(moves.worst(updates == 1 ? one : one * one) < 5);
  }
}

TEST_CASE("frustration: lattices: running energies, lowest energies, frustrated loops and their bound") {
  for (int system : {frustration::square, frustration::triangular, frustration::pmj})
    for (int L : {3, 4, 6, 9, 12}) {
      frustration::Params p;
      p.system = system, p.L = L, p.T = 0.3, p.updates = 200;
      frustration::State s = frustration::init(p, Rng{5, 0});
      for (uint64_t t = 1; t <= 200; ++t) frustration::advance(p, s, Rng{5, t});
      CHECK(frustration::count_energy(s) == s.energy);
      const auto loops = int64_t(s.graph->frustrated.size()), n = int64_t(s.spins.size());
      const auto bonds = int64_t(s.graph->bonds.size());
      if (system == frustration::square) CHECK(loops == 0);
      if (system == frustration::square && L == 4) CHECK(s.lowest == -2 * n);
      if (system == frustration::square && L % 2) CHECK(s.lowest >= -2 * n + 4 * L);  // a seam in every row and every column
      if (system == frustration::triangular) {
        CHECK(s.lowest >= -n);
        CHECK((s.lowest + bonds) / 2 >= bonds / 3);  // one bond in three
        if (L % 3 == 0) CHECK(s.lowest == -n);
      }
      CHECK((s.lowest + bonds) >= loops);  // twice the unsatisfied bonds
    }
  double share = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {  // 4 x 4: the true lowest energy against the bound
    frustration::Params p;
    p.system = frustration::pmj, p.L = 4;
    const frustration::State s = frustration::init(p, Rng{seed, 0});
    share += double(s.graph->frustrated.size()) / 16 / 60;
    if (seed > 10) continue;
    exact::Net net(16);
    for (const attractor::Bonds::Bond& b : s.graph->bonds) net.J(b.a, b.b) += b.sign, net.J(b.b, b.a) += b.sign;
    double lowest = 0;
    for (int state = 0; state < 1 << 15; ++state) lowest = std::min(lowest, exact::energy(net, state));
    CHECK((lowest + 32) / 2 >= double(s.graph->frustrated.size()) / 2);
  }
  CHECK(share == doctest::Approx(0.5).epsilon(0.06));
}

TEST_CASE("frustration: Wannier's residual entropy of the triangular antiferromagnet, 0.3231") {
  // (2 / pi) times the integral of ln(2 cos w) from 0 to pi / 3, by Simpson's rule.
  constexpr int kPieces = 2000;
  double sum = 0;
  for (int i = 0; i <= kPieces; ++i) {
    const double f = attractor::log(2 * attractor::sincos(kPi / 3 * i / kPieces).cos);
    sum += f * (i == 0 || i == kPieces ? 1 : i % 2 ? 4 : 2);
  }
  CHECK(2 / kPi * sum * (kPi / 3 / kPieces) / 3 == doctest::Approx(0.3230659472).epsilon(1e-8));
}

TEST_CASE("replicas: an exchange keeps the product of two Boltzmann distributions in detailed balance") {
  exact::Net net = exact::torus(2);
  net.J(0, 1) = net.J(1, 0) = -2;  // frustrated
  for (auto [T1, T2] : {std::array<double, 2>{0.5, 1.5}, {2.0, 2.5}, {0.3, 4.0}}) {
    const std::vector<double> a = exact::boltzmann(net, T1), b = exact::boltzmann(net, T2);
    for (int x = 0; x < 16; ++x)
      for (int y = 0; y < 16; ++y) {
        const double E = exact::energy(net, x), F = exact::energy(net, y);
        const double there = a[x] * b[y] * replicas::exchange_probability(T1, E, T2, F);
        const double back = a[y] * b[x] * replicas::exchange_probability(T1, F, T2, E);
        CHECK(std::fabs(there - back) < 1e-15);
      }
  }
}

TEST_CASE("replicas: every rung of the ladder samples its own temperature, and overlaps are symmetric: against enumeration" *
          doctest::test_suite("statistics")) {
  replicas::Params p;
  p.L = 4, p.T = 0.6, p.T_top = 2, p.rungs = 4;
  replicas::State s = replicas::init(p, Rng{7, 0});
  exact::Net net(16);
  {  // the bonds that init drew
    Draw draw = Rng{7, 0}.draw(Stream::data);
    for (int i = 0; i < 16; ++i)
      for (int other : {i / 4 * 4 + (i + 1) % 4, (i + 4) % 16}) {
        const int sign = below(draw.bits(), threshold(0.5)) ? -1 : 1;
        net.J(i, other) += sign, net.J(other, i) += sign;
      }
  }
  std::vector<Estimate> e(4);
  Estimate q2, q;
  for (uint64_t t = 1; t <= 1500; ++t) {
    const std::vector<double> before = s.energy;
    const double q2_before = s.ladder_q.q2;
    const int64_t measured = s.measured;
    replicas::advance(p, s, Rng{7, t});
    if (s.measured == measured) continue;
    const double n = double(s.measured - measured);
    for (std::size_t k = 0; k < 4; ++k) e[k].add((s.energy[k] - before[k]) / n);
    q2.add((s.ladder_q.q2 - q2_before) / n);
    double sum = 0;
    for (std::size_t i = 0; i < replicas::kBins; ++i) sum += double(s.ladder_q.count[i]) * (double(i) - 20);
    q.add(sum);
  }
  for (int k = 0; k < 4; ++k) {
    const exact::Thermodynamics t = exact::enumerate(net, replicas::temperature(p, k));
    CHECK_MESSAGE(std::fabs(e[k].z(t.energy / 16)) < 5, "rung ", k, " ", e[k].mean(), " ", t.energy / 16);
  }
  // <q^2> = (1/N^2) sum over pairs of <s_i s_j>^2.
  const std::vector<double> pi = exact::boltzmann(net, p.T);
  double want = 0;
  for (int i = 0; i < 16; ++i)
    for (int j = 0; j < 16; ++j) {
      double c = 0;
      for (int state = 0; state < 1 << 16; ++state) c += pi[state] * exact::spin(state, i, 16) * exact::spin(state, j, 16);
      want += c * c / 256;
    }
  CHECK(std::fabs(q2.z(want)) < 5);
  CHECK(s.trips > 100);
  double up = 0, down = 0;
  for (std::size_t i = 0; i < 20; ++i) down += double(s.ladder_q.count[i]), up += double(s.ladder_q.count[40 - i]);
  CHECK(up / (up + down) == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("replicas: on the Nishimori line the mean over samples is -2 (1 - 2 p)" * doctest::test_suite("statistics")) {
  for (double share : {0.109, 0.05}) {
    replicas::Params p;
    p.L = share == 0.05 ? 12 : 16, p.p = share, p.nishimori = true, p.rungs = 8, p.T_top = 2.5,
    p.steps_per_sample = 40;  // the lesson's links
    CHECK(replicas::temperature(p, 0) == doctest::Approx(share == 0.05 ? 0.679247 : 0.951929).epsilon(1e-5));
    replicas::State s = replicas::init(p, Rng{8, 0});
    for (uint64_t t = 1; t <= 40 * 40 + 1; ++t) replicas::advance(p, s, Rng{8, t});
    const double n = double(s.samples), mean = s.over_samples / n;
    const double error = std::sqrt((s.over_squares / n - mean * mean) / (n - 1));
    CHECK(s.samples == 40);
    CHECK(std::fabs(mean + 2 * (1 - 2 * share)) < 5 * error);
    CHECK(error < 0.02);
  }
}

TEST_CASE("replicas: where a single chain is stuck, the ladder goes on") {
  replicas::Params p;  // the lesson's own
  p.L = 24, p.T = 0.2, p.rungs = 20, p.T_top = 2;
  replicas::State s = replicas::init(p, Rng{5, 0});
  for (uint64_t t = 1; t <= 700; ++t) replicas::advance(p, s, Rng{5, t});
  CHECK(s.energy[0] < s.plain_energy);
  CHECK(s.trips > 0);
  p.rungs = 3;
  replicas::State few = replicas::init(p, Rng{5, 0});
  for (uint64_t t = 1; t <= 200; ++t) replicas::advance(p, few, Rng{5, t});
  CHECK(double(few.accepted[1]) < 0.001 * double(few.tried[1]));
  CHECK(few.trips == 0);
  CHECK(double(s.accepted[0]) > 0.3 * double(s.tried[0]));
}

TEST_CASE("mattis: the gauge holds bit for bit at every temperature, energies are equal, strokes are translated") {
  CHECK(mattis::mean_field(0.5) == doctest::Approx(0.957504024077).epsilon(1e-10));
  CHECK(mattis::mean_field(1) == 0);
  for (int set : {letters, digits, shapes, random_set})
    for (double T : {0.0, 0.3, 0.8, 1.0, 2.0})
      for (int start : {mattis::start_random, mattis::start_noisy}) {
        mattis::Params p;
        p.set = set, p.T = T, p.start = start, p.side = 11, p.picture = 2, p.updates = 50;
        mattis::State s = mattis::init(p, Rng{9, 0});
        for (uint64_t t = 1; t <= 60; ++t) {
          mattis::advance(p, s, Rng{9, t});
          if (t == 20) CHECK(mattis::poke(p, s, {"memory", 40, 2, 1}));
          if (t == 40) CHECK(mattis::poke(p, s, {"magnet", 70, 2, -1}));
          CHECK(mattis::differences(s) == 0);
        }
        CHECK(s.overlap == s.magnetisation);
        CHECK(mattis::memory_energy(s) == mattis::magnet_energy(s));
        CHECK(s.flips > 0);
      }
  mattis::Params p;
  p.start = mattis::start_noisy, p.noise = 0;
  mattis::State s = mattis::init(p, Rng{2, 0});
  for (uint64_t t = 1; t <= 2000; ++t) mattis::advance(p, s, Rng{2, t});
  CHECK(double(s.sum) / double(s.count) / 576 == doctest::Approx(mattis::mean_field(0.5)).epsilon(0.01));
}
