// The deep belief net as a model: how it grows, that another layer helps, that it reads and dreams, and what it refuses.
#include "core/models/boltzmann/dbn.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/base/num.h"
#include "core/boltzmann/belief_bound.h"
#include "core/models/list.h"
#include "core/pictures/patterns.h"
#include "core/run/run.h"
#include "tests/data.h"

using namespace attractor;

namespace {

dbn::State train(const dbn::Params& p, int steps, uint64_t seed = 1) {
  dbn::State s = dbn::init(p, digits_library(), Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) dbn::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

double error_of(const dbn::State& s) {
  int asked = 0, wrong = 0;
  for (int i = 0; i < s.pictures->tests; ++i) {
    const int answer = s.predictions[i];
    asked += answer >= 0;
    wrong += answer >= 0 && answer != s.pictures->label(true, i);
  }
  return asked == 0 ? 1 : double(wrong) / asked;
}

// The digit whose drawing (a row of +-1) has the largest overlap with the ink.
int nearest_drawing(const std::vector<int8_t>& drawings, const float* ink) {
  int nearest = 0;
  double most = -1e9;
  for (int digit = 0; digit < 10; ++digit) {
    double overlap = 0;
    for (int i = 0; i < 64; ++i) overlap += (2 * double(ink[i]) - 1) * drawings[digit * 64 + i];
    if (overlap > most) most = overlap, nearest = digit;
  }
  return nearest;
}

dbn::Params small_digits() {
  dbn::Params p;
  p.data = glyphs, p.first = 60, p.second = 120, p.transposed = false, p.batch = 10, p.epochs = 20, p.learning_rate = 0.1;
  return p;
}

}  // namespace

TEST_CASE("dbn: the lesson's stack: one machine stays below the best, the second begins there and lifts both curves") {
  dbn::Params p;  // bars and stripes, 9-8-9
  p.epochs = 4000;
  dbn::State s = train(p, 3999);
  REQUIRE(s.has_bound);
  const double best = -attractor::log(14.0);
  CHECK(s.stage == 0);
  CHECK(s.ln_p == s.bound);  // a single machine: the bound is tight
  CHECK(s.ln_p < -3);
  dbn::advance(p, s, Rng{1, 4000});
  CHECK(s.stage == 1);
  const BeliefNet first{s.net.cells, {s.net.machines[0]}, {}};
  std::vector<uint8_t> pictures = bars_and_stripes(3);
  double alone = 0;
  for (const Bound& b : bounds(first, pictures)) alone += b.ln_p / 14;
  CHECK(std::fabs(s.ln_p - alone) < 1e-12);
  CHECK(std::fabs(s.bound - alone) < 1e-12);
  for (uint64_t k = 4001; k <= 8000; ++k) dbn::advance(p, s, Rng{1, k});
  CHECK(s.ln_p > alone + 0.1);
  CHECK(s.bound > alone + 0.1);
  CHECK(s.bound <= s.ln_p);
  CHECK(s.ln_p <= best);
  MESSAGE("one machine ", alone, ", two ", s.ln_p, ", bound ", s.bound);

  dbn::Params scratch = p;
  scratch.transposed = false;
  const dbn::State fallen = train(scratch, 4010);
  CHECK(fallen.bound < alone - 0.5);
}

TEST_CASE("dbn: layers learn in turn; then all of them, if wanted, or none") {
  dbn::Params p = small_digits();
  p.epochs = 1;
  const int each = 500 / 10;
  CHECK(train(p, each - 1).stage == 0);
  dbn::State s = train(p, each);
  CHECK(s.stage == 1);
  CHECK(s.net.depth() == 2);
  CHECK(s.net.labels() == dbn::kClasses);
  CHECK(s.net.top().visible == 70);
  s = train(p, 2 * each + 5);
  CHECK(s.stage == 2);
  CHECK(s.updates == 2 * each);  // nothing learns any more
  CHECK(s.net.generation.empty());
  p.updown = true;
  s = train(p, 2 * each + 5);
  CHECK(s.updates == 2 * each + 5);
  CHECK(s.net.generation.size() == 1);
}

TEST_CASE(
    "dbn: small digits: read with few mistakes, dreamed as what their label says, and better still after the up-down pass") {
  dbn::Params p = small_digits();
  dbn::State s = train(p, 2 * 20 * 50);
  const auto read_all = [](const dbn::Params& q, dbn::State t) {
    dbn::Params rest = q;
    rest.learn = false;
    for (uint64_t k = 0; k < 4; ++k) dbn::advance(rest, t, Rng{3, k});  // 50 pictures each
    return error_of(t);
  };
  const double greedy = read_all(p, s);
  CHECK(greedy < 0.02);
  p.updown = true;
  for (uint64_t k = 2001; k <= 3000; ++k) dbn::advance(p, s, Rng{1, k});
  const double tuned = read_all(p, s);
  CHECK(tuned < 0.02);

  // Dreams twenty sweeps apart, which are twenty steps or one: how often the nearest of the ten drawings is the wanted one.
  const std::vector<int8_t> drawings = make_patterns(digits, 10, 8, {});
  p.learn = false;
  for (const int sweeps : {1, 20}) {
    p.sweeps = sweeps;
    dbn::State dreamer = s;
    int right = 0;
    for (int pictures = 0; pictures < 10; ++pictures) {
      for (int k = 0; k < 20 / sweeps; ++k) dbn::advance(p, dreamer, Rng{2, uint64_t(20 * pictures + k)});
      for (int d = 0; d < dbn::kFantasies; ++d) right += nearest_drawing(drawings, dreamer.fantasies.p.row(d).data()) == d;
    }
    MESSAGE("greedy ", greedy, ", tuned ", tuned, ", right dreams ", right, " of 100, ", sweeps, " sweeps a step");
    CHECK(right > 70);
  }
  p.sweeps = 1;

  p.fantasy_label = 1 + 7;
  const dbn::State sevens = train(p, 3);
  CHECK(sevens.chains.count == dbn::kFantasies);
}

TEST_CASE("dbn: at rest the net stays as it is and reads every test picture") {
  dbn::Params p = small_digits();
  p.learn = false;
  const dbn::State before = train(p, 0), after = train(p, 4);
  CHECK(after.net.machines[0].w == before.net.machines[0].w);
  CHECK(after.updates == 0);
  dbn::Params one = p;
  one.layers = 1, one.learn = true;
  const dbn::State s = train(one, 60);  // pixels and labels in one machine
  CHECK(s.net.labels() == 10);
  CHECK(s.tested == 60 * dbn::kTestsInStep);
  for (int i = 0; i < s.pictures->tests; ++i) CHECK(s.predictions[i] >= 0);
  const dbn::State rest = train(
      [&] {
        dbn::Params q = one;
        q.learn = false;
        return q;
      }(),
      4);
  CHECK(rest.tested == 4 * dbn::kTestsWhenTrained);
}

TEST_CASE("dbn: what was trained beforehand must fit, and says so") {
  Run run(*find_model("dbn"), 1, digits_library());
  CHECK(english(run.open({{"data", "mnist"}, {"trained", "all"}}, 1, {})[0]).find("256, 256 and 512 units") !=
        std::string::npos);
  CHECK(english(run.open({{"data", "mnist"}, {"trained", "first"}, {"first", "100"}}, 1, {})[0]).find("256 units") !=
        std::string::npos);
  CHECK(
      run.open({{"data", "mnist"}, {"trained", "all"}, {"first", "256"}, {"second", "256"}, {"third", "512"}, {"layers", "3"}},
               1, {})
          .empty());
  dbn::Params p;
  p.data = mnist, p.trained = dbn::first_layer, p.first = 256, p.second = 20, p.third = 20, p.layers = 3;
  CHECK(dbn::needs(p).size() == 3);
  const dbn::State s = train(p, 0);
  CHECK(s.stage == 1);
  const float scale = digits_library().find("rbm-mnist", "scales")->f32()[5];
  CHECK(s.net.machines[0].w(0, 5) == scale * float(digits_library().find("rbm-mnist", "weights")->i8()[5]) / 127);
}

TEST_CASE("dbn: the highest rates saturate the units, and every number stays finite") {
  Run run(*find_model("dbn"), 1, digits_library());
  CHECK(run.open({{"data", "glyphs"},
                  {"rate", "10"},
                  {"fine_rate", "1"},
                  {"first", "30"},
                  {"batch", "1"},
                  {"passes", "1"},
                  {"updown", "1"}},
                 1, {})
            .empty());
  run.seek(1500, [] { return true; });
  CHECK_FALSE(run.fault());
  CHECK(run.step() == 1500);
}
