// core/units: networks of 0/1 units against the spins of core/exact, and the layered sums against plain enumeration.
#include "core/boltzmann/units.h"
#include "core/boltzmann/partition.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "core/base/rng.h"
#include "core/spins/exact.h"
#include "tests/as_spins.h"

using namespace attractor;

namespace {

Units golden5() {
  Units net(5);
  for (int i = 0; i < 5; ++i) {
    net.c[std::size_t(i)] = ((2 * i) % 5 - 2) / 4.0;
    for (int j = 0; j < i; ++j) net.link(i, j, ((3 * i * j + 2 * (i + j)) % 7 - 3) / 4.0);
  }
  return net;
}

Units random_units(int n, uint64_t seed) {
  Draw draw(seed, 0, Stream::data);
  Units net(n);
  for (int i = 0; i < n; ++i) {
    net.c[std::size_t(i)] = draw.normal();
    for (int j = 0; j < i; ++j) net.link(i, j, draw.normal());
  }
  return net;
}

std::vector<int8_t> bits_of(int state, int n) {
  std::vector<int8_t> s;
  for (int i = 0; i < n; ++i) s.push_back(exact::spin(state, i, n) > 0);
  return s;
}

// One probe of a random unit by the heat bath, as a matrix over all states.
Matrix probe_matrix(const Units& net, double T) {
  const int n = net.n, states = 1 << n;
  Matrix P(states);
  for (int a = 0; a < states; ++a)
    for (int i = 0; i < n; ++i) {
      const std::vector<int8_t> s = bits_of(a, n);
      const double on = on_probability(gap(net, s.data(), i), T);
      const int bit = 1 << (n - 1 - i);
      P(a, a | bit) += on / n;
      P(a, a & ~bit) += (1 - on) / n;
    }
  return P;
}

}  // namespace

TEST_CASE("T50 the golden Boltzmann machine of five units") {
  const Units net = golden5();
  const std::array<double, 5> mean{.41302615640610, .50591292839626, .59483779916554, .37287861197128, .34217673495888};
  Layers one;
  one.groups = {5};
  for (const Moments& m : {enumerate(net, 1), layered_moments(one, net, 1)}) {
    CHECK(std::fabs(m.ln_z - 3.28703631926901) < 1e-12);
    for (std::size_t i = 0; i < 5; ++i) CHECK(std::fabs(m.unit[i] - mean[i]) < 1e-12);
    CHECK(std::fabs(m.pair[1] - 0.198990619087088) < 1e-12);
  }
  double least = 0;
  for (int a = 0; a < 32; ++a) least = std::min(least, energy(net, bits_of(a, 5).data()));
  CHECK(least == -1);
}

TEST_CASE("units: the same network in 0/1 and in +-1") {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const Units u = random_units(6, seed);
    const exact::Net net = as_spins(u);
    const double shift = energy(u, bits_of(0, 6).data()) - exact::energy(net, 0);
    for (int a = 0; a < 64; ++a) {
      const std::vector<int8_t> s = bits_of(a, 6);
      CHECK(std::fabs(energy(u, s.data()) - exact::energy(net, a) - shift) < 1e-13);
      for (int i = 0; i < 6; ++i)
        CHECK(std::fabs(gap(u, s.data(), i) - exact::flip_cost(net, a, i) * exact::spin(a, i, 6)) < 1e-13);
    }
  }
}

TEST_CASE("units: the heat bath's matrix keeps the Boltzmann distribution, with detailed balance") {
  for (int n = 2; n <= 6; ++n)
    for (double T : {0.5, 1.0, 4.0}) {
      const Units net = random_units(n, uint64_t(n));
      const Matrix P = probe_matrix(net, T);
      const std::vector<double> pi = exact::boltzmann(as_spins(net), T);
      CHECK(difference(P.a, exact::random_site(as_spins(net), Rule::heat_bath, T).a) < 1e-14);
      for (int a = 0; a < P.n; ++a) CHECK(std::fabs(P.row_sum(a) - 1) < 1e-13);
      CHECK(difference(pi * P, pi) < 1e-13);
      for (int a = 0; a < P.n; ++a)
        for (int b = 0; b < a; ++b) CHECK(std::fabs(pi[a] * P(a, b) - pi[b] * P(b, a)) < 1e-14);
      const Moments m = enumerate(net, T);
      for (int i = 0; i < n; ++i) {
        double on = 0;
        for (int a = 0; a < P.n; ++a) on += exact::spin(a, i, n) > 0 ? pi[a] : 0;
        CHECK(std::fabs(on - m.unit[std::size_t(i)]) < 1e-13);
      }
    }
}

TEST_CASE("units: sums through the hidden layer are the sums over all states") {
  const std::vector<Layers> all{{{3, 3}, 2}, {{4}, 3}, {{2, 3}, 1}, {{5}, 0}, {{3, 2, 2}, 2}};
  for (const Layers& layers : all)
    for (uint64_t seed = 1; seed <= 4; ++seed) {
      Units net = random_units(layers.units(), seed);
      const int n = net.n, V = layers.visible();
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < i; ++j)
          if (!layers.linked(i, j)) net.link(i, j, 0);
      for (int held = 0; held <= 2; ++held) {
        std::vector<int8_t> clamp(std::size_t(n), -1);
        for (int i = 0; i < held; ++i) clamp[std::size_t(i)] = int8_t((seed >> i) & 1);
        if (held == 2) clamp[std::size_t(n - 1)] = 1;
        const Moments a = enumerate(net, 0.7, clamp), b = layered_moments(layers, net, 0.7, clamp);
        CHECK(std::fabs(a.ln_z - b.ln_z) < 1e-12);
        CHECK(std::fabs(a.ln_z - ln_partition(layers, net, 0.7, clamp)) < 1e-12);
        // Also where products of factors would leave the range of a double.
        for (double T : {1e-3, 1e-5}) {
          const double want = enumerate(net, T, clamp).ln_z;
          CHECK(std::fabs(ln_partition(layers, net, T, clamp) - want) < 1e-12 * std::max(1.0, std::fabs(want)));
        }
        for (int i = 0; i < n; ++i)
          for (int j = 0; j < n; ++j)
            if (i == j || layers.linked(i, j))
              CHECK(std::fabs(a.pair[std::size_t(i * n + j)] - b.pair[std::size_t(i * n + j)]) < 1e-12);
      }
      // Each visible vector's weight, hidden units summed out.
      double z = 0;
      for (int v = 0; v < 1 << V; ++v) z += attractor::exp(ln_weight(layers, net, 0.7, bits_of(v, V).data()));
      CHECK(std::fabs(attractor::log(z) - enumerate(net, 0.7).ln_z) < 1e-12);
    }
}
