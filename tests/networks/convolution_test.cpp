// Filters of several channels and pooling over a batch: against the definition, and their slopes against finite differences.
#include "core/networks/convolution.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/networks/filter.h"

using namespace attractor;

namespace {

Matrix<double> random(int rows, int cols, uint32_t lane) {
  Matrix<double> m(rows, cols);
  fill_normal(Rng{9, 0}.draw(Stream::data, lane), m.a);
  return m;
}

MatrixView<const double> read(const Matrix<double>& m) { return m.view(); }

double weighted(const Matrix<double>& y, const Matrix<double>& by) {
  double sum = 0;
  for (int i = 0; i < std::ssize(y.a); ++i) sum += y.a[i] * by.a[i];
  return sum;
}

// The central difference of f by x.
double difference(double& x, auto f) {
  const double at = x, h = 1e-5;
  x = at + h;
  const double above = f();
  x = at - h;
  const double below = f();
  x = at;
  return (above - below) / (2 * h);
}

constexpr Convolution kLayers[] = {{{1, 6, 6}, 1, 3, 3, 1},
                                   {{3, 7, 8}, 4, 3, 2, 1},
                                   {{2, 9, 9}, 5, 3, 3, 2},
                                   {{4, 5, 5}, 3, 5, 5, 1},
                                   {{2, 8, 11}, 7, 2, 4, 3}};

}  // namespace

TEST_CASE("T156 convolution: each answer is the sum over channels of linear filters, for every sample") {
  for (const Convolution& c : kLayers) {
    const Planes out = c.out();
    const int samples = 6;
    const Matrix<double> K = random(c.filters, c.weights(), 1), X = random(c.in.cells(), samples, 2),
                         b = random(c.filters, 1, 3);
    Matrix<double> S(out.cells(), samples);
    convolve<double>(c, read(K), b.a.data(), read(X), S.view());
    for (int s = 0; s < samples; ++s)
      for (int o = 0; o < c.filters; ++o) {
        Matrix<double> sum(out.rows, out.cols, b.a[o]);
        for (int channel = 0; channel < c.in.channels; ++channel) {
          Matrix<double> I(c.in.rows, c.in.cols), F(c.height, c.width);
          for (int k = 0; k < std::ssize(I.a); ++k) I.a[k] = X(channel * int(std::ssize(I.a)) + k, s);
          for (int k = 0; k < std::ssize(F.a); ++k) F.a[k] = K(o, channel * int(std::ssize(F.a)) + k);
          for (int p = 0; p < out.rows; ++p)
            for (int q = 0; q < out.cols; ++q) sum(p, q) += correlate_at(I, F, p * c.stride, q * c.stride);
        }
        for (int p = 0; p < out.rows; ++p)
          for (int q = 0; q < out.cols; ++q) CHECK(S(out.at(o, p, q), s) == doctest::Approx(sum(p, q)).epsilon(1e-12));
      }
  }
}

TEST_CASE("T156 convolution: slopes by weights, thresholds and inputs are the finite differences") {
  for (const Convolution& c : kLayers) {
    const int samples = 4;
    Matrix<double> K = random(c.filters, c.weights(), 1), X = random(c.in.cells(), samples, 2), b = random(c.filters, 1, 3);
    const Matrix<double> delta = random(c.out().cells(), samples, 4);
    auto loss = [&] {
      Matrix<double> S(c.out().cells(), samples);
      convolve<double>(c, read(K), b.a.data(), read(X), S.view());
      return weighted(S, delta);
    };
    Matrix<double> dK(c.filters, c.weights()), dX(c.in.cells(), samples), db(c.filters, 1);
    convolve_slopes<double>(c, read(delta), read(X), dK.view(), db.a.data());
    convolve_back<double>(c, read(K), read(delta), dX.view());
    const double scale = 1e-6 * std::sqrt(double(c.out().cells() * samples));
    for (int k = 0; k < std::ssize(dK.a); ++k) CHECK(std::fabs(dK.a[k] - difference(K.a[k], loss)) < scale);
    for (int k = 0; k < std::ssize(dX.a); ++k) CHECK(std::fabs(dX.a[k] - difference(X.a[k], loss)) < scale);
    for (int k = 0; k < std::ssize(db.a); ++k) CHECK(std::fabs(db.a[k] - difference(b.a[k], loss)) < scale);
  }
}

