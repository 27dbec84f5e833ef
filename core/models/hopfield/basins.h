// A map of basins of attraction: a plane through the state space of a Hopfield network, each point coloured by where
// recall from it comes to rest.
//
// Plane   the corners are the first three patterns. At (u, v) the first u N neurons of a fixed random order are taken
//         from the second pattern, the next v N from the third, the rest from the first; above the diagonal u + v > 1,
//         the second pattern has the first u N and the third what is left.
// Step    the next `points` of the map in a fixed random order, each followed to rest (in turn).
// Colours a pattern (or its negative) is reached when the overlap is 0.9 or more.
// Known   near a corner is its pattern's basin; in the middle lies the mixture of three.
// Source  after the basin pictures of D. J. Amit, Modeling Brain Function (1989).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/recall.h"
#include "core/pictures/choices.h"
#include "core/run/model.h"

namespace attractor::basins {

inline constexpr int kMap = 48;  // points along one side
enum Reached : int8_t { first, second, third, other_picture, negative, mixture, elsewhere };

struct Params : StoredPictures {
  constexpr Params() { set = random_set, count = 6, side = 12; }
  int rule = learn_hebb;
  int dreams = 0;
  int points = 12;
};

struct State {
  std::shared_ptr<const Network> network;
  std::vector<int32_t> neurons;  // the order in which neurons change hands
  std::vector<int32_t> order;    // of the points
  std::vector<int8_t> map;       // kMap x kMap of Reached; -1: not yet
  int64_t done = 0;
  int64_t here[7] = {};
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
Message conflict(const Params&);

std::vector<int8_t> start_at(const State&, int row, int column);  // the state at a point of the map

extern const Model kModel;

}  // namespace attractor::basins
