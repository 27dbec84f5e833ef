#include "core/memory/attention.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/base/simd.h"

// V8 leaves a loop that was inlined into its caller in its slowest tier.
#define KERNEL __attribute__((noinline))

namespace attractor {
namespace {

constexpr float kSkip = 0x1p-26f;

F32x4 all(float x) { return F32x4{x, x, x, x}; }

// The sign bits of four numbers by four bits of a memory: flipped where a bit is 0.
constexpr int32_t kFlip = INT32_MIN;
constexpr int32_t kSigns[16][4] = {
    {kFlip, kFlip, kFlip, kFlip}, {0, kFlip, kFlip, kFlip}, {kFlip, 0, kFlip, kFlip}, {0, 0, kFlip, kFlip},
    {kFlip, kFlip, 0, kFlip},     {0, kFlip, 0, kFlip},     {kFlip, 0, 0, kFlip},     {0, 0, 0, kFlip},
    {kFlip, kFlip, kFlip, 0},     {0, kFlip, kFlip, 0},     {kFlip, 0, kFlip, 0},     {0, 0, kFlip, 0},
    {kFlip, kFlip, 0, 0},         {0, kFlip, 0, 0},         {kFlip, 0, 0, 0},         {0, 0, 0, 0},
};

std::size_t padded(int count) { return (std::size_t(count) + 3) / 4 * 4; }

// table[b] = sum of +-x[j], + where bit j of b is set, for 8 numbers (fewer: the missing ones are 0).
template <class T>
void sign_table(const T* x, int count, float* table) {
  float total = 0;
  for (int j = 0; j < count; ++j) total += float(x[j]);
  table[0] = -total;
  for (int j = 0; j < 8; ++j) {
    const float twice = j < count ? 2 * float(x[j]) : 0.0f;
    for (int b = 0; b < 1 << j; ++b) table[(1 << j) + b] = table[b] + twice;
  }
}

// A few memories carry the weight: each is added with its signs.
KERNEL void mix_rows(const BitMemories& m, const float* p, float scale, float* y) {
  for (int k = 0; k < m.count; ++k) {
    if (p[k] < kSkip) continue;
    const uint64_t* row = &m.rows[std::size_t(k) * std::size_t(m.words)];
    const I32x4 q = reinterpret_cast<I32x4>(all(p[k] * scale));
    for (int w = 0; w < m.words; ++w) {
      uint64_t bits = row[w];
      for (float* at = y + 64 * w; at < y + 64 * (w + 1); at += 4, bits >>= 4)
        store(at, load<F32x4>(at) + reinterpret_cast<F32x4>(q ^ load<I32x4>(kSigns[bits & 15])));
    }
  }
}

// Many do: eight memories at a time through a table of their signed sums.
KERNEL void mix_columns(const BitMemories& m, const float* p, float scale, float* y) {
  float table[256];
  for (int g = 0; g * 8 < m.count; ++g) {
    sign_table(p + g * 8, std::min(8, m.count - g * 8), table);
    const uint8_t* bytes = &m.columns[std::size_t(g) * std::size_t(m.n)];
    for (int i = 0; i < m.n; ++i) y[i] += table[bytes[i]];
  }
  for (int i = 0; i < m.n; ++i) y[i] *= scale;
}

KERNEL void exact_overlaps(const BitMemories& m, const uint64_t* s, float* out) {
  for (int k = 0; k < m.count; ++k) {
    const uint64_t* x = &m.rows[std::size_t(k) * std::size_t(m.words)];
    uint64_t differ = 0;
    for (int w = 0; w < m.words;) {
      U8x16 bytes{};  // at most 31 vectors: 31 x 8 < 256
      for (const int end = std::min(m.words, w + 62); w < end; w += 2)
        bytes += popcount8(reinterpret_cast<U8x16>(load<U64x2>(x + w) ^ load<U64x2>(s + w)));
      const U64x2 v = reinterpret_cast<U64x2>(bytes);
      const U64x2 pairs = (v & 0x00FF00FF00FF00FFull) + ((v >> 8) & 0x00FF00FF00FF00FFull);
      differ += ((pairs[0] + pairs[1]) * 0x0001000100010001ull) >> 48;
    }
    out[k] = float(m.n - 2 * int(differ));
  }
}

KERNEL void table_overlaps(const BitMemories& m, const float* tables, float* out) {
  const int groups = (m.n + 7) / 8;
  const auto stride = std::size_t(m.words) * 8;
  const auto* bytes = reinterpret_cast<const uint8_t*>(m.rows.data());  // little-endian everywhere we run
  for (int k = 0; k < m.count; ++k) {
    const uint8_t* x = bytes + std::size_t(k) * stride;
    float a = 0, b = 0, c = 0, d = 0;
    int g = 0;
    for (const float* t = tables; g + 4 <= groups; g += 4, t += 1024) {
      a += t[x[g]];
      b += t[256 + x[g + 1]];
      c += t[512 + x[g + 2]];
      d += t[768 + x[g + 3]];
    }
    for (; g < groups; ++g) a += tables[g * 256 + x[g]];
    out[k] = (a + b) + (c + d);
  }
}

KERNEL double exponentials(std::size_t count, float beta, float largest, float* z) {
  F32x4 sum{};
  for (std::size_t k = 0; k < count; k += 4) {
    const F32x4 e = exp4((load<F32x4>(z + k) - all(largest)) * all(beta));
    store(z + k, e);
    sum += e;
  }
  return (double(sum[0]) + double(sum[1])) + (double(sum[2]) + double(sum[3]));
}

}  // namespace

double lse(std::span<const double> z, double beta) {
  double most = z[0], sum = 0;
  for (double v : z) most = std::max(most, v);
  for (double v : z) sum += exp(beta * (v - most));
  return most + log(sum) / beta;
}

void softmax(std::span<double> z, double beta) {
  double most = z[0], sum = 0;
  for (double v : z) most = std::max(most, v);
  for (double& v : z) sum += v = exp(beta * (v - most));
  for (double& v : z) v /= sum;
}

double attend(const double* memories, int count, int d, const double* query, double beta, double* weights, double* out) {
  matvec(memories, query, weights, count, d);
  const std::span<double> w(weights, std::size_t(count));
  const double e = lse(w, beta);
  softmax(w, beta);
  matmul(weights, memories, out, 1, count, d);
  return e;
}

std::vector<double> attention(const std::vector<double>& q, const std::vector<double>& k, const std::vector<double>& v,
                              int queries, int keys, int d) {
  const auto K = std::size_t(keys), D = std::size_t(d), width = v.size() / K;
  std::vector<double> z(std::size_t(queries) * width, 0.0), scores(K);
  for (std::size_t r = 0; r < std::size_t(queries); ++r) {
    double most = -1e300, sum = 0;
    for (std::size_t j = 0; j < K; ++j) {
      double dot = 0;
      for (std::size_t i = 0; i < D; ++i) dot += q[r * D + i] * k[j * D + i];
      scores[j] = dot / std::sqrt(double(d));
      most = std::max(most, scores[j]);
    }
    for (double& s : scores) sum += s = exp(s - most);
    for (std::size_t i = 0; i < width; ++i)
      for (std::size_t j = 0; j < K; ++j) z[r * width + i] += scores[j] / sum * v[j * width + i];
  }
  return z;
}

int bit_words(int n) { return (n + 127) / 128 * 2; }

std::vector<uint64_t> to_bits(const int8_t* pattern, int n) {
  std::vector<uint64_t> bits(std::size_t(bit_words(n)), 0);
  for (int i = 0; i < n; ++i)
    if (pattern[i] > 0) bits[std::size_t(i / 64)] |= uint64_t(1) << (i % 64);
  return bits;
}

BitMemories bit_memories(std::vector<uint64_t> rows, int count, int n) {
  BitMemories m;
  m.n = n, m.count = count, m.words = bit_words(n), m.rows = std::move(rows);
  m.columns.assign((std::size_t(count) + 7) / 8 * std::size_t(n), 0);
  for (int k = 0; k < count; ++k) {
    const uint64_t* row = &m.rows[std::size_t(k) * std::size_t(m.words)];
    uint8_t* column = &m.columns[std::size_t(k / 8) * std::size_t(n)];
    for (int i = 0; i < n; ++i) column[i] = uint8_t(column[i] | ((row[i / 64] >> (i % 64)) & 1) << (k % 8));
  }
  return m;
}

void overlaps(const BitMemories& m, const uint64_t* query, BitQuery& q) {
  q.overlaps.resize(padded(m.count));
  exact_overlaps(m, query, q.overlaps.data());
}

void overlaps(const BitMemories& m, const double* query, BitQuery& q) {
  const int groups = (m.n + 7) / 8;
  q.tables.resize(std::size_t(groups) * 256);
  for (int g = 0; g < groups; ++g) sign_table(query + g * 8, std::min(8, m.n - g * 8), &q.tables[std::size_t(g) * 256]);
  q.overlaps.resize(padded(m.count));
  table_overlaps(m, q.tables.data(), q.overlaps.data());
}

void weigh(int count, float beta, BitQuery& q) {
  float* z = q.overlaps.data();
  float largest = z[0];
  for (int k = 1; k < count; ++k) largest = std::max(largest, z[k]);
  for (std::size_t k = std::size_t(count); k < q.overlaps.size(); ++k) z[k] = 0;
  q.largest = largest;
  q.sum = exponentials(std::size_t(count) / 4 * 4, beta, largest, z);
  float rest[4] = {};
  const std::size_t whole = std::size_t(count) / 4 * 4;
  for (std::size_t k = whole; k < std::size_t(count); ++k) rest[k - whole] = z[k];
  if (whole < std::size_t(count)) {
    exponentials(4, beta, largest, rest);
    for (std::size_t k = whole; k < std::size_t(count); ++k) {
      z[k] = rest[k - whole];
      q.sum += double(z[k]);
    }
  }
  q.used = 0;
  for (int k = 0; k < count; ++k) q.used += z[k] >= kSkip;
}

void mix(const BitMemories& m, BitQuery& q) {
  q.out.assign(std::size_t(m.words) * 64, 0.0f);
  const auto scale = float(1 / q.sum);
  // The rows cost about eight times what the tables cost, memory by memory.
  if (q.used * 8 < m.count) mix_rows(m, q.overlaps.data(), scale, q.out.data());
  else mix_columns(m, q.overlaps.data(), scale, q.out.data());
}

}  // namespace attractor
