// The linear filter of the lecture's slide.
#include "core/networks/filter.h"

#include <doctest/doctest.h>

#include "core/base/rng.h"

using namespace attractor;

namespace {

Matrix<double> slide() {
  Matrix<double> I(6, 6);
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 6; ++j) I(i, j) = j > i ? 255 : 0;
  return I;
}
const Matrix<double> kLaplace(3, 3, {0, 1, 0, 1, -4, 1, 0, 1, 0});

Matrix<double> random_table(int rows, int cols, uint64_t step) {
  Matrix<double> I(rows, cols);
  fill_normal(Rng{1, step}.draw(Stream::data), I.a);
  return I;
}

}  // namespace

TEST_CASE("T155 filter: the slide's picture gives the slide's answer") {
  CHECK(correlate(slide(), kLaplace) ==
        Matrix<double>(4, 4, {510, -510, 0, 0, 0, 510, -510, 0, 0, 0, 510, -510, 0, 0, 0, 510}));
}

TEST_CASE("T155 filter: nothing is seen in a flat picture, nor in an even slope") {
  Matrix<double> flat(7, 9, 42), slope(7, 9);
  for (int i = 0; i < 7; ++i)
    for (int j = 0; j < 9; ++j) slope(i, j) = 3 * i - 5 * j + 1;
  for (const Matrix<double>& I : {flat, slope})
    for (const double x : correlate(I, kLaplace).a) CHECK(x == 0);
}

TEST_CASE("T155 filter: a shifted picture has the shifted answer, to the bit") {
  const Matrix<double> I = random_table(9, 12, 1), K = random_table(3, 4, 2);
  Matrix<double> shifted(9, 12);
  for (int i = 0; i + 2 < 9; ++i)
    for (int j = 0; j + 3 < 12; ++j) shifted(i + 2, j + 3) = I(i, j);
  const Matrix<double> a = correlate(I, K), b = correlate(shifted, K);
  for (int p = 0; p + 2 < a.rows; ++p)
    for (int q = 0; q + 3 < a.cols; ++q) CHECK(b(p + 2, q + 3) == a(p, q));
}

TEST_CASE("T155 filter: it is a layer of all-to-all weights: ten numbers instead of 592") {
  const Matrix<double> M = filter_matrix(6, 6, kLaplace), answer = correlate(slide(), kLaplace);
  CHECK(M.rows * M.cols + M.rows == 592);  // with a threshold for each of the 16
  for (int r = 0; r < M.rows; ++r) {
    double sum = 0;
    for (int c = 0; c < M.cols; ++c) sum += M(r, c) * slide().a[c];
    CHECK(sum == answer.a[r]);
  }
  const Matrix<double> I = random_table(8, 5, 3), K = random_table(3, 2, 4), N = filter_matrix(8, 5, K), out = correlate(I, K);
  for (int r = 0; r < N.rows; ++r) {
    double sum = 0;
    for (int c = 0; c < N.cols; ++c) sum += N(r, c) * I.a[c];
    CHECK(sum == doctest::Approx(out.a[r]).epsilon(1e-14));
  }
}

TEST_CASE("filter: a kernel larger than the picture has no place on it") {
  CHECK(correlate(Matrix<double>(2, 5), Matrix<double>(3, 3)).a.empty());
  CHECK(filter_matrix(2, 5, Matrix<double>(3, 3)).a.empty());
}
