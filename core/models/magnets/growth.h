// Domain growth: an Ising ferromagnet quenched from chaos into the cold, and how its domains grow with time.
//
// Step    `sweeps` checkerboard sweeps (bit_lattice.h).
// Size    R = 2 / (e - e_eq), e the energy per spin and e_eq Onsager's at the final temperature: stripes of width R
//         have a wall of one unsatisfied bond a row every R columns. Kept at times that are evenly spaced on a
//         logarithmic axis.
// Known   without conservation of the magnetisation walls move by their curvature, so that R grows as the square root
//         of time (Lifshitz 1962, Allen and Cahn 1979), until R is of the order of L. At T = 0 about one run in three
//         ends in stripes.
// Not here conserved dynamics (Kawasaki), whose exponent is 1/3.
// Source  A. J. Bray, Adv. Phys. 43, 357 (1994); V. Spirin, P. L. Krapivsky, S. Redner, PRE 63, 036118 (2001).
#pragma once

#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor::growth {

enum Dynamics { metropolis, glauber };
inline constexpr Choice kDynamics[] = {{metropolis, "metropolis", "Metropolis"}, {glauber, "glauber", "Heat bath"}};

struct Params {
  int L = 512;
  double T = 1.0;
  int rule = glauber;
  int sweeps = 1;
};

struct State {
  BitLattice lattice;
  int64_t time = 0;  // sweeps since the quench
  BitSums sums;
  double equilibrium_energy = -2;    // per spin, at the final temperature
  std::vector<double> log_t, log_r;  // decimal logarithms, for the axes
  int64_t next = 1;                  // time of the next record
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

double domain_size(const Params&, const State&);
// Slope of log R against log t, from t = 10 until R is L / 10; known once that is half a decade long.
struct Slope {
  double value = 0;
  bool known = false;
};
Slope exponent(const Params&, const State&);

extern const Model kModel;

}  // namespace attractor::growth
