// How much a Hopfield network can hold: the share of stored random patterns that recall keeps, against the load P / N,
// measured for four learning rules side by side.
//
// Step    one trial at one load for one rule, in turn: P random patterns are learned, the network starts at the first
//         of them with each neuron flipped with probability `noise`, and follows its fields to rest (in turn, at most
//         40 sweeps). Recalled: the overlap with the pattern is at least `success`. The perceptron rule is tried
//         without noise: it succeeds when every neuron finds its margin.
// Known   Hebb: overlap 0.967 at the edge alpha_c = 0.1379 for N to infinity (Amit, Gutfreund, Sompolinsky 1985),
//         smeared at finite N; pseudo-inverse up to 1; perceptron up to 2 (Gardner 1988). Bands: 95 % Wilson intervals.
// Source  the rules' papers in learning.h; E. B. Wilson, JASA 22, 209 (1927).
#pragma once

#include <array>
#include <cstdint>

#include "core/memory/recall.h"
#include "core/run/model.h"

namespace attractor::capacity {

inline constexpr int kRules = 4, kLoads = 24;
inline constexpr double kHebbLimit = 0.137905566;  // re-solved: core/science.md 3.5, tests/web/lessons_test.cpp

struct Params {
  int n = 100;
  double max_load = 0.6;
  double noise = 0;
  double success = 0.9;
};

struct State {
  std::array<std::array<int64_t, kLoads>, kRules> tries{}, good{};
  int64_t trial = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);

int patterns_at(const Params&, int load);  // P of the load with that number
// The edge of retrieval of the Hebb rule at T = 0 in the replica-symmetric theory, and the overlap there: alpha_c, m_c.
struct Edge {
  double alpha, m;
};
Edge hebb_edge();
double retrieval_overlap(double alpha);  // m below the edge, 0 above

extern const Model kModel;

}  // namespace attractor::capacity
