#include "core/spins/small_net.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/base/vec.h"

namespace attractor {

Flips make_flips(const exact::Net& net) {
  assert(net.n() <= kMaxSmallNet);
  Flips f;
  f.n = net.n();
  f.cost = Matrix<double>(f.states(), f.n);
  for (int a = 0; a < f.states(); ++a) {
    f.energy.push_back(exact::energy(net, a));
    for (int i = 0; i < f.n; ++i) f.cost(a, i) = exact::flip_cost(net, a, i);
  }
  return f;
}

std::vector<double> boltzmann_distribution(const Flips& f, double T) {
  const double low = *std::min_element(f.energy.begin(), f.energy.end());
  std::vector<double> p;
  double z = 0;
  for (double e : f.energy) z += p.emplace_back(attractor::exp(-(e - low) / T));
  for (double& x : p) x /= z;
  return p;
}

void propose(const Flips& f, Rule rule, double T, std::vector<double>& p, std::vector<double>& work) {
  const double share = 0.5 / f.n;
  work = p;
  for (int i = 0; i < f.n; ++i) {
    const int bit = f.after(0, i);
    for (int a = 0; a < f.states(); ++a) {  // there and back at once: one exponential for both
      if (a & bit) continue;
      const double d = f.cost(a, i), up = acceptance(rule, d, T);
      const double down = rule == Rule::heat_bath ? 1 - up : acceptance(rule, -d, T);
      const double flow = share * (p[a] * up - p[a | bit] * down);
      work[a] -= flow;
      work[a | bit] += flow;
    }
  }
  p.swap(work);
}

namespace {

// Rates of leaving each state through each spin.
Matrix<double> rates_of(const Flips& f, Rule rule, double T) {
  Matrix<double> r = f.cost;
  for (double& d : r.a) d = acceptance(rule, d, T);
  return r;
}

bool odd(int state) { return (std::popcount(unsigned(state)) & 1) != 0; }

// The states with an even number of spins up, and the rates between them once the others are summed out.
struct EvenStates {
  std::vector<int> place;   // of each such state among them
  std::vector<double> out;  // rate of leaving each state of either kind
  Matrix<double> between;   // states / 2 x states / 2
};

EvenStates sum_out_odd(const Flips& f, const Matrix<double>& rate) {
  const int states = f.states();
  EvenStates e{std::vector<int>(states, 0), std::vector<double>(states, 0.0), {}};
  int count = 0;
  for (int a = 0; a < states; ++a) {
    if (!odd(a)) e.place[a] = count++;
    for (int i = 0; i < f.n; ++i) e.out[a] += rate(a, i);
  }
  e.between = Matrix<double>(count, count);
  for (int u = 0; u < states; ++u)
    for (int i = 0; odd(u) && i < f.n; ++i)
      for (int j = 0; j < f.n; ++j) {
        const int a = f.after(u, i), b = f.after(u, j);
        if (a != b) e.between(e.place[a], e.place[b]) += rate(a, i) * rate(u, j) / e.out[u];
      }
  return e;
}

// The distribution of a chain with these rates (spoilt), up to a factor: from the last state to the first, each is
// summed out, and on the way back its weight is that of the ways into it.
std::vector<double> eliminate(Matrix<double>& rate) {
  const int count = rate.rows;
  for (int m = count - 1; m > 0; --m) {
    const std::span<const double> from = rate.row(m);
    double out = 0;
    for (int j = 0; j < m; ++j) out += from[j];
    for (int i = 0; i < m; ++i) {
      const std::span<double> row = rate.row(i);
      if (row[m] == 0) continue;
      const double share = row[m] /= out;
      for (int j = 0; j < m; ++j) row[j] += share * from[j];
    }
  }
  std::vector<double> p(count, 0.0);
  p[0] = 1;
  for (int m = 1; m < count; ++m)
    for (int i = 0; i < m; ++i) p[m] += p[i] * rate(i, m);
  return p;
}

}  // namespace

std::vector<double> stationary(const Flips& f, Rule rule, double T) {
  const Matrix<double> rate = rates_of(f, rule, T);
  EvenStates e = sum_out_odd(f, rate);
  const std::vector<double> even = eliminate(e.between);
  std::vector<double> distribution(f.states(), 0.0);
  double sum = 0;
  for (int a = 0; a < f.states(); ++a) {
    double& p = distribution[a];
    if (!odd(a)) p = even[e.place[a]];
    for (int i = 0; odd(a) && i < f.n; ++i) {
      const int from = f.after(a, i);
      p += even[e.place[from]] * rate(from, i) / e.out[a];
    }
    sum += p;
  }
  for (double& p : distribution) p /= sum;
  return distribution;
}

double mean_energy(const Flips& f, const std::vector<double>& p) { return dot(p, f.energy); }

double distance(const std::vector<double>& p, const std::vector<double>& q) {
  double d = 0;
  for (int a = 0; a < std::ssize(p); ++a) d += std::fabs(p[a] - q[a]);
  return d / 2;
}

double largest_flux(const Flips& f, Rule rule, double T, const std::vector<double>& p) {
  const Matrix<double> rate = rates_of(f, rule, T);
  double most = 0;
  for (int a = 0; a < f.states(); ++a)
    for (int i = 0; i < f.n; ++i) {
      const int b = f.after(a, i);
      const double there = p[a] * rate(a, i), back = p[b] * rate(b, i);
      most = std::max(most, (there - back) * 0.5 / f.n);
    }
  return most;
}

double cycle_ratio(const Flips& f, Rule rule, double T, const std::vector<int>& cycle) {
  double there = 1, back = 1;
  for (int k = 0; k < std::ssize(cycle); ++k) {
    const int a = cycle[k], b = cycle[(k + 1) % cycle.size()];
    const int site = f.n - 1 - std::countr_zero(unsigned(a ^ b));
    there *= acceptance(rule, f.cost(a, site), T);
    back *= acceptance(rule, f.cost(b, site), T);
  }
  return there / back;
}

double slide_temperature(double d, double T) { return d / softplus(d / T); }

double temperature_of(const Flips& f, double energy, bool& known) {
  double lo = 1e-3, hi = 1e6;
  known = energy > mean_energy(f, boltzmann_distribution(f, lo)) + 1e-9 &&
          energy < mean_energy(f, boltzmann_distribution(f, hi)) - 1e-9;
  for (int i = 0; known && i < 80; ++i) {
    const double middle = std::sqrt(lo * hi);
    (mean_energy(f, boltzmann_distribution(f, middle)) < energy ? lo : hi) = middle;
  }
  return known ? std::sqrt(lo * hi) : 0;
}

double deepest_trap(const Flips& f) {
  const int states = f.states();
  std::vector<int> order(states), root(states, states);  // root = states: still above the water
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return f.energy[a] < f.energy[b]; });
  auto find = [&](int a) {
    while (root[a] != a) a = root[a] = root[root[a]];
    return a;
  };
  const double ground = f.energy[order[0]] + 1e-12;
  double deepest = 0;
  for (int a : order) {  // states in order of energy, as water rises: where two lakes meet, the shallower one's depth is known
    root[a] = a;
    for (int i = 0; i < f.n; ++i) {
      const int b = f.after(a, i);
      if (root[b] == states) continue;
      int x = find(a), y = find(b);
      if (x == y) continue;
      if (f.energy[x] > f.energy[y] || (f.energy[x] == f.energy[y] && x > y)) std::swap(x, y);
      if (f.energy[y] > ground) deepest = std::max(deepest, f.energy[a] - f.energy[y]);
      root[y] = x;
    }
  }
  return deepest;
}

exact::Net make_small_net(SmallNet kind, int n, double field, const Rng& rng) {
  if (kind == three_spins) n = 3;
  if (kind == one_spin) n = 1;
  if (kind == triangle) n = 3;
  exact::Net net(n, field);
  auto join = [&](int i, int j, double J) {
    net.J(i, j) += J;
    net.J(j, i) += J;
  };
  Draw draw = rng.draw(Stream::weights);
  if (kind == three_spins) {
    join(0, 1, 1), join(0, 2, 0.5), join(1, 2, -0.75);
    net.theta[0] += 0.1, net.theta[2] -= 0.2;
  }
  if (kind == one_spin) net.theta[0] += 0.5;
  for (int i = 0; kind == small_ring && i < n; ++i) join(i, (i + 1) % n, 1);
  for (int i = 0; kind == triangle && i < 3; ++i) join(i, (i + 1) % 3, -1);
  for (int i = 0; kind == small_glass && i < n; ++i)
    for (int j = i + 1; j < n; ++j) join(i, j, draw.normal() / std::sqrt(double(n)));
  return net;
}

}  // namespace attractor
