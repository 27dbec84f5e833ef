// Dead neurons: T110, F-1 to F-7 (F-8 is in lagrangian_test.cpp), and the numbers of science.md 11.2 and 11.3.
#include "core/models/attention/deadneurons.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/eigenvalues.h"
#include "core/base/num.h"
#include "core/spins/exact.h"

using namespace attractor;
using namespace attractor::deadneurons;

namespace {

using Vector = std::vector<double>;

Params example(int e, int activation = relu, int repair = shifted) {
  Params p;
  p.example = e, p.activation = activation, p.repair = repair;
  return p;
}
State started(const Params& p, uint64_t seed = 1) { return init(p, Rng{seed, 0}); }
void run(const Params& p, State& s, double time) {
  for (int k = int(std::floor(time / p.dt + 0.5)); k > 0; --k) advance(p, s, Rng{1, uint64_t(s.steps) + 1});
}
double dot(const Vector& a, const Vector& b) {
  double s = 0;
  for (std::size_t i = 0; i < a.size(); ++i) s += a[i] * b[i];
  return s;
}
Vector random_state(int n, uint64_t seed, double width = 2) {
  Draw draw(seed, 0, Stream::start);
  Vector x(static_cast<std::size_t>(n));
  for (double& v : x) v = width * draw.normal();
  return x;
}
struct Plain {
  Net net;
  Lagrangian layer;
  explicit Plain(const Params& p, uint64_t seed = 1) : net(make_net(p, Rng{seed, 0})), layer(make_layer(p)) {}
  double A(const Vector& x) const { return energy(net, layer, x); }
  double D(const Vector& x) const { return half_square_norm(residual(net, layer, x)); }
};

}  // namespace

TEST_CASE("F-1 the gradient of the Krotov-Hopfield energy is H r, and dE/dt = -r'Hr") {
  for (int activation : {relu, gelu, softmax, deadneurons::tanh})
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      const Plain m(example(random_net, activation), seed);
      const Vector x = random_state(m.net.n, seed), grad = gradient(m.net, m.layer, x), r = residual(m.net, m.layer, x);
      double rate = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double fd = exact::derivative([&](const Vector& at) { return m.A(at); }, x, i);
        CHECK(std::fabs(fd - grad[i]) <= 1e-9 * (1 + std::fabs(grad[i])) * 10);
        rate -= fd * r[i];
      }
      CHECK(std::fabs(rate + dot(r, grad)) <= 1e-7 * (1 + std::fabs(rate)));
    }
}

TEST_CASE("F-2 flat to the last bit: the half-line, the memory's line, the false minimum") {
  const Plain half(example(half_line));
  const double xs[] = {-4, -2, -1, -0.5, 0, 0.5, 1, 2}, kh[] = {0, 0, 0, 0, 0, 0.5625, 1.25, 3},
               res[] = {4.5, 0.5, 0, 0.125, 0.5, 0.78125, 1.125, 2};
  for (int i = 0; i < 8; ++i) {  // the second neuron rests at -1
    CHECK(half.A({xs[i], -1}) == kh[i]);
    CHECK(half.D({xs[i], -1}) == res[i]);
  }
  const Plain memory(example(true_memory)), wrong(example(false_minimum));
  const double ss[] = {-6, -4, -2, -0.8, -0.4, -0.1, 0}, rs[] = {13.52, 5.12, 0.72, 0, 0.08, 0.245, 0.32};
  for (int i = 0; i < 7; ++i) {
    CHECK(memory.A({1, ss[i]}) == -0.5);
    CHECK(wrong.A({1, ss[i]}) == -0.5);
    CHECK(std::fabs(memory.D({1, ss[i]}) - rs[i]) < 1e-12);
  }
  const Vector g = gradient(wrong.net, wrong.layer, {1, -6}), r = residual(wrong.net, wrong.layer, {1, -6});
  CHECK((g[0] == 0 && g[1] == 0));
  CHECK((r[0] == 0 && std::fabs(r[1] + 6.7) < 1e-15));
  // tanh saturates to exactly 1 as well: a live neuron can die of rounding alone.
  const Plain flat(example(false_minimum, deadneurons::tanh));
  CHECK(attractor::tanh(20) == 1);
  CHECK(kernel_dimension(flat.layer, {20, 20}) == 2);
  CHECK(kernel_dimension(flat.layer, {1, 20}) == 1);
}

