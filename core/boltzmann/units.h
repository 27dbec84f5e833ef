// Networks of stochastic 0/1 units with symmetric weights, as Boltzmann machines are written: energy, heat bath, and the
// exact sums over all states that their learning asks for.
//
// E(s) = -sum_{i<j} w_ij s_i s_j - sum_i c_i s_i. Unit k has the energy gap sum_i w_ki s_i + c_k between off and on, and the
// heat bath turns it on with probability 1 / (1 + e^(-gap / T)), whatever it was before (Ackley, Hinton, Sejnowski 1985, 5).
// In units +-1, s = (1 + sigma) / 2, the same network has J = w / 4: the heat bath there has 2 h / T in the exponent.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/num.h"

namespace attractor {

struct Units {
  int n = 0;
  Matrix<double> w;       // n x n, symmetric, zero diagonal
  std::vector<double> c;  // n

  explicit Units(int count = 0) : n(count), w(count, count), c(count, 0.0) {}
  void link(int i, int j, double value) { w(i, j) = w(j, i) = value; }
};

double energy(const Units&, const int8_t* s);
double gap(const Units&, const int8_t* s, int k);

// T = 0 is its own branch: the sign of the gap, a fair coin where it is 0.
inline double on_probability(double gap, double T) {
  if (T == 0) return gap > 0 ? 1.0 : gap < 0 ? 0.0 : 0.5;
  return sigmoid(gap / T);
}

// Averages over all states of the Boltzmann distribution.
struct Moments {
  double ln_z = 0;
  std::vector<double> unit;  // n: p_i
  Matrix<double> pair;       // n x n: p_ij, p_ii = p_i
};

// Every state, one by one. `held` (empty, or n) keeps units at 0 or 1, -1 leaves them free; at most 20 are free.
Moments enumerate(const Units&, double T, std::span<const int8_t> held = {});

// Visible units in groups, then hidden units: no links between hidden units, nor from group to group. So each hidden state
// leaves independent groups, and given all visible units each hidden unit is on its own.
struct Layers {
  std::vector<int> groups;  // sizes of the groups, in the order of the units
  int hidden = 0;
  int visible() const {
    int v = 0;
    for (int g : groups) v += g;
    return v;
  }
  int units() const { return visible() + hidden; }
  int group_of(int unit) const;  // -1 for hidden units
  bool linked(int i, int j) const;
};

// The same averages as enumerate(), in 2^hidden sum_g 2^|g| instead of 2^n terms. Pairs that are not linked stay 0.
Moments layered_moments(const Layers&, const Units&, double T, std::span<const int8_t> held = {}, bool pairs = true);

// ln of the weight of a visible vector, summed over the hidden units: -F(v) / T.
double ln_weight(const Layers&, const Units&, double T, const int8_t* visible);

}  // namespace attractor
