// A census of where a Hopfield network comes to rest from random starts: the stored patterns, their negatives, mixtures
// of three, and other spurious states, with their pictures, energies and the sizes of their basins.
//
// Energy  E = -1/2 s^T M s / N with the textbook J: for Hebb -1/2 (sum_mu m_mu^2 - P / N), m the overlaps.
// Step    `starts` random starts, each followed to rest (in turn); what it found is looked up in the register, or entered.
// Classes stored: |overlap| = 1 with one pattern; negative: the same with a minus; mixture: the sign of a sum of three
//         patterns (with signs) agrees with it in all but 2 % of the neurons; other: everything else.
// Known   mixtures of three have overlap 1/2 with each of the three and E / N = -0.375 for P << N; negatives are as
//         deep as the patterns themselves. Even mixtures have zero fields and are not stable.
// Source  D. J. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. A 32, 1007 (1985).
#pragma once

#include <array>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/recall.h"
#include "core/pictures/choices.h"
#include "core/run/model.h"

namespace attractor::census {

enum Class { stored, negative, mixture, other };
inline constexpr int kMaxStates = 60;  // entered in the register; further ones are only counted

struct Params : StoredPictures, OwnPictures {
  constexpr Params() { side = 12; }
  int rule = learn_hebb;
  int dreams = 0;
  int starts = 4;
};

struct State {
  std::shared_ptr<const Network> network;
  std::vector<int8_t> found;     // register: states found, in the order of discovery, N cells each
  std::vector<int64_t> counts;   // how often each was reached
  std::vector<int64_t> kinds;    // Class of each
  std::vector<double> energies;  // per neuron
  std::array<int64_t, 4> by_class{};
  int64_t starts = 0;
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
Message conflict(const Params&);

Class classify(const Network&, const Activity&);

extern const Model kModel;

}  // namespace attractor::census
