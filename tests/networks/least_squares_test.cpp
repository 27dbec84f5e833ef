// Least squares and its exact risks.
#include "core/networks/least_squares.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/base/vec.h"

using namespace attractor;

namespace {

struct Sample {
  Matrix<double> X;
  std::vector<double> y, beta;
};

Sample draw_sample(int n, int p, double sigma, double r, uint64_t step) {
  Sample s{Matrix<double>(n, p), std::vector<double>(n), std::vector<double>(p, r / std::sqrt(p))};
  fill_normal(Rng{3, step}.draw(Stream::data), s.X.a);
  fill_normal(Rng{3, step}.draw(Stream::noise), s.y);
  for (int i = 0; i < n; ++i) s.y[i] = dot(s.X.row(i), s.beta) + sigma * s.y[i];
  return s;
}

// The gradient of |y - X beta|^2 / n + lambda |beta|^2, halved.
std::vector<double> slope(const Sample& s, const std::vector<double>& beta, double lambda) {
  std::vector<double> g(beta.size());
  for (int i = 0; i < s.X.rows; ++i) {
    const double missing = s.y[i] - dot(s.X.row(i), beta);
    for (int j = 0; j < s.X.cols; ++j) g[j] -= missing * s.X(i, j) / s.X.rows;
  }
  for (int j = 0; j < s.X.cols; ++j) g[j] += lambda * beta[j];
  return g;
}

}  // namespace

TEST_CASE("T152 least squares: the slope vanishes at the fit, tall or wide, with and without a penalty") {
  for (const int p : {3, 12, 20, 50})
    for (const double lambda : {0.0, 0.3}) {
      CAPTURE(p);
      const Sample s = draw_sample(20, p, 0.5, 1, 7);
      const std::vector<double> fit = fit_ridge(s.X, s.y, lambda);
      REQUIRE(std::ssize(fit) == p);
      for (const double g : slope(s, fit, lambda)) CHECK(std::fabs(g) < 1e-7);
    }
}

TEST_CASE("T152 least squares: beyond p = n the fit goes through every point, and is the shortest that does") {
  const Sample s = draw_sample(10, 25, 0.5, 1, 8);
  const std::vector<double> fit = fit_ridge(s.X, s.y, 0);
  for (int i = 0; i < 10; ++i) CHECK(dot(s.X.row(i), fit) == doctest::Approx(s.y[i]).epsilon(1e-10));
  // The shortest one is the limit of the penalty to 0.
  const std::vector<double> nearly = fit_ridge(s.X, s.y, 1e-9);
  for (int j = 0; j < 25; ++j) CHECK(fit[j] == doctest::Approx(nearly[j]).epsilon(1e-6));
  // Two columns alike: no fit without a penalty, where there are samples enough.
  Matrix<double> twice(5, 2);
  for (int i = 0; i < 5; ++i) twice(i, 0) = twice(i, 1) = i + 1;
  CHECK(fit_ridge(twice, std::vector<double>(5, 1.0), 0).empty());
  CHECK(fit_ridge(twice, std::vector<double>(5, 1.0), 0.1).size() == 2);
}

TEST_CASE("T152 least squares: excess risk and training error are the exact ones on either side of p = n" *
          doctest::test_suite("statistics")) {
  constexpr int n = 20, kTrials = 4000;
  for (const int p : {5, 12, 30, 60}) {
    CAPTURE(p);
    double sum = 0, squares = 0, training = 0;
    for (int k = 0; k < kTrials; ++k) {
      const Sample s = draw_sample(n, p, 0.7, 1.5, uint64_t(k) + 100);
      const std::vector<double> fit = fit_ridge(s.X, s.y, 0);
      double risk = 0;
      for (int j = 0; j < p; ++j) risk += (fit[j] - s.beta[j]) * (fit[j] - s.beta[j]);
      for (int i = 0; i < n; ++i) {
        const double missing = s.y[i] - dot(s.X.row(i), fit);
        training += missing * missing / n / kTrials;
      }
      sum += risk, squares += risk * risk;
    }
    const double mean = sum / kTrials, error = std::sqrt((squares / kTrials - mean * mean) / kTrials);
    CHECK(std::fabs(mean - excess_risk(n, p, 0.7, 1.5)) < 4 * error);
    CHECK(training == doctest::Approx(training_error(n, p, 0.7)).epsilon(0.03));
  }
  CHECK(std::isinf(excess_risk(20, 19, 1, 1)));
  CHECK(std::isinf(excess_risk(20, 21, 1, 1)));
  CHECK(excess_risk(20, 9, 1, 5) == doctest::Approx(0.9));
}

TEST_CASE("T152 least squares: the limit of the risk with a penalty is met by large samples, and by small penalties") {
  for (const double gamma : {0.5, 1.0, 2.0}) {
    CAPTURE(gamma);
    const int n = 300, p = int(gamma * n);
    double mean = 0;
    for (int k = 0; k < 3; ++k) {
      const Sample s = draw_sample(n, p, 0.7, 1.5, uint64_t(k) + 50);
      const std::vector<double> fit = fit_ridge(s.X, s.y, 0.2);
      for (int j = 0; j < p; ++j) mean += (fit[j] - s.beta[j]) * (fit[j] - s.beta[j]) / 3;
    }
    CHECK(mean == doctest::Approx(excess_risk_ridge(gamma, 0.2, 0.7, 1.5)).epsilon(0.1));
  }
  CHECK(excess_risk_ridge(0.5, 1e-9, 0.7, 1.5) == doctest::Approx(0.49));           // sigma^2 gamma / (1 - gamma)
  CHECK(excess_risk_ridge(2, 1e-9, 0.7, 1.5) == doctest::Approx(2.25 / 2 + 0.49));  // r^2 (1 - 1/gamma) + sigma^2 / (gamma - 1)
  // The best penalty is gamma sigma^2 / r^2.
  const double best = 1.2 * 0.49 / 2.25, here = excess_risk_ridge(1.2, best, 0.7, 1.5);
  CHECK(here < excess_risk_ridge(1.2, best * 1.1, 0.7, 1.5));
  CHECK(here < excess_risk_ridge(1.2, best * 0.9, 0.7, 1.5));
}
