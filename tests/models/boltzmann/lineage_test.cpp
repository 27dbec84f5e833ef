// One network in four stages: bonds, energies, dynamics and learning of each.
#include "core/models/boltzmann/lineage.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/spins/exact.h"
#include "tests/estimate.h"

using namespace attractor;
using namespace attractor::lineage;

namespace {

State after(const Params& p, uint64_t seed, int steps) {
  State s = init(p, Rng{seed, 0});
  for (int t = 1; t <= steps; ++t) advance(p, s, Rng{seed, uint64_t(t)});
  return s;
}

Params stage(int which) {
  Params p;
  p.stage = which;
  return p;
}

}  // namespace

TEST_CASE("lineage: units and bonds of the four stages, counted") {
  const int bonds[] = {12, 36, 66, 27};
  for (int k = 0; k < 4; ++k) {
    const State s = init(stage(k), Rng{1, 0});
    int present = 0;
    for (int i = 0; i < s.net.n; ++i)
      for (int j = 0; j < s.net.n; ++j) {
        CHECK(s.net.w(i, j) == s.net.w(j, i));
        if (!has_bond(k, i, j)) CHECK(s.net.w(i, j) == 0);
        present += j < i && s.net.w(i, j) != 0;
      }
    CHECK(lineage::bonds(k) == bonds[k]);
    CHECK(s.net.n == (k < 2 ? 9 : 12));
    CHECK(present == (k == hopfield ? 16 : bonds[k]));  // where the two pictures disagree, Hebb's sum is 0
  }
}

TEST_CASE("lineage: the lattice and the Hopfield network have the energies and fields of +-1 units") {
  for (int k : {int(ising), int(hopfield)}) {
    const Params p = stage(k);
    State s = init(p, Rng{1, 0});
    exact::Net net(9);
    for (int i = 0; i < 9; ++i)
      for (int j = 0; j < 9; ++j) {
        double J = 0;
        if (k == ising) J = std::abs(i % 3 - j % 3) + std::abs(i / 3 - j / 3) == 1;
        else
          for (int m = 0; m < kPictures && i != j; ++m) J += (2 * picture(m)[i] - 1) * (2 * picture(m)[j] - 1) / 9.0;
        net.J(i, j) = J;
        CHECK(std::fabs(s.net.w(i, j) - 4 * J) < 1e-15);
      }
    for (int a = 0; a < 512; ++a) {
      for (int i = 0; i < 9; ++i) s.s[i] = exact::spin(a, i, 9) > 0;
      CHECK(std::fabs(energy_of(p, s) - exact::energy(net, a)) < 1e-12);
      for (int i = 0; i < 9; ++i)
        CHECK(std::fabs(gap(s.net, s.s.data(), i) - exact::flip_cost(net, a, i) * exact::spin(a, i, 9)) < 1e-12);
    }
  }
}

TEST_CASE("lineage: without noise the energy never rises, and the two pictures are at rest") {
  const Params p = stage(hopfield);
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    State s = init(p, Rng{seed, 0});
    double before = energy_of(p, s);
    for (uint64_t t = 1; t <= kRestartAfter; ++t) {  // no rest is long enough yet for a new start
      advance(p, s, Rng{seed, t});
      CHECK(energy_of(p, s) <= before + 1e-12);
      before = energy_of(p, s);
    }
  }
  for (int k = 0; k < kPictures; ++k) {
    State s = init(p, Rng{1, 0});
    std::copy_n(picture(k), kVisible, s.s.begin());
    for (uint64_t t = 1; t <= 20; ++t) advance(p, s, Rng{1, t});
    CHECK(std::equal(picture(k), picture(k) + kVisible, s.s.begin()));
  }
  const State s = after(p, 1, 1000);
  CHECK(s.at_picture > 0.05);  // new starts go on, and some of them fall there
}

TEST_CASE("lineage: the lattice's mean energy is that of all its 512 states (64 batches, |z| < 5)") {
  Params p = stage(ising);
  p.T = 2.5;
  State s = init(p, Rng{3, 0});
  exact::Net net(9);
  for (int i = 0; i < 9; ++i)
    for (int j = 0; j < 9; ++j) net.J(i, j) = has_bond(ising, i, j);
  ChainEstimate energy(64000);
  for (uint64_t t = 1; t <= 64000; ++t) {
    advance(p, s, Rng{3, t});
    energy.add(energy_of(p, s));
  }
  CHECK(std::fabs(energy.z(exact::enumerate(net, 2.5).energy)) < 5);
}

TEST_CASE("lineage: both machines learn the two pictures; the numbers that the text quotes" *
          doctest::test_suite("statistics")) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const Params p = stage(machine);
    const State s = after(p, seed, 200);
    CHECK(divergence(p, init(p, Rng{seed, 0})) > 4);
    CHECK(divergence(p, s) < 0.2);
    CHECK(s.at_picture > 0.4);
  }
  Params p = stage(machine);
  CHECK(std::fabs(divergence(p, init(p, Rng{1, 0})) - 4.8) < 0.05);
  CHECK(std::fabs(divergence(p, after(p, 1, 200)) - 0.17) < 5e-3);
  p = stage(restricted);
  CHECK(divergence(p, after(p, 1, 100)) > 2.7);  // the biases alone: 5 ln 2 - ln 2 = 2.77 is the best they can do
  CHECK(std::fabs(divergence(p, after(p, 1, 600)) - 0.67) < 5e-3);
  double least = 9, later = 0;
  State s = init(p, Rng{1, 0});
  for (uint64_t t = 1; t <= 1000; ++t) {
    advance(p, s, Rng{1, t});
    if (t % 100 == 0) least = std::min(least, divergence(p, s)), later = std::max(later, divergence(p, s) - least);
  }
  CHECK(later > 0.1);  // contrastive divergence is not the gradient of G
}
