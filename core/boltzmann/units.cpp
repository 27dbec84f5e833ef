#include "core/boltzmann/units.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>

namespace attractor {

double energy(const Units& net, const int8_t* s) {
  double e = 0;
  for (int i = 0; i < net.n; ++i) {
    if (!s[i]) continue;
    e -= net.c[i];
    for (int j = i + 1; j < net.n; ++j)
      if (s[j]) e -= net.w(i, j);
  }
  return e;
}

double gap(const Units& net, const int8_t* s, int k) {
  double g = net.c[k];
  const std::span<const double> w = net.w.row(k);
  for (int i = 0; i < net.n; ++i) g += w[i] * s[i];
  return g;
}

Moments enumerate(const Units& net, double T, std::span<const int8_t> clamped) {
  const int n = net.n;
  std::vector<int> free, on;
  for (int i = 0; i < n; ++i) {
    if (clamped.empty() || clamped[i] < 0) free.push_back(i);
    else if (clamped[i]) on.push_back(i);
  }
  assert(free.size() <= 20 && T > 0);
  std::vector<double> field;  // of the free units, from the clamped ones
  double still = 0;           // -E of the clamped units
  for (int k : free) {
    field.push_back(net.c[k]);
    for (int i : on) field.back() += net.w(k, i);
  }
  for (int i : on) {
    still += net.c[i];
    for (int j : on) still += j < i ? net.w(i, j) : 0;
  }
  // -E of each state, from that of the state without its lowest unit.
  const uint32_t states = 1u << free.size();
  std::vector<double> ln(states, still);
  for (uint32_t a = 1; a < states; ++a) {
    const int low = std::countr_zero(a);
    double e = ln[a & (a - 1)] + field[low];
    const std::span<const double> w = net.w.row(free[low]);
    for (uint32_t rest = a & (a - 1); rest; rest &= rest - 1) e += w[free[std::countr_zero(rest)]];
    ln[a] = e;
  }
  const double top = *std::max_element(ln.begin(), ln.end());
  Moments m{0, std::vector<double>(n, 0.0), Matrix<double>(n, n)};
  double z = 0;
  std::vector<int> up;
  for (uint32_t a = 0; a < states; ++a) {
    const double weight = attractor::exp((ln[a] - top) / T);
    z += weight;
    up = on;
    for (uint32_t rest = a; rest; rest &= rest - 1) up.push_back(free[std::countr_zero(rest)]);
    for (int i = 0; i < std::ssize(up); ++i) {
      const std::span<double> pair = m.pair.row(up[i]);
      for (int j = 0; j <= i; ++j) pair[up[j]] += weight;
    }
  }
  for (int i = 0; i < n; ++i)  // each pair was counted in one order or the other
    for (int j = 0; j <= i; ++j) {
      const double p = (m.pair(i, j) + (i == j ? 0 : m.pair(j, i))) / z;
      m.pair(i, j) = m.pair(j, i) = p;
    }
  for (int i = 0; i < n; ++i) m.unit[i] = m.pair(i, i);
  m.ln_z = top / T + attractor::log(z);
  return m;
}

int Layers::group_of(int unit) const {
  for (int g = 0, first = 0; g < int(groups.size()); first += groups[g++])
    if (unit < first + groups[g]) return g;
  return -1;
}

bool Layers::linked(int i, int j) const {
  const int a = group_of(i), b = group_of(j);
  return i != j && (a >= 0 || b >= 0) && (a == b || a < 0 || b < 0);
}

namespace {

// The states of one group of visible units; bit i of a state is unit first + i.
struct Group {
  int first, size;
  std::vector<double> inner;  // -E of the links inside, by state
  std::vector<double> ln, p;  // work: ln weight, then probability, given the hidden units
  std::vector<double> total;  // probability summed over hidden states
  std::vector<int8_t> legal;  // agrees with the clamped units
};

Group make_group(const Units& net, int first, int size, std::span<const int8_t> clamped) {
  const uint32_t states = 1u << size;
  const std::vector<double> none(states, 0.0);
  Group g{first, size, none, none, none, none, std::vector<int8_t>(states, 1)};
  for (uint32_t a = 1; a < states; ++a) {
    const int low = std::countr_zero(a);
    double e = g.inner[a & (a - 1)];
    for (int j = low + 1; j < size; ++j)
      if (a >> j & 1) e += net.w(first + low, first + j);
    g.inner[a] = e;
  }
  for (int i = 0; i < size && !clamped.empty(); ++i)
    if (const int8_t v = clamped[first + i]; v >= 0)
      for (uint32_t a = 0; a < states; ++a)
        if (int8_t(a >> i & 1) != v) g.legal[a] = 0;
  return g;
}

// Probabilities of the group's states given the hidden units; returns ln of their sum before normalising.
double condition(Group& g, const Units& net, double T, const std::vector<int8_t>& s) {
  double top = -std::numeric_limits<double>::infinity(), z = 0;
  std::vector<double> field(g.size, 0.0);
  for (int i = 0; i < g.size; ++i) {
    double& f = field[i] = net.c[g.first + i];
    const std::span<const double> w = net.w.row(g.first + i);
    for (int h = 0; h < net.n; ++h)
      if (s[h]) f += w[h];
  }
  const auto states = uint32_t(g.ln.size());
  g.ln[0] = 0;  // linear part first
  for (uint32_t a = 1; a < states; ++a) g.ln[a] = g.ln[a & (a - 1)] + field[std::countr_zero(a)];
  for (uint32_t a = 0; a < states; ++a) {
    g.ln[a] = (g.ln[a] + g.inner[a]) / T;
    if (g.legal[a]) top = std::max(top, g.ln[a]);
  }
  for (uint32_t a = 0; a < states; ++a) z += g.p[a] = g.legal[a] ? attractor::exp(g.ln[a] - top) : 0;
  for (double& p : g.p) p /= z;
  return top + attractor::log(z);
}

// The sums so far, in units of e^top.
struct Sum {
  double top = -std::numeric_limits<double>::infinity(), z = 0;
  Matrix<double> pair;

