// Dense associative memory: the energy counts overlaps by a steep function, and far more patterns fit.
//
// Energy  E(s) = -sum_mu F(x_mu . s), s in {-1, +1}^N. F(x) = x^n, or (x_+)^n, or e^x. n = 2 is Hopfield's energy with
//         the kept diagonal (times 2, up to a constant). Shown scaled: F(x) = (x / N)^n, or e^(x - N), so that a stored
//         pattern counts about 1.
// Step    `updates` neurons in a fresh random permutation each sweep, by the exact rule: s_i becomes the sign of sum_mu
//         [F(h_mu + x_mu,i) - F(h_mu - x_mu,i)], h_mu = sum_{j != i} x_mu,j s_j; a tie keeps the state. (The popular
//         shortcut s_i = sgn sum_mu x_mu,i f(h_mu) can raise E from n = 3 on: tests/models/attention/dense_test.cpp.)
// Known   E never rises; K_max = N^(n-1) / (2 (2n - 3)!! ln N) patterns are recalled without error; e^x holds
//         exponentially many (Demircigil et al. 2017).
// Not here continuous states (modern), learned memories.
// Source  D. Krotov, J. J. Hopfield, NeurIPS 2016; M. Demircigil et al., J. Stat. Phys. 168, 288 (2017).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/overlap_energy.h"
#include "core/pictures/choices.h"
#include "core/run/model.h"

namespace attractor::dense {

inline constexpr int kMaxSide = 128, kMaxPower = 30;

struct Params : StoredPictures, OwnPictures, DamagedStart {
  constexpr Params() { set = random_set, count = 60, side = 10; }
  int kind = OverlapEnergy::polynomial;
  int n = 3;
  int updates = 4;
};

struct State {
  std::shared_ptr<const Network> network;  // patterns by neuron; the overlaps are kept by its Activity
  std::shared_ptr<const OverlapEnergy> table;
  Activity activity;
  std::vector<int32_t> order;
  int64_t cursor = 0, updates = 0, flips = 0, sweeps = 0;
  bool changed = false, fixed = false;
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

// Patterns recalled without error (Krotov, Hopfield 2016), for a power n >= 2.
double capacity(int neurons, int power);

extern const Model kModel;

}  // namespace attractor::dense
