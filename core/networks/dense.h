// A fully connected layer, s = W x + b, and the way back through it. core/science.md, 16, C1.
//
// The same source for float and double: what learns live is what the tests hold to finite differences in double. Every
// element of a product is a sum in rising order of one index, whatever the vectors' width; vectors run over elements.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/matrix.h"
#include "core/base/simd.h"

namespace attractor {

// ---- One sample: the definition --------------------------------------------------------------------------------------
// W is outputs x inputs; b may be empty.
template <class T>
void dense_forward(MatrixView<const T> W, std::span<const T> b, std::span<const T> x, std::span<T> s);
// delta_x = W^T delta
template <class T>
void dense_backward(MatrixView<const T> W, std::span<const T> delta, std::span<T> delta_x);
// dW += delta x^T, db += delta (unless it is empty)
template <class T>
void dense_slopes(std::span<const T> delta, std::span<const T> x, MatrixView<T> dW, std::span<T> db);

// ---- A batch ---------------------------------------------------------------------------------------------------------
// A sample is a column. Columns, and the rows of W (outputs x padded inputs), are filled with zeros up to whole vectors.
template <class T>
struct VectorOf;
template <>
struct VectorOf<float> {
  using Type = float __attribute__((vector_size(16)));
};
template <>
struct VectorOf<double> {
  using Type = double __attribute__((vector_size(16)));
};
template <class T>
inline constexpr int kLanes = int(16 / sizeof(T));
template <class T>
constexpr int whole_vectors(int n) {
  return (n + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
}

// S (outputs x samples) = W X + b, X of as many rows as there are inputs; b may be null.
template <class T>
void dense_forward(MatrixView<const T> W, const T* b, MatrixView<const T> X, MatrixView<T> S);
// delta_X (inputs x samples) = W^T delta
template <class T>
void dense_backward(MatrixView<const T> W, MatrixView<const T> delta, MatrixView<T> delta_X);
// dW = delta X^T, db = the sum of delta over the samples (as kLanes partial sums). XT is X transposed, its rows as long as those of W; of its rows
// and of delta's columns the first `samples` count.
template <class T>
void dense_slopes(MatrixView<const T> delta, MatrixView<const T> XT, int samples, MatrixView<T> dW, T* db);
// XT (samples x padded inputs) from X (inputs x padded samples); what is beyond the inputs becomes 0.
template <class T>
void transpose_batch(MatrixView<const T> X, int samples, MatrixView<T> XT);

// C (m x n) = A B, n a multiple of kLanes. A's element (i, k) stands at a[i row + k column], so that a transposed one
// costs nothing; `start` gives the sums of a row something to begin with, if it is not null.
template <class T>
struct Strided {
  const T* a;
  std::ptrdiff_t row, column;
};
template <class T>
void fixed_order_product(int m, int k, int n, Strided<T> A, const T* B, std::ptrdiff_t b_row, const T* start, T* C,
                         std::ptrdiff_t c_row);

}  // namespace attractor
