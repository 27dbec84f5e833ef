// Hopfield 1984: T70 (energies agree, saturation, dE/dt), T71 (roots of V = tanh gV), T72 (Euler climbs, Runge-Kutta does not),
// and the limit of high gain against the network of 1982.
#include "core/models/hopfield/continuous.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/num.h"
#include "core/models/hopfield/hopfield.h"
#include "core/spins/exact.h"

using namespace attractor;
using namespace attractor::continuous;

namespace {

using Vector = std::vector<double>;

Params of(int net, double gain, int unit = hyperbolic) {
  Params p;
  p.net = net, p.gain = gain, p.unit = unit;
  return p;
}

// The formula of 1984, with the inverse activation; NaN where a neuron saturates.
double energy84(const Params& p, const Memory& m, const Vector& u) {
  const Vector t = recurrent_input(m, Vector(u.size(), 1.0));
  double e = 0;
  Vector s(u.size());
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (p.unit == hyperbolic) {
      const double v = s[i] = attractor::tanh(p.gain * u[i]);
      const double artanh = 0.5 * attractor::log((1 + v) / (1 - v));
      e += (v * artanh + 0.5 * attractor::log(1 - v * v)) / p.gain - p.bias * v;
    } else {
      const double v = attractor::sigmoid(p.gain * u[i]);
      s[i] = 2 * v - 1;
      e += (v * attractor::log(v) + (1 - v) * attractor::log(1 - v)) / p.gain - p.bias * v;
    }
  }
  const Vector d = recurrent_input(m, s);
  for (std::size_t i = 0; i < u.size(); ++i) e -= (p.unit == hyperbolic ? 0.5 : 0.25) * s[i] * d[i];
  return e;
}

// Share of steps that raise the energy.
double climbs(int method, double dt) {
  int up = 0, all = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Params p = of(random_weights, 1.7);
    p.method = method, p.dt = dt;
    State s = init(p, {}, Rng{seed, 0});
    double before = energy(p, *s.memory, s.u);
    for (uint64_t k = 1; k <= 60; ++k) {
      advance(p, s, Rng{seed, k});
      const double now = energy(p, *s.memory, s.u);
      up += now > before + 1e-12 * (1 + std::fabs(before));
      ++all;
      before = now;
    }
  }
  return double(up) / all;
}

}  // namespace

TEST_CASE("T70 the energy of 1984 equals the Lagrangian form, which saturation does not break") {
  for (int unit : {hyperbolic, logistic})
    for (int net : {pair, pictures, random_weights})
      for (uint64_t seed = 1; seed <= 10; ++seed) {
        Params p = of(net, 1.7, unit);
        p.bias = 0.3;
        State s = init(p, {}, Rng{seed, 0});
        for (double& u : s.u) u *= 0.4;  // near saturation the old form loses its digits
        const double a = energy84(p, *s.memory, s.u), b = energy(p, *s.memory, s.u);
        CHECK(std::fabs(a - b) <= 1e-12 * (1 + std::fabs(a)));
        Vector far = s.u;
        for (double& u : far) u *= 100;
        CHECK(std::isfinite(energy(p, *s.memory, far)));
      }
  const Params p = of(pair, 1.7);
  const State s = init(p, {}, Rng{1, 0});
  CHECK_FALSE(std::isfinite(energy84(p, *s.memory, {100, 100})));
}

TEST_CASE("T70 dE/dt = -sum V' (du/dt)^2, by differences") {
  for (int unit : {hyperbolic, logistic})
    for (int net : {pair, pictures, random_weights}) {
      Params p = of(net, 1.3, unit);
      p.bias = -0.2, p.side = 6;
      const State s = init(p, {}, Rng{3, 0});
      const Vector v = slope_of(p, *s.memory, s.u);
      Vector h(v.size());
      make_layer(p).slopes(s.u, h);
      double rate = 0, want = 0;
      for (std::size_t i = 0; i < v.size(); ++i) {
        rate += v[i] * exact::derivative([&](const Vector& at) { return energy(p, *s.memory, at); }, s.u, i);
        want -= h[i] * v[i] * v[i];
      }
      CHECK(std::fabs(rate - want) <= 1e-8 * (1 + std::fabs(want)));
    }
}

