// Replicas of a spin glass: two copies with the same bonds, their overlap, and parallel tempering, which carries them
// over the barriers.
//
// Energy  E = -sum over bonds of J s s' on an L x L torus, J = +-1 with P(-1) = p (Edwards, Anderson 1975).
// Step    a burst of rounds. A round is one checkerboard sweep by the heat bath (bit_lattice.h) of every replica at
//         each of the temperatures, spaced evenly in ln T from T to T_top, and then an attempt to exchange neighbouring
//         temperatures, the even and the odd pairs in turn, accepted with min(1, e^((1/T - 1/T')(E - E'))). Beside the
//         ladder a plain pair at T does as many sweeps without exchange. `steps_per_sample` > 0: after so many steps
//         another sample of the bonds; the first quarter of them is left out.
// P(q)    overlap q = (1/N) sum s_A s_B of the two replicas at T, measured after every round; by symmetry P(q) = P(-q).
// Known   exchange keeps the product of Boltzmann's distributions (Hukushima, Nemoto 1996). On the line e^(2/T) = (1 -
//         p) / p the energy per spin averaged over the bonds is -2 (1 - 2 p) at every size (Nishimori 1981), and [q] =
//         [m]. In two dimensions the +-J glass has T_c = 0: what looks like valleys in small samples shrinks as L
//         grows.
// Not here three dimensions, Gaussian bonds.
// Source  R. H. Swendsen, J.-S. Wang, PRL 57, 2607 (1986); K. Hukushima, K. Nemoto, J. Phys. Soc. Jpn. 65, 1604 (1996);
//         H. Nishimori, Prog. Theor. Phys. 66, 1169 (1981).
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor::replicas {

inline constexpr int kMaxRungs = 24, kBins = 41;

struct Params {
  int L = 12;
  double p = 0.5;
  double T = 0.3;
  bool nishimori = false;
  int rungs = 12;
  double T_top = 2.0;
  int steps_per_sample = 0;
};

struct Histogram {
  std::array<int64_t, kBins> count{};
  int64_t total = 0;
  double q2 = 0;
  void add(double q);
};

// One replica on its way up and down the ladder.
struct Walker {
  BitLattice lattice;
  int64_t unsatisfied = 0;
  int64_t last_end = 0;  // of the ladder: -1 the bottom; 1 the top, after the bottom; 0 neither yet
  int64_t trips = 0;     // from the bottom to the top and back
};

struct Ladder {
  std::vector<Walker> walkers;
  std::vector<int64_t> walker_at;  // walker at each rung
};

struct State {
  std::shared_ptr<const BitBonds> bonds;
  std::array<Ladder, 2> ladders;         // the two replicas
  std::array<Walker, 2> plain;           // the same without exchange
  std::vector<int64_t> tried, accepted;  // exchanges of each pair of rungs
  std::vector<double> energy;            // sums of the energies per spin at each rung
  double plain_energy = 0;
  int64_t measured = 0, rounds = 0, steps = 0, trips = 0;
  Histogram ladder_q, plain_q;
  int64_t samples = 0;                                        // of the bonds, done
  double sample_sum = 0, over_samples = 0, over_squares = 0;  // mean energies of whole samples
  int64_t sample_count = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
Message conflict(const Params&);

double temperature(const Params&, int rung);
double exchange_probability(double T1, double E1, double T2, double E2);

extern const Model kModel;

}  // namespace attractor::replicas
