// Four schedules of cooling on one small net, exactly: what happens to the probabilities of all states, without a
// single random number.
//
// Energy  as in acceptance.h; n <= 10. A ground state is a state of lowest energy.
// Step    `proposals` proposals. Each takes all the probabilities of the 2^n states over: p <- p P(T(t)), P one
//         proposal of the chosen rule (a spin uniformly, a new value uniformly). The start is uniform; t counts
//         proposals from 1.
// Known   on the golden net by the slide's schedule with T0 = 2 the ground state has probability 0.355606, 0.591211,
//         0.805077 after 10, 100, 1,000 proposals of the slide's rule. Logarithmic cooling gets there with probability
//         tending to 1 if T0 is at least the depth of the deepest trap (Hajek 1988), however slowly: T0 / 10 is reached
//         at t = 8,104.
// Not here nets that are too large for all their states (annealing).
// Sources S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi 1983; S. Geman, D. Geman 1984; B. Hajek 1988.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/model.h"
#include "core/spins/acceptance.h"
#include "core/spins/schedules.h"
#include "core/spins/small_net.h"

namespace attractor::cooling {

struct Params {
  int net = small_glass;
  int n = 8;
  int rule = int(Rule::slide);
  double T0 = 2, T1 = 0.1;
  int length = 1000;
  int proposals = 2;
};

// What does not change; shared by all copies of a state.
struct Net {
  Flips flips;
  std::vector<int> order;   // states by energy
  std::vector<int> ground;  // states of lowest energy
  double trap_depth = 0;    // of the deepest trap, an energy
};

struct State {
  std::shared_ptr<const Net> net;
  std::array<std::vector<double>, kSchedules> p;
  int64_t time = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
Message conflict(const Params&);

double ground_probability(const State&, Schedule);

extern const Model kModel;

}  // namespace attractor::cooling
