// Which labels a hyperplane separates, against what is known for few points and for many.
#include "core/networks/separability.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/rng.h"

using namespace attractor;

namespace {

// All functions of n binary inputs: how many are those of a threshold unit.
int threshold_functions(int n) {
  const int count = 1 << n;
  Matrix<double> x(count, n + 1);
  for (int i = 0; i < count; ++i) {
    x(i, 0) = 1;
    for (int k = 0; k < n; ++k) x(i, k + 1) = i >> k & 1;
  }
  int good = 0;
  for (uint64_t f = 0; f < uint64_t(1) << count; ++f) {
    std::vector<int8_t> y(count);
    for (int i = 0; i < count; ++i) y[i] = f >> i & 1 ? 1 : -1;
    good += is_separable(x, y);
  }
  return good;
}

}  // namespace

TEST_CASE("T121 of the functions of two inputs 14 are threshold functions, of those of three 104") {
  CHECK(threshold_functions(1) == 4);
  CHECK(threshold_functions(2) == 14);
  CHECK(threshold_functions(3) == 104);
}

TEST_CASE("T122 Cover's numbers") {
  CHECK(count_dichotomies(4, 3) == 14);
  CHECK(count_dichotomies(10, 5) == 512);
  CHECK(separable_share(40, 10) == doctest::Approx(0.00053250981727615).epsilon(1e-13));
  CHECK(separable_share(15, 10) == 0.91021728515625);
  for (const int d : {1, 2, 5, 20, 60}) {
    CHECK(separable_share(2 * d, d) == doctest::Approx(0.5).epsilon(1e-13));
    CHECK(separable_share(d, d) == doctest::Approx(1).epsilon(1e-13));
    CHECK(separable_share(1, d) == 1);
  }
  CHECK(count_dichotomies(3, 5) == 8);
}

TEST_CASE("separability: for points in general position exactly C(N, d) of all labels are separable, whatever the points") {
  for (const auto& [N, d] : {std::pair{6, 2}, {7, 3}, {8, 4}, {9, 4}, {5, 5}, {4, 6}}) {
    Draw draw(uint64_t(N * 10 + d), 0, Stream::data);
    Matrix<double> x(N, d);
    for (double& v : x.a) v = draw.normal();
    int good = 0;
    for (int f = 0; f < 1 << N; ++f) {
      std::vector<int8_t> y(N);
      for (int i = 0; i < N; ++i) y[i] = f >> i & 1 ? 1 : -1;
      good += is_separable(x, y);
    }
    CHECK(good == count_dichotomies(N, d));
  }
}

TEST_CASE("separability: labels by a hyperplane are separable; one point with both labels never is") {
  Draw draw(3, 0, Stream::data);
  for (int k = 0; k < 200; ++k) {
    const int d = 1 + int(draw.below(20)), N = 1 + int(draw.below(80));
    Matrix<double> x(N, d);
    std::vector<double> w(d);
    std::vector<int8_t> y(N);
    for (double& v : x.a) v = draw.normal();
    for (double& v : w) v = draw.normal();
    for (int i = 0; i < N; ++i) {
      double sum = 0;
      for (int j = 0; j < d; ++j) sum += w[j] * x(i, j);
      y[i] = sum > 0 ? 1 : -1;
    }
    CHECK(is_separable(x, y));
    if (N < 2) continue;
    for (int j = 0; j < d; ++j) x(1, j) = 2 * x(0, j);
    y[1] = int8_t(-y[0]);
    CHECK_FALSE(is_separable(x, y));
  }
  CHECK(is_separable(Matrix<double>(0, 3), {}));
}
