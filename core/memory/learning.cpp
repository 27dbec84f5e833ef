#include "core/memory/learning.h"

#include <algorithm>
#include <cmath>

namespace attractor {
namespace {

constexpr double kFine = 0x1p-24;    // unit of rules with real weights
constexpr int kUnlearnShift = 6;     // one unlearned state weighs 1/64 of a pattern
constexpr double kDependent = 1e-8;  // a pattern whose rest after projection is shorter than this share of it is dependent
constexpr int64_t kMaxPerceptronSteps = 4000;  // per neuron
constexpr int kMarginShare = 4;                // margin asked for: n / 4 (in units of w x)

std::vector<int32_t> rounded(const std::vector<double>& w, double unit) {
  std::vector<int32_t> out(w.size());
  for (std::size_t i = 0; i < w.size(); ++i) out[i] = int32_t(std::floor(w[i] / unit + 0.5));
  return out;
}

// q := q - sum_k (q . b_k) b_k, for an orthonormal basis; twice, because once loses orthogonality.
void orthogonalise(std::vector<double>& q, const std::vector<std::vector<double>>& basis) {
  for (int pass = 0; pass < 2; ++pass)
    for (const std::vector<double>& b : basis) {
      double dot = 0;
      for (std::size_t i = 0; i < q.size(); ++i) dot += q[i] * b[i];
      for (std::size_t i = 0; i < q.size(); ++i) q[i] -= dot * b[i];
    }
}

// Neuron i by the minimal-overlap algorithm: a_mu is how often pattern mu was added; all in whole numbers. The margin of a
// pattern is x_i^mu sum_{j != i} w_ij x_j^mu with w_ij = sum_mu a_mu x_i^mu x_j^mu.
bool train_neuron(const int8_t* x, int count, int n, int i, const std::vector<int32_t>& gram, std::vector<int32_t>& a) {
  const auto P = std::size_t(count);
  std::vector<int64_t> margin(P, 0);
  std::fill(a.begin(), a.end(), 0);
  auto sign = [&](std::size_t mu) { return int64_t(x[mu * std::size_t(n) + std::size_t(i)]); };
  for (int64_t t = 0; t < kMaxPerceptronSteps; ++t) {
    std::size_t worst = 0;
    for (std::size_t mu = 1; mu < P; ++mu)
      if (margin[mu] < margin[worst]) worst = mu;
    if (margin[worst] >= n / kMarginShare) return true;
    ++a[worst];
    for (std::size_t mu = 0; mu < P; ++mu)  // the Gram matrix without site i, seen through the signs of both patterns
      margin[mu] += sign(worst) * sign(mu) * (gram[worst * P + mu] - sign(worst) * sign(mu));
  }
  return false;
}

// G_kl = x_k . x_l.
std::vector<int32_t> gram_matrix(const int8_t* x, int count, int n) {
  const auto P = std::size_t(count), N = std::size_t(n);
  std::vector<int32_t> gram(P * P, 0);
  for (std::size_t k = 0; k < P; ++k)
    for (std::size_t l = 0; l <= k; ++l) {
      int32_t sum = 0;
      for (std::size_t j = 0; j < N; ++j) sum += x[k * N + j] * x[l * N + j];
      gram[k * P + l] = gram[l * P + k] = sum;
    }
  return gram;
}

Weights perceptron(const int8_t* x, int count, int n) {
  const auto P = std::size_t(count), N = std::size_t(n);
  const std::vector<int32_t> gram = gram_matrix(x, count, n);
  std::vector<int32_t> a(P);
  Weights out;
  out.n = n, out.unit = 1.0 / n, out.symmetric = false;
  out.w.assign(N * N, 0);
  for (std::size_t i = 0; i < N; ++i) {
    out.learned = train_neuron(x, count, n, int(i), gram, a) && out.learned;
    for (std::size_t mu = 0; mu < P; ++mu) {
      if (a[mu] == 0) continue;
      const int32_t times = a[mu] * x[mu * N + i];
      for (std::size_t j = 0; j < N; ++j) out.w[i * N + j] += times * x[mu * N + j];
    }
  }
  return out;
}

// Follows the signs of the fields from a random state to rest (a few sweeps at most), in turn.
std::vector<int8_t> dream(const std::vector<int32_t>& w, int n, Draw draw) {
  const auto N = std::size_t(n);
  std::vector<int8_t> s(N);
  for (int8_t& v : s) v = int8_t(draw.sign());
  std::vector<int64_t> h(N, 0);
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) h[i] += int64_t(w[i * N + j]) * s[j];
  for (int sweep = 0; sweep < 20; ++sweep) {
    bool moved = false;
    for (std::size_t i = 0; i < N; ++i) {
      if (h[i] * s[i] >= 0) continue;
      for (std::size_t j = 0; j < N; ++j) h[j] -= 2 * int64_t(w[i * N + j]) * s[i];
      s[i] = int8_t(-s[i]);
      moved = true;
    }
    if (!moved) break;
  }
  return s;
}

Weights unlearn(const int8_t* x, int count, int n, int dreams, const Rng& rng) {
  const auto N = std::size_t(n);
  Weights out;
  out.n = n, out.unit = 1.0 / (1 << kUnlearnShift);
  out.w = hebb(x, count, n, false);
  for (int32_t& v : out.w) v *= 1 << kUnlearnShift;
  for (int d = 0; d < dreams; ++d) {
    const std::vector<int8_t> s = dream(out.w, n, rng.draw(Stream::weights, uint32_t(d)));
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j < N; ++j)
        if (i != j) out.w[i * N + j] -= s[i] * s[j];
  }
  return out;
}

}  // namespace

