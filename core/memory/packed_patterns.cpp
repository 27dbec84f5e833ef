#include "core/memory/packed_patterns.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>

#include "core/base/simd.h"

namespace attractor {
namespace {

constexpr int kLargest = 2047;  // of overlaps in the tables, whose 16-bit entries hold 4 x 2047; larger ones are added apart

// Transposes 8 x 8 bits (Warren, "Hacker's Delight", 7-3): byte j, bit b -> byte b, bit j.
uint64_t transpose8(uint64_t x) {
  uint64_t t = (x ^ (x >> 7)) & 0x00AA00AA00AA00AAull;
  x ^= t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000CCCC0000CCCCull;
  x ^= t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000F0F0F0F0ull;
  return x ^ t ^ (t << 28);
}

}  // namespace

std::vector<uint64_t> to_bits(const int8_t* pattern, int n) {
  std::vector<uint64_t> bits(bit_words(n), 0);
  for (int i = 0; i < n; ++i)
    if (pattern[i] > 0) bits[i / 64] |= uint64_t(1) << (i % 64);
  return bits;
}

// Partial sums of the overlaps m.
struct PackedPatterns::Tables {
  std::vector<uint8_t> bytes;  // [group][low nibble: 16 low bytes, 16 high bytes; high nibble: the same]
  std::vector<int32_t> large;  // patterns whose overlap does not fit the tables
  const int32_t* m = nullptr;
  int flush = 1;  // groups that can be added before a 16-bit sum could overflow
};

PackedPatterns::PackedPatterns(const int8_t* patterns, int count, int n)
    : n_(n), count_(count), words_(bit_words(n)), groups_((count + 7) / 8) {
  assert(int64_t(count) * n <= 1 << 28);  // indices are int
  for (int k = 0; k < count; ++k) {
    const std::vector<uint64_t> row = to_bits(patterns + k * n, n);
    bits_.insert(bits_.end(), row.begin(), row.end());
  }
  codes_.assign(words_ * groups_ * 64, 0);
  for (int w = 0; w < words_; ++w)
    for (int g = 0; g < groups_; ++g) {
      uint64_t row[8];
      for (int j = 0; j < 8; ++j) row[j] = 8 * g + j < count ? bits_[(8 * g + j) * words_ + w] : 0;
      uint8_t* code = &codes_[(w * groups_ + g) * 64];
      for (int b = 0; b < 64; b += 8) {
        uint64_t x = 0;
        for (int j = 0; j < 8; ++j) x |= ((row[j] >> b) & 0xFF) << (8 * j);
        x = transpose8(x);
        std::memcpy(code + b, &x, 8);
      }
    }
}

void PackedPatterns::unpack_state(const uint64_t* state, int8_t* spins) const {
  for (int i = 0; i < n_; ++i) spins[i] = (state[i / 64] >> (i % 64)) & 1 ? 1 : -1;
}

__attribute__((noinline)) void PackedPatterns::overlaps(const uint64_t* state, int32_t* m) const {
  const int vectors = words_ / 2;
  for (int k = 0; k < count_; ++k) {
    const uint64_t* x = &bits_[k * words_];
    int64_t differ = 0;
    for (int v = 0; v < vectors;) {
      U8x16 bytes{};  // at most 31 vectors: 31 x 8 < 256
      for (const int end = std::min(vectors, v + 31); v < end; ++v)
        bytes += popcount8(reinterpret_cast<U8x16>(load<U64x2>(x + 2 * v) ^ load<U64x2>(state + 2 * v)));
      const U64x2 low = reinterpret_cast<U64x2>(bytes) & 0x00FF00FF00FF00FFull;
      const U64x2 high = (reinterpret_cast<U64x2>(bytes) >> 8) & 0x00FF00FF00FF00FFull;
      const U64x2 pairs = low + high;
      for (int l = 0; l < 2; ++l) differ += int64_t((pairs[l] * 0x0001000100010001ull) >> 48);
    }
    m[k] = n_ - 2 * int32_t(differ);
  }
}

PackedPatterns::Tables PackedPatterns::make_tables(const int32_t* m) const {
  Tables tables;
  tables.m = m;
  tables.bytes.resize(groups_ * 64);
  int most = 1;
  for (int g = 0; g < groups_; ++g) {
    int32_t v[8];
    for (int j = 0; j < 8; ++j) {
      const int k = 8 * g + j;
      v[j] = k < count_ ? m[k] : 0;
      if (std::abs(v[j]) > kLargest) {
        tables.large.push_back(k);
        v[j] = 0;
      }
      most = std::max(most, std::abs(v[j]));
    }
    for (int half = 0; half < 2; ++half) {
      const int32_t* q = v + 4 * half;
      int16_t t[16];
      t[0] = int16_t(-(q[0] + q[1] + q[2] + q[3]));
      for (int c = 1; c < 16; ++c) t[c] = int16_t(t[c & (c - 1)] + 2 * q[__builtin_ctz(unsigned(c))]);
      uint8_t* d = &tables.bytes[g * 64 + half * 32];
      for (int c = 0; c < 16; ++c) {
        d[c] = uint8_t(t[c]);
        d[16 + c] = uint8_t(uint16_t(t[c]) >> 8);
      }
    }
  }
  tables.flush = std::max(1, 32767 / (8 * most));
  return tables;
}

// Fields of the 64 neurons of a block.
__attribute__((noinline)) void PackedPatterns::block_fields(const Tables& tables, int block, int32_t* fields) const {
  I32x4 total[16] = {};
  const U8x16 nibble = U8x16{} + 15;
  for (int g0 = 0; g0 < groups_; g0 += tables.flush) {
    const int g1 = std::min(groups_, g0 + tables.flush);
    I16x8 sum[8] = {};
    for (int g = g0; g < g1; ++g) {
      const uint8_t* t = &tables.bytes[g * 64];
      const uint8_t* c = &codes_[(block * groups_ + g) * 64];
      const U8x16 l0 = load<U8x16>(t), h0 = load<U8x16>(t + 16), l1 = load<U8x16>(t + 32), h1 = load<U8x16>(t + 48);
#pragma GCC unroll 4
      for (int q = 0; q < 4; ++q) {
        const U8x16 code = load<U8x16>(c + 16 * q), low = code & nibble, high = code >> 4;
        const U8x16 a = swizzle(l0, low), b = swizzle(h0, low), d = swizzle(l1, high), e = swizzle(h1, high);
        sum[2 * q] += zip_low(a, b) + zip_low(d, e);
        sum[2 * q + 1] += zip_high(a, b) + zip_high(d, e);
      }
    }
    for (int q = 0; q < 8; ++q) {
      total[2 * q] += widen_low(sum[q]);
      total[2 * q + 1] += widen_high(sum[q]);
    }
  }
  std::memcpy(fields, total, sizeof total);
  for (int32_t k : tables.large) {
    const uint64_t x = bits_[k * words_ + block];
    for (int b = 0; b < 64; ++b) fields[b] += (x >> b) & 1 ? tables.m[k] : -tables.m[k];
  }
}

void PackedPatterns::step(const uint64_t* state, const int32_t* m, int self, int bias, bool keep, uint64_t* next) const {
  const Tables tables = make_tables(m);
  for (int w = 0; w < words_; ++w) {
    int32_t fields[64];
    block_fields(tables, w, fields);
    const uint64_t old = state[w];
    uint64_t now = 0;
    for (int b = 0; b < 64; ++b) {
      const bool up = (old >> b) & 1;
      const int32_t h = fields[b] - (up ? self : -self) + bias;
      now |= uint64_t(h > 0 || (h == 0 && (up || !keep))) << b;
    }
    const int valid = n_ - 64 * w;
    if (valid < 64) now &= valid <= 0 ? 0 : (uint64_t(1) << valid) - 1;
    next[w] = now;
  }
}

}  // namespace attractor
