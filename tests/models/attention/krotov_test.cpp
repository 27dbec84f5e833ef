// Krotov and Hopfield 2020, T100: dE/dt against finite differences, the reductions to attention (bit for bit), dense memory and
// the graded network of 1984, the adiabatic identities, the flat directions of science.md 10.3.
#include "core/models/attention/krotov.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/memory/attention.h"
#include "core/models/attention/modern.h"

using namespace attractor;
using namespace attractor::krotov;

namespace {

constexpr int kEveryKind[] = {model_a, model_b, model_c, classic};

Params small(int kind, uint64_t seed) {
  Draw draw(seed, 0, Stream::data);
  Params p;
  p.kind = kind, p.set = random_set, p.count = 2 + int(draw.below(6)), p.side = 4 + int(draw.below(3));
  p.power = 2 + int(draw.below(4));
  p.beta = kind == classic ? 0.5 + 2 * draw.uniform() : 1 + 20 * draw.uniform();
  p.tau_f = 0.5 + draw.uniform(), p.tau_h = 0.5 + draw.uniform();
  return p;
}
// v and h off any special place.
void shake(State& s, uint64_t seed) {
  Draw draw(seed, 1, Stream::data);
  for (double& x : s.v) x = draw.normal();
  for (double& x : s.h) x = draw.normal();
}
Vec plus(const Vec& a, double t, const Vec& b) {
  Vec c = a;
  for (std::size_t i = 0; i < b.size(); ++i) c[i] += t * b[i];
  return c;
}
Vec input(const Params& p, const State& s) { return memory_input(*s.memory, feature_activity(p, s.v)); }

}  // namespace

TEST_CASE("T100 dE/dt is what the Hessians say, and never positive") {
  for (int kind : kEveryKind)
    for (uint64_t seed = 1; seed <= 100; ++seed) {
      Params p = small(kind, seed);
      State s = init(p, {}, {seed, 0});
      shake(s, seed);
      const Memory& m = *s.memory;
      Vec dv, dh;
      flow(p, m, s.v, s.h, dv, dh);
      const double t = 1e-6;
      const double up = energy(p, m, plus(s.v, t, dv), plus(s.h, t, dh)).total();
      const double down = energy(p, m, plus(s.v, -t, dv), plus(s.h, -t, dh)).total();
      const double slope = energy_slope(p, m, s.v, s.h);
      CHECK(slope <= 1e-12);
      CHECK(std::fabs((up - down) / (2 * t) - slope) < 1e-5 * (1 + std::fabs(slope)));
      p.tau_h = 0;  // along h = W g(v)
      flow(p, m, s.v, {}, dv, dh);
      CHECK(dh.empty());
      const double fd = (reduced_energy(p, m, plus(s.v, t, dv)) - reduced_energy(p, m, plus(s.v, -t, dv))) / (2 * t);
      const double fast = energy_slope(p, m, s.v, {});
      CHECK(fast <= 1e-12);
      CHECK(std::fabs(fd - fast) < 1e-5 * (1 + std::fabs(fast)));
    }
}

TEST_CASE("T100 adiabatic identities: with h = W g(v) the energy is that of the older model") {
  for (int kind : kEveryKind)
    for (uint64_t seed = 1; seed <= 100; ++seed) {
      const Params p = small(kind, seed);
      State s = init(p, {}, {seed, 0});
      shake(s, seed);
      const double e = energy(p, *s.memory, s.v, input(p, s)).total(), r = reduced_energy(p, *s.memory, s.v);
      CHECK(energy(p, *s.memory, s.v, s.h).total() >= r - 1e-12 * (1 + std::fabs(r)));  // slow memories only cost energy
      CHECK(std::fabs(e - r) < 1e-12 * (1 + std::fabs(r) + std::fabs(energy(p, *s.memory, s.v, input(p, s)).interaction)));
    }
}

TEST_CASE("T100 model B, Euler with dt = tau_f: attention bit for bit, and the modern network's own steps") {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Params p;
    p.set = letters, p.count = 3 + int(seed), p.kind = model_b, p.method = euler, p.tau_h = 0, p.tau_f = 0.5, p.dt = 0.5;
    p.beta = 1 + double(seed);
    CHECK_FALSE(conflict(p));
    State s = init(p, {}, {seed, 0});
    modern::Params q;
    q.count = p.count, q.noise = p.noise, q.beta = p.beta / 256;  // 256 cells, memories of length 16 there, 1 here
    modern::State t = modern::init(q, {}, {seed, 0});
    for (uint64_t step = 1; step <= 5; ++step) {
      Vec weights(s.memory->count), f(s.v.size());
      attend(s.memory->w.data(), s.memory->count, s.memory->n, s.v.data(), p.beta, weights.data(), f.data());
      advance(p, s, {seed, step});
      CHECK(s.v == f);
      modern::advance(q, t, {seed, step});
      double worst = 0;
      for (std::size_t i = 0; i < s.v.size(); ++i) worst = std::max(worst, std::fabs(16 * s.v[i] - t.xi[i]));
      if (t.steps == int64_t(step)) CHECK(worst == 0);  // it rests a little sooner
      else CHECK(worst < 2e-6);
    }
  }
}

