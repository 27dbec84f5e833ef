#include "core/networks/optimiser.h"

#include <cassert>

#include "core/networks/dense.h"

namespace attractor {

template <class T>
void descend(const Descent& d, std::span<const T> slope, std::span<T> velocity, std::span<T> weights) {
  assert(slope.size() == weights.size() && velocity.size() == weights.size());
  using V = typename VectorOf<T>::Type;
  const T rate = T(d.rate), momentum = T(d.momentum), decay = T(d.decay);
  const T* g = slope.data();
  T *v = velocity.data(), *w = weights.data();
  const std::ptrdiff_t n = std::ssize(weights);
  std::ptrdiff_t i = 0;
  for (; i + kLanes<T> <= n; i += kLanes<T>) {
    const V old = load<V>(w + i), way = momentum * load<V>(v + i) - rate * (load<V>(g + i) + decay * old);
    store(v + i, way);
    store(w + i, old + way);
  }
  for (; i < n; ++i) {
    v[i] = momentum * v[i] - rate * (g[i] + decay * w[i]);
    w[i] += v[i];
  }
}

template void descend<float>(const Descent&, std::span<const float>, std::span<float>, std::span<float>);
template void descend<double>(const Descent&, std::span<const double>, std::span<double>, std::span<double>);

}  // namespace attractor
