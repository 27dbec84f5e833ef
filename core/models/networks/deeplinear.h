// Learning in steps: a linear network with a hidden layer learns which of eight items has which of 15 properties. The
// items are the leaves of a tree; its broad divisions are learned first, and each at once, after a long wait.
//
// Error   R = (1/2) |Y - W2 W1|^2, the items one-hot (whitened), Y from core/networks/deep_linear.h. One layer: W for W2
//         W1.
// Step    gradient descent on all items: W1 += dt W2^T (Y - W2 W1), W2 += dt (Y - W2 W1) W1^T; time t = dt steps.
// Known   each singular mode of Y learns by itself: da/dt = 2 a (s - a), exact for dt to 0 and an aligned start, whose
//         modes all have the strength a0; for a small random start with a0 = |W1 v + W2^T u|^2 / 4 of the mode. One
//         layer: da/dt = s - a, all modes at the same pace. Fewer hidden units than modes learn the strongest.
// Not here units that are not linear, other inputs, weights' decay.
// Source  A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120 (2013), and PNAS 116, 11537 (2019).
#pragma once

#include <cstdint>
#include <vector>

#include "core/networks/deep_linear.h"
#include "core/run/model.h"

namespace attractor::deeplinear {

enum Depth { two_layers, one_layer };
inline constexpr Choice kDepths[] = {{two_layers, "two", "Two"}, {one_layer, "one", "One"}};
enum Start { aligned, random_weights };
inline constexpr Choice kStarts[] = {{aligned, "aligned", "Aligned"}, {random_weights, "random", "Random"}};

struct Params {
  int depth = two_layers;
  int hidden = 16;
  int start = aligned;
  double a0 = 0.001;
  double dt = 0.01;
};

struct State {
  Matrix<double> W1, W2;   // hidden x items, properties x hidden; one layer: W2 alone, properties x items
  std::vector<double> a0;  // of each mode at the start
  int64_t steps = 0;
  double change = 1;  // the largest of the last step
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);

Matrix<double> network_map(const State&);                                        // W2 W1, or W
double measured_strength(const Matrix<double>& map, const SingularMode&);        // u^T W v
double exact_strength(const Params&, const SingularMode&, double a0, double t);  // what it is for dt to 0

extern const Model kModel;

}  // namespace attractor::deeplinear
