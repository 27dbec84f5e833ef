// Backpropagation, one sample: the slide's network 3-4-2, one operation a step.
//
// Loss    R = -ln g_y, g = softmax(t), t = V z, z = sigma(s), s = W x; no biases. core/science.md, 16, C1.
// Step    the next of twelve phases: x, s, z, t, g, R, then back: delta_t = g - y, delta_s = (V^T delta_t) sigma'(s),
//         delta_x = W^T delta_s, dR/dV = delta_t z^T, dR/dW = delta_s x^T, and the update W -= eta dR/dW, V -= eta dR/dV.
//         After the twelfth the same sample again. Changing a weight makes every number of this pass anew.
// Known   the slopes are those of finite differences, which stand beside them; the numbers of the opening weights,
//         C2. Where sigma'(s) is almost 0 nothing goes back through a neuron, however large its weights.
// Not here biases, more samples (the fully connected network), more layers.
// Source  D. E. Rumelhart, G. E. Hinton, R. J. Williams, Nature 323, 533 (1986); the lecture's slide writes x, s, ... as
//         rows: s = x W there is W^T here.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/matrix.h"
#include "core/networks/activation.h"
#include "core/run/model.h"

namespace attractor::backprop {

inline constexpr int kInputs = 3, kHidden = 4, kOutputs = 2;
inline constexpr int kWeights = kHidden * kInputs + kOutputs * kHidden;  // of W, then of V, row by row
inline constexpr double kMostWeight = 10;

enum Phase {
  input,
  weigh,    // s
  respond,  // z
  combine,  // t
  decide,   // g
  judge,    // R
  blame_outputs,
  blame_hidden,
  blame_inputs,
  slopes_of_V,
  slopes_of_W,
  update,
  kPhases
};

enum Start { golden, random_weights };
inline constexpr Choice kStarts[] = {{golden, "golden", "Of the lesson"}, {random_weights, "random", "Random"}};
enum Target { first_class, second_class };
inline constexpr Choice kTargets[] = {{first_class, "0", "0"}, {second_class, "1", "1"}};
enum Unit { logistic, hyperbolic, rectified, gelu, threshold_unit };
inline constexpr Choice kUnits[] = {{logistic, "logistic", "Logistic"},
                                    {hyperbolic, "tanh", "tanh"},
                                    {rectified, "relu", "ReLU"},
                                    {gelu, "gelu", "GELU"},
                                    {threshold_unit, "threshold", "Threshold"}};

struct Params {
  int start = golden;
  int target = second_class;
  int unit = logistic;
  double rate = 0.5;
  double x0 = 1, x1 = -0.5, x2 = 0.25;
};

// The numbers of one pass; those of later phases than the present one mean nothing.
struct State {
  Matrix<double> W, V;  // hidden x inputs, outputs x hidden
  std::array<double, kInputs> x{}, delta_x{};
  std::array<double, kHidden> s{}, z{}, delta_s{};
  std::array<double, kOutputs> t{}, g{}, delta_t{};
  Matrix<double> dW, dV;  // slopes of R
  double R = 0;
  bool judged = false;  // R is known, from this pass or the last
  int64_t steps = 0;
  // For the eye: the slopes by central differences, of W, then V, then x.
  std::array<double, kWeights + kInputs> measured{};
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);

Phase phase_of(const State&);
double loss(const Params&, const Matrix<double>& W, const Matrix<double>& V, const std::array<double, kInputs>& x);

extern const Model kModel;

}  // namespace attractor::backprop
