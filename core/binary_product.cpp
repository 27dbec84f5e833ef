#include "core/binary_product.h"

#include <algorithm>

#include "core/simd.h"

namespace attractor {
namespace {

constexpr int kGroups = 12;  // tables held at a time: 24 KB

struct alignas(64) Tables {
  float sums[kGroups * 16 * kTile];
};

inline F32x4 get(const float* p) { return load<F32x4>(p); }

// Of sixteen rows, 1, 2, 4 and 8 are there: the others are their sums.
void complete(float* t) {
  for (int q = 0; q < kTile; q += 4) {
    auto row = [&](int k) { return t + k * kTile + q; };
    const F32x4 a = get(row(1)), b = get(row(2)), c = get(row(4)), d = get(row(8)), ab = a + b, cd = c + d;
    store(row(0), F32x4{});
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

__attribute__((noinline)) void tabulate_rows(Tables& tables, const float* r, int stride, int first, int last, int column) {
  for (int g = first; g < last; ++g) {
    float* t = tables.sums + (g - first) * 16 * kTile;
    for (int b = 0; b < 4; ++b) std::memcpy(t + (1 << b) * kTile, r + std::ptrdiff_t(4 * g + b) * stride + column, kTile * 4);
    complete(t);
  }
}

__attribute__((noinline)) void tabulate_columns(Tables& tables, const float* r, int stride, int first, int last, int column) {
  for (int g = first; g < last; ++g) {
    float* t = tables.sums + (g - first) * 16 * kTile;
    for (int q = 0; q < kTile; q += 4) {
      const float* s = r + std::ptrdiff_t(column + q) * stride + 4 * g;
      const F32x4 a = get(s), b = get(s + stride), c = get(s + 2 * std::ptrdiff_t(stride)),
                  d = get(s + 3 * std::ptrdiff_t(stride));
      store(t + kTile + q, F32x4{a[0], b[0], c[0], d[0]});
      store(t + 2 * kTile + q, F32x4{a[1], b[1], c[1], d[1]});
      store(t + 4 * kTile + q, F32x4{a[2], b[2], c[2], d[2]});
      store(t + 8 * kTile + q, F32x4{a[3], b[3], c[3], d[3]});
    }
    complete(t);
  }
}

// A tile of C gets, for each of its rows, the table entries its codes name.
__attribute__((noinline)) void look_up(const Tables& tables, int m, int first, int last, const uint8_t* codes, int code_stride,
                                       float* c, int c_stride) {
  for (int row = 0; row < m; ++row) {
    float* out = c + std::ptrdiff_t(row) * c_stride;
    const uint8_t* code = codes + std::ptrdiff_t(row) * code_stride;
    F32x4 a0 = get(out), a1 = get(out + 4), a2 = get(out + 8), a3 = get(out + 12), a4 = get(out + 16), a5 = get(out + 20),
          a6 = get(out + 24), a7 = get(out + 28);
    const float* t = tables.sums;
    for (int g = first; g < last; ++g, t += 16 * kTile) {
      const float* s = t + code[g] * kTile;
      a0 += get(s), a1 += get(s + 4), a2 += get(s + 8), a3 += get(s + 12);
      a4 += get(s + 16), a5 += get(s + 20), a6 += get(s + 24), a7 += get(s + 28);
    }
    store(out, a0), store(out + 4, a1), store(out + 8, a2), store(out + 12, a3);
    store(out + 16, a4), store(out + 20, a5), store(out + 24, a6), store(out + 28, a7);
  }
}

template <class Tabulate>
void multiply(Tabulate tabulate, int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r,
              int stride, float* c, int c_stride) {
  Tables tables;
  for (int column = 0; column < width; column += kTile)
    for (int g = 0; g < groups; g += kGroups) {
      const int last = std::min(groups, g + kGroups);
      tabulate(tables, r, stride, g, last, column);
      look_up(tables, m, g, last, codes, code_stride, c + column, c_stride);
    }
}

}  // namespace

void add_bits_times_rows(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                         float* c, int c_stride) {
  multiply(tabulate_rows, m, groups, width, codes, code_stride, r, stride, c, c_stride);
}

void add_bits_times_columns(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                            float* c, int c_stride) {
  multiply(tabulate_columns, m, groups, width, codes, code_stride, r, stride, c, c_stride);
}

}  // namespace attractor
