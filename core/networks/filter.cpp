#include "core/networks/filter.h"

#include <algorithm>

namespace attractor {

double correlate_at(const Matrix<double>& I, const Matrix<double>& K, int p, int q) {
  double sum = 0;
  for (int i = 0; i < K.rows; ++i)
    for (int j = 0; j < K.cols; ++j) sum += I(p + i, q + j) * K(i, j);
  return sum;
}

Matrix<double> correlate(const Matrix<double>& I, const Matrix<double>& K) {
  Matrix<double> out(std::max(0, I.rows - K.rows + 1), std::max(0, I.cols - K.cols + 1));
  for (int p = 0; p < out.rows; ++p)
    for (int q = 0; q < out.cols; ++q) out(p, q) = correlate_at(I, K, p, q);
  return out;
}

Matrix<double> filter_matrix(int H, int W, const Matrix<double>& K) {
  const int rows = std::max(0, H - K.rows + 1), cols = std::max(0, W - K.cols + 1);
  Matrix<double> M(rows * cols, H * W);
  for (int p = 0; p < rows; ++p)
    for (int q = 0; q < cols; ++q)
      for (int i = 0; i < K.rows; ++i)
        for (int j = 0; j < K.cols; ++j) M(p * cols + q, (p + i) * W + q + j) = K(i, j);
  return M;
}

}  // namespace attractor
