#include "core/boltzmann/partition.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

namespace attractor {
namespace {

constexpr double kSafe = 300;  // sums of exponents beyond which products of exponentials might leave the range of a double

// A group's units that are free, those held at 1, and the weights of the free ones' states: bit k of a state is unit free[k].
struct Group {
  std::vector<int> free, on;
  std::vector<double> inner;  // e^(-E / T) of the links inside, with the units held at 1
  double most = 0;            // the largest |-E / T| there
};

Group make_group(const Units& net, int first, int size, double T, std::span<const int8_t> held) {
  Group g;
  for (int i = first; i < first + size; ++i) {
    const int8_t v = held.empty() ? int8_t(-1) : held[std::size_t(i)];
    if (v < 0) g.free.push_back(i);
    if (v > 0) g.on.push_back(i);
  }
  double base = 0;
  for (int i : g.on)
    for (int j : g.on) base += i < j ? net.weight(i, j) : 0;
  g.inner.assign(std::size_t(1) << g.free.size(), base / T);
  for (uint32_t a = 1; a < g.inner.size(); ++a) {
    const int unit = g.free[std::size_t(std::countr_zero(a))];
    double e = 0;
    for (int j : g.on) e += net.weight(unit, j);
    for (uint32_t rest = a & (a - 1); rest; rest &= rest - 1)
      e += net.weight(unit, g.free[std::size_t(std::countr_zero(rest))]);
    g.inner[a] = g.inner[a & (a - 1)] + e / T;
  }
  for (double& e : g.inner) {
    g.most = std::max(g.most, std::fabs(e));
    e = attractor::exp(e);
  }
  return g;
}

double field_of(const Units& net, int unit, const std::vector<int>& hidden) {
  double f = net.c[std::size_t(unit)];
  for (int h : hidden) f += net.weight(unit, h);
  return f;
}

// ln of the sum over the group's states, given the hidden units that are on; false where a factor might not fit a double.
bool sum_states(const Group& g, const Units& net, double T, const std::vector<int>& hidden, std::vector<double>& work,
                double& ln) {
  work.resize(g.inner.size());
  double size = g.most, z = g.inner[0];
  std::vector<double> factor;
  for (int i : g.free) {
    const double f = field_of(net, i, hidden) / T;
    size += std::fabs(f);
    factor.push_back(attractor::exp(f));
  }
  if (!(size < kSafe)) return false;
  work[0] = 1;
  for (std::size_t k = 0, half = 1; k < factor.size(); ++k, half *= 2)  // half of the states have unit k, and none above it
    for (std::size_t a = 0; a < half; ++a) {
      work[half + a] = work[a] * factor[k];
      z += g.inner[half + a] * work[half + a];
    }
  ln = attractor::log(z);
  for (int i : g.on) ln += field_of(net, i, hidden) / T;
  return true;
}

}  // namespace

double ln_partition(const Layers& layers, const Units& net, double T, std::span<const int8_t> held) {
  assert(T > 0 && layers.units() == net.n);
  std::vector<Group> groups;
  for (int first = 0; int size : layers.groups) {
    groups.push_back(make_group(net, first, size, T, held));
    first += size;
  }
  const int V = layers.visible();
  std::vector<double> work;
  std::vector<int> hidden;
  double top = -std::numeric_limits<double>::infinity(), z = 0;
  for (uint32_t state = 0; state < 1u << layers.hidden; ++state) {
    bool legal = true;
    double ln = 0;
    hidden.clear();
    for (int k = 0; k < layers.hidden; ++k) {
      const int on = int(state >> k & 1), unit = V + k;
      legal = legal && (held.empty() || held[std::size_t(unit)] < 0 || held[std::size_t(unit)] == on);
      if (!on) continue;
      hidden.push_back(unit);
      ln += net.c[std::size_t(unit)] / T;
    }
    if (!legal) continue;
    for (const Group& g : groups) {
      double part = 0;
      if (!sum_states(g, net, T, hidden, work, part)) return layered_moments(layers, net, T, held, false).ln_z;
      ln += part;
    }
    if (ln > top) z = z * attractor::exp(top - ln) + 1, top = ln;
    else z += attractor::exp(ln - top);
  }
  return top + attractor::log(z);
}

}  // namespace attractor
