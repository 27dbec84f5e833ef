// Losses: slopes by finite differences, softmax's shift, two classes as logistic regression.
#include "core/networks/loss.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/num.h"
#include "core/base/rng.h"
#include "core/base/vec.h"

using namespace attractor;

namespace {

void check_slope(double found, double high, double low, double h) {
  const double slope = (high - low) / (2 * h);
  CHECK(std::fabs(found - slope) < 1e-6 * std::max(1e-3, std::fabs(slope)));
}

}  // namespace

TEST_CASE("T132 losses: every slope is that of the loss, by central differences") {
  Draw draw(3, 0, Stream::data);
  constexpr double h = 1e-5;
  for (int trial = 0; trial < 60; ++trial) {
    const int K = 2 + int(draw.below(5)), y = int(draw.below(uint64_t(K)));
    std::vector<double> t(K), want(K), slope(K);
    for (double& v : t) v = 3 * draw.normal();
    for (double& v : want) v = draw.normal();
    log_loss_slope(t, y, slope);
    for (int k = 0; k < K; ++k) {
      std::vector<double> high = t, low = t;
      high[k] += h, low[k] -= h;
      check_slope(slope[k], log_loss(high, y), log_loss(low, y), h);
    }
    squared_loss_slope(t, want, slope);
    for (int k = 0; k < K; ++k) {
      std::vector<double> high = t, low = t;
      high[k] += h, low[k] -= h;
      check_slope(slope[k], squared_loss(high, want), squared_loss(low, want), h);
    }
    const double m = 2 * draw.normal();
    check_slope(margin_log_slope(m), margin_log_loss(m + h), margin_log_loss(m - h), h);
    check_slope(margin_squared_slope(m), margin_squared_loss(m + h), margin_squared_loss(m - h), h);
  }
}

TEST_CASE("T132 softmax: the same for all logits shifted alike; two classes are logistic with z1 - z2") {
  Draw draw(4, 0, Stream::data);
  for (int trial = 0; trial < 100; ++trial) {
    std::vector<double> t(4), g(4), shifted(4), h(4);
    for (double& v : t) v = 4 * draw.normal();
    const double s = std::floor(20 * draw.normal());
    for (int k = 0; k < 4; ++k) shifted[k] = t[k] + s;
    softmax(t, g), softmax(shifted, h);
    CHECK(sum(g) == doctest::Approx(1).epsilon(1e-15));
    for (int k = 0; k < 4; ++k) CHECK(h[k] == doctest::Approx(g[k]).epsilon(1e-12));
    for (int k = 0; k < 4; ++k) CHECK(sigmoid(log_odds(t, k)) == doctest::Approx(g[k]).epsilon(1e-12));
    const std::vector<double> two{t[0], t[1]};
    softmax(two, std::span(g).first(2));
    CHECK(g[0] == doctest::Approx(sigmoid(t[0] - t[1])).epsilon(1e-14));
    CHECK(log_loss(two, 0) == doctest::Approx(margin_log_loss(t[0] - t[1])).epsilon(1e-13));
    CHECK(log_odds(two, 1) == t[1] - t[0]);
    std::vector<double> slope(2);
    log_loss_slope(two, 1, slope);
    CHECK(slope[1] == doctest::Approx(margin_log_slope(t[1] - t[0])).epsilon(1e-12));
    CHECK(slope[0] == doctest::Approx(-slope[1]).epsilon(1e-12));
  }
  CHECK(log_loss(std::vector<double>{1000, -1000}, 1) == 2000);  // no overflow
  CHECK(log_loss(std::vector<double>{1000, -1000}, 0) == 0);
  CHECK((margin_error(0) == 1 && margin_error(-1) == 1 && margin_error(0.1) == 0));
  CHECK(largest(std::vector<double>{1, 3, 3, 2}) == 1);
}
