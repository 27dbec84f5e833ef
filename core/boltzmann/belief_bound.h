// ln p(v) of a small deep belief net without labels, exactly, and the lower bound that greedy learning raises.
//
// With Q the recognition distribution, a product of independent units, for each layer from the top down:
//   ln p(h_k) >= B(h_k) = sum_{h_(k+1)} Q(h_(k+1) | h_k) [ln p(h_k | h_(k+1)) + B(h_(k+1)) - ln Q(h_(k+1) | h_k)],
// where B of the top machine's lower layer is its exact ln p. core/science.md, 6.8.
// G. Hinton, S. Osindero, Y.-W. Teh, Neural Computation 18, 1527 (2006), section 4.
#pragma once

#include <vector>

#include "core/boltzmann/belief_net.h"

namespace attractor {

inline constexpr int kMaxSummedLayer = 12;  // units of each hidden layer but the highest
inline constexpr int kMaxSummedPair = 16;   // units of two neighbouring ones of those

// Whether the sums stay that small; the number of cells matters only where there is a single machine.
bool can_bound(const BeliefNet&);

struct Bound {
  double ln_p = 0, bound = 0;
};
// One for each of `pictures`, count x cells of 0 and 1. Needs can_bound().
std::vector<Bound> bounds(const BeliefNet&, const std::vector<uint8_t>& pictures);

}  // namespace attractor
