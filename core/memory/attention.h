// Softmax over memories: what modern Hopfield networks and attention compute alike. Two ways: in doubles for memories of any
// kind, and bit-packed for memories of +-1.
//
// Ramsauer et al., "Hopfield Networks is All You Need" (2020); Vaswani et al., "Attention Is All You Need" (2017).
#pragma once

#include <cstdint>
#include <vector>

#include "core/memory/packed_patterns.h"

namespace attractor {

// weights (count) = softmax(beta X query), out (d) = X^T weights, for X = memories, count x d. Returns lse(beta, X query).
double attend(const double* memories, int count, int d, const double* query, double beta, double* weights, double* out);

// softmax(Q K^T / sqrt(d)) V as a transformer writes it: queries x d, keys x d, keys x width. Shares nothing with attend().
std::vector<double> attention(const std::vector<double>& q, const std::vector<double>& k, const std::vector<double>& v,
                              int queries, int keys, int d);

// ---- Memories of +-1, one bit each ---------------------------------------------------------------------------------------
// An overlap of two of them is n - 2 popcount(x xor s). Where the query is real, eight of its numbers at a time are summed
// beforehand with all 256 patterns of signs, and a byte of a memory looks its sum up.
struct BitMemories {
  int n = 0, count = 0, words = 0;
  std::vector<uint64_t> rows;    // count x words, each memory by to_bits()
  std::vector<uint8_t> columns;  // ceil(count / 8) x n; bit k % 8 of byte (k / 8, i) is memory k at i
};

BitMemories bit_memories(std::vector<uint64_t> rows, int count, int n);

// The scratch of one query, kept so that nothing is allocated again.
struct BitQuery {
  std::vector<float> overlaps;  // then the weights, not normalised, the largest 1; padded to a multiple of 4
  std::vector<float> tables;
  std::vector<float> out;  // words x 64
  double sum = 0;          // of the weights
  float largest = 0;       // overlap
  int used = 0;            // memories with a weight of 2^-26 of the largest or more; the others are left out
};

void overlaps(const BitMemories&, const uint64_t* query, BitQuery&);  // exact
void overlaps(const BitMemories&, const double* query, BitQuery&);    // sums of floats in a fixed order
void softmax_weights(int count, float beta, BitQuery&);               // overlaps become weights
void weighted_mean(const BitMemories&, BitQuery&);                    // out = X^T weights / sum

}  // namespace attractor
