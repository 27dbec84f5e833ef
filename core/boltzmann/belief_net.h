// Deep belief net: a stack of restricted Boltzmann machines, trained one after the other, with label units beside the
// lower layer of the top one. The top machine is the net's associative memory; below it, recognition runs upwards and
// generation downwards.
//
//   p(v, h1, ..., hL) = p(v | h1) p(h1 | h2) ... p(h(L-1), labels, hL), the last factor by the top machine.
//
// Greedy learning: machine k+1 learns what machine k makes of the data, and the lower weights serve both ways. Then
// each layer below the top machine gets two sets of weights, and the up-down algorithm (contrastive wake-sleep) trains
// all of them: generation learns to predict what recognition found on the way up, recognition what generation made on
// the way down, with k sweeps of the top machine between the two.
// Source  G. Hinton, S. Osindero, Y.-W. Teh, Neural Computation 18, 1527 (2006); up-down algorithm: its appendix B.
#pragma once

#include <span>
#include <vector>

#include "core/boltzmann/rbm.h"

namespace attractor {

struct BeliefNet {
  int cells = 0;              // visible units
  std::vector<Rbm> machines;  // from below; all but the top one hold the recognition weights
  // The generation weights of all machines but the top one, once they differ from the recognition weights; empty
  // before. They are transposed: their visible layer is the upper one, so that up() runs downwards in the net.
  std::vector<Rbm> generation;
  int depth() const { return int(machines.size()); }
  const Rbm& top() const { return machines.back(); }
  int width(int layer) const {  // of the cells (0) and the hidden layers (1 to depth)
    return layer == 0 ? cells : machines[layer - 1].hidden;
  }
  // Label units of the top machine, behind the units of its lower layer; one of them is on (a softmax group).
  int labels() const { return top().visible - width(depth() - 1); }
};

// Adds a machine on top, weights ~ N(0, spread^2), biases 0. A net with labels takes no more layers (asserted).
void add_layer(BeliefNet&, int hidden, int labels, double spread, const Rng& rng);

// The top machine starts with the weights of the one below it transposed, which needs a hidden layer as wide as that
// one's visible layer: the stack then models the data exactly as well as without it (section 4 of the paper).
void begin_transposed(BeliefNet&);

// Samples of layer `to` given the cells, through the recognition weights.
void recognise(const BeliefNet&, const Batch& cells, int to, Batch& out, VectorRng&);

// p(label | cells) by the free energies of the top machine, with probabilities instead of samples on the way up to it:
// count x labels.
std::vector<double> classify(const BeliefNet&, const Batch& cells);

// The lower layer of the top machine given the upper one: probabilities and samples. clamped[k] >= 0 holds the label of
// picture k, -1 leaves it to the net; an empty span leaves all.
void down_top(const BeliefNet&, const Batch& h, Batch& v, std::span<const int> clamped, VectorRng&);

// Puts labels beside the samples in the top machine's lower layer; -1: none.
void put_labels(const BeliefNet&, Batch& v, std::span<const int> labels);

// Probabilities of the cells (and samples) given the top machine's lower layer, layer by layer through the generation
// weights.
void generate(const BeliefNet&, const Batch& top_visible, Batch& cells, VectorRng&);

struct Training {
  Hyperparameters hyper;
  int k = 1;  // sweeps of CD-k or PCD-k
  // Hybrid training of the top machine: the share of the learning rate that goes along the gradient of ln p(label |
  // below) (H. Larochelle, Y. Bengio, ICML 2008).
  float discriminative = 0;
  Batch* particles = nullptr;  // PCD: hidden states of the top machine's fantasy particles; null: CD
};

// One update of the top machine with these pictures; the others stay. Returns the share of its visible units whose
// reconstruction is wrong.
double learn_greedily(BeliefNet&, const Batch& cells, std::span<const int> labels, const Training&, VectorRng&);

// One update of all layers by the up-down algorithm; unties recognition and generation the first time.
void learn_up_down(BeliefNet&, const Batch& cells, std::span<const int> labels, const Training&, VectorRng&);

}  // namespace attractor
