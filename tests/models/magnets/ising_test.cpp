// The Ising model: exact bookkeeping, the law of every update rule, and the physics of finite lattices (T06, T07, T08).
#include "core/models/magnets/ising.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/spins/exact.h"
#include "tests/estimate.h"

using namespace attractor;

namespace {

ising::Params lattice(int L, double T, int rule, int order, int model = ising::ferro) {
  ising::Params p;
  p.model = model, p.L = L, p.T = T, p.rule = rule, p.order = order, p.discard = 0;
  return p;
}

// Number of a small state, as core/exact counts them.
int code_of(const ising::State& s) {
  int code = 0;
  for (int8_t v : ising::spins_of(s)) code = 2 * code + (v > 0);
  return code;
}

double magnet(const ising::State& s) { return double(s.magnet[0] + s.magnet[1]); }

// The 2^n states of small nets: how often each is met (by batch means) and how often each follows each, against the exact laws;
// the largest deviation of either, in standard errors. Steps that leave a cluster unfinished are no moves yet.
struct Worst {
  double state = 0, move = 0;
};
Worst worst_z(const ising::Params& p, const std::vector<double>& pi, const Matrix<double>& P, int steps, uint64_t seed = 3) {
  ising::State s = ising::init(p, Rng{seed, 0});
  const auto states = std::size_t(pi.size());
  std::vector<ChainEstimate> seen(states, ChainEstimate(steps));
  MoveCount moves(int(pi.size()));
  int from = code_of(s);
  for (int t = 1; t <= steps; ++t) {
    ising::advance(p, s, Rng{seed, uint64_t(t)});
    if (!s.frontier.empty() || !s.parent.empty()) continue;
    const int code = code_of(s);
    for (std::size_t k = 0; k < states; ++k) seen[k].add(int(k) == code ? 1 : 0);
    moves.add(from, code);
    from = code;
  }
  Worst worst;
  for (std::size_t k = 0; k < states; ++k) worst.state = std::max(worst.state, std::fabs(seen[k].z(pi[int(k)])));
  worst.move = moves.worst(P);
  return worst;
}

// The bonds of a lattice, one by one.
std::vector<exact::Bond> bonds_of(const ising::Params& p, const ising::State& s) {
  std::vector<exact::Bond> bonds;
  for (int i = 0; i < p.L * p.L; ++i) {
    const int x = i % p.L, y = i / p.L, right = y * p.L + (x + 1) % p.L, down = (y + 1) % p.L * p.L + x;
    const auto at = std::size_t(i);
    double jr = p.model == ising::antiferro ? -1 : 1, jd = jr;
    if (p.model == ising::pmj) jr = s.bonds->right[at], jd = s.bonds->down[at];
    if (p.model == ising::gauss) jr = s.bonds->right32[at] * s.bonds->unit, jd = s.bonds->down32[at] * s.bonds->unit;
    bonds.push_back({i, right, jr});
    bonds.push_back({i, down, jd});
  }
  return bonds;
}

// The couplings of a state as a dense net, in units of J.
exact::Net net_of(const ising::Params& p, const ising::State& s) {
  const int n = p.L * p.L;
  exact::Net net(n, p.B);
  if (p.model == ising::sk) {
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) net.J(i, j) = s.bonds->pairs[i * n + j] * s.bonds->unit;
    return net;
  }
  for (const exact::Bond& b : bonds_of(p, s)) net.J(b.a, b.b) += b.J, net.J(b.b, b.a) += b.J;
  return net;
}

// What a step does to the states of a 2 x 2 torus: a sweep, or one cluster.
Matrix<double> matrix_of(const ising::Params& p, const ising::State& s) {
  if (p.rule == ising::wolff) return exact::wolff(4, bonds_of(p, s), p.T);
  if (p.rule == ising::swendsen_wang) return exact::swendsen_wang(4, bonds_of(p, s), p.T);
  const exact::Net net = net_of(p, s);
  const Rule rule = p.rule == ising::glauber ? Rule::heat_bath : Rule::metropolis;
  if (p.order == ising::sequential) return exact::sweep(net, rule, p.T, std::array{0, 1, 2, 3});
  if (p.order == ising::checkerboard) return exact::sweep(net, rule, p.T, std::array{0, 3, 1, 2});
  const Matrix one = exact::random_site(net, rule, p.T), two = one * one;
  return two * two;
}

}  // namespace

