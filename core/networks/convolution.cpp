#include "core/networks/convolution.h"

#include <algorithm>
#include <cassert>

#include "core/base/simd.h"
#include "core/networks/dense.h"

namespace attractor {
namespace {

// C (m x n) = A B, where row p of B begins at B + rows[p]: the rows that lie under a window of a picture. Else as
// fixed_order_product.
template <class T, int kRows, int kWide>
__attribute__((noinline)) void gathered_block(int k, Strided<T> A, const T* B, const std::ptrdiff_t* rows, const T* start, T* C,
                                              std::ptrdiff_t c_row) {
  using V = typename VectorOf<T>::Type;
  V sum[kRows][kWide];
  for (int i = 0; i < kRows; ++i)
    for (int j = 0; j < kWide; ++j) sum[i][j] = V{} + (start ? start[i] : T(0));
  const T* a = A.a;
  for (int p = 0; p < k; ++p, a += A.column) {
    V b[kWide];
    for (int j = 0; j < kWide; ++j) b[j] = load<V>(B + rows[p] + j * kLanes<T>);
    for (int i = 0; i < kRows; ++i) {
      const T x = a[i * A.row];
      for (int j = 0; j < kWide; ++j) sum[i][j] += x * b[j];
    }
  }
  for (int i = 0; i < kRows; ++i)
    for (int j = 0; j < kWide; ++j) store(C + i * c_row + j * kLanes<T>, sum[i][j]);
}

template <class T, int kWide>
void gathered_panel(int m, int k, Strided<T> A, const T* B, const std::ptrdiff_t* rows, const T* start, T* C,
                    std::ptrdiff_t c_row) {
  int i = 0;
  auto run = [&](auto f, int count) {
    f(k, Strided<T>{A.a + i * A.row, A.row, A.column}, B, rows, start ? start + i : nullptr, C + i * c_row, c_row);
    i += count;
  };
  while (i + 4 <= m) run(gathered_block<T, 4, kWide>, 4);
  while (i + 2 <= m) run(gathered_block<T, 2, kWide>, 2);
  if (i < m) run(gathered_block<T, 1, kWide>, 1);
}

template <class T>
void gathered_product(int m, int k, int n, Strided<T> A, const T* B, const std::ptrdiff_t* rows, const T* start, T* C,
                      std::ptrdiff_t c_row) {
  assert(n % kLanes<T> == 0);
  int j = 0;
  for (; j + 2 * kLanes<T> <= n; j += 2 * kLanes<T>) gathered_panel<T, 2>(m, k, A, B + j, rows, start, C + j, c_row);
  for (; j < n; j += kLanes<T>) gathered_panel<T, 1>(m, k, A, B + j, rows, start, C + j, c_row);
}

// Where the rows under a window at the origin begin, in the order of a filter's weights.
std::vector<std::ptrdiff_t> rows_under(const Convolution& c, int columns) {
  std::vector<std::ptrdiff_t> rows;
  rows.reserve(std::size_t(c.weights()));
  for (int channel = 0; channel < c.in.channels; ++channel)
    for (int i = 0; i < c.height; ++i)
      for (int j = 0; j < c.width; ++j) rows.push_back(std::ptrdiff_t(c.in.at(channel, i, j)) * columns);
  return rows;
}

// kFilters x kWeights sums over places and samples, as kLanes partial sums each that are added in rising order.
template <class T, int kFilters, int kWeights>
__attribute__((noinline)) void slope_block(const Convolution& c, const T* delta, const T* X, int columns,
                                           const std::ptrdiff_t* rows, T* dK, int k_row) {
  using V = typename VectorOf<T>::Type;
  const Planes out = c.out();
  V sum[kFilters][kWeights] = {};
  for (int p = 0; p < out.rows; ++p)
    for (int q = 0; q < out.cols; ++q) {
      const T* d = delta + std::ptrdiff_t(p * out.cols + q) * columns;
      const T* x = X + std::ptrdiff_t((p * c.in.cols + q) * c.stride) * columns;
      for (int s = 0; s < columns; s += kLanes<T>) {
        V ds[kFilters];
        for (int f = 0; f < kFilters; ++f) ds[f] = load<V>(d + std::ptrdiff_t(f) * out.rows * out.cols * columns + s);
        for (int w = 0; w < kWeights; ++w) {
          const V xs = load<V>(x + rows[w] + s);
          for (int f = 0; f < kFilters; ++f) sum[f][w] += ds[f] * xs;
        }
      }
    }
  for (int f = 0; f < kFilters; ++f)
    for (int w = 0; w < kWeights; ++w) {
      T whole = 0;
      for (int l = 0; l < kLanes<T>; ++l) whole += sum[f][w][l];
      dK[f * k_row + w] = whole;
    }
}

template <class T, int kFilters>
void slope_rows(const Convolution& c, const T* delta, const T* X, int columns, const std::vector<std::ptrdiff_t>& rows, T* dK,
                int k_row) {
  const int weights = c.weights();
  int w = 0;
  for (; w + 4 <= weights; w += 4) slope_block<T, kFilters, 4>(c, delta, X, columns, &rows[w], dK + w, k_row);
  for (; w < weights; ++w) slope_block<T, kFilters, 1>(c, delta, X, columns, &rows[w], dK + w, k_row);
}

// f of each window: the row of what comes out of it, and of the first number under it.
template <class F>
void each_window(const Pooling& p, F f) {
  const Planes out = p.out();
  for (int c = 0; c < out.channels; ++c)
    for (int i = 0; i < out.rows; ++i)
      for (int j = 0; j < out.cols; ++j) f(out.at(c, i, j), p.in.at(c, i * p.stride, j * p.stride));
}

}  // namespace

template <class T>
void convolve(const Convolution& c, MatrixView<const T> K, const T* b, MatrixView<const T> X, MatrixView<T> S) {
  const Planes out = c.out();
  assert(X.rows == c.in.cells() && S.rows == out.cells() && X.cols == S.cols && K.cols == c.weights());
  const std::vector<std::ptrdiff_t> rows = rows_under(c, X.cols);
  const std::ptrdiff_t plane = std::ptrdiff_t(out.rows) * out.cols * S.cols;
  for (int p = 0; p < out.rows; ++p)
    for (int q = 0; q < out.cols; ++q)
      gathered_product<T>(c.filters, c.weights(), S.cols, {K.data, K.cols, 1},
                          X.data + std::ptrdiff_t((p * c.in.cols + q) * c.stride) * X.cols, rows.data(), b,
                          S.data + std::ptrdiff_t(p * out.cols + q) * S.cols, plane);
}

template <class T>
void convolve_back(const Convolution& c, MatrixView<const T> K, MatrixView<const T> delta, MatrixView<T> delta_X) {
  const Planes out = c.out();
  assert(delta.rows == out.cells() && delta_X.rows == c.in.cells() && delta.cols == delta_X.cols);
  std::vector<std::ptrdiff_t> rows;
  std::vector<T> weights;  // of the filters' cells that reach a place: a row for each channel
  for (int i = 0; i < c.in.rows; ++i)
    for (int j = 0; j < c.in.cols; ++j) {
      rows.clear();
      weights.clear();
      for (int o = 0; o < c.filters; ++o)
        for (int u = 0; u < c.height; ++u)
          for (int v = 0; v < c.width; ++v) {
            const int p = i - u, q = j - v;
            if (p < 0 || q < 0 || p % c.stride != 0 || q % c.stride != 0) continue;
            if (p / c.stride >= out.rows || q / c.stride >= out.cols) continue;
            rows.push_back(std::ptrdiff_t(out.at(o, p / c.stride, q / c.stride)) * delta.cols);
            for (int channel = 0; channel < c.in.channels; ++channel)
              weights.push_back(K(o, (channel * c.height + u) * c.width + v));
          }
      gathered_product<T>(c.in.channels, int(rows.size()), delta.cols, {weights.data(), 1, c.in.channels}, delta.data,
                          rows.data(), nullptr, delta_X.data + std::ptrdiff_t(c.in.at(0, i, j)) * delta_X.cols,
                          std::ptrdiff_t(c.in.rows) * c.in.cols * delta_X.cols);
    }
}

template <class T>
void convolve_slopes(const Convolution& c, MatrixView<const T> delta, MatrixView<const T> X, MatrixView<T> dK, T* db) {
  const Planes out = c.out();
  assert(delta.rows == out.cells() && X.rows == c.in.cells() && delta.cols == X.cols && dK.cols == c.weights());
  const std::vector<std::ptrdiff_t> rows = rows_under(c, X.cols);
  const std::ptrdiff_t plane = std::ptrdiff_t(out.rows) * out.cols * delta.cols;
  int o = 0;
  for (; o + 2 <= c.filters; o += 2)
    slope_rows<T, 2>(c, delta.data + o * plane, X.data, X.cols, rows, dK.row(o).data(), dK.cols);
  if (o < c.filters) slope_rows<T, 1>(c, delta.data + o * plane, X.data, X.cols, rows, dK.row(o).data(), dK.cols);
  using V = typename VectorOf<T>::Type;
  for (o = 0; o < c.filters && db; ++o) {
    V part{};
    for (std::ptrdiff_t s = 0; s < plane; s += kLanes<T>) part += load<V>(delta.data + o * plane + s);
    db[o] = 0;
    for (int l = 0; l < kLanes<T>; ++l) db[o] += part[l];
  }
}

template <class T>
void pool_largest(const Pooling& p, MatrixView<const T> X, MatrixView<T> Y, std::span<uint8_t> from) {
  assert(p.size * p.size <= 256 && X.cols == Y.cols && std::ssize(from) >= std::ptrdiff_t(Y.rows) * Y.cols);
  each_window(p, [&](int to, int first) {
    T* y = Y.row(to).data();
    uint8_t* where = &from[std::size_t(to) * std::size_t(Y.cols)];
    const T* x = X.row(first).data();
    for (int s = 0; s < Y.cols; ++s) y[s] = x[s], where[s] = 0;
    for (int k = 1; k < p.size * p.size; ++k) {
      x = X.row(first + k / p.size * p.in.cols + k % p.size).data();
      for (int s = 0; s < Y.cols; ++s)
        if (x[s] > y[s]) y[s] = x[s], where[s] = uint8_t(k);
    }
  });
}

template <class T>
void pool_largest_back(const Pooling& p, MatrixView<const T> delta, std::span<const uint8_t> from, MatrixView<T> delta_X) {
  std::fill_n(delta_X.data, std::ptrdiff_t(delta_X.rows) * delta_X.cols, T(0));
  each_window(p, [&](int to, int first) {
    for (int s = 0; s < delta.cols; ++s) {
      const int k = from[std::size_t(to) * std::size_t(delta.cols) + std::size_t(s)];
      delta_X(first + k / p.size * p.in.cols + k % p.size, s) += delta(to, s);
    }
  });
}

template <class T>
void pool_mean(const Pooling& p, MatrixView<const T> X, MatrixView<T> Y) {
  const T share = T(1) / T(p.size * p.size);
  each_window(p, [&](int to, int first) {
    T* y = Y.row(to).data();
    for (int s = 0; s < Y.cols; ++s) y[s] = 0;
    for (int k = 0; k < p.size * p.size; ++k) {
      const T* x = X.row(first + k / p.size * p.in.cols + k % p.size).data();
      for (int s = 0; s < Y.cols; ++s) y[s] += x[s];
    }
    for (int s = 0; s < Y.cols; ++s) y[s] *= share;
  });
}

template <class T>
void pool_mean_back(const Pooling& p, MatrixView<const T> delta, MatrixView<T> delta_X) {
  const T share = T(1) / T(p.size * p.size);
  std::fill_n(delta_X.data, std::ptrdiff_t(delta_X.rows) * delta_X.cols, T(0));
  each_window(p, [&](int to, int first) {
    for (int k = 0; k < p.size * p.size; ++k)
      for (int s = 0; s < delta.cols; ++s) delta_X(first + k / p.size * p.in.cols + k % p.size, s) += share * delta(to, s);
  });
}

#define ATTRACTOR_CONVOLUTION(T)                                                                                     \
  template void convolve<T>(const Convolution&, MatrixView<const T>, const T*, MatrixView<const T>, MatrixView<T>);  \
  template void convolve_back<T>(const Convolution&, MatrixView<const T>, MatrixView<const T>, MatrixView<T>);       \
  template void convolve_slopes<T>(const Convolution&, MatrixView<const T>, MatrixView<const T>, MatrixView<T>, T*); \
  template void pool_largest<T>(const Pooling&, MatrixView<const T>, MatrixView<T>, std::span<uint8_t>);             \
  template void pool_largest_back<T>(const Pooling&, MatrixView<const T>, std::span<const uint8_t>, MatrixView<T>);  \
  template void pool_mean<T>(const Pooling&, MatrixView<const T>, MatrixView<T>);                                    \
  template void pool_mean_back<T>(const Pooling&, MatrixView<const T>, MatrixView<T>);
ATTRACTOR_CONVOLUTION(float)
ATTRACTOR_CONVOLUTION(double)
#undef ATTRACTOR_CONVOLUTION

}  // namespace attractor
