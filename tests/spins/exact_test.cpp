// core/exact against published and independently computed numbers (science.md 2, 3): T01, T02, T03, T04, T05, T09, T27.
#include "core/spins/exact.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "core/base/rng.h"
#include "core/base/vec.h"
#include "tests/estimate.h"

using namespace attractor;
using namespace attractor::exact;

namespace {

Net random_net(int n, uint64_t seed, bool field = true) {
  Draw draw(seed, 0, Stream::data);
  Net net(n);
  for (int i = 0; i < n; ++i) {
    if (field) net.theta[i] = draw.normal();
    for (int j = i + 1; j < n; ++j) net.J(i, j) = net.J(j, i) = draw.normal();
  }
  return net;
}

void check_rows(const Matrix<double>& P) {
  for (int i = 0; i < P.rows; ++i) {
    CHECK(std::fabs(sum(P.row(i)) - 1) < 1e-13);
    for (const double p : P.row(i)) CHECK(p >= 0);
  }
}
double imbalance(const Matrix<double>& P, const std::vector<double>& pi) {
  double worst = 0;
  for (int i = 0; i < P.rows; ++i)
    for (int j = 0; j < i; ++j) worst = std::max(worst, std::fabs(pi[i] * P(i, j) - pi[j] * P(j, i)));
  return worst;
}
double drift(const Matrix<double>& P, const std::vector<double>& pi) { return difference(pi * P, pi); }

}  // namespace

TEST_CASE("T01 density of states of the 4 x 4 torus") {
  const auto levels = torus_levels(4);
  const std::map<int, int64_t> want{{-32, 2},   {32, 2},    {-24, 32},   {24, 32},    {-20, 64},
                                    {20, 64},   {-16, 424}, {16, 424},   {-12, 1728}, {12, 1728},
                                    {-8, 6688}, {8, 6688},  {-4, 13568}, {4, 13568},  {0, 20524}};
  CHECK(levels == want);
}

TEST_CASE("T02 thermodynamics of the 4 x 4 torus") {
  struct Line {
    double T, ln_z, e, c, m, m2, U;
  };
  for (const Line& l :
       {Line{2.0, 17.105367118732, -1.755380288777, 0.605532657210, 0.918943267402, 0.868921681642, 0.644810791188},
        Line{kCriticalTemperature, 15.521915458755, -1.565623787638, 0.783266825929, 0.843860444813, 0.761358908569,
             0.617199318412},
        Line{3.0, 13.281033455584, -1.017069626955, 0.603134714253, 0.601291326039, 0.450988140848, 0.480540660059}}) {
    const Thermodynamics t = enumerate(torus(4), l.T);
    CHECK(std::fabs(t.ln_z - l.ln_z) < 1e-11);
    CHECK(std::fabs(t.energy / 16 - l.e) < 1e-11);
    CHECK(std::fabs(t.specific_heat / 16 - l.c) < 1e-11);
    CHECK(std::fabs(t.abs_m - l.m) < 1e-11);
    CHECK(std::fabs(t.m2 - l.m2) < 1e-11);
    CHECK(std::fabs(1 - t.m4 / (3 * t.m2 * t.m2) - l.U) < 1e-11);
  }
}

