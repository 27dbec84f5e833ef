// Hopfield's network of 1982: pictures stored by a learning rule, restored by following the signs of the local fields.
//
// Energy  E(s) = -1/2 s^T M s - theta sum s_i. Hebb: M = (1/P) X^T X - I, X the P x N matrix of patterns +-1 (the
//         lecture's slide, with the identity of size N, the number of neurons; there N stands for the number of
//         patterns); textbooks have J = (P / N) M. Other rules (learning.h): M is the rule's own matrix. The core
//         computes in whole numbers.
// Step    asynchronous: `updates` neurons, in a fresh random permutation each sweep, or drawn at random, or in turn;
//         synchronous: all neurons at once, y(t+1) = sign(M y(t)). sign(0) keeps the old state, or is +1. At
//         temperature T > 0 a neuron becomes +1 with probability 1 / (1 + e^(-2 h / T)), h the textbook field (T = 1 is
//         N / P on the slide).
// Known   for symmetric M asynchronous E never rises at T = 0, and falls at every flip that is not a tie; for Hebb with
//         N even and P odd no field is ever 0; synchronous runs end in a fixed point or a 2-cycle (Goles, Olivos 1981),
//         and with the kept diagonal of Hebb in a fixed point; Hebb holds about 0.138 N random patterns (Amit,
//         Gutfreund, Sompolinsky 1985), the projection up to N, the perceptron rule up to 2 N (Gardner 1988).
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
inline constexpr Choice kOrders[] = {{permutation, "permutation", "Shuffled"},
                                     {random_order, "random", "Random"},
                                     {cyclic, "cyclic", "In turn"},
                                     {synchronous, "synchronous", "All at once"}};
enum Zero { keep, plus };
inline constexpr Choice kZero[] = {{keep, "keep", "Keeps the state"}, {plus, "plus", "Becomes +1"}};

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
