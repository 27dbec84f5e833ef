// Two Hopfield networks with the same memory and the same start: one updates all neurons at once, the other one by one.
//
// Energy  of both: E = -1/2 s^T M s, M = (1/P) X^T X - I (hopfield.h).
// Step    the synchronous network takes one step y(t+1) = sign(M y(t)); the asynchronous one updates `updates` neurons
//         in a fresh random permutation each sweep.
// Known   one stored pattern x and a start y orthogonal to it: M y = -y, so the synchronous network goes y -> -y -> y
//         for ever at constant energy, while the asynchronous one falls into x or -x. Synchronous runs end in a fixed
//         point or in such a 2-cycle (Goles, Olivos 1981); asynchronous ones always in a fixed point.
// Source  J. J. Hopfield 1982; E. Goles, J. Olivos, Discrete Math. 30, 187 (1980); N. Zolotykh's lecture, 2024.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/recall.h"
#include "core/pictures/choices.h"
#include "core/run/model.h"

namespace attractor::synchrony {

enum Start { orthogonal, noisy, random_start };
inline constexpr Choice kStarts[] = {
    {orthogonal, "orthogonal", "Left half inverted"}, {noisy, "noisy", "Noisy"}, {random_start, "random", "Random"}};

struct Params : StoredPictures {
  constexpr Params() { set = shapes, count = 1; }
  int start = orthogonal;
  double noise = 0.3;
  int updates = 16;
  bool diagonal = false;
};

struct State {
  std::shared_ptr<const Network> network;
  Activity synchronous, asynchronous;  // of the two networks
  std::vector<int8_t> previous;        // state of the synchronous one, N of +-1; empty before the first step
  std::vector<int32_t> order;          // of the asynchronous updates in this sweep, N neurons
  int64_t cursor = 0, sweeps = 0;
  bool changed = false;                         // asynchronous: a neuron has flipped in this sweep
  bool async_fixed = false;                     // at a fixed point
  bool sync_fixed = false, sync_cycle = false;  // at a fixed point, in a cycle of two
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

extern const Model kModel;

}  // namespace attractor::synchrony