std::vector<int32_t> hebb(const int8_t* patterns, int count, int n, bool keep_diagonal) {
  const auto size = std::size_t(n);
  std::vector<int32_t> w(size * size, 0);
  for (std::size_t k = 0; k < std::size_t(count); ++k) {
    const int8_t* x = patterns + k * size;
    for (std::size_t i = 0; i < size; ++i) {
      int32_t* row = &w[i * size];
      const int32_t xi = x[i];
      for (std::size_t j = 0; j < size; ++j) row[j] += xi * x[j];
    }
  }
  if (!keep_diagonal)
    for (std::size_t i = 0; i < size; ++i) w[i * size + i] = 0;
  return w;
}

bool perceptron_learns(const int8_t* patterns, int count, int n) {
  const std::vector<int32_t> gram = gram_matrix(patterns, count, n);
  std::vector<int32_t> a(std::size_t(count), 0);
  for (int i = 0; i < n; ++i)
    if (!train_neuron(patterns, count, n, i, gram, a)) return false;
  return true;
}

std::vector<double> storkey(const int8_t* patterns, int count, int n) {
  const auto N = std::size_t(n);
  std::vector<double> w(N * N, 0.0), h(N);
  for (std::size_t k = 0; k < std::size_t(count); ++k) {
    const int8_t* x = patterns + k * N;
    for (std::size_t i = 0; i < N; ++i) {
      h[i] = 0;
      for (std::size_t j = 0; j < N; ++j) h[i] += w[i * N + j] * x[j];
    }
    // h_ij = sum_{k != i, j} w_ik x_k = h_i - w_ii x_i - w_ij x_j, with the diagonal at zero throughout.
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = i + 1; j < N; ++j) {
        const double wij = w[i * N + j], hij = h[i] - wij * x[j], hji = h[j] - wij * x[i];
        const double grown = wij + (x[i] * x[j] - x[i] * hji - hij * x[j]) / n;
        w[i * N + j] = w[j * N + i] = grown;
      }
  }
  return w;
}

Projection pseudo_inverse(const int8_t* patterns, int count, int n) {
  const auto N = std::size_t(n);
  std::vector<std::vector<double>> basis;
  for (std::size_t k = 0; k < std::size_t(count) && basis.size() < N; ++k) {
    std::vector<double> q(patterns + k * N, patterns + (k + 1) * N);
    orthogonalise(q, basis);
    double norm = 0;
    for (double v : q) norm += v * v;
    if (norm < kDependent * n) continue;
    const double scale = 1.0 / std::sqrt(norm);
    for (double& v : q) v *= scale;
    basis.push_back(std::move(q));
  }
  Projection out{std::vector<double>(N * N, 0.0), int(basis.size())};
  for (const std::vector<double>& b : basis)
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j < N; ++j) out.w[i * N + j] += b[i] * b[j];
  return out;
}

Weights learn(Learning rule, const int8_t* patterns, int count, int n, bool keep_diagonal, int dreams, const Rng& rng) {
  Weights out;
  out.n = n;
  if (rule == learn_storkey) {
    out.unit = kFine;
    out.w = rounded(storkey(patterns, count, n), kFine);
  } else if (rule == learn_pseudo_inverse) {
    Projection p = pseudo_inverse(patterns, count, n);
    out.unit = kFine;
    out.rank = p.rank;
    out.w = rounded(p.w, kFine);
  } else if (rule == learn_perceptron) {
    out = perceptron(patterns, count, n);
  } else if (rule == learn_unlearning) {
    out = unlearn(patterns, count, n, dreams, rng);
  } else {
    out.w = hebb(patterns, count, n, keep_diagonal);
  }
  if (!keep_diagonal || rule == learn_perceptron)
    for (std::size_t i = 0; i < std::size_t(n); ++i) out.w[i * std::size_t(n) + i] = 0;
  return out;
}

}  // namespace attractor
