#include "core/networks/optimiser.h"

#include <cassert>

namespace attractor {

template <class T>
void descend(const Descent& d, std::span<const T> slope, std::span<T> velocity, std::span<T> weights) {
  assert(slope.size() == weights.size() && velocity.size() == weights.size());
  const T rate = T(d.rate), momentum = T(d.momentum), decay = T(d.decay);
  const T* g = slope.data();
  T *v = velocity.data(), *w = weights.data();
  for (std::ptrdiff_t i = 0; i < std::ssize(weights); ++i) {
    v[i] = momentum * v[i] - rate * (g[i] + decay * w[i]);
    w[i] += v[i];
  }
}

template void descend<float>(const Descent&, std::span<const float>, std::span<float>, std::span<float>);
template void descend<double>(const Descent&, std::span<const double>, std::span<double>, std::span<double>);

}  // namespace attractor
