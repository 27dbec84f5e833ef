// ln Z of a layered network (units.h) without the averages that layered_moments() takes, at a hundredth of its cost.
#pragma once

#include <span>

#include "core/boltzmann/units.h"

namespace attractor {

// Z = sum over hidden states h of e^(c.h / T) prod over groups of sum over the group's states a of e^(-E(a) / T)
// prod_{i in a} e^(f_i / T), with f the field of the hidden units. Given these, a state's weight is that of the state
// without one of its units, times one factor, so that the innermost loop has no exponential. `clamped` as in
// layered_moments(), and equal to it up to rounding. Cost: 2^hidden sum_g 2^|g| multiplications, |g| the free units of a
// group.
double ln_partition(const Layers&, const Units&, double T, std::span<const int8_t> clamped = {});

}  // namespace attractor
