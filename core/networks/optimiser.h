// Gradient descent on a minibatch, with momentum and weight decay.
#pragma once

#include <span>

namespace attractor {

// v <- momentum v - rate (slope + decay w), w <- w + v. Without momentum v is the step itself. Decay is the slope of
// (decay / 2) |w|^2; biases are given none.
struct Descent {
  double rate = 0.1, momentum = 0, decay = 0;
};
template <class T>
void descend(const Descent&, std::span<const T> slope, std::span<T> velocity, std::span<T> weights);

}  // namespace attractor