TEST_CASE("ising: running sums equal a fresh count, for every model and rule") {
  for (int model : {ising::ferro, ising::antiferro, ising::pmj, ising::gauss, ising::sk})
    for (int rule : {ising::metropolis, ising::glauber, ising::wolff, ising::swendsen_wang})
      for (int order : {ising::random_order, ising::sequential, ising::checkerboard})
        for (int L : {2, 5, 6, 16, 20, 34})
          for (double h : {0.0, 0.37}) {
            ising::Params p = lattice(L, 2.0, rule, order, model);
            p.B = h;
            if (ising::conflict(p)) continue;
            ising::State s = ising::init(p, Rng{11, 0});
            for (uint64_t t = 1; t <= 20; ++t) {
              ising::advance(p, s, Rng{11, t});
              if (t == 7) CHECK(ising::poke(p, s, {"spins", L * L / 2, 1, 1}));
            }
            int64_t m = 0;
            for (int8_t v : ising::spins_of(s)) m += v;
            CHECK(m == s.magnet[0] + s.magnet[1]);
            CHECK(ising::bond_sum(p, s) == s.bond_sum);
          }
}

TEST_CASE("ising: the energy shown is the energy of the net") {
  for (int model : {ising::ferro, ising::antiferro, ising::pmj, ising::gauss, ising::sk}) {
    ising::Params p = lattice(4, 1.5, ising::metropolis, ising::random_order, model);
    p.B = 0.25;
    ising::State s = ising::init(p, Rng{5, 0});
    ising::advance(p, s, Rng{5, 1});
    const int code = code_of(s);
    const double shown = -(s.bonds->unit * double(s.bond_sum) + p.B * magnet(s));
    CHECK(std::fabs(shown - exact::energy(net_of(p, s), code)) < 1e-12);
  }
}

TEST_CASE("ising: every rule samples the Boltzmann distribution of small nets, move by move as its transition matrix says" *
          doctest::test_suite("statistics")) {
  const int steps = 64 * 2000;
  for (int model : {ising::ferro, ising::antiferro, ising::pmj, ising::gauss, ising::sk})
    for (int rule : {ising::metropolis, ising::glauber, ising::wolff, ising::swendsen_wang})
      for (int order : {ising::random_order, ising::checkerboard, ising::sequential}) {
        ising::Params p = lattice(2, 2.5, rule, order, model);
        const bool clusters = rule == ising::wolff || rule == ising::swendsen_wang;
        p.B = clusters ? 0 : 0.3;
        if (ising::conflict(p) || (clusters && order != ising::random_order)) continue;
        const ising::State s = ising::init(p, Rng{3, 0});
        const std::vector<double> pi = exact::boltzmann(net_of(p, s), p.T);
        const Matrix P = matrix_of(p, s);
        INFO("model ", model, " rule ", rule, " order ", order);
        for (int a = 0; a < P.rows; ++a) CHECK(std::fabs(sum(P.row(a)) - 1) < 1e-13);
        CHECK(difference(pi * P, pi) < 1e-13);
        const Worst worst = worst_z(p, pi, P, steps);
        CHECK(worst.state < 5);
        CHECK(worst.move < 5);
      }
}

TEST_CASE("ising: the vector checkerboard samples the Boltzmann distribution of the 4 x 4 torus in a field" *
          doctest::test_suite("statistics")) {
  for (int model : {ising::ferro, ising::pmj})
    for (int rule : {ising::metropolis, ising::glauber}) {
      ising::Params p = lattice(4, 2.5, rule, ising::checkerboard, model);
      p.B = 0.2;
      ising::State s = ising::init(p, Rng{21, 0});
      const exact::Thermodynamics t = exact::enumerate(net_of(p, s), p.T);
      const int steps = 64 * 2000;
      ChainEstimate e(steps), m2(steps);
      for (int k = 1; k <= steps; ++k) {
        ising::advance(p, s, Rng{21, uint64_t(k)});
        e.add(-(double(s.bond_sum) + p.B * magnet(s)));
        m2.add(magnet(s) * magnet(s) / 256);
      }
      CHECK(std::fabs(e.z(t.energy)) < 5);
      CHECK(std::fabs(m2.z(t.m2)) < 5);
    }
}

