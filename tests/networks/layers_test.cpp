// The layers of the learning half: fast against plain, and every slope against finite differences in double.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "core/base/rng.h"
#include "core/base/vec.h"
#include "core/networks/activation.h"
#include "core/networks/dense.h"
#include "core/networks/dropout.h"
#include "core/networks/optimiser.h"

using namespace attractor;

namespace {

template <class T>
std::vector<T> gaussian(int n, uint64_t seed) {
  Draw draw(seed, 0, Stream::data);
  std::vector<T> v(n);
  for (T& x : v) x = T(draw.normal());
  return v;
}

// Columns of single samples through the batch, which must give the same bits: the order of every sum is the same.
template <class T>
void check_batch(int inputs, int outputs, int samples) {
  const int wide = whole_vectors<T>(inputs), many = whole_vectors<T>(samples);
  Matrix<T> W(outputs, wide), X(inputs, many), S(outputs, many, T(7)), delta(outputs, many), back(inputs, many),
      XT(samples, wide), dW(outputs, wide);
  const std::vector<T> w = gaussian<T>(outputs * inputs, 1), x = gaussian<T>(inputs * samples, 2), b = gaussian<T>(outputs, 3),
                       d = gaussian<T>(outputs * samples, 4);
  Matrix<T> plain_W(outputs, inputs, w), plain_dW(outputs, inputs);
  for (int i = 0; i < outputs; ++i)
    for (int j = 0; j < inputs; ++j) W(i, j) = w[i * inputs + j];
  for (int k = 0; k < samples; ++k) {
    for (int j = 0; j < inputs; ++j) X(j, k) = x[k * inputs + j];
    for (int i = 0; i < outputs; ++i) delta(i, k) = d[k * outputs + i];
  }
  std::vector<T> db(outputs), plain_db(outputs);
  dense_forward<T>(std::as_const(W).view(), b.data(), std::as_const(X).view(), S.view());
  dense_backward<T>(std::as_const(W).view(), std::as_const(delta).view(), back.view());
  transpose_batch<T>(std::as_const(X).view(), samples, XT.view());
  dense_slopes<T>(std::as_const(delta).view(), std::as_const(XT).view(), samples, dW.view(), db.data());
  int wrong = 0;
  for (int k = 0; k < samples; ++k) {
    const std::span<const T> xk(&x[k * inputs], inputs), dk(&d[k * outputs], outputs);
    std::vector<T> s(outputs), dx(inputs);
    dense_forward<T>(std::as_const(plain_W).view(), b, xk, s);
    dense_backward<T>(std::as_const(plain_W).view(), dk, dx);
    dense_slopes<T>(dk, xk, plain_dW.view(), plain_db);
    for (int i = 0; i < outputs; ++i) wrong += S(i, k) != s[i];
    for (int j = 0; j < inputs; ++j) wrong += back(j, k) != dx[j];
  }
  for (int i = 0; i < outputs; ++i) {
    for (int j = 0; j < inputs; ++j) wrong += dW(i, j) != plain_dW(i, j);
    for (int j = inputs; j < wide; ++j) wrong += dW(i, j) != 0;
    wrong += !(std::fabs(double(db[i] - plain_db[i])) < (sizeof(T) == 4 ? 1e-5 : 1e-13));
    for (int k = samples; k < many; ++k) wrong += S(i, k) != b[i];
  }
  CHECK(wrong == 0);
}

constexpr Activation kAll[] = {Activation::identity, Activation::threshold, Activation::logistic,
                               Activation::tanh,     Activation::relu,      Activation::gelu};

}  // namespace

TEST_CASE("dense: a batch has the bits of its samples one by one, forwards and back, at any size") {
  for (const int inputs : {1, 2, 3, 8, 13})
    for (const int outputs : {1, 2, 5, 8})
      for (const int samples : {1, 3, 4, 10, 32}) {
        check_batch<float>(inputs, outputs, samples);
        check_batch<double>(inputs, outputs, samples);
      }
}