TEST_CASE("F-2 on the flat line the state moves and the energy does not") {
  Params p = example(true_memory);
  p.dt = 0.01;
  State s = started(p);
  for (int k = 0; k < 100; ++k) {
    advance(p, s, Rng{1, uint64_t(k) + 1});
    CHECK(energy(*s.net, s.layer, s.x) == -0.5);
    CHECK(classify(p, s) == StateClass::flat_memory);
  }
  CHECK(std::fabs(s.x[1] - -2.712973094) < 1e-8);
}

TEST_CASE("F-3 dE_eps/dt <= -eps (1 - eps |W|^2 max H / 4) |r|^2 on 10^4 random states, strictly below 0") {
  for (int activation : {relu, softmax, deadneurons::tanh}) {
    Params p = example(random_net, activation);
    p.n = 20, p.strength = 2;
    double worst = -1e9;
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      const Plain m(p, seed);
      const double top = epsilon_bound(m.net, m.layer), eps = 0.9 * top;
      for (uint64_t k = 0; k < 1000; ++k) {
        const Vector x = random_state(20, seed * 1000 + k), r = residual(m.net, m.layer, x), Hr = gradient(m.net, m.layer, x);
        double quadratic = 0;  // r' W H r
        for (std::size_t i = 0; i < 20; ++i)
          for (std::size_t j = 0; j < 20; ++j) quadratic += r[i] * m.net.W[i * 20 + j] * Hr[j];
        const double rate = -dot(r, Hr) - eps * (dot(r, r) - quadratic);
        worst = std::max(worst, rate / dot(r, r));
        CHECK(rate <= -eps * (1 - eps / top) * dot(r, r) * (1 - 1e-9));
      }
    }
    CHECK(worst < 0);
  }
  CHECK(epsilon_bound(Plain(example(false_minimum)).net, make_layer(Params())) == doctest::Approx(16));
}

TEST_CASE("F-4 the plateau lasts ln(6.7/0.7); then the energy falls to -0.8266667, and E_eps falls all the way") {
  Params p = example(false_minimum);
  p.dt = 0.001;
  p.eps = 1;
  State s = started(p);
  CHECK(regularised_energy(*s.net, s.layer, s.x, 1) == doctest::Approx(21.945).epsilon(1e-12));
  CHECK(classify(p, s) == StateClass::false_minimum);
  double before = regularised_energy(*s.net, s.layer, s.x, 1), left = -1;
  const double times[] = {2, 2.5, 3, 4, 8}, want[] = {-0.5, -0.594570842, -0.701078586, -0.783276505, -0.825880004};
  int next = 0;
  for (int k = 1; k <= 8000; ++k) {
    advance(p, s, Rng{1, uint64_t(k)});
    const double e = energy(*s.net, s.layer, s.x), now = regularised_energy(*s.net, s.layer, s.x, 1);
    if (left < 0 && e != -0.5) left = s.time;
    CHECK(now < before);
    before = now;
    if (next < 5 && k == int(times[next] * 1000 + 0.5)) CHECK(std::fabs(e - want[next++]) < 1e-3);
  }
  CHECK(std::fabs(left - 2.258782) < 1e-3 + p.dt);
  CHECK(left == doctest::Approx(attractor::log(6.7 / 0.7)).epsilon(1e-3));
  run(p, s, 40);
  CHECK(s.fixed);
  CHECK(std::fabs(s.x[0] - 22.0 / 15) < 1e-8);
  CHECK(std::fabs(s.x[1] - 14.0 / 15) < 1e-8);
  CHECK(std::fabs(energy(*s.net, s.layer, s.x) + 0.8266666667) < 1e-8);
  CHECK(classify(p, s) == StateClass::stable);
}

