// Simulated annealing in a Hopfield network: four schedules of cooling out of one false memory, side by side, on one
// seed.
//
// Energy  E(s) = -1/2 s^T J s, J = (1/N) X^T X with zero diagonal (textbook units: one stored picture melts at T = 1).
//         In the units of the lecture's slide, M = (N / P) J, temperatures and energies are N / P times as large.
// Step    `updates` proposals in each of four chains: a neuron uniformly, a new value uniformly from {-1, +1}, accepted
//         by the chosen rule (acceptance.h) at the temperature of the chain's schedule (schedules.h). All four chains
//         start alike and get the same random numbers. t, from 1, counts sweeps (N proposals) or proposals.
// Known   the mixture of three patterns, sign(x1 + x2 + x3), is a fixed point with overlap 1/2 with each and energy
//         -0.375 N against -0.5 N of a memory (for few patterns); for N -> infinity it is stable up to T = 0.46, the
//         memories up to 1 (Amit, Gutfreund, Sompolinsky 1985); in a small network chance gets it out earlier. A
//         network warmed in between forgets what is false and keeps what is true.
// Not here the exact probabilities (cooling: small nets); learning (boltzmann).
// Sources S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Science 220, 671 (1983); the lecture's slide "Boltzmann machine".
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/recall.h"
#include "core/pictures/choices.h"
#include "core/run/model.h"
#include "core/spins/acceptance.h"
#include "core/spins/schedules.h"

namespace attractor::annealing {

enum Start { mixture, noisy, random_start };
inline constexpr Choice kStarts[] = {
    {mixture, "mixture", "Mixture of three"}, {noisy, "noisy", "Noisy"}, {random_start, "random", "Random"}};
enum Clock { sweeps, proposals };
inline constexpr Choice kClocks[] = {{sweeps, "sweep", "Sweep"}, {proposals, "proposal", "Proposal"}};

inline constexpr int kMaxSide = 40;

struct Params : StoredPictures {
  constexpr Params() { set = letters, count = 3, side = 20; }
  int start = mixture;
  double noise = 0.4;
  int rule = int(Rule::slide);
  double T0 = 0.8, T1 = 0.05;
  int length = 200;
  int clock = sweeps;
  int updates = 100;
};

struct State {
  std::shared_ptr<const Network> network;
  std::array<Activity, kSchedules> chains;
  int64_t done = 0;  // proposals of each chain
  std::array<int64_t, kSchedules> flips{};
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

double temperature_now(const Params&, const State&, Schedule);
double best_overlap(const State&, Schedule);

extern const Model kModel;

}  // namespace attractor::annealing
