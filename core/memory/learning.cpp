#include "core/memory/learning.h"

#include <algorithm>
#include <cmath>

#include "core/base/vec.h"

namespace attractor {
namespace {

using Patterns = MatrixView<const int8_t>;  // P x n: x(mu, i) = +-1

constexpr double kFine = 0x1p-24;              // unit of rules with real weights
constexpr int kUnlearnShift = 6;               // one unlearned state weighs 1/64 of a pattern
constexpr double kDependent = 1e-8;            // a pattern is dependent if less than this of |x|^2 is left after projection
constexpr int64_t kMaxPerceptronSteps = 4000;  // per neuron
constexpr int kMarginShare = 4;                // margin asked for: n / 4 (in units of w x)

Matrix<int32_t> rounded(const Matrix<double>& w, double unit) {
  Matrix<int32_t> out(w.rows, w.cols);
  for (int k = 0; k < std::ssize(w.a); ++k) out.a[k] = int32_t(std::floor(w.a[k] / unit + 0.5));
  return out;
}

template <class T>
void clear_diagonal(Matrix<T>& w) {
  for (int i = 0; i < w.rows; ++i) w(i, i) = 0;
}

// q := q - sum_k (q . b_k) b_k, for an orthonormal basis; twice, because once loses orthogonality.
void orthogonalise(std::vector<double>& q, const std::vector<std::vector<double>>& basis) {
  for (int pass = 0; pass < 2; ++pass)
    for (const std::vector<double>& b : basis) {
      const double along = dot(q, b);
      for (int i = 0; i < std::ssize(q); ++i) q[i] -= along * b[i];
    }
}

// Neuron i by the minimal-overlap algorithm (Krauth, Mezard 1987): a_mu counts how often pattern mu was added, all in
// whole numbers. The margin of a pattern is x_i^mu sum_{j != i} w_ij x_j^mu with w_ij = sum_mu a_mu x_i^mu x_j^mu.
// `gram` is x^mu . x^nu.
bool train_neuron(Patterns x, int i, const Matrix<int32_t>& gram, std::vector<int32_t>& a) {
  const int P = x.rows;
  std::vector<int64_t> margin(P, 0);
  std::fill(a.begin(), a.end(), 0);
  for (int64_t t = 0; t < kMaxPerceptronSteps; ++t) {
    const int worst = int(std::min_element(margin.begin(), margin.end()) - margin.begin());
    if (margin[worst] >= x.cols / kMarginShare) return true;
    ++a[worst];
    for (int mu = 0; mu < P; ++mu) {  // the Gram matrix without site i, seen through the signs of both patterns
      const int64_t signs = x(worst, i) * x(mu, i);
      margin[mu] += signs * (gram(worst, mu) - signs);
    }
  }
  return false;
}

Matrix<int32_t> gram_matrix(Patterns x) {
  Matrix<int32_t> gram(x.rows, x.rows);
  for (int mu = 0; mu < x.rows; ++mu)
    for (int nu = 0; nu <= mu; ++nu) {
      const std::span<const int8_t> p = x.row(mu), q = x.row(nu);
      int32_t sum = 0;
      for (int j = 0; j < x.cols; ++j) sum += p[j] * q[j];
      gram(mu, nu) = gram(nu, mu) = sum;
    }
  return gram;
}

Weights perceptron(Patterns x) {
  const Matrix<int32_t> gram = gram_matrix(x);
  std::vector<int32_t> a(x.rows);
  Weights out;
  out.n = x.cols, out.unit = 1.0 / x.cols, out.symmetric = false;
  out.w = Matrix<int32_t>(x.cols, x.cols);
  for (int i = 0; i < x.cols; ++i) {
    out.learned = train_neuron(x, i, gram, a) && out.learned;
    const std::span<int32_t> w = out.w.row(i);
    for (int mu = 0; mu < x.rows; ++mu) {
      if (a[mu] == 0) continue;
      const int32_t times = a[mu] * x(mu, i);
      const std::span<const int8_t> p = x.row(mu);
      for (int j = 0; j < x.cols; ++j) w[j] += times * p[j];
    }
  }
  return out;
}

// The fixed point of asynchronous descent from a random start (at most 20 sweeps).
std::vector<int8_t> relaxed_state(const Matrix<int32_t>& w, Draw draw) {
  const int n = w.rows;
  std::vector<int8_t> s(n);
  for (int8_t& v : s) v = int8_t(draw.sign());
  std::vector<int64_t> h(n, 0);
  for (int i = 0; i < n; ++i) {
    const std::span<const int32_t> row = w.row(i);
    for (int j = 0; j < n; ++j) h[i] += int64_t(row[j]) * s[j];
  }
  bool changed = true;
  for (int sweep = 0; sweep < 20 && changed; ++sweep) {
    changed = false;
    for (int i = 0; i < n; ++i) {
      if (h[i] * s[i] >= 0) continue;
      const std::span<const int32_t> row = w.row(i);
      for (int j = 0; j < n; ++j) h[j] -= 2 * int64_t(row[j]) * s[i];
      s[i] = int8_t(-s[i]);
      changed = true;
    }
  }
  return s;
}

Weights unlearn(const int8_t* x, int count, int n, int dreams, const Rng& rng) {
  Weights out;
  out.n = n, out.unit = 1.0 / (1 << kUnlearnShift);
  out.w = hebb(x, count, n, false);
  for (int32_t& v : out.w.a) v *= 1 << kUnlearnShift;
  for (int d = 0; d < dreams; ++d) {
    const std::vector<int8_t> s = relaxed_state(out.w, rng.draw(Stream::weights, uint32_t(d)));
    for (int i = 0; i < n; ++i) {
      const std::span<int32_t> row = out.w.row(i);
      for (int j = 0; j < n; ++j) row[j] -= s[i] * s[j];
    }
    clear_diagonal(out.w);
  }
  return out;
}

}  // namespace

Matrix<int32_t> hebb(const int8_t* patterns, int count, int n, bool keep_diagonal) {
  const Patterns x{patterns, count, n};
  Matrix<int32_t> w(n, n);
  for (int mu = 0; mu < count; ++mu) {
    const std::span<const int8_t> p = x.row(mu);
    for (int i = 0; i < n; ++i) {
      const std::span<int32_t> row = w.row(i);
      const int32_t xi = p[i];
      for (int j = 0; j < n; ++j) row[j] += xi * p[j];
    }
  }
  if (!keep_diagonal) clear_diagonal(w);
  return w;
}

bool perceptron_learns(const int8_t* patterns, int count, int n) {
  const Patterns x{patterns, count, n};
  const Matrix<int32_t> gram = gram_matrix(x);
  std::vector<int32_t> a(count, 0);
  for (int i = 0; i < n; ++i)
    if (!train_neuron(x, i, gram, a)) return false;
  return true;
}

Matrix<double> storkey(const int8_t* patterns, int count, int n) {
  Matrix<double> w(n, n);
  std::vector<double> h(n);
  for (int mu = 0; mu < count; ++mu) {
    const std::span<const int8_t> x = Patterns{patterns, count, n}.row(mu);
    for (int i = 0; i < n; ++i) {
      const std::span<const double> row = w.row(i);
      h[i] = 0;
      for (int j = 0; j < n; ++j) h[i] += row[j] * x[j];
    }
    // h_ij = sum_{k != i, j} w_ik x_k = h_i - w_ii x_i - w_ij x_j, with the diagonal at zero throughout.
    for (int i = 0; i < n; ++i) {
      const std::span<double> row = w.row(i);
      for (int j = i + 1; j < n; ++j) {
        const double wij = row[j], hij = h[i] - wij * x[j], hji = h[j] - wij * x[i];
        row[j] = w(j, i) = wij + (x[i] * x[j] - x[i] * hji - hij * x[j]) / n;
      }
    }
  }
  return w;
}

Projection pseudo_inverse(const int8_t* patterns, int count, int n) {
  std::vector<std::vector<double>> basis;
  for (int mu = 0; mu < count && std::ssize(basis) < n; ++mu) {
    const std::span<const int8_t> x = Patterns{patterns, count, n}.row(mu);
    std::vector<double> q(x.begin(), x.end());
    orthogonalise(q, basis);
    const double square = dot(q, q);
    if (square < kDependent * n) continue;
    const double scale = 1.0 / std::sqrt(square);
    for (double& v : q) v *= scale;
    basis.push_back(std::move(q));
  }
  Projection out{Matrix<double>(n, n), int(basis.size())};
  for (const std::vector<double>& b : basis)
    for (int i = 0; i < n; ++i) {
      const std::span<double> row = out.w.row(i);
      const double bi = b[i];
      for (int j = 0; j < n; ++j) row[j] += bi * b[j];
    }
  return out;
}

Weights learn(Learning rule, const int8_t* patterns, int count, int n, bool keep_diagonal, int dreams, const Rng& rng) {
  Weights out;
  out.n = n;
  if (rule == learn_storkey) {
    out.unit = kFine;
    out.w = rounded(storkey(patterns, count, n), kFine);
  } else if (rule == learn_pseudo_inverse) {
    const Projection p = pseudo_inverse(patterns, count, n);
    out.unit = kFine;
    out.rank = p.rank;
    out.w = rounded(p.w, kFine);
  } else if (rule == learn_perceptron) {
    out = perceptron({patterns, count, n});
  } else if (rule == learn_unlearning) {
    out = unlearn(patterns, count, n, dreams, rng);
  } else {
    out.w = hebb(patterns, count, n, keep_diagonal);
  }
  if (!keep_diagonal || rule == learn_perceptron) clear_diagonal(out.w);
  return out;
}

}  // namespace attractor
