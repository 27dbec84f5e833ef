// Sums over vectors, and tables of numbers.
#include "core/base/vec.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/rng.h"

using namespace attractor;

TEST_CASE("vec: sums run in rising order") {
  const std::vector<double> a{1e16, 1, -1e16, 1}, ones(4, 1.0);
  CHECK(sum(a) == 1);  // the first 1 is lost in 1e16, in this order
  CHECK(dot(a, ones) == 1);
  CHECK(norm(std::vector<double>{3, 4}) == 5);
  CHECK(difference(a, a) == 0);
  CHECK(difference(std::vector<double>{1, 2}, std::vector<double>{1, -3}) == 5);
}

TEST_CASE("vec: softmax adds to one and is its definition; log_sum_exp does not overflow") {
  Draw draw(1, 0, Stream::data);
  for (const double beta : {0.1, 1.0, 8.0}) {
    std::vector<double> z(20), p;
    for (double& x : z) x = 2 * draw.normal();
    p = z;
    softmax(p, beta);
    CHECK(std::fabs(sum(p) - 1) < 1e-14);
    const double ln_z = log_sum_exp(z, beta);
    for (int i = 0; i < 20; ++i) CHECK(std::fabs(p[i] - std::exp(beta * (z[i] - ln_z))) < 1e-13);
  }
  CHECK(log_sum_exp(std::vector<double>{1000, 1000}) == doctest::Approx(1000 + std::log(2.0)));
  CHECK(log_sum_exp(std::vector<double>{-1000, -1000}) == doctest::Approx(-1000 + std::log(2.0)));
}

TEST_CASE("vec: the sum of ln(1 + e^x) by products is the sum of its terms, at any length") {
  Draw draw(1, 0, Stream::data);
  for (const int n : {0, 1, 7, 999, 1000, 1001, 4500}) {
    std::vector<double> x(n);
    double wanted = 0;
    for (double& v : x) v = 20 * draw.normal(), wanted += softplus(v);
    CHECK(sum_softplus(std::span<const double>(x)) == doctest::Approx(wanted).epsilon(1e-13));
  }
  const std::vector<double> far{800, -800, 0};
  CHECK(sum_softplus(std::span<const double>(far)) == doctest::Approx(800 + kLn2));
}

TEST_CASE("matrix: rows lie one after the other; a view sees the same numbers") {
  Matrix<int> m(2, 3);
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j) m(i, j) = 10 * i + j;
  CHECK(m.a == std::vector<int>{0, 1, 2, 10, 11, 12});
  CHECK(m.row(1)[2] == 12);
  m.view()(0, 1) = 7;
  CHECK(m(0, 1) == 7);
  m.resize(3, 3);
  CHECK(m(1, 2) == 12);
  CHECK(m(2, 0) == 0);
  const Matrix<double> one = identity(2), a(2, 2, {1, 2, 3, 4});
  CHECK(a * one == a);
  CHECK(std::vector<double>{1, 1} * a == std::vector<double>{4, 6});
}
