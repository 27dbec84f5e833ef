// Frustration: Ising spins whose bonds cannot all be satisfied, every bond in sight.
//
// Energy  E = -sum over bonds of J s s'. A loop is frustrated when the product of its couplings is negative: at least
//         one of its bonds stays unsatisfied, whatever the spins do (Toulouse 1977).
// Systems one antiferromagnetic triangle; square lattice with J = -1 (not frustrated if L is even); triangular lattice
//         with J = -1; square lattice with J = +-1, P(-1) = p. The lattices are tori of L x L spins.
// Step    `updates` proposals at random sites, accepted by the heat bath.
// Known   triangle: 6 of 8 states have the lowest energy -1, <E> = (6 e^(-3/T) - 6 e^(1/T)) / (6 e^(1/T) + 2 e^(-3/T)).
//         Triangular lattice: one bond in three stays unsatisfied, -1 per spin, residual entropy 0.3231 (Wannier 1950).
//         Square lattice: an unsatisfied bond serves two frustrated loops at the most, so that half the number of
//         frustrated loops is a lower bound for the unsatisfied bonds.
// Not here other lattices (kagome, pyrochlore).
// Source  G. Toulouse, Commun. Phys. 2, 115 (1977); G. H. Wannier, Phys. Rev. 79, 357 (1950).
#pragma once

#include <memory>
#include <vector>

#include "core/run/model.h"

namespace attractor::frustration {

enum System { triangle, square, triangular, pmj };
inline constexpr Choice kSystems[] = {{triangle, "triangle", "Triangle"},
                                      {square, "square", "Square lattice, J = −1"},
                                      {triangular, "triangular", "Triangular lattice, J = −1"},
                                      {pmj, "pmj", "Square lattice, J = ±1"}};

struct Params {
  int system = triangular;
  int L = 12;
  double p = 0.5;
  double T = 0.5;
  int updates = 12;
};

// Spins and bonds; shared by all copies of a state.
struct SpinGraph {
  std::vector<attractor::Bonds::Site> sites;  // spins are filled in when shown
  std::vector<attractor::Bonds::Bond> bonds;
  std::vector<attractor::Bonds::Mark> frustrated;
  std::vector<std::vector<int32_t>> bonds_of;  // of each site
};

struct State {
  std::shared_ptr<const SpinGraph> graph;
  std::vector<int8_t> spins;
  int64_t energy = 0, lowest = 0;
  int64_t steps = 0, tries = 0, flips = 0, count = 0, sum = 0;  // averages since the temperature changed
  double T = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);

int64_t count_energy(const State&);
double triangle_energy(double T);

extern const Model kModel;

}  // namespace attractor::frustration
