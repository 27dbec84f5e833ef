// Logistic regression learns what Newton's method finds; separable points never end it; the mouse changes the points.
#include "core/models/networks/logistic.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/vec.h"
#include "core/run/run.h"

using namespace attractor;

namespace {

logistic::State learn(const logistic::Params& p, int steps, uint64_t seed = 5) {
  logistic::State s = logistic::init(p, Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) logistic::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

}  // namespace

TEST_CASE("T133 logistic: descent on all points ends at Newton's optimum, for each set of points") {
  for (const int set : {logistic::two_clouds, logistic::three_clouds, logistic::separable, logistic::six}) {
    logistic::Params p;
    p.set = set, p.lambda = 0.1, p.eta = 0.3, p.updates = 100;
    const logistic::State s = learn(p, 60);
    REQUIRE(s.truth.optimum.found);
    CHECK(risks(s.net, s.data).log == doctest::Approx(s.truth.optimal_risk).epsilon(1e-9));
    for (int j = 0; j < std::ssize(s.net.w); ++j)  // from zero softmax's shift never moves
      if (j % 3) CHECK(std::fabs(s.net.w[j] - s.truth.optimum.best.w[j]) < 1e-6);
  }
}

TEST_CASE("T133 logistic: one point at a time trembles about the optimum, less at a lower rate") {
  logistic::Params p;
  p.batch = logistic::one, p.updates = 200;
  auto excess = [&](double eta) {
    p.eta = eta;
    logistic::State s = learn(p, 200);
    double sum = 0;
    for (int k = 201; k <= 300; ++k) {
      logistic::advance(p, s, Rng{5, uint64_t(k)});
      sum += risks(s.net, s.data).log - s.truth.optimal_risk;
    }
    return sum / 100;
  };
  const double coarse = excess(0.1), fine = excess(0.01);
  CHECK(coarse > 0);
  CHECK(fine > 0);
  CHECK(coarse > 4 * fine);
}

TEST_CASE("T134 logistic: separable points have no optimum, and the weights turn to the largest margin as they grow") {
  logistic::Params p;
  p.set = logistic::separable, p.gap = 0.3, p.eta = 4, p.updates = 200;
  const logistic::State early = learn(p, 2), late = learn(p, 400);
  CHECK_FALSE(late.truth.optimum.found);
  auto aligned = [](const logistic::State& s) { return dot(s.net.w, s.truth.margin.u) / weight_norm(s.net); };
  CHECK(aligned(late) > aligned(early));
  CHECK(aligned(late) > 0.98);
  CHECK(risks(late.net, late.data).wrong == 0);
  REQUIRE(late.lengths.size() > 60);
  CHECK(late.lengths.size() < 200);
  const std::size_t end = late.lengths.size() - 1;
  const double decade = (late.lengths[end] - late.lengths[end - 24]) / std::log(late.times[end] / late.times[end - 24]);
  CHECK(decade * late.truth.margin.gamma == doctest::Approx(1).epsilon(0.15));
}

TEST_CASE("T133 logistic: fitted to few points it is better on them than Bayes' rule, and on all others worse") {
  logistic::Params p;
  p.n = 10, p.updates = 50;
  int better = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const logistic::State s = learn(p, 40, seed);
    const Regression bayes = bayes_rule(2, p.mu);
    CHECK(true_error(s.net, p.mu) > true_error(bayes, p.mu));
    better += risks(s.net, s.data).log < risks(bayes, s.data).log;
  }
  CHECK(better == 40);
}

TEST_CASE("logistic: points are dragged, painted and taken away by events of the link, within their range") {
  Run run(logistic::kModel, 3);
  CHECK_FALSE(run.set("points.33024", "0"));  // the middle
  CHECK_FALSE(run.set("paint.0", "1"));
  CHECK_FALSE(run.set("points.66048", "40"));  // the one just painted, to the last corner
  CHECK_FALSE(run.set("erase.0", "1"));
  CHECK(run.set("points.66049", "0"));
  CHECK(run.set("points.0", "40"));
  CHECK(run.set("paint.0", "2"));
  CHECK(run.set("erase.0", "-1"));
  CHECK(run.set("shift.0", "1"));
  const std::string hash = run.hash();
  Run again(logistic::kModel, 1);
  again.open({}, 3, run.events());
  CHECK(again.hash() == hash);
  for (int k = 0; k < 300; ++k) run.set("paint.100", "0");
  CHECK(run.set("paint.100", "0"));  // enough
}
