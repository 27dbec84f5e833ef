// Products with bits, against sums in the order that core/boltzmann/bit_product.h promises.
#include "core/boltzmann/bit_product.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "core/base/rng.h"

using namespace attractor;

namespace {

// Four rows (few rows of bits: two and two) are added first, in pairs.
float sum_in_order(bool few, int groups, const uint8_t* codes, const std::vector<float>& r, int row_step, int at, float start) {
  float sum = start;
  for (int g = 0; g < groups; ++g) {
    float x[4];
    for (int b = 0; b < 4; ++b) x[b] = r[(4 * g + b) * row_step + at];
    const int code = codes[g], low = code & 3, high = code >> 2;
    const float ab = low == 3 ? x[0] + x[1] : x[low == 2 ? 1 : 0], cd = high == 3 ? x[2] + x[3] : x[high == 2 ? 3 : 2];
    if (few) {
      if (low) sum += ab;
      if (high) sum += cd;
    } else if (code) {
      sum += low && high ? ab + cd : low ? ab : cd;
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("binary product: bits keep the order of their sums, to the bit") {
  for (const auto& [m, groups, width] :
       {std::array{1, 1, 32}, {9, 60, 64}, {24, 30, 32}, {25, 30, 64}, {128, 27, 32}, {129, 26, 96}, {300, 75, 32}}) {
    Draw draw(uint64_t(m), 7, Stream::data);
    std::vector<float> r(4 * groups * width), turned(r.size()), start(width, -0.0f);
    for (float& x : r) x = float(draw.normal());
    for (int i = 0; i < 4 * groups; ++i)
      for (int j = 0; j < width; ++j) turned[j * 4 * groups + i] = r[i * width + j];
    for (int j = 1; j < width; ++j) start[j] = float(draw.normal());
    std::vector<uint8_t> codes(m * groups);
    for (std::size_t i = 0; i < codes.size(); ++i)  // a group that nobody has, a row that has none, and all densities
      if (int(i) % groups != groups / 2 && int(i) / groups != m / 2 && draw.below(uint64_t(m)) > i / std::size_t(groups) / 2)
        codes[i] = uint8_t(draw.below(16));
    std::vector<float> by_rows(m * width, 7), by_columns = by_rows;
    add_bits_times_rows(m, groups, width, codes.data(), groups, r.data(), width, by_rows.data(), width, start.data());
    add_bits_times_columns(m, groups, width, codes.data(), groups, turned.data(), 4 * groups, by_columns.data(), width,
                           start.data());
    std::vector<float> twice = by_rows, scaled = by_rows, by_scaled = by_rows;
    const int some = 4 * groups / 2 - 1, first = (some + 3) / 4 * 4,
              others = 4 * groups - first;  // rows; a group may end in zeros
    std::vector<float> both(r.size(), 0.0f);
    for (int i = 0; i < some + others; ++i)
      for (int j = 0; j < width; ++j)
        both[(i < some ? i : first + i - some) * width + j] = r[i * width + j] * (i < some ? 0.3f : -0.7f);
    add_bits_times_rows(m, groups, width, codes.data(), groups, both.data(), width, scaled.data(), width);
    add_bits_times_scaled_rows(m, width, codes.data(), groups, {r.data(), width, some, 0.3f},
                               {r.data() + some * width, width, others, -0.7f}, by_scaled.data(), width);
    CHECK(by_scaled == scaled);
    add_bits_times_rows(m, groups, width, codes.data(), groups, r.data(), width, twice.data(), width);
    int wrong = 0;
    for (int k = 0; k < m; ++k)
      for (int j = 0; j < width; ++j) {
        const auto at = std::size_t(k * width + j);
        const uint8_t* row = &codes[k * groups];
        const float once = sum_in_order(m <= 24, groups, row, r, width, j, start[j]),
                    again = sum_in_order(m <= 24, groups, row, r, width, j, once);
        auto same = [](float x, float y) { return __builtin_bit_cast(uint32_t, x) == __builtin_bit_cast(uint32_t, y); };
        wrong += !same(by_rows[at], once) + !same(by_columns[at], once) + !same(twice[at], again);
      }
    CHECK(wrong == 0);
  }
}
