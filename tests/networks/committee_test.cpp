// The exact learning curve of the soft committee machine.
#include "core/networks/committee.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/erf.h"
#include "core/base/num.h"
#include "core/base/rng.h"

using namespace attractor;

namespace {

Overlaps golden_start() {
  return {Matrix<double>(2, 2, {0.5, 0.001, 0.001, 0.3}), Matrix<double>(2, 2, {0.001, 0, 0, 0}), identity(2)};
}

double g(double x) { return attractor::erf(x / std::sqrt(2.0)); }

}  // namespace

TEST_CASE("T150 committee: the equations of Saad and Solla give the error that they gave, on its plateau") {
  const double known[] = {0.015484, 0.014870, 0.014536, 0.014337, 0.014210, 0.014126, 0.014068, 0.014025, 0.013990, 0.013953};
  Overlaps o = golden_start();
  for (int twenty = 0; twenty < 10; ++twenty) {
    for (int k = 0; k < 100; ++k) committee_step(o, 0.4, 0.2);
    CHECK(std::fabs(generalisation_error(o) - known[twenty]) < 6e-7);
  }
}

TEST_CASE("T150 committee: a student that is the teacher makes no error and stays; the units' order does not matter") {
  Overlaps o{identity(3), Matrix<double>(3, 3), identity(3)};
  o.R(0, 1) = o.R(1, 2) = o.R(2, 0) = 1;
  CHECK(std::fabs(generalisation_error(o)) < 1e-15);
  const Overlaps slope = committee_flow(o, 1.3);
  for (const double x : slope.Q.a) CHECK(std::fabs(x) < 1e-14);
  for (const double x : slope.R.a) CHECK(std::fabs(x) < 1e-14);
  // One unit that knows nothing, of a teacher of one: (1/2) <(g(x) - g(y))^2> = (asin Q/(1+Q) + asin 1/2) / pi.
  const Overlaps blind{Matrix<double>(1, 1, 0.7), Matrix<double>(1, 1), identity(1)};
  CHECK(generalisation_error(blind) == doctest::Approx((std::asin(0.7 / 1.7) + kPi / 6) / kPi).epsilon(1e-14));
}

TEST_CASE("T150 committee: the error and its slopes are the averages of the rule over Gaussian examples" *
          doctest::test_suite("statistics")) {
  // Two students and a teacher along the first axes; the means of 10^6 examples within five of their standard errors.
  const double J[2][3] = {{0.3, 0.8, 0}, {0.5, -0.2, 0.6}};
  const double eta = 0.9;
  Overlaps o{Matrix<double>(2, 2), Matrix<double>(2, 1), identity(1)};
  for (int i = 0; i < 2; ++i) {
    o.R(i, 0) = J[i][0];
    for (int k = 0; k < 2; ++k)
      for (int a = 0; a < 3; ++a) o.Q(i, k) += J[i][a] * J[k][a];
  }
  const Overlaps slope = committee_flow(o, eta);
  // error, dR_0, dR_1, dQ_00, dQ_01, dQ_11
  const double exact[] = {generalisation_error(o), slope.R(0, 0), slope.R(1, 0), slope.Q(0, 0), slope.Q(0, 1), slope.Q(1, 1)};
  double sum[6] = {}, squares[6] = {};
  Draw draw = Rng{11, 0}.draw(Stream::data);
  constexpr int kExamples = 1000000;
  for (int e = 0; e < kExamples; ++e) {
    const double xi[3] = {draw.normal(), draw.normal(), draw.normal()};
    double x[2] = {}, delta[2], error = g(xi[0]);
    for (int i = 0; i < 2; ++i) {
      for (int a = 0; a < 3; ++a) x[i] += J[i][a] * xi[a];
      error -= g(x[i]);
    }
    for (int i = 0; i < 2; ++i) delta[i] = 2 * normal_pdf(x[i]) * error;
    auto dQ = [&](int i, int k) { return eta * (delta[i] * x[k] + delta[k] * x[i]) + eta * eta * delta[i] * delta[k]; };
    const double sample[] = {error * error / 2, eta * delta[0] * xi[0], eta * delta[1] * xi[0], dQ(0, 0), dQ(0, 1), dQ(1, 1)};
    for (int q = 0; q < 6; ++q) sum[q] += sample[q], squares[q] += sample[q] * sample[q];
  }
  for (int q = 0; q < 6; ++q) {
    CAPTURE(q);
    const double mean = sum[q] / kExamples, error = std::sqrt((squares[q] / kExamples - mean * mean) / kExamples);
    CHECK(std::fabs(mean - exact[q]) < 5 * error);
  }
}