TEST_CASE("F-5 feature space: dE_C/dt = -y'My', E_C = E at steady states, and the numbers of 11.3" *
          doctest::test_suite("statistics")) {
  const Plain half(example(half_line));
  const double xs[] = {-4, -2, -1, -0.5, 0, 0.5, 1}, want[] = {9, 1, 0, 0.25, 1, 2.125, 3.5};
  for (int i = 0; i < 7; ++i)
    CHECK(std::fabs(feature_energy(half.net, half.layer, to_features(half.net, {xs[i], -1})) - want[i]) < 1e-12);
  const Plain two(example(plane));
  const double s[] = {-6, -3, -1, -1 / 2.2, -0.2, -0.01},
               c[] = {94.0047, 19.0889, 0.0091827, -0.909090909, -0.709111, -0.299151};
  for (int i = 0; i < 6; ++i) {
    CHECK(std::fabs(two.A({1 / 0.55, s[i]}) + 1 / 1.1) < 1e-12);
    CHECK(feature_energy(two.net, two.layer, to_features(two.net, {1 / 0.55, s[i]})) == doctest::Approx(c[i]).epsilon(1e-4));
  }
  for (int activation : {relu, gelu, deadneurons::tanh, softmax})
    for (int e : {half_line, plane, wells, random_square})
      for (uint64_t seed = 1; seed <= 10; ++seed) {
        const Params p = example(e, activation, features);
        State st = started(p, seed);
        const Vector y = random_state(st.net->n, seed), v = slope_of(p, st, y);
        double rate = 0, square = 0;
        const auto n = y.size();
        for (std::size_t i = 0; i < n; ++i) {
          rate += v[i] * exact::derivative([&](const Vector& at) { return feature_energy(*st.net, st.layer, at); }, y, i);
          for (std::size_t j = 0; j < n; ++j) square += v[i] * st.net->M[i * n + j] * v[j];
        }
        CHECK(std::fabs(rate + square) <= 1e-7 * (1 + square));
        if (e == wells && activation != deadneurons::tanh) continue;  // without bound, or critically slow
        run(p, st, 200);
        CHECK(st.fixed);
        CHECK(std::fabs(feature_energy(*st.net, st.layer, st.y) - energy(*st.net, st.layer, st.x)) < 1e-8);
      }
}

TEST_CASE("F-6 the whole flat line is the basin: starts from -0.001 to -1000 reach (1, -0.8)") {
  for (double start : {-1e-3, -0.1, -1.0, -30.0, -1000.0}) {
    Params p = example(true_memory);
    p.x2 = start, p.dt = 0.05;
    State s = started(p);
    run(p, s, 40);
    CHECK(s.fixed);
    CHECK((s.x[0] == 1 && std::fabs(s.x[1] + 0.8) < 1e-8));
  }
}

TEST_CASE("F-7 the Jacobian WH - I: -1 on the kernel of H, the spectrum of H^½WH^½ less 1 on its range") {
  for (int activation : {relu, softmax, deadneurons::tanh})
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      const Plain m(example(random_net, activation), seed);
      const Vector x = random_state(m.net.n, seed);
      Vector h(x.size() * x.size());
      m.layer.hessian(x, h);
      const Vector direct = product_eigenvalues(m.net.W, h, m.net.n, false);
      const Vector split = spectrum(m.net, m.layer, x);
      for (int i = 0; i < m.net.n; ++i) CHECK(std::fabs(direct[i] - split[i]) < 1e-7);
      int zeros = 0;
      for (double v : split) zeros += std::fabs(v) < 1e-7;
      CHECK(zeros >= kernel_dimension(m.layer, x));
    }
}

