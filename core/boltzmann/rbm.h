// Restricted Boltzmann machines in single precision, a minibatch at a time: what the RBM and the deep belief net are
// made of.
//
// Energy  E(v, h) = -a.v - b.h - v^T W h, v and h of 0 and 1. Gaussian visible units (`real`): E(v, h) =
//         sum (v_i - a_i)^2 / (2 sigma^2) - b.h - sum (v_i / sigma) W_ij h_j. core/science.md, 6.
// Cost    a pass from layer to layer is a product of bits and W (bit_product.h), an update one more: O(visible hidden)
//         a picture each.
// Sources P. Smolensky (1986); Y. Freund, D. Haussler (1994); G. Hinton, Neural Computation 14, 1771 (2002), and "A
//         practical guide to training restricted Boltzmann machines" (2010); Gaussian units: M. Welling, M. Rosen-Zvi,
//         G. Hinton, NIPS 17 (2005).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/rng.h"
#include "core/base/simd.h"
#include "core/boltzmann/bit_product.h"

namespace attractor {

// Uniform numbers for the inside of one step, four at a time, in [0, 1) with 23 bits.
class VectorRng {
 public:
  VectorRng(const Rng& rng, Stream stream, uint32_t lane = 0);
  F32x4 uniform() {
    const U32x4 words = reinterpret_cast<U32x4>(bits_.next());
    return reinterpret_cast<F32x4>((words >> 9) | 0x3F800000u) - F32x4{1, 1, 1, 1};
  }

 private:
  Xorshift2 bits_;
};

// Rows and vectors are padded with zeros to a multiple of 32 (padded() of bit_product.h).
struct Rbm {
  int visible = 0, hidden = 0;
  bool real = false;     // Gaussian visible units
  float sigma = 1;       // their standard deviation
  Matrix<float> w;       // padded(visible) x padded(hidden)
  std::vector<float> a;  // padded(visible): biases of the visible units
  std::vector<float> b;  // padded(hidden): biases of the hidden units

  Rbm() = default;
  Rbm(int visible_units, int hidden_units);  // all weights and biases 0
};

// W ~ N(0, spread^2) of Stream::weights, a lane for each machine of a stack; biases 0.
Rbm make_rbm(int visible, int hidden, double spread, const Rng& rng, uint32_t lane = 0);

// Weights (visible x hidden, row by row) and biases without padding, as files have them. The sizes must agree
// (asserted).
void set_weights(Rbm& net, std::span<const float> weights, std::span<const float> a, std::span<const float> b);

// The units of one layer for a minibatch of `count` pictures: the state of each unit as a bit, four of them a code, and
// a number: the probability of being on, or the value of a Gaussian unit.
struct Batch {
  Batch() = default;
  Batch(int pictures, int units) : count(pictures), codes(pictures, padded(units) / 4), p(pictures, padded(units)) {}
  int count = 0;
  Matrix<uint8_t> codes;  // count x padded(units) / 4
  Matrix<float> p;        // count x padded(units)
  bool on(int k, int i) const { return codes(k, i / 4) >> (i & 3) & 1; }
  void set(int k, int i, bool on) {
    uint8_t& code = codes(k, i / 4);
    code = uint8_t(on ? code | 1 << (i & 3) : code & ~(1 << (i & 3)));
  }
};

// Puts a picture, ink from 0 to 255 a cell, into row k of visible units: the probability is the ink, the state is
// sampled.
void set_visible(std::span<const uint8_t> ink, int k, Batch& v, VectorRng&);

// b + v W: count x padded(hidden), and a + W h: count x padded(visible). `out` gets its size here.
void hidden_inputs(const Rbm&, const Batch& v, Matrix<float>& out);
void visible_inputs(const Rbm&, const Batch& h, Matrix<float>& out);

// p(h | v) and p(v | h) by the states of the given layer; with `random`, samples of them as well.
void up(const Rbm&, const Batch& v, Batch& h, VectorRng* random);
void down(const Rbm&, const Batch& h, Batch& v, VectorRng* random);

// u.p holds inputs x and gets sigma(x) = 1 / (1 + e^-x); with `random`, samples as well.
void apply_sigmoid(Batch& u, int units, VectorRng* random);

// States from probabilities.
void sample(Batch&, int units, VectorRng&);

// The last change of the weights, which momentum carries on; empty while there is none.
struct Velocity {
  Matrix<float> w;
  std::vector<float> a, b;
  void fit(const Rbm& net) {  // zeros where there was nothing yet
    w.resize(net.w.rows, net.w.cols), a.resize(net.a.size()), b.resize(net.b.size());
  }
};

struct Hyperparameters {
  float learning_rate = 0.1f, momentum = 0;
  float weight_decay = 0;  // as a share of the learning rate
};

// One update by the two sides of the gradient of ln p:
//   V <- momentum V + learning_rate (<v h>_data - <v h>_model - weight_decay W), W <- W + V,
// and likewise a and b, without decay; means over each batch. The hidden units count with their probabilities, the
// visible ones with their samples (Gaussian ones: their values). CD-k, PCD differ only in where v_model and h_model
// come from.
void learn(Rbm&, Velocity&, const Hyperparameters&, const Batch& v_data, const Batch& h_data, const Batch& v_model,
           const Batch& h_model);

// F(v) = -a.v - sum_j ln(1 + e^(b_j + (v W)_j)), one a picture (Gaussian: sum (v - a)^2 / (2 sigma^2) instead of -a.v).
std::vector<double> free_energies(const Rbm&, const Batch& v);

}  // namespace attractor
