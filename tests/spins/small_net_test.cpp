// Acceptance rules on small nets and schedules of cooling, exactly (science.md 4): T40, T41, T42, T43.
#include "core/spins/small_net.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "core/base/vec.h"
#include "core/spins/schedules.h"

using namespace attractor;

namespace {

constexpr std::array kRules{Rule::metropolis, Rule::heat_bath, Rule::slide};

Flips net_of(SmallNet kind, int n = 3, double field = 0, uint64_t seed = 1) {
  return make_flips(make_small_net(kind, n, field, Rng{seed, 0}));
}

}  // namespace

TEST_CASE("T40 the slide's rule: its stationary law on the golden net") {
  const std::array<double, 8> slide{.134697267036, .247567038390, .067380626174, .005153578945,
                                    .008292251244, .061757491437, .355407883838, .119743862936},
      equilibrium{.163000416, .180143319, .098864750, .005439857, .009912065, .080943611, .328242529, .133453453},
      hot{.133333, .2, .095238, .071429, .071429, .095238, .2, .133333};
  const Flips f = net_of(three_spins);
  const std::vector<double> pi = stationary(f, Rule::slide, 1), b = boltzmann_distribution(f, 1),
                            inf = stationary(f, Rule::slide, 1e12);
  double kl = 0;
  for (std::size_t a = 0; a < 8; ++a) {
    CHECK(std::fabs(pi[a] - slide[a]) < 1e-10);
    CHECK(std::fabs(b[a] - equilibrium[a]) < 1e-9);
    CHECK(std::fabs(inf[a] - hot[a]) < 1e-6);
    kl += pi[a] * attractor::log(pi[a] / b[a]);
  }
  CHECK(std::fabs(distance(pi, b) - 0.094589) < 1e-6);
  CHECK(std::fabs(kl - 0.023999) < 1e-6);
  CHECK(std::fabs(mean_energy(f, pi) + 0.981932) < 1e-6);
  CHECK(std::fabs(mean_energy(f, b) + 0.918751) < 1e-6);
  CHECK(std::fabs(largest_flux(f, Rule::slide, 1, pi) - 2.85e-3) < 5e-6);
  for (Rule rule : {Rule::metropolis, Rule::heat_bath}) CHECK(largest_flux(f, rule, 1, b) < 1e-16);
}

TEST_CASE("T40 one spin, the ring, the triangle: where the slide's rule is Boltzmann, only colder") {
  const std::vector<double> one = stationary(net_of(one_spin), Rule::slide, 1);
  CHECK(std::fabs(one[0] / one[1] - 1 / (1 + attractor::exp(1))) < 1e-14);
  CHECK(std::fabs(one[0] / one[1] - 0.268941) < 1e-6);
  const std::vector<double> hot = stationary(net_of(one_spin), Rule::slide, 1e15);
  CHECK(std::fabs(hot[1] - hot[0] - 1.0 / 3) < 1e-12);
  struct Line {
    double T, effective;
  };
  for (const Line& l : {Line{1, 0.995483}, {2, 1.880647}, {5, 3.415590}, {1e12, 5.770780}, {1.7, 1.636811}})
    CHECK(std::fabs(slide_temperature(4, l.T) - l.effective) < 1e-6);
  for (int n : {3, 4, 6, 8, 10})
    for (double T : {0.5, 1.7, 5.0}) {
      const Flips f = net_of(small_ring, n);
      const std::vector<double> pi = stationary(f, Rule::slide, T), b = boltzmann_distribution(f, slide_temperature(4, T));
      for (std::size_t a = 0; a < pi.size(); ++a) CHECK(std::fabs(pi[a] - b[a]) < 1e-14);
      bool known = false;
      CHECK(std::fabs(temperature_of(f, mean_energy(f, pi), known) - slide_temperature(4, T)) < 1e-9);
      CHECK(known);
    }
  // T = infinity: tanh(ln 2 / 4) a bond, up to the ring's closing (t^n).
  const double t = std::sqrt(2.0) - 1, bond = t * t, n = 10;
  double closing = 1;
  for (int i = 0; i < n; ++i) closing *= bond;
  const Flips ring = net_of(small_ring, 10);
  const double e = mean_energy(ring, stationary(ring, Rule::slide, 1e15)) / n;
  CHECK(std::fabs(e + (bond + closing / bond) / (1 + closing)) < 1e-12);
  CHECK(std::fabs(e + 0.1715728759) < 1e-6);
  const Flips af = net_of(triangle);
  CHECK(distance(stationary(af, Rule::slide, 2), boltzmann_distribution(af, slide_temperature(4, 2))) < 1e-14);
}

TEST_CASE("T41 Kolmogorov's condition fails for the slide's rule alone") {
  const Flips f = net_of(three_spins);
  const std::vector<int> cycle{7, 6, 4, 5};  // +++, ++-, +--, +-+
  CHECK(std::fabs(cycle_ratio(f, Rule::slide, 1, cycle) - 2.462063855) < 1e-9);
  CHECK(std::fabs(cycle_ratio(f, Rule::metropolis, 1, cycle) - 1) < 1e-14);
  CHECK(std::fabs(cycle_ratio(f, Rule::heat_bath, 1, cycle) - 1) < 1e-14);
}

