#include "core/spins/bit_lattice.h"

#include <bit>

#include "core/base/simd.h"

namespace attractor {
namespace {

constexpr U64x2 kNone{0, 0}, kAll{~uint64_t(0), ~uint64_t(0)};

U64x2 broadcast(bool on) { return on ? kAll : kNone; }

// Set bits of pairs of vectors. The sum of two is kept as one bit plane, so that only carries, worth two each, are
// counted; a byte has room for 31 of them.
struct Counter {
  U64x2 ones{};
  U8x16 carries{};
  int pairs = 0;
  int64_t total = 0;
  void add(U64x2 a, U64x2 b) {
    const U64x2 other = ones ^ a;
    carries += popcount8(reinterpret_cast<U8x16>((ones & a) | (other & b)));
    ones = other ^ b;
    if (++pairs == 31) flush();
  }
  void flush() {
    for (int l = 0; l < 16; ++l) total += 2 * carries[l];
    carries = U8x16{};
    pairs = 0;
  }
  int64_t sum() {
    flush();
    return total + std::popcount(ones[0]) + std::popcount(ones[1]);
  }
};

// One row of one sub-lattice and its neighbours.
struct Strip {
  const uint64_t *spins, *above, *under, *beside;  // `beside`: the other sub-lattice of the same row
  std::array<const uint64_t*, 4> signs;            // of the bonds, for a glass
};

Strip strip(const BitLattice& b, const BitBonds& bonds, int colour, int i) {
  const int L = b.side();
  Strip s{b.row(colour, i),
          b.row(1 - colour, i ? i - 1 : L - 1),
          b.row(1 - colour, i + 1 < L ? i + 1 : 0),
          b.row(1 - colour, i),
          {}};
  if (bonds.glass())
    for (int k = 0; k < 4; ++k) s.signs[k] = &bonds.planes[k][(colour * L + i) * 2 * b.vectors()];
  return s;
}

// The four bonds of 128 sites: set where J s' is +1. Sites of an odd row (seen from its sub-lattice) have their own
// index to the left and the next to the right, the others the previous and their own.
template <bool kGlass, bool kOdd>
inline void neighbours(const Strip& s, int w, U64x2 uniform, U64x2 out[4]) {
  const uint64_t* q = s.beside + 2 * w;
  const U64x2 own = load<U64x2>(q);
  if constexpr (kOdd) {
    out[BitBonds::at_left] = own;
    out[BitBonds::at_right] = own >> 1 | load<U64x2>(q + 1) << 63;
  } else {
    out[BitBonds::at_left] = own << 1 | load<U64x2>(q - 1) >> 63;
    out[BitBonds::at_right] = own;
  }
  out[BitBonds::above] = load<U64x2>(s.above + 2 * w);
  out[BitBonds::under] = load<U64x2>(s.under + 2 * w);
  for (int k = 0; k < 4; ++k) out[k] ^= kGlass ? load<U64x2>(s.signs[k] + 2 * w) : uniform;
}

// 128 sites while they are decided: a site flips where (below_threshold | certain) ^ inverted, once
// `below_threshold` is known.
struct Sites {
  U64x2 undecided;        // random bits and threshold agree so far
  U64x2 below_threshold;  // random number below the threshold
  U64x2 certain;          // accepted whatever the random number
  U64x2 inverted;         // the threshold stands for keeping the spin instead of flipping it
  U64x2 class_one;        // no field: the threshold is of_class[1], three equal neighbours, rather than [0]
  U64x2 half;             // heat bath, no field: no local field at all
  U64x2 classes[5];       // in a field
};

template <bool kHeatBath>
inline Sites classify(U64x2 spins, const U64x2 e[4], U64x2 valid) {
  const U64x2 a = spins ^ e[0], b = spins ^ e[1], c = spins ^ e[2], d = spins ^ e[3];  // unsatisfied bonds
  const U64x2 either = a | b, other = c | d, both = a & b, pair = c & d;
  const U64x2 one = either | other, two = both | pair | (either & other);  // at least so many
  Sites s{};
  if constexpr (kHeatBath) {
    const U64x2 three = (both & other) | (either & pair);
    s.class_one = a ^ b ^ c ^ d;
    s.half = two & ~three;
    s.undecided = valid & ~s.half;
    s.inverted = three;
  } else {
    s.class_one = one;
    s.undecided = valid & ~two;
    s.certain = two;
  }
  return s;
}

template <bool kHeatBath>
inline Sites classify_in_field(const BitThresholds& thresholds, U64x2 spins, const U64x2 e[4], U64x2 valid) {
  const U64x2 seen = kHeatBath ? kNone : spins;  // heat bath: neighbours that pull up; metropolis: unsatisfied bonds
  const U64x2 a = seen ^ e[0], b = seen ^ e[1], c = seen ^ e[2], d = seen ^ e[3];
  const U64x2 either = a | b, other = c | d, both = a & b, pair = c & d;
  const U64x2 one = either | other, two = both | pair | (either & other), three = (both & other) | (either & pair),
              four = both & pair;
  const U64x2 exactly[5] = {~one, one & ~two, two & ~three, three & ~four, four};
  Sites s{};
  if constexpr (kHeatBath) {
    for (int k = 0; k < 5; ++k) s.classes[k] = exactly[k];
    s.undecided = valid;
    s.inverted = spins;
  } else {
    U64x2 any_class{};
    for (int k = 0; k < 5; ++k) {
      s.classes[k] = exactly[thresholds.unsatisfied[k]] & (thresholds.up[k] ? spins : ~spins);
      any_class |= s.classes[k];
    }
    s.undecided = valid & any_class;
    s.certain = ~any_class;
  }
  return s;
}

// One random word against one bit of the two thresholds: code 1 is the bit of `class_one` sites, code 2 of the others.
inline void compare(Sites& x, Sites& y, int code, U64x2 r, U64x2 q) {
  if (code == 0) {
    x.undecided &= ~r;
    y.undecided &= ~q;
  } else if (code == 3) {
    x.below_threshold |= x.undecided & ~r;
    y.below_threshold |= y.undecided & ~q;
    x.undecided &= r;
    y.undecided &= q;
  } else {
    const U64x2 side = code == 1 ? kNone : kAll, s = x.class_one ^ side, t = y.class_one ^ side;
    x.below_threshold |= x.undecided & ~r & s;
    y.below_threshold |= y.undecided & ~q & t;
    x.undecided &= ~(r ^ s);
    y.undecided &= ~(q ^ t);
  }
}

inline void compare_in_field(Sites& x, const U64x2 bits[5], U64x2 r) {
  U64x2 t = x.classes[0] & bits[0];
  for (int k = 1; k < 5; ++k) t |= x.classes[k] & bits[k];
  x.below_threshold |= x.undecided & t & ~r;
  x.undecided &= ~(r ^ t);
}

// Constants of a sweep.
struct Board {
  const BitThresholds& thresholds;
  const Rng& rng;
  int side;
  U64x2 uniform;
  std::array<int, BitThresholds::kWords> codes;
  std::array<std::array<U64x2, 5>, BitThresholds::kWords> bits;  // of the five thresholds
};

// Decides the sites whose first twelve random bits equal the threshold's by 52 more for each.
__attribute__((noinline)) void decide_ties(const Board& b, Sites& s, int row, int parity, int w) {
  for (int lane = 0; lane < 2; ++lane)
    for (uint64_t left = s.undecided[lane]; left; left &= left - 1) {
      const int bit = std::countr_zero(left);
      int c = s.class_one[lane] >> bit & 1;
      if (b.thresholds.field)
        for (int k = 0; k < 5; ++k)
          if (s.classes[k][lane] >> bit & 1) c = k;
      const int column = 2 * (128 * w + 64 * lane + bit) + parity;
      const Words words = b.rng.at(Stream::chain, uint32_t(row * b.side + column));
      const uint64_t t = b.thresholds.of_class[c], low = (uint64_t(words[1]) << 32 | words[0]) >> BitThresholds::kWords;
      const uint64_t top = t & ~(~uint64_t(0) >> BitThresholds::kWords);
      if (below(top | low, t)) s.below_threshold[lane] |= uint64_t(1) << bit;
    }
}

// Two rows of a sub-lattice, each with its own generator: twice the work between dependent instructions.
template <bool kField, bool kHeatBath, bool kGlass, bool kOdd>
__attribute__((noinline)) void sweep_pair(const Board& b, BitLattice& lattice, const BitBonds& bonds, int colour, int i,
                                          Xorshift2& first, Xorshift2& second, Counter& flips) {
  const Strip s = strip(lattice, bonds, colour, i), t = strip(lattice, bonds, colour, i + 1);
  uint64_t *out = lattice.row(colour, i), *out2 = lattice.row(colour, i + 1);
  Xorshift2 g = first, h = second;
  const int vectors = lattice.vectors();
  const U64x2 last{lattice.last_mask(0), lattice.last_mask(1)};
  for (int w = 0; w < vectors; ++w) {
    const U64x2 valid = w + 1 == vectors ? last : kAll;
    const U64x2 spins = load<U64x2>(s.spins + 2 * w), spins2 = load<U64x2>(t.spins + 2 * w);
    U64x2 e[4], e2[4];
    neighbours<kGlass, kOdd>(s, w, b.uniform, e);
    neighbours<kGlass, !kOdd>(t, w, b.uniform, e2);
    Sites x, y;
    if constexpr (kField) {
      x = classify_in_field<kHeatBath>(b.thresholds, spins, e, valid);
      y = classify_in_field<kHeatBath>(b.thresholds, spins2, e2, valid);
      for (int k = 0; k < BitThresholds::kWords; ++k) {
        compare_in_field(x, b.bits[k].data(), g.next());
        compare_in_field(y, b.bits[k].data(), h.next());
      }
    } else {
      x = classify<kHeatBath>(spins, e, valid);
      y = classify<kHeatBath>(spins2, e2, valid);
      const U64x2 r0 = g.next(), q0 = h.next();
      if constexpr (kHeatBath) {  // a threshold of one half: the first bit decides
        x.below_threshold = x.half & ~r0;
        y.below_threshold = y.half & ~q0;
      }
      compare(x, y, b.codes[0], r0, q0);
      for (int k = 1; k < BitThresholds::kWords; ++k) {
        const U64x2 r = g.next(), q = h.next();
        compare(x, y, b.codes[k], r, q);
      }
    }
    if (any(x.undecided | y.undecided)) [[unlikely]] {
      decide_ties(b, x, i, kOdd, w);
      decide_ties(b, y, i + 1, !kOdd, w);
    }
    const U64x2 flip = ((x.below_threshold | x.certain) ^ x.inverted) & valid,
                flip2 = ((y.below_threshold | y.certain) ^ y.inverted) & valid;
    store(out + 2 * w, spins ^ flip);
    store(out2 + 2 * w, spins2 ^ flip2);
    flips.add(flip, flip2);
  }
  first = g;
  second = h;
}

template <bool kField, bool kHeatBath, bool kGlass>
int64_t sweep_band(const Board& b, BitLattice& lattice, const BitBonds& bonds, int begin, int end) {
  Draw seeds = b.rng.draw(Stream::update);
  // xorshift must not start at zero; a set low bit in one of its two words makes sure.
  auto generator = [&] {
    const U64x2 a{seeds.bits() | 1, seeds.bits() | 1}, c{seeds.bits(), seeds.bits()};
    return Xorshift2(a, c);
  };
  Xorshift2 g = generator(), h = generator();
  const int half = lattice.side() / 2;
  Counter flips;
  for (int k = begin; k < end; ++k) {
    const int colour = k / half, i = 2 * (k % half);
    if (colour) sweep_pair<kField, kHeatBath, kGlass, true>(b, lattice, bonds, colour, i, g, h, flips);
    else sweep_pair<kField, kHeatBath, kGlass, false>(b, lattice, bonds, colour, i, g, h, flips);
    lattice.wrap(colour, i);
    lattice.wrap(colour, i + 1);
  }
  return flips.sum();
}

// Unsatisfied bonds of 128 sites as a number of three bits each.
struct Unsatisfied {
  U64x2 ones, twos, fours;
};
template <bool kGlass, bool kOdd>
inline Unsatisfied unsatisfied(const Strip& s, int w, U64x2 uniform, U64x2 valid) {
  U64x2 e[4];
  neighbours<kGlass, kOdd>(s, w, uniform, e);
  const U64x2 spins = load<U64x2>(s.spins + 2 * w), a = spins ^ e[0], b = spins ^ e[1], c = spins ^ e[2], d = spins ^ e[3];
  const U64x2 ab = a ^ b, cd = c ^ d, both = a & b, pair = c & d;
  return {(ab ^ cd) & valid, (both ^ pair ^ (ab & cd)) & valid, both & pair & valid};
}

template <bool kGlass>
BitSums count(const BitLattice& lattice, const BitBonds& bonds) {
  const int L = lattice.side(), vectors = lattice.vectors();
  const U64x2 last{lattice.last_mask(0), lattice.last_mask(1)}, uniform = broadcast(bonds.sign < 0);
  Counter ones, twos, fours, up[2];
  for (int i = 0; i < L; i += 2) {
    const Strip s = strip(lattice, bonds, 0, i),
                t = strip(lattice, bonds, 0, i + 1);  // every bond has one end on sub-lattice 0
    for (int w = 0; w < vectors; ++w) {
      const U64x2 valid = w + 1 == vectors ? last : kAll;
      const Unsatisfied x = unsatisfied<kGlass, false>(s, w, uniform, valid),
                        y = unsatisfied<kGlass, true>(t, w, uniform, valid);
      ones.add(x.ones, y.ones);
      twos.add(x.twos, y.twos);
      fours.add(x.fours, y.fours);
      up[0].add(load<U64x2>(s.spins + 2 * w) & valid, load<U64x2>(t.spins + 2 * w) & valid);
      up[1].add(load<U64x2>(s.beside + 2 * w) & valid, load<U64x2>(t.beside + 2 * w) & valid);
    }
  }
  const int64_t half = int64_t(L) * L / 2;
  return {ones.sum() + 2 * twos.sum() + 4 * fours.sum(), {2 * up[0].sum() - half, 2 * up[1].sum() - half}};
}

}  // namespace

BitThresholds bit_thresholds(Rule rule, double T, double B) {
  BitThresholds thresholds;
  thresholds.heat_bath = rule == Rule::heat_bath;
  thresholds.field = B != 0;
  if (!thresholds.field) {
    thresholds.of_class = {threshold(acceptance(rule, 8, T)), threshold(acceptance(rule, 4, T))};
    // Heat bath: `less` stands for ending against the field, which has the same two probabilities.
    return thresholds;
  }
  if (thresholds.heat_bath) {  // class k: k neighbours pull up; the probability of ending up
    for (int k = 0; k < 5; ++k) thresholds.of_class[k] = threshold(acceptance(rule, -2 * (2.0 * k - 4 + B), T));
    return thresholds;
  }
  int used = 0;
  for (int up = 0; up < 2; ++up)
    for (int k = 0; k < 5; ++k) {
      const uint64_t t = threshold(acceptance(rule, 2 * (4 - 2.0 * k + (up ? B : -B)), T));
      if (t == kAlways) continue;
      thresholds.of_class[used] = t, thresholds.unsatisfied[used] = k, thresholds.up[used] = up != 0;
      ++used;  // five at the most: dE is positive for at most five of the ten
    }
  for (int k = used; k < 5; ++k) {  // fill up with a class that is there; the same twice changes nothing
    thresholds.of_class[k] = used ? thresholds.of_class[0] : kAlways;
    thresholds.unsatisfied[k] = used ? thresholds.unsatisfied[0] : 0;
    thresholds.up[k] = used && thresholds.up[0];
  }
  return thresholds;
}

int64_t sweep(BitLattice& lattice, const BitBonds& bonds, const BitThresholds& thresholds, const Rng& rng, int begin, int end) {
  Board b{thresholds, rng, lattice.side(), broadcast(bonds.sign < 0), {}, {}};
  for (int k = 0; k < BitThresholds::kWords; ++k) {
    auto bit = [&](int c) { return bool(thresholds.of_class[c] >> (63 - k) & 1); };
    b.codes[k] = int(bit(1)) | int(bit(0)) << 1;
    for (int c = 0; c < 5; ++c) b.bits[k][c] = broadcast(bit(c));
  }
  auto go = [&]<bool kField, bool kHeatBath>() {
    return bonds.glass() ? sweep_band<kField, kHeatBath, true>(b, lattice, bonds, begin, end)
                         : sweep_band<kField, kHeatBath, false>(b, lattice, bonds, begin, end);
  };
  if (thresholds.field) return thresholds.heat_bath ? go.operator()<true, true>() : go.operator()<true, false>();
  return thresholds.heat_bath ? go.operator()<false, true>() : go.operator()<false, false>();
}

BitSums measure(const BitLattice& lattice, const BitBonds& bonds) {
  return bonds.glass() ? count<true>(lattice, bonds) : count<false>(lattice, bonds);
}

}  // namespace attractor
