// A convolutional network that learns handwritten digits, and reads what is drawn.
//
// Network  28 x 28 cells of ink x from 0 to 1; filters of 5 x 5, each with its bias, ReLU, the largest of 2 x 2; the same again
//          over all maps of the first layer; a fully connected layer; p = softmax of its ten numbers (core/networks/conv_net.h).
// Step     a minibatch of B: v <- m v - eps (slope of the mean of -ln p_label + (lambda / 2) |w|^2), w <- w + v; eps falls as
//          1 / (1 + passes / halving). Then a few test digits are read, in turn: errors are those of the last reading of each.
// Stops    where the weights run away (beyond kMostEver all of them): those of the step before are back.
// Known    with 60,000 digits, a few passes: errors below 1 % of the test digits (LeCun and others 1998: LeNet-5 0.95 %).
// Not here dropout, distorted digits, average pooling with weights of its own (LeNet's).
// Source   Y. LeCun and others, Neural Computation 1, 541 (1989); Proc. IEEE 86, 2278 (1998). core/science.md, 16, D2.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/networks/conv_net.h"
#include "core/pictures/digits.h"
#include "core/run/model.h"

namespace attractor::cnn {

enum Data { glyphs, mnist };
inline constexpr Choice kData[] = {{glyphs, "glyphs", "Small digits"}, {mnist, "mnist", "Handwritten"}};
enum Start { random, trained };
inline constexpr Choice kStarts[] = {{random, "random", "Random"}, {trained, "trained", "Trained beforehand"}};

inline constexpr int kClasses = 10, kTestsInStep = 8, kTestsWhenStill = 32, kShift = 3;
inline constexpr double kMostEver = 1000;  // the length of all weights

// The net that the build trains (web/build/pretrain.mjs): all weights of a ConvNet of the usual shape, as they stand in it.
inline constexpr const char* kTrainedFile = "cnn-mnist";
inline Need trained_need() { return {kTrainedFile, {{"weights", Element::f32, {ConvShape().weights()}}}}; }

struct Params {
  int data = glyphs;
  int start = random;
  int examples = 2000;
  int tests = 1000;
  int first = 8, second = 16;
  int batch = 32;
  double rate = 0.03;
  double momentum = 0.9;
  double decay = 0.0001;
  double halving = 0;
  bool learn = true;
};

// Digits of MNIST, or the drawings of ten digits, each shifted by up to kShift cells, with noise, as many as are wanted.
struct Examples {
  Digits train, test;  // MNIST; empty for glyphs
  std::vector<int8_t> glyphs;
  uint64_t seed = 0;
  int label(bool of_tests, int i) const;
  void picture(bool of_tests, int i, std::span<float> ink) const;  // from 0 to 1
};

struct State {
  std::shared_ptr<const Examples> examples;
  // Shared by all copies of a state, and no part of it: what stands in it is read within the call that wrote it.
  std::shared_ptr<ConvRoom<float>> room;
  ConvNet<float> net;
  std::vector<int32_t> order;  // of the training digits in this pass
  int64_t cursor = 0, epochs = 0, updates = 0, tested = 0;
  std::vector<int8_t> said;          // of each test digit, at the last reading; -1 before the first
  double train_error = 0, loss = 0;  // running means over the digits learned
  int64_t stopped = -1;              // the step at which the weights ran away, and its rate
  double stopped_at_rate = 0;
  std::vector<float> canvas;  // ink from 0 to 1, which may be painted
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
Message trouble(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);
std::vector<Need> needs(const Params&);

extern const Model kModel;

}  // namespace attractor::cnn
