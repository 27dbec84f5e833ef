// How likely a small deep belief net without labels finds a picture: exactly, and the bound that greedy learning raises.
//
// With Q the recognition, a product of independent units, for every layer from the top down:
//   ln p(h_k) >= B(h_k) = sum over h_(k+1) of Q(h_(k+1) | h_k) [ln p(h_k | h_(k+1)) + B(h_(k+1)) - ln Q(h_(k+1) | h_k)],
// B of the top machine's lower layer being its exact ln p.
// G. Hinton, S. Osindero, Y.-W. Teh, Neural Computation 18, 1527 (2006), section 4.
#pragma once

#include <vector>

#include "core/boltzmann/belief_net.h"

namespace attractor {

inline constexpr int kMaxSummedLayer = 12;  // units of each hidden layer but the highest
inline constexpr int kMaxSummedPair = 16;   // units of two neighbouring ones of those

// Whether the sums stay that small; cells count only where there is a single machine.
bool can_bound(const BeliefNet&);

struct Bound {
  double ln_p = 0, bound = 0;
};
// One for each of `pictures`, count x cells of 0 and 1.
std::vector<Bound> bounds(const BeliefNet&, const std::vector<uint8_t>& pictures);

}  // namespace attractor
