// Vectors of doubles. Every sum runs in rising order of the index, so that its bits are the same on every machine.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>
#include <utility>

#include "core/base/num.h"

namespace attractor {

inline double sum(std::span<const double> a) {
  double s = 0;
  for (const double x : a) s += x;
  return s;
}

// a . b, of one length.
inline double dot(std::span<const double> a, std::span<const double> b) {
  assert(a.size() == b.size());
  double s = 0;
  for (int i = 0; i < std::ssize(a); ++i) s += a[i] * b[i];
  return s;
}

inline double norm(std::span<const double> a) { return std::sqrt(dot(a, a)); }

// max_i |a_i - b_i|, of one length; 0 for empty ones.
inline double difference(std::span<const double> a, std::span<const double> b) {
  assert(a.size() == b.size());
  double most = 0;
  for (int i = 0; i < std::ssize(a); ++i) most = std::max(most, std::fabs(a[i] - b[i]));
  return most;
}

// sum_i ln(1 + e^x_i), with one logarithm for many: a product of numbers from 1 to 2.
template <class Real>
double sum_softplus(std::span<const Real> x) {
  constexpr int kTogether = 1000;  // 2^1000 is a double
  double sum = 0, product = 1;
  for (int i = 0; i < std::ssize(x); ++i) {
    const double z = x[i];
    if (z > 0) sum += z;
    product *= 1 + attractor::exp(-std::fabs(z));
    if ((i + 1) % kTogether == 0) sum += attractor::log(std::exchange(product, 1.0));
  }
  return sum + attractor::log(product);
}

// (1 / beta) ln sum_i e^(beta z_i) without overflow. z is not empty, beta is above 0.
inline double log_sum_exp(std::span<const double> z, double beta = 1) {
  const double most = *std::max_element(z.begin(), z.end());
  double s = 0;
  for (const double x : z) s += attractor::exp(beta * (x - most));
  return most + attractor::log(s) / beta;
}

// z_i becomes e^(beta z_i) / sum_j e^(beta z_j). z is not empty.
inline void softmax(std::span<double> z, double beta = 1) {
  const double most = *std::max_element(z.begin(), z.end());
  double s = 0;
  for (double& x : z) s += x = attractor::exp(beta * (x - most));
  for (double& x : z) x /= s;
}

}  // namespace attractor