TEST_CASE("11.3 D, the warning: the saddle attracts the descent, and a minimum with r != 0 is no steady state") {
  Params p = example(saddle);
  p.x1 = 0.3, p.x2 = 0.31;
  State s = started(p);
  run(p, s, 60);
  CHECK(std::fabs(s.x[0] + 1) < 1e-6);
  CHECK(std::fabs(s.x[1] - 1) < 1e-6);
  p.repair = descent;
  s = started(p);
  run(p, s, 60);
  CHECK(std::fabs(s.x[0] - 1.0 / 3) < 1e-6);
  CHECK(classify(p, s) == StateClass::unstable);
  p = example(wells, deadneurons::tanh, descent);
  p.x1 = p.x2 = -0.5;
  s = started(p);
  run(p, s, 100);
  CHECK(std::fabs(s.x[0] + 0.8814) < 1e-3);
  CHECK(half_square_norm(residual(*s.net, s.layer, s.x)) == doctest::Approx(2 * 0.22255).epsilon(1e-3));
  CHECK(classify(p, s) == StateClass::no_steady_state);
}

TEST_CASE("11.4 GELU: the Krotov-Hopfield energy rises at some states, the feature-space energy at none") {
  Params p = example(random_net, gelu);
  p.n = 6, p.strength = 2;
  int rises = 0, all = 0;
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    const Plain m(p, seed);
    const Vector x = random_state(6, seed);
    rises += -dot(residual(m.net, m.layer, x), gradient(m.net, m.layer, x)) > 0;
    ++all;
  }
  CHECK(rises > 0.005 * all);
  CHECK(rises < 0.15 * all);
}

TEST_CASE("dead neurons: pokes land on the grid; refusals") {
  Params p;
  State s = started(p);
  CHECK(poke(p, s, {"plain", 35 * kGrid + 25, 0, 1}));
  CHECK((s.x[0] == 0 && std::fabs(s.x[1]) < 1e-12));
  CHECK(poke(p, s, {"repaired", 0, 0, 1}));
  CHECK((s.x[0] == -3 && s.x[1] == -7));
  CHECK_FALSE(poke(p, s, {"plain", kGrid * kGrid, 0, 1}));
  CHECK_FALSE(poke(p, s, {"plain", 0, 0, -1}));
  CHECK_FALSE(poke(p, s, {"spins", 0, 0, 1}));
  p.repair = features;
  CHECK(conflict(p));
  p.example = plane;
  CHECK_FALSE(conflict(p));
}

TEST_CASE("dead neurons: the landscapes are the energies, the arrows the flow") {
  class SurfaceSink final : public Sink {
   public:
    void publish(const Name& name, Shape shape) override {
      if (!std::holds_alternative<Surface>(shape)) return;
      const Surface& s = std::get<Surface>(shape);
      const std::size_t at = 20 * kGrid + 33;
      (std::string(name.key) == "plain" ? plain : other) = s.z[at];
      fx = s.flow_x[at], fy = s.flow_y[at];
      x = s.x0 + (s.x1 - s.x0) * 33 / (kGrid - 1), y = s.y0 + (s.y1 - s.y0) * 20 / (kGrid - 1);
    }
    double plain = 0, other = 0, fx = 0, fy = 0, x = 0, y = 0;
  };
  for (int repair : {shifted, features, descent})
    for (int e : {plane, random_square}) {
      const Params p = example(e, deadneurons::tanh, repair);
      const State s = started(p);
      SurfaceSink sink;
      observe(p, s, sink);
      Vector x = s.x;
      x[0] = sink.x, x[1] = sink.y;
      CHECK(std::fabs(sink.plain - energy(*s.net, s.layer, x)) < 1e-12);
      const double want = repair == shifted    ? regularised_energy(*s.net, s.layer, x, p.eps)
                          : repair == features ? feature_energy(*s.net, s.layer, to_features(*s.net, x))
                                               : half_square_norm(residual(*s.net, s.layer, x));
      CHECK(std::fabs(sink.other - want) < 1e-12);
      Params flow = p;
      if (repair == features) flow.repair = shifted;
      const Vector v = slope_of(flow, s, x);
      CHECK(std::fabs(sink.fx - v[0]) + std::fabs(sink.fy - v[1]) < 1e-12);
    }
}
