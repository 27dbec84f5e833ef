#include "core/memory/lagrangian.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/erf.h"
#include "core/base/matrix.h"
#include "core/base/num.h"
#include "core/base/vec.h"

namespace attractor {
namespace {

double power(double x, int n) {
  double p = 1;
  for (int i = 0; i < n; ++i) p *= x;
  return p;
}

// L, g = L' and h = L'' of one unit.
struct Unit {
  double l, g, h;
};
Unit unit(const Lagrangian& a, double x) {
  const double b = a.beta, up = x > 0 ? x : 0;
  switch (a.layer) {
    case Layer::identity: return {0.5 * x * x, x, 1};
    case Layer::relu: return {0.5 * up * up, up, x > 0 ? 1.0 : 0.0};
    case Layer::repu:
      return {power(up, a.power) / a.power, power(up, a.power - 1), x > 0 ? (a.power - 1) * power(up, a.power - 2) : 0};
    case Layer::gelu: {
      const double P = normal_cdf(x), p = normal_pdf(x);
      return {0.5 * (x * x * P + x * p - P), x * P, P + x * p};
    }
    case Layer::tanh: {
      const double t = tanh(b * x);
      return {ln_cosh(b * x) / b, t, b * (1 - t * t)};
    }
    case Layer::sigmoid: {
      const double s = sigmoid(b * x);
      return {softplus(b * x) / b, s, b * s * (1 - s)};
    }
    case Layer::exponent: {
      const double e = exp(b * x);
      return {e / b, e, b * e};
    }
    case Layer::rexp: return {expm1(b * up) / b - up, expm1(b * up), x > 0 ? b * exp(b * up) : 0};
    default: break;
  }
  assert(false);
  return {0, 0, 0};
}

// Weights e^{β(x - max)} and their sum; ghostmax has one more unit at 0.
double weights(const Lagrangian& a, std::span<const double> x, std::span<double> w, double& top) {
  const bool ghost = a.layer == Layer::ghostmax;
  top = ghost ? 0 : x[0];
  for (double v : x) top = std::max(top, v);
  double sum = ghost ? exp(-a.beta * top) : 0;
  for (int i = 0; i < std::ssize(x); ++i) {
    const double e = exp(a.beta * (x[i] - top));
    if (!w.empty()) w[i] = e;
    sum += e;
  }
  return sum;
}

double mean(std::span<const double> x) { return sum(x) / double(x.size()); }

// √(|x|² + ε), or √(var x + ε) for layernorm.
double radius(const Lagrangian& a, std::span<const double> x) {
  const bool norm = a.layer == Layer::layernorm;
  const double m = norm ? mean(x) : 0;
  double s = 0;
  for (double v : x) s += (v - m) * (v - m);
  return std::sqrt((norm ? s / double(x.size()) : s) + a.epsilon);
}

}  // namespace

bool Lagrangian::elementwise() const {
  return layer != Layer::softmax && layer != Layer::ghostmax && layer != Layer::spherical && layer != Layer::layernorm;
}

double Lagrangian::largest() const {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  switch (layer) {
    case Layer::identity:
    case Layer::relu: return 1;
    case Layer::repu: return power == 2 ? 1 : kInf;
    case Layer::gelu: return 1.1289042;  // Φ(√2) + √2 φ(√2), rounded up
    case Layer::softmax:
    case Layer::ghostmax: return beta / 2;
    case Layer::tanh: return beta;
    case Layer::sigmoid: return beta / 4;
    case Layer::exponent:
    case Layer::rexp: return kInf;
    case Layer::spherical: return 1 / std::sqrt(epsilon);
    case Layer::layernorm: return std::fabs(gamma) / std::sqrt(epsilon);
  }
  return kInf;
}

double Lagrangian::value(std::span<const double> x) const {
  if (elementwise()) {
    double sum = 0;
    for (double v : x) sum += unit(*this, v).l;
    return sum;
  }
  if (layer == Layer::spherical) return radius(*this, x);
  if (layer == Layer::layernorm) return double(x.size()) * (gamma * radius(*this, x) + delta * mean(x));
  double top = 0;
  const double sum = weights(*this, x, {}, top);
  return top + log(sum) / beta;
}

void Lagrangian::activation(std::span<const double> x, std::span<double> g) const {
  const int n = int(x.size());
  if (elementwise()) {
    for (int i = 0; i < n; ++i) g[i] = unit(*this, x[i]).g;
  } else if (layer == Layer::spherical) {
    const double r = radius(*this, x);
    for (int i = 0; i < n; ++i) g[i] = x[i] / r;
  } else if (layer == Layer::layernorm) {
    const double r = radius(*this, x), m = mean(x);
    for (int i = 0; i < n; ++i) g[i] = gamma * ((x[i] - m) / r) + delta;
  } else {
    double top = 0;
    const double sum = weights(*this, x, g, top);
    for (double& v : g) v /= sum;
  }
}

void Lagrangian::slopes(std::span<const double> x, std::span<double> h) const {
  assert(elementwise());
  for (int i = 0; i < std::ssize(x); ++i) h[i] = unit(*this, x[i]).h;
}

void Lagrangian::hessian(std::span<const double> x, std::span<double> h) const {
  const int n = int(x.size());
  std::fill(h.begin(), h.end(), 0.0);
  if (elementwise()) {
    for (int i = 0; i < n; ++i) h[i * n + i] = unit(*this, x[i]).h;
    return;
  }
  std::vector<double> g(n);
  activation(x, g);
  if (layer == Layer::softmax || layer == Layer::ghostmax) {  // β(diag g - g gᵀ)
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) h[i * n + j] = beta * ((i == j ? g[i] : 0) - g[i] * g[j]);
    return;
  }
  const double r = radius(*this, x), d = double(n);
  const bool norm = layer == Layer::layernorm;
  const double m = norm ? mean(x) : 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      const double a = (x[i] - m) / r, b = (x[j] - m) / r, one = i == j ? 1 : 0;
      h[i * n + j] = norm ? gamma / r * (one - 1 / d - a * b / d) : (one - a * b) / r;
    }
}

std::vector<double> Lagrangian::apply_hessian(std::span<const double> x, std::span<const double> v) const {
  const int n = int(x.size());
  std::vector<double> out(n, 0.0);
  if (elementwise()) {
    slopes(x, out);
    for (int i = 0; i < n; ++i) out[i] *= v[i];
    return out;
  }
  Matrix<double> h(n, n);
  hessian(x, h.a);
  for (int i = 0; i < n; ++i) out[i] = dot(h.row(i), v);
  return out;
}

}  // namespace attractor
