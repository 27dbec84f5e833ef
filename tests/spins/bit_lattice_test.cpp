// The bit lattice against its plain twin: one site after the other, bytes and whole 64-bit numbers, the same random words.
#include "core/spins/bit_lattice.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/simd.h"
#include "core/base/vec.h"
#include "core/spins/exact.h"

using namespace attractor;

namespace {

struct Twin {
  int side;
  std::vector<int8_t> spins, right, down;  // signs of the bonds

  int64_t at(int row, int column) const { return int64_t((row + side) % side) * side + (column + side) % side; }
  // Sum of J s' around a site.
  int pull(int i, int j) const {
    auto s = [&](int row, int column) { return int(spins[at(row, column)]); };
    return right[at(i, j)] * s(i, j + 1) + right[at(i, j - 1)] * s(i, j - 1) + down[at(i, j)] * s(i + 1, j) +
           down[at(i - 1, j)] * s(i - 1, j);
  }
  // Whether a site flips, given 64 random bits: the law as bit_lattice.h says it.
  bool flips(Rule rule, double T, double B, int i, int j, uint64_t bits) const {
    const int s = spins[at(i, j)], n = pull(i, j);
    if (rule == Rule::metropolis) return below(bits, threshold(acceptance(rule, 2 * s * (n + B), T)));
    if (B != 0) return below(bits, threshold(acceptance(rule, -2 * (n + B), T))) != (s > 0);
    const bool against = below(bits, threshold(acceptance(rule, 2.0 * std::abs(n), T)));
    return s * n < 0 ? !against : against;
  }
  int64_t sweep(Rule rule, double T, double B, const Rng& rng, int begin, int end) {
    Draw seeds = rng.draw(Stream::update);
    auto generator = [&] {
      const U64x2 a{seeds.bits() | 1, seeds.bits() | 1}, b{seeds.bits(), seeds.bits()};
      return Xorshift2(a, b);
    };
    Xorshift2 even = generator(), odd = generator();
    int64_t flipped = 0;
    for (int pair = begin; pair < end; ++pair) {
      const int colour = pair / (side / 2);
      for (int i = 2 * (pair % (side / 2)), k = 0; k < 2; ++i, ++k)
        for (int block = 0; 128 * block < side / 2; ++block) {
          U64x2 words[12];
          for (U64x2& w : words) w = (k ? odd : even).next();
          for (int bit = 0; bit < 128 && 128 * block + bit < side / 2; ++bit) {
            const int j = 2 * (128 * block + bit) + ((i + colour) & 1);
            uint64_t bits = 0;
            for (const U64x2& w : words) bits = bits << 1 | (w[bit / 64] >> bit % 64 & 1);
            const Words low = rng.at(Stream::chain, uint32_t(i * side + j));
            bits = bits << 52 | (uint64_t(low[1]) << 32 | low[0]) >> 12;
            if (!flips(rule, T, B, i, j, bits)) continue;
            spins[at(i, j)] = int8_t(-spins[at(i, j)]);
            ++flipped;
          }
        }
    }
    return flipped;
  }
};

struct Both {
  Twin twin;
  BitLattice bits;
  BitBonds bonds;
};

enum Kind { ferro, antiferro, glass };

Both make(int side, Kind kind, uint64_t seed) {
  const auto n = std::size_t(side) * std::size_t(side);
  Both b{{side, std::vector<int8_t>(n), std::vector<int8_t>(n, 1), std::vector<int8_t>(n, 1)}, BitLattice(side), {}};
  Draw draw(seed, 0, Stream::data);
  for (std::size_t i = 0; i < n; ++i) {
    b.twin.spins[i] = int8_t(draw.sign());
    if (kind == antiferro) b.twin.right[i] = b.twin.down[i] = -1;
    if (kind == glass) b.twin.right[i] = int8_t(draw.sign()), b.twin.down[i] = int8_t(draw.sign());
  }
  b.bits.from_bytes(b.twin.spins.data());
  if (kind == antiferro) b.bonds.sign = -1;
  if (kind == glass) b.bonds = bit_bonds(side, b.twin.right, b.twin.down);
  return b;
}

std::vector<int8_t> bytes(const BitLattice& b) {
  std::vector<int8_t> out(std::size_t(b.side()) * std::size_t(b.side()));
  b.to_bytes(out.data());
  return out;
}

}  // namespace

