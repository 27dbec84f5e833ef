// Dense associative memory that learns its memories: from features to prototypes as the power of the energy grows.
//
// Energy  E(v, y) = -sum_mu F(xi_mu . (v, y) / (theta N)), F(x) = (x_+)^n, v the N cells of a picture from -1 to 1, y
//         ten label neurons, +1 at the digit and -1 elsewhere. theta is the temperature as a share of N.
// Step    a slice of a minibatch. A label neuron a is updated alone, all others at -1: y_a = tanh(sum_mu [F(y_a = +1) -
//         F(-1)]). The memories follow the gradient of sum_a (y_a - t_a)^(2m); a minibatch ends with V <- p V +
//         gradient, xi_mu <- xi_mu + eps V_mu / max |V_mu|, cut to [-1, 1]. eps falls by 0.998 with each pass over the
//         examples.
// Known   n = 2, 3: a memory is a feature, and many decide together. n large: a memory is a prototype, a whole digit,
//         and few decide (Krotov, Hopfield 2016). "Together" here is the participation ratio (sum q)^2 / sum q^2 of the
//         terms q_mu = F that speak for the chosen digit, over the test pictures.
// Not here the update of single cells (dense), energies with other F.
// Source  D. Krotov, J. J. Hopfield, Dense Associative Memory for Pattern Recognition, NeurIPS 2016, and its authors' notebook.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/pictures/digits.h"
#include "core/run/model.h"

namespace attractor::prototypes {

enum Data { glyphs, mnist };
inline constexpr Choice kData[] = {{glyphs, "glyphs", "Small digits"}, {mnist, "mnist", "Handwritten"}};

inline constexpr int kClasses = 10, kMaxMemories = 144, kMaxPower = 40;
inline constexpr int kGlyphExamples = 2000, kTests = 1000;
inline constexpr int kSlice = 20;  // examples of one step

struct Params {
  int data = glyphs;
  int examples = 2000;
  int memories = 36;
  int n = 8;
  int m = 30;
  double theta = 0.9;
  double learning_rate = 0.04;
  double momentum = 0.6;
  int batch = 100;
};

// The pictures and labels; shared by all copies of a state.
struct Examples {
  Digits train, test;  // MNIST; empty for glyphs
  uint64_t seed = 0;   // glyphs: where their noise comes from
  int side = 8, count = 0;
  int cells() const { return side * side; }
};

struct State {
  std::shared_ptr<const Examples> examples;
  std::vector<double> memories, velocity, gradient;  // K x (N + 10): cells, then labels
  std::vector<int32_t> order;                        // of the training pictures in this pass
  int64_t cursor = 0, epochs = 0, updates = 0, in_batch = 0;
  std::vector<uint8_t> wrong;         // of the test pictures, as last seen
  std::vector<double> participation;  // likewise
  int64_t tested = 0;
  double train_error = 0.9, loss = 1;  // running means
  std::vector<double> input;           // the picture to classify, which may be painted; N cells
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
std::vector<Need> needs(const Params&);

// What the memories answer to a picture.
struct Classification {
  std::array<double, kClasses> scores{};  // y_a
  int digit = 0;                          // the largest
  std::vector<double> votes;              // F for that digit, one a memory
  double participation = 0;               // participation ratio of the votes
};
Classification classify(const Params&, const State&, const double* picture);

// Of one picture with its label: the loss sum_a (y_a - t_a)^(2m), and its gradient with the sign turned, by the
// memories, without the factor 2 m n / (theta N) that all of it shares. The part of the cells is cells[mu] times the
// picture.
struct LossGradient {
  std::array<double, kClasses> scores{};  // y_a
  double loss = 0;
  std::vector<double> cells;   // K
  std::vector<double> labels;  // K x 10
};
// overlaps: xi . v of the cells alone, one a memory.
void loss_gradient(const Params&, const State&, const double* overlaps, int label, LossGradient&);

extern const Model kModel;

}  // namespace attractor::prototypes
