// ln Z of a layered network (units.h), alone: what layered_moments() gives besides the averages, at a hundredth of its cost.
#pragma once

#include <span>

#include "core/boltzmann/units.h"

namespace attractor {

// Z = sum over hidden states of e^(c.h / T) prod over groups of sum over the group's states a of e^(-E(a) / T) prod_i in a e^(f_i / T),
// with f the field of the hidden units: given these, a state's weight is that of the state without one of its units, times one
// factor. So no exponential is taken in the innermost loop. `held` as in layered_moments(). Equal to that to rounding.
// 2^hidden sum_g 2^|g| multiplications, where |g| counts the units of a group that are free.
double ln_partition(const Layers&, const Units&, double T, std::span<const int8_t> held = {});

}  // namespace attractor