TEST_CASE("bit lattice: bytes to bits and back, one by one and filled") {
  for (int side : {2, 4, 6, 14, 16, 62, 64, 126, 128, 130, 254, 256, 258, 400}) {
    Both b = make(side, ferro, 3);
    CHECK(bytes(b.bits) == b.twin.spins);
    bool same = true;
    for (int i = 0; i < side; ++i)
      for (int j = 0; j < side; ++j) same = same && b.bits.spin(i, j) == b.twin.spins[b.twin.at(i, j)];
    CHECK(same);
    BitLattice one(side), filled(side);
    for (int i = 0; i < side; ++i)
      for (int j = 0; j < side; ++j) one.set(i, j, b.bits.spin(i, j));
    CHECK(one.words() == b.bits.words());
    filled.fill(Draw(9, 0, Stream::start));
    Draw draw(9, 0, Stream::start);
    uint64_t word = 0;
    const auto spins = bytes(filled);
    for (std::size_t i = 0; i < spins.size(); ++i) {
      if (i % 64 == 0) word = draw.bits();
      same = same && spins[i] == (word >> i % 64 & 1 ? 1 : -1);
    }
    CHECK(same);
  }
}

TEST_CASE("bit lattice: the picture of a large lattice is the majority of its cells") {
  for (int L : {1040, 1026, 2050, 3088, 3074, 4094, 4096}) {
    BitLattice b(L);
    b.fill(Draw(4, uint64_t(L), Stream::start));
    const auto spins = bytes(b), shown = picture(b);
    const int g = grain(L), cells = cells_along(L);
    REQUIRE(g == (L + 1023) / 1024);
    REQUIRE(shown.size() == std::size_t(cells) * std::size_t(cells));
    int wrong = 0;
    for (int i = 0; i < cells; i += i < cells - 8 ? 7 : 1)
      for (int j = 0; j < cells; ++j) {
        int sum = 0;
        for (int y = g * i; y < std::min(L, g * i + g); ++y)
          for (int x = g * j; x < std::min(L, g * j + g); ++x) sum += spins[y * L + x];
        const int want = sum ? sum : spins[g * i * L + g * j];
        wrong += (want > 0) != (shown[i * cells + j] > 0);
      }
    CHECK_MESSAGE(wrong == 0, "L = ", L);
  }
}

TEST_CASE("bit lattice: a large lattice is painted in the cells of its picture") {
  BitLattice b(2050);  // cells of 3 x 3, the last ones of one row or column
  b.fill(Draw(4, 0, Stream::start));
  paint(b, 684 * 5 + 683, 1, 1);  // wraps around
  const auto shown = picture(b);
  for (int cell : {684 * 5 + 683, 684 * 5, 684 * 4 + 683, 684 * 6 + 683, 684 * 5 + 682}) CHECK(shown[cell] == 1);
  CHECK(b.spin(15, 2049) == 1);
  CHECK(b.spin(17, 2) == 1);
}

