// Dense associative memory: energies E = -sum_mu F(x_mu . s) of states s of +-1, and their exact update rule
// (core/science.md, 8.1)
//   s_i <- sign(sum_mu [F(h_mu + x_mu,i) - F(h_mu - x_mu,i)]), h_mu = sum_{j != i} x_mu,j s_j.
// D. Krotov, J. J. Hopfield, NeurIPS 2016.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/choice.h"
#include "core/memory/recall.h"

namespace attractor {

class OverlapEnergy {
 public:
  enum Kind { polynomial, rectified, exponential };  // x^n, (x_+)^n, e^x
  static constexpr Choice kKinds[] = {{polynomial, "polynomial", "Power"},
                                      {rectified, "rectified", "Power of the positive part"},
                                      {exponential, "exponential", "Exponential"}};

  // Tables of F at every overlap -N..N and of F(h + 1) - F(h - 1), which an update adds up. In whole numbers where the
  // sums over all patterns fit 63 bits; else in doubles, scaled so that F(N) = 1.
  OverlapEnergy(Kind, int power, int neurons, int patterns);

  // The network is one of Hebb's rule: it has the patterns by neuron, and its activity keeps the overlaps. O(P) each.
  double field(const Network&, const Activity&, int i) const;  // its sign is the new state; 0 keeps the old one
  double energy(const Network&, const Activity&) const;        // scaled

  bool exact() const { return exact_; }
  int64_t whole_energy(const Network&, const Activity&) const;  // unscaled; only where exact

  // In turn, neuron by neuron, until a whole sweep changes nothing, at most `limit` sweeps.
  void descend(const Network&, Activity&, int limit) const;

 private:
  int neurons_ = 0;
  bool exact_ = false;
  std::vector<int64_t> whole_, whole_step_;  // index h + N
  std::vector<double> real_, real_step_;
};

}  // namespace attractor
