#include "core/networks/least_squares.h"

#include <cmath>
#include <limits>

#include "core/base/vec.h"

namespace attractor {
namespace {

// x of S x = b, S symmetric and positive definite (its lower half is overwritten); false if it is not.
bool solve_cholesky(Matrix<double>& S, std::span<double> b) {
  const int n = S.rows;
  constexpr double kSmall = 1e-14;  // of the diagonal: below it is rounding
  for (int i = 0; i < n; ++i) {
    const double whole = S(i, i);
    for (int j = 0; j <= i; ++j) {
      const double rest = S(i, j) - dot(S.row(i).first(j), S.row(j).first(j));
      if (i == j && !(rest > kSmall * whole)) return false;
      S(i, j) = i == j ? std::sqrt(rest) : rest / S(j, j);
    }
  }
  for (int i = 0; i < n; ++i) b[i] = (b[i] - dot(S.row(i).first(i), b.first(i))) / S(i, i);
  for (int i = n - 1; i >= 0; --i) {
    b[i] /= S(i, i);
    for (int j = 0; j < i; ++j) b[j] -= S(i, j) * b[i];
  }
  return true;
}

Matrix<double> transposed(const Matrix<double>& X) {
  Matrix<double> t(X.cols, X.rows);
  for (int i = 0; i < X.rows; ++i)
    for (int j = 0; j < X.cols; ++j) t(j, i) = X(i, j);
  return t;
}

std::vector<double> times(const Matrix<double>& A, std::span<const double> x) {
  std::vector<double> y(A.rows);
  for (int i = 0; i < A.rows; ++i) y[i] = dot(A.row(i), x);
  return y;
}

}  // namespace

std::vector<double> fit_ridge(const Matrix<double>& X, std::span<const double> y, double lambda) {
  const Matrix<double> T = transposed(X);
  const bool tall = X.rows >= X.cols;
  const Matrix<double>& rows = tall ? T : X;  // the smaller Gram matrix is of these
  Matrix<double> gram(rows.rows, rows.rows);
  for (int i = 0; i < rows.rows; ++i) {
    for (int j = 0; j <= i; ++j) gram(i, j) = dot(rows.row(i), rows.row(j));
    gram(i, i) += X.rows * lambda;
  }
  std::vector<double> b = tall ? times(T, y) : std::vector<double>(y.begin(), y.end());
  if (!solve_cholesky(gram, b)) return {};
  return tall ? b : times(T, b);
}

double excess_risk(int n, int p, double sigma, double r) {
  if (p < n - 1) return sigma * sigma * p / (n - p - 1);
  if (p > n + 1) return r * r * (1 - double(n) / p) + sigma * sigma * n / (p - n - 1);
  return std::numeric_limits<double>::infinity();
}

double training_error(int n, int p, double sigma) { return p < n ? sigma * sigma * (1 - double(p) / n) : 0; }

double excess_risk_ridge(double gamma, double lambda, double sigma, double r) {
  // m solves gamma lambda m^2 + (1 - gamma + lambda) m - 1 = 0; its slope by z = -lambda.
  const double b = 1 - gamma + lambda, root = std::sqrt(b * b + 4 * gamma * lambda);
  const double m = b > 0 ? 2 / (b + root) : (root - b) / (2 * gamma * lambda);
  const double slope = (gamma * m * m + m) / (2 * gamma * lambda * m + b);  // -dm / dlambda
  return r * r * lambda * lambda * slope + sigma * sigma * gamma * (m - lambda * slope);
}

}  // namespace attractor
