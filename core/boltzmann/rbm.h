// Restricted Boltzmann machines in single precision, many pictures at a time: what the RBM and the deep belief net are made of.
//
// Energy  E(v, h) = -a.v - b.h - v^T W h, v and h of 0 and 1. With real visible units E(v, h) = sum (v_i - a_i)^2 / (2 sigma^2)
//         - b.h - sum (v_i / sigma) W_ij h_j.
// P. Smolensky (1986); Y. Freund, D. Haussler (1994); G. Hinton, Neural Computation 14, 1771 (2002), and "A practical guide to
// training restricted Boltzmann machines" (2010); real units: M. Welling, M. Rosen-Zvi, G. Hinton, NIPS 17 (2005).
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
class Lanes {
 public:
  Lanes(const Rng& rng, Stream stream, uint32_t lane = 0);
  F32x4 uniform() {
    const U32x4 words = reinterpret_cast<U32x4>(bits_.next());
    return reinterpret_cast<F32x4>((words >> 9) | 0x3F800000u) - F32x4{1, 1, 1, 1};
  }

 private:
  Xorshift2 bits_;
};

// Rows and vectors are padded to a multiple of 32 with zeros.
struct Restricted {
  int visible = 0, hidden = 0;
  bool real = false;  // real visible units
  float sigma = 1;    // of those
  Matrix<float> w;    // padded(visible) x padded(hidden)
  std::vector<float> a, b;

  Restricted() = default;
  Restricted(int visible_units, int hidden_units);  // all weights and biases 0
};

// W ~ N(0, spread^2) of Stream::weights, a lane for each machine of a stack; biases 0.
Restricted make_restricted(int visible, int hidden, double spread, const Rng& rng, uint32_t lane = 0);

// Weights (visible x hidden, row-major) and biases of a machine of the same sizes, as they are stored: without padding.
void set_parameters(Restricted& net, std::span<const float> weights, std::span<const float> a, std::span<const float> b);

// The units of one layer for `count` pictures: a code for every four of them, and a number each: the probability of being on, or
// the value of a real unit.
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

// Ink from 0 to 255, a number a cell, as picture k of visible units: on with the probability of the ink, which is kept as theirs.
void set_visible(std::span<const uint8_t> ink, int k, Batch& v, Lanes&);

// b + v W, and a + W h: count x padded(units), into out.
void hidden_inputs(const Restricted&, const Batch& v, Matrix<float>& out);
void visible_inputs(const Restricted&, const Batch& h, Matrix<float>& out);

// Probabilities of the other layer; with `random`, samples too.
void up(const Restricted&, const Batch& v, Batch& h, Lanes* random);
void down(const Restricted&, const Batch& h, Batch& v, Lanes* random);

// u.p holds inputs: they become probabilities; with `random`, samples too.
void switch_on(Batch& u, int units, Lanes* random);

// Codes from probabilities.
void sample(Batch&, int units, Lanes&);

// The last change, where there is momentum; empty where there is none.
struct Velocity {
  Matrix<float> w;
  std::vector<float> a, b;
  void fit(const Restricted& net) {  // zeros where there was nothing yet
    w.resize(net.w.rows, net.w.cols), a.resize(net.a.size()), b.resize(net.b.size());
  }
};

struct Pace {
  float rate = 0.1f, momentum = 0, decay = 0;  // decay of the weights, as a share of the rate
};

// V <- momentum V + rate (<v h>_data - <v h>_model - decay W), W <- W + V, and likewise a, b; means over each batch. The hidden
// units count with their probabilities, the visible ones with their samples (values, where they are real).
void learn(Restricted&, Velocity&, const Pace&, const Batch& v_data, const Batch& h_data, const Batch& v_model,
           const Batch& h_model);

// F(v) = -a.v - sum_j ln(1 + e^(b_j + (v W)_j)), one a picture (real units: sum (v - a)^2 / (2 sigma^2) instead of -a.v).
std::vector<double> free_energies(const Restricted&, const Batch& v);

}  // namespace attractor
