// One checkerboard sweep of an Ising lattice, a byte per spin, sixteen sites at a time.
//
// The two sublattices of an even torus are updated one after the other; within one, sites do not see each other, so they may
// go in parallel and the law stays exact. A site's class is its spin and the sum of its four J s' (10 classes); a class has a
// 64-bit acceptance threshold. Eight random bits decide all but one site in 256; those are decided by 56 more from Philox at
// (step, site), so that acceptance is exact to 2^-64.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/rng.h"

namespace attractor {

// Class of a site: spin s, sum n in {-4, -2, 0, 2, 4} of J s' over its four neighbours.
inline int site_class(int s, int n) { return (n + 4) / 2 + (s > 0 ? 5 : 0); }
inline constexpr int kSiteClasses = 10;

// Signs of the four bonds of each site, for +-J glasses. Empty spans: all bonds have the sign `uniform`.
struct BondSigns {
  std::span<const int8_t> right, left, down, up;
  int uniform = 1;
};

struct SweepResult {
  int64_t flips = 0;
  int64_t bonds = 0;           // change of sum over bonds of J s s'
  int64_t magnet[2] = {0, 0};  // change of the sum of spins on each sublattice, (row + column) even and odd
};

// spins: side x side of +-1, row-major, with 16 readable and writable bytes behind them. side even.
SweepResult checkerboard_sweep(int8_t* spins, int side, const BondSigns& signs,
                               const std::array<uint64_t, kSiteClasses>& thresholds, const Rng& rng);

}  // namespace attractor