TEST_CASE("Kaufman's finite torus: against enumeration and the table") {
  for (double T : {0.7, 1.5, 2.0, kCriticalTemperature, 3.0, 8.0})
    for (int L : {2, 3, 4}) {
      const Thermodynamics t = enumerate(torus(L), T);
      const PerSpin k = kaufman(L, T);
      CHECK(std::fabs(k.ln_z - t.ln_z / (L * L)) < 1e-12);
      CHECK(std::fabs(k.energy - t.energy / (L * L)) < 1e-11);
      CHECK(std::fabs(k.specific_heat - t.specific_heat / (L * L)) < 1e-9);
    }
  struct Line {
    int L;
    double T, ln_z, e, c;
  };
  const double Tc = kCriticalTemperature;
  for (const Line& l :
       {Line{8, 2.0, 1.0366340918629, -1.74568317029, 0.7141226029}, Line{8, Tc, 0.93971532482921, -1.49158910744, 1.14555924},
        Line{8, 2.5, 0.88436544938165, -1.22232064325, 1.100475889},
        Line{16, 2.0, 1.0285008220079, -1.74553066899, 0.7255087677},
        Line{16, Tc, 0.93219631498099, -1.45306485281, 1.498704959},
        Line{16, 2.5, 0.87980018264014, -1.13131798441, 1.064976883},
        Line{32, 2.0, 1.0264697144673, -1.74556452703, 0.7248739782},
        Line{32, Tc, 0.93032039018412, -1.43365846615, 1.84676759},
        Line{32, 3.0, 0.81588273284694, -0.817309738934, 0.4013819475},
        Line{64, Tc, 0.92985163169429, -1.42393838983, 2.192211393}}) {
    const PerSpin k = kaufman(l.L, l.T);
    CHECK(std::fabs(k.ln_z - l.ln_z) < 1e-12);
    CHECK(std::fabs(k.energy - l.e) < 2e-11);
    CHECK(std::fabs(k.specific_heat - l.c) < 1e-8);
  }
}

TEST_CASE("Onsager's infinite lattice") {
  struct Line {
    double T, m, u, c;
  };
  for (const Line& l :
       {Line{1.0, 0.999275751957, -1.997160204112, 0.0233795647}, Line{1.5, 0.986499602621, -1.951116573078, 0.1972745402},
        Line{2.0, 0.911319377877, -1.745564575313, 0.7248714486}, Line{2.2, 0.784755131384, -1.546489144098, 1.4142776913},
        Line{2.25, 0.671854026683, -1.463102732587, 2.0530770254}, Line{2.3, 0, -1.342866387696, 1.8223686861},
        Line{2.5, 0, -1.106079203746, 0.8616983568}, Line{3.0, 0, -0.817309592502, 0.4013795759},
        Line{5.0, 0, -0.428228833240, 0.0976521776}}) {
    CHECK(std::fabs(onsager_magnetisation(l.T) - l.m) < 1e-11);
    CHECK(std::fabs(onsager_energy(l.T) - l.u) < 1e-11);
    CHECK(std::fabs(onsager_specific_heat(l.T) - l.c) < 1e-8);
  }
  CHECK(kCriticalTemperature == doctest::Approx(2 / attractor::log(1 + std::sqrt(2.0))).epsilon(1e-15));
  CHECK(onsager_energy(kCriticalTemperature) == doctest::Approx(-std::sqrt(2.0)).epsilon(1e-6));
}

TEST_CASE("T03 Metropolis and heat bath satisfy detailed balance; the slide's rule does not") {
  for (uint64_t seed = 1; seed <= 5; ++seed)
    for (int n = 2; n <= 5; ++n) {
      const Net net = random_net(n, seed * 10 + uint64_t(n));
      for (double T : {1.0, 3.0, 0.4}) {
        const std::vector<double> pi = boltzmann(net, T);
        for (Rule rule : {Rule::metropolis, Rule::heat_bath})
          for (bool lazy : {false, true}) {
            const Matrix P = random_site(net, rule, T, lazy);
            check_rows(P);
            CHECK(imbalance(P, pi) < 1e-14);
            CHECK(drift(P, pi) < 1e-13);
          }
        if (T == 3.0) CHECK(imbalance(random_site(net, Rule::slide, T), pi) > 1e-4);
      }
    }
}

TEST_CASE("T04 a sweep keeps the Boltzmann distribution without detailed balance") {
  const Net net = random_net(4, 77);
  const std::array<int, 4> order{0, 1, 2, 3};
  const std::vector<double> pi = boltzmann(net, 1.0);
  for (Rule rule : {Rule::metropolis, Rule::heat_bath}) {
    const Matrix P = sweep(net, rule, 1.0, order);
    check_rows(P);
    CHECK(drift(P, pi) < 1e-13);
    CHECK(imbalance(P, pi) > 1e-4);
  }
}

