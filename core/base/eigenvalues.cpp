#include "core/base/eigenvalues.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <utility>

namespace attractor {
namespace {

using Rows = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using Symmetric = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

std::vector<double> list(const Eigen::VectorXd& v) { return {v.begin(), v.end()}; }

}  // namespace

std::vector<double> eigenvalues(std::span<const double> symmetric, int n) {
  const Eigen::MatrixXd a = Rows(symmetric.data(), n, n);
  return list(Symmetric(a, Eigen::EigenvaluesOnly).eigenvalues());
}

std::vector<double> product_eigenvalues(std::span<const double> w, std::span<const double> h, int n, bool positive) {
  const Eigen::MatrixXd W = Rows(w.data(), n, n), H = Rows(h.data(), n, n);
  if (positive) {
    const Symmetric e(H);
    const Eigen::MatrixXd root =
        e.eigenvectors() * e.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() * e.eigenvectors().transpose();
    return list(Symmetric(root * W * root, Eigen::EigenvaluesOnly).eigenvalues());
  }
  std::vector<double> values = list(Eigen::EigenSolver<Eigen::MatrixXd>(W * H, false).eigenvalues().real());
  for (int i = 1; i < n; ++i)
    for (int j = i; j > 0 && values[j - 1] > values[j]; --j) std::swap(values[j - 1], values[j]);
  return values;
}

std::vector<double> solve(std::span<const double> a, std::span<const double> b) {
  const auto n = Eigen::Index(b.size());
  const Eigen::MatrixXd A = Rows(a.data(), n, n);
  return list(A.fullPivLu().solve(Eigen::Map<const Eigen::VectorXd>(b.data(), n)));
}

}  // namespace attractor
