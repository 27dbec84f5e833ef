#include "core/boltzmann/bit_product.h"

#include <algorithm>
#include <vector>

#include "core/base/simd.h"

namespace attractor {
namespace {

constexpr int kFewRows = 24;           // up to so many rows of bits two tables of four sums cost less than one of sixteen
constexpr int kPacked = 128;           // rows of a tile of C that stay in the first-level cache, copied together
constexpr int kTableBytes = 25 << 10;  // of the tables at a time, which stay in the first-level cache

struct alignas(64) Tables {
  char bytes[kTableBytes];
};

inline F32x4 get(const float* p) { return load<F32x4>(p); }

// Eight floats: neighbours in memory are written together, which is twice as fast.
struct Pair {
  F32x4 low, high;
};
inline Pair operator+(const Pair& x, const Pair& y) { return {x.low + y.low, x.high + y.high}; }
inline Pair operator*(float factor, const Pair& x) {
  const F32x4 all{factor, factor, factor, factor};
  return {x.low * all, x.high * all};
}
inline Pair get_pair(const float* p) { return {get(p), get(p + 4)}; }

// All sums of four rows, in the row of their code; that of no row is never looked up.
struct Sixteen {
  static constexpr int kRows = 16, kSums = 1;         // of a group; the most that a code needs
  static constexpr int kWide = 16, kRow = 4 * kWide;  // columns of a tile, bytes of a row
  static inline void put(char* t, int row, const Pair& sum) {
    store(t + row * kRow, sum.low), store(t + row * kRow + 16, sum.high);
  }
  static inline void fill(char* t, const Pair& a, const Pair& b, const Pair& c, const Pair& d) {
    const Pair ab = a + b, cd = c + d;
    put(t, 1, a), put(t, 2, b), put(t, 3, ab), put(t, 4, c), put(t, 5, a + c), put(t, 6, b + c), put(t, 7, ab + c);
    put(t, 8, d), put(t, 9, a + d), put(t, 10, b + d), put(t, 11, ab + d), put(t, 12, cd), put(t, 13, a + cd);
    put(t, 14, b + cd), put(t, 15, ab + cd);
  }
  // Where the sums of a code are, one after the other; returns how many.
  static int find(int code, uint16_t first, uint16_t* offsets) {
    offsets[0] = uint16_t(first + code * kRow);
    return code != 0;
  }
};

// Two tables of four rows, for the lower and the upper two bits.
struct TwiceFour {
  static constexpr int kRows = 8, kSums = 2;
  static constexpr int kWide = 32, kRow = 4 * kWide;
  static inline void put(char* t, int row, const Pair& sum) {
    store(t + row * kRow, sum.low), store(t + row * kRow + 16, sum.high);
  }
  static inline void fill(char* t, const Pair& a, const Pair& b, const Pair& c, const Pair& d) {
    put(t, 1, a), put(t, 2, b), put(t, 3, a + b), put(t, 5, c), put(t, 6, d), put(t, 7, c + d);
  }
  static int find(int code, uint16_t first, uint16_t* offsets) {
    const int low = code & 3, high = code >> 2;
    offsets[0] = uint16_t(first + low * kRow);
    offsets[low != 0] = uint16_t(first + (4 + high) * kRow);
    return (low != 0) + (high != 0);
  }
};

template <class Kind>
constexpr int kGroupBytes = Kind::kRows* Kind::kRow;
template <class Kind>
constexpr int kGroups = kTableBytes / kGroupBytes<Kind>;  // tables held at a time

template <class Kind>
__attribute__((noinline)) void tabulate_rows(Tables& tables, const float* r, int stride, const int* groups, int count,
                                             int column) {
  for (int k = 0; k < count; ++k) {
    char* t = tables.bytes + k * kGroupBytes<Kind>;
    const float* s = r + std::ptrdiff_t(4 * groups[k]) * stride + column;
    for (int q = 0; q < Kind::kWide; q += 8, s += 8)
      Kind::fill(t + 4 * q, get_pair(s), get_pair(s + stride), get_pair(s + 2 * std::ptrdiff_t(stride)),
                 get_pair(s + 3 * std::ptrdiff_t(stride)));
  }
}

template <class Kind>
__attribute__((noinline)) void tabulate_scaled(Tables& tables, const ScaledRows& x, const ScaledRows& y, const int* groups,
                                               int count, int column) {
  static constexpr float kNone[kTile] = {};
  const int groups_of_x = (x.count + 3) / 4;
  for (int k = 0; k < count; ++k) {
    const bool of_x = groups[k] < groups_of_x;
    const ScaledRows& part = of_x ? x : y;
    const int first = 4 * (of_x ? groups[k] : groups[k] - groups_of_x);
    auto row = [&](int i) {
      return first + i < part.count ? part.r + std::ptrdiff_t(first + i) * part.stride + column : kNone;
    };
    const float *a = row(0), *b = row(1), *c = row(2), *d = row(3);
    char* t = tables.bytes + k * kGroupBytes<Kind>;
    for (int q = 0; q < Kind::kWide; q += 8)
      Kind::fill(t + 4 * q, part.factor * get_pair(a + q), part.factor * get_pair(b + q), part.factor * get_pair(c + q),
                 part.factor * get_pair(d + q));
  }
}

// Four columns of four rows of R.
struct Square {
  F32x4 a, b, c, d;
};
inline Square transposed(const float* s, std::ptrdiff_t stride) {
  const F32x4 a = get(s), b = get(s + stride), c = get(s + 2 * stride), d = get(s + 3 * stride);
  const F32x4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5),
              ab2 = __builtin_shufflevector(a, b, 2, 6, 3, 7), cd2 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return {__builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
          __builtin_shufflevector(ab2, cd2, 0, 1, 4, 5), __builtin_shufflevector(ab2, cd2, 2, 3, 6, 7)};
}

// Eight rows of R at a time, so that a whole cache line is used at once.
template <class Kind>
__attribute__((noinline)) void tabulate_columns(Tables& tables, const float* r, int stride, const int* groups, int count,
                                                int column) {
  for (int q = 0; q < Kind::kWide; q += 8)
    for (int k = 0; k < count; ++k) {
      const float* s = r + std::ptrdiff_t(column + q) * stride + 4 * groups[k];
      const Square x = transposed(s, stride), y = transposed(s + 4 * std::ptrdiff_t(stride), stride);
      Kind::fill(tables.bytes + k * kGroupBytes<Kind> + 4 * q, {x.a, y.a}, {x.b, y.b}, {x.c, y.c}, {x.d, y.d});
    }
}

// The sums that each row of a tile of C looks up. Groups without a bit in any row are left out; the others come in
// blocks. In each block the rows are sorted by the number of their sums, so that the processor can predict the length
// of the loop.
struct Plan {
  int per_block = 0, blocks = 0, slots = 0;
  std::vector<int> groups;
  std::vector<int> order;         // blocks x m: rows
  std::vector<int> ends;          // blocks x (slots + 1): where in `order` the rows with so many sums end
  std::vector<uint16_t> offsets;  // blocks x m x slots: where the sums are, for each row
};

template <class Kind>
__attribute__((noinline)) void plan_block(Plan& p, int block, int m, const uint8_t* codes, int code_stride) {
  const int first = block * p.per_block, count = std::min(int(p.groups.size()) - first, p.per_block);
  const int* groups = &p.groups[first];
  int* ends = &p.ends[block * (p.slots + 1)];
  std::vector<uint8_t> counts(m, 0);
  uint16_t* out = &p.offsets[block * m * p.slots];
  for (int row = 0; row < m; ++row, out += p.slots, codes += code_stride) {
    int n = 0;
    for (int k = 0; k < count; ++k) n += Kind::find(codes[groups[k]], uint16_t(k * kGroupBytes<Kind>), out + n);
    counts[row] = uint8_t(n);
    ++ends[n];
  }
  int sum = 0;
  std::vector<int> next(p.slots + 1);
  for (int n = 0; n <= p.slots; ++n) {
    next[n] = sum;
    ends[n] = sum += ends[n];
  }
  int* order = &p.order[block * m];
  for (int row = 0; row < m; ++row) order[next[counts[row]]++] = row;
}

template <class Kind>
Plan make_plan(int m, int groups, const uint8_t* codes, int code_stride) {
  std::vector<uint8_t> any(groups, 0);
  for (int row = 0; row < m; ++row)
    for (int g = 0; g < groups; ++g) any[g] |= codes[std::ptrdiff_t(row) * code_stride + g];
  Plan p;
  for (int g = 0; g < groups; ++g)
    if (any[g]) p.groups.push_back(g);
  p.blocks = (int(p.groups.size()) + kGroups<Kind> - 1) / kGroups<Kind>;
  if (p.blocks == 0) return p;
  p.per_block = (int(p.groups.size()) + p.blocks - 1) / p.blocks;
  p.slots = p.per_block * Kind::kSums + 1;  // one more than needed, to be written where a code has no sum
  p.order.resize(p.blocks * m);
  p.ends.resize(p.blocks * (p.slots + 1), 0);
  p.offsets.resize(p.blocks * m * p.slots);
  for (int block = 0; block < p.blocks; ++block) plan_block<Kind>(p, block, m, codes, code_stride);
  return p;
}

// One row of a tile of C gets the `n` sums its offsets name.
template <int kVectors>
inline void add_sums(const Tables& tables, const uint16_t* offset, int n, float* out) {
  F32x4 sum[kVectors];
#pragma GCC unroll 8
  for (int i = 0; i < kVectors; ++i) sum[i] = get(out + 4 * i);
  auto add = [&](int k) {
    const char* s = tables.bytes + offset[k];
#pragma GCC unroll 8
    for (int i = 0; i < kVectors; ++i) sum[i] += load<F32x4>(s + 16 * i);
  };
  int k = 0;
  if constexpr (kVectors <= 4)  // with eight, V8 has no registers left for two
    for (; k + 1 < n; k += 2) add(k), add(k + 1);
  for (; k < n; ++k) add(k);
#pragma GCC unroll 8
  for (int i = 0; i < kVectors; ++i) store(out + 4 * i, sum[i]);
}

template <class Kind>
__attribute__((noinline)) void look_up(const Tables& tables, const uint16_t* offsets, int slots, const int* rows, int count,
                                       int n, float* c, int stride) {
  for (int i = 0; i < count; ++i)
    add_sums<Kind::kWide / 4>(tables, offsets + std::ptrdiff_t(rows[i]) * slots, n, c + std::ptrdiff_t(rows[i]) * stride);
}

template <int kWide>
void copy_tile(int m, const float* from, int from_stride, float* to, int to_stride) {
  for (int row = 0; row < m; ++row, from += from_stride, to += to_stride)
#pragma GCC unroll 8
    for (int q = 0; q < kWide; q += 4) store(to + q, get(from + q));
}

template <class Kind, class Tabulate>
void multiply(Tabulate tabulate, int m, int groups, int width, const uint8_t* codes, int code_stride, float* c, int c_stride,
              const float* start) {
  const Plan plan = make_plan<Kind>(m, groups, codes, code_stride);
  Tables tables;
  std::vector<float> packed(m <= kPacked ? m * Kind::kWide : 0);
  for (int column = 0; column < width; column += Kind::kWide) {
    float* tile = packed.empty() ? c + column : packed.data();
    const int tile_stride = packed.empty() ? c_stride : Kind::kWide;
    if (start) copy_tile<Kind::kWide>(m, start + column, 0, tile, tile_stride);
    else if (!packed.empty()) copy_tile<Kind::kWide>(m, c + column, c_stride, tile, tile_stride);
    for (int block = 0; block < plan.blocks; ++block) {
      const int first = block * plan.per_block;
      tabulate(tables, &plan.groups[first], std::min(plan.per_block, int(plan.groups.size()) - first), column);
      const uint16_t* offsets = &plan.offsets[block * m * plan.slots];
      const int *order = &plan.order[block * m], *ends = &plan.ends[block * (plan.slots + 1)];
      for (int n = 1; n <= plan.slots; ++n)
        if (ends[n] > ends[n - 1])
          look_up<Kind>(tables, offsets, plan.slots, order + ends[n - 1], ends[n] - ends[n - 1], n, tile, tile_stride);
    }
    if (!packed.empty()) copy_tile<Kind::kWide>(m, tile, tile_stride, c + column, c_stride);
  }
}

// With the kind of tables that so many rows of bits repay.
template <class F>
void with_kind(int m, F f) {
  if (m <= kFewRows) f(TwiceFour{});
  else f(Sixteen{});
}

}  // namespace

