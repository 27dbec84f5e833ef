// One task for five memories: the same patterns, the same damage, the same random numbers, given to Hebb, Storkey, the
// pseudo-inverse, a dense memory and the modern network.
//
// Shown   the damaged start and what each memory makes of it; and, trial after trial, the share of patterns recalled
//         without one wrong neuron against the load P / N (at the given noise) and against the noise (at the given
//         number stored).
// Step    one trial: one load or one noise, fresh random patterns, all five memories.
// Recall  Hebb, Storkey, pseudo-inverse: by the signs of their fields, in turn, to rest. Dense: F(x) = x^n by the exact
//         rule. Modern: xi <- X^T softmax(beta X xi), twelve times at most, then the sign.
// Sources learning.h, overlap_energy.h, attention.h.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/pictures/choices.h"
#include "core/run/model.h"

namespace attractor::compare {

inline constexpr int kMemories = 5, kPoints = 16;

struct Params : StoredPictures {
  constexpr Params() { set = random_set, count = 12, side = 9; }
  double noise = 0.15;
  int n = 4;
  double beta = 0.3;
  double max_load = 0.8;
};

struct Share {
  std::array<std::array<int64_t, kPoints>, kMemories> good{};
  std::array<int64_t, kPoints> tries{};
};

struct State {
  std::vector<int8_t> pictures;            // the damaged start, then the five results
  std::array<int64_t, kMemories> wrong{};  // neurons of the example that each memory got wrong
  Share by_load, by_noise;
  int64_t trial = 0;
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
Message conflict(const Params&);

// What each memory, holding `patterns`, makes of `start`.
std::array<std::vector<int8_t>, kMemories> recall_all(const Params&, const std::vector<int8_t>& patterns,
                                                      const std::vector<int8_t>& start);

extern const Model kModel;

}  // namespace attractor::compare
