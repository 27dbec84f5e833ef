// The threshold unit of the plane: its truth tables, its largest margin against an enumeration, Novikoff's bound.
#include "core/networks/perceptron.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/vec.h"
#include "core/networks/separability.h"

using namespace attractor;

namespace {

LineWeights signed_point(const LabelledPoints& d, int i) {
  const double y = d.label[i] ? 1 : -1;
  return {y, y * d.x[i], y * d.y[i]};
}

double margin_of(const LineWeights& u, const LabelledPoints& d) {
  double least = HUGE_VAL;
  for (int i = 0; i < d.size(); ++i) least = std::min(least, dot(u, signed_point(d, i)) / norm(u));
  return least;
}

// The largest margin is had by the normal of a point, or one with two or three points at the same distance.
double enumerated_margin(const LabelledPoints& d) {
  double best = 0;
  auto offer = [&](const LineWeights& u) {
    if (norm(u) > 1e-9) best = std::max(best, margin_of(u, d));
  };
  for (int i = 0; i < d.size(); ++i) {
    const LineWeights a = signed_point(d, i);
    offer(a);
    for (int j = 0; j < i; ++j) {
      const LineWeights b = signed_point(d, j);
      const LineWeights e{b[0] - a[0], b[1] - a[1], b[2] - a[2]};
      if (dot(e, e) < 1e-18) continue;
      const double t = -dot(a, e) / dot(e, e);
      offer({a[0] + t * e[0], a[1] + t * e[1], a[2] + t * e[2]});
      for (int k = 0; k < j; ++k) {
        const LineWeights c = signed_point(d, k);
        const LineWeights f{c[0] - a[0], c[1] - a[1], c[2] - a[2]};
        const LineWeights n{e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]};
        offer(n), offer({-n[0], -n[1], -n[2]});
      }
    }
  }
  return best;
}

bool separable(const LabelledPoints& d) {
  Matrix<double> x(d.size(), 3);
  std::vector<int8_t> y;
  for (int i = 0; i < d.size(); ++i) {
    x(i, 0) = 1, x(i, 1) = d.x[i], x(i, 2) = d.y[i];
    y.push_back(d.label[i] ? 1 : -1);
  }
  return is_separable(x, y);
}

// Mistakes until a pass has none; -1 if there are more than the bound.
int64_t mistakes(LineWeights b, const LabelledPoints& d, double bound) {
  int64_t count = 0;
  for (bool any = true; any;) {
    any = false;
    for (int i = 0; i < d.size(); ++i)
      if (perceptron_step(b, d, i)) any = true, ++count;
    if (double(count) > bound) return -1;
  }
  return count;
}

}  // namespace

TEST_CASE("T121 the line reaches 14 of the 16 truth tables, and the corners' margins say which two it does not") {
  int count = 0;
  for (int t = 0; t < 16; ++t) {
    const Margin m = largest_margin(table_points(t));
    CHECK(m.separable == (t != 6 && t != 9));
    CHECK(m.separable == separable(table_points(t)));
    if (m.separable) CHECK(truth_table(m.u) == t);
    count += m.separable;
  }
  CHECK(count == 14);
}

TEST_CASE("T131 the largest margin is the one that an enumeration of all points, pairs and triples finds") {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Draw size(seed, 0, Stream::start);
    const int n = 1 + int(size.below(24));
    for (const double flips : {0.0, 0.15}) {
      const LabelledPoints d = line_points(n, 0.2 * size.uniform(), flips, Draw(seed, 0, Stream::data));
      const Margin m = largest_margin(d);
      CHECK(m.separable == separable(d));
      if (!m.separable) continue;
      CHECK(norm(m.u) == doctest::Approx(1).epsilon(1e-12));
      CHECK(m.gamma == doctest::Approx(margin_of(m.u, d)).epsilon(1e-12));
      CHECK(m.gamma == doctest::Approx(enumerated_margin(d)).epsilon(1e-10));
    }
  }
  LabelledPoints twice;  // one place with both labels
  twice.add({0.3, 0.2}, 1), twice.add({0.3, 0.2}, 0);
  CHECK_FALSE(largest_margin(twice).separable);
}

