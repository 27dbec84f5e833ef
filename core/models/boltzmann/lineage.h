// One small network turned from a magnet into a restricted Boltzmann machine, one change at a time.
//
// Energy  ising, hopfield: E = -sum_{i<j} J_ij s_i s_j, s_i = +-1; boltzmann, restricted: E = -sum_{i<j} w_ij s_i s_j -
//         sum c_i s_i, s_i = 0 or 1. With J = w / 4 these are the same network up to a constant, so one form is
//         computed.
// Stages  ising       nine units, a 3 x 3 lattice of 12 equal bonds, heat bath at T
//         hopfield    bonds between all 36 pairs, learned from two pictures by Hebb's rule; no noise: the sign of the
//                     field; after kRestartAfter steps at a fixed point a new random start
//         boltzmann   noise again, three hidden units, all 66 pairs joined; learns by the gradient of G, summed over all
//                     states
//         restricted  only the 27 bonds between visible and hidden units are left, so that a whole layer is sampled at
//                     once; learns by one step of contrastive divergence
// Step    a unit of time (as many probes as units; restricted: both layers once) and one step of learning.
// Known   as in ising.h, hopfield.h, boltzmann.h; with at most 2^12 states all probabilities are known.
// Not here what each of them can do at its own size: their own lessons.
// Sources the lecture's slide "Variants"; P. Smolensky 1986 (harmonium); G. E. Hinton 2002 (contrastive divergence).
#pragma once

#include <cstdint>
#include <vector>

#include "core/boltzmann/units.h"
#include "core/run/model.h"

namespace attractor::lineage {

enum Stage { ising, hopfield, machine, restricted };
inline constexpr Choice kStages[] = {{ising, "ising", "Ising"},
                                     {hopfield, "hopfield", "Hopfield"},
                                     {machine, "boltzmann", "Boltzmann"},
                                     {restricted, "rbm", "Restricted"}};

inline constexpr int kVisible = 9, kHidden = 3, kSide = 3, kPictures = 2, kRestartAfter = 30;

struct Params {
  int stage = ising;
  double T = 1;
  double learning_rate = 0.1;
};

struct State {
  Units net;                // as 0/1 units in every stage
  std::vector<int8_t> s;    // 0 or 1
  int64_t time = 0;         // units of time
  int64_t fixed_steps = 0;  // hopfield: steps at the present fixed point
  double at_picture = 0;    // running share of time at one of the pictures
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);

int units(int stage);
int bonds(int stage);                            // how many pairs may act on each other
bool has_bond(int stage, int i, int j);          // whether the stage has this bond
double energy_of(const Params&, const State&);   // in the stage's own form
double divergence(const Params&, const State&);  // G between the two pictures and the network
const int8_t* picture(int k);                    // kVisible of 0 and 1

extern const Model kModel;

}  // namespace attractor::lineage