void add_bits_times_rows(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                         float* c, int c_stride, const float* start) {
  with_kind(m, [&]<class Kind>(Kind) {
    auto tabulate = [&](Tables& t, const int* some, int count, int column) {
      tabulate_rows<Kind>(t, r, stride, some, count, column);
    };
    multiply<Kind>(tabulate, m, groups, width, codes, code_stride, c, c_stride, start);
  });
}

void add_bits_times_columns(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                            float* c, int c_stride, const float* start) {
  with_kind(m, [&]<class Kind>(Kind) {
    auto tabulate = [&](Tables& t, const int* some, int count, int column) {
      tabulate_columns<Kind>(t, r, stride, some, count, column);
    };
    multiply<Kind>(tabulate, m, groups, width, codes, code_stride, c, c_stride, start);
  });
}

void add_bits_times_scaled_rows(int m, int width, const uint8_t* codes, int code_stride, const ScaledRows& x,
                                const ScaledRows& y, float* c, int c_stride) {
  with_kind(m, [&]<class Kind>(Kind) {
    auto tabulate = [&](Tables& t, const int* some, int count, int column) {
      tabulate_scaled<Kind>(t, x, y, some, count, column);
    };
    multiply<Kind>(tabulate, m, (x.count + 3) / 4 + (y.count + 3) / 4, width, codes, code_stride, c, c_stride, nullptr);
  });
}

}  // namespace attractor
