// From magnets to memory: a Hopfield network with one stored pattern beside a ferromagnet, driven by the same random
// numbers.
//
// Energy  memory E = -1/(2N) sum_(i != j) x_i x_j s_i s_j, Hebb's rule for one pattern x; magnet E = -1/(2N) sum_(i !=
//         j) t_i t_j, every spin with every other (Curie and Weiss). The gauge t_i = x_i s_i turns one into the other
//         (Mattis 1976).
// Step    `updates` proposals at random sites, the same sites and the same random numbers for both, accepted by the
//         heat bath as a flip: 1 / (1 + e^(dE / T)). Each computes its own dE, the memory from its N x N weights.
// Known   x_i s_i = t_i for ever, bit for bit; the overlap with x is the magnetisation. For N to infinity it is the
//         solution of m = tanh(m / T), which is 0 from T = 1 on.
// Not here more patterns (hopfield). Two are two magnets that do not see each other: by the gauge of the first, J_ij =
// (1 + y_i y_j) / N
//         with y = x1 x2, never negative. From the third on no gauge makes all couplings positive.
// Source  D. C. Mattis, Phys. Lett. A 56, 421 (1976); J. J. Hopfield, PNAS 79, 2554 (1982).
#pragma once

#include <memory>
#include <vector>

#include "core/pictures/patterns.h"
#include "core/run/model.h"

namespace attractor::mattis {

enum Start { start_random, start_noisy };
inline constexpr Choice kStarts[] = {{start_random, "random", "Random"}, {start_noisy, "noisy", "Noisy picture"}};

struct Params {
  int set = letters;
  int picture = 1;
  int side = 24;
  double T = 0.5;
  int start = start_random;
  double noise = 0.4;
  int updates = 24;
};

struct State {
  std::vector<int8_t> pattern;
  std::shared_ptr<const std::vector<int8_t>> weights;  // N x N, the pattern's products with itself, zero diagonal
  std::vector<int8_t> memory, magnet;
  int64_t overlap = 0, magnetisation = 0;  // sums
  int64_t flips = 0;
  int64_t tries = 0, count = 0, sum = 0;  // |magnetisation| since the temperature changed
  double T = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

double mean_field(double T);          // the solution m >= 0 of m = tanh(m / T)
int64_t differences(const State&);    // sites where the gauge does not map one on the other: 0
int64_t memory_energy(const State&);  // -(1/2) sum of the weights times s s', in units of 1/N
int64_t magnet_energy(const State&);

extern const Model kModel;

}  // namespace attractor::mattis
