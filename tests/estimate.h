// A mean and its standard error, for the tests that sample.
#pragma once

#include <cmath>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/vec.h"

namespace attractor {

// Of independent numbers.
struct Estimate {
  double n = 0, sum = 0, squares = 0;
  void add(double x) { n += 1, sum += x, squares += x * x; }
  double mean() const { return sum / n; }
  double error() const { return std::sqrt((squares / n - mean() * mean()) / (n - 1)); }
  double z(double exact) const { return (mean() - exact) / error(); }
};

// Of a chain, whose numbers hang together: the mean of 64 batches, each so long that it has forgotten the one before.
struct ChainEstimate {
  Estimate batches;
  double sum = 0;
  int in_batch = 0, size;
  explicit ChainEstimate(int samples) : size(samples / 64) {}
  void add(double x) {
    sum += x;
    if (++in_batch == size) {
      batches.add(sum / size);
      sum = 0, in_batch = 0;
    }
  }
  double mean() const { return batches.mean(); }
  double error() const { return batches.error(); }
  double z(double exact) const { return batches.z(exact); }
};

// How often each of some states follows each, against a row-stochastic matrix.
struct MoveCount {
  Matrix<double> seen;
  explicit MoveCount(int states) : seen(states, states) {}
  void add(int from, int to) { seen(from, to) += 1; }
  // The largest deviation, in standard errors, with one move's grace: a few of what is rare are no wonder. What P excludes is.
  double worst(const Matrix<double>& P) const {
    double most = 0;
    for (int i = 0; i < P.rows; ++i)
      for (int j = 0; j < P.rows; ++j) {
        const double wanted = sum(seen.row(i)) * P(i, j), spread = std::sqrt(wanted * (1 - P(i, j)));
        most = std::max(most, std::fabs(seen(i, j) - wanted) / (spread + (wanted > 0 ? 1 : 1e-9)));
      }
    return most;
  }
};

}  // namespace attractor
