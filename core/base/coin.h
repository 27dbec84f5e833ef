// Heads with probability sigmoid(x): below(bits, threshold(sigmoid(x))), the same answer for every x and all 64 random
// bits. A table decides all but one toss in 20,000 without an exponential; the others are decided by the sigmoid itself.
#pragma once

#include <cstdint>

namespace attractor {

bool sigmoid_coin(uint64_t bits, double x);

}  // namespace attractor
