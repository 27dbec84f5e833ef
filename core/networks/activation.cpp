#include "core/networks/activation.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/base/erf.h"
#include "core/base/num.h"
#include "core/base/simd.h"

namespace attractor {
namespace {

constexpr F32x4 all(float v) { return F32x4{v, v, v, v}; }

// ---- Elementary functions of one double and of four floats -----------------------------------------------------------
double logistic_of(double s) { return sigmoid(s); }
double tanh_of(double s) { return attractor::tanh(s); }
double positive(double s) { return s > 0 ? s : 0; }
double step_of(double s) { return s > 0 ? 1 : 0; }
struct Normal {
  double Phi, phi;  // distribution and density
};
Normal normal_of(double s) { return {normal_cdf(s), normal_pdf(s)}; }

inline F32x4 logistic_of(F32x4 s) { return all(1) / (all(1) + exp4(-s)); }
// A quotient of an odd and an even polynomial, as Eigen's; beyond 7.9 it is 1 within a float's last bits.
inline F32x4 tanh_of(F32x4 s) {
  s = smaller(larger(s, all(-7.90531110763549805f)), all(7.90531110763549805f));
  const F32x4 q = s * s;
  F32x4 p = all(-2.76076847742355e-16f), r = all(1.19825839466702e-06f);
  for (const float c : {2.00018790482477e-13f, -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f,
                        6.37261928875436e-04f, 4.89352455891786e-03f})
    p = p * q + all(c);
  for (const float c : {1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f}) r = r * q + all(c);
  return s * p / r;
}
F32x4 positive(F32x4 s) { return larger(s, all(0)); }
F32x4 step_of(F32x4 s) { return reinterpret_cast<F32x4>(reinterpret_cast<I32x4>(all(1)) & (s > all(0))); }
struct Normal4 {
  F32x4 Phi, phi;
};
// Abramowitz and Stegun 7.1.26: 1 - Phi(x) for x >= 0 is a polynomial of 1 / (1 + p x / sqrt 2) times e^(-x^2/2) / 2, to
// 1e-7.
inline Normal4 normal_of(F32x4 s) {
  const F32x4 x = larger(s, -s), bell = exp4(s * s * all(-0.5f)), t = all(1) / (all(1) + all(0.3275911f * 0.70710678f) * x);
  F32x4 p = all(1.061405429f);
  for (const float c : {-1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f}) p = p * t + all(c);
  const F32x4 tail = all(0.5f) * p * t * bell;
  const I32x4 right = s > all(0);
  return {reinterpret_cast<F32x4>((reinterpret_cast<I32x4>(all(1) - tail) & right) | (reinterpret_cast<I32x4>(tail) & ~right)),
          all(0.39894228f) * bell};
}

// ---- One function over all of them -----------------------------------------------------------------------------------
template <class T>
struct Pack;
template <>
struct Pack<double> {
  using Type = double;
  static constexpr int kWide = 1;
};
template <>
struct Pack<float> {
  using Type = F32x4;
  static constexpr int kWide = 4;
};

// f(vector of s, its place); what is left at the end goes through a vector of its own.
template <class T, class F>
void map(std::span<const T> s, std::span<T> out, F f) {
  using V = typename Pack<T>::Type;
  constexpr int kWide = Pack<T>::kWide;
  const int n = int(s.size());
  int i = 0;
  for (; i + kWide <= n; i += kWide) store(&out[i], f(load<V>(&s[i]), load<V>(&out[i])));
  if (i == n) return;
  T in[kWide] = {}, was[kWide] = {};
  for (int l = 0; i + l < n; ++l) in[l] = s[i + l], was[l] = out[i + l];
  store(was, f(load<V>(in), load<V>(was)));
  for (int l = 0; i + l < n; ++l) out[i + l] = was[l];
}

}  // namespace

template <class T>
void activate(Activation f, std::span<const T> s, std::span<T> z) {
  assert(s.size() == z.size());
  switch (f) {
    case Activation::identity: return map(s, z, [](auto x, auto) { return x; });
    case Activation::threshold: return map(s, z, [](auto x, auto) { return step_of(x); });
    case Activation::logistic: return map(s, z, [](auto x, auto) { return logistic_of(x); });
    case Activation::tanh: return map(s, z, [](auto x, auto) { return tanh_of(x); });
    case Activation::relu: return map(s, z, [](auto x, auto) { return positive(x); });
    case Activation::gelu: return map(s, z, [](auto x, auto) { return x * normal_of(x).Phi; });
  }
}

template <class T>
void multiply_slope(Activation f, std::span<const T> s, std::span<const T> z, std::span<T> delta) {
  assert(s.size() == z.size() && s.size() == delta.size());
  switch (f) {
    case Activation::identity: return;
    case Activation::threshold: return map(z, delta, [](auto, auto d) { return d - d; });
    case Activation::logistic: return map(z, delta, [](auto y, auto d) { return d * (y * (1 - y)); });
    case Activation::tanh: return map(z, delta, [](auto y, auto d) { return d * (1 - y * y); });
    case Activation::relu: return map(s, delta, [](auto x, auto d) { return d * step_of(x); });
    case Activation::gelu:
      return map(s, delta, [](auto x, auto d) {
        const auto n = normal_of(x);
        return d * (n.Phi + x * n.phi);
      });
  }
}

// One logarithm for many, as sum_softplus() of core/base/vec.h, and four exponentials at a time.
double sum_margin_loss(std::span<const float> margins) {
  constexpr int kTogether = 1000;  // 2^1000 is a double
  double sum = 0, product = 1;
  for (int i = 0; i < std::ssize(margins); i += 4) {
    float m[4] = {90, 90, 90, 90};  // costs nothing
    const int n = std::min(4, int(std::ssize(margins)) - i);
    for (int l = 0; l < n; ++l) m[l] = margins[i + l];
    const F32x4 v = load<F32x4>(m), e = exp4(-larger(v, -v));
    for (int l = 0; l < n; ++l) {
      if (m[l] < 0) sum -= double(m[l]);
      product *= 1 + double(e[l]);
    }
    if (i % kTogether == 0) sum += attractor::log(std::exchange(product, 1.0));
  }
  return sum + attractor::log(product);
}

template void activate<float>(Activation, std::span<const float>, std::span<float>);
template void activate<double>(Activation, std::span<const double>, std::span<double>);
template void multiply_slope<float>(Activation, std::span<const float>, std::span<const float>, std::span<float>);
template void multiply_slope<double>(Activation, std::span<const double>, std::span<const double>, std::span<double>);

}  // namespace attractor
