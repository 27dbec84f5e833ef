// A small square matrix in a plain array, for the slow truth and its tests: nothing here is fast.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace attractor {

struct Matrix {
  int n = 0;
  std::vector<double> a;  // n x n, row by row

  Matrix() = default;
  explicit Matrix(int size) : n(size), a(std::size_t(size) * std::size_t(size), 0.0) {}
  double& operator()(int i, int j) { return a[std::size_t(i) * std::size_t(n) + std::size_t(j)]; }
  double operator()(int i, int j) const { return a[std::size_t(i) * std::size_t(n) + std::size_t(j)]; }
  std::span<const double> row(int i) const { return std::span(a).subspan(std::size_t(i) * std::size_t(n), std::size_t(n)); }
  double row_sum(int i) const {
    double sum = 0;
    for (const double x : row(i)) sum += x;
    return sum;
  }
};

inline Matrix identity(int n) {
  Matrix m(n);
  for (int i = 0; i < n; ++i) m(i, i) = 1;
  return m;
}

inline Matrix operator*(const Matrix& a, const Matrix& b) {
  Matrix c(a.n);
  for (int i = 0; i < a.n; ++i)
    for (int k = 0; k < a.n; ++k)
      for (int j = 0; j < a.n; ++j) c(i, j) += a(i, k) * b(k, j);
  return c;
}

// p P: where a distribution p stands after one step of the chain P.
inline std::vector<double> operator*(std::span<const double> p, const Matrix& P) {
  std::vector<double> next(p.size(), 0.0);
  for (int i = 0; i < P.n; ++i)
    for (int j = 0; j < P.n; ++j) next[std::size_t(j)] += p[std::size_t(i)] * P(i, j);
  return next;
}

// The largest difference between two lists of numbers, element by element.
inline double difference(std::span<const double> a, std::span<const double> b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::fabs(a[i] - b[i]));
  return most;
}

}  // namespace attractor
