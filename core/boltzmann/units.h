// Networks of stochastic 0/1 units with symmetric weights: energy, heat bath, and the exact averages over all states
// that the learning of a Boltzmann machine needs.
//
// E(s) = -sum_{i<j} w_ij s_i s_j - sum_i c_i s_i. The energy gap of unit k between off and on is sum_i w_ki s_i + c_k,
// and the heat bath turns it on with probability p_k = 1 / (1 + e^(-gap_k / T)), whatever it was before: D. H. Ackley,
// G. E. Hinton, T. J. Sejnowski, Cognitive Science 9, 147 (1985), equations 3 to 5; core/science.md, 5.1. In units +-1,
// s = (1 + sigma) / 2, the same network has J = w / 4, and its heat bath has 2 h / T in the exponent.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/coin.h"
#include "core/base/matrix.h"
#include "core/base/num.h"
#include "core/base/rng.h"

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
// The unit's state after its update by 64 random bits: on with on_probability(gap, T).
inline bool next_state(uint64_t bits, double gap, double T) {
  return T == 0 ? below(bits, threshold(on_probability(gap, 0))) : sigmoid_coin(bits, gap / T);
}

// Averages over all states of the Boltzmann distribution.
struct Moments {
  double ln_z = 0;
  std::vector<double> unit;  // n: p_i
  Matrix<double> pair;       // n x n: p_ij, p_ii = p_i
};

// State by state: at most 20 units may be free (asserted). `clamped` (empty, or n) holds units at 0 or 1; -1 leaves
// them free.
Moments enumerate(const Units&, double T, std::span<const int8_t> clamped = {});

// Visible units in groups, then hidden units, without links between hidden units or from group to group. So the groups
// are independent given the hidden units, and the hidden units given all visible ones.
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

// The same averages as enumerate(), in 2^hidden sum_g 2^|g| instead of 2^n terms. Pairs that are not linked stay 0;
// without `pairs` all do.
Moments layered_moments(const Layers&, const Units&, double T, std::span<const int8_t> clamped = {}, bool pairs = true);

// ln of the weight of a visible vector, summed over the hidden units: -F(v) / T.
double ln_weight(const Layers&, const Units&, double T, const int8_t* visible);

}  // namespace attractor