TEST_CASE("ising: the checkerboard on bits meets the levels of the 4 x 4 torus as often as their number and Boltzmann say" *
          doctest::test_suite("statistics")) {
  const auto levels = exact::torus_levels(4);
  for (int rule : {ising::metropolis, ising::glauber})
    for (double T : {1.8, 2.6, 5.0}) {
      const ising::Params p = lattice(4, T, rule, ising::checkerboard);
      ising::State s = ising::init(p, Rng{31, 0});
      const int steps = 64 * 2000;
      std::vector<std::pair<double, ChainEstimate>> seen;  // probability of a level, and whether it was met
      std::vector<int64_t> bonds;
      double z = 0;
      for (const auto& [E, n] : levels) z += double(n) * attractor::exp(-E / T);
      for (const auto& [E, n] : levels) {
        seen.emplace_back(double(n) * attractor::exp(-E / T) / z, ChainEstimate(steps));
        bonds.push_back(-E);
      }
      for (int t = 1; t <= steps; ++t) {
        ising::advance(p, s, Rng{31, uint64_t(t)});
        for (std::size_t k = 0; k < seen.size(); ++k) seen[k].second.add(s.bond_sum == bonds[k] ? 1 : 0);
      }
      for (const auto& [want, met] : seen)
        if (want > 1e-3) CHECK(std::fabs(met.z(want)) < 5);
    }
}

TEST_CASE("T06 an antiferromagnet is a ferromagnet seen through a chessboard, bit for bit") {
  for (int rule : {ising::metropolis, ising::glauber, ising::wolff, ising::swendsen_wang})
    for (int order : {ising::random_order, ising::sequential, ising::checkerboard})
      for (int L : {4, 18, 32}) {
        ising::Params f = lattice(L, 2.2, rule, order), a = lattice(L, 2.2, rule, order, ising::antiferro);
        f.start = ising::start_up, a.start = ising::start_neel;
        ising::State x = ising::init(f, Rng{9, 0}), y = ising::init(a, Rng{9, 0});
        bool same = true;
        for (uint64_t t = 1; t <= 50; ++t) {
          ising::advance(f, x, Rng{9, t});
          ising::advance(a, y, Rng{9, t});
          const auto u = ising::spins_of(x), v = ising::spins_of(y);
          for (int i = 0; i < L * L; ++i) {
            const int parity = (i % L + i / L) % 2 ? -1 : 1;
            same = same && u[i] == parity * v[i];
          }
          same = same && x.bond_sum == y.bond_sum;
        }
        // Metropolis by random numbers in common: the decisions depend on s n alone, which the gauge keeps.
        CHECK_MESSAGE(same, "rule ", rule, " order ", order, " L ", L);
      }
}

TEST_CASE("T07 Wolff at the critical point, L = 16, against Kaufman; and <|C|>/N = <m^2>" * doctest::test_suite("statistics")) {
  const ising::Params p = lattice(16, exact::kCriticalTemperature, ising::wolff, ising::random_order);
  ising::State s = ising::init(p, Rng{1, 0});
  const int steps = 64 * 1500;
  for (uint64_t t = 1; t <= 500; ++t) ising::advance(p, s, Rng{1, t});
  ChainEstimate e(steps), m2(steps), c(steps);
  for (int t = 501; t <= 500 + steps; ++t) {
    const double before = magnet(s);
    ising::advance(p, s, Rng{1, uint64_t(t)});
    e.add(-double(s.bond_sum) / 256);
    m2.add(before * before / 65536);
    c.add(double(s.cursor) / 256);
  }
  CHECK(std::fabs(e.z(exact::kaufman(16, exact::kCriticalTemperature).energy)) < 5);
  CHECK(std::fabs((c.mean() - m2.mean()) / std::hypot(c.error(), m2.error())) < 5);
}

