// Patterns of +-1 packed into bits, and the two products of Hebbian recall without the n x n matrix:
//   overlaps  m = X s        by exclusive or and bit count,
//   fields    h = X^T m      by tables of the sixteen partial sums of four overlaps, looked up by byte shuffle.
// In whole numbers: exact, and the same everywhere.
#pragma once

#include <cstdint>
#include <vector>

namespace attractor {

// n numbers of +-1 as words: bit i % 64 of word i / 64 is set for +1, the rest is 0.
inline int bit_words(int n) { return (n + 127) / 128 * 2; }  // an even number: they are taken two at a time
std::vector<uint64_t> to_bits(const int8_t* pattern, int n);

class PackedPatterns {
 public:
  PackedPatterns() = default;
  // patterns: count x n of +-1, at most 2^28 of them (asserted).
  PackedPatterns(const int8_t* patterns, int count, int n);

  int n() const { return n_; }
  int count() const { return count_; }
  int words() const { return words_; }  // of a packed state

  std::vector<uint64_t> pack_state(const int8_t* spins) const { return to_bits(spins, n_); }
  void unpack_state(const uint64_t* state, int8_t* spins) const;

  // m[k] = sum_i x_ki s_i, for all patterns.
  void overlaps(const uint64_t* state, int32_t* m) const;

  // One synchronous step: s'_i = sign(sum_k m_k x_ki - self s_i + bias); at 0 the state is kept (`keep`) or becomes +1.
  // self = count leaves the diagonal out, self = 0 keeps it. `next` is not `state`. Needs n <= 2^24.
  void step(const uint64_t* state, const int32_t* m, int self, int bias, bool keep, uint64_t* next) const;

 private:
  struct Tables;
  Tables make_tables(const int32_t* m) const;
  void block_fields(const Tables&, int block, int32_t* fields) const;

  int n_ = 0, count_ = 0, words_ = 0, groups_ = 0;  // groups of 8 patterns, one byte of code each
  std::vector<uint64_t> bits_;                      // count x words
  std::vector<uint8_t> codes_;                      // [block of 64 neurons][group][64]: bit j of a code is pattern 8 group + j
};

}  // namespace attractor
