// Backpropagation phase by phase: the golden numbers, and slopes against finite differences whatever the parameters.
#include "core/models/networks/backprop.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/vec.h"

using namespace attractor;
using namespace attractor::backprop;

namespace {

State at(const Params& p, int64_t steps, uint64_t seed = 1) {
  State s = init(p, Rng{seed, 0});
  while (s.steps < steps) advance(p, s, Rng{seed, uint64_t(s.steps) + 1});
  return s;
}

constexpr double kDigits = 6e-13;  // the golden numbers have twelve

class Seen final : public Sink {
 public:
  void publish(const Name& n, Shape shape) override {
    if (const LayeredNet* l = std::get_if<LayeredNet>(&shape)) net = *l;
    if (const Listing* t = std::get_if<Listing>(&shape)) list = *t;
    if (const Number* v = number_in(shape); v && n.key == std::string_view("difference")) difference = *v;
  }
  LayeredNet net;
  Listing list;
  Number difference;
};
Seen seen(const Params& p, const State& s) {
  Seen sink;
  observe(p, s, sink);
  return sink;
}

}  // namespace

TEST_CASE("T141 backprop: the opening pass has the golden numbers of C2") {
  const Params p;
  const State s = at(p, slopes_of_W);
  const double z[] = {0.26894142137, 0.607663169833, 0.63703079448, 0.562176500886},
               delta_s[] = {-0.059429312109, 0.108094620858, -0.069890965108, 0.111597340374},
               row[] = {0.162584268473, 0.367353126351, 0.385106857798, 0.339854882464},
               delta_x[] = {-0.035745574842, -0.184932713041, 0.154342377107};
  CHECK(difference(s.z, z) < kDigits);
  CHECK(difference(s.delta_s, delta_s) < kDigits);
  CHECK(difference(s.dV.row(0), row) < kDigits);
  CHECK(difference(s.delta_x, delta_x) < kDigits);
  CHECK(std::fabs(s.g[0] - 0.604534131058) < kDigits);
  CHECK(std::fabs(s.g[1] - 0.395465868942) < kDigits);
  CHECK(std::fabs(s.R - 0.927690794001) < kDigits);
  for (int j = 0; j < kHidden; ++j) CHECK(s.dV(1, j) == doctest::Approx(-s.dV(0, j)).epsilon(1e-14));
  for (int i = 0; i < kHidden; ++i)
    for (int j = 0; j < kInputs; ++j) CHECK(s.dW(i, j) == doctest::Approx(s.delta_s[i] * s.x[j]).epsilon(1e-15));
}

TEST_CASE("T141 backprop: slopes are those of finite differences for every unit, target and seed") {
  for (int unit = logistic; unit <= threshold_unit; ++unit)
    for (const int target : {0, 1})
      for (uint64_t seed = 1; seed <= 5; ++seed) {
        Params p;
        p.unit = unit, p.target = target, p.start = random_weights;
        p.x0 = 0.7, p.x1 = -1.3, p.x2 = 0.4;
        const State s = at(p, slopes_of_W, seed);
        auto check = [&](double measured, double slope) {
          CHECK(std::fabs(measured - slope) < 1e-6 * std::max(1e-3, std::fabs(slope)));
        };
        for (int i = 0; i < kHidden * kInputs; ++i) check(s.measured[i], s.dW.a[i]);
        for (int i = 0; i < kOutputs * kHidden; ++i) check(s.measured[kHidden * kInputs + i], s.dV.a[i]);
        for (int j = 0; j < kInputs; ++j) check(s.measured[kWeights + j], s.delta_x[j]);
        CHECK(seen(p, s).difference.value < 1e-8);
        if (unit == threshold_unit) CHECK(norm(s.dW.a) == 0);
      }
}

