#include "core/memory/attention.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/base/simd.h"
#include "core/base/vec.h"

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

int padded(int count) { return (count + 3) / 4 * 4; }

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

// For a few memories of any weight: each is added with its signs.
KERNEL void add_rows(const BitMemories& m, const float* p, float scale, float* y) {
  for (int k = 0; k < m.count; ++k) {
    if (p[k] < kSkip) continue;
    const uint64_t* row = &m.rows[k * m.words];
    const I32x4 q = reinterpret_cast<I32x4>(all(p[k] * scale));
    for (int w = 0; w < m.words; ++w) {
      uint64_t bits = row[w];
      for (float* at = y + 64 * w; at < y + 64 * (w + 1); at += 4, bits >>= 4)
        store(at, load<F32x4>(at) + reinterpret_cast<F32x4>(q ^ load<I32x4>(kSigns[bits & 15])));
    }
  }
}

// For many: eight memories at a time through a table of their signed sums.
KERNEL void add_columns(const BitMemories& m, const float* p, float scale, float* y) {
  float table[256];
  for (int g = 0; g * 8 < m.count; ++g) {
    sign_table(p + g * 8, std::min(8, m.count - g * 8), table);
    const uint8_t* bytes = &m.columns[g * m.n];
    for (int i = 0; i < m.n; ++i) y[i] += table[bytes[i]];
  }
  for (int i = 0; i < m.n; ++i) y[i] *= scale;
}

KERNEL void exact_overlaps(const BitMemories& m, const uint64_t* s, float* out) {
  for (int k = 0; k < m.count; ++k) {
    const uint64_t* x = &m.rows[k * m.words];
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
  for (int k = 0; k < m.count; ++k) {
    const auto* x = reinterpret_cast<const uint8_t*>(&m.rows[k * m.words]);  // little-endian everywhere we run
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

KERNEL double exponentials(int count, float beta, float largest, float* z) {
  F32x4 sum{};
  for (int k = 0; k < count; k += 4) {
    const F32x4 e = exp4((load<F32x4>(z + k) - all(largest)) * all(beta));
    store(z + k, e);
    sum += e;
  }
  return (double(sum[0]) + double(sum[1])) + (double(sum[2]) + double(sum[3]));
}

}  // namespace

double attend(const double* memories, int count, int d, const double* query, double beta, double* weights, double* out) {
  matvec(memories, query, weights, count, d);
  const std::span<double> p(weights, weights + count);
  const double e = log_sum_exp(p, beta);
  softmax(p, beta);
  matmul(weights, memories, out, 1, count, d);
  return e;
}

std::vector<double> attention(const std::vector<double>& q, const std::vector<double>& k, const std::vector<double>& v,
                              int queries, int keys, int d) {
  const int width = int(std::ssize(v) / keys);
  std::vector<double> z(queries * width, 0.0), scores(keys);
  for (int r = 0; r < queries; ++r) {
    double most = -1e300, sum = 0;
    for (int j = 0; j < keys; ++j) {
      double product = 0;
      for (int i = 0; i < d; ++i) product += q[r * d + i] * k[j * d + i];
      scores[j] = product / std::sqrt(double(d));
      most = std::max(most, scores[j]);
    }
    for (double& s : scores) sum += s = exp(s - most);
    for (int i = 0; i < width; ++i)
      for (int j = 0; j < keys; ++j) z[r * width + i] += scores[j] / sum * v[j * width + i];
  }
  return z;
}

BitMemories bit_memories(std::vector<uint64_t> rows, int count, int n) {
  BitMemories m;
  m.n = n, m.count = count, m.words = bit_words(n), m.rows = std::move(rows);
  m.columns.assign((count + 7) / 8 * n, 0);
  for (int k = 0; k < count; ++k) {
    const uint64_t* row = &m.rows[k * m.words];
    uint8_t* column = &m.columns[k / 8 * n];
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
  q.tables.resize(groups * 256);
  for (int g = 0; g < groups; ++g) sign_table(query + g * 8, std::min(8, m.n - g * 8), &q.tables[g * 256]);
  q.overlaps.resize(padded(m.count));
  table_overlaps(m, q.tables.data(), q.overlaps.data());
}

void softmax_weights(int count, float beta, BitQuery& q) {
  float* z = q.overlaps.data();
  float largest = z[0];
  for (int k = 1; k < count; ++k) largest = std::max(largest, z[k]);
  std::fill(z + count, z + q.overlaps.size(), 0.0f);
  q.largest = largest;
  const int whole = count / 4 * 4;
  q.sum = exponentials(whole, beta, largest, z);
  float rest[4] = {};
  for (int k = whole; k < count; ++k) rest[k - whole] = z[k];
  if (whole < count) {
    exponentials(4, beta, largest, rest);
    for (int k = whole; k < count; ++k) {
      z[k] = rest[k - whole];
      q.sum += double(z[k]);
    }
  }
  q.used = 0;
  for (int k = 0; k < count; ++k) q.used += z[k] >= kSkip;
}

void weighted_mean(const BitMemories& m, BitQuery& q) {
  q.out.assign(m.words * 64, 0.0f);
  const auto scale = float(1 / q.sum);
  // A memory costs about eight times as much by rows as by tables.
  if (q.used * 8 < m.count) add_rows(m, q.overlaps.data(), scale, q.out.data());
  else add_columns(m, q.overlaps.data(), scale, q.out.data());
}

}  // namespace attractor