TEST_CASE("bit lattice: equals its plain twin bit for bit, in every rule, coupling, field, temperature and size") {
  const double inf = std::numeric_limits<double>::infinity();
  for (int side : {2, 4, 10, 66, 258, 514})
    for (Kind kind : {ferro, antiferro, glass})
      for (Rule rule : {Rule::metropolis, Rule::heat_bath})
        for (double B : {0.0, 0.4, -0.4, 2.0, 4.0, -4.0, 7.0, 1e-20})
          for (double T : {0.0, 0.1, 0.9, 2.269, 8.0, inf}) {
            if (side > 66 && (T != 2.269 || (B != 0 && B != 0.4) || (side == 514 && kind != glass))) continue;
            Both b = make(side, kind, uint64_t(side));
            bool same = true;
            for (uint64_t t = 1; t <= (side > 66 ? 1 : 3); ++t) {
              const Rng rng{7, t};
              same = same &&
                     b.twin.sweep(rule, T, B, rng, 0, side) == sweep(b.bits, b.bonds, bit_thresholds(rule, T, B), rng, 0, side);
            }
            same = same && bytes(b.bits) == b.twin.spins;
            CHECK_MESSAGE(same, "L ", side, " kind ", int(kind), " rule ", int(rule), " B ", B, " T ", T);
          }
}

TEST_CASE("T06 gauge: J -> e e' J with s -> e s changes nothing, bit for bit") {
  for (int side : {6, 64, 140})
    for (Rule rule : {Rule::metropolis, Rule::heat_bath}) {
      Both plain = make(side, glass, 21), seen = plain;
      std::vector<int8_t> e(plain.twin.spins.size());
      Draw draw(22, 0, Stream::data);
      for (int8_t& v : e) v = int8_t(draw.sign());
      Twin& t = seen.twin;
      for (int i = 0; i < side; ++i)
        for (int j = 0; j < side; ++j) {
          const auto here = std::size_t(t.at(i, j));
          t.spins[here] = int8_t(t.spins[here] * e[here]);
          t.right[here] = int8_t(t.right[here] * e[here] * e[t.at(i, j + 1)]);
          t.down[here] = int8_t(t.down[here] * e[here] * e[t.at(i + 1, j)]);
        }
      seen.bits.from_bytes(t.spins.data());
      seen.bonds = bit_bonds(side, t.right, t.down);
      const BitThresholds thresholds = bit_thresholds(rule, 1.1, 0);
      for (uint64_t k = 1; k <= 30; ++k) {
        sweep(plain.bits, plain.bonds, thresholds, Rng{5, k}, 0, side);
        sweep(seen.bits, seen.bonds, thresholds, Rng{5, k}, 0, side);
      }
      auto u = bytes(plain.bits);
      for (std::size_t i = 0; i < u.size(); ++i) u[i] = int8_t(u[i] * e[i]);
      CHECK(u == bytes(seen.bits));
      CHECK(measure(plain.bits, plain.bonds).unsatisfied == measure(seen.bits, seen.bonds).unsatisfied);
    }
}

TEST_CASE("bit lattice: a long run meets the exact tail; a band is a part of a sweep") {
  Both b = make(64, glass, 5);
  for (uint64_t t = 1; t <= 300; ++t) {  // about 300 sites of 1.2 million are left after twelve bits
    b.twin.sweep(Rule::heat_bath, 1.3, 0, Rng{2, t}, 0, 64);
    sweep(b.bits, b.bonds, bit_thresholds(Rule::heat_bath, 1.3, 0), Rng{2, t}, 0, 64);
  }
  CHECK(bytes(b.bits) == b.twin.spins);
  int band[] = {0, 5, 32, 40, 64};
  for (uint64_t k = 0; k < 4; ++k) {
    b.twin.sweep(Rule::metropolis, 1.3, 0.2, Rng{3, k}, band[k], band[k + 1]);
    sweep(b.bits, b.bonds, bit_thresholds(Rule::metropolis, 1.3, 0.2), Rng{3, k}, band[k], band[k + 1]);
  }
  CHECK(bytes(b.bits) == b.twin.spins);
}

TEST_CASE("bit lattice: thresholds at their edges") {
  // A temperature at which a threshold's first twelve bits are all ones, and one at which they are all zeros.
  for (double T : {4 / 1e-5, 4 / 30.0})
    for (Rule rule : {Rule::metropolis, Rule::heat_bath})
      for (double B : {0.0, 1.5}) {
        Both b = make(20, ferro, 8);
        for (uint64_t t = 1; t <= 20; ++t) {
          b.twin.sweep(rule, T, B, Rng{4, t}, 0, 20);
          sweep(b.bits, b.bonds, bit_thresholds(rule, T, B), Rng{4, t}, 0, 20);
        }
        CHECK(bytes(b.bits) == b.twin.spins);
      }
}

