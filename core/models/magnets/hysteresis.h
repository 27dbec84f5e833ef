// Hysteresis: an Ising ferromagnet in a field that is swept up and down, and the loop of its magnetisation.
//
// Step    one checkerboard sweep (bit_lattice.h) at the field of this moment: a triangle wave from +amplitude to
//         -amplitude and back in `period` sweeps, starting at +amplitude with all spins up.
// Loop    m against B over the present and the last cycle. Its area, the integral of B dm, is the energy that a spin
//         takes from the field in one cycle and gives to the heat bath. Coercive field: |B| where m changes its sign.
// Known   in equilibrium m jumps at B = 0 between plus and minus Onsager's value below T_c and is a smooth curve above:
//         the loop shrinks to that as the period grows. A field too weak or too quick turns nothing over: the loop
//         stays on one side.
// Not here disorder (random fields, Barkhausen noise).
// Source  B. K. Chakrabarti, M. Acharyya, Rev. Mod. Phys. 71, 847 (1999).
#pragma once

#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor::hysteresis {

enum Dynamics { metropolis, glauber };
inline constexpr Choice kDynamics[] = {{metropolis, "metropolis", "Metropolis"}, {glauber, "glauber", "Heat bath"}};
inline constexpr int kSamples = 512;  // of one cycle, at the most

struct Params {
  int L = 256;
  double T = 1.5;
  double amplitude = 1.2;
  int period = 800;
  int rule = glauber;
};

struct Loop {
  std::vector<double> field, m;
};

struct State {
  BitLattice lattice;
  int64_t time = 0;
  BitSums sums;
  Loop now, last;
  double area = 0, last_area = 0;     // of the cycle under way, of the last whole one
  double before_b = 0, before_m = 0;  // one sweep ago
  double coercive = 0;                // field where m last changed its sign
  int64_t reversals = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

double field_at(const Params&, int64_t time);

extern const Model kModel;

}  // namespace attractor::hysteresis
