// A linear filter: one small table of weights at every place of a picture. core/science.md, 16, D1.
#pragma once

#include "core/base/matrix.h"

namespace attractor {

// (I * K)_pq = sum_ij I_(p+i, q+j) K_ij for every place where K lies within I: (H - h + 1) x (W - w + 1). What neural networks
// call convolution, and mathematics correlation: K is not turned round. Empty where K is larger than I.
Matrix<double> correlate(const Matrix<double>& I, const Matrix<double>& K);
double correlate_at(const Matrix<double>& I, const Matrix<double>& K, int p, int q);

// The same as a layer of all-to-all weights, mostly zeros: answer = W I with I and the answer read row by row.
// (H - h + 1)(W - w + 1) rows, H W columns.
Matrix<double> filter_matrix(int H, int W, const Matrix<double>& K);

}  // namespace attractor