// R = sum_i c_i s_i^2 / 2 of s = W x + b.
TEST_CASE("T140 dense: slopes by W, b and x against central differences") {
  const int in = 5, out = 4;
  Matrix<double> W(out, in, gaussian<double>(in * out, 5));
  std::vector<double> b = gaussian<double>(out, 6), x = gaussian<double>(in, 7), c = gaussian<double>(out, 8), s(out);
  auto R = [&] {
    dense_forward<double>(std::as_const(W).view(), b, x, s);
    double sum = 0;
    for (int i = 0; i < out; ++i) sum += c[i] * s[i] * s[i] / 2;
    return sum;
  };
  R();
  std::vector<double> delta(out), dx(in), db(out);
  for (int i = 0; i < out; ++i) delta[i] = c[i] * s[i];
  Matrix<double> dW(out, in);
  dense_slopes<double>(delta, x, dW.view(), db);
  dense_backward<double>(std::as_const(W).view(), delta, dx);
  auto check = [&](double& parameter, double slope) {
    const double h = 1e-4, kept = parameter;  // exact for a square but for rounding
    parameter = kept + h;
    const double high = R();
    parameter = kept - h;
    const double low = R();
    parameter = kept;
    CHECK(std::fabs((high - low) / (2 * h) - slope) < 1e-6 * std::max(1e-2, std::fabs(slope)));
  };
  for (int i = 0; i < in * out; ++i) check(W.a[i], dW.a[i]);
  for (int i = 0; i < out; ++i) check(b[i], db[i]);
  for (int j = 0; j < in; ++j) check(x[j], dx[j]);
}

TEST_CASE("T140 activations: each slope against central differences in double") {
  const double h = 1e-5;
  for (const Activation f : kAll)
    for (double at = -6; at <= 6; at += 0.37) {  // never at 0, where two of them have a corner
      const double s[] = {at - h, at, at + h};
      double z[3], delta[] = {1, 1, 1};
      activate<double>(f, s, z);
      multiply_slope<double>(f, s, z, delta);
      CHECK(std::fabs((z[2] - z[0]) / (2 * h) - delta[1]) < 1e-6 * std::max(1e-2, std::fabs(delta[1])));
    }
}

TEST_CASE("activations: four floats at a time are what double says") {
  for (const Activation f : kAll) {
    std::vector<float> s, z(24001), delta(24001, 1.0f);
    for (int i = 0; i <= 24000; ++i) s.push_back(float(i - 12000) / 1000);
    activate<float>(f, s, z);
    multiply_slope<float>(f, s, z, delta);
    double off = 0, off_slope = 0;
    for (int i = 0; i <= 24000; ++i) {
      const double sd[] = {double(s[i])};
      double zd[1], dd[] = {1};
      activate<double>(f, sd, zd);
      multiply_slope<double>(f, sd, zd, dd);
      off = std::max(off, std::fabs(z[i] - zd[0]) / std::max(1.0, std::fabs(sd[0])));
      off_slope = std::max(off_slope, std::fabs(delta[i] - dd[0]));
    }
    CHECK(off < 4e-7);
    CHECK(off_slope < 1e-6);
    std::vector<float> odd(s.begin(), s.begin() + 7), few(7);  // what is left beyond whole vectors
    activate<float>(f, odd, few);
    for (int i = 0; i < 7; ++i) CHECK(few[i] == z[i]);
  }
}

TEST_CASE("descent: momentum sums a constant slope up to rate / (1 - momentum); decay alone shrinks") {
  std::vector<double> w{1}, v{0};
  const std::vector<double> one{1}, none{0};
  for (int k = 0; k < 400; ++k) descend<double>({0.1, 0.9, 0}, one, v, w);
  CHECK(v[0] == doctest::Approx(-1).epsilon(1e-12));
  w = {1}, v = {0};
  for (int k = 0; k < 10; ++k) descend<double>({0.1, 0, 0.5}, none, v, w);
  CHECK(w[0] == doctest::Approx(std::pow(0.95, 10)).epsilon(1e-13));
}

TEST_CASE("dropout: the share that stays is 1 - p, its mean is 1, another step leaves out others") {
  std::vector<float> a(40000), b(40000);
  for (const double p : {0.0, 0.1, 0.5, 0.9}) {
    dropout_mask<float>(p, Rng{3, 1}, 2, a);
    dropout_mask<float>(p, Rng{3, 2}, 2, b);
    int kept = 0, same = 0;
    double sum = 0;
    for (int i = 0; i < 40000; ++i) kept += a[i] != 0, same += a[i] == b[i], sum += a[i];
    const double error = 4 * std::sqrt(p * (1 - p) * 40000);
    CHECK(std::fabs(kept - (1 - p) * 40000) <= error);
    CHECK(std::fabs(same - (p * p + (1 - p) * (1 - p)) * 40000) <= 4 * 100.0);
    CHECK(sum / 40000 == doctest::Approx(1).epsilon(0.06));
  }
}