TEST_CASE("T05 all spins at once: Little's law, not Boltzmann's") {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const Net net = random_net(4, seed);
    const Matrix P = synchronous(net, 1.0);
    check_rows(P);
    const std::vector<double> pi = little(net, 1.0);
    CHECK(drift(P, pi) < 1e-13);
    CHECK(imbalance(P, pi) < 1e-14);
    CHECK(difference(stationary(P), pi) < 1e-12);
    CHECK(difference(pi, boltzmann(net, 1.0)) > 1e-3);
  }
}

TEST_CASE("T09 ring and antiferromagnetic triangle") {
  for (auto [n, T, ln_z, e] :
       {std::array<double, 4>{8, 1, 9.122649352006, -0.817662875434}, {16, 2, 13.012191325754, -0.462124518473}}) {
    const Thermodynamics t = enumerate(ring(int(n)), T);
    CHECK(std::fabs(t.ln_z - ln_z) < 1e-11);
    CHECK(std::fabs(t.energy / n - e) < 1e-11);
    const double c = (attractor::exp(1 / T) + attractor::exp(-1 / T)), s = (attractor::exp(1 / T) - attractor::exp(-1 / T));
    CHECK(std::fabs(attractor::log(std::pow(c, n) + std::pow(s, n)) - ln_z) < 1e-11);
  }
  const Net triangle = ring(3, -1);
  int lowest = 0;
  for (int s = 0; s < 8; ++s) lowest += energy(triangle, s) == -1;
  CHECK(lowest == 6);
  CHECK(std::fabs(attractor::exp(enumerate(triangle, 1).ln_z) - 16.40926510749) < 1e-10);
  CHECK(std::fabs(enumerate(triangle, 1).energy + 0.9757273379195) < 1e-12);
  CHECK(std::fabs(attractor::exp(enumerate(triangle, 0.5).ln_z) - 44.339294097937) < 1e-10);
  CHECK(std::fabs(enumerate(triangle, 0.5).energy + 0.9995527665062) < 1e-12);
}

// All states of a glass with integer or real couplings, one flip at a time (Gray code): lowest energy, and <E> at T.
struct Levels {
  double lowest, mean;
};
static Levels all_levels(const Net& net, double T) {
  const int n = net.n();
  std::vector<double> J(n * n);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) J[i * n + j] = net.J(i, j);
  std::vector<int> s(n, -1);
  std::vector<double> h(n, 0.0);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) h[i] -= J[i * n + j];
  double e = 0, z = 0, sum = 0;
  for (int i = 0; i < n; ++i) e += 0.5 * h[i];  // -1/2 sum s h, all s = -1
  Levels l{e, 0};
  const double base = e;
  for (unsigned k = 1;; ++k) {
    const double w = T > 0 ? attractor::exp(-(e - base) / T) : 0;
    z += w, sum += w * e;
    if (k == 1u << (n - 1)) break;  // the other half has the spins reversed
    const int i = __builtin_ctz(k);
    e += 2 * s[i] * h[i];
    s[i] = -s[i];
    for (int j = 0; j < n; ++j) h[j] += 2 * s[i] * J[i * n + j];
    l.lowest = std::min(l.lowest, e);
  }
  if (T > 0) l.mean = sum / z;
  return l;
}
// A 4 x 4 torus with couplings from `draw`.
template <class F>
static Net glass(F coupling) {
  Net net(16);
  for (int i = 0; i < 16; ++i)
    for (int other : {i / 4 * 4 + (i + 1) % 4, (i + 4) % 16}) {
      const double j = coupling();
      net.J(i, other) += j, net.J(other, i) += j;
    }
  return net;
}