TEST_CASE("bit lattice: bonds and spins counted") {
  for (int side : {2, 6, 64, 130, 300})
    for (Kind kind : {ferro, antiferro, glass}) {
      const Both b = make(side, kind, 12);
      int64_t bonds = 0, magnet[2] = {0, 0};
      for (int i = 0; i < side; ++i)
        for (int j = 0; j < side; ++j) {
          const int s = b.twin.spins[b.twin.at(i, j)];
          bonds += s * b.twin.pull(i, j);
          magnet[(i + j) % 2] += s;
        }
      const BitSums sums = measure(b.bits, b.bonds);
      CHECK(4 * int64_t(side) * side - 4 * sums.unsatisfied == bonds);  // every bond from both ends
      CHECK(sums.magnet[0] == magnet[0]);
      CHECK(sums.magnet[1] == magnet[1]);
    }
}

TEST_CASE("bit lattice: the random words are fair, position by position and pair by pair") {
  // T = infinity by the heat bath: every sweep is a fresh set of fair bits. Means and neighbour products of 256 x 256 sites.
  BitLattice b(256);
  const BitThresholds thresholds = bit_thresholds(Rule::heat_bath, std::numeric_limits<double>::infinity(), 0);
  std::vector<int> ups(256 * 256);
  double across = 0;
  const int sweeps = 400;
  for (uint64_t t = 1; t <= sweeps; ++t) {
    sweep(b, {}, thresholds, Rng{11, t}, 0, 256);
    const auto s = bytes(b);
    for (std::size_t i = 0; i < s.size(); ++i) ups[i] += s[i] > 0;
    for (std::size_t i = 0; i + 1 < s.size(); ++i) across += s[i] * s[i + 1];
  }
  double chi2 = 0;
  for (int u : ups) chi2 += (u - sweeps / 2.0) * (u - sweeps / 2.0) / (sweeps / 4.0);
  CHECK(std::fabs(chi2 - 65536) < 5 * std::sqrt(2.0 * 65536));
  CHECK(std::fabs(across) < 5 * std::sqrt(65536.0 * sweeps));
}

TEST_CASE("bit lattice: one sweep from a given state of the 2 x 2 torus has the checkerboard's transition matrix") {
  exact::Net net = exact::torus(2, 1, 0.3);
  const std::array<int, 2> first{0, 3}, second{1, 2};
  for (Rule rule : {Rule::metropolis, Rule::heat_bath}) {
    const Matrix P = exact::sweep(net, rule, 2.5, first) * exact::sweep(net, rule, 2.5, second);
    CHECK(difference(exact::boltzmann(net, 2.5) * P, exact::boltzmann(net, 2.5)) < 1e-13);
    const BitThresholds thresholds = bit_thresholds(rule, 2.5, 0.3);
    for (int from = 0; from < 16; ++from) {
      std::vector<double> seen(16);
      const int tries = 20000;
      for (uint64_t t = 0; t < tries; ++t) {
        BitLattice b(2);
        for (int i = 0; i < 4; ++i) b.set(i / 2, i % 2, exact::spin(from, i, 4));
        sweep(b, {}, thresholds, Rng{uint64_t(from) + 1, t}, 0, 2);
        int to = 0;
        for (int i = 0; i < 4; ++i) to = 2 * to + (b.spin(i / 2, i % 2) > 0);
        seen[to] += 1;
      }
      for (int to = 0; to < 16; ++to) {
        const double p = P(from, to), sd = std::sqrt(tries * p * (1 - p)) + 1e-9;
        CHECK(std::fabs(seen[to] - tries * p) < 5 * sd);
      }
    }
  }
}
