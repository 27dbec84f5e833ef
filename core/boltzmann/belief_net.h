// Deep belief net: a stack of restricted Boltzmann machines that learned one after the other, label units beside the lower layer
// of the top one. The top machine is the net's memory; below it, recognition runs upwards and generation downwards.
//
//   p(v, h1, ..., hL) = p(v | h1) p(h1 | h2) ... p(h(L-1), labels, hL), the last factor by the top machine.
//
// Learning greedily, machine k+1 learns what machine k makes of the data, and the lower weights serve both ways. Then each layer
// gets two sets of weights: the wake-sleep pass ("up-down") teaches generation what recognition found on the way up, and
// recognition what generation meant on the way down, with k sweeps of the top machine between the two.
// G. Hinton, S. Osindero, Y.-W. Teh, Neural Computation 18, 1527 (2006), its appendix B for the up-down pass.
#pragma once

#include <span>
#include <vector>

#include "core/boltzmann/rbm.h"

namespace attractor {

struct BeliefNet {
  int cells = 0;
  std::vector<Restricted> machines;  // from below
  std::vector<Restricted> down;      // of all machines but the top one, once recognition and generation differ: turned around,
                                     // their "visible" layer is the upper one, so that up() runs downwards; empty before
  int depth() const { return int(machines.size()); }
  const Restricted& top() const { return machines.back(); }
  int width(int layer) const {  // of the cells (0) and the hidden layers (1 to depth)
    return layer == 0 ? cells : machines[layer - 1].hidden;
  }
  // Units of the top machine that stand for labels, behind the units of its lower layer; one of them is on.
  int labels() const { return top().visible - width(depth() - 1); }
};

// One more machine on top, weights ~ N(0, spread^2); label units go with it.
void grow(BeliefNet&, int hidden, int labels, double spread, const Rng& rng);

// The top machine begins as the one below it upside down (its hidden layer has the width of that one's visible layer): the stack
// then models the data exactly as well as without it (section 4 of the paper).
void begin_turned(BeliefNet&);

// Samples of layer `to` given the cells, through the recognition weights.
void rise(const BeliefNet&, const Batch& cells, int to, Batch& out, Lanes&);

// p(label | cells) by the free energies of the top machine, probabilities all the way up to it: count x labels.
std::vector<double> classify(const BeliefNet&, const Batch& cells);

// The lower layer of the top machine given the upper one: probabilities and samples. held[k] >= 0 is the label of picture k,
// -1 leaves it to the net; an empty span leaves all.
void down_top(const BeliefNet&, const Batch& h, Batch& v, std::span<const int> held, Lanes&);

// Puts labels beside the samples in the top machine's lower layer; -1: none.
void put_labels(const BeliefNet&, Batch& v, std::span<const int> labels);

// What the top machine's lower layer means: probabilities of the cells (and samples), layer by layer downwards.
void fall(const BeliefNet&, const Batch& top_visible, Batch& cells, Lanes&);

// How machines learn: so many sweeps from the data (CD) or of lasting chains (PCD); the top one also, by that share of the rate,
// along the slope of ln p(label | below) (hybrid training: H. Larochelle, Y. Bengio, ICML 2008).
struct Teaching {
  Pace pace;
  int sweeps = 1;
  float discriminative = 0;
  Batch* particles = nullptr;  // the top machine's hidden layer where PCD's chains stand; null: CD
};

// One update of the top machine with these pictures; the others stay. Returns the share of its visible units that come back wrong.
double learn_greedily(BeliefNet&, const Batch& cells, std::span<const int> labels, const Teaching&, Lanes&);

// One up-down pass with these pictures; unties the weights the first time.
void learn_up_down(BeliefNet&, const Batch& cells, std::span<const int> labels, const Teaching&, Lanes&);

}  // namespace attractor
