// Energies that are a sum over patterns of a function of the overlap, E = -sum_mu F(x_mu . s), and the exact update rule that
// goes with them: s_i becomes the sign of sum_mu [F(h_mu + x_mu,i) - F(h_mu - x_mu,i)], h_mu the overlap without neuron i.
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

  // F at every overlap -N..N, and D(h) = F(h + 1) - F(h - 1): what an update adds up. In whole numbers where the sums over
  // all patterns fit 63 bits; else in doubles, scaled so that F(N) = 1.
  OverlapEnergy(Kind, int power, int neurons, int patterns);

  // The network is one of Hebb's rule (its patterns by neuron), the activity keeps the overlaps.
  double field(const Network&, const Activity&, std::size_t i) const;  // its sign is the new state; 0 keeps the old one
  double energy(const Network&, const Activity&) const;                // scaled

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