TEST_CASE("Swendsen-Wang: the law of one sweep is its transition matrix, and that keeps Boltzmann's distribution") {
  for (int model : {ising::ferro, ising::antiferro, ising::pmj, ising::gauss}) {
    const ising::Params p = lattice(2, 2.5, ising::swendsen_wang, ising::random_order, model);
    ising::State s = ising::init(p, Rng{6, 0});
    const exact::Net net = net_of(p, s);
    const Matrix P = exact::swendsen_wang(4, bonds_of(p, s), p.T);
    const std::vector<double> pi = exact::boltzmann(net, p.T);
    for (int i = 0; i < 16; ++i) {
      CHECK(std::fabs(sum(P.row(i)) - 1) < 1e-13);
      for (int j = 0; j < i; ++j) CHECK(std::fabs(pi[i] * P(i, j) - pi[j] * P(j, i)) < 1e-14);
    }
    CHECK(difference(pi * P, pi) < 1e-13);
    Matrix<double> seen(16, 16);
    int from = code_of(s);
    for (uint64_t t = 1; t <= 200000; ++t) {
      ising::advance(p, s, Rng{6, t});
      const int to = code_of(s);
      seen(from, to) += 1;
      from = to;
    }
    for (int i = 0; i < 16; ++i) {
      const double n = sum(seen.row(i));
      for (int j = 0; j < 16 && n > 1000; ++j)
        CHECK(std::fabs(seen(i, j) - n * P(i, j)) < 5 * std::sqrt(n * P(i, j) * (1 - P(i, j))) + 1e-9);
    }
  }
}

TEST_CASE("Swendsen-Wang at the critical point, L = 16, and below it, against Kaufman" * doctest::test_suite("statistics")) {
  for (double T : {exact::kCriticalTemperature, 2.0}) {
    const ising::Params p = lattice(16, T, ising::swendsen_wang, ising::random_order);
    ising::State s = ising::init(p, Rng{1, 0});
    const int steps = 64 * 300;
    for (uint64_t t = 1; t <= 200; ++t) ising::advance(p, s, Rng{1, t});
    ChainEstimate e(steps);
    for (int t = 201; t <= 200 + steps; ++t) {
      ising::advance(p, s, Rng{1, uint64_t(t)});
      e.add(-double(s.bond_sum) / 256);
    }
    CHECK(std::fabs(e.z(exact::kaufman(16, T).energy)) < 5);
  }
}

TEST_CASE("T08 Metropolis, heat bath and checkerboard, L = 16, against Kaufman" * doctest::test_suite("statistics")) {
  for (double T : {2.0, 2.5})
    for (int rule : {ising::metropolis, ising::glauber})
      for (int order : {ising::random_order, ising::checkerboard}) {
        ising::Params p = lattice(16, T, rule, order);
        p.start = ising::start_up;
        ising::State s = ising::init(p, Rng{2, 0});
        const int steps = 64 * 500;
        for (uint64_t t = 1; t <= 1000; ++t) ising::advance(p, s, Rng{2, t});
        ChainEstimate e(steps);
        for (int t = 1001; t <= 1000 + steps; ++t) {
          ising::advance(p, s, Rng{2, uint64_t(t)});
          e.add(-double(s.bond_sum) / 256);
        }
        const double z = e.z(exact::kaufman(16, T).energy);
        CHECK_MESSAGE(std::fabs(z) < 5, "T ", T, " rule ", rule, " order ", order, " z ", z);
      }
}

TEST_CASE("ising: specific heat and Binder cumulant from the running moments") {
  ising::Params p = lattice(8, 2.5, ising::glauber, ising::checkerboard);
  p.discard = 1000;
  ising::State s = ising::init(p, Rng{4, 0});
  for (uint64_t t = 1; t <= 200000; ++t) ising::advance(p, s, Rng{4, t});
  const double n = double(s.moments.count);
  CHECK(n == 199000);
  const double c = 64 * (s.moments.e2 / n - (s.moments.e / n) * (s.moments.e / n)) / (2.5 * 2.5);
  CHECK(c == doctest::Approx(exact::kaufman(8, 2.5).specific_heat).epsilon(0.03));
}

TEST_CASE("ising: zero temperature never goes uphill, and descent ends in a ground state of a small ferromagnet") {
  for (int rule : {ising::metropolis, ising::glauber}) {
    const ising::Params p = lattice(6, 0, rule, ising::random_order);
    ising::State s = ising::init(p, Rng{8, 0});
    int64_t before = s.bond_sum;
    for (uint64_t t = 1; t <= 300; ++t) {
      ising::advance(p, s, Rng{8, t});
      CHECK(s.bond_sum >= before);
      before = s.bond_sum;
    }
  }
}

