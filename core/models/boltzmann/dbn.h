// Deep belief net: restricted Boltzmann machines stacked one on another, labels beside the top one, and dreams of a wanted digit.
//
// Law     p(v, h1, ..., hL) = p(v | h1) ... p(h(L-1), label, hL): core/boltzmann/belief_net.h.
// Step    one minibatch. Greedily, from below: each machine learns by CD-k, for `passes` passes over the pictures, what the machines
//         below make of them; then, if wanted, all layers together by the up-down algorithm. Beside it, each step moves the
//         dreams by `sweeps` sweeps of the top machine (their labels are held) and down to the cells, and tests some pictures.
// Known   a machine that begins as the one below it turned around leaves ln p and its bound as they were (tests/boltzmann/belief_net_test.cpp);
//         from there learning raises the bound. Small nets without labels: both are summed exactly. 784-500-500-2000 reads
//         handwriting with 1.25 % errors after long fine-tuning (Hinton, Osindero, Teh); tests/mnist.sh has ours.
// Not here single machines and their likelihood (rbm), backpropagation.
// Source  G. Hinton, S. Osindero, Y.-W. Teh, A fast learning algorithm for deep belief nets, Neural Computation 18, 1527 (2006).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/boltzmann/belief_net.h"
#include "core/pictures/training_set.h"
#include "core/run/model.h"

namespace attractor::dbn {

inline constexpr int kMostLayers = 3, kMaxUnits = 2000, kClasses = 10;
inline constexpr int kFantasies = 10, kShownFeatures = 64, kShownMistakes = 20;
inline constexpr int kTestsInStep = 5, kTestsAtRest = 50;  // pictures classified in a step, while learning and not

enum Method { cd, pcd };
enum Trained { nothing, first_layer, all_layers };
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
  double rate = 0.1;
  double halving = 0;
  double decay = 0;
  double discriminative = 0;
  bool updown = false;
  double fine_rate = 0.05;
  bool learn = true;
  int dream = 0;  // 0: one of each
  int sweeps = 1;
  int tests = kTestDigitsUsed;
};

inline constexpr auto kRows = table(
    example_rows<Params>(),
    row<&Params::tests>("tests", "Test pictures", 1000, kTestDigits, "How many other handwritten digits are read as a test")
        .logarithmic()
        .rebuilds(),
    row<&Params::layers>("layers", "Layers", 1, kMostLayers, "Hidden layers, that is machines in the stack").rebuilds(),
    row<&Params::first>("first", "Units of layer 1", 1, kMaxUnits, "Size of the lowest hidden layer").logarithmic().rebuilds(),
    row<&Params::second>("second", "Units of layer 2", 1, kMaxUnits, "Size of the second hidden layer")
        .logarithmic()
        .rebuilds(),
    row<&Params::third>("third", "Units of layer 3", 1, kMaxUnits, "Size of the third hidden layer").logarithmic().rebuilds(),
    choice<&Params::trained>("trained", "Trained beforehand", "none=Nothing|first=First layer|all=All layers",
                             "Begins with machines that have learned handwriting: 256, 256 and 512 units")
        .rebuilds(),
    toggle<&Params::transposed>("turned", "Begin upside down",
                                "Each new machine begins as the one below it turned around, where the sizes fit")
        .rebuilds(),
    row<&Params::epochs>("passes", "Passes a layer", 1, 100000,
                         "How often a layer sees all pictures before the next one begins")
        .logarithmic(),
    choice<&Params::method>("method", "Model average", "cd=CD-k|pcd=PCD",
                            "Where the model's statistics come from: chains from the data, or lasting particles")
        .only("learn=1")
        .rebuilds(),
    row<&Params::k>("k", "Sweeps k", 1, 50, "Sweeps of the machine between data and model in an update").only("learn=1"),
    batch_row<Params>(100), rate_row<Params>().only("learn=1"),
    row<&Params::halving>("halving", "Passes to half the rate", 0, 10000,
                          "The rate falls as 1 / (1 + passes / this), from the start of each layer; 0 keeps it")
        .only("learn=1"),
    decay_row<Params>().only("learn=1"),
    row<&Params::discriminative>("discriminative", "Discriminative share", 0, 100,
                                 "How much the top machine also learns to tell the labels apart; 0: only to model them")
        .only("learn=1"),
    toggle<&Params::updown>("updown", "Up-down fine-tuning", "After the last layer all of them learn together, up and down")
        .only("learn=1"),
    row<&Params::fine_rate>("fine_rate", "Rate of fine-tuning", 0.0001, 1, "Length of an update of the up-down algorithm")
        .only("updown=1")
        .logarithmic(),
    toggle<&Params::learn>("learn", "Learning", "Off: the net stays as it is, and more test pictures are read"),
    choice<&Params::dream>("dream", "Dream of", "each=One of each|0=0|1=1|2=2|3=3|4=4|5=5|6=6|7=7|8=8|9=9",
                           "The digit whose label is held while the net dreams"),
    row<&Params::sweeps>("sweeps", "Sweeps of a dream", 1, 30,
                         "How often the top machine goes there and back between two pictures of a dream")
        .logarithmic());

struct State {
  std::shared_ptr<const Examples> pictures;
  BeliefNet net;                   // as far as it has grown
  Epochs epochs;                   // of the present layer
  int64_t stage = 0, updates = 0;  // layer that learns, from 0; as many as layers: fine-tuning, or rest
  Batch particles;                 // of PCD: the top machine's hidden layer, as many as a minibatch has
  Batch chains;                    // of the dreams: the top machine's hidden layer
  // Shown.
  Batch fantasies;              // the cells
  double reconstruction = 0;    // running mean of the share of units that come back wrong, of the layer that learns
  int64_t counted = 0;          // updates in that mean
  std::vector<int8_t> answers;  // to the test pictures, as last asked; -1: not yet
  int64_t tested = 0;           // pictures read
  int64_t steps = 0;
  bool bounded = false;
  double ln_p = 0, bound = 0;  // means over the training pictures, where they can be summed
  std::vector<float> canvas;   // the user's drawing, 0 to 1
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);
std::vector<std::string> needs(const Params&);

extern const Model kModel;

}  // namespace attractor::dbn
