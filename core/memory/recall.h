// Recall in associative memory: a network that has learned, shared by all states, and the activity of its neurons,
// updated one by one or all at once.
//
//   h_i = sum_j W_ij s_j,  E = -1/2 J s^T W s,  J the coupling of one unit of W     (core/science.md, 3)
//
// Hebb's rule goes through the overlaps m = X s, without the n x n matrix: a field costs O(P), a flip O(P). Every other
// rule goes through its weights, with all fields kept up to date: a field costs O(1), a flip O(n). All in whole
// numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/learning.h"
#include "core/memory/packed_patterns.h"

namespace attractor {

inline constexpr int kMaxMatrixNeurons = 784;  // rules with a matrix
inline constexpr int kMaxMatrixPatterns = 200;

struct Network {
  int n = 0, count = 0;
  std::vector<int8_t> patterns;  // count x n
  Weights weights;               // empty for Hebb
  PackedPatterns packed;         // Hebb
  Matrix<int16_t> by_neuron;     // Hebb: n x stride, the patterns at each neuron, padded with 0
  int self = 0;                  // Hebb: P where the diagonal is left out, 0 where it is kept
  double coupling = 1;           // J per whole number: J = W / n for Hebb, as in textbooks

  bool by_overlaps() const { return weights.w.a.empty(); }
  MatrixView<const int8_t> x() const { return {patterns.data(), count, n}; }  // x_i of pattern mu is x()(mu, i)
  int stride() const { return (count + 7) / 8 * 8; }
};

Network make_network(Learning rule, std::vector<int8_t> patterns, int n, bool keep_diagonal, int dreams, const Rng& rng);

struct Activity {
  std::vector<int8_t> spins;
  std::vector<int16_t> overlaps;  // X s, padded to the stride of the network (|m| <= n <= 16,384)
  std::vector<int64_t> fields;    // W s; empty for Hebb
  int64_t quadratic = 0;          // s^T W s
};

Activity make_activity(const Network&, std::vector<int8_t> spins);
int64_t field(const Network&, const Activity&, int i);  // sum_j W_ij s_j
void flip(const Network&, Activity&, int i);

// What a neuron becomes: the sign of its field, with `bias` added; at 0 it keeps its state or becomes +1.
inline int sign_of(int64_t h, int old, bool keep) { return h > 0 ? 1 : h < 0 ? -1 : keep ? old : 1; }

// All neurons at once; returns the number of flips.
int64_t step_synchronous(const Network&, Activity&, int64_t bias, bool keep);
bool is_fixed_point(const Network&, const Activity&, int64_t bias, bool keep);

// Whether the state is the sign of a sum of three stored patterns (with signs), in all but 2 % of the neurons.
bool is_mixture(const Network&, const Activity&);

// Asynchronous descent: in turn, each neuron whose field(i) has the other sign flips, until a whole sweep changes
// nothing. Returns the number of sweeps, at most `limit`.
template <class Field>
int descend_by(const Network& net, Activity& a, int limit, Field field) {
  for (int sweep = 1; sweep <= limit; ++sweep) {
    bool changed = false;
    for (int i = 0; i < net.n; ++i) {
      if (field(i) * a.spins[i] >= 0) continue;
      flip(net, a, i);
      changed = true;
    }
    if (!changed) return sweep;
  }
  return limit;
}
int descend(const Network&, Activity&, int limit);  // by h = W s

}  // namespace attractor