TEST_CASE("T10 Nishimori line: the mean energy of 4 x 4 samples is -2 (1 - 2 p), by enumeration" *
          doctest::test_suite("statistics")) {
  struct Line {
    double p, T, u;
  };
  for (const Line& l : {Line{0.05, 0.679247, -1.8}, Line{0.109, 0.951929, -1.564}, Line{0.2, 1.442695, -1.2}}) {
    const double T = 2 / attractor::log((1 - l.p) / l.p);
    CHECK(T == doctest::Approx(l.T).epsilon(1e-6));
    Draw draw(10, 0, Stream::data);
    Estimate u;
    for (int k = 0; k < (l.p == 0.109 ? 400 : 120); ++k)
      u.add(all_levels(glass([&] { return draw.uniform() < l.p ? -1.0 : 1.0; }), T).mean / 16);
    CHECK_MESSAGE(std::fabs(u.mean() - l.u) < 5 * u.error(), "p ", l.p, " ", u.mean(), " +- ", u.error());
  }
}

TEST_CASE("T11 ground states of small glasses: Sherrington-Kirkpatrick and Edwards-Anderson, by enumeration" *
          doctest::test_suite("statistics")) {
  struct Line {
    int n, samples;
    double e0, error, u2;  // ground state, its published error; energy at T = 2 where given
  };
  for (const Line& l :
       {Line{8, 2000, -0.570, 0.002, -0.210}, Line{12, 600, -0.621, 0.002, 0}, Line{16, 120, -0.643, 0.004, -0.229}}) {
    Draw draw(11, 0, Stream::data);
    Estimate e0, u;
    for (int k = 0; k < l.samples; ++k) {
      Net net(l.n);
      for (int i = 0; i < l.n; ++i)
        for (int j = 0; j < i; ++j) net.J(i, j) = net.J(j, i) = draw.normal() / std::sqrt(double(l.n));
      const Levels levels = all_levels(net, 2);
      e0.add(levels.lowest / l.n);
      u.add(levels.mean / l.n);
    }
    CHECK_MESSAGE(std::fabs(e0.mean() - l.e0) < 5 * std::hypot(e0.error(), l.error), l.n, ": ", e0.mean());
    if (l.u2 != 0) CHECK_MESSAGE(std::fabs(u.mean() - l.u2) < 5 * std::hypot(u.error(), 0.0005), l.n, ": ", u.mean());
  }
  Draw signs(12, 0, Stream::data), normals(13, 0, Stream::data);
  Estimate pmj, gauss;
  for (int k = 0; k < 150; ++k) {
    pmj.add(all_levels(glass([&] { return double(signs.sign()); }), 0).lowest / 16);
    gauss.add(all_levels(glass([&] { return normals.normal(); }), 0).lowest / 16);
  }
  CHECK(std::fabs(pmj.mean() + 1.319) < 5 * std::hypot(pmj.error(), 0.004));
  CHECK(std::fabs(gauss.mean() + 1.265) < 5 * std::hypot(gauss.error(), 0.006));
}

TEST_CASE("T27 one-step error of the Hebb rule: the exact binomial") {
  CHECK(one_step_error(100, 10) == doctest::Approx(3.99e-4).epsilon(2e-3));
  CHECK(one_step_error(200, 20) == doctest::Approx(5.70e-4).epsilon(2e-3));
  CHECK(one_step_error(500, 50) == doctest::Approx(6.93e-4).epsilon(2e-3));
  CHECK(one_step_error(1000, 138) == doctest::Approx(3.435e-3).epsilon(2e-3));
  CHECK(one_step_error(100, 1) == 0);
}

TEST_CASE("derivative: central difference") {
  auto f = [](const std::vector<double>& x) { return x[0] * x[0] * x[1]; };
  CHECK(derivative(f, {3, 2}, 0) == doctest::Approx(12).epsilon(1e-8));
  CHECK(derivative(f, {3, 2}, 1) == doctest::Approx(9).epsilon(1e-8));
}
