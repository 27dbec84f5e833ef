// A fully connected network as a whole: slopes of every weight, XOR, ten points by heart, the sets of points.
#include "core/networks/fully_connected.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/networks/loss.h"
#include "core/networks/samples.h"

using namespace attractor;

namespace {

// The mean log loss of two classes, sigma(t) the chance of class 1; fills the slopes to go back with.
template <class T>
double classes_loss(FullyConnected<T>& net, const std::vector<Sample>& samples) {
  double R = 0;
  const double n = double(samples.size());
  for (int k = 0; k < std::ssize(samples); ++k) {
    const double side = samples[k].target > 0 ? 1 : -1, m = side * double(net.z(net.layers())(0, k));
    R += margin_log_loss(m) / n;
    net.delta()(0, k) = T(side * margin_log_slope(m) / n);
  }
  return R;
}
template <class T>
double squares_loss(FullyConnected<T>& net, const std::vector<Sample>& samples) {
  double R = 0;
  const double n = double(samples.size());
  for (int k = 0; k < std::ssize(samples); ++k) {
    const double off = double(net.z(net.layers())(0, k)) - samples[k].target;
    R += off * off / 2 / n;
    net.delta()(0, k) = T(off / n);
  }
  return R;
}

template <class T>
void put(FullyConnected<T>& net, const std::vector<Sample>& samples) {
  net.expect(int(samples.size()));
  for (int k = 0; k < std::ssize(samples); ++k) net.z(0)(0, k) = T(samples[k].x), net.z(0)(1, k) = T(samples[k].y);
}

const std::vector<Sample> kXor{{-1, -1, 0}, {1, -1, 1}, {-1, 1, 1}, {1, 1, 0}};

// Steps until the loss is below `enough`, at the most `most`.
template <class T>
int learn(FullyConnected<T>& net, const std::vector<Sample>& samples, const Descent& descent, double enough, int most) {
  put(net, samples);
  for (int k = 0; k < most; ++k) {
    net.forward();
    if (classes_loss(net, samples) < enough) return k;
    net.backward();
    net.move(descent);
  }
  return most;
}

}  // namespace

TEST_CASE("T140 a whole network: the slope of every weight and bias against central differences, both losses, with dropout") {
  const std::vector<Sample> samples = make_samples(SampleSet::hills, 7, 0.3, Rng{4, 0});
  for (const Activation f : {Activation::logistic, Activation::tanh, Activation::relu, Activation::gelu, Activation::identity})
    for (const bool classes : {true, false})
      for (const double p : {0.0, 0.4}) {
        FullyConnected<double> net({2, 5, 3, 4, 1}, f, 9);
        net.set_random(1.5, Rng{11, 0});
        for (int l = 0; l < net.layers(); ++l)
          for (double& b : net.b(l)) b = 0.1 * (l + 1);
        put(net, samples);
        auto R = [&] {
          net.forward(p, Rng{1, 5});
          return classes ? classes_loss(net, samples) : squares_loss(net, samples);
        };
        R();
        net.backward();
        int wrong = 0;
        auto check = [&](double& w, double slope) {
          const double h = 1e-5, kept = w;
          w = kept + h;
          const double high = R();
          w = kept - h;
          const double low = R();
          w = kept;
          wrong += !(std::fabs((high - low) / (2 * h) - slope) < 1e-6 * std::max(1e-3, std::fabs(slope)));
        };
        for (int l = 0; l < net.layers(); ++l) {
          for (int i = 0; i < net.units(l + 1); ++i) {
            for (int j = 0; j < net.units(l); ++j) check(net.W(l)(i, j), net.dW(l)(i, j));
            check(net.b(l)[i], net.db(l)[i]);
          }
        }
        CHECK(wrong == 0);
      }
}

