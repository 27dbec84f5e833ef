// Learning rules of associative memory, from patterns to weights (core/science.md, 3.2). Weights are whole numbers, so
// that recall is exact everywhere: w_ij in units of `unit`, that is, a coupling of unit w_ij. Patterns x^mu, mu = 1 ..
// P, have n neurons of +-1 each.
//
//   rule            w                                                                    unit    cost
//   hebb            sum_mu x^mu x^mu^T - P I                                             1       P n^2
//   storkey         w += [x_i x_j - x_i h_ji - h_ij x_j] / n, pattern by pattern,        2^-24   P n^2
//                   h_ij = sum_{k != i,j} w_ik x_k
//   pseudo_inverse  X^T (X X^T)^-1 X, the projection on the patterns                     2^-24   P n^2
//   perceptron      each neuron gives its patterns a margin by the minimal-overlap       1/n     n P steps
//                   algorithm; w is not symmetric, so there is no energy
//   unlearning      Hebb less the states that random starts relax to, `dreams` times     1/64    dreams n^2
//
// Sources: Hopfield 1982; Storkey 1997; Personnaz, Guyon, Dreyfus 1985; Krauth, Mezard 1987; Hopfield, Feinstein,
// Palmer 1983.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/choice.h"
#include "core/base/matrix.h"
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
  Matrix<int32_t> w;  // n x n, or empty
  int rank = -1;      // pseudo-inverse: independent patterns among those given
  bool symmetric = true;
  bool learned = true;  // perceptron: every pattern has its margin
};

// patterns: count x n of +-1. The diagonal stays as the rule gives it, or is set to zero (perceptron: always).
Weights learn(Learning rule, const int8_t* patterns, int count, int n, bool keep_diagonal, int dreams, const Rng& rng);

// The rules themselves, before rounding to units: n x n, diagonals as in the papers.
Matrix<int32_t> hebb(const int8_t* patterns, int count, int n, bool keep_diagonal);
Matrix<double> storkey(const int8_t* patterns, int count, int n);  // zero diagonal
// Whether every neuron finds its margin; stops at the first that does not.
bool perceptron_learns(const int8_t* patterns, int count, int n);
struct Projection {
  Matrix<double> w;  // n x n, symmetric, trace = rank
  int rank;
};
Projection pseudo_inverse(const int8_t* patterns, int count, int n);

}  // namespace attractor