TEST_CASE("T156 convolution: pooling, overlapping or not; of equal numbers the first has the slope") {
  for (const Pooling& p : {Pooling{{2, 6, 6}, 2, 2}, Pooling{{3, 7, 7}, 3, 2}, Pooling{{1, 9, 5}, 3, 1}}) {
    const Planes out = p.out();
    const int samples = 4;
    Matrix<double> X = random(p.in.cells(), samples, 5);
    const Matrix<double> delta = random(out.cells(), samples, 6);
    Matrix<double> Y(out.cells(), samples), dX(p.in.cells(), samples);
    std::vector<uint8_t> from(Y.a.size());
    auto largest = [&] {
      pool_largest<double>(p, read(X), Y.view(), from);
      return weighted(Y, delta);
    };
    auto mean = [&] {
      pool_mean<double>(p, read(X), Y.view());
      return weighted(Y, delta);
    };
    largest();
    for (int c = 0; c < out.channels; ++c)
      for (int i = 0; i < out.rows; ++i)
        for (int j = 0; j < out.cols; ++j) {
          double most = -1e300;
          for (int u = 0; u < p.size; ++u)
            for (int v = 0; v < p.size; ++v) most = std::max(most, X(p.in.at(c, i * p.stride + u, j * p.stride + v), 2));
          CHECK(Y(out.at(c, i, j), 2) == most);
        }
    pool_largest_back<double>(p, read(delta), from, dX.view());
    for (int k = 0; k < std::ssize(dX.a); ++k) CHECK(std::fabs(dX.a[k] - difference(X.a[k], largest)) < 1e-6);
    pool_mean_back<double>(p, read(delta), dX.view());
    for (int k = 0; k < std::ssize(dX.a); ++k) CHECK(std::fabs(dX.a[k] - difference(X.a[k], mean)) < 1e-6);
  }
  const Pooling p{{1, 2, 2}, 2, 2};
  const Matrix<double> X(4, 2, std::vector<double>{1, 0, 1, 3, 1, 3, 1, 2});  // a sample of equal numbers, one with two largest
  Matrix<double> Y(1, 2), dX(4, 2);
  std::vector<uint8_t> from(2);
  pool_largest<double>(p, read(X), Y.view(), from);
  pool_largest_back<double>(p, read(Matrix<double>(1, 2, std::vector<double>{5, 7})), from, dX.view());
  CHECK(dX.a == std::vector<double>{5, 0, 0, 7, 0, 0, 0, 0});
}

TEST_CASE("T156 convolution: float gives what double gives, to its rounding") {
  const Convolution c{{3, 9, 9}, 8, 3, 3, 1};
  const int samples = 8;
  const Matrix<double> K = random(c.filters, c.weights(), 1), X = random(c.in.cells(), samples, 2);
  auto narrow = [](const Matrix<double>& m) {
    Matrix<float> f(m.rows, m.cols);
    for (int k = 0; k < std::ssize(m.a); ++k) f.a[k] = float(m.a[k]);
    return f;
  };
  Matrix<double> S(c.out().cells(), samples);
  Matrix<float> s(c.out().cells(), samples);
  const Matrix<float> k = narrow(K), x = narrow(X);
  convolve<double>(c, read(K), nullptr, read(X), S.view());
  convolve<float>(c, k.view(), nullptr, x.view(), s.view());
  for (int i = 0; i < std::ssize(S.a); ++i) CHECK(std::fabs(S.a[i] - double(s.a[i])) < 2e-5);
}
