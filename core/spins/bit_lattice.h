// Ising spins on a square torus, one bit each, 128 sites in a vector; the two sub-lattices of the checkerboard stand
// apart.
//
// Sites of one sub-lattice are no neighbours, so all of them may be updated at once without a change of the
// distribution. A site's class (how many of its four bonds are unsatisfied; in a field its spin, too) has a 64-bit
// acceptance threshold. Random words are compared with the thresholds bit by bit, the most significant first, 128 sites
// at a time: after twelve words one site in 4096 is still undecided, and 52 more bits from Philox at (step, site)
// decide it. Acceptance is exact to 2^-64, and the number of random words does not depend on the outcome.
//
// Heat bath without a field: the spin ends against its local field with probability 1 / (1 + e^(|dE| / T)), whatever it
// was before; in a field it ends up with probability 1 / (1 + e^(-2 h / T)).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/rng.h"
#include "core/spins/acceptance.h"

namespace attractor {

inline constexpr int kMaxBitSide = 4096;

// Sites (row, column) with (row + column) mod 2 == colour, in the order of their columns: bit j of a row is the column
// 2 j + (row + colour) mod 2. Before and behind each row its ends are repeated (wrap), so that neighbours are shifts.
class BitLattice {
 public:
  BitLattice() = default;
  explicit BitLattice(int side);  // even, from 2 to kMaxBitSide; all spins -1
  int side() const { return side_; }
  int vectors() const { return vectors_; }  // of 128 sites in half a row
  uint64_t last_mask(int lane) const { return last_[lane]; }

  int spin(int row, int column) const;
  void set(int row, int column, int spin);
  void from_bytes(const int8_t* spins);  // side x side of +-1
  void to_bytes(int8_t* spins) const;
  void row_to_bytes(int i, int8_t* spins) const;
  void fill(Draw draw);  // one random bit a site, 64 sites a draw, in the order of rows and columns

  uint64_t* row(int colour, int i) { return &words_[at(colour, i)]; }
  const uint64_t* row(int colour, int i) const { return &words_[at(colour, i)]; }
  void wrap(int colour, int i);
  const std::vector<uint64_t>& words() const { return words_; }

 private:
  int at(int colour, int i) const { return (colour * side_ + i) * (2 * vectors_ + 2) + 1; }
  int side_ = 0, vectors_ = 0;
  std::array<uint64_t, 2> last_{};  // sites that exist in the last vector of a row
  std::vector<uint64_t> words_;
};

// Signs of the bonds: one for all, or for +-J glasses a plane of bits for each of a site's four bonds (set: negative).
struct BitBonds {
  int sign = 1;
  enum Side { at_left, at_right, above, under };
  std::array<std::vector<uint64_t>, 4> planes = {};  // [Side]: as BitLattice, without the repeated ends
  bool glass() const { return !planes[0].empty(); }
};
// right[i], down[i]: sign of the bond from site i (row-major) to the right and downwards.
BitBonds bit_bonds(int side, std::span<const int8_t> right, std::span<const int8_t> down);

// The acceptance probabilities of a rule at a temperature and in a field, as 64-bit thresholds: one for each class of
// sites (see the top).
struct BitThresholds {
  static constexpr int kWords = 12;  // random words before the exact tail
  bool heat_bath = false, field = false;
  // Without a field: [0] four equal neighbours, [1] three. In a field the classes below.
  std::array<uint64_t, 5> of_class{};
  std::array<int, 5> unsatisfied{};  // metropolis in a field: bonds unsatisfied and spin of the class
  std::array<bool, 5> up{};
};
BitThresholds bit_thresholds(Rule rule, double T, double B);  // metropolis or heat_bath

// A sweep, or a band of it: pairs of rows from `begin` to `end`, counted through sub-lattice 0 and then 1, so that
// [0, side) is a whole sweep. Returns the number of flips.
int64_t sweep(BitLattice&, const BitBonds&, const BitThresholds&, const Rng&, int begin, int end);

// Randomness of the k-th sweep inside one step, where a step has several (k < 4096).
inline Rng inner(const Rng& rng, int k) { return {rng.seed, rng.step << 12 | uint64_t(k)}; }

struct BitSums {
  int64_t unsatisfied = 0;  // bonds: the sum over bonds of J s s' is 2 side^2 - 2 unsatisfied
  int64_t magnet[2] = {0, 0};
};
BitSums measure(const BitLattice&, const BitBonds&);
// For a screen: at most 1024 x 1024 cells, each of `grain` x `grain` spins with the sign of their majority.
inline int grain(int side) { return (side + 1023) / 1024; }
inline int cells_along(int side) { return (side + grain(side) - 1) / grain(side); }
std::vector<int8_t> picture(const BitLattice&);
// Sets all spins of the cells within `radius` of a cell of that picture, on the torus.
void paint(BitLattice&, int64_t cell, int radius, int value);
int64_t overlap(const BitLattice&, const BitLattice&);  // sum of s s' over all sites

}  // namespace attractor
