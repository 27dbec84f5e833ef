#include "core/networks/separability.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace attractor {
namespace {

constexpr double kZero = 1e-9;

// Phase one of the simplex method: are there l >= 0 with sum_i l_i y_i x_i = 0 and sum_i l_i = 1? The tableau has a row
// for each of these m = d + 1 equations, its right side last; the artificial variables are the first basis and never
// come back, so they need no columns.
class Tableau {
 public:
  Tableau(const Matrix<double>& points, std::span<const int8_t> labels)
      : count_(points.rows), t_(points.cols + 2, points.rows + 1), basis_(points.cols + 1, -1) {
    for (int i = 0; i < count_; ++i) {
      for (int k = 0; k < points.cols; ++k) t_(k, i) = labels[i] * points(i, k);
      t_(points.cols, i) = 1;
    }
    t_(points.cols, count_) = 1;
    for (int r = 0; r < rows(); ++r)  // the last row: what is left of the artificial variables' sum, and its slopes
      for (int c = 0; c <= count_; ++c) t_(rows(), c) += t_(r, c);
  }
  bool is_feasible() {
    for (int c = entering(); c >= 0; c = entering()) pivot(leaving(c), c);
    return t_(rows(), count_) < kZero;
  }

 private:
  int rows() const { return int(basis_.size()); }
  int entering() const {  // Bland's rule: the first that helps, which cannot go round in circles
    for (int c = 0; c < count_; ++c)
      if (t_(rows(), c) > kZero) return c;
    return -1;
  }
  int leaving(int c) const {
    int best = -1;
    double least = 0;
    for (int r = 0; r < rows(); ++r) {
      if (t_(r, c) <= kZero) continue;
      const double ratio = t_(r, count_) / t_(r, c);
      if (best < 0 || ratio < least || (ratio == least && basis_[r] < basis_[best])) best = r, least = ratio;
    }
    return best;  // there is one: the sum of the artificial variables is bounded below
  }
  void pivot(int r, int c) {
    assert(r >= 0);
    const std::span<double> by = t_.row(r);
    const double p = by[c];
    for (double& x : by) x /= p;
    for (int k = 0; k <= rows(); ++k) {
      const double f = t_(k, c);
      if (k == r || f == 0) continue;
      const std::span<double> row = t_.row(k);
      for (int j = 0; j <= count_; ++j) row[j] -= f * by[j];
    }
    basis_[r] = c;
  }

  int count_;
  Matrix<double> t_;
  std::vector<int> basis_;  // of each row; -1 is its artificial variable
};

}  // namespace

bool is_separable(const Matrix<double>& points, std::span<const int8_t> labels) {
  assert(std::ssize(labels) == points.rows && points.cols >= 1 && points.cols <= 64);
  return points.rows == 0 || !Tableau(points, labels).is_feasible();
}

double count_dichotomies(int N, int d) {
  double sum = 0, choose = 1;  // binom(N - 1, k)
  for (int k = 0; k < std::min(d, N); ++k) {
    sum += choose;
    choose = choose * (N - 1 - k) / (k + 1);
  }
  return 2 * sum;
}

double separable_share(int N, int d) {
  double sum = 0, term = std::ldexp(1.0, 1 - N);
  for (int k = 0; k < std::min(d, N); ++k) {
    sum += term;
    term = term * (N - 1 - k) / (k + 1);
  }
  return std::min(1.0, sum);
}

}  // namespace attractor