TEST_CASE("T71 two neurons that excite each other settle at V = tanh(gV); at gain 1 and below at 0") {
  const double gains[] = {1.2, 1.5, 2, 3}, roots[] = {.658569660405754, .858559636640110, .957504024077269, .994901528452629};
  for (int i = 0; i < 4; ++i)
    for (double start : {0.1, 0.9, -0.5}) {
      Params p = of(pair, gains[i]);
      p.v1 = p.v2 = start;
      State s = init(p, {}, Rng{1, 0});
      for (uint64_t k = 1; k <= 4000; ++k) advance(p, s, Rng{1, k});
      CHECK(std::fabs(std::fabs(s.v[0]) - roots[i]) < 1e-10);
      CHECK((s.v[0] > 0) == (start > 0));
      p.unit = logistic, p.gain *= 2;  // the same network in 0 .. 1
      s = init(p, {}, Rng{1, 0});
      for (uint64_t k = 1; k <= 4000; ++k) advance(p, s, Rng{1, k});
      CHECK(std::fabs(std::fabs(2 * s.v[0] - 1) - roots[i]) < 1e-10);
    }
  Params p = of(pair, 0.9);
  State s = init(p, {}, Rng{1, 0});
  for (uint64_t k = 1; k <= 4000; ++k) advance(p, s, Rng{1, k});
  CHECK(std::fabs(s.v[0]) < 1e-6);
}

TEST_CASE("T72 Euler with long steps climbs, Runge-Kutta with short ones never does") {
  CHECK(climbs(runge_kutta, 0.05) == 0);
  CHECK(climbs(euler, 0.05) == 0);
  CHECK(climbs(euler, 0.2) == 0);
  CHECK(climbs(euler, 0.5) < 0.02);
  const double one = climbs(euler, 1), more = climbs(euler, 1.5);
  MESSAGE("Euler raises the energy in ", one, " of the steps at dt = 1 and ", more, " at 1.5, ", climbs(euler, 0.5), " at 0.5");
  CHECK(one > 0.1);
  CHECK(one < 0.5);
  CHECK(more > 0.3);
  CHECK(more > one);
}

TEST_CASE("continuous at high gain is the network of 1982: the same corners, the same energies") {
  for (int cue = 1; cue <= 3; ++cue)
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      Params p = of(pictures, 1000);
      p.side = 16, p.cue = cue, p.noise = 0.2;
      State s = init(p, {}, Rng{seed, 0});
      for (uint64_t k = 1; k <= 600; ++k) advance(p, s, Rng{seed, k});
      hopfield::Params h;
      h.cue = cue, h.noise = 0.2, h.updates = 256;
      hopfield::State d = hopfield::init(h, {}, Rng{seed, 0});
      for (uint64_t k = 1; k <= 50 && !d.fixed; ++k) hopfield::advance(h, d, Rng{seed, k});
      CHECK(d.fixed);
      for (std::size_t i = 0; i < 256; ++i) CHECK((s.u[i] > 0) == (d.activity.spins[i] > 0));
      CHECK(energy(p, *s.memory, s.u) == doctest::Approx(-0.5 * double(d.activity.quadratic) / 256).epsilon(0.01));
    }
}

TEST_CASE("continuous: the energy on the map of two pictures is the energy of the state it stands for; there and back") {
  for (int unit : {hyperbolic, logistic}) {
    Params p = of(pictures, 2.5, unit);
    p.count = 5, p.bias = 0.2;
    const State s = init(p, {}, Rng{1, 0});
    for (const Point at : {Point{0.3, -0.7}, Point{1.1, 0.2}, Point{0, 0}}) {
      const Vector u = from_map(p, s, at);
      CHECK(std::fabs(energy_on_map(p, s, at) - energy(p, *s.memory, u)) < 1e-10);
      State there = s;
      there.u = u;
      CHECK(std::fabs(to_map(p, there).x - at.x) < 1e-12);
      CHECK(std::fabs(to_map(p, there).y - at.y) < 1e-12);
    }
  }
  Params p;
  State s = init(p, {}, Rng{1, 0});
  CHECK(poke(p, s, {"landscape", 20 * kGrid + 40, 0, 1}));
  CHECK(std::fabs(s.v[0] - 0.98) < 1e-12);
  CHECK(std::fabs(s.v[1]) < 1e-12);
  CHECK(poke(p, s, {"state", 1, 0, -1}));
  CHECK(s.u[1] == -1);
  CHECK_FALSE(poke(p, s, {"state", 2, 0, 1}));
  CHECK_FALSE(poke(p, s, {"landscape", kGrid * kGrid, 0, 1}));
  p.cue = 5;
  CHECK(conflict(p));
}