TEST_CASE("a network in floats goes the way of the one in doubles") {
  const std::vector<Sample> samples = make_samples(SampleSet::circle, 20, 0.1, Rng{4, 0});
  FullyConnected<double> fine({2, 6, 1}, Activation::tanh, 20);
  FullyConnected<float> coarse({2, 6, 1}, Activation::tanh, 20);
  fine.set_random(1, Rng{3, 0}), coarse.set_random(1, Rng{3, 0});
  put(fine, samples), put(coarse, samples);
  double R = 0, R_coarse = 0;
  for (int k = 0; k < 100; ++k) {
    fine.forward(), coarse.forward();
    R = classes_loss(fine, samples), R_coarse = classes_loss(coarse, samples);
    fine.backward(), coarse.backward();
    fine.move({0.1, 0.5, 0.001}), coarse.move({0.1, 0.5, 0.001});
  }
  CHECK(R_coarse == doctest::Approx(R).epsilon(1e-4));
  CHECK(R < 0.6);
}

// C3. From 100 seeds; what is stuck is in a valley of its own, where two of the four answers are 1/2 or worse.
TEST_CASE("T140 XOR is learned by 2-2-1 from most starts, and from some it is not; one straight line never can") {
  int learned = 0, stuck = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    FullyConnected<double> net({2, 2, 1}, Activation::tanh, 4);
    net.set_random(1, Rng{seed, 0});
    const bool done = learn(net, kXor, {0.1, 0.9, 0}, 0.01, 4000) < 4000;
    learned += done;
    net.forward();
    stuck += !done && classes_loss(net, kXor) > 0.3;
  }
  MESSAGE("XOR by 2-2-1: learned from ", learned, " of 100 starts, stuck from ", stuck);
  CHECK(learned >= 60);
  CHECK(learned + stuck == 100);
  FullyConnected<double> line({2, 1}, Activation::tanh, 4);
  line.set_random(1, Rng{1, 0});
  CHECK(learn(line, kXor, {0.1, 0.9, 0}, 0.69, 4000) == 4000);  // ln 2 is the best
}

TEST_CASE("T140 ten points with answers by chance are learned by heart") {
  std::vector<Sample> samples = make_samples(SampleSet::slope, 10, 0, Rng{8, 0});
  Draw draw(3, 0, Stream::data);
  for (Sample& s : samples) s.target = draw.sign() > 0;
  FullyConnected<float> net({2, 8, 8, 1}, Activation::tanh, 10);
  net.set_random(1, Rng{1, 0});
  CHECK(learn(net, samples, {0.1, 0.9, 0}, 1e-3, 20000) < 20000);
}

TEST_CASE("samples: as many of both classes, within the plane, where they belong; noise moves them and nothing else") {
  for (const SampleSet set :
       {SampleSet::circle, SampleSet::corners, SampleSet::gauss, SampleSet::spiral, SampleSet::slope, SampleSet::hills}) {
    const auto still = make_samples(set, 200, 0, Rng{5, 0}), moved = make_samples(set, 200, 0.2, Rng{5, 0});
    double ones = 0, way = 0;
    for (int i = 0; i < 200; ++i) {
      const Sample& s = still[i];
      ones += s.target;
      CHECK(std::fabs(s.x) <= kEdge);
      CHECK(std::fabs(s.y) <= kEdge);
      CHECK(std::fabs(s.target) <= 1);
      CHECK(moved[i].target == s.target);
      way = std::max(way, std::fabs(moved[i].x - s.x));
      const double r = std::sqrt(s.x * s.x + s.y * s.y);
      if (set == SampleSet::circle) CHECK((r < 1) == (s.target > 0));
      if (set == SampleSet::corners) CHECK((s.x * s.y < 0) == (s.target > 0));
      if (set == SampleSet::slope) CHECK(s.target == doctest::Approx(0.3 * (s.x + s.y)));
    }
    CHECK(way <= 0.24);
    CHECK(way > 0.2);
    if (!is_regression(set)) CHECK(ones == 100);
  }
}
