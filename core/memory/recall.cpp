#include "core/memory/recall.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "core/base/simd.h"

namespace attractor {
namespace {

void count_quadratic(const Network& net, Activity& a) {
  a.quadratic = 0;
  if (net.by_overlaps()) {  // sum_mu m^2, less P from each neuron's own square where the diagonal is left out
    for (int k = 0; k < net.count; ++k) a.quadratic += int64_t(a.overlaps[std::size_t(k)]) * a.overlaps[std::size_t(k)];
    a.quadratic -= int64_t(net.self) * net.n;
  } else {
    for (std::size_t i = 0; i < a.spins.size(); ++i) a.quadratic += a.fields[i] * a.spins[i];
  }
}

void count_overlaps(const Network& net, Activity& a) {
  std::vector<int32_t> m(std::size_t(net.count));
  net.packed.overlaps(net.packed.pack_state(a.spins.data()).data(), m.data());
  a.overlaps.assign(std::size_t(net.stride), 0);
  for (std::size_t k = 0; k < m.size(); ++k) a.overlaps[k] = int16_t(m[k]);
}

void count_fields(const Network& net, Activity& a) {
  const auto n = std::size_t(net.n);
  a.fields.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const int32_t* row = &net.weights.w[i * n];
    int64_t sum = 0;
    for (std::size_t j = 0; j < n; ++j) sum += int64_t(row[j]) * a.spins[j];
    a.fields[i] = sum;
  }
}

__attribute__((noinline)) int64_t dot(const int16_t* x, const int16_t* m, int stride) {
  I32x4 even{}, odd{};
  int k = 0;
  for (; k + 16 <= stride; k += 16) {
    even += dot16(load<I16x8>(x + k), load<I16x8>(m + k));
    odd += dot16(load<I16x8>(x + k + 8), load<I16x8>(m + k + 8));
  }
  if (k < stride) even += dot16(load<I16x8>(x + k), load<I16x8>(m + k));
  even += odd;
  return int64_t(even[0]) + even[1] + even[2] + even[3];
}

// Neurons in which the state differs from sign(e1 x1 + e2 x2 + e3 x3), the signs e those of the overlaps.
int mixture_distance(const Network& net, const Activity& a, const std::size_t (&k)[3]) {
  const auto n = std::size_t(net.n);
  int differ = 0;
  for (std::size_t i = 0; i < n; ++i) {
    int sum = 0;
    for (std::size_t mu : k) sum += (a.overlaps[mu] < 0 ? -1 : 1) * net.patterns[mu * n + i];
    differ += (sum > 0 ? 1 : -1) != a.spins[i];
  }
  return differ;
}

}  // namespace

Network make_network(Learning rule, std::vector<int8_t> patterns, int n, bool keep_diagonal, int dreams, const Rng& rng) {
  Network net;
  net.n = n;
  net.count = int(patterns.size() / std::size_t(n));
  net.patterns = std::move(patterns);
  net.stride = (net.count + 7) / 8 * 8;
  net.packed = PackedPatterns(net.patterns.data(), net.count, n);
  if (rule != learn_hebb) {
    assert(n <= kMaxMatrixNeurons);
    net.weights = learn(rule, net.patterns.data(), net.count, n, keep_diagonal, dreams, rng);
    net.coupling = rule == learn_unlearning ? net.weights.unit / n : net.weights.unit;
    return net;
  }
  net.coupling = 1.0 / n;
  net.self = keep_diagonal ? 0 : net.count;
  net.by_neuron.assign(std::size_t(n) * std::size_t(net.stride), 0);
  for (std::size_t k = 0; k < std::size_t(net.count); ++k)
    for (std::size_t i = 0; i < std::size_t(n); ++i)
      net.by_neuron[i * std::size_t(net.stride) + k] = net.patterns[k * std::size_t(n) + i];
  return net;
}

Activity make_activity(const Network& net, std::vector<int8_t> spins) {
  Activity a;
  a.spins = std::move(spins);
  count_overlaps(net, a);
  if (!net.by_overlaps()) count_fields(net, a);
  count_quadratic(net, a);
  return a;
}

int64_t field(const Network& net, const Activity& a, std::size_t i) {
  if (!net.by_overlaps()) return a.fields[i];
  return dot(&net.by_neuron[i * std::size_t(net.stride)], a.overlaps.data(), net.stride) - int64_t(net.self) * a.spins[i];
}

