// When to stop: gradient descent on a sample learns the rule first and the noise afterwards, so that the error on new samples
// has a lowest point in time. For least squares its whole course is known.
//
// Error   as in doubledescent: y = x . beta + sigma noise, x of p features from N(0, I), n samples; here beta has a random
//         direction and length r. Test error sigma^2 + |b - beta|^2, training error |y - X b|^2 / n.
// Step    b += (eta / n) X^T (y - X b) from b = 0, for kCopies pairs of a rule and noise on one X at once: what is shown is
//         their mean, with its standard error, and the first of them by itself.
// Known   the mean over rules and noise, mode by mode: with the eigenvalues l_k of X^T X / n and f_k = (1 - eta l_k)^t
//         test  sigma^2 + sum_k [f_k^2 r^2 / p + sigma^2 (1 - f_k)^2 / (n l_k)] + r^2 (p - rank) / p
//         training  (1/n) [sum_k f_k^2 (n l_k r^2 / p + sigma^2) + (n - rank) sigma^2].
//         Above eta = 2 / l_max it diverges.
// Not here momentum, minibatches; a held-out set, which in practice stands for the test error.
// Source  A. Ali, J. Z. Kolter, R. J. Tibshirani, AISTATS 2019, arXiv:1810.10082.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/matrix.h"
#include "core/run/model.h"

namespace attractor::earlystop {

inline constexpr int kCopies = 32;

struct Params {
  int n = 40;
  int p = 36;
  double sigma = 0.7;
  double r = 1;
  double eta = 0.2;
};

// The mean over the copies, and the standard error of the test error.
struct Errors {
  double training, test, spread;
};
struct Record {
  int64_t step;
  Errors errors;
};

struct State {
  Matrix<double> X;                 // n x p
  Matrix<double> beta, y, b;        // a row for each copy: p, n, p
  std::vector<double> eigenvalues;  // of X^T X / n, those above 0
  std::vector<Record> records;      // at steps that lie evenly in their logarithm
  int64_t steps = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);

Errors measured(const Params&, const State&);
Errors expected(const Params&, const State&, double steps);  // spread 0
// Step of the lowest expected test error.
int64_t best_step(const Params&, const State&);

extern const Model kModel;

}  // namespace attractor::earlystop
