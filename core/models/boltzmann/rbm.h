// Restricted Boltzmann machine: a layer of visible units, a layer of hidden ones, weights only between the two.
// core/science.md, 6.
//
// Energy  E(v, h) = -a.v - b.h - v^T W h, v and h of 0 and 1; Gaussian visible units: core/boltzmann/rbm.h.
//         p(v) = e^-F(v) / Z, F(v) = -a.v - sum_j ln(1 + e^(b_j + (v W)_j)).
// Step    one sweep (hidden, then visible units) of the negative phase of the gradient <v h>_data - <v h>_model; the
//         k-th sweep of a minibatch ends with an update. CD-k starts its chains at the data, PCD keeps fantasy
//         particles from update to update, "exact" sums over all states. Grey pictures are sampled anew each time: a
//         cell is on with the probability of its ink. Beside it, each step moves some fantasies, completes half-erased
//         digits, and measures.
// Known   exact gradients reach the likelihood of the data; CD-1 stays below, PCD needs many particles and a falling
//         rate (tests/models/boltzmann/rbm_test.cpp). ln Z is exact for small nets, else by annealed importance
//         sampling.
// Not here labels and deep stacks (dbn), links within a layer (boltzmann).
// Sources G. Hinton, Neural Computation 14, 1771 (2002); T. Tieleman, ICML 2008; G. Hinton, A practical guide to
//         training restricted Boltzmann machines (2010); R. Salakhutdinov, I. Murray, ICML 2008; sparsity by the
//         biases: H. Lee, C. Ekanadham, A. Ng (2008).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/boltzmann/likelihood.h"
#include "core/boltzmann/rbm.h"
#include "core/models/trained_rbm.h"
#include "core/pictures/training_set.h"
#include "core/run/model.h"

namespace attractor::rbm {

enum Method { cd, pcd, exact };
inline constexpr Choice kMethods[] = {{cd, "cd", "CD-k"}, {pcd, "pcd", "PCD"}, {exact, "exact", "Exact"}};

inline constexpr int kMaxHidden = 1000;
inline constexpr int kMaxSummed = 10;  // units of the smaller layer whose states are summed over at every update
inline constexpr int kFantasies = 20, kCompletions = 10, kShownFeatures = 100, kWindow = 200;
inline constexpr TrainedRbm kTrained = kTrainedRbms[0];
inline constexpr int kEnergies = 4;  // pictures of each kind whose free energy is taken in a step

struct Params : LearnedPictures {
  int hidden = 8;
  bool trained = false;
  bool real = false;
  double sigma = 0.5;
  int method = cd;
  int k = 1;
  int batch = 14;
  int particles = 100;
  double learning_rate = 0.1;
  double halving = 0;
  double momentum = 0;
  double weight_decay = 0;
  double sparsity = 0;
  bool measure = false;
  int temperatures = 1000;
  int runs = 50;
};

struct State {
  std::shared_ptr<const Examples> pictures;
  Rbm net;
  Velocity velocity;
  Batch v0, h0, v1, h1;         // positive phase: the minibatch; negative phase: the chains of this update
  Batch particles;              // PCD: the fantasy particles' hidden units
  Batch fantasies;              // visible units: kFantasies run free, then kCompletions with a part clamped
  std::vector<float> activity;  // running mean of each hidden unit
  Epochs epochs;
  int64_t updates = 0, sweep = 0;
  // Measured.
  double reconstruction = 0;                      // running mean of |v - p(v|h)|^2 per cell
  std::vector<double> train_energy, test_energy;  // free energies, the last kWindow of each
  int64_t measured = 0;
  double ln_z = 0, ln_z_low = 0, ln_z_high = 0;  // exact after every update, or by annealing
  bool ln_z_known = false, ln_z_exact = false;
  int64_t ln_z_of = 0;                       // the update it belongs to
  double likelihood = 0;                     // then, of the test pictures; of small nets, the training pictures
  double pseudo = 0, pseudo_part = 0;        // of test pictures, running mean; and the sum so far of one picture
  int64_t pseudo_next = 0, pseudo_done = 0;  // unit, pictures
  double energy_sum = 0;                     // free energies of test pictures in the net that is being annealed
  int64_t energies = 0;
  std::shared_ptr<Ais> annealing;  // copied before it moves on where snapshots share it
  std::vector<float> canvas;       // the user's drawing, 0 to 1
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);
std::vector<Need> needs(const Params&);

// Mean ln p over the first kWindow training pictures, where ln Z is known.
double mean_log_likelihood(const State&);

extern const Model kModel;

}  // namespace attractor::rbm
