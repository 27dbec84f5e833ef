// Layers of a convolutional network over a batch: filters of several channels, and pooling; and the way back through them.
// core/science.md, 16, D1 and D2.
//
// The same source for float and double, and the same order of every sum whatever the vectors' width: vectors run over samples
// (going forward and back) or are kLanes partial sums over them (slopes).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/matrix.h"

namespace attractor {

// Pictures of several channels, a sample a column: the number of channel c, row i, column j stands in row (c rows + i) cols + j.
struct Planes {
  int channels = 0, rows = 0, cols = 0;
  int cells() const { return channels * rows * cols; }
  int at(int c, int i, int j) const { return (c * rows + i) * cols + j; }
  bool operator==(const Planes&) const = default;
};

// `filters` of height x width over all channels, moved by `stride`: (in.rows - height) / stride + 1 rows of answers.
struct Convolution {
  Planes in;
  int filters = 1, height = 1, width = 1, stride = 1;
  Planes out() const { return {filters, (in.rows - height) / stride + 1, (in.cols - width) / stride + 1}; }
  int weights() const { return in.channels * height * width; }  // of one filter, in the order channel, row, column
};

// S = K * X + b, K filters x weights(), b as many as there are filters. X of in.cells() rows, S of out().cells(), of as many
// columns, whole vectors (dense.h). A correlation: (K * X)_opq = sum_cij K_ocij X_c,p+i,q+j.
template <class T>
void convolve(const Convolution&, MatrixView<const T> K, const T* b, MatrixView<const T> X, MatrixView<T> S);
// delta_X = the full correlation of delta with K turned by 180 degrees.
template <class T>
void convolve_back(const Convolution&, MatrixView<const T> K, MatrixView<const T> delta, MatrixView<T> delta_X);
// dK_ocij = sum_pq delta_opq X_c,p+i,q+j over the samples, db_o = sum_pq delta_opq. Columns beyond the samples are 0 in delta.
template <class T>
void convolve_slopes(const Convolution&, MatrixView<const T> delta, MatrixView<const T> X, MatrixView<T> dK, T* db);

// Windows of size x size, moved by `stride`; they may overlap (stride < size).
struct Pooling {
  Planes in;
  int size = 2, stride = 2;
  Planes out() const { return {in.channels, (in.rows - size) / stride + 1, (in.cols - size) / stride + 1}; }
};

// The largest number of each window; `from` remembers where in it that was (row by row; of equal ones the first), as many as there
// are numbers in Y. The slope goes there alone.
template <class T>
void pool_largest(const Pooling&, MatrixView<const T> X, MatrixView<T> Y, std::span<uint8_t> from);
template <class T>
void pool_largest_back(const Pooling&, MatrixView<const T> delta, std::span<const uint8_t> from, MatrixView<T> delta_X);
// Their mean; the slope goes to all alike.
template <class T>
void pool_mean(const Pooling&, MatrixView<const T> X, MatrixView<T> Y);
template <class T>
void pool_mean_back(const Pooling&, MatrixView<const T> delta, MatrixView<T> delta_X);

}  // namespace attractor