TEST_CASE("backprop: the loss falls from pass to pass, and the step is the rate times the slope") {
  Params p;
  p.rate = 0.1;
  const State before = at(p, slopes_of_W), after = at(p, update);
  for (int i = 0; i < kHidden * kInputs; ++i) CHECK(after.W.a[i] == before.W.a[i] - 0.1 * before.dW.a[i]);
  for (int i = 0; i < kOutputs * kHidden; ++i) CHECK(after.V.a[i] == before.V.a[i] - 0.1 * before.dV.a[i]);
  double last = before.R;
  for (int pass = 1; pass < 50; ++pass) {
    const double R = at(p, pass * kPhases + judge).R;
    CHECK(R < last);
    last = R;
  }
}

TEST_CASE("backprop: a weight that is changed makes the numbers of the pass anew, and no others") {
  const Params p;
  State s = at(p, blame_hidden);
  CHECK(poke(p, s, {"weights", 5, 0, 2.5}));  // W_12
  CHECK(s.W(1, 2) == 2.5);
  State t = at(p, 0);
  t.W(1, 2) = 2.5;
  while (t.steps < blame_hidden) advance(p, t, Rng{1, 1});
  CHECK(s.delta_s == t.delta_s);
  CHECK(s.R == t.R);
  CHECK(poke(p, s, {"weights", 12 + 6, 0, -1}));
  CHECK(s.V(1, 2) == -1);
  const State same = s;
  for (const Poke& bad : {Poke{"weights", kWeights, 0, 1}, Poke{"weights", 0, 0, 10.5}, Poke{"weights", 0, 0, std::nan("")},
                          Poke{"biases", 0, 0, 1}})
    CHECK_FALSE(poke(p, s, bad));
  CHECK(s.W == same.W);
  CHECK(s.V == same.V);
}

TEST_CASE("backprop: nothing goes back through a saturated neuron") {
  const Params p;
  State s = init(p, Rng{1, 0});
  poke(p, s, {"weights", 3, 0, 10});  // W_10
  while (s.steps < slopes_of_W) advance(p, s, Rng{1, 1});
  CHECK(s.z[1] > 0.9998);
  CHECK(std::fabs(s.delta_s[1]) < 1e-4);
  for (const int i : {0, 2, 3}) CHECK(std::fabs(s.delta_s[i]) > 0.04);
}

TEST_CASE("backprop: what is drawn is there once its phase has come, and its weights count as those that are poked") {
  const Params p;
  for (int phase = input; phase < kPhases; ++phase) {
    const Seen sink = seen(p, at(p, phase));
    int there = 0;
    for (const LayeredNet::Column& c : sink.net.columns)
      for (const double v : c.numbers) there += !std::isnan(v);
    constexpr int kThere[] = {5, 9, 13, 15, 17, 18, 20, 24, 27, 27, 27, 27};
    CHECK(there == kThere[phase]);
    int lit = 0, slopes = 0;
    for (const LayeredNet::Column& c : sink.net.columns) lit += c.lit >= 0;
    CHECK(lit == (phase < slopes_of_V));
    for (int j = 0; j < 2; ++j) {
      const LayeredNet::Joint& joint = sink.net.joints[j];
      CHECK(joint.slopes.empty() == (phase < (j == 0 ? slopes_of_W : slopes_of_V)));
      CHECK(joint.slopes.size() == joint.differences.size());
      CHECK(difference(joint.slopes, joint.differences) < 1e-9);
    }
    for (const double v : sink.list.cells) slopes += !std::isnan(v);
    CHECK(slopes == 2 * (phase < blame_inputs ? 0 : phase < slopes_of_V ? 3 : phase < slopes_of_W ? 11 : 23));
  }
  State s = at(p, input);
  for (int number = 0, joint = 0; joint < 2; ++joint) {
    const auto weights = seen(p, s).net.joints[joint].weights;
    for (int i = 0; i < std::ssize(weights); ++i, ++number) {
      CHECK(poke(p, s, {"weights", number, 0, 5 + i / 8.0}));
      CHECK(seen(p, s).net.joints[joint].weights[i] == 5 + i / 8.0);
    }
  }
}
