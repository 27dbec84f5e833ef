// The fully connected network on points of the plane: up to four hidden layers of up to eight units, learning live.
//
// Loss    two classes: -ln p of the right one, p = 1 / (1 + e^-t) of the one output t; regression: (t - y)^2 / 2. The mean
//         over a minibatch, plus (decay / 2) |W|^2.
// Step    one minibatch: forwards, back, v = momentum v - rate slope, w += v (core/networks). An epoch is every learning
//         point once, in an order of its own. At the end of one, 100 steps after the last time or later, both losses are measured on
//         all points, without dropout.
// Known   slopes by finite differences; a layer of two units and one output can learn XOR, one straight line cannot; without
//         hidden layers it is logistic regression. A threshold's slope is 0: only the last layer learns then.
// Stops   where a weight runs away (all of them beyond kMostEver, or the loss rises to kMuchWorse times that of the start): the weights of
//         the last time it was measured and good are back, and the sentence says why; another rate goes on from there.
// Not here convolutions, adaptive rates, more than two classes.
// Source  D. E. Rumelhart, G. E. Hinton, R. J. Williams, Nature 323, 533 (1986); dropout: N. Srivastava et al., JMLR 15, 1929
//         (2014); the sets of points: D. Smilkov et al., arXiv:1708.03788.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/plane.h"
#include "core/networks/fully_connected.h"
#include "core/networks/samples.h"
#include "core/run/model.h"

namespace attractor::mlp {

enum Set { circle, corners, gauss, spiral, slope, hills, own };
inline constexpr Choice kSets[] = {{circle, "circle", "Circle"},           {corners, "xor", "XOR"},
                                   {gauss, "gauss", "Two clouds"},         {spiral, "spiral", "Spiral"},
                                   {slope, "plane", "Plane (regression)"}, {hills, "hills", "Hills (regression)"},
                                   {own, "own", "My own points"}};
enum Unit { hyperbolic, rectified, logistic, gelu, threshold_unit, linear };
inline constexpr Choice kUnits[] = {{hyperbolic, "tanh", "tanh"},
                                    {rectified, "relu", "ReLU"},
                                    {logistic, "logistic", "Logistic"},
                                    {gelu, "gelu", "GELU"},
                                    {threshold_unit, "threshold", "Threshold"},
                                    {linear, "linear", "Identity"}};
inline constexpr int kMostLayers = 4, kMostUnits = 8, kMostPoints = 600;
inline constexpr Choice kDepths[] = {{0, "0", "0"}, {1, "1", "1"}, {2, "2", "2"}, {3, "3", "3"}, {4, "4", "4"}};
inline constexpr double kMostWeight = 10, kMostEver = 1000;  // that can be set; that can be learned
inline constexpr double kMuchWorse = 20;
inline constexpr int kMeasured = 36;  // points that are measured at a time

struct Params {
  int set = spiral;
  int depth = 3;
  int n1 = 8, n2 = 8, n3 = 8, n4 = 8;
  int unit = hyperbolic;
  double rate = 0.1;
  double momentum = 0.9;
  double decay = 0;
  double dropout = 0;
  int batch = 10;
  int points = 400;
  double noise = 0.05;
  double test = 0.5;
};

struct Points {
  std::vector<float> x, y, target;
  std::vector<int8_t> test;  // not learned from
};

struct State {
  std::shared_ptr<const Points> points;  // shared by copies
  FullyConnected<float> net;
  std::vector<int32_t> order;                   // of the learning points in this epoch
  int64_t place = 0;                            // in it
  int64_t steps = 0, epochs = 0, measured = 0;  // measured: at which step the losses were
  int64_t stopped = -1;                         // at which step it did
  double first_loss = 0;                        // before the first step, or after the last change by hand
  std::vector<float> good;                      // all weights when they last were
  int64_t good_step = 0;
  double stopped_at_rate = 0;
  double learn_loss = 0, test_loss = 0;
  int64_t learn_wrong = 0, test_wrong = 0, learn_count = 0, test_count = 0;
  std::vector<float> margins;  // room for measuring: of learning points from the front, of the others from the back
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
Message trouble(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);

bool is_regression(const Params&);
void begin_anew(const Params&, State&);  // after something was changed by hand: measures, and counts as good

extern const Model kModel;

}  // namespace attractor::mlp
