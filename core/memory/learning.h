// Learning rules of associative memory: from patterns to weights in whole numbers, so that recall is exact everywhere.
//
// patterns: count x n of +-1. Weights w are n x n row-major in units of `unit` (the coupling is unit w).
//   hebb            sum_mu x x^T - P I                                             unit 1       (Hopfield 1982)
//   storkey         w += [x_i x_j - x_i h_ji - h_ij x_j] / n, pattern by pattern   unit 2^-24   (Storkey 1997)
//   pseudo_inverse  X^T (X X^T)^-1 X, the projection on the patterns               unit 2^-24   (Personnaz, Guyon, Dreyfus 1985)
//   perceptron      each neuron's patterns get a margin by the minimal-overlap     unit 1/n     (Krauth, Mezard 1987);
//                   algorithm; not symmetric, so there is no energy that must fall
//   unlearning      Hebb minus what random starts fall into, `dreams` times        unit 1/64    (Hopfield, Feinstein, Palmer 1983)
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/choice.h"
#include "core/base/rng.h"

namespace attractor {

enum Learning { learn_hebb, learn_storkey, learn_pseudo_inverse, learn_perceptron, learn_unlearning };
inline constexpr Choice kLearningRules[] = {{learn_hebb, "hebb", "Hebb"},
                                            {learn_storkey, "storkey", "Storkey"},
                                            {learn_pseudo_inverse, "projection", "Pseudo-inverse"},
                                            {learn_perceptron, "perceptron", "Perceptron"},
                                            {learn_unlearning, "unlearning", "Unlearning"}};

struct Weights {
  int n = 0;
  double unit = 1;
  std::vector<int32_t> w;  // n x n
  int rank = -1;           // pseudo-inverse: independent patterns among those given
  bool symmetric = true;
  bool learned = true;  // perceptron: every pattern has its margin
};

// The diagonal is kept as the rule gives it, or set to zero.
Weights learn(Learning rule, const int8_t* patterns, int count, int n, bool keep_diagonal, int dreams, const Rng& rng);

// The rules themselves, before rounding to units; n x n, diagonals as the papers have them.
std::vector<int32_t> hebb(const int8_t* patterns, int count, int n, bool keep_diagonal);
std::vector<double> storkey(const int8_t* patterns, int count, int n);  // zero diagonal
// Whether every neuron finds its margin; stops at the first that does not.
bool perceptron_learns(const int8_t* patterns, int count, int n);
struct Projection {
  std::vector<double> w;  // symmetric, trace = rank
  int rank;
};
Projection pseudo_inverse(const int8_t* patterns, int count, int n);

}  // namespace attractor
