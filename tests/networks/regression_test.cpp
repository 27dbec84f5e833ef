// Logistic and softmax regression: golden numbers, slopes, Newton's optimum, the Bayes rule, what separable points do.
#include "core/networks/regression.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/num.h"
#include "core/base/vec.h"
#include "core/networks/perceptron.h"

using namespace attractor;

namespace {

LabelledPoints six_points() {
  LabelledPoints d;
  d.add({0, 0}, 0), d.add({1, 0.5}, 1), d.add({0.25, 1}, 0), d.add({1, 1}, 1), d.add({-0.5, 0.75}, 0), d.add({0.5, -0.25}, 1);
  return d;
}

}  // namespace

TEST_CASE("T133 six points: Newton's optimum and its mean loss") {
  const Optimum o = newton_optimum(six_points(), 2, 0.1);
  REQUIRE(o.found);
  CHECK(o.best.w[0] == doctest::Approx(-0.376882558193).epsilon(1e-11));
  CHECK(o.best.w[1] == doctest::Approx(1.391218619293).epsilon(1e-11));
  CHECK(o.best.w[2] == doctest::Approx(-0.318965785675).epsilon(1e-11));
  CHECK(risks(o.best, six_points()).log == doctest::Approx(0.4279713657789503).epsilon(1e-12));
}

TEST_CASE("T132 regression: slopes by central differences, for two, three and four classes") {
  for (const int K : {2, 3, 4})
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      const LabelledPoints d = gaussian_points(20, K, 1, Draw(seed, 0, Stream::data));
      Regression r(K);
      Draw draw(seed, 0, Stream::weights);
      for (double& w : r.w) w = draw.normal();
      const std::vector<double> slope = objective_slope(r, d, 0.3);
      std::vector<double> sum(r.w.size(), 0.0), one(r.w.size());
      for (int j = 0; j < std::ssize(r.w); ++j) {
        Regression high = r, low = r;
        high.w[j] += 1e-5, low.w[j] -= 1e-5;
        const double by_differences = (objective(high, d, 0.3) - objective(low, d, 0.3)) / 2e-5;
        CHECK(std::fabs(slope[j] - by_differences) < 1e-6 * std::max(1e-3, std::fabs(by_differences)));
      }
      for (int i = 0; i < d.size(); ++i) {  // the samples' slopes are those of the whole, in the mean
        sample_slope(r, d, i, 0.3, one);
        for (int j = 0; j < std::ssize(sum); ++j) sum[j] += one[j] / d.size();
      }
      CHECK(difference(sum, slope) < 1e-12);
    }
}

TEST_CASE("T133 Newton's optimum: no slope, and no weights nearby are better; none where points are separable without lambda") {
  for (const int K : {2, 3})
    for (uint64_t seed = 1; seed <= 10; ++seed)
      for (const double lambda : {0.0, 0.05}) {
        const LabelledPoints d = gaussian_points(60, K, 0.8, Draw(seed, 0, Stream::data));
        const Optimum o = newton_optimum(d, K, lambda);
        REQUIRE(o.found);
        CHECK(norm(objective_slope(o.best, d, lambda)) < 1e-8);
        Draw draw(seed, 0, Stream::weights);
        for (int k = 0; k < 20; ++k) {
          Regression other = o.best;
          for (double& w : other.w) w += 0.3 * draw.normal();
          CHECK(objective(other, d, lambda) >= objective(o.best, d, lambda) - 1e-12);
        }
      }
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const LabelledPoints d = line_points(30, 0.1, 0, Draw(seed, 0, Stream::data));
    CHECK_FALSE(newton_optimum(d, 2, 0).found);
    CHECK(newton_optimum(d, 2, 0.01).found);
  }
}

TEST_CASE("T132 two classes by softmax are logistic regression with the difference of the weights") {
  // Three classes of which the last is never seen and far away: the first two share all of the chance.
  Draw draw(7, 0, Stream::weights);
  for (int trial = 0; trial < 50; ++trial) {
    Regression logistic(2), softmax(3);
    for (double& w : softmax.w) w = draw.normal();
    softmax.w[6] = -800, softmax.w[7] = softmax.w[8] = 0;
    for (int j = 0; j < 3; ++j) logistic.w[j] = softmax.w[3 + j] - softmax.w[j];
    const double x = draw.normal(), y = draw.normal();
    CHECK(chances_at(softmax, x, y)[1] == doctest::Approx(chances_at(logistic, x, y)[1]).epsilon(1e-13));
    CHECK(chances_at(logistic, x, y)[1] ==
          doctest::Approx(sigmoid(logistic.w[0] + logistic.w[1] * x + logistic.w[2] * y)).epsilon(1e-14));
  }
}

TEST_CASE("T133 Bayes' rule for two normal classes: b = 2 mu, error Phi(-|mu|), and nothing is better") {
  const Regression bayes = bayes_rule(2, 1);
  CHECK(weight_norm(bayes) == doctest::Approx(2).epsilon(1e-14));
  CHECK(true_error(bayes, 1) == doctest::Approx(0.15865525393145707).epsilon(1e-13));
  Draw draw(2, 0, Stream::weights);
  for (int k = 0; k < 200; ++k) {
    Regression other(2);
    for (double& w : other.w) w = draw.normal();
    CHECK(true_error(other, 1) >= true_error(bayes, 1));
  }
  CHECK(true_error(Regression(2), 1) == 0.5);
}

TEST_CASE(
    "T133 many points: Newton's optimum goes to Bayes' rule, the share of errors to its error, of two classes and of three" *
    doctest::test_suite("statistics")) {
  for (const int K : {2, 3}) {
    const LabelledPoints d = gaussian_points(60000, K, 1, Draw(3, 0, Stream::data));
    const Optimum o = newton_optimum(d, K, 0);
    REQUIRE(o.found);
    const Regression bayes = bayes_rule(K, 1);
    for (const Point p : {Point{0, 0}, {1, 0.3}, {-0.7, 1.2}, {0.4, -1}})
      for (int k = 0; k < K; ++k) CHECK(std::fabs(chances_at(o.best, p.x, p.y)[k] - chances_at(bayes, p.x, p.y)[k]) < 0.02);
    CHECK(risks(o.best, d).log <= risks(bayes, d).log);  // fitted to this sample
    if (K == 2) CHECK(std::fabs(risks(bayes, d).wrong - 0.15865525393145707) < 4 * std::sqrt(0.1587 * 0.8413 / 60000));
  }
}

TEST_CASE("T134 separable points without lambda: the weights grow as ln t, and turn to the direction of the largest margin") {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const LabelledPoints d = line_points(24, 0.4, 0, Draw(seed, 0, Stream::data));
    const Margin m = largest_margin(d);
    Regression r(2);
    constexpr int64_t kTimes[] = {20, 20000, 200000};
    double aligned[3] = {}, length[3] = {};
    int64_t t = 0;
    for (int decade = 0; decade < 3; ++decade) {
      for (; t < kTimes[decade]; ++t) {
        const std::vector<double> slope = objective_slope(r, d, 0);
        for (int j = 0; j < 3; ++j) r.w[j] -= 2 * slope[j];
      }
      length[decade] = weight_norm(r), aligned[decade] = dot(r.w, m.u) / length[decade];
    }
    CHECK(aligned[1] > aligned[0]);
    CHECK(aligned[2] > 0.98);
    // |b| = ln t / gamma + ..., so that a decade adds ln 10 / gamma.
    CHECK((length[2] - length[1]) / (std::log(10.0) / m.gamma) == doctest::Approx(1).epsilon(0.12));
    CHECK(risks(r, d).wrong == 0);
  }
}
