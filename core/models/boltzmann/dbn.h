// Deep belief net: a stack of restricted Boltzmann machines with labels beside the top one, which generates wanted
// digits. core/science.md, 6.8.
//
// Law     p(v, h1, ..., hL) = p(v | h1) ... p(h(L-1), label, hL): core/boltzmann/belief_net.h.
// Step    one minibatch. Greedily, from below: each machine learns by CD-k or PCD, for `passes` epochs, what the
//         machines below make of the pictures; then, if wanted, all layers together by the up-down algorithm. Beside
//         it, each step moves the fantasies by `sweeps` sweeps of the top machine, with clamped labels, and down to the
//         cells, and classifies some test pictures.
// Known   a machine that begins as the one below it transposed leaves ln p and its bound as they were
//         (tests/boltzmann/belief_net_test.cpp); from there learning raises the bound. Small nets without labels: both
//         are summed exactly. 784-500-500-2000 reads handwriting with 1.25 % errors after long fine-tuning (Hinton,
//         Osindero, Teh); tests/mnist.sh has ours.
// Not here single machines and their likelihood (rbm), backpropagation.
// Source  G. Hinton, S. Osindero, Y.-W. Teh, A fast learning algorithm for deep belief nets, Neural Computation 18,
//         1527 (2006).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/boltzmann/belief_net.h"
#include "core/models/trained_rbm.h"
#include "core/pictures/training_set.h"
#include "core/run/model.h"

namespace attractor::dbn {

inline constexpr int kMostLayers = 3, kMaxUnits = 2000, kClasses = 10;
inline constexpr int kFantasies = 10, kShownFeatures = 64, kShownMistakes = 20;
inline constexpr int kTestsInStep = 5, kTestsWhenTrained = 50;  // pictures classified in a step, while it learns and after

enum Method { cd, pcd };
inline constexpr Choice kMethods[] = {{cd, "cd", "CD-k"}, {pcd, "pcd", "PCD"}};
enum Trained { nothing, first_layer, all_layers };
inline constexpr Choice kTrained[] = {
    {nothing, "none", "Nothing"}, {first_layer, "first", "First layer"}, {all_layers, "all", "All layers"}};
inline constexpr Choice kFantasyLabels[] = {{0, "each", "One of each"},
                                            {1, "0", "0"},
                                            {2, "1", "1"},
                                            {3, "2", "2"},
                                            {4, "3", "3"},
                                            {5, "4", "4"},
                                            {6, "5", "5"},
                                            {7, "6", "6"},
                                            {8, "7", "7"},
                                            {9, "8", "8"},
                                            {10, "9", "9"}};

struct Params : LearnedPictures {
  int layers = 2;
  int first = 8;
  int second = 9;
  int third = 8;
  int trained = nothing;
  bool transposed = true;
  int epochs = 2000;
  int method = cd;
  int k = 1;
  int batch = 14;
  double learning_rate = 0.1;
  double halving = 0;
  double weight_decay = 0;
  double discriminative = 0;
  bool updown = false;
  double fine_rate = 0.05;
  bool learn = true;
  int fantasy_label = 0;  // 0: one of each
  int sweeps = 1;
  int tests = kTestDigitsUsed;
};

struct State {
  std::shared_ptr<const Examples> pictures;
  BeliefNet net;                   // as far as it has grown
  Epochs epochs;                   // of the present layer
  int64_t stage = 0, updates = 0;  // layer that learns, from 0; as many as layers: fine-tuning, or rest
  Batch particles;                 // of PCD: the top machine's hidden layer, as many as a minibatch has
  Batch chains;                    // of the dreams: the top machine's hidden layer
  // Shown.
  Batch fantasies;                  // the cells
  double reconstruction = 0;        // running mean of the share of units that come back wrong, of the layer that learns
  int64_t averaged = 0;             // updates in that mean
  std::vector<int8_t> predictions;  // to the test pictures, as last asked; -1: not yet
  int64_t tested = 0;               // pictures read
  int64_t steps = 0;
  bool has_bound = false;
  double ln_p = 0, bound = 0;  // means over the training pictures, where they can be summed
  std::vector<float> canvas;   // the user's drawing, 0 to 1
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);
std::vector<Need> needs(const Params&);

extern const Model kModel;

}  // namespace attractor::dbn