TEST_CASE("ising: the temperature follows the ramp, and a change begins the averages anew") {
  ising::Params p = lattice(8, 3, ising::glauber, ising::checkerboard);
  ising::State s = ising::init(p, Rng{1, 0});
  for (uint64_t t = 1; t <= 10; ++t) ising::advance(p, s, Rng{1, t});
  CHECK(s.moments.count == 10);
  p.T = 2;
  p.ramp = 0.25;
  for (uint64_t t = 11; t <= 13; ++t) ising::advance(p, s, Rng{1, t});
  CHECK(s.T == 2.25);
  CHECK(s.moments.count == 1);
  for (uint64_t t = 14; t <= 20; ++t) ising::advance(p, s, Rng{1, t});
  CHECK(s.T == 2);
  CHECK(s.moments.count == 7);
}

TEST_CASE("ising: large lattices are cut into steps, and the sweeps add up") {
  ising::Params p = lattice(512, 2.3, ising::metropolis, ising::random_order);
  ising::State s = ising::init(p, Rng{1, 0});
  for (uint64_t t = 1; t <= 8; ++t) ising::advance(p, s, Rng{1, t});
  CHECK(s.work == 2 * 512 * 512);
  CHECK(s.moments.count == 2);
  CHECK(ising::bond_sum(p, s) == s.bond_sum);
  ising::Params w = lattice(512, 0.5, ising::wolff, ising::random_order);
  w.start = ising::start_up;
  ising::State c = ising::init(w, Rng{1, 0});
  int steps = 0;
  do {
    ising::advance(w, c, Rng{1, uint64_t(++steps)});
    CHECK(ising::bond_sum(w, c) == c.bond_sum);
  } while (!c.frontier.empty() && steps < 100);
  CHECK(steps > 1);
  CHECK(steps < 10);
}

TEST_CASE("ising: beyond L = 2048 a sweep on bits takes several steps; a Swendsen-Wang sweep beyond L = 181, too") {
  ising::Params p = lattice(4096, 2.0, ising::metropolis, ising::checkerboard);
  p.start = ising::start_up;
  ising::State s = ising::init(p, Rng{1, 0});
  for (uint64_t t = 1; t <= 4; ++t) {
    CHECK(s.moments.count == 0);
    ising::advance(p, s, Rng{1, t});
  }
  CHECK(s.moments.count == 1);
  CHECK(s.work == 4096 * 4096);
  CHECK(ising::bond_sum(p, s) == s.bond_sum);
  ising::Params c = lattice(256, 2.0, ising::swendsen_wang, ising::random_order);
  ising::State w = ising::init(c, Rng{1, 0});
  for (uint64_t t = 1; t <= 2; ++t) {
    CHECK(w.moments.count == 0);
    ising::advance(c, w, Rng{1, t});
    CHECK(ising::bond_sum(c, w) == w.bond_sum);
  }
  CHECK(w.moments.count == 1);
  CHECK(w.parent.empty());
}

TEST_CASE("ising: a change of dynamics changes the form of the spins and not the spins") {
  ising::Params p = lattice(34, 2.0, ising::metropolis, ising::checkerboard, ising::pmj);
  ising::State s = ising::init(p, Rng{1, 0});
  ising::advance(p, s, Rng{1, 1});
  const auto before = ising::spins_of(s);
  p.rule = ising::wolff;
  ising::use_bits_or_bytes(p, s);
  CHECK(s.bits.side() == 0);
  CHECK(s.spins == before);
  p.rule = ising::glauber;
  ising::use_bits_or_bytes(p, s);
  CHECK(s.spins.empty());
  CHECK(ising::spins_of(s) == before);
}

TEST_CASE("ising: what does not go together is refused with a reason") {
  CHECK(ising::conflict(lattice(5, 2, ising::metropolis, ising::checkerboard)));
  CHECK_FALSE(ising::conflict(lattice(5, 2, ising::metropolis, ising::random_order)));
  CHECK(ising::conflict(lattice(64, 2, ising::metropolis, ising::random_order, ising::sk)));
  CHECK(ising::conflict(lattice(16, 2, ising::wolff, ising::random_order, ising::sk)));
  CHECK(ising::conflict(lattice(16, 2, ising::swendsen_wang, ising::random_order, ising::sk)));
  CHECK(ising::conflict(lattice(2048, 2, ising::metropolis, ising::random_order)));
  CHECK(ising::conflict(lattice(2048, 2, ising::glauber, ising::checkerboard, ising::gauss)));
  CHECK_FALSE(ising::conflict(lattice(4096, 2, ising::glauber, ising::checkerboard, ising::pmj)));
  ising::Params p = lattice(16, 2, ising::wolff, ising::random_order);
  p.B = 0.1;
  CHECK(ising::conflict(p));
}
