// Three rules of acceptance side by side on a net small enough that the distribution each of them leads to is known
// exactly.
//
// Energy  E(s) = -sum_{i<j} J_ij s_i s_j - sum_i theta_i s_i, s_i = +-1, n <= 10: the golden net of three spins
//         (couplings 1, 0.5, -0.75, fields 0.1, 0, -0.2), one spin in a field, a ring, an antiferromagnetic triangle,
//         or all pairs N(0, 1/n).
// Step    `proposals` proposals: a spin uniformly, a new value uniformly from {-1, +1}. The three chains get the same
//         random numbers; each accepts a flip of cost dE by its own rule: Metropolis min(1, e^(-dE/T)), heat bath 1 /
//         (1 + e^(dE/T)), and the lecture's: 1 if dE <= 0, else 1 / (1 + e^(dE/T)).
// Known   the first two sample the Boltzmann distribution. The third does not: a flip that costs d is weighed as at the
//         lower temperature d / ln(1 + e^(d/T)). Where all flips cost the same (the ring, the triangle) that is a
//         Boltzmann distribution at that temperature; in general it is none at any temperature, and probability flows
//         in circles.
// Not here learning (boltzmann), cooling (cooling, annealing). Sources N. Metropolis et al. 1953; R. J. Glauber 1963;
// A. A. Barker 1965; the rule of the lecture's slide "Boltzmann machine".
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/model.h"
#include "core/spins/small_net.h"

namespace attractor::acceptance_rules {

inline constexpr int kRules = 3;  // in the order of enum Rule

struct Params {
  int net = three_spins;
  int n = 4;
  double T = 1;
  double B = 0;
  int proposals = 20;
};

// The stationary distribution of the slide's rule.
struct SteadyState {
  std::vector<double> p;                                   // of each of the 2^n states
  double energy = 0, distance_to_boltzmann = 0, flux = 0;  // mean, total variation, largest net flow a proposal
  double T_of_energy = 0;                                  // the temperature with this mean energy,
  bool known = false;                                      // if there is one
};

// What is exact; shared by all copies of a state.
struct Exact {
  Flips flips;
  std::vector<double> equilibrium;
  std::vector<int> order;  // states by energy
  SteadyState slide;
};

struct State {
  std::shared_ptr<const Exact> exact;
  std::array<int64_t, kRules> at{};               // state of each chain
  std::array<std::vector<int64_t>, kRules> hits;  // how often each state was met
  int64_t proposals = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);

// Measured frequencies of the states.
std::vector<double> measured(const State&, Rule);

extern const Model kModel;

}  // namespace attractor::acceptance_rules
