#include "core/networks/dense.h"

#include <cassert>

namespace attractor {
namespace {

// kRows rows by kWide vectors of C: the sums stay in registers (for gcc -O2 only where the loops are unrolled), each over k in
// rising order.
template <class T, int kRows, int kWide>
__attribute__((noinline)) void block(int k, Strided<T> A, const T* B, std::ptrdiff_t b_row, const T* start, T* C,
                                     std::ptrdiff_t c_row) {
  using V = typename VectorOf<T>::Type;
  V sum[kRows][kWide];
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 4
    for (int j = 0; j < kWide; ++j) sum[i][j] = V{} + (start ? start[i] : T(0));
  const T* a = A.a;
  for (int p = 0; p < k; ++p, a += A.column, B += b_row) {
    V b[kWide];
#pragma GCC unroll 4
    for (int j = 0; j < kWide; ++j) b[j] = load<V>(B + j * kLanes<T>);
#pragma GCC unroll 4
    for (int i = 0; i < kRows; ++i) {
      const T x = a[i * A.row];
#pragma GCC unroll 4
      for (int j = 0; j < kWide; ++j) sum[i][j] += x * b[j];
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 4
    for (int j = 0; j < kWide; ++j) store(C + i * c_row + j * kLanes<T>, sum[i][j]);
}

// The rows of C under one another, kWide vectors of each.
template <class T, int kWide>
void panel(int m, int k, Strided<T> A, const T* B, std::ptrdiff_t b_row, const T* start, T* C, std::ptrdiff_t c_row) {
  int i = 0;
  auto rows = [&](auto run, int count) {
    run(k, Strided<T>{A.a + i * A.row, A.row, A.column}, B, b_row, start ? start + i : nullptr, C + i * c_row, c_row);
    i += count;
  };
  while (i + 4 <= m) rows(block<T, 4, kWide>, 4);
  if (i + 2 <= m) rows(block<T, 2, kWide>, 2);
  if (i < m) rows(block<T, 1, kWide>, 1);
}

// kLanes partial sums, added in rising order.
template <class T>
T sum_of_row(const T* d, int n) {
  using V = typename VectorOf<T>::Type;
  V part{};
  int k = 0;
  for (; k + kLanes<T> <= n; k += kLanes<T>) part += load<V>(d + k);
  T sum = 0;
  for (int l = 0; l < kLanes<T>; ++l) sum += part[l];
  for (; k < n; ++k) sum += d[k];
  return sum;
}

}  // namespace

template <class T>
void fixed_order_product(int m, int k, int n, Strided<T> A, const T* B, std::ptrdiff_t b_row, const T* start, T* C,
                         std::ptrdiff_t c_row) {
  assert(n % kLanes<T> == 0);
  int j = 0;
  if (n % (2 * kLanes<T>) != 0 && n >= 3 * kLanes<T>) {  // a single vector of columns would leave the processor waiting
    panel<T, 3>(m, k, A, B, b_row, start, C, c_row);
    j = 3 * kLanes<T>;
  }
  for (; j + 2 * kLanes<T> <= n; j += 2 * kLanes<T>) panel<T, 2>(m, k, A, B + j, b_row, start, C + j, c_row);
  for (; j < n; j += kLanes<T>) panel<T, 1>(m, k, A, B + j, b_row, start, C + j, c_row);
}

template <class T>
void dense_forward(MatrixView<const T> W, std::span<const T> b, std::span<const T> x, std::span<T> s) {
  for (int i = 0; i < std::ssize(s); ++i) {
    T sum = b.empty() ? T(0) : b[i];
    for (int j = 0; j < std::ssize(x); ++j) sum += W(i, j) * x[j];
    s[i] = sum;
  }
}

template <class T>
void dense_backward(MatrixView<const T> W, std::span<const T> delta, std::span<T> delta_x) {
  for (int j = 0; j < std::ssize(delta_x); ++j) {
    T sum = 0;
    for (int i = 0; i < std::ssize(delta); ++i) sum += W(i, j) * delta[i];
    delta_x[j] = sum;
  }
}

template <class T>
void dense_slopes(std::span<const T> delta, std::span<const T> x, MatrixView<T> dW, std::span<T> db) {
  for (int i = 0; i < std::ssize(delta); ++i)
    for (int j = 0; j < std::ssize(x); ++j) dW(i, j) += delta[i] * x[j];
  for (int i = 0; i < std::ssize(db); ++i) db[i] += delta[i];
}

template <class T>
void dense_forward(MatrixView<const T> W, const T* b, MatrixView<const T> X, MatrixView<T> S) {
  assert(S.rows <= W.rows && X.rows <= W.cols && S.cols == X.cols);
  fixed_order_product<T>(S.rows, X.rows, S.cols, {W.data, W.cols, 1}, X.data, X.cols, b, S.data, S.cols);
}

template <class T>
void dense_backward(MatrixView<const T> W, MatrixView<const T> delta, MatrixView<T> delta_X) {
  assert(delta.rows <= W.rows && delta_X.rows <= W.cols && delta.cols == delta_X.cols);
  fixed_order_product<T>(delta_X.rows, delta.rows, delta_X.cols, {W.data, 1, W.cols}, delta.data, delta.cols, nullptr,
                         delta_X.data, delta_X.cols);
}

template <class T>
void dense_slopes(MatrixView<const T> delta, MatrixView<const T> XT, int samples, MatrixView<T> dW, T* db) {
  assert(XT.cols == dW.cols && delta.rows <= dW.rows && samples <= XT.rows && samples <= delta.cols);
  fixed_order_product<T>(delta.rows, samples, dW.cols, {delta.data, delta.cols, 1}, XT.data, XT.cols, nullptr, dW.data,
                         dW.cols);
  for (int i = 0; i < delta.rows && db; ++i) db[i] = sum_of_row(delta.row(i).data(), samples);
}

// Squares of whole vectors: rows of X in, rows of XT out. Lanes are named by constants: a lane that is chosen while it runs
// goes through memory.
template <class T>
void transpose_batch(MatrixView<const T> X, int samples, MatrixView<T> XT) {
  assert(samples <= XT.rows && X.rows <= XT.cols && X.cols % kLanes<T> == 0 && XT.cols % kLanes<T> == 0);
  using V = typename VectorOf<T>::Type;
  for (int j = 0; j < XT.cols; j += kLanes<T>)
    for (int i = 0; i < samples; i += kLanes<T>) {
      auto in = [&](int l) { return j + l < X.rows ? load<V>(X.data + std::ptrdiff_t(j + l) * X.cols + i) : V{}; };
      auto out = [&](int k, V row) {
        if (i + k < samples) store(XT.data + std::ptrdiff_t(i + k) * XT.cols + j, row);
      };
      const V a = in(0), b = in(1);
      if constexpr (kLanes<T> == 4) {
        const V c = in(2), d = in(3);
        out(0, V{a[0], b[0], c[0], d[0]});
        out(1, V{a[1], b[1], c[1], d[1]});
        out(2, V{a[2], b[2], c[2], d[2]});
        out(3, V{a[3], b[3], c[3], d[3]});
      } else {
        out(0, V{a[0], b[0]});
        out(1, V{a[1], b[1]});
      }
    }
}

#define ATTRACTOR_DENSE(T)                                                                                                 \
  template void fixed_order_product<T>(int, int, int, Strided<T>, const T*, std::ptrdiff_t, const T*, T*, std::ptrdiff_t); \
  template void dense_forward<T>(MatrixView<const T>, std::span<const T>, std::span<const T>, std::span<T>);               \
  template void dense_backward<T>(MatrixView<const T>, std::span<const T>, std::span<T>);                                  \
  template void dense_slopes<T>(std::span<const T>, std::span<const T>, MatrixView<T>, std::span<T>);                      \
  template void dense_forward<T>(MatrixView<const T>, const T*, MatrixView<const T>, MatrixView<T>);                       \
  template void dense_backward<T>(MatrixView<const T>, MatrixView<const T>, MatrixView<T>);                                \
  template void dense_slopes<T>(MatrixView<const T>, MatrixView<const T>, int, MatrixView<T>, T*);                         \
  template void transpose_batch<T>(MatrixView<const T>, int, MatrixView<T>);
ATTRACTOR_DENSE(float)
ATTRACTOR_DENSE(double)
#undef ATTRACTOR_DENSE

}  // namespace attractor