TEST_CASE("T131 Novikoff: never more mistakes than (R / gamma)^2 from zero, nor than the bound from any other weights") {
  int close = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    Draw draw(seed, 0, Stream::start);
    const LabelledPoints d = line_points(4 + int(draw.below(60)), 0.02 + 0.3 * draw.uniform(), 0, Draw(seed, 0, Stream::data));
    const Margin m = largest_margin(d);
    const double R = largest_radius(d);
    REQUIRE(m.separable);
    const double bound = mistake_bound(m, R, {});
    CHECK(bound == doctest::Approx(R * R / (m.gamma * m.gamma)).epsilon(1e-12));
    const int64_t count = mistakes({}, d, bound);
    CHECK(count >= 0);
    close += double(count) > 0.1 * bound;
    for (const double far : {0.5, 3.0, 20.0}) {
      const LineWeights b{far * draw.normal(), far * draw.normal(), far * draw.normal()};
      CHECK(mistakes(b, d, mistake_bound(m, R, b)) >= 0);
    }
  }
  CHECK(close > 10);  // the bound is not idle
}

TEST_CASE("perceptron: weights of any common scale from zero make the same mistakes, so the rate does not matter") {
  const LabelledPoints d = line_points(30, 0.1, 0, Draw(5, 0, Stream::data));
  LineWeights b{}, half{};
  for (int k = 0; k < 600; ++k) {
    const bool wrong = perceptron_step(b, d, k % 30);
    const LineWeights before = half;
    const bool also = fires(half, d.x[k % 30], d.y[k % 30]) != (d.label[k % 30] > 0);
    CHECK(wrong == also);
    if (also)
      for (int i = 0; i < 3; ++i) half[i] = before[i] + 0.5 * signed_point(d, k % 30)[i];
    for (int i = 0; i < 3; ++i) CHECK(half[i] == 0.5 * b[i]);
  }
}

TEST_CASE("perceptron: the tables on the way between two lines") {
  const LineWeights none{-1, 0.1, 0.1}, all{1, 0.1, 0.1};
  int expected = 0;
  for (int k = 0; k <= 100000; ++k) {
    const double t = k / 1e5;
    expected |= 1 << truth_table({none[0] + t * (all[0] - none[0]), 0.1, 0.1});
  }
  CHECK(tables_between(none, all) == expected);
  CHECK(tables_between(none, none) == 1);
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    Draw draw(seed, 0, Stream::start);
    LineWeights a, b;
    for (double& v : a) v = draw.normal();
    for (double& v : b) v = draw.normal();
    int seen = 0;
    for (int k = 0; k <= 2000; ++k) {
      LineWeights m;
      for (int i = 0; i < 3; ++i) m[i] = a[i] + k / 2e3 * (b[i] - a[i]);
      seen |= 1 << truth_table(m);
    }
    CHECK((tables_between(a, b) & seen) == seen);
    CHECK((tables_between(a, b) & (1 << 6 | 1 << 9)) == 0);
  }
}

TEST_CASE("points: what the mouse does, and what it may not do") {
  LabelledPoints d = line_points(5, 0.1, 0, Draw(1, 0, Stream::data));
  CHECK(edit_points("paint", {0.25, 0.5}, 1, 2, 6, d));
  CHECK_FALSE(edit_points("paint", {0.25, 0.5}, 1, 2, 6, d));  // enough
  CHECK((d.size() == 6 && d.x[5] == 0.25 && d.label[5] == 1));
  CHECK(edit_points("points", {-1, 1}, 5, 2, 6, d));
  CHECK((d.x[5] == -1 && d.y[5] == 1));
  CHECK(edit_points("erase", {0, 0}, 0, 2, 6, d));
  CHECK((d.size() == 5 && d.x[4] == -1));
  for (const double bad : {-1.0, 0.5, 5.0, 1e300, std::nan("")}) CHECK_FALSE(edit_points("points", {0, 0}, bad, 2, 6, d));
  CHECK_FALSE(edit_points("paint", {0, 0}, 2, 2, 6, d));
  CHECK_FALSE(edit_points("other", {0, 0}, 0, 2, 6, d));
  while (d.size() > 1) CHECK(edit_points("erase", {0, 0}, 0, 2, 6, d));
  CHECK_FALSE(edit_points("erase", {0, 0}, 0, 2, 6, d));
}