TEST_CASE("T100 flat directions: softmax is blind to a common shift, C to the length of v, A to all but the signs") {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    Params p = small(model_b, seed);
    State s = init(p, {}, {seed, 0});
    shake(s, seed);
    const double b = energy(p, *s.memory, s.v, s.h).total();
    for (double shift : {1.0, 10.0, -100.0}) {
      Vec h = s.h;
      for (double& x : h) x += shift;
      CHECK(std::fabs(energy(p, *s.memory, s.v, h).total() - b) < 1e-11);
    }
    p = small(model_c, seed);
    s = init(p, {}, {seed, 0});
    shake(s, seed);
    const double c = energy(p, *s.memory, s.v, s.h).total();
    for (double factor : {0.01, 3.0, 1000.0})
      CHECK(std::fabs(energy(p, *s.memory, plus(s.v, factor - 1, s.v), s.h).total() - c) < 1e-10 * (1 + std::fabs(c)));
    p.kind = model_a;
    const double a = energy(p, *s.memory, s.v, s.h).total();
    Vec v = s.v;
    for (std::size_t i = 0; i < v.size(); ++i) v[i] *= 1 + double(i);
    CHECK(std::fabs(energy(p, *s.memory, v, s.h).total() - a) < 1e-11 * (1 + std::fabs(a)));
    Vec h = s.h;  // negative memory neurons are silent
    for (double& x : h)
      if (x < 0) x *= 5;
    CHECK(std::fabs(energy(p, *s.memory, s.v, h).total() - a) < 1e-11 * (1 + std::fabs(a)));
  }
}

TEST_CASE("krotov: the energy falls along RK4 and every model of the lesson restores the letter, switched live" *
          doctest::test_suite("statistics")) {
  for (int kind : kEveryKind)
    for (double tau_h : {0.0, 0.2, 1.0, 3.0}) {
      Params p;
      p.kind = kind, p.tau_h = tau_h;
      State s = init(p, {}, {3, 0});
      double last = energy(p, *s.memory, s.v, s.h).total();
      for (uint64_t k = 1; k <= 600; ++k) {
        advance(p, s, {3, k});
        const double e = energy(p, *s.memory, s.v, s.h).total();
        if (kind != model_a) CHECK_MESSAGE(e <= last + 1e-9 * (1 + std::fabs(e)), kind, " tau_h ", tau_h, " step ", k);
        last = e;
      }
      const Vec g = feature_activity(p, s.v), up = memory_input(*s.memory, g);
      double length = 0;
      for (double x : g) length += x * x;
      CHECK_MESSAGE(up[0] / std::sqrt(length) > 0.95, kind, " tau_h ", tau_h, " ", up[0] / std::sqrt(length));
    }
  Params p;
  State s = init(p, {}, {3, 0});
  for (uint64_t k = 1; k <= 400; ++k) {
    p.kind = kEveryKind[k / 100 % 4];
    advance(p, s, {3, k});
    for (double x : s.v) CHECK(std::isfinite(x));
  }
}

TEST_CASE("krotov: slow memories let the picture fade before they bring it back") {
  Params p;
  p.tau_h = 3;
  State s = init(p, {}, {3, 0});
  CHECK(energy(p, *s.memory, s.v, s.h).total() > reduced_energy(p, *s.memory, s.v) + 0.2);
  CHECK(energy(p, *s.memory, s.v, s.h).feature == doctest::Approx(0.5));
  double least = 1;
  for (uint64_t k = 1; k <= 400; ++k) {
    advance(p, s, {3, k});
    least = std::min(least, energy(p, *s.memory, s.v, s.h).feature);
  }
  CHECK(least < 0.2);
  CHECK(energy(p, *s.memory, s.v, s.h).feature > 0.49);
}

TEST_CASE("krotov: time steps that are too long are refused") {
  Params p;
  p.dt = 0.3;
  CHECK(conflict(p));
  p.tau_h = 0;
  CHECK_FALSE(conflict(p));
  p.tau_f = 0.2;
  CHECK(conflict(p));
}
