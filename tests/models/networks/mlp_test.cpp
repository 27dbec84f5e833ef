// The fully connected network on the plane: what it learns, what it cannot, and what the mouse changes.
#include "core/models/networks/mlp.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace attractor;
using namespace attractor::mlp;

namespace {

State learn(const Params& p, int steps, uint64_t seed = 4) {
  State s = init(p, Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

class Seen final : public Sink {
 public:
  void publish(const Name&, Shape shape) override {
    if (const LayeredNet* l = std::get_if<LayeredNet>(&shape)) net = *l;
    if (const Cloud* c = std::get_if<Cloud>(&shape)) plane = *c;
  }
  LayeredNet net;
  Cloud plane;
};
Seen seen(const Params& p, const State& s) {
  Seen sink;
  observe(p, s, sink);
  return sink;
}

}  // namespace

TEST_CASE("T142 mlp: 8-8-8 tanh units learn the spiral; a straight line does not") {
  Params p;
  p.rate = 0.03, p.decay = 0.0003, p.points = 500, p.noise = 0.03;
  const State s = learn(p, 16000);
  CHECK(s.epochs == 640);
  CHECK(s.learn_count == 250);
  CHECK(s.test_count == 250);
  CHECK(s.test_wrong <= 5);
  CHECK(s.test_loss < 0.05);
  p.depth = 0;
  CHECK(learn(p, 4000).test_wrong > 60);
}

TEST_CASE("mlp: three soft lines enclose a circle, two do not, and layers without bends are one line") {
  Params p;
  p.set = circle, p.depth = 1, p.points = 200, p.noise = 0;
  p.n1 = 3;
  CHECK(learn(p, 4000).learn_wrong <= 1);
  p.n1 = 2;
  CHECK(learn(p, 4000).learn_wrong >= 8);
  p.depth = 3, p.n1 = 8, p.unit = linear, p.rate = 0.03;
  CHECK(learn(p, 4000).learn_wrong > 25);
}

TEST_CASE("mlp: a plane is learned by one neuron to any number of digits, hills by a few") {
  Params p;
  p.set = slope, p.depth = 0, p.noise = 0, p.momentum = 0;
  CHECK(learn(p, 2000).test_loss < 1e-9);
  p.set = hills, p.depth = 2, p.points = 500, p.momentum = 0.9;
  CHECK(learn(p, 8000).test_loss < 0.01);
}

TEST_CASE("mlp: with a threshold for sigma only the last layer learns") {
  Params p;
  p.unit = threshold_unit, p.set = gauss;
  const State before = init(p, Rng{4, 0}), after = learn(p, 200);
  for (int l = 0; l < 4; ++l) {
    double moved = 0;
    for (int i = 0; i < before.net.units(l + 1); ++i)
      for (int j = 0; j < before.net.units(l); ++j)
        moved = std::max(moved, std::fabs(double(after.net.W(l)(i, j) - before.net.W(l)(i, j))));
    CHECK((moved > 0) == (l == 3));
  }
}

TEST_CASE("mlp: where weights run away the last good ones are back, the run rests, and a smaller rate goes on") {
  Params p;
  p.set = slope, p.depth = 0, p.rate = 5, p.momentum = 0, p.noise = 0;
  State s = learn(p, 100);
  CHECK(s.stopped > 0);
  CHECK(settled(p, s));
  CHECK(s.learn_loss == s.first_loss);
  p.rate = 0.1;
  CHECK_FALSE(settled(p, s));
  for (int k = 101; k <= 2000; ++k) advance(p, s, Rng{4, uint64_t(k)});
  CHECK(s.stopped == -1);
  CHECK(s.learn_loss < 1e-6);
  for (const int unit : {rectified, gelu, linear, hyperbolic}) {  // whatever it is, what is left is finite and no worse
    Params wild;
    wild.set = hills, wild.unit = unit, wild.rate = 10, wild.momentum = 0.99;
    const State t = learn(wild, 2000);
    CHECK(std::isfinite(t.learn_loss));
    CHECK(t.learn_loss <= kMuchWorse * std::max(0.1, t.first_loss));
  }
}

TEST_CASE("mlp: weight decay shrinks what is learned, dropout changes it, momentum hastens it") {
  Params p;
  p.set = gauss;
  auto size = [&] {
    double sum = 0;
    const State s = learn(p, 1000);
    for (const float w : s.net.all_weights()) sum += double(w) * double(w);
    return sum;
  };
  const double free = size();
  p.decay = 0.01;
  CHECK(size() < 0.8 * free);
  p.decay = 0, p.dropout = 0.5;
  CHECK(size() != free);
  p.dropout = 0, p.momentum = 0;
  const double slow = learn(p, 200).learn_loss;
  p.momentum = 0.9;
  CHECK(learn(p, 200).learn_loss < 0.7 * slow);
}

TEST_CASE("mlp: what is drawn has the network's numbers, and a weight or bias that is set is the one that is drawn") {
  Params p;
  p.depth = 2, p.n1 = 3, p.n2 = 4;
  State s = learn(p, 50);
  const Seen first = seen(p, s);
  REQUIRE(first.net.columns.size() == 4);
  int number = 0;
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < std::ssize(first.net.joints[j].weights); ++i, ++number) {
      CHECK(poke(p, s, {"weights", number, 0, i / 8.0 - 1}));
      CHECK(seen(p, s).net.joints[j].weights[i] == i / 8.0 - 1);
    }
  CHECK_FALSE(poke(p, s, {"weights", number, 0, 1}));
  int unit = 2;
  for (int c = 1; c < 4; ++c)
    for (int i = 0; i < first.net.columns[c].units; ++i, ++unit) {
      CHECK(poke(p, s, {"biases", unit, 0, -0.5 - i}));
      CHECK(seen(p, s).net.columns[c].biases[i] == -0.5 - i);
    }
  for (const Poke& bad : {Poke{"biases", unit, 0, 1}, Poke{"biases", 1, 0, 1}, Poke{"weights", 0, 0, 11},
                          Poke{"weights", 0, 0, std::nan("")}, Poke{"paint", 5, 0, 1}})
    CHECK_FALSE(poke(p, s, bad));
}

TEST_CASE("mlp: the plane is what the network says of it, and a unit's map what the unit does") {
  Params p;
  p.set = corners, p.depth = 1, p.n1 = 2;
  State s = init(p, Rng{1, 0});
  // t = 3 tanh(2 x) + 0 tanh(..) + 1
  const double w[] = {2, 0, 0, 0, 3, 0};
  for (int i = 0; i < 6; ++i) CHECK(poke(p, s, {"weights", i, 0, w[i]}));
  CHECK(poke(p, s, {"biases", 4, 0, 1}));
  const Seen sink = seen(p, s);
  const int side = sink.plane.cols, map = sink.net.side;
  for (int i = 0; i < side; ++i)
    for (int j = 0; j < side; ++j) {
      const double x = -2 + 4.0 * j / (side - 1);
      CHECK(sink.plane.chances[i * side + j] == doctest::Approx(sigmoid(3 * attractor::tanh(2 * x) + 1)).epsilon(1e-5));
    }
  for (int i = 0; i < map; ++i)
    for (int j = 0; j < map; ++j) {
      const double x = -2 + 4.0 * j / (map - 1);
      CHECK(std::fabs(sink.net.maps[(2 * map + i) * map + j] - attractor::tanh(2 * x)) < 1e-6);
      CHECK(std::fabs(sink.net.maps[(0 * map + i) * map + j] - x / 2) < 1e-6);
    }
}

TEST_CASE("mlp: own points are painted, moved and taken away, and learned") {
  Params p;
  p.set = own, p.depth = 1, p.n1 = 4;
  State s = learn(p, 10);
  CHECK(s.learn_count == 0);
  CHECK(s.epochs == 0);
  auto cell = [](double x, double y) { return int64_t((y + 2) / 4 * 256 + 0.5) * 257 + int64_t((x + 2) / 4 * 256 + 0.5); };
  CHECK(poke(p, s, {"paint", cell(1, 1), 0, 1}));
  CHECK(poke(p, s, {"paint", cell(-1, 1), 0, 0}));
  CHECK(poke(p, s, {"paint", cell(0, 0), 0, 0}));
  CHECK(poke(p, s, {"points", cell(-1, -1), 0, 2}));
  CHECK(s.points->x[2] == -1);
  CHECK(poke(p, s, {"paint", cell(1.5, -1.5), 0, 1}));
  CHECK(poke(p, s, {"erase", 0, 0, 3}));
  CHECK_FALSE(poke(p, s, {"erase", 0, 0, 3}));
  CHECK_FALSE(poke(p, s, {"paint", 257 * 257, 0, 1}));
  CHECK_FALSE(poke(p, s, {"paint", 0, 0, 0.5}));
  CHECK(s.learn_count == 3);
  for (int k = 11; k < 300; ++k) advance(p, s, Rng{4, uint64_t(k)});
  CHECK(s.learn_wrong == 0);
  while (poke(p, s, {"paint", 5, 0, 1})) {
  }
  CHECK(s.learn_count == kMostPoints);
}
