// Hopfield's network of 1982: pictures stored by a learning rule, restored by following the signs of the local fields.
//
// Energy  E(s) = -1/2 s^T M s - theta sum s_i. Hebb: M = (1/P) X^T X - I, X the P x N matrix of patterns +-1 (the lecture's
//         slide, with the identity of size N, the number of neurons; there N stands for the number of patterns); textbooks
//         have J = (P / N) M. Other rules (learning.h): M is the rule's own matrix. The core computes in whole numbers.
// Step    asynchronous: `updates` neurons, in a fresh random permutation each sweep, or drawn at random, or in turn;
//         synchronous: all neurons at once, y(t+1) = sign(M y(t)). sign(0) keeps the old state, or is +1. At temperature
//         T > 0 a neuron becomes +1 with probability 1 / (1 + e^(-2 h / T)), h the textbook field (T = 1 is N / P on the slide).
// Known   for symmetric M asynchronous E never rises at T = 0, and falls at every flip that is not a tie; for Hebb with N even
//         and P odd no field is ever 0; synchronous runs end in a fixed point or a 2-cycle (Goles, Olivos 1981), and with the
//         kept diagonal of Hebb in a fixed point; Hebb holds about 0.138 N random patterns (Amit, Gutfreund, Sompolinsky
//         1985), the projection up to N, the perceptron rule up to 2 N (Gardner 1988).
// Not here graded neurons (continuous), higher powers of the overlap (dense).
// Source  J. J. Hopfield, PNAS 79, 2554 (1982); the rules' papers are in learning.h.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/recall.h"
#include "core/pictures/choices.h"
#include "core/pictures/patterns.h"
#include "core/run/model.h"

namespace attractor::hopfield {

enum Order { permutation, random_order, cyclic, synchronous };
enum Zero { keep, plus };

inline constexpr int kMaxSide = 128;

struct Params : StoredPictures, OwnPictures, DamagedStart {
  int rule = learn_hebb;
  int dreams = 0;
  int order = permutation;
  int updates = 8;
  int zero = keep;
  bool diagonal = false;
  double T = 0;
  double theta = 0;
};

inline constexpr auto kRows = table(
    stored_rows<Params>(0, kMaxPatterns, kMaxSide), own_row<Params>(), start_rows<Params>(kMaxPatterns),
    choice<&Params::rule>("rule", "Learning rule",
                          "hebb=Hebb|storkey=Storkey|projection=Pseudo-inverse|perceptron=Perceptron|unlearning=Unlearning",
                          "How the pictures become weights")
        .rebuilds(),
    row<&Params::dreams>("dreams", "Dreams of unlearning", 0, 400,
                         "Unlearning: how many states reached from random starts are weakened")
        .only("rule=unlearning")
        .rebuilds(),
    choice<&Params::order>("order", "Order of updates",
                           "permutation=Shuffled|random=Random|cyclic=In turn|synchronous=All at once",
                           "Asynchronous updates lower the energy; all at once may oscillate"),
    row<&Params::updates>("updates", "Neurons per step", 1, kMaxSide* kMaxSide, "Asynchronous updates in one step")
        .only("order=permutation|random|cyclic")
        .logarithmic(),
    choice<&Params::zero>("zero", "When the field is 0", "keep=Keeps the state|plus=Becomes +1",
                          "What a neuron does when its local field is exactly 0"),
    toggle<&Params::diagonal>("diagonal", "Self-connections",
                              "Keeps the diagonal of the rule's matrix: with Hebb no cycles, but more spurious states")
        .only("rule=hebb|projection")
        .rebuilds(),
    row<&Params::T>("T", "Temperature", 0, 3,
                    "Noise in the updates, in units where one stored picture melts at 1; 0 follows the sign"),
    row<&Params::theta>("theta", "Threshold", -1, 1, "Added to every field: positive favours ink"));

struct State {
  std::shared_ptr<const Network> network;
  Activity activity;
  std::vector<int32_t> order;    // of this sweep
  std::vector<int8_t> previous;  // synchronous: the state before the last one
  int64_t cursor = 0;            // updates done in the present sweep
  int64_t updates = 0, flips = 0, sweeps = 0;
  bool changed = false;  // in the present sweep
  bool fixed = false, cycle = false;
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

extern const Model kModel;

}  // namespace attractor::hopfield
