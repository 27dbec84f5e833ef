#include "core/checkerboard.h"

#include <vector>

#include "core/acceptance.h"
#include "core/simd.h"

namespace attractor {
namespace {

constexpr int kLanes = 16;

// What does not change during a sweep.
struct Board {
  int8_t* spins;
  int side;
  const BondSigns& signs;
  const std::array<uint64_t, kSiteClasses>& thresholds;
  U8x16 top;  // the leading byte of each class's threshold
  const Rng& rng;
};

// A row of spins with its ends wrapped around, so that every site has a left and a right neighbour in memory.
void unroll(const int8_t* row, int side, int8_t* out) {
  out[kLanes - 1] = row[side - 1];
  std::memcpy(out + kLanes, row, std::size_t(side));
  out[kLanes + side] = row[0];
}

I8x16 multiply_signs(I8x16 spins, const int8_t* signs) {
  const I8x16 negative = load<I8x16>(signs) < 0;
  return (spins ^ negative) - negative;
}

// Thresholds by class; without a byte shuffle, class by class.
U8x16 look_up(U8x16 table, U8x16 index) {
#if defined(__wasm_simd128__) || defined(__SSSE3__)
  return swizzle(table, index);
#else
  U8x16 out{};
  for (int c = 0; c < kSiteClasses; ++c) {
    const U8x16 here = reinterpret_cast<U8x16>(index == U8x16{} + uint8_t(c));
    out |= here & (U8x16{} + table[c]);
  }
  return out;
#endif
}

// Sites whose eight bits equal the threshold's: 56 more bits each.
__attribute__((noinline)) U8x16 decide_ties(const Board& b, U8x16 tied, U8x16 random, U8x16 index, int first_site) {
  U8x16 accepted{};
  for (int l = 0; l < kLanes; ++l) {
    if (!tied[l]) continue;
    const Words w = b.rng.at(Stream::chain, uint32_t(first_site + l));
    const uint64_t bits = uint64_t(random[l]) << 56 | (uint64_t(w[1]) << 32 | w[0]) >> 8;
    if (below(bits, b.thresholds[index[l]])) accepted[l] = 0xFF;
  }
  return accepted;
}

// Sums that stay within a byte for 31 vectors, then go to the wide counters.
struct Sums {
  I8x16 bonds{}, magnet{}, flips{};
  int vectors = 0;

  void flush(SweepResult& r, int colour) {
    int total[3] = {};
    for (int l = 0; l < kLanes; ++l) {
      total[0] += bonds[l];
      total[1] += magnet[l];
      total[2] += flips[l];
    }
    r.bonds += 2 * total[0];
    r.magnet[colour] += 2 * total[1];
    r.flips += total[2];
    *this = Sums();
  }
};

template <bool kGlass>
__attribute__((noinline)) void sweep_row(const Board& b, int row, int colour, int8_t* mid, Xorshift2& gen,
                                         SweepResult& result) {
  const int side = b.side;
  int8_t* here = b.spins + std::ptrdiff_t(row) * side;
  const int8_t* above = b.spins + std::ptrdiff_t(row == 0 ? side - 1 : row - 1) * side;
  const int8_t* below_row = b.spins + std::ptrdiff_t(row == side - 1 ? 0 : row + 1) * side;
  unroll(here, side, mid);
  U8x16 lane{};
  for (int l = 0; l < kLanes; ++l) lane[l] = uint8_t(l);
  // Lanes of this colour: (row + column) mod 2 == colour, columns start at a multiple of 16.
  const U8x16 parity = reinterpret_cast<U8x16>((lane & 1) == uint8_t((row + colour) & 1));
  Sums sums;
  for (int j = 0; j < side; j += kLanes) {
    const I8x16 s = load<I8x16>(mid + kLanes + j);
    I8x16 n;
    if constexpr (kGlass) {
      const std::ptrdiff_t at = std::ptrdiff_t(row) * side + j;
      n = multiply_signs(load<I8x16>(mid + kLanes + j + 1), &b.signs.right[0] + at) +
          multiply_signs(load<I8x16>(mid + kLanes + j - 1), &b.signs.left[0] + at) +
          multiply_signs(load<I8x16>(below_row + j), &b.signs.down[0] + at) +
          multiply_signs(load<I8x16>(above + j), &b.signs.up[0] + at);
    } else {
      n = load<I8x16>(mid + kLanes + j + 1) + load<I8x16>(mid + kLanes + j - 1) + load<I8x16>(below_row + j) +
          load<I8x16>(above + j);
      if (b.signs.uniform < 0) n = -n;
    }
    const I8x16 positive = s > 0;
    const U8x16 index = reinterpret_cast<U8x16>(((n + 4) >> 1) + (positive & 5));
    const U8x16 random = reinterpret_cast<U8x16>(gen.next());
    const U8x16 limit = look_up(b.top, index);
    const U8x16 active = side - j >= kLanes ? parity : parity & reinterpret_cast<U8x16>(lane < uint8_t(side - j));
    U8x16 flip = reinterpret_cast<U8x16>(random < limit) & active;
    const U8x16 tied = reinterpret_cast<U8x16>(random == limit) & active;
    if (any(tied)) flip |= decide_ties(b, tied, random, index, row * side + j);
    const I8x16 mask = reinterpret_cast<I8x16>(flip);
    store(here + j, (load<I8x16>(here + j) ^ mask) - mask);
    const I8x16 product = (n ^ ~positive) - ~positive;  // s n
    sums.bonds -= product & mask;
    sums.magnet -= s & mask;
    sums.flips -= mask;
    if (++sums.vectors == 31) sums.flush(result, colour);
  }
  sums.flush(result, colour);
}

}  // namespace

SweepResult checkerboard_sweep(int8_t* spins, int side, const BondSigns& signs,
                               const std::array<uint64_t, kSiteClasses>& thresholds, const Rng& rng) {
  Board board{spins, side, signs, thresholds, {}, rng};
  for (int c = 0; c < kSiteClasses; ++c) board.top[c] = uint8_t(thresholds[std::size_t(c)] >> 56);
  Draw seeds = rng.draw(Stream::update);
  // xorshift must not start at zero; a set low bit in one of its two words makes sure.
  const U64x2 a{seeds.bits() | 1, seeds.bits() | 1}, b{seeds.bits(), seeds.bits()};
  Xorshift2 gen(a, b);
  std::vector<int8_t> mid(std::size_t(side) + 3 * kLanes);
  SweepResult result;
  for (int colour = 0; colour < 2; ++colour)
    for (int row = 0; row < side; ++row) {
      if (signs.right.empty()) sweep_row<false>(board, row, colour, mid.data(), gen, result);
      else sweep_row<true>(board, row, colour, mid.data(), gen, result);
    }
  return result;
}

}  // namespace attractor
