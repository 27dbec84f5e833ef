// The phase transition of the Ising ferromagnet, measured: energy, magnetisation, specific heat and Binder cumulant at
// many temperatures at once, behind them the exact curves.
//
// Step    one burst at one temperature, in turn: as many checkerboard sweeps (bit_lattice.h) as are about 2^19 sites of
//         work, each followed by a measurement. Every temperature has a lattice of its own; below T_c it starts up,
//         above at random, and its first `warm` sweeps are left out.
// Errors  the measurements of a temperature go into at most 32 bins of equal length; when all are full, two become one.
//         The bars are one standard error by the jackknife over whole bins: right as soon as a bin is longer than the
//         memory.
// Known   Onsager 1944 and Yang 1952 for the infinite lattice; Kaufman 1949 for the L x L torus (exact.h): what is
//         measured has to agree with the second. The Binder cumulant is 0 in the disordered and 2/3 in the ordered
//         phase.
// Not here other lattices, finite-size scaling fits.
// Source  K. Binder, Z. Phys. B 43, 119 (1981); the others in exact.h.
#pragma once

#include <memory>
#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor::transition {

inline constexpr int kPoints = 29, kBins = 32;
enum Dynamics { metropolis, glauber };
inline constexpr Choice kDynamics[] = {{metropolis, "metropolis", "Metropolis"}, {glauber, "glauber", "Heat bath"}};

struct Params {
  int L = 32;
  double low = 1.6;
  double high = 3.0;
  int rule = metropolis;
  int warm = 1000;
};

struct Bin {
  double n = 0, e = 0, e2 = 0, m = 0, m2 = 0, m4 = 0;  // sums over sweeps, per spin
};

struct Point {
  double T = 0;
  BitLattice lattice;
  int64_t sweeps = 0, length = 16;  // sweeps in a whole bin
  std::vector<Bin> bins;            // the last one may be part full
};

struct Theory;

struct State {
  std::vector<Point> points;
  int64_t bursts = 0, sweeps = 0;  // in all; a burst is a step
  std::shared_ptr<const Theory> theory;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
Message conflict(const Params&);

struct Measured {
  double value = 0, error = 0;
  bool known = false;
};
enum Quantity { energy, magnetisation, specific_heat, binder };
Measured measured(const Params&, const Point&, Quantity);

extern const Model kModel;

}  // namespace attractor::transition
