// Softmax over memories: what modern Hopfield networks and attention both compute. In doubles for memories of any kind,
// and on bits for memories of +-1.
//
//   xi' = f(xi) = X^T softmax(beta X xi), E = -lse(beta, X xi) + xi.xi / 2 + const     (core/science.md, 9)
//
// H. Ramsauer et al., "Hopfield Networks is All You Need" (2020), its update rule with the memories as rows of X
// instead of columns; A. Vaswani et al., "Attention Is All You Need" (2017).
#pragma once

#include <cstdint>
#include <vector>

#include "core/memory/packed_patterns.h"

namespace attractor {

// weights (count) = softmax(beta X query), out (d) = X^T weights, for X = memories, count x d. Returns lse(beta, X
// query) = (1 / beta) ln sum e^(beta X query). Cost: O(count d).
double attend(const double* memories, int count, int d, const double* query, double beta, double* weights, double* out);

// softmax(Q K^T / sqrt(d)) V as a transformer computes it, with nothing in common with attend(): Q is queries x d, K is
// keys x d, V is keys x width, the result queries x width.
std::vector<double> attention(const std::vector<double>& q, const std::vector<double>& k, const std::vector<double>& v,
                              int queries, int keys, int d);

// ---- Memories of +-1, one bit each ----
// The overlap of two of them is n - 2 popcount(x xor s). For a real query, each group of eight numbers is summed
// beforehand with all 256 patterns of signs, and each byte of a memory looks up its sum.
struct BitMemories {
  int n = 0, count = 0, words = 0;
  std::vector<uint64_t> rows;    // count x words, each memory by to_bits()
  std::vector<uint8_t> columns;  // ceil(count / 8) x n; bit k % 8 of byte (k / 8, i) is memory k at i
};

BitMemories bit_memories(std::vector<uint64_t> rows, int count, int n);

// Work space of one query; a second query allocates nothing.
struct BitQuery {
  std::vector<float> overlaps;  // count, padded to a multiple of 4; then the weights, not normalised, the largest 1
  std::vector<float> tables;
  std::vector<float> out;  // words x 64
  double sum = 0;          // of the weights
  float largest = 0;       // overlap
  int used = 0;            // memories with at least 2^-26 of the largest weight; the others are left out
};

// In this order: overlaps (of a query of +-1, exactly, or of a real one, in sums of floats in a fixed order), weights,
// mean.
void overlaps(const BitMemories&, const uint64_t* query, BitQuery&);
void overlaps(const BitMemories&, const double* query, BitQuery&);
void softmax_weights(int count, float beta, BitQuery&);  // e^(beta (overlap - largest))
void weighted_mean(const BitMemories&, BitQuery&);       // out = X^T weights / sum

}  // namespace attractor
