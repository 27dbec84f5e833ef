// Dropout (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014): while learning each unit is left out with
// probability p, and those that stay count 1 / (1 - p) times, so that nothing changes when all of them answer.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/rng.h"

namespace attractor {

// mask: 0 with probability p (to 2^-32), else 1 / (1 - p). A function of the generator's step and the lane alone.
template <class T>
void dropout_mask(double p, const Rng&, uint32_t lane, std::span<T> mask);

}  // namespace attractor
