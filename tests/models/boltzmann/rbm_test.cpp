// The learning RBM: bars and stripes against the exact likelihood, handwriting, measurements, and rates that are too high.
#include "core/models/boltzmann/rbm.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>

#include "core/base/num.h"
#include "core/base/pack.h"
#include "core/models/list.h"
#include "core/run/run.h"
#include "tests/data.h"

using namespace attractor;

namespace {

rbm::State train(const rbm::Params& p, int steps, uint64_t seed = 1) {
  rbm::State s = rbm::init(p, digits_library(), Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) rbm::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

}  // namespace

TEST_CASE("rbm: bars and stripes: 6, 14, 30, 62 different pictures") {
  int side = 2;
  for (const int count : {6, 14, 30, 62}) {
    const std::vector<uint8_t> all = bars_and_stripes(side);
    std::set<std::vector<uint8_t>> different;
    const auto n = std::ptrdiff_t(side * side);
    for (auto from = all.begin(); from != all.end(); from += n) different.insert(std::vector<uint8_t>(from, from + n));
    CHECK(int(different.size()) == count);
    CHECK(int(all.size()) == count * side * side);
    ++side;
  }
}

TEST_CASE("T63 bars and stripes: exact gradients come close to the best, CD-1 stays below, few particles run away" *
          doctest::test_suite("statistics")) {
  const double best = -attractor::log(14.0);
  rbm::Params p;  // 3 x 3, eight hidden units, all fourteen pictures at once
  CHECK(std::fabs(best - -2.639057) < 1e-6);

  rbm::Params e = p;
  e.method = rbm::exact, e.momentum = 0.9;
  for (const uint64_t seed : {1, 2}) {
    const rbm::State s = train(e, 2000, seed);
    REQUIRE(s.ln_z_exact);
    CHECK(s.likelihood > -2.70);
    CHECK(s.likelihood <= best);
    CHECK(std::fabs(s.likelihood - rbm::mean_log_likelihood(s)) < 1e-12);
  }
  const rbm::State one = train(p, 20000);
  CHECK(one.likelihood > -3.5);
  CHECK(one.likelihood < -2.9);
  rbm::Params few = p;
  few.method = rbm::pcd, few.particles = 14;
  const rbm::State runs = train(few, 4000);
  CHECK(runs.likelihood < one.likelihood);
  rbm::Params many = p;  // many particles and a falling rate
  many.method = rbm::pcd, many.particles = 500, many.learning_rate = 0.2, many.halving = 1500;
  const rbm::State follows = train(many, 5000);
  CHECK(follows.likelihood > runs.likelihood);
  CHECK(follows.likelihood <= best);
  MESSAGE("CD-1 ", one.likelihood, ", PCD with 14 particles ", runs.likelihood, ", with 500 ", follows.likelihood);
}

TEST_CASE("rbm: handwriting: pictures come back better, the free-energy gap is small, the pseudo-likelihood rises") {
  rbm::Params p;
  p.data = mnist, p.hidden = 64, p.batch = 50, p.learning_rate = 0.1;
  const rbm::State early = train(p, 30), late = train(p, 300);
  CHECK(late.reconstruction < 0.07);
  CHECK(late.reconstruction < early.reconstruction);
  CHECK(late.pseudo > early.pseudo);
  double train = 0, test = 0;
  for (const double f : late.train_energy) train += f / double(late.train_energy.size());
  for (const double f : late.test_energy) test += f / double(late.test_energy.size());
  CHECK(std::fabs(test - train) < 20);  // nats, of a free energy of some hundred
  CHECK(late.epochs.finished == 300 * 50 / 2000);
}

TEST_CASE("rbm: the lesson: lasting particles keep the dreams apart, one sweep from the data lets them become alike" *
          doctest::test_suite("statistics")) {
  rbm::Params p;
  p.data = mnist, p.hidden = 64, p.batch = 20;
  const auto spread = [](const rbm::State& s) {  // of the dreams, a cell
    double sum = 0;
    for (int i = 0; i < kDigitCells; ++i) {
      double mean = 0, square = 0;
      for (int k = 0; k < rbm::kFantasies; ++k) {
        const auto x = double(s.fantasies.p(k, i));
        mean += x / rbm::kFantasies, square += x * x / rbm::kFantasies;
      }
      sum += (square - mean * mean) / kDigitCells;
    }
    return sum;
  };
  const double cd = spread(train(p, 1000));
  p.method = rbm::pcd, p.particles = 20, p.halving = 20;
  const double pcd = spread(train(p, 1000));
  MESSAGE("spread of the dreams: CD-1 ", cd, ", PCD ", pcd);
  CHECK(cd < 0.5 * pcd);
}

TEST_CASE("rbm: what is held of a half-erased digit stays, the rest follows") {
  rbm::Params p;
  p.data = mnist, p.hidden = 32, p.batch = 20;
  const rbm::State a = train(p, 40), b = train(p, 41);
  int upper = 0, lower = 0;
  for (int k = 0; k < rbm::kCompletions; ++k)
    for (int i = 0; i < kDigitCells; ++i) {
      const float x = a.fantasies.p(rbm::kFantasies + k, i), y = b.fantasies.p(rbm::kFantasies + k, i);
      (i < kDigitCells / 2 ? upper : lower) += x != y;
      if (i < kDigitCells / 2) CHECK(x >= 0);
    }
  CHECK(upper == 0);
  CHECK(lower > 1000);
}

TEST_CASE("rbm: annealing measures a net that is too large to sum, close to the truth where both are possible" *
          doctest::test_suite("statistics")) {
  rbm::Params p;
  p.data = glyphs, p.hidden = 16, p.batch = 50, p.measure = true, p.temperatures = 400, p.runs = 60, p.learning_rate = 0.05;
  rbm::State s = rbm::init(p, {}, Rng{2, 0});
  for (uint64_t k = 1; k <= 900; ++k) {
    rbm::advance(p, s, Rng{2, k});
    if (s.annealing && s.annealing->done()) {
      const double truth = ln_z(s.annealing->net());
      CHECK(std::fabs(s.ln_z - truth) < 1 + (s.ln_z_high - s.ln_z));
      CHECK(s.likelihood < 0);
    }
  }
  CHECK(s.ln_z_known);
  CHECK_FALSE(s.ln_z_exact);
  // Copies share the annealing until it moves on; then each has its own.
  rbm::State copy = s;
  for (uint64_t k = 901; k <= 960; ++k) rbm::advance(p, s, Rng{2, k});
  for (uint64_t k = 901; k <= 960; ++k) rbm::advance(p, copy, Rng{2, k});
  CHECK(copy.annealing->temperature() == s.annealing->temperature());
  CHECK(copy.annealing->estimate().ln_z == s.annealing->estimate().ln_z);
}

TEST_CASE("rbm: k sweeps make an update; real units and sparse ones learn, too" * doctest::test_suite("statistics")) {
  rbm::Params p;
  p.k = 5;
  CHECK(train(p, 50).updates == 10);
  rbm::Params real;
  real.data = glyphs, real.real = true, real.hidden = 20, real.learning_rate = 0.01, real.batch = 20;
  const rbm::State before = train(real, 20), after = train(real, 1500);
  CHECK(after.reconstruction < 0.7 * before.reconstruction);
  rbm::Params sparse;
  sparse.data = glyphs, sparse.hidden = 30, sparse.batch = 20, sparse.sparsity = 0.05;
  const rbm::State quiet = train(sparse, 1500);
  sparse.sparsity = 0;
  const rbm::State loud = train(sparse, 1500);
  auto activity = [](const rbm::State& s) {
    double sum = 0;
    for (int k = 0; k < s.h0.count; ++k)
      for (int j = 0; j < s.net.hidden; ++j) sum += double(s.h0.p(k, j));
    return sum / s.h0.count / s.net.hidden;
  };
  CHECK(activity(quiet) < 0.7 * activity(loud));
}

TEST_CASE("rbm: a rate that diverges stops the run at the first number that is not finite, and says which") {
  Run run(*find_model("rbm"), 1, digits_library());
  CHECK(run.open({{"data", "glyphs"}, {"real", "1"}, {"rate", "10"}, {"hidden", "32"}, {"batch", "10"}}, 1, {}).empty());
  for (int k = 0; k < 3000 && !run.fault(); ++k) run.advance();
  REQUIRE(run.fault());
  CHECK(english(run.fault()).find("no longer a finite number at step") != std::string::npos);
  const int64_t at = run.step();
  run.advance();
  CHECK(run.step() == at);
}

TEST_CASE("rbm: what does not go together is refused") {
  rbm::Params p;
  p.side = 6;
  CHECK(rbm::conflict(p));
  p = {};
  p.data = own;
  CHECK(rbm::conflict(p));
  p.side = 8;
  std::string bytes;
  const std::vector<int8_t> drawing(64, 1);
  append_picture(bytes, drawing.data(), 8);
  p.patterns = Text(pack(bytes));
  CHECK_FALSE(rbm::conflict(p));
  CHECK(train(p, 5).pictures->count == 1);
  p = {};
  p.method = rbm::exact, p.hidden = 11;
  CHECK(rbm::conflict(p));
  p.hidden = 8, p.real = true;
  CHECK(rbm::conflict(p));
  p.real = false, p.data = mnist;
  CHECK(rbm::conflict(p));
  rbm::State s = rbm::init(rbm::Params(), {}, Rng{1, 0});
  CHECK(rbm::poke(rbm::Params(), s, {"canvas", 4, 0, 1}));
  CHECK(s.canvas[4] == 1);
  CHECK_FALSE(rbm::poke(rbm::Params(), s, {"canvas", 9, 0, 1}));
  CHECK_FALSE(rbm::poke(rbm::Params(), s, {"features", 0, 0, 1}));
}
