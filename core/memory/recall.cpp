#include "core/memory/recall.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>

#include "core/base/simd.h"

namespace attractor {
namespace {

// s^T W s.
void count_quadratic(const Network& net, Activity& a) {
  a.quadratic = 0;
  if (net.by_overlaps()) {  // sum_mu m_mu^2, less P from the own square of each neuron where the diagonal is left out
    for (int mu = 0; mu < net.count; ++mu) a.quadratic += int64_t(a.overlaps[mu]) * a.overlaps[mu];
    a.quadratic -= int64_t(net.self) * net.n;
  } else {
    for (int i = 0; i < net.n; ++i) a.quadratic += a.fields[i] * a.spins[i];
  }
}

// m = X s.
void count_overlaps(const Network& net, Activity& a) {
  std::vector<int32_t> m(net.count);
  net.packed.overlaps(net.packed.pack_state(a.spins.data()).data(), m.data());
  a.overlaps.assign(net.stride(), 0);
  std::copy(m.begin(), m.end(), a.overlaps.begin());
}

// h = W s.
void count_fields(const Network& net, Activity& a) {
  a.fields.assign(net.n, 0);
  for (int i = 0; i < net.n; ++i) {
    const std::span<const int32_t> row = net.weights.w.row(i);
    int64_t h = 0;
    for (int j = 0; j < net.n; ++j) h += int64_t(row[j]) * a.spins[j];
    a.fields[i] = h;
  }
}

// x . m of whole numbers, padded to a multiple of 8.
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

// Neurons in which the state differs from sign(e1 x1 + e2 x2 + e3 x3), with the signs e of the overlaps.
int mixture_distance(const Network& net, const Activity& a, const std::array<int, 3>& parts) {
  int differ = 0;
  for (int i = 0; i < net.n; ++i) {
    int sum = 0;
    for (const int mu : parts) sum += (a.overlaps[mu] < 0 ? -1 : 1) * net.x()(mu, i);
    differ += (sum > 0 ? 1 : -1) != a.spins[i];
  }
  return differ;
}

}  // namespace

Network make_network(Learning rule, std::vector<int8_t> patterns, int n, bool keep_diagonal, int dreams, const Rng& rng) {
  Network net;
  net.n = n;
  net.count = int(std::ssize(patterns) / n);
  net.patterns = std::move(patterns);
  net.packed = PackedPatterns(net.patterns.data(), net.count, n);
  if (rule != learn_hebb) {
    assert(n <= kMaxMatrixNeurons);
    net.weights = learn(rule, net.patterns.data(), net.count, n, keep_diagonal, dreams, rng);
    net.coupling = rule == learn_unlearning ? net.weights.unit / n : net.weights.unit;
    return net;
  }
  net.coupling = 1.0 / n;
  net.self = keep_diagonal ? 0 : net.count;
  net.by_neuron = Matrix<int16_t>(n, net.stride());
  for (int mu = 0; mu < net.count; ++mu) {
    const std::span<const int8_t> x = net.x().row(mu);
    for (int i = 0; i < n; ++i) net.by_neuron(i, mu) = x[i];
  }
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

int64_t field(const Network& net, const Activity& a, int i) {
  if (!net.by_overlaps()) return a.fields[i];
  return dot(net.by_neuron.row(i).data(), a.overlaps.data(), net.by_neuron.cols) - int64_t(net.self) * a.spins[i];
}

void flip(const Network& net, Activity& a, int i) {
  const int change = -2 * a.spins[i];
  if (net.by_overlaps()) {
    // m grows by change x, and with it s^T W s = sum m^2 - self n.
    const int16_t* x = net.by_neuron.row(i).data();
    int16_t* m = a.overlaps.data();
    a.quadratic += 2 * int64_t(change) * dot(x, m, net.by_neuron.cols) + int64_t(change) * change * net.count;
    const I16x8 by = I16x8{} + int16_t(change);
    for (int k = 0; k < net.by_neuron.cols; k += 8) store(m + k, load<I16x8>(m + k) + by * load<I16x8>(x + k));
  } else {
    const Matrix<int32_t>& W = net.weights.w;
    // From s to s + change e_i: s^T W s grows by change [(W s)_i + (s^T W)_i] + change^2 W_ii, (W s)_j by change W_ji.
    int64_t column = net.weights.symmetric ? a.fields[i] : 0;  // (s^T W)_i
    for (int j = 0; j < net.n && !net.weights.symmetric; ++j) column += int64_t(W(j, i)) * a.spins[j];
    a.quadratic += change * (a.fields[i] + column) + int64_t(change) * change * W(i, i);
    if (net.weights.symmetric) {
      const std::span<const int32_t> row = W.row(i);
      for (int j = 0; j < net.n; ++j) a.fields[j] += int64_t(change) * row[j];
    } else {
      for (int j = 0; j < net.n; ++j) a.fields[j] += int64_t(change) * W(j, i);
    }
    for (int mu = 0; mu < net.count; ++mu) a.overlaps[mu] = int16_t(a.overlaps[mu] + change * net.x()(mu, i));
  }
  a.spins[i] = int8_t(-a.spins[i]);
}

int64_t step_synchronous(const Network& net, Activity& a, int64_t bias, bool keep) {
  const std::vector<int8_t> before = a.spins;
  if (net.by_overlaps()) {
    const PackedPatterns& packed = net.packed;
    const std::vector<uint64_t> state = packed.pack_state(a.spins.data());
    const std::vector<int32_t> m(a.overlaps.begin(), a.overlaps.begin() + net.count);
    std::vector<uint64_t> next(state.size());
    packed.step(state.data(), m.data(), net.self, int(bias), keep, next.data());
    packed.unpack_state(next.data(), a.spins.data());
  } else {
    for (int i = 0; i < net.n; ++i) a.spins[i] = int8_t(sign_of(a.fields[i] + bias, before[i], keep));
  }
  int64_t flips = 0;
  for (int i = 0; i < net.n; ++i) flips += a.spins[i] != before[i];
  if (flips > 0) a = make_activity(net, std::move(a.spins));
  return flips;
}

bool is_fixed_point(const Network& net, const Activity& a, int64_t bias, bool keep) {
  for (int i = 0; i < net.n; ++i)
    if (sign_of(field(net, a, i) + bias, a.spins[i], keep) != a.spins[i]) return false;
  return true;
}

bool is_mixture(const Network& net, const Activity& a) {
  constexpr int kCandidates = 6;  // patterns of largest |overlap| that are tried as parts
  std::vector<int> best;
  for (int mu = 0; mu < net.count; ++mu) {
    int at = int(best.size());
    best.push_back(mu);
    for (; at > 0 && std::abs(a.overlaps[best[at - 1]]) < std::abs(a.overlaps[mu]); --at) std::swap(best[at], best[at - 1]);
    if (best.size() > kCandidates) best.pop_back();
  }
  const int count = int(best.size());
  for (int i = 0; i < count; ++i)
    for (int j = i + 1; j < count; ++j)
      for (int k = j + 1; k < count; ++k)
        if (mixture_distance(net, a, {best[i], best[j], best[k]}) * 50 <= net.n) return true;
  return false;
}

int descend(const Network& net, Activity& a, int limit) {
  return descend_by(net, a, limit, [&](int i) { return field(net, a, i); });
}

}  // namespace attractor
