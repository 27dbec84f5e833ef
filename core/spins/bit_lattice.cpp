#include "core/spins/bit_lattice.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "core/base/lattice.h"

namespace attractor {

BitLattice::BitLattice(int side) : side_(side), vectors_((side / 2 + 127) / 128) {
  assert(side >= 2 && side <= kMaxBitSide && side % 2 == 0);
  words_.assign(2 * side * (2 * vectors_ + 2), 0);
  for (int bit = 128 * (vectors_ - 1); bit < side / 2; ++bit) last_[bit / 64 % 2] |= uint64_t(1) << bit % 64;
}

int BitLattice::spin(int i, int column) const {
  const int bit = column / 2;
  return row((i + column) & 1, i)[bit / 64] >> bit % 64 & 1 ? 1 : -1;
}

void BitLattice::set(int i, int column, int value) {
  const int bit = column / 2, colour = (i + column) & 1;
  uint64_t& word = row(colour, i)[bit / 64];
  const uint64_t mask = uint64_t(1) << bit % 64;
  word = value > 0 ? word | mask : word & ~mask;
  wrap(colour, i);
}

void BitLattice::wrap(int colour, int i) {
  uint64_t* r = row(colour, i);
  const int half = side_ / 2, top = half - 1;
  r[-1] = r[top / 64] >> top % 64 << 63;
  uint64_t& behind = r[half / 64];
  behind = (behind & ~(uint64_t(1) << half % 64)) | (r[0] & 1) << half % 64;
}

void BitLattice::from_bytes(const int8_t* spins) {
  for (int i = 0; i < side_; ++i) {
    const int8_t* bytes = spins + std::ptrdiff_t(i) * side_;
    for (int colour = 0; colour < 2; ++colour) {
      uint64_t* r = row(colour, i);
      const int parity = (i + colour) & 1;
      for (int base = 0; base < side_ / 2; base += 64) {
        uint64_t word = 0;
        for (int k = 0; k < 64 && base + k < side_ / 2; ++k) word |= uint64_t(bytes[2 * (base + k) + parity] > 0) << k;
        r[base / 64] = word;
      }
      wrap(colour, i);
    }
  }
}

void BitLattice::to_bytes(int8_t* spins) const {
  for (int i = 0; i < side_; ++i) row_to_bytes(i, spins + std::ptrdiff_t(i) * side_);
}

void BitLattice::row_to_bytes(int i, int8_t* out) const {
  // Four sites of a sub-lattice as every second byte of eight.
  static constexpr auto kSpread = [] {
    std::array<uint64_t, 16> t{};
    for (unsigned v = 0; v < 16; ++v)
      for (unsigned k = 0; k < 4; ++k) t[v] |= uint64_t(v >> k & 1 ? 0x01 : 0xFF) << 16 * k;
    return t;
  }();
  const uint64_t *even = row(i & 1, i), *odd = row(1 - (i & 1), i);  // by column
  for (int j = 0; j < side_; j += 8) {
    const int bit = j / 2, lane = bit / 64, shift = bit % 64;
    const uint64_t eight = kSpread[even[lane] >> shift & 15] | kSpread[odd[lane] >> shift & 15] << 8;
    if (side_ - j >= 8) std::memcpy(out + j, &eight, 8);
    else std::memcpy(out + j, &eight, side_ - j);
  }
}

void BitLattice::fill(Draw draw) {
  uint64_t bits = 0;
  int64_t n = 0;
  for (int i = 0; i < side_; ++i) {
    for (int j = 0; j < side_; ++j, ++n) {
      if (n % 64 == 0) bits = draw.bits();
      row((i + j) & 1, i)[j / 128] |= (bits >> n % 64 & 1) << j / 2 % 64;
    }
    wrap(0, i);
    wrap(1, i);
  }
}

BitBonds bit_bonds(int side, std::span<const int8_t> right, std::span<const int8_t> down) {
  BitBonds b;
  const int words = 2 * ((side / 2 + 127) / 128);
  for (auto& plane : b.planes) plane.assign(2 * side * words, 0);
  auto at = [&](std::span<const int8_t> signs, int i, int j) {
    return signs[(i + side) % side * side + (j + side) % side] < 0;
  };
  for (int i = 0; i < side; ++i)
    for (int j = 0; j < side; ++j) {
      const int word = ((i + j) % 2 * side + i) * words + j / 128, bit = j / 2 % 64;
      b.planes[BitBonds::at_right][word] |= uint64_t(at(right, i, j)) << bit;
      b.planes[BitBonds::at_left][word] |= uint64_t(at(right, i, j - 1)) << bit;
      b.planes[BitBonds::under][word] |= uint64_t(at(down, i, j)) << bit;
      b.planes[BitBonds::above][word] |= uint64_t(at(down, i - 1, j)) << bit;
    }
  return b;
}

namespace {

// A cell's score: twice its spins that are up, and one more if its corner is. So it is above the number of its spins if
// most of them are up, and if just half of them are, the corner among these. These add row i to the scores.
template <int G>
void add_row(const BitLattice& b, int i, std::vector<int8_t>& row, uint8_t* score) {
  b.row_to_bytes(i, row.data());
  const int whole = b.side() / G;
  const int8_t* x = row.data();
  for (int c = 0; c < whole; ++c) {
    int more = i % G == 0 && *x > 0;
    for (int k = 0; k < G; ++k) more += 2 * (*x++ > 0);
    score[c] = uint8_t(score[c] + more);
  }
  if (b.side() % G != 0 && i % G == 0) score[whole] = uint8_t(score[whole] + (*x > 0));
  while (x != row.data() + row.size()) score[whole] = uint8_t(score[whole] + 2 * (*x++ > 0));
}

// The same where a byte of each sub-lattice, that is 16 columns, covers whole cells of 2 or 4.
template <int G>
void add_row_by_bytes(const BitLattice& b, int i, std::vector<int8_t>&, uint8_t* score) {
  constexpr unsigned kCells = 16 / G, kBits = G / 2;  // a byte has; of a cell
  struct Tables {
    std::array<uint64_t, 256> twice{}, corner{};  // a byte for each cell
  };
  static constexpr Tables kTables = [] {
    Tables t;
    for (unsigned v = 0; v < 256; ++v)
      for (unsigned bit = 0; bit < 8; ++bit) {
        const uint64_t one = uint64_t(v >> bit & 1) << 8 * (bit / kBits);
        t.twice[v] += 2 * one;
        if (bit % kBits == 0) t.corner[v] += one;
      }
    return t;
  }();
  const uint64_t *even = b.row(i & 1, i), *odd = b.row(1 - (i & 1), i);  // by column
  for (int j = 0; j < b.side(); j += 16, score += kCells) {
    const int lane = j / 128, shift = j / 2 % 64;
    const uint64_t e = even[lane] >> shift & 255, o = odd[lane] >> shift & 255;
    uint64_t cells = 0;
    std::memcpy(&cells, score, kCells);
    cells += kTables.twice[e] + kTables.twice[o] + (i % G == 0 ? kTables.corner[e] : 0);
    std::memcpy(score, &cells, kCells);
  }
}

}  // namespace

std::vector<int8_t> picture(const BitLattice& b) {
  const int L = b.side(), g = grain(L), cells = cells_along(L);
  std::vector<int8_t> out(cells * cells);
  if (g == 1) {
    b.to_bytes(out.data());
    return out;
  }
  const auto add = L % 16 == 0 && g == 2   ? add_row_by_bytes<2>
                   : L % 16 == 0 && g == 4 ? add_row_by_bytes<4>
                   : g == 2                ? add_row<2>
                   : g == 3                ? add_row<3>
                                           : add_row<4>;
  std::vector<uint8_t> score(cells, 0);
  std::vector<int8_t> row(L, 0);
  for (int i = 0; i < cells; ++i) {
    std::fill(score.begin(), score.end(), uint8_t(0));
    const int high = std::min(g, L - i * g), last = L - (cells - 1) * g;
    for (int k = i * g; k < i * g + high; ++k) add(b, k, row, score.data());
    int8_t* line = &out[i * cells];
    for (int j = 0; j < cells; ++j) line[j] = score[j] > high * g ? 1 : -1;
    line[cells - 1] = score.back() > high * last ? 1 : -1;
  }
  return out;
}

void paint(BitLattice& b, int64_t cell, int radius, int value) {
  const int L = b.side(), g = grain(L), cells = cells_along(L);
  visit_disc(cells, cells, Edge::wrap, cell, radius, [&](int c) {
    const int row = c / cells * g, column = c % cells * g;
    for (int i = row; i < std::min(L, row + g); ++i)
      for (int j = column; j < std::min(L, column + g); ++j) b.set(i, j, value);
  });
}

int64_t overlap(const BitLattice& a, const BitLattice& b) {
  const int L = a.side(), vectors = a.vectors();
  int64_t differ = 0;
  for (int colour = 0; colour < 2; ++colour)
    for (int i = 0; i < L; ++i) {
      const uint64_t *x = a.row(colour, i), *y = b.row(colour, i);
      for (int w = 0; w < 2 * vectors; ++w) {
        const uint64_t valid = w < 2 * vectors - 2 ? ~uint64_t(0) : a.last_mask(w & 1);
        differ += std::popcount((x[w] ^ y[w]) & valid);
      }
    }
  return int64_t(L) * L - 2 * differ;
}

}  // namespace attractor
