// Dense memories that are learned: the gradient, that it learns, and features that become prototypes.
#include "core/models/attention/prototypes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/pictures/patterns.h"
#include "tests/data.h"

using namespace attractor;

namespace {

prototypes::State learn(const prototypes::Params& p, int steps, uint64_t seed = 1) {
  prototypes::State s = prototypes::init(p, digits_library(), Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) prototypes::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

double mean(const std::vector<double>& v) {
  double sum = 0;
  for (double x : v) sum += x;
  return sum / double(v.size());
}
double error(const prototypes::State& s) {
  double sum = 0;
  for (uint8_t w : s.wrong) sum += w;
  return sum / double(s.wrong.size());
}

// The largest cosine of a memory's cells with any training picture, mean over the memories that have any contrast.
double likeness(const prototypes::Params& p, const prototypes::State& s) {
  const std::size_t width = kDigitCells + prototypes::kClasses;
  double sum = 0;
  for (std::size_t k = 0; k < std::size_t(p.memories); ++k) {
    double best = -1;
    for (int e = 0; e < 1000; ++e) {
      double dot = 0, a = 0, b = 0;
      for (std::size_t i = 0; i < kDigitCells; ++i) {
        const double x = s.memories[k * width + i], v = s.examples->train.picture(e)[i] / 127.5 - 1;
        dot += x * v, a += x * x, b += v * v;
      }
      best = std::max(best, dot / std::sqrt(a * b));
    }
    sum += best;
  }
  return sum / p.memories;
}

}  // namespace

TEST_CASE("prototypes: the slope is the gradient of the loss") {
  for (const int n : {2, 3, 7}) {
    prototypes::Params p;
    p.n = n, p.m = 2, p.memories = 9, p.theta = 0.8;
    prototypes::State s = prototypes::init(p, {}, Rng{5, 0});
    const int cells = s.examples->cells(), width = cells + prototypes::kClasses, label = 4;
    Draw draw(9, 1, Stream::noise);
    std::vector<double> v(cells, 0.0);
    for (double& x : v) x = draw.uniform() < 0.5 ? -1 : 1;
    prototypes::LossGradient g;
    const auto at = [&] {
      std::vector<double> overlaps(p.memories, 0.0);
      for (int k = 0; k < p.memories; ++k) matvec(&s.memories[k * width], v.data(), &overlaps[k], 1, cells);
      prototypes::loss_gradient(p, s, overlaps.data(), label, g);
      return g.loss;
    };
    at();
    const prototypes::LossGradient here = g;
    const double factor = 2.0 * p.m * p.n / (p.theta * cells), h = 1e-5;
    for (int k = 0; k < p.memories; ++k)
      for (const int i : {0, 13, cells - 1, cells, cells + label, cells + 9}) {
        const auto j = std::size_t(k * width + i);
        const double keep = s.memories[j];
        s.memories[j] = keep + h;
        const double up = at();
        s.memories[j] = keep - h;
        const double down = at();
        s.memories[j] = keep;
        const double measured = -(up - down) / (2 * h);
        const double computed = factor * (i < cells ? here.cells[k] * v[i] : here.labels[k * prototypes::kClasses + i - cells]);
        CHECK(std::fabs(measured - computed) < 1e-6 * (1 + std::fabs(computed)));
      }
  }
}

TEST_CASE("prototypes: noisy small digits are learned, from several seeds" * doctest::test_suite("statistics")) {
  for (const uint64_t seed : {1, 2, 3}) CHECK(error(learn(prototypes::Params(), 3000, seed)) < 0.05);
}

TEST_CASE("prototypes: handwritten digits; from features to prototypes as the power grows" *
          doctest::test_suite("statistics")) {
  prototypes::Params p;
  p.data = prototypes::mnist, p.batch = 100, p.theta = 0.6;
  p.n = 30;
  const prototypes::State high = learn(p, 1500);
  p.n = 2, p.theta = 0.69, p.learning_rate = 0.1;
  const prototypes::State low = learn(p, 1500);
  MESSAGE("error ", error(low), " and ", error(high), "; together ", mean(low.participation), " and ", mean(high.participation),
          "; likeness ", likeness(p, low), " and ", likeness(p, high));
  CHECK(error(high) < 0.4);
  CHECK(std::fabs(mean(low.participation) - 31) < 3);  // of 36: "about thirty"
  CHECK(mean(high.participation) < 8);
  CHECK(likeness(p, high) > likeness(p, low) + 0.1);
}

TEST_CASE("prototypes: a painted picture is read; out of range nothing happens") {
  prototypes::Params p;
  prototypes::State s = learn(p, 3000);
  int right = 0;
  for (int digit = 0; digit < 10; ++digit) {
    const std::vector<int8_t> drawing = make_patterns(digits, 10, 8, {});
    for (int i = 0; i < 64; ++i) {
      const Poke cell{"input", i, 0, double(drawing[digit * 64 + i])};
      REQUIRE(prototypes::poke(p, s, cell));
    }
    right += prototypes::classify(p, s, s.input.data()).digit == digit;
  }
  CHECK(right >= 9);
  CHECK_FALSE(prototypes::poke(p, s, {"input", 64, 0, 1}));
  CHECK_FALSE(prototypes::poke(p, s, {"input", -1, 0, 1}));
  CHECK_FALSE(prototypes::poke(p, s, {"input", 3, 0, 2}));
  CHECK_FALSE(prototypes::poke(p, s, {"memories", 3, 0, 1}));
}
