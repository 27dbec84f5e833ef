// Tables of numbers in one array, row by row. Indices are int, and the tests check them; an inner loop takes a row.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace attractor {

// A table that somebody else owns: rows x cols, element (i, j) at data[i cols + j].
template <class T>
struct MatrixView {
  T* data = nullptr;
  int rows = 0, cols = 0;

  T& operator()(int i, int j) const {
    assert(unsigned(i) < unsigned(rows) && unsigned(j) < unsigned(cols));
    return data[std::ptrdiff_t(i) * cols + j];
  }
  std::span<T> row(int i) const {
    assert(unsigned(i) < unsigned(rows));
    return {data + std::ptrdiff_t(i) * cols, std::size_t(cols)};
  }
};

template <class T>
struct Matrix {
  int rows = 0, cols = 0;
  std::vector<T> a;  // rows x cols

  Matrix() = default;
  Matrix(int m, int n, T value = T()) : rows(m), cols(n), a(std::size_t(m) * std::size_t(n), value) {}
  Matrix(int m, int n, std::vector<T> values) : rows(m), cols(n), a(std::move(values)) {
    assert(std::ssize(a) == std::ptrdiff_t(m) * n);
  }
  void resize(int m, int n) {  // what is in it may move
    rows = m, cols = n;
    a.resize(std::size_t(m) * std::size_t(n));
  }
  bool operator==(const Matrix&) const = default;
  MatrixView<const T> view() const { return {a.data(), rows, cols}; }
  MatrixView<T> view() { return {a.data(), rows, cols}; }
  const T& operator()(int i, int j) const { return view()(i, j); }
  T& operator()(int i, int j) { return view()(i, j); }
  std::span<const T> row(int i) const { return view().row(i); }
  std::span<T> row(int i) { return view().row(i); }
};

inline Matrix<double> identity(int n) {
  Matrix<double> m(n, n);
  for (int i = 0; i < n; ++i) m(i, i) = 1;
  return m;
}

inline Matrix<double> operator*(const Matrix<double>& a, const Matrix<double>& b) {
  assert(a.cols == b.rows);
  Matrix<double> c(a.rows, b.cols);
  for (int i = 0; i < a.rows; ++i)
    for (int k = 0; k < a.cols; ++k)
      for (int j = 0; j < b.cols; ++j) c(i, j) += a(i, k) * b(k, j);
  return c;
}

// p P: where a distribution p stands after one step of the chain P.
inline std::vector<double> operator*(std::span<const double> p, const Matrix<double>& P) {
  std::vector<double> next(P.cols, 0.0);
  for (int i = 0; i < P.rows; ++i)
    for (int j = 0; j < P.cols; ++j) next[j] += p[i] * P(i, j);
  return next;
}

}  // namespace attractor
