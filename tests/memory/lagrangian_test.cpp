// The table of Lagrangians (science.md 10.2): activation = gradient, Hessian = its derivative, bound, exact flat directions.
#include "core/memory/lagrangian.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/eigenvalues.h"
#include "core/base/erf.h"
#include "core/base/integrators.h"
#include "core/base/num.h"
#include "core/base/rng.h"
#include "core/spins/exact.h"

using namespace attractor;

namespace {

constexpr Layer kAll[] = {Layer::identity, Layer::relu,    Layer::repu,     Layer::gelu, Layer::softmax,   Layer::ghostmax,
                          Layer::tanh,     Layer::sigmoid, Layer::exponent, Layer::rexp, Layer::spherical, Layer::layernorm};

Lagrangian make(Layer layer) {
  Lagrangian a;
  a.layer = layer, a.beta = 1.3, a.power = 3, a.epsilon = 0.1, a.gamma = 0.7, a.delta = 0.2;
  return a;
}

// erf and erfc from the C library that wrote this table (glibc, below 1 ulp).
struct Known {
  double x, erf, erfc;
};
constexpr Known kErf[] = {{-6, -1.0, 2.0},
                          {-3.3, -0.9999969422902035, 1.9999969422902035},
                          {-1.4142135623730951, -0.9544997361036416, 1.9544997361036416},
                          {-0.47, -0.4937450508860821, 1.4937450508860821},
                          {-0.3, -0.3286267594591274, 1.3286267594591274},
                          {-1e-05, -1.1283791670579e-05, 1.0000112837916706},
                          {0.1, 0.1124629160182849, 0.8875370839817152},
                          {0.46, 0.4846553900016797, 0.5153446099983203},
                          {0.5, 0.5204998778130465, 0.4795001221869535},
                          {1, 0.8427007929497149, 0.15729920705028513},
                          {1.9, 0.9927904292352575, 0.0072095707647425325},
                          {2.7, 0.9998656672600594, 0.00013433273994052422},
                          {3.9, 0.9999999652077514, 3.479224859723177e-08},
                          {4.1, 0.9999999932999724, 6.700027654084918e-09},
                          {5.5, 0.9999999999999927, 7.357847917974398e-15}};

}  // namespace

TEST_CASE("erf: against a table, to a relative 1e-15; odd, and the ends") {
  for (const Known& k : kErf) {
    CHECK(std::fabs(attractor::erf(k.x) - k.erf) <= 1e-15 * std::fabs(k.erf));
    CHECK(std::fabs(attractor::erfc(k.x) - k.erfc) <= 1e-15 * std::fabs(k.erfc));
    CHECK(attractor::erf(-k.x) == -attractor::erf(k.x));
  }
  CHECK(attractor::erf(0) == 0);
  CHECK(attractor::erf(30) == 1);
  CHECK(attractor::erfc(30) == 0);
  CHECK(attractor::erfc(-30) == 2);
}

TEST_CASE("lagrangians: the activation is the gradient, the Hessian its derivative, and no eigenvalue exceeds the bound") {
  for (Layer layer : kAll) {
    const Lagrangian a = make(layer);
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      Draw draw(seed, 0, Stream::start);
      std::vector<double> x(5), g(5), h(25), up(5), down(5);
      for (double& v : x) v = 1.5 * draw.normal();
      a.activation(x, g);
      a.hessian(x, h);
      for (std::size_t i = 0; i < 5; ++i) {
        const double slope = exact::derivative([&](const std::vector<double>& at) { return a.value(at); }, x, i);
        CHECK_MESSAGE(std::fabs(slope - g[i]) <= 1e-8 * (1 + std::fabs(g[i])), "layer ", int(layer));
        std::vector<double> shifted = x;
        shifted[i] = x[i] + 1e-5;
        a.activation(shifted, up);
        shifted[i] = x[i] - 1e-5;
        a.activation(shifted, down);
        for (std::size_t j = 0; j < 5; ++j)
          CHECK_MESSAGE(std::fabs((up[j] - down[j]) / 2e-5 - h[j * 5 + i]) <= 1e-7 * (1 + std::fabs(h[j * 5 + i])), "layer ",
                        int(layer));
      }
      const std::vector<double> e = eigenvalues(h, 5);
      if (a.convex()) CHECK_MESSAGE(e.front() >= -1e-12, "layer ", int(layer));
      CHECK_MESSAGE(std::max(-e.front(), e.back()) <= a.largest() + 1e-12, "layer ", int(layer));
      std::vector<double> v{1, -2, 0.5, 0, 3};
      const std::vector<double> hv = a.apply_hessian(x, v);
      for (std::size_t i = 0; i < 5; ++i) {
        double s = 0;
        for (std::size_t j = 0; j < 5; ++j) s += h[i * 5 + j] * v[j];
        CHECK(std::fabs(s - hv[i]) <= 1e-12);
      }
    }
  }
}

TEST_CASE("gelu: the Hessian reaches -0.1289 at -√2 and 1.1289 at √2") {
  const Lagrangian a = make(Layer::gelu);
  double least[1], most[1];
  const double x = std::sqrt(2.0);
  a.slopes(std::vector<double>{-x}, least);
  a.slopes(std::vector<double>{x}, most);
  CHECK(least[0] == doctest::Approx(-0.1289).epsilon(1e-3));
  CHECK(most[0] <= a.largest());
  CHECK(most[0] > 1.1289);
}

TEST_CASE("F-8 flat for every shift (softmax) and every length (spherical, ε = 0)") {
  Lagrangian a = make(Layer::softmax);
  const std::vector<double> x{0.3, -1.2, 2};
  std::vector<double> g(3);
  auto layer_energy = [&](const std::vector<double>& at) {
    a.activation(at, g);
    double s = 0;
    for (std::size_t i = 0; i < 3; ++i) s += at[i] * g[i];
    return s - a.value(at);
  };
  const double e = layer_energy(x);
  for (double shift : {1.0, 10.0, -100.0}) CHECK(std::fabs(layer_energy({0.3 + shift, -1.2 + shift, 2 + shift}) - e) < 1e-12);
  const std::vector<double> zero = a.apply_hessian(x, std::vector<double>{1, 1, 1});
  for (double v : zero) CHECK(std::fabs(v) < 1e-15);
  a = make(Layer::spherical);
  a.epsilon = 0;
  for (double k : {1.0, 0.01, 1000.0}) CHECK(std::fabs(layer_energy({0.3 * k, -1.2 * k, 2 * k})) < 1e-12 * k + 1e-12);
}

TEST_CASE("dynamics: Euler is of order 1, Runge-Kutta of order 4") {
  auto error = [](bool rk, int steps) {
    std::vector<double> x{1};
    Slopes w;
    auto f = [](const std::vector<double>& at, std::vector<double>& out) { out[0] = -at[0]; };
    for (int i = 0; i < steps; ++i)
      if (rk) rk4_step(1.0 / steps, x, w, f);
      else euler_step(1.0 / steps, x, w, f);
    return std::fabs(x[0] - attractor::exp(-1.0));
  };
  CHECK(error(false, 50) / error(false, 100) == doctest::Approx(2).epsilon(0.05));
  CHECK(error(true, 20) / error(true, 40) == doctest::Approx(16).epsilon(0.1));
}