  // Makes room for a term of size e^ln and returns its weight.
  double weigh(double ln, std::vector<Group>& groups) {
    if (ln > top) {
      const double factor = attractor::exp(top - ln);
      z *= factor;
      for (double& p : pair.a) p *= factor;
      for (Group& g : groups)
        for (double& p : g.total) p *= factor;
      top = ln;
    }
    const double weight = attractor::exp(ln - top);
    z += weight;
    return weight;
  }
};

// Adds the pairs with a hidden unit, and the groups' own probabilities, of one hidden state.
void add_state(Sum& sum, std::vector<Group>& groups, const std::vector<int8_t>& s, int V, double weight) {
  std::vector<int> on;
  for (int k = V; k < std::ssize(s); ++k)
    if (s[k]) on.push_back(k);
  for (const int k : on) sum.pair(k, k) += weight;
  for (Group& g : groups) {
    std::vector<double> mean(g.size, 0.0);
    for (uint32_t a = 0; a < g.p.size(); ++a) {
      g.total[a] += weight * g.p[a];
      for (uint32_t left = on.empty() ? 0 : a; left; left &= left - 1) mean[std::countr_zero(left)] += g.p[a];
    }
    for (int i = 0; i < g.size; ++i)
      for (const int k : on) sum.pair(k, g.first + i) += weight * mean[i];
  }
}

}  // namespace

Moments layered_moments(const Layers& layers, const Units& net, double T, std::span<const int8_t> clamped, bool pairs) {
  assert(T > 0 && layers.units() == net.n);
  const int n = net.n, V = layers.visible();
  std::vector<Group> groups;
  for (int first = 0; int size : layers.groups) {
    groups.push_back(make_group(net, first, size, clamped));
    first += size;
  }
  Sum sum;
  sum.pair = Matrix<double>(n, n);
  std::vector<int8_t> s(n, 0);
  for (uint32_t h = 0; h < 1u << layers.hidden; ++h) {
    bool legal = true;
    double ln = 0;
    for (int k = V; k < net.n; ++k) {
      const int8_t v = s[k] = int8_t(h >> (k - V) & 1);
      legal = legal && (clamped.empty() || clamped[k] < 0 || clamped[k] == v);
      if (v) ln += net.c[k] / T;
    }
    if (!legal) continue;
    for (Group& g : groups) ln += condition(g, net, T, s);
    const double weight = sum.weigh(ln, groups);
    if (pairs) add_state(sum, groups, s, V, weight);
  }
  for (const Group& g : groups)
    for (uint32_t a = 0; a < g.total.size() && pairs; ++a)
      for (uint32_t i = a; i; i &= i - 1)
        for (uint32_t j = i; j; j &= j - 1)
          sum.pair(g.first + std::countr_zero(j), g.first + std::countr_zero(i)) += g.total[a];
  Moments m{sum.top + attractor::log(sum.z), std::vector<double>(n, 0.0), std::move(sum.pair)};
  for (int i = 0; i < n; ++i)  // only what is below the diagonal was summed
    for (int j = 0; j <= i; ++j) m.pair(j, i) = m.pair(i, j) /= sum.z;
  for (int i = 0; i < n; ++i) m.unit[i] = m.pair(i, i);
  return m;
}

double ln_weight(const Layers& layers, const Units& net, double T, const int8_t* visible) {
  const int V = layers.visible();
  double ln = 0;
  for (int i = 0; i < V; ++i) {
    if (!visible[i]) continue;
    ln += net.c[i];
    for (int j = i + 1; j < V; ++j)
      if (visible[j]) ln += net.w(i, j);
  }
  ln /= T;
  for (int h = V; h < net.n; ++h) {
    double g = net.c[h];
    for (int i = 0; i < V; ++i) g += net.w(h, i) * visible[i];
    ln += softplus(g / T);
  }
  return ln;
}

}  // namespace attractor
