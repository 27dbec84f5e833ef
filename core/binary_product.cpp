#include "core/binary_product.h"

#include <algorithm>
#include <vector>

#include "core/simd.h"

namespace attractor {
namespace {

constexpr int kGroups = 12;   // tables held at a time: 24 KB
constexpr int kFewRows = 24;  // so few rows of bits do not repay sixteen sums: two tables of four instead
constexpr int kLargest = 16;  // rows of a group's tables

struct alignas(64) Tables {
  float sums[kGroups * kLargest * kTile];
};

inline F32x4 get(const float* p) { return load<F32x4>(p); }

// Of sixteen rows, 1, 2, 4 and 8 are there: the others are their sums.
struct Sixteen {
  static constexpr int kRows = 16;
  static constexpr int row_of(int bit) { return 1 << bit; }
  static void complete(float* t) {
    for (int q = 0; q < kTile; q += 4) {
      auto row = [&](int k) { return t + k * kTile + q; };
      const F32x4 a = get(row(1)), b = get(row(2)), c = get(row(4)), d = get(row(8)), ab = a + b, cd = c + d;
      store(row(3), ab);
      store(row(5), a + c);
      store(row(6), b + c);
      store(row(7), ab + c);
      store(row(9), a + d);
      store(row(10), b + d);
      store(row(11), ab + d);
      store(row(12), cd);
      store(row(13), a + cd);
      store(row(14), b + cd);
      store(row(15), ab + cd);
    }
  }
  // Where the sums of a code are, relative to its group; returns how many there are.
  static int find(int code, uint16_t* offsets) {
    offsets[0] = uint16_t(code * kTile);
    return code != 0;
  }
};

// Two tables of four rows, for the lower and the upper two bits.
struct TwiceFour {
  static constexpr int kRows = 8;
  static constexpr int row_of(int bit) { return bit < 2 ? 1 << bit : 4 + (1 << (bit - 2)); }
  static void complete(float* t) {
    for (int q = 0; q < kTile; q += 4) {
      auto row = [&](int k) { return t + k * kTile + q; };
      store(row(3), get(row(1)) + get(row(2)));
      store(row(7), get(row(5)) + get(row(6)));
    }
  }
  static int find(int code, uint16_t* offsets) {
    int n = 0;
    if (code & 3) offsets[n++] = uint16_t((code & 3) * kTile);
    if (code >> 2) offsets[n++] = uint16_t((4 + (code >> 2)) * kTile);
    return n;
  }
};

template <class Kind>
__attribute__((noinline)) void tabulate_rows(Tables& tables, const float* r, int stride, int first, int last, int column) {
  for (int g = first; g < last; ++g) {
    float* t = tables.sums + (g - first) * Kind::kRows * kTile;
    for (int b = 0; b < 4; ++b)
      std::memcpy(t + Kind::row_of(b) * kTile, r + std::ptrdiff_t(4 * g + b) * stride + column, kTile * sizeof(float));
    Kind::complete(t);
  }
}

template <class Kind>
__attribute__((noinline)) void tabulate_columns(Tables& tables, const float* r, int stride, int first, int last, int column) {
  for (int g = first; g < last; ++g) {
    float* t = tables.sums + (g - first) * Kind::kRows * kTile;
    for (int q = 0; q < kTile; q += 4) {
      const float* s = r + std::ptrdiff_t(column + q) * stride + 4 * g;
      const F32x4 a = get(s), b = get(s + stride), c = get(s + 2 * std::ptrdiff_t(stride)),
                  d = get(s + 3 * std::ptrdiff_t(stride));
      for (int bit = 0; bit < 4; ++bit) store(t + Kind::row_of(bit) * kTile + q, F32x4{a[bit], b[bit], c[bit], d[bit]});
    }
    Kind::complete(t);
  }
}

// For every row of bits and every block of kGroups groups: where its sums are. Groups without a bit have none.
struct Places {
  int blocks;
  std::vector<uint16_t> offsets;  // rows x blocks x 2 kGroups
  std::vector<uint8_t> counts;    // rows x blocks
};
template <class Kind>
Places find_places(int m, int groups, const uint8_t* codes, int code_stride) {
  Places p{(groups + kGroups - 1) / kGroups, {}, {}};
  p.offsets.resize(std::size_t(m * p.blocks) * 2 * kGroups);
  p.counts.resize(std::size_t(m * p.blocks));
  for (int row = 0; row < m; ++row)
    for (int block = 0; block < p.blocks; ++block) {
      const auto at = std::size_t(row * p.blocks + block);
      uint16_t* out = &p.offsets[at * 2 * kGroups];
      int n = 0;
      for (int g = block * kGroups; g < std::min(groups, (block + 1) * kGroups); ++g) {
        const int found = Kind::find(codes[std::ptrdiff_t(row) * code_stride + g], out + n);
        for (int k = 0; k < found; ++k) out[n + k] = uint16_t(out[n + k] + g % kGroups * Kind::kRows * kTile);
        n += found;
      }
      p.counts[at] = uint8_t(n);
    }
  return p;
}

// A tile of C gets, for each of its rows, the sums its codes name.
__attribute__((noinline)) void look_up(const Tables& tables, const Places& places, int m, int block, float* c, int c_stride) {
  for (int row = 0; row < m; ++row) {
    const auto at = std::size_t(row * places.blocks + block);
    const int n = places.counts[at];
    if (n == 0) continue;
    const uint16_t* offset = &places.offsets[at * 2 * kGroups];
    float* out = c + std::ptrdiff_t(row) * c_stride;
    F32x4 a0 = get(out), a1 = get(out + 4), a2 = get(out + 8), a3 = get(out + 12), a4 = get(out + 16), a5 = get(out + 20),
          a6 = get(out + 24), a7 = get(out + 28);
    for (int k = 0; k < n; ++k) {
      const float* s = tables.sums + offset[k];
      a0 += get(s), a1 += get(s + 4), a2 += get(s + 8), a3 += get(s + 12);
      a4 += get(s + 16), a5 += get(s + 20), a6 += get(s + 24), a7 += get(s + 28);
    }
    store(out, a0), store(out + 4, a1), store(out + 8, a2), store(out + 12, a3);
    store(out + 16, a4), store(out + 20, a5), store(out + 24, a6), store(out + 28, a7);
  }
}

template <class Kind, class Tabulate>
void multiply(Tabulate tabulate, int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r,
              int stride, float* c, int c_stride) {
  const Places places = find_places<Kind>(m, groups, codes, code_stride);
  Tables tables;
  for (int column = 0; column < width; column += kTile)
    for (int block = 0; block < places.blocks; ++block) {
      tabulate(tables, r, stride, block * kGroups, std::min(groups, (block + 1) * kGroups), column);
      look_up(tables, places, m, block, c + column, c_stride);
    }
}

}  // namespace

void add_bits_times_rows(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                         float* c, int c_stride) {
  if (m <= kFewRows)
    multiply<TwiceFour>(tabulate_rows<TwiceFour>, m, groups, width, codes, code_stride, r, stride, c, c_stride);
  else multiply<Sixteen>(tabulate_rows<Sixteen>, m, groups, width, codes, code_stride, r, stride, c, c_stride);
}

void add_bits_times_columns(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                            float* c, int c_stride) {
  if (m <= kFewRows)
    multiply<TwiceFour>(tabulate_columns<TwiceFour>, m, groups, width, codes, code_stride, r, stride, c, c_stride);
  else multiply<Sixteen>(tabulate_columns<Sixteen>, m, groups, width, codes, code_stride, r, stride, c, c_stride);
}

}  // namespace attractor
