// A mean and its standard error, for the tests that sample.
#pragma once

#include <cmath>
#include <vector>

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

}  // namespace attractor