TEST_CASE("single flips: matrices of the three rules on random nets, stationary laws by elimination") {
  for (int n = 2; n <= 6; ++n)
    for (uint64_t seed = 1; seed <= 4; ++seed)
      for (double T : {0.4, 1.0, 3.0}) {
        const exact::Net net = make_small_net(small_glass, n, 0.1, Rng{seed, 0});
        const Flips f = make_flips(net);
        CHECK(difference(boltzmann_distribution(f, T), exact::boltzmann(net, T)) < 1e-14);
        for (Rule rule : kRules) {
          const Matrix P = exact::random_site(net, rule, T, true);
          const std::vector<double> pi = stationary(f, rule, T);
          for (int a = 0; a < P.rows; ++a) CHECK(std::fabs(sum(P.row(a)) - 1) < 1e-13);
          CHECK(difference(pi * P, pi) < 1e-14);
          CHECK(difference(pi, exact::stationary(P)) < 1e-11);
          std::vector<double> p(f.states(), 0.0), work;
          p[1] = 1;
          propose(f, rule, T, p, work);
          CHECK(difference(p, P.row(1)) < 1e-15);
          double imbalance = 0;
          for (int a = 0; a < P.rows; ++a)
            for (int b = 0; b < a; ++b) imbalance = std::max(imbalance, std::fabs(pi[a] * P(a, b) - pi[b] * P(b, a)));
          CHECK(std::fabs(imbalance - largest_flux(f, rule, T, pi)) < 1e-15);
          if (rule == Rule::slide) continue;
          CHECK(imbalance < 1e-14);
          CHECK(difference(pi, exact::boltzmann(net, T)) < 1e-13);
        }
      }
}

TEST_CASE("T42 annealing by the slide's schedule, exactly: the probability of the ground state") {
  struct Line {
    Rule rule;
    std::array<double, 3> ground;
  };
  const Flips f = net_of(three_spins);
  std::size_t best = 0;
  for (std::size_t a = 1; a < 8; ++a)
    if (f.energy[a] < f.energy[best]) best = a;
  for (const Line& l : {Line{Rule::slide, {.355606, .591211, .805077}},
                        {Rule::metropolis, {.345569, .627056, .829455}},
                        {Rule::heat_bath, {.328661, .614447, .828875}}}) {
    std::vector<double> p(8, 0.125), work;
    std::size_t k = 0;
    for (int t = 1; t <= 1000; ++t) {
      propose(f, l.rule, temperature(Schedule::logarithmic, 2, 0, 0, t), p, work);
      if (t == 10 || t == 100 || t == 1000) CHECK(std::fabs(p[best] - l.ground[k++]) < 1e-6);
    }
  }
}

TEST_CASE("T43 values of the schedules") {
  struct Line {
    double t, part;
  };
  for (const Line& l : {Line{1, 1}, {10, .3028}, {100, .1784}, {1e3, .1265}, {1e4, .0979}, {1e6, .0675}})
    CHECK(std::fabs(temperature(Schedule::logarithmic, 3, 0.1, 100, l.t) / 3 - l.part) < 5e-5);
  CHECK(temperature(Schedule::logarithmic, 1, 0.1, 100, 8103) > 0.1);
  CHECK(temperature(Schedule::logarithmic, 1, 0.1, 100, 8104) < 0.1);
  for (Schedule s : {Schedule::logarithmic, Schedule::geometric, Schedule::linear, Schedule::constant})
    CHECK(temperature(s, 2, 0.5, 101, 1) == 2);
  CHECK(std::fabs(temperature(Schedule::geometric, 2, 0.5, 101, 51) - 1) < 1e-14);
  CHECK(std::fabs(temperature(Schedule::linear, 2, 0.5, 101, 51) - 1.25) < 1e-14);
  for (double t : {101.0, 200.0, 1e9}) {
    CHECK(std::fabs(temperature(Schedule::geometric, 2, 0.5, 101, t) - 0.5) < 1e-14);
    CHECK(temperature(Schedule::linear, 2, 0.5, 101, t) == 0.5);
    CHECK(temperature(Schedule::constant, 2, 0.5, 101, t) == 2);
  }
}

TEST_CASE("single flips: the deepest trap is what paths through all states say") {
  for (int n = 2; n <= 5; ++n)
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      const Flips f = net_of(small_glass, n, seed % 3 ? 0.2 : 0, seed);
      const auto states = std::size_t(f.states());
      std::vector<double> pass(states * states, 1e9);  // lowest highest point between two states
      for (std::size_t a = 0; a < states; ++a) {
        pass[a * states + a] = f.energy[a];
        for (int i = 0; i < n; ++i) {
          const auto b = std::size_t(f.after(int(a), i));
          pass[a * states + b] = std::max(f.energy[a], f.energy[b]);
        }
      }
      for (std::size_t k = 0; k < states; ++k)
        for (std::size_t a = 0; a < states; ++a)
          for (std::size_t b = 0; b < states; ++b)
            pass[a * states + b] = std::min(pass[a * states + b], std::max(pass[a * states + k], pass[k * states + b]));
      double low = 1e9, deepest = 0;
      for (double e : f.energy) low = std::min(low, e);
      for (std::size_t a = 0; a < states; ++a) {
        if (f.energy[a] < low + 1e-12) continue;
        double out = 1e9;
        for (std::size_t b = 0; b < states; ++b)
          if (f.energy[b] < f.energy[a]) out = std::min(out, pass[a * states + b] - f.energy[a]);
        deepest = std::max(deepest, out);
      }
      CHECK(std::fabs(deepest - deepest_trap(f)) < 1e-12);
    }
}