void flip(const Network& net, Activity& a, std::size_t i) {
  const int change = -2 * a.spins[i];
  const auto n = std::size_t(net.n);
  if (net.by_overlaps()) {
    // s^T W s = sum m^2 - self n: from m to m + change x.
    const int16_t* x = &net.by_neuron[i * std::size_t(net.stride)];
    a.quadratic += 2 * int64_t(change) * dot(x, a.overlaps.data(), net.stride) + int64_t(change) * change * net.count;
    const I16x8 by = I16x8{} + int16_t(change);
    for (int k = 0; k < net.stride; k += 8)
      store(&a.overlaps[std::size_t(k)], load<I16x8>(&a.overlaps[std::size_t(k)]) + by * load<I16x8>(x + k));
  } else {
    const int32_t* w = net.weights.w.data();
    int64_t column = 0;  // sum_j s_j W_ji
    if (net.weights.symmetric) column = a.fields[i];
    else
      for (std::size_t j = 0; j < n; ++j) column += int64_t(w[j * n + i]) * a.spins[j];
    a.quadratic += change * (a.fields[i] + column) + int64_t(change) * change * w[i * n + i];
    const std::size_t next = net.weights.symmetric ? 1 : n;  // down column i, which is row i where W is symmetric
    const int32_t* wi = net.weights.symmetric ? w + i * n : w + i;
    for (std::size_t j = 0; j < n; ++j) a.fields[j] += int64_t(change) * wi[j * next];
    for (std::size_t k = 0; k < std::size_t(net.count); ++k)
      a.overlaps[k] = int16_t(a.overlaps[k] + change * net.patterns[k * n + i]);
  }
  a.spins[i] = int8_t(-a.spins[i]);
}

int64_t step_all(const Network& net, Activity& a, int64_t bias, bool keep) {
  const std::vector<int8_t> before = a.spins;
  if (net.by_overlaps()) {
    const PackedPatterns& packed = net.packed;
    const std::vector<uint64_t> state = packed.pack_state(a.spins.data());
    std::vector<int32_t> m(a.overlaps.begin(), a.overlaps.begin() + net.count);
    std::vector<uint64_t> next(state.size());
    packed.step(state.data(), m.data(), net.self, int(bias), keep, next.data());
    packed.unpack_state(next.data(), a.spins.data());
  } else {
    for (std::size_t i = 0; i < before.size(); ++i) a.spins[i] = int8_t(sign_of(a.fields[i] + bias, before[i], keep));
  }
  int64_t flips = 0;
  for (std::size_t i = 0; i < before.size(); ++i) flips += a.spins[i] != before[i];
  if (flips > 0) {
    count_overlaps(net, a);
    if (!net.by_overlaps()) count_fields(net, a);
    count_quadratic(net, a);
  }
  return flips;
}

bool at_rest(const Network& net, const Activity& a, int64_t bias, bool keep) {
  for (std::size_t i = 0; i < a.spins.size(); ++i)
    if (sign_of(field(net, a, i) + bias, a.spins[i], keep) != a.spins[i]) return false;
  return true;
}

bool is_mixture(const Network& net, const Activity& a) {
  constexpr std::size_t kCandidates = 6;  // patterns of largest |overlap| that are tried as parts
  std::vector<std::size_t> best;
  for (std::size_t k = 0; k < std::size_t(net.count); ++k) {
    std::size_t at = best.size();
    best.push_back(k);
    for (; at > 0 && std::abs(a.overlaps[best[at - 1]]) < std::abs(a.overlaps[k]); --at) std::swap(best[at], best[at - 1]);
    if (best.size() > kCandidates) best.pop_back();
  }
  for (std::size_t i = 0; i < best.size(); ++i)
    for (std::size_t j = i + 1; j < best.size(); ++j)
      for (std::size_t k = j + 1; k < best.size(); ++k)
        if (mixture_distance(net, a, {best[i], best[j], best[k]}) * 50 <= net.n) return true;
  return false;
}

int descend(const Network& net, Activity& a, int limit) {
  for (int sweep = 1; sweep <= limit; ++sweep) {
    bool moved = false;
    for (std::size_t i = 0; i < a.spins.size(); ++i)
      if (field(net, a, i) * a.spins[i] < 0) {
        flip(net, a, i);
        moved = true;
      }
    if (!moved) return sweep;
  }
  return limit;
}

}  // namespace attractor
